#!/bin/bash
# Every sign-off is about this candidate, environment, kind of promotion and evidence, and came in after the test.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
proof_by_signature
signed_off els system-owner
signed_off jan operator
world_keep
kims=refs/signoffs/$READY/key-user/kim

# past_the_gate TIME ROLE [WORD VALUE]...: kim's sign-off of that time stands there, and no verdict let it in.
past_the_gate() {
	local at=$1

	shift
	signoff kim "$@" date "$at"
	git -C "$CENTRAL" fetch -q --no-tags "$CLONE" "refs/tags/signoffs/kim:$kims"
}

# let_in_at TIME: an entry of that time in the audit, as its last one, lets it in.
let_in_at() {
	local audit=refs/sluis/audit id

	id=$(git -C "$CENTRAL" rev-parse "$kims")
	git -C "$CENTRAL" update-ref $audit "$(as noor env "GIT_COMMITTER_DATE=$(date -d "$1" +'%s +0000')" \
		git -C "$CENTRAL" commit-tree -m "accept $kims by kim

Entry: verdict
Decision: accept
Pusher: kim
Ref: $kims
Old: 0000000000000000000000000000000000000000
New: $id
Step: $id
Kind: signoff" 4b825dc642cb6eb9a060e54bf8d69288fbee4904 -p $audit)"
}

# ends_in TIME: the record of the test says that it ends then, and els and jan sign by it.
ends_in() {
	record "s/^finished = .*/finished = $(moment "$1")/"
	tested
	signoff els system-owner
	push_as els "signoffs/els:refs/signoffs/$READY/system-owner/els.2"
	accepted
	signoff jan operator
	push_as jan "signoffs/jan:refs/signoffs/$READY/operator/jan.2"
	accepted
}

it "accept: exactly this"
signed_off kim key-user
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"

it "accept: the stale one was replaced"
signed_off kim key-user candidate acceptance~
signoff kim key-user
push_as kim "signoffs/kim:$kims.2"
accepted
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"

it "refuse: another candidate"
signed_off kim key-user candidate acceptance~
push_as noor production
refused production signoff-current
says signoff-current "$kims is about candidate $(short acceptance~), and this promotion is of $(short acceptance)"
mends signoff-current "Kim Jansen reviews its present form, and runs git sluis sign $READY --role key-user"

it "refuse: another environment"
signed_off kim key-user environment acceptance
push_as noor production
refused production signoff-current
says signoff-current "$kims is for acceptance, and this is production"

it "refuse: evidence that was never seen"
signed_off kim key-user drop Evidence
push_as noor production
refused production signoff-current
says signoff-current "$kims does not name $READY/acceptance.ini as it stands under this promotion"

it "refuse: evidence of which the merge says nothing"
signed_off kim key-user add "Evidence: sha256:$(printf '' | sha256sum | cut -d ' ' -f 1)"
push_as noor production
refused production signoff-current
says signoff-current "$kims names the file sha256:e3b0c44298fc..., on which this promotion does not rest"

# one_more FILE: another acceptance record in the dossier.
one_more() {
	{ cat "$DOSSIERS/$READY/acceptance.ini"; echo "; and once more"; } >"$DOSSIERS/$READY/$1"
	evidence tess "One more"
	push_as tess promotions
	accepted
}

it "refuse: a file that signing again does not show; accept: with the fix pasted by each"
people_commands
signed_off kim key-user
one_more regression.ini
promotion add "Acceptance-Result: $(link "$READY/regression.ini")"
push_as noor production
refused production signoff-current
says signoff-current "$kims does not name $READY/regression.ini as it stands under this promotion"
seen=sha256:$(digest "$READY/regression.ini")
mends signoff-current "Kim Jansen reviews its present form, and runs git sluis sign $READY --role key-user --evidence $seen"
for each in kim:key-user els:system-owner jan:operator; do
	sluis "${each%:*}" sign "$READY" --role "${each#*:}" --evidence "$seen" --yes
	did "sign"
done
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"

it "refuse: a merge that links less than was signed; accept: with the fix pasted"
people_commands
one_more acceptance-2.ini
for each in kim:key-user els:system-owner jan:operator; do
	sluis "${each%:*}" sign "$READY" --role "${each#*:}" --yes
	did "sign"
done
push_as noor production
refused production signoff-current
mends signoff-current "git sluis makes the merge, with every trailer: git sluis promote $READY"
sluis noor promote "$READY"
did "promote"

it "refuse: tested again since"
signed_off kim key-user
record 's/^finished = .*/finished = 2026-01-20T12:00:00+01:00/'
tested
push_as noor production
refused production signoff-current
says signoff-current "$kims does not name $READY/acceptance.ini as it stands under this promotion"

