/*
 * audit/apart_git: git, as the audit repository is asked by it (audit/apart.h).
 */
#pragma once

#include "git/repo.h"
#include "run/process.h"

/* When the seconds of the policy are over, from now (monotonic_ms()). */
int64_t apart_until(const struct apart *at);

/* Runs git in the repository, with what is left of the time. No file that it writes is larger than
 * a fetch may be. 0, however it ended, or -1. */
int apart_run(struct arena *a, const struct repo *r, const char *const *args, size_t n,
    int64_t until, struct process *p, struct error *e);

bool apart_done(const struct process *p);

/* Says why it was not done. Returns -1. */
int apart_fail(struct arena *a, const struct apart *at, const struct process *p, struct error *e);
int apart_mend(struct error *e);

/* Runs git in the repository as all else here does, for the seconds of the policy: 0 where it exits
 * with 0, else -1. */
int apart_git(struct arena *a, const struct repo *r, const char *const *args, size_t n,
    struct process *p, struct error *e);
