#include "promotion/deployment.h"

#include "git/progress.h"
#include "git/refs.h"
#include "git/trailer.h"
#include "promotion/arrival.h"
#include "promotion/promotion.h"

struct gathering {
	struct arena *arena;
	const struct repo *repo;
	const struct policy *policy;
	const struct environment *env;
	const struct evidence_moves *moves;
	struct deployments *out;
};

int64_t deployment_due(const struct deployments *d, const struct deployed_at *at)
{
	return d->at + at->target->within_days * WHEN_DAY;
}

static const char *const words[][2] = {
	[DEPLOYED_UNKNOWN] = { "unknown", "could not be told" },
	[DEPLOYED_UNRECORDED] = { "unrecorded", "not recorded" },
	[DEPLOYED_MALFORMED] = { "malformed", "the record is malformed" },
	[DEPLOYED_BY_NOBODY] = { "by-nobody", "recorded by someone not in the policy" },
	[DEPLOYED_BY_OTHER] = { "by-other", "recorded by someone who may not push there" },
	[DEPLOYED_ELSE] = { "elsewhere", "the record is about something else" },
	[DEPLOYED_BEFORE] = { "before", "the record is older than the promotion" },
	[DEPLOYED_TO_COME] = { "to-come", "the record is about the future" },
	[DEPLOYED_BACK] = { "put-back", "an older record was put back" },
	[DEPLOYED_GONE] = { "removed", "the record was removed" },
	[DEPLOYED_FAILED] = { "failed", "failed" },
	[DEPLOYED_ROLLED_BACK] = { "rolled-back", "rolled back" },
	[DEPLOYED_DIFFERS] = { "differs", "differs from what was promoted" },
	[DEPLOYED_DONE] = { "done", "done" },
};

const char *deployed_key(enum deployed state)
{
	return words[state][0];
}

const char *deployed_word(enum deployed state)
{
	return say(words[state][1]);
}

const char *deployment_path(struct arena *a, const char *id, const struct target *t)
{
	return arena_printf(a, "%s/deployment/%s.ini", id, t->id);
}

int deployment_shown(struct arena *a, const struct repo *r, const git_oid *tip, struct commit *out,
    bool *found, struct error *e)
{
	struct commit before;

	*found = false;
	if (commit_load(a, r, tip, out, e) < 0)
		return -1;
	while (out->nparents == 2 && !*found) {
		progress_tick(r->progress);
		if (commit_load(a, r, &out->parents[0], &before, e) < 0)
			return -1;
		*found = !git_oid_equal(&before.tree, &out->tree);
		if (!*found)
			*out = before;
	}
	return 0;
}

/* The promotion of what is shown: its id, and when it went over. 0 or -1. */
static int find_promotion(
    struct gathering *g, struct past *past, const git_oid *tip, struct error *e)
{
	struct deployments *d = g->out;
	struct error why = { 0 };
	struct promotion said;
	struct trailers ts;
	bool found;

	if (past_read(g->arena, g->repo, past, e) < 0 ||
	    deployment_shown(g->arena, g->repo, tip, &d->merge, &found, e) < 0)
		return -1;
	if (!found)
		return 0;
	if (trailer_read(g->arena, d->merge.message, d->merge.message_len, &ts, &why) < 0)
		return why.kind == ERROR_MALFORMED ? 0 : error_memory(e);
	if (promotion_read(g->arena, &ts, &said) < 0)
		return error_memory(e);
	d->id = said.name;
	d->at = d->merge.committed < g->moves->now ? d->merge.committed : g->moves->now;
	return past_since(past, &d->merge.id, &d->at, e) == FACT_UNKNOWN ? -1 : 0;
}

static int open_store(struct gathering *g, struct evidence_store *st)
{
	struct ref_values v;

	*st = (struct evidence_store){
		.arena = g->arena, .repo = g->repo, .ref = g->policy->evidence_ref
	};
	if (refs_after(g->arena, g->repo, g->moves->changes, st->ref, &v, &st->why) < 0)
		return -1;
	st->exists = v.n > 0 ? FACT_YES : FACT_NO;
	if (v.n > 0)
		st->commit = v.list[0].id;
	return 0;
}

/* The record that the evidence has of the target. */
static void read_record(struct gathering *g, struct evidence_store *st, struct deployed_at *at)
{
	struct exhibit *x = &at->rec.record;
	const char *path = deployment_path(g->arena, g->out->id, at->target);
	struct exhibit_bytes b = { 0 };

	x->place = path != NULL ? escape(g->arena, path) : "(out of memory)";
	at->rec.brought.path = path;
	if (path == NULL || evidence_store_read(st, path, &b, &at->why) < 0) {
		if (path != NULL && at->why.kind == ERROR_ABSENT)
			at->state = DEPLOYED_UNRECORDED;
		else if (path != NULL && at->why.kind == ERROR_MALFORMED)
			at->state = DEPLOYED_MALFORMED;
		at->rec.malformed = at->why;
		return;
	}
	x->path = path;
	git_oid_cpy(&x->blob, git_blob_id(b.blob));
	at->rec.brought.blob = x->blob;
	x->intact.is = digest_sha256(b.p, b.len, x->sha256) == 0 ? FACT_YES : FACT_UNKNOWN;
	at->rec.readable = record_read_deployment(g->arena, b.p, b.len, &at->says,
	                       &at->rec.problems, &at->rec.malformed) == 0;
	if (!at->rec.readable && at->rec.malformed.kind == ERROR_MALFORMED)
		at->state = DEPLOYED_MALFORMED;
	exhibit_bytes_free(&b);
}

