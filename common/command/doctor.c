#include "base/installed.h"
#include "base/safefile.h"
#include "command/command.h"
#include "doctor/doctor.h"
#include "run/child.h"

#define LIST "/var/lib/sluis/repositories" /* install.sh writes it: HOST PATH */
#define LIST_MAX ((size_t)1 << 20)

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

static const char *list_of(struct arena *a)
{
	const char *here = installed_path(a, "");

	if (here == NULL || strcmp(here, "/usr/bin/") == 0 || strcmp(here, "/usr/local/bin/") == 0)
		return LIST;
	return installed_path(a, ".." LIST);
}

static int read_list(struct arena *a, char **out, struct error *e)
{
	const char *path = list_of(a);
	struct safefile list;

	if (path == NULL)
		return error_memory(e);
	if (safefile_read(a, path, LIST_MAX, &list, e) == 0) {
		*out = list.bytes;
		return 0;
	}
	if (e->kind == ERROR_ABSENT) {
		error_set(e, ERROR_ABSENT, "no repository was armed here: %s is not there",
		    escape(a, path));
		error_mend(e, "arm one with sluis-arm, or ./install.sh in the sources of Sluis");
	}
	return -1;
}

static int malformed(struct arena *a, const char *line, unsigned number)
{
	const char *path = list_of(a);
	struct error e = { 0 };

	if (path == NULL)
		return command_fail((error_memory(&e), &e));
	error_set(&e, ERROR_MALFORMED, "%s:%u: no host and path of a repository: '%s'",
	    escape(a, path), number, escape(a, line));
	error_mend(&e,
	    "arm that repository again, where it still is, and take the line out:\nsed -i %ud %s",
	    number, shellword(a, path));
	return command_fail(&e);
}

/* Each in a process of its own, which becomes the owner of the repository. */
static int doctor_listed(const struct options *o)
{
	const char *argv[] = { installed_path(o->arena, "git-sluis"), "doctor", "--host", NULL,
		NULL, NULL, NULL, NULL, NULL, NULL };
	bool json = options_json(o);
	struct error e = { 0 };
	char *line, *rest;
	unsigned number = 0;
	int worst = 0, n = 4;

	if (argv[0] == NULL)
		return command_fail((error_memory(&e), &e));
	if (read_list(o->arena, &rest, &e) < 0)
		return command_fail(&e);
	if (options_have(o, OPT_VERBOSE))
		argv[n++] = "-v";
	if (options_have(o, OPT_NO_PUSH))
		argv[n++] = "--no-push";
	if (json) {
		argv[n++] = "--format";
		argv[n++] = "json";
	}
	while ((line = strsep(&rest, "\n")) != NULL && (*line != '\0' || rest != NULL)) {
		int rc;

		number++;
		argv[3] = strsep(&line, " ");
		argv[n] = line;
		if (!json && line != NULL)
			printf("%s\n", escape(o->arena, line));
		fflush(stdout);
		rc = line != NULL ? child_run(argv) : malformed(o->arena, argv[3], number);
		worst = rc == 0 || worst == 1 ? worst : rc == 1 ? 1 : 2;
	}
	return worst;
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

	if (options_have(o, OPT_ALL))
		return o->nrest > 0 || check != NULL || host != NULL || in.sshd_config != NULL ?
		    command_usage(o) :
		    doctor_listed(o);
	if (o->nrest > 1 || (check != NULL && !doctor_knows(check)) ||
	    (host != NULL && doctor_host_named(host) == DOCTOR_BY_POLICY))
		return command_usage(o);
	if (host != NULL)
		in.host = doctor_host_named(host);
	if (doctor_run(o->arena, &in, &found, &e) < 0)
		return command_fail(&e);
	if (options_json(o))
		doctor_print_json(&found, stdout);
	else
		doctor_print_text(&found, options_have(o, OPT_VERBOSE), stdout);
	return exit_code(doctor_verdict(&found));
}
