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
promotion id 2026.12 candidate development
policy '/"acceptance"/,/^$/s/^push = tester/push = operator/' 's/^require = .*/require = complete/'
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

it "refuse: what acceptance took with a merge and took back"
by_merges
bad=$(oid acceptance)
branch acceptance "$(as tess git -C "$CLONE" commit-tree "$bad~^{tree}" -p "$bad" -p "$bad~" -m "Back" -m "Rolls-Back-To: $(oid "$bad~")")"
given acceptance
release 2026.12 "$bad"
promotion id 2026.12 candidate "$bad"
push_as noor production
refused production comes-from
says comes-from "$(title "$bad") was rolled back on refs/heads/acceptance, and only its present state may go to production"
mends comes-from "promote it there again first, or take its present state: git fetch origin refs/heads/acceptance"

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

# Production is a pattern, a ref for each school; nl is there.
schools() {
	policy 's|^ref = refs/heads/production|ref = refs/heads/prod-*|'
	git -C "$CENTRAL" update-ref refs/heads/prod-nl "$(tip production)"
	branch prod-nl "$(tip production)"
	REF_OF=prod-be
}

it "accept: the first ref of a pattern, at what acceptance has"
policy 's|^ref = refs/heads/production|ref = refs/heads/prod-*|'
push_as noor acceptance:refs/heads/prod-be
accepted

it "accept: a new ref of a pattern, where another is, and where it was"
schools
push_as noor production:refs/heads/prod-nl
accepted "$(promoted)"
push_as noor production:refs/heads/prod-be production~:refs/heads/prod-de acceptance:refs/heads/prod-fr
accepted

# Releases are tags of production.
releases() {
	policy_add '[environment "release"]' 'ref = refs/tags/v*' 'from = production' 'push = operator'
}

it "accept: a later tag, at what production has now and no other tag was at"
releases
push_as noor production~:refs/tags/v1
accepted
push_as noor production
accepted "$(promoted)"
push_as noor production:refs/tags/v2
accepted

it "refuse: a later tag, at what production never had"
releases
push_as noor production~:refs/tags/v1
accepted
push_as noor acceptance:refs/tags/v2
REF_OF=refs/tags/v2 refused release comes-from

it "refuse: a new ref of a pattern, at what nobody signed"
schools
push_as noor acceptance:refs/heads/prod-be
refused production comes-from
says comes-from "$(title acceptance) was never on another ref of production, and a new one starts at a state that another has or had"
mends comes-from "start it where another is, and promote to it then:"
says comes-from "git fetch origin refs/heads/prod-nl && git push origin FETCH_HEAD:refs/heads/prod-be"

it "refuse: two new refs of a pattern, each at what the other is"
schools
push_as noor acceptance:refs/heads/prod-be acceptance:refs/heads/prod-de
REF_OF=prod-be refused production comes-from

it "refuse: a second ref in the push that makes the first, at another state"
policy 's|^ref = refs/heads/production|ref = refs/heads/prod-*|'
push_as noor acceptance:refs/heads/prod-be acceptance~:refs/heads/prod-de
REF_OF=prod-de refused production comes-from

it "refuse: a new ref of a pattern, at what was before the baseline of the others"
policy 's|^ref = refs/heads/production|ref = refs/heads/prod-*|'
push_as noor acceptance:refs/heads/prod-nl
accepted
push_as noor acceptance~:refs/heads/prod-be
REF_OF=prod-be refused production comes-from

it "refuse: all refs of a pattern were deleted behind the gate"
schools
push_as noor production:refs/heads/prod-nl
accepted "$(promoted)"
git -C "$CENTRAL" update-ref -d refs/heads/prod-nl
change dirk src/pay.c
given development test
branch acceptance development
given acceptance
push_as noor acceptance:refs/heads/prod-be
refused production comes-from

it "refuse: a new ref of a pattern, at what another took back"
schools
push_as noor production:refs/heads/prod-nl
accepted "$(promoted)"
bad=$(oid production)
promotion base "$bad" id 2026.12 candidate "$bad~" add "Rolls-Back-To: $(oid "$bad~")"
push_as noor production:refs/heads/prod-nl
accepted "$(promoted 2026.12)"
push_as noor "$bad:refs/heads/prod-be"
refused production comes-from
says comes-from "$(title "$bad") was rolled back on refs/heads/prod-nl, and no new ref of production starts at that"
push_as noor production:refs/heads/prod-de
accepted

it "undecided: a new ref of a pattern, while the history of another is missing"
schools
push_as noor production:refs/heads/prod-nl
accepted "$(promoted)"
lose "$(oid production)"
push_as noor acceptance:refs/heads/prod-be
GIT_SAYS="missing necessary objects" undecided production comes-from

finish
