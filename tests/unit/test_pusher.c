/* Who pushes: each source with somebody, with nobody, and when it cannot be found out. */
#include <pwd.h>

#include "unit.h"
#include "people/pusher.h"

#define ED "ssh-ed25519 "
#define KEY_A "AAAAC3NzaC1lZDI1NTE5AAAAIFGs3ZWJPGO7MMP0z1JlRdOgIF3RMbMhFoTvg3zh6BN7"
#define KEY_B "AAAAC3NzaC1lZDI1NTE5AAAAIKa/WN9V37FrZIimiIfqP8cxRMgd91u0E0VliKV3cb3C"
#define PRINT_A "SHA256:ub4ijtuEtAnOZWOMd6MkRJLmv7gWjC9oPFT1LcxZwJ4"
/* Made by ssh-keygen -s with the key CA: principal els, the year 2026; one for a user and one for a
 * host. */
#define CERT "ssh-ed25519-cert-v01@openssh.com "
#define CA "AAAAC3NzaC1lZDI1NTE5AAAAIDN6eQAd9PrqaJoyohGc3idLIuAP3hjpGinGJK9LaUdo"
#define CERT_USER \
	"AAAAIHNzaC1lZDI1NTE5LWNlcnQtdjAxQG9wZW5zc2guY29tAAAAINmMSjEzuh0VguMl0GmR8ZqZobUJm1QMLmit" \
	"WW/FJ/HX" \
	"AAAAIGDw6O6YJba/" \
	"FBoMk0iPb168fuHsNbfYBYliLeKEr+q2AAAAAAAAAAAAAAABAAAACmVscyBsYXB0b3AAAAAHAAAAA2Vs" \
	"cwAAAABpVbkAAAAAAGs27IAAAAAAAAAAAAAAAAAAAAAzAAAAC3NzaC1lZDI1NTE5AAAAIDN6eQAd9PrqaJoyohGc" \
	"3idLIuAP" \
	"3hjpGinGJK9LaUdoAAAAUwAAAAtzc2gtZWQyNTUxOQAAAED4w4X+hnbYvYar+/5u3SIHewEFXfMf6/" \
	"GtEyIEHkPmd7uvZ9nE" \
	"cop6qe7S1UCxwcOivtZyEHZAdmVISrl8inAP"
#define CERT_HOST \
	"AAAAIHNzaC1lZDI1NTE5LWNlcnQtdjAxQG9wZW5zc2guY29tAAAAIIJ7I8U2MUk1JfHF9PGCymXslnLp/" \
	"Mw3mpEBqA49AElc" \
	"AAAAIGDw6O6YJba/" \
	"FBoMk0iPb168fuHsNbfYBYliLeKEr+q2AAAAAAAAAAAAAAACAAAACGVscyBob3N0AAAABwAAAANlbHMA" \
	"AAAAaVW5AAAAAABrNuyAAAAAAAAAAAAAAAAAAAAAMwAAAAtzc2gtZWQyNTUxOQAAACAzenkAHfT66miaMqIRnN4n" \
	"SyLgD94Y" \
	"6RopxiSvS2lHaAAAAFMAAAALc3NoLWVkMjU1MTkAAABABOF0Hv4VrYv7NTGZUy/ahFUt/" \
	"3ILMtXqvOzGU4zK8p50/byu4e86" \
	"IIUUW2pY3I5jNRvZEa8vspCaPqR8/tHSBw=="
#define NOW 1795518000 /* 2026-11-24T11:00:00Z */

struct fixture {
	struct arena arena;
	struct person persons[4];
	struct policy policy;
	struct pusher_input input;
	struct sshsig_tool keys;
	const char *signers_path;
	struct pusher got;
	char dir[64], signers[128], auth[128];
};

/* The environment that the tests' own getenv() sees. */
static const char *env_name, *env_value;

static const char *env(const char *name)
{
	return env_name != NULL && strcmp(name, env_name) == 0 ? env_value : NULL;
}

