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

it "accept: plan and merge come in one push"
policy '/^push = tester$/{s/$/\npush = operator/;:a;n;ba}'
in_record plan.ini 's/Stop the queue/Stop the world/'
evidence_commit noor "Plan" "*plan.ini"
promotion
push_as noor promotions production
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
says plan-linked "$(title production) links no implementation plan"
mends plan-linked "link what is in the evidence; on the merge: git fetch origin refs/heads/promotions && $(amend) --no-edit --trailer \"Implementation-Plan: git:$READY/plan.ini sha256:\$(git show FETCH_HEAD:$READY/plan.ini | sha256sum | cut -c-64)\""

it "refuse: two plans"
promotion add "Implementation-Plan: $(link "$READY/plan.ini")"
push_as noor production
refused production plan-linked
says plan-linked "$(title production) links 2 implementation plans; a promotion follows one"
mends plan-linked "leave one trailer Implementation-Plan: $(amend)"

it "refuse: a page of the wiki"
promotion drop Implementation-Plan add "Implementation-Plan: https://wiki.example.org/plan"
push_as noor production
refused production plan-linked
says plan-linked "$(title production): the link 'https://wiki.example.org/plan' has no sha256 (a place and its digest, one blank between them)"
mends plan-linked "link what is in the evidence; on the merge: git fetch origin refs/heads/promotions && $(amend | sed 's/git commit/git -c trailer.ifexists=replace commit/') --no-edit --trailer \"Implementation-Plan: git:$READY/plan.ini sha256:\$(git show FETCH_HEAD:$READY/plan.ini | sha256sum | cut -c-64)\""

it "refuse: a plan without its digest, which could change"
promotion drop Implementation-Plan add "Implementation-Plan: git:$READY/plan.ini"
push_as noor production
refused production plan-linked

it "refuse: the trailer in the middle of the message"
{
	printf 'Merge release %s\n\nImplementation-Plan: %s\n\nAnd so on.\n\n' "$READY" "$(link "$READY/plan.ini")"
	trailers_ready "$READY" | sed '/^Implementation-Plan/d'
} >"$T/text"
promotion message "$T/text"
push_as noor production
refused production plan-linked

it "refuse: a plan that is not in the evidence"
in_record plan.ini 's/Stop the queue/Stop the world/'
promotion
push_as noor production
refused production evidence-intact
says evidence-intact "$READY/plan.ini has other bytes than were linked"

it "undecided: the plan in the repository is broken, so evidence-intact cannot tell whether it is what is linked"
broken "$(oid "promotions:$READY/plan.ini")"
push_as noor production
undecided production evidence-intact
says evidence-intact "$READY/plan.ini cannot be read"

finish
