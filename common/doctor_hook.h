/*
 * doctor_hook: what lies where git, or the host, looks for a hook.
 */
#ifndef SLUIS_DOCTOR_HOOK_H
#define SLUIS_DOCTOR_HOOK_H

#include <stdbool.h>

#include "arena.h"

enum hook_state {
	HOOK_UNREADABLE = 0, /* nobody knows what it is */
	HOOK_NONE,
	HOOK_DANGLING, /* a link that leads nowhere */
	HOOK_NO_FILE, /* a folder, or a device */
	HOOK_EMPTY,
	HOOK_FOREIGN, /* somebody else's */
	HOOK_OURS
};

struct hook {
	const char *path;
	enum hook_state state;
	const char *why; /* when unreadable: the reason, escaped */
};

/* A file is ours when it is a program that holds REPO_MARK (repo.h). Links are followed. */
void hook_look(struct arena *a, const char *path, struct hook *out);

/* Can the user that this runs as run it: mode and file system? */
bool hook_runs(const char *path);
bool hook_noexec(const char *path);

#endif
