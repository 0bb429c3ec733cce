#include "emergencies.h"

#include <string.h>

#include "commit.h"
#include "trailer.h"

/* Grows at every power of two. */
static void *
room_for_one_more(struct arena *a, void *list, size_t n, size_t size)
{
	return (n & (n - 1)) == 0 ? arena_grow(a, list, n, n != 0 ? 2 * n : 1, size) : list;
}

struct reading {
	struct arena *arena;
	const char **reviewed; /* ids that later merges review */
	size_t nreviewed;
	struct emergencies *out;
};

static bool
is_reviewed(const struct reading *r, const char *id)
{
	for (size_t i = 0; i < r->nreviewed; i++)
		if (strcmp(r->reviewed[i], id) == 0)
			return true;
	return false;
}

static int
add_open(struct reading *r, const struct commit *c, const char *id)
{
	struct emergencies *out = r->out;
	struct emergency_case *list = room_for_one_more(r->arena, out->open, out->n, sizeof(*list));

	if (list == NULL)
		return -1;
	out->open = list;
	out->open[out->n++] = (struct emergency_case){ id, commit_title(r->arena, c), c->committed,
		c->parents[0], c->parents[1] };
	return 0;
}

static int
add_reviewed(struct reading *r, const char *id)
{
	const char **list = room_for_one_more(r->arena, r->reviewed, r->nreviewed, sizeof(*list));

	if (list == NULL)
		return -1;
	r->reviewed = list;
	r->reviewed[r->nreviewed++] = id;
	return 0;
}

/* A message that cannot be read was never accepted as an emergency, nor as a review. */
static int
read_merge(struct reading *r, const struct commit *c)
{
	const struct trailer *id;
	struct trailers ts;
	struct error e = { 0 };

	if (trailer_read(r->arena, c->message, c->message_len, &ts, &e) < 0)
		return e.kind == ERROR_MALFORMED ? 0 : -1;
	id = trailer_find(&ts, "Promotion", 0);
	if (trailer_count(&ts, "Emergency") > 0 && !is_reviewed(r, id != NULL ? id->value : "") &&
	    add_open(r, c, id != NULL ? id->value : "") < 0)
		return -1;
	for (size_t i = 0; i < trailer_count(&ts, "Reviews-Emergency"); i++)
		if (add_reviewed(r, trailer_find(&ts, "Reviews-Emergency", i)->value) < 0)
			return -1;
	return 0;
}

void
emergencies_gather(
    struct arena *a, const struct repo *r, const git_oid *tip, struct emergencies *out)
{
	struct reading reading = { .arena = a, .out = out };
	struct commit c;
	git_oid at = *tip;

	memset(out, 0, sizeof(*out));
	for (;;) {
		if (commit_load(a, r, &at, &c, &out->why) < 0)
			return;
		if (c.nparents == 2 && read_merge(&reading, &c) < 0) {
			error_memory(&out->why);
			return;
		}
		if (c.nparents == 0)
			break;
		at = c.parents[0];
	}
	out->complete = true;
}

const struct emergency_case *
emergencies_find(const struct emergencies *es, const char *id)
{
	for (size_t i = 0; i < es->n; i++)
		if (strcmp(es->open[i].id, id) == 0)
			return &es->open[i];
	return NULL;
}
