#!/bin/bash
# No emergency waits for its review longer than the policy allows.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
world_keep

# emergency_went_over DAYS: an emergency of dirk's change went over, so many days and a half ago; one of dora's is ready.
emergency_went_over() {
	local kept=$clock

	clock=$(date -d "$1 days ago 12 hours ago" +%s)
	went_over add "Emergency: INC-7 Nobody can log in"
	clock=$kept
	next_change dora 2026.12
	promotion id 2026.12
}

# review ID [WORD VALUE]...: a review by itself, of what production shows, without a dossier.
review() {
	local id=$1

	shift
	promotion id "$id" candidate "$(tip production^2)" drop Impact "$@"
}

# two_overdue: the emergency $READY is in its 16th day late, the emergency 2026.12 in its 5th; 2027.1 is ready.
two_overdue() {
	emergency_went_over 20
	clock=$(date -d "9 days ago 12 hours ago" +%s)
	went_over id 2026.12 add "Emergency: INC-8 Nobody can log out"
	clock=1700002000
	next_change dora 2027.1
}

# told_of_two: the emergency $READY, in its 5th day late, and 2026.12, which the gate let in last; before both came 2026.9.
# 2027.1 is ready.
told_of_two() {
	next_change dora 2026.9
	went_in id 2026.9
	emergency_went_over 9
	now_promotion id 2026.12 drop Accepted-by drop Released-by add "Emergency: INC-8 Nobody can log out"
	went_in_as_is
	next_change dora 2027.1
	promotion id 2027.1
}

# waits: what the newest entry says that waits, of each step.
waits() {
	git -C "$CENTRAL" log -1 --format=%B refs/sluis/audit | sed -n 's/^Unreviewed: //p'
}

# rewritten SED: the newest entry, by somebody who may write in the repository.
rewritten() {
	git -C "$CENTRAL" cat-file commit refs/sluis/audit | sed "$1" >"$T/entry"
	git -C "$CENTRAL" update-ref refs/sluis/audit "$(git -C "$CENTRAL" hash-object -t commit -w "$T/entry")"
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
accepted "$(promoted 2026.12)" "$(reviewed_by 2026.12)"

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

it "accept: a review by itself needs an id and every sign-off; no plan, test or impact, and not the end of a freeze"
policy_add '[freeze "exams"]' "from = $(date -d yesterday +%F)" "to = $(date -d "2 days" +%F)"
emergency_went_over 9
review review-1 add "Reviews-Emergency: $READY"
push_as noor production
accepted "$(promoted review-1)"

it "accept: after a review by itself the next one passes"
emergency_went_over 9
review review-1 add "Reviews-Emergency: $READY"
went_in_as_is
promotion id 2026.12
push_as noor production
accepted "$(promoted 2026.12)"

it "accept: one review by itself of two"
two_overdue
review review-1 add "Reviews-Emergency: $READY" add "Reviews-Emergency: 2026.12"
push_as noor production
accepted "$(promoted review-1)"

it "accept: two in one push, each reviewed by itself, and then what waited for both"
two_overdue
review review-1 add "Reviews-Emergency: $READY"
review review-2 base production add "Reviews-Emergency: 2026.12"
promotion id 2027.1 base production
push_as noor production
accepted "$(promoted review-1)" "$(promoted review-2)" "$(promoted 2027.1)"
is "what waits after each" "$(waits)" "$(oid production~3)
none
none"

it "accept: the entry of what came last tells of two, and they are reviewed; the next one finds them closed"
told_of_two
is "what waits" "$(waits)" "$(tip production) $(tip production~)"
promotion id 2027.1 add "Reviews-Emergency: 2026.12" add "Reviews-Emergency: $READY"
push_as noor production
accepted "$(promoted 2027.1)"
is "what waits" "$(waits)" none
next_change dora 2027.2
promotion id 2027.2 add "Reviews-Emergency: $READY"
push_as noor production
refused production emergency-review
says emergency-review "$(title production) reviews the emergency '$READY', and none of that id waits for a review on production"
is "what waits after a refusal" "$(waits)" ""
promotion id 2027.2
push_as noor production
accepted "$(promoted 2027.2)"
is "what waits" "$(waits)" none

it "accept: a rollback and a move with the gate unlocked: what waits is that of the commit, whatever the ref has been"
told_of_two
waited=$(waits)
promotion id back-1 candidate "$(tip production~2)" tree "$(tip production~2)^{tree}" add "Rolls-Back-To: $(tip production~2)"
went_in_as_is
is "what waits after the rollback" "$(waits)" "$waited"
git -C "$CENTRAL" update-ref refs/heads/production "$(tip production~3)"
next_change dora 2026.13
now_promotion id 2026.13 base "$(tip production)" drop Accepted-by drop Released-by add "Emergency: INC-9 Nobody can print"
push_as noor production
accepted "$(promoted 2026.13)" "$(reviewed_by 2026.13)"
is "what waits on the other line" "$(waits)" "$(tip production)"

it "accept: a second review by itself, where what production shows is a merge"
branch acceptance "$(as tess git -C "$CLONE" commit-tree "development^{tree}" -p development~ -p development -m "Merge into acceptance")"
given acceptance
merge=$(oid acceptance)
went_over add "Emergency: INC-7 Nobody can log in"
review review-1 add "Reviews-Emergency: $READY"
went_in_as_is
review review-2 candidate "$merge"
push_as noor production
accepted "$(promoted review-2)"

it "accept: an emergency while two are overdue"
two_overdue
now_promotion id 2027.1 drop Accepted-by drop Released-by add "Emergency: INC-9 Nobody can print"
push_as noor production
accepted "$(promoted 2027.1)" "$(reviewed_by 2027.1)"

it "accept: its days are counted from when it came in, not from the date of its merge"
policy 's/^review-within-days = .*/review-within-days = 1/'
clock=$(($(date +%s) - 24 * 3600 + 8))
went_in add "Emergency: INC-7 Nobody can log in"
clock=1700002000
sleep 9
next_change dora 2026.12
promotion id 2026.12
push_as noor production
accepted "$(promoted 2026.12)"

it "refuse: it is overdue"
emergency_went_over 9
push_as noor production
refused production emergency-review
says emergency-review "emergency $READY, $(title production~): its review, due in 5 days, is 5 days late"
mends emergency-review "look at what it changed; then this promotion, with every sign-off, reviews it; on the merge: $(amend " --no-edit --trailer 'Reviews-Emergency: $READY'")"
on production
paste_mend noor emergency-review
push_as noor production
accepted "$(promoted 2026.12)"

it "refuse: arming found it there: its days are counted from the date of its merge"
emergency_went_over 9
git -C "$CENTRAL" update-ref -d refs/sluis/audit-start
git -C "$CENTRAL" update-ref refs/sluis/audit "$({
	printf 'armed by noor\n\nEntry: armed\nFormat: 2\nBy: noor\n'
	for each in acceptance production promotions; do
		printf 'Ref: refs/heads/%s\nNew: %s\nLogged: 0\n' "$each" "$(tip "$each")"
	done
} | as noor git -C "$CENTRAL" commit-tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904)"
push_as noor production
refused production emergency-review
says emergency-review "emergency $READY, $(title production~): its review, due in 5 days, is 5 days late"

