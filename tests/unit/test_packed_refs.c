/* The file packed-refs: what begins with a prefix, whether or not it says that it is sorted. */
#include "fixture.h"
#include "git/packed_refs.h"

#define HEADER "# pack-refs with: peeled fully-peeled sorted \n"
#define ID "4be91c0aa1b2c3d4e5f60718293a4b5c6d7e8f90"

/* The names that begin with the prefix, each with a blank after it; "broken" in place of the rest.
 * The copy has exactly these bytes, so that a reader that goes past them is caught. */
static const char *names(const char *bytes, size_t len, const char *prefix)
{
	static char said[4096];
	char *copy = malloc(len + 1);
	struct packed_refs p;
	struct packed_ref ref;
	size_t n = 0;
	int rc;

	memcpy(copy, bytes, len);
	copy = realloc(copy, len != 0 ? len : 1);
	p = (struct packed_refs){ copy, copy + len, false };
	while ((rc = packed_refs_next(&p, prefix, &ref)) == 1)
		n += (size_t)snprintf(said + n, sizeof(said) - n, "%.*s ", (int)ref.len, ref.name);
	snprintf(said + n, sizeof(said) - n, "%s", rc < 0 ? "broken" : "");
	free(copy);
	return said;
}

static void gives(const char *text, const char *prefix, const char *want)
{
	assert_string_equal(names(text, strlen(text), prefix), want);
}

static void some(void **state)
{
	static const char rest[] =
	    ID " refs/heads/a\n" ID " refs/heads/ab\n^" ID "\n" ID " refs/heads/b/c\n" ID
	       " refs/tags/v1\n^" ID "\n" ID " refs/tags/v2\n";
	char sorted[1024];

	(void)state;
	snprintf(sorted, sizeof(sorted), HEADER "%s", rest);
	for (const char *each = sorted;; each = rest) {
		gives(each, "refs/heads/", "refs/heads/a refs/heads/ab refs/heads/b/c ");
		gives(each, "refs/heads/a", "refs/heads/a refs/heads/ab ");
		gives(each, "refs/heads/b/", "refs/heads/b/c ");
		gives(each, "refs/tags/v", "refs/tags/v1 refs/tags/v2 ");
		gives(each, "refs/heads/abc", "");
		gives(each, "refs/a", "");
		gives(each, "refs/z", "");
		if (each == rest)
			break;
	}
}

static void none(void **state)
{
	(void)state;
	gives("", "refs/", "");
	gives(HEADER, "refs/", "");
	gives("\n", "refs/", "broken");
}

/* Git writes a line feed after the last one. */
static void cut(void **state)
{
	(void)state;
	gives(HEADER ID " refs/heads/a", "refs/heads/", "refs/heads/a ");
	gives(HEADER ID " ", "refs/heads/", "broken");
	gives(HEADER ID, "refs/heads/", "broken");
	gives(HEADER ID " refs/heads/a\n4be9", "refs/heads/", "refs/heads/a broken");
	gives("# pack-refs with: sor", "refs/heads/", "");
}

static void broken(void **state)
{
	(void)state;
	gives(ID " refs/heads/a\nrubbish\n" ID " refs/heads/b\n", "refs/heads/",
	    "refs/heads/a broken");
	gives(HEADER "X" ID " refs/heads/a\n", "refs/heads/", "broken");
	gives("4BE9" ID " refs/heads/a\n", "refs/heads/", "broken");
}

/* Each of many is found, and no line between two is lost. */
static void many(void **state)
{
	static char text[1 << 20];
	size_t n = (size_t)snprintf(text, sizeof(text), HEADER);
	char want[64], prefix[64];

	(void)state;
	for (int i = 0; i < 5000; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, ID " refs/tags/%05d\n%s", i,
		    i % 3 == 0 ? "^" ID "\n" : "");
	for (int i = 0; i < 5000; i += 7) {
		snprintf(prefix, sizeof(prefix), "refs/tags/%05d", i);
		snprintf(want, sizeof(want), "refs/tags/%05d ", i);
		assert_string_equal(names(text, n, prefix), want);
	}
}

TESTS(cmocka_unit_test(some), cmocka_unit_test(none), cmocka_unit_test(cut),
    cmocka_unit_test(broken), cmocka_unit_test(many));
