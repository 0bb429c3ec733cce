#include "sshsig_answer.h"

#include <errno.h>
#include <string.h>

#include "escape.h"
#include "say.h"
#include "sshsig_reason.h"

#define BAD_STATUS 255 /* of an ssh-keygen that found the signature wanting */
#define BAD_WORDS "Could not verify signature.\n"
#define SIGNED_BY "Valid (unverified) signature from key "
#define SHA256_CHARS 43 /* of a SHA-256 in base64 without padding */
#define BASE64 "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
#define KEY_TYPE "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"

/* "SHA256:..." at the start of `s`, in the arena; NULL when there is none. */
static const char *
take_print(struct arena *a, const char *s)
{
	size_t name = strlen("SHA256:");

	if (strncmp(s, "SHA256:", name) != 0 || strspn(s + name, BASE64) != SHA256_CHARS)
		return NULL;
	return arena_strndup(a, s, name + SHA256_CHARS);
}

/* The key in `Good "git" signature for els with ED25519 key SHA256:...`, one line and nothing else;
 * else NULL. */
static const char *
good_key(struct arena *a, const char *said, const struct sshsig *s)
{
	const char *want = arena_printf(
	               a, "Good \"%s\" signature for %s with ", s->space, s->principal),
	           *print;
	size_t n = want != NULL ? strlen(want) : 0, type;

	if (want == NULL || strncmp(said, want, n) != 0)
		return NULL;
	said += n;
	type = strspn(said, KEY_TYPE);
	if (type == 0 || strncmp(said + type, " key ", strlen(" key ")) != 0)
		return NULL;
	said += type + strlen(" key ");
	print = take_print(a, said);
	return print != NULL && strcmp(said + strlen(print), "\n") == 0 ? print : NULL;
}

/* The last line that it wrote to stderr, for people. */
static const char *
last_words(struct arena *a, const char *said)
{
	size_t n = strlen(said);
	const char *lf;

	while (n > 0 && (said[n - 1] == '\n' || said[n - 1] == '\r'))
		n--;
	lf = memrchr(said, '\n', n);
	if (lf == NULL)
		return n > 0 ? escape_bytes(a, said, n) : "(nothing)";
	return escape_bytes(a, lf + 1, (size_t)(said + n - (lf + 1)));
}

/* No answer: `what` follows the name of the program. */
static void
leave_open(struct arena *a, const struct process *p, struct sshsig *s, const char *what)
{
	error_set(&s->valid.why, ERROR_UNREADABLE, "%s %s", escape(a, p->argv[0]),
	    say(what != NULL ? what : "gave no answer"));
	error_mend(&s->valid.why,
	    "push again; if that does not help, the administrator of the server runs: %s -Y verify",
	    escape(a, p->argv[0]));
}

static void
exited(struct arena *a, const struct process *p, const struct signers *known, struct sshsig *s)
{
	const char *print = strstr(p->err, SIGNED_BY);

	s->key = p->code == 0 ? good_key(a, p->out, s) : NULL;
	if (s->key != NULL) {
		s->valid.is = FACT_YES;
		return;
	}
	s->key = print != NULL ? take_print(a, print + strlen(SIGNED_BY)) : NULL;
	if (p->code != BAD_STATUS || strcmp(p->out, BAD_WORDS) != 0 ||
	    !sshsig_reason(a, p->err, known, s))
		leave_open(a, p, s,
		    arena_printf(a,
		        say("could not tell whether the signature is good; it ended with %d and "
		            "said: %s"),
		        p->code, last_words(a, p->err)));
}

static void
not_run(struct arena *a, const struct process *p, struct sshsig *s)
{
	if (p->code == ETIMEDOUT)
		leave_open(a, p, s, "was not asked: it hung at another signature");
	else if (p->code == ECHILD)
		leave_open(a, p, s, "ended, and the system did not say how");
	else
		leave_open(a, p, s, arena_printf(a, say("cannot be run: %s"), strerror(p->code)));
	if (p->code == ENOENT)
		error_mend(&s->valid.why,
		    "the administrator of the server installs OpenSSH's client: apt install "
		    "openssh-client");
}

void
sshsig_answer(
    struct arena *a, const struct process *p, const struct signers *known, struct sshsig *s)
{
	s->key = NULL;
	memset(&s->valid, 0, sizeof(s->valid));
	switch (p->end) {
	case PROCESS_EXITED:
		exited(a, p, known, s);
		break;
	case PROCESS_KILLED:
		leave_open(a, p, s, arena_printf(a, say("crashed with signal %d"), p->code));
		break;
	case PROCESS_OVERDUE:
		leave_open(a, p, s, "gave no answer in time");
		break;
	case PROCESS_UNKNOWN:
		not_run(a, p, s);
		break;
	}
	if (!a->exhausted)
		return;
	s->valid.is = FACT_UNKNOWN;
	error_memory(&s->valid.why);
}
