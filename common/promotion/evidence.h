/*
 * promotion/evidence: the records that a promotion links, read, with who brought each one in (norm
 * CH.06 criteria 2, 4, 6 and 8).
 *
 * It answers per link (LOCATION and SHA-256): is the link readable, is the file there, are the
 * bytes the linked ones, is it a well-formed record? What the record says is for the rules. In
 * place of an acceptance record, results of a test run may be linked (sluis-results(5)).
 */
#pragma once

#include "promotion/exhibit.h"
#include "policy/policy.h"
#include "promotion/provenance.h"
#include "record/record.h"
#include "record/results_criteria.h"
#include "git/trailer.h"

#define EVIDENCE_LINKS_MAX 64 /* of one kind in one promotion */

struct recorded { /* what is known of any linked record */
	struct error link; /* kind is ERROR_NONE for a well-formed link: */
	struct link where;
	struct exhibit record;
	struct provenance brought; /* when the record is intact */
	struct error malformed; /* kind is ERROR_NONE when it is well formed */
	struct ini_problems problems; /* of the record that is not */
	bool readable; /* what it says stands beside this */
};

struct acceptance_evidence {
	struct recorded rec; /* readable: the criteria too */
	struct acceptance acceptance;
	struct exhibit criteria;
	struct provenance criteria_brought;
	struct criteria wanted;
	struct exhibit *logs; /* one for each result; `place` is NULL where it has none */
	/* Where results of a test run are linked in place of a record; NULL for a record. */
	const struct results *tests;
	struct criterion_tally *tallies; /* one for each criterion; when it is readable */
};

struct plan_evidence {
	struct recorded rec;
	struct plan plan;
};

struct parallel_evidence {
	struct recorded rec;
	struct parallel_run run;
};

struct evidence {
	struct acceptance_evidence *acceptance; /* one for each Acceptance-Result */
	size_t n;
	struct plan_evidence *plans; /* one for each Implementation-Plan */
	size_t nplans;
	struct parallel_evidence *parallel; /* one for each Parallel-Run */
	size_t nparallel;
	struct error why; /* kind is not ERROR_NONE when not even that could be found out */
};

struct evidence_servers; /* promotion/evidence_sftp.h */

struct evidence_sources { /* where links are followed to */
	struct evidence_store git;
	struct evidence_servers *servers;
	const char *zone; /* of the policy; NULL for none */
	const char *promotion; /* the id of the promotion that links; NULL for none that is valid */
};

/* Follows the trailers that link records, and whatever their records link; only those of the groups
 * in `require` (bits of enum require, policy/policy.h). */
void evidence_gather(struct evidence_sources *from, const struct trailers *ts, unsigned require,
    struct evidence *out);
