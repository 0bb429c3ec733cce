/*
 * rules/ruling: what a check may say of one step, and the outcome that comes of it.
 *
 * A check is a pure function of one step and the policy. It says what it found through
 * rule_unmet() and rule_undecided(), and the worst of that is the outcome. OUTCOME_MET counts only
 * from a check that said nothing; a check that forgets to answer leaves its rule undecided.
 */
#pragma once

#include "policy/policy.h"
#include "step/step.h"
#include "base/verdict.h"

struct finding {
	unsigned rule; /* its place in the table (enum rule_id) */
	enum outcome outcome; /* unmet or undecided */
	const char *text; /* place and why; escaped prose */
	const char *mend; /* who does what; escaped prose, may be "" */
	const char *command; /* one line to paste, or NULL */
	const char *signoff; /* the name of the sign-off that it is about, or NULL */
	bool by_signing; /* a sign-off that is still to come mends it */
};

struct findings {
	struct finding *list;
	size_t n;
};

/* What a check gets: everything it may look at, and where its findings go. */
struct ruling {
	struct arena *arena;
	const struct policy *policy;
	const struct step *step;
	unsigned rule; /* its place in the table */
	const char *mend; /* of the rule in general */
	struct findings *out;
	enum outcome worst; /* of the findings so far; ruling_run() sets it */
};

typedef enum outcome rule_check(struct ruling *r);

/* Beside the bits of enum require: a promotion that changes nothing is not asked. */
#define OF_CHANGE (1u << 16)

/*
 * Runs one check and appends its findings, but for those that another step has made already.
 * `group`: bits of enum require; the check runs only for a promotion into an environment that asks
 * for one of them, and a rollback is waived. Without them it runs for every step. OF_CHANGE.
 * Undecided also when memory ran out, and when the check answers OUTCOME_JUDGED and said nothing.
 */
enum outcome ruling_run(struct ruling *r, unsigned group, rule_check *check);

/* The text of a finding, with the mend of the rule. These three give OUTCOME_JUDGED, for a check
 * that ends there. */
enum outcome rule_unmet(struct ruling *r, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
enum outcome rule_undecided(struct ruling *r, const struct error *why);
/* Who mends the finding just made, and with which command, as it stands (NULL for none). */
enum outcome rule_mend(struct ruling *r, const char *command, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The finding just made; NULL for none. */
struct finding *rule_finding(struct ruling *r);
/* It is about that sign-off; NULL for none. */
void rule_about(struct ruling *r, const struct signed_signoff *g);

/* The answer of a check that has looked at everything: met, or judged where it said something. */
enum outcome rule_said(const struct ruling *r);

/* Is the step a promotion into an environment that asks for one of these groups of rules? */
bool rule_asked(const struct ruling *r, unsigned group);

/* Does the claimed exception answer instead of this rule? */
bool rule_waived_by(const struct ruling *r, enum exception exception);
