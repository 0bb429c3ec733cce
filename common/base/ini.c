#include "base/ini.h"

#include <ini.h> /* inih */

#include "base/ini_line.h"

/* A hostile file has half a million problems; nobody reads past these. */
#define PROBLEMS_MAX 1000

enum place { PLACE_TOP = 0, PLACE_SECTION, PLACE_REFUSED };

/* A file on its way to inih, line by line. */
struct reading {
	struct arena *arena;
	struct ini *out;
	const char *bytes;
	char *copy; /* of them; names, keys and values are pieces of it */
	const char *p, *end; /* what is still to be read */
	struct ini_key *keys; /* of all sections */
	size_t nkeys;
	size_t room; /* for as many keys, and sections, at first: a power of two */
	unsigned number; /* of `line` */
	struct ini_line line; /* the one that inih has */
	const char *section; /* between the brackets of the header it stands under */
	size_t section_len;
	enum place place; /* above the first header, under one, under a refused one */
	bool owed; /* inih has not given the key of `line` yet */
	bool crlf; /* said once */
	int line_room; /* in inih */
};

static int insert(struct arena *a, struct ini_problems *ps, unsigned line, const char *text)
{
	size_t at = ps->n;
	struct ini_problem *list = arena_push(a, ps->list, ps->n, sizeof(*list));

	if (list == NULL)
		return -1;
	ps->list = list;
	while (at > 0 && ps->list[at - 1].line > line)
		at--;
	memmove(ps->list + at + 1, ps->list + at, (ps->n - at) * sizeof(*ps->list));
	ps->list[at] = (struct ini_problem){ line, text };
	ps->n++;
	return 0;
}

int ini_problem(struct arena *a, struct ini_problems *ps, unsigned line, const char *fmt, ...)
{
	const char *text;
	va_list ap;

	if (ps->n == PROBLEMS_MAX)
		return 0;
	if (ps->n == PROBLEMS_MAX - 1)
		return insert(a, ps, 0, say("there are more problems than are listed here"));
	va_start(ap, fmt);
	text = arena_vprintf(a, say(fmt), ap);
	va_end(ap);
	return text != NULL ? insert(a, ps, line, text) : -1;
}

static void problem(struct reading *r, const char *text)
{
	ini_problem(r->arena, &r->out->problems, r->number, "%s", say(text));
}

/* What comes after it in its line is not read again. */
static const char *piece(struct reading *r, const char *at, size_t n)
{
	char *p = r->copy + (at - r->bytes);

	p[n] = '\0';
	return p;
}

/* As arena_push(), from what lines of that many bytes will need on: what is not used is not
 * touched. */
static void *push(struct reading *r, void *list, size_t n, size_t size)
{
	if (n == 0)
		return arena_array(r->arena, r->room, size);
	return n < r->room ? list : arena_push(r->arena, list, n, size);
}

static int add_section(struct reading *r)
{
	struct ini *out = r->out;
	const struct ini_line *l = &r->line;
	struct ini_section *list = push(r, out->sections, out->nsections, sizeof(*list));

	if (list == NULL)
		return -1;
	out->sections = list;
	list[out->nsections++] = (struct ini_section){ piece(r, l->word, l->word_len),
		l->value != NULL ? piece(r, l->value, l->value_len) : NULL, r->number };
	r->section = l->word;
	r->section_len = ini_line_between(l);
	return 0;
}

static int add_key(struct reading *r)
{
	const struct ini_line *l = &r->line;

	r->keys = push(r, r->keys, r->nkeys, sizeof(*r->keys));
	if (r->keys == NULL)
		return -1;
	r->keys[r->nkeys++] = (struct ini_key){ piece(r, l->word, l->word_len),
		piece(r, l->value, l->value_len), r->number };
	r->out->sections[r->out->nsections - 1].nkeys++;
	return 0;
}

static bool same(const char *s, const char *p, size_t n)
{
	return strncmp(s, p, n) == 0 && s[n] == '\0';
}

