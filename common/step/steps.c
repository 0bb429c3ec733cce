#include "step/steps.h"

#include "git/history.h"
#include "base/pattern.h"
#include "policy/refalias.h"
#include "policy/reserved.h"
#include "git/refs.h"

/* Room for `n` steps; nearly always there is one. */
static int reserve(const struct push *p, size_t n, struct steps *out, struct error *e)
{
	out->list = arena_array(p->arena, n, sizeof(*out->list));
	return out->list != NULL ? 0 : error_memory(e);
}

static struct step *add(
    const struct push *p, const struct change *c, enum step_kind kind, struct steps *out)
{
	struct step *s = &out->list[out->n++];

	s->kind = kind;
	s->change = c;
	s->ref = c->target != NULL ? c->target : c->ref;
	s->env = c->target != NULL ? policy_environment_of(p->policy, c->target) : NULL;
	s->pusher = p->pusher;
	s->now = p->now;
	s->clock = p->clock;
	s->published = &p->published;
	return s;
}

static void add_unknown(
    const struct push *p, const struct change *c, const struct error *why, struct steps *out)
{
	add(p, c, STEP_UNKNOWN, out)->why = *why;
}

/* Was the same ref moved by an earlier line, under this name or another? */
static bool is_twice(const struct push *p, const struct change *c)
{
	for (const struct change *o = p->changes->list; o < c; o++)
		if (o->target != NULL && strcmp(o->target, c->target) == 0)
			return true;
	return false;
}

/* A commit that the step holds on to. */
static const struct commit *load(const struct push *p, const git_oid *id, struct error *e)
{
	struct commit *c = arena_alloc(p->arena, sizeof(*c));

	if (c == NULL) {
		error_memory(e);
		return NULL;
	}
	return commit_load(p->arena, p->repo, id, c, e) == 0 ? c : NULL;
}

/* The commit that the ref will lead to. */
static const struct commit *load_new(const struct push *p, const struct change *c, struct error *e)
{
	git_oid id;

	if (refs_commit(p->arena, p->repo, c->target, &c->new, &id, e) < 0)
		return NULL;
	return load(p, &id, e);
}

/* The whole change as one step. */
static void add_whole(
    const struct push *p, const struct change *c, enum step_kind kind, struct steps *out)
{
	struct step *s = add(p, c, kind, out);
	struct error why = { 0 };

	s->base_id = c->old;
	s->tip = load_new(p, c, &why);
	if (s->tip == NULL) {
		s->kind = STEP_UNKNOWN;
		s->why = why;
	}
}

/* The one step of a ref that only has to grow. */
static void add_growth(
    const struct push *p, const struct change *c, enum step_kind kind, struct steps *out)
{
	struct fact grows = { .is = FACT_YES };
	struct error why = { 0 };

	if (load(p, &c->new, &why) == NULL) {
		add_unknown(p, c, &why, out); /* it is no commit: whoever pushes it mends that */
		return;
	}
	if (!change_creates(c))
		history_reaches(p->arena, p->repo, &c->new, &c->old, &grows);
	if (grows.is == FACT_UNKNOWN)
		add_unknown(p, c, &grows.why, out);
	else
		add_whole(p, c, grows.is == FACT_YES ? kind : STEP_REWIND, out);
}

static enum step_kind shape(const struct commit *tip, const git_oid *base)
{
	if (tip->nparents < 2)
		return STEP_DIRECT;
	if (tip->nparents > 2)
		return STEP_OCTOPUS;
	return git_oid_equal(&tip->parents[0], base) ? STEP_PROMOTION : STEP_FOXTROT;
}

static void add_step(const struct push *p, const struct change *c, const struct commit *tip,
    const git_oid *base, struct steps *out)
{
	struct step *s = add(p, c, shape(tip, base), out);

	s->base_id = *base;
	s->tip = tip;
	if (s->kind == STEP_PROMOTION)
		s->candidate_id = tip->parents[1];
}

/* What it means when the old value is not on the first-parent line of the new. */
static void add_off_line(const struct push *p, const struct change *c, const struct commit *tip,
    size_t walked, struct steps *out)
{
	struct fact grows;
	struct step *s;

	history_reaches(p->arena, p->repo, &c->new, &c->old, &grows);
	if (grows.is == FACT_UNKNOWN) {
		add_unknown(p, c, &grows.why, out);
		return;
	}
	s = add(p, c,
	    grows.is == FACT_NO                                            ? STEP_REWIND :
	        walked == STEPS_MAX && shape(tip, &c->old) != STEP_FOXTROT ? STEP_TOO_MANY :
	                                                                     STEP_FOXTROT,
	    out);
	s->tip = tip;
	s->base_id = c->old;
}

/* Is it the right merge with its parents the wrong way round? The old value may be on the line of
 * the candidate, as a baseline is, so that the line alone does not tell. */
static bool is_swapped(const struct push *p, const struct change *c, const struct environment *env,
    const struct commit *tip)
{
	struct fact on;
	const char *ref;

	if (tip->nparents != 2 || !git_oid_equal(&tip->parents[1], &c->old) ||
	    git_oid_equal(&tip->parents[0], &c->old))
		return false;
	steps_on_source(p, env, &tip->parents[0], &ref, NULL, &on);
	return on.is == FACT_YES;
}

