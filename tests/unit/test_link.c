/* Links: what is read, and every way in which one is refused. */
#include "fixture.h"
#include "record/link.h"

#define HEX "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define SUM " sha256:" HEX

SETUP(struct arena, 1);

static void git_link(void **state)
{
	struct link l;
	struct error e = { 0 };

	assert_int_equal(link_read(*state, "git:2026.11/acceptance.ini" SUM, &l, &e), 0);
	assert_int_equal(l.kind, LINK_GIT);
	assert_string_equal(l.path, "2026.11/acceptance.ini");
	assert_null(l.host);
	assert_int_equal(l.sha256[0], 0xe3);
	assert_int_equal(l.sha256[31], 0x55);
}

static void sftp_link(void **state)
{
	struct link l;
	struct error e = { 0 };

	assert_int_equal(link_read(*state,
	                     "sftp://results.example.org/a/b.ini \t "
	                     "sha256:" HEX,
	                     &l, &e),
	    0);
	assert_int_equal(l.kind, LINK_SFTP);
	assert_string_equal(l.host, "results.example.org");
	assert_string_equal(l.path, "/a/b.ini");
}

static void odd_but_fine(void **state)
{
	static const char *const fine[] = {
		"git:a" SUM,
		"git:.gitignore" SUM,
		"git:..." SUM,
		"git:a/.git2/b" SUM,
		"git:\xc3\xa9t\xc3\xa9" SUM,
		"git:a:b" SUM,
		"git:a sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
	};
	struct link l;
	struct error e = { 0 };

	for (size_t i = 0; i < sizeof(fine) / sizeof(fine[0]); i++)
		assert_int_equal(link_read(*state, fine[i], &l, &e), 0);
}

static const struct refusal {
	const char *text, *shown, *why;
} refusals[] = {
	{ "", "", "is empty" },
	{ " git:a" SUM, NULL, "starts with a blank" },
	{ "git:a", NULL, "has no sha256 (a place and its digest, one blank between them)" },
	{ "git:a ", NULL, "has no sha256 (a place and its digest, one blank between them)" },
	{ "a" SUM, NULL, "starts with neither git: nor sftp://" },
	{ "GIT:a" SUM, NULL, "starts with neither git: nor sftp://" },
	{ "http://example.org/a" SUM, NULL, "starts with neither git: nor sftp://" },
	{ "git:" SUM, NULL, "has no path" },
	{ "git:/a" SUM, NULL, "has a path that starts with a slash" },
	{ "git:a/" SUM, NULL, "has an empty part in its path" },
	{ "git:a//b" SUM, NULL, "has an empty part in its path" },
	{ "git:./a" SUM, NULL, "has a '.' or '..' part in its path" },
	{ "git:a/../b" SUM, NULL, "has a '.' or '..' part in its path" },
	{ "git:.." SUM, NULL, "has a '.' or '..' part in its path" },
	{ "git:.git/config" SUM, NULL, "has a .git part in its path" },
	{ "git:a/.GiT" SUM, NULL, "has a .git part in its path" },
	{ "git:a\033[2J" SUM, "git:a\\x1b[2J" SUM,
	    "has a control character or a backslash in its path" },
	{ "git:a\nb" SUM, "git:a\\x0ab" SUM, "has a control character or a backslash in its path" },
	{ "git:a\177" SUM, "git:a\\x7f" SUM, "has a control character or a backslash in its path" },
	{ "git:a\\b" SUM, "git:a\\\\b" SUM, "has a control character or a backslash in its path" },
	{ "git:a b" SUM, NULL,
	    "has more than a place and a digest (a path with a blank cannot be linked)" },
	{ "git:a" SUM " ", NULL,
	    "has more than a place and a digest (a path with a blank cannot be linked)" },
	{ "git:a sha1:" HEX, NULL, "has something else than sha256:HEX after the place" },
	{ "git:a " HEX, NULL, "has something else than sha256:HEX after the place" },
	{ "git:a" SUM "0", NULL, "has a sha256 that is not exactly 64 hex digits" },
	{ "git:a sha256:", NULL, "has a sha256 that is not exactly 64 hex digits" },
	{ "git:a sha256:g3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", NULL,
	    "has a sha256 that is not exactly 64 hex digits" },
	{ "sftp:///a" SUM, NULL, "names no host" },
	{ "sftp://h" SUM, NULL, "has no path" },
	{ "sftp://h/" SUM, NULL, "has no path" },
	{ "sftp://h/../a" SUM, NULL, "has a '.' or '..' part in its path" },
	{ "sftp://h//a" SUM, NULL, "has an empty part in its path" },
	{ "sftp://-oProxyCommand=x/a" SUM, NULL, "has a host name that starts with '-' or '.'" },
	{ "sftp://user@h/a" SUM, NULL,
	    "has a character in its host name that is no letter, digit, '.' or '-'" },
	{ "sftp://h:22/a" SUM, NULL,
	    "has a character in its host name that is no letter, digit, '.' or '-'" },
};

static void refused(void **state)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		const struct refusal *r = &refusals[i];
		struct link l = { .kind = LINK_GIT, .path = "left" };
		struct error e = { 0 };
		char want[512];

		assert_int_equal(link_read(*state, r->text, &l, &e), -1);
		assert_int_equal(e.kind, ERROR_MALFORMED);
		snprintf(want, sizeof(want), "the link '%s' %s",
		    r->shown != NULL ? r->shown : r->text, r->why);
		assert_string_equal(e.text, want);
		assert_string_equal(e.mend,
		    "write it as git:PATH sha256:HEX, where HEX is what sha256sum prints for the "
		    "file");
		assert_int_equal(l.kind, 0);
		assert_null(l.path);
	}
}

static int read_long(
    struct arena *a, const char *before, size_t n, const char *after, struct error *e)
{
	char text[2048];
	struct link l;
	size_t at = strlen(before);

	memcpy(text, before, at);
	memset(text + at, 'a', n);
	strcpy(text + at + n, after);
	return link_read(a, text, &l, e);
}

static void limits(void **state)
{
	struct error e = { 0 };

	assert_int_equal(read_long(*state, "git:", 1024, SUM, &e), 0);
	assert_int_equal(read_long(*state, "git:", 1025, SUM, &e), -1);
	assert_non_null(strstr(e.text, "has a path of more than 1024 bytes"));
	assert_int_equal(read_long(*state, "sftp://", 253, "/x" SUM, &e), 0);
	assert_int_equal(read_long(*state, "sftp://", 254, "/x" SUM, &e), -1);
	assert_non_null(strstr(e.text, "has a host name of more than 253 bytes"));
}

static void no_memory(void **state)
{
	struct arena tiny;
	struct link l;
	struct error e = { 0 };

	(void)state;
	arena_init(&tiny, 1);
	assert_int_equal(link_read(&tiny, "git:abcdefgh" SUM, &l, &e), -1);
	assert_int_equal(e.kind, ERROR_MEMORY);
	assert_int_equal(link_read(&tiny, "git:../a" SUM, &l, &e), -1);
	assert_int_equal(e.kind, ERROR_MEMORY);
	arena_release(&tiny);
}

TESTS(
    T(git_link), T(sftp_link), T(odd_but_fine), T(refused), T(limits), cmocka_unit_test(no_memory));
