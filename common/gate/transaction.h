/*
 * gate/transaction: what git is about to do to refs, or has done (githooks(5),
 * reference-transaction).
 *
 * A pure reader of the hook's input, and the one question it asks of each line. Facts of git 2.39,
 * measured: an old id of zeros says nothing about the ref; `pack-refs` sends every packed ref with
 * zeros as the old id, then a deletion of each loose file it prunes; a deletion of a packed ref is
 * announced twice, by the packed file first with zeros for both ids.
 */
#pragma once

#include "policy/policy.h"
#include "git/repo.h"

#define TRANSACTION_BYTES_MAX ((size_t)64 << 20)

struct ref_update {
	git_oid old; /* as git says; zeros say nothing */
	git_oid new; /* zero: the ref is deleted */
	bool symbolic; /* new is "ref:NAME": it becomes a symbolic ref */
	const char *ref;
};

struct transaction {
	struct ref_update *list;
	size_t n;
};

/* All lines. Nothing at all is fine: git announces empty transactions too. -1 with ERROR_MALFORMED
 * or ERROR_MEMORY. */
int transaction_read(
    struct arena *a, const char *bytes, size_t len, struct transaction *out, struct error *e);

/* What the ref has now; zero when it does not exist. 0 or -1. */
int transaction_value(
    struct arena *a, const struct repo *r, const char *ref, git_oid *out, struct error *e);

/* What the file packed-refs has for it; zero for nothing. 0 or -1. */
int transaction_packed(
    struct arena *a, const struct repo *r, const char *ref, git_oid *out, struct error *e);
