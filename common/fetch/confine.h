/*
 * fetch/confine: takes away from this process what it does not need to talk to one result server:
 * files (landlock(7)), and all but some thirty of the kernel's calls (seccomp(2)).
 *
 * For sluis-fetch, once it is connected and has read its key: whoever takes it over by the answers
 * of a server finds no file to read or write, no program to start and no other host.
 */
#pragma once

#include "base/base.h"

struct confined { /* what this kernel lets us take away */
	bool files, calls;
};

/* An old kernel loses this and nothing else: what it cannot do is not done. */
struct confined confine(void);
