/*
 * record/results_junit: JUnit XML, in the dialects of Surefire, pytest, Jenkins, gtest, Playwright,
 * Robot and node (sluis-results(5)).
 *
 * Read as a stream: a file of any size takes the memory of its test cases' names. A document type
 * is refused, and with it every entity of one's own.
 */
#include <expat.h>

#include "base/bounded.h"
#include "record/record_internal.h"

#define PARSER_MAX ((size_t)24 << 20) /* of expat: mostly one attribute or comment as a whole */
#define ELEMENTS_MAX 256 /* of elements in elements */
#define CHUNK ((size_t)1 << 20)

enum element { ELEMENT_OTHER = 0, ELEMENT_SUITE, ELEMENT_CASE, ELEMENT_PROPERTIES };

struct junit {
	XML_Parser parser;
	struct results *out;
	struct error why; /* set: nothing more is read */
	struct junit_span span;
	unsigned char element[ELEMENTS_MAX]; /* of enum element */
	size_t depth;
	struct junit_suite suite[RESULTS_DEPTH_MAX];
	size_t suites;
	struct junit_case open;
	bool in_case;
};

/* Reads no more: `why` is set. */
static enum element fail(struct junit *j)
{
	XML_StopParser(j->parser, XML_FALSE);
	return ELEMENT_OTHER;
}

static unsigned line_of(const struct junit *j)
{
	return (unsigned)XML_GetCurrentLineNumber(j->parser);
}

static struct junit_suite *current(struct junit *j)
{
	return j->suites > 0 ? &j->suite[j->suites - 1] : NULL;
}

static enum element open_suite(struct junit *j, const char *const *attributes)
{
	if (j->suites == RESULTS_DEPTH_MAX) {
		error_set(&j->why, ERROR_MALFORMED, "line %u: suites are nested more than %d deep",
		    line_of(j), RESULTS_DEPTH_MAX);
		return fail(j);
	}
	junit_suite_begin(j->out, &j->suite[j->suites++], line_of(j), attributes);
	return ELEMENT_SUITE;
}

static enum element open_case(struct junit *j, const char *const *attributes)
{
	if (junit_case_begin(j->out, &j->open, line_of(j), attributes, current(j)->name, &j->why) <
	    0)
		return fail(j);
	j->in_case = true;
	return ELEMENT_CASE;
}

/* Something went wrong around the tests of a suite: as good as a test that could not be run. */
static void add_suite_error(struct junit *j, const char *name)
{
	if (results_add(j->out, current(j)->name,
	        arena_printf(j->out->arena, "(%s of the suite)", name), RESULTS_ERROR,
	        &j->why) == NULL)
		fail(j);
	current(j)->failing++;
}

/* Of a document, or of suites in suites. */
static bool is_suite(const char *name)
{
	return strcmp(name, "testsuite") == 0 || strcmp(name, "testsuites") == 0;
}

static enum element in_suite(struct junit *j, const char *name, const char *const *attributes)
{
	if (is_suite(name))
		return open_suite(j, attributes);
	if (strcmp(name, "testcase") == 0)
		return open_case(j, attributes);
	if (strcmp(name, "error") == 0 || strcmp(name, "failure") == 0)
		add_suite_error(j, name);
	return strcmp(name, "properties") == 0 ? ELEMENT_PROPERTIES : ELEMENT_OTHER;
}

static enum element in_case(struct junit *j, const char *name, const char *const *attributes)
{
	if (strcmp(name, "properties") == 0)
		return ELEMENT_PROPERTIES;
	junit_case_child(j->out, &j->open, line_of(j), name, attributes);
	return ELEMENT_OTHER;
}

static void read_property(struct junit *j, const char *const *attributes)
{
	const char *name = junit_attribute(attributes, "name"),
	           *value = junit_attribute(attributes, "value");

	if (name == NULL || value == NULL)
		return;
	if (!j->in_case)
		junit_suite_property(j->out, current(j), line_of(j), name, value);
	else if (strcmp(name, "criterion") == 0)
		results_add_criterion(j->out->arena, j->open.held, value);
}

static enum element open_root(struct junit *j, const char *name, const char *const *attributes)
{
	if (is_suite(name))
		return open_suite(j, attributes);
	error_set(&j->why, ERROR_MALFORMED,
	    "it is XML, and no test results: its outermost element is <%s>",
	    escape(j->out->arena, name));
	return fail(j);
}

/* Tests in a place where no dialect has them would be missed. */
static void look_into_other(struct junit *j, const char *name)
{
	if (strcmp(name, "testcase") == 0 || strcmp(name, "testsuite") == 0)
		results_doubt(j->out, line_of(j), "<%s> stands where it does not belong",
		    escape(j->out->arena, name));
}

