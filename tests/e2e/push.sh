# shellcheck shell=bash
# Pushing as somebody, over the transport of the test. TRANSPORT is one of
#	local	a path, where the pusher's name comes in a variable
#	ssh	a real sshd; REMOTE_PATH is what it knows the repository by
#	http	a real web server, at HTTP_URL, where the password of each person is "of-PERSON"
#	serve	a path, with `$SERVE PERSON` in place of git receive-pack

# read_refs: REFS is a line for each ref of the central repository, but for the audit.
read_refs() {
	local all each

	all=$'\n'$(git -C "$CENTRAL" for-each-ref --format='%(refname) %(objectname)' 2>/dev/null || true)
	for each in audit audit-start; do
		[[ ! $all =~ $'\n'"refs/sluis/$each "[0-9a-f]+ ]] || all=${all/"${BASH_REMATCH[0]}"/}
	done
	REFS=${all:1}
}

refs() {
	read_refs
	[ -z "$REFS" ] || echo "$REFS"
}

# unlisted COMMAND...: it meets a server that knows the pusher by a key, and cannot look keys up.
unlisted() {
	policy 's/^source = .*/source = ssh-key/'
	echo "publickey ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" >"$T/auth"
	SSH_USER_AUTH=$T/auth "$@"
}

# push_as PERSON [OPTION]... REFSPEC...: the answer is for verdict.sh.
push_as() {
	local who=$1 url=$CENTRAL

	shift
	PUSHED=("$@")
	case $TRANSPORT in
	ssh)
		url=ssh://$(id -un)@central${REMOTE_PATH:-$CENTRAL}
		GIT_SSH_COMMAND=$(ssh_command "$who") pushing git push "$url" "$@"
		;;
	http) GIT_ASKPASS=true pushing git push "http://${who:+$who:of-$who@}$HTTP_URL" "$@" ;;
	serve) pushing git push --receive-pack="$SERVE $who" "$url" "$@" ;;
	local) SLUIS_TEST_PUSHER=$who pushing git push "$url" "$@" ;;
	esac
}

# pushing COMMAND...: in the clone, of whatever PUSHED says.
pushing() {
	answer_all_read
	read_refs
	BEFORE=$REFS
	read_value "$CENTRAL" refs/sluis/audit || :
	AUDIT_BEFORE=$VALUE
	STATUS=0
	(cd "$CLONE" && "$@") >"$T/answer" 2>&1 || STATUS=$?
	read_refs
	AFTER=$REFS
	answer_read
}

# sent [-o OPTION]... COMMAND...: by the operator, with a client that is not git (raw-push).
sent() {
	local options=()

	while [ "$1" = -o ]; do
		options+=("$1" "$2")
		shift 2
	done
	read_refs
	BEFORE=$REFS
	PUSHED=("$@")
	STATUS=0
	SLUIS_TEST_PUSHER=noor "$E2E/raw-push" "${options[@]}" "$CENTRAL" "$@" >"$T/said" 2>"$T/report" || STATUS=$?
	sed 's/^/remote: /' "$T/said" >"$T/answer"
	read_refs
	AFTER=$REFS
	answer_read
	ANSWERED=yes
	ANSWER_SEEN=("${ANSWER_HEAD[@]}")
	is "the exit code of the client" "$STATUS" 0
}
