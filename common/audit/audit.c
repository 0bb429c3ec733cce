#include "audit/audit.h"

#include <signal.h>
#include <sys/file.h>

#include "git/refs.h"
#include "git/progress.h"
#include "audit/apart.h"
#include "audit/ship.h"
#include "audit/walk.h"
#include "base/trouble.h"

#define TURN_S 60
#define TELL_S (PROGRESS_FIRST / 1000)
#define TRY_FOR_MS 8000
#define PAUSE_US 500
#define PAUSE_US_MAX 20000

/* Deleting the audit must not yield a fresh, empty one. */
static int gone(struct arena *a, const struct repo *r, const git_oid *start, struct error *e)
{
	if (apart_named(r)) {
		error_set(e, ERROR_UNREADABLE,
		    AUDIT_REF " is gone from the audit repository %s, and " AUDIT_START
		              " there says that it began with %s",
		    escape(a, r->apart->url), oid_short(a, start));
		return error_mend(
		    e, "the administrator brings it back there from a copy, such as the one here");
	}
	error_set(e, ERROR_UNREADABLE,
	    AUDIT_REF " is gone, and " AUDIT_START " says that it began with %s",
	    oid_short(a, start));
	return error_mend(e,
	    "the administrator of the server brings it back from a copy:\ngit -c "
	    "core.hooksPath=/dev/null fetch COPY " AUDIT_REF ":" AUDIT_REF);
}

int audit_tip(struct arena *a, const struct repo *r, git_oid *tip, int *found, struct error *e)
{
	git_oid start;
	int rc;

	*found = 0;
	if (apart_ask(a, r, e) < 0)
		return -1;
	rc = refs_kept(r, AUDIT_REF, tip);
	*found = rc == 0;
	if (rc == 0)
		return 0;
	if (rc == GIT_ENOTFOUND)
		rc = refs_kept(r, AUDIT_START, &start);
	if (rc == 0)
		return gone(a, r, &start, e);
	if (rc == GIT_ENOTFOUND)
		return apart_may_begin(a, r, e);
	return repo_error(a, GIT_ERROR, e, AUDIT_REF " cannot be read");
}

/* Whoever pushes hears why nothing happens, once. */
static void tell_waiting(const struct repo *store)
{
	if (store->progress == NULL || store->progress->waits)
		return;
	store->progress->waits = true;
	progress_say(store->progress,
	    say("sluis: waiting: somebody else holds the lock of " AUDIT_REF " ...\n"));
}

/* It need only interrupt the wait. */
static void time_is_over(int signal)
{
	(void)signal;
}

int audit_turn(const struct repo *store)
{
	struct sigaction over = { .sa_handler = time_is_over }, before;
	/* A host may run each push in a copy; what they share is the key to the audit. */
	const char *of = store->apart->identity != NULL ? store->apart->identity : store->dir;
	int fd = open(of, O_RDONLY | O_NONBLOCK | O_CLOEXEC), rc;

	sigemptyset(&over.sa_mask);
	if (fd < 0 || sigaction(SIGALRM, &over, &before) < 0) {
		audit_turn_end(fd);
		return -1;
	}
	alarm(TELL_S);
	rc = flock(fd, LOCK_EX); /* which a process that dies gives back */
	if (rc < 0 && errno == EINTR) {
		tell_waiting(store);
		alarm(TURN_S - TELL_S);
		rc = flock(fd, LOCK_EX);
	}
	alarm(0);
	sigaction(SIGALRM, &before, NULL);
	if (rc == 0)
		return fd;
	close(fd);
	return -1;
}

void audit_turn_end(int turn)
{
	if (turn >= 0)
		close(turn);
}

/* What is about to be appended. */
struct addition {
	struct arena *arena;
	const struct repo *store;
	const struct audit_seal *seal;
	const char *message;
	git_tree *tree;
	struct error why; /* kind is ERROR_NONE unless it cannot be signed */
	int64_t now;
	bool anew; /* its time may be before that of the entry before it */
	const git_oid *judged; /* where it is kept apart, nothing else may be the newest entry */
	bool overtaken; /* something else is */
};

