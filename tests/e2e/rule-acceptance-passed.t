#!/bin/bash
# Every required criterion passed, or was waived by name with a reason.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

# waived BY: the required criterion was not tested.
waived() {
	record '/^\[result/,$ d'
	printf '[result "AC-1"]\noutcome = waived\nreason = The printer comes in December\nwaived-by = %s\n' "$1" \
		>>"$DOSSIERS/$READY/acceptance.ini"
}

it "accept: the required criterion passed, the other was not tested"
push_as noor production
accepted "$(promoted)"

it "accept: a criterion that is not required failed"
printf '[result "AC-2"]\noutcome = fail\nlog = %s\n' "$(link "$READY/ac-1.log")" >>"$DOSSIERS/$READY/acceptance.ini"
tested
push_as noor production
accepted "$(promoted)"

it "accept: the required criterion was waived by a key user"
waived kim
tested
push_as noor production
accepted "$(promoted)"

it "refuse: the tester says fail"
record 's/^verdict = .*/verdict = fail/'
tested
push_as noor production
refused production acceptance-passed
says acceptance-passed "$READY/acceptance.ini: the tester's verdict is fail fix: mend what failed and test again"

it "refuse: the required criterion failed"
record 's/^outcome = .*/outcome = fail/'
tested
push_as noor production
refused production acceptance-passed
says acceptance-passed "$READY/acceptance.ini: the required criterion 'AC-1' failed"
mends acceptance-passed "mend and test 'AC-1' again, or have it waived by name with a reason"

it "refuse: the other criterion became required and was not tested"
criteria 's/^required = no/required = yes/'
tested
push_as noor production
refused production acceptance-passed
says acceptance-passed "$READY/acceptance.ini: the required criterion 'AC-2' has no result"

# logged TEXT: the log of the required criterion holds that, and the record links it.
logged() {
	printf %b "$1" >"$DOSSIERS/$READY/ac-1.log"
	record "s|^log = .*|log = $(link "$READY/ac-1.log")|"
	tested
}

it "accept: a log of one letter"
logged 'x'
push_as noor production
accepted "$(promoted)"

for empty in '' '\n' ' \t\r\n\n' '\xef\xbb\xbf\n' '\0\0'; do
	it "refuse: a log that holds '$empty'"
	logged "$empty"
	push_as noor production
	refused production acceptance-passed
	says acceptance-passed "$READY/acceptance.ini: the log of 'AC-1', $READY/ac-1.log, is empty, and an empty log is no log"
	mends acceptance-passed "let the test write what it did, link that log in the record, and link the new record"
done

it "refuse: an empty log of a criterion that is not required"
: >"$DOSSIERS/$READY/ac-2.log"
printf '[result "AC-2"]\noutcome = fail\nlog = %s\n' "$(link "$READY/ac-2.log")" >>"$DOSSIERS/$READY/acceptance.ini"
tested
push_as noor production
refused production acceptance-passed
says acceptance-passed "the log of 'AC-2', $READY/ac-2.log, is empty"

it "undecided: a log in the repository is broken"
broken "$(oid "promotions:$READY/ac-1.log")"
push_as noor production
undecided production evidence-intact

it "refuse: a result of no criterion"
record 's/"AC-1"/"AC-3"/'
tested
push_as noor production
refused production acceptance-passed
says acceptance-passed "the required criterion 'AC-1' has no result"
says acceptance-passed "'AC-3' is the result of no criterion in $READY/criteria.ini"
mends acceptance-passed "name results as their criteria; criteria are set before the test"

it "refuse: waived by nobody of the policy"
waived piet
tested
push_as noor production
refused production acceptance-passed
says acceptance-passed "'AC-1' was waived by 'piet', who is not a person in the policy"
mends acceptance-passed "somebody who signs off, and neither made nor tested the change, decides about 'AC-1': the record names them, and then they sign off"

