/*
 * How far a promotion is, for machines (config/schema/status-1.json).
 */
#include "audit/json.h"
#include "clone/own_words.h"
#include "clone/status.h"
#include "clone/status_internal.h"

static void put_records(struct jsonw *j, struct arena *a, const struct status *s)
{
	static const char *const kinds[] = { [DOSSIER_PLAN] = "plan",
		[DOSSIER_ACCEPTANCE] = "acceptance",
		[DOSSIER_PARALLEL_RUN] = "parallel-run" };
	const struct dossier *d = &s->pr.dossier;

	jsonw_bool(j, "criteria", d->has_criteria && d->malformed.kind == ERROR_NONE);
	jsonw_open_array(j, "records");
	for (size_t i = 0; i < d->n; i++) {
		const struct dossier_record *r = &d->records[i];

		jsonw_open_object(j, NULL);
		jsonw_text(j, "kind", kinds[r->kind]);
		jsonw_text(j, "path", escape(a, r->path));
		jsonw_text(j, "sha256", r->sha256);
		jsonw_bool(j, "linked", dossier_links(d, s->env, &s->pr.candidate, r));
		jsonw_text(
		    j, "malformed", r->malformed.kind != ERROR_NONE ? r->malformed.text : NULL);
		if (r->kind == DOSSIER_ACCEPTANCE && r->malformed.kind == ERROR_NONE)
			jsonw_bool(j, "passed", r->acceptance.passed);
		own_words_json(a, r, j);
		jsonw_close(j);
	}
	jsonw_close(j);
}

static void put_given(
    struct jsonw *j, struct arena *a, const struct status *s, const struct signoff *kind)
{
	jsonw_open_array(j, "given");
	for (size_t i = 0; i < s->pr.givens.n; i++) {
		const struct signed_signoff *gv = &s->pr.givens.list[i];
		char at[WHEN_MAX];

		if (!gv->latest || gv->role != kind->role)
			continue;
		jsonw_open_object(j, NULL);
		jsonw_text(j, "ref", gv->name);
		jsonw_text(j, "person", gv->person != NULL ? escape(a, gv->person->id) : NULL);
		if (gv->unreadable.kind == ERROR_NONE) {
			jsonw_text(j, "decision",
			    gv->tag.decision == DECISION_REJECT ? "reject" : "approve");
			jsonw_text(j, "time", when_format(gv->tag.at, at));
		}
		jsonw_bool(j, "counts", proposal_counts(&s->pr, gv));
		jsonw_bool(j, "stale", status_stale(s, gv));
		jsonw_close(j);
	}
	jsonw_close(j);
}

static void put_signoffs(struct jsonw *j, struct arena *a, const struct status *s)
{
	jsonw_open_array(j, "signoffs");
	for (size_t k = 0; k < s->pr.asked.n; k++) {
		const struct signoff *kind = s->pr.asked.list[k];

		jsonw_open_object(j, NULL);
		jsonw_text(j, "signoff", escape(a, kind->id));
		jsonw_text(j, "role", escape(a, kind->role->id));
		jsonw_number(j, "needed", kind->count);
		put_given(j, a, s, kind);
		jsonw_close(j);
	}
	jsonw_close(j);
}

static void put_findings(struct jsonw *j, const struct status *s)
{
	jsonw_open_array(j, "findings");
	for (size_t i = 0; i < s->findings->n; i++) {
		const struct finding *f = &s->findings->list[i];

		jsonw_open_object(j, NULL);
		jsonw_text(j, "rule", rules[f->rule].id);
		jsonw_text(j, "outcome", outcome_word(f->outcome));
		jsonw_text(j, "text", f->text);
		jsonw_close(j);
	}
	jsonw_close(j);
}

static void put_people(struct jsonw *j, struct arena *a, const struct people *who)
{
	jsonw_open_array(j, "people");
	for (size_t i = 0; i < who->n; i++) {
		jsonw_open_object(j, NULL);
		jsonw_text(j, "id", escape(a, who->list[i]->id));
		jsonw_text(j, "name", escape(a, who->list[i]->name));
		jsonw_open_array(j, "emails");
		for (size_t k = 0; k < who->list[i]->nemails; k++)
			jsonw_text(j, NULL, escape(a, who->list[i]->emails[k]));
		jsonw_close(j);
		jsonw_close(j);
	}
	jsonw_close(j);
}

static void put_acts(struct jsonw *j, struct session *se, const struct status *s)
{
	struct arena *a = &se->gate.arena;

	jsonw_open_array(j, "next");
	for (size_t i = 0; i < s->nnext; i++) {
		const struct act *act = &s->next[i];

		jsonw_open_object(j, NULL);
		jsonw_text(j, "who", act->who);
		jsonw_text(j, "does", act->does);
		jsonw_text(j, "command", clone_command(a, se->url, act->command));
		jsonw_text(j, "role", act->role != NULL ? escape(a, act->role->id) : NULL);
		put_people(j, a, &act->people);
		jsonw_close(j);
	}
	jsonw_close(j);
}

static void put_deployments(struct jsonw *j, struct arena *a, const struct status *s)
{
	const struct deployments *d = &s->deployments;
	char due[WHEN_MAX];

	jsonw_open_array(j, "deployments");
	for (size_t i = 0; s->shown && i < d->n; i++) {
		const struct deployed_at *one = &d->list[i];

		jsonw_open_object(j, NULL);
		jsonw_text(j, "target", escape(a, one->target->id));
		jsonw_bool(j, "done", one->state == DEPLOYED_DONE);
		jsonw_text(j, "state", deployed_key(one->state));
		jsonw_text(j, "word-of", one->by != NULL ? escape(a, one->by->id) : NULL);
		jsonw_text(j, "due", when_format(deployment_due(d, one), due));
		jsonw_close(j);
	}
	jsonw_close(j);
}

void status_print_json(struct session *se, const struct status *s, struct jsonw *j)
{
	struct arena *a = &se->gate.arena;
	char due[WHEN_MAX];

	jsonw_open_object(j, NULL);
	jsonw_text(j, "promotion", escape(a, s->id));
	jsonw_text(j, "environment", escape(a, s->env->id));
	jsonw_bool(j, "promoted", s->done != NULL);
	jsonw_text(j, "closed", s->closed);
	if (s->done != NULL) {
		audit_json_oid(j, "merge", s->done);
		jsonw_text(
		    j, "review-due", s->review_due != 0 ? when_format(s->review_due, due) : NULL);
		put_deployments(j, a, s);
		put_acts(j, se, s);
	} else if (s->closed == NULL) {
		status_kind_json(a, s, j);
		jsonw_text(j, "verdict", verdict_word(s->verdict));
		audit_json_oid(j, "base", &s->pr.base);
		audit_json_oid(j, "candidate", &s->pr.candidate);
		audit_json_oid(j, "newer", &s->newer);
		jsonw_text(j, "impact", s->pr.impact != NULL ? escape(a, s->pr.impact->id) : NULL);
		jsonw_bool(j, "changes-nothing", s->pr.changes_nothing);
		put_records(j, a, s);
		put_signoffs(j, a, s);
		put_findings(j, s);
		put_acts(j, se, s);
	}
	jsonw_close(j);
}
