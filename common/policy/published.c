#include "policy/published.h"

#include "base/utf8.h"
#include "git/commit.h"
#include "git/refs.h"
#include "policy/folder.h"

#define SUBJECT "Policy "
#define CHANGES_MAX 100000 /* of a policy; more is not read */

/* The commit at the ref; NULL and 0 when there is none. */
static int tip(struct arena *a, const struct repo *r, git_commit **out, struct error *e)
{
	git_oid id;
	int rc = refs_kept(r, PUBLISHED_REF, &id);

	*out = NULL;
	if (rc == GIT_ENOTFOUND)
		return 0;
	if (rc == 0)
		rc = git_commit_lookup(out, r->git, &id);
	return rc == 0 ? 0 : repo_error(a, GIT_ERROR, e, PUBLISHED_REF " cannot be read");
}

/* Does the tree hold exactly this policy? 1, 0, or a libgit2 error. */
static int holds(git_commit *c, const struct policy_file *f)
{
	git_tree *tree = NULL;
	git_oid id = f->blob;
	int rc = git_commit_tree(&tree, c);

	if (rc == 0 && git_oid_is_zero(&id))
		rc = git_odb_hash(&id, f->bytes, f->len, GIT_OBJECT_BLOB);
	if (rc == 0) {
		const git_tree_entry *entry = git_tree_entry_byname(tree, "policy.ini");

		rc = entry != NULL && git_oid_equal(git_tree_entry_id(entry), &id);
	}
	git_tree_free(tree);
	return rc;
}

void published_find(
    struct arena *a, const struct repo *r, const struct policy_file *f, struct fact *out)
{
	git_commit *c = NULL;
	int rc;

	memset(out, 0, sizeof(*out));
	if (tip(a, r, &c, &out->why) < 0)
		return;
	rc = c != NULL ? holds(c, f) : 0;
	if (rc < 0) {
		repo_error(a, GIT_ERROR, &out->why, PUBLISHED_REF " cannot be read");
	} else if (rc == 1) {
		out->is = FACT_YES;
	} else {
		out->is = FACT_NO;
		error_set(&out->why, ERROR_ABSENT,
		    c == NULL ? "the policy is not published: there is no " PUBLISHED_REF :
		                "the policy in force, version %s, differs from the one published "
		                "at " PUBLISHED_REF,
		    escape(a, f->policy.version));
	}
	git_commit_free(c);
}

/* The value of "Key: value", where the line begins with that key; else NULL. */
static const char *value_of(const char *line, const char *key)
{
	size_t n = strlen(key);

	return strncmp(line, key, n) == 0 && strncmp(line + n, ": ", 2) == 0 ? line + n + 2 : NULL;
}

static int read_line(const char *line, struct published *out)
{
	const struct {
		const char *key;
		const char **text;
		git_oid *id;
	} keys[] = {
		{ "Installed-by", &out->by, NULL },
		{ "Published-by", &out->by, NULL }, /* before 0.2.0 */
		{ "Reason", &out->reason, NULL },
		{ "Approved-Commit", NULL, &out->approval.commit },
		{ "Approved-Audit", NULL, &out->approval.audit },
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const char *value = value_of(line, keys[i].key);

		if (value == NULL)
			continue;
		if (keys[i].id != NULL)
			return oid_parse(value, strlen(value), keys[i].id);
		*keys[i].text = value;
	}
	return 0; /* a later version may say more */
}

int published_message_read(
    struct arena *a, const char *message, size_t len, struct published *out, struct error *e)
{
	char *copy = arena_strndup(a, message, len), *p, *end;
	int rc = 0;

	memset(out, 0, sizeof(*out));
	if (copy == NULL)
		return error_memory(e);
	p = copy + strcspn(copy, "\n"); /* the version is one line */
	if (!utf8_lines(copy) || strncmp(p, "\n\n", 2) != 0 || strlen(copy) != len ||
	    strncmp(copy, SUBJECT, strlen(SUBJECT)) != 0)
		return error_set(e, ERROR_MALFORMED, "it is no policy that was published");
	*p = '\0';
	out->version = copy + strlen(SUBJECT);
	for (p += 2; *p != '\0' && rc == 0; p = end) {
		end = p + strcspn(p, "\n");
		if (*end != '\0')
			*end++ = '\0';
		rc = read_line(p, out);
	}
	if (rc < 0 ||
	    git_oid_is_zero(&out->approval.audit) != git_oid_is_zero(&out->approval.commit))
		return error_set(e, ERROR_MALFORMED, "what approved it is malformed");
	return 0;
}

/* The two parents that prove an approval are those that it names. */
static int check_parents(const struct commit *c, const struct published *p, struct error *e)
{
	size_t proof = git_oid_is_zero(&p->approval.audit) ? 0 : 2;

	if (c->nparents >= proof && c->nparents <= proof + 1 &&
	    (proof == 0 ||
	        (git_oid_equal(&c->parents[c->nparents - 2], &p->approval.audit) &&
	            git_oid_equal(&c->parents[c->nparents - 1], &p->approval.commit))))
		return 0;
	return error_set(e, ERROR_MALFORMED, "its parents differ from what it says");
}

/* Reads one; `*id` becomes the one before, zero for none. */
static int read_one(
    struct arena *a, const struct repo *r, git_oid *id, struct published *out, struct error *e)
{
	struct error why = { 0 };
	struct commit c;
	int rc = commit_load(a, r, id, &c, &why);

