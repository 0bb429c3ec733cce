/*
 * git sluis hooks --local: the hook of a clone that asks the gate before a push. A hook that is
 * there is kept, and runs after ours.
 */
#include "clone/clone.h"
#include "command/command.h"
#include "base/installed.h"

#define PATH_ROOM 4096

struct place {
	const char *hook, *folder, *kept;
	const char *program; /* ours */
};

/* Beside this program where it was built, and where `make install` puts it. */
static const char *find_program(struct arena *a, struct error *e)
{
	static const char *const from[] = { "pre-push", "../libexec/sluis/pre-push" };

	for (size_t i = 0; i < sizeof(from) / sizeof(from[0]); i++) {
		const char *path = installed_path(a, from[i]);

		if (path != NULL && access(path, X_OK) == 0)
			return path;
	}
	error_set(e, ERROR_ABSENT, "the program pre-push is not installed with git-sluis");
	error_mend(e, "run make install in the sources of Sluis");
	return NULL;
}

/* A folder of hooks that is not the clone's own serves other clones too, or is part of the project.
 */
static int find_place(
    struct arena *a, const struct clone *clone, struct place *out, struct error *e)
{
	const char *const where[] = { "git", "rev-parse", "--path-format=absolute", "--git-path",
		"hooks", NULL };
	size_t own = strlen(clone->common_dir);
	const char *folder = clone_ask(a, where, e);

	if (folder == NULL)
		return -1;
	out->hook = arena_printf(a, "%s/pre-push", folder);
	if (out->hook == NULL)
		return error_memory(e);
	if (strncmp(out->hook, clone->common_dir, own) != 0 || out->hook[own] != '/') {
		error_set(e, ERROR_UNSUPPORTED,
		    "git takes its hooks from elsewhere (core.hooksPath): %s",
		    escape(a, out->hook));
		return error_mend(e,
		    "have that hook run git sluis check \"$1\", or give this clone hooks of its "
		    "own:\n"
		    "git config core.hooksPath \"$(git rev-parse --path-format=absolute "
		    "--git-common-dir)/hooks\"");
	}
	out->folder = arena_printf(a, "%s.d", out->hook);
	out->kept = arena_printf(a, "%s.d/10-previous", out->hook);
	out->program = find_program(a, e);
	return out->folder == NULL || out->kept == NULL ? error_memory(e) :
	    out->program == NULL                        ? -1 :
	                                                  0;
}

/* A link to a program of that name that calls itself ours. */
static bool is_ours(struct arena *a, const struct place *p)
{
	char target[PATH_ROOM];
	ssize_t n = readlink(p->hook, target, sizeof(target) - 1);
	const char *const ask[] = { p->hook, "--version", NULL };
	const char *said;
	struct error why = { 0 };

	if (n <= 0)
		return false;
	target[n] = '\0';
	if (strcmp(target, p->program) == 0)
		return true;
	said = clone_ask(a, ask, &why);
	return said != NULL && begins_with(said, "sluis ");
}

static int failed(struct arena *a, const char *path, struct error *e)
{
	return error_set(
	    e, ERROR_UNREADABLE, "%s cannot be changed: %s", escape(a, path), strerror(errno));
}

static int keep(struct arena *a, const struct place *p, struct error *e)
{
	struct stat st;

	if (lstat(p->hook, &st) < 0)
		return errno == ENOENT ? 0 : failed(a, p->hook, e);
	if (lstat(p->kept, &st) == 0) {
		error_set(e, ERROR_MALFORMED, "%s is not ours, and %s is taken", escape(a, p->hook),
		    escape(a, p->kept));
		return error_mend(e, "give one of them another name first");
	}
	if (mkdir(p->folder, 0755) < 0 && errno != EEXIST)
		return failed(a, p->folder, e);
	if (rename(p->hook, p->kept) < 0)
		return failed(a, p->hook, e);
	printf(say("kept the hook that was there as %s; it runs after ours\n"), escape(a, p->kept));
	return 0;
}

static int install(struct arena *a, const struct place *p, struct error *e)
{
	const char *folder = arena_strndup(a, p->hook, (size_t)(strrchr(p->hook, '/') - p->hook));

	if (is_ours(a, p)) {
		printf(say("already there: %s\n"), escape(a, p->hook));
		return 0;
	}
	if (folder == NULL)
		return error_memory(e);
	if (mkdir(folder, 0755) < 0 && errno != EEXIST)
		return failed(a, folder, e);
	if (keep(a, p, e) < 0)
		return -1;
	if (symlink(p->program, p->hook) < 0)
		return failed(a, p->hook, e);
	printf(say("every push from this clone is looked at first: %s\n"), escape(a, p->hook));
	return 0;
}

static int take_away(struct arena *a, const struct place *p, struct error *e)
{
	struct stat st;

	if (!is_ours(a, p)) {
		puts(say("there is no hook of ours here"));
		return 0;
	}
	if (unlink(p->hook) < 0)
		return failed(a, p->hook, e);
	if (lstat(p->kept, &st) == 0) {
		if (rename(p->kept, p->hook) < 0)
			return failed(a, p->kept, e);
		puts(say("the hook that was there before is back"));
	}
	rmdir(p->folder);
	puts(say("gone: no push is looked at beforehand"));
	return 0;
}

int command_hooks(const struct options *o)
{
	struct error e = { 0 };
	struct place place;
	struct clone clone;
	struct arena *a = o->arena;

	if (!options_have(o, OPT_LOCAL) || o->nrest > 0)
		return command_usage(o);
	if (clone_find(a, &clone, &e) < 0 || find_place(a, &clone, &place, &e) < 0 ||
	    (options_have(o, OPT_REMOVE) ? take_away : install)(a, &place, &e) < 0)
		return command_fail(&e);
	return 0;
}
