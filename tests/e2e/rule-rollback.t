#!/bin/bash
# A rollback brings back exactly a state that the environment had.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

# next_release ID: another change of dirk's, tested and on acceptance.
next_release() {
	change dirk src/pay.c "Pay for $1"
	on_acceptance
	release "$1" acceptance
}

baseline=$(tip production)
# Production has had two releases; the first is the way back.
went_in
first=$(tip production)
next_release 2026.12
went_in id 2026.12
second=$(tip production)
world_keep

# back_to REV [WORD VALUE]...: the merge that goes back to that state.
back_to() {
	local to=$1

	shift
	promotion id back-1 candidate "$to" tree "$to^{tree}" add "Rolls-Back-To: $(oid "$to")" "$@"
}

it "accept: to the release before"
back_to "$first"
push_as noor production
accepted "$(promoted back-1)"

it "accept: to the candidate that came in there"
back_to "$first^2"
push_as noor production
accepted "$(promoted back-1)"

it "accept: to the release before, with what it had merged in as the second parent"
back_to "$first" candidate "$first^2"
push_as noor production
accepted "$(promoted back-1)"

it "accept: with fewer sign-offs, where the policy has emergencies"
policy_add '[emergency]' 'signoff = system-owner' 'review-within-days = 5'
back_to "$first" drop Accepted-by drop Released-by
push_as noor production
accepted "$(promoted back-1)"

it "accept: where everything is asked, it asks no plan, impact and parallel run"
policy 's/^require = .*/require = plan acceptance impact parallel-run complete/'
policy_add '[impact "low"]'
back_to "$first"
push_as noor production
accepted "$(promoted back-1)"

it "accept: forward again, with what was rolled back"
back_to "$first"
went_in_as_is
promotion id 2026.12
push_as noor production
accepted "$(promoted 2026.12)"

it "accept: forward again, with what is right now"
back_to "$first"
went_in_as_is
next_release 2027.1
promotion id 2027.1
push_as noor production
accepted "$(promoted 2027.1)"

it "accept: back, and back again to before that"
back_to "$first"
went_in_as_is
back_to "$baseline" id back-2
push_as noor production
accepted "$(promoted back-2)"

it "accept: back, forward as a promotion, and back to that"
back_to "$first"
went_in_as_is
went_in id 2026.12
again=$(tip production)
next_release 2027.1
went_in id 2027.1
back_to "$again" id back-2
push_as noor production
accepted "$(promoted back-2)"

it "accept: to a rollback, which is what it went back to"
back_to "$first"
went_in_as_is
back=$(tip production)
next_release 2027.1
went_in id 2027.1
back_to "$back" id back-2
push_as noor production
accepted "$(promoted back-2)"

it "accept: to a rollback to the baseline, signed by who made what that undid"
policy 's/^conflict = .*//' 's/^member = kim/&\nmember = dirk/'
back_to "$baseline"
went_in_as_is
back=$(tip production)
release 2027.1 "$first^2"
went_in id 2027.1 candidate "$first^2" tree "$first^2^{tree}"
back_to "$back" id back-2 drop Accepted-by add "Accepted-by: $(signature dirk)"
push_as noor production
accepted "$(promoted back-2)"

it "accept: from a sibling of what was there, where nothing asks that nothing is lost"
policy 's/^require = .*/require = acceptance/'
on sibling "$first^2"
change dora src/other.c "Something else"
on development
merge dirk sibling
on_acceptance
release 2027.1 sibling
went_in id 2027.1 candidate sibling
back_to "$second"
push_as noor production
accepted "$(promoted back-1)"

it "refuse: forward, to the release that was rolled back"
back_to "$first"
went_in_as_is
back_to "$second" id back-2
push_as noor production
refused production rollback
says rollback "${second:0:7} was rolled back, and a rollback never goes forward"
mends rollback "what was rolled back goes in again as a promotion"

it "refuse: forward, to the candidate that was rolled back, after a later release"
back_to "$first"
went_in_as_is
next_release 2027.1
went_in id 2027.1
back_to "$second^2" id back-2
push_as noor production
refused production rollback
says rollback "was rolled back, and a rollback never goes forward"

it "refuse: back and forward in one push"
back_to "$first"
back_to "$second" id back-2 base production
push_as noor production
refused production rollback
says rollback "${second:0:7} was rolled back, and a rollback never goes forward"

