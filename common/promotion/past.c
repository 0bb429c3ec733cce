#include "promotion/past.h"

#include <string.h>
#include <strings.h>

#include "audit/audit.h"
#include "base/escape.h"
#include "base/oid.h"
#include "git/history.h"

struct reading {
	struct arena *arena;
	struct past *past;
};

static int add(struct arena *a, struct past *p, struct past_step s)
{
	p->list = arena_push(a, p->list, p->n, sizeof(*p->list));
	if (p->list == NULL || s.ref == NULL || s.environment == NULL || s.id == NULL)
		return -1;
	p->list[p->n++] = s;
	return 0;
}

static int note_step(struct reading *r, const struct audit_ref *ref, const struct audit_step *said,
    enum audit_fate fate)
{
	struct arena *a = r->arena;
	struct past_step s = { .tip = said->tip, .candidate = said->candidate, .fate = fate };

	if (said->promotion == NULL || ref->environment == NULL)
		return 0;
	s.ref = arena_strdup(a, ref->name);
	s.environment = arena_strdup(a, ref->environment);
	s.id = arena_strdup(a, said->promotion);
	if (said->exception != NULL && strncmp(said->exception, "rollback", 8) == 0 &&
	    strlen(said->exception) == 9 + GIT_OID_HEXSZ)
		s.back = oid_parse(said->exception + 9, GIT_OID_HEXSZ, &s.to) == 0;
	return add(a, r->past, s);
}

/* Going back in time, so that what the oldest entry says is what stays. */
static int note_baseline(struct reading *r, const struct audit_ref *ref)
{
	git_oid *at = lookup_text(&r->past->baselines, ref->name);
	const char *name;

	if (at == NULL) {
		name = arena_strdup(r->arena, ref->name);
		at = arena_alloc(r->arena, sizeof(*at));
		if (name == NULL || at == NULL ||
		    lookup_set_text(r->arena, &r->past->baselines, name, at) < 0)
			return -1;
	}
	*at = git_oid_is_zero(&ref->old) ? ref->new : ref->old;
	return 0;
}

static int note_ref(struct reading *r, const struct audit_seen *seen, const struct audit_ref *ref)
{
	enum audit_fate fate = audit_fate_of(&r->past->fates, &seen->id, ref->name);

	if (ref->from == NULL || fate == AUDIT_FATE_NOT_MOVED)
		return 0;
	for (size_t i = ref->nsteps; i-- > 0;)
		if (note_step(r, ref, &ref->steps[i], fate) < 0)
			return -1;
	return note_baseline(r, ref);
}

static int look_at(void *ctx, const struct audit_seen *seen, struct error *e)
{
	const struct audit_entry *entry = &seen->entry;
	struct reading *r = ctx;

	if (audit_fates_note(r->arena, &r->past->fates, seen, e) < 0)
		return -1;
	if (entry->kind != AUDIT_VERDICT)
		return 0;
	for (size_t i = 0; entry->decision == VERDICT_ACCEPT && i < entry->nrefs; i++)
		if (note_ref(r, seen, &entry->refs[i]) < 0)
			return error_memory(e);
	audit_fates_forget(r->arena, &r->past->fates, &seen->id);
	return 0;
}

int past_read(struct arena *a, const struct repo *r, struct past *p, struct error *e)
{
	struct reading reading = { a, p };
	git_oid tip;
	int there;

	if (!p->asked) {
		p->asked = true;
		if (audit_tip(a, r, &tip, &there, &p->why) == 0 && there) {
			p->there = true;
			audit_walk(r, &tip, 0, look_at, &reading, &p->why);
		}
		p->told = p->n;
	}
	if (p->why.kind == ERROR_NONE)
		return 0;
	*e = p->why;
	return -1;
}

const git_oid *past_baseline(struct arena *a, const struct past *p, const char *ref)
{
	const char *name = escape_whole(a, ref);

	return name != NULL ? lookup_text(&p->baselines, name) : NULL;
}

int past_add(struct arena *a, struct past *p, const char *ref, const char *environment,
    const char *id, const git_oid *tip)
{
	return add(a, p,
	    (struct past_step){ .ref = escape_whole(a, ref),
	        .environment = escape_whole(a, environment),
	        .id = id,
	        .tip = *tip,
	        .fate = AUDIT_FATE_MOVED });
}

/* Did a later rollback of its ref take this step out again? */
static bool rolled_back(const struct past *p, size_t step)
{
	const char *ref = p->list[step].ref;

	for (size_t i = step; i-- > 0;) {
		const struct past_step *back = &p->list[i];
		bool stays = false;

		if (!back->back || strcmp(back->ref, ref) != 0)
			continue;
		for (size_t k = i + 1; k <= step && !stays; k++)
			stays = strcmp(p->list[k].ref, ref) == 0 &&
			    (git_oid_equal(&p->list[k].tip, &back->to) ||
			        git_oid_equal(&p->list[k].candidate, &back->to));
		if (!stays)
			return true;
	}
	return false;
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

		if (strcasecmp(s->id, id) != 0)
			continue;
		if (!own && (i >= p->told || strcmp(s->environment, env) != 0))
			continue;
		if (!own && !rolled_back(p, i))
			continue;
		/* An outcome that was not written yet: does the ref hold it? */
		if (own && s->fate == AUDIT_FATE_UNKNOWN)
			history_reaches(a, r, base, &s->tip, &moved);
		if (moved.is == FACT_NO)
			continue;
		out->is = moved;
		out->by = oid_short(a, &s->tip);
		out->ref = s->ref;
		return;
	}
	out->is.is = name != NULL && env != NULL ? FACT_NO : FACT_UNKNOWN;
}
