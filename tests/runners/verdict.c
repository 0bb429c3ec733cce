/*
 * verdict FILE: what is held of a file of test results. "pass" or "refuse", and how many tests
 * passed, failed, could not be run, were skipped and are for later; then each doubt. 2: unreadable.
 */
#include "record/results.h"

#define FILE_MAX ((size_t)16 << 20)

static void show(const struct results *r)
{
	printf("%s %zu %zu %zu %zu %zu\n", results_passed(r) ? "pass" : "refuse",
	    r->count[RESULTS_PASSED], r->count[RESULTS_FAILED], r->count[RESULTS_ERROR],
	    r->count[RESULTS_SKIPPED], r->count[RESULTS_UNFINISHED]);
	for (size_t i = 0; i < r->doubts.n; i++)
		printf("line %u: %s\n", r->doubts.list[i].line, r->doubts.list[i].text);
}

int main(int argc, char **argv)
{
	FILE *in = argc == 2 ? fopen(argv[1], "rb") : NULL;
	char *bytes = malloc(FILE_MAX);
	struct results r;
	struct error e = { 0 };
	struct arena a;
	int rc = 2;

	if (in == NULL || bytes == NULL) {
		printf("malformed: cannot be opened\n");
		return rc;
	}
	arena_init(&a, (size_t)64 << 20);
	if (results_read(
	        &a, results_form_of(argv[1]), bytes, fread(bytes, 1, FILE_MAX, in), &r, &e) == 0) {
		show(&r);
		rc = results_passed(&r) ? 0 : 1;
	} else {
		printf("malformed: %s\n", e.text);
	}
	fclose(in);
	free(bytes);
	arena_release(&a);
	return rc;
}
