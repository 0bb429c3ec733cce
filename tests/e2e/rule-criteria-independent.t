#!/bin/bash
# Criteria are set by a person who did not make the change, or everybody who signs names them.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

CRITERIA=$READY/criteria.ini

# pushes ROLE: who has it may push evidence too.
pushes() {
	policy "/^push = tester\$/{s/\$/\npush = $1/;:a;n;ba}"
}

# brings PERSON: pushes the criteria as they are in the dossier; nothing is asked of that.
brings() {
	evidence_commit "$1" "Criteria of $1" "*criteria.ini"
	push_as "$1" promotions
	accepted
}

# tested: tess tests by them, and the merge links that.
tested() {
	record "s|^criteria = .*|criteria = $(link "$CRITERIA")|"
	tested_now "$READY"
	evidence_commit tess "Acceptance" .
	push_as tess promotions
	accepted
	promotion
}

# other: criteria of another text.
other() {
	sed -i "s/^description = A pupil.*/description = A pupil sees ${1:-his own marks}/" "$DOSSIERS/$CRITERIA"
}

# all_sign: the three stakeholders, for what the merge links.
all_sign() {
	signed_off kim key-user
	signed_off els system-owner
	signed_off jan operator
}

it "accept: the tester wrote them"
push_as noor production
accepted "$(promoted)"

it "accept: a key user wrote them, who did not make the change"
pushes key-user
other
brings kim
tested
push_as noor production
accepted "$(promoted)"

it "accept: a developer wrote them who made nothing of this change"
pushes developer
other
brings dora
tested
push_as noor production
accepted "$(promoted)"

it "accept: the author wrote them, and everybody who signs names them"
proof_by_signature
pushes developer
other
brings dirk
tested
all_sign
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"

it "accept: the author wrote some, and the tester took them over"
pushes developer
other "little"
brings dirk
other
brings tess
tested
push_as noor production
accepted "$(promoted)"

it "refuse: the author wrote them"
pushes developer
other
brings dirk
tested
push_as noor production
refused production criteria-independent
says criteria-independent "$CRITERIA was added by Dirk Visser, who wrote $(title acceptance), and not every sign-off is signed and names it"
mends criteria-independent "somebody who did not make the change writes the criteria: changes the file, commits and pushes it; then test by them, and link that record"
other "those of nobody else"
brings tess
tested
push_as noor production
accepted "$(promoted)"

it "refuse: the author wrote them, and one of three signs without them"
proof_by_signature
pushes developer
other
brings dirk
tested
signed_off els system-owner
signed_off jan operator
evidence_seen() {
	echo "Evidence: sha256:$(digest "$READY/acceptance.ini")"
}
signed_off kim key-user
evidence_seen() {
	echo "Evidence: sha256:$(digest "$READY/acceptance.ini")"
	echo "Evidence: sha256:$(digest "$READY/criteria.ini")"
}
push_as noor production
refused production criteria-independent signoff-current
says criteria-independent "$CRITERIA was added by Dirk Visser, who wrote $(title acceptance)"
says signoff-current "refs/signoffs/$READY/key-user/kim does not name $CRITERIA as it stands under this promotion"

it "refuse: the author changed them in one push, and back in another"
pushes developer
cp "$DOSSIERS/$CRITERIA" "$T/criteria"
other "more"
brings dirk
cp "$T/criteria" "$DOSSIERS/$CRITERIA"
brings dirk
tested
push_as noor production
refused production criteria-independent
says criteria-independent "$CRITERIA was added by Dirk Visser"

it "refuse: the author brought older ones back by a merge"
pushes developer
older=$(oid promotions)
cp "$DOSSIERS/$CRITERIA" "$T/criteria"
other "more"
brings tess
cp "$T/criteria" "$DOSSIERS/$CRITERIA"
branch promotions "$(as dirk git -C "$CLONE" commit-tree "$older^{tree}" -p promotions -p "$older" -m "Merge")"
push_as dirk promotions
accepted
tested
push_as noor production
refused production criteria-independent
says criteria-independent "$CRITERIA was added by Dirk Visser"

it "refuse: a co-author wrote them, by the name of another file"
change dirk src/more.c "More

Co-authored-by: $(signature dora)"
on_acceptance
pushes developer
dossier "$READY" acceptance
cp "$DOSSIERS/$CRITERIA" "$DOSSIERS/$READY/ours.ini"
evidence_commit dora "Criteria" "*ours.ini"
push_as dora promotions
accepted
record "s|^criteria = .*|criteria = $(link "$READY/ours.ini")|"
tested_now "$READY"
evidence_commit tess "Acceptance" .
push_as tess promotions
accepted
promotion
push_as noor production
refused production criteria-independent
says criteria-independent "$READY/ours.ini was added by Dora Mulder, who co-wrote $(title acceptance)"

it "refuse: who wrote them hid an edit in a merge of the change"
on side development
change dora src/side.c
on development
change dirk src/more.c
merge tess side
echo "an edit" >>"$CLONE/src/pay.c"
as tess git -C "$CLONE" commit -q -a --amend --no-edit
on_acceptance
dossier "$READY" acceptance
evidence ci
given promotions
pushes robot
record 's/^executed-by = .*/executed-by = ci/'
other
brings tess
record "s|^criteria = .*|criteria = $(link "$CRITERIA")|"
tested_now "$READY"
evidence_commit ci "Acceptance" .
push_as ci promotions
accepted
promotion
push_as noor production
refused production criteria-independent
says criteria-independent "$CRITERIA was added by Tess Bos, who merged $(title acceptance)"

it "refuse: a machine brought them in"
pushes robot
other
brings ci
tested
push_as noor production
refused production criteria-independent
says criteria-independent "$CRITERIA was added by Build machine (owner Jan Bakker), and criteria are the word of a person"
mends criteria-independent "somebody who did not make the change writes the criteria"

it "refuse: a machine brought them in, and everybody signs for them"
proof_by_signature
pushes robot
other
brings ci
tested
all_sign
push_as noor production
refused production criteria-independent
says criteria-independent "and criteria are the word of a person"

it "refuse: nobody of the policy brought them in"
other
evidence_commit mallory "Criteria" "*criteria.ini"
given promotions
tested
push_as noor production
refused production criteria-independent
says criteria-independent "$CRITERIA was added by $(title promotions~), whose committer 'mallory@example.org' is not listed in the policy"

it "undecided: part of the evidence's history is missing"
history_lost
push_as noor production
undecided production evidence-by criteria-first criteria-independent
says criteria-independent "who added $CRITERIA cannot be found out"

it "undecided: the author wrote them, and a sign-off cannot be verified"
proof_by_signature
pushes developer
other
brings dirk
tested
all_sign
tag=$(oid signoffs/kim)
broken "$tag"
push_as noor production
GIT_SAYS="missing necessary objects" undecided production criteria-independent signoff-proven
says criteria-independent "object ${tag:0:7} cannot be read"

finish
