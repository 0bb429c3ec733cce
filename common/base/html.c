#include "base/html.h"

void html_text(FILE *out, const char *text)
{
	static const char *const entities[] = {
		['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"
	};

	for (; *text != '\0'; text++) {
		size_t c = (unsigned char)*text;

		if (c < sizeof(entities) / sizeof(entities[0]) && entities[c] != NULL)
			fputs(entities[c], out);
		else
			fputc(*text, out);
	}
}

void html_printf(FILE *out, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	for (; *fmt != '\0'; fmt++)
		if (strncmp(fmt, "%s", 2) == 0) {
			const char *text = va_arg(ap, const char *);

			html_text(out, text != NULL ? text : "(out of memory)");
			fmt++;
		} else if (strncmp(fmt, "%zu", 3) == 0) {
			fprintf(out, "%zu", va_arg(ap, size_t));
			fmt += 2;
		} else {
			fputc(*fmt, out);
		}
	va_end(ap);
}
