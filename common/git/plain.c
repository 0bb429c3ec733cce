#include "git/plain.h"

#include <limits.h>

#include "base/safefile.h"

#define CONFIG_MAX ((size_t)64 << 10)

/* A config in the environment is looked at as it stands; one that it names, or a repository whose
 * parts it names, is not plain. */
static bool variable_is_plain(const char *v)
{
	static const char *const text[] = { "PARAMETERS=", "COUNT=", "KEY_", "VALUE_",
		"NOSYSTEM=" };

	if (!begins_with(v, "GIT_"))
		return true;
	if (!begins_with(v, "GIT_CONFIG"))
		return !begins_with(v, "GIT_NAMESPACE=") && !begins_with(v, "GIT_COMMON_DIR=");
	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++)
		if (begins_with(v, "GIT_CONFIG_") &&
		    begins_with(v + strlen("GIT_CONFIG_"), text[i]))
			return plain_config(v, strlen(v));
	return false;
}

static bool environment_is_plain(void)
{
	for (char **v = environ; *v != NULL; v++)
		if (!variable_is_plain(*v))
			return false;
	return true;
}

/* Each key that is asked anywhere, or the part of its name that no other key has; and where another
 * file may say it. */
bool plain_config(const char *bytes, size_t len)
{
	static const char *const names[] = { "include", "extensions", "shallowupdate", "policy",
		"cpuseconds", "wallseconds", "memorymegabytes" };

	static const char initials[] = "iespcwm"; /* of each */

	for (size_t at = 0; at < len; at++) {
		const char *hit = strchr(initials, bytes[at] | 0x20),
		           *name = hit != NULL ? names[hit - initials] : NULL;

		if (name != NULL && len - at >= strlen(name) &&
		    strncasecmp(bytes + at, name, strlen(name)) == 0)
			return false;
	}
	return true;
}

static bool file_is_plain(struct arena *a, const char *path, bool needed)
{
	struct error why = { 0 };
	struct safefile file;

	if (path != NULL && !needed && access(path, F_OK) < 0)
		return errno == ENOENT;
	return path != NULL && safefile_read_any(a, path, CONFIG_MAX, &file, &why) == 0 &&
	    plain_config(file.bytes, file.len);
}

/* The files that git reads (git-config(1), FILES). */
static bool config_is_plain(struct arena *a, const char *dir)
{
	const char *home = getenv("HOME"), *xdg = getenv("XDG_CONFIG_HOME");
	bool named = xdg != NULL && *xdg != '\0';

	return file_is_plain(a, arena_printf(a, "%sconfig", dir), true) &&
	    file_is_plain(a, "/etc/gitconfig", false) &&
	    (home == NULL || file_is_plain(a, arena_printf(a, "%s/.gitconfig", home), false)) &&
	    ((home == NULL && !named) ||
	        file_is_plain(a,
	            arena_printf(a, "%s%s/git/config", named ? xdg : home, named ? "" : "/.config"),
	            false));
}

/* A repository with one of these shows another history or has its parts elsewhere. */
static bool has_none(struct arena *a, const char *dir)
{
	static const char *const names[] = { "commondir", "shallow", "info/grafts" };
	struct stat st;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *path = arena_printf(a, "%s%s", dir, names[i]);

		if (path == NULL || stat(path, &st) == 0 || errno != ENOENT)
			return false;
	}
	return true;
}

const char *plain_repository(struct arena *a)
{
	const char *named = getenv("GIT_DIR"), *dir;
	char here[PATH_MAX];
	struct stat st;

	if (named == NULL || *named == '\0' || !environment_is_plain())
		return NULL;
	/* Git runs hooks in a bare repository; people read where a file of it is. */
	if (strcmp(named, ".") == 0)
		named = getcwd(here, sizeof(here));
	if (named == NULL || *named != '/')
		return NULL;
	dir = arena_printf(a, "%s/", named);
	return dir != NULL && stat(dir, &st) == 0 && st.st_uid == geteuid() && has_none(a, dir) &&
	        config_is_plain(a, dir) ?
	    dir :
	    NULL;
}

/* A packed ref is never symbolic. */
bool plain_ref(struct arena *a, const char *dir, const char *name)
{
	const char *path = arena_printf(a, "%s%s", dir, name);
	char bytes[OID_HEX];
	git_oid id;
	int fd = path != NULL ? open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC) : -1;
	ssize_t n;

	if (fd < 0)
		return path != NULL && (errno == ENOENT || errno == ENOTDIR);
	n = read(fd, bytes, sizeof(bytes));
	close(fd);
	return n == sizeof(bytes) && oid_parse(bytes, sizeof(bytes), &id) == 0;
}
