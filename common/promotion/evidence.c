#include "promotion/evidence.h"

#include "promotion/evidence_sftp.h"

static int follow_sftp(struct evidence_sources *from, const struct link *link, struct exhibit *x,
    struct exhibit_bytes *b)
{
	struct arena *a = from->git.arena;

	if (evidence_sftp(from->servers, link, x) < 0)
		return -1;
	if (b == NULL || exhibit_bytes_load(from->git.repo, &x->blob, b) == 0)
		return 0;
	x->intact.is = FACT_UNKNOWN;
	return repo_error(a, GIT_ERROR, &x->intact.why, "%s cannot be read", x->place);
}

/* A file of the evidence ref. Without `link`, its digest is that of what is found. */
static int follow_git(struct evidence_sources *from, const struct link *link, const char *path,
    struct exhibit *x, struct exhibit_bytes *b)
{
	struct evidence_store *st = &from->git;
	struct error *why = &x->intact.why;

	x->place = escape(st->arena, path);
	if (evidence_store_read(st, path, b, why) < 0)
		return exhibit_fails(&x->intact);
	if (link != NULL && exhibit_check(x, b->p, b->len, escape(st->arena, st->ref), why) < 0)
		return exhibit_fails(&x->intact);
	if (link == NULL && digest_sha256(b->p, b->len, x->sha256) < 0)
		return error_set(
		    why, ERROR_UNREADABLE, "the digest of %s cannot be computed", x->place);
	x->path = path;
	git_oid_cpy(&x->blob, git_blob_id(b->blob));
	x->intact.is = FACT_YES;
	return 0;
}

/* Finds what a link names, puts it into `b` (may be NULL) and says in `x` whether it is what was
 * linked. 0 when it is, else -1. */
static int follow(struct evidence_sources *from, const struct link *link, struct exhibit *x,
    struct exhibit_bytes *b)
{
	struct exhibit_bytes own = { 0 };
	int ret;

	memcpy(x->sha256, link->sha256, DIGEST_SIZE);
	if (link->kind == LINK_SFTP)
		return follow_sftp(from, link, x, b);
	ret = follow_git(from, link, link->path, x, b != NULL ? b : &own);
	exhibit_bytes_free(&own);
	return ret;
}

/* Reads the link and what it names; `b` holds the bytes when it is intact. */
static int read_record(
    struct evidence_sources *from, const char *text, struct recorded *rec, struct exhibit_bytes *b)
{
	if (link_read(from->git.arena, text, &rec->where, &rec->link) < 0 ||
	    follow(from, &rec->where, &rec->record, b) < 0)
		return -1;
	rec->brought.path = rec->record.path;
	rec->brought.blob = rec->record.blob;
	return 0;
}

static void gather_plan(struct evidence_sources *from, const char *text, struct plan_evidence *ev)
{
	struct exhibit_bytes b = { 0 };

	if (read_record(from, text, &ev->rec, &b) == 0)
		ev->rec.readable = record_read_plan(from->git.arena, b.p, b.len, &ev->plan,
		                       &ev->rec.problems, &ev->rec.malformed) == 0;
	exhibit_bytes_free(&b);
}

static void gather_parallel(
    struct evidence_sources *from, const char *text, struct parallel_evidence *ev)
{
	struct exhibit_bytes b = { 0 };

	if (read_record(from, text, &ev->rec, &b) == 0)
		ev->rec.readable = record_read_parallel_run(from->git.arena, b.p, b.len, &ev->run,
		                       &ev->rec.problems, &ev->rec.malformed) == 0;
	exhibit_bytes_free(&b);
}

static int gather_logs(struct evidence_sources *from, struct acceptance_evidence *ev)
{
	const struct acceptance *acc = &ev->acceptance;

	ev->logs = arena_array(from->git.arena, acc->nresults + 1, sizeof(*ev->logs));
	if (ev->logs == NULL)
		return error_memory(&ev->rec.malformed);
	for (size_t i = 0; i < acc->nresults; i++) {
		struct exhibit_bytes b = { 0 };

		if (acc->results[i].has_log &&
		    follow(from, &acc->results[i].log, &ev->logs[i], &b) == 0)
			ev->logs[i].blank = exhibit_bytes_blank(&b);
		exhibit_bytes_free(&b);
	}
	return 0;
}

static int read_criteria(
    struct evidence_sources *from, const struct exhibit_bytes *b, struct acceptance_evidence *ev)
{
	ev->criteria_brought.path = ev->criteria.path;
	ev->criteria_brought.blob = ev->criteria.blob;
	return record_read_criteria(
	    from->git.arena, b->p, b->len, &ev->wanted, &ev->rec.problems, &ev->rec.malformed);
}

/* The bytes of the criteria. 0, or -1 with what is wrong in `ev`. */
static int find_criteria(
    struct evidence_sources *from, struct acceptance_evidence *ev, struct exhibit_bytes *b)
{
	struct link link;
	const char *path;

