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

void policy_source_see(
    struct arena *a, const char *path, const struct stat *st, struct policy_source *out)
{
	const struct timespec *m = &st->st_mtim, *c = &st->st_ctim;

	*out = (struct policy_source){ .path = path,
		.seen = arena_printf(a, "%ju:%ju %jd %jd.%09ld %jd.%09ld", (uintmax_t)st->st_dev,
		    (uintmax_t)st->st_ino, (intmax_t)st->st_size, (intmax_t)m->tv_sec, m->tv_nsec,
		    (intmax_t)c->tv_sec, c->tv_nsec),
		.changed = m->tv_sec > c->tv_sec ? m->tv_sec : c->tv_sec };
}

bool policy_source_same(const struct policy_source *one, const struct policy_source *other)
{
	if (one->path == NULL || other->path == NULL)
		return one->path == other->path;
	return strcmp(one->path, other->path) == 0 && one->seen != NULL && other->seen != NULL &&
	    strcmp(one->seen, other->seen) == 0;
}

int policy_text_read(struct arena *a, const char *path, bool trust,
    const struct policy_source *known, struct policy_text *out, struct error *e)
{
	struct error why = { 0 };
	const char *common, *slash;
	struct safefile f;

	memset(out, 0, sizeof(*out));
	if ((trust ? safefile_read_any : safefile_read)(a, path, INI_BYTES_MAX, &f, e) < 0)
		return -1;
	*out = (struct policy_text){ .bytes = f.bytes, .len = f.len, .mtime = f.st.st_mtime };
	policy_source_see(a, path, &f.st, &out->from[0]);
	if (known != NULL && known[1].path == NULL && policy_source_same(&known[0], &out->from[0]))
		return 0;
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
	policy_source_see(a, common, &f.st, &out->from[1]);
	if (f.st.st_mtime > out->mtime)
		out->mtime = f.st.st_mtime;
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
