#!/bin/bash
# Nobody who may sign off has rejected what it brings, under whatever id.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
policy_add '[emergency]' 'signoff = system-owner' 'review-within-days = 5'
policy 's/^conflict = .*//' 's/^member = kim/&\nmember = dirk\nmember = dora until 2099-01-01/'
proof_by_signature
signers noor dirk dora
people_commands
central_publish
baseline=$(tip production)
signed_off kim key-user
signed_off els system-owner
signed_off jan operator
world_keep
noors=refs/signoffs/$READY/operator/noor
WENT_IN="sluis: production: promotion $READY accepted (policy 2026-1)"

# outcome WORD REF VALUE VERDICT: an entry that tells what became of that verdict on a ref that was new.
outcome() {
	local entry

	entry=$(printf '%s\n' "$1 $2" "" "Entry: outcome" "Outcome: $1" "Source: reconciled" "Verdict: $4" "Ref: $2" "Old: $(printf '%040d' 0)" \
		"New: $3" | as noor git -C "$CENTRAL" commit-tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904 -p refs/sluis/audit)
	git -C "$CENTRAL" update-ref refs/sluis/audit "$entry"
}

# says_no PERSON ROLE [WORD VALUE]...: rejects what is on acceptance, under the id 2026.10 where no other is said.
says_no() {
	local who=$1 role=$2 id=2026.10

	shift 2
	[ "${1:-}" != id ] || { id=$2; shift 2; }
	signoff "$who" "$role" decision reject id "$id" name "no/$who" "$@"
	push_as "$who" "no/$who:refs/signoffs/$id/$role/$who"
	accepted
}

# next_release ID: a dossier of what is on acceptance, signed by all; its merge stands in the clone.
next_release() {
	local each

	release "$1" acceptance
	for each in kim:key-user els:system-owner jan:operator; do
		sluis "${each%:*}" sign "$1" --role "${each#*:}" --yes
		did "the sign-off of ${each%:*}"
	done
	promotion id "$1"
}

# lifted RULE PERSON: the command of its mend, given by that person.
lifted() {
	local command

	command=$(sed -n '/^remote: signoff-veto /,/^remote: [a-z]/s/^remote:        \(git sluis sign .*[^ ]\) *$/\1/p' "$T/answer")
	has "the command of the mend" "$command" "git sluis sign"
	# shellcheck disable=SC2046
	eval "sluis $1 ${command#git sluis} --yes"
	did "$command"
}

# looked_at UNTOLD: sign-offs are packed, and the index of the audit has counted those that no verdict moved.
looked_at() {
	local i

	for ((i = 0; i < 40; i++)); do # so many refusals that the audit has an index
		(cd "$CENTRAL" && GIT_DIR=. GIT_PUSH_OPTION_COUNT=0 SLUIS_TEST_PUSHER=dirk hooks/pre-receive >"$T/null" 2>&1 \
			<<<"$baseline $(oid acceptance) refs/heads/production") || :
	done
	git -C "$CENTRAL" pack-refs --all
	sleep 2.1
	(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit reconcile >"$T/null")
	is "untold, and of which packed-refs" "$(perl -e 'read STDIN, my $head, 128; print join " ", unpack "x48Qx8Q", $head' <"$CENTRAL/sluis-index")" \
		"$1 $(stat -c %i "$CENTRAL/packed-refs")"
}

# without_words: entries of the audit that tell nothing of what a sign-off says, as 0.1.0 wrote them.
without_words() {
	local each new='' at

	for each in $(git -C "$CENTRAL" rev-list --reverse refs/sluis/audit); do
		at=$(git -C "$CENTRAL" log -1 --format=%cI "$each")
		new=$(git -C "$CENTRAL" cat-file commit "$each" | sed '1,/^$/d' |
			awk '/^Kind: /{s = $2 == "signoff"} /^(Ref|Met|Unmet|Undecided): /{s = 0}
				!s || !/^(Promotion|For|Word|Candidate|Tree|Exception): /' |
			GIT_AUTHOR_NAME=sluis GIT_AUTHOR_EMAIL=sluis@localhost GIT_COMMITTER_NAME=sluis \
				GIT_COMMITTER_EMAIL=sluis@localhost GIT_AUTHOR_DATE=$at GIT_COMMITTER_DATE=$at git -C "$CENTRAL" commit-tree "$each^{tree}" ${new:+-p "$new"})
	done
	git -C "$CENTRAL" update-ref refs/sluis/audit "$new"
	[ -z "$(tip refs/sluis/audit-start)" ] || git -C "$CENTRAL" update-ref refs/sluis/audit-start "$(git -C "$CENTRAL" rev-list --max-parents=0 "$new")"
}

