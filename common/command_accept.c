#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "accepting.h"
#include "command.h"
#include "escape.h"
#include "evidence_branch.h"
#include "evidence_store.h"
#include "evidence_store.h"
#include "oid.h"
#include "promotion.h"
#include "safefile.h"

#define SYNOPSIS \
	"accept --promotion ID (--junit FILE | --tap FILE | --json FILE)... [--candidate COMMIT] " \
	"[--environment ENV] [--started TIME] [--finished TIME] [--remote NAME] [--push]"

struct request {
	const char *promotion, *environment, *candidate, *started, *finished, *remote;
	bool push;
	struct accepting_file files[ACCEPTING_FILES_MAX];
	size_t n;
};

/* An option that takes a file, for each form. */
static enum results_form
form_of_option(int c)
{
	return c == 'j' ? RESULTS_JUNIT :
	    c == 't'    ? RESULTS_TAP :
	    c == 'o'    ? RESULTS_JSON :
	                  RESULTS_NONE;
}

static int
read_options(int argc, char *argv[], struct request *q)
{
	static const struct option options[] = { { "promotion", required_argument, NULL, 'p' },
		{ "environment", required_argument, NULL, 'e' },
		{ "candidate", required_argument, NULL, 'c' },
		{ "started", required_argument, NULL, 's' },
		{ "finished", required_argument, NULL, 'f' },
		{ "remote", required_argument, NULL, 'm' },
		{ "junit", required_argument, NULL, 'j' }, { "tap", required_argument, NULL, 't' },
		{ "json", required_argument, NULL, 'o' }, { "push", no_argument, NULL, 'u' },
		{ NULL, 0, NULL, 0 } };
	const char **values[256] = { ['p'] = &q->promotion,
		['e'] = &q->environment,
		['c'] = &q->candidate,
		['s'] = &q->started,
		['f'] = &q->finished,
		['m'] = &q->remote };
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == '?' || (form_of_option(c) != RESULTS_NONE && q->n == ACCEPTING_FILES_MAX))
			return -1;
		if (c == 'u')
			q->push = true;
		else if (form_of_option(c) != RESULTS_NONE)
			q->files[q->n++] =
			    (struct accepting_file){ .form = form_of_option(c), .name = optarg };
		else
			*values[c] = optarg;
	}
	return optind == argc && q->promotion != NULL && q->n > 0 ? 0 : -1;
}

static int
doubtful(struct arena *a, const struct accepting_file *f, struct error *e)
{
	const struct ini_problem *first = &f->results.doubts.list[0];

	if (first->line == 0)
		return error_set(
		    e, ERROR_MALFORMED, "%s is doubtful: %s", escape(a, f->name), first->text);
	return error_set(e, ERROR_MALFORMED, "%s is doubtful: line %u: %s", escape(a, f->name),
	    first->line, first->text);
}

/* Reads a file, and keeps its bytes in the dossier under a name that they give it. */
static int
take_file(
    struct evidence_branch *b, const struct request *q, struct accepting_file *f, struct error *e)
{
	static const char *const ends[] = {
		[RESULTS_JUNIT] = "xml", [RESULTS_TAP] = "tap", [RESULTS_JSON] = "json"
	};
	unsigned char sum[DIGEST_SIZE];
	struct safefile bytes;
	char hex[DIGEST_HEX];
	struct error why = { 0 };

	if (safefile_read_any(b->arena, f->name, EVIDENCE_BYTES_MAX, &bytes, e) < 0)
		return -1;
	if (results_read(b->arena, f->form, bytes.bytes, bytes.len, &f->results, &why) < 0)
		return why.kind == ERROR_MEMORY ?
		    error_memory(e) :
		    error_set(e, why.kind, "%s: %s", escape(b->arena, f->name), why.text);
	if (f->results.doubts.n > 0)
		return doubtful(b->arena, f, e);
	if (digest_sha256(bytes.bytes, bytes.len, sum) < 0)
		return error_set(e, ERROR_UNREADABLE, "the digest of %s cannot be computed",
		    escape(b->arena, f->name));
	f->path = arena_printf(
	    b->arena, "%s/results/%.16s.%s", q->promotion, digest_hex(sum, hex), ends[f->form]);
	f->link = f->path != NULL ?
	    evidence_branch_link(b->arena, f->path, bytes.bytes, bytes.len) :
	    NULL;
	if (f->link == NULL)
		return error_memory(e);
	return evidence_branch_add(b, f->path, bytes.bytes, bytes.len, e);
}

