#!/bin/bash
# One push may carry several promotions; each is judged against its own base.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

# releases N: so many changes after the ready one, each accepted as 2027.1, 2027.2 and so on.
releases() {
	local i

	branch candidate-0 development
	for ((i = 1; i <= $1; i++)); do
		change dirk src/pay.c "Change $i"
		branch "candidate-$i" development
		dossier "2027.$i" development
	done
	branch test development
	branch acceptance development
	evidence tess
	given development test acceptance promotions
}

it "accept: two promotions, each with a line of its own"
releases 1
promotion candidate candidate-0
promotion base production id 2027.1
push_as noor production
accepted "$(promoted)" "$(promoted 2027.1)"

it "accept: three"
releases 2
promotion candidate candidate-0
promotion base production id 2027.1 candidate candidate-1
promotion base production id 2027.2
push_as noor production
accepted "$(promoted)" "$(promoted 2027.1)" "$(promoted 2027.2)"

it "refuse: the second lacks a sign-off"
releases 1
promotion candidate candidate-0
promotion base production id 2027.1 drop Approved-by
push_as noor production
refused production signoff-present
says signoff-present "$(title production) has no sign-off of system-owner"
hasnt "the finding" "${ANSWER_TEXT["$block signoff-present"]}" "$(short production~)"

it "refuse: the first lacks a sign-off"
releases 1
promotion candidate candidate-0 drop Approved-by
promotion base production id 2027.1
push_as noor production
refused production signoff-present
says signoff-present "$(title production~) has no sign-off of system-owner"
hasnt "the finding" "${ANSWER_TEXT["$block signoff-present"]}" "$(short production)"

it "refuse: each lacks something else"
releases 1
promotion candidate candidate-0 drop Approved-by
promotion base production id 2027.1 drop Acceptance-Result
push_as noor production
refused production acceptance-linked signoff-present

it "refuse: what the first takes over, the second takes back"
releases 1
promotion id 2027.1
promotion base production candidate candidate-0
push_as noor production
refused production nothing-lost

it "refuse: an author of the first only, who pushes both"
releases 1
change noor src/more.c
on_acceptance
release 2027.2 development
promotion candidate candidate-0
promotion base production id 2027.1 candidate candidate-1
promotion base production id 2027.2
push_as noor production
refused production author-not-promoter

it "refuse: what is said of the pusher is said once"
releases 1
promotion candidate candidate-0
promotion base production id 2027.1
push_as els production
refused production push-access
is "the finding" "$(grep -c 'Els de Vries may not push' "$T/answer")" 1

it "refuse: of many findings the first few"
releases 6
promotion candidate candidate-0 drop Approved-by
for i in 1 2 3 4 5 6; do
	promotion base production id "2027.$i" candidate "candidate-$i" drop Approved-by
done
push_as noor production
refused production signoff-present
says signoff-present "and 2 more of this rule"

finish
