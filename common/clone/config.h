/*
 * clone/config: git's configuration where a person stands, as git lists it, asked once.
 *
 * Git itself reads the files, what they include on which condition, and what its environment says;
 * here is looked up in what it lists.
 */
#pragma once

#include "run/child.h"

struct config_entry {
	const char *key; /* as git writes it: in lower case, but for what stands between dots */
	const char *value; /* "true" where only the key is there */
	bool own; /* of this repository, not of the person, the machine or this run */
};

struct config {
	struct config_entry *list;
	size_t n;
};

/* What `git config --list --null --show-scope` printed; the bytes stay in use. -1: ERROR_MALFORMED
 * or ERROR_MEMORY. */
int config_read(
    struct arena *a, const char *bytes, size_t len, struct config *out, struct error *e);

/* Asks git where we stand; what it answers is for config_end(). 0 or -1. */
int config_begin(struct arena *a, struct child *out, struct error *e);
int config_end(struct arena *a, const struct child *c, struct config *out, struct error *e);

/* What holds for that key; NULL for nothing. */
const char *config_get(const struct config *c, const char *key);

/* May git leave out objects and fetch them when they are needed (a partial clone)? */
bool config_lacks_objects(const struct config *c);

/* By the environment, to every git that is run from here on: how the repository reaches remotes,
 * and who signs with which key. Once a run. */
void config_lend(const struct config *c);
