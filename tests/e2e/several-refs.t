#!/bin/bash
# One push goes in as a whole.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

# Somebody with all roles, so that whole ways fit into one push.
policy '/^push = /d'
world_keep

# The next change, on no environment of the central repository yet; of its dossier only the criteria are there.
next_release() {
	change dirk src/pay.c "Pay later"
	branch test development
	branch acceptance development
	dossier 2026.12 acceptance noor
	criteria_stand noor
	evidence noor
	promotion id 2026.12
}

# untested: what was not there cannot have been tested, so no acceptance is asked of what goes all the way at once.
untested() {
	policy 's/^require = .*/require = complete/'
}

whole() {
	has "the end" "${ANSWER_TEXT["$block tail"]}" "One push goes in as a whole: no ref of it was moved."
}

it "accept: all environments and the evidence at once"
untested
next_release
push_as noor development test acceptance promotions production
accepted "$(promoted 2026.12)"

it "accept: the same from production backwards"
untested
next_release
push_as noor production promotions acceptance test development
accepted "$(promoted 2026.12)"

it "accept: the same, all or nothing"
untested
next_release
push_as noor --atomic production promotions acceptance test development
accepted "$(promoted 2026.12)"

it "accept: a branch of no environment along with it"
push_as noor production development:refs/heads/topic
accepted "$(promoted)"

it "refuse: a test that came in with what was tested"
next_release
push_as noor --atomic production promotions acceptance test development
refused production acceptance-bound
whole

it "refuse: without its evidence"
next_release
push_as noor development test acceptance production
refused production evidence-intact
says evidence-intact "2026.12/acceptance.ini is not in refs/heads/promotions"
whole

it "refuse: without acceptance"
next_release
push_as noor development test promotions production
refused production comes-from
whole

it "refuse: a good acceptance does not move either"
untested
next_release
promotion id 2026.12 drop Accepted-by
push_as noor production promotions acceptance test development
refused production signoff-present
whole

it "refuse: all or nothing"
untested
next_release
promotion id 2026.12 drop Accepted-by
push_as noor --atomic production promotions acceptance test development
refused production signoff-present
whole

it "refuse: two refs, each with what it lacks, in the order of the environments"
change mallory src/pay.c
promotion drop Accepted-by
push_as noor production development
is "the first head" "${ANSWER_HEAD[0]%% *}" development
is "the second head" "${ANSWER_HEAD[1]%% *}" production
refused development author-known
refused production signoff-present
whole

it "refuse: a branch of no environment does not move either"
promotion drop Accepted-by
push_as noor production development:refs/heads/topic
refused production signoff-present

it "refuse: the candidate's environment is rewound with the same push"
push_as noor -f production acceptance~:acceptance
refused acceptance ref-protected
refused production comes-from
whole

it "undecided: one ref cannot be judged, and the other is good"
git -C "$CENTRAL" symbolic-ref refs/heads/round refs/heads/round
push_as noor production development:round
undecided refs/heads/round reserved-ref
whole

it "undecided: one ref cannot be judged, and the other lacks something"
git -C "$CENTRAL" symbolic-ref refs/heads/round refs/heads/round
promotion drop Accepted-by
push_as noor production development:round
undecided refs/heads/round reserved-ref
refused production signoff-present
whole

finish
