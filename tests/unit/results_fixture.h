/* What the tests of readers of test results share: one result, read from a text or from a file of
 * tests/unit/results. */
#pragma once

#include "fixture.h"
#include "record/results.h"

#define OID "4be91c0d2f6a8e1b3c5d7f90a1b2c3d4e5f60718"
#define OID_2 "8c1f2aa0b3d4c5e6f708192a3b4c5d6e7f809102"

struct fixture {
	struct arena arena;
	struct results got;
	struct error error;
};

SETUP(struct fixture, 256);

static inline int read_bytes(
    struct fixture *f, enum results_form form, const char *bytes, size_t len)
{
	memset(&f->error, 0, sizeof(f->error));
	return results_read(&f->arena, form, bytes, len, &f->got, &f->error);
}

static inline void read_captured(struct fixture *f, const char *name)
{
	static char bytes[1 << 16];
	char path[256];
	size_t len;
	FILE *in;

	snprintf(path, sizeof(path), "tests/unit/results/%s", name);
	in = fopen(path, "r");
	assert_non_null(in);
	len = fread(bytes, 1, sizeof(bytes), in);
	fclose(in);
	if (read_bytes(f, results_form_of(name), bytes, len) < 0)
		fail_msg("%s: %s", name, f->error.text);
}

/* Passed, failed, error, skipped, unfinished. */
static inline void assert_counts(const struct results *r, size_t passed, size_t failed,
    size_t error, size_t skipped, size_t unfinished)
{
	assert_int_equal(r->count[RESULTS_PASSED], passed);
	assert_int_equal(r->count[RESULTS_FAILED], failed);
	assert_int_equal(r->count[RESULTS_ERROR], error);
	assert_int_equal(r->count[RESULTS_SKIPPED], skipped);
	assert_int_equal(r->count[RESULTS_UNFINISHED], unfinished);
	assert_int_equal(r->n, passed + failed + error + skipped + unfinished);
}

/* The only doubt there is, with its line. */
static inline void assert_doubt(const struct results *r, unsigned line, const char *text)
{
	assert_int_equal(r->doubts.n, 1);
	assert_string_equal(r->doubts.list[0].text, text);
	assert_int_equal(r->doubts.list[0].line, line);
	assert_false(results_passed(r));
}

static inline void assert_malformed(const struct fixture *f, int rc, const char *text)
{
	assert_int_equal(rc, -1);
	assert_int_equal(f->error.kind, ERROR_MALFORMED);
	assert_string_equal(f->error.text, text);
	assert_int_equal(f->got.n, 0);
	assert_false(results_passed(&f->got));
}
