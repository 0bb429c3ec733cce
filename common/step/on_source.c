/*
 * Is a commit on the source of an environment, as a push leaves it (step/steps.h)?
 */
#include "git/history.h"
#include "git/refs.h"
#include "step/steps.h"

static enum answer stands(
    const struct push *p, const git_oid *tip, const git_oid *id, bool *back, struct error *e)
{
	enum history_state is = history_state_on(p->arena, p->repo, tip, NULL, id, e);

	*back = is == HISTORY_STATE_ROLLED_BACK;
	if (is == HISTORY_STATE_UNKNOWN)
		return FACT_UNKNOWN;
	return is == HISTORY_STATE_STANDS ? FACT_YES : FACT_NO;
}

/* Is or was `id` on one ref of `env`? Which states a fast-forwarded ref had cannot be told from its
 * history, so all of it counts; a tag has one state. `*back`: it was, and was rolled back. */
static void had(const struct push *p, const struct environment *env, const struct ref_value *v,
    const git_oid *id, bool *back, struct fact *out)
{
	git_oid at;

	memset(out, 0, sizeof(*out));
	*back = false;
	if (refs_commit(p->arena, p->repo, v->name, &v->id, &at, &out->why) < 0)
		out->is = out->why.kind == ERROR_MALFORMED ? FACT_NO : FACT_UNKNOWN;
	else if (refs_is_tag(v->name))
		out->is = git_oid_equal(&at, id) ? FACT_YES : FACT_NO;
	else if (env->from == NULL || env->fast_forward)
		history_reaches(p->arena, p->repo, &at, id, out);
	else
		out->is = stands(p, &at, id, back, &out->why);
}

void steps_on_source(const struct push *p, const struct environment *env, const git_oid *id,
    const char **ref, struct ref_value *tip, struct fact *out)
{
	const struct environment *from = env->from;
	struct ref_values tips;

	memset(out, 0, sizeof(*out));
	*ref = escape(p->arena, from->ref);
	if (refs_after(p->arena, p->repo, p->changes, from->ref, &tips, &out->why) < 0)
		return;
	out->is = FACT_NO;
	for (size_t i = 0; i < tips.n; i++) {
		struct fact one;
		bool back;

		had(p, from, &tips.list[i], id, &back, &one);
		if (one.is != FACT_NO)
			*out = one;
		if ((one.is == FACT_YES || back) && tip != NULL)
			*tip = tips.list[i];
		if (one.is == FACT_YES)
			return;
	}
}
