#include "clone/proposal.h"

#include "clone/advice.h"
#include "git/commit.h"
#include "git/history.h"
#include "git/refs.h"
#include "base/pattern.h"
#include "git/trailer.h"

/* The last that takes promotions: no tags, and no copy that follows another by fast-forward unless
 * all do. NULL for none. */
static const struct environment *last_environment(const struct policy *p)
{
	const struct environment *last = NULL;

	for (size_t i = p->nenvironments; i-- > 0;) {
		const struct environment *env = &p->environments[i];

		if (env->from == NULL || refs_is_tag(env->ref))
			continue;
		if (!env->fast_forward)
			return env;
		last = last != NULL ? last : env;
	}
	return last;
}

const struct environment *proposal_environment(
    struct gate *g, const struct proposal_wish *wish, const struct dossier *d, struct error *e)
{
	const struct policy *p = &g->file.policy;
	const struct dossier_record *plan = dossier_find(d, DOSSIER_PLAN);
	const char *id = wish->environment;
	const struct environment *env;

	if (id == NULL && plan != NULL && plan->malformed.kind == ERROR_NONE)
		id = plan->plan.environment;
	env = id != NULL ? policy_environment_by_id(p, id) : last_environment(p);
	if (env == NULL && id == NULL)
		error_set(e, ERROR_ABSENT, "the policy has no environment that takes promotions");
	else if (env == NULL)
		error_set(
		    e, ERROR_ABSENT, "the policy has no environment '%s'", escape(&g->arena, id));
	else if (env->from == NULL)
		error_set(e, ERROR_ABSENT, "nothing is promoted to %s: work starts there", env->id);
	else if (!pattern_exact(env->ref) && !wish->several)
		error_set(e, ERROR_UNSUPPORTED,
		    "%s is several refs (%s), and their merges are made with git", env->id,
		    env->ref);
	else
		return env;
	return NULL;
}

/* What the records say, the plan before the tests. */
static const char *recorded_candidate(const struct dossier *d)
{
	static const enum dossier_kind order[] = { DOSSIER_PLAN, DOSSIER_ACCEPTANCE };
	const char *found = NULL;
	int64_t newest = INT64_MIN;

	for (size_t k = 0; k < 2 && found == NULL; k++)
		for (size_t i = 0; i < d->n; i++) {
			const struct dossier_record *r = &d->records[i];
			int64_t at = r->kind == DOSSIER_ACCEPTANCE ? r->acceptance.finished : 0;

			if (r->kind != order[k] || dossier_candidate(r) == NULL || at <= newest)
				continue;
			found = dossier_candidate(r);
			newest = at;
		}
	return found;
}

static int resolve(struct gate *g, const char *rev, git_oid *out, struct error *e)
{
	const char *commit = arena_printf(&g->arena, "%s^{commit}", rev);
	git_object *o = NULL;
	int rc = commit != NULL ? git_revparse_single(&o, g->repo.git, commit) : -1;

	if (rc == 0)
		*out = *git_object_id(o);
	git_object_free(o);
	return rc == 0 ? 0 :
	                 error_set(e, ERROR_ABSENT, "there is no commit '%s' on the remote",
	                     escape(&g->arena, rev));
}

/* What the environment shows. 0 or -1. */
static int shown_on(struct gate *g, const struct environment *env, git_oid *out, struct error *e)
{
	git_oid tip;

	return advice_tip(g, env->ref, &tip, e) < 0 ?
	    -1 :
	    history_state_shown(&g->arena, &g->repo, &tip, out, e);
}

/* Does the environment show that candidate already, so that it rests on no evidence? Of several
 * refs nobody can say. 0 or -1. */
static int find_unchanged(struct gate *g, const struct proposal_wish *wish,
    const struct environment *env, const git_oid *candidate, bool *is, struct error *e)
{
	git_oid shown;

	*is = false;
	if (wish->rolls_back_to != NULL || !pattern_exact(env->ref))
		return 0;
	if (shown_on(g, env, &shown, e) < 0)
		return -1;
	*is = git_oid_equal(&shown, candidate);
	return 0;
}