it "accept: nobody rejects"
push_as noor production
accepted "$WENT_IN"

it "accept: rejected, settled, and signed anew"
signed_off noor operator decision reject
signoff noor operator
push_as noor "signoffs/noor:$noors.2"
accepted
push_as noor production
accepted "$WENT_IN"

it "accept: rejected for another environment"
signed_off noor operator decision reject environment acceptance
push_as noor production
accepted "$WENT_IN"

it "accept: rejected under this id was other content"
signed_off noor operator decision reject candidate acceptance~
push_as noor production
accepted "$WENT_IN"

it "accept: rejected under another id was other content"
says_no noor operator candidate acceptance~
push_as noor production
accepted "$WENT_IN"

it "accept: a developer rejects"
says_no dirk developer id "$READY"
push_as noor production
accepted "$WENT_IN"

it "accept: a tester rejects, and there are no sign-offs of testers"
signers tess
says_no tess tester
push_as noor production
accepted "$WENT_IN"

it "accept: who rejected left the role, which the report tells"
says_no dora key-user
policy 's/2099-01-01/2020-01-01/'
push_as noor production
accepted "$WENT_IN"
has "the entry" "$(git -C "$CENTRAL" log -1 --format=%B refs/sluis/audit)" "Lapsed: refs/signoffs/2026.10/key-user/dora"
report=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" report)
has "the report" "$report" "       1  promotions against which a veto stood that lapsed"
has "the report" "$report" "  veto that lapsed: refs/signoffs/2026.10/key-user/dora"

it "accept: an emergency, against the veto of a role that it does not ask"
says_no noor operator
signoff els system-owner add "Kind: emergency INC-7"
push_as els "signoffs/els:refs/signoffs/$READY/system-owner/els.2"
accepted
now_promotion add "Emergency: INC-7 Nobody can log in" drop Accepted-by drop Released-by
push_as noor production
accepted "$WENT_IN" "$(reviewed_by)"

it "accept: a rollback, against a veto under another id"
went_in_as_is
says_no noor operator candidate "$baseline"
signoff els system-owner id back-1 candidate "$baseline" drop Evidence add "Kind: rollback" name back
push_as els "back:refs/signoffs/back-1/system-owner/els"
accepted
promotion id back-1 candidate "$baseline" tree "$baseline^{tree}" add "Rolls-Back-To: $baseline" \
	drop Accepted-by drop Released-by drop Acceptance-Result
push_as noor production
accepted "sluis: production: promotion back-1 accepted (policy 2026-1)"

it "accept: it moved in nowhere, since a hook of before refused it"
# shellcheck disable=SC2016
previous "$CENTRAL/hooks/update" 'case $1 in refs/signoffs/*) exit 1 ;; esac'
signoff noor operator decision reject
no=$(cd "$CLONE" && SLUIS_TEST_PUSHER=noor git push "$CENTRAL" "signoffs/noor:$noors" 2>&1) || :
has "the push of the veto" "$no" "(hook declined)"
push_as noor production
undecided production signoff-veto
says signoff-veto "$noors was let in as a veto, its ref is not there, and no entry says whether it went in"
outcome not-moved "$noors" "$(oid signoffs/noor)" "$(git -C "$CENTRAL" rev-parse refs/sluis/audit~)"
push_as noor production
accepted "$WENT_IN"

it "refuse: an operator who did not have to sign rejects"
signed_off noor operator decision reject
push_as noor production
refused production signoff-veto
says signoff-veto "Noor Kaya, as operator, rejects $READY: $noors"
mends signoff-veto "settle it with Noor Kaya, who then signs again: git sluis sign $READY --role operator"
lifted noor
push_as noor production
accepted "$WENT_IN"

it "refuse: who approved rejects later"
signoff kim key-user decision reject
push_as kim "signoffs/kim:refs/signoffs/$READY/key-user/kim.2"
accepted
push_as noor production
refused production signoff-veto

