/*
 * pusher_key: the person behind the ssh key that sshd let in.
 *
 * sshd writes what it authenticated into a file when `ExposeAuthInfo yes` is set (sshd_config(5)) and
 * names it in SSH_USER_AUTH. Trusted is that file if only this account or root could have written
 * it, and allowed_signers beside the policy. Refused: certificates, a key nobody or two persons hold.
 */
#ifndef SLUIS_PUSHER_KEY_H
#define SLUIS_PUSHER_KEY_H

#include "pusher.h"

/* 0 with out->login as the person id the key belongs to in *id. Otherwise -1; out->state and out->why say why. */
int pusher_key_find(struct arena *a, const struct pusher_input *in, const char **id, struct pusher *out);

#endif
