#include "trailer.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "say.h"
#include "trailer_block.h"
#include "trailer_reader.h"

struct piece {
	const char *bytes;
	size_t len;
};

struct found {
	struct piece key, value;
};

static struct piece
trim(const char *bytes, size_t len)
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
static bool
next_trailer(const struct trailer_text *block, size_t *at, struct found *out)
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
static char *
unfold(struct arena *a, const struct piece *v)
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

static int
read_text(struct arena *a, const struct trailer_text *t, struct trailers *out, struct error *e)
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

static bool
same_trailers(const struct trailers *a, const struct trailers *b)
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
static bool
same_text(const struct trailer_text *a, const struct trailer_text *b)
{
	return a->bytes == b->bytes && a->len == b->len &&
	    (a->completed == b->completed || a->len == 0 || a->bytes[a->len - 1] == '\n');
}

static bool
is_new(const struct trailer_reader *readers, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (same_text(&readers[i].text, &readers[j].text))
			return false;
	return true;
}

static int
read_all(
    struct arena *a, const struct trailer_reader *readers, struct trailers *out, struct error *e)
{
	if (read_text(a, &readers[0].text, out, e) < 0)
		return -1;
	for (size_t i = 1; i < TRAILER_READERS; i++) {
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

int
trailer_read(struct arena *a, const char *msg, size_t len, struct trailers *out, struct error *e)
{
	struct trailer_reader readers[TRAILER_READERS];

	memset(out, 0, sizeof(*out));
	if (len == 0)
		return 0;
	if (len > TRAILER_MESSAGE_MAX)
		return error_set(e, ERROR_MALFORMED, "the message is longer than %zu bytes",
		    TRAILER_MESSAGE_MAX);
	if (memchr(msg, '\0', len) != NULL) {
		error_set(e, ERROR_MALFORMED,
		    "the message holds a NUL byte, where git log stops reading");
		return error_mend(e, "write the message again: git commit --amend");
	}
	trailer_readers(msg, len, readers);
	if (read_all(a, readers, out, e) == 0)
		return 0;
	memset(out, 0, sizeof(*out));
	return -1;
}

int
trailer_is(const struct trailer *t, const char *key)
{
	return strcasecmp(t->key, key) == 0;
}

const struct trailer *
trailer_find(const struct trailers *ts, const char *key, size_t nth)
{
	for (size_t i = 0; i < ts->n; i++)
		if (trailer_is(&ts->list[i], key) && nth-- == 0)
			return &ts->list[i];
	return NULL;
}

size_t
trailer_count(const struct trailers *ts, const char *key)
{
	size_t n = 0;

	for (size_t i = 0; i < ts->n; i++)
		n += trailer_is(&ts->list[i], key) != 0;
	return n;
}
