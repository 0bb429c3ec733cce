#include "command/command.h"
#include "clone/comparison.h"
#include "clone/times.h"
#include "base/output.h"
#include "base/pattern.h"
#include "record/record.h"
#include "base/safefile.h"

struct run {
	const char *old, *new; /* commits */
	int64_t started, finished;
	struct comparison comparison;
};

/* The commit that is named, or what the remote's branch is. */
static const char *find_commit(struct evidence_branch *b, const char *rev, const char *option,
    const char *ref, struct error *e)
{
	struct arena *a = &b->session->arena;
	git_oid tip;

	if (rev != NULL)
		return evidence_branch_resolve(b, rev, "commit", e);
	if (pattern_exact(ref))
		return advice_tip(&b->session->gate, ref, &tip, e) == 0 ? oid_hex(a, &tip) : NULL;
	error_set(e, ERROR_ABSENT, "%s stands for more than one branch", escape(a, ref));
	error_mend(e, "say which version it was with %s COMMIT", option);
	return NULL;
}

static int compare(
    struct evidence_branch *b, const struct options *o, struct run *run, struct error *e)
{
	struct arena *a = &b->session->arena;
	const struct clone *c = &b->session->clone;
	const struct environment *env =
	    evidence_branch_environment(b, o->value[OPT_ENVIRONMENT], REQUIRE_PARALLEL_RUN, e);
	const char *old = clone_path(a, c, o->rest[0]), *new = clone_path(a, c, o->rest[1]);

	if (env == NULL || command_times(o, a, &run->started, &run->finished, e) < 0)
		return -1;
	run->old = find_commit(b, o->value[OPT_OLD], "--old", env->ref, e);
	run->new =
	    run->old != NULL ? find_commit(b, o->value[OPT_NEW], "--new", env->from->ref, e) : NULL;
	if (run->new == NULL)
		return -1;
	return old != NULL && new != NULL ? comparison_make(a, old, new, &run->comparison, e) :
	                                    error_memory(e);
}

static void show(const struct run *run)
{
	const struct comparison *c = &run->comparison;

	for (size_t i = 0; i < c->n; i++) {
		const struct comparison_difference *d = &c->differences[i];

		printf("D-%zu  %s %s\n", i + 1, d->path, d->what);
		if (d->old != NULL)
			printf(say("       old: %s\n       new: %s\n"), d->old, d->new);
	}
	printf(say("%zu compared: %zu identical, %zu different, %zu missing on one side\n"),
	    c->compared, c->identical, c->n - c->missing, c->missing);
}

/* A path for a line of the record: short, and without what starts a comment there. */
static void print_path(const char *path, FILE *out)
{
	const size_t shown = 100, n = strlen(path);

	for (size_t i = 0; i < n && i < shown; i++)
		fprintf(out, path[i] == ';' ? "\\x3b" : "%c", path[i]);
	fputs(n > shown ? "..." : "", out);
}

/* The person who explains a difference fills in the two empty lines. */
static void print_record(const char *promotion, const struct run *run, FILE *out)
{
	const struct comparison *c = &run->comparison;
	char started[WHEN_MAX], finished[WHEN_MAX];

	fprintf(out,
	    "[parallel-run]\npromotion = %s\nold = %s\nnew = %s\nstarted = %s\nfinished = "
	    "%s\ncompared = %zu\n"
	    "identical = %zu\n",
	    promotion, run->old, run->new, when_format(run->started, started),
	    when_format(run->finished, finished), c->compared, c->identical);
	for (size_t i = 0; i < c->n; i++) {
		fprintf(out, "\n[difference \"D-%zu\"]\ndescription = ", i + 1);
		print_path(c->differences[i].path, out);
		fprintf(out, " %s\naccepted-by =\nreason =\n", c->differences[i].what);
	}
}

static const char *record_text(struct session *se, const char *promotion, const struct run *run)
{
	struct output out;

	if (output_start(&out) == 0)
		print_record(promotion, run, out.file);
	return output_keep(&out, &se->arena);
}

/* To be explained first. */
static int write_draft(
    struct session *se, const struct options *o, const struct run *run, struct error *e)
{
	const char *name = options_have(o, OPT_OUTPUT) ? o->value[OPT_OUTPUT] : "parallel-run.ini";
	const char *promotion = o->value[OPT_PROMOTION];
	const char *path = clone_path(&se->arena, &se->clone, name);
	const char *text = record_text(se, promotion, run);

