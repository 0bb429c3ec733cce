#include "audit/apart.h"

#include "audit/apart_git.h"
#include "audit/remote.h"
#include "git/refs.h"
#include "policy/published.h"

#define TRIES 4 /* of what fails at once */
#define PAUSE_US 100000
#define APART_TIMES 100 /* that another may come first */
#define REFS (sizeof(((struct apart *)NULL)->refs) / sizeof(((struct apart *)NULL)->refs[0]))

static const char *const names[REFS] = { AUDIT_REF, AUDIT_START, PUBLISHED_REF };

bool apart_named(const struct repo *r)
{
	return r->apart != NULL && r->apart->url != NULL;
}

/* What it said of each ref; one that it did not name is not there. */
static void note(struct apart *at, const char *said)
{
	for (size_t i = 0; i < REFS; i++) {
		at->refs[i].name = names[i];
		if (remote_ref_read(said, names[i], &at->refs[i].id) < 0)
			memset(&at->refs[i].id, 0, sizeof(at->refs[i].id));
	}
}

static bool has_any(const struct apart *at)
{
	bool any = false;

	for (size_t i = 0; i < REFS; i++)
		any = any || !git_oid_is_zero(&at->refs[i].id);
	return any;
}

/* Brings the refs that it has by what it said before; all of them the first time. */
static int fetch(struct arena *a, const struct repo *r, bool all, int64_t until, struct process *p,
    struct error *e)
{
	const char *args[3 + REFS] = { "fetch-pack", "--quiet", r->apart->url };
	size_t n = 3;

	for (size_t i = 0; i < REFS; i++)
		if (all || !git_oid_is_zero(&r->apart->refs[i].id))
			args[n++] = names[i];
	return apart_run(a, r, args, n, until, p, e);
}

static int list(
    struct arena *a, const struct repo *r, int64_t until, struct process *p, struct error *e)
{
	const char *args[3 + REFS] = { "ls-remote", "--quiet", r->apart->url };

	memcpy(args + 3, names, sizeof(names));
	return apart_run(a, r, args, 3 + REFS, until, p, e);
}

/* fetch-pack fails where one of them is not there; why it fails, it says to people only. */
static int ask_once(
    struct arena *a, const struct repo *r, int64_t until, struct process *p, struct error *e)
{
	if (fetch(a, r, true, until, p, e) < 0)
		return -1;
	if (!apart_done(p) && p->end == PROCESS_EXITED) {
		if (list(a, r, until, p, e) < 0)
			return -1;
		if (!apart_done(p))
			return 0;
		note(r->apart, p->out);
		if (!has_any(r->apart))
			return 0;
		if (fetch(a, r, false, until, p, e) < 0)
			return -1;
	}
	if (apart_done(p))
		note(r->apart, p->out);
	return 0;
}

/* An sshd that has too much to do drops some of those who come. */
static int ask_within(struct arena *a, const struct repo *r, int64_t until, struct error *e)
{
	struct process p;

	r->apart->asked = false;
	for (unsigned i = 0; i < TRIES; i++) {
		if (i > 0)
			usleep(PAUSE_US * i);
		if (ask_once(a, r, until, &p, e) < 0)
			return -1;
		if (apart_done(&p) || p.end != PROCESS_EXITED || monotonic_ms() >= until)
			break;
	}
	return apart_done(&p) ? 0 : apart_fail(a, r->apart, &p, e);
}

static int rewritten(struct arena *a, const struct repo *r, const git_oid *here,
    const git_oid *there, struct error *e)
{
	if (git_oid_is_zero(there))
		error_set(e, ERROR_MALFORMED,
		    "the audit repository %s has no " AUDIT_REF
		    ", and the copy here has it up to %s",
		    escape(a, r->apart->url), oid_short(a, here));
	else
		error_set(e, ERROR_MALFORMED,
		    "the audit repository %s has " AUDIT_REF
		    " at %s, which does not come after %s of the copy here",
		    escape(a, r->apart->url), oid_short(a, there), oid_short(a, here));
	return git_oid_is_zero(there) ?
	    error_mend(e,
	        "the administrator finds out what became of it; where nothing is newer than the "
	        "copy here, this brings it back:\ngit sluis audit reconcile --reason TEXT") :
	    error_mend(e,
	        "the administrator finds out which of the two was changed. The audit repository: "
	        "bring it back from another copy. The copy here:\n"
	        "git -c core.hooksPath=/dev/null update-ref -d " AUDIT_REF);
}

