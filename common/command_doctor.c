#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "command.h"
#include "doctor.h"

#define SYNOPSIS \
	"doctor [-v] [--format text|json] [--check NAME] [--host HOST] [--no-push]\n" \
	"       [--sshd-config FILE] [REPO]"

struct request {
	struct doctor_input in;
	bool verbose, json;
};

static int
read_options(int argc, char *argv[], struct request *q)
{
	static const struct option options[] = { { "check", required_argument, NULL, 'c' },
		{ "format", required_argument, NULL, 'f' },
		{ "host", required_argument, NULL, 'h' }, { "no-push", no_argument, NULL, 'n' },
		{ "sshd-config", required_argument, NULL, 's' },
		{ "verbose", no_argument, NULL, 'v' }, { NULL, 0, NULL, 0 } };
	int c;

	while ((c = getopt_long(argc, argv, "v", options, NULL)) != -1) {
		if (c == 'v')
			q->verbose = true;
		else if (c == 'n')
			q->in.no_push = true;
		else if (c == 's')
			q->in.sshd_config = optarg;
		else if (c == 'c' && doctor_knows(optarg))
			q->in.only = optarg;
		else if (c == 'h' && doctor_host_named(optarg) != DOCTOR_BY_POLICY)
			q->in.host = doctor_host_named(optarg);
		else if (c == 'f' && (strcmp(optarg, "json") == 0 || strcmp(optarg, "text") == 0))
			q->json = *optarg == 'j';
		else
			return -1;
	}
	q->in.repo = optind < argc ? argv[optind] : ".";
	return argc - optind <= 1 ? 0 : -1;
}

static int
exit_code(enum doctor_found verdict)
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

int
command_doctor(int argc, char *argv[])
{
	struct request q = { .in = { .now = (int64_t)time(NULL) } };
	struct diagnoses found;
	struct error e = { 0 };
	struct arena a;
	int rc;

	if (read_options(argc, argv, &q) < 0)
		return command_usage(SYNOPSIS);
	arena_init(&a, ARENA_RUN_CAP);
	if (doctor_run(&a, &q.in, &found, &e) < 0) {
		rc = command_fail(&e);
	} else {
		if (q.json)
			doctor_print_json(&found, stdout);
		else
			doctor_print_text(&found, q.verbose, stdout);
		rc = exit_code(doctor_verdict(&found));
	}
	arena_release(&a);
	return fflush(stdout) == 0 ? rc : 2;
}
