#include "rules/ruling.h"

/* A new finding; NULL without memory, which the exhausted arena turns into "undecided". */
static struct finding *add(struct ruling *r, enum outcome outcome)
{
	struct findings *f = r->out;

	if (outcome < r->worst)
		r->worst = outcome;
	return ARENA_ADD(r->arena, f->list, f->n,
	    (struct finding){ .rule = r->rule, .outcome = outcome, .text = "", .mend = "" });
}

/* For a text that could not be made; the exhausted arena has the last word. */
static const char *or_oom(const char *text)
{
	return text != NULL ? text : "(out of memory)";
}

enum outcome rule_unmet(struct ruling *r, const char *fmt, ...)
{
	struct finding *f = add(r, OUTCOME_UNMET);
	va_list ap;

	if (f == NULL)
		return OUTCOME_JUDGED;
	va_start(ap, fmt);
	f->text = or_oom(arena_vprintf(r->arena, say(fmt), ap));
	va_end(ap);
	f->mend = r->mend;
	return OUTCOME_JUDGED;
}

enum outcome rule_undecided(struct ruling *r, const struct error *why)
{
	struct finding *f = add(r, OUTCOME_UNDECIDED);
	const char *text = why->text, *mend = why->mend;

	if (f == NULL)
		return OUTCOME_JUDGED;
	if (why->kind == ERROR_NONE)
		text = say("it could not be found out");
	if (*mend == '\0')
		mend = say(why->kind == ERROR_MALFORMED ?
		        "recreate it in valid form; then push again" :
		        "the administrator of the server looks into it; then push again");
	f->text = or_oom(arena_strdup(r->arena, text));
	f->mend = or_oom(arena_strdup(r->arena, mend));
	return OUTCOME_JUDGED;
}

struct finding *rule_finding(struct ruling *r)
{
	return r->out->n > 0 ? &r->out->list[r->out->n - 1] : NULL;
}

void rule_about(struct ruling *r, const struct signed_signoff *g)
{
	struct finding *f = rule_finding(r);

	if (f != NULL && g != NULL)
		f->signoff = g->name;
}

enum outcome rule_mend(struct ruling *r, const char *command, const char *fmt, ...)
{
	struct finding *f = rule_finding(r);
	va_list ap;

	if (f == NULL)
		return OUTCOME_JUDGED;
	va_start(ap, fmt);
	f->mend = or_oom(arena_vprintf(r->arena, say(fmt), ap));
	va_end(ap);
	f->command = command;
	return OUTCOME_JUDGED;
}

enum outcome rule_said(const struct ruling *r)
{
	return r->worst == OUTCOME_JUDGED ? OUTCOME_MET : OUTCOME_JUDGED;
}

bool rule_asked(const struct ruling *r, unsigned group)
{
	return r->step->kind == STEP_PROMOTION && (r->step->env->require & group) != 0;
}

bool rule_waived_by(const struct ruling *r, enum exception exception)
{
	return r->step->kind == STEP_PROMOTION && r->step->promotion.exception == exception;
}

static bool same(const struct finding *x, const struct finding *y)
{
	return x->rule == y->rule && x->outcome == y->outcome && strcmp(x->text, y->text) == 0;
}

/* Several steps of one push often have the same thing to say of the pusher, and several files of
 * the server they lie on. */
static void drop_repeated(struct findings *f, size_t before)
{
	size_t keep = before;

	for (size_t i = before; i < f->n; i++) {
		bool seen = false;

		for (size_t k = 0; k < keep && !seen; k++)
			seen = same(&f->list[k], &f->list[i]);
		if (!seen)
			f->list[keep++] = f->list[i];
	}
	f->n = keep;
}

enum outcome ruling_run(struct ruling *r, unsigned group, rule_check *check)
{
	unsigned requires = group & ~OF_CHANGE;
	size_t before = r->out->n;
	enum outcome said;

	r->worst = OUTCOME_JUDGED;
	if (((group & OF_CHANGE) != 0 && r->step->changes_nothing) ||
	    (requires != 0 && !rule_asked(r, requires)))
		said = OUTCOME_NOT_APPLICABLE;
	else if (requires != 0 && rule_waived_by(r, EXCEPTION_ROLLBACK))
		said = OUTCOME_WAIVED;
	else
		said = check(r);
	if (r->arena->exhausted)
		return OUTCOME_UNDECIDED;
	drop_repeated(r->out, before);
	if (r->worst < said) /* nothing that a check answers makes up for what it found */
		said = r->worst;
	return said < OUTCOME_JUDGED ? said : OUTCOME_UNDECIDED;
}
