#!/bin/bash
# The candidate contains everything that production has.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

# The next change, on acceptance and tested.
next_release() {
	change dirk src/more.c "Pay more"
	on_acceptance
	release 2026.12 acceptance
}

it "accept: the candidate contains what went over before"
went_over
next_release
promotion id 2026.12
push_as noor production
accepted "$(promoted 2026.12)"

it "accept: production had an edited merge, and the candidate contains it"
went_over tree "$(edited_tree acceptance)"
merge dirk production "Take the edit back into the line"
next_release
promotion id 2026.12
push_as noor production
accepted "$(promoted 2026.12)"

it "refuse: an older candidate"
next_release
went_over id 2026.12
promotion candidate acceptance~
push_as noor production
refused production nothing-lost
says nothing-lost "production has $(short acceptance), which candidate $(short acceptance~) does not contain: it would silently be taken back"
mends nothing-lost "promote a candidate that contains it; if there is none, it goes back into the development line: git fetch origin refs/heads/development && git switch -d FETCH_HEAD && git merge --no-edit $(short acceptance) && git push origin HEAD:refs/heads/development"

it "refuse: a sibling of what went over before"
on sibling production~
change dora src/other.c "Something else"
on development
merge dirk sibling
on_acceptance
release 2026.12 sibling
went_over candidate acceptance^1
promotion id 2026.12 candidate sibling
push_as noor production
refused production nothing-lost
says nothing-lost "production has $(short acceptance^1), which candidate $(short sibling) does not contain"

it "refuse: an edit in the last merge would be lost"
went_over tree "$(edited_tree acceptance)"
next_release
promotion id 2026.12
push_as noor production
refused production nothing-lost
says nothing-lost "production has $(short production~), which candidate $(short acceptance) does not contain"

it "undecided: what went over before is missing"
went_over
next_release
promotion id 2026.12
lose "$(oid acceptance~)"
push_as noor production
undecided production nothing-lost evidence-by criteria-independent tester-not-author author-known author-not-approver author-not-promoter
says nothing-lost "object $(short acceptance~) cannot be read"

finish
