/* Any bytes as a commit message: read twice the same or refused, and whatever is read has the form
 * that is promised. */
#include "fuzz.h"
#include "git/trailer.h"

#define ARENA_CAP ((size_t)1 << 20)

static void ask(int truth)
{
	if (!truth)
		abort();
}

static int is_key(const char *key)
{
	return *key != '\0' &&
	    key[strspn(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")] ==
	    '\0';
}

static int is_trimmed(const char *value)
{
	size_t n = strlen(value);

	return n == 0 ||
	    (strchr(" \t\r", value[0]) == NULL && strchr(" \t\r", value[n - 1]) == NULL);
}

static void check(const struct trailers *ts, size_t size)
{
	size_t bytes = 0;

	ask(ts->n <= TRAILER_COUNT_MAX);
	for (size_t i = 0; i < ts->n; i++) {
		const struct trailer *t = &ts->list[i];

		ask(is_key(t->key));
		ask(strchr(t->value, '\n') == NULL && is_trimmed(t->value));
		ask(trailer_count(ts, t->key) > 0 &&
		    trailer_is(trailer_find(ts, t->key, 0), t->key));
		ask(trailer_find(ts, t->key, trailer_count(ts, t->key)) == NULL);
		bytes += strlen(t->key) + strlen(t->value);
	}
	ask(bytes <= size);
}

static void check_error(const struct error *e)
{
	ask(e->kind == ERROR_MALFORMED || e->kind == ERROR_MEMORY);
	ask(e->text[0] != '\0' && strchr(e->text, '\n') == NULL);
}

static void check_same(const struct trailers *a, const struct trailers *b)
{
	ask(a->n == b->n);
	for (size_t i = 0; i < a->n; i++)
		ask(strcmp(a->list[i].key, b->list[i].key) == 0 &&
		    strcmp(a->list[i].value, b->list[i].value) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena first, second;
	struct trailers one, two;
	struct error e = { 0 }, f = { 0 };
	int rc;

	arena_init(&first, ARENA_CAP);
	arena_init(&second, ARENA_CAP);
	rc = trailer_read(&first, (const char *)data, size, &one, &e);
	ask(trailer_read(&second, (const char *)data, size, &two, &f) == rc);
	if (rc == 0) {
		check(&one, size);
	} else {
		check_error(&e);
		ask(one.n == 0 && one.list == NULL && strcmp(e.text, f.text) == 0);
	}
	check_same(&one, &two);
	arena_release(&first);
	arena_release(&second);
	return 0;
}
