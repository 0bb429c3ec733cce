#include "gate/refusal.h"

#include "base/wrap.h"

#define SHOWN_OF_A_RULE 5
#define PROBLEMS_SHOWN 20

void refusal_mend_print(
    struct arena *a, const char *first, const char *mend, const char *command, FILE *out)
{
	const char *lf = strchr(mend, '\n');
	const char *prose = lf != NULL ? arena_strndup(a, mend, (size_t)(lf - mend)) : mend;

	if (lf != NULL && command == NULL)
		command = lf + 1;
	if (prose == NULL)
		prose = "";
	if (prose[0] != '\0')
		wrap_print(first, prose, out);
	if (command != NULL && prose[0] != '\0')
		fprintf(out, "%*s%s\n", (int)strlen(first), "", command);
	else if (command != NULL)
		fprintf(out, "%s%s\n", first, command);
}

static void print_mend(struct arena *a, const char *mend, const char *command, FILE *out)
{
	refusal_mend_print(a, say("  fix: "), mend, command, out);
}

static bool same_command(const struct finding *x, const struct finding *y)
{
	return x->command != NULL && y->command != NULL && strcmp(x->command, y->command) == 0 &&
	    strcmp(x->mend, y->mend) == 0;
}

/* A command that mends several things is shown with the first of them. */
static bool is_mended_above(const struct findings *fs, size_t i)
{
	for (size_t k = 0; k < fs->n; k++)
		if ((fs->list[k].rule < fs->list[i].rule ||
		        (fs->list[k].rule == fs->list[i].rule && k < i)) &&
		    same_command(&fs->list[k], &fs->list[i]))
			return true;
	return false;
}

/* Is the next finding of that rule mended by the same command? */
static bool more_of_it(const struct findings *fs, size_t i)
{
	for (size_t k = i + 1; k < fs->n; k++)
		if (fs->list[k].rule == fs->list[i].rule)
			return same_command(&fs->list[k], &fs->list[i]);
	return false;
}

static void print_finding(struct arena *a, const struct findings *fs, size_t i, FILE *out)
{
	const struct finding *f = &fs->list[i];
	const char *text = f->text;

	if (f->outcome == OUTCOME_UNDECIDED)
		text = arena_printf(a, say("could not be checked: %s"), f->text);
	wrap_print("  ", text != NULL ? text : f->text, out);
	if (!is_mended_above(fs, i))
		print_mend(a, f->mend, f->command, out);
	else if (!more_of_it(fs, i))
		print_mend(a, say("as above"), NULL, out);
}

/* All findings of one rule under its name. */
static void print_rule(struct arena *a, const struct findings *fs, enum rule_id id, FILE *out)
{
	size_t n = 0;

	for (size_t i = 0; i < fs->n; i++) {
		if (fs->list[i].rule != id)
			continue;
		if (n == 0)
			fprintf(out, "\n%s  CH.06-%u\n", rules[id].id, rules[id].criterion);
		if (n++ < SHOWN_OF_A_RULE)
			print_finding(a, fs, i, out);
	}
	if (n > SHOWN_OF_A_RULE)
		fprintf(out, say("  and %zu more of this rule\n"), n - SHOWN_OF_A_RULE);
}

/* How many rules have a finding with that outcome. */
static unsigned count_rules(const struct findings *fs, enum outcome outcome)
{
	unsigned n = 0;

	for (enum rule_id id = 0; id < RULE_COUNT; id++)
		for (size_t i = 0; i < fs->n; i++)
			if (fs->list[i].rule == id && fs->list[i].outcome == outcome) {
				n++;
				break;
			}
	return n;
}

static const char *place(struct arena *a, const struct ref_verdict *v)
{
	return escape(a, v->env != NULL ? v->env->id : v->ref);
}

static const char *stays(struct arena *a, const struct ref_verdict *v)
{
	if (git_oid_is_zero(&v->change->old))
		return say("is not created");
	return say_printf(a, "stays at %s", oid_short(a, &v->change->old));
}

static void print_head(struct arena *a, const struct ref_verdict *v, FILE *out)
{
	unsigned unmet = count_rules(&v->findings, OUTCOME_UNMET);
	unsigned undecided = count_rules(&v->findings, OUTCOME_UNDECIDED);
	const char *head;

	if (unmet == 0)
		head = say_printf(a,
		    undecided == 1 ? "could not decide about %s, which %s: %u rule is unchecked" :
		                     "could not decide about %s, which %s: %u rules are unchecked",
		    place(a, v), stays(a, v), undecided);
	else if (undecided == 0)
		head = say_printf(a,
		    unmet == 1 ? "%s %s: %u rule is not met" : "%s %s: %u rules are not met",
		    place(a, v), stays(a, v), unmet);
	else
		head = say_printf(a,
		    unmet == 1 ? "%s %s: %u rule is not met, %u could not be checked" :
		                 "%s %s: %u rules are not met, %u could not be checked",
		    place(a, v), stays(a, v), unmet, undecided);
	wrap_print("sluis: ", head, out);
}

static void print_policy(struct arena *a, const struct policy *p, FILE *out)
{
	fprintf(out, say("policy %s%s%s\n"), escape(a, p->version), p->url != NULL ? "  " : "",
	    p->url != NULL ? escape(a, p->url) : "");
}

static bool holds(const struct ref_verdict *v, enum rule_id id)
{
	enum outcome said = verdict_of_rule(v, id);

	return said == OUTCOME_MET || said == OUTCOME_WAIVED;
}

