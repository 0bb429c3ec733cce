/* Are the hooks there, ours, and run? Git takes what it cannot run for no hook at all, and lets the
 * push through. */
#include <dirent.h>
#include <sys/statvfs.h>

#include "run/child.h"
#include "doctor/doctor_internal.h"
#include "base/installed.h"
#include "git/repo.h"
#include "base/safefile.h"

#define HOOK_MAX ((size_t)64 << 20)
#define GITLAB_HOOKS "/var/opt/gitlab/gitaly/custom_hooks" /* of the Omnibus packages */

static const struct {
	const char *name;
	enum pusher_source source;
	enum doctor_host host;
} hosts[] = {
	{ "plain", PUSHER_NONE, DOCTOR_PLAIN },
	{ "gitolite", PUSHER_GITOLITE, DOCTOR_GITOLITE },
	{ "gitea", PUSHER_GITEA, DOCTOR_GITEA },
	{ "forgejo", PUSHER_NONE, DOCTOR_GITEA },
	{ "gitlab", PUSHER_GITLAB, DOCTOR_GITLAB },
};

#define HOSTS (sizeof(hosts) / sizeof(hosts[0]))

enum doctor_host doctor_host_named(const char *name)
{
	for (size_t i = 0; i < HOSTS; i++)
		if (strcmp(hosts[i].name, name) == 0)
			return hosts[i].host;
	return DOCTOR_BY_POLICY;
}

enum doctor_host doctor_host(const struct doctor *d)
{
	if (d->in->host != DOCTOR_BY_POLICY)
		return d->in->host;
	for (size_t i = 0; d->ruled && i < HOSTS; i++)
		if (hosts[i].source != PUSHER_NONE &&
		    hosts[i].source == d->file.policy.pusher_source)
			return hosts[i].host;
	return DOCTOR_PLAIN;
}

static bool is_ours(const char *bytes, size_t len)
{
	return len > 4 && memcmp(bytes, "\177ELF", 4) == 0 &&
	    memmem(bytes, len, REPO_MARK, strlen(REPO_MARK)) != NULL;
}

static void read_it(struct arena *a, struct hook *out)
{
	struct error e = { 0 };
	struct safefile f;

	if (safefile_read_any(a, out->path, HOOK_MAX, &f, &e) < 0)
		out->why = arena_strdup(a, e.text);
	else
		out->state = is_ours(f.bytes, f.len) ? HOOK_OURS : HOOK_FOREIGN;
}

void hook_look(struct arena *a, const char *path, struct hook *out)
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

bool hook_runs(const char *path)
{
	return access(path, X_OK) == 0;
}

/* access(2) says so for most file systems, but not why. */
static bool noexec(const char *path)
{
	struct statvfs fs;

	return statvfs(path, &fs) == 0 && (fs.f_flag & ST_NOEXEC) != 0;
}

static const char *arm_again(struct doctor *d, bool installed)
{
	const char *host = "";

	for (size_t i = 0; i < HOSTS; i++)
		if (hosts[i].source != PUSHER_NONE && hosts[i].host == doctor_host(d))
			host = arena_printf(d->arena, "--host %s ", hosts[i].name);
	return arena_printf(d->arena, "%s %s%s", installed ? "sluis-arm" : "./install.sh", host,
	    shellword(d->arena, d->dir));
}

static void not_armed(struct doctor *d, const char *text)
{
	const char *arm = installed_path(d->arena, "../sbin/sluis-arm");
	bool installed = arm != NULL && access(arm, X_OK) == 0;

	doctor_say(d, DOCTOR_WRONG,
	    installed ? "arm the repository again:" :
	                "arm the repository again, in the folder of Sluis' sources:",
	    arm_again(d, installed), "%s", text);
}

/* The first file of a folder of hooks that is ours. */
static bool find_in(struct doctor *d, const char *folder, const char *begin, struct hook *out)
{
	struct dirent **names = NULL;
	int n = folder != NULL ? scandir(folder, &names, NULL, alphasort) : -1;
	bool found = false;

	for (int i = 0; i < n; i++) {
		if (!found && *names[i]->d_name != '.' && begins_with(names[i]->d_name, begin)) {
			hook_look(d->arena,
			    arena_printf(d->arena, "%s/%s", folder, names[i]->d_name), out);
			found = out->state == HOOK_OURS;
		}
		free(names[i]);
	}
	free(names);
	return found;
}

/* Gitaly takes its own hooks folder, and runs what lies in these after its own checks. */
static void find_gitlab(struct doctor *d, const char *name, struct hook *out)
{
	const char *custom = arena_printf(d->arena, "%s/custom_hooks/%s", d->dir, name);

	hook_look(d->arena, custom, out);
	if (out->state != HOOK_OURS &&
	    !find_in(d, arena_printf(d->arena, "%s.d", custom), "", out) &&
	    !find_in(d, arena_printf(d->arena, GITLAB_HOOKS "/%s.d", name), "", out))
		hook_look(d->arena, custom, out);
}

