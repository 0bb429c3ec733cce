#!/bin/bash
# The plan is of this promotion, candidate and environment, and every step has its owner.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
world_keep

# plan_with SED-EXPRESSION...: the plan, changed so, is the one that is linked.
plan_with() {
	in_record plan.ini "$@"
	planned
}

it "accept: it is"
push_as noor production
accepted "$(promoted)"

it "accept: a step of a machine"
plan_with 's/^owner = jan/owner = ci/'
push_as noor production
accepted "$(promoted)"

it "refuse: no way back"
plan_with '/^rollback/d'
push_as noor production
refused production plan-complete
says plan-complete "$READY/plan.ini is not well formed: line 1: [plan] has no 'rollback'"
mends plan-complete "its author corrects the record and pushes it; then Implementation-Plan links its new sha256sum"

it "refuse: nobody is told"
plan_with 's/^communication = .*/communication =/'
push_as noor production
refused production plan-complete
says plan-complete "line 9: 'communication' is empty"

it "refuse: no steps"
plan_with '/^\[step/d' '/^action/d' '/^owner/d'
push_as noor production
refused production plan-complete
says plan-complete "the implementation plan has no [step \"ID\"]"

it "refuse: a step without owner"
plan_with '/^owner = jan/d'
push_as noor production
refused production plan-complete
says plan-complete "[step \"2\"] has no 'owner'"

it "refuse: a step of nobody"
plan_with 's/^owner = jan/owner = the vendor/'
push_as noor production
refused production plan-complete
says plan-complete "$READY/plan.ini: the owner of step 2, 'the vendor', is not listed in the policy"
mends plan-complete "give the step to somebody by the id in the policy, push the plan, and link it again"

it "refuse: a step of somebody by his name"
plan_with 's/^owner = jan/owner = Jan Bakker/'
push_as noor production
refused production plan-complete
says plan-complete "'Jan Bakker', is not listed in the policy"

it "refuse: for another candidate"
plan_with "s/^candidate = .*/candidate = $(oid acceptance~)/"
push_as noor production
refused production plan-complete
says plan-complete "$READY/plan.ini is about candidate $(oid acceptance~), and this promotion is about $(oid acceptance)"
mends plan-complete "write a plan for this promotion, push it, and link it in Implementation-Plan"

it "refuse: for another environment"
plan_with 's/^environment = .*/environment = acceptance/'
push_as noor production
refused production plan-complete
says plan-complete "$READY/plan.ini is about environment acceptance, and this promotion is about production"

it "refuse: for another promotion"
plan_with 's/^promotion = .*/promotion = 2026.10/'
push_as noor production
refused production plan-complete
says plan-complete "$READY/plan.ini is about promotion 2026.10, and this promotion is about $READY"

it "refuse: one plan for all releases"
went_over
next_change dirk 2026.12
promotion id 2026.12 drop Implementation-Plan add "Implementation-Plan: $(link "$READY/plan.ini")"
push_as noor production
refused production plan-complete
says plan-complete "$READY/plan.ini is about promotion $READY, and this promotion is about 2026.12"
says plan-complete "$READY/plan.ini is about candidate $(oid acceptance~), and this promotion is about $(oid acceptance)"

it "refuse: a time without a zone"
plan_with 's/^window-end = .*/window-end = 2099-01-01T10:00:00/'
push_as noor production
refused production plan-complete
says plan-complete "line 6: 'window-end' is no time with a zone, such as 2026-11-24T14:00:00+01:00: '2099-01-01T10:00:00'"

it "refuse: a day that there is not"
plan_with 's/^window-end = .*/window-end = 2099-02-29T10:00:00Z/'
push_as noor production
refused production plan-complete

it "refuse: a window that ends before it starts"
plan_with "s/^window-end = .*/window-end = $(moment "2 hours ago")/"
push_as noor production
refused production plan-complete
says plan-complete "'window-end' is not after 'window-start'"

it "refuse: a key that nobody knows"
plan_with 's/^communication = /&mail\nwindow = open\n#/'
push_as noor production
refused production plan-complete
says plan-complete "[plan] knows no 'window'"

it "accept: the longest window that the policy allows"
policy 's/^proof = .*/&\nwindow-max-hours = 4/'
push_as noor production
accepted "$(promoted)"

it "refuse: a longer window"
policy 's/^proof = .*/&\nwindow-max-hours = 3/'
push_as noor production
refused production plan-complete
says plan-complete "$READY/plan.ini: its window, from" "is longer than the 3 hours that the policy allows"
mends plan-complete "agree on a window of at most 3 hours, push the plan with it, link it again, and have it signed off again"

it "refuse: a window without an end to speak of"
policy 's/^proof = .*/&\nwindow-max-hours = 8760/'
plan_with 's/^window-end = .*/window-end = 9999-12-31T23:59:59Z/'
push_as noor production
refused production plan-complete

it "refuse: one second longer"
policy 's/^proof = .*/&\nwindow-max-hours = 4/'
plan_with "s/^window-end = .*/window-end = $(moment "3 hours 10 seconds")/"
push_as noor production
refused production plan-complete

it "accept: a way back in few words, in any script"
plan_with 's/^rollback = .*/rollback = 復旧/' 's/^communication = .*/communication = no/'
push_as noor production
accepted "$(promoted)"

for nothing in - x ... xxx '--- ---' '—' ' . ' é; do
	it "refuse: a way back that says '$nothing'"
	plan_with "s/^rollback = .*/rollback = $nothing/"
	push_as noor production
	refused production plan-complete
	says plan-complete "$READY/plan.ini: 'rollback' says nothing: '"
	mends plan-complete "write how to go back and who is told in words, push the plan, and link it again"
done

it "refuse: nobody is told, in one character"
plan_with 's/^communication = .*/communication = ?/'
push_as noor production
refused production plan-complete
says plan-complete "$READY/plan.ini: 'communication' says nothing: '?'"

it "refuse: a step of who made the change"
plan_with 's/^owner = jan/owner = dirk/'
push_as noor production
refused production plan-complete
says plan-complete "$READY/plan.ini: the owner of step 2, Dirk Visser, wrote" "$(oid acceptance | cut -c -7)"
mends plan-complete "give the step to somebody who did not help to make the change, push the plan, and link it again"

it "refuse: a step of who helped to make it"
change dirk src/more.c "More

Co-authored-by: Jan Bakker <jan@example.org>"
ready_again
policy 's/^authors-may-sign = .*/authors-may-sign = yes/'
push_as noor production
refused production plan-complete author-not-approver
says plan-complete "the owner of step 2, Jan Bakker, co-wrote"

it "accept: a step of who made the change, where the policy lets them promote"
policy "s/^\[separation\]/&\nauthors-may-promote = yes/"
plan_with 's/^owner = jan/owner = dirk/'
push_as noor production
accepted "$(promoted)"

it "undecided: nobody can say whether the owner of a step helped to make the change"
change dirk src/more.c
change dora src/other.c
ready_again
lose "$(oid acceptance~)"
push_as noor production
undecided production nothing-lost plan-complete evidence-by criteria-independent tester-not-author author-known author-not-approver author-not-promoter
says plan-complete "object $(short acceptance~) cannot be read: object not found - no match for id ($(oid acceptance~))"

it "undecided: the plan in the repository is broken, so evidence-intact cannot tell whether it is what is linked"
broken "$(oid "promotions:$READY/plan.ini")"
push_as noor production
undecided production evidence-intact

finish
