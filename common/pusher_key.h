/*
 * pusher_key: the person behind the ssh key that sshd let in.
 *
 * sshd writes what it authenticated into a file when `ExposeAuthInfo yes` is set (sshd_config(5))
 * and names it in SSH_USER_AUTH. Trusted is that file if only this account or root could have
 * written it, and allowed_signers and revoked_keys beside the policy. A plain key is the person's
 * whom allowed_signers gives it to; a certificate is that of the one person whose id is among its
 * principals, if allowed_signers lets its authority speak for him (cert-authority). sshd has
 * verified the authority's signature; it is not done again. Refused: a key of nobody or two
 * persons, a host's certificate, one of another time, a key or authority that is revoked.
 */
#ifndef SLUIS_PUSHER_KEY_H
#define SLUIS_PUSHER_KEY_H

#include "pusher.h"

/* 0 with out->login as the person id the key belongs to in *id. Otherwise -1; out->state and
 * out->why say why. */
int pusher_key_find(struct arena *a, const struct policy *p, const struct pusher_input *in,
    const char **id, struct pusher *out);

#endif
