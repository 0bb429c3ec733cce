#!/bin/bash
# Rollback, emergency with its review, and a promotion that is closed: each to its end, by the commands that are named.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
central_guard
proof_by_signature
policy '/^ref = refs.heads.promotions/a push = operator'
policy_add '[emergency]' 'signoff = system-owner' 'review-within-days = 5'
central_publish
people_commands
world_keep

# pasted PERSON: that person pastes the command that was named after their name, or the last one.
pasted() {
	local words

	words=$(grep -A 1 "^  .*${NAME[$1]}.*:$" <<<"$OUT" | grep -o 'git sluis .*' | head -n 1 || true)
	[ -n "$words" ] || words=$(grep -o 'git sluis .*' <<<"$OUT" | tail -n 1)
	case $words in *" sign "*) words+=" --yes" ;; esac
	eval "sluis $1 ${words#git sluis }"
	did "$words"
}

# went_forward: the ready release has gone over, in the ordinary way.
went_forward() {
	for each in kim els jan; do
		sluis noor status "$READY"
		pasted "$each"
	done
	sluis noor status "$READY"
	pasted noor
}

it "a rollback, begun as one: who signs, and to the end"
old=$(tip production)
went_forward
sluis noor start back-1 --rolls-back-to "$old"
did "start"
is "what noor reads" "$(grep -v '^remote: ' <<<"$OUT")" "back-1/intent.ini is in refs/heads/promotions
back-1 to production: not ready, 1 rule is not met
  not met: signoff-present
  Els de Vries signs:
       git sluis sign back-1 --role system-owner --rolls-back-to ${old:0:7}"
sluis noor status
has "what noor reads" "$OUT" "git sluis sign back-1 --role system-owner --rolls-back-to ${old:0:7}"
sluis els status back-1
failed 1 "back-1 to production: not ready, 1 rule is not met" "rolls back    to that candidate: no plan or test is required"
pasted els
sluis noor status back-1
did "status"
pasted noor
is "what production holds" "$(git -C "$CENTRAL" rev-parse 'production^{tree}')" "$(git -C "$CENTRAL" rev-parse "$old^{tree}")"
sluis noor status
is "what is under way" "$OUT" "nothing is under way"

it "a rollback, promoted at once: the refusal names who signs what, and then everybody knows its kind"
old=$(tip production)
went_forward
sluis noor promote back-1 --rolls-back-to "$old"
failed 1 "signoff-present" "Els de Vries" "git sluis sign back-1 --role system-owner --rolls-back-to ${old:0:7}"
pasted els
sluis noor status
has "what noor reads" "$OUT" "back-1 to production: ready"
pasted noor
is "what production holds" "$(git -C "$CENTRAL" rev-parse 'production^{tree}')" "$(git -C "$CENTRAL" rev-parse "$old^{tree}")"
sluis noor start back-2 --rolls-back-to "$(git -C "$CENTRAL" rev-parse acceptance)"
failed 1 "was rolled back, and a rollback never goes forward"

it "an emergency, and its review: each command is named, until nothing is left"
sluis noor start "$READY" --emergency "INC-7 Nobody can pay"
did "start"
is "what noor reads" "$(grep -v '^remote: ' <<<"$OUT")" "$READY/intent.ini is in refs/heads/promotions
$READY to production: not ready, 1 rule is not met
  not met: signoff-present
  Els de Vries signs:
       git sluis sign $READY --role system-owner --emergency 'INC-7 Nobody can pay'"
sluis els status "$READY"
failed 1 "emergency     INC-7 Nobody can pay"
pasted els
sluis noor status "$READY"
pasted noor
due=$(moment "5 days" | cut -c 1-10)
has "what noor reads" "$OUT" "remote: sluis: production: promotion $READY accepted (policy 2026-1)"
has "what noor reads" "$OUT" "remote: sluis: its review is due by $due"
sluis noor status
has "what noor reads" "$OUT" "$READY to production: promoted, with the merge $(tip production | cut -c 1-7)
  review        due by $due"
for each in kim els jan; do
	sluis noor status "$READY"
	did "status"
	has "what noor reads" "$OUT" "git sluis sign review-$READY --role "
	pasted "$each"
done
sluis noor status
has "what noor reads" "$OUT" "review-$READY to production: ready"
pasted noor
has "the trailers" "$(trailers production)" "Reviews-Emergency: $READY"
sluis noor status
is "what is under way" "$OUT" "nothing is under way"

it "an emergency in Dutch"
policy 's/^language = .*//' 's/^norm = .*/&\nlanguage = nl/'
sluis noor start "$READY" --emergency "INC-7 Niemand kan betalen"
did "start"
pasted els
sluis noor status "$READY"
pasted noor
has "what noor reads" "$OUT" "remote: sluis: achteraf te controleren voor $due"
sluis noor status "$READY" --format json
has "the same for machines" "$OUT" "\"review-due\": \"$due"

it "a mistyped id is closed: nobody is asked for it any more, and it is reopened"
sluis noor start 2026.99 --criterion "It prints"
did "start"
sluis noor status
has "what noor reads" "$OUT" "2026.99 to production"
sluis noor close 2026.99 --reason "It is 2026.12"
did "close"
is "what noor reads" "$(grep -v '^remote: ' <<<"$OUT")" "2026.99 is closed; to reopen it: git sluis close 2026.99 --reopen"
sluis noor status
hasnt "what noor reads" "$OUT" "2026.99"
sluis noor status --format json
hasnt "what a machine reads" "$OUT" "2026.99"
sluis noor status 2026.99
did "status"
is "what noor reads" "$OUT" "2026.99 to production: closed: It is 2026.12"
sluis noor status 2026.99 --format json
did "status"
sluis noor promote 2026.99
failed 2 "2026.99 is closed: It is 2026.12" "fix: git sluis close 2026.99 --reopen"
sluis noor start 2026.99 --criterion "It prints on paper"
failed 2 "2026.99 is closed: It is 2026.12"
pasted noor
is "what noor reads" "$(grep -v '^remote: ' <<<"$OUT")" "2026.99 is open again: git sluis status 2026.99"
sluis noor status
has "what noor reads" "$OUT" "2026.99 to production"

it "what cannot be closed: what nobody began, and what has gone over"
sluis noor close 2026.98
failed 2 "nothing is under way as 2026.98" "fix: git sluis status"
went_forward
sluis noor close "$READY"
failed 2 "$READY went over with $(git -C "$CENTRAL" log -1 --format='%h "%s"' production): it is not closed any more"

finish
