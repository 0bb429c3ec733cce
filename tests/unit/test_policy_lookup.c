/* Questions about a policy that has been read. */
#include "test_policy.h"

#define MORE \
	"email = Dirk.Postma@Example.NET\nlogin = dirk\n[service \"ci\"]\nemail = " \
	"ci@example.org\nowner = kim\n" \
	"login = els\n"

static const struct person *by_email(const struct policy *p, const char *email)
{
	return policy_person_by_email(p, email, strlen(email));
}

static void assert_people(const struct policy *p)
{
	const struct person *list = p->persons;

	assert_ptr_equal(by_email(p, "ci@EXAMPLE.org"), &list[3]);
	assert_ptr_equal(policy_person_by_id(p, "els"), &list[0]);
	assert_null(policy_person_by_id(p, "Els"));
	assert_null(policy_person_by_id(p, ""));
	assert_null(policy_person_by_id(p, "el"));
	assert_ptr_equal(policy_person_by_login(p, "els"), &list[3]);
	assert_null(policy_person_by_login(p, "ELS"));
	assert_null(policy_person_by_login(p, "kim"));
	assert_null(policy_person_by_login(p, ""));
	assert_ptr_equal(by_email(p, "dirk@example.org"), &list[2]);
	assert_ptr_equal(by_email(p, "DIRK.postma@example.net"), &list[2]);
	assert_null(by_email(p, "dirk@example.or"));
	assert_null(by_email(p, "dirk@example.org "));
	assert_null(by_email(p, "irk@example.org"));
	assert_null(by_email(p, "@example.org"));
	assert_null(by_email(p, "dirk"));
	assert_null(by_email(p, ""));
	assert_ptr_equal(policy_person_by_email(p, "dirk@example.org>", 16), &list[2]);
	/* A NUL in the address of a commit ends nothing. */
	assert_null(policy_person_by_email(p, "dirk@example.org\0x", 18));
	assert_null(policy_person_by_email(p, "dirk@example.org\0", 17));
}

static void people(void **state)
{
	struct fixture *f = *state;

	assert_problems(f, read_policy(f, HEAD PEOPLE MORE DEV), "");
	assert_people(&f->policy);
}

static void read_known(struct fixture *f, const char *text)
{
	memset(&f->policy, 0xff, sizeof(f->policy));
	assert_int_equal(
	    policy_read_known(&f->arena, text, strlen(text), &f->policy, &f->error), 0);
}

static void assert_read(const struct policy *p, const char *want)
{
	char got[64] = "";

	for (size_t i = 0; i < p->npersons; i++)
		if (p->persons[i].id != NULL)
			strcat(strcat(got, p->persons[i].id), " ");
	assert_string_equal(got, want);
}

/* Of a policy that is known to be sound, who is asked for is read, and no one else. */
static void people_asked_for(void **state)
{
	static const char text[] = HEAD PEOPLE MORE DEV "[role \"r\"]\nmember = els\n";
	struct fixture *f = *state;
	const struct policy *p = &f->policy;

	assert_problems(f, read_policy(f, text), "");
	read_known(f, text);
	assert_int_equal(p->npersons, 4);
	assert_read(p, "els ");
	assert_ptr_equal(p->roles[0].members[0].person, &p->persons[0]);
	assert_null(by_email(p, "nobody@example.org"));
	assert_read(p, "els ");
	assert_ptr_equal(policy_person_by_login(p, "els")->owner, &p->persons[1]);
	assert_true(p->persons[3].service);
	assert_read(p, "els kim ci ");
	assert_people(p);
	assert_read(p, "els kim dirk ci ");
	read_known(f, text);
	policy_read_all(p);
	assert_read(p, "els kim dirk ci ");
	assert_people(p);
}

/* What only looks like the address, the login or the id of somebody, before those are theirs. */
static void looks_like_people(void **state)
{
	static const char text[] =
	    HEAD "; [person \"kim\"] email = kim@example.org\n"
	         "[role \"person\"]\nmember = els\n"
	         "[person \"els\"] ; [person \"kim\"]\n# email = kim@example.org\n"
	         "name = kim@example.org [person \"kim\"]\norganisation = kim\n"
	         "email = els.kim@example.org ; kim@example.org\nlogin = kimmy\nlogin=x kim\n"
	         "[environment \"kim\"]\nref = refs/heads/kim@example.org\n"
	         "[person\t \"kim\"]\nemail=Kim@example.org ; hers\nlogin\t= kim";
	struct fixture *f = *state;
	const struct policy *p = &f->policy;

	assert_problems(f, read_policy(f, text), "");
	read_known(f, text);
	assert_int_equal(p->npersons, 2);
	assert_read(p, "els ");
	assert_ptr_equal(by_email(p, "kim@example.org"), &p->persons[1]);
	read_known(f, text);
	assert_ptr_equal(policy_person_by_login(p, "kim"), &p->persons[1]);
	read_known(f, text);
	assert_ptr_equal(policy_person_by_id(p, "kim"), &p->persons[1]);
	assert_string_equal(p->persons[1].id, "kim");
	assert_string_equal(p->persons[0].name, "kim@example.org [person \"kim\"]");
	assert_null(by_email(p, "kim@example.org [person"));
	assert_null(policy_person_by_login(p, "hers"));
}

