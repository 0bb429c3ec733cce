/*
 * How far a promotion is, on one screen.
 */
#include "base/wrap.h"
#include "git/commit.h"
#include "gate/refusal.h"
#include "clone/own_words.h"
#include "clone/status.h"
#include "clone/status_internal.h"

static const char *person_name(struct session *se, const char *id)
{
	const struct person *who = policy_person_by_id(&se->gate.file.policy, id);

	return who != NULL ? person_shown(&se->gate.arena, who) : escape(&se->gate.arena, id);
}

/* A line, or more, below a label; NULL for none. */
static void print_line(struct session *se, const char *label, const char *text, FILE *out)
{
	const char *head = arena_printf(&se->gate.arena, LABEL, label != NULL ? label : "");

	if (head != NULL && text != NULL)
		wrap_print(head, text, out);
}

/* Is it the first of its rule? */
static bool is_first(const struct findings *fs, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (fs->list[k].rule == fs->list[i].rule)
			return false;
	return true;
}

/* How many rules have a finding. */
static unsigned count_rules(const struct findings *fs)
{
	unsigned n = 0;

	for (size_t i = 0; i < fs->n; i++)
		n += is_first(fs, i);
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
	if (s->closed != NULL) {
		fprintf(out, say("closed: %s\n"), s->closed);
		return;
	}
	n = count_rules(s->findings);
	if (s->verdict == VERDICT_ACCEPT)
		fprintf(
		    out, "%s%s%s\n", colour_on(COLOUR_GOOD, out), say("ready"), colour_off(out));
	else
		fprintf(out,
		    say(n == 1 ? "%s%s%s, %u rule is not met\n" : "%s%s%s, %u rules are not met\n"),
		    colour_on(COLOUR_BAD, out),
		    say(s->verdict == VERDICT_REJECT ? "not ready" : "could not be judged"),
		    colour_off(out), n);
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
				if (k == DOSSIER_PLAN && d->records[i].malformed.kind == ERROR_NONE)
					status_freeze_print(se, s, &d->records[i].plan, out);
			}
}

#define UNCHECKED " (could not be checked: %s)"

/* Why an approval does not count; "" for one that does. */
static const char *no_use(struct arena *a, const struct status *s, const struct signed_signoff *gv)
{
	const struct finding *f = s->pr.useless[gv - s->pr.givens.list];

	if (gv->tag.decision != DECISION_APPROVE || proposal_counts(&s->pr, gv))
		return "";
	if (f != NULL)
		return say_printf(
		    a, status_stale(s, gv) ? " (stale: %s)" : " (does not count: %s)", f->text);
	if (gv->valid.is == FACT_UNKNOWN)
		return say_printf(a, UNCHECKED, gv->valid.why.text);
	if (gv->valid.is == FACT_NO)
		return say_printf(a, " (does not count: %s)", gv->valid.why.text);
	if (status_stale(s, gv))
		return say_printf(a, " (stale: of candidate %s, and this is %s)",
		    oid_short(a, &gv->tag.candidate), oid_short(a, &s->pr.candidate));
	return say(" (of another environment or kind of promotion)");
}

static const char *given_text(
    struct arena *a, const struct status *s, const struct signed_signoff *gv)
{
	char at[WHEN_MAX];
	const char *name = gv->person != NULL ? escape(a, gv->person->name) : gv->name, *why;

	if (signed_signoff_lost(gv))
		return arena_printf(a, "%s%s", name, say_printf(a, UNCHECKED, gv->unreadable.text));
	if (gv->unreadable.kind != ERROR_NONE)
		return say_printf(a, "%s (no sign-off: %s)", name, gv->unreadable.text);
	why = no_use(a, s, gv);
	return arena_printf(a, "%s%s, %s%s",
	    gv->tag.decision == DECISION_REJECT ? say("REJECTED by ") : "", name,
	    when_format(gv->tag.at, at), why != NULL ? why : "");
}

