#!/bin/bash
# From start to promote through a real sshd, the whole norm, and no trailer typed by hand.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
ssh_make dirk tess kim els noor jan
policy 's/^proof = .*/proof = signature/' '/^ref = refs.heads.promotions/a push = operator' \
	's/^require = .*/require = plan acceptance impact parallel-run complete/'
policy_add '[impact "low"]' '[impact "high"]' 'path = db/**' 'parallel-run-days = 7' \
	'[emergency]' 'signoff = system-owner' 'review-within-days = 5'
people_commands
NEXT=2026.12

# dirk's change is on acceptance.
ready_change() {
	change dirk "${1:-src/next.c}" "Change for $NEXT"
	on_acceptance
}

# tested ID: tess tests what is on acceptance, by the criteria that stand there.
tested() {
	git -C "$CENTRAL" archive promotions "$1" | tar -x -C "$DOSSIERS"
	cp "$DOSSIERS/$1/criteria.ini" "$T/criteria"
	dossier "$1" acceptance
	cp "$T/criteria" "$DOSSIERS/$1/criteria.ini"
	sed -i "s|^criteria = .*|criteria = $(link "$1/criteria.ini")|" "$DOSSIERS/$1/acceptance.ini"
	tested_now "$1"
	git -C "$CLONE" fetch -q "$CENTRAL" +promotions:promotions
	evidence_commit tess "Acceptance of $1" .
	push_as tess promotions
	accepted
}

# begun ID: noor begins the dossier, with a plan for now.
begun() {
	sluis noor start "$1" --criterion "The bill adds up" --window-start "$(moment '1 hour ago')" \
		--window-end "$(moment '3 hours')" --rollback "git sluis promote --rolls-back-to" --communication "Mail to all schools"
	did "start"
}

# signed ID [OPTION...]: the three of them.
signed() {
	local each id=$1

	shift
	for each in kim:key-user els:system-owner jan:operator; do
		sluis "${each%:*}" sign "$id" --role "${each#*:}" --yes "$@"
		did "sign"
	done
}

ready_change
begun "$NEXT"
tested "$NEXT"
world_keep
CLONE_REFS=$(git -C "$CLONE" for-each-ref)

it "accept: the whole way, and the clone stays as it is"
signed "$NEXT"
base=$(tip production)
sluis noor promote "$NEXT"
did "promote"
is "what noor reads" "$OUT" "remote: sluis: production: promotion $NEXT accepted (policy 2026-1)$(printf '%8s' '')
remote: decision $(git -C "$CENTRAL" rev-parse refs/sluis/audit | cut -c 1-7) in refs/sluis/audit$(printf '%8s' '')
refs/heads/production is $(tip production) now"
is "the parents" "$(git -C "$CENTRAL" rev-parse production^1 production^2)" "$base
$(oid acceptance)"
is "the trailers" "$(trailers production)" "Promotion: $NEXT
Impact: low
Implementation-Plan: $(link "$NEXT/plan.ini")
Acceptance-Result: $(link "$NEXT/acceptance.ini")
Accepted-by: Kim Jansen <kim@example.org>
Approved-by: Els de Vries <els@example.org>
Released-by: Jan Bakker <jan@example.org>"
is "who made it" "$(git -C "$CENTRAL" log -1 --format='%an %ae %cn %ce' production)" \
	"Noor Kaya noor@example.org Noor Kaya noor@example.org"
is "the refs of the clone" "$(git -C "$CLONE" for-each-ref)" "$CLONE_REFS"
sluis noor status "$NEXT"
did "status"
is "what noor reads" "$OUT" "$NEXT to production: promoted, with the merge $(tip production | cut -c 1-7)"
stands=$(tip production)
sluis noor promote "$NEXT"
did "promote, a second time"
is "what noor reads" "$OUT" "$NEXT went over to production already, with the merge ${stands:0:7}"
sluis noor promote 2027.1
failed 2 "there is no promotion 2027.1" "git sluis status"
is "production" "$(tip production)" "$stands"

