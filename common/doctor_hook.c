#include "doctor_hook.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "repo.h"
#include "safefile.h"

#define HOOK_MAX ((size_t)64 << 20)

static bool
is_ours(const char *bytes, size_t len)
{
	return len > 4 && memcmp(bytes, "\177ELF", 4) == 0 &&
	    memmem(bytes, len, REPO_MARK, strlen(REPO_MARK)) != NULL;
}

static void
read_it(struct arena *a, struct hook *out)
{
	struct error e = { 0 };
	struct safefile f;

	if (safefile_read_any(a, out->path, HOOK_MAX, &f, &e) < 0)
		out->why = arena_strdup(a, e.text);
	else
		out->state = is_ours(f.bytes, f.len) ? HOOK_OURS : HOOK_FOREIGN;
}

void
hook_look(struct arena *a, const char *path, struct hook *out)
{
	struct stat link, st;

	*out = (struct hook){ .path = path, .why = "(out of memory)" };
	if (path == NULL)
		return;
	if (lstat(path, &link) != 0) {
		out->state = errno == ENOENT || errno == ENOTDIR ? HOOK_NONE : HOOK_UNREADABLE;
		out->why = arena_strdup(a, strerror(errno));
	} else if (stat(path, &st) != 0) {
		out->state = errno == ENOENT || errno == ENOTDIR || errno == ELOOP ?
		    HOOK_DANGLING :
		    HOOK_UNREADABLE;
		out->why = arena_strdup(a, strerror(errno));
	} else if (!S_ISREG(st.st_mode)) {
		out->state = HOOK_NO_FILE;
	} else if (st.st_size == 0) {
		out->state = HOOK_EMPTY;
	} else {
		read_it(a, out);
	}
}

bool
hook_runs(const char *path)
{
	return access(path, X_OK) == 0;
}

/* access(2) says so for most file systems, but not why. */
bool
hook_noexec(const char *path)
{
	struct statvfs fs;

	return statvfs(path, &fs) == 0 && (fs.f_flag & ST_NOEXEC) != 0;
}
