/*
 * report/json: a report for machines. Its names are the same in every language; titles and
 * sentences are not.
 */
#include "audit/json.h"
#include "report/report_internal.h"
#include "report/deployed.h"

static const char *const names[REPORT_FIELD_COUNT] = {
#define X(name, column) column,
	REPORT_FIELDS(X)
#undef X
};

/* The fields of a detail, up to REPORT_FIELD_COUNT; null for none. */
static void put_fields(
    struct jsonw *j, const struct report_detail *d, const enum report_field *list)
{
	for (; *list != REPORT_FIELD_COUNT; list++)
		jsonw_text(j, names[*list], d->fields[*list]);
}

/* The environments that are counted, or those that are not. */
static void put_scope(
    struct jsonw *j, struct arena *a, const struct report *r, const char *key, bool counted)
{
	jsonw_open_array(j, key);
	for (const struct report_scope *s = r->scopes; s != NULL; s = s->next)
		if (s->counted == counted)
			audit_json_text(j, a, NULL, s->environment);
	jsonw_close(j);
}

static void put_query(struct jsonw *j, struct arena *a, const struct report *r)
{
	const struct report_query *q = &r->query;

	jsonw_text(j, "sluis", SLUIS_VERSION);
	jsonw_text(j, "norm", "CH.06");
	audit_json_time(j, "made", q->now);
	audit_json_time(j, "from", q->from != INT64_MIN ? q->from : 0);
	audit_json_time(j, "to", q->to != INT64_MAX ? q->to : 0);
	audit_json_text(j, a, "promotion", q->promotion);
	audit_json_text(j, a, "environment", q->environment);
	put_scope(j, a, r, "environments", true);
	put_scope(j, a, r, "not-counted", false);
	jsonw_bool(j, "whole", report_whole(r));
	jsonw_open_object(j, "sample");
	jsonw_number(j, "size", (int64_t)q->sample);
	jsonw_text(j, "seed", q->seed);
	jsonw_text(j, "number", "SHA-256 of SEED:ENTRY:COMMIT; the smallest are drawn");
	jsonw_close(j);
}

static void put_counts(struct jsonw *j, const struct report *r)
{
	struct report_count list[REPORT_COUNTS];

	report_counts(r, list);
	jsonw_open_object(j, "counts");
	for (size_t i = 0; i < REPORT_COUNTS; i++)
		jsonw_number(j, list[i].key, (int64_t)list[i].n);
	jsonw_close(j);
	jsonw_open_object(j, "exceptions");
	for (unsigned kind = 0; kind < REPORT_EVENTS; kind++)
		jsonw_number(j, report_event_id(kind), (int64_t)report_count_events(r, kind));
	jsonw_close(j);
}

/* What runs where. */
static void put_runs(struct jsonw *j, struct arena *a, const struct deployments *d)
{
	bool known = d->known == FACT_YES;

	audit_json_text(j, a, "shows", known ? d->id : NULL);
	jsonw_open_array(j, "targets");
	for (size_t i = 0; known && i < d->n; i++) {
		const struct deployed_at *at = &d->list[i];

		jsonw_open_object(j, NULL);
		audit_json_text(j, a, "target", at->target->id);
		jsonw_text(j, "state", deployed_key(at->state));
		audit_json_text(j, a, "word-of", at->by != NULL ? at->by->id : NULL);
		audit_json_time(
		    j, "recorded", at->rec.brought.known == FACT_YES ? at->rec.brought.at : 0);
		jsonw_close(j);
	}
	jsonw_close(j);
}

static void put_refs(
    struct jsonw *j, struct arena *a, struct report *r, const struct report_repo *repo)
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
		put_runs(j, a, report_runs(r, repo, ref));
		jsonw_close(j);
	}
	jsonw_close(j);
}

static void put_policies(struct jsonw *j, struct arena *a, const struct report_repo *repo)
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

static void put_repos(struct jsonw *j, struct arena *a, struct report *r)
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
		put_refs(j, a, r, repo);
		put_policies(j, a, repo);
		jsonw_close(j);
	}
	jsonw_close(j);
}

static void put_emergency(
    struct jsonw *j, struct arena *a, const struct report *r, const struct report_emergency *m)
{
	jsonw_open_object(j, NULL);
	jsonw_text(j, "repository", printable(a, m->repo->name));
	audit_json_text(j, a, "environment", m->environment);
	audit_json_text(j, a, "promotion", m->promotion);
	audit_json_text(j, a, "text", m->text);
	audit_json_time(j, "time", m->at);
	audit_json_oid(j, "entry", &m->entry);
	audit_json_time(j, "review-until", m->until);
	audit_json_time(j, "reviewed", m->review != NULL ? m->review->at : 0);
	audit_json_text(j, a, "reviewed-with", m->review != NULL ? m->review->promotion : NULL);
	audit_json_list(j, a, "while-overdue", m->overdue);
	jsonw_bool(j, "overdue", report_overdue(m, report_end(r)));
	jsonw_bool(j, "late", report_late(m));
	jsonw_number(j, "days-late", report_days_late(r, m));
	jsonw_close(j);
}

static int put_event(void *ctx, struct arena *a, const struct report_detail *d, struct error *e)
{
	static const enum report_field before[] = { F_KIND, F_REPOSITORY, F_TIME, F_REF,
		F_ENVIRONMENT, F_PROMOTION, REPORT_FIELD_COUNT };
	static const enum report_field after[] = { F_TEXT, F_COMMIT, F_ENTRY, REPORT_FIELD_COUNT };
	struct jsonw *j = ctx;

	(void)e;
	jsonw_open_object(j, NULL);
	put_fields(j, d, before);
	audit_json_text(j, a, names[F_PUSHER], d->seen.entry.pusher);
	put_fields(j, d, after);
	jsonw_close(j);
	return 0;
}

