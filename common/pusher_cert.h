/*
 * pusher_cert: a push that the pusher has signed (git-push(1), --signed), where the policy asks for
 * that.
 *
 * git checks the certificate too, and only reports: for an SSH signature its status is G for a key
 * that nobody knows, and it forgets revoked keys. So the certificate is verified here, like any
 * signature. That it is of this push is the nonce's word, which git has checked; the ref changes of
 * a signed push are those of the certificate.
 */
#ifndef SLUIS_PUSHER_CERT_H
#define SLUIS_PUSHER_CERT_H

#include <stdint.h>

#include "arena.h"
#include "pusher.h"
#include "repo.h"
#include "sshsig.h"

/* For a pusher who is known: stays known when the push is signed by a key of that person; else
 * becomes unknown or undecided, with the reason. */
void pusher_cert_check(struct arena *a, const struct repo *r, const char *(*env)(const char *name),
    const struct sshsig_tool *tool, int64_t now, struct pusher *who);

#endif
