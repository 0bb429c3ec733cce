/*
 * git sluis start ID: begins a dossier: the records that are not there yet, as a commit on the
 * evidence ref.
 */
#include <getopt.h>
#include <git2.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "command.h"
#include "draft.h"
#include "errand.h"
#include "escape.h"
#include "history.h"
#include "oid.h"
#include "promotion.h"
#include "standing.h"

#define SYNOPSIS \
	"start ID [--criterion TEXT...] [--window-start TIME] [--window-end TIME] [--performer " \
	"PERSON]\n" \
	"       [--rollback TEXT] [--communication TEXT] [--environment ENV] [--candidate " \
	"COMMIT] [--remote NAME]"

struct request {
	struct proposal_wish wish;
	struct draft draft;
	const char *remote;
};

static int
take_value(const char **where, const char *value)
{
	if (!draft_value_fits(value))
		return -1;
	*where = value;
	return 0;
}

static int
take_option(int c, struct request *q)
{
	const char **plain[256] = {
		['e'] = &q->wish.environment, ['c'] = &q->wish.candidate, ['m'] = &q->remote
	};
	const char **values[256] = { ['s'] = &q->draft.window_start,
		['n'] = &q->draft.window_end,
		['p'] = &q->draft.performer,
		['b'] = &q->draft.rollback,
		['t'] = &q->draft.communication };

	if (c == '?' || (c == 'r' && q->draft.ncriteria == DRAFT_CRITERIA_MAX))
		return -1;
	if (c == 'r')
		return take_value(&q->draft.criteria[q->draft.ncriteria++], optarg);
	if (values[c] != NULL)
		return take_value(values[c], optarg);
	*plain[c] = optarg;
	return 0;
}

static int
read_options(int argc, char *argv[], struct request *q)
{
	static const struct option options[] = { { "criterion", required_argument, NULL, 'r' },
		{ "window-start", required_argument, NULL, 's' },
		{ "window-end", required_argument, NULL, 'n' },
		{ "performer", required_argument, NULL, 'p' },
		{ "rollback", required_argument, NULL, 'b' },
		{ "communication", required_argument, NULL, 't' },
		{ "environment", required_argument, NULL, 'e' },
		{ "candidate", required_argument, NULL, 'c' },
		{ "remote", required_argument, NULL, 'm' }, { NULL, 0, NULL, 0 } };
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1)
		if (take_option(c, q) < 0)
			return -1;
	q->wish.id = argv[optind];
	return argc - optind == 1 ? 0 : -1;
}

/* What is written: files of the dossier, and the objects that they become. */
struct writing {
	struct errand *errand;
	struct request *request;
	struct proposal pr;
	struct draft_facts facts;
	struct contributors authors;
	git_tree_update files[2];
	const char *names[2];
	size_t n;
	bool complete; /* nothing was left empty */
	bool planned_by_others;
};

static void
add_path(void *ctx, const char *path)
{
	struct writing *w = ctx;

	if (w->facts.npaths < DRAFT_PATHS_MAX)
		w->facts.paths[w->facts.npaths] = escape(&w->errand->gate.arena, path);
	w->facts.npaths++;
}

