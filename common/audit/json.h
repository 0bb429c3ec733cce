/*
 * audit/json: values of the audit in JSON.
 */
#pragma once

#include "base/jsonw.h"

/* An escaped text; null for NULL. */
void audit_json_text(struct jsonw *j, struct arena *a, const char *key, const char *value);

/* 40 hex digits; null for the zero id. */
void audit_json_oid(struct jsonw *j, const char *key, const git_oid *id);

/* RFC 3339; null for 0. */
void audit_json_time(struct jsonw *j, const char *key, int64_t t);

/* Ids with blanks between, as an array. */
void audit_json_list(struct jsonw *j, struct arena *a, const char *key, const char *list);
