/*
 * policy/stamp: what a push that governs nothing, and the hooks after the verdict, need of the
 * policy, in one small file.
 *
 * REPO/sluis-stamp says of a policy that was read whole, and had no problem, from which files, and
 * which refs it governs; so the next hook does not read what thousands of persons may do in order
 * to say that a push concerns none of them. It is believed where it belongs to root or the user
 * this runs as, nobody else may write it, this version wrote it, and each file is the one that was
 * read: by path, device, inode, size and both times, and safe to read now (base/safefile.h). Else
 * the policy is read, and the stamp made anew. Files that changed just before they were read get no
 * stamp: they may change again without another time.
 *
 * A policy without problems has none later (policy/check.c), but for a clock that goes back or a
 * time zone that the machine no longer knows: both are asked.
 */
#pragma once

#include "policy/common_part.h"
#include "policy/policy.h"

#define STAMP_NAME "sluis-stamp"
#define STAMP_MAX ((size_t)256 << 10)

struct policy_stamp {
	const char *version; /* of Sluis */
	int64_t now; /* the policy was judged then */
	struct policy_source from[2];
	/* of the bytes: SHA-256 in hex, and git's */
	const char *digest;
	git_oid blob;
	struct policy policy; /* a part; a source of an environment has no id */
};

/* Reads what stands after the first line, its sum. 0 or -1; everything lives in `a`. */
int policy_stamp_read(struct arena *a, const char *bytes, size_t len, struct policy_stamp *out);

/* The reverse: what is written of the file, with its sum. NULL without memory. */
const char *policy_stamp_text(struct arena *a, const struct policy_stamp *s, size_t *len);

/* Does the stamp in the folder `dir` vouch for the policy at `path`? */
bool policy_stamp_take(
    struct arena *a, const char *dir, const char *path, int64_t now, struct policy_stamp *out);

/* Leaves one for a policy of these bytes that was read whole, and had no problem: `s` has `now`,
 * `from` and `policy`. Where it cannot be written there is none. */
void policy_stamp_leave(
    struct arena *a, const char *dir, const char *bytes, size_t len, struct policy_stamp *s);