void doctor_find_hook(struct doctor *d, const char *name, struct hook *out)
{
	const char *path = arena_printf(d->arena, "%s/%s", d->hooks, name);

	if (doctor_host(d) == DOCTOR_GITLAB) {
		find_gitlab(d, name, out);
		return;
	}
	hook_look(d->arena, path, out);
	if (out->state != HOOK_FOREIGN)
		return;
	/* Gitea's own runs what lies in NAME.d/; gitolite's driver runs NAME.hNN-... */
	if (doctor_host(d) == DOCTOR_GITEA &&
	    find_in(d, arena_printf(d->arena, "%s.d", path), "", out))
		return;
	if (doctor_host(d) == DOCTOR_GITOLITE &&
	    find_in(d, d->hooks, arena_printf(d->arena, "%s.h", name), out))
		return;
	hook_look(d->arena, path, out);
}

/* Could somebody else put another program in its place? */
static void check_writers(struct doctor *d, const struct hook *h)
{
	struct error e = { 0 };
	struct safefile f;

	if (safefile_read(d->arena, h->path, HOOK_MAX, &f, &e) < 0)
		doctor_say_error(d, e.kind == ERROR_MEMORY ? DOCTOR_UNKNOWN : DOCTOR_WRONG, &e);
}

static void check_version(struct doctor *d, const struct hook *h)
{
	const char *const argv[] = { h->path, "--version", NULL };
	const char *shown = escape(d->arena, h->path);
	struct error e = { 0 };
	char *text;

	if (child_told(d->arena, argv, 4096, &text, &e) != 0)
		not_armed(d, say_printf(d->arena, "%s cannot be run", shown));
	else if (strcmp(text, "sluis " SLUIS_VERSION "\n") != 0)
		not_armed(d,
		    say_printf(d->arena, "%s is '%s', and this is sluis %s", shown,
		        escape_bytes(d->arena, text, strcspn(text, "\n")), SLUIS_VERSION));
}

static void check_ours(struct doctor *d, const struct hook *h)
{
	const char *shown = escape(d->arena, h->path);

	if (noexec(h->path))
		doctor_say(d, DOCTOR_WRONG, "mount it without noexec", NULL,
		    "%s is on a file system mounted noexec: git runs no hook there", shown);
	else if (!hook_runs(h->path))
		doctor_say(d, DOCTOR_WRONG, "",
		    arena_printf(d->arena, "chmod 755 %s", shellword(d->arena, h->path)),
		    "%s is not executable: git passes over it", shown);
	else {
		check_writers(d, h);
		check_version(d, h);
	}
}

static const char *say_wrong(struct arena *a, enum hook_state state, const char *path)
{
	switch (state) {
	case HOOK_NONE:
		return say_printf(a, "there is no %s", path);
	case HOOK_DANGLING:
		return say_printf(a, "%s is a link that leads nowhere", path);
	case HOOK_NO_FILE:
		return say_printf(a, "%s is not a file", path);
	case HOOK_EMPTY:
		return say_printf(a, "%s is empty", path);
	default:
		return say_printf(a, "%s is not ours", path);
	}
}

/* `lost` is what happens without the hook. */
static enum doctor_found check_hook(struct doctor *d, const char *name, const char *lost)
{
	const char *shown;
	struct hook h;

	if (d->hooks == NULL) {
		doctor_say_error(d, DOCTOR_UNKNOWN, &d->hooks_why);
		return DOCTOR_FINE;
	}
	doctor_find_hook(d, name, &h);
	shown = escape(d->arena, h.path);
	if (h.state == HOOK_OURS)
		check_ours(d, &h);
	else if (h.state == HOOK_UNREADABLE)
		doctor_say(d, DOCTOR_UNKNOWN, "", NULL, "%s cannot be looked at: %s", shown, h.why);
	else
		not_armed(d,
		    arena_printf(d->arena, "%s%s%s", say_wrong(d->arena, h.state, shown),
		        h.state != HOOK_NO_FILE ? ": " : "",
		        h.state != HOOK_NO_FILE ? say(lost) : ""));
	return DOCTOR_FINE;
}

enum doctor_found doctor_pre_receive(struct doctor *d)
{
	struct hook update = { 0 };

