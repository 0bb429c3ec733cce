/*
 * What Sluis reads of many commit messages, beside what git's readers print for the same commits.
 *
 *   trailers-compare split DIR <BATCH          writes each message to a file of its own
 *   trailers-compare judge BATCH LOG REF PARSE WHOLE
 *
 * BATCH is the output of `git cat-file --batch`; LOG and REF hold what git log and git for-each-ref
 * print as "OID LF trailers NUL", PARSE and WHOLE what git interpret-trailers prints with and
 * without its divider, each message ended by the line BOUNDARY. All name the same commits in the
 * same order.
 *
 * A message that is accepted must read the same everywhere; one that is refused must have the fault
 * it is refused for. Prints counts, and a line for each difference; exits 1 when there is one.
 */
#include "git/trailer.h"

#define BOUNDARY "Sluis-Boundary: end\n"
#define DISAGREE "its readers disagree: "
#define SCISSORS "\n# ------------------------ >8 ------------------------\n"
#define SHOWN_MAX 20

struct bytes {
	const char *p;
	size_t len;
};

struct commit {
	struct bytes oid, message;
};

/* What git prints for one message. */
struct prints {
	struct bytes log, ref, parse, whole;
};

enum fault { ENDLESS, DIVIDER, BLANK_LINE, LINE_FEED, SIGNATURE, NUL, LONG, MANY, FAULTS };

static const struct {
	const char *name, *text;
} faults[FAULTS] = {
	[ENDLESS] = { "endless",
	    DISAGREE "a scissors line follows a line \"---\", where git interpret-trailers "
	             "before 2.45 comes to no end" },
	[DIVIDER] = { "divider",
	    DISAGREE
	    "a line \"---\" ends the message for git interpret-trailers and not for git log" },
	[BLANK_LINE] = { "blank-line",
	    DISAGREE "it starts with a blank line, which git log skips and git interpret-trailers "
	             "does not" },
	[LINE_FEED] = { "line-feed",
	    DISAGREE "its last line has no line feed, which git interpret-trailers adds since "
	             "2.46.2 and git log does not" },
	[SIGNATURE] = { "signature",
	    DISAGREE "a line that starts a signature ends the message for git for-each-ref since "
	             "2.47 and not for git log" },
	[NUL] = { "nul", "the message holds a NUL byte, where git log stops reading" },
	[LONG] = { "long", "the message is longer than 1048576 bytes" },
	[MANY] = { "many", "the message has more than 1000 trailers" },
};

static struct {
	size_t messages, accepted, with_trailers, trailers, different, refused[FAULTS];
} counts;

static void give_up(const char *what)
{
	fprintf(stderr, "trailers-compare: %s\n", what);
	exit(2);
}

static struct bytes slurp(FILE *in)
{
	size_t room = (size_t)1 << 20, n = 0, got;
	char *p = malloc(room);

	while (p != NULL && (got = fread(p + n, 1, room - n, in)) > 0) {
		n += got;
		if (n == room)
			p = realloc(p, room *= 2);
	}
	if (p == NULL || ferror(in))
		give_up("cannot read what git printed");
	return (struct bytes){ p, n };
}

static struct bytes slurp_file(const char *name)
{
	FILE *in = fopen(name, "r");
	struct bytes b;

	if (in == NULL)
		give_up(name);
	b = slurp(in);
	fclose(in);
	return b;
}

/* Takes what stands before `mark` off the front; gives up when it is not there. */
static struct bytes take(struct bytes *b, const char *mark, size_t n)
{
	const char *end = memmem(b->p, b->len, mark, n);
	struct bytes out;

	if (end == NULL)
		give_up("git printed less than there are messages");
	out = (struct bytes){ b->p, (size_t)(end - b->p) };
	b->p = end + n;
	b->len -= out.len + n;
	return out;
}

static bool equal(struct bytes a, struct bytes b)
{
	return a.len == b.len && memcmp(a.p, b.p, a.len) == 0;
}

