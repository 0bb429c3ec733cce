/*
 * rule: the one table of rules, and what a check may say.
 *
 * A check is a pure function of one step and the policy. It says what it found through
 * rule_unmet() and rule_undecided(), and returns OUTCOME_MET where it applies. The outcome of the
 * rule is the worst of these (rule_judge), so that a check which forgets to answer leaves it
 * undecided.
 */
#ifndef SLUIS_RULE_H
#define SLUIS_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "error.h"
#include "policy.h"
#include "step.h"
#include "verdict.h"

/*
 * id, criterion of CH.06, what it asks in one line, how it is mended in general. The id is stable
 * for ever; the check of rule a-b is rule_a_b(). The order is that of the findings: most basic
 * first.
 */
#define RULES(X) \
	X(reserved_ref, "reserved-ref", 9, \
	    "refs/sluis/ and refs/replace/ are written by nobody's push, nor a guarded ref by " \
	    "another spelling", \
	    "push to a ref of your own") \
	X(policy_published, "policy-published", 1, \
	    "the policy in force is at refs/sluis/policy, where everyone can fetch it", \
	    "the administrator publishes the policy") \
	X(pusher_known, "pusher-known", 9, \
	    "whoever pushes to a governed ref is a person or service of the policy", \
	    "the administrator adds the login to the policy") \
	X(push_access, "push-access", 9, \
	    "whoever pushes has a role that may push to this environment", \
	    "somebody with the role pushes") \
	X(ref_protected, "ref-protected", 9, \
	    "a governed ref is not deleted, rewound or moved twice in one push", \
	    "push a new commit on top of what is there") \
	X(committer_is_pusher, "committer-is-pusher", 9, \
	    "the committer of every new commit is who pushes it, where the policy asks and in " \
	    "the evidence", \
	    "commit under your own name and address, and push that yourself") \
	X(commits_signed, "commits-signed", 9, \
	    "every new commit is signed by its committer, where the policy asks", \
	    "sign the commits: git rebase --exec 'git commit --amend --no-edit -S'") \
	X(freeze, "freeze", 3, \
	    "nothing is promoted while a freeze lasts, but for emergencies and rollbacks", \
	    "wait until the freeze has ended") \
	X(merge_only, "merge-only", 3, \
	    "each step of an environment is a merge of what it was and one candidate", \
	    "merge the candidate with git merge --no-ff") \
	X(comes_from, "comes-from", 3, "the candidate was on the environment before this one", \
	    "promote it to that environment first") \
	X(complete, "complete", 8, "the merge holds exactly what the accepted candidate holds", \
	    "merge again without edits") \
	X(nothing_lost, "nothing-lost", 8, "the candidate contains everything that is there now", \
	    "merge what is there into the development line, and accept that") \
	X(rollback, "rollback", 8, \
	    "a rollback brings back exactly a state that the environment had", \
	    "name a state that it had, and make the merge of exactly that") \
	X(emergency, "emergency", 3, \
	    "an emergency names its incident and its reason, and is reviewed afterwards", \
	    "write the trailer as Emergency: INCIDENT REASON") \
	X(emergency_review, "emergency-review", 3, \
	    "no emergency waits for its review longer than the policy allows", \
	    "the promotion reviews it: Reviews-Emergency: ID, with every sign-off") \
	X(plan_linked, "plan-linked", 2, "the merge links its implementation plan", \
	    "add the trailer Implementation-Plan") \
	X(plan_complete, "plan-complete", 2, \
	    "the plan is of this promotion, candidate and environment, and every step has its " \
	    "owner", \
	    "complete the plan, push it, and link it again") \
	X(plan_window, "plan-window", 2, "the push falls inside the window of the plan", \
	    "push inside the window, or plan a new one") \
	X(plan_performer, "plan-performer", 2, \
	    "whoever pushes is the performer that the plan names", \
	    "the performer of the plan pushes") \
	X(impact_stated, "impact-stated", 4, \
	    "the merge states the impact, as a level of the policy", "add the trailer Impact") \
	X(impact_floor, "impact-floor", 4, \
	    "the stated impact is at least what the changed paths demand", \
	    "state the higher level, and do what it asks") \
	X(parallel_run, "parallel-run", 4, \
	    "where the impact asks it, old and new ran side by side and every difference was " \
	    "accepted", \
	    "run old and new side by side, and link the record") \
	X(acceptance_linked, "acceptance-linked", 6, \
	    "the merge names its promotion and links at least one acceptance result", \
	    "add the trailers Promotion and Acceptance-Result") \
	X(evidence_intact, "evidence-intact", 6, \
	    "every linked file is where its link says, with exactly the linked bytes", \
	    "put the file there, or link the digest of the file that is there") \
	X(evidence_by, "evidence-by", 6, \
	    "every record was brought in by whose word it is, and by nobody who made the change", \
	    "the person it names brings it in") \
	X(acceptance_bound, "acceptance-bound", 6, \
	    "the acceptance result is of this promotion, candidate, tree and environment", \
	    "test this candidate and link that result") \
	X(criteria_first, "criteria-first", 6, \
	    "the criteria were in the evidence ref before the test began, and did not change " \
	    "since", \
	    "push the criteria, then test") \
	X(tester_not_author, "tester-not-author", 9, \
	    "nobody tests a change that he helped to make", "somebody else tests it") \
	X(acceptance_passed, "acceptance-passed", 6, \
	    "every required criterion passed, or was waived by name with a reason", \
	    "mend what failed and test again") \
	X(signoff_present, "signoff-present", 5, \
	    "every sign-off that the promotion needs is there, by enough people of its role", \
	    "the people named sign off, and the merge carries their trailers") \
	X(signoff_proven, "signoff-proven", 5, \
	    "every sign-off is a tag below refs/signoffs/, signed by the person that it names", \
	    "the person signs: git sluis sign ID --role ROLE") \
	X(signoff_current, "signoff-current", 5, \
	    "every sign-off is about this candidate, environment and evidence, and came in after " \
	    "the test", \
	    "the person looks again, and signs anew") \
	X(signoff_veto, "signoff-veto", 5, "nobody who may sign off has rejected it", \
	    "settle it with who rejected it; he signs anew") \
	X(roles_assigned, "roles-assigned", 7, \
	    "every role that the environment needs has somebody who is there today", \
	    "the administrator gives the role to somebody in the policy") \
	X(author_known, "author-known", 9, \
	    "every author, committer and co-author is a person or service of the policy", \
	    "the administrator adds the address, or the author mends the commit") \
	X(author_not_approver, "author-not-approver", 9, \
	    "nobody signs off a promotion that he helped to make", \
	    "somebody else with the role signs off") \
	X(author_not_promoter, "author-not-promoter", 9, \
	    "nobody promotes a change that he helped to make", \
	    "somebody else with the role pushes")

