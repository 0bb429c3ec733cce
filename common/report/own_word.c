/* What went over on somebody's own word: what was waived, and which differences were accepted. Read
 * from the records that an entry keeps. */
#include "record/record.h"
#include "report/report_internal.h"

#define RECORD_MAX ((size_t)1 << 20)

const char *report_file_bytes(
    struct arena *a, git_repository *repo, const git_oid *tree_id, const char *path, size_t *len)
{
	git_tree_entry *entry = NULL;
	const char *bytes = NULL;
	git_tree *tree = NULL;
	git_blob *blob = NULL;

	if (git_tree_lookup(&tree, repo, tree_id) == 0 &&
	    git_tree_entry_bypath(&entry, tree, path) == 0 &&
	    git_blob_lookup(&blob, repo, git_tree_entry_id(entry)) == 0 &&
	    (size_t)git_blob_rawsize(blob) <= RECORD_MAX) {
		*len = (size_t)git_blob_rawsize(blob);
		bytes = arena_strndup(a, git_blob_rawcontent(blob), *len);
	}
	git_blob_free(blob);
	git_tree_entry_free(entry);
	git_tree_free(tree);
	return bytes;
}

static void add(struct arena *a, struct report_own_words *out, enum report_word did, const char *id,
    const char *by, const char *reason)
{
	/* Where there is no memory, the exhausted arena says so. */
	ARENA_ADD(a, out->list, out->n, (struct report_own_word){ did, id, by, reason });
}

/* Results of a test run waive nothing, and are no such record. */
static void read_record(
    struct arena *a, const char *kind, const char *bytes, size_t len, struct report_own_words *out)
{
	struct error e = { 0 };
	struct acceptance test;
	struct parallel_run run;

	if (strcmp(kind, "acceptance") == 0 &&
	    record_read_acceptance(a, bytes, len, &test, NULL, &e) == 0) {
		for (size_t i = 0; i < test.nresults; i++)
			if (test.results[i].outcome == RESULT_WAIVED)
				add(a, out, W_WAIVED_BY, test.results[i].id,
				    test.results[i].waived_by, test.results[i].reason);
	} else if (strcmp(kind, "parallel-run") == 0 &&
	    record_read_parallel_run(a, bytes, len, &run, NULL, &e) == 0) {
		for (size_t i = 0; i < run.ndifferences; i++)
			add(a, out, W_ACCEPTED_BY, run.differences[i].id,
			    run.differences[i].accepted_by, run.differences[i].reason);
	}
}

int report_own_words(struct arena *a, git_repository *repo, const git_oid *tree,
    const struct audit_step *s, struct report_own_words *out)
{
	*out = (struct report_own_words){ 0 };
	for (size_t i = 0; i < s->nexhibits; i++) {
		const struct audit_exhibit *x = &s->exhibits[i];
		bool seen =
		    strcmp(x->kind, "acceptance") != 0 && strcmp(x->kind, "parallel-run") != 0;
		const char *bytes;
		size_t len = 0;

		for (size_t k = 0; k < i && !seen; k++)
			seen = strcmp(s->exhibits[k].sha256, x->sha256) == 0;
		bytes = seen ? NULL :
		               report_file_bytes(
		                   a, repo, tree, report_printf(a, "evidence/%s", x->sha256), &len);
		if (bytes != NULL)
			read_record(a, x->kind, bytes, len, out);
	}
	return a->exhausted ? -1 : 0;
}

const char *report_own_word_text(
    struct arena *a, const struct report_detail *d, const struct report_own_word *w)
{
	return report_printf(a, "%s %s %s: %s", printable(a, w->id), report_word(w->did),
	    report_person(a, d, w->by), printable(a, w->reason));
}
