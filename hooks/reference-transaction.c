/*
 * reference-transaction: holds governed refs to the audit (githooks(5)). Argument: the state. Reads
 * "old new ref" lines.
 */
#include "gate/next_hooks.h"
#include "gate/glance.h"
#include "gate/guard.h"
#include "base/output.h"
#include "policy/file.h"
#include "gate/refusal.h"
#include "base/trouble.h"

struct run {
	struct arena arena;
	struct repo repo;
	struct policy_file file;
	char *bytes;
	size_t len;
	bool looked; /* the audit was asked: ERROR_ABSENT is a plain no of it */
};

/* Without a policy nobody knows what is governed: then nothing moves. What changes nothing passes,
 * so that refs can be packed and the repository be kept; and so nothing that is committed is to be
 * recorded. */
static int decide_without_policy(
    struct run *r, const char *state, const struct transaction *t, struct error *e)
{
	struct error why = { 0 };
	bool nothing;

	if (strcmp(state, "prepared") == 0 &&
	    (guard_changes_nothing(&r->arena, &r->repo, t, &nothing, &why) < 0 || !nothing))
		return -1;
	memset(e, 0, sizeof(*e));
	return 0;
}

static int read_lines(struct run *r, struct error *e)
{
	return r->bytes != NULL ?
	    0 :
	    input_read(&r->arena, STDIN_FILENO, TRANSACTION_BYTES_MAX, &r->bytes, &r->len, e);
}

static int decide(struct run *r, const char *state, struct error *e)
{
	int64_t now = (int64_t)time(NULL);
	struct transaction t;
	struct glance glance;

	if (read_lines(r, e) < 0 || transaction_read(&r->arena, r->bytes, r->len, &t, e) < 0)
		return -1;
	if (t.n == 0)
		return 0;
	glance = glance_take(&r->arena, now, &r->file);
	if (glance_lets_move(&r->arena, &glance, &t))
		return 0;
	if (repo_open_env(&r->arena, &r->repo, e) < 0)
		return -1;
	if (policy_file_load_part(&r->arena, &r->repo, now, &r->file, e) < 0)
		return decide_without_policy(r, state, &t, e);
	r->looked = true;
	if (strcmp(state, "prepared") == 0)
		return guard_permit(
		    &(struct standing){ &r->arena, &r->repo, &r->file, &t, now }, e);
	return guard_record(&r->arena, &r->repo, &r->file.policy, &t, now, e);
}

static int ask(struct run *r, const char *state, struct error *e)
{
	int rc = decide(r, state, e) == 0 ? 0 : r->looked && e->kind == ERROR_ABSENT ? 1 : 2;

	if (rc != 2 && strcmp(state, "prepared") == 0 && trouble_none(&r->arena, e) < 0)
		rc = 2;
	return rc;
}

/* Hooks of somebody else's may take their time, in which more comes in. */
static int ask_again(struct run *r, char *argv[], struct error *e)
{
	if (!r->looked || strcmp(argv[1], "prepared") != 0 || !next_hooks_there(&r->arena, argv))
		return 0;
	repo_close(&r->repo);
	memset(&r->file, 0, sizeof(r->file));
	r->looked = false;
	return ask(r, argv[1], e);
}

static void explain(struct run *r, const char *state, const struct error *why)
{
	struct output out;

	if (output_start(&out) < 0) {
		output_plain(STDERR_FILENO, OUTPUT_NO_MEMORY);
		return;
	}
	if (strcmp(state, "committed") == 0)
		refusal_print_after(&r->arena, REFUSAL_UNRECORDED, why, out.file);
	else if (r->looked && why->kind == ERROR_ABSENT)
		refusal_print_after(&r->arena, REFUSAL_UNPERMITTED, why, out.file);
	else
		refusal_print_undecided(&r->arena, why, r->file.path, &r->file.problems, out.file);
	output_send(&out, STDERR_FILENO);
}

int main(int argc, char *argv[])
{
	struct error why = { 0 };
	struct run r = { .bytes = NULL };
	int rc;

	if (version_asked(argc, argv))
		return 0;
	if (argc != 2)
		return 2;
	arena_init(&r.arena, ARENA_RUN_CAP);
	/* Nothing can be stopped any more in "aborted"; later versions of git have states of their
	 * own before "prepared". Both are for hooks that were there. */
	if (strcmp(argv[1], "prepared") == 0 || strcmp(argv[1], "committed") == 0)
		rc = ask(&r, argv[1], &why);
	else if (next_hooks_there(&r.arena, argv))
		rc = read_lines(&r, &why) < 0 ? 2 : 0;
	else
		return 0;
	if (rc == 0)
		rc = next_hooks_run(&r.arena, argv, r.bytes, r.len, &why);
	if (rc == 0)
		rc = ask_again(&r, argv, &why);
	if (rc != 0 && why.kind != ERROR_NONE)
		explain(&r, argv[1], &why);
	repo_close(&r.repo);
	arena_release(&r.arena);
	return rc < 0 ? 2 : rc;
}
