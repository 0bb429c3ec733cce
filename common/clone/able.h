/*
 * clone/able: may somebody do this, and who else can? What the rules will say of their word, said
 * before anything is asked of them or written.
 */
#ifndef SLUIS_ABLE_H
#define SLUIS_ABLE_H

#include "clone/session.h"
#include "people/contributors.h"

/* What that person made of the change; NULL: nothing. */
const struct contribution *able_made(
    struct session *se, struct contributors *makers, const struct person *who);

/* Those who hold one of these roles (n 0: all who are known) and made none of it (`makers` NULL:
 * whoever did). */
struct people able_others(
    struct session *se, const struct role *const *roles, size_t n, struct contributors *makers);

/* Names them as the mend of `e`, with the command for it. -1. */
int able_mend(struct session *se, const struct people *who, const char *command, struct error *e);

/* May the person of the session push to the evidence ref? 0, or -1 with who can. */
int able_to_bring(
    struct session *se, struct contributors *makers, const char *command, struct error *e);

#endif
