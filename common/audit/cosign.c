#include "audit/cosign.h"

#include "audit/audit.h"
#include "audit/note.h"
#include "audit/remote.h"
#include "audit/seal.h"
#include "audit/sound.h"
#include "audit/walk.h"
#include "git/history.h"

#define FOUND "refs/witness/found" /* what the remote showed last, whatever that is */

struct cosigning {
	struct arena *arena;
	const struct repo *store;
	const struct cosign_input *in;
	struct cosigned *out;
	git_oid log, known; /* the last note; what it saw; zero for nothing yet */
	int64_t at; /* of that note */
	git_oid tip; /* what the remote has now */
	bool met; /* that goes on from what was known */
	struct audit_sound files;
	struct audit_signed seals;
};

static void finding(void *ctx, const git_oid *entry, const char *text)
{
	struct cosigning *c = ctx;

	c->out->findings++;
	fprintf(
	    c->in->out, "%s %s\n", entry != NULL ? oid_short(c->arena, entry) : "-------", text);
}

/* Zero when there is none. 0 or -1. */
static int read_ref(struct cosigning *c, const char *name, git_oid *out, struct error *e)
{
	int rc = git_reference_name_to_id(out, c->store->git, name);

	if (rc == 0)
		return 0;
	memset(out, 0, sizeof(*out));
	return rc == GIT_ENOTFOUND ?
	    0 :
	    repo_error(c->arena, GIT_ERROR, e, "the log of this witness cannot be read");
}

/* What this clone has copied is never ahead of what its log says. */
static int hold_copy(struct cosigning *c, struct error *e)
{
	struct fact within = { .is = FACT_YES };
	git_oid copy;

	if (read_ref(c, AUDIT_REF, &copy, e) < 0)
		return -1;
	if (git_oid_is_zero(&c->known))
		c->known = copy; /* before the first note */
	else if (!git_oid_is_zero(&copy))
		history_reaches(c->arena, c->store, &c->known, &copy, &within);
	if (within.is == FACT_UNKNOWN)
		return error_copy(e, &within.why);
	if (within.is == FACT_NO)
		return error_set(e, ERROR_MALFORMED,
		    "this clone has copied the audit up to %s, and the log of this witness says "
		    "%s: one of them was changed",
		    oid_short(c->arena, &copy), oid_short(c->arena, &c->known));
	return 0;
}

/* Where the witness left it. */
static int read_log(struct cosigning *c, struct error *e)
{
	struct error why = { 0 };
	struct note note;
	enum answer is;

	if (read_ref(c, NOTE_LOG, &c->log, e) < 0)
		return -1;
	if (git_oid_is_zero(&c->log))
		return hold_copy(c, e);
	is = witness_newest(c->arena, c->store, &c->log, c->in->own, &note, &c->at, &why);
	if (is == FACT_UNKNOWN)
		return error_copy(e, &why);
	if (is == FACT_NO)
		return error_set(e, ERROR_MALFORMED,
		    "the end of this log, %s, was not written by this witness: %s",
		    oid_short(c->arena, &c->log), why.text);
	if (c->in->now < c->at)
		return error_set(e, ERROR_UNREADABLE,
		    "the clock says %s, and the log of this witness ends at %s: one of them is "
		    "wrong",
		    when_text(c->arena, c->in->now), when_text(c->arena, c->at));
	c->known = note.entry;
	return hold_copy(c, e);
}

static int look_at(void *ctx, const struct audit_seen *seen, struct error *e)
{
	struct cosigning *c = ctx;

	c->met = git_oid_equal(&seen->id, &c->known);
	if (audit_signed_see(&c->seals, seen, e) < 0)
		return -1;
	if (c->met)
		return 1;
	c->out->fresh++;
	audit_sound_check(c->arena, c->store, seen, &c->files);
	if (!git_oid_is_zero(&c->log) && seen->at < c->at - WITNESS_SLACK)
		finding(c, &seen->id,
		    say_printf(c->arena,
		        "it says that it was written at %s, and at %s it was not there yet",
		        when_text(c->arena, seen->at), when_text(c->arena, c->at)));
	if (seen->at > c->in->now + WITNESS_SLACK)
		finding(c, &seen->id,
		    say_printf(c->arena, "it says that it was written at %s, and it is %s",
		        when_text(c->arena, seen->at), when_text(c->arena, c->in->now)));
	return 0;
}

/* In which way it does not go on. -1. */
static int say_broken(struct cosigning *c, struct error *e)
{
	const char *known = oid_short(c->arena, &c->known), *tip = oid_short(c->arena, &c->tip);
	git_oid base;

	if (git_merge_base(&base, c->store->git, &c->known, &c->tip) != 0)
		error_set(e, ERROR_MALFORMED,
		    "another audit is there: %s has nothing in common with %s, which was seen "
		    "before",
		    tip, known);
	else if (git_oid_equal(&base, &c->tip))
		error_set(e, ERROR_MALFORMED,
		    "the audit was rewound: it ends at %s, and %s was seen before", tip, known);
	else
		error_set(e, ERROR_MALFORMED,
		    "the audit was rewritten after %s: %s is there, and %s was seen before",
		    oid_short(c->arena, &base), tip, known);
	return error_mend(e, "keep this clone; what is there now is %s in it:\ngit log %s..%s",
	    FOUND, known, FOUND);
}

