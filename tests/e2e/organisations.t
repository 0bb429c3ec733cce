#!/bin/bash
# A supplier that hosts and two schools that sign: each side's sign-off is its own, and who signed for whom is shown.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
SAMPLE=$E2E/../../config/two-organisations/policy.ini

# works_for PERSON ORGANISATION
works_for() {
	policy "/^\\[[a-z]* \"$1\"\\]/a organisation = $2"
}

sluis() {
	(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" "$@") >"$T/out" 2>&1 || echo "# sluis: $?"
	[[ " $* " != *" json "* ]] || keep_json "$(cat "$T/out")"
}

# The supplier develops, tests and hosts; Kim signs for School Noord, Els for School Zuid.
for each in dirk dora tess noor jan ci; do
	works_for "$each" "Bouwer BV"
done
works_for kim "School Noord"
works_for els "School Zuid"
policy 's/^conflict = .*/&\nconflict = operator key-user\nconflict = operator system-owner\nconflict = key-user system-owner/' '/^member = luuk/d'
central_publish
world_keep

it "accept: each side signs for itself, and every form says for whom"
push_as noor production
accepted "$(promoted)"
sluis report
has "text" "$(tr -s '\n ' ' ' <"$T/out")" "Kim Jansen (kim, School Noord) signed off: users"
has "text" "$(tr -s '\n ' ' ' <"$T/out")" "Els de Vries (els, School Zuid) signed off: system-owner"
has "text" "$(cat "$T/out")" "Noor Kaya (noor, Bouwer BV) pushed"
sluis report --format json
has "JSON" "$(cat "$T/out")" "Kim Jansen (kim, School Noord)"
sluis report --format html
has "HTML" "$(cat "$T/out")" "Els de Vries (els, School Zuid)"
sluis roles
has "roles" "$(cat "$T/out")" "Kim Jansen (kim, School Noord)
  key-user; signs users"
has "roles, a service" "$(cat "$T/out")" "Build machine (ci, a service, Bouwer BV)"
sluis roles --format csv
has "roles, CSV" "$(cat "$T/out")" '"School Zuid"'
sluis roles --format json
is "roles, JSON" "$(perl -MJSON::PP -0777 -ne 'print map { "$_->{person}:$_->{organisation} " } grep { $_->{signs} } @{decode_json($_)->{roles}}' <"$T/out")" \
	"kim:School Noord els:School Zuid noor:Bouwer BV jan:Bouwer BV "
sluis policy --markdown
has "the page" "$(cat "$T/out")" "* key-user: Kim Jansen (School Noord)"

it "refuse: the supplier gives a school's sign-off"
promotion drop Accepted-by add "Accepted-by: $(signature noor)"
push_as jan production
refused production signoff-present
says signoff-present "Noor Kaya"

it "refuse: one school gives the other's sign-off"
promotion drop Approved-by add "Approved-by: $(signature kim)"
push_as noor production
refused production signoff-present
says signoff-present "Kim Jansen"

it "a policy in which somebody signs for both sides is refused"
policy 's/^member = kim$/&\nmember = noor/'
push_as noor production
undecided_all "the policy has 1 problem"

it "the sample: sound, keeps its duties apart, and lets nobody hold roles of two sides"
is "what lint says" "$("$SLUIS_BUILD/git-sluis" policy --lint "$SAMPLE" 2>&1)" ""
for each in "user-noord noor" "owner-zuid kim" "user-zuid tess" "owner-noord luuk"; do
	sed "s/^\\[role \"${each% *}\"\\]/&\nmember = ${each#* }/" "$SAMPLE" >"$T/policy.ini"
	chmod 644 "$T/policy.ini"
	status=0
	said=$("$SLUIS_BUILD/git-sluis" policy --lint "$T/policy.ini" 2>&1) || status=$?
	is "the exit code with $each" "$status" 1
	has "what it says of $each" "$said" "${each#* }"
done

finish
