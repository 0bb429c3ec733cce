#include "doctor.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "child.h"
#include "doctor_check.h"
#include "escape.h"
#include "shellword.h"

#define SAID_MAX ((size_t)64 << 10)

enum needs { NEEDS_NOTHING = 0, NEEDS_REPO = 1 << 0, NEEDS_POLICY = 1 << 1 };

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
	{ "policy-published", "the policy in force is where everyone can fetch it",
	    doctor_published, NEEDS_REPO | NEEDS_POLICY },
	{ "pusher", "the server says who pushes", doctor_pusher, NEEDS_REPO | NEEDS_POLICY },
	{ "keys", "everyone who has to sign has a key", doctor_keys, NEEDS_REPO | NEEDS_POLICY },
	{ "refs-sluis", "refs/sluis/ can be fetched", doctor_refs_sluis, NEEDS_NOTHING },
	{ "reflog", "every move of a ref leaves a line in its reflog", doctor_reflog,
	    NEEDS_NOTHING },
	{ "locks", "no lock was left behind", doctor_locks, NEEDS_NOTHING },
	{ "trial-push", "a push that must be refused is refused", doctor_trial, NEEDS_NOTHING },
	{ "audit", "the audit is there, and its newest verdict is whole", doctor_audit,
	    NEEDS_REPO },
};

#define CHECKS (sizeof(checks) / sizeof(checks[0]))

bool
doctor_knows(const char *check)
{
	for (size_t i = 0; i < CHECKS; i++)
		if (strcmp(checks[i].id, check) == 0)
			return true;
	return false;
}

void
doctor_say(struct doctor *d, enum doctor_found found, const char *text, const char *mend,
    const char *command)
{
	struct diagnoses *out = d->out;

	if (out->n == out->room) {
		size_t want = out->room != 0 ? 2 * out->room : 32;
		struct diagnosis *list =
		    arena_grow(d->arena, out->list, out->n, want, sizeof(*list));

		if (list == NULL)
			return; /* the arena is exhausted now, and the run fails */
		out->list = list;
		out->room = want;
	}
	out->list[out->n++] = (struct diagnosis){ d->check, found, text, mend, command };
	if (found == DOCTOR_WRONG || (found == DOCTOR_UNKNOWN && d->worst != DOCTOR_WRONG) ||
	    d->worst == DOCTOR_FINE)
		d->worst = found;
}

void
doctor_say_error(struct doctor *d, enum doctor_found found, const struct error *e)
{
	const char *text = arena_strdup(d->arena, e->text);
	char *mend = arena_strdup(d->arena, e->mend),
	     *command = mend != NULL ? strchr(mend, '\n') : NULL;

	if (command != NULL)
		*command++ = '\0';
	if (text != NULL && mend != NULL)
		doctor_say(d, found, text, mend, command);
}

int
doctor_config(struct doctor *d, const char *key, const char **value, struct error *e)
{
	const char *const argv[] = { "git", "-C", d->dir, "config", "--get-all", key, NULL };
	char *text;
	int rc = child_told(d->arena, argv, SAID_MAX, &text, e);

	if (rc == 0 && *text != '\0')
		text[strlen(text) - 1] = '\0';
	*value = rc == 0 ? text : "";
	if (rc == 0 || rc == 1) /* 1: it is not set */
		return 0;
	return rc < 0 ? -1 :
	                error_set(e, ERROR_UNREADABLE, "git cannot read its config: %s",
	                    escape(d->arena, text));
}

bool
doctor_config_on(struct doctor *d, const char *key)
{
	const char *const argv[] = { "git", "-C", d->dir, "config", "--type=bool", "--get", key,
		NULL };
	struct error e;
	char *text;

	return child_told(d->arena, argv, SAID_MAX, &text, &e) == 0 && strcmp(text, "true\n") == 0;
}

const char *
doctor_git(struct doctor *d, const char *arguments)
{
	return arena_printf(d->arena, "git -C %s %s", shellword(d->arena, d->dir), arguments);
}

/* The answer of git rev-parse in the repository, without its line feed; it may hold others. NULL
 * with `e`. */
