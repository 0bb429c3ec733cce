#!/bin/bash
# What production shows was deployed to each of its targets, and that is recorded, before more goes over.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
policy '/^ref = refs.heads.promotions/a push = operator'
policy_add '[target "web"]' 'environment = production' 'within-days = 2'
world_keep

WEB=$READY/deployment/web.ini

# shown [DAYS]: production has shown the ready release for so many days; 2026.12 is ready.
shown() {
	local kept=$clock

	clock=$(date -d "${1:-3} days ago 12 hours" +%s)
	went_over
	clock=$kept
	next_change dora 2026.12
}

# deployed [KEY=VALUE]...: the record of it, as it should be but for these, in the folder of the evidence.
deployed() {
	local each

	mkdir -p "$DOSSIERS/$READY/deployment"
	cat >"$DOSSIERS/$WEB" <<-INI
		[deployment]
		promotion = $READY
		commit = $(tip production)
		tree = $(git -C "$CENTRAL" rev-parse "production^{tree}")
		target = web
		started = $(moment "1 hour ago")
		finished = $(moment "1 minute ago")
		executed-by = noor
		outcome = done
		method = tree
		differing = 0

		[step "1"]
		done = yes
		by = noor
	INI
	for each; do
		sed -i "s|^${each%%=*} = .*|${each%%=*} = ${each#*=}|" "$DOSSIERS/$WEB"
	done
}

# recorded PERSON [KEY=VALUE]...: and it stands in the evidence, brought in by that person with a push.
recorded() {
	deployed "${@:2}"
	evidence_commit "$1" "Deployment of $READY" "*web.ini"
	push_as "$1" promotions
	accepted
}

# goes_on [WORD VALUE]...: the next promotion is pushed.
goes_on() {
	promotion id 2026.12 "$@"
	push_as noor production
}

it "accept: there is a record that it is done"
shown
recorded noor
goes_on
accepted "$(promoted 2026.12)"
is "what the entry keeps" "$(git -C "$CENTRAL" ls-tree --name-only "refs/sluis/audit:evidence" | grep -c "$(digest "$WEB")")" 1
(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit reconcile && "$SLUIS_BUILD/git-sluis" report --export "$T/world/export" --promotion 2026.12) >"$T/null"
is "what its export has" "$(cat "$T"/world/export/0001-2026.12-production/evidence/"$(digest "$WEB")")" "$(cat "$DOSSIERS/$WEB")"
has "what people read there" "$(cat "$T"/world/export/0001-2026.12-production/index.html)" "executed-by = noor"
has "whether it verifies" "$(sh "$T/world/export/verify.sh")" "OK   0001-2026.12-production: "

it "accept: no record yet, and its days are not over"
shown 1
goes_on
accepted "$(promoted 2026.12)"

it "accept: a late record lifts the block"
shown 9
goes_on
refused production deployment-recorded
recorded noor
goes_on
accepted "$(promoted 2026.12)"

it "accept: by a service, and by nobody's comparison"
policy '/^ref = refs.heads.promotions/a push = robot'
shown
recorded ci method=none
goes_on
accepted "$(promoted 2026.12)"

it "accept: what production shows is its baseline"
next_change dora 2026.12
goes_on
accepted "$(promoted 2026.12)"

it "accept: the operator has left since"
shown
policy "/^name = Jan Bakker/a until = $(moment "4 seconds")"
recorded jan
sleep 4
sed -i "s/^owner = jan/owner = noor/" "$DOSSIERS/2026.12/plan.ini"
evidence_commit noor "Noor does it" "*plan.ini"
given promotions
goes_on drop Released-by add "Released-by: $(signature noor)"
accepted "$(promoted 2026.12)"

it "accept: an emergency, a rollback and a review do not wait for it"
shown 9
now_promotion id 2026.12 drop Accepted-by drop Released-by add "Emergency: INC-8 Nobody can log out"
push_as noor production
accepted "$(promoted 2026.12)" "$(reviewed_by 2026.12)"
promotion id review-1 candidate "$(tip production^2)" drop Impact add "Reviews-Emergency: 2026.12"
push_as noor production
accepted "$(promoted review-1)"
first=$(oid production~2)
promotion id back-1 candidate "$first" tree "$first^{tree}" add "Rolls-Back-To: $first"
push_as noor production
accepted "$(promoted back-1)"

