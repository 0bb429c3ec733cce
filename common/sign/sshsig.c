#include "sign/sshsig.h"

#include "base/digest.h"
#include "policy/form.h"

#define ARGS_MAX 20
#define LAST_SECOND INT64_C(253402300799) /* 9999-12-31T23:59:59Z */

struct sshsig_word {
	struct sshsig_word *next;
	const char *question, *key;
	struct fact valid;
};

struct question { /* one signature on its way to ssh-keygen */
	struct sshsig *sig;
	struct sshsig_word *word; /* where the answer is kept; NULL for nowhere */
	const char *argv[ARGS_MAX];
	char when[sizeof("verify-time=YYYYMMDDHHMMSSZ")];
};

int sshsig_load(struct arena *a, const char *signers, const char *revoked, struct sshsig_tool *out)
{
	out->loaded = false;
	memset(&out->why, 0, sizeof(out->why));
	memset(&out->revoked, 0, sizeof(out->revoked));
	if (signers_load(a, signers, &out->signers, &out->known, &out->why) < 0)
		return -1;
	if (revoked != NULL &&
	    safefile_read(a, revoked, SIGNERS_BYTES_MAX, &out->revoked, &out->why) < 0) {
		if (out->why.kind != ERROR_ABSENT)
			return -1;
		memset(&out->why, 0, sizeof(out->why));
	}
	out->loaded = true;
	return 0;
}

static void refuse(struct sshsig *s, const char *why, const char *mend)
{
	s->valid.is = FACT_NO;
	error_set(&s->valid.why, ERROR_MALFORMED, "%s", say(why));
	error_mend(&s->valid.why, "%s", say(mend));
}

/* Is there something to ask ssh-keygen? Else the fact is set. */
static bool askable(const struct sshsig_tool *tool, struct sshsig *s)
{
	s->key = s->question = NULL;
	memset(&s->valid, 0, sizeof(s->valid));
	if (!tool->loaded && tool->why.kind != ERROR_NONE)
		s->valid.why = tool->why;
	else if (!tool->loaded)
		error_set(&s->valid.why, ERROR_ABSENT, "no allowed_signers was read");
	/* ssh-keygen prints the name as it stands: nothing but an id may get that far. */
	else if (s->principal == NULL || s->space == NULL || form_id(s->principal) != NULL)
		error_set(&s->valid.why, ERROR_MALFORMED,
		    "whose signature it should be is not given by the id of a person");
	else if (s->parts.signature_len == 0)
		refuse(s, "it is not signed", "sign it");
	else if (tool->known.n == 0)
		refuse(s, "allowed_signers has no keys",
		    "the administrator adds a line for each person who signs to allowed_signers");
	/* 0 would mean "now" to some versions of ssh-keygen. */
	else if (s->at <= 0 || s->at > LAST_SECOND)
		refuse(s, "it is signed at a time that cannot be",
		    "set the clock right and sign again");
	else
		return true;
	return false;
}

/* `Z`: without it ssh-keygen reads the time in the zone of the server. */
static bool write_time(struct question *q)
{
	const time_t at = q->sig->at;
	struct tm tm;

	return gmtime_r(&at, &tm) != NULL &&
	    strftime(q->when, sizeof(q->when), "verify-time=%Y%m%d%H%M%SZ", &tm) > 0;
}

static void ask(const struct sshsig_tool *tool, struct question *q, struct process *p)
{
	const struct sshsig *s = q->sig;
	const char *const args[] = { tool->program != NULL ? tool->program : SSHSIG_PROGRAM, "-vvv",
		"-Y", "verify", "-n", s->space, "-I", s->principal, "-f", process_file(0), "-s",
		process_file(1), "-O", q->when };
	size_t n = sizeof(args) / sizeof(args[0]);

	memcpy(q->argv, args, sizeof(args));
	p->argv = q->argv;
	p->input = (struct process_bytes){ s->parts.payload, s->parts.payload_len };
	p->files[0] = (struct process_bytes){ tool->signers.bytes, tool->signers.len };
	p->files[1] = (struct process_bytes){ s->parts.signature, s->parts.signature_len };
	p->nfiles = 2;
	if (tool->revoked.bytes != NULL) {
		q->argv[n++] = "-r";
		q->argv[n++] = process_file(2);
		p->files[2] = (struct process_bytes){ tool->revoked.bytes, tool->revoked.len };
		p->nfiles = 3;
	}
	q->argv[n] = NULL;
}

