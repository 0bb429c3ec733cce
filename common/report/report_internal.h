/*
 * report/report_internal: what the forms of a report share.
 *
 * A form walks the promotions and events; each is read again from its audit entry, as a struct
 * report_detail. Forms differ in layout alone: what they say comes from the functions here.
 */
#pragma once

#include "audit/copy.h"
#include "audit/entry.h"
#include "audit/walk.h"
#include "base/html.h"
#include "promotion/deployment.h"
#include "report/report.h"
#include "report/words.h"
#include "rules/rule.h"

/* report/detail.c: everything about one promotion or event, read again from its audit entry and
 * the files that it keeps. */

/* The columns of the CSV form, with their names there and in JSON. */
#define REPORT_FIELDS(X) \
	X(KIND, "kind") \
	X(TIME, "time") \
	X(REPOSITORY, "repository") \
	X(REF, "ref") \
	X(ENVIRONMENT, "environment") \
	X(PROMOTION, "promotion") \
	X(OUTCOME, "outcome") \
	X(PUSHER, "pusher") \
	X(CONTRIBUTORS, "contributors") \
	X(TESTERS, "testers") \
	X(PERFORMERS, "performers") \
	X(SIGNOFFS, "signoffs") \
	X(IMPACT, "impact") \
	X(EXCEPTION, "exception") \
	X(REVIEW_UNTIL, "review-until") \
	X(OVERDUE, "while-overdue") \
	X(REVIEWED, "reviewed") \
	X(REVIEWED_WITH, "reviewed-with") \
	X(DAYS_LATE, "days-late") \
	X(REVIEWS, "reviews") \
	X(POLICY, "policy") \
	X(CRITERION_1, "criterion-1") \
	X(CRITERION_2, "criterion-2") \
	X(CRITERION_3, "criterion-3") \
	X(CRITERION_4, "criterion-4") \
	X(CRITERION_5, "criterion-5") \
	X(CRITERION_6, "criterion-6") \
	X(CRITERION_7, "criterion-7") \
	X(CRITERION_8, "criterion-8") \
	X(CRITERION_9, "criterion-9") \
	X(NOT_MET, "not-met") \
	X(NOT_CHECKED, "not-checked") \
	X(WAIVED, "waived") \
	X(TEXT, "text") \
	X(ENTRY, "entry") \
	X(COMMIT, "commit") \
	X(BASE, "base") \
	X(CANDIDATE, "candidate") \
	X(ARRIVED, "arrived") \
	X(FOUND, "found") \
	X(EVIDENCE, "evidence") \
	X(NUMBER, "number") \
	X(DRAWN, "drawn")

enum report_field {
#define X(name, column) F_##name,
	REPORT_FIELDS(X)
#undef X
	    REPORT_FIELD_COUNT
};

struct report_answer { /* to one criterion */
	enum report_status status; /* the worst of its rules */
	const struct rule *rules[RULE_COUNT];
	enum report_status of[RULE_COUNT]; /* of rules[i] */
	size_t n;
};

struct report_file { /* in the entry's tree */
	const char *path; /* "policy.ini", "evidence/SHA256"; escaped */
	const char *kind; /* of evidence: "plan", "criteria" and the like; "" for what records name,
	                     such as logs */
};

struct report_detail {
	const struct report *report;
	const struct report_item *item;
	struct audit_seen seen;
	const struct audit_ref *ref; /* NULL: the entry is about none */
	const struct audit_step *step; /* NULL: it judged none */
	git_oid base; /* what the ref was before the step */
	const char *fields[REPORT_FIELD_COUNT]; /* printable; NULL for none */
	struct report_answer criteria[CRITERIA]; /* of a step */
	const char *unknown_rules;
	const struct policy *policy; /* that was in force; NULL when it cannot be read any more */
	struct report_file *files;
	size_t nfiles;
};

/* Reads it into `a`. 0 or -1. */
int report_detail_load(struct arena *a, struct report *r, const struct report_item *item,
    struct report_detail *out, struct error *e);

