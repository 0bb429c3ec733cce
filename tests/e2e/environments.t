#!/bin/bash
# Each environment lists what it asks: test and acceptance may ask sign-offs and records too.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

# environment ID LINE...: what it asks, in place of fast-forwards.
environment() {
	local each lines=

	for each in "${@:2}"; do
		lines+="\\n$each"
	done
	policy "/^\[environment \"$1\"\]/,/^fast-forward/s/^fast-forward = yes/proof = trailer$lines/"
}

# merged REF CANDIDATE [LINE]...: the merge on that branch of the clone that goes there, by tess, with these trailers.
merged() {
	local ref=$1 candidate=$2

	shift 2
	{
		printf 'Merge to %s\n\n' "$ref"
		printf '%s\n' "$@"
	} >"$T/merge"
	branch "$ref" "$(as tess git -C "$CLONE" commit-tree "$candidate^{tree}" -p "$(tip "$ref")" -p "$candidate" -F "$T/merge")"
}

# The next change is on test.
on_test() {
	change dirk src/next.c "The next change"
	branch test development
	given development test
}

it "accept: acceptance asks the users, and production what it always asks"
environment acceptance "signoff = users"
on_test
merged acceptance test "Accepted-by: $(signature kim)"
push_as tess acceptance
accepted "sluis: acceptance: merge $(short acceptance) accepted (policy 2026-1, sign-offs by trailer alone)"
dossier 2026.12 acceptance
criteria_stand tess
tested_now 2026.12
tested id 2026.12
push_as noor production
accepted "$(promoted 2026.12)"

it "accept: production takes what acceptance had merged in, too"
environment acceptance "signoff = users"
on_test
merged acceptance test "Accepted-by: $(signature kim)"
given acceptance
release 2026.12 test
promotion id 2026.12 candidate test
push_as noor production
accepted "$(promoted 2026.12)"

it "accept: test asks a record of the tests on development"
environment test "require = acceptance complete"
change dirk src/next.c
given development
dossier t-1 development
sed -i 's/^environment = .*/environment = development/' "$DOSSIERS/t-1/acceptance.ini"
evidence tess
given promotions
merged test development "Promotion: t-1" "Acceptance-Result: $(link t-1/acceptance.ini)"
push_as tess test
accepted "sluis: test: promotion t-1 accepted (policy 2026-1)"

it "refuse: acceptance without the users"
environment acceptance "signoff = users"
on_test
merged acceptance test "Promotion: 2026.12"
push_as tess acceptance
refused acceptance signoff-present
says signoff-present "$(title acceptance) has no sign-off of users (Accepted-by, role key-user)"

it "refuse: acceptance by fast-forward, past what it asks"
environment acceptance "signoff = users"
on_test
push_as tess test:acceptance
refused acceptance merge-only
says merge-only "$(title test) is a direct commit, not a merge of a candidate; a fast-forward brings such commits too"

it "refuse: acceptance signed by who made the change"
environment acceptance "signoff = users"
policy 's/^member = kim/&\nmember = dirk/'
on_test
merged acceptance test "Accepted-by: $(signature dirk)"
push_as tess acceptance
refused acceptance author-not-approver

it "refuse: acceptance, with an edit, where it asks what is complete"
environment acceptance "signoff = users" "require = complete"
on_test
merged acceptance test "Accepted-by: $(signature kim)"
branch acceptance "$(as jan git -C "$CLONE" commit-tree "$(edited_tree acceptance)" -p "$(tip acceptance)" -p test -F "$T/merge")"
push_as tess acceptance
refused acceptance complete

it "refuse: test with a record of acceptance"
environment test "require = acceptance complete"
change dirk src/next.c
given development
dossier t-1 development
evidence tess
given promotions
merged test development "Promotion: t-1" "Acceptance-Result: $(link t-1/acceptance.ini)"
push_as tess test
refused test acceptance-bound
says acceptance-bound "t-1/acceptance.ini is about environment acceptance, and this promotion is about development"

it "refuse: test asks a plan, of test"
environment test "require = plan"
change dirk src/next.c
given development
plan t-1 development
evidence_commit tess "Plan" "*plan.ini"
given promotions
merged test development "Promotion: t-1" "Implementation-Plan: $(link t-1/plan.ini)"
push_as tess test
refused test plan-complete plan-performer
says plan-complete "t-1/plan.ini is about environment production, and this promotion is about test"

it "refuse: production with what was on the way to acceptance, and never its state"
environment acceptance "signoff = users"
change dirk src/half.c "Half of it"
on_test
merged acceptance test "Accepted-by: $(signature kim)"
given acceptance
release 2026.12 test~
promotion id 2026.12 candidate test~
push_as noor production
refused production comes-from
says comes-from "$(title test~) was not on acceptance (refs/heads/acceptance), and only what was there may go to production"

it "refuse: two of the users, where two are asked"
policy '/^\[signoff "users"\]/a count = 2' 's/^member = kim/&\nmember = tess/'
environment acceptance "signoff = users"
on_test
merged acceptance test "Accepted-by: $(signature kim)" "Accepted-by: $(signature kim)"
push_as jan acceptance
refused acceptance push-access signoff-present
says signoff-present "$(title acceptance) has 1 of 2 sign-offs of users (Accepted-by, role key-user)"

it "refuse: the emergency of production is none of acceptance, which keeps what it asks"
environment acceptance "signoff = users"
on_test
merged acceptance test "Promotion: 2026.12" "Emergency: INC-7 Nobody can log in"
push_as tess acceptance
refused acceptance emergency signoff-present

it "undecided: asks sign-offs, and goes by fast-forwards that carry none"
policy '/^\[environment "acceptance"\]/a signoff = users\nproof = trailer'
push_as noor production
undecided_all "the policy has 1 problem" "a fast-forward carries no trailers, so they would never be asked"

finish
