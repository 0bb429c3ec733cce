#include "report_sample.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

int
report_sample_number(struct arena *a, const char *seed, const git_oid *entry, const git_oid *commit,
    unsigned char out[DIGEST_SIZE])
{
	char entry_hex[GIT_OID_HEXSZ + 1], commit_hex[GIT_OID_HEXSZ + 1];
	const char *text =
	    arena_printf(a, "%s:%s:%s", seed, git_oid_tostr(entry_hex, sizeof(entry_hex), entry),
	        git_oid_tostr(commit_hex, sizeof(commit_hex), commit));

	return text != NULL ? digest_sha256(text, strlen(text), out) : -1;
}

static int
by_number(const void *x, const void *y)
{
	const struct report_item *a = *(struct report_item *const *)x,
	                         *b = *(struct report_item *const *)y;

	return memcmp(a->draw, b->draw, sizeof(a->draw));
}

int
report_sample_draw(struct arena *a, struct report_items *promotions, const char *seed, size_t n)
{
	struct report_item **list = arena_array(a, promotions->n + 1, sizeof(*list));
	struct arena scratch;

	if (list == NULL)
		return -1;
	for (size_t i = 0; i < promotions->n; i++) {
		struct report_item *p = &promotions->list[i];
		int rc;

		arena_init(&scratch, ARENA_RUN_CAP);
		rc = report_sample_number(&scratch, seed, &p->entry, &p->commit, p->draw);
		arena_release(&scratch);
		if (rc < 0)
			return -1;
		list[i] = p;
	}
	qsort(list, promotions->n, sizeof(*list), by_number);
	for (size_t i = 0; i < n && i < promotions->n; i++)
		list[i]->rank = i + 1;
	return 0;
}

const char *
report_sample_seed(struct arena *a)
{
	uint64_t chance;

	if (getrandom(&chance, sizeof(chance), 0) != sizeof(chance))
		return NULL;
	return arena_printf(a, "%016" PRIx64, chance);
}
