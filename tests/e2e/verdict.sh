# shellcheck shell=bash
# What a push should have come to. Each of these asserts the whole of it: the exit code of the push, which refs
# moved, and every rule that speaks.

RULES=(
	reserved-ref policy-published pusher-known push-access ref-protected committer-is-pusher commits-signed freeze merge-only
	comes-from complete nothing-lost rollback emergency emergency-review plan-linked plan-complete plan-window
	plan-performer deployment-recorded impact-stated impact-floor parallel-run acceptance-linked evidence-intact evidence-by
	acceptance-bound criteria-first criteria-independent tester-not-author acceptance-passed signoff-present
	signoff-proven signoff-current signoff-veto promotion-once roles-assigned author-known
	author-not-approver author-not-promoter
)
declare -A CRITERION=(
	[policy-published]=1 [committer-is-pusher]=9 [freeze]=3 [rollback]=8 [emergency]=3 [emergency-review]=3 [deployment-recorded]=2
	[plan-linked]=2 [plan-complete]=2 [plan-window]=2 [plan-performer]=2 [impact-stated]=4 [impact-floor]=4
	[parallel-run]=4 [evidence-by]=6 [criteria-first]=6 [criteria-independent]=6 [tester-not-author]=9 [commits-signed]=9 [signoff-proven]=5 [signoff-current]=5 [signoff-veto]=5 [promotion-once]=5
	[reserved-ref]=9 [pusher-known]=9 [push-access]=9 [ref-protected]=9 [merge-only]=3 [comes-from]=3
	[complete]=8 [nothing-lost]=8 [acceptance-linked]=6 [evidence-intact]=6 [acceptance-bound]=6
	[acceptance-passed]=6 [signoff-present]=5 [roles-assigned]=7 [author-known]=9 [author-not-approver]=9
	[author-not-promoter]=9
)
block=		# the one that says() looks into

