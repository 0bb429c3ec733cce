#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "command.h"
#include "comparison.h"
#include "escape.h"
#include "evidence_branch.h"
#include "oid.h"
#include "pattern.h"
#include "promotion.h"
#include "record.h"
#include "safefile.h"
#include "when.h"

#define SYNOPSIS \
	"compare OLD_DIR NEW_DIR --promotion ID --started TIME [--finished TIME] [--old COMMIT] " \
	"[--new COMMIT] " \
	"[--environment ENV] [--output FILE] [--remote NAME] [--push]\n" \
	"       git sluis compare --record FILE --promotion ID [--remote NAME] [--push]"

struct request {
	const char *promotion, *started, *finished, *old, *new, *environment, *output, *record,
	    *remote;
	const char *old_dir, *new_dir;
	bool push;
};

static int
read_options(int argc, char *argv[], struct request *q)
{
	static const struct option options[] = { { "promotion", required_argument, NULL, 'p' },
		{ "started", required_argument, NULL, 's' },
		{ "finished", required_argument, NULL, 'f' },
		{ "old", required_argument, NULL, 'o' }, { "new", required_argument, NULL, 'n' },
		{ "environment", required_argument, NULL, 'e' },
		{ "output", required_argument, NULL, 'w' },
		{ "record", required_argument, NULL, 'r' },
		{ "remote", required_argument, NULL, 'm' }, { "push", no_argument, NULL, 'u' },
		{ NULL, 0, NULL, 0 } };
	const char **values[256] = { ['p'] = &q->promotion,
		['s'] = &q->started,
		['f'] = &q->finished,
		['o'] = &q->old,
		['n'] = &q->new,
		['e'] = &q->environment,
		['w'] = &q->output,
		['r'] = &q->record,
		['m'] = &q->remote };
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == '?')
			return -1;
		if (c == 'u')
			q->push = true;
		else
			*values[c] = optarg;
	}
	if (q->promotion == NULL || argc - optind != (q->record != NULL ? 0 : 2))
		return -1;
	if (q->record != NULL)
		return q->started == NULL && q->old == NULL && q->new == NULL ? 0 : -1;
	q->old_dir = argv[optind];
	q->new_dir = argv[optind + 1];
	return q->started != NULL ? 0 : -1;
}

struct run {
	const char *old, *new; /* commits */
	int64_t started, finished;
	struct comparison comparison;
};

static int
read_time(struct arena *a, const char *option, const char *text, int64_t *out, struct error *e)
{
	if (text == NULL || when_parse(text, out) == 0)
		return 0;
	return error_set(e, ERROR_MALFORMED,
	    "%s '%s' is no time with a zone, such as 2026-11-24T14:00:00+01:00", option,
	    escape(a, text));
}

/* The commit that is named, or what the remote's branch is. */
static const char *
find_commit(struct evidence_branch *b, const char *rev, const char *option, const char *ref,
    struct error *e)
{
	if (rev != NULL)
		return evidence_branch_resolve(b->arena, rev, "commit", e);
	if (pattern_exact(ref))
		return evidence_branch_tip(b, ref, e);
	error_set(e, ERROR_ABSENT, "%s stands for more than one branch", escape(b->arena, ref));
	error_mend(e, "say which version it was with %s COMMIT", option);
	return NULL;
}

static int
compare(struct evidence_branch *b, const struct request *q, struct run *run, struct error *e)
{
	const struct environment *env =
	    evidence_branch_environment(b, q->environment, REQUIRE_PARALLEL_RUN, e);

	run->finished = (int64_t)time(NULL);
	if (env == NULL || read_time(b->arena, "--started", q->started, &run->started, e) < 0 ||
	    read_time(b->arena, "--finished", q->finished, &run->finished, e) < 0)
		return -1;
	if (run->finished < run->started)
		return error_set(e, ERROR_MALFORMED, "--finished is before --started");
	run->old = find_commit(b, q->old, "--old", env->ref, e);
	run->new = run->old != NULL ? find_commit(b, q->new, "--new", env->from->ref, e) : NULL;
	return run->new != NULL ?
	    comparison_make(b->arena, q->old_dir, q->new_dir, &run->comparison, e) :
	    -1;
}

static void
show(const struct run *run)
{
	const struct comparison *c = &run->comparison;

	for (size_t i = 0; i < c->n; i++) {
		const struct comparison_difference *d = &c->differences[i];

		printf("D-%zu  %s %s\n", i + 1, d->path, d->what);
		if (d->old != NULL)
			printf("       old: %s\n       new: %s\n", d->old, d->new);
	}
	printf("%zu compared: %zu identical, %zu different, %zu missing on one side\n", c->compared,
	    c->identical, c->n - c->missing, c->missing);
}

/* A path for a line of the record: short, and without what starts a comment there. */
static void
print_path(const char *path, FILE *out)
{
	const size_t shown = 100, n = strlen(path);

	for (size_t i = 0; i < n && i < shown; i++)
		fprintf(out, path[i] == ';' ? "\\x3b" : "%c", path[i]);
	fputs(n > shown ? "..." : "", out);
}

