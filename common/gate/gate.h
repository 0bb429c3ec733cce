/*
 * gate/gate: one run of the gate, from the outside world to a verdict.
 *
 * Everything that the engine does not look up itself is gathered here, once: repository, policy,
 * pusher, clock. What cannot be had leaves the verdict undecided, with the reason. The hooks and
 * `git sluis check` differ only in what they give as input.
 */
#pragma once

#include "git/change.h"
#include "promotion/evidence_sftp.h"
#include "rules/judge.h"
#include "policy/file.h"
#include "gate/push_options.h"
#include "people/pusher.h"
#include "git/repo.h"
#include "step/steps.h"

/* A file server's clock, or that of another server of the same repository, may be this much ahead
 * of ours, in seconds. */
#define GATE_CLOCK_SLACK 120

struct gate_input {
	const char *repo; /* path; NULL: what git's environment names, in a hook */
	const char *policy; /* path of a policy that is believed as it is; NULL: the one in force */
	/* The pusher's login, or else address, believed as it is; NULL: the source of the policy.
	 */
	const char *login, *email;
	int64_t now; /* the one reading of the clock */
	bool past; /* it went over at `now`, long ago: what is there now is not asked about */
	bool has_options; /* git hands over push options (pre-receive only) */
	struct progress *progress; /* hears that it takes long; NULL for nobody */
};

struct gate {
	struct arena arena;
	struct push_options options;
	struct repo repo;
	struct policy_file file;
	struct pusher pusher;
	struct sshsig_tool verifier;
	struct sshsig_told told; /* of it */
	struct evidence_servers servers;
	struct past past;
	struct signoff_words words;
	struct push push;
	struct changes *changes; /* which it judges */
	struct push_verdict verdict;
	git_oid audit; /* its newest entry before anything was judged; zero for none */
	git_oid entry; /* in the audit; zero when it is not recorded */
	int64_t now; /* of the input */
	const char *prefix; /* before each line for people; NULL for none */
};

/* Starts the arena of the run. */
void gate_init(struct gate *g);

/* Frees everything, the verdict too. */
void gate_release(struct gate *g);

/* Is there nothing in the push for the gate to judge (gate/glance.h)? Then the verdict is there,
 * and nothing was opened. */
bool gate_passes(struct gate *g, const struct gate_input *in, struct changes *cs);

/* Reads the push options, opens the repository, reads the policy and finds the pusher. What is
 * wrong with these is said before what is wrong with the push: in a repository of another kind than
 * Sluis judges nothing of it would be understood, and what cannot be understood is recorded with
 * who sent it. 0, or -1 with the reason in the verdict. */
int gate_open(struct gate *g, const struct gate_input *in);

/* Judges `cs`, which must live in g->arena. g->verdict is the answer, whatever happens. */
void gate_judge(struct gate *g, const struct gate_input *in, struct changes *cs);

/* Prints the verdict to `fd`, in whole lines, as the push options ask; nothing for a push that
 * needs no word. -1 when it could not; errno is then ETIMEDOUT for a reader that does not read. */
int gate_print(struct gate *g, int fd);

/* The end of a hook: records the verdict in the audit of the repository, where there is one to
 * record; after an accepted push runs the hooks that were there before (gate/next_hooks.h), with
 * argv and the hook's `input`; prints to standard error; gate_release(). The exit code. */
int gate_end(
    struct gate *g, const struct gate_input *in, char *argv[], const char *input, size_t len);