static void put_signoffs(struct jsonw *j, struct arena *a, const struct report_detail *d)
{
	jsonw_open_array(j, "signoffs");
	for (size_t i = 0; i < d->step->nsignoffs; i++) {
		const struct audit_signoff *so = &d->step->signoffs[i];
		const struct report_signing *came = report_signing_of(d, so);

		jsonw_open_object(j, NULL);
		audit_json_text(j, a, "signoff", so->signoff);
		audit_json_text(j, a, "role", so->role);
		audit_json_text(j, a, "person", so->person);
		jsonw_text(j, "name", report_person(a, d, so->person));
		audit_json_text(j, a, "proof", so->proof);
		jsonw_bool(j, "deputy", report_by_deputy(d->policy, so, d->seen.at));
		audit_json_time(j, "time", came != NULL ? came->at : 0);
		if (came != NULL)
			audit_json_oid(j, "entry", &came->entry);
		jsonw_close(j);
	}
	jsonw_close(j);
}

static void put_people(struct jsonw *j, struct arena *a, const struct report_detail *d)
{
	const struct audit_step *s = d->step;

	audit_json_text(j, a, "pusher", d->seen.entry.pusher);
	jsonw_text(j, "pusher-name", report_pusher(a, d));
	audit_json_list(j, a, "contributors", s->contributors);
	jsonw_number(j, "strangers", s->strangers);
	audit_json_list(j, a, "testers", s->testers);
	audit_json_list(j, a, "performers", s->performers);
	put_signoffs(j, a, d);
}

static void put_criterion(
    struct jsonw *j, struct arena *a, const struct report_detail *d, unsigned n)
{
	const struct report_answer *answer = &d->criteria[n - 1];
	struct report_proofs proofs;

	jsonw_open_object(j, NULL);
	jsonw_number(j, "criterion", n);
	jsonw_text(j, "title", report_criterion_title(n));
	jsonw_text(j, "status", report_status_id(answer->status));
	jsonw_open_object(j, "rules");
	for (size_t i = 0; i < answer->n; i++)
		jsonw_text(j, answer->rules[i]->id, report_status_id(answer->of[i]));
	jsonw_close(j);
	jsonw_open_array(j, "proof");
	if (report_proofs(a, d, n, &proofs) < 0)
		proofs.n = 0; /* the exhausted arena says so */
	for (size_t i = 0; i < proofs.n; i++) {
		jsonw_open_object(j, NULL);
		jsonw_text(j, "label", report_word(proofs.list[i].label));
		jsonw_text(j, proofs.list[i].exact ? "file" : "text", proofs.list[i].text);
		jsonw_close(j);
	}
	jsonw_close(j);
	jsonw_close(j);
}

static int put_promotion(void *ctx, struct arena *a, const struct report_detail *d, struct error *e)
{
	static const enum report_field before[] = { F_PROMOTION, F_REPOSITORY, F_REF, F_ENVIRONMENT,
		F_TIME, F_OUTCOME, F_ENTRY, F_COMMIT, F_BASE, F_CANDIDATE, F_ARRIVED, F_FOUND,
		F_POLICY, REPORT_FIELD_COUNT };
	static const enum report_field after[] = { F_IMPACT, F_EXCEPTION, F_REVIEW_UNTIL,
		F_REVIEWED, F_REVIEWED_WITH, F_DAYS_LATE, REPORT_FIELD_COUNT };
	struct jsonw *j = ctx;

	(void)e;
	jsonw_open_object(j, NULL);
	put_fields(j, d, before);
	if (d->report->query.seed != NULL)
		jsonw_text(j, names[F_NUMBER], d->fields[F_NUMBER]);
	if (d->item->rank > 0)
		jsonw_number(j, names[F_DRAWN], (int64_t)d->item->rank);
	put_fields(j, d, after);
	audit_json_list(j, a, names[F_OVERDUE], d->step->overdue);
	audit_json_list(j, a, names[F_REVIEWS], d->step->reviews);
	put_people(j, a, d);
	jsonw_open_array(j, "criteria");
	for (unsigned n = 1; n <= CRITERIA; n++)
		put_criterion(j, a, d, n);
	jsonw_close(j);
	audit_json_list(j, a, "unknown-rules", d->unknown_rules);
	jsonw_open_array(j, "files");
	for (size_t i = 0; i < d->nfiles; i++)
		audit_json_text(j, a, NULL, d->files[i].path);
	jsonw_close(j);
	jsonw_close(j);
	return 0;
}

int report_json(struct report *r, FILE *out, struct error *e)
{
	struct jsonw j = { .out = out, .format = "report-1", .lines = true };
	struct arena a;
	int rc;

	arena_init(&a, ARENA_RUN_CAP);
	jsonw_open_object(&j, NULL);
	put_query(&j, &a, r);
	put_counts(&j, r);
	jsonw_open_array(&j, "emergencies");
	for (size_t i = 0; i < r->nemergencies; i++)
		put_emergency(&j, &a, r, r->emergencies[i]);
	jsonw_close(&j);
	jsonw_open_array(&j, "events");
	rc = report_all_events(r, put_event, &j, e);
	jsonw_close(&j);
	put_repos(&j, &a, r);
	arena_release(&a);
	if (rc < 0)
		return -1;
	jsonw_open_array(&j, "promotions");
	if (report_each_promotion(r, put_promotion, &j, e) < 0)
		return -1;
	jsonw_close(&j);
	jsonw_close(&j);
	return 0;
}
