/*
 * policy/file: which policy is in force in a repository, and may it be believed?
 *
 * That of the project, where the host names one (policy/project.h), and no other. Else git config
 * sluis.policy of the repository, else GIT_DIR/sluis/policy.ini, else /etc/sluis/policy.ini: the
 * first one that is named or is there. One that others could have written is no policy.
 */
#pragma once

#include "policy/common_part.h"
#include "policy/policy.h"
#include "git/repo.h"

struct policy_file {
	const char *path; /* escaped; NULL when none was found */
	const char *signers; /* allowed_signers beside it (not escaped) */
	const char *revoked; /* revoked_keys beside it (not escaped) */
	/* of the policy and its common part (policy/common_part.h); NULL when it cannot be read */
	const char *bytes;
	size_t len;
	int64_t mtime;
	const char *common; /* the file of the common part, escaped; NULL for none */
	unsigned lines; /* before the common part begins */
	struct policy_source from[2];
	/* of the bytes, where they are known already (policy/stamp.h): SHA-256 in hex, and git's */
	const char *digest;
	git_oid blob;
	struct ini_problems problems;
	struct policy policy;
	bool part; /* only what its stamp has; `bytes` is NULL */
};

/* Finds and reads the policy, and tells the repository where its audit is. 0, or -1 with `e`;
 * problems are listed when the file can be read. */
int policy_file_load(
    struct arena *a, const struct repo *r, int64_t now, struct policy_file *out, struct error *e);

/* The same for a repository that is not opened: the policy of its project, or at its own place in
 * the folder `dir`, which git/plain.h gave; the part of its stamp, where that is believed. */
int policy_file_load_plain(
    struct arena *a, const char *dir, int64_t now, struct policy_file *out, struct error *e);

/* policy_file_load() for a repository that turned out to be needed: `file` is what the above read,
 * or zeroed. The second takes a part for the policy: which refs it governs, [audit], and which
 * bytes it is of. */
int policy_file_load_after_plain(
    struct arena *a, const struct repo *r, int64_t now, struct policy_file *file, struct error *e);
int policy_file_load_part(
    struct arena *a, const struct repo *r, int64_t now, struct policy_file *file, struct error *e);

/* The digest of its bytes; NULL without bytes, or memory. */
const char *policy_file_digest(struct arena *a, const struct policy_file *file);

/* Reads the policy at `path`. With `trust` the file need not be protected: for --lint. */
int policy_file_read(struct arena *a, const char *path, bool trust, int64_t now,
    struct policy_file *out, struct error *e);
