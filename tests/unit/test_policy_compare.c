/* What another policy changes, in words: no key is without them, and what loosens is marked. */
#include "policy/compare.h"
#include "test_policy.h"

#define CORPUS "tests/fuzz/corpus/policy/everything"

#define ROLES \
	"[role \"dev\"]\nmember = dirk\n[role \"ops\"]\nmember = els until 2027-06-30\n" \
	"[role \"users\"]\nmember = kim\n"
#define SIGNOFFS \
	"[signoff \"operations\"]\ntrailer = Released-by\nrole = ops\n" \
	"[signoff \"users\"]\ntrailer = Accepted-by\nrole = users\n"
#define PRODUCTION \
	"[environment \"production\"]\nref = refs/heads/production\nfrom = dev\npush = ops\n"
#define WHOLE \
	HEAD "[evidence]\nref = refs/heads/e\n" PEOPLE DEV ROLES SIGNOFFS PRODUCTION \
	     "signoff = operations\nsignoff = users\nrequire = plan\n"

/* Each change a line; "! " before what loosens, "= " before what only shuts out. */
static const char *changes(struct fixture *f, const char *old, const char *new, enum language l)
{
	static char got[1 << 16];
	struct policy_changes c = { 0 };
	struct policy before;
	size_t at = 0;

	assert_problems(f, read_policy(f, old), "");
	before = f->policy;
	assert_problems(f, read_policy(f, new), "");
	say_in(l);
	assert_int_equal(policy_compare(&f->arena, &before, &f->policy, NOW, &c), 0);
	say_in(LANGUAGE_EN);
	got[0] = '\0';
	for (size_t i = 0; i < c.n && at < sizeof(got); i++)
		at += (size_t)snprintf(got + at, sizeof(got) - at, "%s%s\n",
		    c.list[i].sort == CHANGE_LOOSENS   ? "! " :
		        c.list[i].sort == CHANGE_SHUTS ? "= " :
		                                         "",
		    c.list[i].text);
	return got;
}

