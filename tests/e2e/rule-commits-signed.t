#!/bin/bash
# Every new commit is signed by its committer, where the policy asks.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
policy '/^ref = refs.heads.development/a signed-commits = yes'
signers dirk dora
world_keep

# signed_change PERSON FILE [KEY]: a commit on development, signed.
signed_change() {
	on development
	echo "$RANDOM" >>"$CLONE/$2"
	git -C "$CLONE" add "$2"
	as "$1" git -C "$CLONE" -c gpg.format=ssh -c "user.signingkey=$T/keys/${3:-$1}" commit -q -S -m "Change $2"
}

it "accept: signed by who commits"
signed_change dirk README
push_as dirk development
accepted

it "accept: several, each by its committer"
signed_change dirk README
signed_change dora README
push_as dirk development
accepted

it "refuse: not signed"
change dirk src/pay.c
push_as dirk development
refused development commits-signed

it "refuse: one of three is not signed"
signed_change dirk README
change dirk src/pay.c
signed_change dirk README
push_as dirk development
refused development commits-signed

it "refuse: signed with the key of somebody else"
signed_change dirk README dora
push_as dirk development
refused development commits-signed

it "refuse: not signed, by way of an environment that does not ask; accept: signed, by the same way"
policy_add '[environment "sandbox"]' 'ref = refs/heads/sandbox/*' 'push = developer'
change dirk src/pay.c
push_as dirk development:sandbox/dirk
accepted
push_as dirk development
refused development commits-signed
git -C "$CLONE" reset -q --hard HEAD~
signed_change dirk README
push_as dirk -f development:sandbox/dirk
accepted
push_as dirk development
accepted

it "undecided: allowed_signers with a mistake"
signed_change dirk README
echo "dirk ssh-ed25519 nokey" >>"$CENTRAL/sluis/allowed_signers"
push_as dirk development
undecided development commits-signed

finish