/* The next commit of the batch: "OID commit SIZE", its bytes, a line feed. */
static bool next_commit(struct bytes *batch, struct commit *out)
{
	struct bytes head;
	const char *size;
	unsigned long n;

	if (batch->len == 0)
		return false;
	head = take(batch, "\n", 1);
	size = memmem(head.p, head.len, " commit ", 8);
	n = size != NULL ? strtoul(size + 8, NULL, 10) : 0;
	if (n == 0 || n >= batch->len)
		give_up("this is not the output of git cat-file --batch");
	out->oid = (struct bytes){ head.p, (size_t)(size - head.p) };
	out->message = (struct bytes){ batch->p, n };
	batch->p += n + 1;
	batch->len -= n + 1;
	take(&out->message, "\n\n", 2);
	return true;
}

/* What git log or for-each-ref prints for this commit: "OID LF trailers NUL", perhaps a line feed
 * before it. */
static struct bytes next_record(struct bytes *from, struct bytes oid)
{
	struct bytes record = take(from, "\0", 1);

	if (record.len > 0 && record.p[0] == '\n') {
		record.p++;
		record.len--;
	}
	if (!equal(take(&record, "\n", 1), oid))
		give_up("git printed the commits in another order");
	return record;
}

static void different(
    const struct commit *c, const struct prints *git, struct bytes ours, const char *what)
{
	struct arena a;

	if (counts.different++ >= SHOWN_MAX)
		return;
	arena_init(&a, (size_t)1 << 20);
	printf("# difference: %s: %s\n", escape_bytes(&a, c->oid.p, c->oid.len), what);
	printf("#   message  %s\n", escape_bytes(&a, c->message.p, c->message.len));
	printf("#   sluis    %s\n", escape_bytes(&a, ours.p, ours.len));
	printf("#   log      %s\n", escape_bytes(&a, git->log.p, git->log.len));
	printf("#   ref      %s\n", escape_bytes(&a, git->ref.p, git->ref.len));
	printf("#   parse    %s\n", escape_bytes(&a, git->parse.p, git->parse.len));
	printf("#   whole    %s\n", escape_bytes(&a, git->whole.p, git->whole.len));
	arena_release(&a);
}

/* The trailers as git prints them. */
static struct bytes print(struct arena *a, const struct trailers *ts)
{
	size_t room = 1, n = 0;
	char *p;

	for (size_t i = 0; i < ts->n; i++)
		room += strlen(ts->list[i].key) + strlen(ts->list[i].value) + 3;
	p = arena_alloc(a, room);
	if (p == NULL)
		give_up("out of memory");
	for (size_t i = 0; i < ts->n; i++)
		n += (size_t)sprintf(p + n, "%s: %s\n", ts->list[i].key, ts->list[i].value);
	return (struct bytes){ p, n };
}

static size_t lines(struct bytes b)
{
	size_t n = 0;

	for (size_t i = 0; i < b.len; i++)
		n += b.p[i] == '\n';
	return n;
}

/* A scissors line behind a divider: such a message cannot be given to git, for it may not come
 * back. */
static bool endless(struct bytes message)
{
	const char *cut = memmem(message.p, message.len, SCISSORS, strlen(SCISSORS));
	size_t before = cut != NULL ? (size_t)(cut - message.p) : 0;

	return before >= 3 &&
	    (memcmp(message.p, "---", 3) == 0 || memmem(message.p, before, "\n---", 4) != NULL);
}

/* A message without a final line feed may have its fault for this git, or for one before or
 * after 2.46.2. */
static bool fault_is_real(enum fault fault, const struct commit *c, const struct prints *git)
{
	bool open = c->message.len > 0 && c->message.p[c->message.len - 1] != '\n';

	switch (fault) {
	case ENDLESS:
		return endless(c->message);
	case DIVIDER:
		return open || !equal(git->parse, git->whole);
	case BLANK_LINE:
		return open || !equal(git->whole, git->log);
	case LINE_FEED:
		return open;
	case SIGNATURE: /* this git may be older than 2.47 */
		return memmem(c->message.p, c->message.len, "-----BEGIN ", 11) != NULL;
	case NUL:
		return memchr(c->message.p, '\0', c->message.len) != NULL;
	case LONG:
		return c->message.len > (size_t)1 << 20;
	case MANY:
		return lines(git->parse) > 1000 || lines(git->whole) > 1000 ||
		    lines(git->log) > 1000;
	default:
		return false;
	}
}

