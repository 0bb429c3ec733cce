#include "promotion/past.h"

#include "audit/apart.h"
#include "git/history.h"

static int add(struct arena *a, struct past *p, struct past_step s)
{
	p->list = arena_push(a, p->list, p->n, sizeof(*p->list));
	if (p->list == NULL || s.ref == NULL || s.environment == NULL)
		return -1;
	p->list[p->n++] = s;
	return 0;
}

static int note_since(struct arena *a, struct past *p, const git_oid *tip, const int64_t *at)
{
	return lookup_set(a, &p->since, tip, sizeof(*tip), (void *)at);
}

/* Going back in time, so that the oldest stays. 0 or -1 without memory. */
static int note_move(struct arena *a, struct past *p, const struct ledger_move *m)
{
	if (m->fate == AUDIT_FATE_NOT_MOVED)
		return 0;
	if (!m->found && note_since(a, p, &m->new, &m->at) < 0)
		return -1;
	for (size_t i = 0; i < m->nsteps; i++)
		if (note_since(a, p, &m->steps[i].tip, &m->at) < 0 ||
		    (ledger_counts(m) &&
		        add(a, p,
		            (struct past_step){ m->ref, m->environment, m->fate, m->steps[i] }) <
		            0))
			return -1;
	return 0;
}

int past_read(struct arena *a, const struct repo *r, struct past *p, struct error *e)
{
	const struct ledger *l = &p->ledger;

	if (ledger_read(a, r, &p->ledger, e) < 0)
		return -1;
	for (; p->seen < l->n; p->seen++) {
		if (note_move(a, p, &l->list[p->seen]) < 0)
			return error_memory(e);
		p->told = p->n;
	}
	return 0;
}

const int64_t *past_since(const struct past *p, const git_oid *tip)
{
	return lookup_get(&p->since, tip, sizeof(*tip));
}

const git_oid *past_baseline(struct arena *a, const struct past *p, const char *ref)
{
	const char *name = escape_whole(a, ref);

	for (size_t i = p->ledger.n; name != NULL && i-- > 0;) {
		const struct ledger_move *m = &p->ledger.list[i];

		if ((ledger_counts(m) || (m->found && m->from != NULL)) &&
		    strcmp(m->ref, name) == 0)
			return git_oid_is_zero(&m->old) ? &m->new : &m->old;
	}
	return NULL;
}

enum answer past_was(struct arena *a, const struct past *p, const char *ref, git_oid *was)
{
	const char *name = escape_whole(a, ref);
	enum answer known = name != NULL ? FACT_NO : FACT_UNKNOWN;

	for (size_t i = 0; name != NULL && i < p->ledger.n && known != FACT_YES; i++) {
		const struct ledger_move *m = &p->ledger.list[i];
		bool old = m->fate == AUDIT_FATE_NOT_MOVED || git_oid_is_zero(&m->new);
		const git_oid *value = old ? &m->old : &m->new;

		if (strcmp(m->ref, name) != 0)
			continue;
		if (m->unlocked && git_oid_is_zero(&m->new))
			break;
		if (git_oid_is_zero(value))
			continue;
		known = m->fate == AUDIT_FATE_UNKNOWN && git_oid_is_zero(&m->old) ? FACT_UNKNOWN :
		                                                                    FACT_YES;
		*was = *value;
	}
	return known;
}

int past_add(struct arena *a, struct past *p, const char *ref, const char *environment,
    const char *id, const git_oid *tip)
{
	return add(a, p,
	    (struct past_step){ escape_whole(a, ref), escape_whole(a, environment),
	        AUDIT_FATE_MOVED, { .id = id, .tip = *tip } });
}

/* Did a later rollback of its ref take this step out again? */
static bool rolled_back(const struct past *p, size_t step)
{
	const char *ref = p->list[step].ref;

	for (size_t i = step; i-- > 0;) {
		const struct past_step *back = &p->list[i];
		bool stays = false;

		if (!back->said.back || strcmp(back->ref, ref) != 0)
			continue;
		for (size_t k = i + 1; k <= step && !stays; k++)
			stays = strcmp(p->list[k].ref, ref) == 0 &&
			    (git_oid_equal(&p->list[k].said.tip, &back->said.to) ||
			        git_oid_equal(&p->list[k].said.candidate, &back->said.to));
		if (!stays)
			return true;
	}
	return false;
}

int past_wait(struct error *e)
{
	return error_mend(e,
	    "wait ten minutes; then the owner of the repository runs there, which records it:\n"
	    "git sluis audit reconcile");
}

/* Of a push that died nothing came in. Where the audit is apart, another node may have it. */
static void find_moved(struct arena *a, const struct repo *r, const char *ref, const git_oid *base,
    const git_oid *tip, struct fact *out)
{
	if (git_odb_exists(r->odb, tip)) {
		history_reaches(a, r, base, tip, out);
		return;
	}
	*out = (struct fact){ .is = FACT_UNKNOWN };
	if (!apart_named(r)) {
		enum history_state was = history_state_on(a, r, base, NULL, tip, &out->why);

		if (was != HISTORY_STATE_UNKNOWN)
			out->is = was == HISTORY_STATE_NEVER ? FACT_NO : FACT_YES;
		return;
	}
	error_set(&out->why, ERROR_UNREADABLE,
	    "%s was let in at %s, which is not here, and no entry says whether it went in",
	    escape(a, ref), oid_short(a, tip));
	past_wait(&out->why);
}

void past_spent(struct arena *a, const struct repo *r, struct past *p, const char *ref,
    const char *environment, const git_oid *base, const char *id, struct spent *out)
{
	const char *name = escape_whole(a, ref), *env = escape_whole(a, environment);

	memset(out, 0, sizeof(*out));
	if (past_read(a, r, p, &out->is.why) < 0)
		return;
	for (size_t i = 0; name != NULL && env != NULL && i < p->n; i++) {
		const struct past_step *s = &p->list[i];
		bool own = strcmp(s->ref, name) == 0;
		struct fact moved = { .is = FACT_YES };

		if (strcasecmp(s->said.id, id) != 0)
			continue;
		if (!own && (i >= p->told || strcmp(s->environment, env) != 0))
			continue;
		if (!own && !rolled_back(p, i))
			continue;
		/* An outcome that was not written yet: does the ref hold it? */
		if (own && s->fate == AUDIT_FATE_UNKNOWN)
			find_moved(a, r, ref, base, &s->said.tip, &moved);
		if (moved.is == FACT_NO)
			continue;
		out->is = moved;
		out->by = oid_short(a, &s->said.tip);
		out->ref = s->ref;
		return;
	}
	out->is.is = name != NULL && env != NULL ? FACT_NO : FACT_UNKNOWN;
}
