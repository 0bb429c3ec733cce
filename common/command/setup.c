/*
 * git sluis setup: makes this computer ready to sign: a key, git's configuration for it, a test of
 * both; and the one line that the administrator needs (people/line.h).
 *
 * Run anywhere, and as often as one likes: what is configured stays, unless an option names
 * something else. Nothing is configured before a signature made so was verified.
 */
#include "command/setup.h"

#include <ctype.h>

#include "base/output.h"
#include "clone/clone.h"
#include "command/command.h"
#include "people/line.h"
#include "policy/form.h"
#include "run/child.h"
#include "sign/signers.h"

const char *setup_again(struct setup *s, const char *more)
{
	static const struct {
		enum option_id id;
		const char *text;
	} given[] = { { OPT_NAME, " --name " }, { OPT_EMAIL, " --email " }, { OPT_ID, " --id " },
		{ OPT_KEY, " --key " }, { OPT_NO_PASSPHRASE, " --no-passphrase" },
		{ OPT_FIDO, " --fido" }, { OPT_AGENT, " --agent" } };
	const char *text = "git sluis setup";

	for (size_t i = 0; i < sizeof(given) / sizeof(given[0]) && text != NULL; i++) {
		const char *value = s->o->value[given[i].id];

		if (value != NULL && strstr(more, given[i].text) == NULL)
			text = arena_printf(s->a, "%s%s%s", text, given[i].text,
			    *value != '\0' ? shellword(s->a, value) : "");
	}
	return arena_printf(s->a, "%s%s", text, more);
}

const char *setup_config(struct setup *s, const char *key)
{
	const char *const argv[] = { "git", "config", "--global", "--get", key, NULL };
	struct error none = { 0 };

	return clone_ask(s->a, argv, &none);
}

const char *setup_ask(struct setup *s, const char *question)
{
	char answer[256];

	if (!s->terminal)
		return NULL;
	fprintf(stderr, "%s ", question);
	if (fgets(answer, sizeof(answer), stdin) == NULL)
		return NULL;
	answer[strcspn(answer, "\n")] = '\0';
	return *answer != '\0' ? arena_strdup(s->a, answer) : NULL;
}

static const char *identity(
    struct setup *s, enum option_id option, const char *key, const char *question)
{
	const char *value = s->o->value[option];

	if (value == NULL)
		value = setup_config(s, key);
	return value != NULL && *value != '\0' ? value : setup_ask(s, say(question));
}

static const char *id_of(struct arena *a, const char *email)
{
	char *id = arena_strndup(a, email, strcspn(email, "@"));

	for (char *p = id; p != NULL && *p != '\0'; p++)
		*p = (char)tolower((unsigned char)*p);
	return id != NULL ? id : "";
}

static int find_person(struct setup *s, struct error *e)
{
	struct person_line *w = &s->who;

	w->name = identity(s, OPT_NAME, "user.name", "Your name:");
	w->email =
	    identity(s, OPT_EMAIL, "user.email", "Your address, as the policy will have it:");
	if (w->name == NULL || w->email == NULL) {
		error_set(e, ERROR_ABSENT, "git does not know your name and address yet");
		return error_mend(e, "say who you are:\n%s",
		    setup_again(s, " --name 'Your Name' --email you@example.org"));
	}
	w->id = options_have(s->o, OPT_ID) ? s->o->value[OPT_ID] : id_of(s->a, w->email);
	if (form_person_id(w->id) != NULL) {
		error_set(
		    e, ERROR_MALFORMED, "'%s' %s", escape(s->a, w->id), say(form_person_id(w->id)));
		return error_mend(e, "choose one:\n%s", setup_again(s, " --id ID"));
	}
	return 0;
}

/* An existing configuration is kept, unless they say otherwise. */
static int check_before(struct setup *s, struct error *e)
{
	const char *format = setup_config(s, "gpg.format"),
	           *now = setup_config(s, "user.signingKey");
	const char *bare = s->key.configured, *question;
	size_t n = strlen(bare);

	if (now == NULL || options_have(s->o, OPT_YES) || strcmp(now, bare) == 0 ||
	    (n > 4 && strlen(now) == n - 4 && strncmp(now, bare, n - 4) == 0))
		return 0;
	question = say_printf(s->a, "git signs with %s (%s) now. Sign with %s from now on?",
	    escape(s->a, now), format != NULL ? escape(s->a, format) : "openpgp",
	    escape(s->a, bare));
	if (s->terminal && question != NULL && command_asks(question))
		return 0;
	error_set(e, ERROR_MALFORMED, "git signs with %s now, and that stays", escape(s->a, now));
	return error_mend(e, "to replace it:\n%s", setup_again(s, " --yes"));
}

