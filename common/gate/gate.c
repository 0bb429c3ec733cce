#include "gate/gate.h"

#include "audit/audit.h"
#include "gate/audit_message.h"
#include "gate/audit_tree.h"
#include "gate/glance.h"
#include "gate/next_hooks.h"
#include "base/output.h"
#include "policy/published.h"
#include "policy/reserved.h"
#include "git/place.h"
#include "git/refs.h"
#include "gate/refusal.h"
#include "base/trouble.h"

/* For saying and recording that a push needs more memory than it may use. */
#define RESERVE ((size_t)1 << 20)

static const char *env(const char *name)
{
	return getenv(name);
}

void gate_init(struct gate *g)
{
	memset(g, 0, sizeof(*g));
	arena_init(&g->arena, ARENA_RUN_CAP);
	g->told.arena = &g->arena;
	g->verifier.told = &g->told;
}

void gate_release(struct gate *g)
{
	past_release(&g->past);
	repo_close(&g->repo);
	arena_release(&g->arena);
	memset(g, 0, sizeof(*g));
}

static int open_repo(struct gate *g, const struct gate_input *in, struct error *e)
{
	struct arena *a = &g->arena;

	if ((in->repo != NULL ? repo_open_path(a, in->repo, &g->repo, e) :
	                        repo_open_env(a, &g->repo, e)) < 0)
		return -1;
	if (in->policy != NULL)
		return policy_file_read(a, in->policy, true, in->now, &g->file, e);
	return policy_file_load_after_plain(a, &g->repo, in->now, &g->file, e);
}

static void find_pusher(struct gate *g, const struct gate_input *in)
{
	const struct policy *p = &g->file.policy;
	const struct pusher_input input = { env, in->now, &g->verifier, g->file.revoked };

	if (in->login != NULL) {
		pusher_by_login(&g->arena, p, in->login, in->now, &g->pusher);
		return;
	}
	if (in->email != NULL) {
		pusher_by_email(&g->arena, p, in->email, in->now, &g->pusher);
		return;
	}
	if (p->pusher_source == PUSHER_SSH_KEY || p->pusher_signed)
		sshsig_load(&g->arena, g->file.signers, g->file.revoked, &g->verifier);
	pusher_find(&g->arena, p, &input, &g->pusher);
	if (p->pusher_signed)
		pusher_cert_check(&g->arena, &g->repo, env, &g->verifier, in->now, &g->pusher);
}

/* GitLab's web pages show only what a hook marks for them (GitLab, "Server hooks": error messages).
 */
static const char *line_prefix(const struct gate *g)
{
	const char *protocol = env("GL_PROTOCOL");

	if (g->file.policy.pusher_source == PUSHER_GITLAB && protocol != NULL &&
	    strcmp(protocol, "web") == 0)
		return "GL-HOOK-ERR: ";
	return NULL;
}

bool gate_passes(struct gate *g, const struct gate_input *in, struct changes *cs)
{
	const char *options = env("GIT_PUSH_OPTION_COUNT");
	struct glance glance;

	if (in->has_options && options != NULL && strcmp(options, "0") != 0)
		return false;
	glance = glance_take(&g->arena, in->now, &g->file);
	if (!glance_passes(&g->arena, &glance, cs))
		return false;
	g->prefix = line_prefix(g);
	g->push = (struct push){ .arena = &g->arena, .policy = &g->file.policy, .changes = cs };
	judge_push(&g->push, NULL, &g->verdict);
	return true;
}

int gate_open(struct gate *g, const struct gate_input *in)
{
	/* The language first; what is wrong with an option is said in that of the policy. */
	if (in->has_options)
		push_options_read(&g->arena, env, &g->options, NULL);
	if (g->options.has_language)
		say_in(g->options.language);
	if (open_repo(g, in, &g->verdict.why) < 0)
		return -1;
	g->verdict.policy = &g->file.policy;
	g->now = in->now;
	g->prefix = line_prefix(g);
	g->repo.progress = !g->options.json ? in->progress : NULL;
	find_pusher(g, in);
	return in->has_options ? push_options_read(&g->arena, env, &g->options, &g->verdict.why) :
	                         0;
}

/* An audit that cannot be read takes no entry either, and the push is refused for that. */
static enum clock look_at_clock(struct gate *g, int64_t now)
{
	struct error why = { 0 };
	int64_t newest;

	if (now < g->file.mtime - GATE_CLOCK_SLACK)
		return CLOCK_BEFORE_POLICY;
	if (audit_time(&g->arena, &g->repo, &newest, &why) == 0 && now + GATE_CLOCK_SLACK < newest)
		return CLOCK_BEFORE_AUDIT;
	return CLOCK_MAY_BE_RIGHT;
}

/* A client may set variables of a hook (over file:// it has the client's own environment), so there
 * the repository's own config must allow it, which no client writes. */
