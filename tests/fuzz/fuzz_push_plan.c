/* What git says beforehand of a push: nothing is read that does not stand there. */
#include "fuzz.h"
#include "clone/push_plan.h"

static void check(const struct push_plan *w, const char *bytes, size_t len)
{
	for (size_t i = 0; i < w->n; i++) {
		assert(w->list[i].ref != NULL && *w->list[i].ref != '\0');
		assert(memmem(bytes, len, w->list[i].ref, strlen(w->list[i].ref)) != NULL);
		assert(w->list[i].source == NULL ||
		    memmem(bytes, len, w->list[i].source, strlen(w->list[i].source)) != NULL);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	struct arena a;
	struct push_plan w;
	struct error e = { 0 };

	arena_init(&a, (size_t)1 << 22);
	if (push_plan_read_hook(&a, bytes, size, &w, &e) == 0)
		check(&w, bytes, size);
	if (push_plan_read_porcelain(&a, bytes, size, &w, &e) == 0)
		check(&w, bytes, size);
	arena_release(&a);
	return 0;
}
