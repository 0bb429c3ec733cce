#!/bin/bash
# The merge names its promotion and links at least one acceptance result.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

it "accept: one promotion, one result"
push_as noor production
accepted "$(promoted)"

it "accept: a second result of the same promotion"
sed 's/12 tests, all good/3 tests, by hand/' "$DOSSIERS/$READY/ac-1.log" >"$DOSSIERS/$READY/hand.log"
sed "s|^log = .*|log = $(link "$READY/hand.log")|" "$DOSSIERS/$READY/acceptance.ini" >"$DOSSIERS/$READY/hand.ini"
tested add "Acceptance-Result: $(link "$READY/hand.ini")"
push_as noor production
accepted "$(promoted)"

it "accept: keys in any case, a value on two lines"
{
	printf 'Merge release %s\n\n' "$READY"
	trailers_ready "$READY" | sed -e 's/^Promotion/PROMOTION/' -e 's/^\(Acceptance\)-Result: \(.*\) /\1-result:\n  \2\n  /'
} >"$T/folded"
promotion message "$T/folded"
push_as noor production
accepted "$(promoted)"

it "refuse: no promotion is named"
promotion drop Promotion title "Merge a release"
push_as noor production
refused production acceptance-linked
says acceptance-linked "$(title production) does not name its promotion"
mends acceptance-linked "say the id of the dossier in one trailer Promotion, on the merge: $(amend " --no-edit --trailer 'Promotion: $READY'")"

it "refuse: no result is linked"
promotion drop Acceptance-Result
push_as noor production
refused production acceptance-linked
says acceptance-linked "$(title production) links no acceptance result"
mends acceptance-linked "link what is in the evidence; on the merge: git fetch origin refs/heads/promotions && $(amend) --no-edit --trailer \"Acceptance-Result: git:$READY/acceptance.ini sha256:\$(git show FETCH_HEAD:$READY/acceptance.ini | sha256sum | cut -c-64)\""

it "refuse: two promotions in one merge"
promotion add "Promotion: 2026.12"
push_as noor production
refused production acceptance-linked
says acceptance-linked "$(title production) names 2 promotions; a merge is one"

it "refuse: an id that is no name of a folder"
promotion drop Promotion add "Promotion: ../$READY"
push_as noor production
refused production acceptance-linked
says acceptance-linked "names the promotion '../$READY'; letters, digits, '.', '_' and '-' make an id"

it "refuse: a link without digest"
promotion drop Acceptance-Result add "Acceptance-Result: git:$READY/acceptance.ini"
push_as noor production
refused production acceptance-linked
says acceptance-linked "the link 'git:$READY/acceptance.ini' has no sha256"
mends acceptance-linked "link what is in the evidence; on the merge: git fetch origin refs/heads/promotions && $(amend | sed 's/git commit/git -c trailer.ifexists=replace commit/') --no-edit --trailer \"Acceptance-Result: git:$READY/acceptance.ini sha256:\$(git show FETCH_HEAD:$READY/acceptance.ini | sha256sum | cut -c-64)\""

it "refuse: a link that leaves the evidence"
promotion add "Acceptance-Result: git:../acceptance.ini sha256:$(digest "$READY/acceptance.ini")"
push_as noor production
refused production acceptance-linked
says acceptance-linked "has a '.' or '..' part in its path"

it "refuse: trailers that two readers read differently"
{
	printf 'Merge release %s\n\nWhat changed:\n---\n\n' "$READY"
	trailers_ready "$READY"
} >"$T/divided"
promotion message "$T/divided"
push_as noor production
refused production acceptance-linked signoff-present
says acceptance-linked "$(title production): its trailers cannot be read: its readers disagree: a line \"---\" ends the message"
mends acceptance-linked "take the line \"---\" out of the message: $(amend)"
mends signoff-present "as above"

it "undecided: what is linked takes more memory than the gate may use"
yes '[a]' | head -c 1000000 >"$DOSSIERS/$READY/hostile.ini"
evidence tess
given promotions
links=()
for i in {1..20}; do
	links+=(add "Acceptance-Result: $(link "$READY/hostile.ini")")
done
promotion "${links[@]}"
push_as noor production
undecided_all "out of memory: this push needs more than the gate may use" "push it in smaller parts, or the administrator of the server lets a run use more MiB (256 where nothing is set), and the host lets it have them: git config sluis.memoryMegabytes 1024"

finish
