#!/bin/bash
# The criteria were in the evidence ref before the test began, and did not change since.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
world_keep

it "accept: they were"
push_as noor production
accepted "$(promoted)"

it "refuse: they came with the record"
rm -r "${DOSSIERS:?}/$READY"
git -C "$CLONE" update-ref refs/heads/promotions "$(oid promotions~3)"
dossier "$READY" acceptance
plan "$READY" acceptance
evidence_commit noor "Plan" "*plan.ini"
evidence_commit tess "All at once" .
git -C "$CENTRAL" update-ref -d refs/heads/promotions
given promotions
promotion
push_as noor production
refused production criteria-first
says criteria-first "$READY/criteria.ini came into the evidence with "
says criteria-first ", not before $READY/acceptance.ini"
mends criteria-first "the criteria stand now: test again by them, and link that record"

it "refuse: they changed after the test"
sed -i 's/10 seconds/20 seconds/' "$DOSSIERS/$READY/criteria.ini"
evidence_commit tess "Criteria that are met" .
record "s|^criteria = .*|criteria = $(link "$READY/criteria.ini")|"
evidence_commit tess "Acceptance" .
given promotions
promotion
git -C "$CLONE" update-ref refs/heads/keep promotions
record 's/^started = .*/started = 2020-01-01T10:00:00+01:00/'
evidence_commit tess "A test of long ago" .
given promotions
promotion
push_as noor production
refused production criteria-first
says criteria-first ", and the test began at 2020-01-01T09:00:00Z"

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

it "undecided: part of the evidence's history is missing"
echo more >>"$DOSSIERS/README"
evidence_commit tess "More" "README"
given promotions
lose "$(oid promotions~)"
push_as noor production
undecided production evidence-by criteria-first

finish
