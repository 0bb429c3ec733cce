#include "audit/verify.h"

#include "audit/audit.h"
#include "git/refs.h"
#include "audit/held.h"
#include "audit/policies.h"
#include "audit/sound.h"
#include "audit/index.h"
#include "audit/walk.h"

struct verifying {
	struct arena *arena;
	const struct repo *repo;
	const git_oid *against;
	FILE *out;
	struct audit_check *found;
	struct audit_sound files;
	struct audit_held held;
	struct audit_signed seals;
	struct lookup judged; /* policies by which entries say that they judged as published */
	struct lookup logged; /* what the reflog of the audit names, and was not met yet */
	struct transcript kept;
	git_oid start; /* zero when the repository has none */
	bool met_copy, met_start;
};

/* A line about an entry, or NULL. */
__attribute__((format(printf, 3, 4))) static void problem(
    struct verifying *v, const git_oid *entry, const char *fmt, ...)
{
	va_list ap;

	v->found->problems++;
	fprintf(v->out, "%s ", entry != NULL ? oid_short(v->arena, entry) : "-------");
	va_start(ap, fmt);
	vfprintf(v->out, say(fmt), ap);
	va_end(ap);
	fputc('\n', v->out);
}

static void entry_problem(void *ctx, const git_oid *entry, const char *text)
{
	problem(ctx, entry, "%s", text);
}

/* Does the entry say that its policy was the one that everyone can fetch? */
static bool says_published(const struct audit_entry *entry)
{
	for (size_t i = 0; i < entry->nrefs; i++)
		for (size_t k = 0; k < entry->refs[i].nsteps; k++)
			if (audit_list_has(
			        entry->refs[i].steps[k].rules[OUTCOME_MET], "policy-published"))
				return true;
	return false;
}

static int note_policy(struct verifying *v, const struct audit_seen *seen)
{
	const char *line = seen->entry.policy;
	git_oid *id;

	if (line == NULL || seen->entry.decision != VERDICT_ACCEPT ||
	    !says_published(&seen->entry) || lookup_text(&v->judged, line) != NULL)
		return 0;
	line = arena_strdup(v->arena, line);
	id = arena_alloc(v->arena, sizeof(*id));
	if (line == NULL || id == NULL)
		return -1;
	*id = seen->id;
	return lookup_set_text(v->arena, &v->judged, line, id);
}

/* What the reflog of a ref says that it moved on from was in its history; what it would have moved
 * to may have been lost with a process that was killed. A copy has no reflog. */
static int read_log(struct verifying *v, const char *ref, struct lookup *logged, struct error *e)
{
	git_reflog *log = NULL;
	git_oid *ids;
	size_t n;
	int rc = git_reference_has_log(v->repo->git, ref), ret = 0;

	if (rc == 1)
		rc = git_reflog_read(&log, v->repo->git, ref);
	if (rc < 0)
		return repo_error(v->arena, GIT_ERROR, e, "%s has no readable reflog", ref);
	n = log != NULL ? git_reflog_entrycount(log) : 0;
	ids = arena_array(v->arena, n + 1, sizeof(*ids)); /* the newest first */
	if (ids == NULL)
		ret = error_memory(e);
	for (size_t i = n; i-- > 0 && ret == 0;) {
		ids[i] = *git_reflog_entry_id_old(git_reflog_entry_byindex(log, i));
		if (!git_oid_is_zero(&ids[i]) &&
		    lookup_set(v->arena, logged, &ids[i], sizeof(ids[i]), &ids[i]) < 0)
			ret = error_memory(e);
	}
	git_reflog_free(log);
	return ret;
}

