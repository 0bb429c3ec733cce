/*
 * policy/refalias: a ref name that is only another spelling of one that the gate guards.
 *
 * Where a file system takes names for one that differ in case alone (or in letters and marks that
 * fold to nothing, as on a Mac), a push to refs/heads/Production moves refs/heads/production. And
 * who clones onto such a file system gets one for the other. So such a name is refused wherever the
 * repository lies. And who asks for `production` may get a tag of that name.
 */
#pragma once

#include "policy/policy.h"

/* As pattern_match() (base/pattern.h), with case folded: ASCII, and what folds to ASCII (Unicode
 * CaseFolding.txt, status C and F), without the characters that HFS+ leaves out (git's utf8.c). */
bool refalias_match(const char *pattern, const char *ref);

/* The ref, pattern or folder (with its slash) that `ref` is another spelling of; NULL for none, as
 * for a name that is guarded as it stands. Not escaped. */
const char *refalias_of(const struct policy *p, const char *ref);

#define REFALIAS_NAMES 7

/* The refs that git or people can take for `full`, with short name X (gitrevisions(7)): refs/X,
 * refs/tags/X, refs/heads/X, and FULL in refs/heads, refs/tags, refs/remotes and refs; NULL in the
 * place of itself and of what a forge writes. 0, or -1 without memory. */
int refalias_names(struct arena *a, const char *full, const char *names[REFALIAS_NAMES]);

/* Can `ref`, in any spelling, be taken for `full`? */
bool refalias_can_be(const char *full, const char *ref);

/* The ref that the policy names exactly and that `ref` can be taken for; NULL for none. */
const char *refalias_taken_for(const struct policy *p, const char *ref);
