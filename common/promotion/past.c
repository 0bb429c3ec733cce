#include "promotion/past.h"

#include "audit/apart.h"
#include "git/history.h"

int past_read(struct arena *a, const struct repo *r, struct past *p, struct error *e)
{
	return ledger_read(a, r, &p->ledger, e);
}

void past_release(struct past *p)
{
	ledger_release(&p->ledger);
	*p = (struct past){ .n = 0 };
}

/* Does the entry tell that a ref became that, or went through it as through a promotion? What a tag
 * or a work branch leads to became that elsewhere. 1, 0 or -1. */
static int became(
    struct ledger *l, const struct audit_seen *seen, const git_oid *tip, struct error *e)
{
	const struct audit_entry *entry = &seen->entry;
	bool judged = entry->kind == AUDIT_VERDICT && entry->decision == VERDICT_ACCEPT;
	bool alone = ledger_alone(l, seen);

	for (size_t i = 0; (judged || alone) && i < entry->nrefs; i++) {
		const struct audit_ref *ref = &entry->refs[i];
		bool is = git_oid_equal(&ref->new, tip);
		enum audit_fate fate = AUDIT_FATE_MOVED;

		for (size_t k = 0; k < ref->nsteps && !is; k++)
			is = ref->steps[k].promotion != NULL && ref->steps[k].word == NULL &&
			    git_oid_equal(&ref->steps[k].tip, tip);
		if (is && judged && ledger_fate(l, &seen->id, ref->name, &fate, e) < 0)
			return -1;
		if (is && fate != AUDIT_FATE_NOT_MOVED)
			return 1;
	}
	return 0;
}

enum answer past_since(struct past *p, const git_oid *tip, int64_t *at, struct error *e)
{
	struct ledger_cursor c = { .word = mention_id(MENTION_BECAME, tip) };
	enum answer known = FACT_NO;
	struct audit_seen seen;
	int rc;

	while ((rc = ledger_next(&p->ledger, &c, &seen, e)) > 0) {
		rc = became(&p->ledger, &seen, tip, e);
		if (rc < 0)
			break;
		if (rc == 0)
			continue;
		known = FACT_YES; /* going back in time, so that the oldest stays */
		*at = seen.at;
	}
	ledger_stop(&c);
	return rc < 0 ? FACT_UNKNOWN : known;
}

enum answer past_baseline(
    struct arena *a, struct past *p, const char *ref, git_oid *baseline, struct error *e)
{
	const char *name = escape_whole(a, ref);
	enum answer known = FACT_NO;
	const struct ledger_move *m;
	int rc = name != NULL ? 1 : error_memory(e);

	for (size_t i = 0; rc > 0 && (rc = ledger_move(&p->ledger, name, i, &m, e)) > 0; i++)
		if (ledger_counts(m) || (m->found && m->from != NULL)) {
			known = FACT_YES;
			*baseline = git_oid_is_zero(&m->old) ? m->new : m->old;
		}
	return rc < 0 ? FACT_UNKNOWN : known;
}

enum answer past_was(
    struct arena *a, struct past *p, const char *ref, git_oid *was, struct error *e)
{
	const char *name = escape_whole(a, ref);
	enum answer known = FACT_NO;
	const struct ledger_move *m;
	int rc = name != NULL ? 1 : error_memory(e);

	for (size_t i = 0; rc > 0 && known != FACT_YES; i++) {
		const git_oid *value;

		rc = ledger_move(&p->ledger, name, i, &m, e);
		if (rc <= 0 || (m->unlocked && git_oid_is_zero(&m->new)))
			break;
		value =
		    m->fate == AUDIT_FATE_NOT_MOVED || git_oid_is_zero(&m->new) ? &m->old : &m->new;
		if (git_oid_is_zero(value))
			continue;
		known = m->fate == AUDIT_FATE_UNKNOWN && git_oid_is_zero(&m->old) ? FACT_UNKNOWN :
		                                                                    FACT_YES;
		*was = *value;
	}
	return rc < 0 ? FACT_UNKNOWN : known;
}

int past_add(struct arena *a, struct past *p, const char *ref, const char *id, const git_oid *tip)
{
	const char *name = escape_whole(a, ref);

	return name != NULL &&
	        ARENA_ADD(a, p->list, p->n, (struct past_step){ name, id, *tip }) != NULL ?
	    0 :
	    -1;
}

struct steps_of_ref { /* newest first */
	const struct ledger_step **list;
	size_t n;
};

/* Those of its ref from now back to the step `nth` of that move. 0 or -1. */
static int steps_since(struct arena *a, struct ledger *l, const char *ref, size_t entry, size_t nth,
    struct steps_of_ref *out, struct error *e)
{
	const struct ledger_move *m;
	int rc;

