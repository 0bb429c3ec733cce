/*
 * fingerprint: a public key as people compare it.
 */
#ifndef SLUIS_FINGERPRINT_H
#define SLUIS_FINGERPRINT_H

#include "arena.h"

/* "SHA256:...", as ssh-keygen -l prints it, of a public key in base64. Never NULL: "(no readable
 * key)" for what is none. */
const char *fingerprint(struct arena *a, const char *key);

#endif
