/*
 * clone/by_hand: an acceptance record made of what a tester answers, criterion by criterion
 * (git-sluis(1), accept).
 *
 * The answers are kept in the clone's git directory, as the record that they will be and the logs
 * that it links, after each criterion; they count for that candidate and those criteria alone.
 */
#pragma once

#include "clone/evidence_branch.h"
#include "clone/result_record.h"

struct by_hand {
	struct evidence_branch *branch;
	struct result_record *record; /* all but its results, verdict and end */
	const char *folder; /* of what is kept */
	struct result *answers; /* one for each criterion; without an id while there is none */
	const char **links; /* to its log; NULL for none */
};

/* Takes up what is kept; record->started becomes that of then. 0 or -1. */
int by_hand_open(
    struct by_hand *h, struct evidence_branch *b, struct result_record *rec, struct error *e);

/* Asks what was not answered yet. 1 when all is, 0 when the input ended before, -1 with `e`. */
int by_hand_ask(struct by_hand *h, struct error *e);

/* The bytes of the record, with its logs added to the branch. NULL with `e`. */
const char *by_hand_record(struct by_hand *h, struct error *e);

/* Nothing is kept any more. */
void by_hand_forget(const struct by_hand *h);