	if (ev->tests->criteria != NULL)
		return link_read(from->git.arena, ev->tests->criteria, &link, &ev->rec.malformed) <
		        0 ?
		    -1 :
		    follow(from, &link, &ev->criteria, b);
	if (from->promotion == NULL)
		return -1; /* acceptance-linked refuses */
	path = arena_printf(from->git.arena, "%s/criteria.ini", from->promotion);
	if (path == NULL)
		return error_memory(&ev->criteria.intact.why);
	return follow_git(from, NULL, path, &ev->criteria, b);
}

static void gather_results(struct evidence_sources *from, enum results_form form,
    const struct exhibit_bytes *b, struct acceptance_evidence *ev)
{
	struct arena *a = from->git.arena;
	struct results *tests = arena_alloc(a, sizeof(*tests));
	struct exhibit_bytes criteria = { 0 };

	if (tests == NULL)
		error_memory(&ev->rec.malformed);
	else if (results_read(a, form, b->p, b->len, tests, &ev->rec.malformed) == 0)
		ev->tests = tests;
	if (ev->tests != NULL && find_criteria(from, ev, &criteria) == 0 &&
	    read_criteria(from, &criteria, ev) == 0) {
		if (results_as_acceptance(
		        a, ev->tests, &ev->wanted, from->zone, &ev->tallies, &ev->acceptance) < 0)
			error_memory(&ev->rec.malformed);
		else
			ev->rec.readable = true;
	}
	exhibit_bytes_free(&criteria);
}

static void gather_criteria(struct evidence_sources *from, struct acceptance_evidence *ev)
{
	struct exhibit_bytes b = { 0 };

	if (follow(from, &ev->acceptance.criteria, &ev->criteria, &b) == 0)
		ev->rec.readable = read_criteria(from, &b, ev) == 0;
	exhibit_bytes_free(&b);
}

/* Reads the record and the criteria it names; stops at the first that is not intact or not well
 * formed. */
static void gather_acceptance(
    struct evidence_sources *from, const char *text, struct acceptance_evidence *ev)
{
	struct exhibit_bytes b = { 0 };
	bool there = read_record(from, text, &ev->rec, &b) == 0;
	enum results_form form = there ? results_form_of(ev->rec.where.path) : RESULTS_NONE;

	if (form != RESULTS_NONE)
		gather_results(from, form, &b, ev);
	else if (there &&
	    record_read_acceptance(from->git.arena, b.p, b.len, &ev->acceptance, &ev->rec.problems,
	        &ev->rec.malformed) == 0 &&
	    gather_logs(from, ev) == 0)
		gather_criteria(from, ev);
	exhibit_bytes_free(&b);
}

/* Room for one piece of evidence for each trailer of that key, none when it is not asked for. NULL
 * when there are too many, or without memory. */
static void *room_for(struct evidence_sources *from, const struct trailers *ts, bool asked,
    const char *key, size_t size, size_t *n, struct error *e)
{
	void *list;

	*n = asked ? trailer_count(ts, key) : 0;
	if (*n > EVIDENCE_LINKS_MAX) {
		error_set(
		    e, ERROR_MALFORMED, "it has more than %d trailers %s", EVIDENCE_LINKS_MAX, key);
		return NULL;
	}
	list = arena_array(from->git.arena, *n + 1, size);
	if (list == NULL)
		error_memory(e);
	return list;
}

void evidence_gather(struct evidence_sources *from, const struct trailers *ts, unsigned require,
    struct evidence *out)
{
	bool plan = (require & REQUIRE_PLAN) != 0, test = (require & REQUIRE_ACCEPTANCE) != 0;
	bool run = (require & REQUIRE_PARALLEL_RUN) != 0;

	memset(out, 0, sizeof(*out));
	out->plans = room_for(
	    from, ts, plan, "Implementation-Plan", sizeof(*out->plans), &out->nplans, &out->why);
	out->acceptance = room_for(
	    from, ts, test, "Acceptance-Result", sizeof(*out->acceptance), &out->n, &out->why);
	out->parallel = room_for(
	    from, ts, run, "Parallel-Run", sizeof(*out->parallel), &out->nparallel, &out->why);
	if (out->why.kind != ERROR_NONE) {
		out->n = out->nplans = out->nparallel = 0;
		return;
	}
	for (size_t i = 0; i < out->nplans; i++)
		gather_plan(
		    from, trailer_find(ts, "Implementation-Plan", i)->value, &out->plans[i]);
	for (size_t i = 0; i < out->n; i++)
		gather_acceptance(
		    from, trailer_find(ts, "Acceptance-Result", i)->value, &out->acceptance[i]);
	for (size_t i = 0; i < out->nparallel; i++)
		gather_parallel(
		    from, trailer_find(ts, "Parallel-Run", i)->value, &out->parallel[i]);
}
