# shellcheck shell=bash
# The commands of people, given in the clone.

# people_commands: the clone has the central repository as its origin, over the transport of the test.
people_commands() {
	local url=$CENTRAL

	[ "$TRANSPORT" != ssh ] || url=ssh://$(id -un)@central$CENTRAL
	git -C "$CLONE" remote add origin "$url"
}

# sluis PERSON ARGUMENT...: git sluis as that person, in IN or the clone, with the key KEY or his own; OUT is all that it printed, RC its exit code.
sluis() {
	local who=$1 key=$T/keys/$1 ssh=

	shift
	if [ "$TRANSPORT" = ssh ]; then
		key=$SSHD/$who
		ssh=$(ssh_command "$who")
	fi
	git -C "$CLONE" config user.email "$who@example.org"
	git -C "$CLONE" config user.name "${NAME[$who]:-$who}"
	git -C "$CLONE" config user.signingkey "${KEY:-$key}"
	RC=0
	OUT=$(cd "${IN:-$CLONE}" && GIT_SSH_COMMAND=$ssh SLUIS_TEST_PUSHER=$who "$SLUIS_BUILD/git-sluis" "$@" 2>&1 </dev/null) ||
		RC=$?
	[[ " $* " != *" json "* ]] || keep_json "$OUT"
}

# did WHAT: the last command succeeded.
did() {
	is "the exit code of $1" "$RC" 0
	[ "$RC" = 0 ] || wrong "$OUT"
}

# failed CODE TEXT...: the last command ended so, and said this, whatever the blanks and ends of lines.
failed() {
	local each said

	is "the exit code" "$RC" "$1"
	shift
	said=$(tr -d '\n' <<<"$OUT")
	for each; do
		has_words "what was said" "$said" "$each"
	done
	[ ${#tap_wrong[@]} -eq 0 ] || wrong "$OUT"
}

# trailers BRANCH: of what the central repository has there.
trailers() {
	git -C "$CENTRAL" log -1 --format=%B "$1" | git interpret-trailers --parse
}