/* arena_printf(); "(out of memory)" without memory, and then the arena is marked exhausted. */
const char *report_printf(struct arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* A text of parts that grows: begins as { "" }. A record may have thousands of parts. */
struct report_list {
	const char *text;
	size_t len, room;
};

/* Adds a part, with `between` before it unless it is the first. Without memory the arena is
 * exhausted. */
void report_list_add(struct arena *a, struct report_list *l, const char *between, const char *part);

/* The next of some ids with blanks between; moves `*ids` behind it. NULL at the end and without
 * memory. */
const char *report_next_id(struct arena *a, const char **ids);

/* The policy that an entry was judged by; NULL when it cannot be read any more. */
const struct policy *report_policy_of(
    struct report *r, const struct repo *repo, const struct audit_seen *seen);

/* "Noor Kaya (noor)", "Kim Jansen (kim, School Noord)", printable; just the id where the policy of
 * that day does not have it. */
const char *report_person(struct arena *a, const struct report_detail *d, const char *id);

/* The same for ids with blanks between; ", " between the names. */
const char *report_persons(struct arena *a, const struct report_detail *d, const char *ids);

/* report/proof.c: what the audit entry answers to each criterion, what an auditor opens to check
 * that, and who had which part in it. */

enum report_status report_rule_status(const struct audit_step *s, const char *rule);

/* out[0] is criterion 1. */
void report_criteria(const struct audit_step *s, struct report_answer out[CRITERIA]);

/* What the policy does not ask is not met: says so of a criterion and of its rule. */
void report_not_asked(struct report_answer out[CRITERIA], enum unseparated kind);

/* The rules of the step that this version does not know, with blanks between; "" for none. */
const char *report_unknown_rules(struct arena *a, const struct audit_step *s);

struct report_proof {
	enum report_word label;
	const char *text; /* printable */
	bool exact; /* a path in the audit entry, an id: kept on one line */
};

struct report_proofs {
	struct report_proof *list;
	size_t n;
};

/* Where and when a promotion went, above its criteria. 0, or -1 without memory. */
int report_facts(struct arena *a, const struct report_detail *d, struct report_proofs *out);

/* Of criterion `n` (from 1) of a detail with a step; there may be none. 0, or -1 without memory. */
int report_proofs(
    struct arena *a, const struct report_detail *d, unsigned n, struct report_proofs *out);

struct report_act {
	const char *who; /* printable */
	enum report_word did;
	const char *note; /* of a sign-off: "users, role key-user, by trailer alone"; of test and
	                     plan: when; else "" */
	int64_t at; /* 0 where the audit does not tell */
};

struct report_acts {
	struct report_act *list;
	size_t n;
};

/* Who did what, from making the change to pushing it. 0, or -1 without memory. */
int report_acts(struct arena *a, const struct report_detail *d, struct report_acts *out);

/* "role key-user, as deputy, by trailer alone" */
const char *report_role_text(
    struct arena *a, const struct report_detail *d, const struct audit_signoff *so);

/* "went in" */
const char *report_fate(enum audit_fate fate);

/* Who pushed, printable. */
const char *report_pusher(struct arena *a, const struct report_detail *d);

/* "emergency change INC-1 ..." in the report's language, printable; "" for an ordinary promotion.
 */
const char *report_exception(struct arena *a, const struct report_detail *d);

struct report_signing { /* the push that brought a signed sign-off */
	int64_t at;
	git_oid entry, tag;
	size_t place;
	struct report_signing *older; /* of the same person in the same role; NULL for none */
};

#define REPORT_SIGNOFFS "signoffs/" /* the folder of an entry */

/* report/signing.c. Where the entry keeps the tag of a sign-off; NULL for one by trailer. */
const char *report_signoff(
    struct arena *a, const struct report_detail *d, const struct audit_signoff *so);

/* A ref of an accepting verdict that went in, or of which nobody said yet whether
 * it did. Those of promotions of the report are kept; these are newer than their sign-offs, and so
 * were met before. 0 or -1. */
int report_signing_see(struct report *r, const struct report_repo *repo,
    const struct audit_seen *seen, const struct audit_ref *ref);

/* When that sign-off came in: the very tag that the entry keeps; without one, the last before the
 * promotion. NULL when no push brought it. */
const struct report_signing *report_signing_of(
    const struct report_detail *d, const struct audit_signoff *so);

/* report/own_word.c: what a step took over on the word of a person: a criterion that was waived, a
 * difference that was accepted. Texts are as the records have them. */

struct report_own_word {
	enum report_word did;
	const char *id, *by, *reason;
};

struct report_own_words {
	struct report_own_word *list;
	size_t n;
};

/* Of the records that an entry with that tree keeps; what is missing there is told by audit verify.
 * 0, or -1 without memory. */
int report_own_words(struct arena *a, git_repository *repo, const git_oid *tree,
    const struct audit_step *s, struct report_own_words *out);

/* "AC-1 waived by Kim Jansen (kim): The printer comes in December", printable. */
const char *report_own_word_text(
    struct arena *a, const struct report_detail *d, const struct report_own_word *w);

/* The bytes of a file of the tree; NULL when it cannot be read. audit verify tells of that. */
const char *report_file_bytes(
    struct arena *a, git_repository *repo, const git_oid *tree_id, const char *path, size_t *len);

/* report/gather.c: is a value what was asked for? NULL asks for nothing in particular. */
bool report_asked(const char *want, const char *is);

/* report/find.c: adds an event for each exception that a promotion, or an emergency, is. */

/* 0, or -1 without memory. */
int report_find_promotion(struct report *r, const struct audit_seen *seen,
    const struct report_item *promotion, const struct audit_step *s);
/* The next of what the policy did not keep apart for that promotion; see policy_unseparated(). */
bool report_unseparated(const struct policy *policy, int64_t at_time,
    const struct report_item *item, size_t *at, struct policy_unseparated *u);

/* Did a deputy give that sign-off, by the policy of that moment? */
bool report_by_deputy(const struct policy *policy, const struct audit_signoff *so, int64_t at);
int report_find_emergency(
    struct report *r, const struct report_emergency *m, const struct report_item *step);

/* One more item in the list, zeroed. NULL without memory. */
struct report_item *report_new_item(struct report *r, struct report_items *list);

/* An event that is no entry of the audit, though `entry` may have led to it (or be NULL); `ref`,
 * `environment` and `text` are escaped and live on. 0, or -1 without memory. */
int report_add_text(struct report *r, const struct report_repo *repo, enum report_event_kind kind,
    const char *ref, const char *environment, const git_oid *entry, const char *text);

/* report/scope.c: which promotions are the population. */

/* Is an environment counted: the one that is asked for, or one where changes end by the policy of
 * that entry? One of which that policy cannot say it is. It is remembered for report_in_scope(). */
bool report_counted(struct report *r, const struct report_repo *repo, const struct audit_seen *seen,
    const char *environment);

/* The same of one that was asked about before, by whatever policy counts it. */
bool report_in_scope(const struct report *r, const char *environment);

/* An environment is asked for, and those that the audits tell of are others. */
bool report_no_such_environment(const struct report *r);

/* "production": those that are counted, or those that are not. */
const char *report_scope(struct arena *a, const struct report *r, bool counted);
/* report/policies.c: the policies at refs/sluis/policy. */

/* Reads them, and adds an event for each that no promotion approved, and for each that says so and
 * was not. 0, or -1 without memory. */
int report_policies_find(struct report *r, struct report_repo *repo, struct error *e);

/* report/witness.c: up to where somebody else saw the audit. */

struct report_witness {
	struct report *report;
	const struct report_repo *repo;
	struct copy copy;
	struct witness witness; /* witness_see() takes each entry */
	bool doubted; /* it contradicts the audit */
};

/* Reads its log, where one was asked for. 0 or -1. */
int report_witness_ask(
    struct report_witness *w, struct report *r, const struct report_repo *repo, struct error *e);

/* After the last entry: an event that tells how far it went. 0 or -1. */
int report_witness_end(struct report_witness *w, struct error *e);

/* report/complete.c: is the population complete? (norm CH.06 criteria 3 and 9) */

/* Holds the moves (sorted) of every ref of an environment with a source to the repository. 0 or -1.
 */
int report_complete_check(
    struct report *r, struct report_repo *repo, const struct audit_moves *moves, struct error *e);

/* Has every step of the ref its verdict, as far as can be seen here? */
bool report_complete_is(const struct report_ref *ref);

/* report/emergency.c: emergencies and the reviews that close them, met in the walk from the newest
 * entry on. */

struct report_reviews {
	struct lookup by_case; /* ref and promotion: struct report_review */
};

/*
 * Takes in one step that went in. `*out` becomes its emergency, when it is one that the report is
 * about: of an environment that is counted, and of the period, or open in it. 0, or -1 without
 * memory.
 */
int report_emergency_see(struct report *r, struct report_reviews *reviews,
    const struct report_repo *repo, const struct audit_seen *seen, const struct audit_ref *ref,
    const struct audit_step *step, bool counted, const struct report_emergency **out);

/* Is the emergency overdue at that moment: open, and past its day? Reviewed too late? */
bool report_overdue(const struct report_emergency *m, int64_t at);
bool report_late(const struct report_emergency *m);

/* The days that its review was late, or is at the end of the report, a part for a whole one; 0: it
 * is not. */
int64_t report_days_late(const struct report *r, const struct report_emergency *m);

/* report/order.c: the order of the report, and a sample that anybody can draw again with
 * sha256sum(1). The number of a promotion is the SHA-256 of "SEED:ENTRY:COMMIT" (the ids in hex);
 * the smallest are drawn. Nobody who makes a promotion can know the seed. */

/* 0, or -1 without memory. */
int report_sample_number(struct arena *a, const char *seed, const git_oid *entry,
    const git_oid *commit, unsigned char out[DIGEST_SIZE]);

/* Gives the `n` promotions with the smallest numbers their rank. 0, or -1 without memory. */
int report_sample_draw(
    struct arena *a, struct report_items *promotions, const char *seed, size_t n);

/* The moment that "open" and "overdue" are about: the end of the period, or now. */
int64_t report_end(const struct report *r);

size_t report_count_events(const struct report *r, enum report_event_kind kind);

/* report/print.c: the walks of every form, and the sentences in them. */

#define REPORT_SHOWN 200 /* of a kind, in lists for people; CSV and JSON have all */

/* Called with each detail; what it gets, and all in `a`, lives only during the call. 0 goes on, -1
 * fails. */
typedef int report_each(void *ctx, struct arena *a, const struct report_detail *d, struct error *e);

/* The promotions that are to be shown: of the sample, or all. 0 or -1. */
int report_each_promotion(struct report *r, report_each *each, void *ctx, struct error *e);

/* The events of one kind, the newest `max` of them, oldest first. 0 or -1. */
int report_each_event(struct report *r, enum report_event_kind kind, size_t max, report_each *each,
    void *ctx, struct error *e);

/* How many promotions are to be shown; the number of the one that an item is, or is about, from 1:
 * 0 where it is not shown. */
size_t report_shown(const struct report *r);
size_t report_number(const struct report *r, const struct report_item *item);

/* Every event, kind by kind. 0 or -1. */
int report_all_events(struct report *r, report_each *each, void *ctx, struct error *e);

/* What happened, as one sentence in the report's language, without its time: printable. */
const char *report_event_text(struct arena *a, const struct report_detail *d);

/* "reviewed 2026-12-01T10:00:00Z with promotion 2026.13", "open, to be reviewed until ..." */
const char *report_emergency_state(
    struct arena *a, const struct report *r, const struct report_emergency *m);

#define REPORT_COUNTS 9

struct report_count {
	enum report_word label;
	const char *key; /* for machines */
	size_t n;
};

/* Of the population; those of exceptions are report_count_events(). */
void report_counts(const struct report *r, struct report_count out[REPORT_COUNTS]);

/* "2026-01-01T00:00:00Z until now", printable. */
const char *report_period(struct arena *a, const struct report *r);

/* "3 of 120, seed 4711". */
const char *report_sample_head(struct arena *a, const struct report *r);

/* "refs/heads/production: 12 steps, 12 with a verdict, 0 gaps", and "complete" or what else it is.
 */
const char *report_ref_text(struct arena *a, const struct report_ref *ref);
const char *report_ref_state(const struct report_ref *ref);

/* More than one repository: then each thing says of which it is. */
bool report_many(const struct report *r);

/* The forms for people. */
struct report_page {
	struct report *report;
	FILE *out;
	const struct report_group *group; /* of the promotion before */
	size_t room; /* bytes of evidence that may still be shown in HTML */
};

/* "2026.13", printable; "(no id)" for NULL. */
const char *report_name(struct arena *a, const char *promotion);

/* report/html_page.c: the parts of a page. Texts are printable. */

/* Up to the title above everything. */
void html_start(const struct report_page *p, struct arena *a, const char *period);

/* A row of a table of facts; `exact` for an id. */
void html_row(const struct report_page *p, enum report_word label, const char *value, bool exact);

/* What is opened on demand, up to what that is. */
void html_details(const struct report_page *p, bool open, const char *summary);

/* A table with these columns, up to its first row. */
void html_table(
    const struct report_page *p, const char *class, const enum report_word *columns, size_t n);

/* When what happened, one line for each environment. */
void report_html_timeline(const struct report_page *p, struct arena *a);

/* A promotion with its criteria; `ctx` is the struct report_page. */
report_each report_html_promotion;
