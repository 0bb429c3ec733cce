# shellcheck shell=bash
# Results of a test run, linked in place of an acceptance record.

# linked PATH...: these files of the ready release stand in the evidence, brought in by tess (or $TESTER), and the merge links them.
linked() {
	local each add=()

	evidence "${TESTER:-tess}"
	given promotions
	for each; do
		add+=(add "Acceptance-Result: $(link "$each")")
	done
	promotion drop Acceptance-Result "${add[@]}"
}

# no_record: the release has no acceptance record; what stands in its place comes.
no_record() {
	rm "$DOSSIERS/$READY/acceptance.ini"
}

# results FILE <TEXT: a file of the ready release, which is said to be about its candidate.
results() {
	sed "s/@COMMIT@/$(oid acceptance)/" >"$DOSSIERS/$READY/$1"
}

# junit ELEMENT...: acceptance.xml with these in its one suite, of the candidate, tested after the criteria.
junit() {
	{
		echo '<?xml version="1.0" encoding="UTF-8"?>'
		echo '<testsuite name="marks" timestamp="2026-01-20T09:00:00Z" time="60">'
		echo '<properties><property name="commit" value="@COMMIT@"/></properties>'
		printf '%s\n' "$@"
		echo '</testsuite>'
	} | results acceptance.xml
}

OWN='<testcase classname="Marks" name="[AC-1] own marks"/>'
