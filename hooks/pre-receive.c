/*
 * pre-receive: the gate for a whole push (githooks(5)). Reads "old new ref" lines, exits 0, 1 or 2.
 */
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "followers.h"
#include "gate.h"
#include "output.h"
#include "version.h"

static const char *
env(const char *name)
{
	return getenv(name);
}

int
main(int argc, char *argv[])
{
	struct gate_input in = { .env = env,
		.now = (int64_t)time(NULL),
		.has_options = true,
		.waited_for = true,
		.tell = STDERR_FILENO };
	struct error why = { 0 };
	struct changes changes;
	struct gate g;
	char *bytes;
	size_t len;
	int rc;

	if (version_asked(argc, argv))
		return 0;
	unsetenv(
	    "TZ"); /* ssh-keygen reads dates without zone by the clock of the host, and so do we */
	gate_init(&g, ARENA_RUN_CAP);
	if (gate_open(&g, &in) == 0 &&
	    input_read(&g.arena, STDIN_FILENO, CHANGE_BYTES_MAX, &bytes, &len, &g.verdict.why) ==
	        0 &&
	    change_read(&g.arena, bytes, len, &changes, &g.verdict.why) == 0)
		gate_judge(&g, &in, &changes);
	gate_record(&g, &in);
	rc = gate_exit_code(&g);
	if (rc == 0 && (rc = followers_run(&g.arena, argv, bytes, len, &why)) < 0) {
		gate_undecide(&g, &why);
		rc = verdict_exit_code(VERDICT_UNDECIDED);
	}
	if (rc == 0 || g.verdict.verdict != VERDICT_ACCEPT || g.options.dry_run)
		gate_print(&g,
		    STDERR_FILENO); /* a hook that was there before and refuses speaks for itself */
	gate_release(&g);
	return rc;
}
