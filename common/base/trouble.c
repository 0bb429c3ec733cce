#include "base/trouble.h"

#include <dirent.h>
#include <fnmatch.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "base/output.h"
#include "base/verdict.h"

#define INTERRUPTIONS 1000 /* of a run; past these, an interrupted call has failed */
#define RESERVE ((size_t)1 << 20)

static struct {
	int error; /* 0 while there is none */
	char place[256]; /* a path; empty for memory */
} first;

static bool unheeded; /* what is about a file */

static void note(const char *place, int error)
{
	if (first.error != 0 || (unheeded && *place != '\0'))
		return;
	first.error = error;
	snprintf(first.place, sizeof(first.place), "%s", place);
	errno = error;
}

/* A call failed: is it to be made again? libgit2 would repeat an interrupted one for ever. */
static bool again(void)
{
	static int interruptions;

	if (errno != EINTR)
		return false;
	if (interruptions++ < INTERRUPTIONS)
		return true;
	errno = EIO;
	return false;
}

/* A name that nothing has is no trouble, nor are settings in a home that is closed to this account:
 * git goes without them, too. */
static bool again_path(const char *path)
{
	bool absent,
	    closed = errno == EACCES &&
	    (fnmatch("*/.gitconfig", path, 0) == 0 ||
	        fnmatch("*/.config/git/config", path, 0) == 0);

	if (again())
		return true;
	absent = errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG || errno == ELOOP;
	if (!absent && !closed)
		note(path, errno);
	return false;
}

int __real_access(const char *path, int mode);

/* A folder that is closed to this account, also when asked again, stays so, and git takes it for
 * empty. Which refs it hides the audit tells; whatever needs an object in it is undecided. */
static bool again_folder(const char *path)
{
	bool closed = errno == EACCES && __real_access(path, R_OK | X_OK) < 0 && errno == EACCES;

	return !closed && again_path(path);
}

static bool again_file(int fd)
{
	char link[32], path[sizeof(first.place)];
	int error;
	ssize_t n;

	if (again())
		return true;
	error = errno;
	if (error == EISDIR || error == EAGAIN)
		return false;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof(path) - 1);
	path[n > 0 ? n : 0] = '\0';
	note(n > 0 ? path : link, error);
	errno = error;
	return false;
}

static void *reserve;

__attribute__((constructor)) static void keep_reserve(void)
{
	reserve = malloc(RESERVE);
}

/* The first time, the reserve makes room to come to an end. A run that has not even that ends here:
 * libgit2 follows pointers that it did not get. It copes when the bytes of an object do not fit. */
static bool again_memory(size_t size)
{
	ssize_t sent;

	if (size == 0)
		return false;
	note("", ENOMEM);
	if (size > RESERVE)
		return false;
	if (reserve != NULL) {
		free(reserve);
		reserve = NULL;
		return true;
	}
	sent = write(STDERR_FILENO, OUTPUT_NO_MEMORY, strlen(OUTPUT_NO_MEMORY));
	(void)sent;
	_exit(verdict_exit_code(VERDICT_UNDECIDED));
}

/* The linker calls __wrap_open() for open(), which is then __real_open() (Makefile, WRAP). */
#define WRAP(type, name, params, args, failure, again) \
	type __real_##name params; \
	type __wrap_##name params; \
	type __wrap_##name params \
	{ \
		type rc; \
\
		do \
			rc = __real_##name args; \
		while (rc == (failure) && (again)); \
		return rc; \
	}

/* clang-format off */
WRAP(int, access, (const char *path, int mode), (path, mode), -1,
    mode == F_OK ? again_path(path) : again())
WRAP(int, stat, (const char *path, struct stat *st), (path, st), -1, again_path(path))
WRAP(int, lstat, (const char *path, struct stat *st), (path, st), -1, again_path(path))
WRAP(char *, realpath, (const char *path, char *real), (path, real), NULL, again_path(path))
WRAP(DIR *, opendir, (const char *path), (path), NULL, again_folder(path))
WRAP(int, fstat, (int fd, struct stat *st), (fd, st), -1, again_file(fd))
WRAP(ssize_t, read, (int fd, void *to, size_t n), (fd, to, n), -1, again_file(fd))
WRAP(ssize_t, pread, (int fd, void *to, size_t n, off_t at), (fd, to, n, at), -1, again_file(fd))
WRAP(void *, mmap, (void *to, size_t n, int prot, int flags, int fd, off_t at),
    (to, n, prot, flags, fd, at), MAP_FAILED, again_file(fd))
WRAP(ssize_t, write, (int fd, const void *from, size_t n), (fd, from, n), -1, again())
WRAP(int, waitid, (idtype_t type, id_t id, siginfo_t *info, int options),
    (type, id, info, options), -1, again())
WRAP(pid_t, waitpid, (pid_t pid, int *status, int options), (pid, status, options), -1, again())
WRAP(void *, malloc, (size_t n), (n), NULL, again_memory(n))
WRAP(void *, realloc, (void *p, size_t n), (p, n), NULL, again_memory(n))
WRAP(void *, calloc, (size_t n, size_t each), (n, each), NULL, again_memory(n * each))
WRAP(char *, strdup, (const char *s), (s), NULL, again_memory(1))
/* clang-format on */

/* Whoever opens a file to write says themselves that it failed. */
int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);

int __wrap_open(const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;
	int fd;

	va_start(args, flags);
	mode = (flags & O_CREAT) != 0 ? va_arg(args, mode_t) : 0;
	va_end(args);
	do
		fd = __real_open(path, flags, mode);
	while (fd < 0 && ((flags & O_ACCMODE) == O_RDONLY ? again_path(path) : again()));
	return fd;
}

/* NULL is the end of the folder, too. */
struct dirent *__real_readdir(DIR *dir);
struct dirent *__wrap_readdir(DIR *dir);

struct dirent *__wrap_readdir(DIR *dir)
{
	struct dirent *entry;

	do {
		errno = 0;
		entry = __real_readdir(dir);
	} while (entry == NULL && errno != 0 && again_file(dirfd(dir)));
	return entry;
}

int trouble_none(struct arena *a, struct error *e)
{
	if (first.error == 0)
		return 0;
	if (first.place[0] == '\0')
		return error_memory(e);
	error_set(e, ERROR_UNREADABLE, "%s cannot be read: %s", escape(a, first.place),
	    strerror(first.error));
	return error_mend(e,
	    "push again; when that does not help, the administrator of the server looks at the "
	    "disk, at who may read there, and at the limits of the account");
}

void trouble_heed(bool files)
{
	unheeded = !files;
}
