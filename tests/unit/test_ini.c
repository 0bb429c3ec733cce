/* INI: what is read, and that nothing which inih would cut, join or skip passes in silence. */
#include "fixture.h"
#include "base/ini.h"
#include <ini.h> /* inih */
#include "base/ini_line.h"

struct fixture {
	struct arena arena;
	struct ini ini;
	struct error error;
};

SETUP(struct fixture, 256);

/* A copy of exactly these bytes, so that a reader that goes past them is caught. */
static void read_bytes(struct fixture *f, const char *bytes, size_t len)
{
	char *copy = malloc(len + 1);

	memcpy(copy, bytes, len);
	copy = realloc(copy, len != 0 ? len : 1);
	assert_int_equal(ini_read(&f->arena, copy, len, &f->ini, &f->error), 0);
	free(copy);
}

/* The whole of what was read, one thing a line. */
static void assert_ini(struct fixture *f, const char *want)
{
	char got[4096] = "";
	size_t at = 0;

	for (size_t i = 0; i < f->ini.nsections; i++) {
		const struct ini_section *s = &f->ini.sections[i];

		at += (size_t)snprintf(got + at, sizeof(got) - at, "%u [%s%s%s%s]\n", s->line,
		    s->kind, s->name != NULL ? " \"" : "", s->name != NULL ? s->name : "",
		    s->name != NULL ? "\"" : "");
		for (size_t j = 0; j < s->nkeys; j++)
			at += (size_t)snprintf(got + at, sizeof(got) - at, "%u %s='%s'\n",
			    s->keys[j].line, s->keys[j].key, s->keys[j].value);
	}
	assert_true(at < sizeof(got));
	assert_string_equal(got, want);
}

static void assert_problems(struct fixture *f, const char *want)
{
	char got[4096] = "";
	size_t at = 0;

	for (size_t i = 0; i < f->ini.problems.n; i++)
		at += (size_t)snprintf(got + at, sizeof(got) - at, "%u: %s\n",
		    f->ini.problems.list[i].line, f->ini.problems.list[i].text);
	assert_true(at < sizeof(got));
	assert_string_equal(got, want);
}

static void sound(void **state)
{
	static const struct {
		const char *text, *want;
	} table[] = {
		{ "", "" },
		{ "\n\n", "" },
		{ "; only a comment", "" },
		{ "# the other comment\n", "" },
		{ " \t \n  ; indented comment\n\t# another\n", "" },
		{ "[policy]\ntitle = Promotion to production\n",
		    "1 [policy]\n2 title='Promotion to production'\n" },
		{ "[a]\nk=v", "1 [a]\n2 k='v'\n" },
		{ "[a]\n\t ", "1 [a]\n" },
		{ "[a]\nk =\t v  w \t\n", "1 [a]\n2 k='v  w'\n" },
		{ "[a]\nk =\nl = ; nothing\n", "1 [a]\n2 k=''\n3 l=''\n" },
		{ "[a]\nk = v ; comment = [x]\nl = v;w\nm =;v\n",
		    "1 [a]\n2 k='v'\n3 l='v;w'\n4 m=';v'\n" },
		{ "[a]\nk = ticket #12, #13\nl = v ; # fine\nm = c#\n",
		    "1 [a]\n2 k='ticket #12, #13'\n3 l='v'\n4 m='c#'\n" },
		{ "[a]\nurl = https://example.org/a?b=c:d\n",
		    "1 [a]\n2 url='https://example.org/a?b=c:d'\n" },
		{ "[a]\nk = [x]\nl = \"v\"\nm = a\\b\n",
		    "1 [a]\n2 k='[x]'\n3 l='\"v\"'\n4 m='a\\b'\n" },
		{ "[a]\nname = \xc3\x89ls \xe2\x82\xac \xf0\x9f\x90\x84\n",
		    "1 [a]\n2 name='\xc3\x89ls \xe2\x82\xac \xf0\x9f\x90\x84'\n" },
		{ "[person \"els\"]\n\n[role \"key-user\"] ; comment\nmember = els\nmember = jan\n",
		    "1 [person \"els\"]\n3 [role \"key-user\"]\n4 member='els'\n5 member='jan'\n" },
		{ "[a \t \"x\"]\nk = v\n", "1 [a \"x\"]\n2 k='v'\n" },
		{ "[a \"\"]\n", "1 [a \"\"]\n" },
		{ "[a \"b c;d [e \\ \xc3\xa9\"]\n", "1 [a \"b c;d [e \\ \xc3\xa9\"]\n" },
		{ "[Plan]\n[a_b-9]\nA_b-9 = x\n", "1 [Plan]\n2 [a_b-9]\n3 A_b-9='x'\n" },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct fixture *f = *state;

		read_bytes(f, table[i].text, strlen(table[i].text));
		assert_problems(f, "");
		assert_ini(f, table[i].want);
	}
}

