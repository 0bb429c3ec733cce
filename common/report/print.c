/* What every form needs: the walks over a report, its counts, its sentences. */
#include "base/oid.h"
#include "base/printable.h"
#include "report/report_internal.h"
#include "base/when.h"

#define DETAIL_CAP ((size_t)64 << 20) /* memory that one promotion may take */

const struct report_kind report_kinds[REPORT_EVENTS] = {
	{ REPORT_UNLOCK, W_N_UNLOCKS },
	{ REPORT_MOVE, W_N_MOVES },
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

bool report_many(const struct report *r)
{
	return r->nrepos > 1;
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

const char *report_emergency_state(
    struct arena *a, const struct report *r, const struct report_emergency *m)
{
	enum language l = r->query.language;
	char at[WHEN_MAX];

	if (m->review != NULL)
		return report_printf(a, "%s %s %s %s",
		    report_word(l, report_late(m) ? W_REVIEWED_LATE : W_REVIEWED),
		    when_format(m->review->at, at), report_word(l, W_REVIEWED_BY),
		    m->review->promotion);
	if (m->until == 0)
		return report_word(l, W_OPEN);
	return report_printf(a, "%s %s",
	    report_word(l, report_overdue(m, report_end(r)) ? W_OVERDUE : W_OPEN_UNTIL),
	    when_format(m->until, at));
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

size_t report_counts(const struct report *r, struct report_count out[REPORT_COUNT_MAX])
{
	size_t emergencies = 0, open = 0, late = 0, rollbacks = 0, trailer = 0, unknown = 0;
	size_t entries = 0, policies = 0, n = 0;
	struct report_counts c = { 0 };

	for (size_t i = 0; i < r->promotions.n; i++) {
		const struct report_item *p = &r->promotions.list[i];

		rollbacks += p->rollback;
		trailer += p->trailer_only;
		unknown += p->fate == AUDIT_FATE_UNKNOWN;
	}
	for (size_t i = 0; i < r->nemergencies; i++) {
		const struct report_emergency *m = r->emergencies[i];

		emergencies += m->at >= r->query.from;
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
		{ W_N_ROLLBACKS, "rollbacks", rollbacks },
		{ W_N_UNLOCKS, "unlocks", report_count_events(r, REPORT_UNLOCK) },
		{ W_N_MOVES, "moves", report_count_events(r, REPORT_MOVE) },
		{ W_N_TRAILER, "trailer-only", trailer },
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

const char *report_event_id(enum report_event_kind kind)
{
	static const char *const ids[] = {
		[REPORT_REFUSED] = "refused",
		[REPORT_UNDECIDED] = "undecided",
		[REPORT_NOT_MOVED] = "not-moved",
		[REPORT_UNLOCK] = "unlock",
		[REPORT_MOVE] = "move",
		[REPORT_PROMOTION] = "promotion",
	};

	return ids[kind];
}

/* "; not met: complete, freeze" */
static const char *rules_text(
    struct arena *a, const struct report_detail *d, enum outcome outcome, enum report_word intro)
{
	const char *text = "";

	for (size_t i = 0; i < d->ref->nsteps; i++)
		if (*d->ref->steps[i].rules[outcome] != '\0')
			text = report_printf(a, "%s%s%s", text, *text != '\0' ? ",  " : "",
			    printable_escaped(a, d->ref->steps[i].rules[outcome]));
	return *text == '\0' ?
	    "" :
	    report_printf(a, "; %s: %s", report_word(d->report->query.language, intro), text);
}

/* "Noor Kaya (noor): production 2026.11; not met: complete" */
static const char *verdict_text(struct arena *a, const struct report_detail *d)
{
	const char *why = d->seen.entry.why, *promotion = d->item->promotion;

	if (d->ref == NULL)
		return report_printf(a, "%s: ", report_pusher(a, d));
	return report_printf(a, "%s: %s%s%s%s%s%s%s", report_pusher(a, d),
	    printable_escaped(a, d->ref->environment != NULL ? d->ref->environment : d->ref->name),
	    promotion != NULL ? " " : "", printable_escaped(a, promotion),
	    rules_text(a, d, OUTCOME_UNMET, W_NOT_MET_RULES),
	    rules_text(a, d, OUTCOME_UNDECIDED, W_NOT_CHECKED_RULES), why != NULL ? "; " : "",
	    printable_escaped(a, why));
}

static const char *unlock_text(struct arena *a, const struct report_detail *d)
{
	const struct audit_entry *e = &d->seen.entry;
	enum language l = d->report->query.language;
	char until[WHEN_MAX];

	return report_printf(a, "%s %s, %s %s, %zu %s; %s: %s", report_word(l, W_BY_USER),
	    printable_escaped(a, e->by), report_word(l, W_UNTIL), when_format(e->until, until),
	    d->item->moves, report_word(l, W_N_OF_MOVES), report_word(l, W_REASON),
	    printable_escaped(a, e->reason));
}

static const char *move_text(struct arena *a, const struct report_detail *d)
{
	const char *leave = report_leave_word(d->report->query.language, d->item->leave);

	if (d->ref == NULL)
		return leave;
	return report_printf(a, "%s %s..%s: %s", printable_escaped(a, d->ref->name),
	    oid_short(a, &d->ref->old), oid_short(a, &d->ref->new), leave);
}

const char *report_event_text(struct arena *a, const struct report_detail *d)
{
	const char *text = d->item->event == REPORT_UNLOCK ? unlock_text(a, d) :
	    d->item->event == REPORT_MOVE                  ? move_text(a, d) :
	                                                     verdict_text(a, d);

	return report_many(d->report) ?
	    report_printf(a, "%s: %s", printable(a, d->item->repo->name), text) :
	    text;
}
