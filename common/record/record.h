/*
 * record/record: the records of a dossier (INI, strict; norm CH.06 criteria 2, 4 and 6).
 *
 * Pure readers from bytes to structs; they know nothing of policy or git. Every problem of a
 * record is listed with its line. Unknown kinds and keys, repeated keys, missing keys, empty
 * values and times without a zone are problems: evidence that is doubtful is not evidence.
 */
#pragma once

#include "base/ini.h"
#include "record/link.h"

struct criterion {
	const char *id;
	const char *description;
	bool required;
	unsigned line;
};

struct criteria {
	const char *promotion;
	struct criterion *list;
	size_t n;
};

enum result_outcome { RESULT_FAIL = 0, RESULT_PASS, RESULT_WAIVED };

struct result {
	const char *id;
	enum result_outcome outcome;
	bool has_log; /* asked for pass and fail */
	struct link log;
	const char *reason; /* asked for waived */
	const char *waived_by; /* asked for waived: a person id */
	unsigned line;
};

struct acceptance {
	const char *promotion;
	const char *candidate; /* 40 hex digits, lower case */
	const char *tree; /* 40 hex digits, lower case */
	const char *environment;
	struct link criteria;
	const char *executed_by; /* a person or service id */
	int64_t started, finished; /* seconds since 1970; started <= finished */
	bool passed; /* verdict = pass (else fail) */
	struct result *results;
	size_t nresults;
};

struct plan_step {
	const char *id;
	const char *action;
	const char *owner; /* a person id */
	unsigned line;
};

struct plan {
	const char *promotion;
	const char *environment;
	const char *candidate; /* 40 hex digits, lower case */
	int64_t window_start, window_end; /* window_start < window_end */
	const char *performer; /* a person or service id */
	const char *rollback; /* how to go back */
	const char *communication; /* who is told, and how */
	struct plan_step *steps;
	size_t nsteps; /* at least 1 */
};

struct run_difference {
	const char *id;
	const char *description;
	const char *accepted_by; /* a person id */
	const char *reason;
	unsigned line;
};

struct parallel_run {
	const char *promotion;
	const char *old, *new; /* commits: 40 hex digits, lower case */
	int64_t started, finished; /* started <= finished */
	int64_t compared,
	    identical; /* outcomes; compared - identical is the number of differences */
	struct run_difference *differences;
	size_t ndifferences;
};

enum deployment_outcome { DEPLOYMENT_FAILED = 0, DEPLOYMENT_ROLLED_BACK, DEPLOYMENT_DONE };

/* How it was compared with what was promoted: file by file, by a list of digests, or by nobody. */
enum deployment_method { DEPLOYMENT_NONE = 0, DEPLOYMENT_TREE, DEPLOYMENT_MANIFEST };

struct deployment_step { /* of the plan; one that is not there is not done */
	const char *id;
	bool done;
	int64_t at; /* of one that is done: seconds since 1970 */
	const char *by; /* a person or service id; asked where it is done */
	const char *note; /* NULL for none */
	unsigned line;
};

struct deployment {
	const char *promotion;
	const char *commit, *tree; /* of the merge: 40 hex digits, lower case */
	const char *target;
	const char *executed_by; /* a person or service id */
	int64_t started, finished; /* seconds since 1970; started <= finished */
	enum deployment_outcome outcome;
	enum deployment_method method;
	int64_t differing; /* files; 0 where nobody compared */
	struct deployment_step *steps;
	size_t nsteps;
};

struct intent { /* what people say of a promotion before it goes over; no rule asks for it */
	const char *emergency; /* "INCIDENT REASON"; NULL: it is none */
	const char *rolls_back_to; /* 40 hex digits, lower case; NULL: it is no rollback */
	const char *closed; /* why; NULL: it is open */
};

/*
 * Read a record. 0 for a well-formed one. -1 with ERROR_MALFORMED when there are problems, or
 * ERROR_MEMORY. Results live in `a`; `bytes` may be freed. `problems` may be NULL.
 */
int record_read_criteria(struct arena *a, const char *bytes, size_t len, struct criteria *out,
    struct ini_problems *problems, struct error *e);
int record_read_acceptance(struct arena *a, const char *bytes, size_t len, struct acceptance *out,
    struct ini_problems *problems, struct error *e);
int record_read_plan(struct arena *a, const char *bytes, size_t len, struct plan *out,
    struct ini_problems *problems, struct error *e);
int record_read_parallel_run(struct arena *a, const char *bytes, size_t len,
    struct parallel_run *out, struct ini_problems *problems, struct error *e);
int record_read_deployment(struct arena *a, const char *bytes, size_t len, struct deployment *out,
    struct ini_problems *problems, struct error *e);
int record_read_intent(struct arena *a, const char *bytes, size_t len, struct intent *out,
    struct ini_problems *problems, struct error *e);

/* What it says of that step, or NULL. */
struct deployment_step *deployment_step(const struct deployment *d, const char *id);

/* The words of a record for them. */
extern const char *const deployment_outcomes[], *const deployment_methods[];
