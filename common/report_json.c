/*
 * report_json: a report for machines. Its names are the same in every language; titles and
 * sentences are not.
 */
#include "audit_json.h"
#include "printable.h"
#include "report_complete.h"
#include "report_print.h"

static void
put_query(struct jsonw *j, struct arena *a, const struct report *r)
{
	const struct report_query *q = &r->query;

	jsonw_text(j, "sluis", SLUIS_VERSION);
	jsonw_text(j, "norm", "CH.06");
	audit_json_time(j, "made", q->now);
	audit_json_time(j, "from", q->from != INT64_MIN ? q->from : 0);
	audit_json_time(j, "to", q->to != INT64_MAX ? q->to : 0);
	audit_json_text(j, a, "promotion", q->promotion);
	audit_json_text(j, a, "environment", q->environment);
	jsonw_bool(j, "whole", report_whole(r));
	jsonw_open_object(j, "sample");
	jsonw_number(j, "size", (int64_t)q->sample);
	jsonw_text(j, "seed", q->seed);
	jsonw_text(j, "number", "SHA-256 of SEED:ENTRY:COMMIT; the smallest are drawn");
	jsonw_close(j);
}

/* Short names for the counts, in the order of report_counts(). */
static const char *const count_keys[REPORT_COUNT_MAX] = {
	"emergencies",
	"emergencies-open",
	"reviews-overdue",
	"reviews-late",
	"rollbacks",
	"unlocks",
	"moves",
	"trailer-only",
	"refused",
	"undecided",
	"policy-changes",
	"promotions",
	"outcome-unknown",
	"not-moved",
	"fast-forwards",
	"baselines",
	"verdicts-accepted",
	"verdicts-refused",
	"verdicts-undecided",
	"entries",
};

static void
put_counts(struct jsonw *j, const struct report *r)
{
	struct report_count list[REPORT_COUNT_MAX];
	size_t n = report_counts(r, list);

	jsonw_open_object(j, "counts");
	for (size_t i = 0; i < n; i++)
		jsonw_number(j, count_keys[i], (int64_t)list[i].n);
	jsonw_close(j);
}

static void
put_refs(struct jsonw *j, struct arena *a, const struct report_repo *repo)
{
	jsonw_open_array(j, "refs");
	for (const struct report_ref *ref = repo->refs; ref != NULL; ref = ref->next) {
		jsonw_open_object(j, NULL);
		audit_json_text(j, a, "ref", ref->name);
		audit_json_text(j, a, "environment", ref->environment);
		jsonw_number(j, "moves", (int64_t)ref->moves);
		jsonw_number(j, "steps", (int64_t)ref->steps);
		jsonw_number(j, "judged", (int64_t)ref->judged);
		jsonw_number(j, "gaps", (int64_t)ref->gaps);
		jsonw_bool(j, "here", ref->here);
		jsonw_bool(j, "complete", report_complete_is(ref));
		jsonw_close(j);
	}
	jsonw_close(j);
}

static void
put_policies(struct jsonw *j, struct arena *a, const struct report_repo *repo)
{
	jsonw_open_array(j, "policies");
	for (const struct report_policy *p = repo->policies; p != NULL; p = p->before) {
		jsonw_open_object(j, NULL);
		audit_json_text(j, a, "policy", p->text);
		audit_json_time(j, "first", p->first);
		audit_json_time(j, "last", p->last);
		jsonw_number(j, "verdicts", (int64_t)p->verdicts);
		audit_json_oid(j, "entry", &p->entry);
		jsonw_close(j);
	}
	jsonw_close(j);
}

static void
put_repos(struct jsonw *j, struct arena *a, const struct report *r)
{
	jsonw_open_array(j, "repositories");
	for (size_t i = 0; i < r->nrepos; i++) {
		const struct report_repo *repo = &r->repos[i];

		jsonw_open_object(j, NULL);
		jsonw_text(j, "name", printable(a, repo->name));
		audit_json_text(
		    j, a, "problem", repo->why.kind != ERROR_NONE ? repo->why.text : NULL);
		audit_json_oid(j, "tip", &repo->tip);
		jsonw_number(j, "entries", (int64_t)repo->entries);
		audit_json_time(j, "oldest", repo->oldest);
		audit_json_time(j, "newest", repo->newest);
		put_refs(j, a, repo);
		put_policies(j, a, repo);
		jsonw_close(j);
	}
	jsonw_close(j);
}

static void
put_emergency(struct jsonw *j, struct arena *a, const char *key, const struct report *r,
    const struct report_emergency *m)
{
	jsonw_open_object(j, key);
	jsonw_text(j, "repository", printable(a, m->repo->name));
	audit_json_text(j, a, "environment", m->environment);
	audit_json_text(j, a, "promotion", m->promotion);
	audit_json_text(j, a, "text", m->text);
	audit_json_time(j, "time", m->at);
	audit_json_oid(j, "entry", &m->entry);
	audit_json_time(j, "review-until", m->until);
	audit_json_time(j, "reviewed", m->review != NULL ? m->review->at : 0);
	audit_json_text(j, a, "reviewed-with", m->review != NULL ? m->review->promotion : NULL);
	jsonw_bool(j, "overdue", report_overdue(m, report_end(r)));
	jsonw_bool(j, "late", report_late(m));
	jsonw_close(j);
}

static int
put_event(void *ctx, struct arena *a, const struct report_detail *d, struct error *e)
{
	struct jsonw *j = ctx;

	(void)e;
	jsonw_open_object(j, NULL);
	jsonw_text(j, "kind", report_event_id(d->item->event));
	jsonw_text(j, "repository", printable(a, d->item->repo->name));
	audit_json_time(j, "time", d->item->at);
	audit_json_text(j, a, "ref", d->ref != NULL ? d->ref->name : NULL);
	audit_json_text(j, a, "environment", d->item->environment);
	audit_json_text(j, a, "promotion", d->item->promotion);
	audit_json_text(j, a, "pusher", d->seen.entry.pusher);
	jsonw_text(j, "text", report_event_text(a, d));
	audit_json_oid(j, "commit", &d->item->commit);
	audit_json_oid(j, "entry", &d->item->entry);
	jsonw_close(j);
	return 0;
}

static int
put_exceptions(struct jsonw *j, struct arena *a, struct report *r, struct error *e)
{
	jsonw_open_array(j, "emergencies");
	for (size_t i = 0; i < r->nemergencies; i++)
		put_emergency(j, a, NULL, r, r->emergencies[i]);
	jsonw_close(j);
	jsonw_open_array(j, "events");
	for (unsigned kind = 0; kind < REPORT_EVENTS; kind++)
		if (report_each_event(r, (enum report_event_kind)kind, SIZE_MAX, put_event, j, e) <
		    0)
			return -1;
	jsonw_close(j);
	return 0;
}

int
report_json(struct report *r, FILE *out, struct error *e)
{
	struct jsonw j = { .out = out, .lines = true };
	struct arena a;
	int rc;

	arena_init(&a, ARENA_RUN_CAP);
	jsonw_open_object(&j, NULL);
	put_query(&j, &a, r);
	put_counts(&j, r);
	rc = put_exceptions(&j, &a, r, e);
	put_repos(&j, &a, r);
	arena_release(&a);
	if (rc < 0)
		return -1;
	jsonw_open_array(&j, "promotions");
	if (report_each_promotion(r, report_json_promotion, &j, e) < 0)
		return -1;
	jsonw_close(&j);
	jsonw_close(&j);
	return 0;
}
