#include "clone/status.h"

#include "clone/status_internal.h"
#include "base/pattern.h"
#include "git/refs.h"

/* The performer of the plan, else the person of the session, else the first one who may push. */
static const struct person *find_promoter(struct session *se, struct status *s)
{
	const struct dossier_record *plan = dossier_find(&s->pr.dossier, DOSSIER_PLAN);
	const struct policy *p = &se->gate.file.policy;
	const struct environment *env = s->env;
	int64_t now = se->gate.now;
	const struct person *who;
	struct people others;

	if (plan != NULL && plan->malformed.kind == ERROR_NONE && !s->pr.changes_nothing &&
	    s->pr.wish->rolls_back_to == NULL &&
	    (who = policy_person_by_id(p, plan->plan.performer)) != NULL &&
	    environment_may_push(env, who, now)) {
		s->performer = true;
		return who;
	}
	if (environment_may_push(env, se->me, now) &&
	    (s->makers == NULL || contributors_find(s->makers, se->me) == NULL))
		return se->me;
	if (contributors_others(
	        &se->gate.arena, p, env->push, env->npush, now, s->makers, &others) < 0)
		return NULL;
	return others.n > 0 ? others.list[0] : s->promoter;
}

/* The merge, in the memory of this run alone (git/repo.h). */
static int make_merge(
    struct gate *g, const struct status *s, int64_t now, git_oid *out, struct error *e)
{
	const char *name = s->promoter != NULL ? s->promoter->name : "nobody";
	const char *email = s->promoter != NULL && s->promoter->nemails > 0 ?
	    s->promoter->emails[0] :
	    "nobody@localhost";
	git_commit *parents[2] = { NULL, NULL };
	git_signature *who = NULL;
	git_tree *tree = NULL;
	int rc = git_signature_new(&who, name, email, (git_time_t)now, 0);

	if (rc == 0)
		rc = git_tree_lookup(&tree, g->repo.git, &s->pr.tree);
	if (rc == 0)
		rc = git_commit_lookup(&parents[0], g->repo.git, &s->pr.base);
	if (rc == 0)
		rc = git_commit_lookup(&parents[1], g->repo.git, &s->pr.candidate);
	if (rc == 0)
		rc = git_commit_create(out, g->repo.git, NULL, who, who, NULL, s->pr.message, tree,
		    2, (const git_commit **)parents);
	git_signature_free(who);
	git_tree_free(tree);
	git_commit_free(parents[0]);
	git_commit_free(parents[1]);
	return rc == 0 ? 0 : repo_error(&g->arena, GIT_ERROR, e, "the merge cannot be made");
}

/* The merge of this run is not signed; the one that is pushed will be (session_commit). */
static int forgive_signature(
    struct gate *g, struct status *s, const git_oid *merge, struct error *e)
{
	const struct findings *all = &g->verdict.refs[0].findings;
	struct findings *kept = arena_alloc(&g->arena, sizeof(*kept));
	const char *id = oid_short(&g->arena, merge);
	enum verdict v = VERDICT_ACCEPT;

	if (kept == NULL ||
	    (kept->list = arena_array(&g->arena, all->n + 1, sizeof(*kept->list))) == NULL)
		return error_memory(e);
	for (size_t i = 0; i < all->n; i++) {
		const struct finding *f = &all->list[i];

		if (f->rule == RULE_commits_signed && strncmp(f->text, id, strlen(id)) == 0)
			continue;
		kept->list[kept->n++] = *f;
		if (v != VERDICT_REJECT)
			v = f->outcome == OUTCOME_UNMET ? VERDICT_REJECT : VERDICT_UNDECIDED;
	}
	if (kept->n == all->n)
		v = s->verdict;
	s->verdict = v;
	s->findings = kept;
	return 0;
}

static int judge(struct session *se, struct status *s, int64_t now, struct error *e)
{
	struct gate *g = &se->gate;
	const struct pusher asks = g->pusher;
	git_oid merge;

	if (make_merge(g, s, now, &merge, e) < 0)
		return -1;
	memset(&g->pusher, 0, sizeof(g->pusher));
	if (s->promoter != NULL) {
		g->pusher.state = PUSHER_KNOWN;
		g->pusher.person = s->promoter;
	} else {
		error_set(&g->pusher.why, ERROR_ABSENT, "nobody in the policy may push to %s today",
		    s->env->id);
		g->pusher.state = PUSHER_UNKNOWN;
	}
	session_judge(se, &merge, s->env->ref);
	g->pusher = asks;
	s->verdict = g->verdict.verdict;
	if (g->verdict.n == 1 && g->verdict.why.kind == ERROR_NONE)
		return forgive_signature(g, s, &merge, e);
	*e = g->verdict.why;
	return e->kind != ERROR_NONE ?
	    -1 :
	    error_set(e, ERROR_UNREADABLE, "nothing of it could be judged");
}

/* Is it on the environment already? */
static int find_done(struct gate *g, struct status *s, git_oid *tip, struct error *e)
{
	struct ref_values now;

	if (refs_now(&g->arena, &g->repo, s->env->ref, &now, e) < 0)
		return -1;
	if (now.n != 1)
		return error_set(e, ERROR_ABSENT, "there is no %s on the remote yet",
		    escape(&g->arena, s->env->ref));
	*tip = now.list[0].id;
	return promotion_find(&g->arena, &g->repo, tip, s->id, &s->done, e);
}

/* What still has to be recorded of a promotion that the environment shows. */
static int find_deployments(
    struct session *se, struct status *s, const git_oid *tip, struct error *e)
{
	struct gate *g = &se->gate;
	const struct changes none = { 0 };
	const struct evidence_moves of = { g->file.policy.evidence_ref, &none, &g->pusher, g->now,
		&g->past.ledger };
	struct deployments *d = &s->deployments;