/* The candidate: what a rollback goes back to, the one that is wished for, that of the plan or the
 * test, what the environment shows for a review without a dossier, or what stands on the
 * environment before. 0 or -1. */
static int find_candidate(struct gate *g, const struct proposal_wish *wish, const struct dossier *d,
    const struct environment *env, git_oid *out, struct error *e)
{
	const char *rev = wish->rolls_back_to != NULL ? wish->rolls_back_to : wish->candidate;

	if (rev == NULL)
		rev = recorded_candidate(d);
	if (rev != NULL)
		return resolve(g, rev, out, e);
	if (wish->nreviews > 0 && d->n == 0 && !d->has_criteria && pattern_exact(env->ref))
		return shown_on(g, env, out, e);
	return advice_tip(g, env->from->ref, out, e);
}

/* What a rollback brings back: that state, or what it had merged in (promotion/exceptions.h): the
 * state itself is always right. */
static int find_commits(struct gate *g, struct proposal *pr, struct error *e)
{
	struct commit c;

	if ((pattern_exact(pr->env->ref) && advice_tip(g, pr->env->ref, &pr->base, e) < 0) ||
	    find_candidate(g, pr->wish, &pr->dossier, pr->env, &pr->candidate, e) < 0)
		return -1;
	if (commit_load(&g->arena, &g->repo, &pr->candidate, &c, e) < 0)
		return -1;
	pr->tree = c.tree;
	return find_unchanged(g, pr->wish, pr->env, &pr->candidate, &pr->changes_nothing, e);
}

/* What is stated: what the paths demand, or more where that is wished for; else the lowest. */
static int find_impact(struct gate *g, struct proposal *pr, struct error *e)
{
	const struct policy *p = &g->file.policy;
	struct commit base;

	if ((pr->env->require & REQUIRE_IMPACT) == 0 || pr->wish->rolls_back_to != NULL ||
	    pr->changes_nothing || p->nimpacts == 0 || git_oid_is_zero(&pr->base))
		return 0;
	if (commit_load(&g->arena, &g->repo, &pr->base, &base, e) < 0)
		return -1;
	impact_floor_find(&g->arena, &g->repo, p, &base.tree, &pr->tree, &pr->floor);
	if (pr->floor.known != FACT_YES) {
		*e = pr->floor.why;
		return -1;
	}
	pr->impact = pr->floor.level != NULL ? pr->floor.level : &p->impacts[0];
	if (pr->wish->impact == NULL)
		return 0;
	pr->impact = policy_impact_by_id(p, pr->wish->impact);
	return pr->impact != NULL ?
	    0 :
	    error_set(e, ERROR_ABSENT, "the policy has no level of impact '%s'",
	        escape(&g->arena, pr->wish->impact));
}

/* Adds a line; the message is NULL once there was no memory. */
static void add_line(struct gate *g, struct proposal *pr, const char *key, const char *value)
{
	if (pr->message != NULL)
		pr->message = arena_printf(&g->arena, "%s%s: %s\n", pr->message, key, value);
}

static void say_links(struct gate *g, struct proposal *pr)
{
	static const char *const keys[] = { [DOSSIER_PLAN] = "Implementation-Plan",
		[DOSSIER_ACCEPTANCE] = "Acceptance-Result",
		[DOSSIER_PARALLEL_RUN] = "Parallel-Run" };
	const struct dossier *d = &pr->dossier;

	for (enum dossier_kind k = DOSSIER_PLAN; k <= DOSSIER_PARALLEL_RUN; k++)
		for (size_t i = 0; i < d->n; i++)
			if (d->records[i].kind == k &&
			    dossier_links(d, pr->env, &pr->candidate, &d->records[i]))
				add_line(g, pr, keys[k],
				    arena_printf(&g->arena, "git:%s sha256:%s", d->records[i].path,
				        d->records[i].sha256));
}

