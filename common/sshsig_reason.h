/*
 * sshsig_reason: why ssh-keygen did not find a signature good, from what it wrote to stderr with
 * -vvv.
 *
 * The words are those of OpenSSH 9.2. Words that are not known here are no reason, and leave the
 * question open.
 */
#ifndef SLUIS_SSHSIG_REASON_H
#define SLUIS_SSHSIG_REASON_H

#include <stdbool.h>

#include "arena.h"
#include "sshsig.h"

/* Sets s->valid to FACT_NO, or to FACT_UNKNOWN where the server is to blame. False for an unknown
 * reason. */
bool sshsig_reason(
    struct arena *a, const char *said, const struct signers *known, struct sshsig *s);

#endif
