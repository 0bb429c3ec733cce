/*
 * policy/published: the policy where everyone can fetch it, as the history of refs/sluis/policy
 * (norm CH.06 criterion 1).
 *
 * One commit for each policy that was in force: its files; who installed it, and why; and, where a
 * promotion approved it, the commit that was promoted and the audit of the policy's own repository,
 * as its last two parents, so that whoever fetches the policy has what proves it.
 */
#pragma once

#include "policy/file.h"
#include "git/repo.h"

#define PUBLISHED_REF "refs/sluis/policy"

struct approval { /* both zero: none */
	git_oid audit; /* the newest entry of the policy's own repository then */
	git_oid commit; /* what was promoted there, with these files */
};

struct published {
	git_oid id, tree;
	int64_t at; /* seconds since 1970 */
	const char *version; /* as the next, escaped */
	const char *by, *reason; /* NULL: it does not tell */
	struct approval approval;
	struct published *before; /* NULL for the first */
};

struct publishing {
	const char *by, *reason; /* not escaped; no reason: NULL */
	struct approval approval;
	int64_t now;
};

/* Is the policy of `f` the one at the tip of refs/sluis/policy, byte for byte? */
void published_find(
    struct arena *a, const struct repo *r, const struct policy_file *f, struct fact *out);

/* Reads the message of such a commit: all but id, tree, at and before. 0, or -1 with
 * ERROR_MALFORMED or ERROR_MEMORY. */
int published_message_read(
    struct arena *a, const char *message, size_t len, struct published *out, struct error *e);

/* Every policy that was in force, newest first; NULL for none. 0, or -1: one is missing, broken, or
 * not what is written there. */
int published_history(
    struct arena *a, const struct repo *r, struct published **newest, struct error *e);

/* Writes the policy, with allowed_signers and revoked_keys beside it, as the commit that comes
 * after `before`, the newest; audit_publish() then moves the ref. `r` was opened by
 * repo_open_store(). 1 when it did, 0 when it was there already, -1 with `e`. */
int published_write(struct arena *a, const struct repo *r, const struct policy_file *f,
    const struct publishing *p, const struct published *before, git_oid *out, struct error *e);
