#include "promoted.h"

#include <string.h>

#include "commit.h"
#include "trailer.h"

/* Grows at every power of two. */
static int
add(struct arena *a, struct promoted *out, const char *id, const git_oid *merge, struct error *e)
{
	if ((out->n & (out->n - 1)) == 0)
		out->list = arena_grow(
		    a, out->list, out->n, out->n != 0 ? 2 * out->n : 1, sizeof(*out->list));
	if (out->list == NULL)
		return error_memory(e);
	out->list[out->n++] = (struct promoted_merge){ id, *merge };
	return 0;
}

int
promoted_gather(struct arena *a, const struct repo *r, const git_oid *tip, struct promoted *out,
    struct error *e)
{
	git_oid at = *tip;
	struct commit c;

	memset(out, 0, sizeof(*out));
	for (;;) {
		const struct trailer *id = NULL;
		struct trailers ts;
		struct error unread = { 0 };

		if (commit_load(a, r, &at, &c, e) < 0)
			return -1;
		if (c.nparents == 2 && trailer_read(a, c.message, c.message_len, &ts, &unread) == 0)
			id = trailer_find(&ts, "Promotion", 0);
		if (id != NULL && add(a, out, id->value, &c.id, e) < 0)
			return -1;
		if (c.nparents == 0)
			return 0;
		at = c.parents[0];
	}
}

const struct promoted_merge *
promoted_find(const struct promoted *ps, const char *id)
{
	for (size_t i = 0; i < ps->n; i++)
		if (strcmp(ps->list[i].id, id) == 0)
			return &ps->list[i];
	return NULL;
}