static bool trace_allowed(const struct repo *r)
{
	git_config *all = NULL, *local = NULL;
	int on = 0;

	if (git_repository_config(&all, r->git) < 0 ||
	    git_config_open_level(&local, all, GIT_CONFIG_LEVEL_LOCAL) < 0 ||
	    git_config_get_bool(&on, local, "sluis.trace") < 0)
		on = 0;
	git_config_free(local);
	git_config_free(all);
	return on != 0;
}

static FILE *trace(const struct gate *g, const struct gate_input *in)
{
	const char *asked = env("SLUIS_TRACE");
	bool on = asked != NULL && strcmp(asked, "1") == 0;

	return on && (in->repo != NULL || trace_allowed(&g->repo)) ? stderr : NULL;
}

static void judge(struct gate *g, const struct gate_input *in, bool ask)
{
	struct changes *cs = g->changes;
	int there;

	memset(&g->verdict.why, 0, sizeof(g->verdict.why));
	/* One that cannot be read takes no entry either. Of one that is kept elsewhere all asks
	 * after this get the same answer. */
	if (ask && audit_tip(&g->arena, &g->repo, &g->audit, &there, &g->verdict.why) < 0 &&
	    apart_named(&g->repo))
		return;
	refs_resolve(&g->arena, &g->repo, cs);
	reserved_hold(&g->arena, &g->repo, &g->file.policy, cs);
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
		.past_only = in->past,
		.clock = ask && !in->past ? look_at_clock(g, in->now) : CLOCK_MAY_BE_RIGHT,
	};
	evidence_servers_init(&g->arena, &g->repo, &g->file.policy, in->progress, &g->servers);
	g->push.servers = &g->servers;
	g->past.n = 0; /* what was judged before in this run did not go over */
	g->push.past = &g->past;
	g->push.words = &g->words;
	published_find(&g->arena, &g->repo, &g->file, &g->push.published);
	judge_push(&g->push, trace(g, in), &g->verdict);
	evidence_servers_end(&g->servers);
}

void gate_judge(struct gate *g, const struct gate_input *in, struct changes *cs)
{
	bool guarded, ask;

	g->changes = cs;
	refs_resolve(&g->arena, &g->repo, cs);
	guarded = reserved_guards_any(&g->file.policy, cs);
	ask = !apart_named(&g->repo) || guarded;
	if (guarded && in->repo == NULL && !apart_named(&g->repo) &&
	    place_check(&g->arena, &g->repo, &g->verdict.why) < 0)
		return;
	judge(g, in, ask);
	if (!ask && g->verdict.n > 0) /* by another name than a governed ref has */
		judge(g, in, true);
}

/* The audit has gone on since it was judged. */
static void judge_again(struct gate *g, const struct gate_input *in)
{
	past_release(&g->past);
	g->words = (struct signoff_words){ 0 };
	judge(g, in, true);
}

/* What people are told. 0, or -1 without memory. */
static int render(struct gate *g, struct output *out)
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

/* 1 where it has to be judged again. */
static int record(struct gate *g, const struct gate_input *in, const struct repo *store,
    const char *text, size_t len, struct error *e)
{
	const git_oid *judged = g->verdict.verdict == VERDICT_ACCEPT ? &g->audit : NULL;
	struct audit_files files = { &g->file, &g->verifier, text, len, env("GIT_PUSH_CERT") };
	struct audit_seal seal = audit_seal_asked(&g->file.policy, g->verdict.policy != NULL);
	const char *digest = policy_file_digest(&g->arena, &g->file);
	const char *message =
	    audit_message_verdict(&g->arena, &g->verdict, &g->pusher, digest, &g->audit);
	git_oid tree;
	int turn, rc;

	if (audit_tree_write(&g->arena, store, &g->repo, &g->verdict, &files, &tree, e) < 0)
		return -1;
	turn = apart_named(store) ? -1 : audit_turn(store);
	rc = audit_append_judged(
	    &g->arena, store, &seal, message, &tree, in->now, judged, &g->entry, e);
	audit_turn_end(turn);
	return rc;
}

static int record_text(
    struct gate *g, const struct gate_input *in, const struct repo *store, struct error *e)
{
	struct output text;
	int rc;

	if (render(g, &text) < 0)
		return error_memory(e);
	rc = output_text(&text) == NULL ? error_memory(e) :
	                                  record(g, in, store, text.bytes, text.len, e);
	output_drop(&text);
	return rc;
}

/* What was judged halfway is not told; which refs it was about is. */
static void settle_exhausted(struct gate *g)
{
	if (!g->arena.exhausted || g->verdict.verdict != VERDICT_UNDECIDED)
		return;
	arena_reopen(&g->arena, RESERVE);
	for (size_t i = 0; i < g->verdict.n; i++)
		g->verdict.refs[i].steps.n = 0;
}

/* What could not be done after the verdict makes it undecided. When it was undecided as a whole
 * already, that reason is the one to mend first. */
