/*
 * report/report: what auditors ask of a period: the population of promotions, and the exceptions
 * (norm CH.06, all criteria).
 *
 * Gathered in one walk over each audit, from the newest entry on. Little of each promotion is kept,
 * so that a report can cover many years and repositories; the rest is read again from its entry
 * when it is printed. Texts are as the audit has them, escaped (base/escape.h).
 */
#pragma once

#include "audit/walk.h"
#include "audit/held.h"
#include "audit/moves.h"
#include "audit/policies.h"
#include "base/digest.h"
#include "base/lookup.h"
#include "policy/policy.h"
#include "promotion/past.h"
#include "git/repo.h"
#include "report/kinds.h"

struct report_query {
	int64_t from,
	    to; /* seconds since 1970, both included; INT64_MIN and INT64_MAX where it is open */
	const char *promotion; /* escaped; NULL: all */
	const char *environment; /* escaped; NULL: those where changes end, or all: */
	bool all_environments;
	size_t sample; /* how many are drawn; 0: no sample */
	const char *seed; /* escaped; NULL: nothing is drawn */
	int64_t now;
	const char *against, *signers; /* of a witness (audit/copy.h); or NULL */
};

struct report_review { /* of an emergency */
	int64_t at;
	git_oid entry;
	const char *promotion;
};

struct report_emergency {
	const struct report_repo *repo;
	const char *promotion, *environment;
	const char *text; /* incident and reason */
	const char *overdue; /* ids of others whose review was overdue then; "" for none */
	git_oid entry;
	size_t place; /* in the audit; small is new */
	int64_t at, until; /* `until` is 0 where nobody said */
	const struct report_review *review; /* NULL: it is open */
};

/* Promotions of the same id belong together, whatever their environment and repository. */
struct report_group {
	const char *id;
	size_t n;
	const struct report_repo *repo; /* of the oldest, as the next two */
	int64_t first;
	size_t place; /* in its audit */
	bool several; /* repositories */
};

/* A promotion, or an event: where it stands in the audit, and what is needed to sort and count. */
struct report_item {
	const struct report_repo *repo;
	struct report_group *group; /* NULL: it names no promotion */
	const char *promotion, *environment; /* or NULL */
	git_oid entry, commit;
	const char *text, *name; /* of what no entry tells: what it is, and the ref, or NULL */
	size_t ref, step; /* in the entry; SIZE_MAX: it is about none */
	size_t place; /* of the entry in its audit; small is new */
	int64_t at;
	enum report_event_kind event;
	enum audit_fate fate; /* of a promotion */
	enum audit_leave leave; /* of a move */
	size_t moves; /* under an unlock */
	const struct report_emergency *emergency;
	bool rollback;
	unsigned char draw[DIGEST_SIZE]; /* when there is a seed */
	size_t rank; /* in the sample, from 1; 0: not drawn */
};

struct report_items {
	struct report_item *list;
	size_t n;
};

struct report_policy { /* in force from its first verdict on; in a chain, newest first */
	const char *text; /* version and digest */
	int64_t first, last; /* verdicts of the period */
	size_t verdicts;
	git_oid entry; /* of the first */
	struct report_policy *before;
};

/* A ref of an environment with a source: is every step of it in the audit? */
struct report_ref {
	const char *name, *environment, *from;
	size_t moves, steps; /* since the audit began; steps on the first-parent line */
	size_t judged; /* steps that have a verdict */
	size_t gaps; /* where a move does not begin at what the one before left */
	bool here; /* the ref and its commits are in this repository */
	bool at_tip; /* the ref stands where the audit left it */
	size_t findings; /* about it, that no correction settles */
	struct report_ref *next; /* from where work starts on to production */
};

struct report_counts {
	size_t accepted, rejected, undecided; /* verdicts of the period */
	size_t fast_forwards, baselines; /* of environments that are counted */
	size_t elsewhere; /* promotions into others */
};

/* An environment with a source that the audit tells of. */
struct report_scope {
	const char *environment;
	bool counted; /* promotions into it are the population */
	struct report_scope *next; /* by name */
};

struct report_repo {
	const char *name; /* for people; from the command line or the folder */
	struct repo repo;
	struct error why; /* kind is not ERROR_NONE: it could not be read, or not to its end */
	bool copy; /* of the audit: it has no policy, and its refs are not those that the audit is
	              about */
	git_oid tip;
	size_t entries;
	int64_t oldest, newest; /* of all entries */
	struct report_counts counts;
	struct past past; /* read when it is first needed */
	struct lookup deployed; /* by the commit of a promotion: struct deployments */
	struct lookup touched; /* of the evidence; struct evidence_moves */
	struct report_policy *policies;
	struct policies installed; /* as refs/sluis/policy has them; none in a copy without it */
	struct report_ref *refs;
};

struct report {
	struct arena *arena;
	struct report_query query;
	struct report_repo *repos;
	size_t nrepos;
	struct report_items promotions; /* those that went in, and those of which nobody said yet
	                                   whether they did */
	struct report_items events;
	struct report_scope *scopes;
	const struct policy *scoped; /* the last one whose environments are there */
	struct report_emergency **emergencies; /* of the period, or open in it; oldest first */
	size_t nemergencies;
	struct lookup groups; /* id: struct report_group */
	struct lookup signings; /* repository and name of a sign-off: struct report_signing */
	struct lookup names; /* id of a policy's blob: struct policy, or where it cannot be read
	                        something else */
};

/* Reads one repository's audit into the report. What goes wrong is in repo->why; -1 only without
 * memory. */
int report_gather(struct report *r, struct report_repo *repo, struct error *e);

/* After the last repository: sorts promotions, events and emergencies by time, those of one
 * promotion together, and draws the sample. 0, or -1: also where no audit tells of the environment
 * that is asked for. */
int report_order(struct report *r, struct error *e);

/* The policy of the newest entry at that moment or before; it lives in `a`. 0 or -1. */
struct report_policy_at {
	const struct policy *policy;
	git_oid entry;
	int64_t judged;
};
int report_policy_at(struct arena *a, const struct repo *repo, int64_t at,
    struct report_policy_at *out, struct error *e);

/* A seed for a sample without one: 16 hex digits of chance. NULL when the system gives none. */
const char *report_sample_seed(struct arena *a);

/* Is every repository read to its end? Is nothing found that breaks the report (report/kinds.h)? */
bool report_readable(const struct report *r);
bool report_whole(const struct report *r);

/* The forms. Each prints exceptions before anything else, and of the promotions those of the
 * sample, or all. 0, or -1: an entry could not be read again. */
typedef int report_form(struct report *r, FILE *out, struct error *e);
report_form report_text, report_csv, report_json, report_html;
