/*
 * people/pusher: who pushes, from the one source that the policy names (norm CH.06 criterion 9).
 *
 * The source is what the server says, never what the client says: see the table in people/pusher.c
 * for what each one trusts and why. Exactly one is asked; there is no "whichever is set".
 */
#pragma once

#include "policy/policy.h"
#include "git/repo.h"
#include "sign/sshsig.h"

enum pusher_state {
	PUSHER_UNDECIDED = 0, /* could not be found out; `why` says */
	PUSHER_UNKNOWN, /* the source names nobody, or nobody of the policy; `why` says */
	PUSHER_KNOWN
};

struct pusher {
	enum pusher_state state;
	const struct person *person; /* when known */
	const char *login; /* what the source gave, escaped; NULL for nothing */
	struct error why; /* when not known */
};

/* What the outside gives to a source: read once, in the wiring. */
struct pusher_input {
	const char *(*env)(const char *name); /* getenv(), or a test's own */
	int64_t now;
	const struct sshsig_tool *keys; /* loaded, where the source is an ssh key */
	const char *revoked_path; /* its revoked_keys, for people */
};

/* Fills `out`; a failure leaves a state other than PUSHER_KNOWN. */
void pusher_find(
    struct arena *a, const struct policy *p, const struct pusher_input *in, struct pusher *out);

/* The same for a login that is believed as it is (git sluis check). */
void pusher_by_login(
    struct arena *a, const struct policy *p, const char *login, int64_t now, struct pusher *out);

/* The same for an address (git sluis in a clone). */
void pusher_by_email(
    struct arena *a, const struct policy *p, const char *email, int64_t now, struct pusher *out);

/* For a pusher who is known: stays known when the push is signed by a key of that person; else
 * becomes unknown or undecided, with the reason. */
void pusher_cert_check(struct arena *a, const struct repo *r, const char *(*env)(const char *name),
    const struct sshsig_tool *tool, int64_t now, struct pusher *who);

/*
 * The keys that sshd let in, as it writes them where SSH_USER_AUTH points (sshd_config(5),
 * ExposeAuthInfo). A line is `METHOD [DETAILS]`; of a key the details are its type and its base64.
 * Other methods name nobody.
 */
#define AUTH_INFO_MAX ((size_t)64 << 10)

struct auth_key {
	const char *type, *key; /* as they stand there, unverified; in the arena */
};

struct auth_info {
	struct auth_key *list;
	size_t n;
};

/* 0, or -1: ERROR_MALFORMED with what is wrong as a constant text, or ERROR_MEMORY. */
int auth_info_read(
    struct arena *a, const char *bytes, size_t len, struct auth_info *out, struct error *e);

/* For people/pusher.c: the id of the person that the ssh key belongs to, in *id, with out->login.
 * Otherwise -1; out->state and out->why say why. */
int pusher_key_find(struct arena *a, const struct policy *p, const struct pusher_input *in,
    const char **id, struct pusher *out);

/* Makes the pusher unknown, with how that is mended and why it is so. Returns -1. */
int pusher_unknown(struct pusher *out, const char *mend, const char *why, ...)
    __attribute__((format(printf, 3, 4)));
