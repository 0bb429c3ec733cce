/*
 * command/setup: what git sluis setup is about (command/setup.c), and which key it is to sign with
 * (command/setup_key.c).
 */
#pragma once

#include "command/option.h"
#include "people/line.h"

#define SETUP_SAYS_MAX ((size_t)64 << 10) /* what a program or a public key says */

struct setup_key {
	const char *type, *key; /* the public one */
	const char *configured; /* as git's user.signingKey has it */
};

struct setup {
	const struct options *o;
	struct arena *a;
	bool terminal; /* somebody is there to be asked */
	struct person_line who;
	struct setup_key key;
};

/* The key that the options name; else the one that git signs with already; else one that is there,
 * or a new one. 0 or -1. */
int setup_find_key(struct setup *s, struct error *e);

/* What git's own configuration of this person has; NULL for what is not set. */
const char *setup_config(struct setup *s, const char *key);

/* What the person answers; NULL for nothing, and where nobody is there. */
const char *setup_ask(struct setup *s, const char *question);

/* The command as it was given, with `more`: to paste. */
const char *setup_again(struct setup *s, const char *more);