/* Should the bytes have a problem after all, whoever has it is not taken for nobody. */
static void people_with_problems(void **state)
{
	static const char text[] =
	    HEAD "[person \"els\"]\nemail = els@example.org\n"
	         "[person \"kim\"]\nemail = kim@example.org\nwrong = 1\n" DEV;
	struct fixture *f = *state;
	const struct policy *p = &f->policy;

	read_known(f, text);
	assert_non_null(by_email(p, "els@example.org"));
	assert_null(by_email(p, "nobody@example.org"));
	assert_false(f->arena.exhausted);
	assert_null(by_email(p, "kim@example.org"));
	assert_true(f->arena.exhausted);
}

/* However many headers without a name other bytes hold, each has its place. */
static void people_without_a_name(void **state)
{
	static const char line[] = "[person \"\"\n";
	const size_t n = INI_BYTES_MAX / (sizeof(line) - 1);
	struct fixture *f = *state;
	char *text = malloc(n * (sizeof(line) - 1) + 1), *p = text;

	for (size_t i = 0; i < n; i++)
		p = mempcpy(p, line, sizeof(line) - 1);
	*p = '\0';
	assert_int_equal(
	    policy_read_known(&f->arena, text, (size_t)(p - text), &f->policy, &f->error), -1);
	assert_false(f->arena.exhausted);
	assert_int_equal(f->policy.npersons, n);
	assert_null(policy_person_by_id(&f->policy, ""));
	free(text);
}

/* Production stays it while what comes from it, or from that, asks nothing. */
static void where_changes_end(void **state)
{
	static const char chain[] =
	    "[environment \"acceptance\"]\nref = refs/heads/acceptance\nfrom = dev\n"
	    "[environment \"production\"]\nref = refs/heads/production\nfrom = acceptance\n"
	    "require = complete\n"
	    "[environment \"copy\"]\nref = refs/heads/copy\nfrom = production\n"
	    "[environment \"later\"]\nref = refs/heads/later\nfrom = copy\n";
	static const struct {
		const char *more, *final;
	} cases[] = { { "", "production copy later " }, { "require = complete\n", "later " } };
	struct fixture *f = *state;

	for (size_t c = 0; c < 2; c++) {
		const char *text =
		    arena_printf(&f->arena, HEAD PEOPLE DEV "%s%s", chain, cases[c].more);
		char final[64] = "";

		assert_problems(f, read_policy(f, text), "");
		for (size_t i = 0; i < f->policy.nenvironments; i++)
			if (environment_is_final(&f->policy, &f->policy.environments[i])) {
				strcat(final, f->policy.environments[i].id);
				strcat(final, " ");
			}
		assert_string_equal(final, cases[c].final);
	}
}

static void deputies(void **state)
{
	struct fixture *f = *state;
	const struct policy *p = &f->policy;

	assert_problems(f,
	    read_policy(f,
	        HEAD PEOPLE "[role \"r\"]\nmember = els until 2026-11-30\n"
	                    "deputy = els from 2026-12-01 until 2026-12-31\n"
	                    "deputy = kim until 2026-11-30\n" DEV),
	    "");
	assert_false(role_by_deputy(&p->roles[0], &p->persons[0], NOW));
	assert_true(role_by_deputy(&p->roles[0], &p->persons[0], 1796083200)); /* 2026-12-01 */
	assert_true(role_by_deputy(&p->roles[0], policy_person_by_id(p, "kim"), NOW));
	/* Who signed in time, and whose time was over when it went over. */
	assert_true(role_by_deputy(&p->roles[0], policy_person_by_id(p, "kim"), 1796083200));
	assert_false(role_by_deputy(&p->roles[0], policy_person_by_id(p, "dirk"), NOW));
}

