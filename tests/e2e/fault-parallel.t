#!/bin/bash
# Many push at once: every verdict is in the audit, in one chain, and nothing is left behind.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=tests/e2e/fault.sh
. "${0%/*}/fault.sh"
world_make
push_as noor production
accepted "$(promoted)"
policy 's|^ref = refs/heads/development|ref = refs/heads/work/*|'
push_as dirk development:refs/heads/work/0
accepted
world_keep

central() {
	git -C "$CENTRAL" "$@"
}

# all_push N BRANCH: dirk pushes N different commits at once; BRANCH may hold %d, the number of the commit. Of each, WENT has its
# exit code and COMMITS itself.
all_push() {
	local i pids=()

	COMMITS=() WENT=()
	for ((i = 0; i < $1; i++)); do
		COMMITS+=("$(as dirk git -C "$CLONE" commit-tree "development^{tree}" -p development -m "Work $i")")
	done
	for ((i = 0; i < $1; i++)); do
		# shellcheck disable=SC2059
		SLUIS_TEST_PUSHER=dirk git -C "$CLONE" push -q "$CENTRAL" "${COMMITS[i]}:refs/heads/$(printf "$2" "$i")" \
			>"$T/world/push.$i" 2>&1 &
		pids+=($!)
	done
	for i in "${!pids[@]}"; do
		WENT[i]=0
		wait "${pids[i]}" || WENT[i]=$?
	done
}

# The verdicts since BEFORE_ALL, with this decision: what they are about.
verdicts() {
	central log --format=%b --grep "^Decision: $1\$" "$BEFORE_ALL..refs/sluis/audit" | sed -n 's/^New: //p' | sort
}

nothing_left() {
	is "locks and other leavings" "$(find "$CENTRAL" -name '*.lock' -o -name 'tmp_*' -o -name 'incoming*')" ""
	is "git fsck" "$(central fsck --strict --no-dangling 2>&1)" ""
	is "the entries on one line" "$(central rev-list --count --first-parent refs/sluis/audit)" "$(central rev-list --count refs/sluis/audit)"
	whole
}

BEFORE_ALL=$(central rev-parse refs/sluis/audit)

it "fifty branches at once: all go in, with fifty verdicts and fifty outcomes"
all_push 50 work/many-%d
is "the exit codes" "$(printf '%s\n' "${WENT[@]}" | sort | uniq -c | tr -s ' ')" " 50 0"
# On a slow machine some are told that they wait.
is "what was said" "$(sed '/sluis: waiting: /d' "$T"/world/push.*)" ""
is "the branches" "$(central for-each-ref --format='%(objectname)' 'refs/heads/work/many-*' | sort)" "$(printf '%s\n' "${COMMITS[@]}" | sort)"
is "the accepting verdicts" "$(verdicts accept)" "$(printf '%s\n' "${COMMITS[@]}" | sort)"
is "the outcomes" "$(central log --format=%b --grep '^Outcome: moved$' "$BEFORE_ALL..refs/sluis/audit" | sed -n 's/^New: //p' | sort -u)" \
	"$(printf '%s\n' "${COMMITS[@]}" | sort)"
nothing_left

it "twenty pushes to one branch at once: one goes in, and every verdict is there"
all_push 20 work/0
won='' judged=''
for i in "${!WENT[@]}"; do
	said=$(cat "$T/world/push.$i")
	case ${WENT[i]},$said in
	0,*) won+=${COMMITS[i]} judged+=${COMMITS[i]}$'\n' ;;
	*"(failed to update ref)"*) judged+=${COMMITS[i]}$'\n' ;;
	*"fix: it was accepted on top of another value: push it again"*) judged+=${COMMITS[i]}$'\n' ;; # git asks first, since 2.50
	*"somebody else was faster: git fetch, then push"*"(pre-receive hook declined)"*) judged+=${COMMITS[i]}$'\n' ;;
	*"(fetch first)"* | *"(non-fast-forward)"*) ;;	# the client saw it and did not push
	*) wrong "what a loser is told is:" "$said" ;;
	esac
done
is "the branch is what the one who won pushed" "$(tip work/0)" "$won"
is "the outcomes" "$(central log --format=%b --grep '^Outcome: moved$' "$BEFORE_ALL..refs/sluis/audit" | sed -n 's/^New: //p')" "$won"
is "the verdicts" "$({ verdicts accept; verdicts reject; verdicts undecided; } | sort)" "$(printf %s "$judged" | sort)"
nothing_left
losers=$(($(verdicts accept | wc -l) - 1))
faketime_lib=$(ls /usr/lib/*/faketime/libfaketime.so.1 2>"$T/null" || true)
if [ -n "$faketime_lib" ]; then
	is "of those who lost, what is told after ten minutes" "$(cd "$CENTRAL" && env "LD_PRELOAD=$faketime_lib" FAKETIME=+11m \
		"ASAN_OPTIONS=$ASAN_OPTIONS:verify_asan_link_order=0" "$SLUIS_BUILD/git-sluis" audit reconcile | cut -d ' ' -f 1)" "$losers"
	is "outcomes that tell so" "$(central log --format=%h --grep '^Outcome: not-moved$' "$BEFORE_ALL..refs/sluis/audit" | wc -l)" "$losers"
	whole
fi

finish
