/*
 * clone/own_words: the waivers and accepted differences of a record, which whoever signs it off is
 * shown.
 */
#pragma once

#include "base/jsonw.h"
#include "policy/policy.h"
#include "promotion/dossier.h"

struct own_word {
	bool waived; /* a criterion; else a difference that was accepted */
	const char *id, *by, *reason; /* as the record has them */
};

/* Those of a record, none of a malformed one. 0, or -1 without memory. */
int own_words(struct arena *a, const struct dossier_record *r, struct own_word **list, size_t *n);

/* "AC-1, by Kim Jansen: The printer comes in December", escaped. Never NULL. */
const char *own_word_shown(struct arena *a, const struct policy *p, const struct own_word *w);

/* One paragraph each: "waived: AC-1, by Kim Jansen: The printer comes in December". */
void own_words_print(
    struct arena *a, const struct policy *p, const struct dossier_record *r, FILE *out);

/* An array of them, each with "did", "id", "by" and "reason". */
void own_words_json(struct arena *a, const struct dossier_record *r, struct jsonw *j);
