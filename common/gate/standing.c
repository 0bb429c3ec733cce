#include "gate/standing.h"

#include "audit/apart.h"
#include "audit/audit.h"
#include "audit/walk.h"
#include "base/pattern.h"
#include "base/safefile.h"
#include "git/commit.h"
#include "gate/audit_tree.h"
#include "gate/gate.h"
#include "git/refs.h"
#include "policy/published.h"
#include "policy/refalias.h"
#include "promotion/signoff_tag.h"

#define ENTRIES_MAX 20000 /* that may have been written since */

/* The entry, and its part about the ref. */
struct question {
	const struct standing *all;
	struct audit_seen seen;
	const struct audit_ref *ref;
	bool met; /* what the verdict had read of the audit is reached */
};

static int again(struct error *e)
{
	return error_mend(e, "push again: the gate then judges it by the present state");
}

static int check_time(const struct question *q, const struct audit_step *step, struct error *e)
{
	char until[WHEN_MAX], now[WHEN_MAX];

	if (step->holds_until == 0)
		return 0;
	if (q->all->now + GATE_CLOCK_SLACK < q->seen.at) {
		error_set(e, ERROR_UNREADABLE,
		    "the server's clock is earlier than the verdict on %s, so nobody can say "
		    "whether that still holds",
		    q->ref->name);
		return error_mend(
		    e, "the administrator sets the clock of the server; then push again");
	}
	if (q->all->now <= step->holds_until)
		return 0;
	error_set(e, ERROR_ABSENT, "the verdict on %s held until %s (%s), and it is %s",
	    q->ref->name, when_format(step->holds_until, until), step->holds_by,
	    when_format(q->all->now, now));
	return again(e);
}

/* `Policy` ends in the digest of its bytes. */
static int check_policy(const struct question *q, struct error *e)
{
	const struct policy_file *f = q->all->file;
	const char *said = q->seen.entry.policy, *is = said != NULL ? strrchr(said, ':') : NULL;
	const char *digest = policy_file_digest(q->all->arena, f);
	struct fact published = { .is = FACT_YES };

	/* Another node may have published the next one. */
	if (apart_named(q->all->repo))
		published_find(q->all->arena, q->all->repo, f, &published);
	if (published.is == FACT_UNKNOWN)
		return error_copy(e, &published.why);
	if (is != NULL && digest != NULL && strcmp(is + 1, digest) == 0 && published.is == FACT_YES)
		return 0;
	error_set(e, ERROR_ABSENT, "the policy has changed since the verdict on %s", q->ref->name);
	return again(e);
}

/* Is a file beside the policy what the entry keeps under its name, or neither there? */
static int is_kept(const struct question *q, const git_tree *tree, const char *path,
    const char *name, bool *kept, struct error *e)
{
	const git_tree_entry *entry = git_tree_entry_byname(tree, name);
	struct safefile file;
	struct error why = { 0 };
	git_oid id;

	*kept = entry == NULL;
	if (path == NULL ||
	    safefile_read(q->all->arena, path, AUDIT_TREE_KEYS_MAX, &file, &why) < 0)
		return 0;
	if (git_odb_hash(&id, file.bytes, file.len, GIT_OBJECT_BLOB) < 0)
		return error_memory(e);
	*kept = entry != NULL && git_oid_equal(git_tree_entry_id(entry), &id);
	return 0;
}

static int check_keys(const struct question *q, struct error *e)
{
	const struct policy_file *f = q->all->file;
	const struct {
		const char *path, *name;
	} files[] = { { f->signers, "allowed_signers" }, { f->revoked, "revoked_keys" } };
	git_tree *tree = NULL;
	bool kept = true;
	int rc = 0;

	if (git_tree_lookup(&tree, q->all->repo->git, &q->seen.tree) < 0)
		return repo_error(
		    q->all->arena, GIT_ERROR, e, "the verdict's entry cannot be read");
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]) && rc == 0 && kept; i++) {
		rc = is_kept(q, tree, files[i].path, files[i].name, &kept, e);
		if (rc == 0 && !kept)
			error_set(e, ERROR_ABSENT, "%s has changed since the verdict on %s",
			    files[i].name, q->ref->name);
	}
	git_tree_free(tree);
	return rc < 0 || kept ? rc : again(e);
}

