#!/bin/bash
# A rollback brings back exactly a state that the environment had.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
# Production has had two releases; the first is the way back.
next_release() {
	change dirk src/pay.c "Pay later"
	branch test development
	branch acceptance development
	given development test acceptance
	release 2026.12 acceptance
	went_over id 2026.12
}
went_over
first=$(tip production)
next_release
world_keep

# back_to REV [WORD VALUE]...: the merge that goes back to that state.
back_to() {
	local to=$1

	shift
	promotion id back-1 candidate "$to" tree "$to^{tree}" drop Acceptance-Result add "Rolls-Back-To: $(oid "$to")" "$@"
}

it "accept: to the release before"
back_to "$first"
push_as noor production
accepted "$(promoted back-1)"

it "accept: to the candidate that came in there"
back_to "$first^2"
push_as noor production
accepted "$(promoted back-1)"

it "accept: forward again afterwards"
back_to "$first"
went_over_as_is
change dirk src/pay.c "Pay right"
branch test development
branch acceptance development
given development test acceptance
release 2027.1 acceptance
promotion id 2027.1
push_as noor production
accepted "$(promoted 2027.1)"

it "refuse: to a state that it never had"
on side development~
change dora src/side.c
back_to side
push_as noor production
refused production rollback
says rollback "$(short side) was never a state of production"

it "refuse: to no commit"
back_to "$first" drop Rolls-Back-To add "Rolls-Back-To: yesterday"
promotion id back-1 candidate "$first" tree "$first^{tree}" drop Acceptance-Result add "Rolls-Back-To: yesterday"
push_as noor production
refused production rollback
says rollback "rolls back to 'yesterday', which is not the 40 hex digits of a commit"

it "refuse: with one file that is different"
back_to "$first" tree "$(edited_tree "$first")"
push_as noor production
refused production rollback
says rollback "does not hold exactly what $(short "$first") held"

it "refuse: with something else as its second parent"
back_to "$first" candidate acceptance
push_as noor production
refused production rollback
says rollback "the second parent of merge $(short production) is $(short acceptance); it is to be $(short "$first"), or what that had merged in"

it "refuse: without a sign-off"
back_to "$first" drop Accepted-by
push_as noor production
refused production signoff-present

it "refuse: an emergency at the same time"
back_to "$first" add "Emergency: INC-1 everything is down"
push_as noor production
refused production rollback
says rollback "says more than one of Rolls-Back-To and Emergency"

it "undecided: what production had is missing"
back_to "$first^"
lose "$(git -C "$CENTRAL" rev-parse "$first")"
push_as noor production
undecided production rollback author-known author-not-approver author-not-promoter

finish