it "refuse: who signed has left since; the fix names who can, and is no circle"
policy 's/^member = kim/&\nmember = tess/'
signed "$NEXT"
policy "/^\[person \"kim\"\]/a until = $(date -u -d yesterday +%F)"
sluis noor promote "$NEXT"
failed 1 "signoff-present" "Tess Bos signs" "git sluis sign $NEXT --role key-user"

it "accept: --dry-run shows the merge and the verdict, and sends nothing"
signed "$NEXT"
before=$(git -C "$CENTRAL" for-each-ref)
sluis noor promote "$NEXT" --dry-run
did "promote --dry-run"
has "what noor reads" "$OUT" "merge of $(short acceptance) into production ($(tip production | cut -c 1-7))

    Promote $NEXT to production

    Promotion: $NEXT
    Impact: low"
has "what noor reads" "$OUT" "    Released-by: Jan Bakker <jan@example.org>"
has "what noor reads" "$OUT" "sluis: production: promotion $NEXT accepted (policy 2026-1)"
is "what stands there" "$(git -C "$CENTRAL" for-each-ref)" "$before"

it "accept: the merge is signed where the policy asks it, and the status knows that it will be; refuse: by another key"
policy '/^ref = refs.heads.production/a signed-commits = yes'
signed "$NEXT"
sluis noor status "$NEXT"
did "status"
KEY=$SSHD/jan sluis noor promote "$NEXT"
failed 1 "commits-signed" "Nothing was sent."
sluis noor promote "$NEXT"
did "promote"
has "the merge" "$(git -C "$CENTRAL" cat-file commit production)" "gpgsig -----BEGIN SSH SIGNATURE-----"

it "refuse: a sign-off is missing, and nothing is sent"
sluis kim sign "$NEXT" --role key-user --yes
did "sign"
before=$(git -C "$CENTRAL" for-each-ref)
sluis noor promote "$NEXT"
failed 1 "signoff-present  CH.06-5" "has no sign-off of system-owner" "has no sign-off of operations" "Nothing was sent."
is "what stands there" "$(git -C "$CENTRAL" for-each-ref)" "$before"
sluis noor promote "$NEXT" --dry-run
failed 1 "Accepted-by: Kim Jansen <kim@example.org>" "signoff-present  CH.06-5"

it "refuse: a veto"
signed "$NEXT"
sluis els sign "$NEXT" --role system-owner --reject --yes
did "sign --reject"
sluis noor promote "$NEXT"
failed 1 "signoff-veto" "signoff-present"

it "refuse: evidence that is newer than the sign-offs"
signed "$NEXT"
evidence_file=$DOSSIERS/$NEXT/acceptance.ini
echo "; looked at again" >>"$evidence_file"
evidence_commit tess "Again" .
push_as tess promotions
accepted
sluis noor promote "$NEXT"
failed 1 "left out: refs/signoffs/$NEXT/key-user/kim does not name $NEXT/acceptance.ini as it stands under this promotion" \
	"has no sign-off of users" "has no sign-off of system-owner" "has no sign-off of operations" "Nothing was sent."

it "refuse: whoever made the change, and whoever is not of operations"
signed "$NEXT"
sluis dirk promote "$NEXT"
failed 1 "push-access"
sluis tess promote "$NEXT"
failed 1 "push-access" "plan-performer"
sluis jan promote "$NEXT"
failed 1 "plan-performer"

it "refuse: a test that failed"
sed -i -e 's/^verdict = .*/verdict = fail/' "$DOSSIERS/$NEXT/acceptance.ini"
evidence_commit tess "It failed" .
push_as tess promotions
accepted
signed "$NEXT"
sluis noor promote "$NEXT"
failed 1 "acceptance-passed"

