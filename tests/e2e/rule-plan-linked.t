#!/bin/bash
# The merge links its implementation plan.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
world_keep

it "accept: it does"
push_as noor production
accepted "$(promoted)"

it "accept: an environment that does not ask"
policy 's/^require = .*/require = acceptance complete/'
promotion drop Implementation-Plan
push_as noor production
accepted "$(promoted)"

it "refuse: no plan"
promotion drop Implementation-Plan
push_as noor production
refused production plan-linked
says plan-linked "links no implementation plan"
mends plan-linked "the performer pushes the plan; HEX is what sha256sum says of it; on the merge: git commit --amend --no-edit --trailer 'Implementation-Plan: git:ID/plan.ini sha256:HEX'"

it "refuse: two plans"
promotion add "Implementation-Plan: $(link "$READY/plan.ini")"
push_as noor production
refused production plan-linked
says plan-linked "links 2 implementation plans; a promotion follows one"

it "refuse: a link that is none"
promotion drop Implementation-Plan add "Implementation-Plan: https://wiki.example.org/plan"
push_as noor production
refused production plan-linked

it "undecided: the plan in the repository is broken"
file=$(loose "$(oid "promotions:$READY/plan.ini")")
chmod u+w "$file"
: >"$file"
push_as noor production
undecided production evidence-intact

finish
