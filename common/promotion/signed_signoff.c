#include "promotion/signed_signoff.h"

#include "audit/apart.h"
#include "promotion/arrival.h"

/* The tag's bytes stay in the arena, since what was signed points into them. */
static int load_tag(
    struct arena *a, const struct repo *r, const git_oid *id, struct signed_signoff *out)
{
	git_odb_object *obj = NULL;
	const char *bytes = NULL;
	size_t len = 0;
	int rc = git_odb_read(&obj, r->odb, id);

	if (rc < 0)
		repo_error(
		    a, GIT_ERROR, &out->unreadable, "object %s cannot be read", oid_short(a, id));
	else if (git_odb_object_type(obj) != GIT_OBJECT_TAG)
		error_set(
		    &out->unreadable, ERROR_MALFORMED, "%s is no annotated tag", oid_short(a, id));
	else if ((len = git_odb_object_size(obj)) > SIGNOFF_TAG_MAX)
		error_set(&out->unreadable, ERROR_MALFORMED, "%s is larger than %zu bytes",
		    oid_short(a, id), SIGNOFF_TAG_MAX);
	else if ((bytes = arena_strndup(a, git_odb_object_data(obj), len)) == NULL)
		error_memory(&out->unreadable);
	git_odb_object_free(obj);
	out->bytes = bytes;
	out->len = len;
	return bytes == NULL ? -1 : signoff_tag_read(a, bytes, len, &out->tag, &out->unreadable);
}

bool signed_signoff_lost(const struct signed_signoff *g)
{
	return g->unreadable.kind == ERROR_UNREADABLE || g->unreadable.kind == ERROR_MEMORY;
}

/* What the candidate holds, under whatever commit it comes back. */
static void load_tree(const struct repo *r, struct signed_signoff *out)
{
	git_commit *c = NULL;

	if (git_commit_lookup(&c, r->git, &out->tag.candidate) == 0)
		out->tree = *git_commit_tree_id(c);
	git_commit_free(c);
}

void signed_signoff_load(struct arena *a, const struct repo *r, const struct policy *p,
    const char *ref, const git_oid *id, struct signed_signoff *out)
{
	memset(out, 0, sizeof(*out));
	out->name = escape(a, ref);
	if (signoff_ref_read(a, ref, &out->ref, &out->unreadable) < 0)
		return;
	out->person = policy_person_by_id(p, out->ref.person);
	out->role = policy_role_by_id(p, out->ref.role);
	if (load_tag(a, r, id, out) == 0)
		load_tree(r, out);
}

/* One that was replaced counts nowhere. */
static bool to_verify(const struct signed_signoff *g)
{
	return g->latest && g->unreadable.kind == ERROR_NONE && g->arrived != FACT_UNKNOWN;
}

/* One key is one person, whatever allowed_signers says: of two who say yes with it, neither is
 * known to. */
static void part_keys(struct signed_signoff *list, const struct sshsig *const *jobs, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n && jobs[i] != NULL && jobs[i]->key != NULL; k++) {
			if (jobs[k] == NULL || jobs[k]->key == NULL ||
			    strcmp(jobs[k]->key, jobs[i]->key) != 0 ||
			    strcmp(jobs[k]->principal, jobs[i]->principal) == 0 ||
			    list[i].tag.decision != DECISION_APPROVE ||
			    list[k].tag.decision != DECISION_APPROVE ||
			    list[i].valid.is != FACT_YES)
				continue;
			list[i].valid.is = FACT_NO;
			error_set(&list[i].valid.why, ERROR_MALFORMED,
			    "its key %s signs as '%s' too, and one key is one person", jobs[i]->key,
			    jobs[k]->principal);
		}
}

static void verify(
    struct arena *a, const struct sshsig_tool *tool, struct signed_signoff *list, size_t n)
{
	struct sshsig *jobs = arena_array(a, n + 1, sizeof(*jobs));
	const struct sshsig **of = arena_array(a, n + 1, sizeof(*of));
	size_t njobs = 0;

	if (jobs == NULL || of == NULL)
		return; /* every signature stays unknown */
	for (size_t i = 0; i < n; i++)
		if (to_verify(&list[i]))
			jobs[njobs++] = (struct sshsig){ .principal = list[i].ref.person,
				.space = SSHSIG_GIT,
				.parts = list[i].tag.parts,
				.at = list[i].arrived == FACT_YES ? list[i].came : list[i].tag.at,
				.before = list[i].good };
	sshsig_verify_all(a, tool, jobs, njobs);
	for (size_t i = n; i-- > 0;)
		if (to_verify(&list[i])) {
			of[i] = &jobs[--njobs];
			list[i].valid = of[i]->valid;
			list[i].good = (struct sshsig_good){ of[i]->question, of[i]->key };
		} else {
			list[i].valid.why = list[i].arrived_why;
		}
	part_keys(list, of, n);
}

void signed_signoff_read(struct arena *a, const struct repo *r, const struct policy *p,
    const char *ref, const git_oid *id, int64_t at, const struct sshsig_tool *tool,
    struct signed_signoff *out)
{
	signed_signoff_load(a, r, p, ref, id, out);
	out->latest = true;
	out->arrived = FACT_YES;
	out->came = at;
	verify(a, tool, out, 1);
}

