#!/bin/bash
# No emergency waits for its review longer than the policy allows.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
world_keep

# emergency_went_over DAYS: an emergency of dirk's change went over, so many days ago; one of dora's is ready.
emergency_went_over() {
	local kept=$clock

	clock=$(date -d "$1 days ago" +%s)
	went_over add "Emergency: INC-7 Nobody can log in"
	clock=$kept
	next_change dora 2026.12
	promotion id 2026.12
}

it "accept: its time is not over"
emergency_went_over 4
push_as noor production
accepted "$(promoted 2026.12)"

it "accept: the promotion reviews it, with every sign-off; the next one finds it closed"
emergency_went_over 9
promotion id 2026.12 add "Reviews-Emergency: $READY"
push_as noor production
accepted "$(promoted 2026.12)"
next_change dora 2027.1
promotion id 2027.1
push_as noor production
accepted "$(promoted 2027.1)"

it "accept: reviewed before its time was over, and long ago"
emergency_went_over 9
promotion id 2026.12 add "Reviews-Emergency: $READY"
went_over_as_is
next_change dora 2027.1
promotion id 2027.1
push_as noor production
accepted "$(promoted 2027.1)"

it "accept: another emergency does not wait for it"
emergency_went_over 9
now_promotion id 2026.12 drop Accepted-by drop Released-by add "Emergency: INC-8 Nobody can log out"
push_as noor production
accepted "$(promoted 2026.12)"

it "accept: a rollback does not wait for it"
next_change dora 2026.9
went_in id 2026.9
emergency_went_over 9
first=$(oid production~2)
promotion id back-1 candidate "$first" tree "$first^{tree}" add "Rolls-Back-To: $first"
push_as noor production
accepted "$(promoted back-1)"

it "accept: review and what waited for it, in one push"
emergency_went_over 9
promotion id 2026.12 add "Reviews-Emergency: $READY"
next_change dora 2027.1
promotion id 2027.1 base production
push_as noor production
accepted "$(promoted 2026.12)" "$(promoted 2027.1)"

it "refuse: it is overdue"
emergency_went_over 9
push_as noor production
refused production emergency-review
says emergency-review "emergency $READY, $(title production~), waits for its review for more than 5 days"
mends emergency-review "look at what it changed; then this promotion, with every sign-off, reviews it; on the merge: git commit --amend --no-edit --trailer 'Reviews-Emergency: $READY'"
on production
paste_mend noor emergency-review
push_as noor production
accepted "$(promoted 2026.12)"

it "refuse: five days and a minute"
emergency_went_over "5"
went=$(tip production)
git -C "$CLONE" cat-file commit "$went" | sed "/^committer/s/> .*/> $(date -d "5 days ago 1 minute ago" +%s) +0100/" | commit_raw older
given older
git -C "$CENTRAL" update-ref refs/heads/production older
promotion id 2026.12
push_as noor production
refused production emergency-review

it "refuse: the promotion that waits is dated back"
emergency_went_over 9
clock=$(date -d "8 days ago" +%s)
promotion id 2026.12
clock=1700002000
push_as noor production
refused production emergency-review

it "refuse: two are overdue, and one is reviewed"
emergency_went_over 20
clock=$(date -d "9 days ago" +%s)
went_over id 2026.12 add "Emergency: INC-8 Nobody can log out"
clock=1700002000
next_change dora 2027.1
promotion id 2027.1 add "Reviews-Emergency: $READY"
push_as noor production
refused production emergency-review
says emergency-review "emergency 2026.12, $(title production~), waits for its review for more than 5 days"

it "refuse: reviewed with a sign-off less"
emergency_went_over 9
promotion id 2026.12 add "Reviews-Emergency: $READY" drop Accepted-by
push_as noor production
refused production signoff-present
says signoff-present "$(title production) has no sign-off of users (Accepted-by, role key-user)"

it "refuse: a review of what never was"
emergency_went_over 2
promotion id 2026.12 add "Reviews-Emergency: 2020.1"
push_as noor production
refused production emergency-review
says emergency-review "$(title production) reviews the emergency '2020.1', and none of that id waits for a review on production"
mends emergency-review "name the promotion that was the emergency, or take the trailer out: git commit --amend"

it "refuse: a review of nothing"
emergency_went_over 2
promotion id 2026.12 add "Reviews-Emergency:"
push_as noor production
refused production emergency-review
says emergency-review "reviews the emergency '', and none of that id"

it "refuse: a second review"
emergency_went_over 9
promotion id 2026.12 add "Reviews-Emergency: $READY"
went_over_as_is
next_change dora 2027.1
promotion id 2027.1 add "Reviews-Emergency: $READY"
push_as noor production
refused production emergency-review
says emergency-review "reviews the emergency '$READY', and none of that id waits for a review on production"

it "refuse: a review by its incident"
emergency_went_over 9
promotion id 2026.12 add "Reviews-Emergency: INC-7"
push_as noor production
refused production emergency-review
says emergency-review "reviews the emergency 'INC-7', and none of that id"
says emergency-review "emergency $READY, "

it "refuse: a review that a rollback takes along"
next_change dora 2026.9
went_in id 2026.9
emergency_went_over 9
first=$(oid production~2)
promotion id back-1 candidate "$first" tree "$first^{tree}" add "Rolls-Back-To: $first" add "Reviews-Emergency: $READY"
push_as noor production
refused production emergency-review
says emergency-review "$(title production) is a rollback and reviews an emergency"

it "refuse: signed off by who made the emergency's change"
policy 's/^member = kim/&\nmember = dirk/' 's/^conflict = .*//'
emergency_went_over 9
promotion id 2026.12 drop Accepted-by add "Accepted-by: $(signature dirk)" add "Reviews-Emergency: $READY"
push_as noor production
refused production author-not-approver
says author-not-approver "Dirk Visser signs ('Accepted-by: $(signature dirk)') and is author of $(title acceptance~)"

it "refuse: pushed by who made the emergency's change"
policy 's/^member = noor/&\nmember = dirk/' 's/^conflict = .*//'
emergency_went_over 9
sed -i 's/^performer = .*/performer = dirk/' "$DOSSIERS/2026.12/plan.ini"
evidence_commit noor "Dirk does it" "*plan.ini"
given promotions
promotion id 2026.12 add "Reviews-Emergency: $READY"
push_as dirk production
refused production author-not-promoter

it "undecided: a merge on the way back is missing"
emergency_went_over 2
went_over_as_is
next_change dora 2027.1
promotion id 2027.1
lose "$(oid production~2)"
push_as noor production
undecided production nothing-lost emergency-review plan-complete evidence-by criteria-independent tester-not-author author-known author-not-approver author-not-promoter
says emergency-review "object $(short production~2) cannot be read"

finish
