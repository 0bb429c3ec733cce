#include "evidence.h"

#include <git2.h>
#include <string.h>

#include "digest.h"
#include "escape.h"

/* Everything one gathering needs to look a link up. */
struct gathering {
	struct arena *arena;
	const struct repo *repo;
	const struct evidence_store *store;
	git_tree *root;		/* of the evidence commit; NULL until it is needed */
};

/* The bytes of one linked file; valid until the blob is freed. */
struct bytes {
	git_blob *blob;
	const char *p;
	size_t len;
};

static int
open_root(struct gathering *g, struct error *e)
{
	const struct evidence_store *st = g->store;
	git_commit *c = NULL;
	int rc;

	if (g->root != NULL)
		return 0;
	if (st->ref == NULL)
		return error_set(e, ERROR_ABSENT, "the policy names no evidence ref to look in");
	if (st->exists == FACT_UNKNOWN) {
		*e = st->why;
		return -1;
	}
	if (st->exists == FACT_NO)
		return error_set(e, ERROR_ABSENT, "the evidence ref %s does not exist", escape(g->arena, st->ref));
	rc = git_commit_lookup(&c, g->repo->git, &st->commit);
	if (rc == 0)
		rc = git_commit_tree(&g->root, c);
	git_commit_free(c);
	return rc == 0 ? 0 : repo_error(g->arena, GIT_ERROR, e, "the evidence ref cannot be read");
}

/* GIT_ENOTFOUND of a path is "not there"; of an object it is a broken repository. */
static int
find_entry(struct gathering *g, const char *path, git_tree_entry **out, struct error *e)
{
	int rc = git_tree_entry_bypath(out, g->root, path);
	const git_error *why = git_error_last();

	if (rc == GIT_ENOTFOUND && why != NULL && why->klass == GIT_ERROR_TREE)
		return error_set(e, ERROR_ABSENT, "%s is not in %s", escape(g->arena, path),
		    escape(g->arena, g->store->ref));
	if (rc < 0)
		return repo_error(g->arena, GIT_ERROR, e, arena_printf(g->arena, "%s cannot be read",
		    escape(g->arena, path)));
	if (git_tree_entry_filemode(*out) != GIT_FILEMODE_BLOB &&
	    git_tree_entry_filemode(*out) != GIT_FILEMODE_BLOB_EXECUTABLE)
		return error_set(e, ERROR_MALFORMED, "%s is not a regular file", escape(g->arena, path));
	return 0;
}

static int
read_file(struct gathering *g, const char *path, struct bytes *out, struct error *e)
{
	git_tree_entry *entry = NULL;
	size_t size = 0;
	git_object_t type;
	int rc, ret = -1;

	if (open_root(g, e) < 0 || find_entry(g, path, &entry, e) < 0)
		goto out;
	rc = git_odb_read_header(&size, &type, g->repo->odb, git_tree_entry_id(entry));
	if (rc == 0 && size > EVIDENCE_BYTES_MAX) {
		error_set(e, ERROR_MALFORMED, "%s is larger than %zu MiB", escape(g->arena, path), EVIDENCE_BYTES_MAX >> 20);
		goto out;
	}
	if (rc == 0)
		rc = git_blob_lookup(&out->blob, g->repo->git, git_tree_entry_id(entry));
	if (rc < 0) {
		repo_error(g->arena, GIT_ERROR, e, arena_printf(g->arena, "%s cannot be read", escape(g->arena, path)));
		goto out;
	}
	out->p = git_blob_rawcontent(out->blob);
	out->len = (size_t)git_blob_rawsize(out->blob);
	ret = 0;
out:
	git_tree_entry_free(entry);
	return ret;
}

/* "Unreadable" and "no memory" leave the question open; everything else answers it with no. */
static void
answer_no(struct fact *f)
{
	f->is = f->why.kind == ERROR_UNREADABLE || f->why.kind == ERROR_MEMORY || f->why.kind == ERROR_NONE ?
	    FACT_UNKNOWN : FACT_NO;
}

