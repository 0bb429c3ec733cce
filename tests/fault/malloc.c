/*
 * For LD_PRELOAD: the allocation fails whose number FAULT_MALLOC gives, and with a + all after it.
 * The file FAULT_TRACE then says that it came; with number 0 it says how many there were.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t size);

static const char *trace;
static unsigned long number, seen;
static int ever, started;

static void tell(const char *text)
{
	int fd = open(trace, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		_exit(99);
	close(fd);
}

__attribute__((constructor)) static void start(void)
{
	const char *asked = getenv("FAULT_MALLOC");

	trace = getenv("FAULT_TRACE");
	if (asked == NULL || trace == NULL)
		return;
	number = strtoul(asked, NULL, 10);
	ever = strchr(asked, '+') != NULL;
	unsetenv("LD_PRELOAD"); /* what it starts has memory */
	started = 1;
}

__attribute__((destructor)) static void end(void)
{
	char text[32];

	if (!started || number != 0)
		return;
	snprintf(text, sizeof(text), "%lu\n", seen);
	tell(text);
}

static int fails(void)
{
	if (!started || ++seen < number || number == 0 || (seen > number && !ever))
		return 0;
	if (seen == number)
		tell("INJECTED\n");
	errno = ENOMEM;
	return 1;
}

void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
	return fails() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t size)
{
	return fails() ? NULL : __libc_realloc(p, size);
}
