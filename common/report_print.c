#include "report_print.h"

#include <string.h>

#include "oid.h"
#include "report_complete.h"
#include "when.h"

#define DETAIL_CAP ((size_t)64 << 20) /* memory that one promotion may take */

static const char *
or_oom(const char *text)
{
	return text != NULL ? text : "(out of memory)";
}

static int
show(
    struct report *r, const struct report_item *item, report_each *each, void *ctx, struct error *e)
{
	struct report_detail d;
	struct arena a;
	int rc;

	arena_init(&a, DETAIL_CAP);
	rc = report_detail_load(&a, r, item, &d, e);
	if (rc == 0)
		rc = each(ctx, &a, &d, e);
	if (rc == 0 && a.exhausted)
		rc = error_memory(e);
	arena_release(&a);
	return rc;
}

int
report_each_promotion(struct report *r, report_each *each, void *ctx, struct error *e)
{
	for (size_t i = 0; i < r->promotions.n; i++) {
		const struct report_item *item = &r->promotions.list[i];

		if (r->query.sample > 0 && item->rank == 0)
			continue;
		if (show(r, item, each, ctx, e) < 0)
			return -1;
	}
	return 0;
}

int
report_each_event(struct report *r, enum report_event_kind kind, size_t max, report_each *each,
    void *ctx, struct error *e)
{
	size_t n = report_count_events(r, kind), skip = n > max ? n - max : 0;

	for (size_t i = 0; i < r->events.n; i++) {
		const struct report_item *item = &r->events.list[i];

		if (item->event != kind)
			continue;
		if (skip > 0)
			skip--;
		else if (show(r, item, each, ctx, e) < 0)
			return -1;
	}
	return 0;
}

bool
report_many(const struct report *r)
{
	return r->nrepos > 1;
}

const char *
report_period(struct arena *a, const struct report *r)
{
	const struct report_query *q = &r->query;
	char from[WHEN_MAX], to[WHEN_MAX];

	return or_oom(arena_printf(a, "%s %s%s%s",
	    q->from == INT64_MIN ? report_word(q->language, W_FROM_THE_START) :
	                           when_format(q->from, from),
	    report_word(q->language, q->to == INT64_MAX ? W_UNTIL_NOW : W_TO),
	    q->to == INT64_MAX ? "" : " ", q->to == INT64_MAX ? "" : when_format(q->to, to)));
}

const char *
report_sample_head(struct arena *a, const struct report *r)
{
	const struct report_query *q = &r->query;
	size_t drawn = q->sample < r->promotions.n ? q->sample : r->promotions.n;

	return or_oom(arena_printf(a, "%zu %s %zu, %s %s", drawn, report_word(q->language, W_OF),
	    r->promotions.n, report_word(q->language, W_SEED), q->seed));
}

const char *
report_ref_state(const struct report *r, const struct report_ref *ref)
{
	if (!report_complete_is(ref))
		return report_word(r->query.language, W_NOT_COMPLETE);
	return report_word(r->query.language, ref->here ? W_COMPLETE : W_REF_NOT_HERE);
}

const char *
report_emergency_state(struct arena *a, const struct report *r, const struct report_emergency *m)
{
	enum language l = r->query.language;
	char at[WHEN_MAX];

	if (m->review != NULL)
		return or_oom(arena_printf(a, "%s %s %s %s",
		    report_word(l, report_late(m) ? W_REVIEWED_LATE : W_REVIEWED),
		    when_format(m->review->at, at), report_word(l, W_REVIEWED_BY),
		    m->review->promotion));
	if (m->until == 0)
		return report_word(l, W_OPEN);
	return or_oom(arena_printf(a, "%s %s",
	    report_word(l, report_overdue(m, report_end(r)) ? W_OVERDUE : W_OPEN_UNTIL),
	    when_format(m->until, at)));
}
