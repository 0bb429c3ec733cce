/*
 * base/trouble: what the machine could not do, noted where it happens.
 *
 * libgit2 takes a ref, a folder of refs or a pack that cannot be read for an absent one. So the
 * programs are linked with --wrap for the calls that read and those that get memory (Makefile). One
 * that fails, other than for want of such a name, is noted. Code that is about to decide or to
 * record asks for it, and is then undecided; trouble makes no verdict better.
 *
 * An interrupted call is made again here.
 */
#pragma once

#include "base/base.h"

/* Did anything fail since the program started? Then -1 and the first such thing in `e`; else 0. */
int trouble_none(struct arena *a, struct error *e);

/* Until it is switched on again, a file that cannot be read is no trouble: for one that is made
 * anew where anything is wrong with it. */
void trouble_heed(bool files);