/* Each policy is there, and approved where it says so; each that was judged by is one of them. */
static int check_policies(struct verifying *v, struct error *e)
{
	struct policies p;
	struct lookup logged = { 0 };
	struct error why = { 0 };

	if (read_log(v, PUBLISHED_REF, &logged, e) < 0)
		return -1;
	if (policies_read(v->arena, v->repo, &p, &why) < 0) {
		if (why.kind == ERROR_MEMORY)
			return error_memory(e);
		problem(v, NULL, "%s", why.text);
		return 0;
	}
	v->found->policies = p.n;
	for (size_t i = 0; i < p.n; i++) {
		v->found->approved += p.list[i].approved;
		if (lookup_set(v->arena, &logged, &p.list[i].is->id, sizeof(git_oid), NULL) < 0)
			return error_memory(e);
		if (p.list[i].why.kind != ERROR_NONE)
			problem(v, &p.list[i].is->id, "the policy %s of " PUBLISHED_REF ": %s",
			    p.list[i].is->version, p.list[i].why.text);
	}
	for (size_t i = 0; i < logged.room; i++)
		if (logged.slots[i].value != NULL)
			problem(v, logged.slots[i].value,
			    "its reflog tells that " PUBLISHED_REF
			    " was at this policy, which it no longer has: it was rewritten");
	for (size_t i = 0; i < v->judged.room && (p.n > 0 || v->held.policy != NULL); i++) {
		const struct lookup_slot *slot = &v->judged.slots[i];

		if (slot->value != NULL && policies_of(&p, slot->key) == NULL)
			problem(v, slot->value,
			    "judged by the policy %s, which is not at " PUBLISHED_REF,
			    (const char *)slot->key);
	}
	return 0;
}

/* A push reads the bytes that are kept in place of the object. */
static void check_kept(struct verifying *v, const git_oid *entry, bool there)
{
	const char *path = arena_printf(v->arena, "%s" TRANSCRIPT_NAME, v->repo->dir), *bytes;
	git_oid id;
	size_t len;

	if (!transcript_next(&v->kept, &id) || (there && !git_oid_equal(&id, entry)))
		return;
	bytes = there ? transcript_take(&v->kept, entry, &len) : NULL;
	if (bytes != NULL && git_odb_hash(&id, bytes, len, GIT_OBJECT_COMMIT) == 0 &&
	    git_oid_equal(&id, entry))
		return;
	problem(v, there ? entry : &id,
	    there ? "its bytes in " TRANSCRIPT_NAME
	            " are others; pushes make the file again after: rm %s" :
	            TRANSCRIPT_NAME
	        " has it, and the audit does not; pushes make the file again after: rm %s",
	    shellword(v->arena, path != NULL ? path : ""));
}

/* What it does not lead to, a push does not see. */
static int check_index(struct verifying *v, struct error *e)
{
	const char *path = arena_printf(v->arena, "%s" INDEX_NAME, v->repo->dir);
	bool same;

	if (path == NULL)
		return error_memory(e);
	if (index_verify(v->arena, v->repo, &same, e) < 0)
		return -1;
	if (!same)
		problem(v, NULL,
		    INDEX_NAME " leads to other entries than the audit has; pushes make the file "
		               "again after: rm %s",
		    shellword(v->arena, path));
	return 0;
}

static int look_at(void *ctx, const struct audit_seen *seen, struct error *e)
{
	struct verifying *v = ctx;
	const git_oid *logged;

	v->found->entries++;
	v->found->verdicts += seen->entry.kind == AUDIT_VERDICT;
	if (v->against != NULL && git_oid_equal(&seen->id, v->against))
		v->met_copy = true;
	v->met_start = v->met_start || git_oid_equal(&seen->id, &v->start);
	logged = lookup_id(&v->logged, &seen->id);
	if (logged != NULL && lookup_set(v->arena, &v->logged, logged, sizeof(*logged), NULL) < 0)
		return error_memory(e);
	if (note_policy(v, seen) < 0)
		return error_memory(e);
	audit_sound_check(v->arena, v->repo, seen, &v->files);
	check_kept(v, &seen->id, true);
	if (audit_signed_see(&v->seals, seen, e) < 0)
		return -1;
	witness_see(&v->found->witness, seen);
	return audit_held_see(&v->held, seen, e);
}