it "refuse: the same commit under another id"
says_no noor operator
push_as noor production
refused production signoff-veto
says signoff-veto "Noor Kaya, as operator, rejects the same content under 2026.10: refs/signoffs/2026.10/operator/noor"
mends signoff-veto "settle it with Noor Kaya, who then signs again: git sluis sign 2026.10 --role operator --environment production --candidate $(short acceptance)"
lifted noor
push_as noor production
accepted "$WENT_IN"

it "refuse: another commit with the same content, under another id"
signed_off noor operator decision reject
as dora git -C "$CLONE" commit -q --allow-empty -m "Nothing new"
on_acceptance
next_release 2026.12
push_as noor production
refused production signoff-veto
says signoff-veto "rejects the same content under $READY: $noors"

it "refuse: merged anew, under the same id"
signed_off noor operator decision reject
push_as noor production
refused production signoff-veto
promotion title "Once more" by jan
push_as jan production
refused production signoff-veto

it "refuse: vetoed after its own sign-offs, and in the same push as its veto"
signoff noor operator decision reject
push_as noor production "signoffs/noor:$noors"
ANSWER_SEEN=()
refused production signoff-veto

it "refuse: approved under another id than where it was rejected"
says_no noor operator
signed_off noor operator
push_as noor production
refused production signoff-veto

it "refuse: a yes to an emergency lifts no veto of the ordinary promotion"
signed_off noor operator decision reject
signoff noor operator add "Kind: emergency INC-7"
push_as noor "signoffs/noor:$noors.2"
accepted
push_as noor production
refused production signoff-veto

it "refuse: a yes for acceptance lifts no veto for production"
signed_off noor operator decision reject
signoff noor operator environment acceptance
push_as noor "signoffs/noor:$noors.2"
accepted
push_as noor production
refused production signoff-veto

it "refuse: another one of the role approves, which lifts nothing"
says_no noor operator id "$READY"
push_as jan production
refused production signoff-veto

it "refuse: who made the change rejects it"
says_no dirk key-user
push_as noor production
refused production signoff-veto
says signoff-veto "Dirk Visser, as key-user, rejects the same content under 2026.10"
lifted dirk
push_as noor production
accepted "$WENT_IN"

it "refuse: an emergency, against the veto of a role that it asks"
policy 's/^member = els/&\nmember = dora/'
says_no dora system-owner
signoff els system-owner add "Kind: emergency INC-7"
push_as els "signoffs/els:refs/signoffs/$READY/system-owner/els.2"
accepted
now_promotion add "Emergency: INC-7 Nobody can log in" drop Accepted-by drop Released-by
push_as noor production
refused production signoff-veto
says signoff-veto "Dora Mulder, as system-owner, rejects the same content under 2026.10"
lifted dora
push_as noor production
accepted "$WENT_IN" "$(reviewed_by)"

it "refuse: an emergency that was rejected as one; its lift names the incident"
policy 's/^member = els/&\nmember = dora/'
says_no dora system-owner id "$READY" add "Kind: emergency INC-7"
signoff els system-owner add "Kind: emergency INC-7"
push_as els "signoffs/els:refs/signoffs/$READY/system-owner/els.2"
accepted
now_promotion add "Emergency: INC-7 Nobody can log in" drop Accepted-by drop Released-by
push_as noor production
refused production signoff-veto
mends signoff-veto "settle it with Dora Mulder, who then signs again: git sluis sign $READY --role system-owner --emergency INC-7"
lifted dora
push_as noor production
accepted "$WENT_IN" "$(reviewed_by)"

it "refuse: an ordinary promotion that was rejected as an emergency; its lift names the incident"
policy 's/^member = els/&\nmember = dora/'
says_no dora system-owner add "Kind: emergency INC-7"
push_as noor production
refused production signoff-veto
mends signoff-veto "settle it with Dora Mulder, who then signs again: git sluis sign 2026.10 --role system-owner --environment production --candidate $(short acceptance) --emergency INC-7"
lifted dora
push_as noor production
accepted "$WENT_IN"

it "refuse: a rollback that was rejected under its own id; its lift is for the rollback"
went_in_as_is
says_no noor operator id back-1 candidate "$baseline" drop Evidence add "Kind: rollback"
signoff els system-owner id back-1 candidate "$baseline" drop Evidence add "Kind: rollback" name back
push_as els "back:refs/signoffs/back-1/system-owner/els"
accepted
promotion id back-1 candidate "$baseline" tree "$baseline^{tree}" add "Rolls-Back-To: $baseline" \
	drop Accepted-by drop Released-by drop Acceptance-Result
