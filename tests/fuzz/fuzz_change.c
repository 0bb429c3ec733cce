/* pre-receive's input: what is read, written again, is the input. */
#include <ctype.h>

#include "fuzz.h"
#include "base/utf8.h"
#include "git/change.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return git_libgit2_init() < 0;
}

static void check_oid(const git_oid *id, const char *hex)
{
	char want[OID_HEX + 1];

	git_oid_tostr(want, sizeof(want), id);
	for (size_t i = 0; i < OID_HEX; i++)
		assert(tolower((unsigned char)hex[i]) == want[i]);
}

static void check_changes(const struct changes *cs, const char *bytes, size_t len)
{
	const char *p = bytes, *end = bytes + len;

	for (size_t i = 0; i < cs->n; i++) {
		const struct change *c = &cs->list[i];
		size_t ref = strlen(c->ref);
		int valid = 0;

		assert((size_t)(end - p) >= 82 + ref + 1);
		check_oid(&c->old, p);
		check_oid(&c->new, p + 41);
		assert(p[40] == ' ' && p[81] == ' ' && memcmp(p + 82, c->ref, ref) == 0 &&
		    p[82 + ref] == '\n');
		assert(strncmp(c->ref, "refs/", 5) == 0 &&
		    strpbrk(c->ref, " \n\r\t\033*?[\\^~:") == NULL);
		assert(git_reference_name_is_valid(&valid, c->ref) == 0 && valid);
		assert(!(change_creates(c) && change_deletes(c)));
		assert(c->target == NULL && c->why == NULL);
		p += 82 + ref + 1;
	}
	assert(p == end);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	struct arena a;
	struct changes cs;
	struct error e = { 0 };

	arena_init(&a, (size_t)1 << 22);
	if (change_read(&a, bytes, size, &cs, &e) < 0) {
		assert(e.kind == ERROR_MALFORMED || e.kind == ERROR_MEMORY);
		assert(utf8_line(e.text, strlen(e.text)));
	} else {
		assert(cs.n > 0 && !a.exhausted);
		check_changes(&cs, bytes, size);
	}
	arena_release(&a);
	return 0;
}
