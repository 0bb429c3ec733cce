#!/bin/bash
# Nobody who may sign off has rejected it.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
proof_by_signature
signers noor
signed_off kim key-user
signed_off els system-owner
signed_off jan operator
world_keep
noors=refs/signoffs/$READY/operator/noor

it "accept: nobody rejects"
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"

it "accept: rejected, settled, and signed anew"
signed_off noor operator decision reject
signoff noor operator
push_as noor "signoffs/noor:$noors.2"
accepted
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"

it "accept: rejected for another environment"
signed_off noor operator decision reject environment acceptance
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"

it "refuse: an operator who did not have to sign rejects"
signed_off noor operator decision reject
push_as noor production
refused production signoff-veto
says signoff-veto "Noor Kaya, as operator, rejects $READY: $noors"
mends signoff-veto "settle it with Noor Kaya, who then signs anew: git sluis sign $READY --role operator"

it "refuse: who approved rejects later"
signoff kim key-user decision reject
push_as kim "signoffs/kim:refs/signoffs/$READY/key-user/kim.2"
accepted
push_as noor production
refused production signoff-veto

it "refuse: rejected for an older candidate is rejected until settled"
signed_off noor operator decision reject candidate acceptance~
push_as noor production
refused production signoff-veto

it "undecided: whether it is the word of who rejects cannot be told"
signed_off noor operator decision reject
echo "noor ssh-ed25519 nokey" >>"$CENTRAL/sluis/allowed_signers"
push_as noor production
undecided production signoff-proven signoff-veto

# What follows asks trailers alone: kind, reviews and waivers hold by those of the merge, and a veto is signed all the same.
by_trailer() {
	policy 's/^proof = .*/proof = trailer/'
}

it "trailer: accept, approved in signed words too"
by_trailer
push_as noor production
accepted "$(promoted)"

it "trailer: accept, where signed words are of other evidence, and never were the proof"
by_trailer
signoff kim key-user drop Evidence
push_as kim "signoffs/kim:refs/signoffs/$READY/key-user/kim.2"
accepted
push_as noor production
accepted "$(promoted)"

it "trailer: refuse what somebody who signs rejects"
by_trailer
signed_off noor operator decision reject
push_as noor production
refused production signoff-veto
says signoff-veto "Noor Kaya, as operator, rejects $READY: $noors"
mends signoff-veto "settle it with Noor Kaya, who then signs anew: git sluis sign $READY --role operator"

it "trailer: refuse, rejected in the same push"
by_trailer
signoff noor operator decision reject
push_as noor "signoffs/noor:$noors" production
refused production signoff-veto

it "trailer: accept, rejected and settled"
by_trailer
signed_off noor operator decision reject
signoff noor operator
push_as noor "signoffs/noor:$noors.2"
accepted
push_as noor production
accepted "$(promoted)"

it "trailer: accept, rejected for another environment"
by_trailer
signed_off noor operator decision reject environment acceptance
push_as noor production
accepted "$(promoted)"

it "trailer: undecided, whether it is the word of who rejects cannot be told"
by_trailer
signed_off noor operator decision reject
echo "noor ssh-ed25519 nokey" >>"$CENTRAL/sluis/allowed_signers"
push_as noor production
undecided production signoff-veto

finish
