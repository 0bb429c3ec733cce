#!/bin/bash
# Whoever pushes is the performer that the plan names.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
world_keep

it "accept: noor, who is"
push_as noor production
accepted "$(promoted)"

it "refuse: jan, who may push too"
push_as jan production
refused production plan-performer
says plan-performer "Jan Bakker pushes, and the performer of $READY/plan.ini is Noor Kaya"
mends plan-performer "Noor Kaya fetches the promotion from you, looks at it and pushes it"

it "refuse: a performer whom nobody knows"
in_record plan.ini 's/^performer = .*/performer = the vendor/'
planned
push_as noor production
refused production plan-performer
says plan-performer "the performer of $READY/plan.ini is the vendor"

it "undecided: the plan in the repository is broken"
file=$(loose "$(oid "promotions:$READY/plan.ini")")
chmod u+w "$file"
: >"$file"
push_as noor production
undecided production evidence-intact

finish