/* The first-parent line from the new value back to the old one. */
static int add_line(
    const struct push *p, const struct change *c, struct steps *out, struct error *e)
{
	const struct commit **line = arena_array(p->arena, STEPS_MAX, sizeof(*line));
	git_oid at = c->new;
	size_t n = 0;

	if (line == NULL)
		return error_memory(e);
	while (n < STEPS_MAX && !git_oid_equal(&at, &c->old)) {
		struct error why = { 0 };

		line[n] = load(p, &at, &why);
		if (line[n] == NULL) {
			add_unknown(p, c, &why, out);
			return 0;
		}
		n++;
		if (line[n - 1]->nparents == 0)
			break;
		at = line[n - 1]->parents[0];
	}
	if (n == 0 || !git_oid_equal(&at, &c->old)) {
		add_off_line(p, c, n > 0 ? line[0] : NULL, n, out);
		return 0;
	}
	if (reserve(p, n, out, e) < 0)
		return -1;
	while (n-- > 0)
		add_step(
		    p, c, line[n], line[n]->nparents > 0 ? &line[n]->parents[0] : &c->old, out);
	return 0;
}

/* The whole change as one fast-forward to `tip`. */
static void add_fast_forward(
    const struct push *p, const struct change *c, const struct commit *tip, struct steps *out)
{
	size_t before = out->n;

	add_growth(p, c, STEP_FAST_FORWARD, out);
	if (out->list[before].kind == STEP_FAST_FORWARD)
		out->list[before].candidate_id = tip->id;
}

/* Where a fast-forward is allowed, only a merge that brings in something of the source is taken for
 * a promotion. */
static bool is_fast_forward(
    const struct push *p, const struct environment *env, const struct commit *tip)
{
	struct fact on;
	const char *ref;

	steps_on_source(p, env, &tip->id, &ref, NULL, &on);
	if (on.is != FACT_NO || tip->nparents != 2)
		return true;
	steps_on_source(p, env, &tip->parents[1], &ref, NULL, &on);
	return on.is == FACT_NO;
}

static int add_promotions(const struct push *p, const struct change *c,
    const struct environment *env, struct steps *out, struct error *e)
{
	struct error why = { 0 };
	const struct commit *tip = load_new(p, c, &why);

	if (tip == NULL) {
		add_unknown(p, c, &why, out);
		return 0;
	}
	if (change_creates(c)) {
		struct step *s = add(p, c, STEP_BASELINE, out);

		s->tip = tip;
		s->candidate_id = tip->id;
		return 0;
	}
	if (env->fast_forward && is_fast_forward(p, env, tip)) {
		add_fast_forward(p, c, tip, out);
		return 0;
	}
	if (is_swapped(p, c, env, tip)) {
		add_whole(p, c, STEP_FOXTROT, out);
		return 0;
	}
	return add_line(p, c, out, e);
}

/* The first ref of an environment is its baseline; a later one (of a pattern) brings work. */
static int add_first_or_work(
    const struct push *p, const struct change *c, const struct environment *env, struct steps *out)
{
	struct ref_values now;
	struct error why = { 0 };

	if (refs_now(p->arena, p->repo, env->ref, &now, &why) < 0)
		add_unknown(p, c, &why, out);
	else
		add_whole(p, c, now.n == 0 ? STEP_BASELINE : STEP_WORK, out);
	return 0;
}

/* From a value to itself: git's own client does not send that, and there is no step in it. */
static void add_standstill(const struct push *p, const struct change *c, struct steps *out)
{
	struct error why = { 0 };

	error_set(&why, ERROR_MALFORMED, "it would move from %s to %s",
	    oid_short(p->arena, &c->old), oid_short(p->arena, &c->new));
	error_mend(&why, "leave it out of the push");
	add_unknown(p, c, &why, out);
}

/* What is made once comes back as what it was. Does that settle the change? */
static bool add_again(const struct push *p, const struct change *c, bool grows, struct steps *out)
{
	struct fact may;
	git_oid was;

	steps_made_once(p, c, grows, &was, &may);
	if (may.is == FACT_UNKNOWN)
		add_unknown(p, c, &may.why, out);
	else if (may.is == FACT_NO)
		add(p, c, STEP_REWIND, out)->base_id = was;
	return may.is != FACT_YES;
}

static int environment_steps(const struct push *p, const struct change *c,
    const struct environment *env, struct steps *out, struct error *e)
{
	if (change_deletes(c)) {
		add(p, c, STEP_DELETE, out);
		return 0;
	}
	if (git_oid_equal(&c->old, &c->new)) {
		add_standstill(p, c, out);
		return 0;
	}
	if (refs_is_tag(c->target) && !change_creates(c)) {
		add(p, c, STEP_REWIND, out)->base_id = c->old;
		return 0;
	}
	if (change_creates(c) && (env->from != NULL || refs_is_tag(c->target)) &&
	    add_again(p, c, false, out))
		return 0;
	if (env->from != NULL)
		return add_promotions(p, c, env, out, e);
	if (change_creates(c))
		return add_first_or_work(p, c, env, out);
	if (pattern_exact(env->ref))
		add_growth(p, c, STEP_WORK, out);
	else
		add_whole(p, c, STEP_WORK, out); /* work branches may be rewound */
	return 0;
}

