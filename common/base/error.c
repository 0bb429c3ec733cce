#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/say/say.h"

int error_set(struct error *e, enum error_kind kind, const char *fmt, ...)
{
	struct error new = { .kind = kind };
	va_list ap;

	if (e == NULL)
		return -1;
	va_start(ap, fmt);
	vsnprintf(new.text, sizeof(new.text), say(fmt),
	    ap); /* into a fresh one: an argument may lie in `e` itself */
	va_end(ap);
	*e = new;
	return -1;
}

int error_mend(struct error *e, const char *fmt, ...)
{
	char mend[sizeof(e->mend)];
	va_list ap;

	if (e == NULL)
		return -1;
	va_start(ap, fmt);
	vsnprintf(mend, sizeof(mend), say(fmt), ap);
	va_end(ap);
	memcpy(e->mend, mend, sizeof(mend));
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
