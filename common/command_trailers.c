#include <stdio.h>
#include <unistd.h>

#include "command.h"
#include "output.h"
#include "trailer.h"

/* Keys and values go out as they are: whoever pipes a message in gets its own bytes back. */
static void
print(const struct trailers *ts)
{
	for (size_t i = 0; i < ts->n; i++)
		printf("%s: %s\n", ts->list[i].key, ts->list[i].value);
}

int
command_trailers(int argc, char *argv[])
{
	struct trailers ts;
	struct arena a;
	struct error e = { 0 };
	char *bytes;
	size_t len;
	int rc = 2;

	(void)argv;
	if (argc > 1)
		return command_usage("trailers < MESSAGE");
	arena_init(&a, ARENA_RUN_CAP);
	if (input_read(&a, STDIN_FILENO, TRAILER_MESSAGE_MAX, &bytes, &len, &e) == 0) {
		rc = trailer_read(&a, bytes, len, &ts, &e) == 0 ? 0 :
		    e.kind == ERROR_MALFORMED                   ? 1 :
		                                                  2;
		if (rc == 0)
			print(&ts);
	}
	if (rc != 0)
		fprintf(stderr, "sluis: %s\n%s%s%s", e.text, e.mend[0] != '\0' ? "  mend: " : "",
		    e.mend, e.mend[0] != '\0' ? "\n" : "");
	arena_release(&a);
	return fflush(stdout) == 0 ? rc : 2;
}
