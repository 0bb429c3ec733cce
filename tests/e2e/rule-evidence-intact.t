#!/bin/bash
# Every linked file is where its link says, with exactly the linked bytes. Result servers: sftp.t and its neighbours.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

it "accept: record, criteria and log are there"
push_as noor production
accepted "$(promoted)"

it "accept: the evidence comes with the same push"
policy '/^push = tester$/{s/tester/operator/;:a;n;ba}'
record 's/^finished = .*/finished = 2026-01-20T12:00:00+01:00/' 's/^executed-by = .*/executed-by = noor/'
evidence noor
promotion
push_as noor production promotions
accepted "$(promoted)"

it "accept: evidence for something else was added since"
release 2027.01 development
push_as noor production
accepted "$(promoted)"

it "refuse: the record is not there"
cp "$DOSSIERS/$READY/acceptance.ini" "$DOSSIERS/$READY/other.ini"
promotion drop Acceptance-Result add "Acceptance-Result: $(link "$READY/other.ini")"
push_as noor production
refused production evidence-intact
says evidence-intact "$READY/other.ini is not in refs/heads/promotions"
mends evidence-intact "its author pushes it, together with the promotion or before: git push origin refs/heads/promotions"

it "refuse: the record was changed afterwards"
record 's/^executed-by = .*/executed-by = noor/'
evidence tess
given promotions
push_as noor production
refused production evidence-intact
says evidence-intact "$READY/acceptance.ini has other bytes than were linked: it is sha256:$(digest "$READY/acceptance.ini" | cut -c 1-12)... in refs/heads/promotions"
mends evidence-intact "link what is in the evidence; on the merge: git fetch origin refs/heads/promotions && $(amend | sed 's/git commit/git -c trailer.ifexists=replace commit/') --no-edit --trailer \"Acceptance-Result: git:$READY/acceptance.ini sha256:\$(git show FETCH_HEAD:$READY/acceptance.ini | sha256sum | cut -c-64)\""

it "refuse: the criteria were changed afterwards"
sed -i 's/own marks/own marks, or those of others/' "$DOSSIERS/$READY/criteria.ini"
evidence tess
given promotions
push_as noor production
refused production evidence-intact
says evidence-intact "$READY/criteria.ini has other bytes than were linked"

it "refuse: the log was taken away"
rm "$DOSSIERS/$READY/ac-1.log"
evidence tess
given promotions
push_as noor production
refused production evidence-intact
says evidence-intact "$READY/ac-1.log is not in refs/heads/promotions"

it "refuse: a link that leads elsewhere in place of the log"
ln -sf criteria.ini "$DOSSIERS/$READY/ac-1.log"
evidence tess
given promotions
push_as noor production
refused production evidence-intact
says evidence-intact "$READY/ac-1.log is not a regular file"

it "refuse: there is no evidence ref"
git -C "$CENTRAL" update-ref -d refs/heads/promotions
push_as noor production
refused production evidence-intact
says evidence-intact "the evidence ref refs/heads/promotions does not exist"

it "refuse: a result server that the policy does not name"
promotion drop Acceptance-Result add "Acceptance-Result: sftp://results.example.org/a.ini sha256:$(digest "$READY/acceptance.ini")"
push_as noor production
refused production evidence-intact
says evidence-intact "sftp://results.example.org is not a result server in the policy"

it "refuse: the evidence ref is deleted with the same push"
policy '/^push = tester$/{s/tester/operator/;:a;n;ba}'
push_as noor production :promotions
refused refs/heads/promotions ref-protected
refused production evidence-intact
says evidence-intact "the evidence ref refs/heads/promotions does not exist"

it "undecided: the file of the evidence ref is broken"
git -C "$CENTRAL" update-ref -d refs/heads/promotions
echo "no object id" >"$CENTRAL/refs/heads/promotions"
push_as noor production
GIT_SAYS="missing necessary objects" undecided production evidence-intact
says evidence-intact "the ref 'refs/heads/promotions' cannot be read"

it "undecided: the file of the record is missing in the repository"
lose "$(oid "promotions:$READY/acceptance.ini")"
push_as noor production
undecided production evidence-intact
says evidence-intact "$READY/acceptance.ini cannot be read"
mends evidence-intact "the administrator of the server runs git fsck in the repository"

it "undecided: the file of a log is broken in the repository"
file=$(loose "$(oid "promotions:$READY/ac-1.log")")
chmod u+w "$file"
echo "not zlib" >"$file"
push_as noor production
undecided production evidence-intact
says evidence-intact "$READY/ac-1.log cannot be read"

it "undecided: the folder of the evidence is missing in the repository"
lose "$(oid "promotions:$READY")"
push_as noor production
undecided production evidence-intact

finish
