#include "rule_text.h"

#include <string.h>

#include "escape.h"
#include "shellword.h"

#define PROBLEMS_SHOWN 5
#define NAMES_MAX 4

const char *
rule_amend(struct ruling *r, const char *trailer)
{
	return arena_printf(r->arena, "git commit --amend --no-edit --trailer %s", shellword(r->arena, trailer));
}

const char *
rule_problems(struct ruling *r, const struct ini_problems *ps)
{
	const char *text = "";

	for (size_t i = 0; i < ps->n && i < PROBLEMS_SHOWN && text != NULL; i++) {
		const struct ini_problem *one = &ps->list[i];

		text = one->line == 0 ? arena_printf(r->arena, "%s%s%s", text, i > 0 ? "; " : "", one->text) :
		    arena_printf(r->arena, "%s%sline %u: %s", text, i > 0 ? "; " : "", one->line, one->text);
	}
	if (text != NULL && ps->n > PROBLEMS_SHOWN)
		text = arena_printf(r->arena, "%s; and %zu more", text, ps->n - PROBLEMS_SHOWN);
	return text != NULL ? text : "(out of memory)";
}

bool
rule_clock_suspect(struct ruling *r, const char *what)
{
	struct error why = { 0 };

	if (!r->step->clock_suspect)
		return false;
	error_set(&why, ERROR_UNREADABLE, "the server's clock stands before the date of its own policy file, so nobody can say "
	    "%s", what);
	error_mend(&why, "the administrator sets the clock of the server (or the date of the file, with touch)");
	rule_undecided(r, &why);
	return true;
}

bool
rule_waived_by(const struct ruling *r, enum exception exception)
{
	return r->step->kind == STEP_PROMOTION && r->step->promotion.exception == exception;
}

bool
rule_asked(const struct ruling *r, enum require group)
{
	return r->step->kind == STEP_PROMOTION && (r->step->env->require & group) != 0;
}

bool
rule_message_unreadable(struct ruling *r)
{
	const struct step *s = r->step;
	const struct error *why = s->unreadable.kind != ERROR_NONE ? &s->unreadable : &s->evidence.why;

	if (why->kind == ERROR_NONE)
		return false;
	if (why->kind != ERROR_MALFORMED) {
		rule_undecided(r, why);
		return true;
	}
	rule_unmet(r, "%s: its trailers cannot be read: %s", commit_title(r->arena, s->tip), why->text);
	if (why->mend[0] != '\0')
		rule_mend(r, NULL, "%s", why->mend);
	else
		rule_mend(r, "git commit --amend", "write the message so that every git reads the same trailers:");
	return true;
}

bool
rule_record_malformed(struct ruling *r, const struct recorded *rec, const char *place, const char *trailer)
{
	if (rec->malformed.kind == ERROR_NONE)
		return false;
	if (rec->malformed.kind != ERROR_MALFORMED) {
		rule_undecided(r, &rec->malformed);
		return true;
	}
	rule_unmet(r, "%s is not well formed: %s", place, rec->problems.n > 0 ? rule_problems(r, &rec->problems) :
	    rec->malformed.text);
	rule_mend(r, NULL, "whoever made the record mends it and pushes it; then %s links its new sha256sum", trailer);
	return true;
}

void
rule_word(struct ruling *r, const struct recorded *rec, const char *key, const char *says, const char *is,
	const char *mend)
{
	if (strcmp(says, is) == 0)
		return;
	rule_unmet(r, "%s is about %s %s, and this promotion is about %s", rec->record.place, key,
	    escape(r->arena, says), is);
	rule_mend(r, NULL, "%s", mend);
}

/* Is this person named by an earlier role already? */
static bool
named_before(const struct role *const *roles, size_t i, const struct person *who, int64_t at)
{
	for (size_t k = 0; k < i; k++)
		if (role_has(roles[k], who, at))
			return true;
	return false;
}

const char *
rule_free_holders(const struct ruling *r, const struct role *const *roles, size_t n)
{
	const char *text = NULL;
	size_t named = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < roles[i]->nmembers && named < NAMES_MAX; k++) {
			const struct person *who = roles[i]->members[k].person;

			if (!role_has(roles[i], who, r->step->now) || named_before(roles, i, who, r->step->now) ||
			    contributors_find(&r->step->contributors, who) != NULL)
				continue;
			text = arena_printf(r->arena, "%s%s%s", text != NULL ? text : "", named++ > 0 ? " or " : "",
			    escape(r->arena, who->name));
		}
	return text;
}
