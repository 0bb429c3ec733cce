#include "pusher_key.h"

#include <string.h>

#include "escape.h"
#include "fingerprint.h"
#include "safefile.h"
#include "say.h"

#define AUTH_INFO_MAX ((size_t)64 << 10)
#define SIGNERS_MAX ((size_t)4 << 20)
#define CERT_SUFFIX "-cert-v01@openssh.com"

struct search {
	struct arena *arena;
	const struct pusher_input *in;
	struct signers signers;
	const char *found;	/* the one principal so far */
	const char *seen;	/* fingerprint of a key that is nobody's */
	struct pusher *out;
};

static int
unknown(struct search *s, const char *why, const char *mend)
{
	s->out->state = PUSHER_UNKNOWN;
	error_set(&s->out->why, ERROR_ABSENT, "%s", say(why));
	return error_mend(&s->out->why, "%s", say(mend));
}

static int
undecided(struct search *s, const char *what, const struct error *e, const char *mend)
{
	s->out->state = PUSHER_UNDECIDED;
	error_set(&s->out->why, e->kind, "%s: %s", say(what), e->text);
	return error_mend(&s->out->why, "%s", *e->mend != '\0' ? e->mend : say(mend));
}

static int
load_signers(struct search *s)
{
	struct safefile file;
	struct ini_problems problems;
	struct error e = { 0 };
	const char *path = s->in->signers_path;

	if (path == NULL) {
		error_set(&e, ERROR_ABSENT, "there is no allowed_signers beside the policy");
		return undecided(s, "the pusher's key cannot be looked up", &e,
		    "the administrator writes allowed_signers beside the policy");
	}
	if (safefile_read(s->arena, path, SIGNERS_MAX, &file, &e) < 0)
		return undecided(s, "the pusher's key cannot be looked up", &e,
		    "the administrator writes allowed_signers beside the policy");
	if (signers_read(s->arena, file.bytes, file.len, &s->signers, &problems, &e) < 0)
		return undecided(s, "the pusher's key cannot be looked up", &e,
		    arena_printf(s->arena, say("the administrator mends %s"), escape(s->arena, path)));
	return 0;
}

static int
add_key(struct search *s, const char *type, const char *key)
{
	size_t tlen = strlen(type), clen = strlen(CERT_SUFFIX);
	bool ambiguous;
	const char *who, *print = fingerprint(s->arena, key);

	if (tlen > clen && strcmp(type + tlen - clen, CERT_SUFFIX) == 0)
		return unknown(s, "the pusher logged in with an ssh certificate, and certificates are not supported yet",
		    "the pusher logs in with a plain key; the administrator lists it in allowed_signers");
	who = signers_principal(&s->signers, type, key, s->in->now, &ambiguous);
	if (ambiguous)
		return unknown(s, arena_printf(s->arena, say("allowed_signers gives the key %s to more than one person"), print),
		    "the administrator leaves the key with one person in allowed_signers");
	if (who != NULL && s->found != NULL && strcmp(who, s->found) != 0)
		return unknown(s, arena_printf(s->arena, say("the pusher logged in with keys of two persons, '%s' and '%s'"),
		    escape(s->arena, s->found), escape(s->arena, who)), "the pusher logs in with keys of one person");
	if (who != NULL)
		s->found = who;
	else
		s->seen = print;
	return 0;
}

/* `METHOD [DETAILS]`; of a key the details are its type and its base64. Other methods name nobody. */
static int
add_line(struct search *s, char *line)
{
	struct error e = { 0 };
	char *save = NULL, *method, *type, *key;

	method = strtok_r(line, " ", &save);
	if (method == NULL || strcmp(method, "publickey") != 0)
		return 0;
	type = strtok_r(NULL, " ", &save);
	key = type != NULL ? strtok_r(NULL, " ", &save) : NULL;
	if (key != NULL)
		return add_key(s, type, key);
	error_set(&e, ERROR_MALFORMED, "a publickey line in it names no key");
	return undecided(s, "the file of SSH_USER_AUTH is not well formed", &e,
	    "the administrator of the server checks who writes SSH_USER_AUTH; only sshd should");
}

static int
read_auth_info(struct search *s, const char *path)
{
	struct safefile file;
	struct error e = { 0 };
	char *p, *end;

	if (safefile_read(s->arena, path, AUTH_INFO_MAX, &file, &e) < 0)
		return undecided(s, "what sshd says of the pusher cannot be read", &e,
		    "the administrator of the server checks ExposeAuthInfo in sshd_config");
	if (strlen(file.bytes) != file.len) {
		error_set(&e, ERROR_MALFORMED, "it holds a NUL byte");
		return undecided(s, "the file of SSH_USER_AUTH is not well formed", &e,
		    "the administrator of the server checks who writes SSH_USER_AUTH; only sshd should");
	}
	for (p = file.bytes; *p != '\0'; p = end) {
		end = p + strcspn(p, "\n");
		if (*end != '\0')
			*end++ = '\0';
		if (add_line(s, p) < 0)
			return -1;
	}
	return 0;
}

int
pusher_key_find(struct arena *a, const struct pusher_input *in, const char **id, struct pusher *out)
{
	struct search s = { .arena = a, .in = in, .out = out };
	const char *path = in->env("SSH_USER_AUTH");

	if (path == NULL || *path == '\0')
		return unknown(&s, "sshd did not say which key the pusher has (SSH_USER_AUTH is not set)",
		    "the administrator of the server sets `ExposeAuthInfo yes` in sshd_config and reloads sshd; "
		    "pushes that do not come through sshd stay unknown");
	if (load_signers(&s) < 0 || read_auth_info(&s, path) < 0)
		return -1;
	if (s.found != NULL) {
		*id = s.found;
		return 0;
	}
	if (s.seen == NULL)
		return unknown(&s, "the pusher logged in without an ssh key", "the pusher logs in with an ssh key");
	out->login = s.seen;
	return unknown(&s, arena_printf(a, say("allowed_signers gives the pusher's key %s to nobody at this moment"), s.seen),
	    "the administrator adds a line with the person's id and the public key to allowed_signers");
}