/* Digests of the keys as ssh-keygen gets them. NULL without memory. */
static const char *digest_keys(struct arena *a, const struct sshsig_tool *tool)
{
	const struct safefile *r = &tool->revoked;
	const char *signers = digest_text(a, tool->signers.bytes, tool->signers.len),
	           *revoked = r->bytes != NULL ? digest_text(a, r->bytes, r->len) : "-";

	if (signers == NULL || revoked == NULL)
		return NULL;
	return arena_printf(a, "%s %s", signers, revoked);
}

/* No word of it has a blank. NULL without memory. */
static const char *digest_question(const struct sshsig_tool *tool, const struct sshsig *s)
{
	struct sshsig_told *told = tool->told;
	struct arena *a = told->arena;
	const char *what = digest_text(a, s->parts.payload, s->parts.payload_len),
	           *by = digest_text(a, s->parts.signature, s->parts.signature_len), *all = NULL;

	if (told->keys == NULL)
		told->keys = digest_keys(a, tool);
	if (what != NULL && by != NULL && told->keys != NULL)
		all = arena_printf(a, "%s %s %lld %s %s %s", s->principal, s->space,
		    (long long)s->at, what, by, told->keys);
	return all != NULL ? digest_text(a, all, strlen(all)) : NULL;
}

/* What was said of that, or room for it. NULL for no room. */
static struct sshsig_word *find_word(const struct sshsig_tool *tool, struct sshsig *s)
{
	struct sshsig_told *told = tool->told;
	struct sshsig_word *w = told->first;

	s->question = digest_question(tool, s);
	while (s->question != NULL && w != NULL && strcmp(w->question, s->question) != 0)
		w = w->next;
	if (s->question == NULL || w != NULL || told->n == SSHSIG_TOLD_MAX ||
	    (w = arena_alloc(told->arena, sizeof(*w))) == NULL)
		return s->question != NULL ? w : NULL;
	*w = (struct sshsig_word){ .question = s->question, .next = told->first };
	if (s->before.question != NULL && strcmp(s->before.question, s->question) == 0) {
		w->valid.is = FACT_YES;
		w->key = s->before.key;
	}
	told->first = w;
	told->n++;
	return w;
}

static void remember(const struct sshsig_told *told, const struct question *q)
{
	if (q->word == NULL)
		return;
	q->word->valid = q->sig->valid;
	q->word->key = q->sig->key != NULL ? arena_strdup(told->arena, q->sig->key) : NULL;
}

static void forget(struct sshsig *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		memset(&list[i].valid, 0, sizeof(list[i].valid));
		error_memory(&list[i].valid.why);
		list[i].key = NULL;
	}
}

void sshsig_verify_all(
    struct arena *a, const struct sshsig_tool *tool, struct sshsig *list, size_t n)
{
	struct question *questions = arena_array(a, n + 1, sizeof(*questions));
	struct process *processes = arena_array(a, n + 1, sizeof(*processes));
	size_t asked = 0;

	if (questions == NULL || processes == NULL) {
		forget(list, n);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		struct question *q = &questions[asked];

		q->sig = &list[i];
		if (!askable(tool, q->sig))
			continue;
		q->word = tool->told != NULL ? find_word(tool, q->sig) : NULL;
		if (q->word != NULL && q->word->valid.is != FACT_UNKNOWN) {
			q->sig->valid = q->word->valid;
			q->sig->key = q->word->key;
			continue;
		}
		if (write_time(q))
			ask(tool, q, &processes[asked++]);
		else
			error_set(&q->sig->valid.why, ERROR_UNREADABLE,
			    "the time of the signature cannot be written");
	}
	process_run_all(a, processes, asked, tool->at_once != 0 ? tool->at_once : SSHSIG_AT_ONCE,
	    tool->limit != 0 ? tool->limit : SSHSIG_LIMIT);
	for (size_t i = 0; i < asked; i++) {
		sshsig_answer(a, &processes[i], &tool->known, questions[i].sig);
		if (tool->here && questions[i].sig->valid.is == FACT_UNKNOWN)
			error_mend(&questions[i].sig->valid.why,
			    "that is checked on your computer: see that OpenSSH's client is there "
			    "and "
			    "up to date, and try again");
		remember(tool->told, &questions[i]);
	}
}
