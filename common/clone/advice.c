#include "clone/advice.h"

#include "git/refs.h"

/* One that is a branch is fetched anyway; one that is not there yet is not missed. */
static const char *add_spec(struct arena *a, const char *specs, const char *pattern)
{
	int fixed = (int)strcspn(pattern, "*");

	if (specs == NULL || begins_with(pattern, "refs/heads/"))
		return specs;
	return arena_printf(a, "%s+%.*s*:%.*s*\n", specs, fixed, pattern, fixed, pattern);
}

/* Governed refs that are no branches. */
static int fetch_rest(struct gate *g, struct mirror *m)
{
	const struct policy *p = &g->file.policy;
	const char *specs = "";

	for (size_t i = 0; i < p->nenvironments; i++)
		specs = add_spec(&g->arena, specs, p->environments[i].ref);
	if (p->evidence_ref != NULL)
		specs = add_spec(&g->arena, specs, p->evidence_ref);
	return mirror_fetch_also(m, specs, &g->verdict.why);
}

int advice_open(
    const struct advice_input *in, enum mirror_when when, struct gate *g, struct mirror *m)
{
	struct gate_input gate = { .login = in->login, .email = in->email, .now = in->now };
	const struct ini_problem *first;

	*m = (struct mirror)MIRROR_NONE;
	if (mirror_open(&g->arena, in->clone, in->url, when, m, &g->verdict.why) < 0)
		return -1;
	gate.repo = m->dir;
	gate.policy = m->policy;
	if (gate_open(g, &gate) == 0) {
		g->repo.view = g->verifier.here = true;
		if (sshsig_load(&g->arena, g->file.signers, g->file.revoked, &g->verifier) < 0)
			mirror_mend_policy(&g->verifier.why);
		return fetch_rest(g, m);
	}
	if (g->file.problems.n == 0)
		return -1;
	first = &g->file.problems.list[0];
	error_set(&g->verdict.why, ERROR_MALFORMED,
	    "the policy that %s publishes is malformed: policy.ini%s: %s",
	    escape(&g->arena, in->url),
	    first->line > 0 ? arena_printf(&g->arena, ":%u", first->line) : "", first->text);
	return mirror_mend_policy(&g->verdict.why);
}

int advice_tip(struct gate *g, const char *ref, git_oid *out, struct error *e)
{
	struct ref_values now;

	if (refs_now(&g->arena, &g->repo, ref, &now, e) < 0)
		return -1;
	if (now.n != 1)
		return error_set(
		    e, ERROR_ABSENT, "there is no one %s on the remote", escape(&g->arena, ref));
	*out = now.list[0].id;
	return 0;
}

/* What would be pushed. */
static int resolve(struct gate *g, const char *source, git_oid *out)
{
	const char *const argv[] = { "git", "rev-parse", "--verify", "--quiet", "--end-of-options",
		source, NULL };
	const char *hex;
	struct error why = { 0 };

	if (source == NULL || oid_parse(source, strlen(source), out) == 0)
		return 0; /* zero for nothing */
	hex = clone_ask(&g->arena, argv, &why);
	if (hex != NULL && oid_parse(hex, strlen(hex), out) == 0)
		return 0;
	return error_set(&g->verdict.why, ERROR_ABSENT, "'%s' is nothing that git can push",
	    escape(&g->arena, source));
}

static int make_change(struct gate *g, const struct push_plan_ref *w, struct changes *out)
{
	git_oid old = { { 0 } }, new = { { 0 } };
	struct ref_values now;

	if (resolve(g, w->source, &new) < 0 ||
	    refs_now(&g->arena, &g->repo, w->ref, &now, &g->verdict.why) < 0)
		return -1;
	if (now.n > 0)
		old = now.list[0].id;
	if (git_oid_equal(&old, &new))
		return 0;
	return change_make(&g->arena, oid_hex(&g->arena, &old), oid_hex(&g->arena, &new), w->ref,
	    &out->list[out->n++], &g->verdict.why);
}

void advice_judge(struct gate *g, const struct push_plan *plan)
{
	const struct gate_input gate = { .repo = g->repo.dir, .now = g->now };
	struct changes cs = { arena_array(&g->arena, plan->n + 1, sizeof(*cs.list)), 0 };

	if (cs.list == NULL) {
		error_memory(&g->verdict.why);
		return;
	}
	g->past.n = 0; /* what was judged before this was not pushed */
	for (size_t i = 0; i < plan->n; i++)
		if (make_change(g, &plan->list[i], &cs) < 0)
			return;
	gate_judge(g, &gate, &cs);
}

int advice_give(const struct advice_input *in, const struct push_plan *plan, struct gate *g)
{
	for (int fresh = 0;; fresh++) {
		struct mirror m;
		int rc = advice_open(in, fresh > 0 ? MIRROR_FRESH : MIRROR_NOW, g, &m);

		if (rc == 0)
			advice_judge(g, plan);
		mirror_close(&m);
		if (rc < 0 || fresh > 0 || g->verdict.verdict != VERDICT_UNDECIDED)
			return rc;
		gate_release(g);
		gate_init(g);
	}
}
