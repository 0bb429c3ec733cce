/* What another machine says of a folder: each name once, in order, and below it. */
#include "fuzz.h"
#include "record/listing.h"

static void check(const struct listing *l)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct listed *x = &l->list[i];

		assert(x->path[0] != '\0' && x->path[0] != '/');
		assert(strncmp(x->path, "../", 3) != 0 && strstr(x->path, "/../") == NULL);
		assert((x->kind == LISTED_LINK) == (*x->link != '\0'));
		assert(i == 0 || listing_order(l->list[i - 1].path, x->path) < 0);
		assert(listing_find(l, x->path) == x);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *bytes = malloc(size + 1);
	bool same[4] = { true, true, true, true };
	struct error e = { 0 };
	struct listing l;
	struct arena a;

	assert(bytes != NULL);
	if (size > 0)
		memcpy(bytes, data, size);
	bytes[size] = '\0';
	arena_init(&a, (size_t)1 << 23);
	if (listing_read(&a, bytes, size, &l, &e) == 0)
		check(&l);
	else
		assert(l.n == 0 && e.kind != ERROR_NONE);
	if (listing_sums(bytes, size, same, 4, &e) < 0)
		assert(!same[0] && !same[1] && !same[2] && !same[3]);
	arena_release(&a);
	free(bytes);
	return 0;
}
