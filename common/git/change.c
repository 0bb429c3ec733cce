#include "git/change.h"

void change_unresolved(struct arena *a, struct change *c, const struct error *why)
{
	struct error *kept = arena_alloc(a, sizeof(*kept));

	if (kept != NULL)
		*kept = *why;
	c->target = NULL;
	c->why = kept;
}

bool change_creates(const struct change *c)
{
	return git_oid_is_zero(&c->old);
}

bool change_deletes(const struct change *c)
{
	return git_oid_is_zero(&c->new);
}

/* Does a component of a name end here, as git's own lock files do? */
static bool is_lock(const char *ref, const char *end)
{
	return end - ref >= 5 && memcmp(end - 5, ".lock", 5) == 0;
}

/* git-check-ref-format(1), for a name with at least two components. */
static bool is_name(const char *ref)
{
	const char *p = ref;

	for (char before = '/'; *p != '\0'; before = *p++)
		if ((unsigned char)*p <= ' ' || strchr("\x7f~^:?*[\\", *p) != NULL ||
		    (before == '/' && (*p == '/' || *p == '.')) || (before == '.' && *p == '.') ||
		    (before == '@' && *p == '{') || (*p == '/' && is_lock(ref, p)))
			return false;
	return p > ref && p[-1] != '/' && p[-1] != '.' && !is_lock(ref, p);
}

static int check_ref(struct arena *a, const char *ref, size_t len, struct error *e)
{
	if (memchr(ref, '\0', len) != NULL || !begins_with(ref, "refs/") || !is_name(ref))
		return error_set(
		    e, ERROR_MALFORMED, "'%s' is not the name of a ref", escape_bytes(a, ref, len));
	return 0;
}

static int make(struct arena *a, const char *line, size_t len, struct change *out, struct error *e)
{
	const size_t hex = OID_HEX, head = 2 * hex + 2;

	if (len <= head || line[hex] != ' ' || line[head - 1] != ' ' ||
	    oid_parse(line, hex, &out->old) < 0 || oid_parse(line + hex + 1, hex, &out->new) < 0)
		return error_set(
		    e, ERROR_MALFORMED, "'%s' is not \"old new ref\"", escape_bytes(a, line, len));
	out->ref = arena_strndup(a, line + head, len - head);
	if (out->ref == NULL)
		return error_memory(e);
	if (change_creates(out) && change_deletes(out)) {
		error_set(e, ERROR_MALFORMED, "%s is to be deleted, and does not exist",
		    escape(a, out->ref));
		return error_mend(e, "push again without it");
	}
	return check_ref(a, out->ref, len - head, e);
}

int change_make(struct arena *a, const char *old, const char *new, const char *ref,
    struct change *out, struct error *e)
{
	const char *line = arena_printf(a, "%s %s %s", old, new, ref);

	memset(out, 0, sizeof(*out));
	if (line == NULL)
		return error_memory(e);
	return make(a, line, strlen(line), out, e);
}

static size_t count_lines(const char *bytes, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += bytes[i] == '\n';
	return n;
}

static int too_many(struct error *e)
{
	error_set(e, ERROR_MALFORMED, "more than %d changes in one push", CHANGE_COUNT_MAX);
	return error_mend(e, "push them in parts: some of the refs, then the others");
}

int change_read(
    struct arena *a, const char *bytes, size_t len, struct changes *out, struct error *e)
{
	const char *p = bytes, *end = bytes + len;
	size_t n;

	memset(out, 0, sizeof(*out));
	if (len == 0 || bytes[len - 1] != '\n')
		return error_set(e, ERROR_MALFORMED, "git gave no complete list of changes");
	n = count_lines(bytes, len);
	if (len > CHANGE_BYTES_MAX || n > CHANGE_COUNT_MAX)
		return too_many(e);
	out->list = arena_array(a, n, sizeof(*out->list));
	if (out->list == NULL)
		return error_memory(e);
	for (; p < end; out->n++) {
		const char *lf = memchr(p, '\n', (size_t)(end - p));

		if (make(a, p, (size_t)(lf - p), &out->list[out->n], e) < 0)
			return -1;
		p = lf + 1;
	}
	return 0;
}