/* Where the audit is kept, on top of what was read there. */
static int move_apart(struct addition *add, const git_oid *tip, const git_oid *entry)
{
	struct apart_move moves[] = { { .ref = AUDIT_REF, .new = *entry },
		{ .ref = AUDIT_START, .new = *entry } };
	int rc;

	if (tip != NULL)
		moves[0].old = *tip;
	rc = apart_write(add->arena, add->store, moves, tip == NULL ? 2 : 1, &add->why);
	return rc == 1 ? GIT_EMODIFIED : rc < 0 ? GIT_EUSER : 0;
}

/* libgit2 would hold the name against those of all packed refs. `tip` is NULL for the first entry
 * ever. */
static int move_here(const struct repo *store, const git_oid *tip, const git_oid *entry)
{
	git_transaction *tx = NULL;
	git_reference *start = NULL;
	git_oid now;
	int rc = git_transaction_new(&tx, store->git);

	if (rc == 0)
		rc = git_transaction_lock_ref(tx, AUDIT_REF);
	if (rc == 0)
		rc = git_reference_name_to_id(&now, store->git, AUDIT_REF);
	if (rc == GIT_ENOTFOUND)
		rc = tip == NULL ? 0 : GIT_EMODIFIED;
	else if (rc == 0 && (tip == NULL || !git_oid_equal(&now, tip)))
		rc = GIT_EMODIFIED;
	if (rc == 0)
		rc = git_transaction_set_target(tx, AUDIT_REF, entry, NULL, "sluis");
	if (rc == 0)
		rc = git_transaction_commit(tx);
	git_transaction_free(tx);
	/* When this cannot be written now, the next entry does it. */
	if (rc == 0 && git_reference_name_to_id(&now, store->git, AUDIT_START) == GIT_ENOTFOUND &&
	    git_reference_create(&start, store->git, AUDIT_START, entry, 0, "sluis") == 0)
		git_reference_free(start);
	return rc;
}

int audit_commit(struct arena *a, const struct repo *store, const struct audit_seal *seal,
    const char *name, int64_t at, const char *message, const git_tree *tree,
    const git_commit *parent, git_oid *out, struct error *why)
{
	const git_commit *parents[] = { parent };
	const char *signature = NULL;
	git_signature *who = NULL;
	git_buf bytes = { 0 };
	int rc = git_signature_new(&who, name, "sluis@localhost", (git_time_t)at, 0);

	if (rc == 0)
		rc = git_commit_create_buffer(
		    &bytes, store->git, who, who, NULL, message, tree, parent != NULL, parents);
	if (rc == 0 && seal->asked != FACT_YES)
		rc = git_odb_write(out, store->odb, bytes.ptr, bytes.size, GIT_OBJECT_COMMIT);
	else if (rc == 0 && audit_seal_sign(a, seal, bytes.ptr, bytes.size, &signature, why) < 0)
		rc = GIT_EUSER;
	else if (rc == 0)
		rc = git_commit_create_with_signature(out, store->git, bytes.ptr, signature, NULL);
	git_buf_dispose(&bytes);
	git_signature_free(who);
	return rc;
}

/* A policy with a mistake does not end a row of signed entries. */
static int check_unknown(struct addition *add, const git_commit *parent)
{
	git_buf value = { 0 };
	int rc = git_commit_header_field(&value, parent, "gpgsig");

	git_buf_dispose(&value);
	if (rc == GIT_ENOTFOUND)
		return 0;
	if (rc < 0)
		return rc;
	error_set(&add->why, ERROR_UNREADABLE,
	    "the entry before it is signed, and the policy cannot be read to say with which key");
	return GIT_EUSER;
}

static int write_entry(struct addition *add, const git_commit *parent, git_oid *out)
{
	int64_t before = parent != NULL ? git_commit_time(parent) : add->now,
	        at = before > add->now && !add->anew ? before : add->now;
	int rc =
	    add->seal->asked == FACT_UNKNOWN && parent != NULL ? check_unknown(add, parent) : 0;

	return rc != 0 ? rc :
	                 audit_commit(add->arena, add->store, add->seal, "Sluis", at, add->message,
	                     add->tree, parent, out, &add->why);
}

/* Is the audit here, or known where it is? Who moved it on here since it was asked about there is
 * asked about. */
