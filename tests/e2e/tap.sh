# shellcheck shell=bash
# TAP: one test line for each case, which is as good as all its assertions. A case that
# asserted nothing fails too.

tap_n=0
tap_name=
tap_skip=
tap_asserted=0
tap_wrong=()

tap_end() {
	[ -n "$tap_name" ] || return 0
	tap_n=$((tap_n + 1))
	[ "$tap_asserted" -gt 0 ] || tap_wrong+=("nothing was asserted")
	if [ -n "$tap_skip" ]; then
		echo "ok $tap_n - $tap_name # SKIP $tap_skip"
	elif [ ${#tap_wrong[@]} -eq 0 ]; then
		echo "ok $tap_n - $tap_name"
	else
		echo "not ok $tap_n - $tap_name"
		printf '%s\n' "${tap_wrong[@]}" | sed 's/^/#   /'
	fi
	tap_name=
}

# Starts a case in a world of its own, and ends the one before.
it() {
	close_case
	tap_name=$1 tap_skip='' tap_asserted=0 tap_wrong=()
	world_reset
}

# Ends the last case and the test.
finish() {
	close_case
	json_ends
	echo "1..$tap_n"
}

close_case() {
	[ -z "$tap_name" ] || answer_all_read
	tap_end
}

skip() {
	tap_skip=$1
}

wrong() {
	tap_wrong+=("$@")
}

# is WHAT GOT WANTED
is() {
	tap_asserted=$((tap_asserted + 1))
	[ "$2" = "$3" ] || wrong "$1 is:" "  $2" "and should be:" "  $3"
}

# has WHAT TEXT PART
has() {
	tap_asserted=$((tap_asserted + 1))
	[[ $2 == *"$3"* ]] || wrong "$1 is:" "  $2" "and should hold:" "  $3"
}

# has_words WHAT TEXT PART: whatever the blanks; a long path may have been cut at the end of a line.
has_words() {
	tap_asserted=$((tap_asserted + 1))
	[[ ${2// /} == *"${3// /}"* ]] || wrong "$1 is:" "  $2" "and should hold:" "  $3"
}

# hasnt WHAT TEXT PART
hasnt() {
	tap_asserted=$((tap_asserted + 1))
	[[ $2 != *"$3"* ]] || wrong "$1 is:" "  $2" "and should not hold:" "  $3"
}
