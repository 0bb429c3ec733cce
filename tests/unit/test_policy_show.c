/* The policy printed: as a policy file that reads back to the same policy. */
#include "sign/signers.h"
#include "test_policy.h"

/* Every key, each with something else than its default where it can have it; written as it is
 * printed. */
static const char everything[] =
    "[policy]\ntitle = Promotion to production\nversion = 2026-1\nurl = "
    "https://intranet.example.org/promotion\n"
    "language = nl\nnorm = CH.06\nzone = Europe/Amsterdam\n"
    "\n[pusher]\nsource = env:REMOTE_USER\nsigned = yes\n"
    "\n[evidence]\nref = refs/heads/promotions\npush = tester\npush = bot\n"
    "\n[sftp \"results.example.org\"]\nuser = gate\nidentity = /etc/sluis/id_ed25519\n"
    "known-hosts = /etc/sluis/known_hosts\nport = 2222\ntimeout = 30\nmax-size = "
    "268435456\nservice = ci\n"
    "\n[sftp \"r2\"]\nuser = gate\nidentity = /i\nknown-hosts = /k\nport = 22\ntimeout = "
    "10\nmax-size = 16777216\n"
    "\n[person \"els\"]\nname = Els de Vries\nemail = els@example.org\nemail = "
    "Els@example.net\nlogin = els\n"
    "login = AD\\els\nfrom = 2026-01-01\nuntil = 2027-12-31\n"
    "\n[service \"ci\"]\nname = Build server\norganisation = Bouwer BV\nemail = "
    "ci@example.org\nlogin = ci\nowner = els\n"
    "\n[person \"kim\"]\nname = Kim J\xc3\xa1nsen\norganisation = School Noord\nemail = "
    "kim@example.org\nfrom = "
    "2026-01-01T00:00:01Z\n"
    "until = 2027-12-31T00:00:00Z\n"
    "\n[person \"dirk\"]\nname = dirk\nemail = dirk@example.org\n"
    "\n[role \"tester\"]\nmember = kim from 2026-01-01 until 2026-12-31\nmember = kim from "
    "2027-01-01T12:00:00Z\n"
    "deputy = dirk until 2026-12-31\ndeputy = els from 2027-01-01 until 2027-01-01T23:59:58Z\n"
    "\n[role \"bot\"]\nmember = ci\n"
    "\n[role \"owner\"]\nmember = els\nmember = dirk\n"
    "\n[separation]\nconflict = bot tester\nconflict = owner bot\nauthors-may-sign = "
    "yes\nauthors-may-promote = yes\n"
    "unknown-authors = allow\none-signer-one-role = no\n"
    "\n[signoff \"test\"]\ntrailer = Tested-by\nrole = tester\ncount = 2\n"
    "\n[signoff \"owner\"]\ntrailer = Approved-by\nrole = owner\ncount = 1\n"
    "\n[environment \"work\"]\nref = refs/heads/work/*\npush = tester\nproof = "
    "signature\nfast-forward = no\n"
    "committer-is-pusher = yes\nsigned-commits = yes\n"
    "\n[environment \"test\"]\nref = refs/heads/test\nfrom = work\nproof = signature\nfast-forward "
    "= yes\ncommitter-is-pusher = no\n"
    "signed-commits = no\n"
    "\n[environment \"prod\"]\nref = refs/heads/prod\nfrom = test\npush = owner\npush = "
    "bot\nsignoff = test\n"
    "signoff = owner\nrequire = plan acceptance impact parallel-run complete\nwindow-max-hours = "
    "8\nproof = "
    "trailer\nfast-forward = no\n"
    "committer-is-pusher = no\nsigned-commits = no\n"
    "\n[environment \"live\"]\nref = refs/heads/live\nfrom = prod\nproof = "
    "signature\nfast-forward = no\n"
    "committer-is-pusher = no\nsigned-commits = no\n"
    "\n[impact \"low\"]\nparallel-run-days = 0\n"
    "\n[impact \"high\"]\npath = db/**\npath = src/*.sql\nexcept = db/*.md\nparallel-run-days = "
    "7\nsignoff = "
    "owner\nsignoff = test\n"
    "\n[freeze \"exams\"]\nfrom = 2027-05-10\nto = 2027-05-28\nenvironment = prod\nenvironment = "
    "test\n"
    "\n[freeze \"all\"]\nfrom = 2027-05-10T08:00:00Z\nto = 2027-05-28T08:00:00Z\n"
    "\n[freeze \"weekend\"]\nrecurs = fri 16:00..mon 07:00\n"
    "\n[target \"web\"]\nenvironment = live\nwithin-days = 2\nexcept = config/**\nexcept = "
    "*.log\n"
    "\n[emergency]\nsignoff = owner\nreview-within-days = 5\n"
    "\n[audit]\nrepository = ssh://audit@audit.example.org/srv/audit.git\nidentity = "
    "/etc/sluis/audit_key\nknown-hosts = /etc/sluis/audit_hosts\ntimeout = 20\nmirror = "
    "ssh://sluis@backup.example.org/srv/sluis.git\nsign = /etc/sluis/host_key\nsyslog = yes\n";