/* The copy before it is asked: others may move it on meanwhile. 0 and zero for none, or -1. */
static int read_copy(struct arena *a, const struct repo *r, git_oid *here, struct error *e)
{
	int rc = git_reference_name_to_id(here, r->git, AUDIT_REF);

	if (rc == GIT_ENOTFOUND)
		memset(here, 0, sizeof(*here));
	return rc == 0 || rc == GIT_ENOTFOUND ?
	    0 :
	    repo_error(a, GIT_ERROR, e, "the copy of the audit cannot be read");
}

/* What it has comes after what the copy had. */
static int check_copy(struct arena *a, const struct repo *r, const git_oid *here, struct error *e)
{
	const git_oid *there = &r->apart->refs[0].id;
	int rc;

	if (git_oid_is_zero(here) || git_oid_equal(here, there))
		return 0;
	rc = git_oid_is_zero(there) ? 0 : git_graph_descendant_of(r->git, there, here);
	if (rc == 1)
		return 0;
	return rc == 0 ? rewritten(a, r, here, there, e) :
	                 repo_error(a, GIT_ERROR, e, "the copy of the audit cannot be read");
}

/* For people and for the next time; nobody waits for it. */
static void keep_copy(const struct repo *r)
{
	git_reference *ref = NULL;
	git_oid here;

	for (size_t i = 0; i < REFS; i++) {
		const git_oid *id = &r->apart->refs[i].id;
		int rc = git_reference_name_to_id(&here, r->git, names[i]);

		if (git_oid_is_zero(id) ||
		    (rc == 0 &&
		        (git_oid_equal(&here, id) ||
		            git_graph_descendant_of(r->git, &here, id) == 1)))
			continue; /* another run has brought it further */
		git_reference_create(&ref, r->git, names[i], id, 1, "sluis: audit repository");
		git_reference_free(ref);
		ref = NULL;
	}
	if (!git_oid_is_zero(&r->apart->refs[0].id) &&
	    git_reference_name_to_id(&here, r->git, AUDIT_APART) == GIT_ENOTFOUND)
		git_reference_create(&ref, r->git, AUDIT_APART, &r->apart->refs[0].id, 0, "sluis");
	git_reference_free(ref);
}

static int ask(struct arena *a, const struct repo *r, int64_t until, struct error *e)
{
	git_oid here;

	if (read_copy(a, r, &here, e) < 0 || ask_within(a, r, until, e) < 0 ||
	    check_copy(a, r, &here, e) < 0)
		return -1;
	r->apart->asked = true;
	keep_copy(r);
	return 0;
}

int apart_ask_anew(struct arena *a, const struct repo *r, struct error *e)
{
	return ask(a, r, apart_until(r->apart), e);
}

int apart_ask(struct arena *a, const struct repo *r, struct error *e)
{
	return !apart_named(r) || r->apart->asked ? 0 : apart_ask_anew(a, r, e);
}

void apart_presume(const struct repo *r)
{
	git_oid here;

	if (!apart_named(r) || r->apart->asked ||
	    git_reference_name_to_id(&here, r->git, AUDIT_REF) != 0)
		return;
	note(r->apart, "");
	for (size_t i = 0; i < REFS; i++)
		if (git_reference_name_to_id(&here, r->git, names[i]) == 0)
			r->apart->refs[i].id = here;
	r->apart->asked = true;
}

int apart_may_begin(struct arena *a, const struct repo *r, struct error *e)
{
	if (!apart_named(r) || r->apart->begins)
		return 0;
	error_set(
	    e, ERROR_UNREADABLE, "the audit repository %s is empty", escape(a, r->apart->url));
	return error_mend(e,
	    "the administrator brings back what it had, from a copy; where it is new, the owner of "
	    "the repository runs there:\ngit sluis audit arm");
}

int apart_overtaken(struct arena *a, const struct repo *r, unsigned times, struct error *e)
{
	if (times <= APART_TIMES)
		return 0;
	error_set(e, ERROR_UNREADABLE,
	    "others wrote to the audit repository %s first, %u times in a row",
	    escape(a, r->apart->url), times);
	return error_mend(e, "push again");
}

static git_oid *value(const struct repo *r, const char *ref)
{
	for (size_t i = 0; i < REFS; i++)
		if (strcmp(names[i], ref) == 0)
			return &r->apart->refs[i].id;
	return NULL;
}

/* Each ref is there, or was gone past since. */
static bool is_written(const struct repo *r, const struct apart_move *moves, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const git_oid *is = value(r, moves[i].ref);

		if (is == NULL ||
		    (!git_oid_equal(is, &moves[i].new) &&
		        git_graph_descendant_of(r->git, is, &moves[i].new) != 1))
			return false;
	}
	return true;
}

