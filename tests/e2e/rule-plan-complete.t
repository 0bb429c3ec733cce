#!/bin/bash
# The plan is of this promotion, candidate and environment, and every step has its owner.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
world_keep

it "accept: it is"
push_as noor production
accepted "$(promoted)"

it "refuse: no way back"
in_record plan.ini '/^rollback/d'
planned
push_as noor production
refused production plan-complete
says plan-complete "$READY/plan.ini is not well formed: line 1: [plan] has no 'rollback'"

it "refuse: nobody is told"
in_record plan.ini 's/^communication = .*/communication =/'
planned
push_as noor production
refused production plan-complete

it "refuse: no steps"
in_record plan.ini '/^\[step/d' '/^action/d' '/^owner/d'
planned
push_as noor production
refused production plan-complete
says plan-complete "the implementation plan has no [step \"ID\"]"

it "refuse: for another candidate"
in_record plan.ini "s/^candidate = .*/candidate = $(oid acceptance~)/"
planned
push_as noor production
refused production plan-complete
says plan-complete "$READY/plan.ini is about candidate $(oid acceptance~), and this promotion is about $(oid acceptance)"

it "refuse: for another environment"
in_record plan.ini 's/^environment = .*/environment = acceptance/'
planned
push_as noor production
refused production plan-complete

it "refuse: for another promotion"
in_record plan.ini 's/^promotion = .*/promotion = 2026.10/'
planned
push_as noor production
refused production plan-complete

it "refuse: a step of nobody"
in_record plan.ini 's/^owner = jan/owner = the vendor/'
planned
push_as noor production
refused production plan-complete
says plan-complete "the owner of step 2, 'the vendor', is nobody of the policy"

it "refuse: a time without a zone"
in_record plan.ini 's/^window-end = .*/window-end = 2030-01-01T10:00:00/'
planned
push_as noor production
refused production plan-complete
says plan-complete "'window-end' is no time with a zone"

it "undecided: the plan in the repository is broken"
file=$(loose "$(oid "promotions:$READY/plan.ini")")
chmod u+w "$file"
: >"$file"
push_as noor production
undecided production evidence-intact

finish
