/* What the tests of the policy share: a fixture, a small sound policy, and its problems as one
 * text. */
#pragma once

#include "fixture.h"
#include "policy/policy_internal.h"

#define NOW 1795518000 /* 2026-11-24T11:00:00Z */

#define HEAD /* lines 1 to 5 */ \
	"[policy]\ntitle = Promotion to production\nversion = 1\n[pusher]\nsource = ssh-key\n"
#define PEOPLE /* lines 6 to 11 */ \
	"[person \"els\"]\nemail = els@example.org\n[person \"kim\"]\nemail = kim@example.org\n" \
	"[person \"dirk\"]\nemail = dirk@example.org\n"
#define DEV /* lines 12 and 13 */ "[environment \"dev\"]\nref = refs/heads/dev\n"
#define SOUND HEAD PEOPLE DEV

struct fixture {
	struct arena arena;
	struct policy policy;
	struct ini_problems problems;
	struct error error;
};

static inline int setup(void **state)
{
	return fixture_make(state, sizeof(struct fixture), ARENA_RUN_CAP);
}

static inline int read_bytes(struct fixture *f, const char *bytes, size_t len)
{
	memset(&f->error, 0, sizeof(f->error));
	memset(&f->policy, 0xff, sizeof(f->policy)); /* must not survive */
	return policy_read(&f->arena, bytes, len, NOW, &f->policy, &f->problems, &f->error);
}

static inline int read_policy(struct fixture *f, const char *text)
{
	return read_bytes(f, text, strlen(text));
}

/* As policy_read() does once every rule is built. */
static inline int read_whole(struct fixture *f, const char *text)
{
	struct policy_reading r;

	memset(&f->error, 0, sizeof(f->error));
	assert_int_equal(
	    policy_parse(&f->arena, text, strlen(text), &r, &f->policy, &f->problems, &f->error),
	    0);
	assert_int_equal(policy_check(&f->arena, &f->policy, NOW, &f->problems), 0);
	return f->problems.n == 0 ? 0 : -1;
}

/* The problems of the last reading, one `line: text` a line. */
static inline void assert_problems(struct fixture *f, int rc, const char *want)
{
	static char got[1 << 16];
	size_t at = 0;

	got[0] = '\0';
	for (size_t i = 0; i < f->problems.n && at < sizeof(got); i++)
		at += (size_t)snprintf(got + at, sizeof(got) - at, "%u: %s\n",
		    f->problems.list[i].line, f->problems.list[i].text);
	assert_string_equal(got, want);
	assert_int_equal(rc, *want == '\0' ? 0 : -1);
}

/* Refused, and nothing of it can be used. */
static inline void assert_refused(struct fixture *f, const char *text, const char *want)
{
	static const struct policy none;

	assert_problems(f, read_policy(f, text), want);
	assert_int_equal(f->error.kind, ERROR_MALFORMED);
	assert_memory_equal(&f->policy, &none, sizeof(none));
}

struct policy_case {
	const char *text, *problems;
};
