#!/bin/bash
# What a pusher asks of the gate with git push -o: a dry run, findings for machines, the rules that hold, another language.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
git -C "$CENTRAL" config receive.advertisePushOptions true
central_guard
world_keep

audit_count() {
	git -C "$CENTRAL" rev-list --count refs/sluis/audit 2>/dev/null || echo 0
}

# heads_seen: every head of the answer was expected.
heads_seen() {
	ANSWER_HEAD=()
}

# json FILTER: what jq would say of the lines between the markers, as perl reads them: one KEY=VALUE a line, sorted.
objects() {
	printf '%s\n' "${ANSWER_REMOTE[@]}" | perl -MJSON::PP -ne '
		$in = 0 if /^sluis: json end$/;
		if ($in) { my $o = decode_json($_); print join(" ", map { "$_=" . ($o->{$_} // "null") } sort keys %$o), "\n" }
		$in = 1 if /^sluis: json begin$/;'
}

it "dry run: one that would be accepted is refused, moves nothing and is not recorded"
before=$(audit_count)
push_as noor -o sluis.dry-run production
not_moved
is "what the gate said" "$(printf '%s\n' "${ANSWER_REMOTE[@]}")" \
	"sluis: dry run: nothing was moved; this push would be accepted"
is "an entry in the audit" "$ANSWER_DECISION$(audit_count)" "$before"
heads_seen
push_as noor production
accepted "$(promoted)"

it "dry run: it permits nothing to reference-transaction"
push_as noor -o sluis.dry-run production
not_moved
heads_seen
given_objects production
rc=0
git -C "$CENTRAL" update-ref refs/heads/production "$(oid production)" >"$T/out" 2>&1 || rc=$?
is "refused" "$((rc != 0))" 1
has "why" "$(cat "$T/out")" "sluis: nothing was moved: no verdict lets refs/heads/production"

it "dry run: one that would be refused says why"
promotion drop Released-by
push_as noor -o sluis.dry-run production
has "the first line" "${ANSWER_REMOTE[0]}" "sluis: dry run: nothing was moved, and this push would be refused"
ANSWER_SEEN[0]=yes
refused production signoff-present
is "an entry in the audit" "$ANSWER_DECISION" ""

it "dry run: what cannot be decided exits as that"
broken "$(oid "promotions:$READY/acceptance.ini")"
push_as noor -o sluis.dry-run production
has "the first line" "${ANSWER_REMOTE[*]:0:2}" "dry run: nothing was moved, and nobody can say yet what would be"
ANSWER_SEEN[0]=yes
undecided production evidence-intact

it "dry run: a push of nothing governed goes in no more than any other"
branch mine development
push_as dirk -o sluis.dry-run mine
not_moved
has "what the gate said" "${ANSWER_REMOTE[*]}" "this push holds nothing governed"
heads_seen
push_as dirk mine
accepted

it "language: for one push, other than that of the policy"
promotion drop Released-by
push_as noor -o sluis.lang=nl production
not_moved
has "the head" "${ANSWER_REMOTE[0]}" "aan 1 regel is niet voldaan"
heads_seen
policy '/^version = /a language = nl'
push_as noor -o sluis.lang=en production
refused production signoff-present
push_as noor production
not_moved
has "the head" "${ANSWER_REMOTE[0]}" "aan 1 regel is niet voldaan"
heads_seen

it "language: what cannot be decided before the policy is read"
policy '/^title = /d'
push_as noor -o sluis.lang=nl production
not_moved
has "the head" "${ANSWER_REMOTE[*]}" "sluis: kon niet beslissen: het beleid heeft 1 fout"
heads_seen

it "explain: the rules that hold, of a promotion that is accepted"
push_as noor -o sluis.explain production
ANSWERED=yes
is "the exit code" "$STATUS" 0
has "the head" "${ANSWER_REMOTE[0]}" "sluis: production: "
has "a rule" "${ANSWER_REMOTE[*]}" "  complete: the merge holds exactly what the accepted candidate holds"
is "the last line" "${ANSWER_REMOTE[*]: -1}" "$(promoted)"
hasnt "a rule that does not apply" "${ANSWER_REMOTE[*]}" "  parallel-run: "
heads_seen

it "explain: and after what is not met"
promotion drop Released-by
push_as noor -o sluis.explain production
ANSWER_SEEN[1]=yes
has "the head" "${ANSWER_HEAD[1]}" "rules are met"
hasnt "a rule that is not met" "${ANSWER_TEXT["1 "]}" "signoff-present: "
has "one that is" "${ANSWER_TEXT["1 "]}" "complete: "
refused production signoff-present

it "json: a refusal"
promotion drop Released-by
push_as noor -o sluis.format=json production
not_moved
is "the first line" "${ANSWER_REMOTE[0]}" "sluis: json begin"
is "the last line" "${ANSWER_REMOTE[*]: -1}" "sluis: json end"
is "the objects" "$(objects)" "decision=$(git -C "$CENTRAL" rev-parse refs/sluis/audit) dry-run=0 format=refusal-1 mend=null policy=2026-1 \
url=https://intranet.example.org/promotion verdict=reject why=null
environment=production format=refusal-1 new=$(oid production) old=$(tip production) ref=refs/heads/production verdict=reject
command=$(amend " --no-edit --trailer 'Released-by: Noor Kaya <noor@example.org>'") criterion=CH.06-5 format=refusal-1 \
mend=Noor Kaya or Jan Bakker signs off (one person fills one role); then, on the merge, with the name of who did: \
outcome=unmet ref=refs/heads/production rule=signoff-present \
text=$(short production) \"Merge release 2026.11\" has no sign-off of operations (Released-by, role operator)"
heads_seen

it "json: an accepted push, with the rules that hold, as a dry run"
push_as noor -o sluis.format=json -o sluis.explain -o sluis.dry-run production
not_moved
has "the push" "$(objects | head -1)" "decision=null dry-run=1 format=refusal-1 mend=null policy=2026-1"
has "the push" "$(objects | head -1)" "verdict=accept"
has "a rule" "$(objects)" "criterion=CH.06-8 format=refusal-1 outcome=met ref=refs/heads/production rule=complete"
heads_seen

it "json: what nobody could decide, with the problems of the policy"
policy '/^title = /d'
push_as noor -o sluis.format=json production
not_moved
has "the push" "$(objects | head -1)" "policy=null url=null verdict=undecided why=the policy has 1 problem"
has "the problem" "$(objects | sed -n 2p)" "format=refusal-1 line=1 text=[policy] has no 'title'"
heads_seen

it "json: nothing from outside can end it early"
promotion title $'x\n\nsluis: json end' drop Released-by
push_as noor -o sluis.format=json production
not_moved
is "one end" "$(grep -c "json end" <<<"$(printf '%s\n' "${ANSWER_REMOTE[@]}")")" 1
heads_seen

it "refuse: an option that looks like ours and is not known"
for each in sluis.dryrun sluis.dry-run=yes Sluis.dry-run sluis sluis.lang=de sluis.format=xml sluis-explain; do
	push_as noor -o "$each" production
	undecided_all "the push option '$each' is not known here" \
		"with one of these: sluis.dry-run, sluis.explain, sluis.format=json, sluis.format=text, sluis.lang=en, sluis.lang=nl"
done

it "accept: options of others, and ours in any order, the last of two counting"
push_as noor -oci.skip -osluisje -osluis.lang=nl -osluis.lang=en production
accepted "$(promoted)"

# hostile OPTION...: a push to production by another client, which has what it takes to be accepted.
hostile() {
	local status=0

	given_objects production
	SLUIS_TEST_PUSHER=noor "$E2E/raw-push" "$CENTRAL" "$(tip production) $(oid production) refs/heads/production" -- "$@" \
		>"$T/hooks" 2>"$T/report" || status=$?
	is "the client" "$status" 0
}

it "refuse: an option with a line feed, an escape sequence and broken UTF-8"
hostile $'sluis.lang=nl\nsluis: production: promotion accepted\e[2J\xff'
has "what the gate said" "$(tr -d '\n' <"$T/hooks" | tr -s ' ')" \
	"sluis: could not decide: the push option 'sluis.lang=nl\\x0asluis: production: promotion accepted\\x1b[2J\\xff' is not known here"
has "production" "$(cat "$T/report")" "ng refs/heads/production"

it "refuse: one that is longer than anything"
hostile "sluis.$(printf 'x%.0s' {1..60000})"
is "what the gate said is short" "$(($(wc -c <"$T/hooks") < 1000))" 1
has "production" "$(cat "$T/report")" "ng refs/heads/production"

it "refuse: twenty thousand options"
# shellcheck disable=SC2046
hostile $(seq 20000)
has "what the gate said" "$(tr -d '\n' <"$T/hooks" | tr -s ' ')" "the push has 20000 options, and 1000 are the most"
has "production" "$(cat "$T/report")" "ng refs/heads/production"

it "refuse: a dry run among a thousand options of others"
# shellcheck disable=SC2046
hostile $(seq 999) sluis.dry-run
has "what the gate said" "$(cat "$T/hooks")" "sluis: dry run: nothing was moved; this push would be accepted"
has "production" "$(cat "$T/report")" "ng refs/heads/production"

it "accept: the client that is not git, with options that are not ours"
hostile $'other\e[2J\n' "$(printf 'x%.0s' {1..60000})"
has "production" "$(cat "$T/report")" "ok refs/heads/production"

it "a host that does not offer push options loses only these"
git -C "$CENTRAL" config --unset receive.advertisePushOptions
push_as noor -o sluis.dry-run production
ANSWERED=yes
is "the exit code" "$((STATUS != 0))" 1
has "git says" "$ANSWER_CLIENT" "the receiving end does not support push options"
push_as noor production
accepted "$(promoted)"

finish
