#include "git/place.h"

#include <limits.h>

#define KEY "sluis.armedAt" /* "PATH INODE" */
#define GITALY "/+gitaly/" /* below it all is Gitaly's own; no repository of a project is there */

int place_note(struct arena *a, const struct repo *r, struct error *e)
{
	const char *file = arena_printf(a, "%sconfig", r->dir), *value = NULL;
	git_config *config = NULL;
	char real[PATH_MAX];
	struct stat st;
	int rc;

	if (realpath(r->dir, real) != NULL && stat(real, &st) == 0)
		value = arena_printf(a, "%s %llu", real, (unsigned long long)st.st_ino);
	if (file == NULL || value == NULL)
		return error_set(
		    e, ERROR_UNREADABLE, "%s %s", escape(a, r->dir), say("cannot be looked at"));
	rc = git_config_open_ondisk(&config, file);
	if (rc == 0)
		rc = git_config_set_string(config, KEY, value);
	git_config_free(config);
	return rc == 0 ? 0 :
	                 repo_error(a, GIT_ERROR, e, "the repository's config cannot be written");
}

static bool is_here(const struct repo *r, const char *path, const char *inode)
{
	char real[PATH_MAX];
	struct stat st;

	return (stat(r->dir, &st) == 0 && strtoull(inode, NULL, 10) == st.st_ino) ||
	    (realpath(r->dir, real) != NULL && strcmp(real, path) == 0);
}

int place_check(struct arena *a, const struct repo *r, struct error *e)
{
	const char *armed, *space;

	if (strstr(r->dir, GITALY) != NULL) {
		error_set(e, ERROR_UNSUPPORTED,
		    "this host runs hooks in a copy of the repository, and what they record goes "
		    "away with it");
		return error_mend(e,
		    "the administrator gives the audit a place of its own: 'repository' under "
		    "[audit] in the policy (man 7 sluis-admin, Choose)");
	}
	if (repo_configured(a, r, KEY, &armed, e) < 0)
		return -1;
	space = armed != NULL ? strrchr(armed, ' ') : NULL;
	if (space == NULL)
		return 0;
	armed = arena_strndup(a, armed, (size_t)(space - armed));
	if (armed == NULL)
		return error_memory(e);
	if (is_here(r, armed, space + 1))
		return 0;
	error_set(e, ERROR_UNSUPPORTED, "%s was armed, and this is a copy of it: %s",
	    escape(a, armed), escape(a, r->dir));
	return error_mend(e,
	    "where the host runs hooks in a copy, the administrator gives the audit a place of its "
	    "own: 'repository' under [audit] in the policy (man 7 sluis-admin, Choose). Where the "
	    "repository was moved, they arm it again:\n./install.sh %s",
	    shellword(a, r->dir));
}
