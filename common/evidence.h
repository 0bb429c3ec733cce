/*
 * evidence: what a promotion links, fetched from the evidence ref as it stands with this push,
 * with its digest checked (DESIGN: a link is LOCATION and SHA-256; norm CH.06 criteria 6 and 8).
 *
 * It answers per link: is the link readable, is the file there, are the bytes the linked ones?
 * What a record says is read here too; whether it is enough is for the rules.
 */
#ifndef SLUIS_EVIDENCE_H
#define SLUIS_EVIDENCE_H

#include <git2/oid.h>
#include <stddef.h>

#include "arena.h"
#include "error.h"
#include "fact.h"
#include "link.h"
#include "record.h"
#include "repo.h"
#include "trailer.h"

#define EVIDENCE_BYTES_MAX ((size_t)16 << 20)	/* of one file */
#define EVIDENCE_LINKS_MAX 64			/* acceptance records of one promotion */

/* Where `git:` links are looked up. */
struct evidence_store {
	const char *ref;	/* NULL: the policy names no evidence ref */
	enum answer exists;	/* of the ref, with this push; unknown: `why` */
	git_oid commit;
	struct error why;
};

struct exhibit {		/* one linked file */
	const char *place;	/* e.g. "2026.11/acceptance.ini", escaped; never NULL once it was linked */
	struct fact intact;	/* it is there and its bytes have the digest; else `why` */
};

struct acceptance_evidence {
	struct error link;	/* kind is ERROR_NONE for a well-formed link */
	struct exhibit record, criteria;
	struct exhibit *logs;	/* one for each result; `place` is NULL where it has none */
	struct error malformed;	/* kind is ERROR_NONE when both records are well formed */
	struct ini_problems problems;	/* of the record that is not */
	bool readable;		/* record and criteria are below */
	struct acceptance acceptance;
	struct criteria wanted;
};

struct evidence {
	struct acceptance_evidence *acceptance;	/* one for each Acceptance-Result */
	size_t n;
	struct error why;	/* kind is not ERROR_NONE when not even that could be found out */
};

/* Follows the Acceptance-Result trailers and whatever their records link. */
void evidence_gather(struct arena *a, const struct repo *r, const struct evidence_store *store,
	const struct trailers *ts, struct evidence *out);

#endif
