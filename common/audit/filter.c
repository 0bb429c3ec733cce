#include "audit/filter.h"

static bool is(const char *a, const char *b)
{
	return a != NULL && strcmp(a, b) == 0;
}

/* Asks a question of every step; true as soon as one answers it with yes. */
static bool any_step(const struct audit_entry *e,
    bool (*asks)(const struct audit_step *s, const char *id), const char *id)
{
	for (size_t i = 0; i < e->nrefs; i++)
		for (size_t k = 0; k < e->refs[i].nsteps; k++)
			if (asks(&e->refs[i].steps[k], id))
				return true;
	return false;
}

static bool is_promotion(const struct audit_step *s, const char *id)
{
	return is(s->promotion, id) || audit_list_has(s->reviews, id);
}

static bool spoke(const struct audit_step *s, const char *rule)
{
	return audit_list_has(s->rules[OUTCOME_UNMET], rule) ||
	    audit_list_has(s->rules[OUTCOME_UNDECIDED], rule) ||
	    audit_list_has(s->rules[OUTCOME_WAIVED], rule);
}

static bool took_part(const struct audit_step *s, const char *person)
{
	for (size_t i = 0; i < s->nsignoffs; i++)
		if (is(s->signoffs[i].person, person))
			return true;
	return audit_list_has(s->contributors, person) || audit_list_has(s->testers, person) ||
	    audit_list_has(s->performers, person);
}

/* "jan as git": who became the owner, and the owner. */
static bool unlocked_by(const struct audit_entry *e, const char *person)
{
	return e->by != NULL && audit_list_has(e->by, person) && !is("as", person);
}

static bool is_ref(const struct audit_entry *e, const char *ref)
{
	static const char branches[] = "refs/heads/";

	for (size_t i = 0; i < e->nrefs; i++) {
		const char *name = e->refs[i].name;

		if (is(name, ref) || is(e->refs[i].environment, ref) ||
		    (begins_with(name, branches) && is(name + sizeof(branches) - 1, ref)))
			return true;
	}
	return false;
}

bool audit_filter_takes(const struct audit_filter *f, const struct audit_seen *seen)
{
	const struct audit_entry *e = &seen->entry;

	if (e->kind == AUDIT_OUTCOME && (e->moved != AUDIT_MOVED || !git_oid_is_zero(&e->verdict)))
		return false;
	if (seen->at < f->from || seen->at > f->to)
		return false;
	if (f->decided && (e->kind != AUDIT_VERDICT || e->decision != f->decision))
		return false;
	if (f->promotion != NULL && !any_step(e, is_promotion, f->promotion))
		return false;
	if (f->rule != NULL && !any_step(e, spoke, f->rule))
		return false;
	if (f->ref != NULL && !is_ref(e, f->ref))
		return false;
	return f->person == NULL || is(e->pusher, f->person) || is(e->login, f->person) ||
	    unlocked_by(e, f->person) || any_step(e, took_part, f->person);
}