push_as noor production
refused production signoff-veto
says signoff-veto "Noor Kaya, as operator, rejects back-1: refs/signoffs/back-1/operator/noor"
lifted noor
push_as noor production
accepted "sluis: production: promotion back-1 accepted (policy 2026-1)"

it "refuse: sign-offs are trailers alone, and a veto is a tag"
policy 's/^proof = .*/proof = trailer/'
says_no noor operator
push_as noor production
refused production signoff-veto
promotion drop Promotion
push_as noor production
refused production acceptance-linked signoff-veto

it "refuse: its tag is gone, and the audit tells what it said"
signed_off noor operator decision reject
lose "$(oid signoffs/noor)"
push_as noor production
GIT_SAYS="missing necessary objects" refused production signoff-veto
says signoff-veto "Noor Kaya, as operator, rejects $READY: $noors"

it "refuse: its tag is gone, and it was under another id"
says_no noor operator
lose "$(oid no/noor)"
push_as noor production
GIT_SAYS="missing necessary objects" refused production signoff-veto

it "refuse: its folder cannot be opened, and it was under another id"
says_no noor operator
rm -r "$CENTRAL/refs/signoffs/2026.10"
ln -s 2026.10 "$CENTRAL/refs/signoffs/2026.10"
push_as noor production
refused production signoff-veto

it "refuse: its ref was put behind the gate to a yes"
signed_off noor operator decision reject
signoff noor operator name yes
git -C "$CENTRAL" fetch -q "$CLONE" "+refs/tags/yes:$noors"
push_as noor production
refused production signoff-veto

it "accept: all sign-offs are packed, and verdicts moved them"
looked_at 0
push_as noor production
accepted "$WENT_IN"

it "refuse: packed, under another id, and its verdict moved it"
says_no noor operator
looked_at 0
push_as noor production
refused production signoff-veto

it "refuse: under another id, put behind the gate where all were packed"
signoff noor operator decision reject id 2026.10 name no/noor
looked_at 0
git -C "$CENTRAL" fetch -q "$CLONE" refs/tags/no/noor:refs/signoffs/2026.10/operator/noor
push_as noor production
refused production signoff-veto

it "refuse: the same, packed, and nobody has looked since"
signoff noor operator decision reject id 2026.10 name no/noor
looked_at 0
git -C "$CENTRAL" fetch -q "$CLONE" refs/tags/no/noor:refs/signoffs/2026.10/operator/noor
git -C "$CENTRAL" pack-refs --all
push_as noor production
refused production signoff-veto

it "refuse: the same, and it was counted"
signoff noor operator decision reject id 2026.10 name no/noor
git -C "$CENTRAL" fetch -q "$CLONE" refs/tags/no/noor:refs/signoffs/2026.10/operator/noor
looked_at 1
push_as noor production
refused production signoff-veto
OUT=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit verify 2>&1) || :
has "verify" "$OUT" "entries"
hasnt "verify" "$OUT" sluis-index

it "undecided: all were packed, and one of those was deleted behind the gate"
looked_at 0
git -C "$CENTRAL" -c core.hooksPath=/dev/null update-ref -d "refs/signoffs/$READY/operator/jan"
push_as noor production
undecided production signoff-proven signoff-current

it "refuse: a yes that was put there past the gate lifts nothing"
signed_off noor operator decision reject
signoff noor operator name yes
git -C "$CENTRAL" fetch -q "$CLONE" "refs/tags/yes:$noors.2"
push_as noor production
refused production signoff-veto

it "refuse: a veto that was there before the audit"
signoff noor operator decision reject
git -C "$CENTRAL" fetch -q "$CLONE" "refs/tags/signoffs/noor:$noors"
push_as noor production
refused production signoff-veto
says signoff-veto "Noor Kaya, as operator, rejects $READY: $noors"

it "refuse: an entry of 0.1.0 tells nothing of it, and its tag does"
says_no noor operator
without_words
push_as noor production
refused production signoff-veto
says signoff-veto "Noor Kaya, as operator, rejects the same content under 2026.10"

it "accept: the same, of other content"
says_no noor operator candidate acceptance~
without_words
push_as noor production
accepted "$WENT_IN"

