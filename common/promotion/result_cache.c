#include "promotion/result_cache.h"

#include <git2.h>
#include <stdio.h>
#include <string.h>

#include "audit/audit.h"

#define FAN 2 /* hex digits of a name that are a folder of their own */
#define OUTCOMES_MAX 2000 /* entries without a verdict that may follow one */

int result_cache_name(struct arena *a, const char *place, const unsigned char sha256[DIGEST_SIZE],
    char out[DIGEST_HEX])
{
	unsigned char sum[DIGEST_SIZE];
	char hex[DIGEST_HEX];
	const char *link = arena_printf(a, "%s sha256:%s", place, digest_hex(sha256, hex));

	if (link == NULL || digest_sha256(link, strlen(link), sum) < 0)
		return -1;
	digest_hex(sum, out);
	return 0;
}

/* A folder of a tree; NULL for none. */
static git_tree *open_folder(const struct repo *r, const git_tree *tree, const char *name)
{
	const git_tree_entry *entry = tree != NULL ? git_tree_entry_byname(tree, name) : NULL;
	git_tree *out = NULL;

	if (entry != NULL && git_tree_entry_type(entry) == GIT_OBJECT_TREE)
		git_tree_lookup(&out, r->git, git_tree_entry_id(entry));
	return out;
}

/* The entry before; NULL at the first. Frees the one given. */
static git_commit *before(git_commit *c)
{
	git_commit *parent = NULL;

	if (git_commit_parentcount(c) > 0)
		git_commit_parent(&parent, c, 0);
	git_commit_free(c);
	return parent;
}

/* Outcomes, which have no files, may stand after the newest verdict. */
git_tree *result_cache_open(const struct repo *r)
{
	git_commit *c = NULL;
	git_tree *tree = NULL, *out;
	git_oid tip;

	if (git_reference_name_to_id(&tip, r->git, AUDIT_REF) < 0 ||
	    git_commit_lookup(&c, r->git, &tip) < 0)
		return NULL;
	for (size_t i = 0; c != NULL && i < OUTCOMES_MAX; i++) {
		if (git_commit_tree(&tree, c) < 0 || git_tree_entrycount(tree) > 0)
			break;
		git_tree_free(tree);
		tree = NULL;
		c = before(c);
	}
	out = open_folder(r, tree, RESULT_CACHE_FOLDER);
	git_tree_free(tree);
	git_commit_free(c);
	return out;
}

int result_cache_find(const git_tree *folder, const char *name, git_oid *out)
{
	git_tree_entry *entry = NULL;
	char path[DIGEST_HEX + 1];

	snprintf(path, sizeof(path), "%.*s/%s", FAN, name, name + FAN);
	if (folder == NULL || git_tree_entry_bypath(&entry, folder, path) < 0)
		return -1;
	git_oid_cpy(out, git_tree_entry_id(entry));
	git_tree_entry_free(entry);
	return 0;
}

/* A tree with one entry more, or another one under that name; `tree` may be NULL. */
static int with_entry(const struct repo *store, const git_tree *tree, const char *name,
    const git_oid *id, git_filemode_t mode, git_oid *out)
{
	git_treebuilder *tb = NULL;
	int rc = git_treebuilder_new(&tb, store->git, tree);

	if (rc == 0)
		rc = git_treebuilder_insert(NULL, tb, name, id, mode);
	if (rc == 0)
		rc = git_treebuilder_write(out, tb);
	git_treebuilder_free(tb);
	return rc;
}

int result_cache_add(
    const struct repo *store, git_oid *folder, const char *name, const git_oid *blob)
{
	char fan[FAN + 1] = "";
	git_tree *tree = NULL, *sub;
	git_oid id;
	int rc;

	memcpy(fan, name, FAN);
	if (!git_oid_is_zero(folder) && (rc = git_tree_lookup(&tree, store->git, folder)) < 0)
		return rc;
	sub = open_folder(store, tree, fan);
	rc = with_entry(store, sub, name + FAN, blob, GIT_FILEMODE_BLOB, &id);
	if (rc == 0)
		rc = with_entry(store, tree, fan, &id, GIT_FILEMODE_TREE, folder);
	git_tree_free(sub);
	git_tree_free(tree);
	return rc;
}
