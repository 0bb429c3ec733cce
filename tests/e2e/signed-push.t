#!/bin/bash
# The pusher signs the push itself, where the policy asks for that.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
policy '/^source = /a signed = yes'
git -C "$CENTRAL" config receive.certNonceSeed "a seed of the test"
git -C "$CENTRAL" config gpg.ssh.allowedSignersFile "$CENTRAL/sluis/allowed_signers"
signers noor jan
world_keep

# with_key PERSON: what git signs with from now on.
with_key() {
	git -C "$CLONE" config gpg.format ssh
	git -C "$CLONE" config user.signingkey "$T/keys/$1"
}

it "accept: signed by who pushes"
with_key noor
push_as noor --signed production
accepted "$(promoted)"

it "accept: an ungoverned branch needs no signature"
push_as dirk development:refs/heads/topic
accepted

it "refuse: not signed"
push_as noor production
refused production pusher-known
says pusher-known "the push is not signed, and the policy asks for that"
mends pusher-known "push it with git push --signed"

it "refuse: signed with the key of somebody else"
with_key jan
push_as noor --signed production
refused production pusher-known
says pusher-known "the signature of the push: "
mends pusher-known "Noor Kaya signs the push with a key that allowed_signers gives to 'noor'"

it "refuse: signed with a key that nobody knows, which git calls good"
[ -e "$T/keys/mallory" ] || ssh-keygen -q -t ed25519 -N '' -f "$T/keys/mallory"
with_key mallory
push_as noor --signed production
refused production pusher-known

it "refuse: a key that was revoked, which git forgets"
cut -d ' ' -f 1,2 "$T/keys/noor.pub" >"$CENTRAL/sluis/revoked_keys"
with_key noor
push_as noor --signed production
refused production pusher-known

it "undecided: allowed_signers with a mistake"
with_key noor
echo "noor ssh-ed25519 nokey" >>"$CENTRAL/sluis/allowed_signers"
push_as noor --signed production
undecided production pusher-known push-access author-not-promoter

finish
