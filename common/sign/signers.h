/*
 * sign/signers: public keys as OpenSSH's own files list them, as far as the gate itself must read
 * them: allowed_signers (ssh-keygen(1), ALLOWED SIGNERS), which gives a key to a person, and the
 * lines of revoked_keys.
 *
 * Principals are person ids. Stricter than ssh-keygen: what it passes over in silence or reads in
 * its own way (a control character, a date that does not exist, text that is not canonical base64)
 * is refused. Pure readers from bytes to a struct; every malformed line is listed.
 */
#pragma once

#include "base/ini.h"
#include "base/safefile.h"

#define SIGNERS_BYTES_MAX ((size_t)4 << 20) /* of allowed_signers, and of revoked_keys */

struct signer {
	const char **principals; /* without patterns: a `*`, `?` or `!` in one is a problem */
	size_t nprincipals;
	const char *key_type; /* e.g. ssh-ed25519 */
	const char *key; /* base64 */
	bool cert_authority; /* never matches a plain key */
	const char *namespaces; /* the list that limits what it may sign; NULL without */
	int64_t valid_after; /* INT64_MIN without */
	int64_t valid_before; /* INT64_MAX without */
	unsigned line;
};

struct signers {
	struct signer *list;
	size_t n;
};

/* 0 for a file without problems; -1 with ERROR_MALFORMED (problems listed) or ERROR_MEMORY. */
int signers_read(struct arena *a, const char *bytes, size_t len, struct signers *out,
    struct ini_problems *problems, struct error *e);

/* Reads the file (`path` may be NULL: absent) as base/safefile.h does, and its bytes as above. -1
 * with ERROR_ABSENT, ERROR_UNREADABLE, ERROR_MALFORMED or ERROR_MEMORY, mended. */
int signers_load(
    struct arena *a, const char *path, struct safefile *file, struct signers *out, struct error *e);

#define SIGNERS_EVER INT64_MIN

/* The one principal whose valid plain key this is at `now`, or was or will be some day for
 * SIGNERS_EVER; NULL when there is none.
 * When several principals claim the key, *ambiguous is set and NULL returned. */
const char *signers_principal(
    const struct signers *s, const char *key_type, const char *key, int64_t now, bool *ambiguous);

/* Has another principal this one's plain key too, now or from when it is valid on? One key is one
 * person: neither is known by it. */
bool signers_shares(const struct signers *s, const struct signer *one, int64_t now);

/* Does a valid cert-authority line let this authority speak for that principal at `now`? */
bool signers_certifies(const struct signers *s, const char *ca_type, const char *ca_key,
    const char *principal, int64_t now);

/* The lines of such a file that are neither empty nor a comment, one after the other. */
struct signers_lines {
	struct arena *arena;
	const char *at, *end; /* what is left of the bytes */
	unsigned number; /* of the line; from 1 on */
	const char *text; /* NUL-terminated, without blanks in front */
	const char *wrong; /* NULL; or what is wrong with its bytes, and it has no text */
};

/* Moves to the next line. False at the end, and without memory. */
bool signers_lines_next(struct signers_lines *l);

/* Reads one line of allowed_signers. NULL when it is fine, else what is wrong, escaped. Strings
 * live in `a`. */
const char *signers_line_read(struct arena *a, const char *line, struct signer *out);

/* `TYPE BASE64 [COMMENT]`, a public key as sshd(8) has it in authorized_keys. NULL, or what is
 * wrong. */
const char *signers_key_read(
    struct arena *a, const char *line, const char **type, const char **key);

/* "SHA256:...", as ssh-keygen -l prints it, of a public key in base64. Never NULL: "(no readable
 * key)" for what is none. */
const char *signers_fingerprint(struct arena *a, const char *key);
