/*
 * git sluis check [REMOTE] [REFSPEC...]: the verdict of the remote's gate on a push that is not
 * made.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "advice.h"
#include "child.h"
#include "command.h"
#include "command_check.h"
#include "say.h"

/* What git itself would push to whom, from everything that it is configured to. */
static int
read_wanted(struct arena *a, int argc, char *argv[], struct wanted *out, struct error *e)
{
	static const char *const fixed[] = { "git", "push", "--dry-run", "--porcelain",
		"--no-verify", "--no-signed", "--recurse-submodules=no", "--" };
	size_t n = sizeof(fixed) / sizeof(fixed[0]);
	const char **words = arena_array(a, n + (size_t)argc + 1, sizeof(*words));
	struct error why = { 0 };
	char *bytes = NULL;
	size_t len = 0;
	int rc;

	if (words == NULL)
		return error_memory(e);
	for (size_t i = 0; i < n; i++)
		words[i] = fixed[i];
	for (int i = 0; i < argc; i++)
		words[n + (size_t)i] = argv[i];
	rc = child_output(a, words, WANTED_BYTES_MAX, &bytes, &len, &why);
	/* A ref that git itself would reject is judged as well: what is said of it is on its line.
	 */
	if (rc < 0 && bytes == NULL) {
		*e = why;
		return -1;
	}
	if (wanted_read_porcelain(a, bytes, len, out, e) < 0)
		return -1;
	if (rc == 0 || out->n > 0)
		return 0;
	error_set(e, ERROR_UNREADABLE, "git cannot say what it would push");
	return error_mend(e, "see what git push --dry-run says");
}

/* The remote that git push takes when none is named. */
static const char *
default_remote(struct arena *a)
{
	const char *const branch[] = { "git", "symbolic-ref", "--quiet", "--short", "HEAD", NULL };
	const char *name, *keys[3];
	struct error none = { 0 };

	name = clone_ask(a, branch, &none);
	keys[0] = name != NULL ? arena_printf(a, "branch.%s.pushRemote", name) : NULL;
	keys[1] = "remote.pushDefault";
	keys[2] = name != NULL ? arena_printf(a, "branch.%s.remote", name) : NULL;
	for (size_t i = 0; i < 3; i++) {
		const char *const get[] = { "git", "config", "--get", keys[i], NULL };
		const char *remote = keys[i] != NULL ? clone_ask(a, get, &none) : NULL;

		if (remote != NULL && *remote != '\0')
			return remote;
	}
	return "origin";
}

/* On a terminal silence would look as if nothing had been asked. */
static void
speak(const struct gate *g)
{
	if (!isatty(STDOUT_FILENO) || g->verdict.verdict != VERDICT_ACCEPT)
		return;
	fputs(say(g->verdict.n == 0 ? "sluis: nothing of this push is governed\n" :
	                              "sluis: this push would be accepted\n"),
	    stdout);
}

int
command_check_remote(int argc, char *argv[], const char *login, bool json)
{
	struct advice_input in = { .login = login };
	struct clone clone;
	struct wanted wanted;
	struct error e = { 0 };
	struct gate g;
	struct arena a;
	int rc;

	arena_init(&a, ARENA_RUN_CAP);
	gate_init(&g, ARENA_RUN_CAP);
	in.clone = &clone;
	if (clone_find(&a, &clone, &e) < 0 ||
	    (in.url = clone_push_url(&a, argc > 0 ? argv[0] : default_remote(&a), &e)) == NULL ||
	    (login == NULL && (in.email = clone_identity(&a, &e)) == NULL) ||
	    read_wanted(&a, argc, argv, &wanted, &e) < 0) {
		rc = command_fail(&e);
	} else {
		advice_give(&in, &wanted, &g);
		g.options.json = json;
		gate_print(&g, json ? STDOUT_FILENO : STDERR_FILENO);
		if (!json)
			speak(&g);
		rc = verdict_exit_code(g.verdict.verdict);
	}
	gate_release(&g);
	arena_release(&a);
	return rc;
}
