/*
 * base/shellword: outside text as one word of a command that people paste into a shell.
 */
#ifndef SLUIS_SHELLWORD_H
#define SLUIS_SHELLWORD_H

#include "base/arena.h"

/* The word as it stands when it is harmless, else quoted ('...'; $'...' with \xNN for bytes that
 * are not printable ASCII, as bash and zsh read it). Never NULL. */
const char *shellword(struct arena *a, const char *s);

#endif
