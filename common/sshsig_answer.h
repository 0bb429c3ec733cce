/*
 * sshsig_answer: what ssh-keygen -Y verify means by how it ended and what it wrote. A pure reader.
 *
 * Yes takes exit status 0 and exactly the line that ssh-keygen prints for this person and this use.
 * No takes the words that it prints for each reason with -vvv; words that are not known here are no
 * reason, and the question stays open.
 */
#ifndef SLUIS_SSHSIG_ANSWER_H
#define SLUIS_SSHSIG_ANSWER_H

#include "arena.h"
#include "process.h"
#include "sshsig.h"

/* Sets `valid` and `key` of `s`. */
void sshsig_answer(
    struct arena *a, const struct process *p, const struct signers *known, struct sshsig *s);

#endif
