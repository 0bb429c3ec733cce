#include "colour.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool
wanted(FILE *out)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	return isatty(fileno(out)) && (no == NULL || *no == '\0') && term != NULL &&
	    strcmp(term, "dumb") != 0;
}

const char *
colour_on(enum colour c, FILE *out)
{
	static const char *const codes[] = {
		[COLOUR_GOOD] = "\033[32m", [COLOUR_BAD] = "\033[31m", [COLOUR_HEAD] = "\033[1m"
	};

	return wanted(out) ? codes[c] : "";
}

const char *
colour_off(FILE *out)
{
	return wanted(out) ? "\033[m" : "";
}
