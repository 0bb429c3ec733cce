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

it "accept: higher than it must be, with what that asks"
high_impact
policy 's/^path = db.*/path = other\/**/'
push_as noor production
accepted "$(promoted)"

it "accept: an environment that does not ask"
policy 's/^require = .*/require = plan acceptance complete/'
promotion drop Impact
push_as noor production
accepted "$(promoted)"

it "refuse: nothing is stated"
promotion drop Impact
push_as noor production
refused production impact-stated
says impact-stated "$(title production) does not state its impact"
mends impact-stated "the level is low or high, and by what changed not below this; on the merge: $(amend " --no-edit --trailer 'Impact: low'")"

it "refuse: no level of the policy"
IMPACT=none
promotion
push_as noor production
refused production impact-stated
says impact-stated "$(title production) states the impact 'none', which is not a level in the policy"
mends impact-stated "the level is low or high; on the merge: $(amend)"

it "refuse: a level in other letters"
IMPACT=Low
promotion
push_as noor production
refused production impact-stated
says impact-stated "states the impact 'Low', which is not a level in the policy"

it "refuse: two at once"
promotion add "Impact: high"
push_as noor production
refused production impact-stated
says impact-stated "$(title production) states 2 impacts; a promotion has one"

it "refuse: the same twice"
promotion add "impact: low"
push_as noor production
refused production impact-stated
says impact-stated "$(title production) states 2 impacts; a promotion has one"

it "refuse: nothing is stated where everything is touched"
high_impact
promotion drop Impact drop Parallel-Run
push_as noor production
refused production impact-stated parallel-run

it "undecided: what production holds is missing, so nobody can tell what level must be stated"
lose "$(oid "production~^{tree}")"
push_as noor production
undecided production impact-floor parallel-run signoff-present
says impact-floor "tree $(short "production~^{tree}") cannot be read"

finish