/* `text` with `from` replaced by `to`. */
static const char *with(const char *text, const char *from, const char *to)
{
	static char out[4][1 << 14];
	static unsigned turn;
	const char *at = strstr(text, from);
	char *to_be = out[turn++ % 4];

	assert_non_null(at);
	snprintf(to_be, sizeof(out[0]), "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
	return to_be;
}

static void one_of_each(void **state)
{
	static const struct {
		const char *from, *to, *want;
	} cases[] = {
		{ "[policy]", "[policy]", "" },
		{ "version = 1", "version = 2", "= version 2 takes the place of 1\n" },
		{ "signoff = operations\n", "",
		    "! sign-off operations no longer asked for production\n" },
		{ "require = plan", "require = complete",
		    "! plan no longer asked for production\n"
		    "complete now asked for production\n" },
		{ "push = ops", "push = ops\npush = users",
		    "! [environment production] push = users is new\n! kim may now push to "
		    "production\n" },
		{ "push = ops\n", "",
		    "! [environment production] push is empty: all of them\n"
		    "! kim may now push to production\n! dirk may now push to production\n" },
		{ "member = kim", "member = kim\nmember = els",
		    "! role users has a new member: els\n! els may now give sign-off users\n" },
		{ "member = dirk", "member = els",
		    "role dev loses a member: dirk\n! role dev has a new member: els\n" },
		{ "until 2027-06-30", "until 2027-05-31",
		    "= in role ops 'els until 2027-05-31' takes the place of 'els until "
		    "2027-06-30'\n" },
		{ "until 2027-06-30", "until 2027-07-31",
		    "! in role ops 'els until 2027-07-31' takes the place of 'els until "
		    "2027-06-30'\n" },
		{ "until 2027-06-30", "",
		    "! in role ops 'els' takes the place of 'els until 2027-06-30'\n" },
		{ "email = dirk@", "until = 2026-01-01\nemail = dirk@",
		    "= [person dirk] until = 2026-01-01 (was -)\n"
		    "= dirk may no longer push to dev\n" },
		{ "[role \"dev\"]", "[separation]\nauthors-may-sign = yes\n[role \"dev\"]",
		    "! separation: authors may sign\n" },
		{ "[role \"dev\"]", "[separation]\none-signer-one-role = no\n[role \"dev\"]",
		    "! separation: a person's sign-off may fill several roles\n" },
		{ "[role \"dev\"]", "[separation]\nconflict = dev ops\n[role \"dev\"]",
		    "nobody may hold both roles any more: dev ops\n" },
		{ "push = ops", "push = ops\nproof = trailer",
		    "! sign-offs for production count by their trailer alone\n" },
		{ "require = plan", "require = plan\nwindow-max-hours = 8",
		    "[environment production] window-max-hours = 8 (was -)\n" },
		{ "[signoff \"users\"]",
		    "[freeze \"exams\"]\nfrom = 2027-05-10\nto = 2027-05-28\n"
		    "[emergency]\nsignoff = users\nreview-within-days = 5\n"
		    "[signoff \"users\"]",
		    "[freeze exams] is new: from 2027-05-10, to 2027-05-28\n"
		    "! [emergency] is new: signoff users, review-within-days 5\n" },
		{ "source = ssh-key", "source = ssh-key\nsigned = yes",
		    "[pusher] signed = yes (was no)\n" },
		{ "title = Promotion",
		    "title = \xc3\x89"
		    "tape",
		    "[policy] title = \\xc3\\x89tape to production (was Promotion to "
		    "production)\n" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(
		    changes(*state, WHOLE, with(WHOLE, cases[i].from, cases[i].to), LANGUAGE_EN),
		    cases[i].want);
}

/* The other way round: what was marked is not, and the other way round too. */
static void back_again(void **state)
{
	const char *open = with(WHOLE, "push = ops\n", ""), *less;

	assert_string_equal(changes(*state, open, WHOLE, LANGUAGE_EN),
	    "[environment production] push = ops is new\n= kim may no longer push to production\n"
	    "= dirk may no longer push to production\n");
	less = with(WHOLE, "signoff = operations\n", "");
	assert_string_equal(changes(*state, less, WHOLE, LANGUAGE_EN),
	    "sign-off operations now asked for production\n");
	assert_string_equal(changes(*state, WHOLE, less, LANGUAGE_NL),
	    "! accordering operations niet meer gevraagd voor production\n");
}

static void freezes(void **state)
{
	const char *zoned;
	static const char weekly[] =
	    WHOLE "[freeze \"x\"]\nfrom = 2027-05-10\nrecurs = fri 16:00..mon 07:00\n";
	static const char freeze[] =
	    WHOLE "[freeze \"x\"]\nfrom = 2027-05-10\nto = 2027-05-28\nenvironment = production\n";

	assert_string_equal(changes(*state, freeze, with(freeze, "05-28", "05-20"), LANGUAGE_EN),
	    "! [freeze x] to = 2027-05-20 (was 2027-05-28)\n");
	assert_string_equal(changes(*state, freeze, with(freeze, "05-10", "05-09"), LANGUAGE_EN),
	    "[freeze x] from = 2027-05-09 (was 2027-05-10)\n");
	assert_string_equal(
	    changes(*state, freeze, with(freeze, "environment = production\n", ""), LANGUAGE_EN),
	    "[freeze x] environment is empty: all of them\n");
	assert_string_equal(
	    changes(*state, with(freeze, "environment = production\n", ""), freeze, LANGUAGE_EN),
	    "! [freeze x] environment = production is new\n");
	assert_string_equal(changes(*state, freeze, WHOLE, LANGUAGE_EN), "! [freeze x] is gone\n");
	assert_string_equal(
	    changes(*state, freeze, with(freeze, "05-28", "05-28\nrecurs = fri 16:00..mon 07:00"),
	        LANGUAGE_EN),
	    "! [freeze x] recurs = fri 16:00..mon 07:00 (was -)\n");
	assert_string_equal(
	    changes(*state, weekly, with(weekly, "fri 16:00", "thu 16:00"), LANGUAGE_EN),
	    "[freeze x] recurs = thu 16:00..mon 07:00 (was fri 16:00..mon 07:00)\n");
	assert_string_equal(
	    changes(*state, weekly, with(weekly, "mon 07:00", "sun 07:00"), LANGUAGE_EN),
	    "! [freeze x] recurs = fri 16:00..sun 07:00 (was fri 16:00..mon 07:00)\n");
	assert_string_equal(
	    changes(*state, weekly, with(weekly, "from = 2027-05-10\n", ""), LANGUAGE_EN),
	    "[freeze x] from = - (was 2027-05-10)\n");
	assert_string_equal(
	    changes(*state, with(weekly, "from = 2027-05-10\n", ""), weekly, LANGUAGE_EN),
	    "! [freeze x] from = 2027-05-10 (was -)\n");
	/* A day in another zone than a moment's: which is later is not for their text to say. */
	zoned = with(freeze, "[policy]", "[policy]\nzone = Europe/Amsterdam");
	assert_string_equal(
	    changes(*state, zoned, with(zoned, "2027-05-10", "2027-05-09T23:00:00Z"), LANGUAGE_EN),
	    "! [freeze x] from = 2027-05-09T23:00:00Z (was 2027-05-10)\n");
}

static void sources(void **state)
{
	const char *key = with(SOUND, "email = els", "login = els\nemail = els"),
	           *env = with(key, "ssh-key", "env:WHO"), *other = with(key, "ssh-key", "env:ME");

	assert_string_equal(
	    changes(*state, key, env, LANGUAGE_EN), "! [pusher] source = env:WHO (was ssh-key)\n");
	assert_string_equal(
	    changes(*state, env, other, LANGUAGE_EN), "! [pusher] source = env:ME (was env:WHO)\n");
	assert_string_equal(
	    changes(*state, other, key, LANGUAGE_NL), "! [pusher] source = ssh-key (was env:ME)\n");
}

static void shuts_only(void **state)
{
	struct fixture *f = *state;
	struct policy_changes c = { 0 };

	assert_false(policy_changes_shut(&c));
	assert_int_equal(policy_change_add(&f->arena, &c, CHANGE_SHUTS, "a"), 0);
	assert_true(policy_changes_shut(&c));
	assert_int_equal(policy_change_add(&f->arena, &c, CHANGE_OTHER, "b"), 0);
	assert_false(policy_changes_shut(&c));
}

static bool is_list(const struct policy_key *row)
{
	return row->times > 1 || row->type == TYPE_WORDS;
}

static void check_text(const char *const text[2], const char *key)
{
	if (text[0] == NULL || text[1] == NULL || strcmp(text[0], "") == 0)
		fail_msg("a change of '%s' has no words in both languages", key);
	assert_int_equal(strstr(text[0], "$N") != NULL, strstr(text[1], "$N") != NULL);
	assert_int_equal(strstr(text[0], "$O") != NULL, strstr(text[1], "$O") != NULL);
	assert_int_equal(strstr(text[0], "$S") != NULL, strstr(text[1], "$S") != NULL);
}

/* Words of its own that a key has: a key without any is said by its name. */
static void words_in_both_languages(void **state)
{
	(void)state;
	for (size_t i = 0; i < policy_nkeys; i++) {
		const struct policy_key *row = &policy_keys[i];
		const char *const(*text)[2] = row->text;

		if (text[0][0] == NULL && text[1][0] == NULL)
			continue;
		check_text(text[0], row->name);
		if (is_list(row) || row->type == TYPE_FLAG || text[1][0] != NULL)
			check_text(text[1], row->name);
		if (is_list(row))
			assert_true(strstr(text[0][0], "$N") && strstr(text[1][0], "$O"));
		else if (text[1][0] == NULL)
			assert_non_null(strstr(text[0][0], "$N"));
		else
			assert_true(row->type == TYPE_FLAG || row->type == TYPE_WORD);
	}
}

/* A section of a kind that says nothing, and a key that says nothing. */
static void without_words(void **state)
{
	static const char before[] =
	    WHOLE "[target \"web\"]\nenvironment = production\nwithin-days = 2\nexcept = logs/**\n";

	assert_string_equal(changes(*state, before,
	                        with(before, "within-days = 2", "within-days = 3"), LANGUAGE_NL),
	    "! [target web] within-days = 3 (was 2)\n");
	assert_string_equal(
	    changes(*state, before, with(before, "except = logs/**\n", ""), LANGUAGE_NL),
	    "[target web] except = logs/** is weg\n");
	assert_string_equal(changes(*state, WHOLE, before, LANGUAGE_NL),
	    "[target web] is nieuw: environment production, within-days 2, except logs/**\n");
	assert_string_equal(changes(*state, before, WHOLE, LANGUAGE_NL), "! [target web] is weg\n");
}

static char *shown(const struct policy *p)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	policy_show(p, out);
	fclose(out);
	return text;
}

/* Each line of a policy with every key is taken out in turn: what is left either means the same, or
 * the change has words. */
static void no_line_goes_unsaid(void **state)
{
	static char text[1 << 15], less[1 << 15];
	struct fixture *f = *state;
	FILE *in = fopen(CORPUS, "r");
	size_t tried = 0;
	struct policy all;

	assert_non_null(in);
	text[fread(text, 1, sizeof(text) - 1, in)] = '\0';
	fclose(in);
	assert_problems(f, read_policy(f, text), "");
	all = f->policy;
	for (const char *line = text, *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
		struct policy_changes to = { 0 }, from = { 0 };
		struct ini_problems none = { 0 };
		char *is, *was;

		if (end == line || *line == '[')
			continue;
		snprintf(less, sizeof(less), "%.*s%s", (int)(line - text), text, end + 1);
		f->problems = none;
		if (read_policy(f, less) < 0)
			continue;
		is = shown(&f->policy);
		was = shown(&all);
		assert_int_equal(policy_compare(&f->arena, &all, &f->policy, NOW, &to), 0);
		assert_int_equal(policy_compare(&f->arena, &f->policy, &all, NOW, &from), 0);
		if ((strcmp(is, was) == 0) != (to.n == 0) || (to.n == 0) != (from.n == 0))
			fail_msg("without '%.*s': %zu changes, and back %zu", (int)(end - line),
			    line, to.n, from.n);
		free(is);
		free(was);
		tried++;
	}
	f->problems = (struct ini_problems){ 0 };
	assert_true(tried > 40);
}

TESTS(T(one_of_each), T(back_again), T(freezes), T(sources), T(shuts_only),
    cmocka_unit_test(words_in_both_languages), T(without_words), T(no_line_goes_unsaid));
