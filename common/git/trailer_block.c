#include "git/trailer_block.h"

struct paragraph {
	size_t start;
	size_t trailers, others; /* lines; a continuation counts with what it continues */
	bool generated; /* git itself wrote one of them */
	bool folds; /* an indented line would continue the trailer above it */
	const char *other; /* the first of the others; NULL for none */
};

bool trailer_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool trailer_line_next(const struct trailer_text *t, size_t *at, struct trailer_line *out)
{
	const char *lf;

	if (*at >= t->len)
		return false;
	out->bytes = t->bytes + *at;
	lf = memchr(out->bytes, '\n', t->len - *at);
	out->len = lf != NULL ? (size_t)(lf - out->bytes) : t->len - *at;
	out->ended = lf != NULL || t->completed;
	*at += out->len + (lf != NULL);
	return true;
}

bool trailer_line_blank(const struct trailer_line *line)
{
	size_t i = 0;

	while (i < line->len && trailer_space(line->bytes[i]))
		i++;
	return i == line->len;
}

static bool key_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	    c == '-';
}

size_t trailer_line_separator(const struct trailer_line *line)
{
	size_t i = 0;

	while (i < line->len && key_char(line->bytes[i]))
		i++;
	if (i == 0)
		return 0;
	while (i < line->len && (line->bytes[i] == ' ' || line->bytes[i] == '\t'))
		i++;
	return i < line->len && line->bytes[i] == ':' ? i : 0;
}

static bool is_comment(const struct trailer_line *line)
{
	return line->len > 0 && line->bytes[0] == '#';
}

bool trailer_line_starts(const struct trailer_line *line, const char *s)
{
	size_t n = strlen(s);

	return line->len >= n && memcmp(line->bytes, s, n) == 0;
}

/* git looks for such a line together with its line feed. */
static bool is_whole(const struct trailer_line *line, const char *s)
{
	return line->ended && line->len == strlen(s) && trailer_line_starts(line, s);
}

bool trailer_line_scissors(const struct trailer_line *line)
{
	return is_whole(line, "# ------------------------ >8 ------------------------");
}

/*
 * Where the run of lines starts that are passed over at the end, or where the text ends. A run at
 * the very start of the text is none to git, and what is no part of a run does not end an old list
 * of conflicts either.
 */
static size_t find_end(const struct trailer_text *t)
{
	struct trailer_line line;
	size_t at = 0, run = 0, start = 0;
	bool conflicts = false;

	for (; trailer_line_next(t, &at, &line) && !trailer_line_scissors(&line); start = at) {
		bool list = is_whole(&line, "Conflicts:");

		if (list || line.len == 0 || is_comment(&line)) {
			conflicts = conflicts || list;
			run = run > 0 ? run : start;
		} else if (run > 0 && !(conflicts && line.bytes[0] == '\t')) {
			conflicts = false;
			run = 0;
		}
	}
	return run > 0 ? run : start;
}

static void count_line(struct paragraph *p, const struct trailer_line *line)
{
	bool generated = trailer_line_starts(line, "Signed-off-by: ") ||
	    trailer_line_starts(line, "(cherry picked from commit ");

	if (!trailer_space(line->bytes[0]))
		p->folds = generated || trailer_line_separator(line) > 0;
	else if (p->folds)
		return;
	p->generated = p->generated || generated;
	if (p->folds)
		p->trailers++;
	else if (p->others++ == 0)
		p->other = line->bytes;
}

static bool is_block(const struct paragraph *p)
{
	return p->trailers > 0 &&
	    (p->others == 0 || (p->generated && p->trailers * 3 >= p->others));
}

static struct paragraph last_paragraph(const struct trailer_text *t)
{
	struct paragraph p = { 0 };
	struct trailer_line line;
	size_t at = 0, start = 0;
	bool title = true, opened = false;

	while (trailer_line_next(t, &at, &line)) {
		if (is_comment(&line)) {
			p.folds = false;
		} else if (trailer_line_blank(&line)) {
			title = opened = false;
			start = at;
		} else if (!title) {
			if (!opened)
				p = (struct paragraph){ .start = start };
			opened = true;
			count_line(&p, &line);
		}
	}
	return p;
}

struct trailer_text trailer_block_find(const struct trailer_text *t)
{
	struct trailer_text body = { t->bytes, find_end(t), t->completed };
	struct paragraph p = last_paragraph(&body);

	if (is_block(&p)) {
		body.bytes += p.start;
		body.len -= p.start;
	} else {
		body.len = 0;
	}
	return body;
}

static bool has_key(struct trailer_line line, const char *key)
{
	size_t n = strlen(key);

	while (line.len > 0 && strchr(" \t-*+>#`", *line.bytes) != NULL) {
		line.bytes++;
		line.len--;
	}
	return line.len > n && strncasecmp(line.bytes, key, n) == 0 && !key_char(line.bytes[n]) &&
	    trailer_line_separator(&line) > 0;
}

bool trailer_block_unread(const struct trailer_text *t, const char *key, struct trailer_unread *out)
{
	struct trailer_text body = { t->bytes, find_end(t), t->completed };
	const struct trailer_text block = trailer_block_find(t);
	const struct paragraph last = last_paragraph(&body);
	unsigned n = 1, starts = 0, broken = 0;
	struct trailer_line line;
	bool title = true;

	*out = (struct trailer_unread){ 0 };
	for (size_t at = 0; trailer_line_next(key != NULL ? t : &body, &at, &line); n++) {
		size_t place = (size_t)(line.bytes - t->bytes);
		bool passed = place >= body.len || is_comment(&line);
		bool inside = block.len > 0 && line.bytes >= block.bytes;

		starts = place == last.start ? n : starts;
		broken = line.bytes == last.other ? n : broken;
		title = title && !trailer_line_blank(&line);
		if (out->line > 0 || (inside && !passed && !trailer_space(*line.bytes)) ||
		    !(key != NULL ?
		            has_key(line, key) :
		            !title && place >= last.start && trailer_line_separator(&line) > 0))
			continue;
		out->line = n;
		out->why = passed       ? TRAILER_PASSED_OVER :
		    title               ? TRAILER_IN_TITLE :
		    inside              ? TRAILER_FOLDED :
		    place >= last.start ? TRAILER_BROKEN :
		                          TRAILER_EARLIER;
	}
	out->other = out->why == TRAILER_BROKEN ? broken : starts;
	return out->line > 0;
}
