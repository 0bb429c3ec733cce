/* A policy and its common part, with a NUL between: the text of both has the sections of both, each
 * on the line that is told, and no `include`. */
#include "fuzz.h"
#include "base/ini.h"
#include "policy/common_part.h"

static void check_text(
    struct arena *a, const struct policy_text *t, const struct ini *own, const struct ini *common)
{
	struct error e = { 0 };
	const char *path;
	unsigned line;
	struct ini all;

	if (ini_read(a, t->bytes, t->len, &all, &e) < 0)
		return;
	assert(policy_text_find(a, t->bytes, t->len, &path, &line, &e) == 0 && path == NULL);
	if (own->problems.n > 0 || common->problems.n > 0 || all.problems.n > 0)
		return;
	assert(all.nsections == own->nsections + common->nsections);
	for (size_t i = 0; i < common->nsections; i++)
		assert(
		    all.sections[own->nsections + i].line == t->lines + common->sections[i].line);
}

static void check(struct arena *a, const char *bytes, size_t len, const char *more, size_t n)
{
	struct policy_text t = { .bytes = bytes, .len = len };
	struct ini own, common;
	struct error e = { 0 };
	const char *path;

	if (policy_text_find(a, bytes, len, &path, &t.line, &e) < 0) {
		assert(e.kind == ERROR_MEMORY || (e.kind == ERROR_MALFORMED && t.line > 0));
		return;
	}
	if (path == NULL || ini_read(a, more, n, &common, &e) < 0 || common.problems.n > 0 ||
	    ini_read(a, bytes, len, &own, &e) < 0)
		return;
	for (size_t i = 0; i < common.nsections; i++)
		if (strcmp(common.sections[i].kind, "policy") == 0)
			return;
	assert(path[0] == '/' || (strchr(path, '/') == NULL && path[0] != '.' && path[0] != '\0'));
	if (policy_text_join(a, more, n, &t, &e) == 0)
		check_text(a, &t, &own, &common);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	const char *nul = size > 0 ? memchr(bytes, '\0', size) : NULL;
	size_t len = nul != NULL ? (size_t)(nul - bytes) : size;
	struct arena a;

	arena_init(&a, (size_t)1 << 22);
	check(&a, bytes, len, nul != NULL ? nul + 1 : "", nul != NULL ? size - len - 1 : 0);
	arena_release(&a);
	return 0;
}
