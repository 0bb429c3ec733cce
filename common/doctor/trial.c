/* A push that must be refused, the way everyone pushes. */
#include "run/child.h"
#include "doctor/doctor_internal.h"

#define TRIAL_REF "refs/replace/sluis-trial" /* which nobody may write: rule reserved-ref */
#define SECONDS "120" /* a gate that hangs is found too */

/* What git says in the scratch repository: one object id. */
static const char *made(struct doctor *d, const char *const argv[], struct error *e)
{
	char *text;
	size_t len;

	if (child_output(d->arena, argv, SAID_MAX, &text, &len, e) < 0)
		return NULL;
	text[strcspn(text, "\n")] = '\0';
	return text;
}

/* The id of a commit without a file in a repository of its own, to have something to push. */
static const char *make_commit(struct doctor *d, const char *scratch, struct error *e)
{
	const char *const init[] = { "git", "init", "-q", "--template=", "--object-format=sha1",
		scratch, NULL };
	const char *const mktree[] = { "git", "-C", scratch, "mktree", NULL };
	const char *tree;

	if (made(d, init, e) == NULL || (tree = made(d, mktree, e)) == NULL)
		return NULL;
	const char *const commit[] = { "git", "-C", scratch, "-c", "user.name=trial", "-c",
		"user.email=trial@localhost", "commit-tree", "-m", "trial", tree, NULL };

	return made(d, commit, e);
}

/* Gitaly gives git a folder of hooks of its own, and from there runs ours: so does this one. */
static const char *gitaly(struct doctor *d, const char *scratch, struct error *e)
{
	const char *folder = arena_printf(d->arena, "%s/gitaly", scratch),
	           *file = arena_printf(d->arena, "%s/pre-receive", folder);
	struct hook h;
	FILE *f;

	doctor_find_hook(d, "pre-receive", &h);
	if (mkdir(folder, 0700) != 0 || (f = fopen(file, "w")) == NULL)
		goto failed;
	fprintf(f, "#!/bin/sh\n%s%s\n",
	    h.state == HOOK_OURS && hook_runs(h.path) ? "exec " : "exit 0 # ",
	    shellword(d->arena, h.path));
	if (fclose(f) != 0 || chmod(file, 0700) != 0)
		goto failed;
	return arena_printf(d->arena, "--receive-pack=git -c core.hooksPath=%s receive-pack",
	    shellword(d->arena, folder));
failed:
	error_set(e, ERROR_UNREADABLE, "a folder of hooks for the trial push cannot be made: %s",
	    strerror(errno));
	return NULL;
}

static int push(
    struct doctor *d, const char *scratch, const char *commit, char **said, struct error *e)
{
	const char *spec = arena_printf(d->arena, "%s:" TRIAL_REF, commit),
	           *serve = "--receive-pack=git receive-pack";

	if (doctor_host(d) == DOCTOR_GITLAB && d->hooks != NULL)
		serve = gitaly(d, scratch, e);
	if (serve == NULL)
		return -1;

	const char *const argv[] = { "timeout", SECONDS, "git", "-C", scratch, "push", "-q",
		"--no-verify", "--no-signed", serve, d->dir, spec, NULL };

	return spec != NULL ? child_told(d->arena, argv, SAID_MAX, said, e) : error_memory(e);
}

/* Did it get there? Then it is taken away again. */
static bool arrived(struct doctor *d)
{
	const char *const show[] = { "git", "-C", d->dir, "show-ref", "-q", "--verify", TRIAL_REF,
		NULL };
	const char *const take[] = { "git", "-C", d->dir, "-c", "core.hooksPath=/dev/null",
		"update-ref", "-d", TRIAL_REF, NULL };
	struct error e;
	char *text;

	if (child_told(d->arena, show, SAID_MAX, &text, &e) != 0)
		return false;
	child_told(d->arena, take, SAID_MAX, &text, &e);
	return true;
}

/* What was printed, as prose, up to where git begins its list of refs. */
static const char *heard(struct doctor *d, const char *said)
{
	const char *end = strstr(said, "\nTo ");
	char *text =
	    arena_strndup(d->arena, said, end != NULL ? (size_t)(end - said) : strlen(said));

	for (char *p = text; p != NULL && (p = strstr(p, "remote:")) != NULL;)
		memset(p, ' ', strlen("remote:"));
	for (char *p = text; p != NULL && *p != '\0'; p++)
		if (*p == '\n')
			*p = ' ';
	return text != NULL ? printable(d->arena, text) : "(out of memory)";
}

/* A hook speaks the language of the policy, or that of who runs it. */
static bool tells(const char *said, const char *text)
{
	return strstr(said, text) != NULL || strstr(said, say(text)) != NULL;
}

static void judge(struct doctor *d, int rc, const char *said)
{
	if (arrived(d) || rc == 0)
		doctor_say(d, DOCTOR_WRONG,
		    "git does not run the hooks: look at the other findings, for another git in "
		    "the PATH, its config, and who may search the folder",
		    NULL, "NOT GUARDED: %s let the trial push through", d->out->repo);
	else if (rc == 124)
		doctor_say(d, DOCTOR_WRONG,
		    "look for a hook that hangs, and at the load of the server", NULL,
		    "the trial push got no answer in " SECONDS " seconds");
	else if (tells(said, "no verdict lets"))
		doctor_say(d, DOCTOR_WRONG,
		    "git does not run pre-receive: look at the other findings", NULL,
		    "pre-receive did not judge the trial push; reference-transaction alone held it "
		    "back");
	else if (tells(said, "sluis: could not decide"))
		doctor_say(d, DOCTOR_WRONG, "", NULL,
		    "every push is refused until this is fixed: %s", heard(d, said));
	else if (strstr(said, "reserved-ref") == NULL)
		doctor_say(d, DOCTOR_UNKNOWN, "", NULL,
		    "the trial push was refused before the gate was asked, so nobody knows whether "
		    "it works: %s",
		    heard(d, said));
}

enum doctor_found doctor_trial(struct doctor *d)
{
	const char *tmp = getenv("TMPDIR"), *commit;
	char *scratch = arena_printf(
	    d->arena, "%s/sluis-trial.XXXXXX", tmp != NULL && *tmp != '\0' ? tmp : "/tmp");
	const char *const clean[] = { "rm", "-rf", "--", scratch, NULL };
	struct error e = { 0 };
	char *said = NULL;
	int rc = -1;

	if (d->in->no_push) {
		doctor_say(d, DOCTOR_NOTE, "", NULL, "no trial push was made");
		return DOCTOR_FINE;
	}
	if (scratch == NULL || mkdtemp(scratch) == NULL)
		return DOCTOR_UNKNOWN;
	commit = make_commit(d, scratch, &e);
	if (commit != NULL)
		rc = push(d, scratch, commit, &said, &e);
	if (rc < 0)
		doctor_say_error(d, DOCTOR_UNKNOWN, &e);
	else
		judge(d, rc, said);
	child_told(d->arena, clean, SAID_MAX, &said, &e);
	return DOCTOR_FINE;
}
