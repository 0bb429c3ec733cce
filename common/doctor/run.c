#include <grp.h>
#include <limits.h>
#include <pwd.h>

#include "doctor/doctor.h"
#include "run/child.h"
#include "doctor/doctor_internal.h"
#include "base/digest.h"

extern char **environ;

enum needs { NEEDS_NOTHING = 0, NEEDS_REPO = 1 << 0, NEEDS_POLICY = 1 << 1, FOR_ARMING = 1 << 2 };

/* In the order in which they are made: most basic first. The trial push writes to the audit that is
 * looked at last. */
static const struct check {
	const char *id, *asks;
	doctor_check *run;
	unsigned needs;
} checks[] = {
	{ "repository", "the repository is of a kind that can be judged", doctor_repository,
	    NEEDS_NOTHING },
	{ "hooks-folder", "git takes its hooks from this repository", doctor_hooks_folder,
	    NEEDS_NOTHING },
	{ "pre-receive", "every push is judged", doctor_pre_receive, NEEDS_NOTHING },
	{ "reference-transaction", "refs that move without a push are held to the audit",
	    doctor_reference_transaction, NEEDS_NOTHING },
	{ "post-receive", "what became of a push is recorded", doctor_post_receive, NEEDS_NOTHING },
	{ "kept-hooks", "the hooks that were there before can run", doctor_kept_hooks,
	    NEEDS_NOTHING },
	{ "policy", "the policy can be read, holds, and is closed to others", doctor_policy,
	    NEEDS_REPO },
	{ "audit-repository", "the audit repository takes entries and keeps them", doctor_apart,
	    NEEDS_REPO | NEEDS_POLICY },
	{ "policy-published", "the policy in force is where everyone can fetch it",
	    doctor_published, NEEDS_REPO | NEEDS_POLICY },
	{ "refs", "the refs that the policy names are those of the repository", doctor_refs,
	    NEEDS_REPO | NEEDS_POLICY | FOR_ARMING },
	{ "sample", "nobody and no key in the policy is made up", doctor_sample,
	    NEEDS_REPO | NEEDS_POLICY | FOR_ARMING },
	{ "pusher", "the server says who pushes", doctor_pusher, NEEDS_REPO | NEEDS_POLICY },
	{ "keys", "everyone who has to sign has a key", doctor_keys,
	    NEEDS_REPO | NEEDS_POLICY | FOR_ARMING },
	{ "strangers", "whoever made what waits for an environment is known", doctor_strangers,
	    NEEDS_REPO | NEEDS_POLICY },
	{ "result-servers", "what reads result servers can do nothing else", doctor_confined,
	    NEEDS_REPO | NEEDS_POLICY },
	{ "limits", "no hook can use up the host", doctor_limits, NEEDS_REPO },
	{ "refs-sluis", "refs/sluis/ can be fetched", doctor_refs_sluis, NEEDS_NOTHING },
	{ "names", "no ref can be taken for one that the gate guards", doctor_names,
	    NEEDS_REPO | NEEDS_POLICY },
	{ "reflog", "every move of a ref leaves a line in its reflog", doctor_reflog,
	    NEEDS_NOTHING },
	{ "locks", "no lock was left behind", doctor_locks, NEEDS_NOTHING },
	{ "trial-push", "a push that must be refused is refused", doctor_trial, NEEDS_NOTHING },
	{ "audit", "the audit is there, and its newest verdict is whole", doctor_audit,
	    NEEDS_REPO },
};

#define CHECKS (sizeof(checks) / sizeof(checks[0]))

bool doctor_knows(const char *check)
{
	for (size_t i = 0; i < CHECKS; i++)
		if (strcmp(checks[i].id, check) == 0)
			return true;
	return false;
}

/* What git's environment says is about where we stand, and nothing else may say which repository
 * and hooks are meant. */
static void forget_git(void)
{
	for (char **v = environ; *v != NULL;) {
		char name[256];
		size_t n = strcspn(*v, "=");

		if (!begins_with(*v, "GIT_") || n >= sizeof(name)) {
			v++;
			continue;
		}
		memcpy(name, *v, n);
		name[n] = '\0';
		unsetenv(name);
		v = environ;
	}
}

/* libgit2 has looked up where root's settings are. */
static void take_home(const struct passwd *pw)
{
	setenv("HOME", pw->pw_dir, 1);
	setenv("USER", pw->pw_name, 1);
	setenv("LOGNAME", pw->pw_name, 1);
	setenv("TMPDIR", "/tmp", 1);
	unsetenv("XDG_CONFIG_HOME");
	git_libgit2_shutdown();
	git_libgit2_init();
}

/* What git shows depends on who looks: root becomes the owner of the folder. 0 or -1. */
static int become_owner(struct arena *a, const char *folder, struct error *e)
{
	const struct passwd *pw;
	struct stat st;

	forget_git();
	if (stat(folder, &st) != 0) {
		error_set(e, ERROR_ABSENT, "%s cannot be looked at: %s", escape(a, folder),
		    strerror(errno));
		return error_mend(e, "name the folder of a repository");
	}
	if (geteuid() != 0 || st.st_uid == 0)
		return 0;
	pw = getpwuid(st.st_uid);
	if (pw == NULL) {
		error_set(e, ERROR_UNREADABLE, "%s belongs to user id %lu, who is nobody here",
		    escape(a, folder), (unsigned long)st.st_uid);
		return error_mend(e, "give the repository to the user whom pushes come in as");
	}
	if (initgroups(pw->pw_name, pw->pw_gid) != 0 || setgid(pw->pw_gid) != 0 ||
	    setuid(pw->pw_uid) != 0)
		return error_set(e, ERROR_UNREADABLE, "root cannot become %s: %s",
		    escape(a, pw->pw_name), strerror(errno));
	take_home(pw);
	return 0;
}

