/*
 * rules/own_word: a waiver, or a difference that was accepted, is the word of the person it names
 * (norm CH.06 criteria 4 and 6).
 */
#ifndef SLUIS_OWN_WORD_H
#define SLUIS_OWN_WORD_H

#include "promotion/evidence.h"
#include "rules/ruling.h"

/* Reports where the person `by` did not give that word: is nobody of the policy, tested or made the
 * change, or gave no sign-off that the merge lists and that names this record. `what` was
 * decided, "'AC-1' was waived", and about which `id`; both escaped. */
void rule_own_word(
    struct ruling *r, const struct recorded *rec, const char *what, const char *id, const char *by);

/* Does every sign-off that counts, one at least, name this file with a good signature? `*why` is
 * set where nobody can say. Never, where trailers are the proof. */
bool rule_all_sign(
    const struct ruling *r, const unsigned char sha256[DIGEST_SIZE], const struct error **why);

#endif