it "accept: two promotions in one push; what production shows is recorded"
shown
recorded noor
promotion id 2026.12
next_change dora 2027.1
promotion id 2027.1 base production
push_as noor production
accepted "$(promoted 2026.12)" "$(promoted 2027.1)"

it "accept: a review changed nothing, and the record is of what it left there"
shown 1
recorded noor
now_promotion id 2026.12 drop Accepted-by drop Released-by add "Emergency: INC-8 Nobody can log out"
push_as noor production
accepted "$(promoted 2026.12)" "$(reviewed_by 2026.12)"
promotion id review-1 candidate "$(tip production^2)" drop Impact add "Reviews-Emergency: 2026.12"
went_in_as_is
READY=2026.12 WEB=2026.12/deployment/web.ini
recorded noor commit="$(tip production~)"
READY=2026.11 WEB=2026.11/deployment/web.ini
next_change dirk 2027.1
promotion id 2027.1
push_as noor production
accepted "$(promoted 2027.1)"

it "refuse: no record after its days, and a promotion that is younger passes none of them"
shown 3
goes_on
refused production deployment-recorded
says deployment-recorded "that $READY was deployed to web is not recorded; due in 2 days, it is 1 day late"
mends deployment-recorded "whoever deployed it, and may push to production, records it: git sluis deployed $READY --target web --tree DIR"

it "refuse: a failed deployment, at once"
shown 1
recorded noor outcome=failed
goes_on
refused production deployment-recorded
says deployment-recorded "$WEB says that the deployment of $READY to web failed"
mends deployment-recorded "deploy it again, and record that; or roll production back, which passes:"

it "refuse: a failed deployment blocks the next promotion, and its rollback passes; then that is to be recorded"
went_in
next_change dora 2026.12
recorded noor outcome=rolled-back
goes_on
refused production deployment-recorded
says deployment-recorded "says that the deployment of $READY to web was rolled back"
first=$(tip production~)
promotion id back-1 candidate "$first" tree "$first^{tree}" add "Rolls-Back-To: $first"
push_as noor production
accepted "$(promoted back-1)"
next_change dirk 2027.1
promotion id 2027.1
push_as noor production
accepted "$(promoted 2027.1)"

it "refuse: one file differs from what was promoted"
shown 1
recorded noor differing=1
goes_on
refused production deployment-recorded
says deployment-recorded "$WEB says that 1 file of web differs from what was promoted"

it "refuse: of another commit, tree, promotion or target"
shown 1
recorded noor commit="$(oid production~)"
goes_on
refused production deployment-recorded
says deployment-recorded "$WEB is about commit $(oid production^1~), and production shows $(tip production)"
recorded noor tree="$(oid "development^{tree}")"
goes_on
refused production deployment-recorded
says deployment-recorded "$WEB is about tree $(oid "development^{tree}"), and production shows $(git -C "$CENTRAL" rev-parse "production^{tree}")"
recorded noor promotion=2026.10
goes_on
refused production deployment-recorded
says deployment-recorded "$WEB is about promotion 2026.10, and production shows $READY"
recorded noor target=db
goes_on
refused production deployment-recorded
says deployment-recorded "$WEB is about target db, and production shows web"

it "refuse: brought in by who may not push there"
policy '/^ref = refs.heads.promotions/a push = developer'
shown
recorded dirk
goes_on
refused production deployment-recorded
says deployment-recorded "$WEB was added by Dirk Visser, who may not push to production"
mends deployment-recorded "whoever may push to production looks at what is there, and records it anew:"

it "refuse: put back by a merge of the tester's, whose word it is then"
shown
recorded noor
good=$(oid promotions)
recorded noor outcome=failed
branch promotions "$(as tess git -C "$CLONE" commit-tree "$good^{tree}" -p promotions -p "$good" -m "Merge")"
push_as tess promotions
accepted
goes_on
refused production deployment-recorded
says deployment-recorded "$WEB was added by Tess Bos, who may not push to production"

