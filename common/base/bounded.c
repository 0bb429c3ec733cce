#include "base/bounded.h"

#include <malloc.h>

static size_t used, most;
static bool hit;

void bounded_start(size_t max)
{
	used = 0;
	most = max;
	hit = false;
}

bool bounded_hit(void)
{
	return hit;
}

void *bounded_malloc(size_t n)
{
	return bounded_realloc(NULL, n);
}

void *bounded_realloc(void *p, size_t n)
{
	size_t before = p != NULL ? malloc_usable_size(p) : 0;
	void *got;

	if (n > most || used - before > most - n) {
		hit = true;
		return NULL;
	}
	got = realloc(p, n != 0 ? n : 1);
	if (got != NULL)
		used += malloc_usable_size(got) - before;
	return got;
}

void bounded_free(void *p)
{
	if (p == NULL)
		return;
	used -= malloc_usable_size(p);
	free(p);
}
