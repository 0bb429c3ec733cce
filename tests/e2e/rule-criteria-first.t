#!/bin/bash
# The criteria were in the evidence ref before the test began, and did not change since.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

# A release of which nothing stands in the evidence yet.
next_release() {
	change dirk src/more.c "Pay more"
	on_acceptance
	dossier 2026.12 acceptance
}

# in_evidence PERSON MESSAGE PATHS: and pushed.
in_evidence() {
	evidence_commit "$@"
	push_as "$1" promotions
	accepted
}

it "accept: they stood there long before"
push_as noor production
accepted "$(promoted)"

it "accept: pushed, then tested, then the record is pushed"
next_release
in_evidence tess "Criteria" "*criteria.ini"
tested_now 2026.12
in_evidence tess "Acceptance" .
promotion id 2026.12
push_as noor production
accepted "$(promoted 2026.12)"

it "accept: changed, and tested again by the new ones"
next_release
in_evidence tess "Criteria" .
sed -i 's/10 seconds/20 seconds/' "$DOSSIERS/2026.12/criteria.ini"
in_evidence tess "Slower" "*criteria.ini"
sed -i "s|^criteria = .*|criteria = $(link 2026.12/criteria.ini)|" "$DOSSIERS/2026.12/acceptance.ini"
tested_now 2026.12
in_evidence tess "Acceptance" .
promotion id 2026.12
push_as noor production
accepted "$(promoted 2026.12)"

it "accept: somebody else wrote them"
next_release
policy '/^push = tester$/{s/$/\npush = key-user/;:a;n;ba}'
in_evidence kim "Criteria" "*criteria.ini"
tested_now 2026.12
in_evidence tess "Acceptance" .
promotion id 2026.12
push_as noor production
accepted "$(promoted 2026.12)"

it "refuse: they came in one commit with the record"
next_release
evidence_commit tess "All at once" .
given promotions
promotion id 2026.12
push_as noor production
refused production criteria-first
says criteria-first "2026.12/criteria.ini came into the evidence with $(title promotions), not before 2026.12/acceptance.ini"
mends criteria-first "the criteria stand now: test again by them, and link that record"

it "refuse: they came in one push with the record, in the right order and dated back"
next_release
evidence tess
push_as tess promotions
accepted
promotion id 2026.12
push_as noor production
refused production criteria-first
says criteria-first "2026.12/criteria.ini ($(title promotions)) was not in refs/heads/promotions yet at 2026-01-20T08:00:00Z, when the test began"
mends criteria-first "the criteria stand now: test again by them, and link that record"

it "refuse: they come in one push with record and promotion"
policy '/^push = tester$/{s/$/\npush = operator/;:a;n;ba}'
next_release
dossier 2026.12 acceptance noor
tested_now 2026.12
record=$DOSSIERS/2026.12/acceptance.ini
sed -i "s/^started = .*/started = $(moment "1 minute ago")/" "$record"
evidence noor
promotion id 2026.12
push_as noor promotions production
refused production criteria-first
says criteria-first "was not in refs/heads/promotions yet at "

it "refuse: pushed while the test went on"
next_release
in_evidence tess "Criteria" "*criteria.ini"
tested_now 2026.12
sed -i "s/^started = .*/started = $(moment "1 hour ago")/" "$DOSSIERS/2026.12/acceptance.ini"
in_evidence tess "Acceptance" .
promotion id 2026.12
push_as noor production
refused production criteria-first
says criteria-first "was not in refs/heads/promotions yet at "

it "refuse: they came after the record, dated before it"
next_release
cp "$DOSSIERS/2026.12/criteria.ini" "$T/criteria"
link=$(link 2026.12/criteria.ini)
rm "$DOSSIERS/2026.12/criteria.ini"
evidence_commit tess "Acceptance" .
cp "$T/criteria" "$DOSSIERS/2026.12/criteria.ini"
clock=1600000000
evidence_commit tess "Criteria" .
clock=1700001000
has "the record" "$(cat "$DOSSIERS/2026.12/acceptance.ini")" "$link"
given promotions
promotion id 2026.12
push_as noor production
refused production criteria-first
says criteria-first "2026.12/criteria.ini came into the evidence with $(title promotions), not before 2026.12/acceptance.ini"

it "refuse: they came by a branch beside that of the record"
next_release
base=$(oid promotions)
evidence_commit tess "Criteria" "*criteria.ini"
beside=$(oid promotions)
branch promotions "$base"
evidence_commit tess "Acceptance" "*acceptance.ini"
evidence_commit tess "Log" "*.log"
merged=$(GIT_INDEX_FILE=$T/index git -C "$CLONE" --work-tree="$DOSSIERS" add -A . && GIT_INDEX_FILE=$T/index git -C "$CLONE" write-tree)
branch promotions "$(as tess git -C "$CLONE" commit-tree "$merged" -p promotions -p "$beside" -m "Merge")"
given promotions
promotion id 2026.12
push_as noor production
refused production criteria-first
says criteria-first "came into the evidence with $(title promotions), not before"