static int
find_facts(struct writing *w, struct error *e)
{
	struct gate *g = &w->errand->gate;
	struct draft *d = &w->request->draft;
	const struct person *me = w->errand->me;
	struct commit base;

	w->facts.pr = &w->pr;
	w->facts.authors = &w->authors;
	w->facts.now = (int64_t)time(NULL);
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

static int
add_file(struct writing *w, const struct repo *store, const char *name, const char *text,
    struct error *e)
{
	struct arena *a = &w->errand->gate.arena;
	git_tree_update *f = &w->files[w->n];

	f->action = GIT_TREE_UPDATE_UPSERT;
	f->filemode = GIT_FILEMODE_BLOB;
	f->path = arena_printf(a, "%s/%s", w->request->wish.id, name);
	if (text == NULL || f->path == NULL)
		return error_memory(e);
	if (git_blob_create_from_buffer(&f->id, store->git, text, strlen(text)) < 0)
		return repo_error(a, GIT_ERROR, e, "a record cannot be written");
	w->names[w->n++] = name;
	return 0;
}

/* What is not there and is asked for. Plan and criteria that are there are left as they are. */
static int
add_files(struct writing *w, const struct repo *store, struct error *e)
{
	struct arena *a = &w->errand->gate.arena;
	const struct dossier *d = &w->pr.dossier;
	const struct draft *draft = &w->request->draft;
	unsigned asks = w->pr.env->require;

	w->complete = true;
	if ((asks & REQUIRE_ACCEPTANCE) != 0 && !d->has_criteria) {
		w->complete = draft->ncriteria > 0;
		if (add_file(w, store, "criteria.ini", draft_criteria(a, d->id, draft), e) < 0)
			return -1;
	}
	/* A plan is the word of somebody who may carry it out. */
	w->planned_by_others = (asks & REQUIRE_PLAN) != 0 &&
	    dossier_find(d, DOSSIER_PLAN) == NULL &&
	    !environment_may_push(w->pr.env, w->errand->me, w->facts.now);
	if ((asks & REQUIRE_PLAN) == 0 || dossier_find(d, DOSSIER_PLAN) != NULL ||
	    w->planned_by_others)
		return 0;
	w->complete = w->complete && draft->window_start != NULL && draft->window_end != NULL &&
	    draft->performer != NULL && draft->rollback != NULL && draft->communication != NULL;
	return add_file(w, store, "plan.ini", draft_plan(a, &w->facts, draft), e);
}

static int
make_tree(struct writing *w, const struct repo *store, git_oid *out, struct error *e)
{
	struct arena *a = &w->errand->gate.arena;
	git_commit *tip = NULL;
	git_tree *before = NULL;
	int rc = 0;

	if (w->pr.dossier.evidence)
		rc = git_commit_lookup(&tip, store->git, &w->pr.dossier.tip);
	if (rc == 0 && tip != NULL)
		rc = git_commit_tree(&before, tip);
	if (rc == 0)
		rc = git_tree_create_updated(out, store->git, before, w->n, w->files);
	git_tree_free(before);
	git_commit_free(tip);
	return rc == 0 ? 0 : repo_error(a, GIT_ERROR, e, "the dossier cannot be written");
}

/* 0, 1 or 2 as the gate; -1 with `e`. */
static int
write_files(struct writing *w, const struct repo *store, struct error *e)
{
	struct errand *er = w->errand;
	const char *ref = er->gate.file.policy.evidence_ref;
	const char *message = arena_printf(&er->arena, "Start %s", w->request->wish.id);
	git_oid tree, commit;
	int rc;

	if (message == NULL || add_files(w, store, e) < 0)
		return message == NULL ? error_memory(e) : -1;
	if (w->planned_by_others)
		printf("The plan is begun by somebody who may push to %s: git sluis start %s\n",
		    w->pr.env->id, w->request->wish.id);
	else if (w->n == 0)
		printf("%s: everything that is begun this way is there already\n",
		    w->request->wish.id);
	if (w->n == 0)
		return 0;
	if (make_tree(w, store, &tree, e) < 0 ||
	    errand_commit(er, &tree, &w->pr.dossier.tip, w->pr.dossier.evidence ? 1 : 0, message,
	        false, &commit, e) < 0)
		return -1;
	errand_judge(er, &commit, ref);
	rc = errand_deliver(er, &commit, ref);
	for (size_t i = 0; rc == 0 && i < w->n; i++)
		printf(
		    "%s/%s is in %s\n", w->request->wish.id, w->names[i], escape(&er->arena, ref));
	if (rc == 0 && !w->complete)
		printf("What is empty in it is filled in by hand: fetch that branch, edit, commit "
		       "and push.\n");
	return rc;
}

static int
start(struct errand *er, struct request *q, struct error *e)
{
	struct writing w = { .errand = er, .request = q };
	struct repo store = { 0 };
	int rc;

	if (errand_open(er, q->remote, false, e) < 0 || errand_person(er, e) == NULL)
		return -1;
	if (er->gate.file.policy.evidence_ref == NULL) {
		error_set(e, ERROR_ABSENT,
		    "the policy names no evidence ref: a promotion needs no dossier here");
		return error_mend(e, "git sluis promote %s", q->wish.id);
	}
	q->wish.candidate = errand_resolve(er, q->wish.candidate);
	if (proposal_make(&er->gate, &q->wish, &w.pr, e) < 0 || find_facts(&w, e) < 0 ||
	    repo_open_store(&er->arena, er->view.dir, &store, e) < 0)
		return -1;
	rc = write_files(&w, &store, e);
	repo_close(&store);
	return rc;
}

int
command_start(int argc, char *argv[])
{
	struct request q = { .remote = "origin" };
	struct error e = { 0 };
	struct errand er;
	int rc;

	if (read_options(argc, argv, &q) < 0)
		return command_usage(SYNOPSIS);
	if (!promotion_id_valid(q.wish.id))
		return command_bad_id(q.wish.id);
	rc = start(&er, &q, &e);
	if (rc < 0)
		rc = command_fail(&e);
	errand_close(&er);
	return fflush(stdout) == 0 ? rc : 2;
}
