/*
 * clone/signing_key: the key with which git signs for whoever asks, and whose it is by the policy:
 * found out before a question is asked, and never by signing something.
 */
#ifndef SLUIS_SIGNING_KEY_H
#define SLUIS_SIGNING_KEY_H

#include "clone/session.h"

/*
 * Is git configured for a key (git-config(1), user.signingKey), and is that theirs by the published
 * allowed_signers? -1 with `e`: no key, a key of somebody else, or an unknown one. A key that only
 * git itself can tell (a program names it, it is a certificate, or it is locked and its public half
 * is not beside it) passes: the gate decides.
 */
int signing_key_check(struct session *se, struct error *e);

#endif
