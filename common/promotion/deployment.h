/*
 * promotion/deployment: does what an environment shows run at its targets, by the records of it
 * (norm CH.06 criteria 2 and 8)?
 *
 * What it shows is the newest promotion or rollback on its first-parent line that changed what was
 * there; ID/deployment/TARGET.ini of the evidence says what became of that at a target. Nothing has
 * to be recorded of what is no promotion: a baseline, a merge without a valid id, which is older
 * than the targets.
 * A record counts as the word of the person who added it.
 */
#pragma once

#include "promotion/evidence.h"
#include "promotion/past.h"
#include "promotion/provenance.h"

enum deployed {
	DEPLOYED_UNKNOWN = 0, /* it could not be told: `why` */
	DEPLOYED_UNRECORDED,
	DEPLOYED_MALFORMED,
	DEPLOYED_BY_NOBODY, /* who added it is not listed in the policy */
	DEPLOYED_BY_OTHER, /* is a person who may not push there */
	DEPLOYED_ELSE, /* the record is about something else: `key`, `says_other`, `is` */
	DEPLOYED_BEFORE, /* it ended before the promotion went over */
	DEPLOYED_TO_COME, /* it ends after the record came in */
	DEPLOYED_BACK, /* an older record was put back */
	DEPLOYED_GONE, /* there was a record, and it was removed */
	DEPLOYED_FAILED,
	DEPLOYED_ROLLED_BACK,
	DEPLOYED_DIFFERS,
	DEPLOYED_DONE
};

struct deployed_at {
	const struct target *target;
	struct recorded rec; /* link and where are not set */
	struct deployment says; /* when it is readable */
	enum deployed state;
	struct error why;
	const struct person *by; /* who added it; NULL for nobody known */
	const char *key, *says_other, *is;
};

struct deployments {
	enum answer known; /* yes: all below; no: there is nothing to record; unknown: `why` */
	struct error why;
	struct commit merge; /* that made what the environment shows */
	const char *id; /* its promotion */
	int64_t at; /* when it went over */
	struct deployed_at *list; /* one for each target of the environment */
	size_t n;
};

/* Of what `tip` of the environment shows. The ledger of `m` is that of `past`. */
void deployments_gather(struct arena *a, const struct repo *r, const struct policy *p,
    const struct environment *env, const git_oid *tip, const struct evidence_moves *m,
    struct past *past, struct deployments *out);

/* What it came to, for machines, and in the language of the run. */
const char *deployed_key(enum deployed state);
const char *deployed_word(enum deployed state);

/* The last second at which no record need be there. */
int64_t deployment_due(const struct deployments *d, const struct deployed_at *at);

/* "2026.11/deployment/web.ini"; NULL without memory. */
const char *deployment_path(struct arena *a, const char *id, const struct target *t);

/* The newest merge on the first-parent line of `tip` that changed what was there. 0, also with
 * `*found` no, or -1. */
int deployment_shown(struct arena *a, const struct repo *r, const git_oid *tip, struct commit *out,
    bool *found, struct error *e);