static void print_signoffs(struct session *se, const struct status *s, FILE *out)
{
	struct arena *a = &se->gate.arena;

	for (size_t k = 0; k < s->pr.asked.n; k++) {
		const struct signoff *kind = s->pr.asked.list[k];
		bool any = false;

		for (size_t i = 0; i < s->pr.givens.n; i++) {
			const struct signed_signoff *gv = &s->pr.givens.list[i];

			if (!gv->latest || gv->role != kind->role)
				continue;
			print_line(se, any ? NULL : escape(a, kind->id), given_text(a, s, gv), out);
			any = true;
		}
		if (!any)
			print_line(se, escape(a, kind->id), say("nobody yet"), out);
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
	if (!git_oid_is_zero(&s->newer) &&
	    commit_load(a, &se->gate.repo, &s->newer, &c, &none) == 0)
		print_line(se, say("newer"),
		    say_printf(a, "%s is on %s, and not in this promotion", commit_title(a, &c),
		        escape(a, s->env->from->id)),
		    out);
	if (s->pr.impact != NULL && s->pr.floor.level != NULL)
		fprintf(out, say(LABEL "%s (%s matches %s)\n"), say("impact"),
		    escape(a, s->pr.impact->id), s->pr.floor.path, s->pr.floor.pattern);
	else if (s->pr.impact != NULL)
		fprintf(out, LABEL "%s\n", say("impact"), escape(a, s->pr.impact->id));
	status_kind_print(se, s, out);
	if (s->pr.changes_nothing)
		fprintf(out, LABEL "%s\n", say("changes"),
		    say("nothing: an id and sign-offs are required, and no evidence"));
	else
		print_dossier(se, s, out);
	print_signoffs(se, s, out);
}

/* Is all of it above already, or told by who signs? */
static bool is_told(const struct status *s, const struct finding *f)
{
	if (f->rule == RULE_signoff_present)
		return true;
	if (f->rule == RULE_acceptance_linked)
		return dossier_find(&s->pr.dossier, DOSSIER_ACCEPTANCE) == NULL;
	return f->rule == RULE_plan_linked && dossier_find(&s->pr.dossier, DOSSIER_PLAN) == NULL;
}

/* That promote makes the merge goes without saying. */
static void print_fix(struct arena *a, const struct finding *f, FILE *out)
{
	if (*f->mend != '\0' &&
	    (f->command == NULL || !begins_with(f->command, "git sluis promote ")))
		refusal_mend_print(a, say("    fix: "), f->mend, f->command, out);
}

static void print_lacks(struct session *se, const struct status *s, FILE *out)
{
	struct arena *a = &se->gate.arena;

	for (size_t i = 0; i < s->findings->n; i++) {
		const struct finding *f = &s->findings->list[i];
		const char *head = arena_printf(a, "  %s: ", rules[f->rule].id);
		const char *text = f->text;

		if (i == 0)
			fputs(say("not met:\n"), out);
		if (head == NULL || (is_told(s, f) && !is_first(s->findings, i)))
			continue;
		if (is_told(s, f))
			text = rule_asks(f->rule);
		else if (f->outcome == OUTCOME_UNDECIDED)
			text = arena_printf(a, say("could not be checked: %s"), f->text);
		wrap_print(head, text != NULL ? text : f->text, out);
		if (!is_told(s, f))
			print_fix(a, f, out);
	}
}

static void print_acts(struct session *se, const struct status *s, FILE *out)
{
	struct arena *a = &se->gate.arena;

	for (size_t i = 0; i < s->nnext; i++) {
		const struct act *act = &s->next[i];
		const char *text =
		    arena_printf(a, act->command != NULL ? "%s %s:" : "%s %s", act->who, act->does);

		wrap_print("  ", text != NULL ? text : act->who, out);
		if (act->command != NULL)
			fprintf(out, "       %s\n", clone_command(a, se->url, act->command));
	}
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
		if (s->review_due != 0)
			status_due_print(se, s->review_due, out);
	} else if (s->closed == NULL) {
		print_has(se, s, out);
		print_lacks(se, s, out);
	}
	if (s->nnext > 0)
		fputs(say("next:\n"), out);
	print_acts(se, s, out);
}

void status_print_short(struct session *se, const struct status *s, FILE *out)
{
	struct arena *a = &se->gate.arena;
	const char *text = NULL;

	print_head(se, s, out);
	if (s->review_due != 0)
		status_due_print(se, s->review_due, out);
	for (size_t i = 0; s->done == NULL && s->closed == NULL && i < s->findings->n; i++)
		if (is_first(s->findings, i))
			text = arena_printf(a, "%s%s%s", text != NULL ? text : "",
			    text != NULL ? ", " : "", rules[s->findings->list[i].rule].id);
	if (text != NULL)
		wrap_print(say("  not met: "), text, out);
	print_acts(se, s, out);
}
