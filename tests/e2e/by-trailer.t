#!/bin/bash
# proof = trailer: kind, reviews and sign-offs hold by the trailers of the merge, the id may be absent, and nothing is one-use.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

it "accept: without an id, and the report says by what"
policy 's/^require = acceptance complete/require = complete/'
promotion drop Promotion drop Acceptance-Result
push_as noor production
accepted "sluis: production: merge $(short production) accepted (policy 2026-1, sign-offs by trailer alone)"
OUT=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" report 2>&1)
has "the count" "$OUT" "       1  promotions with sign-offs by trailer alone: nothing is one-use"
has "the promotion" "$OUT" "promotion (no id)"
OUT=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" report --language nl 2>&1)
has "the count, in Dutch" "$OUT" "       1  promoties met accordering alleen als trailer: niets is eenmalig"

it "refuse: without an id, and a sign-off is missing"
policy 's/^require = acceptance complete/require = complete/'
promotion drop Promotion drop Acceptance-Result drop Approved-by
push_as noor production
refused production signoff-present

# an_emergency [WORD VALUE]...: with the owner's word alone, in a trailer.
an_emergency() {
	policy_add '[emergency]' 'signoff = system-owner' 'review-within-days = 5'
	clock=$(date +%s)
	promotion drop Accepted-by drop Released-by add "Emergency: INC-7 the door is stuck" "$@"
}

it "accept: the trailer makes it an emergency"
an_emergency
push_as noor production
accepted "$(promoted)" "$(reviewed_by)"

it "refuse: an emergency without the owner's trailer"
an_emergency drop Approved-by
push_as noor production
refused production signoff-present

it "refuse: an emergency without an id, by which it is reviewed"
an_emergency drop Promotion
push_as noor production
refused production emergency acceptance-linked

finish
