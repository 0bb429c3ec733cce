/* The walk over one audit, from its newest entry on: what a report keeps of each. */
#include "audit/audit.h"
#include "audit/sound.h"
#include "audit/walk.h"
#include "policy/file.h"
#include "report/report_internal.h"

struct gathering {
	struct report *report;
	struct report_repo *repo;
	struct audit_fates fates;
	struct audit_held held;
	struct audit_sound sound;
	struct report_reviews reviews;
	struct report_witness witness;
};

/* What a verdict keeps is not all there, so that a criterion cannot be proved any more. */
static void not_sound(void *ctx, const git_oid *entry, const char *text)
{
	struct gathering *g = ctx;

	/* Without memory the arena is exhausted, which look_at() asks. */
	(void)report_add_text(g->report, g->repo, REPORT_FINDING, NULL, NULL, entry, text);
}

static bool in_period(const struct gathering *g, int64_t at)
{
	return at >= g->report->query.from && at <= g->report->query.to;
}

/* One text for each id, however often it is named. */
static struct report_group *group_of(struct gathering *g, const char *id, int64_t at)
{
	struct report *r = g->report;
	struct report_group *group = lookup_text(&r->groups, id);

	if (group == NULL) {
		group = arena_alloc(r->arena, sizeof(*group));
		if (group == NULL)
			return NULL;
		*group = (struct report_group){
			.id = arena_strdup(r->arena, id), .repo = g->repo, .first = at
		};
		if (group->id == NULL ||
		    lookup_set_text(r->arena, &r->groups, group->id, group) < 0)
			return NULL;
	}
	group->several = group->several || group->repo != g->repo;
	if (at <= group->first) {
		group->repo = g->repo;
		group->first = at;
		group->place = g->repo->entries;
	}
	group->n++;
	return group;
}

/* A new promotion or event with what every one has, at `place` in the audit. NULL without memory.
 */
static struct report_item *new_item(struct gathering *g, struct report_items *list,
    const struct audit_seen *seen, size_t place, const char *environment)
{
	struct report_item *item = report_new_item(g->report, list);

	if (item == NULL)
		return NULL;
	*item = (struct report_item){
		.repo = g->repo, .entry = seen->id, .place = place, .at = seen->at
	};
	if (environment == NULL)
		return item;
	item->environment = arena_strdup(g->report->arena, environment);
	return item->environment != NULL ? item : NULL;
}

static int see_promotion(struct gathering *g, const struct audit_seen *seen, size_t ref,
    size_t step, const struct report_emergency *emergency, enum audit_fate fate)
{
	const struct audit_ref *r = &seen->entry.refs[ref];
	const struct audit_step *s = &r->steps[step];
	bool moved = fate != AUDIT_FATE_NOT_MOVED;
	struct report_item *item;

	if (!in_period(g, seen->at) || !report_asked(g->report->query.promotion, s->promotion))
		return 0;
	item = new_item(g, moved ? &g->report->promotions : &g->report->events, seen,
	    g->repo->entries, r->environment);
	if (item == NULL)
		return -1;
	item->event = moved ? REPORT_PROMOTION : REPORT_NOT_MOVED;
	item->commit = s->tip;
	item->ref = ref;
	item->step = step;
	item->fate = fate;
	item->emergency = emergency;
	item->rollback = s->exception != NULL && begins_with(s->exception, "rollback ");
	if (s->promotion != NULL) {
		item->group = moved ? group_of(g, s->promotion, seen->at) :
		                      lookup_text(&g->report->groups, s->promotion);
		item->promotion = item->group != NULL ?
		    item->group->id :
		    arena_strdup(g->report->arena, s->promotion);
		if (item->promotion == NULL)
			return -1;
	}
	return moved ? report_find_promotion(g->report, seen, item, s) : 0;
}

static int see_accepted_step(struct gathering *g, const struct audit_seen *seen, size_t ref,
    size_t step, enum audit_fate fate)
{
	const struct audit_ref *r = &seen->entry.refs[ref];
	const struct audit_step *s = &r->steps[step];
	const struct report_emergency *emergency = NULL;
	struct report_counts *counts = &g->repo->counts;

	bool counted;

	if (r->environment == NULL)
		return 0;
	counted = r->from != NULL && report_counted(g->report, g->repo, seen, r->environment);
	if (audit_step_promotes(s)) {
		if (fate != AUDIT_FATE_NOT_MOVED &&
		    report_emergency_see(
		        g->report, &g->reviews, g->repo, seen, r, s, counted, &emergency) < 0)
			return -1;
		if (emergency != NULL &&
		    report_find_emergency(g->report, emergency,
		        &(struct report_item){ .repo = g->repo,
		            .entry = seen->id,
		            .place = g->repo->entries,
		            .at = seen->at,
		            .commit = s->tip,
		            .ref = ref,
		            .step = step }) < 0)
			return -1;
		if (counted)
			return see_promotion(g, seen, ref, step, emergency, fate);
		counts->elsewhere += fate != AUDIT_FATE_NOT_MOVED && in_period(g, seen->at) &&
		    report_asked(g->report->query.promotion, s->promotion);
	}
	if (counted && r->from != NULL && s->kind != NULL && in_period(g, seen->at)) {
		counts->fast_forwards += strcmp(s->kind, "fast-forward") == 0;
		counts->baselines +=
		    strcmp(s->kind, "baseline") == 0 && !begins_with(r->name, "refs/tags/");
	}
	return 0;
}

