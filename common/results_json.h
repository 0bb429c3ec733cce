/*
 * results_json: what the two forms of test results in JSON share.
 */
#ifndef SLUIS_RESULTS_JSON_H
#define SLUIS_RESULTS_JSON_H

#include <jansson.h>

#include "results_reading.h"

struct json_reading {
	struct arena *arena;
	struct results *out;
	struct error *e;
};

/* The text under a key, or NULL. */
const char *json_member(const json_t *object, const char *key);

/* What an object says of the results: commit, executed-by and so on (results_say). */
void json_say(struct json_reading *r, const json_t *object);

/* A copy of a name; a doubt, and "", when it is none. */
const char *json_keep(struct json_reading *r, const char *text, const char *what);

/* The forms. 0, or -1 with `e`. */
int json_read_ctrf(struct json_reading *r, const json_t *root);
int json_read_intoto(struct json_reading *r, const json_t *root);

#endif
