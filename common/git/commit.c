#include "git/commit.h"

#define TITLE_MAX 50

const char *commit_address(const char *s, size_t n, size_t *len)
{
	const char *lt = memchr(s, '<', n), *end = s + n, *gt;

	if (lt == NULL || memchr(lt + 1, '<', (size_t)(end - lt - 1)) != NULL)
		return NULL;
	gt = memchr(s, '>', n);
	if (gt == NULL || gt <= lt + 1 || memchr(gt + 1, '>', (size_t)(end - gt - 1)) != NULL)
		return NULL;
	for (const char *p = gt + 1; p < end; p++)
		if (*p != ' ' && *p != '\t')
			return NULL;
	*len = (size_t)(gt - lt - 1);
	return lt + 1;
}

/* The header lines of one commit, one at a time. */
struct cursor {
	const char *p, *end; /* what is still to be read */
	const char *value; /* of the line just taken */
	size_t len;
};

/* Takes the next line when it starts with `key` and a blank. */
static bool take(struct cursor *c, const char *key)
{
	size_t klen = strlen(key);
	const char *lf = memchr(c->p, '\n', (size_t)(c->end - c->p));

	if (lf == NULL || (size_t)(lf - c->p) <= klen || memcmp(c->p, key, klen) != 0 ||
	    c->p[klen] != ' ')
		return false;
	c->value = c->p + klen + 1;
	c->len = (size_t)(lf - c->value);
	c->p = lf + 1;
	return true;
}

static int take_parents(struct arena *a, struct cursor *c, struct commit *out, struct error *e)
{
	struct cursor look = *c;
	size_t n = 0;

	while (take(&look, "parent"))
		n++;
	out->parents = arena_array(a, n + 1, sizeof(*out->parents));
	if (out->parents == NULL)
		return error_memory(e);
	for (; out->nparents < n; out->nparents++) {
		take(c, "parent");
		if (oid_parse(c->value, c->len, &out->parents[out->nparents]) < 0)
			return error_set(e, ERROR_MALFORMED, "a parent line is broken");
	}
	return 0;
}

/* `Name <address> SECONDS ZONE`: the address, or NULL. */
static const char *take_ident(struct arena *a, const struct cursor *c)
{
	const char *gt = memrchr(c->value, '>', c->len), *address;
	size_t len;

	if (gt == NULL)
		return NULL;
	address = commit_address(c->value, (size_t)(gt - c->value) + 1, &len);
	if (address == NULL)
		return NULL;
	return arena_strndup(a, address, len);
}

/* The seconds in `Name <address> SECONDS ZONE`. */
static int64_t take_time(const struct cursor *c)
{
	const char *gt = memrchr(c->value, '>', c->len), *p, *end = c->value + c->len;
	int64_t t = 0;

	if (gt == NULL || end - gt < 3 || gt[1] != ' ')
		return INT64_MIN;
	for (p = gt + 2; p < end && *p >= '0' && *p <= '9'; p++)
		if (__builtin_mul_overflow(t, 10, &t) || __builtin_add_overflow(t, *p - '0', &t))
			return INT64_MIN;
	return p > gt + 2 && p < end && *p == ' ' ? t : INT64_MIN;
}

/* Headers after the committer: each once where they would change what is read; the rest is passed
 * over. */
static int take_rest(struct arena *a, struct cursor *c, struct commit *out, struct error *e)
{
	while (c->p < c->end && *c->p != '\n') {
		const char *lf = memchr(c->p, '\n', (size_t)(c->end - c->p));

		if (take(c, "tree") || take(c, "parent") || take(c, "author") ||
		    take(c, "committer"))
			return error_set(
			    e, ERROR_MALFORMED, "a header line is repeated or out of place");
		if (take(c, "encoding")) {
			if (out->encoding != NULL)
				return error_set(e, ERROR_MALFORMED, "it names two encodings");
			out->encoding = arena_strndup(a, c->value, c->len);
			if (out->encoding == NULL)
				return error_memory(e);
			continue;
		}
		if (lf == NULL)
			return error_set(e, ERROR_MALFORMED, "its header does not end");
		out->is_signed = take(c, "gpgsig") || out->is_signed;
		c->p = lf + 1;
	}
	return 0;
}

int commit_parse(
    struct arena *a, const char *bytes, size_t len, struct commit *out, struct error *e)
{
	struct cursor c = { bytes, bytes + len, NULL, 0 };

