#include "evidence_store.h"

#include <git2.h>
#include <string.h>

#include "escape.h"
#include "evidence_sftp.h"
#include "say.h"

static int
open_root(struct evidence_store *st, struct error *e)
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

/* GIT_ENOTFOUND of a path is "not there"; of an object it is a broken repository. */
static int
find_entry(struct evidence_store *st, const char *path, git_tree_entry **out, struct error *e)
{
	int rc = git_tree_entry_bypath(out, st->root, path);
	const git_error *why = git_error_last();

	if (rc == GIT_ENOTFOUND && why != NULL && why->klass == GIT_ERROR_TREE)
		return error_set(e, ERROR_ABSENT, "%s is not in %s", escape(st->arena, path),
		    escape(st->arena, st->ref));
	if (rc < 0)
		return repo_error(st->arena, GIT_ERROR, e,
		    arena_printf(st->arena, say("%s cannot be read"), escape(st->arena, path)));
	if (git_tree_entry_filemode(*out) != GIT_FILEMODE_BLOB &&
	    git_tree_entry_filemode(*out) != GIT_FILEMODE_BLOB_EXECUTABLE)
		return error_set(
		    e, ERROR_MALFORMED, "%s is not a regular file", escape(st->arena, path));
	return 0;
}

static int
read_file(struct evidence_store *st, const char *path, struct evidence_bytes *out, struct error *e)
{
	git_tree_entry *entry = NULL;
	size_t size = 0;
	git_object_t type;
	int rc, ret = -1;

	if (open_root(st, e) < 0 || find_entry(st, path, &entry, e) < 0)
		goto out;
	rc = git_odb_read_header(&size, &type, st->repo->odb, git_tree_entry_id(entry));
	if (rc == 0 && size > EVIDENCE_BYTES_MAX) {
		error_set(e, ERROR_MALFORMED, "%s is larger than %zu MiB", escape(st->arena, path),
		    EVIDENCE_BYTES_MAX >> 20);
		goto out;
	}
	if (rc == 0)
		rc = git_blob_lookup(&out->blob, st->repo->git, git_tree_entry_id(entry));
	if (rc < 0) {
		repo_error(st->arena, GIT_ERROR, e,
		    arena_printf(st->arena, say("%s cannot be read"), escape(st->arena, path)));
		goto out;
	}
	out->p = git_blob_rawcontent(out->blob);
	out->len = (size_t)git_blob_rawsize(out->blob);
	ret = 0;
out:
	git_tree_entry_free(entry);
	return ret;
}

enum answer
evidence_answer(const struct error *why)
{
	return why->kind == ERROR_UNREADABLE || why->kind == ERROR_MEMORY ||
	        why->kind == ERROR_NONE ?
	    FACT_UNKNOWN :
	    FACT_NO;
}

static int
check_digest(struct evidence_store *st, const struct link *link, const struct evidence_bytes *b,
    struct exhibit *x)
{
	unsigned char found[DIGEST_SIZE];
	char hex[DIGEST_HEX];

	if (digest_sha256(b->p, b->len, found) < 0)
		return error_set(&x->intact.why, ERROR_UNREADABLE,
		    "the digest of %s cannot be computed", x->place);
	if (memcmp(found, link->sha256, DIGEST_SIZE) == 0)
		return 0;
	return error_set(&x->intact.why, ERROR_MALFORMED,
	    "%s has other bytes than were linked: it is sha256:%.12s... in %s", x->place,
	    digest_hex(found, hex), escape(st->arena, st->ref));
}

static int
fetch_git(
    struct evidence_store *st, const struct link *link, struct exhibit *x, struct evidence_bytes *b)
{
	x->place = escape(st->arena, link->path);
	if (read_file(st, link->path, b, &x->intact.why) < 0 || check_digest(st, link, b, x) < 0) {
		x->intact.is = evidence_answer(&x->intact.why);
		return -1;
	}
	x->path = link->path;
	git_oid_cpy(&x->blob, git_blob_id(b->blob));
	x->intact.is = FACT_YES;
	return 0;
}

/* What is intact and was not read into memory yet. */
static int
load(struct evidence_store *st, struct exhibit *x, struct evidence_bytes *b)
{
	if (git_blob_lookup(&b->blob, st->repo->git, &x->blob) < 0) {
		x->intact.is = FACT_UNKNOWN;
		return repo_error(st->arena, GIT_ERROR, &x->intact.why,
		    arena_printf(st->arena, "%s cannot be read", x->place));
	}
	b->p = git_blob_rawcontent(b->blob);
	b->len = (size_t)git_blob_rawsize(b->blob);
	return 0;
}

int
evidence_fetch(
    struct evidence_store *st, const struct link *link, struct exhibit *x, struct evidence_bytes *b)
{
	struct evidence_bytes own = { 0 };
	int ret;

	memcpy(x->sha256, link->sha256, DIGEST_SIZE);
	if (link->kind == LINK_SFTP)
		return evidence_sftp(st, link, x) < 0 ? -1 : b != NULL ? load(st, x, b) : 0;
	ret = fetch_git(st, link, x, b != NULL ? b : &own);
	evidence_bytes_free(&own);
	return ret;
}

int
evidence_find(
    struct evidence_store *st, const char *path, struct exhibit *x, struct evidence_bytes *b)
{
	if (path == NULL)
		return error_memory(&x->intact.why);
	x->place = escape(st->arena, path);
	if (read_file(st, path, b, &x->intact.why) < 0) {
		x->intact.is = evidence_answer(&x->intact.why);
		return -1;
	}
	if (digest_sha256(b->p, b->len, x->sha256) < 0)
		return error_set(&x->intact.why, ERROR_UNREADABLE,
		    "the digest of %s cannot be computed", x->place);
	x->path = path;
	git_oid_cpy(&x->blob, git_blob_id(b->blob));
	x->intact.is = FACT_YES;
	return 0;
}

void
evidence_bytes_free(struct evidence_bytes *b)
{
	git_blob_free(b->blob);
	*b = (struct evidence_bytes){ 0 };
}

void
evidence_store_close(struct evidence_store *st)
{
	git_tree_free(st->root);
	st->root = NULL;
}
