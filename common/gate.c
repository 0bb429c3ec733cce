#include "gate.h"

#include <git2/global.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit.h"
#include "audit_message.h"
#include "audit_tree.h"
#include "digest.h"
#include "judge.h"
#include "oid.h"
#include "output.h"
#include "published.h"
#include "refs.h"
#include "refusal.h"
#include "refusal_json.h"
#include "say.h"
#include "turn.h"

/* For saying and recording that a push needs more memory than it may use. */
#define RESERVE ((size_t)1 << 20)

/* A file server's clock, or that of another server of the same repository, may be this much ahead
 * of ours, in seconds. */
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
	return in->policy != NULL ?
	    policy_file_read(&g->arena, in->policy, true, in->now, &g->file, e) :
	    policy_file_load(&g->arena, &g->repo, in->now, &g->file, e);
}

static void
find_pusher(struct gate *g, const struct gate_input *in)
{
	struct pusher_input input = { in->env, g->file.signers, in->now, g->file.revoked };

	if (in->login != NULL) {
		pusher_by_login(&g->arena, &g->file.policy, in->login, in->now, &g->pusher);
		return;
	}
	if (in->email != NULL) {
		pusher_by_email(&g->arena, &g->file.policy, in->email, in->now, &g->pusher);
		return;
	}
	pusher_find(&g->arena, &g->file.policy, &input, &g->pusher);
	if (!g->file.policy.pusher_signed)
		return;
	sshsig_load(&g->arena, g->file.signers, g->file.revoked, &g->verifier);
	pusher_cert_check(&g->arena, &g->repo, in->env, &g->verifier, in->now, &g->pusher);
}

/* On GitLab's web pages stands only what a hook marks for them (GitLab, "Server hooks": error
 * messages). */
static const char *
line_prefix(const struct gate *g, const struct gate_input *in)
{
	const char *protocol = in->env("GL_PROTOCOL");

	if (g->file.policy.pusher_source == PUSHER_GITLAB && protocol != NULL &&
	    strcmp(protocol, "web") == 0)
		return "GL-HOOK-ERR: ";
	return NULL;
}

static int
read_options(struct gate *g, const struct gate_input *in, struct error *e)
{
	return in->has_options ? push_options_read(&g->arena, in->env, &g->options, e) : 0;
}

int
gate_open(struct gate *g, const struct gate_input *in)
{
	/* The language first; what is wrong with an option is said in that of the policy. */
	read_options(g, in, NULL);
	if (g->options.has_language)
		say_in(g->options.language);
	if (open_repo(g, in, &g->verdict.why) < 0 || load_policy(g, in, &g->verdict.why) < 0)
		return -1;
	g->verdict.policy = &g->file.policy;
	g->now = in->now;
	g->prefix = line_prefix(g, in);
	if (!g->options.has_language)
		say_in(g->file.policy.language);
	if (in->waited_for && !g->options.json) {
		progress_begin(&g->progress, STDERR_FILENO);
		g->repo.progress = &g->progress;
	}
	find_pusher(g, in);
	return read_options(g, in, &g->verdict.why);
}

/* An audit that cannot be read is no matter here: nothing can be recorded in it then, and the push
 * is refused for that. */
static enum clock
look_at_clock(struct gate *g, int64_t now)
{
	struct error why = { 0 };
	int64_t newest;

	if (now < g->file.mtime - CLOCK_SLACK)
		return CLOCK_BEFORE_POLICY;
	if (audit_time(&g->arena, &g->repo, &newest, &why) == 0 && now + CLOCK_SLACK < newest)
		return CLOCK_BEFORE_AUDIT;
	return CLOCK_MAY_BE_RIGHT;
}

void
gate_judge(struct gate *g, const struct gate_input *in, struct changes *cs)
{
	refs_resolve(&g->arena, &g->repo, cs);
	g->push = (struct push){
		.arena = &g->arena,
		.repo = &g->repo,
		.policy = &g->file.policy,
		.changes = cs,
		.pusher = &g->pusher,
		.verifier = &g->verifier,
		.signers = g->file.signers,
		.revoked = g->file.revoked,
		.live = in->repo == NULL,
		.now = in->now,
		.clock = look_at_clock(g, in->now),
	};
	evidence_servers_init(&g->arena, &g->repo, &g->file.policy, in->tell, &g->servers);
	g->push.servers = &g->servers;
	published_find(&g->arena, &g->repo, &g->file, &g->push.published);
	judge_push(&g->push, &g->verdict);
	evidence_servers_end(&g->servers);
}

