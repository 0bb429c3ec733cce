/*
 * signers_line: one line of an allowed_signers file (ssh-keygen(1), ALLOWED SIGNERS).
 *
 * Stricter than ssh-keygen: what it passes over in silence or reads in its own way (a control
 * character, a date that does not exist, text that is not canonical base64) is refused here.
 */
#ifndef SLUIS_SIGNERS_LINE_H
#define SLUIS_SIGNERS_LINE_H

#include "arena.h"
#include "signers.h"

/* Reads `line` (NUL-terminated, not empty, no comment). NULL when it is fine, else what is wrong,
 * escaped. Strings live in `a`. */
const char *signers_line_read(struct arena *a, const char *line, struct signer *out);

/* `TYPE BASE64 [COMMENT]`, a public key as sshd(8) has it in authorized_keys. NULL, or what is
 * wrong. */
const char *signers_key_read(
    struct arena *a, const char *line, const char **type, const char **key);

/* The bytes of a line, before anything is read from it. NULL, or what is wrong. */
const char *signers_bytes_wrong(const char *line, size_t n);

/* YYYYMMDD, YYYYMMDDHHMM or YYYYMMDDHHMMSS, with Z for UTC, else in the server's time zone. 0 or
 * -1. */
int signers_time(const char *s, int64_t *out);

#endif
