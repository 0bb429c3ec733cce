#include "clone/times.h"

#include "base/pattern.h"
#include "promotion/arrival.h"
#include "promotion/provenance.h"

/* Did it begin when `what` was on `ref`? */
static int check_start(struct session *se, int64_t started, const char *what, const char *ref,
    const struct arrival *when, struct error *e)
{
	struct arena *a = &se->arena;
	const char *began = when_text(a, started), *came = when_text(a, when->at);

	if (when->known != FACT_YES) {
		printf(say("note: the audit does not tell when %s came to %s, and the gate asks "
		           "that\n"),
		    what, escape(a, ref));
		return 0;
	}
	if (started >= when->at)
		return 0;
	if (when->found)
		error_set(e, ERROR_MALFORMED, "it began at %s, and %s was committed at %s", began,
		    what, came);
	else
		error_set(e, ERROR_MALFORMED,
		    "it began at %s, and %s came to %s at %s (the server's clock)", began, what,
		    escape(a, ref), came);
	return error_mend(e, "do it over with what is there now: the gate refuses this record");
}

static int load(struct session *se, const char *hex, struct commit *out, struct error *e)
{
	git_oid id;

	if (oid_parse(hex, strlen(hex), &id) < 0)
		return error_set(
		    e, ERROR_MALFORMED, "'%s' is not a commit", escape(&se->arena, hex));
	return commit_load(&se->arena, &se->gate.repo, &id, out, e);
}

int times_check(struct session *se, const struct record_times *t, struct error *e)
{
	const struct changes none = { 0 };
	const struct arrival_moves of = { &none, se->gate.now, &se->gate.past.ledger };
	struct arrival arrived = { 0 }, stands = { 0 };
	struct commit c;

	if (t->finished > se->gate.now + ARRIVAL_CLOCK_APART)
		return error_set(e, ERROR_MALFORMED, "it ends at %s, and that is still to come",
		    when_text(&se->gate.arena, t->finished));
	if (load(se, t->candidate, &c, &arrived.why) == 0)
		arrival_reached(
		    &se->gate.arena, &se->gate.repo, &of, t->env->from->ref, &c, &arrived);
	if (check_start(se, t->started, arena_printf(&se->arena, "%.7s", t->candidate),
	        t->env->from->ref, &arrived, e) < 0)
		return -1;
	if (t->old == NULL || !pattern_exact(t->env->ref))
		return 0;
	if (load(se, t->old, &c, &stands.why) == 0)
		arrival_stands(&se->gate.arena, &se->gate.repo, &of, t->env->ref, &c, &stands);
	return stands.found ? 0 :
	                      check_start(se, t->started, arena_printf(&se->arena, "%.7s", t->old),
	                          t->env->ref, &stands, e);
}

/* What the clone has and did not push yet counts as coming with the record. */
int times_check_criteria(
    struct evidence_branch *b, const char *path, int64_t started, struct error *e)
{
	struct session *se = b->session;
	struct change own = { .new = b->parent, .ref = b->ref, .target = b->ref };
	const struct changes sent = { &own, 1 };
	const struct evidence_moves of = { b->ref, &sent, &se->gate.pusher, se->gate.now,
		&se->gate.past.ledger };
	struct provenance v = { .path = path }, *list = &v;
	const char *shown = escape(&se->arena, path), *bytes;
	struct arrival when;
	size_t len;

	if (evidence_branch_read(b, path, &bytes, &len, e) < 0)
		return -1;
	if (git_odb_hash(&v.blob, bytes, len, GIT_OBJECT_BLOB) < 0)
		return repo_error(&se->arena, GIT_ERROR, e, "the evidence ref cannot be read");
	provenance_find(&se->gate.arena, &se->gate.repo, &of, &list, 1);
	if (v.known == FACT_YES && v.audited && v.entry == 0) {
		error_set(e, ERROR_MALFORMED, "%s is not pushed to %s yet", shown,
		    escape(&se->arena, b->ref));
		return error_mend(e, "push that first, then test by it");
	}
	when = (struct arrival){ .known = v.known, .found = !v.audited, .at = v.at };
	if (v.known == FACT_YES && started >= v.at && !se->gate.past.ledger.there)
		when.known = FACT_UNKNOWN; /* its own date says nothing against it */
	return check_start(se, started, shown, b->ref, &when, e);
}