/* Is it about what the environment shows, and this target? */
static bool is_about(struct gathering *g, struct deployed_at *at)
{
	const struct {
		const char *key, *says, *is;
	} about[] = {
		{ "promotion", at->says.promotion, g->out->id },
		{ "target", at->says.target, at->target->id },
		{ "commit", at->says.commit, oid_hex(g->arena, &g->out->merge.id) },
		{ "tree", at->says.tree, oid_hex(g->arena, &g->out->merge.tree) },
	};

	for (size_t i = 0; i < sizeof(about) / sizeof(about[0]); i++)
		if (strcmp(about[i].says, about[i].is) != 0) {
			at->key = about[i].key;
			at->says_other = about[i].says;
			at->is = arena_strdup(g->arena, about[i].is);
			return false;
		}
	return true;
}

/* What the record is worth. */
static enum deployed state_of(struct gathering *g, struct deployed_at *at)
{
	static const enum deployed outcomes[] = { [DEPLOYMENT_FAILED] = DEPLOYED_FAILED,
		[DEPLOYMENT_ROLLED_BACK] = DEPLOYED_ROLLED_BACK,
		[DEPLOYMENT_DONE] = DEPLOYED_DONE };
	const struct provenance *brought = &at->rec.brought;
	const struct deployment *says = &at->says;

	if (brought->known != FACT_YES) {
		at->why = brought->why;
		return DEPLOYED_UNKNOWN;
	}
	at->by = provenance_person(g->policy, brought);
	if (at->by == NULL)
		return DEPLOYED_BY_NOBODY;
	if (!at->by->service && !environment_may_push(g->env, at->by, brought->at))
		return DEPLOYED_BY_OTHER;
	if (!is_about(g, at))
		return DEPLOYED_ELSE;
	if (says->finished + ARRIVAL_CLOCK_APART < g->out->at)
		return DEPLOYED_BEFORE;
	if (says->finished > g->moves->now + ARRIVAL_CLOCK_APART ||
	    (brought->audited && says->finished > brought->at + ARRIVAL_CLOCK_APART))
		return DEPLOYED_TO_COME;
	return says->outcome == DEPLOYMENT_DONE && says->differing > 0 ? DEPLOYED_DIFFERS :
	                                                                 outcomes[says->outcome];
}

/* Was it put back, or taken away? A failed one is neither forgotten nor undone that way. */
static void hold_against_moves(struct gathering *g, struct deployed_at *at)
{
	bool gone = at->state == DEPLOYED_UNRECORDED;
	struct fact back;

	if (!gone && at->state != DEPLOYED_DONE)
		return;
	provenance_came_back(g->arena, g->repo, g->moves, &at->rec.brought, g->out->at, &back);
	if (back.is == FACT_NO)
		return;
	at->why = back.why;
	at->state = back.is == FACT_UNKNOWN ? DEPLOYED_UNKNOWN :
	    gone                            ? DEPLOYED_GONE :
	                                      DEPLOYED_BACK;
}

static int read_records(struct gathering *g)
{
	struct deployments *d = g->out;
	struct provenance **asked = arena_array(g->arena, d->n, sizeof(*asked));
	struct evidence_store st;
	size_t n = 0;

	if (asked == NULL)
		return error_memory(&d->why);
	if (open_store(g, &st) < 0) {
		d->why = st.why;
		return -1;
	}
	for (size_t i = 0; i < d->n; i++) {
		read_record(g, &st, &d->list[i]);
		if (d->list[i].rec.readable)
			asked[n++] = &d->list[i].rec.brought;
	}
	evidence_store_close(&st);
	provenance_find(g->arena, g->repo, g->moves, asked, n);
	for (size_t i = 0; i < d->n; i++) {
		if (d->list[i].rec.readable)
			d->list[i].state = state_of(g, &d->list[i]);
		hold_against_moves(g, &d->list[i]);
	}
	return 0;
}

void deployments_gather(struct arena *a, const struct repo *r, const struct policy *p,
    const struct environment *env, const git_oid *tip, const struct evidence_moves *m,
    struct past *past, struct deployments *out)
{
	struct gathering g = { a, r, p, env, m, out };
	const struct target *t;
	size_t at = 0;

	memset(out, 0, sizeof(*out));
	while ((t = policy_target_of(p, env, &at)) != NULL) {
		if (ARENA_ADD(a, out->list, out->n, (struct deployed_at){ .target = t }) == NULL) {
			error_memory(&out->why);
			return;
		}
	}
	if (out->n > 0 && find_promotion(&g, past, tip, &out->why) < 0)
		return;
	if (out->id == NULL)
		out->known = FACT_NO;
	else if (read_records(&g) == 0)
		out->known = FACT_YES;
}
