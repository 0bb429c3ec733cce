/*
 * pre-push: what the gate of the remote would say, before anything is sent (githooks(5)).
 * Arguments: remote url.
 *
 * Advice: a push is stopped only by what the gate would refuse. Whatever cannot be found out here
 * is left to the gate.
 */
#include "clone/advice.h"
#include "gate/next_hooks.h"
#include "base/output.h"

static void goes_on(const struct error *why)
{
	fprintf(stderr, say("sluis: not looked at beforehand: %s\n"), why->text);
}

/* 1 when the gate would refuse; else 0. */
static int speak(struct gate *g)
{
	if (g->verdict.verdict == VERDICT_ACCEPT && g->verdict.n == 0) {
		fputs(say("sluis: nothing of this push is governed\n"), stderr);
		return 0;
	}
	gate_print(g, STDERR_FILENO);
	if (g->verdict.verdict == VERDICT_REJECT) {
		fputs(say("Nothing was sent. To ask the gate itself: git push --no-verify\n"),
		    stderr);
		return 1;
	}
	if (g->verdict.verdict == VERDICT_UNDECIDED)
		fputs(say("The push goes on: the gate decides.\n"), stderr);
	return 0;
}

static int advise(struct arena *a, const char *url, const char *bytes, size_t len)
{
	struct advice_input in = { .url = url, .now = (int64_t)time(NULL) };
	struct clone clone;
	struct push_plan plan;
	struct error why = { 0 };
	struct gate g;
	int rc = 0;

	in.clone = &clone;
	if (push_plan_read_hook(a, bytes, len, &plan, &why) < 0 ||
	    clone_find(a, &clone, &why) < 0 ||
	    (in.email = clone_identity(a, &clone, &why)) == NULL) {
		goes_on(&why);
		return 0;
	}
	if (plan.n == 0)
		return 0;
	gate_init(&g);
	if (advice_give(&in, &plan, &g) < 0)
		goes_on(&g.verdict.why);
	else
		rc = speak(&g);
	gate_release(&g);
	return rc;
}

int main(int argc, char *argv[])
{
	struct error why = { 0 };
	struct arena a;
	char *bytes;
	size_t len;
	int rc;

	if (version_asked(argc, argv))
		return 0;
	if (argc != 3) {
		fputs(
		    "sluis: pre-push is run by git; to ask without a push, run: git sluis check\n",
		    stderr);
		return 129;
	}
	arena_init(&a, ARENA_RUN_CAP);
	if (input_read(&a, STDIN_FILENO, PUSH_PLAN_BYTES_MAX, &bytes, &len, &why) < 0) {
		goes_on(&why);
		rc = 0;
	} else {
		rc = advise(&a, argv[2], bytes, len);
		if (rc == 0 && (rc = next_hooks_run(&a, argv, bytes, len, &why)) < 0) {
			fprintf(stderr, "sluis: %s\n", why.text);
			rc = 1;
		}
	}
	arena_release(&a);
	return rc;
}
