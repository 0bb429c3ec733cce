/*
 * git sluis deployed ID --target NAME: compares what is at a target with what was promoted, and
 * records what became of the deployment.
 */
#include "clone/draft.h"
#include "clone/promoted.h"
#include "clone/target_tree.h"
#include "command/command.h"
#include "promotion/deployment.h"
#include "promotion/dossier.h"

#define SHOWN 20 /* differences */

struct run {
	const struct options *options;
	struct evidence_branch *branch;
	struct arena *arena;
	const struct target *target;
	struct commit merge;
	const struct plan *plan; /* NULL for none */
	const char *path; /* of the record */
	struct deployment made;
};

/* A record of anybody else's would not count. */
static int find_target(struct run *r, struct error *e)
{
	struct session *se = r->branch->session;
	const struct policy *p = &se->gate.file.policy;
	const char *name = r->options->value[OPT_TARGET], *id = r->options->rest[0];

	r->target = policy_target_by_id(p, name);
	if (r->target == NULL) {
		error_set(
		    e, ERROR_ABSENT, "the policy has no [target \"%s\"]", escape(r->arena, name));
		return error_mend(e, "git sluis policy --markdown says where it runs");
	}
	if (!se->me->service &&
	    !environment_may_push(r->target->environment, se->me, r->options->now)) {
		error_set(e, ERROR_MALFORMED,
		    "%s may not push to %s, so the gate would not count it",
		    escape(r->arena, se->me->name), escape(r->arena, r->target->environment->id));
		return error_mend(e, "the person who deployed it records it");
	}
	r->path = deployment_path(r->arena, id, r->target);
	return r->path != NULL ?
	    promoted_find(&se->gate, id, r->target->environment->id, &r->merge, e) :
	    error_memory(e);
}

/* A merge that changed nothing deploys nothing: what is there came with an earlier one. */
static int hold_merge(struct run *r, struct error *e)
{
	struct gate *g = &r->branch->session->gate;
	struct commit came;
	bool found;

	if (deployment_shown(r->arena, &g->repo, &r->merge.id, &came, &found, e) < 0)
		return -1;
	if (!found || git_oid_equal(&came.id, &r->merge.id))
		return 0;
	error_set(e, ERROR_MALFORMED, "%s changed nothing", escape(r->arena, r->options->rest[0]));
	return error_mend(e, "record the promotion that brought what is there, %s",
	    commit_title(r->arena, &came));
}

static int begin(struct run *r, struct error *e)
{
	struct deployment *d = &r->made;

	d->promotion = r->options->rest[0];
	d->target = r->target->id;
	d->executed_by = r->branch->session->me->id;
	d->commit = oid_hex(r->arena, &r->merge.id);
	d->tree = oid_hex(r->arena, &r->merge.tree);
	return command_times(r->options, r->arena, &d->started, &d->finished, e);
}

static void show(const struct run *r, const struct target_differences *d)
{
	for (size_t i = 0; i < d->n && i < SHOWN; i++)
		printf("  %s %s\n", d->list[i].path, d->list[i].what);
	if (d->n > SHOWN)
		printf(say("  and %zu more\n"), d->n - SHOWN);
	printf(say("%s at %s: %zu compared, %zu differ\n"), r->made.promotion, r->target->id,
	    d->compared, d->n);
	fflush(stdout);
}

static int compare(struct run *r, struct error *e)
{
	const struct options *o = r->options;
	struct session *se = r->branch->session;
	struct target_tree at = { o->value[OPT_HOST], o->value[OPT_TREE], r->target };
	struct target_differences found;
	struct manifest m;

	if (at.dir == NULL)
		return 0;
	if (at.host == NULL)
		at.dir = clone_path(r->arena, &se->clone, at.dir);
	if (at.dir == NULL)
		return error_memory(e);
	if (manifest_read(r->arena, &se->gate.repo, &r->merge.tree, &m, e) < 0 ||
	    target_tree_compare(&m, &at, &found, e) < 0)
		return -1;
	show(r, &found);
	r->made.method = at.host != NULL ? DEPLOYMENT_MANIFEST : DEPLOYMENT_TREE;
	r->made.differing = (int64_t)found.n;
	return 0;
}

/* What it was, unless somebody says so: done where nothing differs. */
static void settle_outcome(struct run *r)
{
	const char *word = r->options->value[OPT_OUTCOME];

	r->made.outcome = r->made.differing == 0 ? DEPLOYMENT_DONE : DEPLOYMENT_FAILED;
	for (int i = 0; word != NULL && deployment_outcomes[i] != NULL; i++)
		if (strcmp(word, deployment_outcomes[i]) == 0)
			r->made.outcome = (enum deployment_outcome)i;
}

