/* What became of a promotion where it was to run: which steps of its plan were done, and what runs
 * where (norm CH.06 criteria 2 and 8). By the word of whoever added the record, as the evidence
 * stands now: the audit entry of a promotion is older than its deployment. */
#include "report/deployed.h"

#include "report/report_internal.h"

static const struct deployments nothing = { .known = FACT_NO };

/* Of what `tip` of the environment shows. The policy's ids are plain, so that escaped ones are
 * equal. */
static const struct deployments *deployments_of(const struct report *r,
    const struct report_repo *repo, const struct policy *p, const char *environment,
    const git_oid *tip)
{
	const struct environment *env =
	    p != NULL && environment != NULL ? policy_environment_by_id(p, environment) : NULL;
	struct deployments *d = lookup_id(&repo->deployed, tip);
	struct report_repo *mine = &r->repos[repo - r->repos];
	static const struct pusher nobody;
	static const struct changes none;
	const struct evidence_moves of = { env != NULL ? p->evidence_ref : NULL, &none, &nobody,
		r->query.now, &mine->past.ledger, &mine->touched };
	size_t at = 0;

	if (d != NULL)
		return d;
	if (env == NULL || policy_target_of(p, env, &at) == NULL)
		return &nothing;
	d = arena_alloc(r->arena, sizeof(*d));
	if (d == NULL || lookup_set(r->arena, &mine->deployed, tip, sizeof(*tip), d) < 0)
		return &nothing; /* the exhausted arena says so */
	deployments_gather(r->arena, &repo->repo, p, env, tip, &of, &mine->past, d);
	return d;
}

/* Those of the promotion itself; `nothing` for one that changed nothing. */
static const struct deployments *of_item(
    const struct report *r, const struct report_item *item, const struct policy *p)
{
	const struct deployments *d =
	    deployments_of(r, item->repo, p, item->environment, &item->commit);

	return d->known == FACT_YES && !git_oid_equal(&d->merge.id, &item->commit) ? &nothing : d;
}

/* The plan that an entry keeps. False for none. */
static bool read_plan(struct arena *a, const struct report_item *item,
    const struct audit_seen *seen, const struct audit_step *s, struct plan *out)
{
	struct error none = { 0 };

	for (size_t i = 0; i < s->nexhibits; i++) {
		size_t len = 0;
		const char *bytes = strcmp(s->exhibits[i].kind, "plan") == 0 ?
		    report_file_bytes(a, item->repo->repo.git, &seen->tree,
		        report_printf(a, "evidence/%s", s->exhibits[i].sha256), &len) :
		    NULL;

		if (bytes != NULL && record_read_plan(a, bytes, len, out, NULL, &none) == 0)
			return true;
	}
	return false;
}

/* The word that such a step is done, and at which target it was said. */
static const struct deployment_step *find_step(
    const struct deployments *d, const char *id, const struct deployed_at **said)
{
	for (size_t i = 0; i < d->n; i++) {
		const struct deployment_step *s =
		    d->list[i].rec.readable ? deployment_step(&d->list[i].says, id) : NULL;

		*said = &d->list[i];
		if (s != NULL && s->done)
			return s;
	}
	return NULL;
}

void report_deployed_find(struct report *r, const struct report_item *item, const struct policy *p,
    const struct audit_seen *seen, const struct audit_step *s, struct report_deployed *out)
{
	const struct deployments *d = of_item(r, item, p);
	const struct deployed_at *said;
	struct plan plan = { .nsteps = 0 };
	bool any = false;
	struct arena a;

	*out = (struct report_deployed){ .unknown = d->known == FACT_UNKNOWN };
	for (size_t i = 0; d->known == FACT_YES && i < d->n; i++) {
		const struct deployed_at *at = &d->list[i];
		const struct provenance *v = &at->rec.brought;
		int64_t due = deployment_due(d, at);

		any = any || at->rec.readable;
		if (at->state == DEPLOYED_UNRECORDED)
			out->overdue = out->overdue || r->query.now > due;
		else if (at->state == DEPLOYED_UNKNOWN)
			out->unknown = true;
		else if (at->state != DEPLOYED_DONE)
			out->bad = true;
		else if (at->says.method == DEPLOYMENT_NONE)
			out->unchecked = true;
		out->late = out->late || (v->known == FACT_YES && v->audited && v->at > due);
	}
	arena_init(&a, ARENA_RUN_CAP);
	if (any && read_plan(&a, item, seen, s, &plan))
		for (size_t i = 0; i < plan.nsteps; i++)
			out->undone = out->undone || find_step(d, plan.steps[i].id, &said) == NULL;
	arena_release(&a);
}

