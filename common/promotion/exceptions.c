#include "promotion/exceptions.h"

#include <string.h>

#include "git/history.h"
#include "base/oid.h"
#include "promotion/promotion.h"

struct reading {
	struct arena *arena;
	const char **reviewed; /* ids that later merges review */
	size_t nreviewed;
	struct emergencies *out;
};

static bool is_reviewed(const struct reading *r, const char *id)
{
	for (size_t i = 0; i < r->nreviewed; i++)
		if (strcmp(r->reviewed[i], id) == 0)
			return true;
	return false;
}

static int add_open(struct reading *r, const struct commit *c, const char *id)
{
	struct emergencies *out = r->out;

	out->open = arena_push(r->arena, out->open, out->n, sizeof(*out->open));
	if (out->open == NULL)
		return -1;
	out->open[out->n++] = (struct emergency_case){ id, commit_title(r->arena, c), c->committed,
		c->parents[0], c->parents[1] };
	return 0;
}

static int read_merge(void *ctx, const struct commit *c, const struct trailers *ts, struct error *e)
{
	struct reading *r = ctx;
	const struct trailer *named = trailer_find(ts, "Promotion", 0);
	const char *id = named != NULL ? named->value : "";

	if (trailer_count(ts, "Emergency") > 0 && !is_reviewed(r, id) && add_open(r, c, id) < 0)
		return error_memory(e);
	for (size_t i = 0; i < trailer_count(ts, "Reviews-Emergency"); i++) {
		r->reviewed = arena_push(r->arena, r->reviewed, r->nreviewed, sizeof(*r->reviewed));
		if (r->reviewed == NULL)
			return error_memory(e);
		r->reviewed[r->nreviewed++] = trailer_find(ts, "Reviews-Emergency", i)->value;
	}
	return 0;
}

void emergencies_gather(
    struct arena *a, const struct repo *r, const git_oid *tip, struct emergencies *out)
{
	struct reading reading = { .arena = a, .out = out };

	memset(out, 0, sizeof(*out));
	out->complete = promotion_walk(a, r, tip, read_merge, &reading, &out->why) == 0;
}

const struct emergency_case *emergencies_find(const struct emergencies *es, const char *id)
{
	for (size_t i = 0; i < es->n; i++)
		if (strcmp(es->open[i].id, id) == 0)
			return &es->open[i];
	return NULL;
}

void rollback_gather(struct arena *a, const struct repo *r, const char *word, const git_oid *base,
    struct rollback *out)
{
	memset(out, 0, sizeof(*out));
	if (oid_parse(word, strlen(word), &out->to) < 0)
		return;
	out->named = true;
	history_was_state(a, r, base, &out->to, &out->was_state);
	if (out->was_state.is == FACT_YES &&
	    commit_load(a, r, &out->to, &out->target, &out->was_state.why) < 0)
		out->was_state.is = FACT_UNKNOWN;
}

bool rollback_brings(const struct rollback *rb, const git_oid *candidate)
{
	return git_oid_equal(candidate, &rb->to) ||
	    (rb->target.nparents == 2 && git_oid_equal(candidate, &rb->target.parents[1]));
}
