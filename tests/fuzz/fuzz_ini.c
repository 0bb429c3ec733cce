/* INI: what passes without a problem means what the bytes say; nothing is cut, joined or lost. */
#include "fuzz.h"
#include "base/ini.h"

/* The bytes of a line of the input. */
static const char *line_of(const char *bytes, size_t len, unsigned number, size_t *n)
{
	const char *p = bytes, *end = bytes + len, *lf;

	for (; number > 1; number--) {
		lf = memchr(p, '\n', (size_t)(end - p));
		assert(lf != NULL);
		p = lf + 1;
	}
	lf = memchr(p, '\n', (size_t)(end - p));
	*n = (size_t)((lf != NULL ? lf : end) - p);
	return p;
}

static void check_key(const struct ini_key *k, const char *bytes, size_t len)
{
	size_t n, key = strlen(k->key), value = strlen(k->value);
	const char *p = line_of(bytes, len, k->line, &n);
	const char *found = memmem(p + key, n - key, k->value, value);

	assert(key > 0 && key < n && memcmp(p, k->key, key) == 0);
	assert(found != NULL);
	assert(value == 0 ||
	    (strchr(" \t", k->value[0]) == NULL && strchr(" \t", k->value[value - 1]) == NULL));
}

static unsigned check_section(
    const struct ini_section *s, unsigned last, const char *bytes, size_t len)
{
	size_t n;
	const char *p = line_of(bytes, len, s->line, &n);

	assert(s->line > last && *p == '[' && memcmp(p + 1, s->kind, strlen(s->kind)) == 0);
	assert(s->name == NULL || memmem(p, n, s->name, strlen(s->name)) != NULL);
	last = s->line;
	for (size_t i = 0; i < s->nkeys; i++) {
		assert(s->keys[i].line > last);
		last = s->keys[i].line;
		check_key(&s->keys[i], bytes, len);
	}
	return last;
}

/* Lines that are neither blank nor a comment. */
static size_t count_lines(const char *bytes, size_t len)
{
	size_t count = 0;

	for (const char *p = bytes, *end = bytes + len; p < end;) {
		const char *lf = memchr(p, '\n', (size_t)(end - p)), *stop = lf != NULL ? lf : end;

		while (p < stop && (*p == ' ' || *p == '\t'))
			p++;
		count += p < stop && *p != ';' && *p != '#';
		p = stop + 1;
	}
	return count;
}

/* Whole, or nothing of it. */
static void check_short_of_memory(const char *bytes, size_t len)
{
	struct arena a;
	struct ini ini;
	struct error e = { 0 };

	arena_init(&a, 6 * len);
	if (ini_read(&a, bytes, len, &ini, &e) < 0)
		assert((e.kind == ERROR_MEMORY || len > INI_BYTES_MAX) && ini.nsections == 0);
	else
		assert(!a.exhausted);
	arena_release(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	struct arena a;
	struct ini ini;
	struct error e = { 0 };
	size_t things = 0;
	unsigned last = 0;

	check_short_of_memory(bytes, size);
	arena_init(&a, (size_t)1 << 22);
	if (ini_read(&a, bytes, size, &ini, &e) < 0) {
		assert(e.kind == ERROR_MEMORY || size > INI_BYTES_MAX);
		assert(ini.nsections == 0 && ini.problems.n == 0);
	} else {
		assert(!a.exhausted);
		if (size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
			assert(ini.problems.n > 0);
			bytes += 3;
			size -= 3;
		}
		for (size_t i = 0; i < ini.nsections; i++) {
			last = check_section(&ini.sections[i], last, bytes, size);
			things += 1 + ini.sections[i].nkeys;
		}
		for (size_t i = 0; i < ini.problems.n; i++) {
			assert(
			    i == 0 || ini.problems.list[i].line >= ini.problems.list[i - 1].line);
			/* Every problem is one of the file, none of our reader and inih against
			 * each other. */
			assert(strstr(ini.problems.list[i].text, "two readers") == NULL);
		}
		if (ini.problems.n == 0) {
			assert(things == count_lines(bytes, size));
			assert(
			    memchr(bytes, '\0', size) == NULL && memchr(bytes, '\r', size) == NULL);
		}
	}
	arena_release(&a);
	return 0;
}
