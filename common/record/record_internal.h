/*
 * record/record_internal: what the readers of records share, and what the readers of test results
 * share.
 */
#pragma once

#include "base/ini.h"
#include "record/link.h"
#include "record/results.h"

/* Records (record/form.c). */

#define FORM_KEYS_MAX 12

struct form_key {
	const char *name; /* NULL ends a list */
	bool asked;
};

/* A record being read. */
struct form_reading {
	struct arena *arena;
	const struct form *form;
	struct ini ini;
	struct ini_problems *problems;
	const struct ini_section *head; /* NULL when there is none */
	size_t nitems;
};

struct form {
	const char *what; /* "acceptance record" */
	const char *head; /* kind of the one section */
	struct form_key head_keys[FORM_KEYS_MAX];
	const char *item; /* kind of the named sections; NULL: it has none, and may be bare */
	bool may_be_bare; /* no such section need be there */
	struct form_key item_keys[FORM_KEYS_MAX];
	size_t size, item_size; /* of the structs that are read into */
	void (*read_head)(struct form_reading *r, void *out, void *items); /* r->nitems of them */
	void (*read_item)(struct form_reading *r, const struct ini_section *s, void *item);
};

/* Reads a record into `out`, of form->size. 0; -1 with ERROR_MALFORMED when there are problems, or
 * ERROR_MEMORY; then `out` is zero. */
int form_read(const struct form *form, struct arena *a, const char *bytes, size_t len, void *out,
    struct ini_problems *problems, struct error *e);

#define form_problem(r, line, ...) ini_problem((r)->arena, (r)->problems, line, __VA_ARGS__)

/* Is the key there, even with an empty value? A section of NULL has no keys. */
bool form_has(const struct ini_section *s, const char *name);

/* The key of a section, or NULL when it is absent or empty (which is a problem already). */
const struct ini_key *form_key(const struct ini_section *s, const char *name);

/* Values. NULL or false when the key is absent, or its value is wrong (which is a problem). */
const char *form_text(const struct ini_section *s, const char *name);
const char *form_oid(struct form_reading *r, const struct ini_section *s, const char *name);
bool form_link(
    struct form_reading *r, const struct ini_section *s, const char *name, struct link *out);
bool form_time(struct form_reading *r, const struct ini_section *s, const char *name, int64_t *out);

/* A whole number from 0 to 999999999999. */
bool form_count(
    struct form_reading *r, const struct ini_section *s, const char *name, int64_t *out);

/* Which of the words it is: 0 and up; -1 when absent or none of them. `words` ends with NULL. */
int form_choice(struct form_reading *r, const struct ini_section *s, const char *name,
    const char *const *words);

/* Test results (record/results_reading.c). `out` is zeroed by the caller but for its arena. 0, or
 * -1 with ERROR_MALFORMED or ERROR_MEMORY. */

int results_read_tap(const char *bytes, size_t len, struct results *out, struct error *e);
int results_read_json(const char *bytes, size_t len, struct results *out, struct error *e);
int results_read_junit(const char *bytes, size_t len, struct results *out, struct error *e);

/* Adds a case. NULL with `e`: no memory, or past RESULTS_CASES_MAX. The texts are not copied. */
struct results_case *results_add(struct results *r, const char *suite, const char *name,
    enum results_outcome outcome, struct error *e);

/* Another outcome for a case that was added. */
void results_settle(struct results *r, struct results_case *c, enum results_outcome outcome);

/* Adds a criterion that the case names in so many words. 0, or -1 without memory. */
int results_add_criterion(struct arena *a, struct results_case *c, const char *id);

void results_doubt(struct results *r, unsigned line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

enum results_said { RESULTS_SAID_NOTHING = 0, RESULTS_SAID_BARE, RESULTS_SAID_OURS };

/* What a file says of itself under a key: "sluis.commit" and so on, where a wrong value is a doubt;
 * or "commit" and so on, which anybody may use for something else: it counts where the value can be
 * meant, and no "sluis." stands in the file. What is said twice must be the same. */
enum results_said results_say(struct results *r, unsigned line, const char *key, const char *value);

/* Keeps the earlier or later one. */
void results_time_first(struct results_time *t, const struct results_time *other);
void results_time_last(struct results_time *t, const struct results_time *other);

/* The doubts that only the whole shows. */
void results_end(struct results *r);

/* JUnit as a stream (record/results_junit.c). One at a time (base/bounded.h). */

struct junit;

/* Starts to read into `out` (zeroed but for its arena). NULL with ERROR_MEMORY. */
struct junit *junit_open(struct results *out, struct error *e);

/* The next bytes. 0, or -1 with ERROR_MALFORMED or ERROR_MEMORY, and so for all that follow. */
int junit_feed(struct junit *j, const char *bytes, size_t len, struct error *e);

/* No more bytes. 0 or -1 as junit_feed. Frees what the parser used, in any case; NULL is fine. */
int junit_close(struct junit *j, struct error *e);

/* Suites and cases of JUnit (record/junit.c). Attributes are names and values in turn, NULL at the
 * end. */

struct junit_suite {
	const char *name; /* "" for none */
	unsigned line;
	/* Held: tests right here, all of them, suites right here, tests with a failure or error,
	 * tests that were skipped. */
	size_t direct, total, suites, failing, skipped;
	size_t first; /* of its cases in the results */
	size_t again; /* runs of tests that were run again, and are shown in the test */
	size_t beyond; /* tests of suites in it that they hold and rightly do not count */
	/* Said: -1 for nothing. */
	long tests, failures, errors, skips, disabled;
	enum results_said commit; /* says which commit was tested */
	size_t uncommitted,
	    bare; /* tests for which no suite said that, or under a bare name only */
	size_t undated; /* tests for which no suite said when they began */
	bool counts_checks; /* in `tests`: of a runner that shows each test that fails, but counts
	                       more */
	bool go; /* of gotestsum */
	struct results_time began;
	long seconds; /* that it took, rounded down; 0 for nothing */
};

struct junit_case {
	struct results_case *held;
	unsigned line;
	bool failed, error, skipped, unfinished;
	bool not_run; /* CTest's "notrun" */
	bool bare, no_time; /* no element in it; its time is 0 */
	size_t again;
};

/* The times of all suites: the earliest beginning, the latest end. */
struct junit_span {
	struct results_time first, last;
};

/* The value of an attribute, or NULL. */
const char *junit_attribute(const char *const *attributes, const char *name);

void junit_suite_begin(
    struct results *r, struct junit_suite *s, unsigned line, const char *const *attributes);

/* What a suite says of itself in a property. */
void junit_suite_property(
    struct results *r, struct junit_suite *s, unsigned line, const char *name, const char *value);

/* Checks it, and hands on what it held to the suite around it, or (NULL) to the results. */
void junit_suite_end(
    struct results *r, struct junit_suite *s, struct junit_suite *around, struct junit_span *span);

/* A case in the suite of that name. 0, or -1 with `e`. */
int junit_case_begin(struct results *r, struct junit_case *c, unsigned line,
    const char *const *attributes, const char *suite, struct error *e);

/* An element in it. One that nobody can explain is a doubt. */
void junit_case_child(struct results *r, struct junit_case *c, unsigned line, const char *name,
    const char *const *attributes);

/* Its end: what came of it, also for the suite. */
void junit_case_end(struct results *r, const struct junit_case *c, struct junit_suite *suite);
