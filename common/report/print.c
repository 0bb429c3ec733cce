/* What every form needs: the walks over a report, its counts, its sentences. */
#include "base/oid.h"
#include "base/printable.h"
#include "report/report_internal.h"
#include "base/when.h"

#define DETAIL_CAP ((size_t)64 << 20) /* memory that one promotion may take */

const struct report_kind report_kinds[REPORT_EVENTS] = {
	{ REPORT_UNLOCK, W_N_UNLOCKS },
	{ REPORT_MOVE, W_N_MOVES },
	{ REPORT_OWN_WORD, W_N_OWN_WORDS },
	{ REPORT_UNSEPARATED, W_UNSEPARATED },
	{ REPORT_CORRECTION, W_N_CORRECTIONS },
	{ REPORT_REFUSED, W_N_REFUSED },
	{ REPORT_UNDECIDED, W_N_UNDECIDED },
	{ REPORT_NOT_MOVED, W_N_NOT_MOVED },
};

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
	char from[WHEN_MAX], to[WHEN_MAX];

	return report_printf(a, "%s %s%s%s",
	    q->from == INT64_MIN ? report_word(q->language, W_FROM_THE_START) :
	                           when_format(q->from, from),
	    report_word(q->language, q->to == INT64_MAX ? W_UNTIL_NOW : W_TO),
	    q->to == INT64_MAX ? "" : " ", q->to == INT64_MAX ? "" : when_format(q->to, to));
}

const char *report_sample_head(struct arena *a, const struct report *r)
{
	const struct report_query *q = &r->query;
	size_t drawn = q->sample < r->promotions.n ? q->sample : r->promotions.n;

	return report_printf(a, "%zu %s %zu, %s %s", drawn, report_word(q->language, W_OF),
	    r->promotions.n, report_word(q->language, W_SEED), q->seed);
}

const char *report_ref_state(const struct report *r, const struct report_ref *ref)
{
	if (!report_complete_is(ref))
		return report_word(r->query.language, W_NOT_COMPLETE);
	return report_word(r->query.language, ref->here ? W_COMPLETE : W_REF_NOT_HERE);
}

const char *report_say(const struct report_page *p, enum report_word w)
{
	return report_word(p->language, w);
}

const char *report_name(const struct report_page *p, struct arena *a, const char *promotion)
{
	return promotion != NULL ? printable_escaped(a, promotion) : report_say(p, W_UNNAMED);
}

/* The policy that was there first is no change. */
static size_t count_policies(const struct report_repo *repo)
{
	size_t n = 0;

	for (const struct report_policy *p = repo->policies; p != NULL; p = p->before)
		n += p != repo->policies;
	return n;
}

/* The promotions that have a flag, by its place in the item. */
static size_t count(const struct report *r, size_t flag)
{
	size_t n = 0;

	for (size_t i = 0; i < r->promotions.n; i++)
		n += *(const bool *)((const char *)&r->promotions.list[i] + flag);
	return n;
}

#define COUNT(r, flag) count(r, offsetof(struct report_item, flag))

size_t report_counts(const struct report *r, struct report_count out[REPORT_COUNT_MAX])
{
	size_t emergencies = 0, overdue = 0, open = 0, late = 0, unknown = 0;
	size_t entries = 0, policies = 0, n = 0;
	struct report_counts c = { 0 };

	for (size_t i = 0; i < r->promotions.n; i++)
		unknown += r->promotions.list[i].fate == AUDIT_FATE_UNKNOWN;
	for (size_t i = 0; i < r->nemergencies; i++) {
		const struct report_emergency *m = r->emergencies[i];

		emergencies += m->at >= r->query.from;
		overdue += m->at >= r->query.from && *m->overdue != '\0';
		open += m->review == NULL;
		late += report_late(m);
	}
	for (size_t i = 0; i < r->nrepos; i++) {
		const struct report_counts *one = &r->repos[i].counts;

		c.accepted += one->accepted;
		c.rejected += one->rejected;
		c.undecided += one->undecided;
		c.fast_forwards += one->fast_forwards;
		c.baselines += one->baselines;
		entries += r->repos[i].entries;
		policies += count_policies(&r->repos[i]);
	}
	const struct report_count list[] = {
		{ W_N_EMERGENCIES, "emergencies", emergencies },
		{ W_N_OPEN, "emergencies-open", open },
		{ W_N_OVERDUE, "reviews-overdue", report_count_overdue(r) },
		{ W_N_LATE, "reviews-late", late },
		{ W_N_WHILE_OVERDUE, "emergencies-while-overdue", overdue },
		{ W_N_ROLLBACKS, "rollbacks", COUNT(r, rollback) },
		{ W_N_UNLOCKS, "unlocks", report_count_events(r, REPORT_UNLOCK) },
		{ W_N_MOVES, "moves", report_count_events(r, REPORT_MOVE) },
		{ W_N_FINDINGS, "findings", report_count_findings(r) },
		{ W_N_CORRECTIONS, "corrections", report_count_events(r, REPORT_CORRECTION) },
		{ W_N_TRAILER, "trailer-only", COUNT(r, trailer_only) },
		{ W_N_OWN_WORDS, "own-words", report_count_events(r, REPORT_OWN_WORD) },
		{ W_N_LAPSED, "vetoes-lapsed", COUNT(r, lapsed) },
		{ W_N_FOUND, "candidates-found", COUNT(r, found) },
		{ W_N_REFUSED, "refused", report_count_events(r, REPORT_REFUSED) },
		{ W_N_UNDECIDED, "undecided", report_count_events(r, REPORT_UNDECIDED) },
		{ W_N_POLICIES, "policy-changes", policies },
		{ W_N_PROMOTIONS, "promotions", r->promotions.n },
		{ W_N_FATE_UNKNOWN, "outcome-unknown", unknown },
		{ W_N_NOT_MOVED, "not-moved", report_count_events(r, REPORT_NOT_MOVED) },
		{ W_N_FAST_FORWARDS, "fast-forwards", c.fast_forwards },
		{ W_N_BASELINES, "baselines", c.baselines },
		{ W_N_ACCEPTED, "verdicts-accepted", c.accepted },
		{ W_N_REJECTED, "verdicts-refused", c.rejected },
		{ W_N_COULD_NOT, "verdicts-undecided", c.undecided },
		{ W_N_ENTRIES, "entries", entries },
	};

	for (; n < sizeof(list) / sizeof(list[0]); n++)
		out[n] = list[n];
	return n;
}
