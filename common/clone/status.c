#include "clone/status.h"

#include <git2.h>
#include <string.h>

#include "base/escape.h"
#include "base/oid.h"
#include "git/refs.h"
#include "base/say/say.h"

#define NAMES_MAX 4

/* The performer of the plan, or whoever asks, or the first who may. */
static const struct person *find_promoter(
    const struct session *se, const struct proposal *pr, int64_t now)
{
	const struct dossier_record *plan = dossier_find(&pr->dossier, DOSSIER_PLAN);
	const struct policy *p = &se->gate.file.policy;
	const struct person *who;

	if (plan != NULL && plan->malformed.kind == ERROR_NONE &&
	    (who = policy_person_by_id(p, plan->plan.performer)) != NULL &&
	    environment_may_push(pr->env, who, now))
		return who;
	if (environment_may_push(pr->env, se->me, now))
		return se->me;
	for (size_t i = 0; i < p->npersons; i++)
		if (!p->persons[i].service && environment_may_push(pr->env, &p->persons[i], now))
			return &p->persons[i];
	return NULL;
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
	s->verdict = g->verdict.verdict;
	if (g->verdict.n == 1 && g->verdict.why.kind == ERROR_NONE)
		return forgive_signature(g, s, &merge, e);
	*e = g->verdict.why;
	return e->kind != ERROR_NONE ?
	    -1 :
	    error_set(e, ERROR_UNREADABLE, "nothing of it could be judged");
}

static void add(struct status *s, const char *who, const char *command, const char *does)
{
	if (s->nnext < STATUS_ACTS_MAX)
		s->next[s->nnext++] = (struct act){ who, command, does };
}

/* Everybody who holds one of these roles. */
static const char *names(struct arena *a, const struct role *const *roles, size_t n, int64_t now)
{
	const char *text = NULL;

	for (size_t i = 0; i < n; i++) {
		const char *more = role_names(a, roles[i], now, NAMES_MAX);

		text = text != NULL ? arena_printf(a, say("%s or %s"), text, more) : more;
	}
	return text != NULL ? text : say("anybody in the policy");
}

static const char *command(
    struct arena *a, const char *verb, const struct status *s, const char *more)
{
	return arena_printf(a, "git sluis %s %s%s", verb, shellword(a, s->id), more);
}

/* What the environment asks to be written down. False when some of it is still to come: who signs,
 * signs all of it. */
static bool add_records(struct arena *a, const struct policy *p, struct status *s, int64_t now)
{
	const struct dossier *d = &s->pr.dossier;
	const struct dossier_record *plan = dossier_find(d, DOSSIER_PLAN),
	                            *test = dossier_find(d, DOSSIER_ACCEPTANCE);
	unsigned asks = s->pr.changes_nothing ? 0 : s->env->require;
	bool planned = (asks & REQUIRE_PLAN) != 0, tested = (asks & REQUIRE_ACCEPTANCE) != 0;
	const char *testers = names(a, p->evidence_push, p->nevidence_push, now);
	const char *operators = names(a, s->env->push, s->env->npush, now);

	if (tested && !d->has_criteria)
		add(s, testers, command(a, "start", s, ""), say("writes down the criteria"));
	if (planned && plan == NULL)
		add(s, operators, command(a, "start", s, ""), say("makes the plan"));
	else if (planned && plan->malformed.kind != ERROR_NONE)
		add(s, operators, NULL,
		    arena_printf(
		        a, say("completes the plan (%s) and pushes it"), plan->malformed.text));
	if (tested && test == NULL)
		add(s, testers, NULL,
		    arena_printf(
		        a, say("tests, and pushes %s/acceptance.ini (man 7 sluis)"), s->id));
	return s->nnext == 0;
}

static unsigned count_given(const struct status *s, const struct signoff *kind)
{
	unsigned n = 0;

	for (size_t i = 0; i < s->pr.givens.n; i++)
		n += s->pr.givens.list[i].role == kind->role &&
		    proposal_counts(&s->pr, &s->pr.givens.list[i]);
	return n;
}

/* A word that counted once and does not now is missed by the rules, not by the count. */
static bool is_stale(struct arena *a, const struct status *s, const struct signoff *kind)
{
	const char *role = arena_printf(a, " --role %s", shellword(a, kind->role->id));

	for (size_t i = 0; i < s->findings->n; i++) {
		const struct finding *f = &s->findings->list[i];

		const char *at =
		    f->rule == RULE_signoff_current && f->command != NULL && role != NULL ?
		    strstr(f->command, role) :
		    NULL;

		if (at != NULL && (at[strlen(role)] == '\0' || at[strlen(role)] == ' '))
			return true;
	}
	return false;
}

/* What was asked for beside the id: sign and promote are to be asked the same. */
static const char *wished(struct arena *a, const struct status *s)
{
	const struct proposal_wish *w = s->pr.wish;
	const char *text = "";

	if (w->environment != NULL)
		text = arena_printf(a, " --environment %s", shellword(a, s->env->id));
	if (w->emergency != NULL)
		text = arena_printf(a, "%s --emergency %s", text, shellword(a, w->emergency));
	if (w->rolls_back_to != NULL)
		text =
		    arena_printf(a, "%s --rolls-back-to %s", text, oid_short(a, &s->pr.candidate));
	for (size_t i = 0; i < w->nreviews; i++)
		text =
		    arena_printf(a, "%s --reviews-emergency %s", text, shellword(a, w->reviews[i]));
	return text != NULL ? text : "";
}

static void add_signoffs(struct arena *a, struct status *s, int64_t now)
{
	for (size_t i = 0; i < s->pr.asked.n; i++) {
		const struct signoff *kind = s->pr.asked.list[i];
		const char *more =
		    arena_printf(a, " --role %s%s", shellword(a, kind->role->id), wished(a, s));

		if (count_given(s, kind) < kind->count || is_stale(a, s, kind))
			add(s, role_names(a, kind->role, now, NAMES_MAX),
			    command(a, "sign", s, more != NULL ? more : ""), say("signs"));
	}
}

static void add_acts(struct session *se, struct status *s, int64_t now)
{
	struct arena *a = &se->gate.arena;

	if (add_records(a, &se->gate.file.policy, s, now))
		add_signoffs(a, s, now);
	if (s->verdict == VERDICT_ACCEPT)
		add(s, escape(a, s->promoter->name), command(a, "promote", s, wished(a, s)),
		    say("promotes it"));
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
static int find_deployments(struct gate *g, struct status *s, const git_oid *tip, struct error *e)
{
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
			add(s, names(&g->arena, s->env->push, s->env->npush, g->now),
			    command(&g->arena, "deployed", s,
			        arena_printf(&g->arena, " --target %s --tree DIR",
			            shellword(&g->arena, d->list[i].target->id))),
			    say("records its deployment"));
	return 0;
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
		return find_deployments(g, out, &tip, e);
	if (proposal_make(g, wish, &out->pr, e) < 0)
		return -1;
	out->promoter = find_promoter(se, &out->pr, now);
	if (judge(se, out, now, e) < 0)
		return -1;
	add_acts(se, out, now);
	return 0;
}
