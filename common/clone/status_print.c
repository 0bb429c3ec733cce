/*
 * How far a promotion is, on one screen or as JSON.
 */
#include <string.h>

#include "audit/json.h"
#include "base/wrap.h"
#include "git/commit.h"
#include "base/escape.h"
#include "base/oid.h"
#include "base/say/say.h"
#include "clone/own_words.h"
#include "clone/status.h"
#include "base/when.h"

#define LABEL "  %-13s "

static const char *person_name(struct session *se, const char *id)
{
	const struct person *who = policy_person_by_id(&se->gate.file.policy, id);

	return who != NULL ? person_shown(&se->gate.arena, who) : escape(&se->gate.arena, id);
}

/* How many rules have a finding. */
static unsigned count_rules(const struct findings *fs)
{
	bool seen[RULE_COUNT] = { false };
	unsigned n = 0;

	for (size_t i = 0; i < fs->n; i++) {
		n += !seen[fs->list[i].rule];
		seen[fs->list[i].rule] = true;
	}
	return n;
}

static void print_head(struct session *se, const struct status *s, FILE *out)
{
	struct arena *a = &se->gate.arena;
	unsigned n;

	fprintf(out, say("%s%s%s to %s: "), colour_on(COLOUR_HEAD, out), escape(a, s->id),
	    colour_off(out), escape(a, s->env->id));
	if (s->done != NULL) {
		fprintf(out, say("promoted, with the merge %s\n"), oid_short(a, s->done));
		return;
	}
	n = count_rules(s->findings);
	if (s->verdict == VERDICT_ACCEPT)
		fprintf(
		    out, "%s%s%s\n", colour_on(COLOUR_GOOD, out), say("ready"), colour_off(out));
	else
		fprintf(out, "%s%s%s, %u %s\n", colour_on(COLOUR_BAD, out),
		    say(s->verdict == VERDICT_REJECT ? "not ready" : "could not be judged"),
		    colour_off(out), n, say(n == 1 ? "rule is not met" : "rules are not met"));
}

static void print_record(struct session *se, const struct dossier_record *r, FILE *out)
{
	static const char *const labels[] = { [DOSSIER_PLAN] = "plan",
		[DOSSIER_ACCEPTANCE] = "test",
		[DOSSIER_PARALLEL_RUN] = "parallel run" };
	struct arena *a = &se->gate.arena;
	char from[WHEN_MAX], to[WHEN_MAX];

	fprintf(out, LABEL "%s: ", say(labels[r->kind]), escape(a, r->path));
	if (r->malformed.kind != ERROR_NONE)
		fprintf(out, say("incomplete: %s\n"), r->malformed.text);
	else if (r->kind == DOSSIER_PLAN)
		fprintf(out, say("%s to %s, by %s\n"), when_format(r->plan.window_start, from),
		    when_format(r->plan.window_end, to), person_name(se, r->plan.performer));
	else if (r->kind == DOSSIER_ACCEPTANCE)
		fprintf(out, say("%s, by %s\n"), say(r->acceptance.passed ? "pass" : "FAIL"),
		    r->acceptance.executed_by != NULL ? person_name(se, r->acceptance.executed_by) :
		                                        say("the person who added it"));
	else
		fprintf(out, say("%s to %s\n"), when_format(r->run.started, from),
		    when_format(r->run.finished, to));
}

static void print_dossier(struct session *se, const struct status *s, FILE *out)
{
	const struct dossier *d = &s->pr.dossier;
	struct arena *a = &se->gate.arena;
	size_t required = 0;

	if (!d->exists) {
		fprintf(out, LABEL "%s\n", say("dossier"), say("none"));
		return;
	}
	if (d->has_criteria && d->malformed.kind == ERROR_NONE) {
		for (size_t i = 0; i < d->criteria.n; i++)
			required += d->criteria.list[i].required;
		fprintf(out, say(LABEL "%s/criteria.ini: %zu, of which required %zu\n"),
		    say("criteria"), escape(a, s->id), d->criteria.n, required);
	} else if (d->has_criteria) {
		fprintf(out, say(LABEL "incomplete: %s\n"), say("criteria"), d->malformed.text);
	}
	for (enum dossier_kind k = DOSSIER_PLAN; k <= DOSSIER_PARALLEL_RUN; k++)
		for (size_t i = 0; i < d->n; i++)
			if (d->records[i].kind == k &&
			    dossier_links(d, s->env, &s->pr.candidate, &d->records[i])) {
				print_record(se, &d->records[i], out);
				own_words_print(a, &se->gate.file.policy, &d->records[i], out);
			}
}

