#include "report_record.h"

#include <git2.h>
#include <string.h>

#include "record.h"

#define RECORD_MAX ((size_t)1 << 20)

/* The bytes of a file of the entry; NULL when it cannot be read. audit verify tells of that. */
static const char *
file_bytes(struct arena *a, const struct report_detail *d, const char *path, size_t *len)
{
	git_repository *repo = d->item->repo->repo.git;
	git_tree_entry *entry = NULL;
	const char *bytes = NULL;
	git_tree *tree = NULL;
	git_blob *blob = NULL;

	if (git_tree_lookup(&tree, repo, &d->seen.tree) == 0 &&
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

static bool
read_test(
    struct arena *a, const char *bytes, size_t len, const char *person, struct report_span *out)
{
	struct ini_problems problems;
	struct acceptance rec;
	struct error e = { 0 };

	if (record_read_acceptance(a, bytes, len, &rec, &problems, &e) < 0 ||
	    strcmp(rec.executed_by, person) != 0)
		return false;
	*out = (struct report_span){ rec.started, rec.finished };
	return true;
}

static bool
read_window(
    struct arena *a, const char *bytes, size_t len, const char *person, struct report_span *out)
{
	struct ini_problems problems;
	struct plan rec;
	struct error e = { 0 };

	if (record_read_plan(a, bytes, len, &rec, &problems, &e) < 0 ||
	    strcmp(rec.performer, person) != 0)
		return false;
	*out = (struct report_span){ rec.window_start, rec.window_end };
	return true;
}

typedef bool span_read(
    struct arena *a, const char *bytes, size_t len, const char *person, struct report_span *out);

/* Over all records of that kind. */
static bool
find_span(struct arena *a, const struct report_detail *d, const char *kind, span_read *read,
    const char *person, struct report_span *out)
{
	bool found = false;

	for (size_t i = 0; i < d->nfiles; i++) {
		size_t len = 0;
		const char *bytes = strcmp(d->files[i].kind, kind) == 0 ?
		    file_bytes(a, d, d->files[i].path, &len) :
		    NULL;
		struct report_span span;

		if (bytes == NULL || !read(a, bytes, len, person, &span))
			continue;
		out->from = found && out->from < span.from ? out->from : span.from;
		out->to = found && out->to > span.to ? out->to : span.to;
		found = true;
	}
	return found;
}

bool
report_tested(
    struct arena *a, const struct report_detail *d, const char *person, struct report_span *out)
{
	return find_span(a, d, "acceptance", read_test, person, out);
}

bool
report_planned(
    struct arena *a, const struct report_detail *d, const char *person, struct report_span *out)
{
	return find_span(a, d, "plan", read_window, person, out);
}