it "refuse: the criteria were never seen, as with tags of before"
signed_off kim key-user drop Evidence add "Evidence: sha256:$(digest "$READY/acceptance.ini")"
push_as noor production
refused production signoff-current
says signoff-current "$kims does not name $READY/criteria.ini as it stands under this promotion"
mends signoff-current "Kim Jansen reviews its present form, and runs git sluis sign $READY --role key-user"

it "accept: one record linked twice is one file, and one file named twice too"
signed_off kim key-user add "Evidence: sha256:$(digest "$READY/acceptance.ini")"
promotion add "Acceptance-Result: $(link "$READY/acceptance.ini")"
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"

it "refuse: one record linked twice covers no second one"
signed_off kim key-user add "Evidence: sha256:$(printf '' | sha256sum | cut -d ' ' -f 1)"
promotion add "Acceptance-Result: $(link "$READY/acceptance.ini")"
push_as noor production
refused production signoff-current
says signoff-current "$kims names the file sha256:e3b0c44298fc..., on which this promotion does not rest"

# an_emergency [WORD VALUE]...: what production is offered is the emergency INC-7, with the owner's word alone.
an_emergency() {
	policy_add '[emergency]' 'signoff = system-owner' 'review-within-days = 5'
	clock=$(date +%s)
	promotion drop Accepted-by drop Released-by add "Emergency: INC-7 the door is stuck" "$@"
}

# els_again WORD VALUE...: her next word.
els_again() {
	signoff els system-owner "$@"
	push_as els "signoffs/els:$elss.2"
	accepted
}
elss=refs/signoffs/$READY/system-owner/els

it "accept: an emergency, signed as that one"
an_emergency
els_again add "Kind: emergency INC-7"
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)" "$(reviewed_by)"

it "refuse: an incident that appears twice is still the one that was signed"
an_emergency add "Emergency: INC-7 the door is stuck"
els_again add "Kind: emergency INC-7"
push_as noor production
refused production emergency

it "refuse: so is one without a reason"
an_emergency drop Emergency add "Emergency: INC-7"
els_again add "Kind: emergency INC-7"
push_as noor production
refused production emergency

it "refuse: an ordinary sign-off makes no emergency"
an_emergency
push_as noor production
refused production signoff-current
says signoff-current "$elss is for an ordinary promotion, and this is the emergency INC-7"
mends signoff-current "Els de Vries reviews its present form, and runs git sluis sign $READY --role system-owner --emergency INC-7"

it "refuse: an emergency of another incident"
an_emergency
els_again add "Kind: emergency INC-70"
push_as noor production
refused production signoff-current
says signoff-current "$elss.2 is for the emergency INC-70, and this is the emergency INC-7"

it "accept: a word for one incident takes the place of no word for another"
an_emergency
els_again add "Kind: emergency INC-7"
signoff els system-owner add "Kind: emergency INC-70"
push_as els "signoffs/els:$elss.3"
accepted
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)" "$(reviewed_by)"

it "refuse: a veto of an emergency that only a yes to another incident follows; accept: a yes to that one"
an_emergency
els_again add "Kind: emergency INC-7" decision reject
signoff els system-owner add "Kind: emergency INC-70"
push_as els "signoffs/els:$elss.3"
accepted
push_as noor production
refused production signoff-veto
mends signoff-veto "settle it with Els de Vries, who then signs again: git sluis sign $READY --role system-owner --emergency INC-7"
signoff els system-owner add "Kind: emergency INC-7"
push_as els "signoffs/els:$elss.4"
accepted
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)" "$(reviewed_by)"

it "refuse: a sign-off of an emergency is none of an ordinary promotion, nor is one of a rollback"
signed_off kim key-user add "Kind: emergency INC-7"
push_as noor production
refused production signoff-current
says signoff-current "$kims is for the emergency INC-7, and this is an ordinary promotion"
signoff kim key-user add "Kind: rollback"
push_as kim "signoffs/kim:$kims.2"
accepted
push_as noor production
refused production signoff-current
says signoff-current "$kims.2 is for a rollback, and this is an ordinary promotion"

it "accept: a word for an emergency takes the place of no ordinary one"
signed_off kim key-user
signoff kim key-user add "Kind: emergency INC-7"
push_as kim "signoffs/kim:$kims.2"
accepted
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"

it "refuse: a yes to an emergency lifts no veto of the promotion"
signed_off kim key-user decision reject
signoff kim key-user add "Kind: emergency INC-7"
push_as kim "signoffs/kim:$kims.2"
accepted
push_as noor production
refused production signoff-veto