static void print_given(
    struct session *se, const struct status *s, const struct signed_signoff *gv, FILE *out)
{
	char at[WHEN_MAX];
	const char *name =
	    gv->person != NULL ? escape(&se->gate.arena, gv->person->name) : gv->name;

	if (gv->unreadable.kind != ERROR_NONE)
		fprintf(out, say("%s (no sign-off: %s)"), name, gv->unreadable.text);
	else
		fprintf(out, "%s%s, %s",
		    gv->tag.decision == DECISION_REJECT ? say("REJECTED by ") : "", name,
		    when_format(gv->tag.at, at));
	if (gv->unreadable.kind != ERROR_NONE || gv->tag.decision != DECISION_APPROVE ||
	    proposal_counts(&s->pr, gv))
		return;
	if (gv->valid.is != FACT_YES)
		fprintf(out, say(" (does not count: %s)"), gv->valid.why.text);
	else
		fputs(say(" (of another candidate, environment or kind of promotion)"), out);
}

static void print_signoffs(struct session *se, const struct status *s, FILE *out)
{
	for (size_t k = 0; k < s->pr.asked.n; k++) {
		const struct signoff *kind = s->pr.asked.list[k];
		bool any = false;

		for (size_t i = 0; i < s->pr.givens.n; i++) {
			const struct signed_signoff *gv = &s->pr.givens.list[i];

			if (!gv->latest || gv->role != kind->role)
				continue;
			fprintf(out, LABEL, any ? "" : escape(&se->gate.arena, kind->id));
			print_given(se, s, gv, out);
			fputc('\n', out);
			any = true;
		}
		if (!any)
			fprintf(out, say(LABEL "nobody yet\n"), escape(&se->gate.arena, kind->id));
	}
}

/* What was judged last is the proposal. */
static void print_reviews(struct session *se, const struct status *s, FILE *out)
{
	const struct emergencies *all = &se->gate.verdict.refs[0].steps.list[0].emergencies;
	const struct proposal_wish *w = s->pr.wish;

	for (size_t i = 0; i < w->nreviews; i++) {
		const struct emergency_case *c = emergencies_find(all, w->reviews[i]);

		fprintf(out, say(LABEL "the emergency %s: %s\n"), say("reviews"), w->reviews[i],
		    c != NULL ? c->title : say("none of that id waits for a review"));
	}
}

static void print_has(struct session *se, const struct status *s, FILE *out)
{
	struct arena *a = &se->gate.arena;
	struct commit c;
	struct error none = { 0 };

	if (commit_load(a, &se->gate.repo, &s->pr.candidate, &c, &none) == 0)
		fprintf(out, LABEL "%s\n", say("candidate"), commit_title(a, &c));
	if (commit_load(a, &se->gate.repo, &s->pr.base, &c, &none) == 0)
		fprintf(out, LABEL "%s\n", escape(a, s->env->id), commit_title(a, &c));
	if (s->pr.impact != NULL && s->pr.floor.level != NULL)
		fprintf(out, say(LABEL "%s (%s matches %s)\n"), say("impact"),
		    escape(a, s->pr.impact->id), s->pr.floor.path, s->pr.floor.pattern);
	else if (s->pr.impact != NULL)
		fprintf(out, LABEL "%s\n", say("impact"), escape(a, s->pr.impact->id));
	print_reviews(se, s, out);
	if (s->pr.changes_nothing)
		fprintf(out, LABEL "%s\n", say("changes"),
		    say("nothing: an id and sign-offs are required, and no evidence"));
	else
		print_dossier(se, s, out);
	print_signoffs(se, s, out);
}

