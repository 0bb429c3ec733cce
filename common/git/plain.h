/*
 * git/plain: what a repository is, told without opening it.
 *
 * Most pushes move nothing that the gate guards, and opening the repository costs more than all
 * else that it takes to tell. A plain repository is one that git/repo would open, and whose config
 * says nothing of what Sluis asks a config: so its policy is where policies are by default, and a
 * file below refs/ is what git reads. What is not plain is not wrong; it has to be opened.
 */
#pragma once

#include "base/base.h"

/* The absolute folder, with a final slash, of the repository that git's environment names where it
 * is plain; else NULL. */
const char *plain_repository(struct arena *a);

/* Is the ref of that name packed, absent, or an object id in its file, so not symbolic? False also
 * where that cannot be told. */
bool plain_ref(struct arena *a, const char *dir, const char *name);

/* Does a config say nothing of what Sluis asks it? A name counts wherever it is written, in any
 * case: in a comment, too. For its test. */
bool plain_config(const char *bytes, size_t len);
