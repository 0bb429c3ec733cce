/*
 * allowed_signers against ssh-keygen itself: on a file that we accept, both name the same person
 * for a key at the same moment. We may refuse more; we may never find somebody else, or nobody
 * where it finds somebody.
 */
#include "unit.h"
#include "sign/signers.h"

static char dir[] = "/tmp/sluis-keygen-XXXXXX";
static char key_a[256], key_b[256]; /* base64; the signature is made with a */

static FILE *file(const char *name, const char *mode)
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, mode);
	assert_non_null(f);
	return f;
}

static void make_key(const char *name, char out[256])
{
	char command[256], path[32];
	FILE *f;

	snprintf(
	    command, sizeof(command), "ssh-keygen -q -t ed25519 -N '' -C '' -f %s/%s", dir, name);
	assert_int_equal(system(command), 0);
	snprintf(path, sizeof(path), "%s.pub", name);
	f = file(path, "r");
	assert_int_equal(fscanf(f, "ssh-ed25519 %255s", out), 1);
	fclose(f);
}

static int setup(void **state)
{
	char command[256];
	FILE *f;

	(void)state;
	assert_non_null(mkdtemp(dir));
	make_key("a", key_a);
	make_key("b", key_b);
	f = file("text", "w");
	fputs("text\n", f);
	fclose(f);
	snprintf(
	    command, sizeof(command), "ssh-keygen -q -Y sign -n git -f %s/a %s/text", dir, dir);
	return system(command);
}

static int teardown(void **state)
{
	static const char *const names[] = { "a", "a.pub", "b", "b.pub", "text", "text.sig",
		"signers" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char path[128];

		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		unlink(path);
	}
	return rmdir(dir);
}

/* What ssh-keygen prints: a principal a line; "" for nobody. */
static void ask_keygen(const char *text, const char *when, char out[512])
{
	char command[512];
	FILE *f = file("signers", "w");

	fputs(text, f);
	fclose(f);
	snprintf(command, sizeof(command),
	    "ssh-keygen -Y find-principals -s %s/text.sig -f %s/signers -Overify-time=%s "
	    "2>/dev/null",
	    dir, dir, when);
	f = popen(command, "r");
	assert_non_null(f);
	out[fread(out, 1, 511, f)] = '\0';
	pclose(f);
}

/* Is each line of `lines` the principal `who`? */
static bool only(const char *lines, const char *who)
{
	size_t n = strlen(who);

	for (; *lines != '\0'; lines += n + 1)
		if (strncmp(lines, who, n) != 0 || lines[n] != '\n')
			return false;
	return true;
}

/* Returns whether we accept the file. */
static bool compare(const char *text, int64_t now, const char *when)
{
	char said[512];
	struct arena a;
	struct signers s;
	struct ini_problems ps;
	struct error e = { 0 };
	bool ambiguous, accepted;
	const char *who;

	arena_init(&a, (size_t)1 << 20);
	accepted = signers_read(&a, text, strlen(text), &s, &ps, &e) == 0;
	if (accepted) {
		ask_keygen(text, when, said);
		who = signers_principal(&s, "ssh-ed25519", key_a, now, &ambiguous);
		if (ambiguous       ? *said == '\0' :
		        who == NULL ? *said != '\0' :
		                      *said == '\0' || !only(said, who))
			fail_msg("at %s we say %s, ssh-keygen says\n%s of\n%s", when,
			    ambiguous       ? "several" :
			        who != NULL ? who :
			                      "nobody",
			    said, text);
	}
	arena_release(&a);
	return accepted;
}

static void compare_always(const char *text)
{
	static const struct {
		int64_t now;
		const char *when;
	} moments[] = {
		{ 1767225599, "20251231235959Z" },
		{ 1767225600, "20260101000000Z" },
		{ 1782907200, "20260701120000Z" },
		{ 1798761599, "20261231235959Z" },
		{ 1798761600, "20270101000000Z" },
		{ 1798761601, "20270101000001Z" },
	};

	for (size_t i = 0; i < sizeof(moments) / sizeof(moments[0]); i++)
		if (!compare(text, moments[i].now, moments[i].when))
			fail_msg("refused:\n%s", text);
}

#define A "ssh-ed25519 @"
#define B "ssh-ed25519 %"

/* `@` stands for the key of the signature, `%` for another. */
static void expand(const char *line, char *out)
{
	for (; *line != '\0'; line++)
		if (*line == '@' || *line == '%')
			out = stpcpy(out, *line == '@' ? key_a : key_b);
		else
			*out++ = *line;
	*out = '\0';
}

