#include <stdio.h>

#include "command/command.h"
#include "doctor/doctor.h"

static int exit_code(enum doctor_found verdict)
{
	switch (verdict) {
	case DOCTOR_WRONG:
		return 1;
	case DOCTOR_NOTE:
	case DOCTOR_FINE:
		return 0;
	default:
		return 2;
	}
}

int command_doctor(const struct options *o)
{
	const char *check = o->value[OPT_CHECK], *host = o->value[OPT_HOST];
	struct doctor_input in = { .repo = o->nrest > 0 ? o->rest[0] : ".",
		.now = o->now,
		.only = check,
		.no_push = options_have(o, OPT_NO_PUSH),
		.sshd_config = o->value[OPT_SSHD_CONFIG] };
	struct diagnoses found;
	struct error e = { 0 };

	if (o->nrest > 1 || (check != NULL && !doctor_knows(check)) ||
	    (host != NULL && doctor_host_named(host) == DOCTOR_BY_POLICY))
		return command_usage(o);
	if (host != NULL)
		in.host = doctor_host_named(host);
	if (doctor_run(o->arena, &in, &found, &e) < 0)
		return command_fail(&e);
	if (options_have(o, OPT_FORMAT) && *o->value[OPT_FORMAT] == 'j')
		doctor_print_json(&found, stdout);
	else
		doctor_print_text(&found, options_have(o, OPT_VERBOSE), stdout);
	return exit_code(doctor_verdict(&found));
}