it "refuse: five days and a minute"
emergency_went_over "5"
went=$(tip production)
git -C "$CLONE" cat-file commit "$went" | sed "/^committer/s/> .*/> $(date -d "5 days ago 1 minute ago" +%s) +0100/" | commit_raw older
given older
git -C "$CENTRAL" update-ref refs/heads/production older
promotion id 2026.12
push_as noor production
refused production emergency-review
says emergency-review "its review, due in 5 days, is 1 day late"

it "refuse: the promotion that waits is dated back"
emergency_went_over 9
clock=$(date -d "8 days ago" +%s)
promotion id 2026.12
clock=1700002000
push_as noor production
refused production emergency-review

it "refuse: it was rolled back, and waits for its review all the same"
next_change dora 2026.9
went_in id 2026.9
emergency_went_over 9
first=$(oid production~2)
promotion id back-1 candidate "$first" tree "$first^{tree}" add "Rolls-Back-To: $first"
went_in_as_is
promotion id 2026.12
push_as noor production
refused production emergency-review
says emergency-review "emergency $READY, $(title production~2): its review, due in 5 days, is 5 days late"

it "refuse: one that is dated after the next is no younger"
emergency_went_over "-30"
clock=$(date -d "9 days ago 12 hours ago" +%s)
went_over id 2026.12 add "Emergency: INC-8 Nobody can log out"
clock=1700002000
next_change dora 2027.1
promotion id 2027.1 add "Reviews-Emergency: 2026.12"
push_as noor production
refused production emergency-review
says emergency-review "emergency $READY, $(title production~2): its review, due in 5 days, is 5 days late"

it "refuse: two are overdue, and each is named"
two_overdue
promotion id 2027.1
push_as noor production
refused production emergency-review
says emergency-review "emergency 2026.12, $(title production~): its review, due in 5 days, is 5 days late"
says emergency-review "emergency $READY, $(title production~2): its review, due in 5 days, is 16 days late"

it "refuse: one is overdue by the entry of what came last, and what comes before that is not read"
told_of_two
lose "$(oid production~3)"
push_as noor production
refused production emergency-review unchecked nothing-lost plan-complete evidence-by criteria-independent tester-not-author author-known author-not-approver author-not-promoter
says emergency-review "emergency $READY, $(title production~2): its review, due in 5 days, is 5 days late"
hasnt "what the gate says" "$(cat "$T/answer")" "emergency 2026.12"

it "refuse: an entry names what is no emergency, or nothing that is here: the line is read"
told_of_two
entry=$(value "$CENTRAL" refs/sluis/audit)
for each in "$(tip acceptance)" "$(tip production~2)" "$(tip production) $(printf 1%.0s {1..40})"; do
	git -C "$CENTRAL" update-ref refs/sluis/audit "$entry"
	rewritten "s/^Unreviewed: .*/Unreviewed: $each/"
	push_as noor production
	refused production emergency-review
	says emergency-review "emergency $READY, $(title production~2): its review, due in 5 days, is 5 days late"
