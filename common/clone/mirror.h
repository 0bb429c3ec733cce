/*
 * clone/mirror: what a remote repository has, as far as it is judged by, in a bare repository of
 * its own below GIT_DIR/sluis/views/ of a clone.
 *
 * Its refs are called as they are on the remote, so that the engine judges here as it does there,
 * and nothing of the clone's own refs is touched. It borrows the clone's objects; whatever of those
 * git gc has taken away since is fetched again into a new mirror (mirror_open, fresh). Trusted is
 * what the remote publishes: policy and keys.
 */
#pragma once

#include "clone/clone.h"

struct mirror {
	const char *url;
	const char *dir; /* the bare repository */
	const char *policy; /* its policy.ini, with allowed_signers beside it */
	const char *also; /* what mirror_fetch_also() was told in an earlier run */
	int lock; /* nobody else fetches into it; -1 for none */
};

/* Fetches the branches, the sign-offs and refs/sluis/ of `url` into the mirror of it; `fresh`
 * throws away what was there. -1: ERROR_UNREADABLE when it cannot be fetched (git has said why),
 * ERROR_ABSENT when the remote publishes no policy. */
int mirror_open(struct arena *a, const struct clone *c, const char *url, bool fresh,
    struct mirror *out, struct error *e);

/* Also the refs of those refspecs, a line each, which are fetched with the others from the next run
 * on. 0 or -1, as for NULL. */
int mirror_fetch_also(struct arena *a, const struct mirror *m, const char *specs, struct error *e);

/* Who mends what the remote publishes. -1. */
int mirror_mend_policy(struct error *e);

/* Releases it for others. A zeroed struct is fine after MIRROR_NONE. */
void mirror_close(struct mirror *m);

#define MIRROR_NONE \
	{ \
		.lock = -1 \
	}
