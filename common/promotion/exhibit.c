#include "promotion/exhibit.h"

int exhibit_bytes_load(const struct repo *r, const git_oid *id, struct exhibit_bytes *out)
{
	int rc = git_blob_lookup(&out->blob, r->git, id);

	if (rc < 0)
		return rc;
	out->p = git_blob_rawcontent(out->blob);
	out->len = (size_t)git_blob_rawsize(out->blob);
	return 0;
}

static int unreadable(struct arena *a, const char *path, struct error *e)
{
	return repo_error(a, GIT_ERROR, e, "%s cannot be read", escape(a, path));
}

int exhibit_bytes_read(struct arena *a, const struct repo *r, const git_oid *id, const char *path,
    struct exhibit_bytes *out, struct error *e)
{
	git_object_t type;
	size_t size;
	int rc = git_odb_read_header(&size, &type, r->odb, id);

	if (rc == 0 && size > EVIDENCE_BYTES_MAX)
		return error_set(e, ERROR_MALFORMED, "%s is larger than %zu MiB", escape(a, path),
		    EVIDENCE_BYTES_MAX >> 20);
	return rc == 0 && exhibit_bytes_load(r, id, out) == 0 ? 0 : unreadable(a, path, e);
}

bool exhibit_bytes_blank(const struct exhibit_bytes *b)
{
	static const char bom[] = "\xef\xbb\xbf";
	size_t i = b->len >= 3 && memcmp(b->p, bom, 3) == 0 ? 3 : 0;

	while (i < b->len && (unsigned char)b->p[i] <= ' ')
		i++;
	return i == b->len;
}

void exhibit_bytes_free(struct exhibit_bytes *b)
{
	git_blob_free(b->blob);
	*b = (struct exhibit_bytes){ 0 };
}

int exhibit_check(
    const struct exhibit *x, const void *bytes, size_t len, const char *where, struct error *e)
{
	unsigned char found[DIGEST_SIZE];
	char hex[DIGEST_HEX];

	if (digest_sha256(bytes, len, found) < 0)
		return error_set(
		    e, ERROR_UNREADABLE, "the digest of %s cannot be computed", x->place);
	if (memcmp(found, x->sha256, DIGEST_SIZE) == 0)
		return 0;
	digest_hex(found, hex);
	return where != NULL ?
	    error_set(e, ERROR_MALFORMED,
	        "%s has other bytes than were linked: it is sha256:%.12s... in %s", x->place, hex,
	        where) :
	    error_set(e, ERROR_MALFORMED,
	        "%s has other bytes than were linked: it is sha256:%.12s... there now", x->place,
	        hex);
}

int exhibit_fails(struct fact *intact)
{
	enum error_kind kind = intact->why.kind;

	intact->is = kind == ERROR_UNREADABLE || kind == ERROR_MEMORY || kind == ERROR_NONE ?
	    FACT_UNKNOWN :
	    FACT_NO;
	return -1;
}

void evidence_store_find(struct evidence_store *st, const struct changes *cs)
{
	struct ref_values v;

	if (st->ref == NULL || refs_after(st->arena, st->repo, cs, st->ref, &v, &st->why) < 0)
		return;
	st->exists = v.n > 0 ? FACT_YES : FACT_NO;
	if (v.n > 0)
		st->commit = v.list[0].id;
}

int evidence_store_open(struct evidence_store *st, struct error *e)
{
	git_commit *c = NULL;
	int rc;

	if (st->root != NULL)
		return 0;
	if (st->ref == NULL)
		return error_set(e, ERROR_ABSENT, "the policy names no evidence ref to look in");
	if (st->exists == FACT_UNKNOWN)
		return error_copy(e, &st->why);
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
static int find_entry(
    struct evidence_store *st, const char *path, git_tree_entry **out, struct error *e)
{
	int rc = git_tree_entry_bypath(out, st->root, path);
	const git_error *why = git_error_last();

	if (rc == GIT_ENOTFOUND && why != NULL && why->klass == GIT_ERROR_TREE)
		return error_set(e, ERROR_ABSENT, "%s is not in %s", escape(st->arena, path),
		    escape(st->arena, st->ref));
	if (rc < 0)
		return unreadable(st->arena, path, e);
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
	int ret = -1;

	if (evidence_store_open(st, e) == 0 && find_entry(st, path, &entry, e) == 0)
		ret = exhibit_bytes_read(st->arena, st->repo, git_tree_entry_id(entry), path, b, e);
	git_tree_entry_free(entry);
	return ret;
}

void evidence_store_close(struct evidence_store *st)
{
	git_tree_free(st->root);
	st->root = NULL;
}
