/* Whose eyes the doctor looks with. */
#include <errno.h>
#include <git2/global.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "doctor_check.h"
#include "escape.h"

extern char **environ;

/* What git's environment says is about where we stand, and nothing else may say which repository
 * and hooks are meant. */
static void
forget_git(void)
{
	for (char **v = environ; *v != NULL;) {
		char name[256];
		size_t n = strcspn(*v, "=");

		if (strncmp(*v, "GIT_", 4) != 0 || n >= sizeof(name)) {
			v++;
			continue;
		}
		memcpy(name, *v, n);
		name[n] = '\0';
		unsetenv(name);
		v = environ;
	}
}

/* libgit2 has looked up where root's settings are. */
static void
take_home(const struct passwd *pw)
{
	setenv("HOME", pw->pw_dir, 1);
	setenv("USER", pw->pw_name, 1);
	setenv("LOGNAME", pw->pw_name, 1);
	setenv("TMPDIR", "/tmp", 1);
	unsetenv("XDG_CONFIG_HOME");
	git_libgit2_shutdown();
	git_libgit2_init();
}

int
doctor_become_owner(struct arena *a, const char *folder, struct error *e)
{
	const struct passwd *pw;
	struct stat st;

	forget_git();
	if (stat(folder, &st) != 0) {
		error_set(e, ERROR_ABSENT, "%s cannot be looked at: %s", escape(a, folder),
		    strerror(errno));
		return error_mend(e, "name the folder of a repository");
	}
	if (geteuid() != 0 || st.st_uid == 0)
		return 0;
	pw = getpwuid(st.st_uid);
	if (pw == NULL) {
		error_set(e, ERROR_UNREADABLE, "%s belongs to user id %lu, who is nobody here",
		    escape(a, folder), (unsigned long)st.st_uid);
		return error_mend(e, "give the repository to the user whom pushes come in as");
	}
	if (initgroups(pw->pw_name, pw->pw_gid) != 0 || setgid(pw->pw_gid) != 0 ||
	    setuid(pw->pw_uid) != 0)
		return error_set(e, ERROR_UNREADABLE, "root cannot become %s: %s",
		    escape(a, pw->pw_name), strerror(errno));
	take_home(pw);
	return 0;
}
