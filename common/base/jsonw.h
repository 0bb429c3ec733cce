/*
 * base/jsonw: a JSON text (RFC 8259), written from front to back.
 *
 * Nothing is kept, so that a report may be as long as it likes; the nesting is small and known.
 * Texts must be UTF-8 (base/printable.h); what JSON does not allow in a string is escaped here.
 */
#pragma once

#include "base/base.h"

#define JSON_DEPTH 16

struct jsonw {
	FILE *out;
	const char *format; /* its schema, config/schema/FORMAT.json, which the whole names first */
	bool lines; /* every member on a line of its own */
	unsigned depth;
	struct {
		char close;
		bool any;
	} level[JSON_DEPTH];
};

/* `key` is NULL in an array, and for the whole, which is an object. */
void jsonw_open_object(struct jsonw *j, const char *key);
void jsonw_open_array(struct jsonw *j, const char *key);
void jsonw_close(struct jsonw *j);

/* NULL gives null. */
void jsonw_text(struct jsonw *j, const char *key, const char *text);
void jsonw_number(struct jsonw *j, const char *key, int64_t n);
void jsonw_bool(struct jsonw *j, const char *key, bool b);
