# shellcheck shell=bash
# A push that is held open between its verdict and the move, by a kept hook.

# held_world: all hooks in the central repository, and held_hook.
held_world() {
	central_guard
	held_hook
}

# held_hook: one of somebody else's making, which holds the one push open that finds the file `hold`.
held_hook() {
	previous "$CENTRAL/hooks/pre-receive.d/50-slow" "[ -e '$T/hold' ] || exit 0" "mv '$T/hold' '$T/held'" \
		"for i in \$(seq 200); do [ -e '$T/go' ] && exit 0; sleep 0.1; done" "exit 1"
}

# until_there FILE
until_there() {
	local i

	for i in $(seq 200); do
		[ ! -e "$1" ] || return 0
		sleep 0.1
	done
	wrong "$1 never came"
}

# holding PERSON REFSPEC...: the push is judged, and not yet in.
holding() {
	local who=$1

	shift
	HELD_BEFORE=$(tip production)
	rm -f "$T/held" "$T/go"
	: >"$T/hold"
	(
		cd "$CLONE" || exit
		RC=0
		SLUIS_TEST_PUSHER=$who git push "$CENTRAL" "$@" >"$T/held-answer" 2>&1 || RC=$?
		echo "$RC" >"$T/held-status"
	) &
	HELD=$!
	until_there "$T/held"
}

# goes_on: it may end now; HELD_ANSWER is what its pusher read.
goes_on() {
	: >"$T/go"
	wait "$HELD" || true
	HELD_ANSWER=$(tr -s '\n ' ' ' <"$T/held-answer")
}

# stopped TEXT...: production is what it was, in those words.
stopped() {
	local each

	goes_on
	is "production" "$(tip production)" "$HELD_BEFORE"
	is "that the push fails" "$(($(cat "$T/held-status") != 0))" 1
	has "that the gate had accepted it" "$HELD_ANSWER" "accepted (policy"
	for each; do
		has "the answer" "$HELD_ANSWER" "$each"
	done
}

passed() {
	goes_on
	is "the exit code" "$(cat "$T/held-status")" 0
	[ "$(cat "$T/held-status")" = 0 ] || wrong "$HELD_ANSWER"
	is "production" "$(tip production)" "$(oid production)"
}

# soon: a moment at which a push that is held now is still held after `sleep 6`.
soon() {
	date -u -d '5 seconds' +%Y-%m-%dT%H:%M:%SZ
}
