/* The policy by which the audit judged at some moment. */
#include "audit/audit.h"
#include "report/report_internal.h"

struct asking {
	struct report *report;
	const struct repo *repo;
	int64_t at;
	struct report_policy_at *out;
	const char *policy; /* version and digest of the one that was in force */
	int64_t told;
};

static int unreadable(const struct asking *q, struct error *e)
{
	return error_set(e, ERROR_UNREADABLE, "the policy of %s cannot be read from the audit",
	    when_text(q->report->arena, q->told));
}

static int look_at(void *ctx, const struct audit_seen *seen, struct error *e)
{
	const char *policy = seen->entry.policy;
	struct asking *q = ctx;

	if (seen->at > q->at || policy == NULL)
		return 0;
	if (q->policy == NULL) {
		q->policy = arena_strdup(q->report->arena, policy);
		q->told = seen->at;
		if (q->policy == NULL)
			return error_memory(e);
	}
	/* Arming tells which it is, and keeps no file of it; a verdict by the same one does. */
	if (seen->entry.kind != AUDIT_VERDICT || strcmp(policy, q->policy) != 0)
		return 0;
	q->out->policy = report_policy_of(q->report, q->repo, seen);
	if (q->out->policy == NULL)
		return unreadable(q, e);
	q->out->entry = seen->id;
	q->out->judged = seen->at;
	return 1;
}

int report_policy_at(struct arena *a, const struct repo *repo, int64_t at,
    struct report_policy_at *out, struct error *e)
{
	struct report r = { .arena = a };
	struct asking q = { .report = &r, .repo = repo, .at = at, .out = out };
	git_oid tip;
	int there;

	*out = (struct report_policy_at){ 0 };
	if (audit_tip(a, repo, &tip, &there, e) < 0 ||
	    (there && audit_walk(repo, &tip, 0, look_at, &q, e) < 0))
		return -1;
	if (out->policy != NULL)
		return 0;
	if (q.policy != NULL)
		return unreadable(&q, e);
	error_set(
	    e, ERROR_ABSENT, "the audit tells of no policy at %s or before", when_text(a, at));
	return there ? -1 : error_mend(e, "in a clone: git fetch origin " AUDIT_REF ":" AUDIT_REF);
}