it "refuse: high impact, stated by itself, needs a parallel run; then accept"
NEXT=2026.13
ready_change db/schema.sql
begun "$NEXT"
tested "$NEXT"
signed "$NEXT"
sluis noor promote "$NEXT" --dry-run
failed 1 "Impact: high" "parallel-run  CH.06-4"
parallel_run "$NEXT" acceptance
evidence_commit tess "Parallel run" .
push_as tess promotions
accepted
signed "$NEXT"
sluis noor promote "$NEXT"
did "promote"
has "the trailers" "$(trailers production)" "Parallel-Run: $(link "$NEXT/parallel-run.ini")"
has "the trailers" "$(trailers production)" "Impact: high"

it "accept: an impact that is stated higher; refuse: a level that there is not"
NEXT=2026.12
signed "$NEXT"
sluis noor promote "$NEXT" --dry-run --impact high
failed 1 "Impact: high" "parallel-run  CH.06-4"
sluis noor promote "$NEXT" --impact huge
failed 2 "the policy has no level of impact 'huge'"

it "accept: an emergency, and its review by a promotion after it"
NEXT=2026.12
sluis els sign "$NEXT" --role system-owner --yes
did "sign"
sluis noor promote "$NEXT" --emergency "INC-7 nobody can pay"
failed 1 "signoff-present" "Nothing was sent."
sluis els status "$NEXT" --emergency "INC-7 nobody can pay"
failed 1 "(of another environment or kind of promotion)" \
	"git sluis sign $NEXT --role system-owner --emergency 'INC-7 nobody can pay'"
sluis els sign "$NEXT" --role system-owner --emergency "INC-7 nobody can pay" --yes
did "sign --emergency"
has "what els reads" "$OUT" "AS AN EMERGENCY: INC-7 nobody can pay"
sluis noor promote "$NEXT" --emergency "INC-7 nobody can pay"
did "promote --emergency"
has "the trailers" "$(trailers production)" "Emergency: INC-7 nobody can pay"
hasnt "the trailers" "$(trailers production)" "Accepted-by"
NEXT=2026.13
ready_change src/more.c
begun "$NEXT"
tested "$NEXT"
signed "$NEXT"
sluis noor promote "$NEXT" --reviews-emergency 2026.12
failed 1 "signoff-present" "Nothing was sent."
signed "$NEXT" --reviews-emergency 2026.12
sluis noor promote "$NEXT" --reviews-emergency 2026.12
did "promote --reviews-emergency"
has "the trailers" "$(trailers production)" "Reviews-Emergency: 2026.12"
sluis noor promote 2026.13 --emergency "no-reason"
failed 1 "emergency  CH.06-3"

it "accept: a review by itself, from status over sign to promote, without a dossier; then status of what stands"
NEXT=2026.12
sluis els sign "$NEXT" --role system-owner --emergency "INC-7 nobody can pay" --yes
did "sign --emergency"
sluis noor promote "$NEXT" --emergency "INC-7 nobody can pay"
did "promote --emergency"
shown=$(oid acceptance)
ready_change src/more.c
sluis noor status review-1 --reviews-emergency "$NEXT"
failed 1 "review-1 to production: not ready" "reviews       the emergency $NEXT: $(git -C "$CENTRAL" log -1 --format='%h "%s"' production)" \
	"changes       nothing: an id and sign-offs are required, and no evidence" \
	"git sluis sign review-1 --role key-user --reviews-emergency $NEXT"
