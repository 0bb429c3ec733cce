#include "base/wrap.h"

#include "base/utf8.h"

/* How much of a word stays within `columns`: a character at least, and marks with their letter. */
static size_t fits(const char *word, size_t n, size_t columns)
{
	size_t end = 0, next = 0, len;
	uint32_t c;

	do {
		end = next;
		len = utf8_char(word + end, n - end, &c);
		next += len > 0 ? len : 1;
	} while (end < n && (end == 0 || utf8_columns(word, next) <= columns));
	return end;
}

void wrap_print(const char *first, const char *text, FILE *out)
{
	size_t indent = utf8_columns(first, strlen(first)), at = indent;

	fputs(first, out);
	while (*text != '\0') {
		size_t word = strcspn(text, " "), columns = utf8_columns(text, word), blanks;

		if (at > indent && at + 1 + columns > WRAP_COLUMNS) {
			fprintf(out, "\n%*s", (int)indent, "");
			at = indent;
		} else if (at > indent) {
			fputc(' ', out);
			at++;
		}
		if (columns > WRAP_COLUMNS - at) { /* the rest goes to the next line */
			word = fits(text, word, WRAP_COLUMNS - at);
			columns = utf8_columns(text, word);
		}
		fwrite(text, 1, word, out);
		at += columns;
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
