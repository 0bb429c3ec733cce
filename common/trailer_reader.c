#include "trailer_reader.h"

#include <string.h>

#define CLEAN "let git clean the message: git commit --amend --no-edit --cleanup=whitespace"

static bool
starts_with(const struct trailer_line *line, const char *s)
{
	size_t n = strlen(s);

	return line->len >= n && memcmp(line->bytes, s, n) == 0;
}

static bool
is_divider(const struct trailer_line *line)
{
	return starts_with(line, "---") &&
	    (line->len > 3 ? trailer_space(line->bytes[3]) : line->ended);
}

static bool
is_signature(const struct trailer_line *line)
{
	return starts_with(line, "-----BEGIN PGP SIGNATURE-----") ||
	    starts_with(line, "-----BEGIN PGP MESSAGE-----") ||
	    starts_with(line, "-----BEGIN SIGNED MESSAGE-----") ||
	    starts_with(line, "-----BEGIN SSH SIGNATURE-----");
}

static struct trailer_text
before_divider(struct trailer_text t)
{
	struct trailer_line line;
	size_t at = 0;

	while (trailer_line_next(&t, &at, &line))
		if (is_divider(&line)) {
			t.len = (size_t)(line.bytes - t.bytes);
			break;
		}
	return t;
}

static bool
has_scissors(const struct trailer_text *t)
{
	struct trailer_line line;
	size_t at = 0;

	while (trailer_line_next(t, &at, &line))
		if (trailer_line_scissors(&line))
			return true;
	return false;
}

/* Of several, git takes the last. */
static struct trailer_text
before_signature(struct trailer_text t)
{
	struct trailer_line line;
	size_t at = 0, len = t.len;

	while (trailer_line_next(&t, &at, &line))
		if (is_signature(&line))
			len = (size_t)(line.bytes - t.bytes);
	t.len = len;
	return t;
}

static struct trailer_text
after(struct trailer_text t, size_t n)
{
	t.bytes += n;
	t.len -= n;
	return t;
}

static size_t
blank_lines(const struct trailer_text *t)
{
	struct trailer_line line;
	size_t at = 0, n = 0;

	while (trailer_line_next(t, &at, &line) && trailer_line_blank(&line))
		n = at;
	return n;
}

static size_t
empty_lines(const struct trailer_text *t)
{
	size_t n = 0;

	while (n < t->len && t->bytes[n] == '\n')
		n++;
	return n;
}

/* Before 2.45 git looks for the scissors behind the divider as well; when it finds them there, it
 * never ends. */
static struct trailer_reader
divided(const struct trailer_text *whole)
{
	struct trailer_reader r = { .text = before_divider(*whole) };

	r.endless = r.text.len < whole->len && has_scissors(whole) && !has_scissors(&r.text);
	r.why = r.endless ?
	    "a scissors line stands behind a line \"---\", where git interpret-trailers before "
	    "2.45 comes to no end" :
	    "a line \"---\" ends the message for git interpret-trailers and not for git log";
	r.mend = "take the line \"---\" out of the message: git commit --amend";
	return r;
}

static struct trailer_reader
completed(struct trailer_text t)
{
	t.completed = true;
	return (struct trailer_reader){ .text = t,
		.mend = CLEAN,
		.why = "its last line has no line feed, which git interpret-trailers adds since "
		       "2.46.2 and git log does not" };
}

void
trailer_readers(const char *msg, size_t len, struct trailer_reader out[TRAILER_READERS])
{
	struct trailer_text whole = { msg, len, false };
	struct trailer_text log = after(whole, blank_lines(&whole)),
	                    ref = after(whole, empty_lines(&whole));
	struct trailer_text patch = whole;
	struct trailer_reader *r = out;

	patch.completed = true;
	*r++ = (struct trailer_reader){ .text = whole };
	*r++ = divided(&whole);
	*r++ = (struct trailer_reader){ .text = log,
		.mend = CLEAN,
		.why = "it starts with a blank line, which git log skips and git "
		       "interpret-trailers does not" };
	/* Without a signature it reads as git log does, or as the first when its text opens with a
	 * line of blanks. */
	*r++ = (struct trailer_reader){ .text = before_signature(ref),
		.why = "a line that starts a signature ends the message for git for-each-ref since "
		       "2.47 and not for git log",
		.mend = "take the signature out of the message: git commit --amend" };
	*r++ = completed(whole);
	*r = completed(before_divider(patch));
}
