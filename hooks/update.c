/*
 * update: the same gate for one ref (githooks(5)), where a host leaves no pre-receive. Arguments:
 * ref old new.
 */
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "followers.h"
#include "gate.h"
#include "version.h"

static const char *
env(const char *name)
{
	return getenv(name);
}

static void
judge(struct gate *g, const char *ref, const char *old, const char *new)
{
	struct gate_input in = {
		.env = env, .now = (int64_t)time(NULL), .waited_for = true, .tell = STDERR_FILENO
	};
	struct changes changes = { arena_array(&g->arena, 1, sizeof(*changes.list)), 1 };

	if (getenv("GIT_DIR") == NULL) {
		error_set(
		    &g->verdict.why, ERROR_ABSENT, "update is run by git, and GIT_DIR is not set");
		error_mend(&g->verdict.why, "to ask without a push, run: git sluis check");
	} else if (changes.list == NULL) {
		error_memory(&g->verdict.why);
	} else if (gate_open(g, &in) == 0 &&
	    change_make(&g->arena, old, new, ref, changes.list, &g->verdict.why) == 0) {
		gate_judge(g, &in, &changes);
	}
	gate_record(g, &in);
}

int
main(int argc, char *argv[])
{
	struct error why = { 0 };
	struct gate g;
	int rc;

	if (version_asked(argc, argv))
		return 0;
	unsetenv(
	    "TZ"); /* ssh-keygen reads dates without zone by the clock of the host, and so do we */
	gate_init(&g, ARENA_RUN_CAP);
	if (argc == 4)
		judge(&g, argv[1], argv[2], argv[3]);
	else
		error_set(
		    &g.verdict.why, ERROR_MALFORMED, "update takes three arguments: ref old new");
	rc = verdict_exit_code(g.verdict.verdict);
	if (rc == 0 && (rc = followers_run(&g.arena, argv, "", 0, &why)) < 0) {
		gate_undecide(&g, &why);
		rc = verdict_exit_code(VERDICT_UNDECIDED);
	}
	if (rc == 0 || g.verdict.verdict != VERDICT_ACCEPT)
		gate_print(&g,
		    STDERR_FILENO); /* a hook that was there before and refuses speaks for itself */
	gate_release(&g);
	return rc;
}