static int
check_digest(struct gathering *g, const struct link *link, const struct bytes *b, struct exhibit *x)
{
	unsigned char found[DIGEST_SIZE];
	char hex[DIGEST_HEX];

	if (digest_sha256(b->p, b->len, found) < 0)
		return error_set(&x->intact.why, ERROR_UNREADABLE, "the digest of %s cannot be computed", x->place);
	if (memcmp(found, link->sha256, DIGEST_SIZE) == 0)
		return 0;
	return error_set(&x->intact.why, ERROR_MALFORMED, "%s has other bytes than were linked: it is sha256:%.12s... in %s",
	    x->place, digest_hex(found, hex), escape(g->arena, g->store->ref));
}

/* Fetches what a link names into `b` (to be freed by the caller) and says whether it is what was linked. */
static int
fetch(struct gathering *g, const struct link *link, struct exhibit *x, struct bytes *b)
{
	x->place = escape(g->arena, link->path);
	if (link->kind != LINK_GIT) {
		error_set(&x->intact.why, ERROR_UNSUPPORTED, "sftp://%s is not a result server of the policy",
		    escape(g->arena, link->host));
		goto no;
	}
	if (read_file(g, link->path, b, &x->intact.why) < 0 || check_digest(g, link, b, x) < 0)
		goto no;
	x->intact.is = FACT_YES;
	return 0;
no:
	answer_no(&x->intact);
	return -1;
}

static int
gather_logs(struct gathering *g, struct acceptance_evidence *ev)
{
	const struct acceptance *acc = &ev->acceptance;

	ev->logs = arena_array(g->arena, acc->nresults + 1, sizeof(*ev->logs));
	if (ev->logs == NULL)
		return error_memory(&ev->malformed);
	for (size_t i = 0; i < acc->nresults; i++) {
		struct bytes b = { 0 };

		if (acc->results[i].has_log)
			fetch(g, &acc->results[i].log, &ev->logs[i], &b);
		git_blob_free(b.blob);
	}
	return 0;
}

/* Reads the record and the criteria it names; stops at the first that is not intact or not well formed. */
static void
gather_records(struct gathering *g, const struct link *link, struct acceptance_evidence *ev)
{
	struct bytes record = { 0 }, criteria = { 0 };

	if (fetch(g, link, &ev->record, &record) < 0 ||
	    record_read_acceptance(g->arena, record.p, record.len, &ev->acceptance, &ev->problems,
	    &ev->malformed) < 0)
		goto out;
	if (gather_logs(g, ev) < 0 || fetch(g, &ev->acceptance.criteria, &ev->criteria, &criteria) < 0 ||
	    record_read_criteria(g->arena, criteria.p, criteria.len, &ev->wanted, &ev->problems,
	    &ev->malformed) < 0)
		goto out;
	ev->readable = true;
out:
	git_blob_free(criteria.blob);
	git_blob_free(record.blob);
}

void
evidence_gather(struct arena *a, const struct repo *r, const struct evidence_store *store,
	const struct trailers *ts, struct evidence *out)
{
	struct gathering g = { a, r, store, NULL };
	size_t n = trailer_count(ts, "Acceptance-Result");

	memset(out, 0, sizeof(*out));
	if (n > EVIDENCE_LINKS_MAX) {
		error_set(&out->why, ERROR_MALFORMED, "more than %d acceptance results are linked", EVIDENCE_LINKS_MAX);
		return;
	}
	out->acceptance = arena_array(a, n + 1, sizeof(*out->acceptance));
	if (out->acceptance == NULL) {
		error_memory(&out->why);
		return;
	}
	for (; out->n < n; out->n++) {
		struct acceptance_evidence *ev = &out->acceptance[out->n];
		struct link link;

		if (link_read(a, trailer_find(ts, "Acceptance-Result", out->n)->value, &link, &ev->link) == 0)
			gather_records(&g, &link, ev);
	}
	git_tree_free(g.root);
}
