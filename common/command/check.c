/*
 * git sluis check: the verdict of the remote's gate on what git push would push, or that of a
 * repository on changes that are named.
 */
#include "clone/advice.h"
#include "run/child.h"
#include "command/command.h"
#include "base/output.h"

/* What git itself would push to whom, from everything that it is configured to. */
static int read_plan(
    struct arena *a, const struct options *o, struct push_plan *out, struct error *e)
{
	static const char *const fixed[] = { "git", "push", "--dry-run", "--porcelain",
		"--no-verify", "--no-signed", "--recurse-submodules=no", "--" };
	size_t n = sizeof(fixed) / sizeof(fixed[0]);
	const char **words = arena_array(a, n + o->nrest + 1, sizeof(*words));
	struct error why = { 0 };
	char *bytes = NULL;
	size_t len = 0;
	int rc;

	if (words == NULL)
		return error_memory(e);
	for (size_t i = 0; i < n; i++)
		words[i] = fixed[i];
	for (size_t i = 0; i < o->nrest; i++)
		words[n + i] = o->rest[i];
	rc = child_output(a, words, PUSH_PLAN_BYTES_MAX, &bytes, &len, &why);
	/* A ref that git itself would reject is judged as well: what is said of it is on its line.
	 */
	if (rc < 0 && bytes == NULL)
		return error_copy(e, &why);
	if (push_plan_read_porcelain(a, bytes, len, out, e) < 0)
		return -1;
	if (rc == 0 || out->n > 0)
		return 0;
	error_set(e, ERROR_UNREADABLE, "git cannot say what it would push");
	return error_mend(e, "see what git push --dry-run says");
}

/* The remote that git push takes when none is named; NULL where no setting says. */
static const char *default_remote(struct arena *a, const struct config *c)
{
	const char *const branch[] = { "git", "symbolic-ref", "--quiet", "--short", "HEAD", NULL };
	const char *name, *keys[3];

	name = clone_ask(a, branch, NULL);
	keys[0] = name != NULL ? arena_printf(a, "branch.%s.pushremote", name) : NULL;
	keys[1] = "remote.pushdefault";
	keys[2] = name != NULL ? arena_printf(a, "branch.%s.remote", name) : NULL;
	for (size_t i = 0; i < 3; i++) {
		const char *remote = keys[i] != NULL ? config_get(c, keys[i]) : NULL;

		if (remote != NULL && *remote != '\0')
			return remote;
	}
	return NULL;
}

/* On a terminal silence would look as if nothing had been asked. */
static void speak(const struct gate *g)
{
	if (!isatty(STDOUT_FILENO) || g->verdict.verdict != VERDICT_ACCEPT)
		return;
	fputs(say(g->verdict.n == 0 ? "sluis: nothing of this push is governed\n" :
	                              "sluis: this push would be accepted\n"),
	    stdout);
}

static int print(struct gate *g, bool json)
{
	g->options.json = json;
	gate_print(g, json ? STDOUT_FILENO : STDERR_FILENO);
	return verdict_exit_code(g->verdict.verdict);
}

static int check_remote(const struct options *o, bool json)
{
	const char *remote = NULL;
	struct clone clone;
	struct advice_input in = { .clone = &clone, .login = o->value[OPT_PUSHER], .now = o->now };
	struct push_plan plan;
	struct error e = { 0 };
	struct arena *a = o->arena;
	struct gate g;
	int rc;

	gate_init(&g);
	if (clone_find(a, &clone, &e) == 0)
		remote = o->nrest > 0 ? o->rest[0] : default_remote(a, &clone.config);
	if (e.kind != ERROR_NONE || (in.url = clone_push_url(a, &clone, &remote, &e)) == NULL ||
	    (in.login == NULL && (in.email = clone_identity(a, &clone, &e)) == NULL) ||
	    read_plan(a, o, &plan, &e) < 0) {
		rc = command_fail(&e);
	} else {
		advice_give(&in, &plan, &g);
		rc = print(&g, json);
		if (!json)
			speak(&g);
	}
	gate_release(&g);
	return rc;
}

static int read_changes(
    struct arena *a, const struct options *o, struct changes *out, struct error *e)
{
	char *bytes;
	size_t len;

	if (options_have(o, OPT_STDIN))
		return input_read(a, STDIN_FILENO, CHANGE_BYTES_MAX, &bytes, &len, e) < 0 ?
		    -1 :
		    change_read(a, bytes, len, out, e);
	out->n = 1;
	out->list = arena_array(a, 1, sizeof(*out->list));
	return out->list == NULL ?
	    error_memory(e) :
	    change_make(a, o->value[OPT_OLD], o->value[OPT_NEW], o->value[OPT_REF], out->list, e);
}

static int check_here(const struct options *o, bool json)
{
	/* Hears of slow result servers, not of commits: no such line is ever due. */
	struct progress progress = { .fd = STDERR_FILENO, .next = INT64_MAX };
	const char *repo = o->value[OPT_REPO];
	const struct gate_input in = { .repo = repo != NULL ? repo : ".",
		.policy = o->value[OPT_POLICY],
		.login = o->value[OPT_PUSHER],
		.now = o->now,
		.progress = &progress };
	struct changes changes;
	struct gate g;
	int rc;

	gate_init(&g);
	if (gate_open(&g, &in) == 0 && read_changes(&g.arena, o, &changes, &g.verdict.why) == 0)
		gate_judge(&g, &in, &changes);
	rc = print(&g, json);
	gate_release(&g);
	return rc;
}

int command_check(const struct options *o)
{
	bool json = options_json(o);
	int moves = options_have(o, OPT_OLD) + options_have(o, OPT_NEW) + options_have(o, OPT_REF);

	/* Without a word of what would move, the question is what git push would do here. */
	if (moves == 0 && !options_have(o, OPT_STDIN) && !options_have(o, OPT_REPO) &&
	    !options_have(o, OPT_POLICY))
		return check_remote(o, json);
	if (o->nrest > 0 || !options_have(o, OPT_PUSHER) ||
	    moves != (options_have(o, OPT_STDIN) ? 0 : 3))
		return command_usage(o);
	return check_here(o, json);
}