/* inih calls this for a key. What it gives must be what the strict reader saw; else the line stays
 * owed. */
static int take(void *user, const char *section, const char *key, const char *value)
{
	struct reading *r = user;

	if (!r->owed || !same(section, r->section, r->section_len) ||
	    !same(key, r->line.word, r->line.word_len) ||
	    !same(value, r->line.value, r->line.value_len))
		return 1;
	r->owed = false;
	return add_key(r) == 0;
}

static void settle(struct reading *r)
{
	if (r->owed)
		problem(r, "two readers of INI do not agree on what this line says");
	r->owed = false;
}

/* Cuts the next line off what is left. */
static const char *cut(struct reading *r, size_t *n)
{
	const char *p = r->p, *lf = memchr(p, '\n', (size_t)(r->end - p));

	r->p = lf != NULL ? lf + 1 : r->end;
	r->number++;
	*n = (size_t)((lf != NULL ? lf : r->end) - p);
	if (*n > 0 && p[*n - 1] == '\r') {
		if (!r->crlf)
			problem(r, "the line ends in CR LF: save the file with LF line ends");
		r->crlf = true;
		(*n)--;
	}
	return p;
}

/* May inih have this line? */
static bool judge(struct reading *r)
{
	r->owed = r->line.kind == INI_LINE_KEY && r->place == PLACE_SECTION;
	if (r->owed)
		return true;
	if (r->line.header)
		r->place = r->line.kind == INI_LINE_SECTION ? PLACE_SECTION : PLACE_REFUSED;
	if (r->line.kind == INI_LINE_REFUSED)
		problem(r, r->line.wrong);
	if (r->line.kind == INI_LINE_KEY && r->place == PLACE_TOP)
		problem(r, "the key comes before the first [section]");
	return r->line.kind == INI_LINE_SECTION && add_section(r) == 0;
}

/* inih asks this for a line of at most `num` bytes with its NUL. A refused line is an empty one to
 * it. */
static char *give(char *str, int num, void *stream)
{
	struct reading *r = stream;
	const char *p;
	size_t n;

	/* From r58 on, inih skips the rest of a line that fills its room: there is none. */
	if (num < r->line_room)
		return memcpy(str, "\n", 2);
	r->line_room = num;
	settle(r);
	if (r->p == r->end || r->arena->exhausted)
		return NULL;
	p = cut(r, &n);
	ini_line_read(p, n, &r->line);
	*str = '\0';
	if (judge(r) && n < (size_t)num) {
		memcpy(str, p, n);
		str[n] = '\0';
	}
	return str;
}

int ini_read(struct arena *a, const char *bytes, size_t len, struct ini *out, struct error *e)
{
	struct reading r = { .arena = a, .out = out, .bytes = bytes, .p = bytes, .room = 1 };
	size_t n = 0;
	int rc;

	memset(out, 0, sizeof(*out));
	if (len > INI_BYTES_MAX)
		return error_set(e, ERROR_MALFORMED, "it is larger than %zu bytes", INI_BYTES_MAX);
	r.copy = arena_strndup(a, bytes, len);
	if (r.copy == NULL)
		return error_memory(e);
	r.end = bytes + len;
	while (r.room < len / 32) /* a line may be longer */
		r.room *= 2;
	if (len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
		ini_problem(a, &out->problems, 1,
		    "the file starts with a byte order mark: save it as UTF-8 without one");
		r.p += 3;
	}
	/* A line that inih calls wrong is one whose key it does not give, and stays owed. */
	rc = ini_parse_stream(give, &r, take, &r);
	settle(&r);
	if (a->exhausted || rc < 0) {
		memset(out, 0, sizeof(*out));
		return error_memory(e);
	}
	for (size_t i = 0; i < out->nsections && r.nkeys > 0; n += out->sections[i++].nkeys)
		out->sections[i].keys = r.keys + n;
	return 0;
}