/* inih itself would give the keys of equal sections as if they stood in one. */
static void not_merged(void **state)
{
	struct fixture *f = *state;
	static const char text[] = "[a]\nk = 1\n[b]\n[a]\n[a]\nk = 2\n[b]\nk = 3\n";

	read_bytes(f, text, strlen(text));
	assert_problems(f, "");
	assert_ini(f, "1 [a]\n2 k='1'\n3 [b]\n4 [a]\n5 [a]\n6 k='2'\n7 [b]\n8 k='3'\n");
}

#define SECTION_FORM "a section is written [kind] or [kind \"name\"]"
#define NO_FORM "the line is no section, no key with a value and no comment"
#define CONTROL "the line holds a control character"
#define BLANK "the line starts with a blank; a value ends with its line"
#define COLON "a key and its value are separated by '=', not ':'"
#define HASH "'#' after a value starts no comment: write ';'"
#define AFTER "there is text after the ']'"
#define NAME_CLOSE "the name of the section holds a ']', or a ';' after a blank"
#define NAME_BLANK "the name of the section starts or ends with a blank"

static const struct refusal {
	const char *line, *why;
} refusals[] = {
	{ "[]", SECTION_FORM },
	{ "[", SECTION_FORM },
	{ "[a", SECTION_FORM },
	{ "[ a]", SECTION_FORM },
	{ "[a ", SECTION_FORM },
	{ "[a ]", SECTION_FORM },
	{ "[a b]", SECTION_FORM },
	{ "[a.b]", SECTION_FORM },
	{ "[\"x\"]", SECTION_FORM },
	{ "[a\"x\"]", SECTION_FORM },
	{ "[a \"x\" ]", SECTION_FORM },
	{ "[a \"x\"y]", SECTION_FORM },
	{ "[a 'x']", SECTION_FORM },
	{ "[a ; comment]", SECTION_FORM },
	{ "[a \"x\"", SECTION_FORM },
	{ "[a \"x\\\"y\"]", SECTION_FORM },
	{ "[\xc3\xa9]", SECTION_FORM },
	{ "[a \"]", "the name of the section has no closing quote" },
	{ "[a \"x]", "the name of the section has no closing quote" },
	{ "[a \"x]y\"]", NAME_CLOSE },
	{ "[a \"x ;y\"]", NAME_CLOSE },
	{ "[a \"x\t;y\"]", NAME_CLOSE },
	{ "[a \" x\"]", NAME_BLANK },
	{ "[a \"x \"]", NAME_BLANK },
	{ "[a \" \"]", NAME_BLANK },
	{ "[a] k = v", AFTER },
	{ "[a]]", AFTER },
	{ "[a];comment", AFTER },
	{ "[a] # comment", AFTER },
	{ "[a]\tx ; comment", AFTER },
	{ "[a \"x\"] [b]", AFTER },
	{ "word", NO_FORM },
	{ "two words = v", NO_FORM },
	{ "= v", NO_FORM },
	{ ": v", NO_FORM },
	{ "k ; = v", NO_FORM },
	{ "k;=v", NO_FORM },
	{ "k.l = v", NO_FORM },
	{ "\xc3\xa9 = v", NO_FORM },
	{ "\"k\" = v", NO_FORM },
	{ "<<<<<<< HEAD", NO_FORM },
	{ "]", NO_FORM },
	{ "k", NO_FORM },
	{ "k: v", COLON },
	{ "k : v = w", COLON },
	{ "url:https://example.org", COLON },
	{ "k = v # comment", HASH },
	{ "k = #", HASH },
	{ "k = v #\t", HASH },
	{ " k = v", BLANK },
	{ "\tmore of the value", BLANK },
	{ "  [a]", BLANK },
	{ "k = a\033[2Jb", CONTROL },
	{ "; a\033b", CONTROL },
	{ "k = a\rb", CONTROL },
	{ "k = a\vb", CONTROL },
	{ "k = a\fb", CONTROL },
	{ "\f", CONTROL },
	{ "k = \x7f", CONTROL },
	{ "k = \xc2\x85", CONTROL },
	{ "k = \xc2\x9b", CONTROL },
	{ "k = \xff", "the line is not UTF-8" },
	{ "k = \xc3", "the line is not UTF-8" },
	{ "k = \xc0\xaf", "the line is not UTF-8" },
	{ "k = \xed\xa0\x80", "the line is not UTF-8" },
	{ "k = \xe0\x80\xaf", "the line is not UTF-8" },
	{ "k = \xf4\x90\x80\x80", "the line is not UTF-8" },
	{ "k = \xf0\x82\x82\xac", "the line is not UTF-8" },
	{ "k = \xc3(", "the line is not UTF-8" },
	{ "k = \xe2\x82(", "the line is not UTF-8" },
	{ "k = \x80", "the line is not UTF-8" },
	{ "; \xe9", "the line is not UTF-8" },
	{ "[a \"\xe9\"]", "the line is not UTF-8" },
};

