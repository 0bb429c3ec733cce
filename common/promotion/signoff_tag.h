/*
 * promotion/signoff_tag: a sign-off as it was made, an annotated, signed tag on the candidate, and
 * the ref at which it stands (sluis(7), SIGN-OFFS).
 *
 * Pure readers of the name of the ref and of the bytes of the tag object. The name is
 * refs/signoffs/PROMOTION/ROLE/PERSON, or PERSON.2 and up for the ones after; no id of a person
 * ends in a dot and a number (policy/form.h), so it reads in one way only. The tag has the headers
 * that git tag writes, in git's order, and no other; a tag on a tag is refused, because the
 * candidate must be named in what was signed. Trailers of other names are the signer's own affair.
 * Whether the signature is good is for sign/sshsig.h.
 */
#pragma once

#include "base/digest.h"
#include "git/trailer.h"
#include "promotion/promotion.h"
#include "sign/sshsig_split.h"

#define SIGNOFF_REFS "refs/signoffs/"
#define SIGNOFF_SEQUENCE_MAX 9999

struct signoff_ref {
	const char *promotion, *role, *person;
	unsigned sequence; /* 1 for PERSON, N for PERSON.N */
};

/* -1: ERROR_MALFORMED for any other name, as PERSON.0, PERSON.1 and PERSON.02; ERROR_MEMORY. */
int signoff_ref_read(struct arena *a, const char *ref, struct signoff_ref *out, struct error *e);

/* The name of that ref, in the arena; NULL without memory. */
const char *signoff_ref_name(struct arena *a, const struct signoff_ref *r);

#define SIGNOFF_TAG_MAX ((size_t)1 << 20) /* bytes of the object */

enum decision { DECISION_NONE = 0, DECISION_APPROVE, DECISION_REJECT };

struct signoff_tag {
	git_oid candidate;
	const char *name; /* that the tag was made under; not the ref it was pushed to */
	const char *tagger; /* address; the signer's own word */
	int64_t at; /* when, by the signer's own clock; seconds since 1970, above 0 */
	const char *promotion, *environment, *role;
	enum decision decision;
	const char *kind; /* as of struct promotion: what it is given for */
	const char **reviews; /* ids of the emergencies that the signer reviewed */
	size_t nreviews;
	unsigned char (*evidence)[DIGEST_SIZE]; /* of each file the signer saw */
	size_t nevidence;
	struct sshsig_parts parts; /* point into the bytes read */
};

/* -1: ERROR_ABSENT or ERROR_UNSUPPORTED (no signature, or not by SSH), ERROR_MALFORMED,
 * ERROR_MEMORY. Strings live in `a`. */
int signoff_tag_read(
    struct arena *a, const char *bytes, size_t len, struct signoff_tag *out, struct error *e);

/* Are the emergencies that it reviews those that the merge does, as sets? */
bool signoff_tag_reviews_are(const struct signoff_tag *t, const struct trailers *ts);

/* Did the signer see that record? */
bool signoff_tag_names(const struct signoff_tag *tag, const unsigned char sha256[DIGEST_SIZE]);
