/*
 * git sluis start ID: begins a dossier: the records that are not there yet, as a commit on the
 * evidence ref.
 */
#include <stdio.h>
#include <string.h>

#include "command/command.h"
#include "clone/draft.h"
#include "base/escape.h"
#include "git/history.h"

struct request {
	struct proposal_wish wish;
	struct draft draft;
};

static int read_options(const struct options *o, struct request *q)
{
	static const enum option_id written[] = { OPT_CRITERION, OPT_WINDOW_START, OPT_WINDOW_END,
		OPT_PERFORMER, OPT_ROLLBACK, OPT_COMMUNICATION };
	int n;

	*q = (struct request){ .wish = { .id = o->rest[0],
		                   .environment = o->value[OPT_ENVIRONMENT],
		                   .candidate = o->value[OPT_CANDIDATE] },
		.draft = { .window_start = o->value[OPT_WINDOW_START],
		    .window_end = o->value[OPT_WINDOW_END],
		    .performer = o->value[OPT_PERFORMER],
		    .rollback = o->value[OPT_ROLLBACK],
		    .communication = o->value[OPT_COMMUNICATION] } };
	n = options_all(o, OPT_CRITERION, q->draft.criteria, DRAFT_CRITERIA_MAX);
	q->draft.ncriteria = n > 0 ? (size_t)n : 0;
	for (size_t i = 0; i < o->n; i++)
		for (size_t k = 0; k < sizeof(written) / sizeof(written[0]); k++)
			if (o->list[i].id == written[k] && !draft_value_fits(o->list[i].value))
				return -1;
	return n >= 0 && o->nrest == 1 ? 0 : -1;
}

/* What is written: files of the dossier. */
struct writing {
	struct session *session;
	struct request *request;
	struct evidence_branch branch;
	struct proposal pr;
	struct draft_facts facts;
	struct contributors authors;
	bool complete; /* nothing was left empty */
	bool planned_by_others;
};

static void add_path(void *ctx, const char *path)
{
	struct writing *w = ctx;

	if (w->facts.npaths < DRAFT_PATHS_MAX)
		w->facts.paths[w->facts.npaths] = escape(&w->session->gate.arena, path);
	w->facts.npaths++;
}

static int find_facts(struct writing *w, struct error *e)
{
	struct gate *g = &w->session->gate;
	struct draft *d = &w->request->draft;
	const struct person *me = w->session->me;
	struct commit base;

	w->facts.pr = &w->pr;
	w->facts.authors = &w->authors;
	w->facts.now = g->now;
	if (commit_load(&g->arena, &g->repo, &w->pr.base, &base, e) < 0 ||
	    history_changed_paths(&g->arena, &g->repo, &base.tree, &w->pr.tree, add_path, w, e) < 0)
		return -1;
	contributors_gather(
	    &g->arena, &g->repo, &g->file.policy, &w->pr.candidate, &w->pr.base, 1, &w->authors);
	if (!w->authors.complete) {
		*e = w->authors.why;
		return -1;
	}
	if (d->performer == NULL && environment_may_push(w->pr.env, me, w->facts.now) &&
	    contributors_find(&w->authors, me) == NULL)
		d->performer = me->id;
	if (d->performer == NULL || policy_person_by_id(&g->file.policy, d->performer) != NULL)
		return 0;
	return error_set(
	    e, ERROR_ABSENT, "the policy has no person '%s'", escape(&g->arena, d->performer));
}

static int add_file(struct writing *w, const char *name, const char *text, struct error *e)
{
	if (text == NULL)
		return error_memory(e);
	return evidence_branch_add(&w->branch,
	    arena_printf(&w->session->arena, "%s/%s", w->request->wish.id, name), text,
	    strlen(text), e);
}

/* What is not there and is asked for. Plan and criteria that are there are left as they are. */
static int add_files(struct writing *w, struct error *e)
{
	struct arena *a = &w->session->gate.arena;
	const struct dossier *d = &w->pr.dossier;
	const struct draft *draft = &w->request->draft;
	unsigned asks = w->pr.env->require;

	w->complete = true;
	if ((asks & REQUIRE_ACCEPTANCE) != 0 && !d->has_criteria) {
		w->complete = draft->ncriteria > 0;
		if (add_file(w, "criteria.ini", draft_criteria(a, d->id, draft), e) < 0)
			return -1;
	}
	/* A plan is the word of somebody who may carry it out. */
	w->planned_by_others = (asks & REQUIRE_PLAN) != 0 &&
	    dossier_find(d, DOSSIER_PLAN) == NULL &&
	    !environment_may_push(w->pr.env, w->session->me, w->facts.now);
	if ((asks & REQUIRE_PLAN) == 0 || dossier_find(d, DOSSIER_PLAN) != NULL ||
	    w->planned_by_others)
		return 0;
	w->complete = w->complete && draft->window_start != NULL && draft->window_end != NULL &&
	    draft->performer != NULL && draft->rollback != NULL && draft->communication != NULL;
	return add_file(w, "plan.ini", draft_plan(a, &w->facts, draft), e);
}

/* 0, 1 or 2 as the gate; -1 with `e`. */
static int write_files(struct writing *w, struct error *e)
{
	struct evidence_branch *b = &w->branch;
	struct arena *a = &w->session->arena;
	const char *id = w->request->wish.id;
	int rc;

	if (add_files(w, e) < 0)
		return -1;
	if (w->planned_by_others)
		printf("The plan is begun by somebody who may push to %s: git sluis start %s\n",
		    w->pr.env->id, id);
	else if (b->n == 0)
		printf("%s: everything that is begun this way is there already\n", id);
	if (b->n == 0)
		return 0;
	if (evidence_branch_commit(b, arena_printf(a, "Start %s", id), e) < 0)
		return -1;
	rc = evidence_branch_send(b);
	for (size_t i = 0; rc == 0 && i < b->n; i++)
		printf("%s is in %s\n", b->files[i].path, escape(a, b->ref));
	if (rc == 0 && !w->complete)
		printf("What is empty in it is filled in by hand: fetch that branch, edit, commit "
		       "and push.\n");
	return rc;
}

static int start(struct session *se, void *request, struct error *e)
{
	struct request *q = request;
	struct writing w = { .session = se, .request = q };
	int rc;

	if (session_person(se, e) == NULL)
		return -1;
	if (se->gate.file.policy.evidence_ref == NULL) {
		error_set(e, ERROR_ABSENT,
		    "the policy names no evidence ref: a promotion needs no dossier here");
		return error_mend(e, "git sluis promote %s", q->wish.id);
	}
	q->wish.candidate = session_resolve(se, q->wish.candidate);
	if (proposal_make(&se->gate, &q->wish, &w.pr, e) < 0 || find_facts(&w, e) < 0)
		return -1;
	rc = evidence_branch_open(&w.branch, se, e);
	if (rc == 0)
		rc = write_files(&w, e);
	evidence_branch_close(&w.branch);
	return rc;
}

int command_start(const struct options *o)
{
	struct request q;

	if (read_options(o, &q) < 0)
		return command_usage(o);
	return command_in_session(o, q.wish.id, start, &q);
}
