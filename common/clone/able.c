#include "clone/able.h"

#include "git/history.h"

#define NAMES_MAX 4

const struct contribution *able_made(
    struct session *se, struct contributors *makers, const struct person *who)
{
	struct gate *g = &se->gate;

	contributors_settle(&g->arena, &g->repo, &g->file.policy, who, makers);
	return contributors_find(makers, who);
}

struct people able_others(
    struct session *se, const struct role *const *roles, size_t n, struct contributors *makers)
{
	struct gate *g = &se->gate;
	struct people out = { 0 };

	if (makers != NULL)
		contributors_settle_all(&g->arena, &g->repo, &g->file.policy, makers);
	contributors_others(&g->arena, &g->file.policy, roles, n, g->now, makers, &out);
	return out;
}

int able_mend(struct session *se, const struct people *who, const char *command, struct error *e)
{
	if (who->n == 0)
		return error_mend(e,
		    "nobody who may do it is left: the administrator gives somebody else the role");
	return error_mend(e, "%s can:\n%s", people_names(&se->gate.arena, who, NAMES_MAX), command);
}

int able_to_bring(
    struct session *se, struct contributors *makers, const char *command, struct error *e)
{
	const struct policy *p = &se->gate.file.policy;
	struct people others;

	if (p->nevidence_push == 0 ||
	    roles_have(p->evidence_push, p->nevidence_push, se->me, se->gate.now))
		return 0;
	error_set(e, ERROR_MALFORMED, "%s may not push to %s",
	    person_shown(&se->gate.arena, se->me), escape(&se->gate.arena, p->evidence_ref));
	others = able_others(se, p->evidence_push, p->nevidence_push, makers);
	return able_mend(se, &others, command, e);
}

const char *tester_candidate(
    struct session *se, const struct environment *env, const char *promotion, struct error *e)
{
	struct gate *g = &se->gate;
	const struct dossier_record *plan;
	struct dossier d;
	git_oid tip;

	if (dossier_read(&g->arena, &g->repo, &g->file.policy, promotion, &d, e) < 0)
		return NULL;
	plan = dossier_find(&d, DOSSIER_PLAN);
	if (plan != NULL && dossier_candidate(plan) != NULL)
		return dossier_candidate(plan);
	if (advice_tip(g, env->from->ref, &tip, e) < 0)
		return NULL;
	return oid_hex(&se->arena, &tip);
}

/* May the person of the session test it: may they push evidence, and did they make none of it? */
static int check_person(struct session *se, const struct environment *env, const char *promotion,
    const git_oid *candidate, struct error *e)
{
	struct gate *g = &se->gate;
	const struct policy *p = &g->file.policy;
	struct contributors cs = { .complete = true };
	const struct contribution *made;
	const char *command;
	struct people others;
	struct error none = { 0 };
	git_oid base, shown;

	/* Nothing is there yet, or several refs are: whatever is older counts. */
	if (advice_tip(g, env->ref, &base, &none) == 0) {
		if (history_state_shown(&g->arena, &g->repo, &base, &shown, e) < 0)
			return -1;
		contributors_gather_more(&g->arena, &g->repo, p, candidate, &shown, 1, &base, &cs);
	}
	if (!cs.complete)
		return error_copy(e, &cs.why);
	command = arena_printf(&g->arena, "git sluis accept %s", shellword(&g->arena, promotion));
	made = able_made(se, &cs, se->me);
	if (made == NULL)
		return able_to_bring(se, &cs, command, e);
	error_set(e, ERROR_MALFORMED, "%s %s %s, and nobody tests what they made",
	    person_shown(&g->arena, se->me), made_as_word(made->as), made->commit);
	others = able_others(se, p->evidence_push, p->nevidence_push, &cs);
	return able_mend(se, &others, command, e);
}

int tester_check(struct session *se, const struct environment *env, const char *promotion,
    const char *candidate, bool wished, struct error *e)
{
	struct error none = { 0 };
	git_oid id, tip;

	if (oid_parse(candidate, strlen(candidate), &id) < 0)
		return error_set(
		    e, ERROR_MALFORMED, "'%s' is not a commit", escape(&se->arena, candidate));
	if (!wished && advice_tip(&se->gate, env->from->ref, &tip, &none) == 0 &&
	    !git_oid_equal(&tip, &id)) {
		error_set(e, ERROR_MALFORMED, "the plan of %s is about %.7s, and %s shows %s now",
		    promotion, candidate, env->from->id, oid_short(&se->arena, &tip));
		return error_mend(e,
		    "plan it for what is there now, or test the older one where it runs:\n"
		    "git sluis accept %s --candidate %.7s",
		    promotion, candidate);
	}
	return check_person(se, env, promotion, &id, e);
}
