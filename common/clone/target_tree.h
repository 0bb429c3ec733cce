/*
 * clone/target_tree: what is in a folder, here or on another host, held against a promoted tree
 * (git-sluis(1), deployed).
 *
 * Nothing of ours is needed there: a shell, find and sha256sum answer, and what they say is read as
 * foreign bytes. What belongs to the host, and the .git of a checkout, is passed over; folders
 * count by what is in them.
 */
#pragma once

#include "clone/manifest.h"
#include "policy/policy.h"

struct target_tree {
	const char *host; /* USER@HOST of ssh(1); NULL: this machine */
	const char *dir;
	const struct target *target;
};

struct target_difference {
	const char *path; /* escaped */
	const char *what; /* in the language of the run */
};

struct target_differences {
	struct target_difference *list;
	size_t n, compared;
};

/* May this be the host: HOST or USER@HOST, which ssh(1) takes for nothing else? */
bool target_host_valid(const char *host);

/* 0, or -1: ERROR_UNREADABLE when there is no answer, ERROR_MALFORMED for one that is none. */
int target_tree_compare(const struct manifest *m, const struct target_tree *t,
    struct target_differences *out, struct error *e);
