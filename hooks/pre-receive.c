/*
 * pre-receive: the gate for a whole push (githooks(5)). Reads "old new ref" lines, exits 0, 1 or 2.
 */
#include "gate/gate.h"
#include "base/output.h"

int main(int argc, char *argv[])
{
	struct progress progress;
	struct gate_input in = {
		.now = (int64_t)time(NULL), .has_options = true, .progress = &progress
	};
	struct changes changes;
	struct error why = { 0 };
	struct gate g;
	char *bytes = NULL;
	size_t len = 0;
	bool sound;

	if (version_asked(argc, argv))
		return 0;
	unsetenv("TZ"); /* ssh-keygen reads dates without zone by the host's clock; so do we */
	progress_start(&progress, STDERR_FILENO, monotonic_ms());
	gate_init(&g);
	sound = input_read(&g.arena, STDIN_FILENO, CHANGE_BYTES_MAX, &bytes, &len, &why) == 0 &&
	    change_read(&g.arena, bytes, len, &changes, &why) == 0;
	if (!(sound && gate_passes(&g, &in, &changes)) && gate_open(&g, &in) == 0) {
		if (sound)
			gate_judge(&g, &in, &changes);
		else
			g.verdict.why = why;
	}
	return gate_end(&g, &in, argv, bytes, len);
}
