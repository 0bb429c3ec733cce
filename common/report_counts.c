#include "report_print.h"

/* Sums over the promotions and the emergencies. */
struct tally {
	size_t emergencies, open, late, rollbacks, trailer, unknown;
};

static struct tally
tally_of(const struct report *r)
{
	struct tally t = { 0 };

	for (size_t i = 0; i < r->promotions.n; i++) {
		const struct report_item *p = &r->promotions.list[i];

		t.rollbacks += p->rollback;
		t.trailer += p->trailer_only;
		t.unknown += p->fate == AUDIT_FATE_UNKNOWN;
	}
	for (size_t i = 0; i < r->nemergencies; i++) {
		const struct report_emergency *m = r->emergencies[i];

		t.emergencies += m->at >= r->query.from;
		t.open += m->review == NULL;
		t.late += report_late(m);
	}
	return t;
}

/* The policy that was there first is no change. */
static size_t
count_policies(const struct report *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->nrepos; i++)
		for (const struct report_policy *p = r->repos[i].policies; p != NULL; p = p->before)
			n += p != r->repos[i].policies;
	return n;
}

static struct report_counts
sum(const struct report *r, size_t *entries)
{
	struct report_counts c = { 0 };

	*entries = 0;
	for (size_t i = 0; i < r->nrepos; i++) {
		const struct report_counts *one = &r->repos[i].counts;

		c.accepted += one->accepted;
		c.rejected += one->rejected;
		c.undecided += one->undecided;
		c.fast_forwards += one->fast_forwards;
		c.baselines += one->baselines;
		*entries += r->repos[i].entries;
	}
	return c;
}

size_t
report_counts(const struct report *r, struct report_count out[REPORT_COUNT_MAX])
{
	struct tally t = tally_of(r);
	size_t entries, n = 0;
	struct report_counts c = sum(r, &entries);
	const struct report_count list[] = {
		{ W_N_EMERGENCIES, t.emergencies },
		{ W_N_OPEN, t.open },
		{ W_N_OVERDUE, report_count_overdue(r) },
		{ W_N_LATE, t.late },
		{ W_N_ROLLBACKS, t.rollbacks },
		{ W_N_UNLOCKS, report_count_events(r, REPORT_UNLOCK) },
		{ W_N_MOVES, report_count_events(r, REPORT_MOVE) },
		{ W_N_TRAILER, t.trailer },
		{ W_N_REFUSED, report_count_events(r, REPORT_REFUSED) },
		{ W_N_UNDECIDED, report_count_events(r, REPORT_UNDECIDED) },
		{ W_N_POLICIES, count_policies(r) },
		{ W_N_PROMOTIONS, r->promotions.n },
		{ W_N_FATE_UNKNOWN, t.unknown },
		{ W_N_NOT_MOVED, report_count_events(r, REPORT_NOT_MOVED) },
		{ W_N_FAST_FORWARDS, c.fast_forwards },
		{ W_N_BASELINES, c.baselines },
		{ W_N_ACCEPTED, c.accepted },
		{ W_N_REJECTED, c.rejected },
		{ W_N_COULD_NOT, c.undecided },
		{ W_N_ENTRIES, entries },
	};

	for (; n < sizeof(list) / sizeof(list[0]); n++)
		out[n] = list[n];
	return n;
}
