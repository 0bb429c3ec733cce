/*
 * clone/mirror: what a remote repository has, as far as it is judged by, in a bare repository of
 * its own below GIT_DIR/sluis/views/ of a clone, or sluis/whole/ of a partial one.
 *
 * Its refs are called as they are on the remote, so that the engine judges here as it does there,
 * and nothing of the clone's own refs is touched. It borrows the objects of a clone that is whole;
 * whatever of those git gc has taken away since is fetched again into a new mirror (mirror_open,
 * fresh). Trusted is what the remote publishes: policy and keys.
 *
 * A fetch takes longer than a judgement: what was there before is judged while git fetches, and
 * stands when nothing came (mirror_settle).
 */
#pragma once

#include "clone/clone.h"
#include "git/repo.h"

enum mirror_when { /* it is fetched */
	MIRROR_NOW,
	MIRROR_AHEAD, /* while we go on with what is there, which mirror_settle() asks about */
	MIRROR_FETCHED, /* it was, a moment ago, by this run */
	MIRROR_FRESH /* with all that was there thrown away */
};

/* What mirror_settle() says where more came than was there. */
#define MIRROR_MOVED (-2)

struct mirror {
	const char *url;
	const char *dir; /* the bare repository */
	const char *policy; /* its policy.ini, with allowed_signers beside it */
	const char *also; /* what mirror_fetch_also() was told in an earlier run */
	int lock; /* nobody else fetches into it; -1 for none */
	struct arena *arena; /* of mirror_open() */
	bool recent; /* it has most of what the clone has, or what that has does not do */
	bool runs; /* `fetch` does */
	struct child fetch;
	struct repo repo; /* the mirror, open since it was looked at */
	const char *refs; /* what it had before the fetch, a line each */
	size_t nrefs; /* how many */
};

/* Fetches the branches, the sign-offs and refs/sluis/ of `url` into the mirror of it. -1:
 * ERROR_UNREADABLE when it cannot be fetched (git has said why), ERROR_ABSENT when the remote
 * publishes no policy. */
int mirror_open(struct arena *a, const struct clone *c, const char *url, enum mirror_when when,
    struct mirror *out, struct error *e);

/* Waits for a fetch that still runs. 0: what the mirror has is what it had when it was opened.
 * MIRROR_MOVED: open it again, MIRROR_FETCHED. -1 as mirror_open(). */
int mirror_settle(struct mirror *m, struct error *e);

/* Also the refs of those refspecs, a line each, which are fetched with the others from the next run
 * on. 0 or as mirror_settle(); -1 for NULL. */
int mirror_fetch_also(struct mirror *m, const char *specs, struct error *e);

/* Who mends what the remote publishes. -1. */
int mirror_mend_policy(struct error *e);

/* Releases it for others. A zeroed struct is fine after MIRROR_NONE. */
void mirror_close(struct mirror *m);

#define MIRROR_NONE \
	{ \
		.lock = -1 \
	}