	name = escape(&se->arena, name);
	if (text == NULL)
		return error_memory(e);
	if (output_file(&se->arena, path, O_EXCL, text, strlen(text), e) < 0)
		return -1;
	printf(
	    say("\nwrote %s: somebody who signs off fills in 'accepted-by' and 'reason' of each\n"
	        "difference; then: git sluis compare --promotion %s --record %s --push\n"),
	    name, promotion, name);
	return 0;
}

/* Against what the server saw. */
static int hold_times(struct evidence_branch *b, const struct options *o,
    const struct parallel_run *run, struct error *e)
{
	const struct record_times t = { evidence_branch_environment(
		                            b, o->value[OPT_ENVIRONMENT], REQUIRE_PARALLEL_RUN, e),
		run->new, run->old, run->started, run->finished };

	return t.env != NULL ? times_check(b->session, &t, e) : -1;
}

/* Into the evidence, if the gate would read it. Returns the exit code. */
static int bring_in(struct evidence_branch *b, const struct options *o, const char *bytes,
    size_t len, struct error *e)
{
	struct arena *a = &b->session->arena;
	const char *promotion = o->value[OPT_PROMOTION];
	const char *path = arena_printf(a, "%s/parallel-run.ini", promotion), *link;
	struct ini_problems problems;
	struct parallel_run check;

	if (path == NULL || (link = evidence_branch_link(a, path, bytes, len)) == NULL)
		return error_memory(e);
	if (record_read_parallel_run(a, bytes, len, &check, &problems, e) < 0) {
		for (size_t i = 0; i < problems.n; i++)
			fprintf(stderr, say("line %u: %s\n"), problems.list[i].line,
			    problems.list[i].text);
		return -1;
	}
	if (strcmp(check.promotion, promotion) != 0)
		return error_set(e, ERROR_MALFORMED, "the record is of promotion %s",
		    escape(a, check.promotion));
	if (hold_times(b, o, &check, e) < 0 || evidence_branch_add(b, path, bytes, len, e) < 0 ||
	    evidence_branch_commit(b, arena_printf(a, "Parallel run of %s", promotion), e) < 0 ||
	    evidence_branch_keep(b, e) < 0)
		return -1;
	return command_offer(b, options_have(o, OPT_PUSH), "Parallel-Run", link);
}

static int bring_in_file(struct evidence_branch *b, const struct options *o, struct error *e)
{
	struct session *se = b->session;
	const char *path = clone_path(&se->arena, &se->clone, o->value[OPT_RECORD]);
	struct safefile file;

	if (path == NULL)
		return error_memory(e);
	return safefile_read_any(&se->arena, path, INI_BYTES_MAX, &file, e) < 0 ?
	    -1 :
	    bring_in(b, o, file.bytes, file.len, e);
}

static int bring_in_run(
    struct evidence_branch *b, const struct options *o, const struct run *run, struct error *e)
{
	const char *text = record_text(b->session, o->value[OPT_PROMOTION], run);

	return text != NULL ? bring_in(b, o, text, strlen(text), e) : error_memory(e);
}

static int work(struct evidence_branch *b, const struct options *o, struct error *e)
{
	struct run run = { .old = NULL };
	struct parallel_run times;

	if (options_have(o, OPT_RECORD))
		return bring_in_file(b, o, e);
	if (compare(b, o, &run, e) < 0)
		return -1;
	printf(say("old %.7s, new %.7s\n"), run.old, run.new);
	show(&run);
	if (run.comparison.n == 0)
		return bring_in_run(b, o, &run, e);
	times = (struct parallel_run){
		.old = run.old, .new = run.new, .started = run.started, .finished = run.finished
	};
	return hold_times(b, o, &times, e) < 0 ? -1 : write_draft(b->session, o, &run, e);
}

static int compare_or_record(struct session *se, void *options, struct error *e)
{
	struct evidence_branch b;
	int rc = evidence_branch_continue(&b, se, e);

	if (rc == 0)
		rc = work(&b, options, e);
	evidence_branch_close(&b);
	return rc;
}

int command_compare(const struct options *o)
{
	struct options mine = *o;
	bool record = options_have(o, OPT_RECORD);

	if (!options_have(o, OPT_PROMOTION) || o->nrest != (record ? 0 : 2) ||
	    record == options_have(o, OPT_STARTED) ||
	    (record && (options_have(o, OPT_OLD) || options_have(o, OPT_NEW))))
		return command_usage(o);
	return command_in_session(o, o->value[OPT_PROMOTION], compare_or_record, &mine);
}
