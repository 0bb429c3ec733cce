/*
 * policy/project: where the policy is when the host names the project.
 *
 * Gitaly lets hooks work on a copy of the repository that is gone afterwards, so neither its path
 * nor what lies in it may decide; GL_PROJECT_PATH says which project it is. That is believed where
 * Gitaly set it, and nowhere else: in a hook that was started out of a folder custom_hooks, as only
 * Gitaly does, in an environment that it makes anew. Elsewhere a client may have set it.
 */
#pragma once

#include "base/base.h"

#define PROJECTS "/etc/sluis/projects"
#define PROJECT_MAX 384

/* Is it a path of folders below another, such as group/project, with nothing in it that leads out
 * of there or that a shell reads? NULL is none. */
bool project_named(const char *name);

/* Does a program that was started by that path lie in a folder custom_hooks, or
 * custom_hooks/NAME.d?
 */
bool project_hook(const char *program);

/* The policy.ini of the project that is pushed to, in a folder that nobody else may write in; NULL
 * where no host names projects, or this machine keeps no policies by project. 0 or -1. */
int project_policy(struct arena *a, const char **path, struct error *e);