static bool is_lost(const struct repo *r, const struct apart_move *moves, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const git_oid *is = value(r, moves[i].ref);

		if (is != NULL && !git_oid_equal(is, &moves[i].old))
			return true;
	}
	return false;
}

static int send(struct arena *a, const struct repo *r, const struct apart_move *moves, size_t n,
    int64_t until, struct process *p, struct error *e)
{
	const char *args[3 + 2 * REFS] = { "send-pack", "--atomic" };
	size_t k = 2;

	for (size_t i = 0; i < n; i++)
		args[k++] = arena_printf(a, "--force-with-lease=%s:%s", moves[i].ref,
		    git_oid_is_zero(&moves[i].old) ? "" : oid_hex(a, &moves[i].old));
	args[k++] = r->apart->url;
	for (size_t i = 0; i < n; i++)
		args[k++] = arena_printf(a, "%s:%s", oid_hex(a, &moves[i].new), moves[i].ref);
	return a->exhausted ? error_memory(e) : apart_run(a, r, args, k, until, p, e);
}

/* Why git failed is known by what the repository has then: the entry, though the answer was lost;
 * another's; or what it had, where it is locked for a moment or takes nothing from us. */
int apart_write(struct arena *a, const struct repo *r, const struct apart_move *moves, size_t n,
    struct error *e)
{
	int64_t until = apart_until(r->apart);
	struct process p;

	for (unsigned i = 0; i < TRIES; i++) {
		if (i > 0)
			usleep(PAUSE_US * i);
		if (send(a, r, moves, n, until, &p, e) < 0)
			return -1;
		if (apart_done(&p)) {
			for (size_t k = 0; k < n; k++)
				*value(r, moves[k].ref) = moves[k].new;
			keep_copy(r);
			return 0;
		}
		if (p.end != PROCESS_EXITED)
			return apart_fail(a, r->apart, &p, e);
		if (ask(a, r, until, e) < 0)
			return -1;
		if (is_written(r, moves, n))
			return 0;
		if (is_lost(r, moves, n))
			return 1;
	}
	error_set(e, ERROR_UNREADABLE, "the audit repository %s takes nothing: %s",
	    escape(a, r->apart->url), remote_last_line(a, p.err));
	return apart_mend(e);
}

/* The audit here, which is no copy, becomes that of the repository. */
static int bring(struct arena *a, const struct repo *r, bool *brought, struct error *e)
{
	struct apart_move moves[REFS];
	size_t n = 0;

	for (size_t i = 0; i < REFS; i++) {
		moves[n] = (struct apart_move){ .ref = names[i], .old = r->apart->refs[i].id };
		if (git_oid_is_zero(&moves[n].old) &&
		    git_reference_name_to_id(&moves[n].new, r->git, names[i]) == 0)
			n++;
	}
	r->apart->asked = true;
	if (n == 0)
		return 0;
	*brought = true;
	return apart_write(a, r, moves, n, e) == 0 ? 0 : -1;
}

int apart_begin(struct arena *a, const struct repo *r, bool *brought, struct error *e)
{
	git_oid here;

	*brought = false;
	if (!apart_named(r)) {
		git_reference_remove(r->git, AUDIT_APART);
		return 0;
	}
	if (read_copy(a, r, &here, e) < 0 || ask_within(a, r, apart_until(r->apart), e) < 0)
		return -1;
	r->apart->begins = true;
	r->apart->joins = git_oid_is_zero(&here);
	if (!has_any(r->apart) ||
	    (git_oid_is_zero(&r->apart->refs[0].id) && !git_oid_is_zero(&here)))
		return bring(a, r, brought, e);
	if (check_copy(a, r, &here, e) < 0)
		return -1;
	r->apart->asked = true;
	keep_copy(r);
	return 0;
}

int audit_publish(struct arena *a, const struct repo *store, const git_oid *before,
    const git_oid *id, struct error *e)
{
	struct apart_move move = { .ref = PUBLISHED_REF, .new = *id };
	git_reference *ref = NULL;
	int rc;

	if (before != NULL)
		move.old = *before;
	if (!apart_named(store)) {
		rc = git_reference_create_matching(&ref, store->git, move.ref, id, before != NULL,
		    before, "sluis: policy published");
		git_reference_free(ref);
		return rc == 0 ? 0 :
		                 repo_error(a, GIT_ERROR, e, PUBLISHED_REF " cannot be written");
	}
	rc = apart_write(a, store, &move, 1, e);
	return rc <= 0 ? rc :
	                 error_set(e, ERROR_UNREADABLE,
	                     PUBLISHED_REF " of the audit repository was moved meanwhile");
}
