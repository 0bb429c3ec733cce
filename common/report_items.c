#include <string.h>

#include "report_gathering.h"

/* One more of a list; NULL without memory. */
static struct report_item *
one_more(struct arena *a, struct report_items *list)
{
	if (list->n == list->room) {
		size_t room = list->room != 0 ? 2 * list->room : 64;
		struct report_item *more = arena_grow(a, list->list, list->n, room, sizeof(*more));

		if (more == NULL)
			return NULL;
		list->list = more;
		list->room = room;
	}
	return &list->list[list->n++];
}

bool
gathering_in_period(const struct gathering *g, int64_t at)
{
	return at >= g->report->query.from && at <= g->report->query.to;
}

bool
gathering_asked(const char *want, const char *is)
{
	return want == NULL || (is != NULL && strcmp(want, is) == 0);
}

/* One text for each id, however often it is named. */
static struct report_group *
group_of(struct gathering *g, const char *id, int64_t at)
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

/* An item with what every kind has. */
struct report_item *
gathering_item(struct gathering *g, struct report_items *list, const struct audit_seen *seen,
    size_t place, const char *environment)
{
	struct report_item *item = one_more(g->report->arena, list);

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

static bool
by_trailer_alone(const struct audit_step *step)
{
	for (size_t i = 0; i < step->nsignoffs; i++)
		if (strcmp(step->signoffs[i].proof, "trailer") == 0)
			return true;
	return false;
}

static int
see_promotion(struct gathering *g, const struct audit_seen *seen, size_t ref, size_t step,
    const struct report_emergency *emergency, enum audit_fate fate)
{
	const struct audit_ref *r = &seen->entry.refs[ref];
	const struct audit_step *s = &r->steps[step];
	bool moved = fate != AUDIT_FATE_NOT_MOVED;
	struct report_item *item;

	if (!gathering_in_period(g, seen->at) ||
	    !gathering_asked(g->report->query.promotion, s->promotion) ||
	    !gathering_asked(g->report->query.environment, r->environment))
		return 0;
	item = gathering_item(g, moved ? &g->report->promotions : &g->report->events, seen,
	    g->repo->entries, r->environment);
	if (item == NULL)
		return -1;
	item->event = REPORT_NOT_MOVED;
	item->commit = s->tip;
	item->ref = ref;
	item->step = step;
	item->fate = fate;
	item->emergency = emergency;
	item->rollback = s->exception != NULL && strncmp(s->exception, "rollback ", 9) == 0;
	item->trailer_only = by_trailer_alone(s);
	if (s->promotion == NULL)
		return 0;
	item->group = moved ? group_of(g, s->promotion, seen->at) :
	                      lookup_text(&g->report->groups, s->promotion);
	item->promotion =
	    item->group != NULL ? item->group->id : arena_strdup(g->report->arena, s->promotion);
	return item->promotion != NULL ? 0 : -1;
}

static int
see_accepted_step(struct gathering *g, const struct audit_seen *seen, size_t ref, size_t step,
    enum audit_fate fate)
{
	const struct audit_ref *r = &seen->entry.refs[ref];
	const struct audit_step *s = &r->steps[step];
	const struct report_emergency *emergency = NULL;
	struct report_counts *counts = &g->repo->counts;

	if (r->environment == NULL)
		return 0;
	if (audit_step_promotes(s)) {
		if (fate != AUDIT_FATE_NOT_MOVED &&
		    report_emergency_see(g->report, &g->reviews, g->repo, seen, r, s, &emergency) <
		        0)
			return -1;
		return see_promotion(g, seen, ref, step, emergency, fate);
	}
	if (r->from != NULL && s->kind != NULL && gathering_in_period(g, seen->at)) {
		counts->fast_forwards += strcmp(s->kind, "fast-forward") == 0;
		counts->baselines += strcmp(s->kind, "baseline") == 0;
	}
	return 0;
}

int
gathering_see_accepted(struct gathering *g, const struct audit_seen *seen)
{
	const struct audit_entry *entry = &seen->entry;

	for (size_t i = 0; i < entry->nrefs; i++) {
		enum audit_fate fate = audit_fate_of(&g->fates, &seen->id, entry->refs[i].name);

		if (gathering_see_signing(g, seen, &entry->refs[i]) < 0)
			return -1;
		/* The last step is the newest. */
		for (size_t k = entry->refs[i].nsteps; k-- > 0;)
			if (see_accepted_step(g, seen, i, k, fate) < 0)
				return -1;
	}
	return 0;
}

int
gathering_see_refused(struct gathering *g, const struct audit_seen *seen)
{
	const struct report_query *q = &g->report->query;

	for (size_t i = 0; i < seen->entry.nrefs; i++) {
		const struct audit_ref *ref = &seen->entry.refs[i];
		const char *promotion =
		    ref->nsteps > 0 ? ref->steps[ref->nsteps - 1].promotion : NULL;
		struct report_item *item;

		if (ref->from == NULL || !gathering_asked(q->promotion, promotion) ||
		    !gathering_asked(q->environment, ref->environment))
			continue;
		item =
		    gathering_item(g, &g->report->events, seen, g->repo->entries, ref->environment);
		if (item == NULL)
			return -1;
		item->event =
		    seen->entry.decision == VERDICT_REJECT ? REPORT_REFUSED : REPORT_UNDECIDED;
		item->commit = ref->new;
		item->ref = i;
		item->promotion =
		    promotion != NULL ? arena_strdup(g->report->arena, promotion) : NULL;
		if (promotion != NULL && item->promotion == NULL)
			return -1;
	}
	return 0;
}
