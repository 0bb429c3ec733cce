/*
 * update: the same gate for one ref (githooks(5)), where a host leaves no pre-receive. Arguments:
 * ref old new.
 */
#include "gate/gate.h"
#include "base/output.h"

static void judge(
    struct gate *g, const struct gate_input *in, const char *ref, const char *old, const char *new)
{
	struct changes changes = { arena_array(&g->arena, 1, sizeof(*changes.list)), 1 };
	struct error why = { 0 };

	if (getenv("GIT_DIR") == NULL) {
		error_set(
		    &g->verdict.why, ERROR_ABSENT, "update is run by git, and GIT_DIR is not set");
		error_mend(&g->verdict.why, "to ask without a push, run: git sluis check");
	} else if (changes.list == NULL) {
		error_memory(&g->verdict.why);
	} else if (change_make(&g->arena, old, new, ref, changes.list, &why) < 0) {
		if (gate_open(g, in) == 0)
			g->verdict.why = why;
	} else if (!gate_passes(g, in, &changes) && gate_open(g, in) == 0) {
		gate_judge(g, in, &changes);
	}
}

int main(int argc, char *argv[])
{
	struct progress progress;
	struct gate_input in = { .now = (int64_t)time(NULL), .progress = &progress };
	struct gate g;

	if (version_asked(argc, argv))
		return 0;
	unsetenv("TZ"); /* ssh-keygen reads dates without zone by the host's clock; so do we */
	progress_start(&progress, STDERR_FILENO, monotonic_ms());
	gate_init(&g);
	if (argc == 4)
		judge(&g, &in, argv[1], argv[2], argv[3]);
	else
		error_set(
		    &g.verdict.why, ERROR_MALFORMED, "update takes three arguments: ref old new");
	return gate_end(&g, &in, argv, "", 0);
}