/* A clone that fetched the audit alone has no start. */
static int read_start(struct verifying *v, struct error *e)
{
	int rc = refs_kept(v->repo, AUDIT_START, &v->start);

	v->met_start = rc == GIT_ENOTFOUND;
	return rc == 0 || rc == GIT_ENOTFOUND ?
	    0 :
	    repo_error(v->arena, GIT_ERROR, e, AUDIT_START " cannot be read");
}

/* The ref was moved back, or rewritten. */
static void say_vanished(struct verifying *v)
{
	const git_oid *newest = NULL;
	size_t n = 0;

	for (size_t i = 0; i < v->logged.room; i++) {
		const git_oid *id = v->logged.slots[i].value;

		if (id == NULL)
			continue;
		if (newest == NULL || id < newest)
			newest = id; /* the reflog has the newest first */
		n++;
	}
	if (n > 0)
		problem(v, newest,
		    "the newest of %zu entries of which its reflog tells, and that the audit does "
		    "not have: entries have vanished",
		    n);
}

static void say_held(struct verifying *v)
{
	const struct audit_held *h = &v->held;

	for (size_t i = 0; i < h->n; i++) {
		const struct held_finding *f = &h->list[i];
		const git_oid *entry = git_oid_is_zero(&f->entry) ? NULL : &f->entry;

		if (f->mend == HELD_SETTLED)
			v->found->settled++;
		else
			problem(v, entry, "%s", f->text);
	}
}

static int read_log_of_witness(
    struct verifying *v, const struct audit_verify_input *in, struct error *e)
{
	struct witness *w = &v->found->witness;

	*w = (struct witness){
		.arena = v->arena, .say = entry_problem, .ctx = v, .known = in->log_known
	};
	return in->log != NULL ? witness_load(w, v->repo, in->log, in->witnesses, e) : 0;
}

int audit_verify(struct arena *a, const struct repo *r, const struct audit_verify_input *in,
    FILE *out, struct audit_check *found, struct error *e)
{
	struct verifying v = {
		.arena = a, .repo = r, .against = in->against, .out = out, .found = found
	};
	git_oid tip;
	int there, rc;

	v.seals = (struct audit_signed){
		.arena = a, .repo = r, .keys = in->keys, .say = entry_problem, .ctx = &v
	};
	v.files = (struct audit_sound){ .say = entry_problem, .ctx = &v };
	memset(found, 0, sizeof(*found));
	/* The reflog first: entries that come in now are not yet in it. */
	if (read_log(&v, AUDIT_REF, &v.logged, e) < 0 || audit_tip(a, r, &tip, &there, e) < 0)
		return -1;
	if (!there)
		return error_set(e, ERROR_ABSENT, "there is no " AUDIT_REF " here");
	if (read_start(&v, e) < 0 || read_log_of_witness(&v, in, e) < 0)
		return -1;
	v.held = (struct audit_held){ .arena = a, .repo = r, .policy = in->policy };
	transcript_open(a, r, &v.kept);
	rc = audit_walk(r, &tip, 0, look_at, &v, e);
	if (rc == 0)
		check_kept(&v, NULL, false);
	transcript_close(&v.kept);
	if (rc == 0)
		rc = check_index(&v, e);
	if (audit_signed_end(&v.seals, e) < 0 || rc < 0 || audit_held_end(&v.held, e) < 0)
		return -1;
	found->evidence = v.files.evidence;
	found->signed_entries = v.seals.n;
	found->good = v.seals.verified;
	found->newest_signed = v.seals.newest;
	found->refs = v.held.refs;
	say_held(&v);
	if (check_policies(&v, e) < 0)
		return -1;
	say_vanished(&v);
	witness_end(&found->witness);
	if (v.against != NULL && !v.met_copy)
		problem(&v, v.against,
		    "the newest entry of the copy is not in this audit: entries have vanished");
	if (!v.met_start)
		problem(&v, &v.start,
		    "the audit has it from its beginning, as " AUDIT_START
		    " says, and it is not in this one");
	return a->exhausted ? error_memory(e) : 0;
}
