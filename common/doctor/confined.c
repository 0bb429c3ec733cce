/* Is the program that talks to result servers there, and what does the kernel let it take away from
 * itself? Without that it works too. */
#include "doctor/doctor_internal.h"
#include "promotion/evidence_sftp.h"
#include "run/child.h"

enum doctor_found doctor_confined(struct doctor *d)
{
	struct evidence_servers servers;
	const char *argv[] = { NULL, "--confined", NULL };
	struct error e = { 0 };
	char *text;
	int rc;

	if (d->file.policy.nsftp == 0)
		return DOCTOR_FINE;
	evidence_servers_init(d->arena, &d->repo, &d->file.policy, NULL, &servers);
	argv[0] = servers.fetch.program;
	if (argv[0] == NULL) {
		doctor_say_error(d, DOCTOR_WRONG, &servers.why);
		return d->worst;
	}
	rc = child_told(d->arena, argv, SAID_MAX, &text, &e);
	if (rc < 0 || rc > 1)
		doctor_say(d, DOCTOR_WRONG,
		    "the administrator installs Sluis again, and looks at git config sluis.libexec",
		    NULL, "%s cannot be run: no file of a result server can be read",
		    escape(d->arena, argv[0]));
	else if (rc == 1)
		doctor_say(d, DOCTOR_NOTE,
		    "nothing must be done; a kernel with landlock and seccomp closes them", NULL,
		    "this kernel leaves sluis-fetch more than it needs: %s --confined",
		    escape(d->arena, argv[0]));
	return d->worst;
}
