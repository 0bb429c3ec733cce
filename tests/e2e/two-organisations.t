#!/bin/bash
# config/two-organisations over a real sshd, with real keys: a supplier's person cannot give a school's sign-off, and
# nobody of one school that of the other. Only keys, addresses and the hour are the test's; the policy is the sample's.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
SAMPLE=$E2E/../../config/two-organisations
SIGNERS=("kim user-noord" "fatima user-zuid" "els owner-noord" "luuk owner-zuid" "jan operator")
NAME+=([ruud]="Ruud Smeets" [fatima]="Fatima el Idrissi" [bram]="Bram Peters" [saskia]="Saskia Tol" [ines]="Ines Cruz")

world_make
# sample: its policy, with the addresses that people have here.
sample() {
	sed -e 's/@[a-z]*\.your\.example$/@example.org/' -e 's|//bouwer\.|//intranet.|' "$SAMPLE/policy.ini"
}
sample >"$CENTRAL/sluis/policy.ini"
ssh_make dirk tess noor jan kim ruud els fatima bram luuk
ln -s "$SSHD" "$T/keys"
central_publish
people_commands
plan "$READY" acceptance
evidence_commit noor "The plan" '*plan.ini'
given promotions
world_keep

# signs PERSON ROLE: with git sluis, as a person does.
signs() {
	sluis "$1" sign "$READY" --role "$2" --yes
}

# all_sign [ROLE]: everybody whom the policy asks, but for the role.
all_sign() {
	local each

	for each in "${SIGNERS[@]}"; do
		[ "${each#* }" != "${1:-}" ] || continue
		# shellcheck disable=SC2086
		signs $each
		did "$each"
	done
}

# listed PERSON...: the merge, with these in the places of Noord's users, Zuid's users, Noord's owner, Zuid's owner.
listed() {
	promotion drop Accepted-by drop Approved-by add "Accepted-by-Noord: $(signature "$1")" \
		add "Accepted-by-Zuid: $(signature "$2")" add "Approved-by-Noord: $(signature "$3")" \
		add "Approved-by-Zuid: $(signature "$4")"
}

# by_hand PERSON ROLE [WORD VALUE]...: a tag with everything that counts, as signoff() makes it.
by_hand() {
	signoff "$@" add "Evidence: sha256:$(digest "$READY/plan.ini")"
}

it "accept: both schools and the supplier sign, each for itself"
is "what of the sample's policy was changed" "$(sample | diff - "$CENTRAL/sluis/policy.ini")" ""
all_sign
listed kim fatima els luuk
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"
IN=$CENTRAL sluis noor report
for each in "Kim Jansen (kim, School Noord) signed off: users-noord" "Luuk Smit (luuk, School Zuid) signed off: owner-zuid" \
	"Jan Bakker (jan, Bouwer BV) signed off: operations"; do
	has_words "text" "$(tr -s '\n ' ' ' <<<"$OUT")" "$each"
done

it "refuse: one school has not signed, whatever the others did"
all_sign user-zuid
listed kim fatima els luuk
push_as noor production
refused production signoff-proven
says signoff-proven "Fatima el Idrissi"

# A name of this side in a place of that side: PERSON ROLE WHOSE.
for each in "noor user-noord of the supplier for Noord" "jan owner-zuid of the supplier for Zuid" \
	"tess user-zuid who tested for Zuid" "dirk owner-noord who made it for Noord" "kim user-zuid of Noord for Zuid" \
	"luuk owner-noord of Zuid for Noord" "els user-noord who owns it there for its users"; do
	read -r who role whose <<<"$each"
	it "refuse: a sign-off, signed with their own key: $whose"
	signs "$who" "$role"
	is "the exit code" "$RC" 1
	has "what they read" "$OUT" "sluis: ${NAME[$who]} does not have the role $role"
	is "what stands there" "$(git -C "$CENTRAL" for-each-ref refs/signoffs)" ""
	by_hand "$who" "$role"
	push_as "$who" "signoffs/$who:refs/signoffs/$READY/$role/$who"
	refused "refs/signoffs/$READY/$role/$who" signoff-proven
done

it "refuse: a tag in the name of a school's user, with the key of the supplier"
by_hand kim user-noord key noor
push_as noor "signoffs/kim:refs/signoffs/$READY/user-noord/kim"
refused "refs/signoffs/$READY/user-noord/kim" signoff-proven

it "refuse: a tag in the name of Zuid's user, with the key of Noord's"
by_hand fatima user-zuid key kim
push_as kim "signoffs/fatima:refs/signoffs/$READY/user-zuid/fatima"
refused "refs/signoffs/$READY/user-zuid/fatima" signoff-proven

it "refuse: the merge lists the supplier in a school's place"
all_sign user-noord
listed noor fatima els luuk
push_as noor production
refused production signoff-present
says signoff-present "Noor Kaya"

it "refuse: the merge lists the users of one school for both"
all_sign user-zuid
listed kim kim els luuk
push_as noor production
refused production signoff-present
says signoff-present "Kim Jansen"

it "refuse: one owner for both schools"
all_sign owner-zuid
listed kim fatima els els
push_as noor production
refused production signoff-present
says signoff-present "Els de Vries"

it "refuse: a school pushes to production, and the supplier's tester as well"
all_sign
listed kim fatima els luuk
push_as luuk production
refused production push-access plan-performer
push_as tess production
refused production push-access plan-performer

finish