static void set_env(const char *name, const char *value)
{
	env_name = name;
	env_value = value;
}

static void put(const char *path, const char *text, mode_t mode)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	assert_int_equal(chmod(path, mode), 0);
}

static void person(struct person *p, const char *id, const char *name, const char **login)
{
	*p = (struct person){ .id = id,
		.name = name,
		.logins = login,
		.nlogins = 1,
		.there = { INT64_MIN, INT64_MAX } };
}

static int setup(void **state)
{
	static const char *els = "els.login", *ci = "ci-bot", *gone = "gone", *soon = "soon";
	struct fixture *f = calloc(1, sizeof(*f));

	arena_init(&f->arena, (size_t)1 << 20);
	person(&f->persons[0], "els", "Els de Vries", &els);
	person(&f->persons[1], "ci", "ci", &ci);
	f->persons[1].service = true;
	f->persons[1].owner = &f->persons[0];
	person(&f->persons[2], "gone", "Gerard \033 Bos", &gone);
	f->persons[2].there.until = 1767225599; /* 2025-12-31T23:59:59Z */
	person(&f->persons[3], "soon", "Sanne", &soon);
	f->persons[3].there.from = 1798761600; /* 2027-01-01 */
	f->policy.persons = f->persons;
	f->policy.npersons = 4;
	strcpy(f->dir, "/tmp/sluis-pusher-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	snprintf(f->signers, sizeof(f->signers), "%s/allowed_signers", f->dir);
	snprintf(f->auth, sizeof(f->auth), "%s/sshauth", f->dir);
	f->signers_path = f->signers;
	f->input = (struct pusher_input){ env, NOW, &f->keys };
	set_env(NULL, NULL);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	unlink(f->signers);
	unlink(f->auth);
	rmdir(f->dir);
	arena_release(&f->arena);
	free(f);
	return 0;
}

static void find(struct fixture *f)
{
	f->got.state = PUSHER_KNOWN; /* must not survive */
	sshsig_load(&f->arena, f->signers_path, NULL, &f->keys);
	pusher_find(&f->arena, &f->policy, &f->input, &f->got);
}

static void assert_known(struct fixture *f, size_t who, const char *login)
{
	find(f);
	if (f->got.state != PUSHER_KNOWN)
		fail_msg("%s", f->got.why.text);
	assert_ptr_equal(f->got.person, &f->persons[who]);
	assert_string_equal(f->got.login, login);
	assert_int_equal(f->got.why.kind, ERROR_NONE);
}

static void assert_not(struct fixture *f, enum pusher_state state, const char *login,
    const char *text, const char *mend)
{
	find(f);
	assert_string_equal(f->got.why.text, text);
	assert_string_equal(f->got.why.mend, mend);
	assert_int_equal(f->got.state, state);
	assert_null(f->got.person);
	if (login == NULL)
		assert_null(f->got.login);
	else
		assert_string_equal(f->got.login, login);
}

static void ask_env(struct fixture *f, const char *value)
{
	f->policy.pusher_source = PUSHER_ENV;
	f->policy.pusher_env = "PUSHER";
	set_env("PUSHER", value);
}

#define ENV_MEND \
	"the administrator of the server sets PUSHER for each key or login, or names another " \
	"source in " \
	"[pusher] of the policy"

static void env_known(void **state)
{
	struct fixture *f = *state;

	ask_env(f, "els.login");
	assert_known(f, 0, "els.login");
	ask_env(f, "ci-bot");
	assert_known(f, 1, "ci-bot");
}

static void env_unknown(void **state)
{
	struct fixture *f = *state;
	char big[300], shown[300];

	ask_env(f, NULL);
	assert_not(f, PUSHER_UNKNOWN, NULL, "the server did not say who pushes: PUSHER is not set",
	    ENV_MEND);
	ask_env(f, "");
	assert_not(f, PUSHER_UNKNOWN, NULL, "the server did not say who pushes: PUSHER is empty",
	    ENV_MEND);
	ask_env(f, "els.login\n");
	assert_not(f, PUSHER_UNKNOWN, "els.login\\x0a",
	    "the server did not say who pushes: PUSHER holds no name", ENV_MEND);
	memset(big, 'a', sizeof(big));
	big[257] = '\0';
	memset(shown, 'a', 200);
	strcpy(shown + 200, "...");
	ask_env(f, big);
	assert_not(f, PUSHER_UNKNOWN, shown,
	    "the server did not say who pushes: PUSHER holds no name", ENV_MEND);
	ask_env(f, "ELS.login");
	assert_not(f, PUSHER_UNKNOWN, "ELS.login", "nobody in the policy has the login 'ELS.login'",
	    "the administrator adds `login = ELS.login` to the [person] or [service] that it is in "
	    "the policy");
}

static void not_there_today(void **state)
{
	struct fixture *f = *state;

	ask_env(f, "gone");
	assert_not(f, PUSHER_UNKNOWN, "gone", "Gerard \\x1b Bos left on 2025-12-31",
	    "if that is wrong, the administrator changes `until` of [person \"gone\"] in the "
	    "policy");
	ask_env(f, "soon");
	assert_not(f, PUSHER_UNKNOWN, "soon", "Sanne starts on 2027-01-01",
	    "if that is wrong, the administrator changes `from` of [person \"soon\"] in the "
	    "policy");
	f->persons[1].there.until = 0;
	ask_env(f, "ci-bot");
	assert_not(f, PUSHER_UNKNOWN, "ci-bot", "ci left on 1970-01-01",
	    "if that is wrong, the administrator changes `until` of [service \"ci\"] in the "
	    "policy");
}

static void no_source(void **state)
{
	assert_not(*state, PUSHER_UNDECIDED, NULL,
	    "the policy names no source that says who pushes",
	    "the administrator sets `source` in [pusher] of the policy");
}

static void os_user(void **state)
{
	struct fixture *f = *state;
	const struct passwd *pw = getpwuid(geteuid());
	const char *login;
	char text[300];

	if (pw == NULL)
		skip();
	f->policy.pusher_source = PUSHER_OS_USER;
	login = pw->pw_name;
	f->persons[0].logins = &login;
	assert_known(f, 0, login);
	f->persons[0].nlogins = 0;
	snprintf(text, sizeof(text), "nobody in the policy has the login '%s'", login);
	find(f);
	assert_int_equal(f->got.state, PUSHER_UNKNOWN);
	assert_string_equal(f->got.why.text, text);
}

/* sshd's file and allowed_signers as given; NULL for none. */
static void ask_ssh(struct fixture *f, const char *auth, const char *signers)
{
	f->policy.pusher_source = PUSHER_SSH_KEY;
	unlink(f->auth);
	unlink(f->signers);
	if (auth != NULL)
		put(f->auth, auth, 0600);
	if (signers != NULL)
		put(f->signers, signers, 0644);
	set_env("SSH_USER_AUTH", f->auth);
}

static void ssh_known(void **state)
{
	struct fixture *f = *state;

	ask_ssh(f, "publickey " ED KEY_A "\n", "els " ED KEY_A "\nci " ED KEY_B "\n");
	assert_known(f, 0, "els");
	ask_ssh(f, "publickey " ED KEY_B, "els " ED KEY_A "\nci " ED KEY_B "\n");
	assert_known(f, 1, "ci");
	ask_ssh(f, "password\npublickey " ED KEY_A "\nkeyboard-interactive/pam\n",
	    "els " ED KEY_A "\n");
	assert_known(f, 0, "els");
	/* Two keys of one person; and one of nobody beside one of somebody. */
	ask_ssh(f, "publickey " ED KEY_A "\npublickey " ED KEY_B "\n",
	    "els " ED KEY_A "\nels " ED KEY_B "\n");
	assert_known(f, 0, "els");
	ask_ssh(f, "publickey " ED KEY_A "\npublickey " ED KEY_B "\n", "els " ED KEY_A "\n");
	assert_known(f, 0, "els");
}

static void ssh_unknown(void **state)
{
	struct fixture *f = *state;

	ask_ssh(f, NULL, NULL);
	set_env(NULL, NULL);
	assert_not(f, PUSHER_UNKNOWN, NULL,
	    "sshd did not say which key the pusher has (SSH_USER_AUTH is not set)",
	    "the administrator of the server sets `ExposeAuthInfo yes` in sshd_config and reloads "
	    "sshd; pushes that do "
	    "not come through sshd stay unknown");
	ask_ssh(f, "publickey " ED KEY_A "\n", "els " ED KEY_B "\n");
	assert_not(f, PUSHER_UNKNOWN, PRINT_A,
	    "allowed_signers gives the pusher's key " PRINT_A " to nobody at this moment",
	    "the administrator adds a line with the person's id and the public key to "
	    "allowed_signers");
	ask_ssh(f, "publickey " ED KEY_A "\n", "els valid-before=\"20260101Z\" " ED KEY_A "\n");
	assert_not(f, PUSHER_UNKNOWN, "els",
	    "the pusher's key " PRINT_A
	    " is that of 'els' in allowed_signers, and not valid at this moment",
	    "the pusher logs in with a key of today, or the administrator renews the line in "
	    "allowed_signers");
	ask_ssh(f, "publickey " ED KEY_A "\n", "jan\\ " ED KEY_A "\n");
	assert_not(f, PUSHER_UNKNOWN, "jan\\\\",
	    "the key belongs to 'jan\\\\' in allowed_signers, who is not in the policy",
	    "the administrator adds [person \"jan\\\\\"] to the policy, or mends the name in "
	    "allowed_signers");
	ask_ssh(f, "publickey " ED KEY_A "\n", "gone " ED KEY_A "\n");
	assert_not(f, PUSHER_UNKNOWN, "gone", "Gerard \\x1b Bos left on 2025-12-31",
	    "if that is wrong, the administrator changes `until` of [person \"gone\"] in the "
	    "policy");
	ask_ssh(f, "password\n", "els " ED KEY_A "\n");
	assert_not(f, PUSHER_UNKNOWN, NULL, "the pusher logged in without an ssh key",
	    "the pusher logs in with an ssh key");
}

static void ssh_certificate(void **state)
{
	struct fixture *f = *state;

	ask_ssh(f, "publickey " CERT CERT_USER "\n", "els cert-authority " ED CA "\n");
	assert_known(f, 0, "els");
	ask_ssh(f, "publickey " CERT CERT_USER "\npublickey " ED KEY_A "\n",
	    "els cert-authority " ED CA "\nels " ED KEY_A "\n");
	assert_known(f, 0, "els");
	f->input.now = 1767225600; /* the first second of 2026 */
	assert_known(f, 0, "els");
	f->input.now = 1767225599;
	assert_not(f, PUSHER_UNKNOWN, "els laptop",
	    "the pusher's ssh certificate 'els laptop' is not valid at this moment",
	    "the pusher logs in again, with a certificate of today");
	f->input.now = 1798761600; /* the first of 2027 */
	assert_not(f, PUSHER_UNKNOWN, "els laptop",
	    "the pusher's ssh certificate 'els laptop' is not valid at this moment",
	    "the pusher logs in again, with a certificate of today");
	f->input.now = NOW;
	ask_ssh(f, "publickey " CERT CERT_USER "\npublickey " ED KEY_A "\n",
	    "els cert-authority " ED CA "\nci " ED KEY_A "\n");
	assert_not(f, PUSHER_UNKNOWN, "els laptop",
	    "the pusher logged in with keys of two persons, 'els' and 'ci'",
	    "the pusher logs in with keys of one person");
	ask_ssh(f, "publickey " CERT CERT_HOST "\n", "els cert-authority " ED CA "\n");
	assert_not(f, PUSHER_UNKNOWN, "els host",
	    "the pusher logged in with the ssh certificate of a host",
	    "the pusher logs in with their own key");
}

static void ssh_two_persons(void **state)
{
	struct fixture *f = *state;

	ask_ssh(f, "publickey " ED KEY_A "\npublickey " ED KEY_B "\n",
	    "els " ED KEY_A "\nci " ED KEY_B "\n");
	assert_not(f, PUSHER_UNKNOWN, NULL,
	    "the pusher logged in with keys of two persons, 'els' and 'ci'",
	    "the pusher logs in with keys of one person");
	ask_ssh(f, "publickey " ED KEY_A "\n", "els,ci " ED KEY_A "\n");
	assert_not(f, PUSHER_UNKNOWN, NULL,
	    "allowed_signers gives the key " PRINT_A " to more than one person",
	    "the administrator leaves the key with one person in allowed_signers");
}

static void assert_undecided(
    struct fixture *f, const char *before, const char *path, const char *after)
{
	char want[512];

	snprintf(want, sizeof(want), "%s%s%s", before, path, after);
	find(f);
	assert_string_equal(f->got.why.text, want);
	assert_int_equal(f->got.state, PUSHER_UNDECIDED);
	assert_string_not_equal(f->got.why.mend, "");
	assert_null(f->got.person);
}

static void ssh_undecided(void **state)
{
	struct fixture *f = *state;

	ask_ssh(f, NULL, "els " ED KEY_A "\n");
	assert_undecided(
	    f, "what sshd says of the pusher cannot be read: ", f->auth, " does not exist");
	ask_ssh(f, "publickey " ED KEY_A "\n", NULL);
	assert_undecided(
	    f, "the pusher's key cannot be looked up: ", f->signers, " does not exist");
	ask_ssh(f, "publickey " ED KEY_A "\n", "els\n");
	assert_undecided(f,
	    "the pusher's key cannot be looked up: allowed_signers has 1 problem, the first on "
	    "line 1: "
	    "nothing stands after the principals",
	    "", "");
	ask_ssh(f, "publickey " ED "\n", "els " ED KEY_A "\n");
	assert_undecided(f,
	    "the file of SSH_USER_AUTH is not well formed: a publickey line in it names no key", "",
	    "");
	ask_ssh(f, "publickey ssh-ed25519-cert-v01@openssh.com AAAA\n", "els " ED KEY_A "\n");
	assert_undecided(f,
	    "the file of SSH_USER_AUTH is not well formed: an ssh certificate in it cannot be read",
	    "", "");
	ask_ssh(f, "publickey " ED KEY_A "\n", "els " ED KEY_A "\n");
	assert_int_equal(chmod(f->auth, 0620), 0);
	assert_undecided(f, "what sshd says of the pusher cannot be read: ", f->auth,
	    " is writable by its group (mode 0620)");
	assert_int_equal(chmod(f->auth, 0600), 0);
	assert_int_equal(chmod(f->signers, 0666), 0);
	assert_undecided(f, "the pusher's key cannot be looked up: ", f->signers,
	    " is writable by everyone (mode 0666)");
	assert_int_equal(chmod(f->signers, 0600), 0);
	set_env("SSH_USER_AUTH", f->dir);
	assert_undecided(
	    f, "what sshd says of the pusher cannot be read: ", f->dir, " is not a regular file");
	f->signers_path = NULL;
	assert_undecided(f,
	    "the pusher's key cannot be looked up: there is no allowed_signers beside the policy",
	    "", "");
}

static void no_memory(void **state)
{
	struct fixture *f = *state;

	ask_env(f, "els.login");
	arena_release(&f->arena);
	arena_init(&f->arena, 1);
	find(f);
	assert_int_equal(f->got.state, PUSHER_UNDECIDED);
	assert_int_equal(f->got.why.kind, ERROR_MEMORY);
	assert_null(f->got.person);
}

#undef T
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

TESTS(T(env_known), T(env_unknown), T(not_there_today), T(no_source), T(os_user), T(ssh_known),
    T(ssh_unknown), T(ssh_certificate), T(ssh_two_persons), T(ssh_undecided), T(no_memory));
