/* What git says of the refs of another repository: the id of one of them, from a whole line. */
#include "unit.h"
#include "audit/remote.h"

#define A "1111111111111111111111111111111111111111"
#define B "2222222222222222222222222222222222222222"

static void reads_one_line(void **state)
{
	static const char *const texts[] = { A "\trefs/sluis/audit\n", A " refs/sluis/audit\n",
		A " refs/sluis/audit", B "\trefs/sluis/audit-start\n" A "\trefs/sluis/audit\n",
		"Warning: no such thing\n" B " x/refs/sluis/audit\n" A " refs/sluis/audit\nbye\n" };
	git_oid id, a;

	(void)state;
	assert_int_equal(oid_parse(A, strlen(A), &a), 0);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_int_equal(remote_ref_read(texts[i], "refs/sluis/audit", &id), 0);
		assert_true(git_oid_equal(&id, &a));
	}
}

static void takes_nothing_else(void **state)
{
	static const char *const texts[] = { "", "\n", "refs/sluis/audit\n",
		A "\trefs/sluis/audit-start\n", A "  refs/sluis/audit\n", A "refs/sluis/audit\n",
		A "1 refs/sluis/audit\n", "g" A " refs/sluis/audit\n", A "\trefs/sluis/audit x\n",
		"lock 1\n", "111 refs/sluis/audit\n" };
	git_oid id;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(remote_ref_read(texts[i], "refs/sluis/audit", &id), -1);
}

TESTS(T(reads_one_line), T(takes_nothing_else));