/* The answer of git rev-parse in the repository, without its line feed; it may hold others. NULL
 * with `e`. */
static const char *ask_git(
    struct arena *a, const char *dir, const char *option, const char *path, struct error *e)
{
	const char *const argv[] = { "git", "-C", dir, "rev-parse", option, path, NULL };
	char *text;
	int rc = child_told(a, argv, SAID_MAX, &text, e);

	if (rc == 0 && *text != '\0') {
		text[strlen(text) - 1] = '\0';
		return text;
	}
	if (rc >= 0 && !repo_foreign(a, dir, e)) {
		error_set(e, ERROR_UNREADABLE, "git finds no repository that it may use in %s: %s",
		    escape(a, dir), escape_bytes(a, text, strcspn(text, "\n")));
		error_mend(e,
		    "name the folder of a bare repository, and run this as its owner or as root");
	}
	return NULL;
}

static void find_hooks(struct doctor *d)
{
	const char *said = ask_git(d->arena, d->dir, "--git-path", "hooks", &d->hooks_why);
	const char *path;
	char *real;

	if (said == NULL)
		return;
	path = *said == '/' ? said : arena_printf(d->arena, "%s/%s", d->dir, said);
	real = path != NULL ? realpath(path, NULL) : NULL;
	d->hooks = real != NULL ? arena_strdup(d->arena, real) : path;
	free(real);
}

static void gather(struct doctor *d)
{
	/* That of a linked work tree is the one that it belongs to. */
	d->dir = ask_git(
	    d->arena, d->in->repo, "--path-format=absolute", "--git-common-dir", &d->dir_why);
	if (d->dir == NULL)
		return;
	d->out->repo = escape(d->arena, d->dir);
	find_hooks(d);
	if (repo_open_path(d->arena, d->dir, &d->repo, &d->repo_why) < 0)
		repo_close(&d->repo);
	else
		d->ruled =
		    policy_file_load(d->arena, &d->repo, d->in->now, &d->file, &d->policy_why) == 0;
	if (!d->ruled)
		return;
	d->out->policy = escape(d->arena, d->file.policy.version);
	d->out->digest = digest_text(d->arena, d->file.bytes, d->file.len);
}

static void make(struct doctor *d, const struct check *c)
{
	enum doctor_found found;
	size_t before = d->out->n;

	d->check = c->id;
	d->worst = DOCTOR_FINE;
	if ((c->needs & NEEDS_REPO) != 0 && d->repo.git == NULL) {
		doctor_say(
		    d, DOCTOR_UNKNOWN, "", NULL, "not looked at: the repository cannot be opened");
		return;
	}
	if ((c->needs & NEEDS_POLICY) != 0 && !d->ruled) {
		doctor_say(
		    d, DOCTOR_UNKNOWN, "", NULL, "not looked at: there is no policy that holds");
		return;
	}
	found = c->run(d);
	if (found == DOCTOR_UNKNOWN && d->worst == DOCTOR_FINE)
		doctor_say(d, DOCTOR_UNKNOWN, "", NULL, "the check did not come to its end");
	else if (d->out->n == before)
		doctor_say(d, DOCTOR_FINE, "", NULL, "%s", say(c->asks));
}

int doctor_run(
    struct arena *a, const struct doctor_input *in, struct diagnoses *out, struct error *e)
{
	struct doctor d = { .arena = a, .in = in, .out = out };

	memset(out, 0, sizeof(*out));
	out->repo = escape(a, in->repo);
	d.sshd = doctor_sshd_ask(a, in->sshd_config, in->repo);
	if (become_owner(a, in->repo, &d.dir_why) == 0)
		gather(&d);
	for (size_t i = 0; i < (d.dir != NULL ? CHECKS : 1); i++)
		if (d.dir == NULL || in->only == NULL || strcmp(in->only, checks[i].id) == 0)
			make(&d, &checks[i]);
	repo_close(&d.repo);
	return a->exhausted ? error_memory(e) : 0;
}

int doctor_fits(struct arena *a, const struct repo *r, const struct policy_file *f, int64_t now,
    bool later, struct diagnoses *out, struct error *e)
{
	struct doctor_input in = { .repo = r->dir, .now = now };
	struct doctor d = { .arena = a,
		.in = &in,
		.out = out,
		.dir = r->dir,
		.repo = *r,
		.file = *f,
		.ruled = true,
		.arming = true };

	*out = (struct diagnoses){ .repo = escape(a, r->dir) };
	for (size_t i = 0; i < CHECKS; i++)
		if ((checks[i].needs & FOR_ARMING) != 0 && !(later && checks[i].run == doctor_refs))
			make(&d, &checks[i]);
	return a->exhausted ? error_memory(e) : 0;
}

enum doctor_found doctor_verdict(const struct diagnoses *d)
{
	enum doctor_found worst = d->n > 0 ? DOCTOR_FINE : DOCTOR_UNKNOWN;

	for (size_t i = 0; i < d->n; i++)
		if (d->list[i].found == DOCTOR_WRONG)
			return DOCTOR_WRONG;
		else if (d->list[i].found == DOCTOR_UNKNOWN)
			worst = DOCTOR_UNKNOWN;
	return worst;
}
