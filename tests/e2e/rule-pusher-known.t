#!/bin/bash
# Whoever pushes to a governed ref is a person or service of the policy: real sshd, real keys.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

ssh_make dirk luuk ci mallory
world_keep

it "accept: a person, by the key that sshd checked"
change dirk src/pay.c
push_as dirk development
accepted

it "accept: a service, by its key"
change dirk src/pay.c
push_as ci development
accepted

it "accept: a key that is the person's today"
sed -i '/^dirk /d' "$CENTRAL/sluis/allowed_signers"
signer dirk 'valid-after="20200101Z",valid-before="20990101Z"'
change dirk src/pay.c
push_as dirk development
accepted

it "refuse: a key that sshd lets in and allowed_signers does not know"
sed -i '/^mallory /d' "$CENTRAL/sluis/allowed_signers"
change dirk src/pay.c
push_as mallory development
refused development pusher-known
says pusher-known "allowed_signers gives the pusher's key $(fingerprint mallory) to nobody at this moment"
mends pusher-known "the administrator adds a line with the person's id and the public key to allowed_signers"

it "refuse: a key that was the person's until last year"
sed -i '/^dirk /d' "$CENTRAL/sluis/allowed_signers"
signer dirk 'valid-before="20200101Z"'
change dirk src/pay.c
push_as dirk development
refused development pusher-known
says pusher-known "the pusher's key $(fingerprint dirk) is that of 'dirk' in allowed_signers, and not valid at this moment"
mends pusher-known "the pusher logs in with a key of today, or the administrator renews the line in allowed_signers"
entry=$(git -C "$CENTRAL" log -1 --format=%B refs/sluis/audit)
has "the entry" "$entry" "
Login: dirk
"
hasnt "the entry" "$entry" "
Pusher: "
has "the log" "$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" log --person dirk -n 1)" " reject    dirk     development "

it "refuse: a key of somebody who is not in the policy"
change dirk src/pay.c
push_as mallory development
refused development pusher-known
says pusher-known "the key belongs to 'mallory' in allowed_signers, who is not in the policy"
mends pusher-known "the administrator adds [person \"mallory\"] to the policy, or mends the name in allowed_signers"

it "refuse: a person who has left"
push_as luuk production
refused production pusher-known
says pusher-known "Luuk Smit left on 2020-06-30"
mends pusher-known "if that is wrong, the administrator changes \`until\` of [person \"luuk\"] in the policy"

it "refuse: a key that two persons share"
sed -i 's/^dirk \(.*\)/&\ndora \1/' "$CENTRAL/sluis/allowed_signers"
change dirk src/pay.c
push_as dirk development
refused development pusher-known
says pusher-known "allowed_signers gives the key $(fingerprint dirk) to more than one person"

it "refuse: a push that did not come through sshd"
change dirk src/pay.c
TRANSPORT=local push_as dirk development
refused development pusher-known
says pusher-known "sshd did not say which key the pusher has (SSH_USER_AUTH is not set)"
mends pusher-known "the administrator of the server sets \`ExposeAuthInfo yes\` in sshd_config and reloads sshd"

it "refuse: an sshd that does not say which key it was"
sed -i '/^ExposeAuthInfo/d' "$SSHD/config"
change dirk src/pay.c
push_as dirk development
echo "ExposeAuthInfo yes" >>"$SSHD/config"
refused development pusher-known
says pusher-known "sshd did not say which key the pusher has"

it "refuse: a login that nobody has"
policy 's/^source = .*/source = env:SLUIS_TEST_PUSHER/'
change dirk src/pay.c
TRANSPORT=local push_as mallory development
refused development pusher-known
says pusher-known "nobody in the policy has the login 'mallory'"
mends pusher-known "the administrator adds \`login = mallory\` to the [person] or [service] that it is in the policy"

it "refuse: a variable that is not set"
policy 's/^source = .*/source = env:SLUIS_TEST_OTHER/'
change dirk src/pay.c
TRANSPORT=local push_as dirk development
refused development pusher-known
says pusher-known "the server did not say who pushes: SLUIS_TEST_OTHER is not set"

it "undecided: there is no allowed_signers"
rm "$CENTRAL/sluis/allowed_signers"
change dirk src/pay.c
push_as dirk development
undecided development pusher-known push-access
says pusher-known "the pusher's key cannot be looked up: $CENTRAL/sluis/allowed_signers does not exist"
mends pusher-known "the administrator writes allowed_signers beside the policy"

it "undecided: allowed_signers has a broken line"
echo "dirk ssh-ed25519 AAAAnothing" >>"$CENTRAL/sluis/allowed_signers"
change dirk src/pay.c
push_as dirk development
undecided development pusher-known push-access
says pusher-known "allowed_signers has 1 problem, the first on line 5: the key is"

it "undecided: others may write allowed_signers"
chmod 664 "$CENTRAL/sluis/allowed_signers"
push_as dirk production
undecided production pusher-known push-access author-not-promoter
says pusher-known "allowed_signers is writable by its group (mode 0664)"
mends pusher-known "its owner runs: chmod go-w"

finish
