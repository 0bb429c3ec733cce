# shellcheck shell=bash
# The evidence: a folder of dossiers, committed to the branch promotions of the clone.

digest() {
	local sum

	sum=$(sha256sum <"$DOSSIERS/$1")
	echo "${sum%% *}"
}

# link FILE: what a record or a trailer says of a file of the evidence.
link() {
	echo "git:$1 sha256:$(digest "$1")"
}

# dossier ID CANDIDATE [TESTER]: criteria, log and record of a test that passed.
dossier() {
	local commit sum

	mapfile -t commit < <(git -C "$CLONE" rev-parse "$2" "$2^{tree}")
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
	mapfile -t sum < <(cd "$DOSSIERS/$1" && exec sha256sum criteria.ini ac-1.log)
	cat >"$DOSSIERS/$1/acceptance.ini" <<-INI
		[acceptance]
		promotion = $1
		candidate = ${commit[0]}
		tree = ${commit[1]}
		environment = acceptance
		criteria = git:$1/criteria.ini sha256:${sum[0]%% *}
		executed-by = ${3:-tess}
		started = 2026-01-20T09:00:00+01:00
		finished = 2026-01-20T11:30:00+01:00
		verdict = pass

		[result "AC-1"]
		outcome = pass
		log = git:$1/ac-1.log sha256:${sum[1]%% *}
	INI
}

# NOW is what the clock of the case says, in seconds since 1970.
read_clock() {
	[ -z "${FAKETIME:-}" ] || NOW=$(date +%s)
	[ -n "${FAKETIME:-}" ] || printf -v NOW '%(%s)T' -1
}

moment() {
	case $1${FAKETIME:+ by another clock} in
	now) printf '%(%Y-%m-%dT%H:%M:%SZ)T\n' -1 ;;
	@*) printf '%(%Y-%m-%dT%H:%M:%SZ)T\n' "${1#@}" ;;
	*) date -u -d "$1" +%Y-%m-%dT%H:%M:%SZ ;;
	esac
}

# tested_now ID: the test of that dossier began this moment, after everything that was pushed before.
tested_now() {
	sed -i -e "s/^started = .*/started = $(moment now)/" -e "s/^finished = .*/finished = $(moment now)/" \
		"$DOSSIERS/$1/acceptance.ini"
}

# criteria_stand PERSON: those of all dossiers stand in the central repository too, as if pushed long ago.
criteria_stand() {
	evidence_commit "$1" "Criteria" '*criteria.ini'
	given promotions
}

# comes_to_acceptance ID: what is on development goes there by accepted pushes, and then the criteria of ID come in.
comes_to_acceptance() {
	push_as dirk development
	accepted
	branch test development
	push_as tess test
	accepted
	branch acceptance development
	push_as tess acceptance
	accepted
	dossier "$1" acceptance
	evidence_commit tess "Criteria" "*criteria.ini"
	push_as tess promotions
	accepted
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

# evidence PERSON [MESSAGE]: commits the folder as it is, criteria before what was tested by them.
evidence() {
	evidence_commit "$1" "Criteria" '*criteria.ini' "${2:-Evidence}" .
}

# evidence_commit PERSON MESSAGE PATHS [MESSAGE PATHS]: what has changed there; nothing is no commit.
evidence_commit() {
	local who=$1 tree old='' at=''

	shift
	export GIT_INDEX_FILE=$T/evidence.index
	if read_value "$CLONE" refs/heads/promotions; then
		at=$VALUE
		old=$(git -C "$CLONE" rev-parse "$at^{tree}")
		git -C "$CLONE" read-tree "$old"
	else
		rm -f "$GIT_INDEX_FILE"
	fi
	while [ $# -gt 0 ]; do
		git -C "$CLONE" --work-tree="$DOSSIERS" add -A "$2" 2>"$T/null" || :
		tree=$(git -C "$CLONE" write-tree)
		if [ "$tree" != "${old:-4b825dc642cb6eb9a060e54bf8d69288fbee4904}" ]; then
			at=$(as "$who" exec git -C "$CLONE" commit-tree "$tree" ${at:+-p "$at"} -m "$1")
			old=$tree
		fi
		shift 2
	done
	unset GIT_INDEX_FILE
	[ -z "$at" ] || branch promotions "$at"
}

# history_lost: a commit of the evidence's history is not there any more.
history_lost() {
	echo "more" >>"$DOSSIERS/README"
	evidence_commit tess "More" README
	given promotions
	lose "$(oid promotions~)"
}