it "refuse: an older record that was put back, also after it was taken away"
shown
recorded noor
cp "$DOSSIERS/$WEB" "$T/older"
recorded noor outcome=failed
rm "$DOSSIERS/$WEB"
evidence_commit noor "Away" .
push_as noor promotions
accepted
mkdir -p "$DOSSIERS/$READY/deployment"
cp "$T/older" "$DOSSIERS/$WEB"
evidence_commit noor "As it was" "*web.ini"
push_as noor promotions
accepted
goes_on
refused production deployment-recorded
says deployment-recorded "$WEB is an older record that was put back"
recorded noor finished="$(moment now)"
goes_on
accepted "$(promoted 2026.12)"

it "refuse: the record of a failed deployment was taken away, by whoever"
shown 1
recorded noor outcome=failed
rm "$DOSSIERS/$WEB"
evidence_commit tess "Away" .
push_as tess promotions
accepted
goes_on
refused production deployment-recorded
says deployment-recorded "$WEB existed and was removed"

it "refuse: an older record that comes back in the push that it is for"
shown
recorded noor
cp "$DOSSIERS/$WEB" "$T/older"
recorded noor outcome=failed
cp "$T/older" "$DOSSIERS/$WEB"
evidence_commit noor "As it was" "*web.ini"
promotion id 2026.12
push_as noor --atomic promotions production
refused production deployment-recorded
says deployment-recorded "$WEB is an older record that was put back"

it "refuse: it ends in the future, or before it went over"
shown 1
recorded noor finished="$(moment "1 hour")"
goes_on
refused production deployment-recorded
says deployment-recorded "$WEB says that it ends at $(sed -n 's/^finished = //p' "$DOSSIERS/$WEB"), and that is still to come"
recorded noor started="$(moment "3 days ago")" finished="$(moment "2 days ago")"
goes_on
refused production deployment-recorded
says deployment-recorded "and $READY came to production at $(moment "@$(git -C "$CENTRAL" log -1 --format=%ct production)")"

it "refuse: not well formed, a folder, or brought in by nobody"
shown 1
recorded noor method=rsync
goes_on
refused production deployment-recorded
says deployment-recorded "$WEB is not well formed: line 10: 'method' is none, tree or manifest, not 'rsync'"
rm "$DOSSIERS/$WEB"
mkdir "$DOSSIERS/$WEB"
: >"$DOSSIERS/$WEB/x"
evidence_commit noor "A folder" .
push_as noor promotions
accepted
goes_on
refused production deployment-recorded
says deployment-recorded "$WEB is not well formed: $WEB is not a regular file"
rm -r "$DOSSIERS/${WEB:?}"
deployed
evidence_commit mallory "Deployment" "*web.ini"
given promotions
goes_on
ANSWERED=yes
has "what the gate says" "$(tr -d '\n' <"$T/answer" | sed 's/remote: */ /g' | tr -s ' ')" "deployment-recorded"
ANSWER_HEAD=()

it "refuse: of two targets one has no record"
policy_add '[target "db"]' 'environment = production' 'within-days = 1'
shown
recorded noor
goes_on
refused production deployment-recorded
says deployment-recorded "that $READY was deployed to db is not recorded; due in 1 days, it is 2 days late"
hasnt "what the gate says" "$(cat "$T/answer")" "to web"

it "refuse: a promotion without an id, where the trailer is the proof"
policy 's/^require = .*/require = complete/'
shown
recorded noor
goes_on drop Promotion drop Implementation-Plan drop Acceptance-Result
refused production deployment-recorded
says deployment-recorded "$(title production) does not name its promotion, under which its deployment is recorded"
on production
paste_mend noor deployment-recorded

it "undecided: the record cannot be read"
shown
recorded noor
lose "$(oid "promotions:$WEB")"
goes_on
undecided production deployment-recorded

finish