static void say_what(struct gate *g, struct proposal *pr)
{
	const struct proposal_wish *w = pr->wish;
	char hex[OID_HEX + 1];

	if (w->rolls_back_to != NULL)
		pr->message = arena_printf(
		    &g->arena, "Roll back %s as %s\n\nPromotion: %s\n", pr->env->id, w->id, w->id);
	else
		pr->message = arena_printf(
		    &g->arena, "Promote %s to %s\n\nPromotion: %s\n", w->id, pr->env->id, w->id);
	if (pr->impact != NULL)
		add_line(g, pr, "Impact", pr->impact->id);
	if (w->rolls_back_to != NULL)
		add_line(g, pr, "Rolls-Back-To", git_oid_tostr(hex, sizeof(hex), &pr->candidate));
	else if (!pr->changes_nothing)
		say_links(g, pr);
	if (w->emergency != NULL)
		add_line(g, pr, "Emergency", w->emergency);
	for (size_t i = 0; i < w->nreviews; i++)
		add_line(g, pr, "Reviews-Emergency", w->reviews[i]);
}

const char **proposal_rests_on(struct arena *a, const struct proposal *pr)
{
	static const char *none = NULL;

	return pr->wish->rolls_back_to != NULL || pr->changes_nothing ?
	    &none :
	    dossier_rests_on(a, &pr->dossier, pr->env, &pr->candidate);
}

/* By what it says, whether or not it is the person's. */
static bool fits(const struct proposal *pr, const struct signed_signoff *gv)
{
	return gv->unreadable.kind == ERROR_NONE && gv->tag.decision == DECISION_APPROVE &&
	    git_oid_equal(&gv->tag.candidate, &pr->candidate) &&
	    strcmp(gv->tag.environment, pr->env->id) == 0 &&
	    promotion_same(gv->tag.kind, pr->said.kind) &&
	    signoff_tag_reviews_are(&gv->tag, &pr->trailers);
}

/* Can the merge name it? */
static bool has_name(const struct proposal *pr, const struct signed_signoff *gv)
{
	return pr->useless[gv - pr->givens.list] == NULL && gv->latest && gv->person != NULL &&
	    gv->role != NULL && gv->person->nemails > 0;
}

bool proposal_counts(const struct proposal *pr, const struct signed_signoff *gv)
{
	return has_name(pr, gv) && fits(pr, gv) && gv->valid.is == FACT_YES;
}

static bool may_count(const struct proposal *pr, const struct signed_signoff *gv)
{
	return has_name(pr, gv) &&
	    (signed_signoff_lost(gv) || (fits(pr, gv) && gv->valid.is == FACT_UNKNOWN));
}

bool proposal_names(const struct proposal *pr, const struct signed_signoff *gv)
{
	return pr->named[gv - pr->givens.list];
}

int proposal_claims(struct arena *a, const struct proposal *pr, struct claims *out)
{
	const struct signed_signoffs *all = &pr->givens;

	*out = (struct claims){ arena_array(a, all->n * pr->asked.n + 1, sizeof(*out->list)), 0 };
	for (size_t k = 0; out->list != NULL && k < pr->asked.n; k++)
		for (size_t i = 0; i < all->n; i++)
			if (all->list[i].role == pr->asked.list[k]->role && pr->named[i])
				out->list[out->n++] = (struct claim){ .kind = pr->asked.list[k],
					.person = all->list[i].person,
					.counts = true };
	return out->list != NULL ? 0 : -1;
}

/* Those that count, and where these are too few, those that may. 0, or -1 without memory. */
static int find_named(struct gate *g, struct proposal *pr)
{
	const struct asked *asked = &pr->asked;
	unsigned *got = arena_array(&g->arena, asked->n + 1, sizeof(*got));
	struct claims counted;

	for (size_t i = 0; i < pr->givens.n; i++)
		pr->named[i] = proposal_counts(pr, &pr->givens.list[i]);
	if (got == NULL || proposal_claims(&g->arena, pr, &counted) < 0 ||
	    signoff_credit(&g->arena, &g->file.policy, asked, &counted, got) < 0)
		return -1;
	for (size_t k = 0; k < asked->n; k++)
		for (size_t i = 0; got[k] < asked->list[k]->count && i < pr->givens.n; i++)
			if (pr->givens.list[i].role == asked->list[k]->role)
				pr->named[i] = pr->named[i] || may_count(pr, &pr->givens.list[i]);
	return 0;
}

