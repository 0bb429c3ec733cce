#include "rule.h"

#include <stdarg.h>
#include <string.h>

#include "say.h"

const struct rule rules[RULE_COUNT] = {
#define X(name, id, criterion, asks, mend) \
	[RULE_##name] = { id, criterion, asks, mend, rule_##name },
	RULES(X)
#undef X
};

const struct rule *
rule_by_id(const char *id)
{
	for (size_t i = 0; i < RULE_COUNT; i++)
		if (strcmp(rules[i].id, id) == 0)
			return &rules[i];
	return NULL;
}

/* A new finding; NULL without memory, which the exhausted arena turns into "undecided". */
static struct finding *
add(struct ruling *r, enum outcome outcome)
{
	struct findings *f = r->out;

	if (outcome < r->worst)
		r->worst = outcome;
	if (f->n == f->room) {
		size_t want = f->room != 0 ? 2 * f->room : 8;
		struct finding *list = arena_grow(r->arena, f->list, f->n, want, sizeof(*list));

		if (list == NULL)
			return NULL;
		f->list = list;
		f->room = want;
	}
	f->list[f->n] =
	    (struct finding){ .rule = r->rule, .outcome = outcome, .text = "", .mend = "" };
	return &f->list[f->n++];
}

/* For a text that could not be made; the exhausted arena has the last word. */
static const char *
or_oom(const char *text)
{
	return text != NULL ? text : "(out of memory)";
}

void
rule_unmet(struct ruling *r, const char *fmt, ...)
{
	struct finding *f = add(r, OUTCOME_UNMET);
	va_list ap;

	if (f == NULL)
		return;
	va_start(ap, fmt);
	f->text = or_oom(arena_vprintf(r->arena, say(fmt), ap));
	va_end(ap);
	f->mend = rule_mends(say_language(), r->rule);
}

void
rule_undecided(struct ruling *r, const struct error *why)
{
	struct finding *f = add(r, OUTCOME_UNDECIDED);

	if (f == NULL)
		return;
	f->text = or_oom(arena_strdup(
	    r->arena, why->kind != ERROR_NONE ? why->text : say("it could not be found out")));
	f->mend = or_oom(arena_strdup(r->arena,
	    why->mend[0] != '\0' ?
	        why->mend :
	        say(why->kind == ERROR_MALFORMED ?
	                "whoever made it makes it again, well formed; then push again" :
	                "the administrator of the server looks into it; then push again")));
}

void
rule_mend(struct ruling *r, const char *command, const char *fmt, ...)
{
	struct finding *f = r->out->n > 0 ? &r->out->list[r->out->n - 1] : NULL;
	va_list ap;

	if (f == NULL)
		return;
	va_start(ap, fmt);
	f->mend = or_oom(arena_vprintf(r->arena, say(fmt), ap));
	va_end(ap);
	f->command = command;
}

static bool
same(const struct finding *x, const struct finding *y)
{
	return x->rule == y->rule && x->outcome == y->outcome && strcmp(x->text, y->text) == 0;
}

/* Several steps of one push often have the same thing to say of the pusher, and several files of
 * the server they lie on. */
static void
drop_repeated(struct findings *f, size_t before)
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

enum outcome
rule_judge(struct arena *a, enum rule_id id, const struct policy *p, const struct step *s,
    struct findings *out)
{
	struct ruling r = { a, p, s, id, out, OUTCOME_MET };
	size_t before = out->n;
	enum outcome said = rules[id].check(&r);

	if (a->exhausted)
		return OUTCOME_UNDECIDED;
	drop_repeated(out, before);
	return said < r.worst ? said : r.worst;
}
