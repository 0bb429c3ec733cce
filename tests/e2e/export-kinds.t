#!/bin/bash
# What is exported of promotions with a plan and a parallel run, of an emergency and of a rollback, each signed.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
proof_by_signature
high_impact

# What every sign-off of this promotion names; a rollback rests on no evidence.
evidence_seen() {
	local each

	[ ${#SEEN[@]} -gt 0 ] || echo "Kind: rollback"
	for each in "${SEEN[@]}"; do
		echo "Evidence: sha256:$(digest "$READY/$each")"
	done
}
SEEN=(plan.ini parallel-run.ini acceptance.ini criteria.ini)
while read -r who role; do
	signed_off "$who" "$role"
done <<<$'kim key-user\nels system-owner\njan operator'
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"
world_keep

# exported: all of them, and whether it verifies.
exported() {
	RC=0
	sluis audit reconcile >"$T/null"
	SAID=$(sluis report --export "$T/world/export" "$@" 2>&1 && sh "$T/world/export/verify.sh" 2>&1) || RC=$?
	is "the exit code" "$RC" 0
	[ "$RC" = 0 ] || wrong "$SAID"
}

sluis() {
	(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" "$@")
}

it "accept: plan and parallel run, as people read them"
exported
has "a promotion" "$SAID" "OK   0001-$READY-production: "
has "its sign-offs" "$SAID" ", 3 signed sign-offs verified"
page=$(cat "$T"/world/export/0001-*/index.html)
has "a step" "$page" '<td data-label="step">2</td><td data-label="action">Push the merge</td><td data-label="owner">Jan Bakker (jan)</td>'
has "the way back" "$page" "git revert, and the backup of last night"
has "the performer" "$page" "Noor Kaya (noor)"
has "what was compared" "$page" "<td>1000</td>"
has "what was alike" "$page" "<td>999</td>"
has "a difference" "$page" '<td data-label="difference">D-1</td><td data-label="description">One mark is rounded up</td>'
has "who accepted it" "$page" '">Els de Vries (els)</td><td data-label="reason">The old one was wrong</td>'

it "accept: an emergency, and a rollback"
first=$(tip production)
next_change dora 2026.12
READY=2026.12 SEEN=(plan.ini acceptance.ini criteria.ini) IMPACT=low
signed_off els system-owner add "Kind: emergency INC-7"
now_promotion id 2026.12 drop Accepted-by drop Released-by add "Emergency: INC-7 the door is stuck"
push_as noor production
accepted "sluis: production: promotion 2026.12 accepted (policy 2026-1)" "$(reviewed_by 2026.12)"
READY=back-1 SEEN=()
while read -r who role; do
	signed_off "$who" "$role" candidate "$first"
done <<<$'kim key-user\nels system-owner\njan operator'
now_promotion id back-1 candidate "$first" tree "$first^{tree}" drop Acceptance-Result add "Rolls-Back-To: $first"
push_as noor production
accepted "sluis: production: promotion back-1 accepted (policy 2026-1)"
exported
has "the emergency" "$SAID" "OK   0002-2026.12-production: "
has "its sign-off" "$SAID" ", 1 signed sign-offs verified"
has "the rollback" "$SAID" "OK   0003-back-1-production: "

# another_word PERSON ROLE [WORD VALUE]...: a second one of that person in that role.
another_word() {
	signoff "$@"
	push_as "$1" "signoffs/$1:refs/signoffs/$READY/$2/$1.2"
	accepted
}

# entry_of ROLE/PERSON: that let this sign-off in.
entry_of() {
	git -C "$CENTRAL" log -1 --format=%H --grep "^Ref: refs/signoffs/$READY/$1\$" --grep '^Decision: accept$' --all-match refs/sluis/audit
}

# The entries that the export has for that, in the order of the roles.
came_in() {
	local each all=()

	for each in "$T"/world/export/0001-*/signoffs/*.came; do
		all+=("$(git hash-object -t commit "$each")")
	done
	echo "${all[*]}"
}

it "accept: two signed for an emergency too, before and after"
next_change dora 2026.12
READY=2026.12 SEEN=(plan.ini acceptance.ini criteria.ini) IMPACT=low
signed_off els system-owner
signed_off kim key-user add "Kind: emergency INC-7"
another_word kim key-user
signed_off jan operator
another_word jan operator add "Kind: emergency INC-7"
now_promotion id 2026.12
push_as noor production
accepted "sluis: production: promotion 2026.12 accepted (policy 2026-1)"
exported --promotion 2026.12
has "its sign-offs" "$SAID" ", 3 signed sign-offs verified"
is "what is kept of kim" "$(cd "$T"/world/export/0001-* && git hash-object -t tag signoffs/*+kim)" \
	"$(git -C "$CENTRAL" rev-parse refs/signoffs/2026.12/key-user/kim.2)"
is "when each came in" "$(came_in)" "$(entry_of key-user/kim.2) $(entry_of operator/jan) $(entry_of system-owner/els)"
json=$(sluis report --format json --promotion 2026.12)
keep_json "$json"
is "as the report has it" "$(sed -n '/"signoffs": /,/\]/s/.*"entry": "\(.*\)"/\1/p' <<<"$json" | sort)" "$(came_in | tr ' ' '\n' | sort)"

it "accept: one comes in with the promotion that it is for"
next_change dora 2026.12
READY=2026.12 SEEN=(plan.ini acceptance.ini criteria.ini) IMPACT=low
signers noor
signed_off kim key-user
signed_off els system-owner
signoff noor operator
now_promotion id 2026.12 drop Released-by add "Released-by: ${NAME[noor]} <noor@example.org>"
push_as noor --atomic "signoffs/noor:refs/signoffs/2026.12/operator/noor" production
accepted "sluis: production: promotion 2026.12 accepted (policy 2026-1)"
exported --promotion 2026.12
is "when each came in" "$(came_in)" "$(entry_of key-user/kim) $(entry_of operator/noor) $(entry_of system-owner/els)"

it "accept: an emergency by trailers"
policy 's/^proof = .*/proof = trailer/'
next_change dora 2026.12
now_promotion id 2026.12 drop Accepted-by drop Released-by add "Emergency: INC-7 the door is stuck"
push_as noor production
accepted "$(promoted 2026.12)" "$(reviewed_by 2026.12)"
exported --promotion 2026.12
has "what it proves" "$SAID" ", 0 signed sign-offs verified, 1 by trailer alone"

finish
