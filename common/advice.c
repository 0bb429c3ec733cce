#include "advice.h"

#include <string.h>
#include <time.h>

#include "escape.h"
#include "oid.h"
#include "refs.h"

static struct gate_input
input(const char *dir, const char *policy)
{
	return (struct gate_input){ .repo = dir, .policy = policy, .now = (int64_t)time(NULL) };
}

/* Governed refs that are no branches were not fetched with the others. */
static int
fetch_rest(struct gate *g, const struct view *v)
{
	const struct policy *p = &g->file.policy;

	for (size_t i = 0; i < p->nenvironments; i++)
		if (view_fetch_more(&g->arena, v, p->environments[i].ref, &g->verdict.why) < 0)
			return -1;
	return p->evidence_ref != NULL ?
	    view_fetch_more(&g->arena, v, p->evidence_ref, &g->verdict.why) :
	    0;
}

int
advice_open(const struct advice_input *in, bool fresh, struct gate *g, struct view *v)
{
	struct gate_input gate;

	*v = (struct view)VIEW_NONE;
	if (view_open(&g->arena, in->clone, in->url, fresh, v, &g->verdict.why) < 0)
		return -1;
	gate = input(v->dir, v->policy);
	gate.login = in->login;
	gate.email = in->email;
	return gate_open(g, &gate) < 0 ? -1 : fetch_rest(g, v);
}

/* The commit that would be pushed. */
static int
resolve(struct gate *g, const char *source, git_oid *out)
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

static int
make_change(struct gate *g, const struct wanted_ref *w, struct changes *out)
{
	git_oid old = { { 0 } }, new = { { 0 } };
	char from[GIT_OID_HEXSZ + 1], to[GIT_OID_HEXSZ + 1];
	struct ref_values now;

	if (resolve(g, w->source, &new) < 0 ||
	    refs_now(&g->arena, &g->repo, w->ref, &now, &g->verdict.why) < 0)
		return -1;
	if (now.n > 0)
		old = now.list[0].id;
	if (git_oid_equal(&old, &new))
		return 0;
	git_oid_tostr(from, sizeof(from), &old);
	git_oid_tostr(to, sizeof(to), &new);
	return change_make(&g->arena, from, to, w->ref, &out->list[out->n++], &g->verdict.why);
}

void
advice_judge(struct gate *g, const struct wanted *wanted)
{
	struct gate_input gate = input(g->repo.dir, NULL);
	struct changes cs = { arena_array(&g->arena, wanted->n + 1, sizeof(*cs.list)), 0 };

	if (cs.list == NULL) {
		error_memory(&g->verdict.why);
		return;
	}
	for (size_t i = 0; i < wanted->n; i++)
		if (make_change(g, &wanted->list[i], &cs) < 0)
			return;
	gate_judge(g, &gate, &cs);
}

int
advice_give(const struct advice_input *in, const struct wanted *wanted, struct gate *g)
{
	for (int fresh = 0;; fresh++) {
		struct view v;
		int rc = advice_open(in, fresh > 0, g, &v);

		if (rc == 0)
			advice_judge(g, wanted);
		view_close(&v);
		if (rc < 0 || fresh > 0 || g->verdict.verdict != VERDICT_UNDECIDED)
			return rc;
		gate_release(g);
		gate_init(g, ARENA_RUN_CAP);
	}
}