/* Files that we accept. */
static void accepted(void **state)
{
	static const char *const table[] = {
		"els " A "\n",
		"els " A,
		"els\t" A " a comment\n",
		"  els   " A "\n",
		"# els " A "\n",
		"els " B "\n",
		"els " B "\nels " A "\n",
		"els,jan " A "\n",
		"\"els de vries\" " A "\n",
		"\"els\" " A "\n",
		"els cert-authority " A "\n",
		"els cert-authority " A "\nels " A "\n",
		"els CERT-AUTHORITY " A "\n",
		"els namespaces=\"git\" " A "\n",
		"els namespaces=\"git,file\" " A "\n",
		"els valid-after=\"20260101Z\" " A "\n",
		"els valid-before=\"20270101Z\" " A "\n",
		"els valid-after=\"20260101\" " A "\n",
		"els valid-before=\"202701010000\" " A "\n",
		"els valid-after=\"20260701000000Z\" " A "\n",
		"els valid-before=\"20261231235959Z\" " A "\n",
		"els valid-after=\"20260101Z\",valid-before=\"20270101Z\" " A "\n",
		"els Valid-After=\"20260101Z\" " A "\n",
		"els valid-before=\"20260101Z\" " A "\njan valid-after=\"20260102Z\" " A "\n",
		"els valid-before=\"20260101Z\" " A "\nels " B "\n",
		"els " A "\njan " A "\n",
		"els namespaces=\"git\",cert-authority " A "\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		char text[1024];

		expand(table[i], text);
		compare_always(text);
	}
}

static unsigned seed = 2026;

/* One of the words, which end with NULL. */
static const char *pick(const char *const *words)
{
	unsigned n = 0;

	while (words[n] != NULL)
		n++;
	seed = seed * 1103515245 + 12345;
	return words[(seed >> 16) % n];
}

/* A line as it might be written, odd in a place now and then. */
static void add_line(char *text)
{
	static const char *const starts[] = { "", "", "", "", "", "", "", "", " ", "\t", "#",
		NULL };
	static const char *const names[] = { "els", "jan", "els,els", "els,jan", "\"els\"",
		"\"els\",jan", "\"els,jan\"", "\"els jan\"", "Els", "e\\\"ls", "\"e\\\"ls\"",
		"x=\"els\"", "el*", "!els", "els,", ",els", "els@example.org", "\"els", "'els'",
		"els=1", NULL };
	static const char *const gaps[] = { " ", " ", " ", " ", " ", "  ", "\t", "", ",", ", ",
		NULL };
	static const char *const options[] = { "", "", "namespaces=\"git\"", "namespaces=\"file\"",
		"namespaces=\"a\\\"b\"", "namespaces=\"\"", "cert-authority", "CERT-authority",
		"valid-after=\"20260101Z\"", "valid-after=\"20260801\"",
		"valid-after=\"20260101UTC\"", "valid-after=\"20260631\"",
		"valid-before=\"20270101z\"", "valid-before=\"202606010000Z\"",
		"valid-before=\"20260701120000Z\"", "valid-before=20270101", "valid-before=\"\"",
		"verify-required", NULL };
	static const char *const commas[] = { ",", ",", ",", ",", "", " ", ",,", NULL };
	static const char *const types[] = { "ssh-ed25519", "ssh-ed25519", "ssh-ed25519",
		"ssh-ed25519", "ssh-rsa", "SSH-ED25519", NULL };
	static const char *const keys[] = { "@", "@", "@", "@", "@", "%", "@=", "@@", "", NULL };
	static const char *const ends[] = { "\n", "\n", "\n", " end\n", " \n", "\t# \n", "\n\n",
		NULL };
	const char *first = pick(options), *second = pick(options);

	strcat(strcat(strcat(text, pick(starts)), pick(names)), pick(gaps));
	if (*first != '\0')
		strcat(strcat(strcat(strcat(text, first), *second != '\0' ? pick(commas) : ""),
		           second),
		    pick(gaps));
	strcat(strcat(strcat(strcat(text, pick(types)), pick(gaps)), pick(keys)), pick(ends));
}

/* Most of these files are refused, and none of the others is read in another way. */
static void by_chance(void **state)
{
	unsigned sound = 0;

	(void)state;
	for (unsigned round = 0; round < 40000 && sound < 200; round++) {
		char lines[1024] = "", text[4096];

		for (unsigned i = 0; i <= round % 3; i++)
			add_line(lines);
		expand(lines, text);
		sound += compare(text, 1782907200, "20260701120000Z");
	}
	assert_int_equal(sound, 200);
}

TESTS_WITHIN(setup, teardown, T(accepted), T(by_chance));