it "undecided: an entry of 0.1.0 tells nothing of it, and its tag is gone"
says_no noor operator
without_words
lose "$(oid no/noor)"
push_as noor production
GIT_SAYS="missing necessary objects" undecided production signoff-veto
says signoff-veto "refs/signoffs/2026.10/operator/noor may be a veto: object $(short no/noor) cannot be read"
mends signoff-veto "the administrator brings the tag back from a mirror or a backup; where it is gone for good, they delete its ref while the repository is unlocked, and Noor Kaya says anew what they think of it: git sluis sign 2026.10 --role operator"
ln -s "$SLUIS_BUILD/reference-transaction" "$CENTRAL/hooks/reference-transaction"
(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" unlock --reason "the tag is lost" --minutes 1) >"$T/null"
git -C "$CENTRAL" update-ref -d refs/signoffs/2026.10/operator/noor
lifted noor
push_as noor production
accepted "$WENT_IN"

it "undecided: the same, packed away with its folder"
says_no noor operator
without_words
lose "$(oid no/noor)"
git -C "$CENTRAL" pack-refs --all || :
rm -rf "$CENTRAL/refs/signoffs/2026.10"
push_as noor production
undecided production signoff-veto

it "undecided: what cannot be read is no sign-off that anybody gave, by who has the role"
git -C "$CENTRAL" update-ref "$noors" "$(oid acceptance)"
push_as noor production
undecided production signoff-veto
says signoff-veto "$noors may be a veto: $(short acceptance) is no annotated tag"

it "undecided: its ref is broken, and nobody can say who signed this promotion"
signed_off noor operator decision reject
echo "no id" >"$CENTRAL/$noors"
push_as noor production
GIT_SAYS="missing necessary objects" refused production signoff-veto unchecked signoff-proven signoff-current

it "undecided: a sign-off that came in is not there any more"
git -C "$CENTRAL" update-ref -d "refs/signoffs/$READY/key-user/kim"
outcome moved "refs/signoffs/$READY/key-user/kim" "$(oid signoffs/kim)" \
	"$(git -C "$CENTRAL" log --format=%H --grep "^Ref: refs/signoffs/$READY/key-user/kim\$" refs/sluis/audit)"
push_as noor production
undecided production signoff-proven signoff-current
says signoff-proven "the audit shows that refs/signoffs/$READY/key-user/kim came in, and that ref is gone or cannot be read"

it "undecided: a veto of before the audit, and whose word it is cannot be told"
signoff noor operator decision reject
git -C "$CENTRAL" fetch -q "$CLONE" "refs/tags/signoffs/noor:$noors"
echo "noor ssh-ed25519 nokey" >>"$CENTRAL/sluis/allowed_signers"
push_as noor production
undecided production signoff-proven signoff-veto

# What follows asks trailers alone: kind, reviews and waivers hold by those of the merge, and a veto is signed all the same.
by_trailer() {
	policy 's/^proof = .*/proof = trailer/'
}

it "trailer: accept, approved in signed words too"
by_trailer
push_as noor production
accepted "$(promoted)"

it "trailer: accept, where signed words are of other evidence, and never were the proof"
by_trailer
signoff kim key-user drop Evidence
push_as kim "signoffs/kim:refs/signoffs/$READY/key-user/kim.2"
accepted
push_as noor production
accepted "$(promoted)"

it "trailer: refuse what somebody who signs rejects"
by_trailer
signed_off noor operator decision reject
push_as noor production
refused production signoff-veto
says signoff-veto "Noor Kaya, as operator, rejects $READY: $noors"
mends signoff-veto "settle it with Noor Kaya, who then signs again: git sluis sign $READY --role operator"

it "trailer: refuse, rejected in the same push"
by_trailer
signoff noor operator decision reject
push_as noor "signoffs/noor:$noors" production
refused production signoff-veto

it "trailer: accept, rejected and settled"
by_trailer
signed_off noor operator decision reject
signoff noor operator
push_as noor "signoffs/noor:$noors.2"
accepted
push_as noor production
accepted "$(promoted)"

it "trailer: accept, rejected for another environment"
by_trailer
signed_off noor operator decision reject environment acceptance
push_as noor production
accepted "$(promoted)"

it "trailer: undecided, whether it is the word of who rejects cannot be told"
by_trailer
signoff noor operator decision reject
git -C "$CENTRAL" fetch -q "$CLONE" "refs/tags/signoffs/noor:$noors"
echo "noor ssh-ed25519 nokey" >>"$CENTRAL/sluis/allowed_signers"
push_as noor production
undecided production signoff-veto

finish
