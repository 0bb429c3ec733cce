#include "promotion/exceptions.h"

#include "audit/apart.h"
#include "git/history.h"
#include "git/progress.h"
#include "git/trailer.h"
#include "promotion/promotion.h"

#define TOLD_MAX 20 /* that an entry lists of a step; a push may have a thousand steps */

struct reading {
	struct arena *arena;
	const struct repo *repo;
	struct past *past; /* NULL: the audit is not asked */
	const char **reviewed; /* ids that later merges review */
	size_t nreviewed;
	struct emergencies *out;
};

static bool is_reviewed(const struct reading *r, const char *id)
{
	for (size_t i = 0; i < r->nreviewed; i++)
		if (strcmp(r->reviewed[i], id) == 0)
			return true;
	return false;
}

/* Unless it is none, or reviewed. 0 or -1 without memory. */
static int add_open(struct reading *r, const struct commit *c, const struct trailers *ts)
{
	const struct trailer *named = trailer_find(ts, "Promotion", 0);
	const char *id = named != NULL ? named->value : "";
	struct emergencies *out = r->out;

	if (trailer_count(ts, "Emergency") == 0 || is_reviewed(r, id))
		return 0;
	return ARENA_ADD(r->arena, out->open, out->n,
	           (struct emergency_case){ id, commit_title(r->arena, c), c->id, c->committed,
	               c->parents[0], c->parents[1] }) != NULL ?
	    0 :
	    -1;
}

/* Those that an entry lists, each read as the walk reads it. False where one is no emergency. */
static bool take_told(struct reading *r, const struct audit_ids *told)
{
	size_t before = r->out->n;

	for (size_t i = 0; i < told->n; i++) {
		struct error why = { 0 };
		struct commit c;
		struct trailers ts;

		if (commit_load(r->arena, r->repo, &told->list[i], &c, &why) == 0 &&
		    c.nparents == 2 &&
		    trailer_read(r->arena, c.message, c.message_len, &ts, &why) == 0 &&
		    trailer_count(&ts, "Emergency") > 0 && add_open(r, &c, &ts) == 0)
			continue;
		r->out->n = before;
		return false;
	}
	return true;
}

/* Does a verdict that let the merge in tell which wait as of it, so that what it comes from need
 * not be read? Whether its ref then moved says nothing of the merge. Where one does not, the audit
 * is asked no further: those before it are of an earlier version. */
static bool is_told(struct reading *r, const git_oid *merge)
{
	struct ledger_cursor at = { .word = mention_id(MENTION_BECAME, merge) };
	struct audit_seen seen;
	struct error why = { 0 };
	bool told = false, silent = false;

	while (!told && r->past != NULL && ledger_next(&r->past->ledger, &at, &seen, &why) > 0)
		for (size_t i = 0; i < seen.entry.nrefs; i++)
			for (size_t k = 0; k < seen.entry.refs[i].nsteps && !told; k++) {
				const struct audit_step *s = &seen.entry.refs[i].steps[k];

				if (seen.entry.decision != VERDICT_ACCEPT ||
				    !git_oid_equal(&s->tip, merge))
					continue;
				told = s->unreviewed != NULL && take_told(r, s->unreviewed);
				silent = silent || audit_step_promotes(s);
			}
	ledger_stop(&at);
	if (silent && !told)
		r->past = NULL;
	return told;
}

static int read_merge(void *ctx, const struct commit *c, const struct trailers *ts, struct error *e)
{
	struct reading *r = ctx;

	if (is_told(r, &c->id))
		return 1;
	if (add_open(r, c, ts) < 0)
		return error_memory(e);
	for (size_t i = 0; i < trailer_count(ts, "Reviews-Emergency"); i++)
		if (ARENA_ADD(r->arena, r->reviewed, r->nreviewed,
		        trailer_find(ts, "Reviews-Emergency", i)->value) == NULL)
			return error_memory(e);
	return 0;
}

/* Newest first: none went over after the next. 0 or -1. */
static int date_open(struct past *past, int64_t now, struct emergencies *es)
{
	for (size_t i = 0; i < es->n; i++) {
		struct emergency_case *c = &es->open[i];
		int64_t at = c->at;

		if (past_since(past, &c->merge, &at, &es->why) == FACT_UNKNOWN)
			return -1;
		c->at = now = at < now ? at : now;
	}
	return 0;
}

void emergencies_gather(struct arena *a, const struct repo *r, struct past *past,
    const git_oid *tip, int64_t now, struct emergencies *out)
{
	struct reading reading = { .arena = a, .repo = r, .out = out };
	struct error why = { 0 };

	memset(out, 0, sizeof(*out));
	/* To an audit that is kept apart other machines write. */
	if (!apart_named(r) && past_read(a, r, past, &why) == 0)
		reading.past = past;
	out->complete = promotion_walk(a, r, tip, read_merge, &reading, &out->why) == 0 &&
	    (out->n == 0 ||
	        (past_read(a, r, past, &out->why) == 0 && date_open(past, now, out) == 0));
}

