#include "audit/policies.h"

#include "git/commit.h"
#include "git/history.h"
#include "sign/compare.h"

static bool has_approval(const struct approval *p)
{
	return !git_oid_is_zero(&p->audit);
}

/* Are the files those of the commit that was promoted? */
static int check_files(struct arena *a, const struct repo *r, const struct approval *p,
    const struct policy_folder *is, struct error *e)
{
	struct policy_folder promoted;
	struct commit c;

	if (commit_load(a, r, &p->commit, &c, e) < 0 ||
	    folder_of_tree(a, r, &c.tree, oid_short(a, &p->commit), &promoted, e) < 0)
		return -1;
	for (size_t n = 0; n < FOLDER_FILES; n++)
		if (!folder_same(is, &promoted, n))
			return error_set(e, ERROR_MALFORMED,
			    "%s is another than that of %s, which was promoted", folder_names[n],
			    promoted.name);
	return 0;
}

static int read_folder(struct arena *a, const struct repo *r, const struct published *p,
    struct policy_folder *out, struct error *e)
{
	return folder_of_tree(a, r, &p->tree, p->version, out, e);
}

/* What cannot be read or proved is told with the policy; without memory nothing is. */
static int read_one(struct arena *a, const struct repo *r, struct installed *out, struct error *e)
{
	struct policy_folder is, was;
	unsigned char sum[DIGEST_SIZE];
	struct error why = { 0 };
	int rc = read_folder(a, r, out->is, &is, &why);

	if (rc == 0 &&
	    digest_sha256(is.files[FOLDER_POLICY].bytes, is.files[FOLDER_POLICY].len, sum) == 0)
		digest_hex(sum, out->digest);
	if (rc == 0 && has_approval(&out->is->approval)) {
		rc = approval_read(a, r, &out->is->approval, &out->by, &why);
		if (rc == 0)
			rc = check_files(a, r, &out->is->approval, &is, &why);
		out->approved = rc == 0;
	}
	if (rc < 0)
		out->why = why;
	if (why.kind != ERROR_MEMORY && out->is->before != NULL && *out->digest != '\0') {
		memset(&why, 0, sizeof(why));
		if (read_folder(a, r, out->is->before, &was, &why) == 0)
			rc = folder_compare(a, &was, &is, out->is->at, &out->changes, &why);
		out->shuts = policy_changes_shut(&out->changes);
	}
	return why.kind == ERROR_MEMORY || a->exhausted ? error_memory(e) : 0;
}

int policies_read(struct arena *a, const struct repo *r, struct policies *out, struct error *e)
{
	struct published *newest;

	memset(out, 0, sizeof(*out));
	if (published_history(a, r, &newest, e) < 0)
		return -1;
	for (; newest != NULL; newest = newest->before) {
		struct installed *one =
		    ARENA_ADD(a, out->list, out->n, (struct installed){ .is = newest });

		if (one == NULL)
			return error_memory(e);
		if (read_one(a, r, one, e) < 0)
			return -1;
	}
	return 0;
}

bool policies_unapproved(const struct policies *p, size_t i)
{
	for (size_t k = 0; k <= i; k++)
		if (p->list[k].approved)
			return false;
	return !p->list[i].shuts;
}

const struct installed *policies_of(const struct policies *p, const char *line)
{
	const char *digest = strstr(line, " sha256:");

	for (size_t i = 0; digest != NULL && i < p->n; i++)
		if (strcmp(p->list[i].digest, digest + strlen(" sha256:")) == 0)
			return &p->list[i];
	return NULL;
}

/* The version belongs to one text. */
static int check_version(const struct published *newest, const struct policy_folder *is,
    const struct policy_folder *next, const char *version, const struct policy_changes *changes,
    struct error *e)
{
	bool same = folder_same(is, next, FOLDER_POLICY),
	     keys = same && folder_same(is, next, FOLDER_SIGNERS) &&
	    folder_same(is, next, FOLDER_REVOKED);

	if (newest == NULL)
		return 0;
	if (strcmp(newest->version, version) == 0) {
		if (keys || (same && policy_changes_shut(changes)))
			return 0; /* as it is, or somebody is shut out at once */
		error_set(e, ERROR_MALFORMED,
		    same ? "version %s of the policy had other keys beside it" :
		           "version %s of the policy was another text",
		    version);
		return error_mend(e, "give the policy a version of its own");
	}
	for (const struct published *p = newest->before; p != NULL; p = p->before) {
		if (strcmp(p->version, version) != 0)
			continue;
		error_set(e, ERROR_MALFORMED, "version %s of the policy was another text", version);
		return error_mend(e, "give the policy a version of its own");
	}
	return 0;
}

/* The policy repository went on from what was kept of it. */
static int check_follows(struct arena *a, const struct repo *r, const struct approval *before,
    const struct approval *next, struct error *e)
{
	const struct {
		const git_oid *from, *to;
		const char *what;
	} lines[] = {
		{ &before->audit, &next->audit, "the audit" },
		{ &before->commit, &next->commit, "the production" },
	};

	for (size_t i = 0; i < 2; i++) {
		struct fact reaches;

		history_reaches(a, r, lines[i].to, lines[i].from, &reaches);
		if (reaches.is == FACT_UNKNOWN)
			return error_copy(e, &reaches.why);
		if (reaches.is == FACT_NO)
			return error_set(e, ERROR_MALFORMED,
			    "%s of the policy repository at %s does not go on from %s, which "
			    "approved a policy before",
			    say(lines[i].what), oid_short(a, lines[i].to),
			    oid_short(a, lines[i].from));
	}
	return 0;
}

int policies_may_follow(struct arena *a, const struct repo *r, const struct published *newest,
    const struct policy_folder *next, const struct approval *approval, int64_t now,
    struct policy_changes *changes, struct error *e)
{
	struct policy_folder is;
	struct approved by;
	struct ini_problems none = { 0 };
	struct policy policy;

	if (policy_read(a, next->files[FOLDER_POLICY].bytes, next->files[FOLDER_POLICY].len, now,
	        &policy, &none, e) < 0)
		return -1;
	if (has_approval(approval) &&
	    (approval_read(a, r, approval, &by, e) < 0 || check_files(a, r, approval, next, e) < 0))
		return -1;
	if (newest == NULL)
		return 0;
	if (read_folder(a, r, newest, &is, e) < 0 ||
	    folder_compare(a, &is, next, now, changes, e) < 0 ||
	    check_version(newest, &is, next, escape_whole(a, policy.version), changes, e) < 0)
		return -1;
	/* What a folder brought since then is no way round it. */
	while (newest != NULL && !has_approval(&newest->approval))
		newest = newest->before;
	return has_approval(approval) && newest != NULL ?
	    check_follows(a, r, &newest->approval, approval, e) :
	    0;
}
