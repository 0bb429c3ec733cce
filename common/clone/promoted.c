#include "clone/promoted.h"

#include "git/refs.h"
#include "promotion/promotion.h"

/* On one environment. `*merge` stays NULL where there is none. 0 or -1. */
static int find_on(struct gate *g, const char *id, const struct environment *env,
    const git_oid **merge, struct error *e)
{
	struct ref_values now;

	if (refs_now(&g->arena, &g->repo, env->ref, &now, e) < 0)
		return -1;
	for (size_t i = 0; i < now.n && *merge == NULL; i++)
		if (promotion_find(&g->arena, &g->repo, &now.list[i].id, id, merge, e) < 0)
			return -1;
	return 0;
}

int promoted_find(
    struct gate *g, const char *id, const char *environment, struct commit *out, struct error *e)
{
	const struct policy *p = &g->file.policy;
	const git_oid *merge = NULL;

	for (size_t i = p->nenvironments; i-- > 0 && merge == NULL;) {
		const struct environment *at = &p->environments[i];

		if (at->from == NULL || (environment != NULL && strcmp(at->id, environment) != 0))
			continue;
		if (find_on(g, id, at, &merge, e) < 0)
			return -1;
	}
	if (merge != NULL)
		return commit_load(&g->arena, &g->repo, merge, out, e);
	error_set(e, ERROR_ABSENT, "%s did not go over to %s", escape(&g->arena, id),
	    environment != NULL ? escape(&g->arena, environment) : "any environment");
	return error_mend(e, "git sluis status %s says how far it is", escape(&g->arena, id));
}

/* Did somebody sign under that id once? The audit tells of those whose ref is gone. */
static bool was_signed(struct session *se, const char *id)
{
	struct arena *a = &se->arena;
	const char *const argv[] = { "git", "--git-dir", se->mirror.dir, "rev-list",
		"--max-count=1", "--fixed-strings",
		arena_printf(a, "--grep=Ref: " SIGNOFF_REFS "%s/", id), "--all", "--", NULL };
	struct error why = { 0 };
	const char *found = argv[6] != NULL ? clone_ask(a, argv, &why) : NULL;

	return found == NULL || *found != '\0';
}

int promoted_check_id(
    struct session *se, const struct proposal *pr, bool elsewhere, struct error *e)
{
	const char *id = pr->wish->id;
	struct error why = { 0 };
	struct commit merge;

	if (pr->dossier.exists || pr->givens.n > 0 || elsewhere ||
	    proposal_wish_exceptional(pr->wish) ||
	    (pr->env->require & (REQUIRE_PLAN | REQUIRE_ACCEPTANCE)) == 0 || was_signed(se, id) ||
	    promoted_find(&se->gate, id, pr->env->id, &merge, &why) == 0 ||
	    why.kind != ERROR_ABSENT)
		return 0;
	error_set(e, ERROR_ABSENT, "there is no promotion %s", escape(&se->gate.arena, id));
	return error_mend(e, "see which are under way:\ngit sluis status");
}