hasnt "what noor reads" "$OUT" "plan-linked"
hasnt "what noor reads" "$OUT" "git sluis start"
signed review-1 --reviews-emergency "$NEXT"
has "what jan reads" "$OUT" "AND REVIEWS THE EMERGENCY $NEXT, which changed:"
has "what jan reads" "$OUT" "$(git -C "$CENTRAL" log -1 --format=%h "$shown")"
has "what jan reads" "$OUT" "CHANGES NOTHING: production shows that candidate already"
sluis noor status review-1 --reviews-emergency "$NEXT"
did "status"
has "what noor reads" "$OUT" "git sluis promote review-1 --reviews-emergency $NEXT"
sluis noor promote review-1 --reviews-emergency "$NEXT"
did "promote --reviews-emergency"
is "the parents" "$(git -C "$CENTRAL" rev-parse production^2)" "$shown"
is "the trailers" "$(trailers production)" "Promotion: review-1
Reviews-Emergency: $NEXT
Accepted-by: Kim Jansen <kim@example.org>
Approved-by: Els de Vries <els@example.org>
Released-by: Jan Bakker <jan@example.org>"
sluis noor status review-1
did "status"

it "accept: back to what production was"
NEXT=2026.12
old=$(tip production)
signed "$NEXT"
sluis noor promote "$NEXT"
did "promote"
sluis els sign back-1 --role system-owner --candidate "$old" --environment production --yes
failed 2 "there is no promotion back-1"
git -C "$CLONE" fetch -q "$CENTRAL" "$old"
sluis noor promote back-1 --rolls-back-to "$old"
failed 1 "signoff-present" "Nothing was sent."
sluis els sign back-1 --role system-owner --rolls-back-to "$old" --yes
did "sign"
has "what els reads" "$OUT" "AS A ROLLBACK"
sluis noor promote back-1 --rolls-back-to "$old"
did "promote --rolls-back-to"
stands=$(tip production)
sluis noor promote back-1 --rolls-back-to "$old"
is "what noor reads" "$OUT" "back-1 went over to production already, with the merge ${stands:0:7}"
is "what production holds" "$(git -C "$CENTRAL" rev-parse 'production^{tree}')" "$(git -C "$CENTRAL" rev-parse "$old^{tree}")"
is "the trailers" "$(trailers production)" "Promotion: back-1
Rolls-Back-To: $old
Approved-by: Els de Vries <els@example.org>"

it "accept: where the policy asks no dossier, three sign-offs are all that there is"
policy '/^\[evidence\]/,/^push = tester/d' 's/^require = .*/require = complete/' 's/^proof = .*/proof = trailer/'
for each in kim:key-user els:system-owner jan:operator; do
	sluis "${each%:*}" sign r-1 --role "${each#*:}" --environment production --yes
	did "sign"
done
sluis dirk status
did "status"
is "what is under way" "$(grep -A 2 '^r-1' <<<"$OUT")" "r-1 to production: ready
  Noor Kaya or Jan Bakker promotes it:
       git sluis promote r-1"
sluis noor promote r-1
did "promote"
is "the trailers" "$(trailers production)" "Promotion: r-1
Accepted-by: Kim Jansen <kim@example.org>
Approved-by: Els de Vries <els@example.org>
Released-by: Jan Bakker <jan@example.org>"
sluis dirk status
is "what is under way now" "$OUT" "nothing is under way"

it "refuse: half a command, a bad id, text of more than one line, and two exceptions at once"
for each in "" "--dry-run" "$NEXT more words" "$NEXT --emergency x --rolls-back-to y" "$NEXT --reviews-emergency .."; do
	# shellcheck disable=SC2086
	sluis noor promote $each
	is "the exit code of promote $each" "$RC" 129
done
sluis noor promote "$NEXT" --emergency $'INC-7 x\nAccepted-by: Els <els@example.org>'
is "the exit code" "$RC" 129
for each in .. "a b" $'a\e[31m' a/b a.lock; do
	sluis noor promote -- "$each"
	failed 1 "is no id of a promotion"
	hasnt "what noor reads" "$OUT" $'\e'
done
sluis noor promote nothing --candidate nowhere
failed 2 "there is no commit 'nowhere' on the remote"
sluis noor promote "$NEXT" --environment development
failed 2 "nothing is promoted to development: work starts there"
sluis mallory promote "$NEXT"
is "the exit code of somebody unknown" "$RC" 2

finish
