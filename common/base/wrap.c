#include "base/wrap.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void wrap_print(const char *first, const char *text, FILE *out)
{
	size_t indent = strlen(first), at = indent;

	fputs(first, out);
	while (*text != '\0') {
		size_t word = strcspn(text, " "), blanks;

		if (at > indent && at + 1 + word > WRAP_COLUMNS) {
			fprintf(out, "\n%*s", (int)indent, "");
			at = indent;
		} else if (at > indent) {
			fputc(' ', out);
			at++;
		}
		if (word > WRAP_COLUMNS - at) {
			word = WRAP_COLUMNS - at; /* the rest goes to the next line */
			while (word > 1 && ((unsigned char)text[word] & 0xc0) == 0x80)
				word--; /* not inside a character */
		}
		fwrite(text, 1, word, out);
		at += word;
		text += word;
		blanks = strspn(text, " ");
		text += blanks;
		if (blanks == 0 && *text != '\0') {
			fprintf(out, "\n%*s", (int)indent, "");
			at = indent;
		}
	}
	fputc('\n', out);
}

static bool wanted(FILE *out)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	return isatty(fileno(out)) && (no == NULL || *no == '\0') && term != NULL &&
	    strcmp(term, "dumb") != 0;
}

const char *colour_on(enum colour c, FILE *out)
{
	static const char *const codes[] = {
		[COLOUR_GOOD] = "\033[32m", [COLOUR_BAD] = "\033[31m", [COLOUR_HEAD] = "\033[1m"
	};

	return wanted(out) ? codes[c] : "";
}

const char *colour_off(FILE *out)
{
	return wanted(out) ? "\033[m" : "";
}
