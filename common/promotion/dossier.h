/*
 * promotion/dossier: the folder of one promotion in the evidence ref: its criteria, and the records
 * that a promotion links.
 *
 * What is malformed is kept with the reason: whoever looks at it wants to know. Whether it counts
 * is for the rules.
 */
#pragma once

#include "policy/policy.h"
#include "record/record.h"
#include "git/repo.h"

#define DOSSIER_RECORDS_MAX 64
#define DOSSIER_INTENT "intent.ini"

enum dossier_kind { DOSSIER_PLAN = 1, DOSSIER_ACCEPTANCE, DOSSIER_PARALLEL_RUN };

struct dossier_record {
	enum dossier_kind kind;
	const char *path; /* "2026.11/plan.ini" */
	const char *sha256; /* hex */
	const char
	    *criteria; /* that it was judged by, hex; NULL for those of the folder, or none */
	struct error malformed; /* kind is ERROR_NONE for a well-formed one: */
	struct plan plan; /* of its kind */
	struct acceptance acceptance; /* of results of a test run candidate, executed_by (NULL for
	                                 what they do not say) and passed */
	struct parallel_run run;
};

struct dossier {
	const char *id;
	bool evidence; /* the evidence ref exists: */
	git_oid tip;
	bool exists; /* the folder is there: */
	bool has_criteria; /* so is criteria.ini: */
	struct error malformed; /* kind is ERROR_NONE when it is well formed: */
	const char *criteria_sha256; /* hex */
	struct criteria criteria;
	struct intent intent; /* zero without DOSSIER_INTENT, or where that is malformed: */
	struct error intent_malformed;
	/* plan*.ini, acceptance*.{ini,xml,tap,json} and parallel-run*.ini, by name */
	struct dossier_record *records;
	size_t n;
};

/* Reads the dossier of `id` (valid, promotion/promotion.h) as it stands in the evidence ref of `r`.
 * 0, also when there is none, or -1. */
int dossier_read(struct arena *a, const struct repo *r, const struct policy *p, const char *id,
    struct dossier *out, struct error *e);

/* The ids under way or past: those that have a folder, in the order of their names, and then those
 * that have only sign-offs;
 * `*list` is in the arena. 0 or -1. */
int dossier_list(struct arena *a, const struct repo *r, const struct policy *p,
    const char *const **list, size_t *n, struct error *e);

/* The first of that kind, or NULL. */
const struct dossier_record *dossier_find(const struct dossier *d, enum dossier_kind kind);

/* The commit that the record is about, 40 hex digits; NULL for a malformed one. */
const char *dossier_candidate(const struct dossier_record *r);

/* Does a promotion of that candidate to that environment link the record? One of another candidate
 * is left aside when there is one of this; the kinds that the environment does not ask for are not
 * linked. */
bool dossier_links(const struct dossier *d, const struct environment *env, const git_oid *candidate,
    const struct dossier_record *r);

/*
 * The digests, in hex, of the files that such a promotion rests on: the records that it links, and
 * the criteria of the tests among them. Each once; NULL ends them. NULL without memory.
 */
const char **dossier_rests_on(struct arena *a, const struct dossier *d,
    const struct environment *env, const git_oid *candidate);
