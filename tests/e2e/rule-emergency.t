#!/bin/bash
# An emergency names its incident and its reason, and is reviewed afterwards.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
world_keep

WHY="Emergency: INC-7 Nobody can log in"

it "accept: one sign-off, of the system owner"
now_promotion drop Accepted-by drop Released-by add "$WHY"
push_as noor production
accepted "$(promoted)" "$(reviewed_by)"

it "accept: a high impact without parallel run"
high_impact
now_promotion drop Parallel-Run drop Accepted-by drop Released-by add "$WHY"
push_as noor production
accepted "$(promoted)" "$(reviewed_by)"

it "accept: an id that an earlier emergency had, which was reviewed"
now_promotion add "$WHY"
went_over_as_is
next_change dora 2026.12
promotion id 2026.12 add "Reviews-Emergency: $READY"
went_over_as_is
next_change dora "$READY"
now_promotion add "$WHY"
push_as noor production
accepted "$(promoted)" "$(reviewed_by)"

it "refuse: without its sign-off"
now_promotion drop Approved-by add "$WHY"
push_as noor production
refused production signoff-present
says signoff-present "$(title production) has no sign-off of system-owner (Approved-by, role system-owner)"

it "refuse: signed by who made the change"
policy 's/^member = els/&\nmember = dirk/' 's/^conflict = .*//'
now_promotion drop Approved-by add "Approved-by: $(signature dirk)" add "$WHY"
push_as noor production
refused production author-not-approver

it "refuse: pushed by who made the change"
policy 's/^member = noor/&\nmember = dirk/' 's/^conflict = .*//'
now_promotion add "$WHY"
push_as dirk production
refused production plan-performer author-not-promoter

it "refuse: without a reason"
now_promotion add "Emergency: INC-7"
push_as noor production
refused production emergency
says emergency "$(title production) names no incident with a reason: 'INC-7'"
mends emergency "write the trailer as Emergency: INCIDENT REASON; on the merge: $(amend)"

it "refuse: without anything"
now_promotion add "Emergency:"
push_as noor production
refused production emergency
says emergency "names no incident with a reason: ''"

it "refuse: two incidents"
now_promotion add "$WHY" add "Emergency: INC-8 Nobody can log out"
push_as noor production
refused production emergency
says emergency "$(title production) names 2 emergencies; a merge is one"

it "refuse: the policy has no emergencies"
policy '/^\[emergency\]/,/^review/d'
now_promotion add "$WHY"
push_as noor production
refused production emergency
says emergency "the policy has no emergencies"
mends emergency "take the trailer Emergency out, and have the promotion signed off as any other: $(amend)"

it "refuse: the policy has no emergencies, and the sign-offs of one are not enough"
policy '/^\[emergency\]/,/^review/d'
now_promotion drop Accepted-by add "$WHY"
push_as noor production
refused production emergency signoff-present

it "refuse: dated last week"
clock=$(date -d "7 days ago" +%s)
promotion add "$WHY"
dated=$(moment "$(git -C "$CLONE" log -1 --format=@%ct production)")
clock=1700001000
push_as noor production
refused production emergency
says emergency "$(title production) is dated $dated, and it is "
mends emergency "set the clock of your computer right and make the merge again: $(amend " --no-edit")"

it "refuse: dated next week"
clock=$(date -d "7 days" +%s)
promotion add "$WHY"
dated=$(moment "$(git -C "$CLONE" log -1 --format=@%ct production)")
clock=1700001000
push_as noor production
refused production emergency
says emergency "$(title production) is dated $dated, and it is "

it "refuse: without its promotion"
now_promotion drop Promotion add "$WHY"
push_as noor production
refused production emergency acceptance-linked
says emergency "$(title production) does not name its promotion, by which it is reviewed later"

it "refuse: the id of an emergency that still waits for its review"
now_promotion add "$WHY"
went_over_as_is
next_change dora "$READY"
now_promotion add "Emergency: INC-8 Nobody can log out"
push_as noor production
refused production emergency
says emergency "an emergency with the id $READY still waits for its review"
mends emergency "give this one an id of its own; on the merge: $(amend)"

it "refuse: the same, where the entry of a later promotion tells that it waits"
now_promotion add "$WHY"
went_in_as_is
next_change dora 2026.12
went_in id 2026.12
next_change dora "$READY"
now_promotion add "Emergency: INC-8 Nobody can log out"
push_as noor production
refused production emergency
says emergency "an emergency with the id $READY still waits for its review"

it "refuse: a rollback at the same time"
went_in
now_promotion id back-1 candidate production~ tree "production~^{tree}" add "$WHY" add "Rolls-Back-To: $(oid production~)"
push_as noor production
refused production rollback
says rollback "says more than one of Rolls-Back-To and Emergency"

it "refuse: an emergency that reviews another"
now_promotion add "$WHY" add "Reviews-Emergency: 2026.10"
push_as noor production
refused production emergency
says emergency "$(title production) is an emergency itself and reviews one"

it "refuse: without plan, test and impact"
IMPACT=
now_promotion drop Implementation-Plan drop Acceptance-Result add "$WHY"
push_as noor production
refused production plan-linked impact-stated acceptance-linked

it "refuse: the word emergency in prose, and not every sign-off"
now_promotion title "Emergency: INC-7 Nobody can log in" drop Accepted-by
push_as noor production
refused production signoff-present

it "undecided: what production had is missing"
went_over
next_change dora 2026.12
now_promotion id 2026.12 add "$WHY"
lose "$(oid production~2)"
push_as noor production
undecided production nothing-lost emergency plan-complete evidence-by criteria-independent tester-not-author author-known author-not-approver author-not-promoter

finish
