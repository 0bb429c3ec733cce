#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "command.h"
#include "escape.h"
#include "report.h"
#include "say.h"
#include "when.h"

#define SYNOPSIS \
	"report [--from TIME] [--to TIME] [--promotion ID] [--environment ENV]\n" \
	"       [--sample N [--seed SEED]] [--format text|csv|json|html] [--language en|nl]\n" \
	"       [--repos DIR...]"
#define REPORT_CAP ((size_t)2 << 30)
#define SEED_MAX 64

struct request {
	struct report report;
	report_form *form;
	bool many; /* --repos */
};

static int
set_form(struct request *q, const char *word)
{
	static const struct {
		const char *word;
		report_form *form;
	} forms[] = { { "text", report_text }, { "csv", report_csv }, { "json", report_json },
		{ "html", report_html } };

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (strcmp(forms[i].word, word) == 0) {
			q->form = forms[i].form;
			return 0;
		}
	return -1;
}

/* What is hashed is what people type again. */
static int
set_seed(struct report_query *q, const char *seed)
{
	size_t n = strlen(seed);

	q->seed = seed;
	return n > 0 && n <= SEED_MAX &&
	        strspn(seed, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") ==
	            n ?
	    0 :
	    -1;
}

static int
set_sample(struct report_query *q, const char *text)
{
	char *end;

	q->sample = (size_t)strtoul(text, &end, 10);
	return *text >= '0' && *text <= '9' && *end == '\0' && q->sample > 0 ? 0 : -1;
}

static int
set_language(struct report_query *q, const char *word)
{
	return say_read(word, &q->language);
}

static int
set_option(struct request *q, int c, const char *value)
{
	struct report_query *rq = &q->report.query;

	switch (c) {
	case 'f':
		return when_parse_bound(value, false, &rq->from);
	case 't':
		return when_parse_bound(value, true, &rq->to);
	case 'p':
		rq->promotion = escape(q->report.arena, value);
		return 0;
	case 'e':
		rq->environment = escape(q->report.arena, value);
		return 0;
	case 's':
		return set_sample(rq, value);
	case 'S':
		return set_seed(rq, value);
	case 'F':
		return set_form(q, value);
	case 'l':
		return set_language(rq, value);
	default:
		q->many = true;
		return 0;
	}
}

static int
read_options(struct request *q, int argc, char *argv[])
{
	static const struct option options[] = { { "from", required_argument, NULL, 'f' },
		{ "to", required_argument, NULL, 't' },
		{ "promotion", required_argument, NULL, 'p' },
		{ "environment", required_argument, NULL, 'e' },
		{ "sample", required_argument, NULL, 's' },
		{ "seed", required_argument, NULL, 'S' },
		{ "format", required_argument, NULL, 'F' },
		{ "language", required_argument, NULL, 'l' }, { "repos", no_argument, NULL, 'r' },
		{ NULL, 0, NULL, 0 } };
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1)
		if (c == '?' || set_option(q, c, optarg) < 0) {
			if (c != '?')
				fprintf(stderr, "sluis: '%s' is no value of that option\n",
				    escape(q->report.arena, optarg));
			return -1;
		}
	return q->many == (optind < argc) ? 0 : -1;
}

/* "project" of "/srv/git/project.git/" and of "/srv/project/.git/". */
static const char *
name_of(struct arena *a, const char *dir)
{
	static const char *const ends[] = { "/", "/.git", ".git" };
	size_t len = strlen(dir), start;

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t n = strlen(ends[i]);

		if (len > n && strncmp(dir + len - n, ends[i], n) == 0)
			len -= n;
	}
	for (start = len; start > 0 && dir[start - 1] != '/'; start--)
		;
	return arena_strndup(a, dir + start, len - start);
}

/* A repository that cannot be opened is told in the report. */
static int
add_repo(struct report *r, struct report_repo *repo, const char *path, bool named, struct error *e)
{
	repo->name = path;
	if (repo_open_path(r->arena, path, &repo->repo, &repo->why) < 0)
		return repo->why.kind == ERROR_MEMORY ? error_memory(e) : 0;
	if (!named)
		repo->name = name_of(r->arena, repo->repo.dir);
	return repo->name != NULL ? report_gather(r, repo, e) : error_memory(e);
}

static int
gather(struct request *q, char *const *paths, size_t n, struct error *e)
{
	struct report *r = &q->report;

	r->repos = arena_array(r->arena, n, sizeof(*r->repos));
	if (r->repos == NULL)
		return error_memory(e);
	r->nrepos = n;
	for (size_t i = 0; i < n; i++)
		if (add_repo(r, &r->repos[i], paths[i], q->many, e) < 0)
			return -1;
	if (!q->many && r->repos[0].why.kind != ERROR_NONE && r->repos[0].entries == 0) {
		*e = r->repos[0].why;
		return -1;
	}
	if (r->query.sample > 0 && r->query.seed == NULL)
		r->query.seed = report_sample_seed(r->arena);
	if (r->query.sample > 0 && r->query.seed == NULL)
		return error_set(e, ERROR_UNREADABLE, "the system gives no random seed");
	return report_order(r, e);
}

/* What could not be read makes the answer an undecided one, whatever was printed. */
static int
run(struct request *q, char *const *paths, size_t n)
{
	struct report *r = &q->report;
	struct error e = { 0 };
	int rc = gather(q, paths, n, &e);

	if (rc == 0)
		rc = q->form(r, stdout, &e);
	if (rc == 0 && r->arena->exhausted)
		rc = error_memory(&e);
	fflush(stdout);
	for (size_t i = 0; i < r->nrepos; i++) {
		if (rc == 0 && r->repos[i].why.kind != ERROR_NONE)
			fprintf(stderr, "sluis: %s: %s\n", escape(r->arena, r->repos[i].name),
			    r->repos[i].why.text);
		repo_close(&r->repos[i].repo);
	}
	if (rc < 0)
		return command_fail(&e);
	return report_whole(r) ? 0 : 2;
}

int
command_report(int argc, char *argv[])
{
	struct request q = { .form = report_text };
	char here[] = ".", *paths[] = { here };
	struct arena a;
	int rc;

	repo_read_once();
	arena_init(&a, REPORT_CAP);
	q.report.arena = &a;
	q.report.query =
	    (struct report_query){ .from = INT64_MIN, .to = INT64_MAX, .now = (int64_t)time(NULL) };
	if (read_options(&q, argc, argv) < 0)
		rc = command_usage(SYNOPSIS);
	else
		rc = run(&q, q.many ? argv + optind : paths, q.many ? (size_t)(argc - optind) : 1);
	arena_release(&a);
	return ferror(stdout) ? 2 : rc;
}
