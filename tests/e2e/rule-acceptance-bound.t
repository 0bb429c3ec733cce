#!/bin/bash
# The acceptance result is of this promotion, candidate, tree and environment.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

# The record as it now is, in the evidence ref and linked by the merge.
tested() {
	evidence tess
	given promotions
	promotion "$@"
}

it "accept: the record is about what is promoted"
push_as noor production
accepted "$(promoted)"

it "accept: the record was written by a service"
record 's/^executed-by = .*/executed-by = ci/'
evidence ci
given promotions
promotion
push_as noor production
accepted "$(promoted)"

it "refuse: another candidate was tested"
record "s/^candidate = .*/candidate = $(oid production~)/"
tested
push_as noor production
refused production acceptance-bound
says acceptance-bound "$READY/acceptance.ini is about candidate $(oid production~), and this promotion is about $(oid acceptance)"
mends acceptance-bound "test what is promoted and link that record"

it "refuse: another tree was tested"
record "s/^tree = .*/tree = $(oid "production~^{tree}")/"
tested
push_as noor production
refused production acceptance-bound
says acceptance-bound "is about tree $(oid "production~^{tree}"), and this promotion is about $(oid "acceptance^{tree}")"

it "refuse: it was tested somewhere else"
record 's/^environment = .*/environment = test/'
tested
push_as noor production
refused production acceptance-bound
says acceptance-bound "$READY/acceptance.ini is about environment test, and this promotion is about acceptance"

it "refuse: the record of another promotion"
promotion drop Promotion add "Promotion: 2026.12"
push_as noor production
refused production acceptance-bound
says acceptance-bound "$READY/acceptance.ini is about promotion $READY, and this promotion is about 2026.12"
says acceptance-bound "$READY/acceptance.ini is about the criteria of promotion $READY, and this promotion is about 2026.12"

it "refuse: the criteria of another promotion"
criteria 's/^promotion = .*/promotion = 2026.10/'
tested
push_as noor production
refused production acceptance-bound
says acceptance-bound "is about the criteria of promotion 2026.10, and this promotion is about $READY"

it "refuse: a record with mistakes, all of them named"
record 's/^verdict = .*/verdict = good/' 's/^started = .*/started = yesterday/' '/^executed-by/d'
tested
push_as noor production
refused production acceptance-bound
says acceptance-bound "$READY/acceptance.ini is not well formed: line 1: [acceptance] has no 'executed-by'; line 7: "
says acceptance-bound "; line 9: "
mends acceptance-bound "whoever made the record mends it and pushes it; then Acceptance-Result links its new sha256sum"

it "refuse: criteria with a mistake"
criteria 's/^required = no/required = perhaps/'
tested
push_as noor production
refused production acceptance-bound
says acceptance-bound "$READY/criteria.ini is not well formed: line 9: "

it "undecided: the candidate is an old commit that no two readers read alike"
git -C "$CLONE" cat-file commit acceptance | sed '/^author/{p;s/dirk/dora/}' | commit_raw acceptance
given acceptance
dossier "$READY" acceptance
tested
push_as noor production
undecided production complete evidence-by criteria-independent acceptance-bound tester-not-author author-known author-not-approver author-not-promoter
says acceptance-bound "commit $(short acceptance) is not well formed: its committer line is missing or out of place"

finish
