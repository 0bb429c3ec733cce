/*
 * report/find: what of a promotion, an emergency or a repository is an exception or a finding: an
 * event of its own (report/kinds.h).
 */
#include "report/report_internal.h"
#include "report/deployed.h"

static bool by_trailer_alone(const struct audit_step *step)
{
	for (size_t i = 0; i < step->nsignoffs; i++)
		if (strcmp(step->signoffs[i].proof, "trailer") == 0)
			return true;
	return false;
}

bool report_by_deputy(const struct policy *policy, const struct audit_signoff *so, int64_t at)
{
	const struct role *role = policy != NULL ? policy_role_by_id(policy, so->role) : NULL;
	const struct person *who = role != NULL ? policy_person_by_id(policy, so->person) : NULL;

	return who != NULL && role_by_deputy(role, who, at);
}

bool report_unseparated(const struct policy *policy, int64_t at_time,
    const struct report_item *item, size_t *at, struct policy_unseparated *u)
{
	while (policy_unseparated(policy, at_time, at, u))
		if (u->kind != UNSEPARATED_TRAILER || item->environment == NULL ||
		    strcmp(u->environment->id, item->environment) == 0)
			return true;
	return false;
}

static bool any_deputy(const struct policy *policy, const struct audit_step *step, int64_t at)
{
	for (size_t i = 0; i < step->nsignoffs; i++)
		if (report_by_deputy(policy, &step->signoffs[i], at))
			return true;
	return false;
}

struct report_item *report_new_item(struct report *r, struct report_items *list)
{
	return ARENA_ADD(r->arena, list->list, list->n, (struct report_item){ .repo = NULL });
}

struct found {
	enum report_event_kind kind;
	bool is;
};

/* An event for each exception that a promotion, or an emergency, is. */
static int add_exceptions(
    struct report *r, const struct report_item *promotion, const struct found *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct report_item *event = list[i].is ? report_new_item(r, &r->events) : NULL;

		if (event != NULL) { /* else the exhausted arena says so */
			*event = *promotion;
			event->group = NULL;
			event->event = list[i].kind;
		}
	}
	return r->arena->exhausted ? -1 : 0;
}

int report_find_promotion(struct report *r, const struct audit_seen *seen,
    const struct report_item *promotion, const struct audit_step *s)
{
	const struct policy *policy = report_policy_of(r, &promotion->repo->repo, seen);
	struct policy_unseparated u;
	struct report_deployed deployed;
	struct report_own_words words;
	struct arena a;
	size_t at = 0;
	int rc;

	arena_init(&a, ARENA_RUN_CAP);
	rc = report_own_words(&a, promotion->repo->repo.git, &seen->tree, s, &words);
	arena_release(&a);
	report_deployed_find(r, promotion, policy, seen, s, &deployed);
	const struct found list[] = {
		{ REPORT_ROLLBACK, promotion->rollback },
		{ REPORT_TRAILER, by_trailer_alone(s) },
		{ REPORT_OWN_WORD, words.n > 0 },
		{ REPORT_UNSEPARATED,
		    policy != NULL && report_unseparated(policy, seen->at, promotion, &at, &u) },
		{ REPORT_DEPUTY, any_deputy(policy, s, seen->at) },
		{ REPORT_LAPSED, *s->lapsed != '\0' },
		{ REPORT_FOUND, s->found },
		{ REPORT_DEPLOYED_LATE, deployed.late },
		{ REPORT_DEPLOYED_OVERDUE, deployed.overdue },
		{ REPORT_DEPLOYED_BAD, deployed.bad },
		{ REPORT_DEPLOYED_UNKNOWN, deployed.unknown },
		{ REPORT_DEPLOYED_UNCHECKED, deployed.unchecked },
		{ REPORT_STEPS_OPEN, deployed.undone },
	};
	return rc < 0 ? -1 : add_exceptions(r, promotion, list, sizeof(list) / sizeof(list[0]));
}

int report_find_emergency(
    struct report *r, const struct report_emergency *m, const struct report_item *step)
{
	struct report_item item = *step;
	const struct found list[] = {
		{ REPORT_EMERGENCY, m->at >= r->query.from },
		{ REPORT_OPEN, m->review == NULL },
		{ REPORT_OVERDUE, report_overdue(m, report_end(r)) },
		{ REPORT_LATE, report_late(m) },
		{ REPORT_WHILE_OVERDUE, m->at >= r->query.from && *m->overdue != '\0' },
	};

	item.emergency = m;
	item.environment = m->environment;
	item.promotion = m->promotion;
	return add_exceptions(r, &item, list, sizeof(list) / sizeof(list[0]));
}

int report_add_text(struct report *r, const struct report_repo *repo, enum report_event_kind kind,
    const char *ref, const char *environment, const git_oid *entry, const char *text)
{
	struct report_item *item = text != NULL ? report_new_item(r, &r->events) : NULL;

	if (item == NULL)
		return -1;
	*item = (struct report_item){ .repo = repo,
		.environment = environment,
		.text = text,
		.name = ref,
		.event = kind,
		.at = repo->newest };
	if (entry != NULL)
		item->entry = *entry;
	return 0;
}
