/*
 * clone/tester: may the person of the session test this candidate? Asked before the first question.
 */
#ifndef SLUIS_TESTER_H
#define SLUIS_TESTER_H

#include "clone/session.h"

/* What is to be tested: the candidate of the plan, or the tip of the source of `env`, as 40 hex
 * digits. NULL with `e`. */
const char *tester_candidate(
    struct session *se, const struct environment *env, const char *promotion, struct error *e);

/* May the person of the session test that candidate for `env`: is it what its source shows, unless
 * it was `wished` for, may they bring a test in, and did they make none of it? 0, or -1 with `e`.
 */
int tester_check(struct session *se, const struct environment *env, const char *promotion,
    const char *candidate, bool wished, struct error *e);

#endif