static void XMLCALL start_element(void *ctx, const XML_Char *name, const XML_Char **attributes)
{
	const char *const *at = (const char *const *)attributes;
	enum element now = ELEMENT_OTHER;
	struct junit *j = ctx;

	if (j->why.kind != ERROR_NONE)
		return;
	if (j->depth == ELEMENTS_MAX) {
		error_set(&j->why, ERROR_MALFORMED,
		    "line %u: elements are nested more than %d deep", line_of(j), ELEMENTS_MAX);
		fail(j);
		return;
	}
	if (j->depth == 0)
		now = open_root(j, name, at);
	else if (j->element[j->depth - 1] == ELEMENT_SUITE)
		now = in_suite(j, name, at);
	else if (j->element[j->depth - 1] == ELEMENT_CASE)
		now = in_case(j, name, at);
	else if (j->element[j->depth - 1] == ELEMENT_PROPERTIES && strcmp(name, "property") == 0)
		read_property(j, at);
	else
		look_into_other(j, name);
	j->element[j->depth++] = (unsigned char)now;
}

static void XMLCALL end_element(void *ctx, const XML_Char *name)
{
	struct junit *j = ctx;

	(void)name;
	if (j->why.kind != ERROR_NONE)
		return;
	j->depth--;
	if (j->element[j->depth] == ELEMENT_CASE) {
		junit_case_end(j->out, &j->open, current(j));
		j->in_case = false;
	}
	if (j->element[j->depth] != ELEMENT_SUITE)
		return;
	j->suites--;
	junit_suite_end(j->out, &j->suite[j->suites], current(j), &j->span);
}

/* A document type brings entities, which read other files or grow without end. */
static void XMLCALL start_doctype(
    void *ctx, const XML_Char *name, const XML_Char *system, const XML_Char *public, int internal)
{
	struct junit *j = ctx;

	(void)name, (void)system, (void)public, (void)internal;
	if (j->why.kind == ERROR_NONE)
		error_set(&j->why, ERROR_MALFORMED,
		    "line %u: it declares a document type, and with it entities; that is not read",
		    line_of(j));
	fail(j);
}

struct junit *junit_open(struct results *out, struct error *e)
{
	static const XML_Memory_Handling_Suite memory = { bounded_malloc, bounded_realloc,
		bounded_free };
	struct junit *j = arena_alloc(out->arena, sizeof(*j));

	bounded_start(PARSER_MAX);
	if (j != NULL)
		j->parser = XML_ParserCreate_MM(NULL, &memory, NULL);
	if (j == NULL || j->parser == NULL) {
		error_memory(e);
		return NULL;
	}
	j->out = out;
	XML_SetUserData(j->parser, j);
	XML_SetElementHandler(j->parser, start_element, end_element);
	XML_SetStartDoctypeDeclHandler(j->parser, start_doctype);
	return j;
}

static int feed(struct junit *j, const char *bytes, size_t len, bool last)
{
	enum XML_Error code;

	if (j->why.kind != ERROR_NONE)
		return -1;
	if (XML_Parse(j->parser, bytes, (int)len, last) == XML_STATUS_OK)
		return j->out->arena->exhausted ? error_memory(&j->why) : 0;
	code = XML_GetErrorCode(j->parser);
	if (j->why.kind != ERROR_NONE)
		return -1;
	if (j->out->arena->exhausted || (code == XML_ERROR_NO_MEMORY && !bounded_hit()))
		return error_memory(&j->why);
	if (code == XML_ERROR_NO_MEMORY)
		return error_set(&j->why, ERROR_MALFORMED,
		    "line %u: it has a name, an attribute or a comment that does not fit in %zu "
		    "MiB",
		    line_of(j), PARSER_MAX >> 20);
	return error_set(&j->why, ERROR_MALFORMED, "line %u: it is no well-formed XML: %s",
	    line_of(j), XML_ErrorString(code));
}

int junit_feed(struct junit *j, const char *bytes, size_t len, struct error *e)
{
	int rc = 0;

	for (size_t n; rc == 0 && len > 0; bytes += n, len -= n) {
		n = len < CHUNK ? len : CHUNK;
		rc = feed(j, bytes, n, false);
	}
	if (rc < 0)
		*e = j->why;
	return rc;
}

int junit_close(struct junit *j, struct error *e)
{
	int rc;

	if (j == NULL)
		return -1;
	rc = feed(j, "", 0, true);
	XML_ParserFree(j->parser);
	j->parser = NULL;
	if (rc < 0)
		*e = j->why;
	return rc;
}

int results_read_junit(const char *bytes, size_t len, struct results *out, struct error *e)
{
	struct junit *j = junit_open(out, e);

	if (j != NULL)
		junit_feed(j, bytes, len, e);
	return junit_close(j, e);
}
