/* Is it a repository that can be judged, and is what stands in it as the gate needs it? */
#include <ftw.h>

#include "audit/apart.h"
#include "audit/audit.h"
#include "audit/sound.h"
#include "audit/transcript.h"
#include "audit/walk.h"
#include "doctor/doctor_internal.h"
#include "policy/published.h"
#include "base/pattern.h"
#include "git/history.h"
#include "git/refs.h"
#include "policy/refalias.h"
#include "policy/reserved.h"

/* A push that works on a ref holds its lock for moments. */
#define LOCK_OLD (10 * 60)

#define ENTRIES 100 /* of the audit, at most; git sluis audit verify looks at all */

/* A bare repository may have linked ones. One that cannot be looked at counts. */
static bool has_work_tree(git_repository *r)
{
	git_strarray linked = { 0 };
	bool has =
	    !git_repository_is_bare(r) || git_worktree_list(&linked, r) < 0 || linked.count > 0;

	git_strarray_dispose(&linked);
	return has;
}

/* Git writes a push into the work tree once the hooks before the move have passed it. */
static void check_work_tree(struct doctor *d)
{
	static const char key[] = "receive.denyCurrentBranch";
	struct error e = { 0 };
	const char *value;

	if (doctor_config(d, key, &value, &e) < 0)
		doctor_say_error(d, DOCTOR_UNKNOWN, &e);
	else if (strcasecmp(value, "updateInstead") == 0 && has_work_tree(d->repo.git))
		doctor_say(d, DOCTOR_WRONG,
		    "check out in post-receive, when the ref has moved, and run:",
		    doctor_git(d, "config --unset-all %s", key),
		    "%s is `updateInstead`: a promotion that is stopped as its ref moves stands in "
		    "the work tree already",
		    key);
}

enum doctor_found doctor_repository(struct doctor *d)
{
	if (d->dir == NULL)
		doctor_say_error(d, DOCTOR_UNKNOWN, &d->dir_why);
	else if (d->repo.git == NULL)
		doctor_say_error(d,
		    d->repo_why.kind == ERROR_UNSUPPORTED ? DOCTOR_WRONG : DOCTOR_UNKNOWN,
		    &d->repo_why);
	else
		check_work_tree(d);
	return DOCTOR_FINE;
}

enum doctor_found doctor_policy(struct doctor *d)
{
	struct policy_unseparated u;

	for (size_t at = 0; d->ruled && policy_unseparated(&d->file.policy, d->in->now, &at, &u);)
		doctor_say(d, DOCTOR_NOTE, "who decides on the policy says whether that is meant",
		    NULL, "separation of duties is switched off: %s",
		    policy_unseparated_line(d->arena, &u));
	if (d->ruled)
		return DOCTOR_FINE;
	for (size_t i = 0; i < d->file.problems.n; i++)
		doctor_say(d, DOCTOR_WRONG, "the administrator fixes that line", NULL, "%s:%u: %s",
		    d->file.path, d->file.problems.list[i].line, d->file.problems.list[i].text);
	if (d->file.problems.n == 0)
		doctor_say_error(d,
		    d->policy_why.kind == ERROR_MEMORY ? DOCTOR_UNKNOWN : DOCTOR_WRONG,
		    &d->policy_why);
	return DOCTOR_FINE;
}

enum doctor_found doctor_published(struct doctor *d)
{
	struct fact published;

	memset(&published, 0, sizeof(published));
	if (apart_ask(d->arena, &d->repo, &published.why) == 0)
		published_find(d->arena, &d->repo, &d->file, &published);
	if (published.is == FACT_UNKNOWN)
		doctor_say_error(d, DOCTOR_UNKNOWN, &published.why);
	else if (published.is == FACT_NO)
		doctor_say(d, DOCTOR_WRONG,
		    "its owner publishes it:", doctor_git(d, "sluis policy --publish"), "%s",
		    published.why.text);
	return DOCTOR_FINE;
}

/* Does a list of hidden refs, one a line, hide refs/sluis/ or a part of it? The last that matches
 * counts (git-config(1)). */
static bool hides(const char *list)
{
	bool hidden = false;

	while (*list != '\0') {
		bool not = *list == '!';
		const char *name = list + not ;
		size_t n;

		name += *name == '^';
		n = strcspn(name, "\n");
		if ((n == 10 && memcmp(name, "refs/sluis", 10) == 0) ||
		    (n == 4 && memcmp(name, "refs", 4) == 0))
			hidden = !not ;
		list = name + n + (name[n] == '\n');
	}
	return hidden;
}

