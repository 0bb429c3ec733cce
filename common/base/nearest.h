/*
 * base/nearest: the word that somebody meant who mistyped it.
 */
#pragma once

#include "base/base.h"

struct nearest {
	const char *typed; /* the caller's */
	const char *word; /* the nearest so far, the caller's; NULL while none is near enough */
	size_t apart; /* how many letters are other, missing, too many or swapped */
};

/* Takes `word` where it is nearer than what was seen before: one slip, or two in a word of at least
 * six letters. The first of two that are as near stays. */
void nearest_try(struct nearest *n, const char *word);