/* A client may lie about the old value: git would refuse that ref later, when others have moved
 * that were judged by it. */
static bool is_stale(const struct push *p, const struct change *c, struct error *why)
{
	static const git_oid none;
	struct ref_values now;

	if (!p->live)
		return false;
	if (refs_now(p->arena, p->repo, c->target, &now, why) < 0)
		return true;
	if (git_oid_equal(now.n > 0 ? &now.list[0].id : &none, &c->old))
		return false;
	error_set(why, ERROR_MALFORMED, "%s is at %s now, and the push says that it is at %s",
	    escape(p->arena, c->target),
	    now.n > 0 ? oid_short(p->arena, &now.list[0].id) : "nothing",
	    oid_short(p->arena, &c->old));
	error_mend(why, "somebody else was faster: git fetch, then push again");
	return true;
}

/* Is one of the two refs taken for the other when it is made? Deleting what was there is free. */
struct mistaken {
	const char *taken_for, *in_the_way; /* both escaped, or NULL */
	struct error why; /* ERROR_NONE, or why it cannot be told */
};

static int find_mistakable(const struct push *p, const struct change *c, bool governed,
    struct mistaken *out, struct error *e)
{
	if (change_deletes(c))
		return 0;
	if (reserved_taken_for(
	        p->arena, p->repo, p->policy, p->changes, c->target, &out->taken_for, e) < 0)
		return -1;
	if (out->taken_for != NULL || !governed || !change_creates(c))
		return 0;
	return reserved_in_the_way(p->arena, p->repo, p->changes, c->target, &out->in_the_way, e);
}

static void add_reserved(
    const struct push *p, const struct change *c, const struct mistaken *m, struct steps *out)
{
	struct step *s = add(p, c, STEP_RESERVED, out);

	s->env = NULL;
	s->taken_for = m->taken_for;
	s->in_the_way = m->in_the_way;
}

/* The steps of a ref that the policy governs, or that lies where sign-offs do. */
static int governed_steps(const struct push *p, const struct change *c,
    const struct environment *env, struct steps *out, struct error *e)
{
	bool signoff = begins_with(c->target, "refs/signoffs/");
	struct error why = { 0 };

	if (is_twice(p, c))
		add(p, c, STEP_TWICE, out);
	else if (is_stale(p, c, &why) ||
	    (p->live && lock_check(p->arena, p->repo, c->target, p->now, &why) < 0))
		add_unknown(p, c, &why, out);
	else if (env != NULL)
		return environment_steps(p, c, env, out, e);
	else if (change_deletes(c))
		add(p, c, STEP_DELETE, out);
	else if (change_creates(c) && add_again(p, c, !signoff, out))
		return 0;
	else if (signoff)
		add(p, c, change_creates(c) ? STEP_SIGNOFF : STEP_REWIND, out);
	else
		add_growth(p, c, STEP_RECORD, out);
	return 0;
}

/* A push may bring thousands of refs that nobody governs: these take no room. */
int steps_of(const struct push *p, const struct change *c, struct steps *out, struct error *e)
{
	const char *ref = c->target, *evidence = p->policy->evidence_ref;
	const struct environment *env;
	struct mistaken m = { .why = { 0 } };
	bool governed, reserved, unknown;

	memset(out, 0, sizeof(*out));
	if (ref != NULL && !reserved_concerns(p->arena, p->policy, ref))
		return 0;
	env = ref != NULL ? policy_environment_of(p->policy, ref) : NULL;
	governed = env != NULL || (ref != NULL && evidence != NULL && strcmp(ref, evidence) == 0);
	reserved = ref != NULL &&
	    (begins_with(ref, "refs/sluis/") || begins_with(ref, "refs/replace/") ||
	        refalias_of(p->policy, ref) != NULL);
	unknown = ref != NULL && !reserved && find_mistakable(p, c, governed, &m, &m.why) < 0;
	reserved = reserved || m.taken_for != NULL || m.in_the_way != NULL;
	governed = governed || (ref != NULL && begins_with(ref, "refs/signoffs/"));
	if (ref != NULL && !reserved && !unknown && !governed)
		return 0;
	if (reserve(p, 1, out, e) < 0)
		return -1;
	if (ref == NULL && c->why == NULL)
		return error_memory(e);
	if (ref == NULL || unknown)
		add_unknown(p, c, ref == NULL ? c->why : &m.why, out);
	else if (reserved)
		add_reserved(p, c, &m, out);
	else
		return governed_steps(p, c, env, out, e);
	return 0;
}

const struct sshsig_tool *steps_verifier(const struct push *p)
{
	if (!p->verifier->loaded && p->verifier->why.kind == ERROR_NONE)
		sshsig_load(p->arena, p->signers, p->revoked, p->verifier);
	return p->verifier;
}
