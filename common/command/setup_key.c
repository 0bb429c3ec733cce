/* Which key git sluis setup is to sign with: in a file, in the agent, on a security key. */
#include "base/safefile.h"
#include "clone/clone.h"
#include "command/setup.h"
#include "run/child.h"
#include "sign/signers.h"

#define KEYS_MAX 40 /* to choose from */

static int take_key(struct setup *s, const char *text, const char *configured, struct error *e)
{
	const char *wrong = signers_key_read(s->a, text, &s->key.type, &s->key.key);

	if (wrong != NULL)
		return error_set(e, ERROR_MALFORMED, "%s is no key to sign with: %s",
		    escape(s->a, configured), say(wrong));
	s->key.configured = configured;
	return 0;
}

/* The public key in a file, whatever of both the person named: git finds the private one, or the
 * agent that holds it. */
static int take_file(struct setup *s, const char *path, struct error *e)
{
	struct safefile f;

	if (safefile_read_any(s->a, path, SETUP_SAYS_MAX, &f, e) < 0)
		return e->kind == ERROR_ABSENT ?
		    error_mend(e, "make it from the private key:\nssh-keygen -y -f %s > %s",
		        shellword(s->a, arena_strndup(s->a, path, strlen(path) - 4)),
		        shellword(s->a, path)) :
		    -1;
	f.bytes[strcspn(f.bytes, "\n")] = '\0';
	return take_key(s, f.bytes, path, e);
}

static const char *in_home(struct setup *s, const char *name)
{
	const char *home = getenv("HOME");

	return arena_printf(s->a, "%s/.ssh/%s", home != NULL ? home : "", name);
}

static int make_file(struct setup *s, const char *path, bool fido, struct error *e)
{
	const char *argv[12] = { "ssh-keygen", "-q", "-t", fido ? "ed25519-sk" : "ed25519", "-C",
		s->who.email, "-f", path };

	if (options_have(s->o, OPT_NO_PASSPHRASE)) {
		argv[8] = "-N";
		argv[9] = "";
	} else if (!s->terminal) {
		error_set(e, ERROR_ABSENT,
		    "a new key needs a passphrase, and there is no terminal to ask for one");
		return error_mend(e, "run it at a terminal, or have a key without one:\n%s",
		    setup_again(s, " --no-passphrase"));
	} else {
		fprintf(stderr, say("A new key, %s. Choose a passphrase:\n"), escape(s->a, path));
	}
	mkdir(in_home(s, ""), 0700); /* where it is missing */
	if (fido)
		fputs(say("Touch your security key when it blinks.\n"), stderr);
	if (child_run(argv) == 0)
		return 0;
	error_set(e, ERROR_UNREADABLE, "ssh-keygen made no key");
	return error_mend(e, "%s\n%s",
	    say(fido ? "put the security key in, and run it again:" :
	               "run it again for a key in another file:"),
	    setup_again(s, fido ? "" : " --key FILE"));
}

/* "FILE.pub", made when there is neither. NULL with `e`. */
static const char *find_file(struct setup *s, const char *name, bool fido, struct error *e)
{
	size_t n = strlen(name);
	char *here = *name == '/' ? NULL : getcwd(NULL, 0);
	const char *path =
	    arena_printf(s->a, "%s%s%.*s", here != NULL ? here : "", here != NULL ? "/" : "",
	        (int)(n > 4 && strcmp(name + n - 4, ".pub") == 0 ? n - 4 : n), name);
	const char *pub = arena_printf(s->a, "%s.pub", path);

	free(here);
	if (pub == NULL)
		error_memory(e);
	else if (access(path, F_OK) == 0 || access(pub, F_OK) == 0 ||
	    make_file(s, path, fido, e) == 0)
		return pub;
	return NULL;
}

static int use_file(struct setup *s, const char *name, bool fido, struct error *e)
{
	const char *pub = find_file(s, name, fido, e);

	return pub != NULL ? take_file(s, pub, e) : -1;
}