static int see_accepted(struct gathering *g, const struct audit_seen *seen)
{
	const struct audit_entry *entry = &seen->entry;

	for (size_t i = 0; i < entry->nrefs; i++) {
		enum audit_fate fate = audit_fate_of(&g->fates, &seen->id, entry->refs[i].name);

		/* The last step is the newest. */
		for (size_t k = entry->refs[i].nsteps; k-- > 0;)
			if (see_accepted_step(g, seen, i, k, fate) < 0)
				return -1;
	}
	/* A sign-off may come in with the promotion that it is for. */
	for (size_t i = 0; i < entry->nrefs; i++)
		if (audit_fate_of(&g->fates, &seen->id, entry->refs[i].name) !=
		        AUDIT_FATE_NOT_MOVED &&
		    report_signing_see(g->report, g->repo, seen, &entry->refs[i]) < 0)
			return -1;
	return 0;
}

static int add_refused(
    struct gathering *g, const struct audit_seen *seen, size_t i, const struct audit_ref *ref)
{
	const char *environment = ref != NULL ? ref->environment : NULL;
	const char *promotion =
	    ref != NULL && ref->nsteps > 0 ? ref->steps[ref->nsteps - 1].promotion : NULL;
	struct report_item *item;

	if (!report_asked(g->report->query.promotion, promotion))
		return 0;
	item = new_item(g, &g->report->events, seen, g->repo->entries, environment);
	if (item == NULL)
		return -1;
	item->event = seen->entry.decision == VERDICT_REJECT ? REPORT_REFUSED : REPORT_UNDECIDED;
	item->ref = i;
	if (ref != NULL)
		item->commit = ref->new;
	if (promotion != NULL)
		item->promotion = arena_strdup(g->report->arena, promotion);
	return promotion != NULL && item->promotion == NULL ? -1 : 0;
}

/* Of a push that no policy could judge nobody knows where it was to go: it may be one that counts.
 */
static int see_refused(struct gathering *g, const struct audit_seen *seen)
{
	if (seen->entry.nrefs == 0)
		return add_refused(g, seen, SIZE_MAX, NULL);
	for (size_t i = 0; i < seen->entry.nrefs; i++) {
		const struct audit_ref *ref = &seen->entry.refs[i];

		if (ref->from != NULL &&
		    report_counted(g->report, g->repo, seen, ref->environment) &&
		    add_refused(g, seen, i, ref) < 0)
			return -1;
	}
	return 0;
}

/* The policy that was there first is no change. */
static int see_change(struct gathering *g, const struct report_policy *newer)
{
	const struct audit_seen seen = { .id = newer->entry, .at = newer->first };
	struct report_item *item = new_item(g, &g->report->events, &seen, g->repo->entries, NULL);

	if (item == NULL)
		return -1;
	item->event = REPORT_POLICY;
	item->ref = SIZE_MAX;
	return 0;
}

static int see_policy(struct gathering *g, const struct audit_seen *seen)
{
	struct report_policy *p = g->repo->policies;
	const char *text = seen->entry.policy;

	if (text == NULL)
		return 0;
	if (p == NULL || strcmp(p->text, text) != 0) {
		if (p != NULL && see_change(g, p) < 0)
			return -1;
		p = arena_alloc(g->report->arena, sizeof(*p));
		if (p == NULL)
			return -1;
		*p = (struct report_policy){ .text = arena_strdup(g->report->arena, text),
			.last = seen->at,
			.before = g->repo->policies };
		if (p->text == NULL)
			return -1;
		g->repo->policies = p;
	}
	p->first = seen->at;
	p->entry = seen->id;
	p->verdicts++;
	return 0;
}

static int see_verdict(struct gathering *g, const struct audit_seen *seen)
{
	const struct audit_entry *entry = &seen->entry;
	struct report_counts *counts = &g->repo->counts;

	if (entry->decision == VERDICT_ACCEPT && see_accepted(g, seen) < 0)
		return -1;
	if (!in_period(g, seen->at))
		return 0;
	audit_sound_check(g->report->arena, &g->repo->repo, seen, &g->sound);
	counts->accepted += entry->decision == VERDICT_ACCEPT;
	counts->rejected += entry->decision == VERDICT_REJECT;
	counts->undecided += entry->decision == VERDICT_UNDECIDED;
	if (see_policy(g, seen) < 0)
		return -1;
	return entry->decision != VERDICT_ACCEPT ? see_refused(g, seen) : 0;
}