/* The steps of the plan, with what an earlier record of this deployment says of them. 0 or -1. */
static int find_steps(struct run *r, struct error *e)
{
	struct gate *g = &r->branch->session->gate;
	const struct dossier_record *plan;
	struct deployment *d = &r->made, before = { .nsteps = 0 };
	struct error none = { 0 };
	struct dossier dossier;
	const char *bytes;
	size_t len;

	if (dossier_read(r->arena, &g->repo, &g->file.policy, d->promotion, &dossier, e) < 0)
		return -1;
	plan = dossier_find(&dossier, DOSSIER_PLAN);
	if (plan == NULL || plan->malformed.kind != ERROR_NONE)
		return 0;
	r->plan = &plan->plan;
	d->nsteps = plan->plan.nsteps;
	d->steps = arena_array(r->arena, d->nsteps, sizeof(*d->steps));
	if (d->steps == NULL)
		return error_memory(e);
	if (evidence_branch_read(r->branch, r->path, &bytes, &len, &none) == 0)
		record_read_deployment(r->arena, bytes, len, &before, NULL, &none);
	if (before.commit == NULL || strcmp(before.commit, d->commit) != 0)
		before.nsteps = 0;
	for (size_t i = 0; i < d->nsteps; i++) {
		const struct deployment_step *s = deployment_step(&before, plan->plan.steps[i].id);

		d->steps[i].id = plan->plan.steps[i].id;
		if (s != NULL && s->done)
			d->steps[i] = *s;
	}
	return 0;
}

/* Each step that nobody has said anything of. */
static void ask_steps(struct run *r)
{
	struct deployment *d = &r->made;

	for (size_t i = 0; i < d->nsteps; i++) {
		const struct plan_step *s = &r->plan->steps[i];
		const char *question =
		    say_printf(r->arena, "step %s, %s (%s): done?", escape(r->arena, s->id),
		        escape(r->arena, s->action), escape(r->arena, s->owner));

		if (d->steps[i].by != NULL || question == NULL)
			continue;
		d->steps[i].done = command_asks(question);
		d->steps[i].at = d->finished;
		d->steps[i].by = d->executed_by;
	}
}

/* All that is recorded of them, also by the word of an earlier record: it is theirs now. */
static void show_steps(const struct run *r)
{
	for (size_t i = 0; i < r->made.nsteps; i++) {
		const struct deployment_step *s = &r->made.steps[i];

		if (s->by != NULL)
			printf(say("step %s: %s, by %s%s%s\n"), escape(r->arena, s->id),
			    s->done ? when_text(r->arena, s->at) : say("not done"),
			    escape(r->arena, s->by), s->note != NULL ? ", " : "",
			    s->note != NULL ? escape(r->arena, s->note) : "");
	}
}

static int mark_steps(struct run *r, struct error *e)
{
	const struct options *o = r->options;
	bool said = options_have(o, OPT_STEP);

	if (find_steps(r, e) < 0)
		return -1;
	for (size_t i = 0; i < o->n; i++)
		if (o->list[i].id == OPT_STEP &&
		    draft_deployment_mark(r->arena, o->list[i].value, &r->made, e) < 0)
			return -1;
	if (!said && isatty(STDIN_FILENO))
		ask_steps(r);
	show_steps(r);
	return 0;
}

static int record(struct run *r, struct error *e)
{
	struct evidence_branch *b = r->branch;
	const char *text = draft_deployment_text(r->arena, &r->made, e);

	if (text == NULL)
		return -1;
	if (evidence_branch_add(b, r->path, text, strlen(text), e) < 0 ||
	    evidence_branch_commit(b,
	        arena_printf(r->arena, "Deployment of %s to %s", r->made.promotion, r->target->id),
	        e) < 0 ||
	    evidence_branch_keep(b, e) < 0)
		return -1;
	printf("%s: %s, %s\n", r->path, deployment_outcomes[r->made.outcome],
	    deployment_methods[r->made.method]);
	return command_offer(b, options_have(r->options, OPT_PUSH), NULL, NULL);
}

static int deployed(struct session *se, void *request, struct error *e)
{
	struct evidence_branch b;
	struct run r = { .options = request, .branch = &b, .arena = &se->gate.arena };
	int rc = evidence_branch_continue(&b, se, e);

	if (rc == 0 && (rc = find_target(&r, e)) == 0 && (rc = hold_merge(&r, e)) == 0 &&
	    (rc = begin(&r, e)) == 0 && (rc = compare(&r, e)) == 0 &&
	    (rc = mark_steps(&r, e)) == 0) {
		settle_outcome(&r);
		rc = record(&r, e);
	}
	evidence_branch_close(&b);
	if (rc == 0 && (r.made.outcome != DEPLOYMENT_DONE || r.made.differing > 0))
		rc = 1;
	return rc;
}

int command_deployed(const struct options *o)
{
	struct options mine = *o;
	const char *host = o->value[OPT_HOST];

	if (!command_names_one(o) || !options_have(o, OPT_TARGET) ||
	    (host != NULL && (!options_have(o, OPT_TREE) || !target_host_valid(host))))
		return command_usage(o);
	mine.rest += o->nrest - 1;
	return command_about(o, mine.rest[0], deployed, &mine);
}
