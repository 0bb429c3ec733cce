/* A policy and its common part as one text: where `include` is, and which line is whose. */
#include "fixture.h"
#include "policy/common_part.h"

SETUP(struct arena, 1);

/* "LINE PATH", "none", or what is wrong. */
static const char *found(struct arena *a, const char *text)
{
	struct error e = { 0 };
	const char *path;
	unsigned line;

	if (policy_text_find(a, text, strlen(text), &path, &line, &e) < 0)
		return arena_printf(a, "%u: %s", line, e.text);
	return path != NULL ? arena_printf(a, "%u %s", line, path) : "none";
}

static void finds(void **state)
{
	assert_string_equal(found(*state, ""), "none");
	assert_string_equal(found(*state, "[policy]\ntitle = include\n"), "none");
	assert_string_equal(found(*state, "[policy]\n; include = /x\n"), "none");
	assert_string_equal(found(*state, "[role \"include\"]\ninclude = /x\n"), "none");
	assert_string_equal(found(*state, "\n[policy]\ninclude = /a/b.ini ; c\n"), "3 /a/b.ini");
	assert_string_equal(found(*state, "[policy]\ninclude=/a\n[x\nbroken"), "2 /a");
	assert_string_equal(found(*state, "[policy]\ninclude = people-1.ini\n"), "2 people-1.ini");
}

static void refuses(void **state)
{
	assert_string_equal(
	    found(*state, "[policy]\ninclude = /a\ninclude = /b\n"), "3: 'include' appears twice");
	for (const char *const *each =
	         (const char *const[]){ "", "a/b", "../a", ".a", "-a", "a b", "$(id)", NULL };
	     *each != NULL; each++)
		assert_string_equal(
		    found(*state, arena_printf(*state, "[policy]\ninclude = %s\n", *each)),
		    arena_printf(*state,
		        "2: 'include' takes the path of a file, from / on, or the name of one "
		        "beside the policy: '%s'",
		        *each));
}

static struct policy_text joined(
    struct arena *a, const char *own, unsigned line, const char *common)
{
	struct policy_text t = { .bytes = own, .len = strlen(own), .line = line, .common = "/c" };
	struct error e = { 0 };

	assert_int_equal(policy_text_join(a, common, strlen(common), &t, &e), 0);
	assert_int_equal(strlen(t.bytes), t.len);
	return t;
}

static void joins(void **state)
{
	struct policy_text t = joined(*state, "[policy]\ninclude = /c\nversion = 1\n", 2, "[a]\n");

	assert_string_equal(t.bytes, "[policy]\n; include = /c\nversion = 1\n[a]\n");
	assert_int_equal(t.lines, 3);
	t = joined(*state, "[policy]\ninclude = /c", 2, "[a]");
	assert_string_equal(t.bytes, "[policy]\n; include = /c\n[a]");
	assert_int_equal(t.lines, 2);
	t = joined(*state, "include = /c\n", 1, "");
	assert_string_equal(t.bytes, "; include = /c\n");
	assert_int_equal(t.lines, 1);
}

static void places(void **state)
{
	struct policy_text t = joined(*state, "[policy]\ninclude = /c\n", 2, "[a]\n");
	struct ini_problems ps = { 0 };

	ini_problem(*state, &ps, 1, "of its own");
	ini_problem(*state, &ps, 3, "of the common part");
	policy_text_settle(*state, &t, &ps);
	assert_int_equal(ps.list[0].line, 1);
	assert_string_equal(ps.list[0].text, "of its own");
	assert_int_equal(ps.list[1].line, 2);
	assert_string_equal(ps.list[1].text, "/c:1: of the common part");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(finds),
		T(refuses),
		T(joins),
		T(places),
	};

	return cmocka_run_group_tests_name("common part", tests, NULL, NULL);
}
