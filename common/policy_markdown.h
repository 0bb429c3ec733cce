/*
 * policy_markdown: the policy for an intranet page: who may do what, what is asked where, and when
 * nothing moves (norm CH.06 criterion 1: documented and communicated).
 */
#ifndef SLUIS_POLICY_MARKDOWN_H
#define SLUIS_POLICY_MARKDOWN_H

#include <stdint.h>
#include <stdio.h>

#include "policy.h"

/* The words of the page, in each language; for the test that both are complete. */
enum { POLICY_MARKDOWN_WORDS = 36 };
extern const char *const policy_markdown_words[POLICY_MARKDOWN_WORDS][2];

/* Names are printed as they are, in UTF-8, with what Markdown or HTML would read in them escaped.
 */
void policy_markdown(const struct policy *p, enum language language, int64_t now, FILE *out);

#endif