enum doctor_found doctor_refs_sluis(struct doctor *d)
{
	static const char *const keys[] = { "transfer.hideRefs", "uploadpack.hideRefs" };
	struct error e = { 0 };
	const char *value;

	for (size_t i = 0; i < 2; i++)
		if (doctor_config(d, keys[i], &value, &e) < 0)
			doctor_say_error(d, DOCTOR_UNKNOWN, &e);
		else if (hides(value))
			doctor_say(d, DOCTOR_WRONG,
			    "hide it from pushes alone, with receive.hideRefs; or show it:",
			    doctor_git(d, "config --add %s '!refs/sluis'", keys[i]),
			    "%s hides refs/sluis/: nobody can fetch the policy and the audit",
			    keys[i]);
	if (doctor_config(d, "receive.hideRefs", &value, &e) == 0 && !hides(value))
		doctor_say(d, DOCTOR_NOTE, "to have git refuse it too:",
		    doctor_git(d, "config --add receive.hideRefs refs/sluis"),
		    "refs/sluis/ is shown to who pushes; the gate refuses a push there "
		    "(reserved-ref)");
	if (!doctor_config_on(d, "receive.advertisePushOptions"))
		doctor_say(d, DOCTOR_NOTE, "for machines that want them:",
		    doctor_git(d, "config receive.advertisePushOptions true"),
		    "nobody can send push options here");
	return DOCTOR_FINE;
}

enum doctor_found doctor_reflog(struct doctor *d)
{
	static const char *const expiry[] = { "gc.reflogExpire", "gc.reflogExpireUnreachable" };
	struct error e = { 0 };
	const char *value;

	if (doctor_config(d, "core.logAllRefUpdates", &value, &e) < 0)
		doctor_say_error(d, DOCTOR_UNKNOWN, &e);
	else if (strcasecmp(value, "always") != 0)
		doctor_say(d, DOCTOR_WRONG, "",
		    doctor_git(d, "config core.logAllRefUpdates always"),
		    "core.logAllRefUpdates is not `always`: what became of an interrupted push "
		    "cannot always be told");
	for (size_t i = 0; i < 2; i++)
		if (doctor_config(d, expiry[i], &value, &e) == 0 && strcasecmp(value, "never") != 0)
			doctor_say(d, DOCTOR_NOTE, "", doctor_git(d, "config %s never", expiry[i]),
			    "%s is not `never`: a ref that was moved behind the hooks and back is "
			    "forgotten after a while",
			    expiry[i]);
	return DOCTOR_FINE;
}

/* Can a governed ref be mistaken for another, or moved by way of another? */
static void check_symbolic(struct doctor *d, const char *ref)
{
	struct error e = { 0 };
	const char *target;

	if (refs_symbolic(d->arena, &d->repo, ref, &target, &e) < 0) {
		doctor_say_error(d, DOCTOR_UNKNOWN, &e);
		return;
	}
	if (target == NULL)
		return;
	reserved_symbolic(d->arena, &d->repo, ref, target, &e);
	doctor_say_error(d, DOCTOR_WRONG, &e);
}

static void check_reserved(struct doctor *d, const char *name, const char *ref)
{
	struct error e = { 0 };
	struct ref_values now;

	if (refs_now(d->arena, &d->repo, name, &now, &e) < 0)
		doctor_say_error(d, DOCTOR_UNKNOWN, &e);
	else if (now.n > 0)
		doctor_say(d, DOCTOR_WRONG, "push it under another name first, or delete it:",
		    doctor_git(d, "update-ref --no-deref -d %s", shellword(d->arena, name)),
		    "%s can be taken for %s, which the gate guards: who asks git for one may get "
		    "the other",
		    escape(d->arena, name), escape(d->arena, ref));
}

static void check_names(struct doctor *d, const char *ref)
{
	const char *names[REFALIAS_NAMES];

	check_symbolic(d, ref);
	if (refalias_names(d->arena, ref, names) < 0)
		return; /* without memory the run fails */
	for (size_t i = 0; i < REFALIAS_NAMES; i++)
		if (names[i] != NULL)
			check_reserved(d, names[i], ref);
}

enum doctor_found doctor_names(struct doctor *d)
{
	const struct policy *p = &d->file.policy;

	if (p->evidence_ref != NULL)
		check_names(d, p->evidence_ref);
	for (size_t i = 0; i < p->nenvironments; i++) {
		const char *pattern = p->environments[i].ref;
		struct ref_values now;
		struct error e = { 0 };

		if (pattern_exact(pattern))
			check_names(d, pattern);
		else if (refs_now(d->arena, &d->repo, pattern, &now, &e) < 0)
			doctor_say_error(d, DOCTOR_UNKNOWN, &e);
		else
			for (size_t k = 0; k < now.n; k++)
				check_names(d, now.list[k].name);
	}
	return DOCTOR_FINE;
}