it "refuse: a review that the signer was not told of"
signed_off kim key-user
promotion add "Reviews-Emergency: E1"
push_as noor production
refused production signoff-current emergency-review
says signoff-current "$kims does not review the same emergencies as the merge: each Reviews-Emergency stands in both"
mends signoff-current "Kim Jansen reviews its present form, and runs git sluis sign $READY --role key-user --reviews-emergency E1"

it "refuse: a review that the merge leaves out"
signed_off kim key-user add "Reviews-Emergency: E1"
push_as noor production
refused production signoff-current
says signoff-current "$kims does not review the same emergencies as the merge"

it "refuse: a kind that there is none of is no sign-off at all"
for each in emergency "emergency INC-7 the door" ordinary Rollback; do
	signoff kim key-user add "Kind: $each"
	push_as kim "signoffs/kim:$kims"
	refused "$kims" signoff-proven
	says signoff-proven "its Kind '$each' is neither emergency INCIDENT nor rollback"
done

it "accept: dated before the test ended, and let in after it"
ends_in "2 hours ago"
signed_off kim key-user date "3 hours ago"
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"

it "accept: it comes in one push with the promotion"
signed_off kim key-user
signoff jan operator decision reject
push_as jan "signoffs/jan:refs/signoffs/$READY/operator/jan.2"
accepted
signoff jan operator
push_as jan "signoffs/jan:refs/signoffs/$READY/operator/jan.3" production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"

it "accept: let in on another day, when the audit says so"
past_the_gate "2026-01-20 12:01" key-user
let_in_at "2026-01-20 12:00"
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"

it "refuse: let in before the test ended"
ends_in "+2 minutes"
signed_off kim key-user
push_as noor production
refused production signoff-current
says signoff-current "$kims came in at "
says signoff-current ", before the test ended at $(moment "$(sed -n 's/^finished = //p' "$DOSSIERS/$READY/acceptance.ini")")"
mends signoff-current "Kim Jansen reviews its present form, and runs git sluis sign $READY --role key-user"

it "refuse: dated after the test ended, and let in before that"
ends_in "+2 minutes"
signed_off kim key-user date "+4 minutes"
push_as noor production
refused production signoff-current
says signoff-current "$kims came in at "

it "refuse: let in by an older entry too"
past_the_gate "2026-01-20 10:20" key-user
let_in_at "2026-01-20 10:20"
let_in_at "2026-01-20 12:00"
push_as noor production
refused production signoff-current
says signoff-current "$kims came in at 2026-01-20T10:20:00Z, before the test ended at 2026-01-20T10:30:00Z"

it "refuse: it stood there before the audit began, or came in past the gate"
past_the_gate now key-user
push_as noor production
refused production signoff-current
says signoff-current "the audit does not show when $kims came in, so it cannot be shown to be after the test"
mends signoff-current "Kim Jansen reviews its present form, and runs git sluis sign $READY --role key-user"

it "refuse: let in when the role was not hers"
policy 's/^member = kim/member = kim from 2026-02-01/'
past_the_gate "2026-01-20 12:00" key-user
let_in_at "2026-01-20 12:00"
push_as noor production
refused production signoff-current
says signoff-current "$kims came in when Kim Jansen did not hold the role key-user"

it "undecided: the entry that tells when it came in is broken"
signed_off kim key-user
change dirk src/pay.c
push_as dirk development
accepted
broken "$(git -C "$CENTRAL" rev-parse refs/sluis/audit~)"
push_as noor production
GIT_SAYS="missing necessary objects" undecided production ref-protected evidence-by acceptance-bound criteria-first \
	criteria-independent signoff-proven signoff-current \
	signoff-veto promotion-once

it "refuse: the role was not his yet"
signed_off kim key-user
policy 's/^member = kim/member = kim from 2099-01-01/'
push_as noor production
refused production signoff-present roles-assigned

it "refuse: a second sign-off takes the first back to an older candidate"
signed_off kim key-user
signoff kim key-user candidate acceptance~
push_as kim "signoffs/kim:$kims.2"
accepted
push_as noor production
refused production signoff-current
says signoff-current "$kims.2 is about candidate $(short acceptance~)"

it "undecided: more sign-offs than can be looked at"
signed_off kim key-user
tag=$(oid signoffs/kim)
for i in {1..500}; do
	echo "create refs/signoffs/$READY/key-user/p$i $tag"
done | git -C "$CENTRAL" update-ref --stdin
push_as noor production
undecided production signoff-proven signoff-current
says signoff-current "more than 500 sign-offs stand below refs/signoffs/$READY/*"

finish