	if (d->hooks != NULL &&
	    access(arena_printf(d->arena, "%s/pre-receive", d->hooks), F_OK) != 0)
		hook_look(d->arena, arena_printf(d->arena, "%s/update", d->hooks), &update);
	if (update.state == HOOK_OURS) {
		doctor_say(d, DOCTOR_NOTE, "", NULL,
		    "update alone judges here, ref by ref: a promotion and its evidence need a "
		    "push each");
		check_ours(d, &update);
		return DOCTOR_FINE;
	}
	return check_hook(d, "pre-receive", "every push goes through unjudged");
}

enum doctor_found doctor_reference_transaction(struct doctor *d)
{
	if (doctor_host(d) != DOCTOR_GITLAB)
		return check_hook(d, "reference-transaction",
		    "refs that move without a push are not held to the audit");
	doctor_say(d, DOCTOR_NOTE, "", NULL,
	    "GitLab has no place for this hook: what moves without a push is seen by git sluis "
	    "audit verify");
	return DOCTOR_FINE;
}

enum doctor_found doctor_post_receive(struct doctor *d)
{
	return check_hook(
	    d, "post-receive", "no copy of the audit is sent, and outcomes are recorded late");
}

/* A hook of that name that was there before ours, and cannot run. */
static void check_kept(struct doctor *d, const char *name)
{
	const char *folder;
	struct dirent **names = NULL;
	struct hook h;
	int n;

	doctor_find_hook(d, name, &h);
	folder = h.state == HOOK_OURS ? arena_printf(d->arena, "%s.d", h.path) : NULL;
	n = folder != NULL ? scandir(folder, &names, NULL, alphasort) : -1;

	for (int i = 0; i < n; i++) {
		const char *path = arena_printf(d->arena, "%s/%s", folder, names[i]->d_name);

		if (*names[i]->d_name != '.' && path != NULL && !hook_runs(path))
			doctor_say(d, DOCTOR_WRONG, "take it away, or let it run:",
			    arena_printf(d->arena, "chmod +x %s", shellword(d->arena, path)),
			    "%s is not executable (or a link that leads nowhere), and never runs",
			    escape(d->arena, path));
		free(names[i]);
	}
	free(names);
}

enum doctor_found doctor_kept_hooks(struct doctor *d)
{
	static const char *const names[] = { "pre-receive", "update", "reference-transaction",
		"post-receive" };

	if (d->hooks == NULL)
		return DOCTOR_UNKNOWN;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		check_kept(d, names[i]);
	return DOCTOR_FINE;
}

/* Git looks elsewhere: is there a gate of ours? */
static void check_elsewhere(struct doctor *d)
{
	const char *const argv[] = { "git", "-C", d->dir, "config", "--show-scope", "--get",
		"core.hooksPath", NULL };
	const char *shown = escape(d->arena, d->hooks), *scope;
	struct error e = { 0 };
	struct hook h;
	char *text;

	if (doctor_host(d) == DOCTOR_GITLAB)
		return;
	hook_look(d->arena, arena_printf(d->arena, "%s/pre-receive", d->hooks), &h);
	if (h.state == HOOK_OURS) {
		doctor_say(d, DOCTOR_NOTE, "", NULL,
		    "git takes its hooks from %s, outside of the repository; the gate stands there",
		    shown);
		return;
	}
	scope = child_told(d->arena, argv, 4096, &text, &e) == 0 ?
	    arena_strndup(d->arena, text, strcspn(text, "\t")) :
	    NULL;
	if (scope == NULL)
		doctor_say(d, DOCTOR_WRONG, "take the link away, and arm the repository again",
		    NULL, "its folder of hooks is a link to %s, outside of the repository", shown);
	else
		doctor_say(d, DOCTOR_WRONG, "",
		    doctor_git(d, "config --%s --unset core.hooksPath", escape(d->arena, scope)),
		    "core.hooksPath in the %s config of git leads to %s, where no gate stands",
		    escape(d->arena, scope), shown);
}

enum doctor_found doctor_hooks_folder(struct doctor *d)
{
	char *real = realpath(d->dir, NULL);
	size_t n = real != NULL ? strlen(real) : 0;
	bool inside =
	    d->hooks != NULL && n > 0 && strncmp(d->hooks, real, n) == 0 && d->hooks[n] == '/';

	free(real);
	if (d->hooks == NULL)
		doctor_say_error(d, DOCTOR_UNKNOWN, &d->hooks_why);
	else if (!inside)
		check_elsewhere(d);
	else if (access(d->hooks, F_OK) == 0 && access(d->hooks, X_OK) != 0)
		doctor_say(d, DOCTOR_WRONG, "",
		    arena_printf(d->arena, "chmod 755 %s", shellword(d->arena, d->hooks)),
		    "%s cannot be searched: git finds no hook in it", escape(d->arena, d->hooks));
	return DOCTOR_FINE;
}
