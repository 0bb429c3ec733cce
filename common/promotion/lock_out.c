#include "promotion/lock_out.h"

#include "git/history.h"
#include "promotion/impact.h"
#include "promotion/signoff.h"

struct search {
	struct arena *arena; /* for what is found */
	struct arena scratch; /* for one commit */
	const struct repo *repo;
	const struct policy *policy;
	int64_t at;
	struct contributors *out;
	/* of the commit at hand */
	const struct commit *commit;
	const struct contributors *makers;
};

static bool could_sign(const struct search *s, const struct signoff *so, const struct person *who)
{
	return !who->service && role_has(so->role, who, s->at);
}

static bool could_sign_any(const struct search *s, const struct person *who)
{
	bool any = false;

	for (size_t i = 0; i < s->policy->nsignoffs; i++)
		any = any || could_sign(s, &s->policy->signoffs[i], who);
	return any;
}

/* Who of these could sign off something: names, escaped; NULL for nobody. */
static const char *signers_among(
    struct arena *a, const struct search *s, const struct contributors *cs)
{
	const char *text = NULL;

	for (size_t i = 0; i < cs->n; i++)
		if (could_sign_any(s, cs->list[i].person))
			text = arena_printf(a, "%s%s%s", text != NULL ? text : "",
			    text != NULL ? ", " : "", escape(a, cs->list[i].person->name));
	return text;
}

static bool has_signing_merger(const struct search *s, const struct contributors *cs)
{
	bool any = false;

	for (size_t i = 0; i < cs->nmergers; i++)
		any = any || could_sign_any(s, cs->mergers[i].person);
	return any;
}

/* How many could be credited to each sign-off if everybody signed but `makers` (NULL: all did). */
static int credit(
    struct search *s, const struct asked *asked, const struct contributors *makers, unsigned **got)
{
	struct claims all = { 0 };
	size_t room = 0;

	for (size_t i = 0; i < asked->n; i++)
		room += asked->list[i]->role->nmembers;
	all.list = arena_array(&s->scratch, room + 1, sizeof(*all.list));
	*got = arena_array(&s->scratch, asked->n + 1, sizeof(**got));
	if (all.list == NULL || *got == NULL)
		return -1;
	for (size_t i = 0; i < asked->n; i++)
		for (size_t k = 0; k < asked->list[i]->role->nmembers; k++) {
			const struct person *who = asked->list[i]->role->members[k].person;

			if (could_sign(s, asked->list[i], who) &&
			    (makers == NULL || contributors_find(makers, who) == NULL))
				all.list[all.n++] = (struct claim){
					.kind = asked->list[i], .person = who, .counts = true
				};
		}
	return signoff_credit(&s->scratch, s->policy, asked, &all, *got);
}

static void add(struct search *s, const struct signoff *so)
{
	struct contributors *out = s->out;
	const char *title = commit_title(s->arena, s->commit);

	for (size_t i = 0; i < out->nlock_outs; i++)
		if (out->lock_outs[i].signoff == so && strcmp(out->lock_outs[i].commit, title) == 0)
			return;
	if (out->nlock_outs < LOCK_OUTS_MAX)
		out->lock_outs[out->nlock_outs++] =
		    (struct lock_out){ so, title, signers_among(s->arena, s, s->makers) };
}

static int judge(struct search *s, const struct asked *asked, struct error *e)
{
	unsigned *before, *left, sum = 0;

	if (asked->known != FACT_YES)
		return error_copy(e, &asked->why);
	if (credit(s, asked, NULL, &before) < 0 || credit(s, asked, s->makers, &left) < 0)
		return error_memory(e);
	/* As many in all, seated in another way, is no lock-out. */
	for (size_t i = 0; i < asked->n; i++)
		sum += before[i] - left[i];
	for (size_t i = 0; i < asked->n && sum > 0; i++)
		if (before[i] >= asked->list[i]->count && left[i] < asked->list[i]->count)
			add(s, asked->list[i]);
	return 0;
}

/* The levels that the commit touches, against its first parent. */
static int touched(struct search *s, struct impact_floor *out, struct error *e)
{
	struct commit parent = { 0 };
	bool any = s->commit->nparents > 0;

	if (any && commit_load(&s->scratch, s->repo, &s->commit->parents[0], &parent, e) < 0)
		return -1;
	impact_floor_find(
	    &s->scratch, s->repo, s->policy, any ? &parent.tree : NULL, &s->commit->tree, out);
	*e = out->why;
	return out->known == FACT_YES ? 0 : -1;
}

static int judge_commit(struct search *s, struct error *e)
{
	const struct policy *p = s->policy;
	struct promotion said = { .exception = EXCEPTION_EMERGENCY };
	struct impact_floor floor = { 0 };
	struct asked asked;

	if (touched(s, &floor, e) < 0)
		return -1;
	if (p->emergency.allowed && p->nenvironments > 0) {
		signoff_asked(&s->scratch, p, &p->environments[0], &said, &floor, &asked);
		if (judge(s, &asked, e) < 0)
			return -1;
	}
	said.exception = EXCEPTION_NONE;
	for (size_t i = 0; i < p->nenvironments; i++) {
		if (p->environments[i].from == NULL)
			continue;
		signoff_asked(&s->scratch, p, &p->environments[i], &said, &floor, &asked);
		if (judge(s, &asked, e) < 0)
			return -1;
	}
	return 0;
}

static int look_at(void *ctx, const struct commit *c, struct error *e)
{
	struct search *s = ctx;
	struct contributors makers = { .complete = true };

	arena_clear(&s->scratch);
	if (contributors_add(&s->scratch, s->policy, c, &makers, e) < 0)
		return -1;
	for (size_t i = 0; i < makers.nmergers; i++)
		if (could_sign_any(s, makers.mergers[i].person))
			contributors_settle(
			    &s->scratch, s->repo, s->policy, makers.mergers[i].person, &makers);
	if (!makers.complete)
		return error_copy(e, &makers.why);
	s->commit = c;
	s->makers = &makers;
	return signers_among(&s->scratch, s, &makers) != NULL ? judge_commit(s, e) : 0;
}

void lock_outs_find(struct arena *a, const struct repo *r, const struct policy *p,
    const git_oid *tip, const git_oid *hidden, size_t nhidden, int64_t at, struct contributors *cs)
{
	struct search s = { .arena = a, .repo = r, .policy = p, .at = at, .out = cs };

	arena_init(&s.scratch, r->memory);
	if (!p->authors_may_sign &&
	    (signers_among(a, &s, cs) != NULL || has_signing_merger(&s, cs)) &&
	    history_range(r, tip, hidden, nhidden, NULL, look_at, &s, &cs->why) < 0)
		cs->complete = false;
	arena_release(&s.scratch);
}