const char *report_target_text(struct arena *a, const struct deployed_at *at)
{
	const struct provenance *v = &at->rec.brought;
	const char *text = report_printf(
	    a, "%s: %s", printable_escaped(a, at->target->id), deployed_word(at->state));

	if (at->rec.readable && at->says.method == DEPLOYMENT_NONE)
		text = report_printf(a, "%s, %s", text, report_word(W_NOT_COMPARED));
	else if (at->rec.readable)
		text = report_printf(
		    a, "%s, %" PRId64 " %s", text, at->says.differing, report_word(W_DIFFERING));
	if (at->by != NULL)
		text = report_printf(a, "%s, %s %s (%s)", text, report_word(W_WORD_OF),
		    printable(a, at->by->name), printable_escaped(a, at->by->id));
	if (v->known == FACT_YES)
		text = report_printf(a, "%s, %s", text, when_text(a, v->at));
	return text;
}

/* Of all targets, after `text`. */
static const char *targets_text(struct arena *a, const struct deployments *d, const char *text)
{
	for (size_t i = 0; d->known == FACT_YES && i < d->n; i++)
		text = report_printf(
		    a, "%s%s%s", text, i > 0 ? "; " : "", report_target_text(a, &d->list[i]));
	return d->known == FACT_UNKNOWN ? printable_escaped(a, d->why.text) : text;
}

const char *report_deployed_text(struct arena *a, const struct report_detail *d)
{
	return targets_text(a, of_item(d->report, d->item, d->policy), "");
}

size_t report_ntargets(const struct report_detail *d, const struct deployed_at **list)
{
	const struct deployments *all = of_item(d->report, d->item, d->policy);

	*list = all->list;
	return all->known == FACT_YES ? all->n : 0;
}

size_t report_plan_steps(struct arena *a, const struct report_detail *d, const char ***out)
{
	const struct deployments *all = of_item(d->report, d->item, d->policy);
	struct plan plan = { .nsteps = 0 };

	*out = NULL;
	if (all->known != FACT_YES || !read_plan(a, d->item, &d->seen, d->step, &plan))
		return 0;
	*out = arena_array(a, plan.nsteps, sizeof(**out));
	for (size_t i = 0; *out != NULL && i < plan.nsteps; i++) {
		const struct deployed_at *at;
		const struct deployment_step *s = find_step(all, plan.steps[i].id, &at);
		const char *text = report_printf(a, "%s, %s: ", printable(a, plan.steps[i].id),
		    printable(a, plan.steps[i].action));

		if (s == NULL)
			(*out)[i] = report_printf(a, "%s%s", text, report_word(W_STEP_OPEN));
		else
			(*out)[i] = report_printf(a, "%s%s %s %s%s%s, %s %s", text,
			    when_text(a, s->at), report_word(W_STEP_BY), report_person(a, d, s->by),
			    s->note != NULL ? ", " : "",
			    s->note != NULL ? printable(a, s->note) : "", report_word(W_WORD_OF),
			    at->by != NULL ? report_person(a, d, at->by->id) :
			                     report_word(W_NOBODY));
	}
	return *out != NULL ? plan.nsteps : 0;
}

/* By the newest policy that the audit keeps. */
const struct deployments *report_runs(
    struct report *r, const struct report_repo *repo, const struct report_ref *ref)
{
	struct audit_seen seen;
	struct error none = { 0 };
	struct ref_values now;

	if (!ref->here || repo->policies == NULL ||
	    audit_read(r->arena, &repo->repo, &repo->policies->entry, &seen, &none) < 0 ||
	    refs_now(r->arena, &repo->repo, ref->name, &now, &none) < 0 || now.n != 1)
		return &nothing;
	return deployments_of(
	    r, repo, report_policy_of(r, &repo->repo, &seen), ref->environment, &now.list[0].id);
}

const char *report_runs_text(
    struct arena *a, struct report *r, const struct report_repo *repo, const struct report_ref *ref)
{
	const struct deployments *d = report_runs(r, repo, ref);

	return targets_text(
	    a, d, d->known == FACT_YES ? report_printf(a, "%s ", printable_escaped(a, d->id)) : "");
}