	memset(out, 0, sizeof(*out));
	if (!take(&c, "tree") || oid_parse(c.value, c.len, &out->tree) < 0)
		return error_set(e, ERROR_MALFORMED, "its tree line is missing or broken");
	if (take_parents(a, &c, out, e) < 0)
		return -1;
	if (!take(&c, "author"))
		return error_set(e, ERROR_MALFORMED, "its author line is missing or out of place");
	out->author = take_ident(a, &c);
	if (!take(&c, "committer"))
		return error_set(
		    e, ERROR_MALFORMED, "its committer line is missing or out of place");
	out->committer = take_ident(a, &c);
	out->committed = take_time(&c);
	if (take_rest(a, &c, out, e) < 0)
		return -1;
	/* git's own readers stop there, each in its own way. */
	if (memchr(bytes, '\0', (size_t)(c.p - bytes)) != NULL)
		return error_set(e, ERROR_MALFORMED, "its header holds a NUL byte");
	if (c.p < c.end)
		c.p++; /* the blank line */
	out->message_len = (size_t)(c.end - c.p);
	out->message = arena_strndup(a, c.p, out->message_len);
	return out->message == NULL || a->exhausted ? error_memory(e) : 0;
}

/* The walk's part of commit_parse(). */
static int skim(struct arena *a, const char *bytes, size_t len, struct commit *out, struct error *e)
{
	struct cursor c = { bytes, bytes + len, NULL, 0 };

	*out = (struct commit){ .committed = INT64_MIN };
	if (!take(&c, "tree"))
		return error_set(e, ERROR_MALFORMED, "its tree line is missing or broken");
	if (take_parents(a, &c, out, e) < 0)
		return -1;
	for (c.value = NULL; c.p < c.end && *c.p != '\n' && !take(&c, "committer");) {
		const char *lf = memchr(c.p, '\n', (size_t)(c.end - c.p));

		c.p = lf != NULL ? lf + 1 : c.end;
	}
	if (c.value != NULL)
		out->committed = take_time(&c);
	return 0;
}

int commit_read(
    struct arena *a, const struct repo *r, const git_oid *id, git_odb_object **out, struct error *e)
{
	git_odb_object *obj = NULL;
	int rc;

	progress_tick(r->progress);
	rc = git_odb_read(&obj, r->odb, id);
	if (rc < 0)
		repo_error(a, GIT_ERROR, e, "object %s cannot be read", oid_short(a, id));
	else if (git_odb_object_type(obj) != GIT_OBJECT_COMMIT)
		error_set(e, ERROR_MALFORMED, "object %s is no commit", oid_short(a, id));
	else if (git_odb_object_size(obj) > COMMIT_BYTES_MAX)
		error_set(e, ERROR_MALFORMED, "commit %s is larger than %zu bytes",
		    oid_short(a, id), COMMIT_BYTES_MAX);
	else {
		*out = obj;
		return 0;
	}
	git_odb_object_free(obj);
	return -1;
}

typedef int reader(
    struct arena *a, const char *bytes, size_t len, struct commit *out, struct error *e);

static int open_with(
    struct arena *a, git_odb_object *obj, reader *read, struct commit *out, struct error *e)
{
	struct error why = { 0 };

	if (read(a, git_odb_object_data(obj), git_odb_object_size(obj), out, &why) < 0)
		return error_set(e, why.kind, "commit %s is not well formed: %s",
		    oid_short(a, git_odb_object_id(obj)), why.text);
	out->id = *git_odb_object_id(obj);
	return 0;
}

int commit_open(struct arena *a, git_odb_object *obj, struct commit *out, struct error *e)
{
	return open_with(a, obj, commit_parse, out, e);
}

int commit_skim(struct arena *a, git_odb_object *obj, struct commit *out, struct error *e)
{
	return open_with(a, obj, skim, out, e);
}

int commit_load(
    struct arena *a, const struct repo *r, const git_oid *id, struct commit *out, struct error *e)
{
	git_odb_object *obj = NULL;
	int rc = commit_read(a, r, id, &obj, e);

	if (rc == 0)
		rc = commit_open(a, obj, out, e);
	git_odb_object_free(obj);
	return rc;
}

const char *commit_title(struct arena *a, const struct commit *c)
{
	const char *lf = memchr(c->message, '\n', c->message_len);
	size_t len = lf != NULL ? (size_t)(lf - c->message) : c->message_len;
	const char *title;

	title = arena_printf(
	    a, "%s \"%s\"", oid_short(a, &c->id), escape_upto(a, c->message, len, TITLE_MAX));
	return title != NULL ? title : "(out of memory)";
}
