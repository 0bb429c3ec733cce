/* Who a message says worked on a commit: each co-author that git's trailers name is found, or one
 * whose address nobody can read; and each address that is found stands there. */
#include "fuzz.h"
#include "git/trailer.h"
#include "people/contributors.h"

#define PLAIN "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.@-_"

static bool is_plain(const char *address, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (strchr(PLAIN, address[i]) == NULL)
			return false;
	return len < 100;
}

static bool is_listed(const struct contributors *cs, const char *address, size_t len)
{
	for (size_t i = 0; i < cs->nunknown && i < UNKNOWN_AUTHORS_MAX; i++)
		if (strlen(cs->unknown[i].address) == len &&
		    memcmp(cs->unknown[i].address, address, len) == 0)
			return true;
	return false;
}

static bool has_unreadable(const struct contributors *cs)
{
	for (size_t i = 0; i < cs->nunknown && i < UNKNOWN_AUTHORS_MAX; i++)
		if (!cs->unknown[i].readable)
			return true;
	return false;
}

static void check_trailers(
    struct arena *a, const struct commit *c, const struct contributors *cs, const char *key)
{
	struct trailers ts;
	struct error e = { 0 };

	if (trailer_read(a, c->message, c->message_len, &ts, &e) < 0)
		return;
	for (size_t i = 0; i < trailer_count(&ts, key); i++) {
		const struct trailer *t = trailer_find(&ts, key, i);
		size_t len;
		const char *address = commit_address(t->value, strlen(t->value), &len);

		if (address != NULL && is_plain(address, len) && cs->nunknown < UNKNOWN_AUTHORS_MAX)
			assert(is_listed(cs, address, len) || has_unreadable(cs));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct policy nobody;
	struct contributors cs = { .complete = true };
	struct error e = { 0 };
	struct commit c = { .author = "a@b", .committer = "a@b", .message_len = size };
	struct arena a;

	arena_init(&a, (size_t)1 << 22);
	c.message = arena_strndup(&a, (const char *)data, size);
	if (c.message != NULL && contributors_add(&a, &nobody, &c, &cs, &e) == 0 && !a.exhausted) {
		assert(cs.n == 0 && cs.nmergers == 0 && is_listed(&cs, "a@b", 3));
		for (size_t i = 0; i < cs.nunknown && i < UNKNOWN_AUTHORS_MAX; i++) {
			const char *found = cs.unknown[i].address;

			assert(strcmp(found, "a@b") == 0 || !is_plain(found, strlen(found)) ||
			    memmem(data, size, found, strlen(found)) != NULL);
		}
		check_trailers(&a, &c, &cs, "Co-authored-by");
		check_trailers(&a, &c, &cs, "Co-developed-by");
	}
	arena_release(&a);
	return 0;
}
