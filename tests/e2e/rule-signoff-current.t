#!/bin/bash
# Every sign-off is about this candidate, environment and evidence, and made after the test.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
proof_by_signature
signed_off els system-owner
signed_off jan operator
world_keep
kims=refs/signoffs/$READY/key-user/kim

it "accept: exactly this"
signed_off kim key-user
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"

it "accept: the stale one was replaced"
signed_off kim key-user candidate acceptance~
signoff kim key-user
push_as kim "signoffs/kim:$kims.2"
accepted
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"

it "refuse: another candidate"
signed_off kim key-user candidate acceptance~
push_as noor production
refused production signoff-current
says signoff-current "$kims is about candidate $(short acceptance~), and this promotion is of $(short acceptance)"
mends signoff-current "Kim Jansen looks at what it is now, and runs git sluis sign $READY --role key-user"

it "refuse: another environment"
signed_off kim key-user environment acceptance
push_as noor production
refused production signoff-current
says signoff-current "$kims is for acceptance, and this is production"

it "refuse: evidence that was never seen"
signed_off kim key-user drop Evidence
push_as noor production
refused production signoff-current
says signoff-current "$kims does not name 1 of the 1 records that the merge links"

it "refuse: evidence of which the merge says nothing"
signed_off kim key-user add "Evidence: sha256:$(printf '' | sha256sum | cut -d ' ' -f 1)"
push_as noor production
refused production signoff-current
says signoff-current "$kims names 2 records, and the merge links 1"

it "refuse: tested again since"
signed_off kim key-user
record 's/^finished = .*/finished = 2026-01-20T12:00:00+01:00/'
evidence tess
given promotions
promotion
push_as noor production
refused production signoff-current
says signoff-current "does not name 1 of the 1 records"

it "refuse: signed before the test ended"
record "s/^finished = .*/finished = $(date -u -d '+30 minutes' +%Y-%m-%dT%H:%M:%SZ)/"
evidence tess
given promotions
signoff kim key-user name refs-kim
for each in els jan; do
	git -C "$CENTRAL" update-ref -d "refs/signoffs/$READY/$([ $each = els ] && echo system-owner || echo operator)/$each"
done
signed_off els system-owner
signed_off jan operator
signed_off kim key-user
promotion
push_as noor production
refused production signoff-current
says signoff-current ", before the test ended at "

it "refuse: the role was not his yet"
signed_off kim key-user
policy 's/^member = kim/member = kim from 2099-01-01/'
push_as noor production
refused production signoff-present roles-assigned

it "refuse: a second sign-off takes the first back to an older candidate"
signed_off kim key-user
signoff kim key-user candidate acceptance~
push_as kim "signoffs/kim:$kims.2"
accepted
push_as noor production
refused production signoff-current
says signoff-current "$kims.2 is about candidate $(short acceptance~)"

it "undecided: more sign-offs than can be looked at"
signed_off kim key-user
for i in $(seq 500); do
	echo "create refs/signoffs/$READY/key-user/p$i $(oid signoffs/kim)"
done | git -C "$CENTRAL" update-ref --stdin
push_as noor production
undecided production signoff-proven signoff-current signoff-veto
says signoff-current "more than 500 sign-offs stand below refs/signoffs/$READY/*"

finish
