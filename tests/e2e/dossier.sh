# shellcheck shell=bash
# The evidence: a folder of dossiers, committed to the branch promotions of the clone.

digest() {
	sha256sum <"$DOSSIERS/$1" | cut -d ' ' -f 1
}

# link FILE: what a record or a trailer says of a file of the evidence.
link() {
	echo "git:$1 sha256:$(digest "$1")"
}

# dossier ID CANDIDATE: criteria, log and record of a test that passed.
dossier() {
	mkdir -p "$DOSSIERS/$1"
	cat >"$DOSSIERS/$1/criteria.ini" <<-INI
		[criteria]
		promotion = $1

		[criterion "AC-1"]
		description = A pupil sees only his own marks

		[criterion "AC-2"]
		description = The report prints within 10 seconds
		required = no
	INI
	echo "$1: 12 tests, all good" >"$DOSSIERS/$1/ac-1.log"
	cat >"$DOSSIERS/$1/acceptance.ini" <<-INI
		[acceptance]
		promotion = $1
		candidate = $(oid "$2")
		tree = $(oid "$2^{tree}")
		environment = acceptance
		criteria = $(link "$1/criteria.ini")
		executed-by = tess
		started = 2026-01-20T09:00:00+01:00
		finished = 2026-01-20T11:30:00+01:00
		verdict = pass

		[result "AC-1"]
		outcome = pass
		log = $(link "$1/ac-1.log")
	INI
}

# record SED-EXPRESSION...: changes the acceptance record of the ready release.
record() {
	local args=()

	for each; do
		args+=(-e "$each")
	done
	sed -i "${args[@]}" "$DOSSIERS/$READY/acceptance.ini"
}

# criteria SED-EXPRESSION...: changes its criteria; the record links the new ones.
criteria() {
	local args=()

	for each; do
		args+=(-e "$each")
	done
	sed -i "${args[@]}" "$DOSSIERS/$READY/criteria.ini"
	record "s|^criteria = .*|criteria = $(link "$READY/criteria.ini")|"
}

# evidence PERSON [MESSAGE]: commits the folder as it is.
evidence() {
	local tree commit parent=()

	export GIT_INDEX_FILE=$T/evidence.index
	git -C "$CLONE" --work-tree="$DOSSIERS" add -A .
	tree=$(git -C "$CLONE" write-tree)
	unset GIT_INDEX_FILE
	[ "${2:-}" = "Start the evidence" ] || parent=(-p refs/heads/promotions)
	commit=$(as "$1" git -C "$CLONE" commit-tree "$tree" "${parent[@]}" -m "${2:-Evidence}")
	branch promotions "$commit"
}