/* Whoever explains a difference fills in the two lines that are empty. */
static void
print_record(const struct request *q, const struct run *run, FILE *out)
{
	const struct comparison *c = &run->comparison;
	char started[WHEN_MAX], finished[WHEN_MAX];

	fprintf(out,
	    "[parallel-run]\npromotion = %s\nold = %s\nnew = %s\nstarted = %s\nfinished = "
	    "%s\ncompared = %zu\n"
	    "identical = %zu\n",
	    q->promotion, run->old, run->new, when_format(run->started, started),
	    when_format(run->finished, finished), c->compared, c->identical);
	for (size_t i = 0; i < c->n; i++) {
		fprintf(out, "\n[difference \"D-%zu\"]\ndescription = ", i + 1);
		print_path(c->differences[i].path, out);
		fprintf(out, " %s\naccepted-by =\nreason =\n", c->differences[i].what);
	}
}

/* To be explained first. */
static int
write_draft(
    struct evidence_branch *b, const struct request *q, const struct run *run, struct error *e)
{
	const char *name = q->output != NULL ? q->output : "parallel-run.ini";
	FILE *out = fopen(name, "wxe");

	if (out == NULL)
		return error_set(e, ERROR_UNREADABLE, "%s cannot be made: %s",
		    escape(b->arena, name), strerror(errno));
	print_record(q, run, out);
	if (ferror(out) || fclose(out) != 0)
		return error_set(e, ERROR_UNREADABLE, "%s cannot be written: %s",
		    escape(b->arena, name), strerror(errno));
	printf("\nwrote %s: somebody who signs off fills in 'accepted-by' and 'reason' of each\n"
	       "difference; then: git sluis compare --promotion %s --record %s --push\n",
	    escape(b->arena, name), q->promotion, escape(b->arena, name));
	return 0;
}

/* Into the evidence, if the gate would read it. Returns the exit code. */
static int
bring_in(struct evidence_branch *b, const struct request *q, const char *bytes, size_t len,
    struct error *e)
{
	const char *path = arena_printf(b->arena, "%s/parallel-run.ini", q->promotion), *link;
	struct ini_problems problems;
	struct parallel_run check;

	if (path == NULL || (link = evidence_branch_link(b->arena, path, bytes, len)) == NULL)
		return error_memory(e);
	if (record_read_parallel_run(b->arena, bytes, len, &check, &problems, e) < 0) {
		for (size_t i = 0; i < problems.n; i++)
			fprintf(
			    stderr, "line %u: %s\n", problems.list[i].line, problems.list[i].text);
		return -1;
	}
	if (strcmp(check.promotion, q->promotion) != 0)
		return error_set(e, ERROR_MALFORMED, "the record is of promotion %s",
		    escape(b->arena, check.promotion));
	if (evidence_branch_add(b, path, bytes, len, e) < 0 ||
	    evidence_branch_commit(
	        b, arena_printf(b->arena, "Parallel run of %s", q->promotion), e) < 0)
		return -1;
	printf("made %s on %s\n\nParallel-Run: %s\n\n", oid_short(b->arena, &b->made),
	    escape(b->arena, b->ref), link);
	return evidence_branch_push(b, q->push);
}

static int
bring_in_file(struct evidence_branch *b, const struct request *q, struct error *e)
{
	struct safefile file;

	return safefile_read_any(b->arena, q->record, INI_BYTES_MAX, &file, e) < 0 ?
	    -1 :
	    bring_in(b, q, file.bytes, file.len, e);
}

static int
bring_in_run(
    struct evidence_branch *b, const struct request *q, const struct run *run, struct error *e)
{
	char *bytes = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&bytes, &len);
	int rc;

	if (out == NULL)
		return error_memory(e);
	print_record(q, run, out);
	fclose(out);
	rc = bytes != NULL ? bring_in(b, q, bytes, len, e) : error_memory(e);
	free(bytes);
	return rc;
}

static int
work(struct evidence_branch *b, const struct request *q, struct error *e)
{
	struct run run = { .old = NULL };

	if (!promotion_id_valid(q->promotion))
		return error_set(e, ERROR_MALFORMED, "'%s' is no id of a promotion",
		    escape(b->arena, q->promotion));
	if (evidence_branch_open(b->arena, q->remote, b, e) < 0)
		return -1;
	if (q->record != NULL)
		return bring_in_file(b, q, e);
	if (compare(b, q, &run, e) < 0)
		return -1;
	printf("old %.7s, new %.7s\n", run.old, run.new);
	show(&run);
	return run.comparison.n > 0 ? write_draft(b, q, &run, e) : bring_in_run(b, q, &run, e);
}

int
command_compare(int argc, char *argv[])
{
	struct request q = { .remote = "origin" };
	struct evidence_branch b = { .n = 0 };
	struct error e = { 0 };
	struct arena a;
	int rc;

	if (read_options(argc, argv, &q) < 0)
		return command_usage(SYNOPSIS);
	arena_init(&a, ARENA_RUN_CAP);
	b.arena = &a;
	rc = work(&b, &q, &e);
	if (rc < 0)
		rc = command_fail(&e);
	evidence_branch_close(&b);
	arena_release(&a);
	return rc;
}