	for (size_t i = 0; (rc = ledger_move(l, ref, i, &m, e)) > 0; i++)
		for (size_t k = 0; ledger_counts(m) && k < m->nsteps; k++) {
			const struct ledger_step *s = &m->steps[k];

			if (ARENA_ADD(a, out->list, out->n, s) == NULL)
				return error_memory(e);
			if (m->entry == entry && k == nth)
				return 0;
		}
	return rc;
}

/* Did a later rollback of its ref take the last of these out again? */
static bool rolled_back(const struct steps_of_ref *s)
{
	for (size_t i = 0; i + 1 < s->n; i++) {
		const struct ledger_step *back = s->list[i];
		bool stays = false;

		for (size_t k = i + 1; back->back && k < s->n && !stays; k++)
			stays = git_oid_equal(&s->list[k]->tip, &back->to) ||
			    git_oid_equal(&s->list[k]->candidate, &back->to);
		if (back->back && !stays)
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

struct spending { /* the question */
	struct arena *arena;
	const struct repo *repo;
	struct past *past;
	const char *ref, *name, *environment; /* the last two are escaped */
	const git_oid *base;
	const char *id;
	struct spent *out;
};

/* Does this step of another entry spend it? Then it is said. 0 or -1. */
static int look_at_step(const struct spending *q, const struct audit_seen *seen,
    const struct audit_ref *ref, const struct audit_step *said, size_t nth, bool *spent)
{
	struct error *why = &q->out->is.why;
	struct ledger *l = &q->past->ledger;
	bool own = strcmp(ref->name, q->name) == 0;
	struct fact moved = { .is = FACT_YES };
	struct steps_of_ref since = { .n = 0 };
	enum audit_fate fate;

	if (!own && (ref->environment == NULL || strcmp(ref->environment, q->environment) != 0))
		return 0;
	if (ledger_fate(l, &seen->id, ref->name, &fate, why) < 0)
		return -1;
	if (fate == AUDIT_FATE_NOT_MOVED)
		return 0;
	if (!own && steps_since(q->arena, l, ref->name, seen->place, nth, &since, why) < 0)
		return -1;
	if (!own && !rolled_back(&since))
		return 0;
	/* An outcome that was not written yet: does the ref hold it? */
	if (own && fate == AUDIT_FATE_UNKNOWN)
		find_moved(q->arena, q->repo, q->ref, q->base, &said->tip, &moved);
	*spent = moved.is != FACT_NO;
	if (!*spent)
		return 0;
	q->out->is = moved;
	q->out->by = oid_short(q->arena, &said->tip);
	q->out->ref = arena_strdup(q->arena, ref->name);
	return q->out->ref != NULL ? 0 : error_memory(why);
}

static int look_at(const struct spending *q, const struct audit_seen *seen, bool *spent)
{
	const struct audit_entry *entry = &seen->entry;

	for (size_t i = 0; entry->decision == VERDICT_ACCEPT && i < entry->nrefs; i++) {
		const struct audit_ref *ref = &entry->refs[i];
		size_t nth = 0;

		for (size_t k = ref->nsteps; ref->from != NULL && k-- > 0 && !*spent;) {
			const struct audit_step *said = &ref->steps[k];

			if (said->promotion == NULL || said->word != NULL)
				continue;
			if (strcasecmp(said->promotion, q->id) == 0 &&
			    look_at_step(q, seen, ref, said, nth, spent) < 0)
				return -1;
			nth++;
		}
	}
	return 0;
}

/* 0 or -1. */
static int look_back(const struct spending *q, bool *spent)
{
	struct ledger_cursor c = { .word = mention_text(MENTION_PROMOTION, q->id) };
	struct error *why = &q->out->is.why;
	struct audit_seen seen;
	int rc = 0;

	while (!*spent && (rc = ledger_next(&q->past->ledger, &c, &seen, why)) > 0)
		if (look_at(q, &seen, spent) < 0) {
			rc = -1;
			break;
		}
	ledger_stop(&c);
	return rc < 0 ? -1 : 0;
}

void past_spent(struct arena *a, const struct repo *r, struct past *p, const char *ref,
    const char *environment, const git_oid *base, const char *id, struct spent *out)
{
	const struct spending q = { a, r, p, ref, escape_whole(a, ref),
		escape_whole(a, environment), base, id, out };
	bool spent = false;

	memset(out, 0, sizeof(*out));
	if (q.name == NULL || q.environment == NULL || past_read(a, r, p, &out->is.why) < 0 ||
	    look_back(&q, &spent) < 0 || spent)
		return;
	out->is.is = FACT_NO;
	for (size_t i = 0; i < p->n; i++)
		if (strcasecmp(p->list[i].id, id) == 0 && strcmp(p->list[i].ref, q.name) == 0) {
			*out = (struct spent){ { .is = FACT_YES }, oid_short(a, &p->list[i].tip),
				p->list[i].ref };
			return;
		}
}
