/* Lines of at most 72 columns, in which no word is lost. */
#include "unit.h"
#include "base/wrap.h"

static char *wrapped(const char *first, const char *text)
{
	char *buf = NULL;
	size_t size;
	FILE *out = open_memstream(&buf, &size);

	assert_non_null(out);
	wrap_print(first, text, out);
	fclose(out);
	return buf;
}

static void assert_wrap(const char *first, const char *text, const char *want)
{
	char *got = wrapped(first, text);

	assert_string_equal(got, want);
	free(got);
}

#define TEN "abcdefghi "
#define FIFTY TEN TEN TEN TEN TEN
#define A71 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define A72 A71 "a"

static void fits(void **state)
{
	(void)state;
	assert_wrap("", "", "\n");
	assert_wrap("  ", "", "  \n");
	assert_wrap("", "a", "a\n");
	assert_wrap("  fix: ", "Jan Bakker runs it", "  fix: Jan Bakker runs it\n");
	assert_wrap("", FIFTY TEN TEN "ab", FIFTY TEN TEN "ab\n");
	assert_wrap("  ", FIFTY TEN TEN, "  " FIFTY TEN "abcdefghi\n");
	assert_wrap("", A72, A72 "\n");
}

static void breaks(void **state)
{
	(void)state;
	assert_wrap("", FIFTY TEN TEN "abc", FIFTY TEN "abcdefghi\nabc\n");
	assert_wrap("  ", FIFTY TEN TEN "a b", "  " FIFTY TEN "abcdefghi\n  a b\n");
	assert_wrap(
	    "  fix: ", FIFTY TEN "abcdef x", "  fix: " FIFTY "abcdefghi\n       abcdef x\n");
	assert_wrap("", A72 " b", A72 "\nb\n");
	/* Not inside a character of two bytes. */
	assert_wrap("a", A72 "\xc3\xab",
	    "a"
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n "
	    "a\xc3\xab\n");
	assert_wrap("\xc3\xa9", A72 "\xc3\xab", "\xc3\xa9" A71 "\n a\xc3\xab\n");
	assert_wrap(" ", A71 "\xc3\xab", " " A71 "\n \xc3\xab\n");
	assert_wrap("", "b " A72, "b\n" A72 "\n");
}

/* Columns, not bytes: a mark has none, a character of East Asia two. */
static void columns(void **state)
{
	(void)state;
	assert_wrap("", FIFTY TEN "Zo\xc3\xab Zo\xc3\xab Zo\xc3\xab x",
	    FIFTY TEN "Zo\xc3\xab Zo\xc3\xab Zo\xc3\xab\nx\n");
	assert_wrap(
	    "", FIFTY TEN TEN "e\xcc\x81\xcc\x88i x", FIFTY TEN TEN "e\xcc\x81\xcc\x88i\nx\n");
	assert_wrap("", FIFTY TEN TEN "\xe6\xa0\xa1 x", FIFTY TEN TEN "\xe6\xa0\xa1\nx\n");
	assert_wrap("", FIFTY TEN TEN "\xe6\xa0\xa1\xe6\xa0\xa1",
	    FIFTY TEN "abcdefghi\n\xe6\xa0\xa1\xe6\xa0\xa1\n");
	/* A word that is broken keeps its marks. */
	assert_wrap("",
	    A72 "\xcc\x81"
	        "b",
	    A72 "\xcc\x81\nb\n");
	assert_wrap("", "a" A72 "\xcc\x81", "a" A71 "\na\xcc\x81\n");
}

static void long_words(void **state)
{
	(void)state;
	assert_wrap("", A72 "bc d", A72 "\nbc d\n");
	assert_wrap("", A72 A72, A72 "\n" A72 "\n");
	assert_wrap("", "x " A72 "b y", "x\n" A72 "\nb y\n");
	assert_wrap("  ", A72,
	    "  aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n  aa\n");
}

static void blanks(void **state)
{
	(void)state;
	assert_wrap("", " a  b   c ", "a b c\n");
	assert_wrap("> ", "   ", "> \n");
}

/* Whatever the words: no line is too long, and all letters come out in order. */
static void nothing_lost(void **state)
{
	unsigned seed = 1;

	(void)state;
	for (int round = 0; round < 500; round++) {
		char text[600], first[80] = "", *got;
		size_t n = (size_t)round, at = 0;
		const char *p;

		for (size_t i = 0; i < n; i++) {
			seed = seed * 1103515245 + 12345;
			text[i] = (seed >> 16) % (unsigned)(2 + round / 4) == 0 ?
			    ' ' :
			    (char)('a' + i % 26);
		}
		text[n] = '\0';
		memset(first, ' ', n % 70);
		got = wrapped(first, text);
		for (p = got; *p != '\0'; p += strcspn(p, "\n") + 1)
			assert_true(strcspn(p, "\n") <= WRAP_COLUMNS);
		for (p = got; *p != '\0'; p++) {
			if (*p == ' ' || *p == '\n')
				continue;
			at += strspn(text + at, " ");
			assert_int_equal(*p, text[at]);
			at++;
		}
		assert_int_equal(strspn(text + at, " "), n - at);
		free(got);
	}
}

TESTS(T(fits), T(breaks), T(columns), T(long_words), T(blanks), T(nothing_lost));