/* One trailer, though two sign-offs may share it. */
static void say_signoff(
    struct gate *g, struct proposal *pr, const struct signoff *kind, const struct person *who)
{
	const char *line =
	    arena_printf(&g->arena, "\n%s: %s <%s>\n", kind->trailer, who->name, who->emails[0]);

	if (pr->message == NULL || line == NULL || strstr(pr->message, line) != NULL)
		return;
	pr->message = arena_printf(&g->arena, "%s%s", pr->message, line + 1);
}

/* The message is NULL once there was no memory. */
static void say_signoffs(struct gate *g, struct proposal *pr)
{
	struct claims named;

	pr->message =
	    find_named(g, pr) == 0 && proposal_claims(&g->arena, pr, &named) == 0 ? pr->body : NULL;
	for (size_t i = 0; pr->message != NULL && i < named.n; i++)
		say_signoff(g, pr, named.list[i].kind, named.list[i].person);
}

static int find_givens(struct gate *g, const char *id, struct proposal *pr, struct error *e)
{
	static const struct changes none;

	signed_signoffs_gather(&g->arena, &g->repo, &g->file.policy, &none, id, g->now, true,
	    &g->past.ledger, &g->verifier, &pr->givens);
	if (pr->givens.complete)
		return 0;
	*e = pr->givens.why;
	return -1;
}

/* Which sign-offs are asked follows from what the message says so far. */
static int find_signoffs(struct gate *g, struct proposal *pr, struct error *e)
{
	const struct policy *p = &g->file.policy;

	pr->body = pr->message;
	if (trailer_read(&g->arena, pr->message, strlen(pr->message), &pr->trailers, e) < 0)
		return -1;
	if (promotion_read(&g->arena, &pr->trailers, &pr->said) < 0)
		return error_memory(e);
	signoff_asked(&g->arena, p, pr->env, &pr->said,
	    pr->changes_nothing || git_oid_is_zero(&pr->base) ? NULL : &pr->floor, &pr->asked);
	if (pr->asked.known != FACT_YES) {
		*e = pr->asked.why;
		return -1;
	}
	pr->useless = arena_array(&g->arena, pr->givens.n + 1, sizeof(*pr->useless));
	pr->named = arena_array(&g->arena, pr->givens.n + 1, sizeof(*pr->named));
	if (pr->useless == NULL || pr->named == NULL)
		return error_memory(e);
	say_signoffs(g, pr);
	return 0;
}

bool proposal_leave_out(struct gate *g, struct proposal *pr, const struct findings *of)
{
	bool any = false;

	for (size_t i = 0; i < of->n; i++)
		for (size_t k = 0; k < pr->givens.n; k++)
			if (of->list[i].signoff != NULL && pr->useless[k] == NULL &&
			    strcmp(of->list[i].signoff, pr->givens.list[k].name) == 0) {
				pr->useless[k] = &of->list[i];
				any = true;
			}
	if (any)
		say_signoffs(g, pr);
	return any && pr->message != NULL;
}

int proposal_make(
    struct gate *g, const struct proposal_wish *wish, struct proposal *out, struct error *e)
{
	struct proposal_wish *whole = arena_alloc(&g->arena, sizeof(*whole));

	memset(out, 0, sizeof(*out));
	out->wish = whole;
	if (whole == NULL)
		return error_memory(e);
	*whole = *wish;
	if (dossier_read(&g->arena, &g->repo, &g->file.policy, wish->id, &out->dossier, e) < 0 ||
	    find_givens(g, wish->id, out, e) < 0 ||
	    proposal_wish_complete(g, &out->dossier, &out->givens, whole, e) < 0)
		return -1;
	if ((out->env = proposal_environment(g, whole, &out->dossier, e)) == NULL ||
	    find_commits(g, out, e) < 0 || find_impact(g, out, e) < 0)
		return -1;
	say_what(g, out);
	if (out->message == NULL)
		return error_memory(e);
	if (find_signoffs(g, out, e) < 0)
		return -1;
	return out->message != NULL && !g->arena.exhausted ? 0 : error_memory(e);
}
