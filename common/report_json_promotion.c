#include "audit_json.h"
#include "log_entry.h"
#include "printable.h"
#include "report_print.h"

static void
put_signoffs(struct jsonw *j, struct arena *a, const struct report_detail *d)
{
	jsonw_open_array(j, "signoffs");
	for (size_t i = 0; i < d->step->nsignoffs; i++) {
		const struct audit_signoff *so = &d->step->signoffs[i];
		const struct report_signing *came =
		    report_signing_of(d->report, d->item, so->role, so->person);

		jsonw_open_object(j, NULL);
		audit_json_text(j, a, "signoff", so->signoff);
		audit_json_text(j, a, "role", so->role);
		audit_json_text(j, a, "person", so->person);
		jsonw_text(j, "name", report_person(a, d, so->person));
		audit_json_text(j, a, "proof", so->proof);
		audit_json_time(j, "time", came != NULL ? came->at : 0);
		if (came != NULL)
			audit_json_oid(j, "entry", &came->entry);
		jsonw_close(j);
	}
	jsonw_close(j);
}

static void
put_people(struct jsonw *j, struct arena *a, const struct report_detail *d)
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

static void
put_criterion(struct jsonw *j, struct arena *a, const struct report_detail *d, unsigned n)
{
	const struct report_answer *answer = &d->criteria[n - 1];
	struct report_proofs proofs;

	jsonw_open_object(j, NULL);
	jsonw_number(j, "criterion", n);
	jsonw_text(j, "title", report_criterion_title(d->report->query.language, n));
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
		jsonw_text(
		    j, "label", report_word(d->report->query.language, proofs.list[i].label));
		jsonw_text(j, proofs.list[i].file ? "file" : "text", proofs.list[i].text);
		jsonw_close(j);
	}
	jsonw_close(j);
	jsonw_close(j);
}

static void
put_sample(struct jsonw *j, const struct report_item *item)
{
	char number[DIGEST_HEX];

	jsonw_text(j, "number", digest_hex(item->draw, number));
	if (item->rank > 0)
		jsonw_number(j, "drawn", (int64_t)item->rank);
}

static void
put_exception(struct jsonw *j, struct arena *a, const struct report_detail *d)
{
	const struct report_emergency *m = d->item->emergency;

	audit_json_text(j, a, "impact", d->step->impact);
	audit_json_text(j, a, "exception", d->step->exception);
	audit_json_time(j, "review-until", d->step->review_until);
	audit_json_time(j, "reviewed", m != NULL && m->review != NULL ? m->review->at : 0);
	audit_json_text(
	    j, a, "reviewed-with", m != NULL && m->review != NULL ? m->review->promotion : NULL);
	audit_json_list(j, a, "reviews", d->step->reviews);
}

int
report_json_promotion(void *ctx, struct arena *a, const struct report_detail *d, struct error *e)
{
	struct jsonw *j = ctx;

	(void)e;
	jsonw_open_object(j, NULL);
	audit_json_text(j, a, "promotion", d->step->promotion);
	jsonw_text(j, "repository", printable(a, d->item->repo->name));
	audit_json_text(j, a, "ref", d->ref->name);
	audit_json_text(j, a, "environment", d->ref->environment);
	audit_json_time(j, "time", d->seen.at);
	jsonw_text(j, "outcome", log_fate(d->item->fate));
	audit_json_oid(j, "entry", &d->seen.id);
	audit_json_oid(j, "commit", &d->step->tip);
	audit_json_oid(j, "base", &d->base);
	audit_json_oid(j, "candidate", &d->step->candidate);
	audit_json_text(j, a, "policy", d->seen.entry.policy);
	if (d->report->query.seed != NULL)
		put_sample(j, d->item);
	put_exception(j, a, d);
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