/* What people are told. 0, or -1 without memory. */
static int
render(struct gate *g, struct output *out)
{
	struct push_verdict *v = &g->verdict;

	if (output_start(out) < 0)
		return -1;
	if (g->options.dry_run)
		refusal_print_dry_run(v, out->file);
	if (v->verdict == VERDICT_UNDECIDED && v->why.kind != ERROR_NONE)
		refusal_print_undecided(
		    &g->arena, &v->why, g->file.path, &g->file.problems, out->file);
	else
		refusal_print(&g->arena, v, &g->options, out->file);
	return 0;
}

static int
record(struct gate *g, const struct gate_input *in, const struct repo *store, const char *text,
    size_t len, struct error *e)
{
	struct audit_files files = { &g->file, text, len, in->env("GIT_PUSH_CERT") };
	struct audit_seal seal = audit_seal_asked(&g->file.policy, g->verdict.policy != NULL);
	unsigned char sum[DIGEST_SIZE];
	char hex[DIGEST_HEX];
	const char *message, *digest = NULL;
	git_oid tree;
	int turn, rc;

	if (g->file.bytes != NULL && digest_sha256(g->file.bytes, g->file.len, sum) == 0)
		digest = digest_hex(sum, hex);
	message = audit_message_verdict(&g->arena, &g->verdict, &g->pusher, digest);
	if (message == NULL)
		return error_memory(e);
	if (audit_tree_write(&g->arena, store, &g->repo, &g->verdict, &files, &tree, e) < 0)
		return -1;
	turn = turn_take(store->dir, AUDIT_TURN_S);
	rc = audit_append(&g->arena, store, &seal, message, &tree, in->now, &g->entry, e);
	turn_give(turn);
	return rc;
}

/* What was judged halfway is not told; which refs it was about is. */
static void
settle_exhausted(struct gate *g)
{
	if (!g->arena.exhausted || g->verdict.verdict != VERDICT_UNDECIDED)
		return;
	arena_reopen(&g->arena, RESERVE);
	for (size_t i = 0; i < g->verdict.n; i++)
		g->verdict.refs[i].steps.n = 0;
}

void
gate_record(struct gate *g, const struct gate_input *in)
{
	const struct push_verdict *v = &g->verdict;
	struct repo store = { 0 };
	struct error why = { 0 };
	struct output text;

	settle_exhausted(g);
	if (g->options.dry_run || g->repo.git == NULL || (v->n == 0 && v->why.kind == ERROR_NONE))
		return; /* nothing governed, or no repository to record in: then the push is refused
		           anyway */
	if (render(g, &text) < 0) {
		error_memory(&why);
	} else {
		if (output_text(&text) == NULL)
			error_memory(&why);
		else if (repo_open_store(&g->arena, g->repo.dir, &store, &why) == 0)
			record(g, in, &store, text.bytes, text.len, &why);
		output_drop(&text);
	}
	repo_close(&store);
	if (why.kind != ERROR_NONE)
		gate_undecide(g, &why);
}

void
gate_undecide(struct gate *g, const struct error *why)
{
	/* When it was undecided as a whole already, that reason is the one to mend first. */
	if (g->verdict.verdict != VERDICT_UNDECIDED || g->verdict.why.kind == ERROR_NONE)
		g->verdict.why = *why;
	g->verdict.verdict = VERDICT_UNDECIDED;
}

int
gate_exit_code(const struct gate *g)
{
	int rc = verdict_exit_code(g->verdict.verdict);

	return rc == 0 && g->options.dry_run ? verdict_exit_code(VERDICT_REJECT) : rc;
}

/* The same for machines. */
static int
render_json(struct gate *g, struct output *out)
{
	if (output_start(out) < 0)
		return -1;
	refusal_json(&g->arena, &g->verdict, &g->options, &g->entry, g->file.path,
	    &g->file.problems, out->file);
	return 0;
}

int
gate_print(struct gate *g, int fd)
{
	struct output out;

	if (g->options.json && render_json(g, &out) == 0)
		return output_send(&out, fd);
	if (render(g, &out) < 0 || output_text(&out) == NULL)
		return output_plain(fd,
		    "sluis: could not decide: out of memory: this push needs more than the\n"
		    "       gate may use\n"
		    "  mend: push it in smaller parts, or the administrator of the server\n"
		    "        gives the hook more memory\n");
	if (out.len > 0 && !git_oid_is_zero(&g->entry))
		fprintf(out.file, say("decision %s in " AUDIT_REF "\n"),
		    oid_short(&g->arena, &g->entry));
	if (g->prefix != NULL && output_prefix(&out, g->prefix) < 0)
		return -1;
	return output_send(&out, fd);
}
