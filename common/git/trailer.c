#include "git/trailer.h"

#include "git/trailer_block.h"

#define CLEAN "let git clean the message"
#define READERS 6

/* What part of a message one of git's readers takes for the message. */
struct reader {
	struct trailer_text text; /* points into the message */
	bool endless; /* some versions of it come to no end */
	const char *why; /* why it may not read what the first reader reads; NULL for the first */
	const char *mend; /* what makes it read the same */
};

static bool is_divider(const struct trailer_line *line)
{
	return trailer_line_starts(line, "---") &&
	    (line->len > 3 ? trailer_space(line->bytes[3]) : line->ended);
}

static bool is_signature(const struct trailer_line *line)
{
	return trailer_line_starts(line, "-----BEGIN PGP SIGNATURE-----") ||
	    trailer_line_starts(line, "-----BEGIN PGP MESSAGE-----") ||
	    trailer_line_starts(line, "-----BEGIN SIGNED MESSAGE-----") ||
	    trailer_line_starts(line, "-----BEGIN SSH SIGNATURE-----");
}

/* What is before the first line that `is` says, or the last; all of it without such a line. */
static struct trailer_text before(
    struct trailer_text t, bool (*is)(const struct trailer_line *), bool last)
{
	struct trailer_line line;
	size_t at = 0, len = t.len;

	while (trailer_line_next(&t, &at, &line) && (last || len == t.len))
		if (is(&line))
			len = (size_t)(line.bytes - t.bytes);
	t.len = len;
	return t;
}

static bool has_scissors(const struct trailer_text *t)
{
	return before(*t, trailer_line_scissors, false).len < t->len;
}

static struct trailer_text after(struct trailer_text t, size_t n)
{
	t.bytes += n;
	t.len -= n;
	return t;
}

static size_t blank_lines(const struct trailer_text *t)
{
	struct trailer_line line;
	size_t at = 0, n = 0;

	while (trailer_line_next(t, &at, &line) && trailer_line_blank(&line))
		n = at;
	return n;
}

static size_t empty_lines(const struct trailer_text *t)
{
	size_t n = 0;

	while (n < t->len && t->bytes[n] == '\n')
		n++;
	return n;
}

/* Before 2.45 git looks for the scissors behind the divider as well; when it finds them there, it
 * never ends. */
static struct reader divided(const struct trailer_text *whole)
{
	struct reader r = { .text = before(*whole, is_divider, false) };

	r.endless = r.text.len < whole->len && has_scissors(whole) && !has_scissors(&r.text);
	r.why = r.endless ?
	    "a scissors line follows a line \"---\", where git interpret-trailers before 2.45 "
	    "comes to no end" :
	    "a line \"---\" ends the message for git interpret-trailers and not for git log";
	r.mend = "take the line \"---\" out of the message";
	return r;
}

static struct reader completed(struct trailer_text t)
{
	t.completed = true;
	return (struct reader){ .text = t,
		.mend = CLEAN,
		.why = "its last line has no line feed, which git interpret-trailers adds since "
		       "2.46.2 and git log does not" };
}

/*
 * All readers of the `len` bytes at `msg`, which hold no NUL. The first is what the others are held
 * against. All look for trailers by the same rules (git/trailer_block.h), but not in the same text:
 * - `git interpret-trailers --no-divider` takes all of it;
 * - `git interpret-trailers` takes it up to a "---" line, behind which a patch would stand;
 * - both add a missing final line feed since git 2.46.2;
 * - `git log` skips blank lines before the title;
 * - `git for-each-ref` skips empty lines only, and since git 2.47 stops where a signature starts,
 *   in a commit as well as in a tag.
 * `git shortlog --group=trailer:KEY` is left out: it takes the title of a message of one paragraph
 * for a trailer ("parser: fix"), and nobody would call that one.
 */
static void list_readers(const char *msg, size_t len, struct reader out[READERS])
{
	struct trailer_text whole = { msg, len, false };
	struct trailer_text log = after(whole, blank_lines(&whole)),
	                    ref = after(whole, empty_lines(&whole));
	struct trailer_text patch = whole;
	struct reader *r = out;

	patch.completed = true;
	*r++ = (struct reader){ .text = whole };
	*r++ = divided(&whole);
	*r++ = (struct reader){ .text = log,
		.mend = CLEAN,
		.why = "it starts with a blank line, which git log skips and git "
		       "interpret-trailers does not" };
	/* Without a signature it reads as git log does, or as the first when its text opens with a
	 * line of blanks. */
	*r++ = (struct reader){ .text = before(ref, is_signature, true),
		.why = "a line that starts a signature ends the message for git for-each-ref since "
		       "2.47 and not for git log",
		.mend = "take the signature out of the message" };
	*r++ = completed(whole);
	*r = completed(before(patch, is_divider, false));
}

struct piece {
	const char *bytes;
	size_t len;
};

struct found {
	struct piece key, value;
};

static struct piece trim(const char *bytes, size_t len)
{
	while (len > 0 && trailer_space(bytes[len - 1]))
		len--;
	while (len > 0 && trailer_space(*bytes)) {
		bytes++;
		len--;
	}
	return (struct piece){ bytes, len };
}

