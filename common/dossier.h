/*
 * dossier: what a remote repository knows of a promotion before it is made, read in a clone through git itself: the
 * published policy, the records in the evidence ref, the candidate, and the sign-offs that stand there.
 */
#ifndef SLUIS_DOSSIER_H
#define SLUIS_DOSSIER_H

#include <stdint.h>

#include "arena.h"
#include "error.h"
#include "policy.h"
#include "record.h"

#define DOSSIER_RECORDS_MAX 32

struct dossier_record {
	const char *path;	/* "2026.11/plan.ini" */
	const char *sha256;	/* hex */
};

struct dossier {
	const char *remote, *id;
	struct policy policy;
	struct dossier_record records[DOSSIER_RECORDS_MAX];	/* plan, acceptance and parallel-run records, not the criteria */
	size_t n;
	bool tested;		/* there is an acceptance record, or results of a test run: */
	struct acceptance acceptance;	/* of results candidate, executed_by (NULL for what they do not say) and passed */
};

/* Fetches from the remote and reads. `id` must be valid (promotion.h). 0 or -1. */
int dossier_read(struct arena *a, const char *remote, const char *id, int64_t now, struct dossier *out, struct error *e);

/* Where the next sign-off of that person in that role goes: "refs/signoffs/ID/ROLE/PERSON" or ".../PERSON.2" and up. NULL with
 * `e`. */
const char *dossier_next_signoff(struct arena *a, const struct dossier *d, const char *role, const char *person,
	struct error *e);

#endif