const char *emergencies_after(struct arena *a, const struct emergencies *before,
    const git_oid *merge, const struct trailers *ts)
{
	const char *text = "";
	char hex[OID_HEX + 1];

	if (!before->complete || before->n >= TOLD_MAX)
		return NULL;
	if (trailer_count(ts, "Emergency") > 0)
		text = arena_strdup(a, git_oid_tostr(hex, sizeof(hex), merge));
	for (size_t i = 0; i < before->n && text != NULL; i++)
		if (!trailer_has(ts, "Reviews-Emergency", before->open[i].id))
			text = arena_printf(a, "%s%s%s", text, *text != '\0' ? " " : "",
			    git_oid_tostr(hex, sizeof(hex), &before->open[i].merge));
	return text == NULL || *text != '\0' ? text : "none";
}

const struct emergency_case *emergencies_find(const struct emergencies *es, const char *id)
{
	for (size_t i = 0; i < es->n; i++)
		if (strcmp(es->open[i].id, id) == 0)
			return &es->open[i];
	return NULL;
}

int64_t emergency_days_late(const struct emergency_case *c, unsigned within, int64_t now)
{
	return when_days_late(emergency_due(c, within), now);
}

int64_t emergency_due(const struct emergency_case *c, unsigned within)
{
	return c->at + within * WHEN_DAY;
}

const char *emergency_review_id(struct arena *a, const char *id)
{
	static const char review[] = "review-";

	return arena_printf(a, "%s%.*s", review, (int)(PROMOTION_ID_MAX - strlen(review)), id);
}

/* Is `id` the state that `c` of the line is, by its own name or by that of the candidate that it
 * brought in whole? What a rollback merged in was brought in before. 0 or -1. */
static int is_state(struct arena *a, const struct repo *r, const struct commit *c, bool back,
    bool baseline, const git_oid *id, bool *is, struct error *e)
{
	struct commit candidate;

	*is = git_oid_equal(&c->id, id);
	if (*is || back || baseline || c->nparents != 2 || !git_oid_equal(&c->parents[1], id))
		return 0;
	if (commit_load(a, r, id, &candidate, e) < 0)
		return -1;
	*is = git_oid_equal(&candidate.tree, &c->tree);
	return 0;
}

/* Does the merge bring in anything that was not shown before? A review by itself does not. 0 or -1.
 */
static int brings_in(
    struct arena *a, const struct repo *r, const struct commit *c, bool *does, struct error *e)
{
	struct fact had = { .is = FACT_NO };
	git_oid shown;

	if (c->nparents == 2) {
		if (history_state_shown(a, r, &c->parents[0], &shown, e) < 0)
			return -1;
		history_reaches(a, r, &shown, &c->parents[1], &had);
	}
	*does = had.is == FACT_NO;
	if (had.is == FACT_UNKNOWN)
		*e = had.why;
	return had.is == FACT_UNKNOWN ? -1 : 0;
}

/* From what is there now back to what it comes from. A rollback comes from the state that it names,
 * and what lies between the two is undone. Once the wanted state is met the walk goes on to the
 * promotion that made it. 0 or -1. */
static int walk_states(struct arena *a, const struct repo *r, const git_oid *base,
    const git_oid *baseline, struct rollback *out, struct error *e)
{
	git_oid at = *base, came_from, next;
	bool undone = false, met = false;

	for (;;) {
		bool made = true, first = baseline != NULL && git_oid_equal(&at, baseline), back,
		     is;
		struct commit c;

		progress_tick(r->progress);
		if (commit_load(a, r, &at, &c, e) < 0)
			return -1;
		back = !first && history_goes_back(a, &c, &next) && !git_oid_is_zero(&next);
		if (a->exhausted)
			return error_memory(e);
		if (undone) {
			if (is_state(a, r, &c, back, first, &came_from, &is, e) < 0)
				return -1;
			undone = !is;
		}
		if (!met) {
			if (is_state(a, r, &c, back, first, &out->to, &is, e) < 0)
				return -1;
			met = is && !undone;
			out->was_undone = out->was_undone || (is && undone);
		}
		if (met && !undone && !back && !first && brings_in(a, r, &c, &made, e) < 0)
			return -1;
		if (met && !undone && !back && (first || made)) {
			out->state = c;
			if (first)
				out->state.nparents = 0;
			break;
		}
		if (!undone && back) {
			undone = true;
			came_from = next;
		}
		if (first || c.nparents == 0)
			break;
		at = c.parents[0];
	}
	out->was_state.is = met ? FACT_YES : FACT_NO;
	return 0;
}

void rollback_gather(struct arena *a, const struct repo *r, const char *word, const git_oid *base,
    const git_oid *baseline, struct rollback *out)
{
	struct error *why = &out->was_state.why;

	memset(out, 0, sizeof(*out));
	if (oid_parse(word, strlen(word), &out->to) < 0)
		return;
	out->named = true;
	if (walk_states(a, r, base, baseline, out, why) < 0 ||
	    (out->was_state.is == FACT_YES && commit_load(a, r, &out->to, &out->target, why) < 0))
		out->was_state.is = FACT_UNKNOWN;
}

bool rollback_brings(const struct rollback *rb, const git_oid *candidate)
{
	return git_oid_equal(candidate, &rb->to) ||
	    (rb->target.nparents == 2 && git_oid_equal(candidate, &rb->target.parents[1]));
}
