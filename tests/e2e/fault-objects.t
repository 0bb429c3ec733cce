#!/bin/bash
# Objects that the gate needs are broken or missing on the disk: it says which, and decides nothing.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=tests/e2e/fault.sh
. "${0%/*}/fault.sh"
world_make
change dirk src/pay.c
it_is_given dirk development
world_keep
AUDIT=refs/sluis/audit

# kept OID: its file, so that it can come back.
kept() {
	cp "$(loose "$1")" "$T/world/object"
}

# It is there again, as from a backup, and all is well.
brought_back() {
	cp -f "$T/world/object" "$(loose "$1")"
	push_as noor production
	accepted "$(promoted)"
	whole
}

for damage in broken lose; do
	it "the newest entry of the audit: $damage"
	git init -q --bare --template= "$T/world/copy"
	git -C "$CENTRAL" push -q "$T/world/copy" 'refs/sluis/*:refs/sluis/*'
	head=$(git -C "$CENTRAL" rev-parse $AUDIT)
	$damage "$head"
	push_as noor production
	# Git looks at what its refs point to, and is the one that refuses in the end.
	GIT_SAYS="missing necessary objects" not_moved
	said=$(printf '%s\n' "${ANSWER_REMOTE[@]}" | tr -s ' \n' ' ')
	has "what the gate says" "$said" "sluis: could not decide: the newest entry of $AUDIT, ${head:0:7}, cannot be read: "
	has "what the gate says" "$said" "fix: the administrator of the server brings it back from a copy: rm -f "
	command=$(printf '%s\n' "${ANSWER_REMOTE[@]}" | grep '^       rm -f .* && git fetch --refetch COPY refs/sluis/audit$')
	ANSWER_HEAD=()
	verify
	is "the exit code of audit verify" "$RC" 2
	has "what it says" "$OUT" "sluis: object ${head:0:7} cannot be read: "
	(cd "$CENTRAL" && bash -c "${command/COPY/$T/world/copy}") 2>"$T/null" || wrong "this failed:" "$command"
	push_as noor production
	accepted "$(promoted)"
	whole

	it "a piece of evidence: $damage"
	blob=$(oid "promotions:$READY/acceptance.ini")
	kept "$blob"
	$damage "$blob"
	push_as noor production
	undecided production evidence-intact
	says evidence-intact "$READY/acceptance.ini cannot be read: "
	whole
	brought_back "$blob"

	it "the candidate: $damage"
	candidate=$(oid acceptance)
	kept "$candidate"
	$damage "$candidate"
	push_as noor production
	GIT_SAYS="missing necessary objects" undecided production complete nothing-lost evidence-by criteria-independent acceptance-bound \
		tester-not-author author-known author-not-approver author-not-promoter
	says complete "object ${candidate:0:7} cannot be read: "
	says author-known "object ${candidate:0:7} cannot be read: "
	verify
	named "------- refs/heads/acceptance is at ${candidate:0:7}, which is missing or broken" \
		"------- refs/heads/test is at ${candidate:0:7}, which is missing or broken"
	brought_back "$candidate"
done

finish
