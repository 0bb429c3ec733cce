#!/bin/bash
# A promotion id is good for one move of a ref, and so are the sign-offs given for it.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
policy_add '[emergency]' 'signoff = system-owner' 'review-within-days = 5'
policy 's/^proof = .*/proof = signature/'
signers kim els jan
central_publish

# by_signature [ID]: the line that the gate says of a promotion whose sign-offs are signed.
by_signature() {
	echo "sluis: production: promotion ${1:-$READY} accepted (policy 2026-1)"
}

# signed_by_all [ID]: kim, els and jan sign.
signed_by_all() {
	local each id=${1:-$READY}

	for each in kim:key-user els:system-owner jan:operator; do
		signoff "${each%:*}" "${each#*:}" id "$id"
		(cd "$CLONE" && SLUIS_TEST_PUSHER=${each%:*} git push -q "$CENTRAL" \
			"signoffs/${each%:*}:refs/signoffs/$id/${each#*:}/${each%:*}") >"$T/answer" 2>&1 ||
			wrong "the sign-off did not go in:" "$(cat "$T/answer")"
	done
}

# rolls_back ID: els alone signs the way back to the baseline.
rolls_back() {
	signoff els system-owner id "$1" candidate "$baseline" drop Evidence add "Kind: rollback" name "signoffs/$1"
	(cd "$CLONE" && SLUIS_TEST_PUSHER=els git push -q "$CENTRAL" \
		"signoffs/$1:refs/signoffs/$1/system-owner/els") >"$T/answer" 2>&1 ||
		wrong "the sign-off did not go in:" "$(cat "$T/answer")"
	way_back "$1"
}

# way_back ID: the merge alone.
way_back() {
	promotion id "$1" candidate "$baseline" tree "$baseline^{tree}" add "Rolls-Back-To: $baseline" \
		drop Accepted-by drop Released-by drop Acceptance-Result
}

baseline=$(tip production)
signed_by_all
world_keep

it "accept: the first time"
promotion
push_as noor production
accepted "$(by_signature)"

it "accept: again, after a push of it was refused"
promotion drop Accepted-by
push_as noor production
refused production signoff-present
promotion
push_as noor production
accepted "$(by_signature)"

it "accept: again, after a push of it was let in and did not come to pass"
previous "$CENTRAL/hooks/update" 'exit 1'
promotion
went_not=$(cd "$CLONE" && SLUIS_TEST_PUSHER=noor git push "$CENTRAL" production 2>&1) || :
has "the first push" "$went_not" "(hook declined)"
rm "$CENTRAL/hooks/update"
promotion title "Once more"
push_as noor production
accepted "$(by_signature)"

it "accept: another merge, after a push of it died with its verdict"
# shellcheck disable=SC2016  # for the shell of the hook
previous "$CENTRAL/hooks/pre-receive.d/50-dies" 'kill -9 "$PPID"'
MAY_DIE=yes push_as noor production
is "that it died" "$STATUS" 1
ANSWERED=yes
rm "$CENTRAL/hooks/pre-receive.d/50-dies"
promotion title "Once more"
push_as noor production
accepted "$(by_signature)"

it "accept: where sign-offs are trailers alone, nothing is used up"
policy 's/^proof = .*/proof = trailer/'
went_in
way_back back-1
went_in_as_is
promotion title "Once more"
push_as noor production
accepted "$(promoted)"

it "refuse: a second time, after it was rolled back"
went_in
spent=$(tip production)
rolls_back back-1
went_in_as_is
promotion title "Once more"
push_as noor production
refused production promotion-once
says promotion-once "$(title production) is promotion $READY, and merge ${spent:0:7} has spent that id on refs/heads/production"
mends promotion-once "what goes in again has a new id, with a test and sign-offs of its own: git sluis start $READY-2"

it "refuse: the id of a rollback for another rollback"
went_in
rolls_back back-1
went_in_as_is
way_back back-1
push_as noor production
refused production promotion-once

it "refuse: twice in one push"
promotion
promotion base production
push_as noor production
refused production signoff-current promotion-once
says signoff-current "on which this promotion does not rest"

it "refuse: the id of the promotion that stands there, for its rollback"
went_in
way_back "$READY"
push_as noor production
refused production signoff-current promotion-once

# without_signoffs [REF]: production, or the refs of that pattern, ask for no sign-off; r-1 and r-2 are ready, on candidates of their own.
without_signoffs() {
	policy '/^\[environment "production"\]/,/^proof/{/^signoff = /d}' "s|^ref = refs/heads/production\$|ref = ${1:-refs/heads/production}|"
	release R-1 acceptance
	first=$(oid acceptance)
	change dora src/next.c
	on_acceptance
	release r-1 acceptance
}

# to REF ID CANDIDATE: the merge, on that branch of the clone and of the central repository.
to() {
	branch "$1" "$(as noor git -C "$CLONE" commit-tree "$3^{tree}" -p "$(tip "$1")" -p "$3" -m "Merge to $1

Promotion: $2
Acceptance-Result: $(link "$2/acceptance.ini")")"
	push_as noor "$1"
}

it "refuse: where no sign-off is asked, an id in other letters"
without_signoffs
to production R-1 "$first"
accepted "$(by_signature R-1)"
spent=$(tip production)
to production r-1 acceptance
refused production promotion-once
says promotion-once "$(title production) is promotion r-1, and merge ${spent:0:7} has spent that id on refs/heads/production"

it "accept: where no sign-off is asked and trailers are the proof, an id in other letters"
policy 's/^proof = .*/proof = trailer/'
without_signoffs
to production R-1 "$first"
accepted "sluis: production: promotion R-1 accepted (policy 2026-1)"
to production r-1 acceptance
accepted "sluis: production: promotion r-1 accepted (policy 2026-1)"

it "accept: on another ref of a pattern the id serves as well; refuse: once one of them rolled it back"
without_signoffs 'refs/heads/prod-*'
for each in prod-a prod-b prod-c; do
	branch "$each" "$baseline"
	given "$each"
done
to prod-a R-1 "$first"
accepted "$(by_signature R-1)"
to prod-b R-1 "$first"
accepted "$(by_signature R-1)"
branch prod-a "$(as noor git -C "$CLONE" commit-tree "$baseline^{tree}" -p prod-a -p "$baseline" -m "Roll back

Promotion: back-1
Rolls-Back-To: $baseline
Approved-by: $(signature els)")"
signoff els system-owner id back-1 candidate "$baseline" drop Evidence add "Kind: rollback"
push_as els signoffs/els:refs/signoffs/back-1/system-owner/els
accepted
push_as noor prod-a
accepted "$(by_signature back-1)"
to prod-c R-1 "$first"
refused production promotion-once
says promotion-once "has spent that id on refs/heads/prod-a"

it "undecided: the audit cannot be read"
lose "$(git -C "$CENTRAL" rev-parse refs/sluis/audit~)"
promotion title "Once more"
push_as noor production
undecided production ref-protected evidence-by acceptance-bound criteria-first criteria-independent signoff-proven signoff-current signoff-veto promotion-once
says promotion-once "cannot be read"

finish