static int hold(struct cosigning *c, struct error *e)
{
	int rc;

	c->files = (struct audit_sound){ .say = finding, .ctx = c };
	c->seals = (struct audit_signed){
		.arena = c->arena, .repo = c->store, .keys = c->in->host, .say = finding, .ctx = c
	};
	rc = audit_walk(c->store, &c->tip, 0, look_at, c, e);
	if (rc == 0 && !c->met && !git_oid_is_zero(&c->known))
		rc = say_broken(c, e);
	if (audit_signed_end(&c->seals, e) < 0)
		rc = -1;
	return rc;
}

static int cannot_write(struct cosigning *c, struct error *e)
{
	return repo_error(c->arena, GIT_ERROR, e, "the log of this witness cannot be written");
}

static int write_note(struct cosigning *c, const char *message, struct error *e)
{
	const struct audit_seal seal = { FACT_YES, c->in->key, false, NOTE_SPACE };
	git_commit *before = NULL;
	git_tree *tree = NULL;
	git_oid empty;
	int rc;

	if (audit_empty_tree(c->arena, c->store, &empty, e) < 0)
		return -1;
	rc = git_tree_lookup(&tree, c->store->git, &empty);
	if (rc == 0 && !git_oid_is_zero(&c->log))
		rc = git_commit_lookup(&before, c->store->git, &c->log);
	if (rc == 0)
		rc = audit_commit(c->arena, c->store, &seal, "Sluis witness", c->in->now, message,
		    tree, before, &c->out->note, e);
	git_commit_free(before);
	git_tree_free(tree);
	if (rc == GIT_EUSER)
		return error_mend(e,
		    "look at the key that sluis.witnessKey names in this clone; it has no "
		    "passphrase, and no agent is asked");
	return rc == 0 ? 0 : cannot_write(c, e);
}

/* A note that nobody would believe is not appended. */
static int check_note(struct cosigning *c, struct error *e)
{
	struct error why = { 0 };
	struct note note;
	int64_t at;

	if (witness_newest(c->arena, c->store, &c->out->note, c->in->own, &note, &at, &why) ==
	    FACT_YES)
		return 0;
	error_set(e, ERROR_UNREADABLE, "%s signs, and its signature is none of this witness: %s",
	    escape(c->arena, c->in->key), why.text);
	return error_mend(e,
	    "add its public half to the file that sluis.witnessSigners names, as\n"
	    "NAME namespaces=\"" NOTE_SPACE "\" PUBLIC-KEY");
}

/* The log first: without it, the copy says nothing. */
static int move_refs(struct cosigning *c, struct error *e)
{
	git_reference *ref = NULL, *copy = NULL;
	bool first = git_oid_is_zero(&c->log);
	int rc = first ?
	    git_reference_create(&ref, c->store->git, NOTE_LOG, &c->out->note, 0, "witness") :
	    git_reference_create_matching(
	        &ref, c->store->git, NOTE_LOG, &c->out->note, 1, &c->log, "witness");

	if (rc == 0)
		rc = git_reference_create(&copy, c->store->git, AUDIT_REF, &c->tip, 1, "witness");
	git_reference_free(ref);
	git_reference_free(copy);
	return rc == 0 ? 0 : cannot_write(c, e);
}

static int append(struct cosigning *c, struct error *e)
{
	const struct note note = { c->tip };
	const char *message = note_text(c->arena, &note, c->out->fresh);

	if (message == NULL)
		return error_memory(e);
	if (write_note(c, message, e) < 0 || check_note(c, e) < 0)
		return -1;
	c->out->entry = c->tip;
	return move_refs(c, e);
}

/* Whatever was seen before is not there any more. */
static int say_gone(struct cosigning *c, struct error *e)
{
	if (e->kind != ERROR_ABSENT || git_oid_is_zero(&c->known))
		return -1;
	return error_set(e, ERROR_MALFORMED,
	    "the audit is gone: %s has no " AUDIT_REF ", and %s of it was seen before",
	    escape(c->arena, c->in->remote), oid_short(c->arena, &c->known));
}

int cosign(struct arena *a, const struct repo *store, const struct cosign_input *in,
    struct cosigned *out, struct error *e)
{
	struct cosigning c = { .arena = a, .store = store, .in = in, .out = out };

	memset(out, 0, sizeof(*out));
	if (read_log(&c, e) < 0)
		return -1;
	out->first = git_oid_is_zero(&c.known);
	if (remote_tip(a, store, in->remote, AUDIT_REF, &c.tip, e) < 0)
		return say_gone(&c, e);
	if (remote_fetch(a, store, in->remote, AUDIT_REF, FOUND, &c.tip, e) < 0 || hold(&c, e) < 0)
		return -1;
	return append(&c, e);
}
