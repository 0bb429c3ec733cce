#!/bin/bash
# The merge states the impact, as a level of the policy.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
world_keep

it "accept: low"
push_as noor production
accepted "$(promoted)"

it "accept: higher than it must be"
policy 's/^parallel-run-days = 7/parallel-run-days = 0/'
IMPACT=high
promotion
push_as noor production
accepted "$(promoted)"

it "refuse: nothing is stated"
promotion drop Impact
push_as noor production
refused production impact-stated
says impact-stated "does not state its impact"
mends impact-stated "the level is low or high; on the merge: git commit --amend --no-edit --trailer 'Impact: LEVEL'"

it "refuse: no level of the policy"
IMPACT=none
promotion
push_as noor production
refused production impact-stated
says impact-stated "states the impact 'none', which is no level of the policy"

it "refuse: two at once"
promotion add "Impact: high"
push_as noor production
refused production impact-stated
says impact-stated "states 2 impacts; a promotion has one"

it "undecided: what production holds is missing"
lose "$(oid "production~^{tree}")"
push_as noor production
undecided production impact-floor parallel-run signoff-present

finish