	deployments_gather(&g->arena, &g->repo, &g->file.policy, s->env, tip, &of, &g->past, d);
	if (d->known == FACT_UNKNOWN) {
		*e = d->why;
		return -1;
	}
	s->shown = d->known == FACT_YES && git_oid_equal(&d->merge.id, s->done);
	for (size_t i = 0; s->shown && i < d->n; i++)
		if (d->list[i].state != DEPLOYED_DONE)
			acts_add_pushers(se, s,
			    acts_command(se, s, "deployed",
			        arena_printf(&g->arena, " --target %s --tree DIR",
			            shellword(&g->arena, d->list[i].target->id))),
			    say("records its deployment"));
	return 0;
}

static void find_newer(struct gate *g, struct status *s)
{
	struct error none = { 0 };
	git_oid tip;

	if (s->pr.wish->rolls_back_to == NULL && !s->pr.changes_nothing &&
	    advice_tip(g, s->env->from->ref, &tip, &none) == 0 &&
	    !git_oid_equal(&tip, &s->pr.candidate))
		s->newer = tip;
}

bool status_stale(const struct status *s, const struct signed_signoff *gv)
{
	const struct finding *f = s->pr.useless[gv - s->pr.givens.list];

	return f != NULL ?
	    f->rule == RULE_signoff_current :
	    gv->unreadable.kind == ERROR_NONE && gv->tag.decision == DECISION_APPROVE &&
	        strcmp(gv->tag.environment, s->env->id) == 0 &&
	        promotion_same(gv->tag.kind, s->pr.said.kind) &&
	        !git_oid_equal(&gv->tag.candidate, &s->pr.candidate);
}

/* Is there now, by what was found out, a better merge, or a better person to push it? */
static bool is_better(struct session *se, struct status *s)
{
	struct gate *g = &se->gate;
	const struct policy *p = &g->file.policy;
	struct contributors *makers = &g->verdict.refs[0].steps.list[0].contributors;
	const struct person *before = s->promoter;

	contributors_settle_all(&g->arena, &g->repo, p, makers);
	s->makers = makers->complete ? makers : NULL;
	if (!p->authors_may_promote && s->pr.wish->rolls_back_to == NULL)
		s->promoter = find_promoter(se, s);
	return proposal_leave_out(g, &s->pr, s->findings) || s->promoter != before;
}

/* An emergency that waits for its review: until when, and what that review by itself asks next. */
static int find_review(struct session *se, const struct proposal_wish *wish, struct status *out,
    const git_oid *tip, struct error *e)
{
	struct gate *g = &se->gate;
	const char *const reviewed[] = { wish->id };
	struct proposal_wish review = { .id = emergency_review_id(&g->arena, wish->id),
		.environment = wish->environment,
		.reviews = reviewed,
		.nreviews = 1 };
	struct status *of = arena_alloc(&g->arena, sizeof(*of));
	struct emergencies all;
	const struct emergency_case *c;

	if (!g->file.policy.emergency.allowed)
		return 0;
	if (of == NULL || review.id == NULL)
		return error_memory(e);
	emergencies_gather(&g->arena, &g->repo, &g->past, tip, g->now, &all);
	if (!all.complete) {
		*e = all.why;
		return -1;
	}
	if ((c = emergencies_find(&all, wish->id)) == NULL)
		return 0;
	out->review_due = emergency_due(c, g->file.policy.emergency.review_within_days);
	if (status_find(se, &review, of, e) < 0)
		return of->closed != NULL ? 0 : -1;
	for (size_t i = 0; i < of->nnext && out->nnext < STATUS_ACTS_MAX; i++)
		out->next[out->nnext++] = of->next[i];
	return 0;
}

int status_find_whole(
    struct session *se, const struct proposal_wish *wish, struct status *out, struct error *e)
{
	struct gate *g = &se->gate;
	const struct pusher me = g->pusher;
	const struct environment *env;
	struct proposal_wish any = *wish;
	struct dossier d;

	memset(out, 0, sizeof(*out));
	any.several = true;
	if (dossier_read(&g->arena, &g->repo, &g->file.policy, wish->id, &d, e) < 0 ||
	    (env = proposal_environment(g, &any, &d, e)) == NULL)
		return -1;
	if (pattern_exact(env->ref) && status_find(se, &any, out, e) < 0)
		return -1;
	g->pusher = me; /* status_find() judges as the one who would promote it */
	out->id = wish->id;
	out->env = env;
	return out->findings != NULL ? 0 : proposal_make(g, &any, &out->pr, e);
}

int status_find(
    struct session *se, const struct proposal_wish *wish, struct status *out, struct error *e)
{
	struct gate *g = &se->gate;
	int64_t now = g->now;
	struct dossier d;
	git_oid tip;

	memset(out, 0, sizeof(*out));
	out->id = wish->id;
	if (dossier_read(&g->arena, &g->repo, &g->file.policy, wish->id, &d, e) < 0 ||
	    (out->env = proposal_environment(g, wish, &d, e)) == NULL ||
	    find_done(g, out, &tip, e) < 0)
		return -1;
	if (out->done != NULL)
		return find_deployments(se, out, &tip, e) < 0 ? -1 :
		                                                find_review(se, wish, out, &tip, e);
	if (d.intent.closed != NULL)
		out->closed = escape(&g->arena, d.intent.closed);
	if (proposal_make(g, wish, &out->pr, e) < 0)
		return -1;
	find_newer(g, out);
	out->promoter = find_promoter(se, out);
	do {
		if (judge(se, out, now, e) < 0)
			return -1;
	} while (is_better(se, out));
	acts_find(se, out);
	return 0;
}
