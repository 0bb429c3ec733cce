/*
 * policy/refalias: a ref name that is only another spelling of one that the gate guards.
 *
 * Where a file system takes names for one that differ in case alone (or in letters and marks that
 * fold to nothing, as on a Mac), a push to refs/heads/Production moves refs/heads/production. And
 * who clones onto such a file system gets one for the other. So such a name is refused wherever the
 * repository lies.
 */
#ifndef SLUIS_REFALIAS_H
#define SLUIS_REFALIAS_H

#include <stdbool.h>

#include "policy/policy.h"

/* As pattern_match() (base/pattern.h), with case folded: ASCII, and what folds to ASCII (Unicode
 * CaseFolding.txt, status C and F), without the characters that HFS+ leaves out (git's utf8.c). */
bool refalias_match(const char *pattern, const char *ref);

/* The ref, pattern or folder (with its slash) that `ref` is another spelling of; NULL for none, as
 * for a name that is guarded as it stands. Not escaped. */
const char *refalias_of(const struct policy *p, const char *ref);

#endif
