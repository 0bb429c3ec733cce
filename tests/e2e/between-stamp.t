#!/bin/bash
# When the ref moves, what the stamp keeps of the policy is asked, where it is still of that policy; else the policy itself.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=tests/e2e/held.sh
. "${0%/*}/held.sh"
# shellcheck source=tests/e2e/sums.sh
. "${0%/*}/sums.sh"
world_make
proof_by_signature
signers noor
held_world
signed_off kim key-user
signed_off els system-owner
signed_off jan operator
world_keep

# Each with the stamp that a push left when its policy had stood for some time.
WORLDS="same other again mistake gone group revoked signers digest sum none"
for each in $WORLDS; do
	cp -a "$CENTRAL" "$T/of-$each"
done
sleep 3
for each in $WORLDS; do
	CENTRAL=$T/of-$each
	push_as dirk development:first
	accepted
done

# held_in WORLD: there, the push is judged, and not yet in.
held_in() {
	CENTRAL=$T/of-$1 STAMP=$T/of-$1/sluis-stamp
	has "the stamp" "$(cat "$STAMP")" "file $CENTRAL/sluis/policy.ini"
	holding noor production
}

# stamp_of SCRIPT: what sed makes of it, with a sum that is right.
stamp_of() {
	stamped "$1" <"$STAMP" >"$T/stamp"
	cat "$T/stamp" >"$STAMP"
}

it "accept: nothing changed"
held_in same
passed

it "refuse: another policy came in"
held_in other
policy 's/^version = .*/version = 2026-2/'
stopped "nothing was moved: the policy has changed since the verdict on refs/heads/production" \
	"fix: push again: the gate then judges it by the present state"

it "refuse: another policy came in, and has a stamp already"
held_in again
policy 's/^version = .*/version = 2026-2/'
sleep 3
push_as dirk development:second
accepted
has "the stamp" "$(cat "$STAMP")" "policy 2026-2"
stopped "nothing was moved: the policy has changed since the verdict on refs/heads/production"

it "undecided: a policy with a mistake came in"
held_in mistake
sed -i 's/^norm = /nrom = /' "$CENTRAL/sluis/policy.ini"
stopped "could not decide: the policy has 1 problem" "[policy] knows no 'nrom'"

it "undecided: the policy is gone"
held_in gone
rm "$CENTRAL/sluis/policy.ini"
stopped "could not decide: there is no policy, neither $CENTRAL/sluis/policy.ini nor /etc/sluis/policy.ini"

it "undecided: others may write it"
held_in group
chmod 664 "$CENTRAL/sluis/policy.ini"
stopped "could not decide: $CENTRAL/sluis/policy.ini is writable by its group (mode 0664)"

it "refuse: a key was taken back; the keys changed"
held_in revoked
cut -d ' ' -f 1,2 "$T/keys/els.pub" >"$CENTRAL/sluis/revoked_keys"
stopped "revoked_keys has changed since the verdict on refs/heads/production"
held_in signers
sed -i '/^els /d' "$CENTRAL/sluis/allowed_signers"
stopped "allowed_signers has changed since the verdict on refs/heads/production"

it "refuse: the stamp is of other bytes than the verdict"
held_in digest
stamp_of 's/^digest .*/digest 0000/'
stopped "nothing was moved: the policy has changed since the verdict on refs/heads/production"

it "accept: the policy itself is asked where the stamp is not whole, or not there"
held_in sum
stamp_of 's/^digest .*/digest 0000/'
sed -i '1s/ ./ x/' "$STAMP"
passed
held_in none
rm "$STAMP"
passed

finish
