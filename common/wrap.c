#include "wrap.h"

#include <string.h>

void
wrap_print(const char *first, const char *text, FILE *out)
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
