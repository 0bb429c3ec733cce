/*
 * gate/audit_tree: what an audit entry keeps beside its message: the policy and the keys in force,
 * what people were told, and every piece of evidence that the verdict rests on, so that nothing is
 * lost when its first home is.
 */
#pragma once

#include "rules/judge.h"
#include "policy/file.h"
#include "git/repo.h"

#define AUDIT_TREE_KEYS_MAX ((size_t)4 << 20) /* bytes of a file beside the policy */

struct audit_files {
	const struct policy_file *policy;
	const struct sshsig_tool *keys; /* where it is loaded, by what the verdict was reached */
	const char *text; /* what people are told; may be "" */
	size_t text_len;
	const char *certificate; /* hex id of the blob of a signed push's certificate, or NULL */
};

/*
 * Writes the tree into `store`: policy.ini, allowed_signers, revoked_keys, verdict.txt,
 * push-certificate, evidence/SHA256, the signed sign-offs as signoffs/PROMOTION+ROLE+PERSON, the
 * bytes of the tag object, and fetched (promotion/evidence_sftp.h). The pushed objects are read
 * from `pushed`, which sees the quarantine. 0 or -1.
 */
int audit_tree_write(struct arena *a, const struct repo *store, const struct repo *pushed,
    const struct push_verdict *v, const struct audit_files *files, git_oid *out, struct error *e);
