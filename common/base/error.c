#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/say/say.h"
#include "base/utf8.h"

/* An argument may lie in the error itself, and what does not fit is not cut inside a character. */
static void fill(char *to, size_t size, const char *fmt, va_list ap)
{
	char text[sizeof(struct error)];

	if (vsnprintf(text, size + 4, fmt, ap) >= (int)size)
		text[utf8_cut(text, size - 1)] = '\0';
	memcpy(to, text, strlen(text) + 1);
}

int error_set(struct error *e, enum error_kind kind, const char *fmt, ...)
{
	va_list ap;

	if (e == NULL)
		return -1;
	va_start(ap, fmt);
	fill(e->text, sizeof(e->text), say(fmt), ap);
	va_end(ap);
	e->kind = kind;
	*e->mend = '\0';
	return -1;
}

int error_mend(struct error *e, const char *fmt, ...)
{
	va_list ap;

	if (e == NULL)
		return -1;
	va_start(ap, fmt);
	fill(e->mend, sizeof(e->mend), say(fmt), ap);
	va_end(ap);
	return -1;
}

int error_copy(struct error *e, const struct error *from)
{
	*e = *from;
	return -1;
}

int error_memory(struct error *e)
{
	error_set(e, ERROR_MEMORY, "out of memory: this push needs more than the gate may use");
	return error_mend(e,
	    "push it in smaller parts, or the administrator of the server lets a run use more MiB "
	    "(256 where nothing is set), and the host lets it have them:\n"
	    "git config sluis.memoryMegabytes 1024");
}
