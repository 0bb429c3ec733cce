#include "git/lock.h"

#include <git2.h>
#include <string.h>
#include <sys/stat.h>

#include "base/escape.h"

#define STALE_S 60

bool lock_left_behind(const char *path, int64_t now)
{
	struct stat st;

	return stat(path, &st) == 0 && st.st_mtime < now - STALE_S;
}

int lock_mend(struct error *e, const char *path)
{
	return error_mend(e,
	    "when no push is under way, the administrator of the server removes what a killed "
	    "process left behind:\nrm %s",
	    path);
}

/* Git moves HEAD with the branch that it names. */
static bool is_head(const struct repo *r, const char *ref)
{
	git_reference *head = NULL;
	bool is = git_reference_lookup(&head, r->git, "HEAD") == 0 &&
	    git_reference_type(head) == GIT_REFERENCE_SYMBOLIC &&
	    strcmp(git_reference_symbolic_target(head), ref) == 0;

	git_reference_free(head);
	return is;
}

int lock_check(struct arena *a, const struct repo *r, const char *ref, int64_t now, struct error *e)
{
	const char *own = arena_printf(a, "%s%s.lock", r->dir, ref),
	           *head = arena_printf(a, "%sHEAD.lock", r->dir);
	bool own_left, head_left;
	const char *paths;

	if (own == NULL || head == NULL)
		return error_memory(e);
	own_left = lock_left_behind(own, now);
	head_left = lock_left_behind(head, now) && is_head(r, ref);
	if (!own_left && !head_left)
		return 0;
	paths = own_left && head_left ?
	    arena_printf(a, "%s %s", shellword(a, own), shellword(a, head)) :
	    shellword(a, own_left ? own : head);
	if (paths == NULL)
		return error_memory(e);
	error_set(e, ERROR_UNREADABLE, "%s is locked, and git cannot move it", escape(a, ref));
	return lock_mend(e, paths);
}
