/* The policy reader: what a sound policy says, and every departure in form with its line. */
#include "test_policy.h"

static void smallest(void **state)
{
	struct fixture *f = *state;
	const struct policy *p = &f->policy;

	assert_problems(f, read_policy(f, SOUND), "");
	assert_int_equal(f->error.kind, ERROR_NONE);
	assert_string_equal(p->title, "Promotion to production");
	assert_string_equal(p->version, "1");
	assert_null(p->url);
	assert_null(p->norm);
	assert_int_equal(p->language, LANGUAGE_EN);
	assert_int_equal(p->pusher_source, PUSHER_SSH_KEY);
	assert_null(p->pusher_env);
	assert_null(p->evidence_ref);
	assert_false(p->emergency.allowed);
	assert_false(p->authors_may_sign);
	assert_false(p->authors_may_promote);
	assert_false(p->unknown_authors_allowed);
	assert_true(p->one_signer_one_role);
	assert_int_equal(p->npersons, 3);
	assert_string_equal(p->persons[0].id, "els");
	assert_string_equal(p->persons[0].name, "els");
	assert_int_equal(p->persons[0].line, 6);
	assert_true(
	    p->persons[0].there.from == INT64_MIN && p->persons[0].there.until == INT64_MAX);
	assert_false(p->persons[0].service);
	assert_int_equal(p->nenvironments, 1);
	assert_string_equal(p->environments[0].ref, "refs/heads/dev");
	assert_null(p->environments[0].from);
	assert_int_equal(p->environments[0].require, 0);
}

#define SIGNED \
	"[signoff \"users\"]\ntrailer = Accepted-by\nrole = user\n[role \"user\"]\nmember = els\n"
#define PROD "[environment \"prod\"]\nref = refs/heads/prod\nfrom = dev\nsignoff = users\n"

/* What stands further down may be named, and sources come before what comes from them. */
static void any_order(void **state)
{
	struct fixture *f = *state;
	const struct policy *p = &f->policy;

	assert_problems(f,
	    read_policy(f,
	        "[environment \"live\"]\nref = refs/heads/live\nfrom = prod\n" PROD
	        "proof = trailer\npush = user\n" SIGNED SOUND
	        "[environment \"trunk\"]\nref = refs/heads/trunk\n"),
	    "");
	assert_int_equal(p->nenvironments, 4);
	assert_string_equal(p->environments[0].id, "dev");
	assert_string_equal(p->environments[1].id, "prod");
	assert_string_equal(p->environments[2].id, "live");
	assert_string_equal(p->environments[3].id, "trunk");
	assert_ptr_equal(p->environments[1].from, &p->environments[0]);
	assert_ptr_equal(p->environments[2].from, &p->environments[1]);
	assert_int_equal(p->environments[1].nsignoffs, 1);
	assert_ptr_equal(p->environments[1].signoffs[0], &p->signoffs[0]);
	assert_int_equal(p->environments[1].npush, 1);
	assert_ptr_equal(p->environments[1].push[0], &p->roles[0]);
	assert_int_equal(p->environments[1].proof, PROOF_TRAILER);
	assert_ptr_equal(p->signoffs[0].role, &p->roles[0]);
	assert_int_equal(p->signoffs[0].count, 1);
	assert_ptr_equal(p->roles[0].members[0].person, &p->persons[0]);
	assert_ptr_equal(policy_environment_of(p, "refs/heads/live"), &p->environments[2]);
}

static void values(void **state)
{
	struct fixture *f = *state;
	const struct policy *p = &f->policy;

	assert_problems(f,
	    read_policy(f,
	        "[policy]\ntitle = t\nversion = 2026-1\nurl = https://example.org/a;b   ; where it "
	        "is\nnorm = CH.06\n"
	        "[pusher]\nsource = env:REMOTE_USER\n"
	        "[evidence]\nref = refs/heads/promotions\npush = tester\npush = bot\n"
	        "[person \"els\"]\nname = Els de Vries\nemail = els@example.org\nemail = "
	        "Els.de.Vries@example.net\n"
	        "login = els\nlogin = AD\\els\nfrom = 2026-01-01\nuntil = 2027-12-31\n"
	        "[service \"ci\"]\nemail = ci@example.org\nlogin = ci\nowner = els\n"
	        "[role \"tester\"]\nmember = els\n[role \"bot\"]\nmember = ci\n"
	        "[separation]\nconflict = tester bot\nauthors-may-sign = yes\nauthors-may-promote "
	        "= yes\n"
	        "unknown-authors = allow\none-signer-one-role = no\n"
	        "[environment \"dev\"]\nref = refs/heads/work/*\n"
	        "[environment \"test\"]\nref = refs/heads/test\nfrom = dev\nfast-forward = yes\n"
	        "[environment \"prod\"]\nref = refs/heads/prod\nfrom = test\nrequire = "
	        "complete\tacceptance\n"),
	    "");
	assert_string_equal(p->url, "https://example.org/a;b");
	assert_string_equal(p->norm, "CH.06");
	assert_int_equal(p->pusher_source, PUSHER_ENV);
	assert_string_equal(p->pusher_env, "REMOTE_USER");
	assert_string_equal(p->evidence_ref, "refs/heads/promotions");
	assert_int_equal(p->nevidence_push, 2);
	assert_ptr_equal(p->evidence_push[1], &p->roles[1]);
	assert_string_equal(p->persons[0].name, "Els de Vries");
	assert_int_equal(p->persons[0].nemails, 2);
	assert_string_equal(p->persons[0].emails[1], "Els.de.Vries@example.net");
	assert_int_equal(p->persons[0].nlogins, 2);
	assert_string_equal(p->persons[0].logins[1], "AD\\els");
	assert_int_equal(p->persons[0].there.from, 1767225600);
	assert_int_equal(p->persons[0].there.until, 1830297599); /* 2027-12-31T23:59:59Z */
	assert_true(p->persons[1].service);
	assert_ptr_equal(p->persons[1].owner, &p->persons[0]);
	assert_true(person_active(&p->persons[1], NOW));
	assert_int_equal(p->nconflicts, 1);
	assert_ptr_equal(p->conflicts[0].a, &p->roles[0]);
	assert_ptr_equal(p->conflicts[0].b, &p->roles[1]);
	assert_true(p->authors_may_sign && p->authors_may_promote && p->unknown_authors_allowed);
	assert_false(p->one_signer_one_role);
	assert_true(p->environments[1].fast_forward);
	assert_int_equal(p->environments[2].require, REQUIRE_ACCEPTANCE | REQUIRE_COMPLETE);
}

