/*
 * signoff_tag: a sign-off as it was made: an annotated, signed tag on the candidate (sluis(7),
 * SIGN-OFFS).
 *
 * A pure reader of the bytes of the tag object. It takes the headers that git tag writes, in git's
 * order, and no other; a tag on a tag is refused, because the candidate must be named in what was
 * signed. Promotion, Environment, Role and Decision stand there once each, Evidence as often as
 * needed; trailers of other names are the signer's own affair. Whether the signature is good is for
 * sshsig.h.
 */
#ifndef SLUIS_SIGNOFF_TAG_H
#define SLUIS_SIGNOFF_TAG_H

#include <git2/oid.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "digest.h"
#include "error.h"
#include "sshsig_split.h"

#define SIGNOFF_TAG_MAX ((size_t)1 << 20) /* bytes of the object */

enum decision { DECISION_NONE = 0, DECISION_APPROVE, DECISION_REJECT };

struct signoff_tag {
	git_oid candidate;
	const char *name; /* that the tag was made under; not the ref it was pushed to */
	const char *tagger; /* address; the signer's own word */
	int64_t at; /* when, by the signer's own clock; seconds since 1970, above 0 */
	const char *promotion, *environment, *role;
	enum decision decision;
	unsigned char (*evidence)[DIGEST_SIZE]; /* of each record the signer saw */
	size_t nevidence;
	struct sshsig_parts parts; /* point into the bytes read */
};

/* -1: ERROR_ABSENT or ERROR_UNSUPPORTED (no signature, or not by SSH), ERROR_MALFORMED,
 * ERROR_MEMORY. Strings live in `a`. */
int signoff_tag_read(
    struct arena *a, const char *bytes, size_t len, struct signoff_tag *out, struct error *e);

#endif
