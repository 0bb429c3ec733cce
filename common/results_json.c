/*
 * results_json: test results in JSON: CTRF (https://ctrf.io) and in-toto's test result
 * (https://github.com/in-toto/attestation, spec/predicates/test-result.md).
 */
#include "results_json.h"

#include <string.h>

#include "bounded.h"
#include "escape.h"

#define JSON_MEMORY_MAX \
	((size_t)160 << 20) /* of the parsed text: tiny values take ten times their bytes */

const char *
json_member(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

void
json_say(struct json_reading *r, const json_t *object)
{
	const char *key;
	json_t *value;

	/* jansson does not write to what it walks through. */
	json_object_foreach((json_t *)(uintptr_t)object, key, value) if (json_is_string(value))
	    results_say(r->arena, r->out, 0, key, json_string_value(value));
}

const char *
json_keep(struct json_reading *r, const char *text, const char *what)
{
	if (text != NULL && *text != '\0' && strlen(text) <= RESULTS_WORD_MAX)
		return arena_strdup(r->arena, text);
	results_doubt(r->arena, r->out, 0, "%s is no text, or one of more than %d bytes", what,
	    RESULTS_WORD_MAX);
	return "";
}

static int
dispatch(struct json_reading *r, const json_t *root)
{
	const char *type = json_member(root, "_type");

	if (type != NULL && strncmp(type, "https://in-toto.io/Statement/", 29) == 0)
		return json_read_intoto(r, root);
	if (json_member(root, "payload") != NULL && json_member(root, "payloadType") != NULL)
		return error_set(r->e, ERROR_MALFORMED,
		    "it is an envelope with a signature that is not verified here; link what is in "
		    "it");
	if (json_object_get(root, "results") != NULL)
		return json_read_ctrf(r, root);
	return error_set(
	    r->e, ERROR_MALFORMED, "it is JSON, and neither CTRF nor an in-toto statement");
}

int
results_read_json(
    struct arena *a, const char *bytes, size_t len, struct results *out, struct error *e)
{
	struct json_reading r = { a, out, e };
	json_error_t why;
	json_t *root;
	int rc;

	json_set_alloc_funcs(bounded_malloc, bounded_free);
	bounded_start(JSON_MEMORY_MAX);
	root = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, &why);
	if (root != NULL)
		rc = dispatch(&r, root);
	else if (bounded_hit())
		rc = error_set(e, ERROR_MALFORMED, "it holds too many values");
	else if (why.text[0] == '\0') /* jansson says nothing of memory that it did not get */
		rc = error_memory(e);
	else
		rc = error_set(e, ERROR_MALFORMED, "line %d: it is no well-formed JSON: %s",
		    why.line, escape(a, why.text));
	json_decref(root);
	return rc;
}
