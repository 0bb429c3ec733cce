#include <string.h>

#include "audit.h"
#include "audit_walk.h"
#include "report_complete.h"
#include "report_gathering.h"

static int
see_policy(struct gathering *g, const struct audit_seen *seen)
{
	struct report_policy *p = g->repo->policies;
	const char *text = seen->entry.policy;

	if (text == NULL)
		return 0;
	if (p == NULL || strcmp(p->text, text) != 0) {
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

static int
see_verdict(struct gathering *g, const struct audit_seen *seen)
{
	const struct audit_entry *entry = &seen->entry;
	struct report_counts *counts = &g->repo->counts;

	if (entry->decision == VERDICT_ACCEPT && gathering_see_accepted(g, seen) < 0)
		return -1;
	if (!gathering_in_period(g, seen->at))
		return 0;
	counts->accepted += entry->decision == VERDICT_ACCEPT;
	counts->rejected += entry->decision == VERDICT_REJECT;
	counts->undecided += entry->decision == VERDICT_UNDECIDED;
	if (see_policy(g, seen) < 0)
		return -1;
	return entry->decision != VERDICT_ACCEPT ? gathering_see_refused(g, seen) : 0;
}

static int
see_unlock(struct gathering *g, const struct audit_seen *seen)
{
	struct report_item *item;

	if (!gathering_in_period(g, seen->at) || g->report->query.promotion != NULL)
		return 0;
	item = gathering_item(g, &g->report->events, seen, g->repo->entries, NULL);
	if (item == NULL)
		return -1;
	item->event = REPORT_UNLOCK;
	for (const struct audit_told *t = audit_fates_all(&g->fates, &seen->id); t != NULL;
	     t = t->next)
		item->moves += t->fate == AUDIT_FATE_MOVED;
	return 0;
}

static int
look_at(void *ctx, const struct audit_seen *seen, struct error *e)
{
	struct gathering *g = ctx;
	struct report_repo *repo = g->repo;
	int rc = 0;

	if (repo->entries++ == 0)
		repo->newest = seen->at;
	repo->oldest = seen->at;
	if (audit_fates_note(g->report->arena, &g->fates, seen, e) < 0 ||
	    audit_moves_see(g->report->arena, &g->moves, seen, e) < 0)
		return -1;
	if (seen->entry.kind == AUDIT_VERDICT)
		rc = see_verdict(g, seen);
	else if (seen->entry.kind == AUDIT_UNLOCK)
		rc = see_unlock(g, seen);
	audit_fates_forget(g->report->arena, &g->fates, &seen->id);
	return rc < 0 || g->report->arena->exhausted ? error_memory(e) : 0;
}

/* Moves that no verdict let happen, known only when the walk has ended. */
static int
gather_moves(struct gathering *g, struct error *e)
{
	const struct report_query *q = &g->report->query;

	for (const struct audit_moved_ref *ref = g->moves.refs; ref != NULL && q->promotion == NULL;
	     ref = ref->next)
		for (const struct audit_move *m = ref->newest; m != NULL; m = m->before) {
			struct audit_seen seen = { .id = m->outcome, .at = m->at };
			struct report_item *item;

			if (m->leave == AUDIT_LEAVE_VERDICT || !gathering_in_period(g, m->at) ||
			    !gathering_asked(q->environment, ref->environment))
				continue;
			item = gathering_item(
			    g, &g->report->events, &seen, m->place, ref->environment);
			if (item == NULL)
				return error_memory(e);
			item->event = REPORT_MOVE;
			item->leave = m->leave;
			item->commit = m->new;
		}
	return 0;
}

static int
gather(struct gathering *g, struct error *e)
{
	int there;

	if (audit_tip(g->report->arena, &g->repo->repo, &g->repo->tip, &there, e) < 0)
		return -1;
	if (!there) {
		error_set(e, ERROR_ABSENT, "there is no " AUDIT_REF " here");
		return error_mend(e, "in a clone: git fetch origin " AUDIT_REF ":" AUDIT_REF);
	}
	if (audit_walk(&g->repo->repo, &g->repo->tip, 0, look_at, g, e) < 0 ||
	    audit_moves_sort(&g->moves, e) < 0)
		return -1;
	return gather_moves(g, e) < 0 ? -1 :
	                                report_complete_check(g->report, g->repo, &g->moves, e);
}

int
report_gather(struct report *r, struct report_repo *repo, struct error *e)
{
	struct gathering g = { .report = r, .repo = repo, .moves.without_signoffs = true };

	if (gather(&g, &repo->why) == 0)
		return 0;
	if (repo->why.kind != ERROR_MEMORY)
		return 0;
	*e = repo->why;
	return -1;
}
