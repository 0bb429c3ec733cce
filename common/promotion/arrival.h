/*
 * promotion/arrival: when a value came into a ref, by the clock of the host (norm CH.06 criteria 5
 * and 6).
 *
 * The date of a commit or tag is its maker's own word. The audit knows better: the first entry that
 * let a value in says when that was.
 */
#ifndef SLUIS_ARRIVAL_H
#define SLUIS_ARRIVAL_H

#include <git2/oid.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/ledger.h"
#include "base/arena.h"
#include "base/fact.h"
#include "git/repo.h"

struct entrance { /* of a value into a ref */
	const char *ref; /* asked: its name */
	git_oid value; /* asked */
	/* asked: before this moment, in seconds since 1970, it cannot have come in */
	int64_t since;
	enum answer known; /* yes: `at`; no: the audit does not tell; unknown: `why` */
	int64_t at; /* of the first entry that let the value in */
	struct error why;
};

void arrival_entrances(
    struct arena *a, const struct repo *r, struct ledger *l, struct entrance *list, size_t n);

#endif
