/* The policy as a page: both languages complete, the page of a small policy, and nothing of it
 * markup. */
#include "test_policy.h"

static void words_complete(void **state)
{
	(void)state;
	for (size_t i = 0; i < POLICY_MARKDOWN_WORDS; i++) {
		const char *en = policy_markdown_words[i][0], *nl = policy_markdown_words[i][1];

		assert_non_null(en);
		assert_non_null(nl);
		assert_true(*en != '\0' && *nl != '\0');
		if (strcmp(en, nl) == 0) /* these are the same in both */
			assert_true(strcmp(en, "Norm") == 0);
	}
}

static char *page(struct fixture *f, const char *policy, enum language language)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_problems(f, read_policy(f, policy), "");
	say_in(language);
	policy_markdown(&f->policy, NOW, out);
	say_in(LANGUAGE_EN);
	fclose(out);
	return text;
}

static void in_english(void **state)
{
	static const char small[] =
	    "[policy]\ntitle = Promotion\nversion = 1\nurl = "
	    "https://example.org/p\n[pusher]\nsource = ssh-key\n" PEOPLE
	    "[role \"keeper\"]\nmember = els\ndeputy = kim until 2026-12-31\n"
	    "[signoff \"review\"]\ntrailer = Reviewed-by\nrole = keeper\n" DEV
	    "[environment \"prod\"]\nref = refs/heads/prod\nfrom = dev\npush = keeper\nsignoff = "
	    "review\n"
	    "require = complete impact\n[impact \"low\"]\n[impact \"high\"]\npath = "
	    "db/**\nexcept = db/*.md\nparallel-run-days = 7\n"
	    "signoff = review\n[freeze \"exams\"]\nfrom = 2027-05-10\nto = 2027-05-28\nenvironment "
	    "= prod\n[freeze \"weekend\"]\nrecurs = fri 16:00..mon 07:00\nto = 2027-06-30\n"
	    "[emergency]\nsignoff = review\nreview-within-days = 5\n[evidence]\nref = "
	    "refs/heads/p\n"
	    "[target \"web_1\"]\nenvironment = prod\nwithin-days = 2\nexcept = etc/**\nexcept = "
	    "*.log\n"
	    "[role \"maker\"]\nmember = dirk\n[separation]\nconflict = keeper maker\n";
	char *en = page(*state, small, LANGUAGE_EN), *nl = page(*state, small, LANGUAGE_NL);

	assert_string_equal(en,
	    "# Promotion\n\n* Version: 1\n* Where it can be read: https://example.org/p\n"
	    "\n## Environments\n\n"
	    "### dev\n\n* `refs/heads/dev`: Work starts here.\n"
	    "* Who brings changes in: everyone whom the policy knows\n\n"
	    "### prod\n\n* `refs/heads/prod`: Takes only what was in dev.\n"
	    "* Who brings changes in: keeper (els, kim)\n"
	    "* Sign-offs: review by keeper (els, kim)\n"
	    "* What is asked: the impact, stated and at least what the change demands; what goes "
	    "over is, completely, what "
	    "was accepted; each sign-off signed with a personal key\n"
	    "* Where it runs: web\\_1; recorded within this many days: 2; but for what belongs to "
	    "the host: etc/\\*\\*, \\*.log\n\n"
	    "## Roles\n\n* keeper: els, kim deputy until 2026-12-31\n* maker: dirk\n"
	    "\n## Impact, lowest first\n\n* low\n"
	    "* high; at least this when one of these changes: db/\\*\\*, "
	    "except db/\\*.md; 7 days of parallel run; "
	    "also signed off by keeper "
	    "(els, kim)\n"
	    "\n## Freezes\n\n* exams: from 2027-05-10 until 2027-05-28 (prod)\n"
	    "* weekend: every week from Friday 16:00 to Monday 07:00 until 2027-06-30\n"
	    "\n## Emergency changes\n\n* Needed now: review by keeper (els, kim)\n"
	    "* Reviewed afterwards within this many days: 5\n"
	    "\n## Separation of duties\n\n"
	    "* Makes changes, and may give this sign-off: review, els.\n"
	    "* Who pushes need not be who made the commits in dev.\n"
	    "* Nobody holds both of keeper, maker\n"
	    "\n## Evidence\n\nThe dossiers are in `refs/heads/p`.\n");
	assert_non_null(strstr(nl, "## Omgevingen\n"));
	assert_non_null(strstr(nl, "kim plaatsvervanger tot en met 2026-12-31\n"));
	assert_non_null(strstr(nl, "## Functiescheiding\n"));
	assert_null(strstr(nl, "Environments"));
	free(en);
	free(nl);
}

