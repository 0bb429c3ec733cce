#include <getopt.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "command.h"
#include "command_check.h"
#include "gate.h"
#include "output.h"

#define SYNOPSIS \
	"check [--pusher LOGIN] [--format text|json] [REMOTE [REFSPEC...]] |\n" \
	"       git sluis check [--repo DIR] [--policy FILE] --pusher LOGIN [--format text|json] " \
	"(--old OID --new OID --ref REF | --stdin)"

struct question {
	struct gate_input gate;
	const char *old, *new, *ref;
	const char *format; /* text or json */
	bool from_stdin;
};

static const char *
env(const char *name)
{
	return getenv(name);
}

/* Without a word of what would move, the question is what git push would do here. */
static bool
is_remote(const struct question *q)
{
	return !q->from_stdin && q->old == NULL && q->new == NULL && q->ref == NULL &&
	    q->gate.repo == NULL && q->gate.policy == NULL;
}

static int
read_options(int argc, char *argv[], struct question *q)
{
	static const struct option options[] = { { "repo", required_argument, NULL, 'r' },
		{ "policy", required_argument, NULL, 'p' },
		{ "pusher", required_argument, NULL, 'u' }, { "old", required_argument, NULL, 'o' },
		{ "new", required_argument, NULL, 'n' }, { "ref", required_argument, NULL, 'f' },
		{ "format", required_argument, NULL, 't' }, { "stdin", no_argument, NULL, 's' },
		{ NULL, 0, NULL, 0 } };
	const char **values[256] = { ['r'] = &q->gate.repo,
		['p'] = &q->gate.policy,
		['u'] = &q->gate.login,
		['o'] = &q->old,
		['n'] = &q->new,
		['f'] = &q->ref,
		['t'] = &q->format };
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == 's')
			q->from_stdin = true;
		else if (c == '?')
			return -1;
		else
			*values[c] = optarg;
	}
	if (strcmp(q->format, "text") != 0 && strcmp(q->format, "json") != 0)
		return -1;
	if (is_remote(q))
		return 0;
	if (optind < argc || q->gate.login == NULL)
		return -1;
	if (q->from_stdin)
		return q->old == NULL && q->new == NULL && q->ref == NULL ? 0 : -1;
	return q->old != NULL && q->new != NULL && q->ref != NULL ? 0 : -1;
}

static int
read_changes(struct arena *a, const struct question *q, struct changes *out, struct error *e)
{
	char *bytes;
	size_t len;

	if (q->from_stdin)
		return input_read(a, STDIN_FILENO, CHANGE_BYTES_MAX, &bytes, &len, e) < 0 ?
		    -1 :
		    change_read(a, bytes, len, out, e);
	out->n = 1;
	out->list = arena_array(a, 1, sizeof(*out->list));
	return out->list == NULL ? error_memory(e) :
	                           change_make(a, q->old, q->new, q->ref, out->list, e);
}

int
command_check(int argc, char *argv[])
{
	struct question q = {
		.gate = { .env = env, .now = (int64_t)time(NULL), .tell = STDERR_FILENO },
		.format = "text"
	};
	struct changes changes;
	struct gate g;
	int rc;

	if (read_options(argc, argv, &q) < 0)
		return command_usage(SYNOPSIS);
	if (is_remote(&q))
		return command_check_remote(
		    argc - optind, argv + optind, q.gate.login, *q.format == 'j');
	if (q.gate.repo == NULL)
		q.gate.repo = ".";
	gate_init(&g, ARENA_RUN_CAP);
	if (gate_open(&g, &q.gate) == 0 &&
	    read_changes(&g.arena, &q, &changes, &g.verdict.why) == 0)
		gate_judge(&g, &q.gate, &changes);
	g.options.json = *q.format == 'j';
	gate_print(&g, g.options.json ? STDOUT_FILENO : STDERR_FILENO);
	rc = verdict_exit_code(g.verdict.verdict);
	gate_release(&g);
	return rc;
}
