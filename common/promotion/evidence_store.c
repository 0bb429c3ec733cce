#include "promotion/evidence_store.h"

#include <git2.h>
#include <string.h>

#include "base/escape.h"
#include "base/say/say.h"

static int open_root(struct evidence_store *st, struct error *e)
{
	git_commit *c = NULL;
	int rc;

	if (st->root != NULL)
		return 0;
	if (st->ref == NULL)
		return error_set(e, ERROR_ABSENT, "the policy names no evidence ref to look in");
	if (st->exists == FACT_UNKNOWN) {
		*e = st->why;
		return -1;
	}
	if (st->exists == FACT_NO)
		return error_set(e, ERROR_ABSENT, "the evidence ref %s does not exist",
		    escape(st->arena, st->ref));
	rc = git_commit_lookup(&c, st->repo->git, &st->commit);
	if (rc == 0)
		rc = git_commit_tree(&st->root, c);
	git_commit_free(c);
	return rc == 0 ? 0 : repo_error(st->arena, GIT_ERROR, e, "the evidence ref cannot be read");
}

static int unreadable(struct evidence_store *st, const char *path, struct error *e)
{
	return repo_error(st->arena, GIT_ERROR, e,
	    arena_printf(st->arena, say("%s cannot be read"), escape(st->arena, path)));
}

/* GIT_ENOTFOUND of a path is "not there"; of an object it is a broken repository. */
static int find_entry(
    struct evidence_store *st, const char *path, git_tree_entry **out, struct error *e)
{
	int rc = git_tree_entry_bypath(out, st->root, path);
	const git_error *why = git_error_last();

	if (rc == GIT_ENOTFOUND && why != NULL && why->klass == GIT_ERROR_TREE)
		return error_set(e, ERROR_ABSENT, "%s is not in %s", escape(st->arena, path),
		    escape(st->arena, st->ref));
	if (rc < 0)
		return unreadable(st, path, e);
	if (git_tree_entry_filemode(*out) != GIT_FILEMODE_BLOB &&
	    git_tree_entry_filemode(*out) != GIT_FILEMODE_BLOB_EXECUTABLE)
		return error_set(
		    e, ERROR_MALFORMED, "%s is not a regular file", escape(st->arena, path));
	return 0;
}

int evidence_store_read(
    struct evidence_store *st, const char *path, struct exhibit_bytes *b, struct error *e)
{
	git_tree_entry *entry = NULL;
	size_t size = 0;
	git_object_t type;
	int rc;

	if (open_root(st, e) < 0 || find_entry(st, path, &entry, e) < 0)
		goto out;
	rc = git_odb_read_header(&size, &type, st->repo->odb, git_tree_entry_id(entry));
	if (rc == 0 && size > EVIDENCE_BYTES_MAX)
		error_set(e, ERROR_MALFORMED, "%s is larger than %zu MiB", escape(st->arena, path),
		    EVIDENCE_BYTES_MAX >> 20);
	else if (rc < 0 || exhibit_bytes_load(st->repo, git_tree_entry_id(entry), b) < 0)
		unreadable(st, path, e);
out:
	git_tree_entry_free(entry);
	return b->blob != NULL ? 0 : -1;
}

void evidence_store_close(struct evidence_store *st)
{
	git_tree_free(st->root);
	st->root = NULL;
}