full_ref() {
	case $1 in
	refs/*) echo "$1" ;;
	*) echo "refs/heads/$1" ;;
	esac
}

# accepted [LINE]...: every ref that was pushed is what the clone has, and the gate said exactly these lines.
accepted() {
	local each src dst want said

	ANSWERED=yes
	is "the exit code of the push" "$STATUS" 0
	printf -v said '%s\n' "${ANSWER_REMOTE[@]}"
	printf -v want '%s\n' "$@"
	while [[ $said == *$'\n' ]]; do said=${said%?}; done
	while [[ $want == *$'\n' ]]; do want=${want%?}; done
	is "what the gate said" "$said" "$want"
	ANSWER_HEAD=()
	for each in "${PUSHED[@]}"; do
		[[ $each != -* ]] || continue
		src=${each%%:*} dst=${each#*:}
		[[ $dst == refs/* ]] || dst=refs/heads/$dst
		src=${src#+} want=
		[ -z "$src" ] || { read_oid "$src" && want=$VALUE; }
		read_value "$CENTRAL" "$dst" || :
		is "$dst" "$VALUE" "$want"
	done
	[ ${#tap_wrong[@]} -eq 0 ] || answer_shown
}

# The line that the gate says of a promotion that went in.
promoted() {
	echo "sluis: production: promotion ${1:-$READY} accepted (policy 2026-1, sign-offs by trailer alone)"
}

# reviewed_by [ID]: the lines after it, of an emergency.
reviewed_by() {
	local due

	due=$(git -C "$CENTRAL" log --format=%B refs/sluis/audit | sed -n 's/^Review-Until: //p' | head -n 1)
	echo "sluis: its review is due by $(moment "@$due"); who does what says:"
	echo "       git sluis status ${1:-$READY}"
}

# What every refused push has in common.
not_moved() {
	ANSWERED=yes
	is "the exit code of the push" "$STATUS" 1
	is "the refs of the central repository" "$AFTER" "$BEFORE"
	has "what git says" "$ANSWER_CLIENT" "(${GIT_SAYS:-pre-receive hook declined})"
}

# find_stays PLACE: STAYS is its old value, as the gate shows it.
find_stays() {
	local ref=$1 old=

	[[ $ref == refs/* ]] || ref=refs/heads/$ref
	[[ ! $'\n'$BEFORE$'\n' =~ $'\n'"$ref "([0-9a-f]+)$'\n' ]] || old=${BASH_REMATCH[1]}
	[ "$ref" != refs/sluis/audit ] || old=$AUDIT_BEFORE
	STAYS="is not created"
	[ -z "$old" ] || STAYS="stays at ${old:0:7}"
}

# count_rules N: COUNTED says so many.
count_rules() {
	COUNTED="$1 rules are"
	[ "$1" != 1 ] || COUNTED="1 rule is"
}

# findings_are RULE...: the findings of the block are exactly those of these rules; of the ones in $unchecked, that
# they could not be checked.
findings_are() {
	local rule want='' text

	for rule in "${RULES[@]}"; do
		[[ " $* " != *" $rule "* ]] || want+="$rule CH.06-${CRITERION[$rule]}"$'\n'
	done
	is "the rules that speak" "${ANSWER_RULES[block]}" "$want"
	for rule; do
		text=${ANSWER_TEXT["$block $rule"]:-}
		has "$rule" "$text" "fix: "
		if [[ " ${unchecked:-} " == *" $rule "* ]]; then
			is "$rule" "${text:0:22}" "could not be checked: "
		else
			hasnt "$rule" "$text" "could not be checked: "
		fi
	done
}

# The last lines of a refusal.
ending() {
	local last=${ANSWER_REMOTE[*]: -1}

	is "the last line" "$last" "policy 2026-1  https://intranet.example.org/promotion"
}

# refused PLACE RULE... [unchecked RULE...]: an environment or a ref stays, and exactly these rules say why.
refused() {
	local place=$1 unmet unchecked='' head

	shift
	if [[ " $* " == *" unchecked "* ]]; then
		unchecked=" $* "
		unchecked=${unchecked#* unchecked }
	fi
	unmet=" $* "
	unmet=${unmet%% unchecked *}
	find_stays "${REF_OF:-$place}"
	# shellcheck disable=SC2086
	set -- $unmet
	count_rules $#
	head="$place $STAYS: $COUNTED not met"
	# shellcheck disable=SC2086
	set -- $unchecked
	[ $# = 0 ] || head+=", $# could not be checked"
	not_moved
	find_block "$place [si][ts]*"
	is "the head about $place" "${ANSWER_HEAD[block]:-none}" "$head"
	if [ -n "$block" ]; then
		# shellcheck disable=SC2086
		findings_are $unmet $unchecked
		ANSWER_SEEN[block]=yes
		ending
	fi
	[ ${#tap_wrong[@]} -eq 0 ] || answer_shown
}

# undecided PLACE RULE...: exactly these rules could not be checked, and none is known to be unmet.
undecided() {
	local place=$1 unchecked

	shift
	unchecked="$*"
	not_moved
	find_block "could not decide about $place, *"
	find_stays "${REF_OF:-$place}"
	count_rules $#
	is "the head about $place" "${ANSWER_HEAD[block]:-none}" "could not decide about $place, which $STAYS: $COUNTED unchecked"
	if [ -n "$block" ]; then
		findings_are "$@"
		ANSWER_SEEN[block]=yes
		ending
	fi
	[ ${#tap_wrong[@]} -eq 0 ] || answer_shown
}

# undecided_all CAUSE [TEXT]...: nothing was judged; CAUSE is all of the first sentence, the TEXTs stand after it.
undecided_all() {
	local cause=$1 each head

	shift
	not_moved
	find_block "could not decide: *"
	head=${ANSWER_HEAD[block]:-none}
	is "the head, without its blanks" "${head// /}" "couldnotdecide:${cause// /}"
	if [ -n "$block" ]; then
		for each in "$@" "fix: "; do
			has_words "the rest" "${ANSWER_TEXT["$block "]:-}" "$each"
		done
		is "the rules that speak" "${ANSWER_RULES[block]}" ""
		ANSWER_SEEN[block]=yes
	fi
	[ ${#tap_wrong[@]} -eq 0 ] || answer_shown
}

# says RULE TEXT: among the findings of the last block.
says() {
	has_words "$1" "${ANSWER_TEXT["$block $1"]:-}" "$2"
}

# mends RULE TEXT: who does what.
mends() {
	says "$1" "fix: $2"
}

# paste_mend PERSON RULE: the person runs, in the clone, the command that the last answer gives for the rule.
paste_mend() {
	local line rule='' command=''

	for line in "${ANSWER_REMOTE[@]}"; do
		[[ ! $line =~ ^([a-z-]+)\ \ CH ]] || rule=${BASH_REMATCH[1]}
		[[ $rule != "$2" || ! $line =~ ^\ {7}(git\ |m=\$) ]] || command=${line#       }
	done
	has "the command of $2" "$command" "git "
	git -C "$CLONE" remote get-url origin >"$T/null" 2>&1 || git -C "$CLONE" remote add origin "$CENTRAL"
	(cd "$CLONE" && SLUIS_TEST_PUSHER=$1 as "$1" bash -ec "$command") >"$T/pasted" 2>&1 ||
		wrong "$command:" "$(cat "$T/pasted")"
}

# pasted_in LINE: the command that was pasted pushed what is checked out now, and the gate said that.
pasted_in() {
	has "what the gate said" "$(cat "$T/pasted")" "remote: $1"
	is "refs/heads/production" "$(tip production)" "$(oid HEAD)"
}

# amend OPTIONS: how the merge production is amended where it is checked out, and nothing else.
amend() {
	echo "git rev-parse HEAD^2 | grep -q ^$(short production^2) && git commit --amend --only$*"
}