static bool lies_below(const char *name, const char *other)
{
	size_t n = strlen(other);

	return strncmp(name, other, n) == 0 && name[n] == '/';
}

/* Is no ref above or below that name, nor to be one? */
static int has_room(const struct standing *s, const char *name, bool *room, struct error *e)
{
	char *above = arena_strdup(s->arena, name), *end;
	const char *all_below = arena_printf(s->arena, "%s/*", name);
	struct ref_values below;
	git_oid value = { 0 };

	if (above == NULL || all_below == NULL)
		return error_memory(e);
	if (refs_now(s->arena, s->repo, all_below, &below, e) < 0)
		return -1;
	*room = below.n == 0;
	for (size_t i = 0; i < s->transaction->n && *room; i++) {
		const struct ref_update *u = &s->transaction->list[i];

		*room = git_oid_is_zero(&u->new) ||
		    (!lies_below(u->ref, name) && !lies_below(name, u->ref));
	}
	while (*room && (end = strrchr(above, '/')) != NULL) {
		*end = '\0';
		if (!lies_below(above, "refs") || strchr(above + sizeof("refs"), '/') == NULL)
			return 0;
		if (transaction_value(s->arena, s->repo, above, &value, e) < 0)
			return -1;
		*room = git_oid_is_zero(&value);
	}
	return 0;
}

/* What the ref is once this transaction is through. Since 2.50 git moves all refs of a push in one,
 * and leaves those out that it refuses by themselves; but it tells its hook of these too. */
static int value_after(const struct standing *s, const char *name, git_oid *value, struct error *e)
{
	bool room = true;

	if (transaction_value(s->arena, s->repo, name, value, e) < 0)
		return -1;
	for (size_t i = 0; i < s->transaction->n; i++) {
		const struct ref_update *u = &s->transaction->list[i];

		if (strcmp(u->ref, name) != 0 || !git_oid_equal(&u->old, value))
			continue;
		if (git_oid_is_zero(value) && has_room(s, name, &room, e) < 0)
			return -1;
		if (room)
			*value = u->new;
		return 0;
	}
	return 0;
}

/* Does the verdict's own push bring the ref to that value? */
static bool comes_in_now(const struct question *q, const struct audit_rest *rest)
{
	for (size_t i = 0; i < q->seen.entry.nrefs; i++)
		if (strcmp(q->seen.entry.refs[i].name, rest->ref) == 0 &&
		    git_oid_equal(&q->seen.entry.refs[i].new, &rest->value))
			return true;
	return false;
}

static int check_rest(const struct question *q, const struct audit_rest *rest, struct error *e)
{
	const char *name = escape_undo(q->all->arena, rest->ref);
	git_oid value;

	if (name == NULL)
		return error_memory(e);
	if (value_after(q->all, name, &value, e) < 0)
		return -1;
	if (!git_oid_is_zero(&rest->value) && git_oid_equal(&value, &rest->value))
		return 0;
	if (comes_in_now(q, rest)) {
		error_set(e, ERROR_ABSENT, "%s rests on %s; what it rests on comes in now",
		    q->ref->name, rest->ref);
		return error_mend(e,
		    "push again with --atomic, so that all comes in at once; or push %s first",
		    rest->ref);
	}
	error_set(e, ERROR_ABSENT, "%s rests on %s, which has changed since the verdict",
	    q->ref->name, rest->ref);
	return again(e);
}

/* No ref that can be taken for a new one has come in; for one that the policy has exactly, none
 * can. */
static int check_name(const struct question *q, struct error *e)
{
	struct arena *a = q->all->arena;
	const char *ref = escape_undo(a, q->ref->name), *names[REFALIAS_NAMES];
	const struct environment *env;
	git_oid value;

	if (ref == NULL)
		return error_memory(e);
	env = policy_environment_of(&q->all->file->policy, ref);
	if (!git_oid_is_zero(&q->ref->old) || env == NULL || pattern_exact(env->ref))
		return 0;
	if (refalias_names(a, ref, names) < 0)
		return error_memory(e);
	for (size_t i = 0; i < REFALIAS_NAMES; i++) {
		if (names[i] == NULL)
			continue;
		if (value_after(q->all, names[i], &value, e) < 0)
			return -1;
		if (git_oid_is_zero(&value))
			continue;
		error_set(e, ERROR_ABSENT, "%s is there, which can be taken for %s",
		    escape(a, names[i]), q->ref->name);
		return error_mend(
		    e, "its owner deletes it first:\ngit push origin :%s", shellword(a, names[i]));
	}
	return 0;
}

