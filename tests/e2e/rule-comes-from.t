#!/bin/bash
# The candidate was on the environment before this one.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

# A change that test has and acceptance has not.
on_test_only() {
	change dirk src/pay.c "Pay later"
	branch test development
	given development test
}

# Environments that only take merges: what was inside a merged line never was a state of them.
by_merges() {
	policy '/^fast-forward = yes$/d'
	on test test~
	branch acceptance test
	merge tess development "Merge to test"
	on acceptance
	merge tess test "Merge to acceptance"
	given test acceptance
}

it "accept: the candidate is what acceptance is now"
push_as noor production
accepted "$(promoted)"

it "accept: the candidate is what acceptance was, and it has moved on"
promotion
on_test_only
branch acceptance development
given acceptance
push_as noor production
accepted "$(promoted)"

it "accept: a candidate that came to acceptance with a merge"
by_merges
release 2026.12 acceptance~0
promotion id 2026.12
push_as noor production
accepted "$(promoted 2026.12)"

it "accept: the candidate comes to acceptance with the same push"
on_test_only
branch acceptance development
dossier 2026.12 acceptance
evidence tess
given promotions
promotion id 2026.12 candidate development
policy '/"acceptance"/,/^$/s/^push = tester/push = operator/'
push_as noor production acceptance
accepted "$(promoted 2026.12)"

it "refuse: the candidate was on test only"
on_test_only
release 2026.12 test
promotion id 2026.12 candidate test
push_as noor production
refused production comes-from
says comes-from "$(title test) was not on acceptance (refs/heads/acceptance), and only what was there may go to production"
mends comes-from "promote it to acceptance first, with what is asked there: git push origin $(short test):refs/heads/acceptance"

it "refuse: the candidate was nowhere"
on hotfix production~
change dirk src/pay.c "Hotfix"
release 2026.12 hotfix
promotion id 2026.12 candidate hotfix
push_as noor production
refused production comes-from

it "refuse: acceptance is fast-forwarded past test"
change dirk src/pay.c "Pay later"
given development
push_as tess development:acceptance
refused acceptance comes-from
says comes-from "$(title development) was not on test (refs/heads/test), and only what was there may go to acceptance"

it "refuse: a commit is made on acceptance itself"
on acceptance
change tess src/pay.c "Quick repair"
push_as tess acceptance
refused acceptance comes-from author-not-promoter

it "refuse: a commit inside of what acceptance took with a merge"
by_merges
promotion candidate development
push_as noor production
refused production comes-from
says comes-from "$(title development) was not on acceptance (refs/heads/acceptance)"

it "undecided: the file of acceptance's ref is broken"
git -C "$CENTRAL" update-ref -d refs/heads/acceptance
echo "no object id" >"$CENTRAL/refs/heads/acceptance"
push_as noor production
GIT_SAYS="missing necessary objects" undecided production comes-from
says comes-from "the ref 'refs/heads/acceptance' cannot be read"

it "undecided: a part of the history of acceptance is missing"
on hotfix acceptance
change dirk src/pay.c "Hotfix"
release 2026.12 hotfix
promotion id 2026.12 candidate hotfix
on development
change dirk src/more.c
on_test_only
branch acceptance development
given acceptance
lose "$(oid development~)"
push_as noor production
undecided production comes-from
says comes-from "the history of $(short acceptance) cannot be read"

finish