static int find_out(struct addition *add)
{
	const struct repo *store = add->store;
	git_oid here, there;
	int rc;

	if (!apart_named(store)) {
		if (git_reference_name_to_id(&here, store->git, AUDIT_APART) != 0)
			return 0;
		error_set(&add->why, ERROR_UNREADABLE,
		    "the audit is kept in another repository, and no policy says in which");
		error_mend(&add->why,
		    "the administrator of the server gives the policy its 'repository' back; or, "
		    "where the copy here is to go on, arms the repository again: ./install.sh %s",
		    escape(add->arena, store->dir));
		return GIT_EUSER;
	}
	rc = apart_ask(add->arena, store, &add->why);
	if (rc == 0 && refs_kept(store, AUDIT_REF, &there) == 0 &&
	    git_reference_name_to_id(&here, store->git, AUDIT_REF) == 0 &&
	    !git_oid_equal(&here, &there))
		rc = apart_ask_anew(add->arena, store, &add->why);
	return rc < 0 ? GIT_EUSER : 0;
}

/* One attempt on top of the tip: 0, or a libgit2 error; GIT_EUSER when the audit is gone, or the
 * verdict is about an older one. */
static int try_once(struct addition *add, git_oid *out)
{
	const struct repo *store = add->store;
	git_commit *parent = NULL;
	git_oid tip = { 0 }, start;
	int rc = find_out(add);
	bool first;

	if (rc < 0)
		return rc;
	rc = refs_kept(store, AUDIT_REF, &tip);
	first = rc == GIT_ENOTFOUND;
	add->overtaken = (rc == 0 || first) && add->judged != NULL && apart_named(store) &&
	    !git_oid_equal(&tip, add->judged);
	if (add->overtaken)
		return GIT_EUSER;
	if (rc == 0)
		rc = git_commit_lookup(&parent, store->git, &tip);
	else if (first && apart_may_begin(add->arena, store, &add->why) < 0)
		rc = GIT_EUSER;
	else if (first)
		rc = refs_kept(store, AUDIT_START, &start) == GIT_ENOTFOUND ? 0 : GIT_EUSER;
	if (rc == 0)
		rc = write_entry(add, parent, out);
	/* Who cannot read does not write: not what the audit is, nor what it is told. */
	if (trouble_none(add->arena, &add->why) < 0)
		rc = GIT_EUSER;
	if (rc == 0 && apart_named(store))
		rc = move_apart(add, first ? NULL : &tip, out);
	else if (rc == 0)
		rc = move_here(store, first ? NULL : &tip, out);
	git_commit_free(parent);
	return rc;
}

/* Somebody else was faster, or holds the lock. */
static bool again(int rc)
{
	return rc == GIT_EMODIFIED || rc == GIT_ELOCKED || rc == GIT_EEXISTS;
}

/* Whoever moves the ref without a turn (git itself, another host) is met by trying again. */
static int append(struct addition *add, const char *lock, git_oid *out)
{
	int64_t begin = monotonic_ms(),
	        end = begin +
	    (apart_named(add->store) ? (int64_t)add->store->apart->timeout * 1000 : TRY_FOR_MS);
	unsigned pause = PAUSE_US, seed = (unsigned)getpid();
	int rc;

	while (again(rc = try_once(add, out)) && monotonic_ms() < end &&
	    !(rc == GIT_ELOCKED && lock_left_behind(lock, add->now))) {
		if (monotonic_ms() >= begin + PROGRESS_FIRST)
			tell_waiting(add->store);
		usleep(pause + (unsigned)rand_r(&seed) % pause);
		pause = pause * 2 < PAUSE_US_MAX ? pause * 2 : PAUSE_US_MAX;
	}
	return rc;
}

int audit_mend(struct error *e)
{
	if (e->kind == ERROR_MEMORY)
		return -1; /* which has a mend of its own */
	return error_mend(e,
	    "the administrator of the server looks at disk, rights and locks of the repository; "
	    "then push again");
}

static int newest_broken(struct arena *a, const struct repo *r, const git_oid *tip, struct error *e)
{
	const char *hex = oid_hex(a, tip),
	           *file = arena_printf(a, "%sobjects/%.2s/%s", r->dir, hex, hex + 2);

	if (file == NULL)
		return error_memory(e);
	repo_error(a, GIT_ERROR, e, "the newest entry of " AUDIT_REF ", %s, cannot be read",
	    oid_short(a, tip));
	return error_mend(e,
	    "the administrator of the server brings it back from a copy:\n"
	    "rm -f %s && git fetch --refetch COPY " AUDIT_REF,
	    shellword(a, file));
}

