/*
 * doctor/doctor: does this installation guard its repository? It says what git lets through in
 * silence, and how to mend that.
 *
 * Each check answers for one thing that an administrator got wrong, or that somebody undid. It
 * looks as the owner of the repository, whose hooks run (root becomes that user). What cannot be
 * looked at is never fine.
 */
#pragma once

#include "git/repo.h"
#include "policy/file.h"

enum doctor_found {
	DOCTOR_UNKNOWN = 0, /* it could not be looked at */
	DOCTOR_WRONG,
	DOCTOR_NOTE, /* worth knowing, or for a human eye alone */
	DOCTOR_FINE
};

struct diagnosis {
	const char *check; /* its id, stable for ever */
	enum doctor_found found;
	const char *text; /* escaped prose */
	const char *mend; /* who does what; escaped prose, may be "" */
	const char *command; /* one line to paste, or NULL */
};

struct diagnoses {
	struct diagnosis *list;
	size_t n;
	const char *repo; /* the repository, escaped */
	/* of the policy in force: its version, escaped, and the digest of its text; NULL where no
	 * policy holds */
	const char *policy, *digest;
};

/* Who runs the hooks, and where from. */
enum doctor_host {
	DOCTOR_BY_POLICY = 0, /* what the source of pushers says */
	DOCTOR_PLAIN,
	DOCTOR_GITOLITE,
	DOCTOR_GITEA,
	DOCTOR_GITLAB
};

struct doctor_input {
	const char *repo; /* its folder */
	const char *only; /* the id of one check; NULL for all */
	enum doctor_host host;
	const char *sshd_config; /* of the sshd that people come through; NULL for its own */
	bool no_push; /* make no trial push */
	int64_t now;
};

/* The host of that name (of install.sh --host), or DOCTOR_BY_POLICY. */
enum doctor_host doctor_host_named(const char *name);

/* Is there a check with that id? */
bool doctor_knows(const char *check);

/* Makes the checks. 0, or -1 without memory; everything lives in `a`. As root, this process becomes
 * the repository's owner. */
int doctor_run(
    struct arena *a, const struct doctor_input *in, struct diagnoses *out, struct error *e);

/* Does a policy that is not in force yet fit the repository? Its refs (unless they come `later`),
 * its people and keys are looked at. Where some have a key, who lacks one is only noted. 0 or -1.
 */
int doctor_fits(struct arena *a, const struct repo *r, const struct policy_file *f, int64_t now,
    bool later, struct diagnoses *out, struct error *e);

/* What the whole comes to: wrong before unknown; DOCTOR_NOTE counts as fine. Unknown when nothing
 * was looked at. */
enum doctor_found doctor_verdict(const struct diagnoses *d);

/* For people: what is not fine; with `verbose`, everything. */
void doctor_print_text(const struct diagnoses *d, bool verbose, FILE *out);

/* One JSON object. */
void doctor_print_json(const struct diagnoses *d, FILE *out);
