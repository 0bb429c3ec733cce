#!/bin/bash
# Nobody tests a change that they helped to make.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
world_keep

it "accept: tess, who made nothing"
push_as noor production
accepted "$(promoted)"

it "accept: a machine ran the tests"
record 's/^executed-by = .*/executed-by = ci/'
evidence ci
given promotions
promotion
push_as noor production
accepted "$(promoted)"

it "accept: what she made went over before"
on development
change tess src/more.c
ready_again
went_over
change dirk src/next.c
ready_again
push_as noor production
accepted "$(promoted)"

it "accept: she merged it to test as git does, which adds nothing"
change dirk src/more.c
on test
merge tess development
branch development test
on development
ready_again
push_as noor production
accepted "$(promoted)"

it "refuse: the tester wrote a part of it"
change tess src/more.c
ready_again
push_as noor production
refused production evidence-by criteria-independent tester-not-author
says tester-not-author "$READY/acceptance.ini was executed by Tess Bos, who wrote $(title acceptance)"
mends tester-not-author "somebody who did not make the change tests it, and the merge links that record"

it "refuse: the tester wrote a part of it with somebody else"
change dirk src/more.c "Two of us

Co-authored-by: $(signature tess)"
ready_again
push_as noor production
refused production evidence-by criteria-independent tester-not-author
says tester-not-author "was executed by Tess Bos, who co-wrote $(title acceptance)"

it "refuse: the tester committed what somebody else wrote"
change dirk src/more.c
git -C "$CLONE" cat-file commit development | sed '/^committer/s/Dirk.*>/Tess Bos <TESS@Example.org>/' | commit_raw development
ready_again
push_as noor production
refused production evidence-by criteria-independent tester-not-author
says tester-not-author "was executed by Tess Bos, who committed $(title acceptance)"

it "refuse: the tester put something into a merge"
on side development
change dora src/side.c
on development
change dirk src/more.c
merge dirk side
git -C "$CLONE" cat-file commit development | sed "/^tree/s/ .*/ $(edited_tree development)/;/^committer/s/Dirk.*>/Tess Bos <tess@example.org>/" |
	commit_raw development
ready_again
push_as noor production
refused production evidence-by criteria-independent tester-not-author
says tester-not-author "was executed by Tess Bos, who merged $(title acceptance)"

it "refuse: a machine of the tester wrote a part of it"
policy 's/^owner = jan/owner = tess/'
change ci src/more.c
ready_again
push_as noor production
refused production evidence-by criteria-independent tester-not-author

it "refuse: one of two testers wrote a part of it"
policy 's/^member = tess/&\nmember = kim/'
change kim src/more.c
ready_again
sed 's/^executed-by = .*/executed-by = kim/' "$DOSSIERS/$READY/acceptance.ini" >"$DOSSIERS/$READY/kim.ini"
evidence kim
given promotions
promotion drop Accepted-by add "Acceptance-Result: $(link "$READY/kim.ini")"
push_as noor production
refused production evidence-by tester-not-author signoff-present
says tester-not-author "$READY/kim.ini was executed by Kim Jansen, who wrote $(title acceptance)"
hasnt "$READY/acceptance.ini" "${ANSWER_TEXT["$block tester-not-author"]}" "$READY/acceptance.ini"

it "refuse: tested by nobody of the policy"
record 's/^executed-by = .*/executed-by = the vendor/'
tested
push_as noor production
refused production evidence-by tester-not-author
says tester-not-author "$READY/acceptance.ini says that it was executed by 'the vendor', who is not listed in the policy"
mends tester-not-author "the record names its tester by the id in the policy"

it "undecided: a commit of the change is missing"
change dirk src/one.c
change dirk src/two.c
ready_again
lose "$(oid acceptance~)"
push_as noor production
undecided production nothing-lost plan-complete evidence-by criteria-independent tester-not-author author-known author-not-approver author-not-promoter
says tester-not-author "object $(short acceptance~) cannot be read: object not found - no match for id ($(oid acceptance~))"

finish
