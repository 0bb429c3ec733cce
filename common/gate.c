#include "gate.h"

#include <git2/global.h>
#include <stdlib.h>
#include <string.h>

#include "judge.h"
#include "output.h"
#include "refs.h"
#include "refusal.h"

/* A file server's clock may be this much ahead of ours, in seconds. */
#define CLOCK_SLACK 120

void
gate_init(struct gate *g, size_t cap)
{
	memset(g, 0, sizeof(*g));
	arena_init(&g->arena, cap);
	git_libgit2_init();
}

void
gate_release(struct gate *g)
{
	repo_close(&g->repo);
	arena_release(&g->arena);
	git_libgit2_shutdown();
	memset(g, 0, sizeof(*g));
}

static int
open_repo(struct gate *g, const struct gate_input *in, struct error *e)
{
	return in->repo != NULL ? repo_open_path(&g->arena, in->repo, &g->repo, e) :
	    repo_open_env(&g->arena, &g->repo, e);
}

static int
load_policy(struct gate *g, const struct gate_input *in, struct error *e)
{
	return in->policy != NULL ? policy_file_read(&g->arena, in->policy, true, in->now, &g->file, e) :
	    policy_file_load(&g->arena, &g->repo, in->now, &g->file, e);
}

static void
find_pusher(struct gate *g, const struct gate_input *in)
{
	struct pusher_input input = { in->env, g->file.signers, in->now };

	if (in->login != NULL)
		pusher_by_login(&g->arena, &g->file.policy, in->login, in->now, &g->pusher);
	else
		pusher_find(&g->arena, &g->file.policy, &input, &g->pusher);
}

void
gate_judge(struct gate *g, const struct gate_input *in, struct changes *cs)
{
	struct error why = { 0 };

	if (open_repo(g, in, &why) < 0 || load_policy(g, in, &why) < 0) {
		g->verdict.why = why;
		return;
	}
	find_pusher(g, in);
	refs_resolve(&g->arena, &g->repo, cs);
	g->push = (struct push){
		.arena = &g->arena,
		.repo = &g->repo,
		.policy = &g->file.policy,
		.changes = cs,
		.pusher = &g->pusher,
		.now = in->now,
		.clock_suspect = in->now < g->file.mtime - CLOCK_SLACK,
	};
	judge_push(&g->push, &g->verdict);
}

int
gate_print(struct gate *g, int fd)
{
	struct push_verdict *v = &g->verdict;
	struct output out;

	if (output_start(&out) < 0)
		return output_plain(fd, "sluis: could not decide: out of memory\n");
	if (v->verdict == VERDICT_UNDECIDED && v->why.kind != ERROR_NONE)
		refusal_print_undecided(&g->arena, &v->why, g->file.path, &g->file.problems, out.file);
	else
		refusal_print(&g->arena, v, out.file);
	return output_send(&out, fd);
}