static void undecide(struct gate *g, const struct error *why)
{
	if (g->verdict.verdict != VERDICT_UNDECIDED || g->verdict.why.kind == ERROR_NONE)
		g->verdict.why = *why;
	g->verdict.verdict = VERDICT_UNDECIDED;
}

/* Durable when this returns. A verdict that cannot be recorded, or that may rest on what could not
 * be read, becomes undecided. That of a dry run is not recorded: an entry that accepts would permit
 * the move to whoever asks next (gate/guard.h). */
static void record_verdict(struct gate *g, const struct gate_input *in)
{
	const struct push_verdict *v = &g->verdict;
	struct repo store = { 0 };
	struct error why = { 0 };
	int turn, rc;

	settle_exhausted(g);
	if (trouble_none(&g->arena, &why) < 0) {
		undecide(g, &why);
		return;
	}
	if (g->options.dry_run || g->repo.git == NULL || (v->n == 0 && v->why.kind == ERROR_NONE))
		return; /* nothing governed, or refused for want of a repository */
	if (apart_named(&g->repo) && v->n == 0 && !g->repo.apart->asked && g->changes != NULL)
		return; /* it could not be asked, and takes nothing either */
	rc = repo_open_writable(&g->arena, &g->repo, &store, &why);
	/* Who judges again does so while the others of this machine wait. */
	turn = rc == 0 && apart_named(&store) ? audit_turn(&store) : -1;
	for (unsigned n = 1; rc == 0 && (rc = record_text(g, in, &store, &why)) == 1; n++) {
		rc = apart_overtaken(&g->arena, &store, n, &why);
		if (rc == 0)
			judge_again(g, in);
	}
	audit_turn_end(turn);
	repo_close(&store);
	if (rc < 0)
		undecide(g, &why);
}

int gate_print(struct gate *g, int fd)
{
	struct output out;

	if (g->options.json && output_start(&out) == 0) {
		bool alone = fd == STDOUT_FILENO;

		fputs(alone ? "" : "sluis: json begin\n", out.file);
		refusal_json(&g->arena, &g->verdict, &g->options, &g->entry, g->file.path,
		    &g->file.problems, out.file);
		fputs(alone ? "" : "sluis: json end\n", out.file);
		return output_send(&out, fd);
	}
	if (render(g, &out) < 0 || output_text(&out) == NULL)
		return output_plain(fd, say(OUTPUT_NO_MEMORY));
	if (out.len > 0 && !git_oid_is_zero(&g->entry))
		fprintf(out.file, say("decision %s in " AUDIT_REF "\n"),
		    oid_short(&g->arena, &g->entry));
	if (g->prefix != NULL && output_prefix(&out, g->prefix) < 0)
		return output_plain(fd, OUTPUT_NO_MEMORY);
	return output_send(&out, fd);
}

/* Never 0 after a dry run. */
static int exit_code(const struct gate *g)
{
	int rc = verdict_exit_code(g->verdict.verdict);

	return rc == 0 && g->options.dry_run ? verdict_exit_code(VERDICT_REJECT) : rc;
}

/* A hook after the gate refuses, so nothing goes in. Where that cannot be recorded, the next run
 * finds it out. */
static void record_refused(struct gate *g, const struct gate_input *in)
{
	struct audit_seal seal = audit_seal_asked(&g->file.policy, true);
	struct repo store = { 0 };
	struct error why = { 0 };
	int rc = repo_open_writable(&g->arena, &g->repo, &store, &why),
	    turn = rc == 0 ? audit_turn(&store) : -1;

	for (size_t i = 0; rc == 0 && i < g->verdict.n; i++) {
		const struct ref_verdict *v = &g->verdict.refs[i];
		git_oid id;

		rc = audit_append(&g->arena, &store, &seal,
		    audit_message_outcome(&g->arena, &g->entry, v->ref, &v->change->old,
		        &v->change->new, AUDIT_NOT_MOVED, "later-hook"),
		    NULL, in->now, &id, &why);
	}
	audit_turn_end(turn);
	repo_close(&store);
}

int gate_end(
    struct gate *g, const struct gate_input *in, char *argv[], const char *input, size_t len)
{
	struct error why = { 0 };
	int rc;

	record_verdict(g, in);
	rc = exit_code(g);
	if (rc == 0 && (rc = next_hooks_run(&g->arena, argv, input, len, &why)) != 0 &&
	    !git_oid_is_zero(&g->entry))
		record_refused(g, in);
	if (rc < 0) {
		undecide(g, &why);
		rc = exit_code(g);
	}
	/* A hook that was there before and refuses speaks for itself. Whoever does not read what is
	 * said holds the push open, and what it was judged by may be gone when they do. */
	if ((rc == 0 || g->verdict.verdict != VERDICT_ACCEPT || g->options.dry_run) &&
	    gate_print(g, STDERR_FILENO) < 0 && errno == ETIMEDOUT && rc == 0)
		rc = verdict_exit_code(VERDICT_UNDECIDED);
	gate_release(g);
	return rc;
}