/* Each refused line stands between two sound keys, which are still read as before. */
static void refused(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		const struct refusal *r = &refusals[i];
		bool header = r->line[strspn(r->line, " \t")] == '[';
		char text[512], want[512];

		snprintf(text, sizeof(text), "[first]\nx = 1\n%s\ny = 2\n[last]\n", r->line);
		snprintf(want, sizeof(want), "3: %s\n", r->why);
		read_bytes(f, text, strlen(text));
		assert_problems(f, want);
		/* Below a refused header nobody knows what a key belongs to. */
		assert_ini(f,
		    header ? "1 [first]\n2 x='1'\n5 [last]\n" :
		             "1 [first]\n2 x='1'\n4 y='2'\n5 [last]\n");
		/* The same as the last line, without a line feed. */
		snprintf(text, sizeof(text), "[first]\n\n%s", r->line);
		read_bytes(f, text, strlen(text));
		assert_problems(f, want);
	}
}

/* `n` bytes for `c`, as UTF-8 would write it if it took that many. */
static void encode(unsigned long c, size_t n, char *out)
{
	static const unsigned char first[] = { 0, 0, 0xc0, 0xe0, 0xf0 };

	for (size_t i = n - 1; i > 0; i--, c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3f));
	out[0] = (char)(first[n] | c);
}

/* Every character in every length (RFC 3629): only the shortest passes, and no surrogate. */
static void utf8(void **state)
{
	(void)state;
	for (size_t n = 2; n <= 4; n++)
		for (unsigned long c = 0; c < 1ul << (n == 2 ? 11 : n == 3 ? 16 : 21); c++) {
			char line[] = "k=xxxx";
			struct ini_line got;
			bool sound = c >= (n == 2        ? 0xa0 :
			                          n == 3 ? 0x800 :
			                                   0x10000) &&
			    c <= 0x10ffff && !(c >= 0xd800 && c <= 0xdfff);

			encode(c, n, line + 2);
			ini_line_read(line, 2 + n, &got);
			if ((got.kind == INI_LINE_KEY) != sound)
				fail_msg("U+%04lX in %zu bytes", c, n);
		}
}