static void times(void **state)
{
	struct fixture *f = *state;
	const struct policy *p = &f->policy;
	const struct person *els, *kim;

	assert_problems(f,
	    read_policy(f,
	        HEAD "[person \"els\"]\nemail = els@example.org\nfrom = 2026-11-01\n"
	             "until = 2026-11-30\n[person \"kim\"]\nemail = kim@example.org\n"
	             "[role \"r\"]\nmember = els\nmember = kim until 2026-06-30\nmember = kim from "
	             "2027-01-01\n"
	             "deputy = kim from 2026-11-24 until 2026-11-24\n" DEV),
	    "");
	els = &p->persons[0];
	kim = &p->persons[1];
	assert_false(person_active(els, 1793491199)); /* 2026-10-31T23:59:59Z */
	assert_true(person_active(els, 1793491200));
	assert_true(person_active(els, 1796083199)); /* 2026-11-30T23:59:59Z */
	assert_false(person_active(els, 1796083200));
	assert_true(role_has(&p->roles[0], els, NOW));
	assert_false(role_has(&p->roles[0], els, 1796083200));
	assert_true(role_has(&p->roles[0], kim, 0));
	assert_true(role_has(&p->roles[0], kim, 1782863999)); /* 2026-06-30T23:59:59Z */
	assert_false(role_has(&p->roles[0], kim, 1782864000));
	assert_false(role_has(&p->roles[0], kim, 1795478399)); /* 2026-11-23T23:59:59Z */
	assert_true(role_has(&p->roles[0], kim, 1795478400));
	assert_false(role_has(&p->roles[0], kim, 1795564800)); /* 2026-11-25 */
	assert_true(role_has(&p->roles[0], kim, 1798761600)); /* 2027-01-01 */
	assert_false(role_has(&p->roles[0], NULL, NOW));
	assert_string_equal(role_names(&f->arena, &p->roles[0], NOW, 4), "els or kim");
	assert_string_equal(role_names(&f->arena, &p->roles[0], 1795564800, 4), "els");
	assert_string_equal(role_names(&f->arena, &p->roles[0], 1796083200, 4), "nobody");
}

static void names(void **state)
{
	struct fixture *f = *state;
	const struct role *r;
	struct arena tiny;

	assert_problems(f,
	    read_policy(f,
	        HEAD PEOPLE "name = Dirk\xc3\xa9 \\\n" DEV
	                    "[role \"r\"]\nmember = els\nmember = kim\nmember = dirk\n"),
	    "");
	r = &f->policy.roles[0];
	assert_string_equal(role_names(&f->arena, r, NOW, 3), "els, kim or Dirk\xc3\xa9 \\\\");
	assert_string_equal(role_names(&f->arena, r, NOW, 2), "els, kim or others");
	assert_string_equal(role_names(&f->arena, r, NOW, 1), "els or others");
	arena_init(&tiny, 32);
	assert_string_equal(role_names(&tiny, r, NOW, 3), "(out of memory)");
	assert_true(tiny.exhausted);
	arena_release(&tiny);
}

static void environments(void **state)
{
	struct fixture *f = *state;
	const struct environment *two;
	struct environment overlapping[2] = { { .id = "all", .ref = "refs/heads/*" },
		{ .id = "one", .ref = "refs/heads/a" } };
	struct policy p = { .environments = overlapping, .nenvironments = 2 };

	assert_problems(f, read_policy(f, SOUND "[environment \"w\"]\nref = refs/heads/w/*\n"), "");
	two = f->policy.environments;
	assert_ptr_equal(policy_environment_of(&f->policy, "refs/heads/dev"), &two[0]);
	assert_ptr_equal(policy_environment_of(&f->policy, "refs/heads/w/a/b"), &two[1]);
	assert_null(policy_environment_of(&f->policy, "refs/heads/w/"));
	assert_null(policy_environment_of(&f->policy, "refs/heads/de"));
	assert_null(policy_environment_of(&f->policy, "refs/heads/dev/x"));
	assert_ptr_equal(policy_environment_by_id(&f->policy, "w"), &two[1]);
	assert_null(policy_environment_by_id(&f->policy, "W"));
	assert_null(policy_impact_by_id(&f->policy, "low"));
	assert_ptr_equal(policy_environment_of(&p, "refs/heads/a"), &overlapping[1]);
	assert_ptr_equal(policy_environment_of(&p, "refs/heads/b"), &overlapping[0]);
	overlapping[0].ref = "refs/heads/a";
	overlapping[1].ref = "refs/heads/*";
	assert_ptr_equal(policy_environment_of(&p, "refs/heads/a"), &overlapping[0]);
	assert_problems(f, read_policy(f, SOUND "[impact \"low\"]\n[impact \"high\"]\n"), "");
	assert_ptr_equal(policy_impact_by_id(&f->policy, "high"), &f->policy.impacts[1]);
}

TESTS(T(people), T(people_asked_for), T(looks_like_people), T(people_with_problems),
    T(people_without_a_name), T(where_changes_end), T(deputies), T(times), T(names),
    T(environments));
