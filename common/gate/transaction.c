#include "gate/transaction.h"

#include "git/packed_refs.h"

/* One of the two values of a line. */
static int read_value(const char *p, size_t n, git_oid *out, bool *symbolic)
{
	if (n > 4 && memcmp(p, "ref:", 4) == 0) {
		memset(out, 0, sizeof(*out));
		*symbolic = true;
		return 0;
	}
	return oid_parse(p, n, out);
}

static int read_line(
    struct arena *a, const char *p, size_t n, struct ref_update *out, struct error *e)
{
	const char *first = memchr(p, ' ', n), *end = p + n;
	bool was_symbolic;
	const char *second =
	    first != NULL ? memchr(first + 1, ' ', (size_t)(end - first - 1)) : NULL;

	if (second == NULL || second + 1 == end || memchr(p, '\0', n) != NULL ||
	    read_value(p, (size_t)(first - p), &out->old, &was_symbolic) < 0 ||
	    read_value(first + 1, (size_t)(second - first - 1), &out->new, &out->symbolic) < 0)
		return error_set(
		    e, ERROR_MALFORMED, "'%s' is not \"old new ref\"", escape_bytes(a, p, n));
	out->ref = arena_strndup(a, second + 1, (size_t)(end - second - 1));
	return out->ref != NULL ? 0 : error_memory(e);
}

int transaction_read(
    struct arena *a, const char *bytes, size_t len, struct transaction *out, struct error *e)
{
	const char *p = bytes, *end = bytes + len;
	size_t n = 0;

	memset(out, 0, sizeof(*out));
	if (len > 0 && bytes[len - 1] != '\n')
		return error_set(e, ERROR_MALFORMED, "git gave no complete list of changes");
	for (size_t i = 0; i < len; i++)
		n += bytes[i] == '\n';
	out->list = arena_array(a, n + 1, sizeof(*out->list));
	if (out->list == NULL)
		return error_memory(e);
	for (; p < end; out->n++) {
		const char *lf = memchr(p, '\n', (size_t)(end - p));

		if (read_line(a, p, (size_t)(lf - p), &out->list[out->n], e) < 0)
			return -1;
		p = lf + 1;
	}
	return 0;
}

int transaction_value(
    struct arena *a, const struct repo *r, const char *ref, git_oid *out, struct error *e)
{
	int rc = git_reference_name_to_id(out, r->git, ref);

	if (rc == GIT_ENOTFOUND)
		memset(out, 0, sizeof(*out));
	return rc == 0 || rc == GIT_ENOTFOUND ?
	    0 :
	    repo_error(a, GIT_ERROR, e, "the ref %s cannot be read", escape(a, ref));
}

struct wanted {
	size_t len; /* of the name; others begin with it too */
	git_oid *id;
};

static int take(void *ctx, const struct packed_ref *ref, struct error *e)
{
	const struct wanted *w = ctx;

	(void)e;
	if (ref->len == w->len)
		*w->id = ref->id;
	return ref->len == w->len;
}

int transaction_packed(
    struct arena *a, const struct repo *r, const char *ref, git_oid *out, struct error *e)
{
	struct wanted w = { strlen(ref), out };

	memset(out, 0, sizeof(*out));
	return packed_refs_read(a, r, ref, take, &w, e) < 0 ? -1 : 0;
}