static void nul_bytes(void **state)
{
	struct fixture *f = *state;
	static const char value[] = "[a]\nk = v\0w\nl = x\n", header[] = "[a\0b]\nk = v\n",
	                  alone[] = "[a]\n\0\n";

	read_bytes(f, value, sizeof(value) - 1);
	assert_problems(f, "2: the line holds a NUL byte\n");
	assert_ini(f, "1 [a]\n3 l='x'\n");
	read_bytes(f, header, sizeof(header) - 1);
	assert_problems(f, "1: the line holds a NUL byte\n");
	assert_ini(f, "");
	read_bytes(f, alone, sizeof(alone) - 1);
	assert_problems(f, "2: the line holds a NUL byte\n");
}

static void above_the_first_section(void **state)
{
	struct fixture *f = *state;

	read_bytes(f, "; head\nk = v\nl = w\n[a]\nm = x\n", 29);
	assert_problems(f,
	    "2: the key comes before the first [section]\n3: the key comes before the first "
	    "[section]\n");
	assert_ini(f, "4 [a]\n5 m='x'\n");
}

static void byte_order_mark(void **state)
{
	struct fixture *f = *state;
	static const char text[] = "\xef\xbb\xbf[a]\nk = v\n",
	                  twice[] = "\xef\xbb\xbf\xef\xbb\xbf[a]\n";

	read_bytes(f, text, strlen(text));
	assert_problems(
	    f, "1: the file starts with a byte order mark: save it as UTF-8 without one\n");
	assert_ini(f, "1 [a]\n2 k='v'\n");
	read_bytes(f, twice, strlen(twice));
	assert_problems(f,
	    "1: the file starts with a byte order mark: save it as UTF-8 without one\n1: " NO_FORM
	    "\n");
	read_bytes(f, text, 3);
	assert_problems(
	    f, "1: the file starts with a byte order mark: save it as UTF-8 without one\n");
	/* Half of one. */
	read_bytes(f, "\xef\xbb", 2);
	assert_problems(f, "1: the line is not UTF-8\n");
}

/* Said once: a file saved with the wrong line ends has it on every line. */
static void carriage_returns(void **state)
{
	struct fixture *f = *state;
	static const char all[] = "[a]\r\nk = v\r\nword\r\n", last[] = "[a]\nk = v\r",
	                  two[] = "[a]\nk = v\r\r\n";

	read_bytes(f, all, strlen(all));
	assert_problems(
	    f, "1: the line ends in CR LF: save the file with LF line ends\n3: " NO_FORM "\n");
	read_bytes(f, last, strlen(last));
	assert_problems(f, "2: the line ends in CR LF: save the file with LF line ends\n");
	read_bytes(f, two, strlen(two));
	assert_problems(
	    f, "2: the line ends in CR LF: save the file with LF line ends\n2: " CONTROL "\n");
}

static void assert_length(
    struct fixture *f, const char *before, size_t n, const char *after, const char *problems)
{
	char text[1024];
	size_t at = strlen(before);

	memcpy(text, before, at);
	memset(text + at, 'x', n);
	strcpy(text + at + n, after);
	read_bytes(f, text, strlen(text));
	assert_problems(f, problems);
}

/* inih cuts at 199 bytes and 49, so these are the longest that may pass; and they pass whole. */
static void longest(void **state)
{
	struct fixture *f = *state;

	assert_length(f, "[a]\nk=", 197, "\nl = v\n", "");
	assert_int_equal(strlen(f->ini.sections[0].keys[0].value), 197);
	assert_int_equal(f->ini.sections[0].nkeys, 2);
	assert_length(f, "[a]\nk=", 197, "", "");
	assert_int_equal(strlen(f->ini.sections[0].keys[0].value), 197);
	assert_length(f, "[a]\n", 197, "=v", "");
	assert_int_equal(strlen(f->ini.sections[0].keys[0].key), 197);
	assert_length(f, "[a \"", 45, "\"]\nk = v\n", "");
	assert_int_equal(strlen(f->ini.sections[0].name), 45);
	assert_int_equal(f->ini.sections[0].nkeys, 1);
	assert_length(f, "[", 49, "]\nk = v\n", "");
	assert_int_equal(strlen(f->ini.sections[0].kind), 49);
}