/* A commit in a repository that is gone afterwards, made and verified by git as sign-offs are. */
static int try_signing(struct setup *s, char *dir, struct error *e)
{
	const char *setting = arena_printf(s->a, "user.signingKey=%s", s->key.configured);
	const char *name = arena_printf(s->a, "user.name=%s", s->who.name);
	const char *email = arena_printf(s->a, "user.email=%s", s->who.email);
	const char *list = arena_printf(s->a, "%s/allowed_signers", dir);
	const char *signers = arena_printf(s->a, "gpg.ssh.allowedSignersFile=%s", list);
	const char *const init[] = { "git", "init", "-q", "--bare", "--template=", dir, NULL };
	const char *const tree[] = { "git", "--git-dir", dir, "hash-object", "-w", "-t", "tree",
		"/dev/null", NULL };
	const char *commit[] = { "git", "-c", "gpg.format=ssh", "-c", setting, "-c", name, "-c",
		email, "--git-dir", dir, "commit-tree", "-S", "-m", "sluis", NULL, NULL };
	const char *verify[] = { "git", "-c", signers, "--git-dir", dir, "verify-commit", NULL,
		NULL };
	char *said;

	if (signers == NULL || email == NULL || name == NULL || setting == NULL)
		return error_memory(e);
	if (child_run(init) != 0 || (commit[15] = clone_ask(s->a, tree, e)) == NULL ||
	    (verify[6] = clone_ask(s->a, commit, e)) == NULL)
		return error_set(e, ERROR_UNREADABLE, "git could not sign with that key");
	said = arena_printf(s->a, "%s %s %s\n", s->who.id, s->key.type, s->key.key);
	if (said == NULL)
		return error_memory(e);
	if (output_file(s->a, list, O_EXCL, said, strlen(said), e) < 0)
		return -1;
	if (child_told(s->a, verify, SETUP_SAYS_MAX, &said, e) == 0 &&
	    strstr(said, signers_fingerprint(s->a, s->key.key)) != NULL)
		return 0;
	return error_set(e, ERROR_UNREADABLE, "what git signed does not verify");
}

static int test(struct setup *s, struct error *e)
{
	const char *tmp = getenv("TMPDIR");
	char *dir =
	    arena_printf(s->a, "%s/sluis-setup.XXXXXX", tmp != NULL && *tmp != '\0' ? tmp : "/tmp");
	const char *const clean[] = { "rm", "-rf", "--", dir, NULL };
	int rc;

	if (dir == NULL || mkdtemp(dir) == NULL)
		return error_set(e, ERROR_UNREADABLE, "no temporary folder can be made");
	rc = try_signing(s, dir, e);
	child_run(clean);
	return rc == 0 ? 0 :
	                 error_mend(e,
	                     "git 2.34 or later and OpenSSH 8.2 or later are needed; see:\ngit "
	                     "--version; ssh -V");
}

static int configure(struct setup *s, struct error *e)
{
	const char *const set[][2] = { { "user.name", s->who.name }, { "user.email", s->who.email },
		{ "gpg.format", "ssh" }, { "user.signingKey", s->key.configured } };

	for (size_t i = 0; i < sizeof(set) / sizeof(set[0]); i++) {
		const char *now = setup_config(s, set[i][0]);
		const char *const argv[] = { "git", "config", "--global", set[i][0], set[i][1],
			NULL };

		if ((now == NULL || strcmp(now, set[i][1]) != 0) && child_run(argv) != 0)
			return error_set(e, ERROR_UNREADABLE, "git could not set %s", set[i][0]);
	}
	return 0;
}

static int setup(struct setup *s, struct error *e)
{
	const char *wrong;

	if (find_person(s, e) < 0 || setup_find_key(s, e) < 0)
		return -1;
	s->who.key_type = s->key.type;
	s->who.key = s->key.key;
	wrong = person_line_wrong(s->a, &s->who);
	if (wrong != NULL)
		return error_set(e, ERROR_MALFORMED, "%s", say(wrong));
	return check_before(s, e) < 0 || test(s, e) < 0 ? -1 : configure(s, e);
}

int command_setup(const struct options *o)
{
	struct setup s = {
		.o = o, .a = o->arena, .terminal = isatty(STDIN_FILENO) && isatty(STDERR_FILENO)
	};
	struct error e = { 0 };

	command_language(o);
	if (o->nrest > 0 ||
	    (options_have(o, OPT_AGENT) &&
	        (options_have(o, OPT_FIDO) || options_have(o, OPT_NO_PASSPHRASE))))
		return command_usage(o);
	if (setup(&s, &e) < 0)
		return command_fail(&e);
	fprintf(stderr,
	    say("%s signs with %s; a test signature was made and verified.\nFingerprint: %s\n"),
	    escape(s.a, s.who.name), escape(s.a, s.key.configured),
	    signers_fingerprint(s.a, s.key.key));
	fputs(say("Send this one line to the administrator of the server, who will ask you for the "
	          "fingerprint:\n\n"),
	    stderr);
	printf("%s\n", person_line_write(s.a, &s.who));
	fflush(stdout);
	fputs(say("\nThe administrator takes it in with: git sluis people add. Then, with the URL "
	          "and the id that you are sent:\n  git sluis sign URL ID\n"),
	    stderr);
	return 0;
}