it "refuse: waived by a machine"
waived ci
tested
push_as noor production
refused production acceptance-passed
says acceptance-passed "'AC-1' was waived by 'ci', who is not a person in the policy"

it "refuse: waived by somebody who has left, and signs nothing"
waived luuk
tested
push_as noor production
refused production acceptance-passed
says acceptance-passed "'AC-1' was waived by 'luuk', who gave no sign-off of this promotion that names the record"

it "refuse: waived by somebody without a role that signs"
waived dora
tested
push_as noor production
refused production acceptance-passed
says acceptance-passed "'AC-1' was waived by 'dora', who gave no sign-off of this promotion that names the record"

it "refuse: waived by the tester"
waived tess
tested
push_as noor production
refused production acceptance-passed
says acceptance-passed "'AC-1' was waived by 'tess', who tested it"

it "refuse: waived by the tester, who is a key user too and signs; another tests what is left"
policy 's/^member = kim/&\nmember = tess/' 's/^conflict = .*//'
waived tess
tested drop Accepted-by add "Accepted-by: $(signature tess)"
push_as noor production
refused production acceptance-passed
says acceptance-passed "'AC-1' was waived by 'tess', who tested it"

it "refuse: waived by a key user, and another signs for the key users"
waived kim
policy 's/^member = kim/&\nmember = dora/' 's/^conflict = .*//'
tested drop Accepted-by add "Accepted-by: $(signature dora)"
push_as noor production
refused production acceptance-passed
says acceptance-passed "'AC-1' was waived by 'kim', who gave no sign-off of this promotion that names the record"
mends acceptance-passed "somebody who signs off, and neither made nor tested the change, decides about 'AC-1': the record names them, and then they sign off"

it "refuse: the one who waived signs for something that is not asked"
waived kim
policy 's/^signoff = users$//'
tested
push_as noor production
refused production acceptance-passed
says acceptance-passed "'AC-1' was waived by 'kim', who gave no sign-off of this promotion that names the record"

it "signature: accept what a key user waived and signed"
proof_by_signature
waived kim
tested
signed_off kim key-user
signed_off els system-owner
signed_off jan operator
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"

it "signature: refuse what was waived by somebody who signed before the record said so"
proof_by_signature
signed_off kim key-user
waived kim
tested
signed_off els system-owner
signed_off jan operator
push_as noor production
refused production signoff-current acceptance-passed
says acceptance-passed "'AC-1' was waived by 'kim', who gave no sign-off of this promotion that names the record"

it "signature: undecided, waived by somebody whose signature cannot be verified"
proof_by_signature
waived kim
tested
signed_off kim key-user
signed_off els system-owner
signed_off jan operator
chmod 666 "$CENTRAL/sluis/allowed_signers"
push_as noor production
undecided production signoff-proven acceptance-passed

it "refuse: waived by who made the change"
waived dirk
tested
push_as noor production
refused production acceptance-passed
says acceptance-passed "'AC-1' was waived by 'dirk', who helped to make the change"

it "refuse: one of two results is bad"
sed "s/^verdict = .*/verdict = fail/" "$DOSSIERS/$READY/acceptance.ini" >"$DOSSIERS/$READY/second.ini"
tested add "Acceptance-Result: $(link "$READY/second.ini")"
push_as noor production
refused production acceptance-passed
says acceptance-passed "$READY/second.ini: the tester's verdict is fail"

it "undecided: waived, and nobody can say who made the change"
change dirk src/more.c
change dora src/other.c
on_acceptance
dossier "$READY" acceptance
waived kim
tested
lose "$(oid acceptance~)"
push_as noor production
undecided production nothing-lost evidence-by criteria-independent tester-not-author acceptance-passed author-known author-not-approver author-not-promoter
says acceptance-passed "object $(short acceptance~) cannot be read: object not found - no match for id ($(oid acceptance~))"
mends acceptance-passed "the administrator of the server runs git fsck in the repository"

finish