it "refuse: to before the baseline"
change dirk src/old.c
on_acceptance
old=$(oid acceptance~)
branch baseline acceptance
git -C "$CENTRAL" update-ref -d refs/heads/production
git -C "$CENTRAL" update-ref -d refs/sluis/audit
git -C "$CENTRAL" update-ref -d refs/sluis/audit-start
branch production baseline
went_in_as_is
next_release 2027.1
went_in id 2027.1
back_to "$old"
push_as noor production
refused production rollback
says rollback "${old:0:7} was never a state of production"

it "refuse: signed off by who made what comes back"
policy 's/^conflict = .*//' 's/^member = kim/&\nmember = dirk/'
back_to "$first" drop Accepted-by add "Accepted-by: $(signature dirk)"
push_as noor production
refused production author-not-approver
says author-not-approver "Dirk Visser signs ('Accepted-by: $(signature dirk)') and wrote $(title "$first^2")"

it "refuse: signed off by who made what comes back, which was rolled back and came again before"
policy 's/^conflict = .*//' 's/^member = kim/&\nmember = dirk/'
back_to "$first"
went_in_as_is
went_in id 2026.12
again=$(tip production)
next_release 2027.1
went_in id 2027.1
back_to "$again" id back-2 drop Accepted-by add "Accepted-by: $(signature dirk)"
push_as noor production
refused production author-not-approver
says author-not-approver "Dirk Visser signs ('Accepted-by: $(signature dirk)') and wrote $(title "$second^2")"

it "refuse: to a state that it never had"
on side development~
change dora src/side.c
back_to side
push_as noor production
refused production rollback
says rollback "$(short side) was never a state of production"
mends rollback "name one of the states that it had: git log --first-parent --oneline $(short "$second")"

it "refuse: to a commit on the way to an accepted one"
change dirk src/half.c "Half of it"
half=$(oid development)
next_release 2027.1
went_in id 2027.1
back_to "$half"
push_as noor production
refused production rollback
says rollback "${half:0:7} was never a state of production"

it "refuse: to what is on acceptance and not in production yet"
next_release 2027.1
back_to acceptance
push_as noor production
refused production rollback
says rollback "$(short acceptance) was never a state of production"

it "refuse: to a day"
promotion id back-1 candidate "$first" tree "$first^{tree}" add "Rolls-Back-To: yesterday"
push_as noor production
refused production rollback
says rollback "rolls back to 'yesterday', which is not the 40 hex digits of a commit"

it "refuse: to the first digits of a commit"
promotion id back-1 candidate "$first" tree "$first^{tree}" add "Rolls-Back-To: ${first:0:12}"
push_as noor production
refused production rollback
says rollback "rolls back to '${first:0:12}', which is not the 40 hex digits of a commit"

it "refuse: with one file that is different"
back_to "$first" tree "$(edited_tree "$first")"
push_as noor production
refused production rollback
says rollback "merge $(short production) does not hold exactly what $(short "$first") held"
mends rollback "make the merge again, with the same message; no branch of yours moves: m="
on production
paste_mend noor rollback
pasted_in "$(promoted back-1)"

it "refuse: says back, and holds something new"
next_release 2027.1
promotion id back-1 candidate "$first" tree "acceptance^{tree}" add "Rolls-Back-To: $first"
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

it "refuse: to two states at once"
back_to "$first" add "Rolls-Back-To: $(oid "$first^")"
push_as noor production
refused production rollback
says rollback "$(title production) says more than one of Rolls-Back-To and Emergency"
mends rollback "leave one of them: $(amend)"

it "refuse: an emergency at the same time"
back_to "$first" add "Emergency: INC-1 everything is down"
push_as noor production
refused production rollback
says rollback "says more than one of Rolls-Back-To and Emergency"

it "refuse: without an id of its own"
back_to "$first" drop Promotion
push_as noor production
refused production rollback
says rollback "$(title production) does not name its promotion"
mends rollback "a rollback has an id of its own; on the merge: $(amend)"

it "refuse: by somebody without the role"
back_to "$first"
push_as dirk production
refused production push-access

it "refuse: by rewinding the ref"
push_as noor -f "$first:refs/heads/production"
refused production ref-protected

it "undecided: what production had is missing"
back_to "$first^"
lose "$first"
push_as noor production
undecided production rollback author-not-approver
says rollback "object ${first:0:7} cannot be read"

finish