/* The commit, which all files are about, and the tree that it has. */
static int
find_candidate(struct evidence_branch *b, struct accepting *acc, struct error *e)
{
	acc->candidate = evidence_branch_resolve(b->arena, acc->candidate, "commit", e);
	if (acc->candidate == NULL || accepting_agree_commit(acc, e) < 0)
		return -1;
	acc->tree = evidence_branch_resolve(b->arena, acc->candidate, "tree", e);
	return acc->tree != NULL ? 0 : -1;
}

static int
read_criteria(struct evidence_branch *b, struct accepting *acc, struct error *e)
{
	const char *path = arena_printf(b->arena, "%s/criteria.ini", acc->promotion), *bytes;
	struct ini_problems problems = { 0 };
	size_t len;

	if (path == NULL)
		return error_memory(e);
	if (evidence_branch_read(b, path, &bytes, &len, e) < 0)
		return error_mend(
		    e, "write the criteria down there and push them, before the test");
	acc->criteria_link = evidence_branch_link(b->arena, path, bytes, len);
	return record_read_criteria(b->arena, bytes, len, &acc->criteria, &problems, e);
}

static int
prepare(struct evidence_branch *b, struct request *q, struct accepting *acc, struct error *e)
{
	const struct environment *env;

	if (!promotion_id_valid(q->promotion))
		return error_set(e, ERROR_MALFORMED, "'%s' is no id of a promotion",
		    escape(b->arena, q->promotion));
	if (evidence_branch_open(b->arena, q->remote, b, e) < 0)
		return -1;
	for (size_t i = 0; i < q->n; i++)
		if (take_file(b, q, &q->files[i], e) < 0)
			return -1;
	env = evidence_branch_environment(b, q->environment, REQUIRE_ACCEPTANCE, e);
	if (env == NULL)
		return -1;
	*acc = (struct accepting){ .arena = b->arena,
		.promotion = q->promotion,
		.environment = env->from->id,
		.executed_by = b->me->id,
		.candidate = q->candidate,
		.files = q->files,
		.n = q->n };
	if (read_criteria(b, acc, e) < 0 || accepting_agree(acc, e) < 0 ||
	    find_candidate(b, acc, e) < 0 || accepting_times(acc, q->started, q->finished, e) < 0)
		return -1;
	return accepting_judge(acc, e);
}

static int
make(struct evidence_branch *b, const struct accepting *acc, const char **link, struct error *e)
{
	const char *path = arena_printf(b->arena, "%s/acceptance.ini", acc->promotion),
	           *record = accepting_record(acc, e);
	const char *message = arena_printf(b->arena, "Acceptance of %s", acc->promotion);

	if (path == NULL || record == NULL || message == NULL)
		return e->kind != ERROR_NONE ? -1 : error_memory(e);
	*link = evidence_branch_link(b->arena, path, record, strlen(record));
	if (evidence_branch_add(b, path, record, strlen(record), e) < 0)
		return -1;
	return evidence_branch_commit(b, message, e);
}

static int
accept_results(struct evidence_branch *b, struct request *q)
{
	struct error e = { 0 };
	struct accepting acc;
	const char *link = NULL;

	if (prepare(b, q, &acc, &e) < 0 || make(b, &acc, &link, &e) < 0)
		return command_fail(&e);
	accepting_show(&acc, stdout);
	printf("made %s on %s\n\nAcceptance-Result: %s\n\n", oid_short(b->arena, &b->made),
	    escape(b->arena, b->ref), link);
	return evidence_branch_push(b, q->push);
}

int
command_accept(int argc, char *argv[])
{
	struct request q = { .remote = "origin" };
	struct evidence_branch b = { .n = 0 };
	struct arena a;
	int rc;

	if (read_options(argc, argv, &q) < 0)
		return command_usage(SYNOPSIS);
	arena_init(&a, ARENA_RUN_CAP);
	b.arena = &a;
	rc = accept_results(&b, &q);
	evidence_branch_close(&b);
	arena_release(&a);
	return rc;
}
