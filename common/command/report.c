#include "command/command.h"
#include "report/export.h"
#include "report/report.h"

#define REPORT_CAP ((size_t)2 << 30)
#define SEED_MAX 64

struct request {
	struct report report;
	report_form *form;
	const char *export; /* a folder; NULL: the form is printed */
	bool many; /* --repos */
};

static report_form *form_named(const char *word)
{
	static const struct {
		const char *word;
		report_form *form;
	} forms[] = { { "csv", report_csv }, { "json", report_json }, { "html", report_html } };

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (strcmp(forms[i].word, word) == 0)
			return forms[i].form;
	return report_text;
}

/* What is hashed is what people type again. */
static int set_seed(struct report_query *q, const char *seed)
{
	size_t n = strlen(seed);

	q->seed = seed;
	return n > 0 && n <= SEED_MAX &&
	        strspn(seed, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") ==
	            n ?
	    0 :
	    -1;
}

static int set_sample(struct report_query *q, const char *text)
{
	char *end;

	q->sample = (size_t)strtoul(text, &end, 10);
	return *text >= '0' && *text <= '9' && *end == '\0' && q->sample > 0 ? 0 : -1;
}

static int set_option(struct request *q, enum option_id id, const char *value)
{
	struct report_query *rq = &q->report.query;

	switch (id) {
	case OPT_FROM:
		return when_parse_bound(value, false, &rq->from);
	case OPT_TO:
		return when_parse_bound(value, true, &rq->to);
	case OPT_PROMOTION:
		rq->promotion = escape(q->report.arena, value);
		return 0;
	case OPT_ENVIRONMENT:
		rq->environment = escape(q->report.arena, value);
		return 0;
	case OPT_ALL_ENVIRONMENTS:
		rq->all_environments = true;
		return 0;
	case OPT_SAMPLE:
		return set_sample(rq, value);
	case OPT_SEED:
		return set_seed(rq, value);
	case OPT_FORMAT:
		q->form = form_named(value);
		return 0;
	case OPT_AGAINST:
		rq->against = value;
		return 0;
	case OPT_SIGNERS:
		rq->signers = value;
		return 0;
	case OPT_EXPORT:
		q->export = value;
		return 0;
	case OPT_LANGUAGE:
		return 0;
	default: /* --repos */
		q->many = true;
		return 0;
	}
}

static int read_options(struct request *q, const struct options *o)
{
	command_language(o);
	for (size_t i = 0; i < o->n; i++)
		if (set_option(q, o->list[i].id, o->list[i].value) < 0)
			return command_no_value(o, o->list[i].value);
	return q->many == (o->nrest > 0) && !(q->many && options_have(o, OPT_AGAINST)) &&
	        !(options_have(o, OPT_EXPORT) && options_have(o, OPT_FORMAT)) &&
	        !(q->report.query.all_environments && q->report.query.environment != NULL) &&
	        q->report.query.from <= q->report.query.to ?
	    0 :
	    -1;
}

/* "project" of "/srv/git/project.git/" and of "/srv/project/.git/". */
static const char *name_of(struct arena *a, const char *dir)
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
static int add_repo(
    struct report *r, struct report_repo *repo, const char *path, bool named, struct error *e)
{
	repo->name = path;
	if (repo_open_path(r->arena, path, &repo->repo, &repo->why) < 0)
		return repo->why.kind == ERROR_MEMORY ? error_memory(e) : 0;
	if (!named)
		repo->name = name_of(r->arena, repo->repo.dir);
	return repo->name != NULL ? report_gather(r, repo, e) : error_memory(e);
}

static int gather(struct request *q, char *const *paths, size_t n, struct error *e)
{
	struct report *r = &q->report;

	r->repos = arena_array(r->arena, n, sizeof(*r->repos));
	if (r->repos == NULL)
		return error_memory(e);
	r->nrepos = n;
	for (size_t i = 0; i < n; i++)
		if (add_repo(r, &r->repos[i], paths[i], q->many, e) < 0)
			return -1;
	if (!q->many && r->repos[0].why.kind != ERROR_NONE && r->repos[0].entries == 0)
		return error_copy(e, &r->repos[0].why);
	if (r->query.sample > 0 && r->query.seed == NULL)
		r->query.seed = report_sample_seed(r->arena);
	if (r->query.sample > 0 && r->query.seed == NULL)
		return error_set(e, ERROR_UNREADABLE, "the system gives no random seed");
	return report_order(r, e);
}

/* What could not be read makes the answer an undecided one, whatever was printed. */
static int run(struct request *q, char *const *paths, size_t n)
{
	struct report *r = &q->report;
	struct error e = { 0 };
	int rc;

	rc = gather(q, paths, n, &e);
	if (rc == 0)
		rc = q->export != NULL ? report_export(r, q->export, stdout, &e) :
		                         q->form(r, stdout, &e);
	if (rc == 0 && r->arena->exhausted)
		rc = error_memory(&e);
	fflush(stdout);
	for (size_t i = 0; i < r->nrepos; i++) {
		if (rc == 0 && r->repos[i].why.kind != ERROR_NONE)
			fprintf(stderr, "sluis: %s: %s\n", escape(r->arena, r->repos[i].name),
			    r->repos[i].why.text);
		past_release(&r->repos[i].past);
		repo_close(&r->repos[i].repo);
	}
	if (rc < 0)
		return command_fail(&e);
	return report_whole(r) ? 0 : report_readable(r) ? 1 : 2;
}

int command_report(const struct options *o)
{
	struct request q = { .form = report_text };
	char here[] = ".", *paths[] = { here };

	o->arena->cap = REPORT_CAP;
	q.report.arena = o->arena;
	q.report.query = (struct report_query){ .from = INT64_MIN, .to = INT64_MAX, .now = o->now };
	if (read_options(&q, o) < 0)
		return command_usage(o);
	return run(&q, q.many ? o->rest : paths, q.many ? o->nrest : 1);
}
