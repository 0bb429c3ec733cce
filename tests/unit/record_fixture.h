/* What the tests of readers of records share. The includer has a sound record in `sound`, RECORD is
 * what becomes of it and READ who reads it. */
#include "fixture.h"

struct fixture {
	struct arena arena;
	RECORD got;
	struct ini_problems problems;
	struct error error;
};

SETUP(struct fixture, 64);

static int read_text(struct fixture *f, const char *text)
{
	memset(&f->error, 0, sizeof(f->error));
	return READ(&f->arena, text, strlen(text), &f->got, &f->problems, &f->error);
}

/* A sound record in which one line is replaced; the problems, one `line: text` a line. */
static void assert_line(struct fixture *f, unsigned number, const char *line, const char *want)
{
	char text[4096] = "", got[4096] = "";
	const char *p = sound;
	size_t at = 0;

	for (unsigned i = 1; *p != '\0'; i++) {
		size_t n = strcspn(p, "\n") + 1;

		if (i == number)
			strcat(strcat(text, line), "\n");
		else
			strncat(text, p, n);
		p += n;
	}
	assert_int_equal(read_text(f, text), *want == '\0' ? 0 : -1);
	for (size_t i = 0; i < f->problems.n; i++)
		at += (size_t)snprintf(got + at, sizeof(got) - at, "%u: %s\n",
		    f->problems.list[i].line, f->problems.list[i].text);
	assert_string_equal(got, want);
	if (*want != '\0') {
		assert_int_equal(f->error.kind, ERROR_MALFORMED);
		assert_null(f->got.promotion);
	}
}
