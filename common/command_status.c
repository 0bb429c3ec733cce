/*
 * git sluis status [ID]: how far a promotion is, or all that are under way.
 */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "errand.h"
#include "escape.h"
#include "promotion.h"
#include "standing.h"
#include "standing_print.h"

#define SYNOPSIS \
	"status [ID] [--environment ENV] [--candidate COMMIT] [--remote NAME] [--format " \
	"text|json]"

struct request {
	struct proposal_wish wish;
	const char *remote;
	bool json;
};

static int
read_options(int argc, char *argv[], struct request *q)
{
	static const struct option options[] = { { "environment", required_argument, NULL, 'e' },
		{ "candidate", required_argument, NULL, 'c' },
		{ "remote", required_argument, NULL, 'm' },
		{ "format", required_argument, NULL, 'f' }, { NULL, 0, NULL, 0 } };
	const char *format = "text";
	const char **values[256] = { ['e'] = &q->wish.environment,
		['c'] = &q->wish.candidate,
		['m'] = &q->remote,
		['f'] = &format };
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == '?')
			return -1;
		*values[c] = optarg;
	}
	q->wish.id = argv[optind];
	q->json = strcmp(format, "json") == 0;
	return argc - optind <= 1 && (q->json || strcmp(format, "text") == 0) ? 0 : -1;
}

static int
exit_code(const struct standing *s)
{
	return s->done != NULL ? 0 : verdict_exit_code(s->verdict);
}

static int
print_one(struct errand *er, const struct request *q, struct error *e)
{
	struct jsonw j = { .out = stdout, .lines = true };
	struct standing s;

	if (standing_find(er, &q->wish, &s, e) < 0)
		return -1;
	if (q->json)
		standing_print_json(er, &s, &j);
	else
		standing_print(er, &s, stdout);
	if (q->json)
		putchar('\n');
	return exit_code(&s);
}

/* One that cannot be judged is named, and the others are still shown. */
static int
print_each(struct errand *er, const struct request *q, const char *id, struct jsonw *j)
{
	struct proposal_wish wish = q->wish;
	struct error why = { 0 };
	struct standing s;

	wish.id = id;
	if (standing_find(er, &wish, &s, &why) < 0) {
		fprintf(stderr, "sluis: %s: %s\n", escape(&er->gate.arena, id), why.text);
		return 2;
	}
	if (s.done != NULL)
		return 0;
	if (q->json)
		standing_print_json(er, &s, j);
	else
		standing_print_short(er, &s, stdout);
	return 0;
}

/* Every dossier whose promotion is not there yet. */
static int
print_all(struct errand *er, const struct request *q, struct error *e)
{
	struct gate *g = &er->gate;
	struct jsonw j = { .out = stdout, .lines = true };
	const char *const *ids;
	size_t n;
	int rc = 0;

	if (dossier_list(&g->arena, &g->repo, &g->file.policy, &ids, &n, e) < 0)
		return -1;
	if (q->json)
		jsonw_open_array(&j, NULL);
	for (size_t i = 0; i < n; i++)
		if (print_each(er, q, ids[i], &j) != 0)
			rc = 2;
	if (q->json) {
		jsonw_close(&j);
		putchar('\n');
	}
	return rc;
}

int
command_status(int argc, char *argv[])
{
	struct request q = { .remote = "origin" };
	struct error e = { 0 };
	struct errand er;
	int rc = -1;

	if (read_options(argc, argv, &q) < 0)
		return command_usage(SYNOPSIS);
	if (q.wish.id != NULL && !promotion_id_valid(q.wish.id))
		return command_bad_id(q.wish.id);
	if (errand_open(&er, q.remote, false, &e) == 0) {
		q.wish.candidate = errand_resolve(&er, q.wish.candidate);
		rc = q.wish.id != NULL ? print_one(&er, &q, &e) : print_all(&er, &q, &e);
	}
	if (rc < 0)
		rc = command_fail(&e);
	errand_close(&er);
	return fflush(stdout) == 0 ? rc : 2;
}