/* What stands above already, or is told by who signs. */
static bool is_told(const struct status *s, const struct finding *f)
{
	if (f->rule == RULE_signoff_present)
		return true;
	if (f->rule == RULE_acceptance_linked)
		return dossier_find(&s->pr.dossier, DOSSIER_ACCEPTANCE) == NULL;
	return f->rule == RULE_plan_linked && dossier_find(&s->pr.dossier, DOSSIER_PLAN) == NULL;
}

static void print_lacks(struct session *se, const struct status *s, FILE *out)
{
	struct arena *a = &se->gate.arena;
	bool any = false;

	for (size_t i = 0; i < s->findings->n; i++) {
		const struct finding *f = &s->findings->list[i];
		const char *head = arena_printf(a, "  %s: ", rules[f->rule].id);

		if (is_told(s, f) || head == NULL)
			continue;
		if (!any)
			fputs(say("not met:\n"), out);
		any = true;
		wrap_print(head,
		    f->outcome == OUTCOME_UNDECIDED ?
		        arena_printf(a, say("could not be checked: %s"), f->text) :
		        f->text,
		    out);
		if (f->command == NULL && *f->mend != '\0')
			wrap_print(say("    fix: "), f->mend, out);
	}
}

static void print_acts(const struct status *s, FILE *out)
{
	for (size_t i = 0; i < s->nnext; i++)
		if (s->next[i].command != NULL)
			fprintf(out, "  %s:\n       %s\n", s->next[i].who, s->next[i].command);
		else
			fprintf(out, "  %s %s\n", s->next[i].who, s->next[i].does);
}

/* What became of it where it is to run. */
static void print_deployments(struct session *se, const struct status *s, FILE *out)
{
	const struct deployments *d = &s->deployments;
	struct arena *a = &se->gate.arena;
	char at[WHEN_MAX];

	for (size_t i = 0; s->shown && i < d->n; i++) {
		const struct deployed_at *one = &d->list[i];
		const char *word = deployed_word(one->state);

		fprintf(out, LABEL, escape(a, one->target->id));
		if (one->by != NULL)
			fprintf(out, say("%s, by the word of %s"), word, person_shown(a, one->by));
		else if (one->state == DEPLOYED_UNRECORDED)
			fprintf(out, say("%s, to be there by %s"), word,
			    when_format(deployment_due(d, one), at));
		else
			fputs(word, out);
		fputc('\n', out);
	}
}

void status_print(struct session *se, const struct status *s, FILE *out)
{
	print_head(se, s, out);
	if (s->done != NULL) {
		print_deployments(se, s, out);
	} else {
		print_has(se, s, out);
		print_lacks(se, s, out);
	}
	if (s->nnext > 0)
		fputs(say("next:\n"), out);
	print_acts(s, out);
}

void status_print_short(struct session *se, const struct status *s, FILE *out)
{
	print_head(se, s, out);
	print_acts(s, out);
}

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

static void put_acts(struct jsonw *j, const struct status *s)
{
	jsonw_open_array(j, "next");
	for (size_t i = 0; i < s->nnext; i++) {
		jsonw_open_object(j, NULL);
		jsonw_text(j, "who", s->next[i].who);
		jsonw_text(j, "does", s->next[i].does);
		jsonw_text(j, "command", s->next[i].command);
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

	jsonw_open_object(j, NULL);
	jsonw_text(j, "promotion", escape(a, s->id));
	jsonw_text(j, "environment", escape(a, s->env->id));
	jsonw_bool(j, "promoted", s->done != NULL);
	if (s->done != NULL) {
		audit_json_oid(j, "merge", s->done);
		put_deployments(j, a, s);
		put_acts(j, s);
	} else {
		jsonw_text(j, "verdict", verdict_word(s->verdict));
		audit_json_oid(j, "base", &s->pr.base);
		audit_json_oid(j, "candidate", &s->pr.candidate);
		jsonw_text(j, "impact", s->pr.impact != NULL ? escape(a, s->pr.impact->id) : NULL);
		jsonw_bool(j, "changes-nothing", s->pr.changes_nothing);
		put_records(j, a, s);
		put_signoffs(j, a, s);
		put_findings(j, s);
		put_acts(j, s);
	}
	jsonw_close(j);
}
