/*
 * gate: one run of the gate, from the outside world to a verdict.
 *
 * Everything that the engine does not look up itself is gathered here, once: repository, policy,
 * pusher, clock. What cannot be had leaves the verdict undecided, with the reason. The hooks and
 * `git sluis check` differ only in what they give as input.
 */
#ifndef SLUIS_GATE_H
#define SLUIS_GATE_H

#include <stdint.h>
#include <stdio.h>

#include "arena.h"
#include "change.h"
#include "evidence_sftp.h"
#include "policy_file.h"
#include "push_options.h"
#include "pusher.h"
#include "repo.h"
#include "steps.h"
#include "verdict.h"

struct gate_input {
	const char *repo; /* path; NULL: what git's environment names */
	const char *policy; /* path of a policy that is believed as it is; NULL: the one in force */
	const char
	    *login; /* the pusher's login, believed as it is; NULL: the source of the policy says */
	const char *email; /* the pusher's address, believed as it is, where there is no login; NULL
	                      likewise */
	const char *(*env)(const char *name);
	int64_t now; /* the one reading of the clock */
	bool has_options; /* git hands over push options (pre-receive only) */
	bool waited_for; /* somebody at the other end reads standard error, and is told when it
	                    takes long */
	int tell; /* descriptor for a line to the pusher while it takes long; 0: none */
};

struct gate {
	struct arena arena;
	struct push_options options;
	struct progress progress;
	struct repo repo;
	struct policy_file file;
	struct pusher pusher;
	struct sshsig_tool verifier;
	struct evidence_servers servers;
	struct push push;
	struct push_verdict verdict;
	git_oid entry; /* in the audit; zero when it is not recorded */
	int64_t now; /* of the input */
	const char *prefix; /* before each line for people; NULL for none */
};

/* Starts libgit2 and an arena of `cap` bytes. */
void gate_init(struct gate *g, size_t cap);

/* Frees everything, the verdict too. */
void gate_release(struct gate *g);

/* Reads the push options, opens the repository, reads the policy and finds the pusher, before
 * anything is read from the push: in a repository of another kind than Sluis judges nothing of it
 * would be understood, and what cannot be understood is recorded with who sent it. 0, or -1 with
 * the reason in the verdict. */
int gate_open(struct gate *g, const struct gate_input *in);

/* Judges `cs`, which must live in g->arena. g->verdict is the answer, whatever happens. */
void gate_judge(struct gate *g, const struct gate_input *in, struct changes *cs);

/* Records the verdict in the audit of the repository, when there is one to record: durable when
 * this returns. A verdict that cannot be recorded becomes undecided. That of a dry run is not
 * recorded: it lets nothing in, and an entry that accepts would permit the move to whoever asks
 * next (audit_permit.h). */
void gate_record(struct gate *g, const struct gate_input *in);

/* What could not be done after the verdict makes it undecided. */
void gate_undecide(struct gate *g, const struct error *why);

/* Of the hook: that of the verdict, and never 0 after a dry run. */
int gate_exit_code(const struct gate *g);

/* Prints the verdict to `fd`, in whole lines, as the push options ask; nothing for a push that
 * needs no word. -1 when it could not. */
int gate_print(struct gate *g, int fd);

#endif