static bool promotes(const struct audit_step *step)
{
	return step->kind != NULL && strcmp(step->kind, "promotion") == 0;
}

/* Each sign-off below its id is one that the verdict has counted, or has counted out. */
static int check_signoffs(const struct question *q, const struct audit_step *step, struct error *e)
{
	struct arena *a = q->all->arena;
	struct ref_values now;

	if (!promotes(step) || step->promotion == NULL)
		return 0;
	if (refs_now(a, q->all->repo, arena_printf(a, SIGNOFF_REFS "%s/*", step->promotion), &now,
	        e) < 0)
		return -1;
	for (size_t i = 0; i < now.n; i++) {
		const char *name = escape_whole(a, now.list[i].name);
		bool known = false;

		for (size_t k = 0; k < step->nrests && !known; k++)
			known = strcmp(step->rests[k].ref, name) == 0;
		if (known)
			continue;
		error_set(
		    e, ERROR_ABSENT, "%s came in since the verdict on %s", name, q->ref->name);
		return again(e);
	}
	return 0;
}

static int check_step(const struct question *q, const struct audit_step *step, struct error *e)
{
	if (check_time(q, step, e) < 0)
		return -1;
	for (size_t i = 0; i < step->nrests; i++)
		if (check_rest(q, &step->rests[i], e) < 0)
			return -1;
	return check_signoffs(q, step, e);
}

/* Is that object about what this step brings, under whatever id: about the candidate, or about the
 * merge where that differs? 1, 0, or -1. */
static int is_about(
    const struct question *q, const struct audit_step *step, const git_oid *id, struct error *e)
{
	git_object *word = NULL, *tree = NULL;
	struct commit candidate, merge;
	int rc;

	if (!promotes(step) || git_oid_is_zero(id))
		return 0;
	if (commit_load(q->all->arena, q->all->repo, &step->candidate, &candidate, e) < 0 ||
	    commit_load(q->all->arena, q->all->repo, &step->tip, &merge, e) < 0)
		return -1;
	rc = git_object_lookup(&word, q->all->repo->git, id, GIT_OBJECT_ANY);
	if (rc == 0)
		rc = git_object_peel(&tree, word, GIT_OBJECT_TREE);
	if (rc == 0)
		rc = git_oid_equal(git_object_id(tree), &candidate.tree) ||
		    git_oid_equal(git_object_id(tree), &merge.tree);
	git_object_free(tree);
	git_object_free(word);
	if (rc == GIT_ENOTFOUND && apart_named(q->all->repo))
		return 1; /* another node let it in */
	return rc >= 0 ?
	    rc :
	    repo_error(q->all->arena, GIT_ERROR, e, "a sign-off that came in cannot be read");
}

static bool goes_back(const struct audit_ref *ref)
{
	for (size_t i = 0; i < ref->nsteps; i++)
		if (ref->steps[i].exception != NULL &&
		    begins_with(ref->steps[i].exception, "rollback"))
			return true;
	return false;
}

static bool same(const char *environment, const char *other)
{
	return environment != NULL && other != NULL && strcmp(environment, other) == 0;
}

/* Is it the environment of the ref, or its source? */
static bool is_near(const struct question *q, const char *environment)
{
	return same(q->ref->environment, environment) || same(q->ref->from, environment);
}

/* Both would be the first ref of the pattern; each tag is a release of its own. */
static bool both_begin(const struct audit_ref *ref, const struct audit_ref *other)
{
	return ref->from != NULL && git_oid_is_zero(&ref->old) && git_oid_is_zero(&other->old) &&
	    same(ref->environment, other->environment) && !refs_is_tag(ref->name);
}

