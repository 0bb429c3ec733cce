#!/bin/bash
# No emergency waits for its review longer than the policy allows.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
# An emergency of dirk's change went over, DAYS ago.
emergency_went_over() {
	local kept=$clock

	clock=$(date -d "$1 days ago" +%s)
	went_over add "Emergency: INC-7 Nobody can log in"
	clock=$kept
	change dora src/later.c "Pay later"
	branch test development
	branch acceptance development
	given development test acceptance
	dossier 2026.12 acceptance
	evidence tess
	plan 2026.12 acceptance
	evidence_commit noor "Plan of 2026.12" "*plan.ini"
	given promotions
	promotion id 2026.12
}
world_keep

it "accept: its time is not over"
emergency_went_over 2
push_as noor production
accepted "$(promoted 2026.12)"

it "accept: the promotion reviews it, with every sign-off"
emergency_went_over 9
promotion id 2026.12 add "Reviews-Emergency: $READY"
push_as noor production
accepted "$(promoted 2026.12)"

it "accept: another emergency does not wait for it"
emergency_went_over 9
now_promotion id 2026.12 add "Emergency: INC-8 Nobody can log out"
push_as noor production
accepted "$(promoted 2026.12)"

it "refuse: it is overdue"
emergency_went_over 9
push_as noor production
refused production emergency-review
says emergency-review "emergency $READY, "
says emergency-review ", waits for its review for more than 5 days"
mends emergency-review "look at what it changed; then this promotion, with every sign-off, reviews it; on the merge: git commit --amend --no-edit --trailer 'Reviews-Emergency: $READY'"

it "refuse: reviewed with a sign-off less"
emergency_went_over 9
promotion id 2026.12 add "Reviews-Emergency: $READY" drop Accepted-by
push_as noor production
refused production signoff-present

it "refuse: a review of what never was"
emergency_went_over 2
promotion id 2026.12 add "Reviews-Emergency: 2020.1"
push_as noor production
refused production emergency-review
says emergency-review "reviews the emergency '2020.1', and none of that id waits for a review on production"

it "refuse: reviewed by who made it"
policy 's/^member = kim/&\nmember = dirk/' 's/^conflict = .*//'
emergency_went_over 9
promotion id 2026.12 drop Accepted-by add "Accepted-by: $(signature dirk)" add "Reviews-Emergency: $READY"
push_as noor production
refused production author-not-approver

it "undecided: what production had is missing"
emergency_went_over 2
lose "$(tip production~)"
lose "$(git -C "$CENTRAL" rev-parse refs/heads/production~)"
push_as noor production
undecided production nothing-lost emergency-review evidence-by tester-not-author author-known author-not-approver author-not-promoter

finish