/* The next trailer of the block, with the lines that continue it. Other lines are passed over. */
static bool next_trailer(const struct trailer_text *block, size_t *at, struct found *out)
{
	struct trailer_line line, more;
	size_t sep = 0;

	while (sep == 0) {
		if (!trailer_line_next(block, at, &line))
			return false;
		sep = trailer_line_separator(&line);
	}
	while (*at < block->len && trailer_space(block->bytes[*at]))
		trailer_line_next(block, at, &more);
	out->key = trim(line.bytes, sep);
	out->value =
	    trim(line.bytes + sep + 1, (size_t)(block->bytes + *at - (line.bytes + sep + 1)));
	return true;
}

/* A line feed and the blanks after it become one space. */
static char *unfold(struct arena *a, const struct piece *v)
{
	char *out = arena_alloc(a, v->len + 1), *to = out;

	if (out == NULL)
		return NULL;
	for (size_t i = 0; i < v->len;) {
		if (v->bytes[i] != '\n') {
			*to++ = v->bytes[i++];
			continue;
		}
		while (i < v->len && trailer_space(v->bytes[i]))
			i++;
		*to++ = ' ';
	}
	return out;
}

static int read_text(
    struct arena *a, const struct trailer_text *t, struct trailers *out, struct error *e)
{
	struct trailer_text block = trailer_block_find(t);
	struct found f;
	size_t at = 0, n = 0;

	while (next_trailer(&block, &at, &f))
		n++;
	if (n > TRAILER_COUNT_MAX)
		return error_set(
		    e, ERROR_MALFORMED, "the message has more than %d trailers", TRAILER_COUNT_MAX);
	out->list = arena_array(a, n, sizeof(*out->list));
	if (out->list == NULL)
		return error_memory(e);
	for (at = 0; next_trailer(&block, &at, &f); out->n++) {
		struct trailer *got = &out->list[out->n];

		got->key = arena_strndup(a, f.key.bytes, f.key.len);
		got->value = unfold(a, &f.value);
		if (got->key == NULL || got->value == NULL)
			return error_memory(e);
	}
	return 0;
}

static bool same_trailers(const struct trailers *a, const struct trailers *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (strcmp(a->list[i].key, b->list[i].key) != 0 ||
		    strcmp(a->list[i].value, b->list[i].value) != 0)
			return false;
	return true;
}

/* Do two readers see the same text? Where it ends with a line feed, none is added. */
static bool same_text(const struct trailer_text *a, const struct trailer_text *b)
{
	return a->bytes == b->bytes && a->len == b->len &&
	    (a->completed == b->completed || a->len == 0 || a->bytes[a->len - 1] == '\n');
}

static bool is_new(const struct reader *readers, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (same_text(&readers[i].text, &readers[j].text))
			return false;
	return true;
}

static int read_all(
    struct arena *a, const struct reader *readers, struct trailers *out, struct error *e)
{
	if (read_text(a, &readers[0].text, out, e) < 0)
		return -1;
	for (size_t i = 1; i < READERS; i++) {
		struct trailers got = { 0 };

		if (!is_new(readers, i))
			continue;
		if (read_text(a, &readers[i].text, &got, e) < 0)
			return -1;
		if (readers[i].endless || !same_trailers(&got, out)) {
			error_set(
			    e, ERROR_MALFORMED, "its readers disagree: %s", say(readers[i].why));
			return error_mend(e, "%s", say(readers[i].mend));
		}
	}
	return 0;
}

int trailer_read(
    struct arena *a, const char *msg, size_t len, struct trailers *out, struct error *e)
{
	struct reader readers[READERS];

	memset(out, 0, sizeof(*out));
	if (len == 0)
		return 0;
	if (len > TRAILER_MESSAGE_MAX)
		return error_set(e, ERROR_MALFORMED, "the message is longer than %zu bytes",
		    TRAILER_MESSAGE_MAX);
	if (memchr(msg, '\0', len) != NULL) {
		error_set(e, ERROR_MALFORMED,
		    "the message holds a NUL byte, where git log stops reading");
		return error_mend(e, "write the message again");
	}
	list_readers(msg, len, readers);
	if (read_all(a, readers, out, e) == 0)
		return 0;
	memset(out, 0, sizeof(*out));
	return -1;
}

int trailer_is(const struct trailer *t, const char *key)
{
	return strcasecmp(t->key, key) == 0;
}

const struct trailer *trailer_find(const struct trailers *ts, const char *key, size_t nth)
{
	for (size_t i = 0; i < ts->n; i++)
		if (trailer_is(&ts->list[i], key) && nth-- == 0)
			return &ts->list[i];
	return NULL;
}

bool trailer_has(const struct trailers *ts, const char *key, const char *value)
{
	for (size_t i = 0; i < ts->n; i++)
		if (trailer_is(&ts->list[i], key) && strcmp(ts->list[i].value, value) == 0)
			return true;
	return false;
}

size_t trailer_count(const struct trailers *ts, const char *key)
{
	size_t n = 0;

	for (size_t i = 0; i < ts->n; i++)
		n += trailer_is(&ts->list[i], key) != 0;
	return n;
}
