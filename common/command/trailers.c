#include "command/command.h"
#include "base/output.h"
#include "git/trailer.h"
#include "git/trailer_block.h"

/* Keys and values are not escaped: they are the bytes that were piped in. */
static void print(const struct trailers *ts)
{
	for (size_t i = 0; i < ts->n; i++)
		printf("%s: %s\n", ts->list[i].key, ts->list[i].value);
}

/* Lines that look like trailers, in a paragraph in which git reads none: to stderr, for whoever
 * wonders. */
static void explain(const char *bytes, size_t len)
{
	struct trailer_unread at;

	if (trailer_block_unread(&(struct trailer_text){ bytes, len, false }, NULL, &at))
		fprintf(stderr,
		    say("sluis: git reads no trailers here: line %u is not one, in the paragraph "
		        "of line %u\n"),
		    at.other, at.line);
}

int command_trailers(const struct options *o)
{
	struct trailers ts;
	struct error e = { 0 };
	char *bytes;
	size_t len;

	if (o->nrest > 0)
		return command_usage(o);
	if (input_read(o->arena, STDIN_FILENO, TRAILER_MESSAGE_MAX, &bytes, &len, &e) < 0 ||
	    trailer_read(o->arena, bytes, len, &ts, &e) < 0)
		return command_fail(&e);
	print(&ts);
	if (ts.n == 0)
		explain(bytes, len);
	return 0;
}
