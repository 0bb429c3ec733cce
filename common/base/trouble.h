/*
 * base/trouble: what the machine could not do, noted where it happens.
 *
 * Many a reader takes "it cannot be got" for "it is not there": libgit2 does so for packed-refs,
 * for folders of refs and for packs. So the programs are linked with --wrap for the calls that read
 * and for those that get memory (Makefile): one that fails, and not because there is nothing by
 * that name, is noted, and whoever is about to decide or to record asks for it. What cannot be told
 * from a verdict that rests on it is then undecided.
 *
 * A call that a signal interrupts is made again, here and nowhere else.
 */
#ifndef SLUIS_TROUBLE_H
#define SLUIS_TROUBLE_H

#include "base/arena.h"
#include "base/error.h"

/* Did anything fail since the program started? Then -1 and the first such thing in `e`; else 0. */
int trouble_none(struct arena *a, struct error *e);

#endif