/* Is it one that this push brings? */
static bool is_pushed(const struct changes *cs, const char *ref, const git_oid *value)
{
	for (size_t i = 0; i < cs->n; i++)
		if (strcmp(cs->list[i].target != NULL ? cs->list[i].target : cs->list[i].ref,
		        ref) == 0 &&
		    git_oid_equal(&cs->list[i].new, value))
			return true;
	return false;
}

/* Was it verified when it came in? A copy for advice has an audit of anywhere, unless that came
 * with the policy that is judged by, and in one that is kept apart another machine may have written
 * the entry: there each signature is verified here. */
static void find_good(
    const struct repo *r, const struct ledger_move *m, bool advice, struct signed_signoff *g)
{
	if (m->judged && m->word != NULL && (!advice || r->view) && !apart_named(r))
		g->good = (struct sshsig_good){ m->word->question, m->word->key };
}

/* By the audit, but for those that this push brings. */
static void find_arrival(struct arena *a, const struct repo *r, const struct changes *cs,
    const struct ref_value *v, int64_t now, bool advice, struct ledger *ledger,
    struct signed_signoff *g)
{
	const struct ledger_move *m = NULL;

	g->arrived = FACT_NO;
	if (is_pushed(cs, v->name, &v->id)) {
		g->arrived = FACT_YES;
		g->came = now;
		return;
	}
	if (!g->latest || g->unreadable.kind != ERROR_NONE)
		return;
	g->arrived =
	    arrival_entered(a, r, ledger, v, g->tag.at - SIGNOFF_FUTURE, &m, &g->arrived_why);
	if (g->arrived == FACT_YES) {
		g->came = m->at;
		find_good(r, m, advice, g);
	}
	if (g->arrived == FACT_NO && !ledger->there && advice) {
		g->arrived = FACT_YES;
		g->came = g->tag.at;
	}
}

/* A later word takes the place of an earlier one for the same kind of promotion to the same
 * environment. What cannot be read may be for any. */
static bool replaces(const struct signed_signoff *later, const struct signed_signoff *g)
{
	if (later->unreadable.kind != ERROR_NONE || g->unreadable.kind == ERROR_MALFORMED)
		return true;
	return g->unreadable.kind == ERROR_NONE && promotion_same(later->tag.kind, g->tag.kind) &&
	    strcmp(later->tag.environment, g->tag.environment) == 0;
}

static bool is_latest(const struct signed_signoffs *gs, const struct signed_signoff *g)
{
	for (size_t i = 0; i < gs->n; i++) {
		const struct signed_signoff *o = &gs->list[i];

		if (o->ref.sequence > g->ref.sequence && o->ref.person != NULL &&
		    g->ref.person != NULL && strcmp(o->ref.person, g->ref.person) == 0 &&
		    strcmp(o->ref.role, g->ref.role) == 0 && replaces(o, g))
			return false;
	}
	return true;
}

void signed_signoffs_gather(struct arena *a, const struct repo *r, const struct policy *p,
    const struct changes *cs, const char *promotion, int64_t now, bool advice,
    struct ledger *ledger, const struct sshsig_tool *tool, struct signed_signoffs *out)
{
	const char *pattern = arena_printf(a, SIGNOFF_REFS "%s/*", promotion);
	struct ref_values refs;

	memset(out, 0, sizeof(*out));
	if (pattern == NULL) {
		error_memory(&out->why);
		return;
	}
	if (refs_after(a, r, cs, pattern, &refs, &out->why) < 0)
		return;
	if (refs.n > SIGNED_SIGNOFFS_MAX) {
		error_set(&out->why, ERROR_UNSUPPORTED, "more than %d sign-offs stand below %s",
		    SIGNED_SIGNOFFS_MAX, escape(a, pattern));
		error_mend(&out->why, "start the promotion anew, under another id");
		return;
	}
	out->list = arena_array(a, refs.n + 1, sizeof(*out->list));
	if (out->list == NULL) {
		error_memory(&out->why);
		return;
	}
	for (; out->n < refs.n; out->n++)
		signed_signoff_load(
		    a, r, p, refs.list[out->n].name, &refs.list[out->n].id, &out->list[out->n]);
	for (size_t i = 0; i < out->n; i++)
		out->list[i].latest = is_latest(out, &out->list[i]);
	for (size_t i = 0; i < out->n; i++)
		find_arrival(a, r, cs, &refs.list[i], now, advice, ledger, &out->list[i]);
	verify(a, tool, out->list, out->n);
	out->complete = true;
}

const struct signed_signoff *signed_signoffs_find(const struct signed_signoffs *gs,
    const struct person *who, const struct role *role, const char *environment, const char *kind)
{
	const struct signed_signoff *found = NULL;
	bool fits = false;

	for (size_t i = 0; i < gs->n; i++) {
		const struct signed_signoff *g = &gs->list[i];
		bool this = g->unreadable.kind != ERROR_NONE ||
		    (promotion_same(g->tag.kind, kind) &&
		        strcmp(g->tag.environment, environment) == 0);

		if (!g->latest || g->person != who || g->role != role || (fits && !this))
			continue;
		if (found != NULL && fits == this && found->ref.sequence > g->ref.sequence)
			continue;
		found = g;
		fits = this;
	}
	return found;
}
