#include "audit/apart_git.h"

#include <sys/resource.h>

#include "audit/remote.h"

#define ARGS_MAX 32

/* As fetch/ signs in to a result server: by that key, to that host, asking nobody. */
static const char *ssh_command(struct arena *a, const struct apart *at)
{
	if (at->identity == NULL || at->known_hosts == NULL)
		return "GIT_SSH_COMMAND=false";
	return arena_printf(a,
	    "GIT_SSH_COMMAND=ssh -F /dev/null -o BatchMode=yes -o StrictHostKeyChecking=yes -o "
	    "GlobalKnownHostsFile=/dev/null -o UserKnownHostsFile=%s -o IdentitiesOnly=yes -o "
	    "IdentityAgent=none -o ConnectTimeout=%u -o ForwardAgent=no -i %s",
	    shellword(a, at->known_hosts), at->timeout, shellword(a, at->identity));
}

int apart_run(struct arena *a, const struct repo *r, const char *const *args, size_t n,
    int64_t until, struct process *p, struct error *e)
{
	const char *argv[ARGS_MAX] = { "/usr/bin/env", "-i",
		"PATH=/usr/local/bin:/usr/bin:/bin:/opt/gitlab/embedded/bin", "LC_ALL=C",
		"GIT_TERMINAL_PROMPT=0", "GIT_NO_REPLACE_OBJECTS=1", "GIT_GRAFT_FILE=/dev/null",
		"GIT_SSH_VARIANT=ssh", ssh_command(a, r->apart), "git", "--git-dir", r->dir, "-c",
		"core.hooksPath=/dev/null", "-c", "protocol.version=0", "-c", "gc.auto=0" };
	struct rlimit before_files;
	size_t before = 0;

	while (argv[before] != NULL)
		before++;
	if (argv[8] == NULL)
		return error_memory(e);
	memcpy(argv + before, args, n * sizeof(*args));
	*p = (struct process){ .argv = argv };
	if (remote_bound(a, r, &before_files, e) < 0)
		return -1;
	process_run_all(a, p, 1, 1, monotonic_left(until)); /* with our bound of memory, too */
	setrlimit(RLIMIT_FSIZE, &before_files);
	p->argv = NULL;
	return a->exhausted ? error_memory(e) : 0;
}

bool apart_done(const struct process *p)
{
	return p->end == PROCESS_EXITED && p->code == 0;
}

int64_t apart_until(const struct apart *at)
{
	return monotonic_ms() + (int64_t)at->timeout * 1000;
}

int apart_mend(struct error *e)
{
	return error_mend(e,
	    "the administrator of the server looks at the audit repository, the way there and "
	    "[audit] of the policy: git sluis doctor; then push again");
}

int apart_fail(struct arena *a, const struct apart *at, const struct process *p, struct error *e)
{
	if (p->end == PROCESS_OVERDUE || (p->end == PROCESS_UNKNOWN && p->code == ETIMEDOUT))
		error_set(e, ERROR_UNREADABLE,
		    "the audit repository %s gave no answer in %u seconds", escape(a, at->url),
		    at->timeout);
	else
		error_set(e, ERROR_UNREADABLE, "the audit repository %s cannot be asked: %s",
		    escape(a, at->url), remote_last_line(a, p->err));
	return apart_mend(e);
}

int apart_git(struct arena *a, const struct repo *r, const char *const *args, size_t n,
    struct process *p, struct error *e)
{
	if (apart_run(a, r, args, n, apart_until(r->apart), p, e) < 0)
		return -1;
	return apart_done(p) ? 0 : apart_fail(a, r->apart, p, e);
}
