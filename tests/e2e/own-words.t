#!/bin/bash
# What somebody waived or accepted is shown to whoever signs, and is an exception in each form of the report.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
high_impact
record '/^\[result/,$ d'
printf '[result "AC-1"]\noutcome = waived\nreason = The printer comes <soon>\nwaived-by = kim\n' >>"$DOSSIERS/$READY/acceptance.ini"
evidence tess
planned
world_keep
waived="AC-1 waived by Kim Jansen (kim): The printer comes <soon>"
different="D-1 accepted by Els de Vries (els): The old one was wrong"

reported() {
	(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" report "$@") >"$T/out" 2>&1 || echo "# report: $?"
	[[ " $* " != *" json "* ]] || keep_json "$(cat "$T/out")"
}

it "thousands of differences: every form has them all, and none of them ends without memory"
sed -i '/^\[difference/,$ d' "$DOSSIERS/$READY/parallel-run.ini"
seq 3000 | sed 's/.*/[difference "D-&"]\ndescription = Rounding\naccepted-by = els\nreason = The old one was wrong\n/' \
	>>"$DOSSIERS/$READY/parallel-run.ini"
sed -i 's/^identical = .*/identical = 0/; s/^compared = .*/compared = 3000/' "$DOSSIERS/$READY/parallel-run.ini"
planned
push_as noor production
accepted "$(promoted)"
for each in text csv json html; do
	reported --format "$each"
	is "how many are named in the $each form" "$(tr -s '\n ' ' ' <"$T/out" | grep -o 'D-[0-9]* accepted by' | sort -u | wc -l)" 3000
done

it "accept: it goes over"
push_as noor production
accepted "$(promoted)"
world_keep

it "text: counted, named first, and with the criterion"
reported
has "the count" "$(cat "$T/out")" "       1  promotions with waivers or accepted differences"
shown=$(tr -s '\n ' ' ' <"$T/out")
has "the exception" "${shown%%Population*}" "production $READY: $waived; $different"
has "criterion 4" "$shown" "by own word: $different"
has "criterion 6" "$shown" "by own word: $waived"
has "what was proved of the plan" "$shown" "Plan, pushed in its window by its performer: met"

it "text: in Dutch"
reported --language nl
shown=$(tr -s '\n ' ' ' <"$T/out")
has "the exception" "$shown" "AC-1 vrijgesteld door Kim Jansen (kim): The printer comes <soon>; D-1 geaccepteerd door Els de Vries (els)"

it "CSV: a row of its own"
reported --format csv
has "the row" "$(grep -a own-word "$T/out")" "production $READY: $waived; $different"

it "JSON: an event of its own"
reported --format json
is "the count" "$(perl -MJSON::PP -e 'local $/; print decode_json(<STDIN>)->{exceptions}{"own-word"}' <"$T/out")" 1
is "the event" "$(perl -MJSON::PP -e 'local $/; print map { $_->{text} } grep { $_->{kind} eq "own-word" } @{decode_json(<STDIN>)->{events}}' <"$T/out")" \
	"production $READY: $waived; $different"

it "HTML: escaped"
reported --format html
has "the page" "$(cat "$T/out")" "AC-1 waived by Kim Jansen (kim): The printer comes &lt;soon&gt;; D-1 accepted by Els de Vries (els)"

it "another promotion alone: none of it"
reported --promotion 2026.99
has "the count" "$(cat "$T/out")" "       0  promotions with waivers or accepted differences"

finish