	if (rc == 0)
		rc = published_message_read(a, c.message, c.message_len, out, &why);
	if (rc == 0)
		rc = check_parents(&c, out, &why);
	if (rc < 0)
		return why.kind == ERROR_MEMORY ?
		    error_memory(e) :
		    error_set(e, why.kind, "%s of " PUBLISHED_REF " cannot be read: %s",
		        oid_short(a, id), why.text);
	out->id = *id;
	out->tree = c.tree;
	out->at = c.committed;
	memset(id, 0, sizeof(*id));
	if (c.nparents % 2 == 1) /* what proves an approval is two */
		*id = c.parents[0];
	return 0;
}

int published_history(
    struct arena *a, const struct repo *r, struct published **newest, struct error *e)
{
	struct published **at = newest;
	git_commit *c = NULL;
	git_oid id = { 0 };

	*newest = NULL;
	if (tip(a, r, &c, e) < 0)
		return -1;
	if (c != NULL)
		id = *git_commit_id(c);
	git_commit_free(c);
	for (size_t n = 0; !git_oid_is_zero(&id); n++, at = &(*at)->before) {
		*at = arena_alloc(a, sizeof(**at));
		if (*at == NULL)
			return error_memory(e);
		if (read_one(a, r, &id, *at, e) < 0)
			return -1;
		if (n > CHANGES_MAX)
			return error_set(e, ERROR_MALFORMED,
			    PUBLISHED_REF " has more than %d policies", CHANGES_MAX);
	}
	return 0;
}

/* What is published: 0 and the id of the tree. */
static int write_tree(struct arena *a, const struct repo *r, const struct policy_file *f,
    git_oid *out, struct error *e)
{
	git_treebuilder *tb = NULL;
	struct policy_folder folder;
	git_oid blob;
	int rc;

	if (folder_in_force(a, f, &folder, e) < 0)
		return -1;
	rc = git_treebuilder_new(&tb, r->git, NULL);
	for (size_t n = 0; n < FOLDER_FILES && rc == 0; n++) {
		if (folder.files[n].bytes == NULL)
			continue;
		rc = git_blob_create_from_buffer(
		    &blob, r->git, folder.files[n].bytes, folder.files[n].len);
		if (rc == 0)
			rc = git_treebuilder_insert(
			    NULL, tb, folder_names[n], &blob, GIT_FILEMODE_BLOB);
	}
	if (rc == 0)
		rc = git_treebuilder_write(out, tb);
	git_treebuilder_free(tb);
	return rc == 0 ?
	    0 :
	    repo_error(a, GIT_ERROR, e, "the policy cannot be written to the object store");
}

static const char *message(struct arena *a, const struct policy_file *f, const struct publishing *p)
{
	char audit[41], commit[41];
	const char *reason =
	    p->reason != NULL ? arena_printf(a, "Reason: %s\n", escape(a, p->reason)) : "";
	const char *approved = "";

	if (!git_oid_is_zero(&p->approval.audit))
		approved = arena_printf(a, "Approved-Commit: %s\nApproved-Audit: %s\n",
		    git_oid_tostr(commit, sizeof(commit), &p->approval.commit),
		    git_oid_tostr(audit, sizeof(audit), &p->approval.audit));
	if (reason == NULL || approved == NULL)
		return NULL;
	return arena_printf(a, SUBJECT "%s\n\nInstalled-by: %s\n%s%sNorm: %s\n",
	    escape_whole(a, f->policy.version), escape(a, p->by), reason, approved,
	    escape(a, f->policy.norm));
}

static int find_parents(struct arena *a, const struct repo *r, const git_oid *ids[], size_t n,
    git_commit *parents[], struct error *e)
{
	for (size_t i = 0; i < n; i++)
		if (git_commit_lookup(&parents[i], r->git, ids[i]) < 0)
			return repo_error(a, GIT_ERROR, e, PUBLISHED_REF " cannot be written");
	return 0;
}

static int write_commit(struct arena *a, const struct repo *r, const struct policy_file *f,
    const struct publishing *p, const struct published *before, const git_oid *tree_id,
    git_oid *out, struct error *e)
{
	git_commit *parents[3] = { NULL, NULL, NULL };
	const git_oid *ids[3];
	git_signature *who = NULL;
	git_tree *tree = NULL;
	const char *text = message(a, f, p);
	size_t n = 0;
	int rc = -1;

	if (text == NULL)
		return error_memory(e);
	if (before != NULL)
		ids[n++] = &before->id;
	if (!git_oid_is_zero(&p->approval.audit)) {
		ids[n++] = &p->approval.audit;
		ids[n++] = &p->approval.commit;
	}
	if (find_parents(a, r, ids, n, parents, e) < 0)
		goto out;
	rc = git_tree_lookup(&tree, r->git, tree_id);
	if (rc == 0)
		rc = git_signature_new(&who, "Sluis", "sluis@localhost", (git_time_t)p->now, 0);
	if (rc == 0)
		rc = git_commit_create(out, r->git, NULL, who, who, "UTF-8", text, tree, n,
		    (const git_commit **)parents);
	if (rc < 0)
		repo_error(a, GIT_ERROR, e, PUBLISHED_REF " cannot be written");
out:
	git_signature_free(who);
	git_tree_free(tree);
	for (size_t i = 0; i < 3; i++)
		git_commit_free(parents[i]);
	return rc == 0 ? 0 : -1;
}

int published_write(struct arena *a, const struct repo *r, const struct policy_file *f,
    const struct publishing *p, const struct published *before, git_oid *out, struct error *e)
{
	git_oid tree;

	if (write_tree(a, r, f, &tree, e) < 0)
		return -1;
	/* The same one is published again when a promotion approves it. */
	if (before != NULL && git_oid_equal(&before->tree, &tree) &&
	    (git_oid_is_zero(&p->approval.audit) || !git_oid_is_zero(&before->approval.audit)))
		return 0;
	return write_commit(a, r, f, p, before, &tree, out, e) == 0 ? 1 : -1;
}
