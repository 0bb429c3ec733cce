#include "policy/common_part.h"

#include "base/safefile.h"

#define COMMENT "; "
#define NAME "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-"

/* Where the policy was read, and why it cannot be used from there on. Never "absent": that would
 * let another policy come in its place. */
static int refuse(
    struct arena *a, const char *path, unsigned line, const struct error *why, struct error *e)
{
	if (why->kind == ERROR_MEMORY)
		return error_memory(e);
	error_set(e, why->kind == ERROR_MALFORMED ? ERROR_MALFORMED : ERROR_UNREADABLE, "%s:%u: %s",
	    escape(a, path), line, why->text);
	return error_mend(e, "%s",
	    why->mend[0] != '\0' ? why->mend :
	                           say("the administrator of the server mends that line"));
}

/* In the policy's own folder, whatever else lies there. */
static bool lies_beside(const char *name)
{
	return strchr(".-", *name) == NULL && name[strspn(name, NAME)] == '\0';
}

int policy_text_find(struct arena *a, const char *bytes, size_t len, const char **path,
    unsigned *line, struct error *e)
{
	struct error why = { 0 };
	struct ini ini;

	*path = NULL;
	*line = 0;
	if (memmem(bytes, len, "include", strlen("include")) == NULL)
		return 0;
	if (ini_read(a, bytes, len, &ini, &why) < 0) /* what is wrong is found again, and told */
		return why.kind == ERROR_MEMORY ? error_memory(e) : 0;
	for (size_t i = 0; i < ini.nsections; i++)
		for (size_t k = 0; k < ini.sections[i].nkeys; k++) {
			const struct ini_key *key = &ini.sections[i].keys[k];

			if (strcmp(ini.sections[i].kind, "policy") != 0 ||
			    strcmp(key->key, "include") != 0)
				continue;
			*line = key->line;
			if (*path != NULL)
				return error_set(
				    e, ERROR_MALFORMED, "'%s' appears twice", "include");
			if (key->value[0] != '/' && !lies_beside(key->value))
				return error_set(e, ERROR_MALFORMED,
				    "'include' takes the path of a file, from / on, or the name of "
				    "one beside the policy: '%s'",
				    escape(a, key->value));
			*path = key->value;
		}
	return 0;
}

int policy_text_join(
    struct arena *a, const char *common, size_t len, struct policy_text *out, struct error *e)
{
	const char *own = out->bytes, *at = own;
	size_t n = out->len, before;
	char *made = arena_alloc(a, strlen(COMMENT) + n + 1 + len + 1), *p = made;

	if (made == NULL)
		return error_memory(e);
	for (unsigned i = 1; i < out->line; i++)
		at = (const char *)memchr(at, '\n', n - (size_t)(at - own)) + 1;
	before = (size_t)(at - own);
	p = mempcpy(p, own, before);
	p = mempcpy(p, COMMENT, strlen(COMMENT));
	p = mempcpy(p, at, n - before);
	if (p[-1] != '\n')
		*p++ = '\n';
	out->lines = 0;
	for (const char *c = made; c < p; c++)
		out->lines += *c == '\n';
	p = mempcpy(p, common, len);
	*p = '\0';
	out->bytes = made;
	out->len = (size_t)(p - made);
	return 0;
}

int policy_text_form(
    struct arena *a, const char *path, const char *bytes, size_t len, struct error *e)
{
	struct ini ini;

	if (ini_read(a, bytes, len, &ini, e) < 0)
		return -1;
	if (ini.problems.n > 0)
		return error_set(e, ERROR_MALFORMED, "%s:%u: %s", escape(a, path),
		    ini.problems.list[0].line, ini.problems.list[0].text);
	return 0;
}

int policy_text_read(
    struct arena *a, const char *path, bool trust, struct policy_text *out, struct error *e)
{
	struct error why = { 0 };
	const char *common, *slash;
	struct safefile f;

	memset(out, 0, sizeof(*out));
	if ((trust ? safefile_read_any : safefile_read)(a, path, INI_BYTES_MAX, &f, e) < 0)
		return -1;
	*out = (struct policy_text){ .bytes = f.bytes, .len = f.len, .mtime = f.mtime };
	if (policy_text_find(a, f.bytes, f.len, &common, &out->line, &why) < 0)
		return refuse(a, path, out->line, &why, e);
	if (common == NULL)
		return 0;
	slash = strrchr(path, '/');
	if (*common != '/' && slash != NULL)
		common = arena_printf(a, "%.*s/%s", (int)(slash - path), path, common);
	if (common == NULL)
		return error_memory(e);
	if ((trust ? safefile_read_any : safefile_read)(a, common, INI_BYTES_MAX, &f, &why) < 0 ||
	    policy_text_form(a, common, f.bytes, f.len, &why) < 0)
		return refuse(a, path, out->line, &why, e);
	out->common = escape(a, common);
	if (f.mtime > out->mtime)
		out->mtime = f.mtime;
	return policy_text_join(a, f.bytes, f.len, out, e);
}

void policy_text_settle(struct arena *a, const struct policy_text *t, struct ini_problems *ps)
{
	for (size_t i = 0; i < ps->n; i++) {
		struct ini_problem *p = &ps->list[i];
		if (t->common == NULL || p->line <= t->lines)
			continue;
		p->text = arena_printf(a, "%s:%u: %s", t->common, p->line - t->lines, p->text);
		p->line = t->line;
	}
}
