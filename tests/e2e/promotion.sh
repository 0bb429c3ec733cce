# shellcheck shell=bash
# The merge that goes to production.

declare -A LINKED_BY=([acceptance.ini]=Acceptance-Result [plan.ini]=Implementation-Plan [parallel-run.ini]=Parallel-Run)

# The trailers that the ready release has.
trailers_ready() {
	local each sum files=()

	echo "Promotion: $1"
	for each in acceptance plan parallel-run; do
		[ ! -e "$DOSSIERS/$1/$each.ini" ] || files+=("$each.ini")
	done
	[ ${#files[@]} -eq 0 ] || while read -r sum each; do
		echo "${LINKED_BY[$each]}: git:$1/$each sha256:$sum"
	done < <(cd "$DOSSIERS/$1" && exec sha256sum "${files[@]}")
	[ -z "${IMPACT:-}" ] || echo "Impact: $IMPACT"
	printf '%s\n' "Accepted-by: ${NAME[kim]} <kim@example.org>" "Approved-by: ${NAME[els]} <els@example.org>" \
		"Released-by: ${NAME[jan]} <jan@example.org>"
}

# promotion [WORD VALUE]...: makes the merge on the branch production of the clone. Words:
#	id ID, base REV, candidate REV, tree TREE, by PERSON, parent REV (one more), parents "REV REV" (in their place),
#	title TEXT, drop KEY (a trailer), add "Key: value", message FILE (in place of all of it)
promotion() {
	local id=$READY base candidate=acceptance tree='' by=noor title='' file=''
	local drop=() add=() parents=() more=()

	base=none
	! read_value "$CENTRAL" refs/heads/production || base=$VALUE
	while [ $# -gt 0 ]; do
		case $1 in
		id) id=$2 ;;
		base) base=$2 ;;
		candidate) candidate=$2 ;;
		tree) tree=$2 ;;
		by) by=$2 ;;
		title) title=$2 ;;
		parent) more+=(-p "$2") ;;
		parents) read -ra parents <<<"$2" ;;
		drop) drop+=(-e "/^$2: /d") ;;
		add) add+=("$2") ;;
		message) file=$2 ;;
		*) echo "promotion: $1?" >&2; return 1 ;;
		esac
		shift 2
	done
	if [ -z "$file" ]; then
		file=$T/message
		{
			printf '%s\n\n' "${title:-Merge release $id}"
			[ ${#drop[@]} -gt 0 ] || trailers_ready "$id"
			[ ${#drop[@]} -eq 0 ] || trailers_ready "$id" | sed "${drop[@]}"
			[ ${#add[@]} -eq 0 ] || printf '%s\n' "${add[@]}"
		} >"$file"
	fi
	[ ${#parents[@]} -gt 0 ] || parents=("$base" "$candidate")
	branch production "$(as "$by" exec git -C "$CLONE" commit-tree "${tree:-$candidate^{tree\}}" "${parents[@]/#/-p}" \
		"${more[@]}" -F "$file")"
}

# on_acceptance: what development holds stands on test and acceptance too, as if moved there long ago.
on_acceptance() {
	branch test development
	branch acceptance development
	given development test acceptance
}

# tess_accepts: the same, and the gate lets it into acceptance now.
tess_accepts() {
	branch test development
	branch acceptance development
	given development test
	push_as tess acceptance
	accepted
}

# tested [WORD VALUE]...: the evidence as it is now is tess's and stands there, and the merge links it.
tested() {
	evidence tess
	given promotions
	promotion "$@"
}

# release ID REV: a dossier for it, which the central repository has.
release() {
	dossier "$1" "$2"
	evidence tess "Acceptance of $1"
	given promotions
}

# went_in [WORD VALUE]...: a promotion that the gate has let in.
went_in() {
	promotion "$@"
	went_in_as_is
}

# went_in_as_is: noor pushes the merge that stands in the clone.
went_in_as_is() {
	(cd "$CLONE" && SLUIS_TEST_PUSHER=noor git push -q "$CENTRAL" production) >"$T/answer" 2>&1 ||
		wrong "it did not go in:" "$(cat "$T/answer")"
}

# went_over [WORD VALUE]...: a promotion that production has had for long.
went_over() {
	promotion "$@"
	given production
}