enum rule_id {
#define X(name, id, criterion, asks, mend) RULE_##name,
	RULES(X)
#undef X
	    RULE_COUNT
};

struct finding {
	enum rule_id rule;
	enum outcome outcome; /* unmet or undecided */
	const char *text; /* place and why; escaped prose */
	const char *mend; /* who does what; escaped prose, may be "" */
	const char *command; /* one line to paste, or NULL */
};

struct findings {
	struct finding *list;
	size_t n, room;
};

/* What a check gets: everything it may look at, and where its findings go. */
struct ruling {
	struct arena *arena;
	const struct policy *policy;
	const struct step *step;
	enum rule_id rule;
	struct findings *out;
	enum outcome worst; /* of the findings so far; OUTCOME_MET before any */
};

typedef enum outcome rule_check(struct ruling *r);

struct rule {
	const char *id;
	unsigned criterion;
	const char *asks, *mend;
	rule_check *check;
};

extern const struct rule rules[RULE_COUNT];

/* The rule with that id, or NULL. */
const struct rule *rule_by_id(const char *id);

/* What the rule asks and how it is mended in general, in one line each. */
const char *rule_asks(enum language l, enum rule_id id);
const char *rule_mends(enum language l, enum rule_id id);

/* Runs one check on one step and appends its findings. Identical findings of other steps are not
 * repeated. Undecided when memory ran out. */
enum outcome rule_judge(struct arena *a, enum rule_id id, const struct policy *p,
    const struct step *s, struct findings *out);

/* The text of a finding; the mend follows with rule_mend(). */
void rule_unmet(struct ruling *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void rule_undecided(struct ruling *r, const struct error *why);
/* Who mends the finding just made, and with which command (NULL for none; takes it as it stands).
 */
void rule_mend(struct ruling *r, const char *command, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#define X(name, id, criterion, asks, mend) rule_check rule_##name;
RULES(X)
#undef X

#endif
