/* Texts of documents: UTF-8 stays, what hides or breaks something does not; CSV, JSON and HTML hold
 * any of it. */
#include "fixture.h"
#include "base/jsonw.h"
#include "base/html.h"
#include "base/printable.h"

SETUP(struct arena, 1);

static const struct {
	const char *text, *shown;
} cases[] = {
	{ "", "" },
	{ NULL, "" },
	{ "plain <b>&'\"", "plain <b>&'\"" },
	{ "Zo\xc3\xab", "Zo\xc3\xab" },
	{ "\xe2\x82\xac \xf0\x9f\x98\x80", "\xe2\x82\xac \xf0\x9f\x98\x80" },
	{ "a\\b", "a\\\\b" },
	{ "\033[2J", "\\x1b[2J" },
	{ "a\nb\tc\rd\x7f", "a\\x0ab\\x09c\\x0dd\\x7f" },
	{ "\xc2\x9b"
	  "2J",
	    "\\xc2\\x9b2J" }, /* C1 */
	{ "\xe2\x80\xae"
	  "exe",
	    "\\xe2\\x80\\xaeexe" }, /* right to left override */
	{ "\xe2\x81\xa6x", "\\xe2\\x81\\xa6x" }, /* isolate */
	{ "a\xe2\x80\x8b", "a\\xe2\\x80\\x8b" }, /* zero width space */
	{ "a\xe2\x80\xa8", "a\\xe2\\x80\\xa8" }, /* line separator */
	{ "\xef\xbb\xbf", "\\xef\\xbb\\xbf" }, /* byte order mark */
	{ "\xf3\xa0\x80\xa1", "\\xf3\\xa0\\x80\\xa1" }, /* tag */
	{ "\xff", "\\xff" },
	{ "\xc3", "\\xc3" }, /* cut */
	{ "\xc3(", "\\xc3(" },
	{ "\xe2\x82", "\\xe2\\x82" },
	{ "\xc0\xaf", "\\xc0\\xaf" }, /* overlong */
	{ "\xe0\x80\xaf", "\\xe0\\x80\\xaf" },
	{ "\xed\xa0\x80", "\\xed\\xa0\\x80" }, /* surrogate */
	{ "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80" }, /* past the end */
	{ "\xf5\x80\x80\x80", "\\xf5\\x80\\x80\\x80" },
	{ "\x80x", "\\x80x" },
};

static void shown(void **state)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_string_equal(printable(*state, cases[i].text), cases[i].shown);
		if (cases[i].text != NULL)
			assert_string_equal(
			    printable_escaped(*state, escape(*state, cases[i].text)),
			    cases[i].shown);
	}
}

/* What the audit would never hold, and a forged one might. */
static void odd_escapes(void **state)
{
	assert_string_equal(printable_escaped(*state, "a\\x00b"), "a\\xc0\\x80b");
	assert_string_equal(printable_escaped(*state, "a\\xzz"), "a\\\\xzz");
	assert_string_equal(printable_escaped(*state, "a\\x1"), "a\\\\x1");
	assert_string_equal(printable_escaped(*state, "a\\"), "a\\\\");
	assert_string_equal(printable_escaped(*state, "\\\\x41"), "\\\\x41");
	assert_string_equal(printable_escaped(*state, NULL), "");
}

static void no_memory(void **state)
{
	struct arena tiny;

	(void)state;
	arena_init(&tiny, 8);
	assert_string_equal(printable(&tiny, "long enough"), "(out of memory)");
	assert_true(tiny.exhausted);
	assert_string_equal(printable_escaped(&tiny, "long enough"), "(out of memory)");
	arena_release(&tiny);
}

/* What `write` prints. */
#define PRINTED(buffer, size, write) \
	do { \
		FILE *out = fmemopen(buffer, size, "w"); \
\
		assert_non_null(out); \
		write; \
		fclose(out); \
	} while (0)

static void csv(void **state)
{
	static const struct {
		const char *text, *field;
	} fields[] = {
		{ "", "\"\"," },
		{ "a,b", "\"a,b\"," },
		{ "say \"yes\"", "\"say \"\"yes\"\"\"," },
		{ "=1+1", "\"'=1+1\"," },
		{ "+1", "\"'+1\"," },
		{ "-1", "\"'-1\"," },
		{ "@SUM(A1)", "\"'@SUM(A1)\"," },
		{ "\t=1", "\"'\t=1\"," },
		{ "1-1", "\"1-1\"," },
		{ "'=1", "\"'=1\"," },
	};
	char got[128];

	(void)state;
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		PRINTED(got, sizeof(got), csv_field(out, fields[i].text, CSV_NEXT));
		assert_string_equal(got, fields[i].field);
	}
	PRINTED(got, sizeof(got), csv_field(out, "x", CSV_END));
	assert_string_equal(got, "\"x\"\r\n");
}

static void json(void **state)
{
	struct jsonw j = { .format = "test-1" };
	char got[512];

	(void)state;
	PRINTED(got, sizeof(got), {
		j.out = out;
		jsonw_open_object(&j, NULL);
		jsonw_text(&j, "a", "\"\\\n\x1f\x7f/\xc3\xab");
		jsonw_text(&j, "k\"", NULL);
		jsonw_open_array(&j, "list");
		jsonw_number(&j, NULL, -5);
		jsonw_bool(&j, NULL, true);
		jsonw_open_object(&j, NULL);
		jsonw_close(&j);
		jsonw_close(&j);
		jsonw_bool(&j, "b", false);
		jsonw_close(&j);
	});
	assert_string_equal(got,
	    "{\"format\":\"test-1\",\"a\":\"\\\"\\\\\\u000a\\u001f\\u007f/"
	    "\xc3\xab\",\"k\\\"\":null,\"list\":[-5,true,{}],"
	    "\"b\":false}\n");
}

static void json_lines(void **state)
{
	struct jsonw j = { .format = "test-1", .lines = true };
	char got[512];

	(void)state;
	PRINTED(got, sizeof(got), {
		j.out = out;
		jsonw_open_object(&j, NULL);
		jsonw_open_array(&j, "none");
		jsonw_close(&j);
		jsonw_open_array(&j, "some");
		jsonw_number(&j, NULL, 1);
		jsonw_number(&j, NULL, 2);
		jsonw_close(&j);
		jsonw_close(&j);
	});
	assert_string_equal(got,
	    "{\n\t\"format\": \"test-1\",\n\t\"none\": [],\n\t\"some\": "
	    "[\n\t\t1,\n\t\t2\n\t]\n}\n");
}

static void html(void **state)
{
	char got[128];

	(void)state;
	PRINTED(got, sizeof(got), html_text(out, "<script>\"a\" & 'b'</script>"));
	assert_string_equal(got, "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt;");
}

TESTS(T(shown), T(odd_escapes), cmocka_unit_test(no_memory), cmocka_unit_test(csv),
    cmocka_unit_test(json), cmocka_unit_test(json_lines), cmocka_unit_test(html));
