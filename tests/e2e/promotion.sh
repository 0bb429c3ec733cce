# shellcheck shell=bash
# The merge that goes to production.

# The trailers that the ready release has.
trailers_ready() {
	echo "Promotion: $1"
	[ ! -e "$DOSSIERS/$1/acceptance.ini" ] || echo "Acceptance-Result: $(link "$1/acceptance.ini")"
	[ ! -e "$DOSSIERS/$1/plan.ini" ] || echo "Implementation-Plan: $(link "$1/plan.ini")"
	[ ! -e "$DOSSIERS/$1/parallel-run.ini" ] || echo "Parallel-Run: $(link "$1/parallel-run.ini")"
	[ -z "${IMPACT:-}" ] || echo "Impact: $IMPACT"
	echo "Accepted-by: $(signature kim)"
	echo "Approved-by: $(signature els)"
	echo "Released-by: $(signature jan)"
}

# promotion [WORD VALUE]...: makes the merge on the branch production of the clone. Words:
#	id ID, base REV, candidate REV, tree TREE, by PERSON, parent REV (one more), parents "REV REV" (in their place),
#	title TEXT, drop KEY (a trailer), add "Key: value", message FILE (in place of all of it)
promotion() {
	local id=$READY base candidate=acceptance tree='' by=noor title='' file=''
	local drop=() add=() parents=() more=()

	base=$(tip production)
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
			trailers_ready "$id" | sed -e '' "${drop[@]}"
			[ ${#add[@]} -eq 0 ] || printf '%s\n' "${add[@]}"
		} >"$file"
	fi
	[ ${#parents[@]} -gt 0 ] || parents=("$base" "$candidate")
	branch production "$(as "$by" git -C "$CLONE" commit-tree "${tree:-$candidate^{tree\}}" "${parents[@]/#/-p}" \
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