static void too_long(void **state)
{
	struct fixture *f = *state;

	assert_length(f, "[a]\nk=", 198, "\nl = v\n", "2: the line is longer than 199 bytes\n");
	assert_ini(f, "1 [a]\n3 l='v'\n");
	assert_length(f, "[a]\nk=v ;", 400, "", "2: the line is longer than 199 bytes\n");
	assert_length(f, "[a]\n;", 199, "", "2: the line is longer than 199 bytes\n");
	assert_length(f, "[a]\n; ", 200, "[b]\nk = v\n", "2: the line is longer than 199 bytes\n");
	assert_length(f, "[a \"", 46, "\"]\nk = v\n",
	    "1: the text between the brackets is longer than 49 bytes\n");
	assert_ini(f, "");
	assert_length(
	    f, "[", 50, "]\n", "1: the text between the brackets is longer than 49 bytes\n");
}

/* An inih that was built or set otherwise must not change what a file says. */
static void another_inih(void **state)
{
	struct fixture *f = *state;
	static const char text[] = "[a]\nkey = value of the key\nl = v ; comment\n";
	char *prefixes = ini_start_comment_prefixes;
	int max = ini_max_line;

	ini_max_line = 20;
	read_bytes(f, text, strlen(text));
	assert_problems(f, "2: two readers of INI do not agree on what this line says\n");
	assert_ini(f, "1 [a]\n3 l='v'\n");
	/* The NUL has no room; and one byte more. */
	ini_max_line = 22;
	read_bytes(f, text, strlen(text));
	assert_problems(f, "2: two readers of INI do not agree on what this line says\n");
	ini_max_line = 23;
	read_bytes(f, text, strlen(text));
	assert_problems(f, "");
	ini_max_line = max;
	ini_allow_inline_comments = false;
	read_bytes(f, text, strlen(text));
	ini_allow_inline_comments = true;
	assert_problems(f, "3: two readers of INI do not agree on what this line says\n");
	assert_ini(f, "1 [a]\n2 key='value of the key'\n");
	ini_start_comment_prefixes = (char[]){ "[" };
	read_bytes(f, text, strlen(text));
	ini_start_comment_prefixes = prefixes;
	assert_problems(f,
	    "2: two readers of INI do not agree on what this line says\n"
	    "3: two readers of INI do not agree on what this line says\n");
	assert_ini(f, "1 [a]\n");
}

static void too_large(void **state)
{
	struct fixture *f = *state;
	char *text = malloc(INI_BYTES_MAX + 1);

	memset(text, '\n', INI_BYTES_MAX + 1);
	assert_int_equal(ini_read(&f->arena, text, INI_BYTES_MAX, &f->ini, &f->error), 0);
	assert_int_equal(f->ini.problems.n, 0);
	assert_int_equal(ini_read(&f->arena, text, INI_BYTES_MAX + 1, &f->ini, &f->error), -1);
	assert_int_equal(f->error.kind, ERROR_MALFORMED);
	assert_string_equal(f->error.text, "it is larger than 1048576 bytes");
	assert_int_equal(f->ini.nsections, 0);
	free(text);
}

static void problem_order(void **state)
{
	struct fixture *f = *state;
	struct ini_problems ps = { 0 };

	assert_int_equal(ini_problem(&f->arena, &ps, 5, "five %d", 1), 0);
	assert_int_equal(ini_problem(&f->arena, &ps, 2, "two"), 0);
	assert_int_equal(ini_problem(&f->arena, &ps, 5, "%s", "five again"), 0);
	assert_int_equal(ini_problem(&f->arena, &ps, 0, "file"), 0);
	assert_int_equal(ini_problem(&f->arena, &ps, 9, "nine"), 0);
	assert_int_equal(ini_problem(&f->arena, &ps, 2, "two again"), 0);
	f->ini.problems = ps;
	assert_problems(f, "0: file\n2: two\n2: two again\n5: five 1\n5: five again\n9: nine\n");
}