/* What the owner of the repository did; what moved by it are the fates that name it. */
static int see_owner(
    struct gathering *g, const struct audit_seen *seen, enum report_event_kind kind)
{
	struct report_item *item;

	if (!in_period(g, seen->at) || g->report->query.promotion != NULL)
		return 0;
	item = new_item(g, &g->report->events, seen, g->repo->entries, NULL);
	if (item == NULL)
		return -1;
	item->event = kind;
	for (const struct audit_told *t = audit_fates_all(&g->fates, &seen->id); t != NULL;
	     t = t->next)
		item->moves += t->fate == AUDIT_FATE_MOVED;
	return 0;
}

static int look_at(void *ctx, const struct audit_seen *seen, struct error *e)
{
	struct gathering *g = ctx;
	struct report_repo *repo = g->repo;
	int rc = 0;

	if (repo->entries++ == 0)
		repo->newest = seen->at;
	repo->oldest = seen->at;
	if (audit_fates_note(g->report->arena, &g->fates, seen, e) < 0 ||
	    audit_held_see(&g->held, seen, e) < 0)
		return -1;
	witness_see(&g->witness.witness, seen);
	if (seen->entry.kind == AUDIT_VERDICT)
		rc = see_verdict(g, seen);
	else if (seen->entry.kind == AUDIT_UNLOCK)
		rc = see_owner(g, seen, REPORT_UNLOCK);
	else if (seen->entry.kind == AUDIT_CORRECTION)
		rc = see_owner(g, seen, REPORT_CORRECTION);
	audit_fates_forget(g->report->arena, &g->fates, &seen->id);
	return rc < 0 || g->report->arena->exhausted ? error_memory(e) : 0;
}

/* Moves that no verdict let happen, known only when the walk has ended. */
static int gather_moves(struct gathering *g, struct error *e)
{
	const struct report_query *q = &g->report->query;

	for (const struct audit_moved_ref *ref = g->held.moves.refs;
	     ref != NULL && q->promotion == NULL; ref = ref->next)
		for (const struct audit_move *m = ref->newest; m != NULL; m = m->before) {
			struct audit_seen seen = { .id = m->outcome, .at = m->at };
			struct report_item *item;

			if (m->leave == AUDIT_LEAVE_VERDICT || m->leave == AUDIT_LEAVE_CORRECTION ||
			    m->leave == AUDIT_LEAVE_ARMED || !in_period(g, m->at) ||
			    !report_asked(q->environment, ref->environment))
				continue;
			item = new_item(g, &g->report->events, &seen, m->place, ref->environment);
			if (item == NULL)
				return error_memory(e);
			item->event = REPORT_MOVE;
			item->leave = m->leave;
			item->commit = m->new;
		}
	return 0;
}

static int gather(struct gathering *g, struct error *e)
{
	int there;

	if (audit_tip(g->report->arena, &g->repo->repo, &g->repo->tip, &there, e) < 0)
		return -1;
	if (!there) {
		error_set(e, ERROR_ABSENT, "there is no " AUDIT_REF " here");
		return error_mend(e, "in a clone: git fetch origin " AUDIT_REF ":" AUDIT_REF);
	}
	if (report_witness_ask(&g->witness, g->report, g->repo, e) < 0 ||
	    audit_walk(&g->repo->repo, &g->repo->tip, 0, look_at, g, e) < 0 ||
	    audit_held_end(&g->held, e) < 0 || report_witness_end(&g->witness, e) < 0)
		return -1;
	for (size_t i = 0; i < g->held.n; i++) {
		const struct held_finding *f = &g->held.list[i];

		if (f->mend != HELD_SETTLED &&
		    report_add_text(
		        g->report, g->repo, REPORT_FINDING, f->ref, NULL, &f->entry, f->text) < 0)
			return error_memory(e);
	}
	return gather_moves(g, e) < 0 || report_policies_find(g->report, g->repo, e) < 0 ?
	    -1 :
	    report_complete_check(g->report, g->repo, &g->held.moves, e);
}

int report_gather(struct report *r, struct report_repo *repo, struct error *e)
{
	struct gathering g = { .report = r, .repo = repo };
	struct policy_file *file = arena_alloc(r->arena, sizeof(*file));
	struct error none = { 0 };

	if (file == NULL)
		return error_memory(e);
	g.held = (struct audit_held){ .arena = r->arena, .repo = &repo->repo };
	g.sound = (struct audit_sound){ .say = not_sound, .ctx = &g };
	/* A clone has no policy, and its refs are not those that the audit is about. */
	if (policy_file_load(r->arena, &repo->repo, r->query.now, file, &none) == 0)
		g.held.policy = &file->policy;
	repo->copy = none.kind == ERROR_ABSENT;

	if (gather(&g, &repo->why) == 0 || repo->why.kind != ERROR_MEMORY)
		return 0;
	return error_copy(e, &repo->why);
}
