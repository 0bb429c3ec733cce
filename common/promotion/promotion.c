#include "promotion/promotion.h"

static struct said said(const struct trailers *ts, const char *key)
{
	const struct trailer *first = trailer_find(ts, key, 0);

	return (struct said){ trailer_count(ts, key), first != NULL ? first->value : NULL };
}

bool promotion_id_valid(const char *id)
{
	static const char allowed[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
	size_t len = strlen(id);

	return len > 0 && len <= PROMOTION_ID_MAX && strspn(id, allowed) == len && id[0] != '.' &&
	    id[0] != '-' && strstr(id, "..") == NULL &&
	    (len < 5 || strcmp(id + len - 5, ".lock") != 0); /* git makes no such ref */
}

bool promotion_incident(const char *emergency, size_t *len)
{
	*len = strcspn(emergency, " \t");
	return *len > 0 && emergency[*len + strspn(emergency + *len, " \t")] != '\0';
}

bool promotion_same(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

int promotion_read(struct arena *a, const struct trailers *ts, struct promotion *out)
{
	size_t len;

	memset(out, 0, sizeof(*out));
	out->id = said(ts, "Promotion");
	out->plan = said(ts, "Implementation-Plan");
	out->impact = said(ts, "Impact");
	out->emergency = said(ts, "Emergency");
	out->rollback = said(ts, "Rolls-Back-To");
	if (out->id.times == 1 && promotion_id_valid(out->id.value))
		out->name = out->id.value;
	if (out->rollback.times > 0) {
		out->exception = EXCEPTION_ROLLBACK;
		out->kind = "rollback";
	} else if (out->emergency.times > 0) {
		out->exception = EXCEPTION_EMERGENCY;
		len = strcspn(out->emergency.value, " \t");
		out->kind =
		    arena_printf(a, "%s%.*s", EMERGENCY_WORD, (int)len, out->emergency.value);
	}
	return a->exhausted ? -1 : 0;
}

int promotion_walk(struct arena *a, const struct repo *r, const git_oid *tip, promotion_each *each,
    void *ctx, struct error *e)
{
	git_oid at = *tip;
	int rc;

	for (;;) {
		struct commit c;
		struct trailers ts;
		struct error why = { 0 };

		if (commit_load(a, r, &at, &c, e) < 0)
			return -1;
		if (c.nparents == 2) {
			if (trailer_read(a, c.message, c.message_len, &ts, &why) == 0) {
				if ((rc = each(ctx, &c, &ts, e)) != 0)
					return rc < 0 ? -1 : 0;
			} else if (why.kind != ERROR_MALFORMED) {
				return error_memory(e);
			}
		}
		if (c.nparents == 0)
			return 0;
		at = c.parents[0];
	}
}

struct wanted {
	struct arena *arena;
	const char *id;
	git_oid *merge;
};

static int is_wanted(void *ctx, const struct commit *c, const struct trailers *ts, struct error *e)
{
	struct wanted *w = ctx;
	const struct trailer *id = trailer_find(ts, "Promotion", 0);

	if (id == NULL || strcmp(id->value, w->id) != 0)
		return 0;
	w->merge = arena_alloc(w->arena, sizeof(*w->merge));
	if (w->merge == NULL)
		return error_memory(e);
	*w->merge = c->id;
	return 1;
}

int promotion_find(struct arena *a, const struct repo *r, const git_oid *tip, const char *id,
    const git_oid **merge, struct error *e)
{
	struct wanted w = { a, id, NULL };
	int rc = promotion_walk(a, r, tip, is_wanted, &w, e);

	*merge = w.merge;
	return rc;
}