/* A word about the same, or another ref of its environment or of its source that went back, or one
 * that began as it does. */
static int meet(const struct question *q, const struct audit_ref *other, struct error *e)
{
	bool word = begins_with(other->name, SIGNOFF_REFS);
	int rc = is_near(q, other->environment) && strcmp(other->name, q->ref->name) != 0 &&
	    (goes_back(other) || both_begin(q->ref, other));

	for (size_t i = 0; word && i < q->ref->nsteps && rc == 0; i++)
		rc = is_about(q, &q->ref->steps[i], &other->new, e);
	if (rc <= 0)
		return rc;
	error_set(e, ERROR_ABSENT, "%s came in since the verdict on %s", other->name, q->ref->name);
	return again(e);
}

/* What moved now may have been judged before: whether it went back is told there. */
static int meet_moved(const struct question *q, const struct audit_seen *seen,
    const struct audit_ref *moved, struct error *e)
{
	const struct policy *p = &q->all->file->policy;
	const char *name = escape_undo(q->all->arena, moved->name);
	const struct environment *env = name != NULL ? policy_environment_of(p, name) : NULL;
	struct audit_seen verdict;
	int rc = 0;

	if (name == NULL)
		return error_memory(e);
	if (env == NULL || !is_near(q, env->id) || git_oid_is_zero(&seen->entry.verdict))
		return 0;
	if (audit_read(q->all->arena, q->all->repo, &seen->entry.verdict, &verdict, e) < 0)
		return -1;
	for (size_t i = 0; i < verdict.entry.nrefs && rc == 0; i++)
		if (strcmp(verdict.entry.refs[i].name, moved->name) == 0)
			rc = meet(q, &verdict.entry.refs[i], e);
	return rc;
}

static int look_at(void *ctx, const struct audit_seen *seen, struct error *e)
{
	struct question *q = ctx;
	const struct audit_entry *entry = &seen->entry;
	bool judged = entry->kind == AUDIT_VERDICT;

	q->met = git_oid_equal(&seen->before, &q->seen.entry.audit);
	if (git_oid_equal(&seen->id, &q->seen.id) || git_oid_equal(&entry->verdict, &q->seen.id) ||
	    !(judged ? entry->decision == VERDICT_ACCEPT : entry->moved == AUDIT_MOVED))
		return q->met;
	for (size_t i = 0; i < entry->nrefs; i++)
		if (meet(q, &entry->refs[i], e) < 0 ||
		    (!judged && meet_moved(q, seen, &entry->refs[i], e) < 0))
			return -1;
	return q->met;
}

/* Back to what the verdict had read; where it had found no audit, that is all of it. */
static int check_since(struct question *q, struct error *e)
{
	git_oid tip;
	int there;

	if (audit_tip(q->all->arena, q->all->repo, &tip, &there, e) < 0 ||
	    (there && audit_walk(q->all->repo, &tip, ENTRIES_MAX, look_at, q, e) < 0))
		return -1;
	if (q->met || git_oid_is_zero(&q->seen.entry.audit))
		return 0;
	error_set(e, ERROR_UNREADABLE,
	    "the audit does not tell in its newest %d entries what came in since the verdict on %s",
	    ENTRIES_MAX, q->ref->name);
	return again(e);
}

int standing_check(
    const struct standing *s, const git_oid *verdict, const char *ref, struct error *e)
{
	struct question q = { .all = s };

	if (audit_read(s->arena, s->repo, verdict, &q.seen, e) < 0)
		return -1;
	if (!q.seen.entry.tells)
		return 0;
	for (size_t i = 0; i < q.seen.entry.nrefs; i++)
		if (strcmp(q.seen.entry.refs[i].name, ref) == 0)
			q.ref = &q.seen.entry.refs[i];
	if (q.ref == NULL)
		return error_set(e, ERROR_MALFORMED, "the verdict does not name %s", ref);
	if (check_policy(&q, e) < 0 || check_keys(&q, e) < 0 || check_name(&q, e) < 0)
		return -1;
	for (size_t i = 0; i < q.ref->nsteps; i++)
		if (check_step(&q, &q.ref->steps[i], e) < 0)
			return -1;
	return check_since(&q, e);
}
