/*
 * rules/text: pieces of text that several checks say, and questions that several checks ask first.
 */
#pragma once

#include "promotion/dossier.h"
#include "promotion/evidence.h"
#include "rules/ruling.h"

/* The title of the commit that the step ends in. */
const char *rule_tip(const struct ruling *r);

/* `git sluis sign ID --role ROLE`, with what a sign-off of this very promotion is made with. */
const char *rule_sign_command(struct ruling *r, const char *promotion, const char *role);

/* "line 3: ...; line 5: ...", the first few. */
const char *rule_problems(struct ruling *r, const struct ini_problems *ps);

/* Reports a clock that cannot be right. False for one that may be. `what` is what nobody can say
 * then. */
bool rule_clock_suspect(struct ruling *r, const char *what);

/* Reports, for the rule that asks for a trailer first, a message that cannot be read or links too
 * much. False when it can be read. */
bool rule_message_unreadable(struct ruling *r);

/* Adds to the finding just made, about a trailer that is missing, that it stands in the message
 * where git does not read it. False where it does not. */
bool rule_unread(struct ruling *r, const char *key);

/* Reports a link that cannot be read, with who mends it. False for one that can. */
bool rule_link_malformed(struct ruling *r, const struct recorded *rec, enum dossier_kind kind);

/* Reports a record that is not well formed or could not be read for want of memory. False for any
 * other. */
bool rule_record_malformed(
    struct ruling *r, const struct recorded *rec, const char *place, const char *trailer);

/* Reports a word of a record that is not the promotion's own. `is` is escaped. */
void rule_word(struct ruling *r, const struct recorded *rec, const char *key, const char *says,
    const char *is, const char *mend);

/* Who brought a file in, when it can be told and is a person or service of the policy; else NULL,
 * which it reports. */
const struct person *rule_bringer(
    struct ruling *r, const struct exhibit *x, const struct provenance *v);

/* Calls `check` for each acceptance result that could be read. Not applicable without any: then
 * another rule refuses. */
enum outcome rule_each_acceptance(
    struct ruling *r, void (*check)(struct ruling *r, const struct acceptance_evidence *ev));

/* What the person did for the change; NULL for nothing, and where that cannot be told, which it
 * reports. */
const struct contribution *rule_made(struct ruling *r, const struct person *who);

/* "Jan Bakker or Noor Kaya", of several roles, without contributors of the change, or NULL. */
const char *rule_free_holders(const struct ruling *r, const struct role *const *roles, size_t n);

/* Is it a promotion with an id whose sign-offs must be signed? */
bool rule_asks_proof(const struct ruling *r);

/* Reports a test or run that started before its candidate was there. `zoneless`: its time is the
 * earliest that it may be. */
void rule_starts_after(
    struct ruling *r, const struct recorded *rec, int64_t started, bool zoneless);

/* Reports a run that started before the environment showed its old side. */
void rule_starts_beside(struct ruling *r, const struct recorded *rec, int64_t started);

/* Reports an end that was still to come when the record came in. */
void rule_ends_before(struct ruling *r, const struct recorded *rec, int64_t finished);

/* Reports where the person `by` did not give that word: is nobody of the policy, tested or made the
 * change, or gave no sign-off that the merge lists and that names this record. `what` was
 * decided, "'AC-1' was waived", and about which `id`; both escaped. */
void rule_own_word(
    struct ruling *r, const struct recorded *rec, const char *what, const char *id, const char *by);

/* Does every sign-off that counts, one at least, name this file with a good signature? `*why` is
 * set where nobody can say. Never, where trailers are the proof. */
bool rule_all_sign(
    const struct ruling *r, const unsigned char sha256[DIGEST_SIZE], const struct error **why);
