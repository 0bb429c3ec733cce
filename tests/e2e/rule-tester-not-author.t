#!/bin/bash
# Nobody tests a change that he helped to make.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
world_keep

# made_by PERSON: the candidate has a commit of theirs, and everything else is done again for it.
made_by() {
	change "$1" src/more.c
	branch test development
	branch acceptance development
	given development test acceptance
	dossier "$READY" acceptance
	plan "$READY" acceptance
}

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

it "refuse: the tester wrote a part of it"
made_by tess
evidence tess
planned
push_as noor production
refused production evidence-by tester-not-author
says tester-not-author "$READY/acceptance.ini was executed by Tess Bos, who is author of $(title acceptance)"
mends tester-not-author "somebody who did not make the change tests it, and the merge links that record"

it "refuse: the tester wrote a part of it with somebody else"
change dirk src/more.c "Two of us

Co-authored-by: $(signature tess)"
branch test development
branch acceptance development
given development test acceptance
dossier "$READY" acceptance
plan "$READY" acceptance
evidence tess
planned
push_as noor production
refused production evidence-by tester-not-author

it "refuse: tested by nobody of the policy"
record 's/^executed-by = .*/executed-by = the vendor/'
evidence tess
given promotions
promotion
push_as noor production
refused production evidence-by tester-not-author
says tester-not-author "says that it was executed by 'the vendor', who is nobody of the policy"

it "undecided: a commit of the change is missing"
change dirk src/one.c
made_by dirk
evidence_commit noor "Plan" "*plan.ini"
evidence tess
planned
lose "$(oid acceptance~)"
push_as noor production
undecided production nothing-lost evidence-by tester-not-author author-known author-not-approver author-not-promoter

finish
