/* What may the hooks use of the host, and is that what they need? As seen from here: sshd, or a web
 * server, may have limits of its own. */
#include "base/limits.h"
#include "doctor/doctor_internal.h"
#include "git/watch.h"

/* What is no number was refused when the repository was opened. */
static int seconds(struct doctor *d, const char *key, int without)
{
	struct error e = { 0 };
	const char *value;
	int n = doctor_config(d, key, &value, &e) == 0 ? (int)strtol(value, NULL, 10) : 0;

	return n > 0 ? n : without;
}

enum doctor_found doctor_limits(struct doctor *d)
{
	struct error e = { 0 };
	struct limits now;

	if (limits_find(&now, &e) < 0)
		doctor_say_error(d, DOCTOR_WRONG, &e);
	else
		doctor_say(d, DOCTOR_FINE, "", NULL,
		    "a hook may use %u MiB of memory, %u open files, %d s of processor time and %d "
		    "s by the clock, and leaves no core dump",
		    (unsigned)(now.memory >> 20), (unsigned)now.files,
		    seconds(d, "sluis.cpuSeconds", WATCH_CPU),
		    seconds(d, "sluis.wallSeconds", WATCH_WALL));
	return DOCTOR_FINE;
}