/* Which rules hold, for people who asked to see them. */
static void print_met(struct arena *a, const struct ref_verdict *v, FILE *out)
{
	unsigned n = 0;

	for (enum rule_id id = 0; id < RULE_COUNT; id++)
		n += holds(v, id);
	wrap_print("sluis: ",
	    say_printf(a, n == 1 ? "%s: %u rule is met" : "%s: %u rules are met", place(a, v), n),
	    out);
	for (enum rule_id id = 0; id < RULE_COUNT; id++) {
		const char *text;

		if (!holds(v, id))
			continue;
		text = arena_printf(a, "%s: %s%s", rules[id].id, rule_asks(id),
		    verdict_of_rule(v, id) == OUTCOME_WAIVED ? say(" (waived by the exception)") :
		                                               "");
		wrap_print("  ", text != NULL ? text : rules[id].id, out);
	}
	fputc('\n', out);
}

static void print_refused(
    struct arena *a, const struct push_verdict *v, const struct push_options *o, FILE *out)
{
	for (size_t i = 0; i < v->n; i++) {
		const struct ref_verdict *rv = &v->refs[i];

		if (rv->verdict != VERDICT_ACCEPT) {
			print_head(a, rv, out);
			for (enum rule_id id = 0; id < RULE_COUNT; id++)
				print_rule(a, &rv->findings, id, out);
			fputc('\n', out);
		}
		if (o->explain)
			print_met(a, rv, out);
	}
	if (v->n > 1)
		fputs(say("One push goes in as a whole: no ref of it was moved.\n\n"), out);
	print_policy(a, v->policy, out);
}

/* Its days are counted from now, as the audit will tell. */
static void print_review(struct arena *a, const struct policy *p, const struct step *s, FILE *out)
{
	const struct emergency_case c = { .at = s->now };

	fprintf(out, say("sluis: its review is due by %s; who does what says:\n"),
	    when_text(a, emergency_due(&c, p->emergency.review_within_days)));
	fprintf(out, "%*s", (int)strlen("sluis: "), "");
	fprintf(out, "git sluis status %s\n", shellword(a, s->promotion.name));
}

/* One line for each promotion that went in; the pusher's own proof that the gate was there. */
static void print_accepted(struct arena *a, const struct push_verdict *v, FILE *out)
{
	for (size_t i = 0; i < v->n; i++)
		for (size_t k = 0; k < v->refs[i].steps.n; k++) {
			const struct step *s = &v->refs[i].steps.list[k];
			const struct trailer *id = trailer_find(&s->trailers, "Promotion", 0);

			if (s->kind != STEP_PROMOTION)
				continue;
			fprintf(out,
			    say(id != NULL ? "sluis: %s: promotion %s accepted (policy %s%s)\n" :
			                     "sluis: %s: merge %s accepted (policy %s%s)\n"),
			    escape(a, s->env->id),
			    id != NULL ? escape(a, id->value) : oid_short(a, &s->tip->id),
			    escape(a, v->policy->version),
			    s->env->nsignoffs > 0 && s->env->proof == PROOF_TRAILER ?
			        say(", sign-offs by trailer alone") :
			        "");
			if (s->promotion.exception == EXCEPTION_EMERGENCY &&
			    s->promotion.name != NULL)
				print_review(a, v->policy, s, out);
		}
}

void refusal_print(
    struct arena *a, const struct push_verdict *v, const struct push_options *o, FILE *out)
{
	if (v->verdict != VERDICT_ACCEPT && v->why.kind != ERROR_NONE)
		refusal_print_undecided(a, &v->why, NULL, NULL, out);
	else if (v->verdict != VERDICT_ACCEPT)
		print_refused(a, v, o, out);
	for (size_t i = 0; v->verdict == VERDICT_ACCEPT && o->explain && i < v->n; i++)
		print_met(a, &v->refs[i], out);
	if (v->verdict == VERDICT_ACCEPT && !o->dry_run)
		print_accepted(a, v, out);
}

void refusal_print_dry_run(const struct push_verdict *v, FILE *out)
{
	const char *text;

	if (v->verdict == VERDICT_UNDECIDED)
		text = "dry run: nothing was moved, and nobody can say yet what would be";
	else if (v->verdict == VERDICT_REJECT)
		text = "dry run: nothing was moved, and this push would be refused";
	else if (v->n == 0)
		text =
		    "dry run: nothing was moved; this push holds nothing governed, and would go in";
	else
		text = "dry run: nothing was moved; this push would be accepted";
	wrap_print("sluis: ", say(text), out);
}

void refusal_print_undecided(struct arena *a, const struct error *why, const char *file,
    const struct ini_problems *problems, FILE *out)
{
	wrap_print("sluis: ", say_printf(a, "could not decide: %s", why->text), out);
	for (size_t i = 0; problems != NULL && i < problems->n && i < PROBLEMS_SHOWN; i++)
		fprintf(out, "  %s:%u: %s\n", file, problems->list[i].line, problems->list[i].text);
	if (problems != NULL && problems->n > PROBLEMS_SHOWN)
		fprintf(out, say("  and %zu more\n"), problems->n - PROBLEMS_SHOWN);
	print_mend(a,
	    why->mend[0] != '\0' ?
	        why->mend :
	        say("the administrator of the server looks into it; then push again"),
	    NULL, out);
}

void refusal_print_after(
    struct arena *a, enum refusal_after what, const struct error *why, FILE *out)
{
	static const char *const intros[] = {
		[REFUSAL_UNPERMITTED] = "nothing was moved",
		[REFUSAL_UNRECORDED] = "it was moved, and then something failed; the next push "
		                       "records what is not recorded yet",
		[REFUSAL_INCOMPLETE] =
		    "the push is in, but the audit could not be completed; the next push does it",
	};
	const char *head = arena_printf(a, "%s: %s", say(intros[what]), why->text);

	wrap_print("sluis: ", head != NULL ? head : intros[what], out);
	print_mend(a, why->mend, NULL, out);
}
