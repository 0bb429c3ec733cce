#!/bin/bash
# A policy that switches separation of duties off says so: to who lints it, in the doctor, and in each form of the report.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

reported() {
	(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" report "$@") >"$T/out" 2>&1 || echo "# report: $?"
	[[ " $* " != *" json "* ]] || keep_json "$(cat "$T/out")"
}

it "accept: separation stands, and nobody says a word"
push_as noor production
accepted "$(promoted)"
reported
hasnt "the report" "$(sed -n '/^Exceptions/,/^Population/p' "$T/out")" "separation"
is "the warnings" "$("$SLUIS_BUILD/git-sluis" policy --lint "$CENTRAL/sluis/policy.ini" 2>&1 | sed -n '/separation/p')" ""

world_reset
policy 's/^\[separation\]/&\nauthors-may-sign = yes\none-signer-one-role = no/'
central_publish
world_keep
off="authors-may-sign = yes; one-signer-one-role = no"

it "lint: a warning for each line"
said=$("$SLUIS_BUILD/git-sluis" policy --lint "$CENTRAL/sluis/policy.ini" 2>&1)
has "what it says" "$said" "policy.ini: warning: separation of duties is switched off: authors-may-sign = yes"
has "what it says" "$said" "policy.ini: warning: separation of duties is switched off: one-signer-one-role = no"
hasnt "what it says" "$said" "authors-may-promote"

it "doctor: worth knowing"
said=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" doctor --no-push --check policy -v 2>&1)
has_words "what it says" "$(tr -s '\n ' ' ' <<<"$said")" "separation of duties is switched off: authors-may-sign = yes"

it "report: the promotions that it judged are exceptions, in each form"
push_as noor production
accepted "$(promoted)"
reported
has "text" "$(sed -n '/^Exceptions/,/^Population/p' "$T/out" | tr -s '\n ' ' ')" \
	"promotions under a policy that does not keep duties apart"
has "text" "$(tr -s '\n ' ' ' <"$T/out")" "production $READY: $off"
reported --language nl
has "Dutch" "$(tr -s '\n ' ' ' <"$T/out")" "promoties onder een beleid dat functiescheiding uitzet"
reported --format csv
has "CSV" "$(grep -a unseparated "$T/out")" "production $READY: $off"
reported --format json
is "JSON" "$(perl -MJSON::PP -e 'local $/; print map { $_->{text} } grep { $_->{kind} eq "unseparated" } @{decode_json(<STDIN>)->{events}}' <"$T/out")" \
	"production $READY: $off"
reported --format html
has "HTML" "$(cat "$T/out")" "production $READY: $off"

finish