it "refuse: dated after the test"
record 's/^started = .*/started = 2020-01-01T10:00:00+01:00/'
evidence_commit tess "A test of long ago" .
given promotions
promotion
push_as noor production
refused production acceptance-bound criteria-first
says criteria-first "$READY/criteria.ini is of $(moment "$(git -C "$CLONE" log -1 --format=@%ct promotions~2)") ($(title promotions~2)), and the test began at 2020-01-01T09:00:00Z"

it "refuse: changed since, and the record links the new ones"
sed -i 's/10 seconds/20 seconds/' "$DOSSIERS/$READY/criteria.ini"
record "s|^criteria = .*|criteria = $(link "$READY/criteria.ini")|"
evidence_commit tess "Criteria that are met" .
given promotions
promotion
push_as noor production
refused production criteria-first
says criteria-first "$READY/criteria.ini came into the evidence with $(title promotions), not before"

it "refuse: changed since, and the record links those of before"
sed -i 's/10 seconds/20 seconds/' "$DOSSIERS/$READY/criteria.ini"
evidence_commit tess "Criteria that are met" .
given promotions
push_as noor production
refused production evidence-intact
says evidence-intact "$READY/criteria.ini has other bytes than were linked"

it "refuse: changed, tested, and changed back"
cp "$DOSSIERS/$READY/criteria.ini" "$T/criteria"
sed -i 's/10 seconds/20 seconds/' "$DOSSIERS/$READY/criteria.ini"
evidence_commit tess "Other criteria" .
record 's/^finished = .*/finished = 2026-01-20T12:00:00+01:00/'
evidence_commit tess "Acceptance" .
cp "$T/criteria" "$DOSSIERS/$READY/criteria.ini"
evidence_commit tess "The criteria again" .
given promotions
promotion
push_as noor production
refused production criteria-first
says criteria-first "$READY/criteria.ini came into the evidence with $(title promotions), not before"

it "refuse: the clock of the host was set back for a moment, and the criteria are dated back"
next_release
evidence tess
push_as tess promotions
accepted
git -C "$CENTRAL" update-ref refs/sluis/audit "$(as noor git -C "$CENTRAL" commit-tree -m "unlock by noor

Entry: unlock
By: noor
Reason: the clock
Until: 1" 4b825dc642cb6eb9a060e54bf8d69288fbee4904 -p refs/sluis/audit)"
is "the entry is dated before the test" \
	"$(($(git -C "$CENTRAL" log -1 --format=%ct refs/sluis/audit) < $(date -d 2026-01-20 +%s)))" 1
promotion id 2026.12
push_as noor production
refused production criteria-first
says criteria-first "was not in refs/heads/promotions yet at 2026-01-20T08:00:00Z, when the test began"

it "refuse: the author brings back older criteria, by a merge"
next_release
policy '/^push = tester$/{s/$/\npush = developer/;:a;n;ba}'
in_evidence tess "Criteria" "*criteria.ini"
older=$(oid promotions)
cp "$DOSSIERS/2026.12/criteria.ini" "$T/criteria"
sed -i 's/10 seconds/1 second/' "$DOSSIERS/2026.12/criteria.ini"
in_evidence tess "Quicker" "*criteria.ini"
cp "$T/criteria" "$DOSSIERS/2026.12/criteria.ini"
evidence_commit dirk "As before" "*criteria.ini"
tree=$(oid "promotions^{tree}")
branch promotions "$(as dirk git -C "$CLONE" commit-tree "$tree" -p promotions~ -p "$older" -m "Merge")"
push_as dirk promotions
accepted
tested_now 2026.12
sed -i "s/^started = .*/started = $(moment "1 minute ago")/" "$DOSSIERS/2026.12/acceptance.ini"
in_evidence tess "Acceptance" .
promotion id 2026.12
push_as noor production
refused production criteria-first criteria-independent
says criteria-first "2026.12/criteria.ini ($(title promotions~)) was not in refs/heads/promotions yet at "

it "undecided: part of the evidence's history is missing"
history_lost
push_as noor production
undecided production evidence-by criteria-first criteria-independent
says criteria-first "who added $READY/criteria.ini cannot be found out"

it "undecided: an entry of the audit is missing, so nobody can tell when they came"
for file in one two three; do
	change dirk "src/$file.c"
	push_as dirk development
	accepted
done
lose "$(git -C "$CENTRAL" rev-parse refs/sluis/audit~)"
push_as noor production
undecided production ref-protected evidence-by acceptance-bound criteria-first criteria-independent signoff-veto
says criteria-first "cannot be read: object not found"

finish
