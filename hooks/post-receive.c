/*
 * post-receive: after the refs have moved (githooks(5)): completes the audit and takes it off the
 * host. Always exits 0.
 */
#include "gate/audit_reconcile.h"
#include "git/change.h"
#include "gate/glance.h"
#include "gate/next_hooks.h"
#include "base/output.h"
#include "policy/file.h"
#include "policy/reserved.h"
#include "git/refs.h"
#include "gate/refusal.h"
#include "audit/apart.h"
#include "audit/ship.h"

struct run {
	struct arena arena;
	struct repo store;
	struct repo repo;
	struct policy_file file;
};

static int finish(struct run *r, struct changes *cs, struct error *e)
{
	int64_t now = (int64_t)time(NULL);
	struct glance glance = glance_take(&r->arena, now, &r->file);
	struct audit_seal seal;
	size_t n;
	int rc;

	if (glance_passes(&r->arena, &glance, cs))
		return 0;
	if (repo_open_env(&r->arena, &r->repo, e) < 0 ||
	    policy_file_load_part(&r->arena, &r->repo, now, &r->file, e) < 0)
		return -1;
	refs_resolve(&r->arena, &r->repo, cs);
	if (!reserved_guards_any(&r->file.policy, cs))
		return 0;
	seal = audit_seal_asked(&r->file.policy, true);
	rc = repo_open_writable(&r->arena, &r->repo, &r->store, e);
	apart_presume(&r->repo);
	if (rc == 0)
		rc = audit_reconcile(&r->arena, &r->store, &seal, RECONCILE_ENTRIES, now, &n, e);
	ship_to_mirror(&r->repo, &r->file.policy); /* what there is, whatever is missing in it */
	return rc;
}

static void complain(struct run *r, const struct error *why)
{
	struct output out;

	if (output_start(&out) < 0)
		return;
	refusal_print_after(&r->arena, REFUSAL_INCOMPLETE, why, out.file);
	output_send(&out, STDERR_FILENO);
}

int main(int argc, char *argv[])
{
	struct run r = { .store = { 0 } };
	struct error why = { 0 };
	struct changes changes;
	char *bytes = NULL;
	size_t len = 0;

	if (version_asked(argc, argv))
		return 0;
	arena_init(&r.arena, ARENA_RUN_CAP);
	if (input_read(&r.arena, STDIN_FILENO, CHANGE_BYTES_MAX, &bytes, &len, &why) < 0 ||
	    change_read(&r.arena, bytes, len, &changes, &why) < 0 || finish(&r, &changes, &why) < 0)
		complain(&r, &why);
	if (bytes != NULL)
		next_hooks_run(&r.arena, argv, bytes, len, &why);
	repo_close(&r.store);
	repo_close(&r.repo);
	arena_release(&r.arena);
	return 0;
}
