/* What every form needs: the walks over a report, its counts, its sentences. */
#include "report/report_internal.h"

#define DETAIL_CAP ((size_t)64 << 20) /* memory that one promotion may take */

static int show(
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

int report_each_promotion(struct report *r, report_each *each, void *ctx, struct error *e)
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

size_t report_shown(const struct report *r)
{
	return r->query.sample > 0 && r->query.sample < r->promotions.n ? r->query.sample :
	                                                                  r->promotions.n;
}

size_t report_number(const struct report *r, const struct report_item *item)
{
	for (size_t i = 0; i < r->promotions.n; i++) {
		const struct report_item *p = &r->promotions.list[i];

		if (p->repo == item->repo && p->ref == item->ref && p->step == item->step &&
		    git_oid_equal(&p->entry, &item->entry))
			return r->query.sample == 0 || p->rank > 0 ? i + 1 : 0;
	}
	return 0;
}

int report_each_event(struct report *r, enum report_event_kind kind, size_t max, report_each *each,
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

int report_all_events(struct report *r, report_each *each, void *ctx, struct error *e)
{
	for (unsigned kind = 0; kind < REPORT_EVENTS; kind++)
		if (report_each_event(r, (enum report_event_kind)kind, SIZE_MAX, each, ctx, e) < 0)
			return -1;
	return 0;
}

const char *report_period(struct arena *a, const struct report *r)
{
	const struct report_query *q = &r->query;

	return report_printf(a, "%s %s%s%s",
	    q->from == INT64_MIN ? report_word(W_FROM_THE_START) : when_text(a, q->from),
	    report_word(q->to == INT64_MAX ? W_UNTIL_NOW : W_TO), q->to == INT64_MAX ? "" : " ",
	    q->to == INT64_MAX ? "" : when_text(a, q->to));
}

const char *report_sample_head(struct arena *a, const struct report *r)
{
	const struct report_query *q = &r->query;
	size_t drawn = q->sample < r->promotions.n ? q->sample : r->promotions.n;

	return report_printf(a, "%zu %s %zu, %s %s", drawn, report_word(W_OF), r->promotions.n,
	    report_word(W_SEED), q->seed);
}

const char *report_ref_text(struct arena *a, const struct report_ref *ref)
{

	return report_printf(a, "%s: %zu %s, %zu %s, %zu %s", printable_escaped(a, ref->name),
	    ref->steps, report_word(W_STEPS), ref->judged, report_word(W_JUDGED), ref->gaps,
	    report_word(W_GAPS));
}

const char *report_ref_state(const struct report_ref *ref)
{
	if (!report_complete_is(ref))
		return report_word(W_NOT_COMPLETE);
	return report_word(ref->here ? W_COMPLETE : W_REF_NOT_HERE);
}

const char *report_name(struct arena *a, const char *promotion)
{
	return promotion != NULL ? printable_escaped(a, promotion) : report_word(W_UNNAMED);
}

void report_counts(const struct report *r, struct report_count out[REPORT_COUNTS])
{
	size_t unknown = 0, entries = 0;
	struct report_counts c = { 0 };

	for (size_t i = 0; i < r->promotions.n; i++)
		unknown += r->promotions.list[i].fate == AUDIT_FATE_UNKNOWN;
	for (size_t i = 0; i < r->nrepos; i++) {
		const struct report_counts *one = &r->repos[i].counts;

		c.accepted += one->accepted;
		c.rejected += one->rejected;
		c.undecided += one->undecided;
		c.fast_forwards += one->fast_forwards;
		c.baselines += one->baselines;
		c.elsewhere += one->elsewhere;
		entries += r->repos[i].entries;
	}
	const struct report_count list[REPORT_COUNTS] = {
		{ W_N_PROMOTIONS, "promotions", r->promotions.n },
		{ W_N_FATE_UNKNOWN, "outcome-unknown", unknown },
		{ W_N_ELSEWHERE, "promotions-elsewhere", c.elsewhere },
		{ W_N_FAST_FORWARDS, "fast-forwards", c.fast_forwards },
		{ W_N_BASELINES, "baselines", c.baselines },
		{ W_N_ACCEPTED, "verdicts-accepted", c.accepted },
		{ W_N_REJECTED, "verdicts-refused", c.rejected },
		{ W_N_COULD_NOT, "verdicts-undecided", c.undecided },
		{ W_N_ENTRIES, "entries", entries },
	};

	memcpy(out, list, sizeof(list));
}