done

it "not promised: who may write in the repository forges an entry, and it is believed; the report names what waits"
told_of_two
rewritten "s/^Unreviewed: .*/Unreviewed: none/"
push_as noor production
accepted "$(promoted 2027.1)"
has "the report" "$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" report 2>&1)" "       1  emergencies not reviewed yet"

it "refuse: two are overdue, and one is reviewed"
two_overdue
promotion id 2027.1 add "Reviews-Emergency: $READY"
push_as noor production
refused production emergency-review
says emergency-review "emergency 2026.12, $(title production~): its review, due in 5 days, is 5 days late"
hasnt "what the gate says" "$(cat "$T/answer")" "emergency $READY"

it "refuse: a review by itself without an id, with a sign-off less, or of what never was"
emergency_went_over 9
review review-1 drop Promotion add "Reviews-Emergency: $READY"
push_as noor production
refused production acceptance-linked
says acceptance-linked "$(title production) does not name its promotion"
review review-1 drop Accepted-by add "Reviews-Emergency: $READY"
push_as noor production
refused production signoff-present
review review-1 add "Reviews-Emergency: $READY" add "Reviews-Emergency: 2020.1"
push_as noor production
refused production emergency-review
says emergency-review "reviews the emergency '2020.1', and none of that id waits"

it "refuse: a review by itself went in, and left another overdue"
two_overdue
review review-1 add "Reviews-Emergency: $READY"
went_in_as_is
promotion id 2027.1
push_as noor production
refused production emergency-review
says emergency-review "emergency 2026.12, "

it "refuse: a review by itself with an edit in its merge, which is a change"
emergency_went_over 9
review review-1 tree "acceptance^{tree}" add "Reviews-Emergency: $READY"
push_as noor production
refused production complete plan-linked impact-stated acceptance-linked author-not-promoter

it "refuse: a review by itself of an older state, which production does not show"
emergency_went_over 9
promotion id review-1 candidate "$(tip production~)" drop Impact add "Reviews-Emergency: $READY"
push_as noor production
refused production nothing-lost plan-linked impact-stated acceptance-linked

it "refuse: a review on another environment than that of the emergency"
policy_add '[environment "live"]' 'ref = refs/heads/live' 'from = acceptance' 'push = operator' 'signoff = users' 'proof = trailer'
central_publish
emergency_went_over 9
branch live production~2
given live
branch live "$(as noor git -C "$CLONE" commit-tree "acceptance^{tree}" -p live -p acceptance -m "Merge to live

Promotion: live-1
Accepted-by: $(signature kim)
Reviews-Emergency: $READY")"
push_as noor live
refused live emergency-review
says emergency-review "reviews the emergency '$READY', and none of that id waits for a review on live"

it "refuse: a rollback to the review of an emergency, signed by who made what the emergency brought"
policy 's/^member = els/&\nmember = dirk/' 's/^conflict = .*//'
clock=$(date +%s)
went_in add "Emergency: INC-7 Nobody can log in"
clock=1700002000
next_change dora 2026.12
review review-1 add "Reviews-Emergency: $READY"
went_in_as_is
reviewed=$(oid production)
promotion id 2026.12
went_in_as_is
promotion id back-1 candidate "$reviewed" tree "$reviewed^{tree}" add "Rolls-Back-To: $reviewed" \
	drop Accepted-by drop Released-by drop Acceptance-Result drop Approved-by add "Approved-by: $(signature dirk)"
push_as noor production
refused production author-not-approver

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
mends emergency-review "name the promotion that was the emergency, or take the trailer out: $(amend)"

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
says author-not-approver "Dirk Visser signs ('Accepted-by: $(signature dirk)') and wrote $(title acceptance~)"

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

it "undecided: the same, where no entry says what waits"
told_of_two
rewritten '/^Unreviewed: /d'
lose "$(oid production~3)"
push_as noor production
undecided production nothing-lost emergency-review plan-complete evidence-by criteria-independent tester-not-author author-known author-not-approver author-not-promoter
says emergency-review "object $(short production~3) cannot be read"

it "undecided: an emergency that the entry names is missing, or what it says is no list"
told_of_two
entry=$(value "$CENTRAL" refs/sluis/audit)
rewritten 's/^Unreviewed: .*/Unreviewed: 2026.12/'
forged=$(git -C "$CENTRAL" rev-parse refs/sluis/audit)
push_as noor production
undecided production ref-protected emergency-review evidence-by acceptance-bound criteria-first criteria-independent signoff-veto
says emergency-review "audit entry ${forged:0:7}: an id is not 40 hex digits"
git -C "$CENTRAL" update-ref refs/sluis/audit "$entry"
lose "$(oid production~2)"
push_as noor production
undecided production nothing-lost emergency-review plan-complete evidence-by criteria-independent tester-not-author author-known author-not-approver author-not-promoter
says emergency-review "object $(short production~2) cannot be read"

finish