int audit_time(struct arena *a, const struct repo *r, int64_t *at, struct error *e)
{
	git_commit *commit = NULL;
	git_oid tip;
	int there;

	*at = INT64_MIN;
	if (audit_tip(a, r, &tip, &there, e) < 0)
		return -1;
	if (!there)
		return 0;
	if (git_commit_lookup(&commit, r->git, &tip) < 0)
		return newest_broken(a, r, &tip, e);
	*at = git_commit_time(commit);
	git_commit_free(commit);
	return 0;
}

static int cannot_append(const struct addition *add, int rc, const char *lock, struct error *e)
{
	struct arena *a = add->arena;
	struct error why = { 0 };
	int64_t at;

	if (rc == GIT_ELOCKED) {
		error_set(e, ERROR_UNREADABLE,
		    "the verdict cannot be recorded in " AUDIT_REF ", which is locked");
		return lock_mend(e, shellword(a, lock));
	}
	if (add->why.kind != ERROR_NONE) {
		error_set(e, add->why.kind, "the verdict cannot be recorded in " AUDIT_REF ": %s",
		    add->why.text);
		return *add->why.mend != '\0' ? error_mend(e, "%s", add->why.mend) : audit_mend(e);
	}
	if (apart_named(add->store) && again(rc)) {
		error_set(e, ERROR_UNREADABLE,
		    "the verdict cannot be recorded in " AUDIT_REF
		    ": for %u seconds others wrote to the audit repository %s first",
		    add->store->apart->timeout, escape(a, add->store->apart->url));
		return error_mend(e, "push again");
	}
	repo_error(a, GIT_ERROR, e, "the verdict cannot be recorded in " AUDIT_REF);
	audit_mend(e);
	if (audit_time(a, add->store, &at, &why) < 0)
		*e = why; /* what cannot be read is what is to be mended */
	return -1;
}

int audit_empty_tree(struct arena *a, const struct repo *store, git_oid *out, struct error *e)
{
	git_treebuilder *tb = NULL;
	int rc = git_treebuilder_new(&tb, store->git, NULL);

	if (rc == 0)
		rc = git_treebuilder_write(out, tb);
	git_treebuilder_free(tb);
	return rc == 0 ? 0 : repo_error(a, GIT_ERROR, e, "the audit cannot be written");
}

static int add_entry(struct addition *add, const git_oid *tree_id, git_oid *out, struct error *e)
{
	const char *lock = arena_printf(add->arena, "%s" AUDIT_REF ".lock", add->store->dir);
	git_oid empty;
	int rc;

	if (lock == NULL || add->message == NULL)
		return error_memory(e);
	if (audit_check_message(add->message, e) < 0)
		return -1;
	if (tree_id == NULL && audit_empty_tree(add->arena, add->store, &empty, e) < 0)
		return -1;
	rc = git_tree_lookup(&add->tree, add->store->git, tree_id != NULL ? tree_id : &empty);
	if (rc == 0)
		rc = append(add, lock, out);
	git_tree_free(add->tree);
	if (rc == 0 && add->seal->syslog)
		ship_to_syslog(add->arena, add->message, out);
	if (rc == 0)
		return 0;
	memset(out, 0, sizeof(*out)); /* it was written, perhaps, and is no entry */
	if (add->overtaken)
		return 1;
	return cannot_append(add, rc, lock, e);
}

int audit_append(struct arena *a, const struct repo *store, const struct audit_seal *seal,
    const char *message, const git_oid *tree, int64_t now, git_oid *out, struct error *e)
{
	struct addition add = { a, store, seal, message, .now = now };

	return add_entry(&add, tree, out, e);
}

int audit_append_judged(struct arena *a, const struct repo *store, const struct audit_seal *seal,
    const char *message, const git_oid *tree, int64_t now, const git_oid *judged, git_oid *out,
    struct error *e)
{
	struct addition add = { a, store, seal, message, .now = now, .judged = judged };

	return add_entry(&add, tree, out, e);
}

int audit_append_anew(struct arena *a, const struct repo *store, const struct audit_seal *seal,
    const char *message, int64_t now, git_oid *out, struct error *e)
{
	struct addition add = { a, store, seal, message, .now = now, .anew = true };

	return add_entry(&add, NULL, out, e);
}
