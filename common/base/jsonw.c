#include "base/jsonw.h"

#include <assert.h>

static void put_string(FILE *out, const char *s)
{
	fputc('"', out);
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if (c == '"' || c == '\\')
			fprintf(out, "\\%c", c);
		else if (c < 0x20 || c == 0x7f)
			fprintf(out, "\\u%04x", c);
		else
			fputc(c, out);
	}
	fputc('"', out);
}

static void new_line(struct jsonw *j)
{
	if (!j->lines)
		return;
	fputc('\n', j->out);
	for (unsigned i = 0; i < j->depth; i++)
		fputc('\t', j->out);
}

/* What stands before a value: the comma after the one before it, and its key. */
static void member(struct jsonw *j, const char *key)
{
	if (j->depth > 0) {
		if (j->level[j->depth - 1].any)
			fputc(',', j->out);
		j->level[j->depth - 1].any = true;
		new_line(j);
	}
	if (key == NULL)
		return;
	put_string(j->out, key);
	fputs(j->lines ? ": " : ":", j->out);
}

static void open_level(struct jsonw *j, const char *key, char open, char close)
{
	member(j, key);
	assert(j->depth < JSON_DEPTH);
	fputc(open, j->out);
	j->level[j->depth].close = close;
	j->level[j->depth++].any = false;
}

void jsonw_open_object(struct jsonw *j, const char *key)
{
	bool whole = j->depth == 0;

	open_level(j, key, '{', '}');
	if (whole)
		jsonw_text(j, "format", j->format);
}

void jsonw_open_array(struct jsonw *j, const char *key)
{
	assert(j->depth > 0);
	open_level(j, key, '[', ']');
}

void jsonw_close(struct jsonw *j)
{
	bool any;

	assert(j->depth > 0);
	any = j->level[--j->depth].any;
	if (any)
		new_line(j);
	fputc(j->level[j->depth].close, j->out);
	if (j->depth == 0)
		fputc('\n', j->out);
}

void jsonw_text(struct jsonw *j, const char *key, const char *text)
{
	member(j, key);
	if (text != NULL)
		put_string(j->out, text);
	else
		fputs("null", j->out);
}

void jsonw_number(struct jsonw *j, const char *key, int64_t n)
{
	member(j, key);
	fprintf(j->out, "%" PRId64, n);
}

void jsonw_bool(struct jsonw *j, const char *key, bool b)
{
	member(j, key);
	fputs(b ? "true" : "false", j->out);
}
