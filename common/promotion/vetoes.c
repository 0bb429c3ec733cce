/* Which of the words about a promotion are vetoes (promotion/words.h). */
#include "promotion/words.h"

#include "promotion/past.h"
#include "promotion/signed_signoff.h"
#include "promotion/signoff.h"

/* Did the same person in the same role take that word back by a later one for that environment and
 * kind? What the gate let in, only by what the gate let in. */
static bool replaced(const struct signoff_words *w, const struct signoff_word *of,
    const char *environment, const char *kind)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct signoff_word *o = &w->list[i];

		if (o->at.sequence > of->at.sequence &&
		    promotion_same(o->at.person, of->at.person) &&
		    promotion_same(o->at.role, of->at.role) &&
		    promotion_same(o->at.promotion, of->at.promotion) &&
		    promotion_same(o->says.to, environment) && promotion_same(o->says.kind, kind) &&
		    o->was_there && (o->gate || !of->gate))
			return true;
	}
	return false;
}

struct asking {
	struct arena *arena;
	const struct repo *repo;
	const struct policy *policy;
	const struct signoff_words *words;
	const struct veto_question *q;
	const char *kind; /* of the promotion, as words say it */
	const struct sshsig_tool *tool;
};

/* A word that is not read whole may be a veto of any kind, as long as its giver said nothing later
 * about such a promotion. */
static bool is_reject(const struct asking *k, const struct signoff_word *w)
{
	const char *env = k->q->env->id;

	if (w->says.to == NULL)
		return !replaced(k->words, w, env, k->kind);
	return w->says.reject && strcmp(w->says.to, env) == 0 &&
	    !replaced(k->words, w, env, w->says.kind);
}

/* Is it about what is promoted? */
static void find_concern(const struct asking *k, const struct signoff_word *w, struct fact *out)
{
	const struct veto_question *q = k->q;
	bool other_id = q->said->exception == EXCEPTION_ROLLBACK &&
	    (q->said->name == NULL || strcasecmp(w->at.promotion, q->said->name) != 0);

	out->is = FACT_NO;
	if (other_id)
		return;
	if (git_oid_equal(&w->says.tree, q->merge) ||
	    (q->candidate != NULL && git_oid_equal(&w->says.tree, q->candidate))) {
		out->is = FACT_YES;
	} else if (git_oid_is_zero(&w->says.tree)) {
		out->is = FACT_UNKNOWN;
	} else if (q->candidate == NULL) {
		out->is = FACT_UNKNOWN;
		out->why = *q->candidate_why;
	}
}

/* What no verdict let in is the person's word where its signature says so. */
static void find_signed(const struct asking *k, const struct signoff_word *w, struct fact *out)
{
	struct signed_signoff *g = arena_alloc(k->arena, sizeof(*g));

	if (g == NULL)
		return;
	signed_signoff_read(k->arena, k->repo, k->policy, w->name, &w->id, w->dated, k->tool, g);
	*out = g->valid;
}

/* Is it a veto at all? Unknown where it cannot be read, was let in just now or stopped after that,
 * or where nobody can tell whose it is. */
static void find_veto(const struct asking *k, const struct signoff_word *w, struct fact *out)
{
	find_concern(k, w, out);
	if (out->is == FACT_NO)
		return;
	if (w->why != NULL) {
		out->is = FACT_UNKNOWN;
		error_set(&out->why, ERROR_UNREADABLE, "%s may be a veto: %s",
		    escape(k->arena, w->name), w->why->text);
	} else if (!w->was_there) {
		out->is = FACT_UNKNOWN;
		error_set(&out->why, ERROR_UNREADABLE,
		    "%s was let in as a veto, its ref is not there, and no entry says whether it "
		    "went in",
		    escape(k->arena, w->name));
		past_wait(&out->why);
	} else if (!w->gate && out->is == FACT_YES) {
		find_signed(k, w, out);
	}
}

static void look_at(const struct asking *k, const struct signoff_word *w, struct vetoes *out)
{
	struct veto v = { .word = *w,
		.person = policy_person_by_id(k->policy, w->at.person),
		.role = policy_role_by_id(k->policy, w->at.role) };
	bool holds;

	if (v.role == NULL ||
	    !signoff_may_veto(k->policy, k->q->env, k->q->said->exception, v.role) ||
	    !is_reject(k, w))
		return;
	holds = v.person != NULL && !v.person->service && role_has(v.role, v.person, k->q->now);
	find_veto(k, w, &v.stands);
	if (v.stands.is == FACT_NO || (v.stands.is == FACT_UNKNOWN && !holds))
		return;
	if (!holds)
		v.stands.is = FACT_NO;
	ARENA_ADD(k->arena, out->list, out->n, v);
}

void vetoes_find(struct arena *a, const struct repo *r, const struct policy *p,
    const struct signoff_words *words, const struct veto_question *q,
    const struct sshsig_tool *tool, struct vetoes *out)
{
	struct asking k = { a, r, p, words, q, words_kind(a, q->said->kind), tool };

	for (size_t i = 0; i < words->n && !a->exhausted; i++)
		look_at(&k, &words->list[i], out);
	out->complete = !a->exhausted;
	if (a->exhausted)
		error_memory(&out->why);
}
