#!/bin/bash
# A merge that was made by hand, or by the button of a forge, of what was tested and signed: the refusal says one command,
# which is safe wherever it is pasted, and it goes in.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
proof_by_signature
policy '/^ref = refs.heads.promotions/a push = operator' 's/^require = .*/require = plan acceptance impact complete/'
policy_add '[impact "low"]' '[impact "high"]' 'path = db/**'
central_publish
people_commands
plan "$READY" acceptance
evidence_commit noor "Plan" .
given promotions
for each in kim:key-user els:system-owner jan:operator; do
	sluis "${each%:*}" sign "$READY" --role "${each#*:}" --yes
	did "sign"
done
on work development
world_keep

MAKES="git sluis makes the merge, with every trailer: git sluis promote $READY"

# pasted COMMAND: noor pastes it where she stands, with uncommitted and staged work; none of it changes, and no branch moves.
pasted() {
	local before

	echo "not committed yet" >>"$CLONE/README"
	echo "staged" >"$CLONE/staged"
	git -C "$CLONE" add staged
	before=$(state)
	git -C "$CLONE" config user.email noor@example.org
	git -C "$CLONE" config user.name "Noor Kaya"
	(cd "$CLONE" && PATH=$SLUIS_BUILD:$PATH SLUIS_TEST_PUSHER=noor bash -c "$1") >"$T/pasted" 2>&1 || true
	is "what the clone has" "$(state)" "$before"
}

state() {
	git -C "$CLONE" for-each-ref refs/heads
	git -C "$CLONE" status --porcelain
}

# went_over: production is a promotion of acceptance now, with every trailer.
went_over() {
	is "the parents" "$(git -C "$CENTRAL" rev-parse production^1 production^2)" "$(oid production~)
$(oid acceptance)"
	has "the trailers" "$(trailers production)" "Promotion: $READY"
	is "the status" "$(sluis noor status "$READY"; echo "$OUT")" \
		"$READY to production: promoted, with the merge $(tip production | cut -c 1-7)"
}

it "a merge with git's own message: one command, once"
printf "Merge branch 'acceptance' into production\n" >"$T/message"
promotion message "$T/message"
push_as noor production
refused production plan-linked impact-stated acceptance-linked signoff-present signoff-proven
is "the commands" "$(printf '%s\n' "${ANSWER_REMOTE[@]}" | grep -E '^ +git ')" "       git sluis promote $READY"
mends plan-linked "$MAKES"
for each in impact-stated acceptance-linked signoff-present signoff-proven; do
	mends "$each" "as above"
done
is "how many lines" "$((${#ANSWER_REMOTE[@]} < 40))" 1
pasted "git sluis promote $READY"
went_over

it "the button of a forge: a merge by the forge's account, with its own message"
printf "Merge pull request 'Release' (#12) from acceptance into production\n\nReviewed-on: https://forge.example.org/pulls/12\nReviewed-by: Noor Kaya <noor@example.org>\n" >"$T/message"
promotion message "$T/message" by ci
push_as noor production
refused production plan-linked impact-stated acceptance-linked signoff-present signoff-proven
mends plan-linked "$MAKES"
pasted "git sluis promote $READY"
went_over

it "the button that squashes: a direct commit with the same content"
printf "Release (#12)\n" >"$T/message"
branch production "$(as noor git -C "$CLONE" commit-tree "acceptance^{tree}" -p production~ -F "$T/message")"
push_as noor production
refused production merge-only
mends merge-only "$MAKES"
pasted "git sluis promote $READY"
went_over

it "the wrong way round, which is a foxtrot"
promotion parents "acceptance production~"
push_as noor production
refused production merge-only
says merge-only "$(title production) is a foxtrot merge, with its parents the wrong way round"
mends merge-only "$MAKES"
pasted "git sluis promote $READY"
is "the trailers" "$(trailers production | head -n 1)" "Promotion: $READY"

it "the id of another release, and a late edit"
release 2026.10 production~
promotion tree "$(edited_tree acceptance)" drop Promotion add "Promotion: 2026.10"
push_as noor production
refused production complete plan-complete impact-stated evidence-by acceptance-bound signoff-proven author-not-promoter
is "the commands" "$(printf '%s\n' "${ANSWER_REMOTE[@]}" | grep -E '^ +git ')" "       git sluis promote $READY"
mends complete "$MAKES"
pasted "git sluis promote $READY"
went_over

it "not everybody has signed: who signs first, then the same command"
git -C "$CENTRAL" update-ref -d "refs/signoffs/$READY/operator/jan"
printf "Merge branch 'acceptance' into production\n" >"$T/message"
promotion message "$T/message"
push_as noor production
mends plan-linked "$MAKES"
mends signoff-present "Noor Kaya or Jan Bakker signs; then git sluis promote makes the merge that names it: git sluis sign $READY --role operator"
refused production plan-linked impact-stated acceptance-linked signoff-present signoff-proven

finish
