/*
 * doctor/doctor_internal: what the checks of the doctor get, and how they answer.
 */
#pragma once

#include "doctor/doctor.h"
#include "policy/file.h"
#include "git/repo.h"

struct doctor {
	struct arena *arena;
	const struct doctor_input *in;
	struct diagnoses *out;
	const char *check; /* the one that runs */
	enum doctor_found worst; /* of what it said so far; DOCTOR_FINE before anything */

	const char *dir; /* the repository, absolute; NULL when it was not found */
	struct error dir_why;
	/* where git takes its hooks from, absolute; NULL when git does not say */
	const char *hooks;
	struct error hooks_why;
	struct repo repo; /* repo.git is NULL when it cannot be opened */
	struct error repo_why;
	struct policy_file file;
	bool ruled; /* the policy was read and holds */
	bool arming; /* it is not in force yet: who lacks a key may still get one */
	struct error policy_why;
	const char *sshd; /* what sshd -T says, or NULL */
};

#define SAID_MAX ((size_t)64 << 10) /* bytes that a program may say */

/* A check ends with this when it came to its end: the outcome is the worst of what it said. 0
 * leaves it unknown. */
typedef enum doctor_found doctor_check(struct doctor *d);

/* The checks; their table is in doctor/run.c. */
doctor_check doctor_repository, doctor_hooks_folder, doctor_pre_receive,
    doctor_reference_transaction, doctor_post_receive, doctor_kept_hooks, doctor_policy,
    doctor_published, doctor_pusher, doctor_keys, doctor_strangers, doctor_confined, doctor_limits,
    doctor_refs, doctor_sample, doctor_refs_sluis, doctor_names, doctor_reflog, doctor_locks,
    doctor_trial, doctor_audit, doctor_apart;

/* What was found, as escaped prose; so is `mend`. Both in the language of the run. `command` may be
 * NULL. */
void doctor_say(struct doctor *d, enum doctor_found found, const char *mend, const char *command,
    const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* The same from an error. */
void doctor_say_error(struct doctor *d, enum doctor_found found, const struct error *e);

/* The value of a key as git sees it in the repository: "" when it is not set; with several values,
 * all of them, one a line. -1 when git does not say. */
int doctor_config(struct doctor *d, const char *key, const char **value, struct error *e);

/* Is it on, as git reads a boolean? */
bool doctor_config_on(struct doctor *d, const char *key);

/* "git -C REPO ..." as a command to paste. */
const char *doctor_git(struct doctor *d, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Never DOCTOR_BY_POLICY. */
enum doctor_host doctor_host(const struct doctor *d);

enum hook_state {
	HOOK_UNREADABLE = 0, /* nobody knows what it is */
	HOOK_NONE,
	HOOK_DANGLING, /* a link that leads nowhere */
	HOOK_NO_FILE, /* a folder, or a device */
	HOOK_EMPTY,
	HOOK_FOREIGN, /* somebody else's */
	HOOK_OURS
};

struct hook {
	const char *path;
	enum hook_state state;
	const char *why; /* when unreadable: the reason, escaped */
};

/* A file is ours when it is a program that holds REPO_MARK (git/repo.h). Links are followed. */
void hook_look(struct arena *a, const char *path, struct hook *out);

/* Can the user that this runs as run it? */
bool hook_runs(const char *path);

/* The hook of that name where the host has it, and what it is. Not without d->hooks. */
void doctor_find_hook(struct doctor *d, const char *name, struct hook *out);

/* What sshd is set to for the user of the repository (sshd -T), or NULL: mostly, only root can ask.
 */
const char *doctor_sshd_ask(struct arena *a, const char *config, const char *repo);