/* Keys that the agent holds, after those in `list`, each once. */
static size_t from_agent(struct setup *s, struct setup_key *list, size_t n)
{
	const char *const argv[] = { "ssh-add", "-L", NULL };
	struct error none = { 0 };
	char *text, *save = NULL;

	if (getenv("SSH_AUTH_SOCK") == NULL ||
	    child_told(s->a, argv, SETUP_SAYS_MAX, &text, &none) != 0)
		return n;
	for (char *line = strtok_r(text, "\n", &save); line != NULL && n < KEYS_MAX;
	     line = strtok_r(NULL, "\n", &save)) {
		struct setup_key k;
		bool known = false;

		if (signers_key_read(s->a, line, &k.type, &k.key) != NULL)
			continue;
		for (size_t i = 0; i < n; i++)
			known = known || strcmp(list[i].key, k.key) == 0;
		k.configured = arena_printf(s->a, "key::%s %s", k.type, k.key);
		if (!known && k.configured != NULL)
			list[n++] = k;
	}
	return n;
}

static size_t from_files(struct setup *s, struct setup_key *list)
{
	static const char *const names[] = { "id_ed25519.pub", "id_ed25519_sk.pub", "id_ecdsa.pub",
		"id_ecdsa_sk.pub", "id_rsa.pub" };
	size_t n = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct error none = { 0 };

		if (take_file(s, in_home(s, names[i]), &none) == 0)
			list[n++] = s->key;
	}
	return n;
}

static void show_key(struct setup *s, size_t number, const struct setup_key *k)
{
	bool agent = begins_with(k->configured, "key::");

	fprintf(stderr, "  %zu  %s  %s %s\n", number,
	    agent ? say("in the agent") : escape(s->a, k->configured), k->type,
	    signers_fingerprint(s->a, k->key));
}

static int use_agent(struct setup *s, struct error *e)
{
	struct setup_key list[KEYS_MAX];
	const char *wanted = s->o->value[OPT_KEY];
	size_t n = from_agent(s, list, 0), found = 0;

	for (size_t i = 0; i < n; i++)
		if (wanted == NULL || strcmp(signers_fingerprint(s->a, list[i].key), wanted) == 0) {
			s->key = list[i];
			found++;
		}
	if (found == 1)
		return 0;
	for (size_t i = 0; i < n; i++)
		show_key(s, i + 1, &list[i]);
	error_set(e, ERROR_ABSENT, "%s",
	    say(found > 1 ? "the agent holds several keys" :
	            n > 0 ? "the agent does not hold that key" :
	                    "there is no agent that holds a key to sign with"));
	if (n == 0)
		return error_mend(e, "put your key into the agent:\nssh-add");
	return error_mend(e, "name one of those above, such as:\n%s",
	    setup_again(s,
	        arena_printf(s->a, " --agent --key %s", signers_fingerprint(s->a, list[0].key))));
}

/* One that is there, or a new one. */
static int choose(struct setup *s, struct error *e)
{
	struct setup_key list[KEYS_MAX];
	size_t n = from_agent(s, list, from_files(s, list)), which = 1;
	const char *answer;

	if (s->terminal && n > 0) {
		fputs(say("Keys to sign with:\n"), stderr);
		for (size_t i = 0; i < n; i++)
			show_key(s, i + 1, &list[i]);
		answer = setup_ask(s, say("Which one? [1]"));
		which = answer != NULL ? strtoul(answer, NULL, 10) : 1;
		if (which == 0 || which > n)
			return error_set(e, ERROR_MALFORMED, "there is no such key");
	}
	if (n == 0)
		return use_file(s, in_home(s, "id_ed25519"), false, e);
	s->key = list[which - 1];
	return 0;
}

int setup_find_key(struct setup *s, struct error *e)
{
	const char *file = s->o->value[OPT_KEY], *format = setup_config(s, "gpg.format");
	const char *const path[] = { "git", "config", "--global", "--type=path", "--get",
		"user.signingKey", NULL };
	const char *now = setup_config(s, "user.signingKey");
	struct error none = { 0 };

	if (options_have(s->o, OPT_AGENT))
		return use_agent(s, e);
	if (options_have(s->o, OPT_FIDO))
		return use_file(s, file != NULL ? file : in_home(s, "id_ed25519_sk"), true, e);
	if (file != NULL)
		return use_file(s, file, false, e);
	if (now == NULL || format == NULL || strcmp(format, "ssh") != 0)
		return choose(s, e);
	if (begins_with(now, "key::"))
		return take_key(s, now + 5, now, e);
	now = clone_ask(s->a, path, &none);
	return now != NULL ? use_file(s, now, false, e) : choose(s, e);
}