/* All that it does not keep apart, in words; and nothing of a policy that keeps it. */
static void separation_off(void **state)
{
	static const char off[] =
	    "authors-may-sign = yes\nauthors-may-promote = yes\nunknown-authors = allow\n"
	    "one-signer-one-role = no\n";
	char text[2000], *en, *nl;

	snprintf(text, sizeof(text),
	    HEAD PEOPLE
	    "[role \"maker\"]\nmember = dirk\n[role \"keeper\"]\nmember = els\n%s"
	    "[signoff \"review\"]\ntrailer = Reviewed-by\nrole = keeper\n"
	    "[environment \"dev\"]\nref = refs/heads/dev\npush = maker\n%s"
	    "[environment \"prod\"]\nref = refs/heads/prod\nfrom = dev\nsignoff = review\n%s"
	    "[separation]\n%s",
	    "member = dirk\n", "", "proof = trailer\n", off);
	en = page(*state, text, LANGUAGE_EN);
	assert_non_null(strstr(en,
	    "## Separation of duties\n\n* Who made a change may sign it off.\n"
	    "* Who made a change may bring it over.\n"
	    "* Work of people who are not in the policy is taken.\n"
	    "* One person may give several sign-offs of one promotion.\n"
	    "* Makes changes, and may give this sign-off: review, dirk.\n"
	    "* Who pushes need not be who made the commits in dev.\n"
	    "* Nobody proves that they signed off for prod.\n"));
	nl = page(*state, text, LANGUAGE_NL);
	assert_non_null(
	    strstr(nl, "* Maakt wijzigingen, en mag deze accordering geven: review, dirk.\n"));
	assert_non_null(strstr(nl, "* Accorderen hoeft niet met een handtekening voor prod.\n"));
	free(en);
	free(nl);
	snprintf(text, sizeof(text),
	    HEAD PEOPLE
	    "[role \"maker\"]\nmember = dirk\n[role \"keeper\"]\nmember = els\n%s"
	    "[signoff \"review\"]\ntrailer = Reviewed-by\nrole = keeper\n"
	    "[environment \"dev\"]\nref = refs/heads/dev\npush = maker\n%s"
	    "[environment \"prod\"]\nref = refs/heads/prod\nfrom = dev\nsignoff = review\n%s"
	    "[separation]\n%s",
	    "member = dirk until 2020-01-01\n", "committer-is-pusher = yes\n", "", "");
	en = page(*state, text, LANGUAGE_EN);
	assert_null(strstr(en, "## Separation of duties"));
	free(en);
}

/* A title that would be markup, or a tag. */
static void nothing_is_markup(void **state)
{
	static const char title[] = "# &#60;script&#62;\\*x\\* \\`y\\` \\[z\\]\\(w\\)\n";
	char *en = page(*state,
	    "[policy]\ntitle = <script>*x* `y` [z](w)\nversion = 1\n[pusher]\nsource = "
	    "ssh-key\n" PEOPLE DEV,
	    LANGUAGE_EN);

	assert_memory_equal(en, title, sizeof(title) - 1);
	free(en);
}

TESTS(cmocka_unit_test(words_complete), T(in_english), T(separation_off), T(nothing_is_markup));
