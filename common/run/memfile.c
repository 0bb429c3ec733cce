#include "run/memfile.h"

#include <sys/mman.h>

#include "base/output.h"

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 8U /* Linux 6.3; asked for by vm.memfd_noexec = 2 */
#endif

/* Closes `fd` without changing errno. Returns -1. */
static int drop(int fd)
{
	int err = errno;

	close(fd);
	errno = err;
	return -1;
}

static int make_empty(void)
{
	unsigned flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
	int low = memfd_create("sluis", flags | MFD_NOEXEC_SEAL), fd;

	if (low < 0 && errno == EINVAL)
		low = memfd_create("sluis", flags);
	if (low < 0)
		return -1;
	fd = fcntl(low, F_DUPFD_CLOEXEC, MEMFILE_LOWEST);
	drop(low);
	return fd;
}

int memfile_make(const void *bytes, size_t len)
{
	int fd = make_empty();

	if (fd < 0 || (output_bytes(fd, bytes, len) == 0 && lseek(fd, 0, SEEK_SET) == 0))
		return fd;
	return drop(fd);
}

int memfile_room(void)
{
	int fd = make_empty();

	if (fd < 0 ||
	    (ftruncate(fd, (off_t)MEMFILE_ROOM) == 0 && fcntl(fd, F_ADD_SEALS, F_SEAL_GROW) == 0))
		return fd;
	return drop(fd);
}

const char *memfile_text(struct arena *a, int fd)
{
	char text[MEMFILE_ROOM];
	ssize_t n = pread(fd, text, sizeof(text), 0);

	return n < 0 ? NULL : arena_strndup(a, text, strnlen(text, (size_t)n));
}