/* The policy of the last reading, in memory of malloc(3). */
static char *show(const struct policy *p)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	policy_show(p, out);
	fclose(out);
	return text;
}

/* Reads, prints, reads that again and prints again. The first print is returned. */
static char *round_trip(
    struct fixture *f, int (*read)(struct fixture *, const char *), const char *text)
{
	struct policy known;
	char *once, *again;

	assert_problems(f, read(f, text), "");
	once = show(&f->policy);
	assert_problems(f, read(f, once), "");
	again = show(&f->policy);
	assert_string_equal(again, once);
	free(again);
	assert_int_equal(policy_read_known(&f->arena, once, strlen(once), &known, &f->error), 0);
	policy_read_all(&known);
	again = show(&known);
	assert_string_equal(again, once);
	free(again);
	return once;
}

static void every_key(void **state)
{
	struct fixture *f = *state;
	char *shown, line[64];

	for (size_t i = 0; i < policy_nkeys; i++) {
		snprintf(line, sizeof(line), "\n%s = ", policy_keys[i].name);
		if (strstr(everything, line) == NULL)
			fail_msg("'%s' is not in the policy of this test", policy_keys[i].name);
	}
	shown = round_trip(f, read_whole, everything);
	assert_string_equal(shown, everything);
	free(shown);
	assert_int_equal(f->policy.nsftp, 2);
	assert_int_equal(f->policy.sftp[0].port, 2222);
	assert_int_equal(f->policy.sftp[0].timeout, 30);
	assert_int_equal(f->policy.sftp[0].max_size, (size_t)256 << 20);
	assert_string_equal(f->policy.sftp[0].service->id, "ci");
	assert_string_equal(f->policy.sftp[0].known_hosts, "/etc/sluis/known_hosts");
	assert_int_equal(f->policy.impacts[1].npaths, 2);
	assert_int_equal(f->policy.impacts[1].parallel_run_days, 7);
	assert_int_equal(f->policy.impacts[1].nsignoffs, 2);
	assert_int_equal(f->policy.freezes[0].nenvironments, 2);
	assert_ptr_equal(f->policy.freezes[0].environments[1], &f->policy.environments[1]);
	assert_true(f->policy.freezes[0].period.until == 1811541599); /* 2027-05-28T23:59:59Z */
	assert_int_equal(f->policy.ntargets, 1);
	assert_string_equal(f->policy.targets[0].environment->id, "live");
	assert_int_equal(f->policy.targets[0].within_days, 2);
	assert_string_equal(f->policy.targets[0].excepts[1], "*.log");
	assert_true(f->policy.emergency.allowed);
	assert_int_equal(f->policy.emergency.review_within_days, 5);
	assert_int_equal(f->policy.roles[0].nmembers, 4);
	assert_true(f->policy.roles[0].members[2].deputy);
	assert_int_equal(f->policy.environments[2].require, 31);
	assert_string_equal(f->policy.audit.mirror, "ssh://sluis@backup.example.org/srv/sluis.git");
	assert_true(f->policy.audit.syslog);
	assert_string_equal(f->policy.audit.sign, "/etc/sluis/host_key");
}

