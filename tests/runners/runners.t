#!/bin/bash
# Test runners, for real: what Sluis holds of the file against how the runner ended. First the files that were kept of each
# (results/), then the runners that are installed. SLUIS_RUNNERS=all runs all of their scenarios, kept none; else a few, of the quick ones.
# shellcheck source=tests/runners/lib.sh
. "${0%/*}/lib.sh"
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
VERDICT=$(realpath "$VERDICT")
quick=' fail skip retry missing '

# told OK NAME [LINE...]: one line of TAP, without its number.
told() {
	echo "$1 - $2"
	[ "$1" = ok ] || printf '#   %s\n' "${@:3}"
}

# held NAME: the files that were kept of that runner.
held() {
	local form scenario exit wanted got name=$1
	mkdir -p "$T/held/$name"
	awk -v at="$T/held/$name/" '
		/^@@ / { if (out) close(out); out = at $3 "." $2; print $2, $3, $4, substr($0, index($0, " : ") + 3) >(at "list"); printf "" >out; next }
		out { print >out }' "$RUNNERS/results/$name"
	while read -r form scenario exit wanted; do
		got=$("$VERDICT" "$T/held/$name/$scenario.$form" | head -n 1)
		if [ "$got" != "$wanted" ]; then
			told 'not ok' "$name: $scenario, kept as $form" "it is: $got" "and should be: $wanted"
		elif ! agree "$got" "$exit" "$(differs "$name" "$form" "$scenario")"; then
			told 'not ok' "$name: $scenario, kept as $form" "the runner ended with $exit, and it is: $got"
		else
			told ok "$name: $scenario, kept as $form"
		fi
	done <"$T/held/$name/list"
}

# ran NAME: the runner, if it is installed.
ran() {
	local name=$1 form scenario got
	runner "$name"
	if [ -n "$slow" ] && [ "${SLUIS_RUNNERS:-}" != all ]; then
		told ok "$name # SKIP slow; SLUIS_RUNNERS=all runs it"
		return
	elif ! version >"$T/version" 2>&1; then
		told ok "$name # SKIP not installed"
		return
	fi
	for scenario in $(runner_scenarios "$name"); do
		[ "${SLUIS_RUNNERS:-}" = all ] || [[ $quick == *" $scenario "* ]] || continue
		for form in $forms; do
			if ! runner_runs "$name" "$form" "$scenario"; then
				told ok "$name: $scenario as $form # SKIP it has none"
				continue
			fi
			got=$("$VERDICT" "out.$form" | head -n 2)
			if agree "$got" "$runs_exit" "$(differs "$name" "$form" "$scenario")"; then
				told ok "$name: $scenario as $form"
			else
				told 'not ok' "$name: $scenario as $form" "the runner ended with $runs_exit, and it is:" "$got" "$(tail -n 5 "$T/$name/run.log")"
			fi
		done
	done
}

for each in "$RUNNERS"/results/*; do
	held "${each##*/}"
done >"$T/told"
for each in "$RUNNERS"/with/*.sh; do
	[ "${SLUIS_RUNNERS:-}" != kept ] || break
	each=${each##*/}
	(ran "${each%.sh}") >"$T/told.${each%.sh}" &
	[ "$(jobs -rp | wc -l)" -lt 2 ] || wait -n
done
wait
cat "$T"/told* | awk '/^(not )?ok/ { n++; sub(/ok/, "ok " n) } { print } END { print "1.." n }'