static void problem_without_memory(void **state)
{
	struct ini_problems ps = { 0 };
	struct arena tiny;

	(void)state;
	for (size_t cap = 0; cap < 48; cap += 16) {
		arena_init(&tiny, cap);
		if (cap < 32)
			assert_int_equal(ini_problem(&tiny, &ps, 1, "text"), -1);
		else
			assert_int_equal(ini_problem(&tiny, &ps, 1, "text"), 0);
		arena_release(&tiny);
	}
	assert_int_equal(ps.n, 1);
}

/* The list has an end, and says so; what matters is that it never becomes empty. */
static void many_problems(void **state)
{
	struct fixture *f = *state;
	char *text = malloc(INI_BYTES_MAX);
	clock_t start = clock();

	for (size_t i = 0; i < INI_BYTES_MAX; i += 2)
		memcpy(text + i, "x\n", 2);
	read_bytes(f, text, INI_BYTES_MAX);
	assert_int_equal(f->ini.problems.n, 1000);
	assert_int_equal(f->ini.problems.list[0].line, 0);
	assert_string_equal(
	    f->ini.problems.list[0].text, "there are more problems than are listed here");
	assert_int_equal(f->ini.problems.list[1].line, 1);
	assert_int_equal(f->ini.problems.list[999].line, 999);
	for (unsigned i = 0; i < 500000; i++)
		assert_int_equal(ini_problem(&f->arena, &f->ini.problems, i, "%u", i), 0);
	assert_int_equal(f->ini.problems.n, 1000);
	assert_true(clock() - start < 10 * CLOCKS_PER_SEC);
	free(text);
}

static void many_keys(void **state)
{
	struct fixture *f = *state;
	char *text = malloc(INI_BYTES_MAX);
	size_t n = (INI_BYTES_MAX - 4) / 4;

	memcpy(text, "[a]\n", 4);
	for (size_t i = 0; i < n; i++)
		memcpy(text + 4 + 4 * i, "k=v\n", 4);
	read_bytes(f, text, 4 + 4 * n);
	assert_problems(f, "");
	assert_int_equal(f->ini.nsections, 1);
	assert_int_equal(f->ini.sections[0].nkeys, n);
	assert_int_equal(f->ini.sections[0].keys[n - 1].line, n + 1);
	assert_string_equal(f->ini.sections[0].keys[n - 1].value, "v");
	free(text);
}

/* Whatever allocation fails: an error, never a part of the file that passes for the whole. */
static void no_memory(void **state)
{
	struct fixture *f = *state;
	static const char text[] =
	    "[a \"b\"]\nk = v\nl = w\nm = x\nn = y\no = z\n[c]\nk = v\nword\n[d]\n[e]\n";
	int rc = -1;

	for (size_t cap = 1; rc < 0; cap += 8) {
		struct arena tiny;

		arena_init(&tiny, cap);
		rc = ini_read(&tiny, text, strlen(text), &f->ini, &f->error);
		assert_int_equal(rc < 0, tiny.exhausted);
		if (rc < 0) {
			assert_int_equal(f->error.kind, ERROR_MEMORY);
			assert_int_equal(f->ini.nsections, 0);
			assert_int_equal(f->ini.problems.n, 0);
		} else {
			assert_int_equal(f->ini.nsections, 4);
			assert_problems(f, "9: " NO_FORM "\n");
		}
		arena_release(&tiny);
		assert_true(cap < 1 << 16);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(sound),
		T(not_merged),
		T(refused),
		T(utf8),
		T(nul_bytes),
		T(above_the_first_section),
		T(byte_order_mark),
		T(carriage_returns),
		T(longest),
		T(too_long),
		T(another_inih),
		T(too_large),
		T(problem_order),
		T(problem_without_memory),
		T(many_problems),
		T(many_keys),
		T(no_memory),
	};

	return cmocka_run_group_tests_name("ini", tests, NULL, NULL);
}
