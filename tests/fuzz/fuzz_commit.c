/* Commit objects: what is read stands in the bytes, once. */
#include "fuzz.h"
#include "base/utf8.h"
#include "git/commit.h"

/* How many lines of the header start with `key` and a blank. */
static size_t count(const char *p, const char *end, const char *key)
{
	size_t n = 0, klen = strlen(key);

	while (p < end && *p != '\n') {
		const char *lf = memchr(p, '\n', (size_t)(end - p));

		n += (size_t)(end - p) > klen && memcmp(p, key, klen) == 0 && p[klen] == ' ';
		p = lf != NULL ? lf + 1 : end;
	}
	return n;
}

static void check_address(const char *address)
{
	assert(address == NULL || (*address != '\0' && strpbrk(address, "<>\n") == NULL));
}

static void check_commit(struct arena *a, const struct commit *c, const char *bytes, size_t len)
{
	const char *end = bytes + len;
	const char *title = commit_title(a, c);

	assert(count(bytes, end, "tree") == 1 && count(bytes, end, "author") == 1);
	assert(count(bytes, end, "committer") == 1 && count(bytes, end, "parent") == c->nparents);
	assert(count(bytes, end, "encoding") == (c->encoding != NULL));
	check_address(c->author);
	check_address(c->committer);
	assert(
	    c->message_len < len && memcmp(end - c->message_len, c->message, c->message_len) == 0);
	assert(c->message[c->message_len] == '\0');
	assert(utf8_line(title, strlen(title)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data, *address;
	struct arena a;
	struct commit c;
	struct error e = { 0 };
	size_t n = 0;

	arena_init(&a, (size_t)1 << 22);
	if (commit_parse(&a, bytes, size, &c, &e) == 0) {
		assert(!a.exhausted);
		check_commit(&a, &c, bytes, size);
	} else {
		assert(e.kind == ERROR_MALFORMED || e.kind == ERROR_MEMORY);
	}
	address = commit_address(bytes, size, &n);
	if (address != NULL) {
		assert(n > 0 && address > bytes && address + n < bytes + size);
		assert(address[-1] == '<' && address[n] == '>' && memchr(address, '<', n) == NULL);
	}
	arena_release(&a);
	return 0;
}