static const char *
ask_git(struct arena *a, const char *dir, const char *const question[2], struct error *e)
{
	const char *const argv[] = { "git", "-C", dir, "rev-parse", question[0], question[1],
		NULL };
	char *text;
	int rc = child_told(a, argv, SAID_MAX, &text, e);

	if (rc == 0 && *text != '\0') {
		text[strlen(text) - 1] = '\0';
		return text;
	}
	if (rc >= 0) {
		error_set(e, ERROR_UNREADABLE, "git finds no repository that it may use in %s: %s",
		    escape(a, dir), escape_bytes(a, text, strcspn(text, "\n")));
		error_mend(e,
		    "name the folder of a bare repository, and run this as its owner or as root");
	}
	return NULL;
}

static void
find_hooks(struct doctor *d)
{
	static const char *const question[] = { "--git-path", "hooks" };
	const char *said = ask_git(d->arena, d->dir, question, &d->hooks_why);
	const char *path;
	char *real;

	if (said == NULL)
		return;
	path = *said == '/' ? said : arena_printf(d->arena, "%s/%s", d->dir, said);
	real = path != NULL ? realpath(path, NULL) : NULL;
	d->hooks = real != NULL ? arena_strdup(d->arena, real) : path;
	free(real);
}

static void
gather(struct doctor *d)
{
	static const char *const question[] = { "--absolute-git-dir", NULL };

	d->dir = ask_git(d->arena, d->in->repo, question, &d->dir_why);
	if (d->dir == NULL)
		return;
	d->out->repo = escape(d->arena, d->dir);
	find_hooks(d);
	if (repo_open_path(d->arena, d->dir, &d->repo, &d->repo_why) < 0)
		repo_close(&d->repo);
	else
		d->ruled =
		    policy_file_load(d->arena, &d->repo, d->in->now, &d->file, &d->policy_why) == 0;
}

static void
make(struct doctor *d, const struct check *c)
{
	enum doctor_found found;

	d->check = c->id;
	d->worst = DOCTOR_FINE;
	if ((c->needs & NEEDS_REPO) != 0 && d->repo.git == NULL) {
		doctor_say(
		    d, DOCTOR_UNKNOWN, "not looked at: the repository cannot be opened", "", NULL);
		return;
	}
	if ((c->needs & NEEDS_POLICY) != 0 && !d->ruled) {
		doctor_say(
		    d, DOCTOR_UNKNOWN, "not looked at: there is no policy that holds", "", NULL);
		return;
	}
	found = c->run(d);
	if (found == DOCTOR_UNKNOWN && d->worst == DOCTOR_FINE)
		doctor_say(d, DOCTOR_UNKNOWN, "the check did not come to its end", "", NULL);
	else if (d->worst == DOCTOR_FINE)
		doctor_say(d, DOCTOR_FINE, c->asks, "", NULL);
}

int
doctor_run(struct arena *a, const struct doctor_input *in, struct diagnoses *out, struct error *e)
{
	struct doctor d = { .arena = a, .in = in, .out = out };

	memset(out, 0, sizeof(*out));
	out->repo = escape(a, in->repo);
	d.sshd = doctor_sshd_ask(a, in->sshd_config, in->repo);
	if (doctor_become_owner(a, in->repo, &d.dir_why) == 0)
		gather(&d);
	for (size_t i = 0; i < (d.dir != NULL ? CHECKS : 1); i++)
		if (d.dir == NULL || in->only == NULL || strcmp(in->only, checks[i].id) == 0)
			make(&d, &checks[i]);
	repo_close(&d.repo);
	return a->exhausted ? error_memory(e) : 0;
}

enum doctor_found
doctor_verdict(const struct diagnoses *d)
{
	enum doctor_found worst = d->n > 0 ? DOCTOR_FINE : DOCTOR_UNKNOWN;

	for (size_t i = 0; i < d->n; i++)
		if (d->list[i].found == DOCTOR_WRONG)
			return DOCTOR_WRONG;
		else if (d->list[i].found == DOCTOR_UNKNOWN)
			worst = DOCTOR_UNKNOWN;
	return worst;
}
