#include "standing_print.h"

#include <string.h>

#include "commit.h"
#include "escape.h"
#include "oid.h"
#include "say.h"
#include "when.h"
#include "wrap.h"

#define LABEL "  %-13s "

static const char *
person_name(struct errand *er, const char *id)
{
	const struct person *who = policy_person_by_id(&er->gate.file.policy, id);

	return escape(&er->gate.arena, who != NULL ? who->name : id);
}

/* How many rules have a finding. */
static unsigned
count_rules(const struct findings *fs)
{
	bool seen[RULE_COUNT] = { false };
	unsigned n = 0;

	for (size_t i = 0; i < fs->n; i++) {
		n += !seen[fs->list[i].rule];
		seen[fs->list[i].rule] = true;
	}
	return n;
}

static void
print_head(struct errand *er, const struct standing *s, FILE *out)
{
	struct arena *a = &er->gate.arena;
	unsigned n;

	fprintf(out, say("%s%s%s to %s: "), colour_on(COLOUR_HEAD, out), escape(a, s->id),
	    colour_off(out), escape(a, s->env->id));
	if (s->done != NULL) {
		fprintf(out, say("promoted, with the merge %s\n"), oid_short(a, &s->done->merge));
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

static void
print_record(struct errand *er, const struct dossier_record *r, FILE *out)
{
	static const char *const labels[] = { [DOSSIER_PLAN] = "plan",
		[DOSSIER_ACCEPTANCE] = "test",
		[DOSSIER_PARALLEL_RUN] = "parallel run" };
	struct arena *a = &er->gate.arena;
	char from[WHEN_MAX], to[WHEN_MAX];

	fprintf(out, LABEL "%s: ", say(labels[r->kind]), escape(a, r->path));
	if (r->malformed.kind != ERROR_NONE)
		fprintf(out, say("incomplete: %s\n"), r->malformed.text);
	else if (r->kind == DOSSIER_PLAN)
		fprintf(out, say("%s to %s, by %s\n"), when_format(r->plan.window_start, from),
		    when_format(r->plan.window_end, to), person_name(er, r->plan.performer));
	else if (r->kind == DOSSIER_ACCEPTANCE)
		fprintf(out, say("%s, by %s\n"), say(r->acceptance.passed ? "pass" : "FAIL"),
		    r->acceptance.executed_by != NULL ? person_name(er, r->acceptance.executed_by) :
		                                        say("whoever brought it in"));
	else
		fprintf(out, say("%s to %s\n"), when_format(r->run.started, from),
		    when_format(r->run.finished, to));
}

static void
print_dossier(struct errand *er, const struct standing *s, FILE *out)
{
	const struct dossier *d = &s->pr.dossier;
	struct arena *a = &er->gate.arena;
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
			    dossier_links(d, s->env, &s->pr.candidate, &d->records[i]))
				print_record(er, &d->records[i], out);
}

static void
print_given(struct errand *er, const struct standing *s, const struct given *gv, FILE *out)
{
	char at[WHEN_MAX];
	const char *name =
	    gv->person != NULL ? escape(&er->gate.arena, gv->person->name) : gv->name;

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
		fputs(say(" (of another candidate or environment)"), out);
}

static void
print_signoffs(struct errand *er, const struct standing *s, FILE *out)
{
	for (size_t k = 0; k < s->pr.asked.n; k++) {
		const struct signoff *kind = s->pr.asked.list[k];
		bool any = false;

		for (size_t i = 0; i < s->pr.givens.n; i++) {
			const struct given *gv = &s->pr.givens.list[i];

			if (!gv->latest || gv->role != kind->role)
				continue;
			fprintf(out, LABEL, any ? "" : escape(&er->gate.arena, kind->id));
			print_given(er, s, gv, out);
			fputc('\n', out);
			any = true;
		}
		if (!any)
			fprintf(out, say(LABEL "nobody yet\n"), escape(&er->gate.arena, kind->id));
	}
}

static void
print_has(struct errand *er, const struct standing *s, FILE *out)
{
	struct arena *a = &er->gate.arena;
	struct commit c;
	struct error none = { 0 };

	if (commit_load(a, &er->gate.repo, &s->pr.candidate, &c, &none) == 0)
		fprintf(out, LABEL "%s\n", say("candidate"), commit_title(a, &c));
	if (commit_load(a, &er->gate.repo, &s->pr.base, &c, &none) == 0)
		fprintf(out, LABEL "%s\n", escape(a, s->env->id), commit_title(a, &c));
	if (s->pr.impact != NULL && s->pr.floor.level != NULL)
		fprintf(out, say(LABEL "%s (%s matches %s)\n"), say("impact"),
		    escape(a, s->pr.impact->id), s->pr.floor.path, s->pr.floor.pattern);
	else if (s->pr.impact != NULL)
		fprintf(out, LABEL "%s\n", say("impact"), escape(a, s->pr.impact->id));
	print_dossier(er, s, out);
	print_signoffs(er, s, out);
}

/* What stands above already, or is told by who signs. */
static bool
is_told(const struct standing *s, const struct finding *f)
{
	if (f->rule == RULE_signoff_present)
		return true;
	if (f->rule == RULE_acceptance_linked)
		return dossier_find(&s->pr.dossier, DOSSIER_ACCEPTANCE) == NULL;
	return f->rule == RULE_plan_linked && dossier_find(&s->pr.dossier, DOSSIER_PLAN) == NULL;
}

static void
print_lacks(struct errand *er, const struct standing *s, FILE *out)
{
	struct arena *a = &er->gate.arena;
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
			wrap_print(say("    mend: "), f->mend, out);
	}
}

static void
print_acts(const struct standing *s, FILE *out)
{
	for (size_t i = 0; i < s->nnext; i++)
		if (s->next[i].command != NULL)
			fprintf(out, "  %s:\n        %s\n", s->next[i].who, s->next[i].command);
		else
			fprintf(out, "  %s %s\n", s->next[i].who, s->next[i].does);
}

void
standing_print(struct errand *er, const struct standing *s, FILE *out)
{
	print_head(er, s, out);
	if (s->done != NULL)
		return;
	print_has(er, s, out);
	print_lacks(er, s, out);
	if (s->nnext > 0)
		fputs(say("next:\n"), out);
	print_acts(s, out);
}

void
standing_print_short(struct errand *er, const struct standing *s, FILE *out)
{
	print_head(er, s, out);
	if (s->done == NULL)
		print_acts(s, out);
}