static struct doctor *walking; /* nftw(3) passes nothing on to what it calls */

static void check_lock(struct doctor *d, const char *path, const struct stat *st)
{
	size_t n = strlen(path);

	if (n < 5 || strcmp(path + n - 5, ".lock") != 0 ||
	    d->in->now - (int64_t)st->st_mtime < LOCK_OLD)
		return;
	doctor_say(d, DOCTOR_WRONG, "when no git works in the repository any more:",
	    arena_printf(d->arena, "rm %s", shellword(d->arena, arena_strdup(d->arena, path))),
	    "%s is there since %s: until it is gone, every push to that ref fails",
	    printable(d->arena, path), when_text(d->arena, (int64_t)st->st_mtime));
}

static int look_at(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)ftw;
	if (type == FTW_F || type == FTW_SL)
		check_lock(walking, path, st);
	else if (type == FTW_DNR || type == FTW_NS)
		doctor_say(walking, DOCTOR_UNKNOWN, "", NULL, "%s cannot be read",
		    escape(walking->arena, path));
	return 0;
}

enum doctor_found doctor_locks(struct doctor *d)
{
	static const char *const others[] = { "packed-refs.lock", "HEAD.lock", "config.lock" };
	struct stat st;
	const char *path;

	walking = d;
	if (nftw(arena_printf(d->arena, "%s/refs", d->dir), look_at, 16, FTW_PHYS) != 0)
		doctor_say(d, DOCTOR_UNKNOWN, "", NULL, "the refs cannot be looked at: %s",
		    strerror(errno));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		path = arena_printf(d->arena, "%s/%s", d->dir, others[i]);
		if (path != NULL && lstat(path, &st) == 0)
			check_lock(d, path, &st);
	}
	return DOCTOR_FINE;
}

static void say_unsound(void *ctx, const git_oid *entry, const char *text)
{
	struct doctor *d = ctx;

	doctor_say(d, DOCTOR_WRONG,
	    "fetch it from a copy; see what else is missing:", doctor_git(d, "sluis audit verify"),
	    "the entry %s of the audit is not whole: %s", oid_short(d->arena, entry), text);
}

struct auditing {
	struct doctor *doctor;
	struct audit_sound files;
	size_t left;
};

/* Down to the newest verdict: an outcome keeps no files. */
static int look_at_entry(void *ctx, const struct audit_seen *seen, struct error *e)
{
	struct auditing *l = ctx;

	(void)e;
	audit_sound_check(l->doctor->arena, &l->doctor->repo, seen, &l->files);
	return seen->entry.kind == AUDIT_VERDICT || --l->left == 0;
}

/* Nothing is wrong with the audit then; it only takes long. */
static void check_transcript(struct doctor *d, const git_oid *tip)
{
	const char *path = arena_printf(d->arena, "%s" TRANSCRIPT_NAME, d->repo.dir);
	struct fact within = { .is = FACT_NO };
	struct transcript t;
	git_oid newest;

	if (path == NULL || access(path, F_OK) != 0)
		return;
	transcript_open(d->arena, &d->repo, &t);
	if (transcript_next(&t, &newest))
		history_reaches(d->arena, &d->repo, tip, &newest, &within);
	transcript_close(&t);
	if (within.is != FACT_YES)
		doctor_say(d, DOCTOR_NOTE, "pushes make it again after:",
		    arena_printf(d->arena, "rm %s", shellword(d->arena, path)),
		    "%s is broken, is of another audit, or is not for its owner alone to write, so "
		    "that each push reads the whole audit",
		    escape(d->arena, path));
}

enum doctor_found doctor_audit(struct doctor *d)
{
	struct auditing l = {
		.doctor = d, .files = { .say = say_unsound, .ctx = d }, .left = ENTRIES
	};
	struct error e = { 0 };
	git_oid tip;
	int there;

	if (audit_tip(d->arena, &d->repo, &tip, &there, &e) < 0)
		doctor_say_error(d, DOCTOR_WRONG, &e);
	else if (!there)
		doctor_say(d, d->in->no_push ? DOCTOR_NOTE : DOCTOR_WRONG,
		    "if there was one, fetch it from a copy", NULL,
		    "there is no " AUDIT_REF
		    ": no verdict was ever recorded, or all of refs/sluis/ is gone");
	else if (audit_walk(&d->repo, &tip, ENTRIES, look_at_entry, &l, &e) < 0)
		doctor_say_error(d, DOCTOR_WRONG, &e);
	else
		check_transcript(d, &tip);
	return DOCTOR_FINE;
}
