#include "record/results_tap_line.h"

#define NUMBER_DIGITS 9

struct cursor {
	const char *p, *end;
};

static bool blank(char c)
{
	return c == ' ' || c == '\t';
}

static void skip_blanks(struct cursor *c)
{
	while (c->p < c->end && blank(*c->p))
		c->p++;
}

static bool take(struct cursor *c, const char *word, bool any_case)
{
	size_t n = strlen(word);

	if ((size_t)(c->end - c->p) < n ||
	    (any_case ? strncasecmp(c->p, word, n) : strncmp(c->p, word, n)) != 0)
		return false;
	c->p += n;
	return true;
}

/* False when there is no number, or an absurdly large one. */
static bool take_number(struct cursor *c, unsigned *out)
{
	size_t n = 0;

	*out = 0;
	while (c->p + n < c->end && c->p[n] >= '0' && c->p[n] <= '9' && n <= NUMBER_DIGITS)
		*out = *out * 10 + (unsigned)(c->p[n++] - '0');
	if (n == 0 || n > NUMBER_DIGITS)
		return false;
	c->p += n;
	return true;
}

static bool at_end(struct cursor c)
{
	skip_blanks(&c);
	return c.p == c.end;
}

static void keep_rest(struct cursor c, struct tap_line *out)
{
	skip_blanks(&c);
	while (c.end > c.p && blank(c.end[-1]))
		c.end--;
	out->text = c.p;
	out->len = (size_t)(c.end - c.p);
}

/* What follows a '#': is it a directive? `first`: nothing that looks like one is before it. */
static bool read_directive(struct cursor c, bool first, struct tap_line *out)
{
	skip_blanks(&c);
	if (take(&c, "skip", true)) {
		out->skip = true;
		out->skip_excuses = first && memcmp(c.p - 4, "SKIP", 4) == 0;
		return true;
	}
	if (!take(&c, "todo", true) || (c.p < c.end && !blank(*c.p) && *c.p != ':'))
		return false;
	out->todo = true;
	out->todo_excuses = first;
	return true;
}

/* The name ends where the first directive begins; a '#' behind a backslash is part of it. */
static void read_name(struct cursor c, struct tap_line *out)
{
	const char *p = c.p;
	bool first = true, found = false;

	for (; p < c.end; p++) {
		if (*p == '\\' && p + 1 < c.end) {
			p++;
		} else if (*p == '#') {
			if (read_directive((struct cursor){ p + 1, c.end }, first, out) && !found) {
				found = true;
				keep_rest((struct cursor){ c.p, p }, out);
			}
			first = false;
		}
	}
	if (!found)
		keep_rest(c, out);
}

static bool line_test(struct cursor c, struct tap_line *out)
{
	struct cursor number;

	out->ok = !take(&c, "not ", false);
	if (!take(&c, "ok", false) || (c.p < c.end && !blank(*c.p)))
		return false;
	out->kind = TAP_TEST;
	skip_blanks(&c);
	number = c;
	if (take_number(&number, &out->number) && (number.p == c.end || blank(*number.p)))
		c = number;
	else
		out->number = 0; /* a name that starts with a digit */
	skip_blanks(&c);
	if (c.p < c.end && *c.p == '-' && (c.p + 1 == c.end || blank(c.p[1])))
		c.p++;
	out->opens = c.p < c.end && c.end[-1] == '{';
	read_name(c, out);
	return true;
}

static bool line_plan(struct cursor c, struct tap_line *out)
{
	if (!take(&c, "1..", false) || !take_number(&c, &out->number))
		return false;
	skip_blanks(&c);
	if (c.p < c.end && *c.p != '#')
		return false;
	out->kind = TAP_PLAN;
	return true;
}

static bool line_version(struct cursor c, struct tap_line *out)
{
	if (!take(&c, "TAP version ", true) || !take_number(&c, &out->number) || !at_end(c))
		return false;
	out->kind = TAP_VERSION;
	return true;
}

void tap_line_read(const char *line, size_t len, struct tap_line *out)
{
	struct cursor c = { line, line + len };

	*out = (struct tap_line){ .kind = TAP_NOISE, .text = "" };
	if (len > 0 && c.end[-1] == '\r')
		c.end--;
	while (c.p < c.end && *c.p == ' ')
		c.p++;
	out->indent = (size_t)(c.p - line);
	if (line_test(c, out) || line_plan(c, out) || line_version(c, out))
		return;
	if (take(&c, "Bail out!", true))
		out->kind = TAP_BAIL_OUT;
	else if (take(&c, "#", false))
		out->kind = TAP_COMMENT;
	else if (take(&c, "---", false) && at_end(c))
		out->kind = TAP_YAML;
	else if (c.p < c.end && (*c.p == '{' || *c.p == '}') &&
	    at_end((struct cursor){ c.p + 1, c.end }))
		out->kind = *c.p == '{' ? TAP_OPEN : TAP_CLOSE;
	keep_rest(c, out);
}
