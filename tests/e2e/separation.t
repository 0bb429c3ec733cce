#!/bin/bash
# A policy that switches separation of duties off says so: to who lints it, in the doctor, and in each form of the report.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

reported() {
	(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" report "$@") >"$T/out" 2>&1 || echo "# report: $?"
	[[ " $* " != *" json "* ]] || keep_json "$(cat "$T/out")"
}

# in_each_form LINES: the promotion is an exception because of these, and criteria 5 and 9 were not asked.
in_each_form() {
	local off=$1

	reported
	has "text" "$(sed -n '/^Exceptions/,/^Population/p' "$T/out" | tr -s '\n ' ' ')" \
		"1 promotions under a policy that does not keep duties apart"
	has "text" "$(tr -s '\n ' ' ' <"$T/out")" "production $READY: $off"
	has "text, criterion 5" "$(cat "$T/out")" "
- 5  Sign-off of the stakeholders recorded: not asked by the policy
    not asked by the policy: signoff-proven
"
	has "text, criterion 9" "$(cat "$T/out")" "
- 9  Access and separation of duties: not asked by the policy
    not asked by the policy: "
	reported --language nl
	has "Dutch" "$(tr -s '\n ' ' ' <"$T/out")" "promoties onder een beleid dat functiescheiding uitzet"
	has "Dutch, criterion 9" "$(cat "$T/out")" "- 9  Toegang en functiescheiding: niet gevraagd door het beleid"
	reported --format csv
	has "CSV" "$(grep -a unseparated "$T/out")" "production $READY: ${off//\"/\"\"}"
	is "CSV, the criteria" "$(grep -a '^"promotion"' "$T/out" | grep -o '"not-asked"' | wc -l)" 2
	reported --format json
	is "JSON" "$(perl -MJSON::PP -e 'local $/; print map { $_->{text} } grep { $_->{kind} eq "unseparated" } @{decode_json(<STDIN>)->{events}}' <"$T/out")" \
		"production $READY: $off"
	is "JSON, the criteria" "$(perl -MJSON::PP -e 'local $/; print map { "$_->{criterion}:$_->{status} " } grep { $_->{status} eq "not-asked" }
		@{decode_json(<STDIN>)->{promotions}[0]{criteria}}' <"$T/out")" "5:not-asked 9:not-asked "
	reported --format html
	# shellcheck disable=SC2001
	has "HTML" "$(cat "$T/out")" "production $READY: $(sed 's/"/\&quot;/g' <<<"$off")"
	has "HTML, criterion 9" "$(cat "$T/out")" "title=\"Access and separation of duties: not asked by the policy\">9 - not asked by the policy</span>"
}

it "lint: separation stands, and nobody says a word"
policy 's/^proof = trailer/proof = signature/' '/^\[environment "development"\]/a committer-is-pusher = yes'
is "the warnings" "$("$SLUIS_BUILD/git-sluis" policy --lint "$CENTRAL/sluis/policy.ini" 2>&1 | sed -n '/separation/p')" ""
hasnt "the page" "$("$SLUIS_BUILD/git-sluis" policy --markdown "$CENTRAL/sluis/policy.ini")" "signed off for"

it "report: sign-offs that nobody proves, and commits in another's name"
push_as noor production
accepted "$(promoted)"
in_each_form 'environment "development": committer-is-pusher = no; environment "production": proof = trailer'

world_reset
policy 's/^\[separation\]/&\nauthors-may-sign = yes\nauthors-may-promote = yes\nunknown-authors = allow\none-signer-one-role = no/' \
	's/^member = kim$/&\nmember = dirk/'
central_publish
world_keep
off='authors-may-sign = yes; authors-may-promote = yes; unknown-authors = allow; one-signer-one-role = no; signoff "users": developer dirk; environment "development": committer-is-pusher = no; environment "production": proof = trailer'

it "lint: a warning for each of the seven"
said=$("$SLUIS_BUILD/git-sluis" policy --lint "$CENTRAL/sluis/policy.ini" 2>&1)
while read -r each; do
	has "what it says" "$said" "policy.ini: warning: separation of duties is switched off: $each"
done <<<"${off//; /$'\n'}"
is "how many" "$(grep -c 'separation of duties is switched off' <<<"$said")" 7

it "doctor: worth knowing, each of them"
said=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" doctor --no-push --check policy -v 2>&1)
while read -r each; do
	has_words "what it says" "$(tr -s '\n ' ' ' <<<"$said")" "separation of duties is switched off: $each"
done <<<"${off//; /$'\n'}"

it "the policy as a page: in words"
said=$("$SLUIS_BUILD/git-sluis" policy --markdown "$CENTRAL/sluis/policy.ini")
has "the page" "$said" "* Makes changes, and may give this sign-off: users, Dirk Visser."
has "the page" "$("$SLUIS_BUILD/git-sluis" policy --markdown --language nl "$CENTRAL/sluis/policy.ini")" \
	"* Maakt wijzigingen, en mag deze accordering geven: users, Dirk Visser."

it "report: the promotions that it judged are exceptions, in each form"
push_as noor production
accepted "$(promoted)"
in_each_form "$off"

finish
