#include "base/printable.h"

#include <stdint.h>
#include <string.h>

#include "base/escape.h"

const char *printable(struct arena *a, const char *s)
{
	return s != NULL ? escape_upto(a, s, strlen(s), SIZE_MAX) : "";
}

const char *printable_escaped(struct arena *a, const char *escaped)
{
	const char *raw = escaped != NULL ? escape_undo(a, escaped) : NULL;

	if (escaped != NULL && raw == NULL)
		return "(out of memory)";
	return printable(a, raw);
}

void csv_field(FILE *out, const char *text, const char *end)
{
	fputc('"', out);
	if (*text != '\0' && strchr("=+-@\t\r", *text) != NULL)
		fputc('\'', out);
	for (; *text != '\0'; text++) {
		if (*text == '"')
			fputc('"', out);
		fputc(*text, out);
	}
	fprintf(out, "\"%s", end);
}
