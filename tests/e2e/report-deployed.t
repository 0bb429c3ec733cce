#!/bin/bash
# What the report tells of deployments: steps of the plan, by whose word, what runs where, and what is an exception.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
people_commands
policy '/^ref = refs.heads.promotions/a push = operator'
policy_add '[target "web"]' 'environment = production' 'within-days = 2' '[target "db"]' 'environment = production' 'within-days = 5'
for each in reference-transaction post-receive; do
	ln -s "$SLUIS_BUILD/$each" "$CENTRAL/hooks/$each"
done
push_as tess promotions
ANSWERED=yes
went_in
world_keep

report() {
	OUT=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" report "$@" 2>&1) || :
}

# words: what was printed, on one line.
words() {
	tr -s '\n ' ' ' <<<"$OUT"
}

# exception KIND COUNT: so many in the JSON, which is as its schema says.
exceptions() {
	report --format json
	keep_json <<<"$OUT"
	is "the count of $1" "$(grep -o "\"$1\": [0-9]*" <<<"$OUT" | head -1)" "\"$1\": $2"
}

it "nothing is recorded yet, and its days are not over"
report
has "what runs where" "$(words)" "runs at: $READY web: not recorded; db: not recorded"
has "the steps" "$(words)" "step: 1, Stop the queue: not recorded as done"
exceptions deployment-overdue 0
exceptions plan-steps-open 0

it "done: which steps, when, by whom, and by whose word; what runs where"
sluis noor deployed "$READY" --target web --push --step "1=2026-11-24T14:00:00+01:00 no jobs waited" --step 2=no
did "deployed to web"
report
has "the steps" "$(words)" "step: 1, Stop the queue: 2026-11-24T13:00:00Z by Noor Kaya (noor), no jobs waited, by the word of Noor Kaya (noor)"
has "the steps" "$(words)" "step: 2, Push the merge: not recorded as done"
has "who did what" "$(words)" "Noor Kaya (noor) recorded the deployment: web, done"
has "what runs where" "$(words)" "runs at: $READY web: done, not compared, by the word of Noor Kaya (noor), 20"
has "the exceptions" "$(words)" "promotions whose deployment nobody compared"
exceptions deployment-unchecked 1
exceptions plan-steps-open 1
has "for machines" "$(tr -d '\n\t' <<<"$OUT")" "\"shows\": \"$READY\",\"targets\": [{\"target\": \"web\",\"state\": \"done\",\"word-of\": \"noor\",\"recorded\": \"20"
report --format csv
has "the row" "$OUT" '"runs",'
has "the row" "$OUT" "$READY web: done, not compared, by the word of Noor Kaya (noor)"
has "an exception" "$OUT" '"deployment-unchecked",'
report --format html
has "the page" "$(words)" "runs at: $READY web: done, not compared, by the word of Noor Kaya (noor)"
has "the page" "$(words)" "<li>step: 1, Stop the queue: 2026-11-24T13:00:00Z by Noor Kaya (noor)"
report --language nl
has "in Dutch" "$(words)" "draait op: $READY web: gedaan, niet vergeleken, volgens Noor Kaya (noor)"

it "a copy of the audit alone cannot tell it, and does not say that it failed"
git init -q "$T/world/auditor"
git -C "$T/world/auditor" fetch -q "$CENTRAL" refs/sluis/audit:refs/sluis/audit
CENTRAL=$T/world/auditor exceptions deployment-failed 0
CENTRAL=$T/world/auditor exceptions deployment-unknown 1

it "failed, and compared"
mkdir "$T/world/empty"
sluis noor deployed "$READY" --target web --tree "$T/world/empty" --push
report
has "what runs where" "$(words)" "$READY web: failed, 2 differing, by the word of Noor Kaya (noor)"
exceptions deployment-failed 1
exceptions deployment-unchecked 0

it "by who may not push there: the record is shown for what it is"
policy '/^ref = refs.heads.promotions/a push = developer'
sluis noor deployed "$READY" --target web
mkdir -p "$DOSSIERS/$READY/deployment"
git -C "$CLONE" show "promotions:$READY/deployment/web.ini" >"$DOSSIERS/$READY/deployment/web.ini"
branch promotions "$(tip promotions)"
evidence_commit dirk "Deployment" "*web.ini"
push_as dirk promotions
accepted
report
has "what runs where" "$(words)" "$READY web: recorded by someone who may not push there"
exceptions deployment-failed 1

it "past its days, and recorded late"
skip "$([ -e "$(echo /usr/lib/*/faketime/libfaketime.so.1)" ] || echo "there is no faketime")"
later() {
	LD_PRELOAD=$(echo /usr/lib/*/faketime/libfaketime.so.1) FAKETIME=+3d \
		ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0 "$@"
}
later report --format json
is "the count" "$(grep -o '"deployment-overdue": [0-9]*' <<<"$OUT" | head -1)" '"deployment-overdue": 1'
later sluis noor deployed "$READY" --target web --push
later report --format json
is "the count" "$(grep -o '"deployment-late": [0-9]*' <<<"$OUT" | head -1)" '"deployment-late": 1'
is "the count" "$(grep -o '"deployment-overdue": [0-9]*' <<<"$OUT" | head -1)" '"deployment-overdue": 0'

finish
