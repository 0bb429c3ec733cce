/*
 * git sluis start ID: begins a dossier: the records that are not there yet, as a commit on the
 * evidence ref; and changes its plan.
 */
#include "clone/able.h"
#include "clone/draft.h"
#include "command/command.h"
#include "git/history.h"

struct request {
	struct proposal_wish wish;
	const char *reviews[1]; /* none */
	struct draft draft;
	bool plan_again; /* something of the plan was given */
};

static int read_options(const struct options *o, struct request *q)
{
	static const enum option_id written[] = { OPT_CRITERION, OPT_WINDOW_START, OPT_WINDOW_END,
		OPT_PERFORMER, OPT_ROLLBACK, OPT_COMMUNICATION, OPT_EMERGENCY };
	size_t len;
	int n;

	*q = (struct request){ .draft = { .window_start = o->value[OPT_WINDOW_START],
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
	q->plan_again = q->draft.window_start != NULL || q->draft.window_end != NULL ||
	    q->draft.performer != NULL || q->draft.rollback != NULL ||
	    q->draft.communication != NULL || options_have(o, OPT_CANDIDATE) ||
	    options_have(o, OPT_ENVIRONMENT);
	if (n < 0 || !command_names_one(o) || command_wish(o, q->reviews, &q->wish) < 0)
		return -1;
	return q->wish.emergency == NULL || promotion_incident(q->wish.emergency, &len) ?
	    0 :
	    command_no_value(o, q->wish.emergency);
}

/* What is written: files of the dossier. */
struct writing {
	struct session *session;
	struct request *request;
	struct evidence_branch branch;
	struct status status;
	struct beginning beginning;
	struct draft_facts facts;
	struct contributors authors;
	struct ini before; /* the plan that is there */
	bool planned; /* it is */
	const char *empty; /* options for what nobody gave; "" for nothing */
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
	const struct proposal *pr = &w->status.pr;
	struct commit base;

	w->facts.pr = pr;
	w->facts.authors = &w->authors;
	w->facts.now = g->now;
	if (commit_load(&g->arena, &g->repo, &pr->base, &base, e) < 0 ||
	    history_changed_paths(&g->arena, &g->repo, &base.tree, &pr->tree, add_path, w, e) < 0)
		return -1;
	contributors_gather(
	    &g->arena, &g->repo, &g->file.policy, &pr->candidate, &pr->base, 1, &w->authors);
	if (w->authors.complete)
		return 0;
	return error_copy(e, &w->authors.why);
}

static const char *path_of(struct writing *w, const char *name)
{
	return arena_printf(&w->session->arena, "%s/%s", w->request->wish.id, name);
}

/* The plan that is there, though it may lack values; what nobody asks for now is as it says. */
static int read_before(struct writing *w, struct error *e)
{
	struct request *q = w->request;
	const char *path = path_of(w, "plan.ini"), *bytes;
	struct error why = { 0 };
	size_t len;

	if (evidence_branch_read(&w->branch, path, &bytes, &len, &why) < 0) {
		*e = why;
		return why.kind == ERROR_ABSENT ? 0 : -1;
	}
	w->planned = true;
	if (!q->plan_again)
		return 0;
	if (ini_read(&w->session->arena, bytes, len, &w->before, e) < 0)
		return -1;
	if (w->before.problems.n > 0)
		return error_set(e, ERROR_MALFORMED, "%s:%u: %s", path,
		    w->before.problems.list[0].line, w->before.problems.list[0].text);
	draft_keep(&q->draft, &w->before);
	if (q->wish.candidate == NULL)
		q->wish.candidate = draft_value(&w->before, "candidate");
	if (q->wish.environment == NULL)
		q->wish.environment = draft_value(&w->before, "environment");
	return 0;
}

static int add_file(struct writing *w, const char *name, const char *text, struct error *e)
{
	return text == NULL ?
	    error_memory(e) :
	    evidence_branch_add(&w->branch, path_of(w, name), text, strlen(text), e);
}

static void ask(struct writing *w, const char *value, const char *option)
{
	if (value == NULL)
		w->empty = arena_printf(&w->session->arena, "%s %s", w->empty, option);
}

/* Those that are there are left as they are, unless they are no criteria yet. */
static int add_criteria(struct writing *w, struct error *e)
{
	const struct dossier *d = &w->status.pr.dossier;
	const struct draft *draft = &w->request->draft;

	if (d->has_criteria && (d->malformed.kind == ERROR_NONE || draft->ncriteria == 0))
		return 0;
	ask(w, draft->ncriteria > 0 ? "" : NULL, "--criterion TEXT");
	return beginning_check_criteria(&w->beginning, e) < 0 ?
	    -1 :
	    add_file(w, "criteria.ini", draft_criteria(&w->session->gate.arena, d->id, draft), e);
}

/* A plan is the word of somebody who may carry it out. */
static int add_plan(struct writing *w, struct error *e)
{
	struct draft *d = &w->request->draft;
	const struct person *me = w->session->me;

	if (dossier_find(&w->status.pr.dossier, DOSSIER_PLAN) != NULL &&
	    (!w->planned || !w->request->plan_again))
		return 0;
	w->planned_by_others = !environment_may_push(w->status.env, me, w->facts.now);
	if (w->planned_by_others)
		return 0;
	if (d->performer == NULL && able_made(w->session, &w->authors, me) == NULL)
		d->performer = me->id;
	if (beginning_check_plan(&w->beginning, d, e) < 0)
		return -1;
	ask(w, d->window_start, "--window-start TIME");
	ask(w, d->window_end, "--window-end TIME");
	ask(w, d->performer, "--performer PERSON");
	ask(w, d->rollback, "--rollback TEXT");
	ask(w, d->communication, "--communication TEXT");
	return add_file(w, "plan.ini", draft_plan(&w->session->gate.arena, &w->facts, d), e);
}

/* What kind it is to be. */
static int add_intent(struct writing *w, struct error *e)
{
	const struct proposal *pr = &w->status.pr;
	const struct intent *before = &pr->dossier.intent;
	struct intent said = { .emergency = pr->wish->emergency };

	if (pr->wish->rolls_back_to != NULL)
		said.rolls_back_to = oid_hex(&w->session->arena, &pr->candidate);
	if ((said.emergency == NULL && said.rolls_back_to == NULL) ||
	    (promotion_same(said.emergency, before->emergency) &&
	        promotion_same(said.rolls_back_to, before->rolls_back_to)))
		return 0;
	return add_file(w, DOSSIER_INTENT, draft_intent(&w->session->arena, &said), e);
}

/* What is not there and is asked for; of a rollback no record is. */
static int add_files(struct writing *w, struct error *e)
{
	unsigned asks = w->status.pr.wish->rolls_back_to != NULL ? 0 : w->status.env->require;

	w->empty = "";
	if ((asks & REQUIRE_ACCEPTANCE) != 0 && add_criteria(w, e) < 0)
		return -1;
	if ((asks & REQUIRE_PLAN) != 0 && add_plan(w, e) < 0)
		return -1;
	if (add_intent(w, e) < 0)
		return -1;
	return w->empty != NULL ? 0 : error_memory(e);
}

static void say_written(const struct writing *w)
{
	const struct evidence_branch *b = &w->branch;
	struct arena *a = &w->session->arena;
	bool before = dossier_find(&w->status.pr.dossier, DOSSIER_PLAN) != NULL;

	for (size_t i = 0; i < b->n; i++)
		printf(say("%s is in %s\n"), b->files[i].path, escape(a, b->ref));
	if (w->planned_by_others)
		printf(
		    say("The plan is begun by somebody who may push to %s: git sluis start %s\n"),
		    w->status.env->id, session_id(w->session, w->request->wish.id));
	if (before && w->planned && w->request->plan_again && w->status.pr.givens.n > 0)
		printf(say("Sign-offs of the plan before do not count any more.\n"));
	if (*w->empty != '\0')
		printf(say("What is still empty is filled in with:\n  git sluis start %s%s\n"),
		    session_id(w->session, w->request->wish.id), w->empty);
	if (proposal_wish_exceptional(w->status.pr.wish))
		status_print_short(w->session, &w->status, stdout);
}

/* 0, 1 or 2 as the gate; -1 with `e`. */
static int write_files(struct writing *w, struct error *e)
{
	struct evidence_branch *b = &w->branch;
	const char *id = w->request->wish.id;
	int rc = 0;

	if (add_files(w, e) < 0)
		return -1;
	if (!w->planned_by_others && b->n == 0)
		printf(say("%s: everything that is begun this way is there already\n"), id);
	if (b->n > 0)
		rc = evidence_branch_commit(b, arena_printf(&w->session->arena, "Start %s", id), e);
	if (b->n > 0 && rc == 0)
		rc = evidence_branch_send(b);
	if (rc == 0)
		say_written(w);
	return rc;
}

static int begin(struct writing *w, struct error *e)
{
	struct session *se = w->session;
	struct request *q = w->request;
	const struct proposal_wish emergency = { .emergency = q->wish.emergency };

	if (read_before(w, e) < 0)
		return -1;
	q->wish.candidate = session_resolve(se, q->wish.candidate);
	q->wish.rolls_back_to = session_resolve(se, q->wish.rolls_back_to);
	if (status_find(se, &q->wish, &w->status, e) < 0)
		return -1;
	w->beginning = (struct beginning){ se, &w->status, &w->authors,
		proposal_wish_options(&se->arena, &emergency) };
	if (beginning_check_candidate(&w->beginning, e) < 0 || find_facts(w, e) < 0)
		return -1;
	return write_files(w, e);
}

static int start(struct session *se, void *request, struct error *e)
{
	struct request *q = request;
	struct writing *w = arena_alloc(&se->arena, sizeof(*w));
	int rc;

	if (w == NULL)
		return error_memory(e);
	w->session = se;
	w->request = q;
	if (session_person(se, e) == NULL)
		return -1;
	if (se->gate.file.policy.evidence_ref == NULL) {
		error_set(e, ERROR_ABSENT,
		    "the policy names no evidence ref: a promotion needs no dossier here");
		return error_mend(e, "git sluis promote %s", q->wish.id);
	}
	if (able_to_bring(se, NULL,
	        arena_printf(&se->arena, "git sluis start %s", shellword(&se->arena, q->wish.id)),
	        e) < 0)
		return -1;
	rc = evidence_branch_open(&w->branch, se, e);
	if (rc == 0)
		rc = begin(w, e);
	evidence_branch_close(&w->branch);
	return rc;
}

int command_start(const struct options *o)
{
	struct request q;

	if (read_options(o, &q) < 0)
		return command_usage(o);
	return command_about(o, q.wish.id, start, &q);
}
