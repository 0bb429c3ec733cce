#include "report/report_internal.h"

#define EMERGENCY "emergency "
#define DAY ((int64_t)24 * 60 * 60)

bool report_overdue(const struct report_emergency *m, int64_t at)
{
	return m->review == NULL && m->until != 0 && at > m->until;
}

bool report_late(const struct report_emergency *m)
{
	return m->review != NULL && m->until != 0 && m->review->at > m->until;
}

int64_t report_days_late(const struct report *r, const struct report_emergency *m)
{
	int64_t at = m->review != NULL ? m->review->at : report_end(r);

	return report_late(m) || report_overdue(m, at) ? (at - m->until + DAY - 1) / DAY : 0;
}

/* An emergency waits on its ref, under the id of its promotion. */
static const char *key_of(struct arena *a, const struct audit_ref *ref, const char *promotion)
{
	return arena_printf(a, "%s %s", ref->name, promotion);
}

/* One merge may review several. */
static int see_reviews(struct report *r, struct report_reviews *reviews,
    const struct audit_seen *seen, const struct audit_ref *ref, const struct audit_step *step)
{
	const char *ids = step->reviews, *id;
	struct report_review *review;

	if (*ids == '\0')
		return 0;
	review = arena_alloc(r->arena, sizeof(*review));
	if (review == NULL)
		return -1;
	*review = (struct report_review){ seen->at, seen->id,
		arena_strdup(r->arena, step->promotion != NULL ? step->promotion : "") };
	while ((id = report_next_id(r->arena, &ids)) != NULL) {
		const char *key = key_of(r->arena, ref, id);

		if (key == NULL || lookup_set_text(r->arena, &reviews->by_case, key, review) < 0)
			return -1;
	}
	return r->arena->exhausted ? -1 : 0;
}

/* Of the period, or still waiting in it. */
static bool concerns(const struct report_query *q, const struct report_emergency *m)
{
	return report_asked(q->promotion, m->promotion) && m->at <= q->to &&
	    (m->at >= q->from || m->review == NULL || m->review->at >= q->from);
}

static const char *copy(struct report *r, const char *s)
{
	return s != NULL ? arena_strdup(r->arena, s) : NULL;
}

int report_emergency_see(struct report *r, struct report_reviews *reviews,
    const struct report_repo *repo, const struct audit_seen *seen, const struct audit_ref *ref,
    const struct audit_step *step, bool counted, const struct report_emergency **out)
{
	const char *key;
	struct report_emergency *m;

	*out = NULL;
	if (see_reviews(r, reviews, seen, ref, step) < 0)
		return -1;
	if (step->exception == NULL || !begins_with(step->exception, EMERGENCY))
		return 0;
	key = key_of(r->arena, ref, step->promotion != NULL ? step->promotion : "");
	m = arena_alloc(r->arena, sizeof(*m));
	if (key == NULL || m == NULL)
		return -1;
	*m = (struct report_emergency){ repo, copy(r, step->promotion), copy(r, ref->environment),
		copy(r, step->exception + sizeof(EMERGENCY) - 1), copy(r, step->overdue), seen->id,
		repo->entries, seen->at, step->review_until, lookup_text(&reviews->by_case, key) };
	/* An older emergency may have had the same id, and its own review. */
	if (r->arena->exhausted || lookup_set_text(r->arena, &reviews->by_case, key, NULL) < 0)
		return -1;
	if (!counted || !concerns(&r->query, m))
		return 0;
	if (ARENA_ADD(r->arena, r->emergencies, r->nemergencies, m) == NULL)
		return -1;
	*out = m;
	return 0;
}

/* "open, to be reviewed until ..." */
static const char *review_state(
    struct arena *a, const struct report *r, const struct report_emergency *m)
{
	int64_t days = report_days_late(r, m);
	const char *late = "";

	if (days > 0)
		late = report_printf(
		    a, ", %" PRId64 " %s", days, report_word(days == 1 ? W_DAY_LATE : W_DAYS_LATE));
	if (m->review != NULL)
		return report_printf(a, "%s %s %s %s%s",
		    report_word(days > 0 ? W_REVIEWED_LATE : W_REVIEWED),
		    when_text(a, m->review->at), report_word(W_REVIEWED_BY), m->review->promotion,
		    late);
	if (m->until == 0)
		return report_word(W_OPEN);
	return report_printf(a, "%s %s%s", report_word(days > 0 ? W_OVERDUE : W_OPEN_UNTIL),
	    when_text(a, m->until), late);
}

const char *report_emergency_state(
    struct arena *a, const struct report *r, const struct report_emergency *m)
{
	const char *state = review_state(a, r, m);

	return *m->overdue == '\0' ?
	    state :
	    report_printf(a, "%s; %s: %s", state, report_word(W_WHILE_OVERDUE),
	        printable_escaped(a, m->overdue));
}
