#include "input.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

int
input_read(struct arena *a, int fd, size_t max, char **bytes, size_t *len, struct error *e)
{
	size_t room = 4096;

	*len = 0;
	*bytes = arena_alloc(a, room);
	while (*bytes != NULL) {
		ssize_t n = read(fd, *bytes + *len, room - *len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return error_set(e, ERROR_UNREADABLE,
			    "the standard input cannot be read: %s", strerror(errno));
		if (n == 0)
			return 0;
		*len += (size_t)n;
		if (*len > max)
			return error_set(
			    e, ERROR_MALFORMED, "the standard input is larger than %zu bytes", max);
		if (*len == room) {
			*bytes = arena_grow(a, *bytes, *len, 2 * room, 1);
			room *= 2;
		}
	}
	return error_memory(e);
}