static void missing(void **state)
{
	static const struct policy_case table[] = {
		{ "",
		    "0: the policy has no [policy]\n0: the policy has no [pusher]\n"
		    "0: the policy has no [person \"ID\"]\n0: the policy has no [environment "
		    "\"ID\"]\n" },
		{ "[policy]\n[pusher]\n" PEOPLE DEV,
		    "1: [policy] has no 'title'\n1: [policy] has no 'version'\n2: [pusher] has no "
		    "'source'\n" },
		{ SOUND "[environment \"e\"]\n[signoff \"s\"]\n[evidence]\n",
		    "14: [environment \"e\"] has no 'ref'\n15: [signoff \"s\"] has no 'trailer'\n"
		    "15: [signoff \"s\"] has no 'role'\n16: [evidence] has no 'ref'\n" },
		{ "[policy]\ntitle =\nversion = 1\n[pusher]\nsource = ; later\n" PEOPLE DEV,
		    "2: 'title' is empty\n5: 'source' is empty\n" },
		{ SOUND "[sftp \"h\"]\n[freeze \"f\"]\n[emergency]\n",
		    "14: [sftp \"h\"] has no 'user'\n14: [sftp \"h\"] has no 'identity'\n"
		    "14: [sftp \"h\"] has no 'known-hosts'\n"
		    "15: [freeze \"f\"] has no 'from'\n15: [freeze \"f\"] has no 'to'\n"
		    "16: [emergency] has no 'signoff'\n16: [emergency] has no "
		    "'review-within-days'\n" },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_refused(*state, table[i].text, table[i].problems);
}

static void sections(void **state)
{
	static const struct policy_case table[] = {
		{ SOUND "[acceptance]\nref = x\n", "14: a policy knows no [acceptance]\n" },
		{ SOUND "[Policy]\n", "14: a policy knows no [Policy]\n" },
		{ SOUND "[policy]\ntitle = u\nlanguage = fr\n", "14: [policy] appears twice\n" },
		{ "[policy \"x\"]\ntitle = t\nversion = 1\n[pusher]\nsource = ssh-key\n" PEOPLE DEV,
		    "1: [policy] takes no name\n" },
		{ SOUND "[audit \"x\"]\nsyslog = yes\n[audit]\nlog = yes\n[emergency "
		        "\"now\"]\nsignoff = s\n",
		    "14: [audit] takes no name\n16: [audit] appears twice\n18: [emergency] "
		    "takes no name\n"
		    "18: [emergency \"now\"] has no 'review-within-days'\n19: 'signoff = s': there "
		    "is no [signoff \"s\"]\n" },
		{ SOUND "[role]\nmember = kim\nmembre = els\n",
		    "14: [role] needs a name: [role \"ID\"]\n16: [role] knows no 'membre'\n" },
		{ SOUND "[role \"\"]\nmember = kim\n",
		    "14: [role \"\"]: '' is no id: letters, digits, '.', '_', '-' and '@' make "
		    "one, with a letter, a digit or "
		    "'_' first\n" },
		{ SOUND "[role \"key user\"]\nmember = kim\n[role \"-x\"]\nmember = kim\n",
		    "14: [role \"key user\"]: 'key user' is no id: letters, digits, '.', '_', '-' "
		    "and '@' make one, with a "
		    "letter, a digit or '_' first\n16: [role \"-x\"]: '-x' is no id: letters, "
		    "digits, '.', '_', '-' and '@' "
		    "make one, with a letter, a digit or '_' first\n" },
		{ SOUND "[role \"a..b\"]\nmember = kim\n[role \"b.lock\"]\nmember = kim\n[role "
		        "\"c.\"]\nmember = kim\n",
		    "14: [role \"a..b\"]: 'a..b' is no id: git takes no ref name with '..', or "
		    "with '.' or '.lock' at the end\n"
		    "16: [role \"b.lock\"]: 'b.lock' is no id: git takes no ref name with '..', or "
		    "with '.' or '.lock' at the "
		    "end\n18: [role \"c.\"]: 'c.' is no id: git takes no ref name with '..', or "
		    "with '.' or '.lock' at the "
		    "end\n" },
		{ SOUND "[person \"els.2\"]\nlogin = els2\n",
		    "14: [person \"els.2\"]: 'els.2' is no id of a person: '.' and a number at the "
		    "end count that person's "
		    "sign-offs\n" },
		{ SOUND "[role \"x\"]\nmember = kim\n[role \"x\"]\nmember = els\n[role "
		        "\"x\"]\nmember = els\n",
		    "16: [role \"x\"] has the name of [role \"x\"] on line 14\n"
		    "18: [role \"x\"] has the name of [role \"x\"] on line 16\n" },
		{ SOUND "[service \"els\"]\nlogin = bot\n",
		    "14: [service \"els\"] has the name of [person \"els\"] on line 6\n" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_refused(f, table[i].text, table[i].problems);
	assert_problems(f,
	    read_policy(
	        f, SOUND "[role \"els.2\"]\nmember = kim\n[person \"a.b@c_d-2\"]\nlogin = a\n"),
	    "");
}

static void keys(void **state)
{
	static const struct policy_case table[] = {
		{ SOUND "[separation]\nauthor-may-sign = no\n",
		    "15: [separation] knows no 'author-may-sign'\n" },
		{ SOUND "[service \"ci\"]\nlogin = ci\nfrom = 2026-01-01\nuntil = 2026-12-31\n",
		    "16: [service] knows no 'from'\n17: [service] knows no 'until'\n" },
		{ SOUND "[role \"r\"]\nMember = kim\n",
		    "14: [role \"r\"] has no member\n15: [role] knows no 'Member'\n" },
		{ SOUND "ref = refs/heads/other\nfast-forward = no\nfast-forward = "
		        "no\nfast-forward = yes\n",
		    "14: 'ref' appears twice\n16: 'fast-forward' appears twice\n" },
		{ SOUND "[role \"r\"]\nmember =\nmember = kim\n", "15: 'member' is empty\n" },
		{ SOUND "[freeze \"f\"]\nfrom = 2027-01-01\nuntil = 2027-01-02\n[impact "
		        "\"i\"]\npaths = db/**\n"
		        "[audit]\nmirror = /m\nmirror = /n\n",
		    "14: [freeze \"f\"] has no 'to'\n16: [freeze] knows no 'until'\n18: [impact] "
		    "knows no 'paths'\n"
		    "21: 'mirror' appears twice\n" },
		{ "title = t\n" SOUND, "1: the key comes before the first [section]\n" },
		{ SOUND "  push = r\n",
		    "14: the line starts with a blank; a value ends with its line\n" },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_refused(*state, table[i].text, table[i].problems);
}

#define SFTP "[sftp \"h\"]\nuser = gate\nidentity = /id\nknown-hosts = /kh\n"
#define ROLES "[role \"a\"]\nmember = els\n[role \"b\"]\nmember = kim\n" /* lines 14 to 17 */

/* With every rule built, so that each case has its one problem. */
static void values_refused(void **state)
{
	static const struct policy_case table[] = {
		{ SOUND "signed-commits = maybe\n",
		    "14: 'signed-commits' is no or yes, not 'maybe'\n" },
		{ SOUND "fast-forward = Yes\n", "14: 'fast-forward' is no or yes, not 'Yes'\n" },
		{ SOUND "proof = none\n", "14: 'proof' is signature or trailer, not 'none'\n" },
		{ SOUND "require = complete tested complete\n",
		    "12: [environment \"dev\"] comes from no other, so work starts there and its "
		    "'require' would never be asked\n"
		    "14: 'require' is plan, acceptance, impact, parallel-run or complete, not "
		    "'tested'\n14: 'require' names 'complete' twice\n" },
		{ "[policy]\ntitle = t\nversion = 1\nlanguage = \033[31m\n[pusher]\nsource = "
		  "ssh-key\n" PEOPLE DEV,
		    "4: the line holds a control character\n" },
		{ "[policy]\ntitle = t\nversion = 1\nlanguage = fr\xc3\xa9\n[pusher]\nsource = "
		  "ssh-key\n" PEOPLE DEV,
		    "4: 'language' is en or nl, not 'fr\xc3\xa9'\n" },
		{ "[policy]\ntitle = t\nversion = 1\n[pusher]\nsource = ldap\n" PEOPLE DEV,
		    "5: 'source' is ssh-key, os-user, env:NAME, gitolite, http, gitea or gitlab, "
		    "not 'ldap'\n" },
		{ "[policy]\ntitle = t\nversion = 1\n[pusher]\nsource = env:\n" PEOPLE DEV,
		    "5: 'source = env:' is not env: and the name of a variable, such as "
		    "env:REMOTE_USER\n" },
		{ "[policy]\ntitle = t\nversion = 1\n[pusher]\nsource = env:A-B\n" PEOPLE DEV,
		    "5: 'source = env:A-B' is not env: and the name of a variable, such as "
		    "env:REMOTE_USER\n" },
		{ "[policy]\ntitle = t\nversion = 1\n[pusher]\nsource = env:HTTP_X_USER\n" PEOPLE
		        DEV,
		    "5: 'source = env:HTTP_X_USER' is what the client says, not the server\n" },
		{ "[policy]\ntitle = t\nversion = 1\n[pusher]\nsource = "
		  "env:GIT_PUSH_OPTION_0\n" PEOPLE DEV,
		    "5: 'source = env:GIT_PUSH_OPTION_0' is what the client says, not the "
		    "server\n" },
		{ SOUND "[person \"x\"]\nemail = els\nlogin = x\n",
		    "15: 'email = els' is no address such as els@example.org\n" },
		{ SOUND "[person \"x\"]\nemail = a@b@c\nemail = @b\nemail = a@\nemail = a "
		        "b@c\nemail = <a@b>\nlogin = x\n",
		    "15: 'email = a@b@c' is no address such as els@example.org\n"
		    "16: 'email = @b' is no address such as els@example.org\n"
		    "17: 'email = a@' is no address such as els@example.org\n"
		    "18: 'email = a b@c' is no address such as els@example.org\n"
		    "19: 'email = <a@b>' is no address such as els@example.org\n" },
		{ SOUND "[person \"x\"]\nname = Els <els@example.org>\nlogin = x\n",
		    "15: 'name = Els <els@example.org>' holds '<' or '>', which stand around an "
		    "address\n" },
		{ SOUND "[person \"x\"]\nlogin = x\nfrom = 2026-02-29\nuntil = soon\n",
		    "16: '2026-02-29' is neither a day from 1970 on, such as 2026-12-24, nor a "
		    "time with a zone, such as "
		    "2026-12-24T18:00:00+01:00\n17: 'soon' is neither a day from 1970 on, such as "
		    "2026-12-24, nor a time with "
		    "a zone, such as 2026-12-24T18:00:00+01:00\n" },
		{ SOUND "[person \"x\"]\nlogin = x\nfrom = 1969-12-31\n",
		    "16: '1969-12-31' is neither a day from 1970 on, such as 2026-12-24, nor a "
		    "time with a zone, such as "
		    "2026-12-24T18:00:00+01:00\n" },
		{ SOUND "[service \"x\"]\nemail = x@example.org\nowner = nobody\n",
		    "16: 'owner = nobody': there is no [person \"nobody\"]\n" },
		{ SOUND ROLES "member = kim from 2026-01-01 2026-12-31\nmember = dirk "
		              "until\nmember = dirk until 2027-01-01 from "
		              "2026-01-01\nmember = dirk,els\n",
		    "18: 'member = kim from 2026-01-01 2026-12-31' is not PERSON, perhaps with "
		    "'from DATE' and 'until DATE'\n"
		    "19: 'member = dirk until' is not PERSON, perhaps with 'from DATE' and 'until "
		    "DATE'\n"
		    "20: 'member = dirk until 2027-01-01 from 2026-01-01' is not PERSON, perhaps "
		    "with 'from DATE' and 'until "
		    "DATE'\n21: 'member = dirk,els': there is no [person \"dirk,els\"]\n" },
		{ SOUND ROLES "deputy = dirk\ndeputy = dirk from 2026-01-01\n",
		    "18: 'deputy = dirk' is not PERSON, perhaps 'from DATE', and 'until DATE'\n"
		    "19: 'deputy = dirk from 2026-01-01' is not PERSON, perhaps 'from DATE', and "
		    "'until DATE'\n" },
		{ SOUND ROLES "member = dirk from 2027-01-01 until 2026-12-31\n",
		    "18: 'member = dirk from 2027-01-01 until 2026-12-31' ends before it "
		    "starts\n" },
		{ SOUND ROLES "deputy = dirk until 31-12-2026\n",
		    "18: '31-12-2026' is neither a day from 1970 on, such as 2026-12-24, nor a "
		    "time with a zone, such as "
		    "2026-12-24T18:00:00+01:00\n" },
		{ SOUND ROLES "[separation]\nconflict = a\nconflict = a b c\nconflict = a "
		              "a\nconflict = a c\nconflict = d b\n",
		    "19: 'conflict = a' is not two roles with a blank between\n"
		    "20: 'conflict = a b c' is not two roles with a blank between\n"
		    "21: 'conflict = a a' names one role twice\n"
		    "22: 'conflict = a c': there is no [role \"c\"]\n"
		    "23: 'conflict = d b': there is no [role \"d\"]\n" },
		{ SOUND ROLES "[signoff \"s\"]\ntrailer = Accepted by\nrole = a\ncount = 0\n",
		    "19: 'trailer = Accepted by' is no key of a trailer: letters, digits and '-' "
		    "make one, with a letter "
		    "first\n21: 'count' is a number from 1 to 100, not '0'\n" },
		{ SOUND ROLES "[signoff \"s\"]\ntrailer = promotion\nrole = c\ncount = 101\n",
		    "19: 'trailer = promotion' has a meaning of its own: take another word\n"
		    "20: 'role = c': there is no [role \"c\"]\n21: 'count' is a number from 1 to "
		    "100, not '101'\n" },
		{ SOUND ROLES "[signoff \"s\"]\ntrailer = -x\nrole = a\ncount = -1\n",
		    "19: 'trailer = -x' is no key of a trailer: letters, digits and '-' make one, "
		    "with a letter first\n"
		    "21: 'count' is a number from 1 to 100, not '-1'\n" },
		{ SOUND ROLES "[signoff \"s\"]\ntrailer = Co-Authored-By\nrole = a\ncount = "
		              "18446744073709551617\n",
		    "19: 'trailer = Co-Authored-By' has a meaning of its own: take another word\n"
		    "21: 'count' is a number from 1 to 100, not '18446744073709551617'\n" },
		{ SOUND ROLES "[environment \"e\"]\nref = refs/heads/e\npush = a\npush = c\npush = "
		              "a\nfrom = devel\nsignoff = s\n",
		    "21: 'push = c': there is no [role \"c\"]\n22: 'push = a' appears twice\n"
		    "23: 'from = devel': there is no [environment \"devel\"]\n"
		    "24: 'signoff = s': there is no [signoff \"s\"]\n" },
		{ SOUND "[impact \"i\"]\npath = /db/**\npath = ../x\npath = a//b\npath = db/\npath "
		        "= a/./b\n"
		        "parallel-run-days = 3651\n",
		    "15: 'path = /db/**' starts with a slash: paths are those of the repository\n"
		    "16: 'path = ../x' has an empty, '.' or '..' part, and no path in git has: "
		    "write db/** for all of a "
		    "folder\n17: 'path = a//b' has an empty, '.' or '..' part, and no path in git "
		    "has: write db/** for all of "
		    "a folder\n18: 'path = db/' has an empty, '.' or '..' part, and no path in git "
		    "has: write db/** for all of "
		    "a folder\n19: 'path = a/./b' has an empty, '.' or '..' part, and no path in "
		    "git has: write db/** for all "
		    "of a folder\n20: 'parallel-run-days' is a number from 0 to 3650, not "
		    "'3651'\n" },
		{ SOUND SFTP "port = 65536\ntimeout = 301\nmax-size = 268435457\n",
		    "18: 'port' is a number from 1 to 65535, not '65536'\n19: 'timeout' is a "
		    "number from 1 to 300, not '301'\n"
		    "20: 'max-size' is a number from 1 to 268435456, not '268435457'\n" },
		{ SOUND SFTP "port = 0\ntimeout = 0\nmax-size = 16 MB\n",
		    "18: 'port' is a number from 1 to 65535, not '0'\n19: 'timeout' is a number "
		    "from 1 to 300, not '0'\n"
		    "20: 'max-size' is a number from 1 to 268435456, not '16 MB'\n" },
		{ SOUND "[sftp \"-oProxyCommand\"]\nuser = -l\nidentity = id\nknown-hosts = "
		        "kh\n[sftp \"a@b\"]\nuser = a@b\n"
		        "identity = /i\nknown-hosts = /k\n",
		    "14: [sftp \"-oProxyCommand\"]: '-oProxyCommand' is no host: letters, digits, "
		    "'.' and '-' make one, with a "
		    "letter or a digit first\n"
		    "15: 'user = -l' is no user: letters, digits, '_', '.' and '-' make one, with "
		    "a letter, a digit or '_' "
		    "first\n16: 'identity = id' is no absolute path of a file\n"
		    "17: 'known-hosts = kh' is no absolute path of a file\n"
		    "18: [sftp \"a@b\"]: 'a@b' is no host: letters, digits, '.' and '-' make one, "
		    "with a letter or a digit "
		    "first\n19: 'user = a@b' is no user: letters, digits, '_', '.' and '-' make "
		    "one, with a letter, a digit or "
		    "'_' first\n" },
		{ SOUND SFTP "service = ci\n",
		    "18: 'service = ci': there is no [person \"ci\"]\n" },
		{ SOUND SFTP "service = els\n",
		    "14: [sftp \"h\"] has [person \"els\"] as its 'service'; a person brings "
		    "records in under the own name, in the evidence\n" },
		{ SOUND SFTP "[sftp \"H\"]\nuser = u\nidentity = /i\nknown-hosts = /k\n",
		    "18: [sftp \"H\"] is the host of [sftp \"h\"] on line 14: case does not "
		    "matter\n" },
		{ SOUND ROLES "[signoff \"s\"]\ntrailer = T\nrole = a\n[emergency]\nsignoff = "
		              "s\nreview-within-days = 366\n",
		    "23: 'review-within-days' is a number from 1 to 365, not '366'\n" },
		{ SOUND "[freeze \"f\"]\nfrom = 2027-05-10T00:00:00\nto = 2027-13-01\nenvironment "
		        "= prod\n",
		    "15: '2027-05-10T00:00:00' is neither a day from 1970 on, such as 2026-12-24, "
		    "nor a time with a zone, such "
		    "as 2026-12-24T18:00:00+01:00\n16: '2027-13-01' is neither a day from 1970 on, "
		    "such as 2026-12-24, nor a "
		    "time with a zone, such as 2026-12-24T18:00:00+01:00\n"
		    "17: 'environment = prod': there is no [environment \"prod\"]\n" },
		{ SOUND "committer-is-pusher = always\n",
		    "14: 'committer-is-pusher' is no or yes, not 'always'\n" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_problems(f, read_whole(f, table[i].text), table[i].problems);
}

#define REF_WRONG "' is not the full name of a ref, such as refs/heads/production\n"
#define ONE_WRONG "' is not the full name of one ref, such as refs/heads/promotions\n"

static void refs(void **state)
{
	static const struct {
		const char *ref, *problem;
	} table[] = {
		{ "production", REF_WRONG },
		{ "heads/production", REF_WRONG },
		{ "refs/", REF_WRONG },
		{ "refs//a", REF_WRONG },
		{ "refs/heads/", REF_WRONG },
		{ "refs/heads/.a", REF_WRONG },
		{ "refs/heads/a.", REF_WRONG },
		{ "refs/heads/a..b", REF_WRONG },
		{ "refs/heads/a.lock", REF_WRONG },
		{ "refs/heads/a.lock/b", REF_WRONG },
		{ "refs/heads/a b", REF_WRONG },
		{ "refs/heads/a~1", REF_WRONG },
		{ "refs/heads/a^", REF_WRONG },
		{ "refs/heads/a:b", REF_WRONG },
		{ "refs/heads/?", REF_WRONG },
		{ "refs/heads/[a]", REF_WRONG },
		{ "refs/heads/a@{b", REF_WRONG },
		{ "refs/heads/a\\b", NULL },
		{ "refs/heads/*/*", "' has more than one '*'\n" },
		{ "refs/*", "' reaches into refs/sluis/, which belongs to the gate\n" },
		{ "refs/sluis/audit", "' reaches into refs/sluis/, which belongs to the gate\n" },
		{ "refs/replace/*", "' reaches into refs/replace/, where nobody may push\n" },
		{ "refs/t*",
		    "' reaches into refs/tags/ and beyond: tags are an environment of their "
		    "own\n" },
		{ "refs/tags*",
		    "' reaches into refs/tags/ and beyond: tags are an environment of their "
		    "own\n" },
		{ "refs/r*/x", "' reaches into refs/replace/, where nobody may push\n" },
		{ "refs/signoffs/2026.11/user/els",
		    "' reaches into refs/signoffs/, where the sign-offs are\n" },
	};
	struct fixture *f = *state;
	char text[1024], want[1024];

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		snprintf(text, sizeof(text), SOUND "[environment \"e\"]\nref = %s\n", table[i].ref);
		if (table[i].problem != NULL)
			snprintf(
			    want, sizeof(want), "15: 'ref = %s%s", table[i].ref, table[i].problem);
		else
			snprintf(want, sizeof(want), "15: 'ref = refs/heads/a\\\\b" REF_WRONG);
		assert_refused(f, text, want);
	}
	assert_refused(f, SOUND "[evidence]\nref = refs/heads/promotions/*\n",
	    "15: 'ref = refs/heads/promotions/*" ONE_WRONG);
	assert_refused(
	    f, SOUND "[evidence]\nref = promotions\n", "15: 'ref = promotions" ONE_WRONG);
	assert_refused(f, SOUND "[evidence]\nref = refs/sluis/evidence\n",
	    "15: 'ref = refs/sluis/evidence' reaches into refs/sluis/, which belongs to the "
	    "gate\n");
	assert_problems(f,
	    read_policy(f,
	        SOUND "[evidence]\nref = refs/promotions\n[environment \"e\"]\nref = "
	              "refs/heads/work/*/x\n[environment \"f\"]\nref = refs/tags/v*\n"),
	    "");
}

#define MIRROR_WRONG(value, why) \
	{ \
		SOUND "[audit]\nmirror = " value "\n", "15: 'mirror = " value "' " why "\n" \
	}
#define NO_PLACE "is no ssh://, https:// or file:/// URL and no absolute path"

static void mirrors(void **state)
{
	static const struct policy_case table[] = {
		MIRROR_WRONG("backup:sluis.git", NO_PLACE),
		MIRROR_WRONG("../sluis.git", NO_PLACE),
		MIRROR_WRONG("http://backup.example.org/sluis.git", NO_PLACE),
		MIRROR_WRONG("ext::sh -c id", "has a blank"),
		MIRROR_WRONG("/srv/my mirror.git", "has a blank"),
		MIRROR_WRONG("ext::id", NO_PLACE),
		MIRROR_WRONG("--receive-pack=id", NO_PLACE),
		MIRROR_WRONG("ssh://-oProxyCommand=id/x", NO_PLACE),
		MIRROR_WRONG("/-x", NO_PLACE),
		MIRROR_WRONG("ssh://", NO_PLACE),
		MIRROR_WRONG("https://", NO_PLACE),
		MIRROR_WRONG("file:///", NO_PLACE),
		MIRROR_WRONG("/", NO_PLACE),
		{ SOUND "[audit]\nsign = host_key\n",
		    "15: 'sign = host_key' is no absolute path of a file\n" },
		{ SOUND "[audit]\nsyslog = auth\n", "15: 'syslog' is no or yes, not 'auth'\n" },
	};
	static const char *const sound[] = {
		"ssh://sluis@backup.example.org/srv/sluis.git",
		"https://backup.example.org/sluis.git",
		"file:///srv/sluis.git",
		"/srv/sluis.git",
	};
	struct fixture *f = *state;
	char text[512];

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_refused(f, table[i].text, table[i].problems);
	for (size_t i = 0; i < sizeof(sound) / sizeof(sound[0]); i++) {
		snprintf(text, sizeof(text),
		    SOUND "[audit]\nmirror = %s\nsyslog = yes\nsign = /etc/key\n", sound[i]);
		assert_problems(f, read_policy(f, text), "");
		assert_string_equal(f->policy.audit.mirror, sound[i]);
		assert_true(f->policy.audit.syslog);
		assert_string_equal(f->policy.audit.sign, "/etc/key");
	}
	assert_problems(f, read_policy(f, SOUND "[audit]\n"), "");
	assert_null(f->policy.audit.mirror);
	assert_null(f->policy.audit.sign);
	assert_false(f->policy.audit.syslog);
}

#define REPOSITORY_WRONG(value, why) \
	{ \
		SOUND "[audit]\nrepository = " value "\n", \
		    "15: 'repository = " value "' " why "\n" \
	}
#define NO_SSH "is no ssh://USER@HOST/PATH, with a path of letters, digits and /._~+@-"
#define NO_HOST \
	"names no host: letters, digits, '.' and '-' make one, with a letter or a digit first"
#define NO_REPOSITORY "is no absolute path and no ssh:// URL of a bare repository"

static void repositories(void **state)
{
	static const struct policy_case table[] = {
		REPOSITORY_WRONG("audit.git", NO_REPOSITORY),
		REPOSITORY_WRONG("/", NO_REPOSITORY),
		REPOSITORY_WRONG("-x", NO_REPOSITORY),
		REPOSITORY_WRONG("host:/srv/audit.git", NO_REPOSITORY),
		REPOSITORY_WRONG("https://host/audit.git", NO_REPOSITORY),
		REPOSITORY_WRONG("file:///srv/audit.git", NO_REPOSITORY),
		REPOSITORY_WRONG("ext::id", NO_REPOSITORY),
		REPOSITORY_WRONG("ssh://-oProxyCommand=id/x", NO_HOST),
		REPOSITORY_WRONG("ssh://git@-oProxyCommand=id/x", NO_HOST),
		REPOSITORY_WRONG("ssh://-l@host/x", "names no user before '@'"),
		REPOSITORY_WRONG("ssh://@host/x", "names no user before '@'"),
		REPOSITORY_WRONG("ssh://a b@host/x", "names no user before '@'"),
		REPOSITORY_WRONG("ssh://git@host", NO_SSH),
		REPOSITORY_WRONG("ssh://git@host/", NO_SSH),
		REPOSITORY_WRONG("ssh://git@host:x/y", NO_SSH),
		REPOSITORY_WRONG("ssh://git@host:123456/y", NO_SSH),
		REPOSITORY_WRONG("ssh://git@host/$(id)", NO_SSH),
		{ SOUND "[audit]\nidentity = k\n",
		    "15: 'identity = k' is no absolute path of a file\n" },
	};
	static const char *const sound[] = { "/srv/audit.git",
		"ssh://git@audit.example.org/srv/a.git",
		"ssh://audit.example.org:2222/~git/a+b@c.git" };
	struct fixture *f = *state;
	char text[512];

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_refused(f, table[i].text, table[i].problems);
	/* Where the audit is, is known of a policy with problems too. */
	assert_problems(f, read_policy(f, SOUND "[audit]\nrepository = ssh://git@host/x\n"),
	    "14: [audit] has a 'repository' at ssh://, and no 'identity' to sign in there\n");
	assert_string_equal(f->policy.audit.repository, "ssh://git@host/x");
	assert_problems(f,
	    read_policy(f, SOUND "[audit]\nrepository = ssh://git@host/x\nidentity = /k\n"),
	    "14: [audit] has a 'repository' at ssh://, and no 'known-hosts' to sign in there\n");
	for (size_t i = 0; i < sizeof(sound) / sizeof(sound[0]); i++) {
		snprintf(text, sizeof(text),
		    SOUND "[audit]\nrepository = %s\nidentity = /k\nknown-hosts = /h\n", sound[i]);
		assert_problems(f, read_policy(f, text), "");
		assert_string_equal(f->policy.audit.repository, sound[i]);
	}
}

#define LEVELS \
	"[impact \"low\"]\n[impact \"high\"]\npath = db/**\npath = src/*.sql\nparallel-run-days " \
	"= 7\n" \
	"signoff = users\n"
#define EXAMS \
	"[freeze \"exams\"]\nfrom = 2027-05-10\nto = 2027-05-28T12:00:00+02:00\nenvironment = " \
	"prod\n"

/* A target names its environment, wherever that stands among the others. */
static void targets(void **state)
{
	struct fixture *f = *state;
	size_t at = 0;

	assert_problems(f,
	    read_policy(f, SOUND "[target \"-web\"]\nenvironment = x\nexcept = !x\n"),
	    "14: [target \"-web\"]: '-web' is no id: letters, digits, '.', '_', '-' and '@' make "
	    "one, "
	    "with a letter, a digit or '_' first\n14: [target \"-web\"] has no 'within-days'\n"
	    "15: 'environment = x': there is no [environment \"x\"]\n"
	    "16: 'except = !x' starts with '!', which leaves nothing out: write except = "
	    "PATTERN\n");
	assert_problems(f,
	    read_policy(f,
	        SOUND "[evidence]\nref = refs/heads/p\n"
	              "[target \"web\"]\nenvironment = live\nwithin-days = 2\n"
	              "[environment \"live\"]\nref = refs/heads/live\nfrom = prod\n"
	              "[environment \"prod\"]\nref = refs/heads/prod\nfrom = dev\n"),
	    "");
	assert_string_equal(f->policy.targets[0].environment->id, "live");
	assert_ptr_equal(f->policy.targets[0].environment, &f->policy.environments[2]);
	assert_ptr_equal(policy_target_of(&f->policy, &f->policy.environments[2], &at),
	    policy_target_by_id(&f->policy, "web"));
	assert_null(policy_target_of(&f->policy, &f->policy.environments[2], &at));
	assert_null(policy_target_by_id(&f->policy, "db"));
}

/* What a policy may ask of a promotion besides acceptance. */
static void whole_norm(void **state)
{
	struct fixture *f = *state;
	const struct policy *p = &f->policy;

	assert_problems(f,
	    read_policy(f,
	        SOUND "committer-is-pusher = yes\n[evidence]\nref = refs/heads/p\n" SIGNED
	              "member = kim from 2026-01-01\ndeputy = dirk until 2026-12-31\n" PROD
	              "proof = trailer\n"
	              "require = plan acceptance impact parallel-run complete\n" LEVELS EXAMS
	              "[freeze \"all\"]\nfrom = 2027-07-10\n"
	              "to = 2027-07-10\n[emergency]\nsignoff = users\nreview-within-days = 5\n"),
	    "");
	assert_true(p->environments[0].committer_is_pusher);
	assert_false(p->environments[1].committer_is_pusher);
	assert_int_equal(p->environments[1].require,
	    REQUIRE_PLAN | REQUIRE_ACCEPTANCE | REQUIRE_IMPACT | REQUIRE_PARALLEL_RUN |
	        REQUIRE_COMPLETE);
	assert_int_equal(p->nimpacts, 2);
	assert_string_equal(p->impacts[0].id, "low");
	assert_int_equal(
	    p->impacts[0].npaths + p->impacts[0].nsignoffs + p->impacts[0].parallel_run_days, 0);
	assert_string_equal(p->impacts[1].paths[1], "src/*.sql");
	assert_int_equal(p->impacts[1].parallel_run_days, 7);
	assert_ptr_equal(p->impacts[1].signoffs[0], &p->signoffs[0]);
	assert_int_equal(p->freezes[0].period.from, 1809907200);
	assert_int_equal(p->freezes[0].period.until, 1811498400);
	assert_ptr_equal(p->freezes[0].environments[0], &p->environments[1]);
	assert_int_equal(p->freezes[1].nenvironments, 0);
	assert_int_equal(p->freezes[1].period.until - p->freezes[1].period.from, 86399);
	assert_true(p->emergency.allowed);
	assert_ptr_equal(p->emergency.signoffs[0], &p->signoffs[0]);
	assert_int_equal(p->emergency.review_within_days, 5);
	assert_false(p->roles[0].members[1].deputy);
	assert_int_equal(p->roles[0].members[1].period.from, 1767225600);
	assert_true(p->roles[0].members[2].deputy);
	assert_int_equal(p->roles[0].members[2].period.until, 1798761599);
}

static void every_source(void **state)
{
	static const char *const sources[] = { "gitolite", "http", "gitea", "gitlab" };
	struct fixture *f = *state;
	char text[512];

	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		snprintf(text, sizeof(text),
		    "[policy]\ntitle = t\nversion = 1\n[pusher]\nsource = %s\n"
		    "[person \"els\"]\nlogin = els\n" DEV,
		    sources[i]);
		assert_problems(f, read_policy(f, text), "");
		assert_int_equal(f->policy.pusher_source, PUSHER_GITOLITE + i);
	}
	assert_problems(
	    f, read_policy(f, SOUND SIGNED PROD "proof = trailer\nsigned-commits = no\n"), "");
	assert_problems(f, read_policy(f, SOUND SIGNED PROD "signed-commits = yes\n"), "");
	assert_int_equal(f->policy.environments[1].proof, PROOF_SIGNATURE);
	assert_true(f->policy.environments[1].signed_commits);
}

static void summary(void **state)
{
	struct fixture *f = *state;
	char *large = malloc(INI_BYTES_MAX + 1);

	assert_int_equal(read_policy(f, ""), -1);
	assert_string_equal(
	    f->error.text, "the policy has 4 problems, the first: the policy has no [policy]");
	assert_int_equal(read_policy(f, SOUND "x = y\n"), -1);
	assert_string_equal(f->error.text,
	    "the policy has 1 problem, the first on line 14: [environment] knows no 'x'");
	memset(large, '\n', INI_BYTES_MAX + 1);
	assert_problems(
	    f, read_bytes(f, large, INI_BYTES_MAX + 1), "0: it is larger than 1048576 bytes\n");
	assert_int_equal(f->error.kind, ERROR_MALFORMED);
	free(large);
}

/* The policy does not hold on to the bytes that it was read from. */
static void own_memory(void **state)
{
	struct fixture *f = *state;
	size_t len = strlen(SOUND);
	char *bytes = malloc(len);

	memcpy(bytes, SOUND, len);
	assert_int_equal(read_bytes(f, bytes, len), 0);
	memset(bytes, 'x', len);
	free(bytes);
	assert_string_equal(f->policy.persons[2].emails[0], "dirk@example.org");
}

static void no_memory(void **state)
{
	static const char text[] = SOUND SIGNED PROD "proof = trailer\npush = user\n[separation]\n"
	                                             "[role \"other\"]\nmember = kim\n";
	static const struct policy none;
	struct fixture *f = *state;
	int rc = -1;

	for (size_t cap = 1; rc < 0; cap += 64) {
		struct arena tiny;

		arena_init(&tiny, cap);
		memset(&f->policy, 0xff, sizeof(f->policy));
		rc = policy_read(
		    &tiny, text, strlen(text), NOW, &f->policy, &f->problems, &f->error);
		if (rc < 0) {
			assert_int_equal(f->error.kind, ERROR_MEMORY);
			assert_memory_equal(&f->policy, &none, sizeof(none));
		}
		assert_int_equal(rc < 0, tiny.exhausted);
		arena_release(&tiny);
		assert_true(cap < (size_t)1 << 20);
	}
}

/* The same for a policy full of problems. */
static void no_memory_for_problems(void **state)
{
	static const char text[] =
	    "[policy]\nx = y\n" PEOPLE PEOPLE DEV DEV SIGNED PROD "from = dev\n[impact \"\033\"]\n"
	    "[separation]\nconflict = a b\n[role \"r\"]\ndeputy = els\nmember = kim kim\n";
	struct fixture *f = *state;
	enum error_kind kind = ERROR_MEMORY;

	for (size_t cap = 1; kind == ERROR_MEMORY; cap += 64) {
		struct arena tiny;

		arena_init(&tiny, cap);
		assert_int_equal(policy_read(&tiny, text, strlen(text), NOW, &f->policy,
		                     &f->problems, &f->error),
		    -1);
		kind = f->error.kind;
		assert_int_equal(kind == ERROR_MEMORY, tiny.exhausted);
		arena_release(&tiny);
		assert_true(cap < (size_t)1 << 20);
	}
	assert_int_equal(kind, ERROR_MALFORMED);
}

/* 5,000 people, all in one role, none twice: read within a moment, and a twin among them is found.
 */
static void many_people(void **state)
{
	struct fixture *f = *state;
	size_t room = (size_t)1 << 20, at = (size_t)snprintf(NULL, 0, HEAD DEV);
	char *text = malloc(room);
	clock_t start;

	memcpy(text, HEAD DEV, at);
	for (int i = 0; i < 5000; i++)
		at += (size_t)snprintf(text + at, room - at,
		    "[person \"p%d\"]\nemail = p%d@example.org\nemail = q%d@example.net\n"
		    "login = p%d\n",
		    i, i, i, i);
	at += (size_t)snprintf(text + at, room - at, "[role \"all\"]\n");
	for (int i = 0; i < 5000; i++)
		at += (size_t)snprintf(text + at, room - at, "member = p%d\n", i);
	at += (size_t)snprintf(text + at, room - at,
	    "[role \"one\"]\nmember = p0\n[signoff \"s\"]\ntrailer = Accepted-by\n"
	    "role = all\ncount = 100\n[environment \"prod\"]\nref = refs/heads/prod\nfrom = "
	    "dev\nsignoff = s\nproof = trailer\n"
	    "push = one\n[separation]\nconflict = all one\n");
	start = clock();
	assert_problems(f, read_bytes(f, text, at),
	    "25022: [person \"p0\"] holds both roles, 'all' and 'one'\n");
	assert_true(clock() - start < CLOCKS_PER_SEC / 2);
	at += (size_t)snprintf(text + at, room - at,
	    "[person \"twin\"]\nemail = P77@Example.org\n[person \"p4999\"]\nlogin = x\n");
	assert_problems(f, read_bytes(f, text, at),
	    "25022: [person \"p0\"] holds both roles, 'all' and 'one'\n"
	    "25023: [person \"twin\"] has the email 'P77@Example.org', which is that of [person "
	    "\"p77\"] on line 316\n"
	    "25025: [person \"p4999\"] has the name of [person \"p4999\"] on line 20004\n");
	free(text);
}

TESTS(T(smallest), T(any_order), T(values), T(missing), T(sections), T(keys), T(values_refused),
    T(refs), T(mirrors), T(repositories), T(targets), T(whole_norm), T(every_source), T(summary),
    T(own_memory), T(no_memory), T(no_memory_for_problems), T(many_people));