/* All that a small policy leaves to the defaults. */
static void defaults(void **state)
{
	char *shown = round_trip(*state, read_policy, SOUND);

	assert_string_equal(shown,
	    "[policy]\ntitle = Promotion to production\nversion = 1\nlanguage = "
	    "en\n\n[pusher]\nsource = ssh-key\nsigned = no\n"
	    "\n[person \"els\"]\nname = els\nemail = els@example.org\n\n[person \"kim\"]\nname = "
	    "kim\n"
	    "email = kim@example.org\n\n[person \"dirk\"]\nname = dirk\nemail = dirk@example.org\n"
	    "\n[separation]\nauthors-may-sign = no\nauthors-may-promote = no\nunknown-authors = "
	    "refuse\n"
	    "one-signer-one-role = yes\n"
	    "\n[environment \"dev\"]\nref = refs/heads/dev\nproof = signature\nfast-forward = "
	    "no\ncommitter-is-pusher = no\n"
	    "signed-commits = no\n"
	    "\n[audit]\nsyslog = no\n");
	free(shown);
}

/* Values that would be read otherwise with blanks around the '='. */
static void bare(void **state)
{
	char text[1024], filled[200] = "";
	char *shown;

	memset(filled, 'x', 199 - strlen("title="));
	snprintf(text, sizeof(text),
	    "[policy]\ntitle=%s\nversion=;1\nurl=#\nnorm=#a\n[pusher]\nsource=os-user\n"
	    "[person \"els\"]\nlogin=# els\nlogin=;\n" DEV,
	    filled);
	shown = round_trip(*state, read_policy, text);
	snprintf(text, sizeof(text),
	    "[policy]\ntitle=%s\nversion=;1\nurl=#\nlanguage = en\nnorm=#a\n", filled);
	assert_memory_equal(shown, text, strlen(text));
	assert_non_null(strstr(shown, "\nlogin=# els\nlogin=;\n"));
	free(shown);
}

static size_t slurp(const char *folder, const char *name, char *text, size_t room)
{
	char path[256];
	FILE *in;
	size_t n;

	snprintf(path, sizeof(path), "config/%s/%s", folder, name);
	in = fopen(path, "r");
	if (in == NULL)
		fail_msg("%s: run the tests in the top folder of the source", path);
	n = fread(text, 1, room - 1, in);
	text[n] = '\0';
	fclose(in);
	return n;
}

/* The samples are sound, say so again when printed, and have a key for everybody. */
static void samples(void **state)
{
	static const char *const folders[] = { "school-board", "five-minutes",
		"two-organisations" };
	static char text[1 << 16];
	struct fixture *f = *state;
	struct signers keys;

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		size_t n;

		slurp(folders[i], "policy.ini", text, sizeof(text));
		free(round_trip(f, read_policy, text));
		n = slurp(folders[i], "allowed_signers", text, sizeof(text));
		assert_problems(
		    f, signers_read(&f->arena, text, n, &keys, &f->problems, &f->error), "");
		for (size_t k = 0; k < keys.n; k++)
			for (size_t m = 0; m < keys.list[k].nprincipals; m++)
				assert_non_null(
				    policy_person_by_id(&f->policy, keys.list[k].principals[m]));
		for (size_t k = 0; k < f->policy.npersons; k++) {
			size_t found = 0;

			for (size_t m = 0; m < keys.n; m++)
				found += strcmp(keys.list[m].principals[0],
				             f->policy.persons[k].id) == 0;
			assert_true(found >= 1);
		}
	}
}

/* More names are asked for than a look at each answers; members come before deputies. */
static void many_names(void **state)
{
	struct fixture *f = *state;
	char text[1 << 15] = SOUND;
	size_t at = strlen(text);

	for (int i = 0; i < 300; i++)
		at += (size_t)snprintf(text + at, sizeof(text) - at,
		    "[person \"p%d\"]\nemail = p%d@x.example\nemail = q%d@x.example\n", i, i, i);
	at += (size_t)snprintf(
	    text + at, sizeof(text) - at, "[role \"all\"]\ndeputy = p0 until 2099-12-31\n");
	for (int i = 299; i > 0; i--)
		at += (size_t)snprintf(text + at, sizeof(text) - at, "member = p%d\n", i);
	assert_true(at < sizeof(text));
	free(round_trip(f, read_policy, text));
	assert_int_equal(f->policy.roles[0].nmembers, 300);
	for (size_t i = 0; i < 300; i++)
		assert_ptr_equal(f->policy.roles[0].members[i].person,
		    &f->policy.persons[f->policy.npersons - 1 - i]);
	assert_true(f->policy.roles[0].members[299].deputy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(every_key),
		T(defaults),
		T(bare),
		T(samples),
		T(many_names),
	};

	return cmocka_run_group_tests_name("policy_show", tests, NULL, NULL);
}
