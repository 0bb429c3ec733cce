#include "audit_json.h"
#include "log_entry.h"

static void
put_signoffs(struct jsonw *j, struct arena *a, const struct audit_step *s)
{
	jsonw_open_array(j, "signoffs");
	for (size_t i = 0; i < s->nsignoffs; i++) {
		jsonw_open_object(j, NULL);
		audit_json_text(j, a, "signoff", s->signoffs[i].signoff);
		audit_json_text(j, a, "role", s->signoffs[i].role);
		audit_json_text(j, a, "person", s->signoffs[i].person);
		audit_json_text(j, a, "proof", s->signoffs[i].proof);
		jsonw_close(j);
	}
	jsonw_close(j);
}

static void
put_evidence(struct jsonw *j, struct arena *a, const struct audit_step *s)
{
	jsonw_open_array(j, "evidence");
	for (size_t i = 0; i < s->nexhibits; i++) {
		jsonw_open_object(j, NULL);
		audit_json_text(j, a, "kind", s->exhibits[i].kind);
		audit_json_text(j, a, "sha256", s->exhibits[i].sha256);
		jsonw_close(j);
	}
	jsonw_close(j);
}

static void
put_step(struct jsonw *j, struct arena *a, const struct audit_step *s)
{
	jsonw_open_object(j, NULL);
	audit_json_oid(j, "commit", &s->tip);
	audit_json_text(j, a, "kind", s->kind);
	audit_json_text(j, a, "promotion", s->promotion);
	audit_json_oid(j, "candidate", &s->candidate);
	audit_json_text(j, a, "impact", s->impact);
	audit_json_text(j, a, "exception", s->exception);
	audit_json_time(j, "review-until", s->review_until);
	audit_json_list(j, a, "reviews", s->reviews);
	audit_json_list(j, a, "contributors", s->contributors);
	jsonw_number(j, "strangers", s->strangers);
	audit_json_list(j, a, "performers", s->performers);
	audit_json_list(j, a, "testers", s->testers);
	put_signoffs(j, a, s);
	put_evidence(j, a, s);
	audit_json_list(j, a, "met", s->rules[OUTCOME_MET]);
	audit_json_list(j, a, "unmet", s->rules[OUTCOME_UNMET]);
	audit_json_list(j, a, "undecided", s->rules[OUTCOME_UNDECIDED]);
	audit_json_list(j, a, "waived", s->rules[OUTCOME_WAIVED]);
	jsonw_close(j);
}

static void
put_ref(struct jsonw *j, struct arena *a, const struct audit_seen *seen,
    const struct audit_ref *ref, const struct audit_fates *fates)
{
	jsonw_open_object(j, NULL);
	audit_json_text(j, a, "ref", ref->name);
	audit_json_text(j, a, "environment", ref->environment);
	audit_json_text(j, a, "from", ref->from);
	audit_json_oid(j, "old", &ref->old);
	audit_json_oid(j, "new", &ref->new);
	if (seen->entry.kind == AUDIT_VERDICT && seen->entry.decision == VERDICT_ACCEPT)
		jsonw_text(j, "outcome", log_fate(audit_fate_of(fates, &seen->id, ref->name)));
	jsonw_open_array(j, "steps");
	for (size_t i = 0; i < ref->nsteps; i++)
		put_step(j, a, &ref->steps[i]);
	jsonw_close(j);
	jsonw_close(j);
}

static void
put_kind(struct jsonw *j, struct arena *a, const struct audit_entry *e)
{
	if (e->kind == AUDIT_VERDICT) {
		jsonw_text(j, "entry", "verdict");
		jsonw_text(j, "decision", verdict_word(e->decision));
		audit_json_text(j, a, "pusher", e->pusher);
		audit_json_text(j, a, "login", e->login);
		audit_json_text(j, a, "policy", e->policy);
		audit_json_text(j, a, "why", e->why);
	} else if (e->kind == AUDIT_UNLOCK) {
		jsonw_text(j, "entry", "unlock");
		audit_json_text(j, a, "by", e->by);
		audit_json_text(j, a, "reason", e->reason);
		audit_json_time(j, "until", e->until);
	} else {
		jsonw_text(j, "entry", "moved-without-verdict");
	}
}

void
log_entry_json(
    struct arena *a, const struct audit_seen *seen, const struct audit_fates *fates, FILE *out)
{
	struct jsonw j = { .out = out };

	jsonw_open_object(&j, NULL);
	audit_json_oid(&j, "id", &seen->id);
	audit_json_time(&j, "time", seen->at);
	put_kind(&j, a, &seen->entry);
	jsonw_open_array(&j, "refs");
	for (size_t i = 0; i < seen->entry.nrefs; i++)
		put_ref(&j, a, seen, &seen->entry.refs[i], fates);
	jsonw_close(&j);
	jsonw_close(&j);
}
