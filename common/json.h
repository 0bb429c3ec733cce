/*
 * json: a JSON text (RFC 8259), written from front to back.
 *
 * Nothing is kept, so that a report may be as long as it likes; the nesting is small and known.
 * Texts must be UTF-8 (printable.h); what JSON does not allow in a string is escaped here.
 */
#ifndef SLUIS_JSON_H
#define SLUIS_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define JSON_DEPTH 16

struct json {
	FILE *out;
	bool lines; /* every member on a line of its own */
	unsigned depth;
	struct {
		char close;
		bool any;
	} level[JSON_DEPTH];
};

/* `key` is NULL in an array, and for the whole. */
void json_open_object(struct json *j, const char *key);
void json_open_array(struct json *j, const char *key);
void json_close(struct json *j);

/* NULL gives null. */
void json_text(struct json *j, const char *key, const char *text);
void json_number(struct json *j, const char *key, int64_t n);
void json_bool(struct json *j, const char *key, bool b);

#endif