static void judge_refusal(const struct commit *c, const struct prints *git, const struct error *e)
{
	struct bytes said = { e->text, strlen(e->text) };
	size_t i = 0;

	while (i < FAULTS && strcmp(faults[i].text, e->text) != 0)
		i++;
	if (i == FAULTS || e->kind != ERROR_MALFORMED)
		different(c, git, said, "refused in other words than those known here");
	else if (!fault_is_real((enum fault)i, c, git))
		different(c, git, said, "refused for a fault it does not have");
	else
		counts.refused[i]++;
}

static void judge_message(const struct commit *c, const struct prints *git)
{
	struct arena a;
	struct trailers ts;
	struct error e = { 0 };
	struct bytes ours;

	arena_init(&a, (size_t)64 << 20);
	counts.messages++;
	if (trailer_read(&a, c->message.p, c->message.len, &ts, &e) < 0) {
		judge_refusal(c, git, &e);
	} else {
		ours = print(&a, &ts);
		counts.accepted++;
		counts.with_trailers += ts.n > 0;
		counts.trailers += ts.n;
		if (!equal(ours, git->log) || !equal(ours, git->ref) || !equal(ours, git->parse) ||
		    !equal(ours, git->whole))
			different(c, git, ours, "accepted, and git reads something else");
	}
	arena_release(&a);
}

static int judge(char **names)
{
	struct bytes files[5];
	struct bytes batch, log, ref, parse, whole;
	struct commit c;
	struct prints git;

	for (size_t i = 0; i < 5; i++)
		files[i] = slurp_file(names[i]);
	batch = files[0];
	log = files[1];
	ref = files[2];
	parse = files[3];
	whole = files[4];
	while (next_commit(&batch, &c)) {
		git.log = next_record(&log, c.oid);
		git.ref = next_record(&ref, c.oid);
		git.parse = take(&parse, BOUNDARY, strlen(BOUNDARY));
		git.whole = take(&whole, BOUNDARY, strlen(BOUNDARY));
		judge_message(&c, &git);
	}
	if (log.len > 0 || ref.len > 1 || parse.len > 0 || whole.len > 0)
		give_up("git printed more than there are messages");
	for (size_t i = 0; i < 5; i++)
		free((char *)(uintptr_t)files[i].p);
	printf("messages %zu\naccepted %zu\nwith-trailers %zu\ntrailers %zu\ndifferent %zu\n",
	    counts.messages, counts.accepted, counts.with_trailers, counts.trailers,
	    counts.different);
	for (size_t i = 0; i < FAULTS; i++)
		printf("refused-%s %zu\n", faults[i].name, counts.refused[i]);
	return counts.different > 0;
}

/* What these say of a message can be seen without git, and git itself may come to no end at it. */
static bool needs_no_git(const struct error *e)
{
	return strcmp(e->text, faults[ENDLESS].text) == 0 ||
	    strcmp(e->text, faults[NUL].text) == 0 || strcmp(e->text, faults[LONG].text) == 0;
}

/* A message that git need not see is left empty. */
static void write_message(const char *name, struct bytes m)
{
	FILE *out = fopen(name, "w");
	struct arena a;
	struct trailers ts;
	struct error e = { 0 };

	arena_init(&a, (size_t)64 << 20);
	if (trailer_read(&a, m.p, m.len, &ts, &e) < 0 && needs_no_git(&e))
		m.len = 0;
	arena_release(&a);
	if (out == NULL || fwrite(m.p, 1, m.len, out) != m.len || fclose(out) != 0)
		give_up(name);
}

static int split(const char *dir)
{
	struct bytes all = slurp(stdin), batch = all;
	struct commit c;
	char name[4096];

	for (unsigned n = 1; next_commit(&batch, &c); n++) {
		snprintf(name, sizeof(name), "%s/%07u", dir, n);
		write_message(name, c.message);
	}
	free((char *)(uintptr_t)all.p);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "split") == 0)
		return split(argv[2]);
	if (argc == 7 && strcmp(argv[1], "judge") == 0)
		return judge(argv + 2);
	give_up("usage: trailers-compare split DIR | judge BATCH LOG REF PARSE WHOLE");
}
