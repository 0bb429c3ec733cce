#include "policy/file.h"

#include "base/digest.h"
#include "policy/project.h"
#include "policy/stamp.h"

#define OWN_POLICY "sluis/policy.ini"
#define SYSTEM_POLICY "/etc/sluis/policy.ini"

static const char *beside(struct arena *a, const char *path, const char *name)
{
	const char *slash = strrchr(path, '/');

	return arena_printf(a, "%.*s%s", slash != NULL ? (int)(slash - path + 1) : 0, path, name);
}

static bool same_files(const struct policy_source *one, const struct policy_source *other)
{
	return policy_source_same(&one[0], &other[0]) && policy_source_same(&one[1], &other[1]);
}

/* Reads what `part` is of, if that is not NULL and the files are still the same, as known. */
static int read_policy(struct arena *a, const char *path, bool trust, int64_t now,
    const struct policy_file *part, struct policy_file *out, struct error *e)
{
	struct policy_text t;
	int rc = -1;

	memset(out, 0, sizeof(*out));
	out->path = escape(a, path);
	out->signers = beside(a, path, "allowed_signers");
	out->revoked = beside(a, path, "revoked_keys");
	if (out->signers == NULL || out->revoked == NULL)
		return error_memory(e);
	if (policy_text_read(a, path, trust, part != NULL ? part->from : NULL, &t, e) < 0)
		return -1;
	out->bytes = t.bytes;
	out->len = t.len;
	out->mtime = t.mtime;
	memcpy(out->from, t.from, sizeof(out->from));
	out->common = t.common;
	out->lines = t.lines;
	if (part != NULL && part->part && same_files(part->from, t.from)) {
		out->digest = part->digest;
		out->blob = part->blob;
		rc = policy_read_known(a, t.bytes, t.len, &out->policy, e);
	}
	if (rc < 0)
		rc = policy_read(a, t.bytes, t.len, now, &out->policy, &out->problems, e);
	/* What is wrong with it is said in its own language. */
	if (say_as_policy(out->policy.language) && rc < 0)
		rc = policy_read(a, t.bytes, t.len, now, &out->policy, &out->problems, e);
	policy_text_settle(a, &t, &out->problems);
	if (rc < 0 && e->kind == ERROR_MALFORMED) {
		error_set(e, ERROR_MALFORMED,
		    out->problems.n == 1 ? "the policy has %zu problem" :
		                           "the policy has %zu problems",
		    out->problems.n);
		error_mend(e,
		    "the administrator of the server mends it; git sluis policy --lint FILE shows "
		    "the same list");
	}
	return rc;
}

int policy_file_read(struct arena *a, const char *path, bool trust, int64_t now,
    struct policy_file *out, struct error *e)
{
	return read_policy(a, path, trust, now, NULL, out, e);
}

static bool load_stamp(
    struct arena *a, const char *dir, const char *path, int64_t now, struct policy_file *out)
{
	struct policy_stamp s;

	if (!policy_stamp_take(a, dir, path, now, &s))
		return false;
	*out = (struct policy_file){ .path = escape(a, path),
		.signers = beside(a, path, "allowed_signers"),
		.revoked = beside(a, path, "revoked_keys"),
		.from = { s.from[0], s.from[1] },
		.digest = s.digest,
		.blob = s.blob,
		.policy = s.policy,
		.part = true };
	say_as_policy(s.policy.language);
	return !a->exhausted;
}

int policy_file_load_plain(
    struct arena *a, const char *dir, int64_t now, struct policy_file *out, struct error *e)
{
	struct policy_stamp s = { .now = now };
	const char *path;

	memset(out, 0, sizeof(*out));
	if (project_policy(a, &path, e) < 0)
		return -1;
	if (path == NULL)
		path = arena_printf(a, "%s" OWN_POLICY, dir);
	if (path == NULL)
		return error_memory(e);
	if (load_stamp(a, dir, path, now, out))
		return 0;
	if (policy_file_read(a, path, false, now, out, e) < 0)
		return -1;
	memcpy(s.from, out->from, sizeof(s.from));
	s.policy = out->policy;
	policy_stamp_leave(a, dir, out->bytes, out->len, &s);
	return 0;
}

static int find(struct arena *a, const struct repo *r, int64_t now, const struct policy_file *part,
    struct policy_file *out, struct error *e)
{
	const char *path, *own = arena_printf(a, "%s" OWN_POLICY, r->dir);

	memset(out, 0, sizeof(*out));
	if (own == NULL)
		return error_memory(e);
	if (project_policy(a, &path, e) < 0 ||
	    (path == NULL && repo_configured(a, r, "sluis.policy", &path, e) < 0))
		return -1;
	if (path != NULL)
		return read_policy(a, path, false, now, part, out, e);
	if (read_policy(a, own, false, now, part, out, e) == 0)
		return 0;
	if (e->kind != ERROR_ABSENT)
		return -1;
	memset(e, 0, sizeof(*e));
	if (policy_file_read(a, SYSTEM_POLICY, false, now, out, e) == 0)
		return 0;
	if (e->kind == ERROR_ABSENT) {
		out->path = NULL;
		error_set(e, ERROR_ABSENT, "there is no policy, neither %s nor %s", escape(a, own),
		    SYSTEM_POLICY);
		error_mend(e,
		    "the administrator of the server runs ./install.sh --policy DIR for this "
		    "repository");
	}
	return -1;
}

/* Also one with problems says where the audit is. */
static void name_audit(const struct repo *r, const struct policy_file *file)
{
	const struct audit_policy *audit = &file->policy.audit;

	if (r->apart->url == NULL)
		*r->apart = (struct apart){ .url = audit->repository,
			.identity = audit->identity,
			.known_hosts = audit->known_hosts,
			.timeout = audit->timeout != 0 ? audit->timeout : APART_SECONDS };
}

int policy_file_load(
    struct arena *a, const struct repo *r, int64_t now, struct policy_file *out, struct error *e)
{
	int rc = find(a, r, now, NULL, out, e);

	name_audit(r, out);
	return rc;
}

int policy_file_load_after_plain(
    struct arena *a, const struct repo *r, int64_t now, struct policy_file *file, struct error *e)
{
	const struct policy_file part = *file;
	int rc = file->bytes == NULL ? find(a, r, now, &part, file, e) : 0;

	name_audit(r, file);
	return rc;
}

int policy_file_load_part(
    struct arena *a, const struct repo *r, int64_t now, struct policy_file *file, struct error *e)
{
	if (!file->part)
		return policy_file_load_after_plain(a, r, now, file, e);
	name_audit(r, file);
	return 0;
}

const char *policy_file_digest(struct arena *a, const struct policy_file *file)
{
	return file->digest != NULL || file->bytes == NULL ? file->digest :
	                                                     digest_text(a, file->bytes, file->len);
}
