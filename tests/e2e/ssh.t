#!/bin/bash
# Promotions over a real sshd, each person with a key.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

ssh_make dirk tess noor
world_keep

it "accept: the way of a change, from work to production"
change dirk src/pay.c "Pay later"
comes_to_acceptance 2026.12
tested_now 2026.12
evidence tess "Acceptance of 2026.12"
push_as tess promotions
accepted
promotion id 2026.12
push_as noor production
accepted "$(promoted 2026.12)"

it "refuse: an edit in the merge"
promotion tree "$(edited_tree acceptance)" by dora
push_as noor production
refused production complete

it "refuse: production is rewound, by force"
given production
push_as noor -f acceptance~:refs/heads/production
refused production ref-protected

it "refuse: a developer who calls himself operator"
SLUIS_TEST_PUSHER=noor push_as dirk production
refused production push-access author-not-promoter

it "refuse: escape sequences in what is refused"
promotion drop Approved-by add "Approved-by: Els"$'\e[31m'" <els@example.com>"
push_as noor production
refused production signoff-present
says signoff-present "'Approved-by: Els\\x1b[31m <els@example.com>' is not listed in the policy"

it "undecided: evidence that is missing"
lose "$(oid "promotions:$READY/acceptance.ini")"
push_as noor production
undecided production evidence-intact

finish
