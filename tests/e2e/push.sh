# shellcheck shell=bash
# Pushing as somebody, over the transport of the test: real sshd, or a local path where the pusher's name
# comes in a variable.

refs() {
	git -C "$CENTRAL" for-each-ref --format='%(refname) %(objectname)' 2>/dev/null | grep -v '^refs/sluis/audit ' || true
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
	answer_all_read
	PUSHED=("$@")
	BEFORE=$(refs)
	AUDIT_BEFORE=$(git -C "$CENTRAL" rev-parse -q --verify refs/sluis/audit || true)
	STATUS=0
	if [ "$TRANSPORT" = ssh ]; then
		url=ssh://$(id -un)@central$CENTRAL
		GIT_SSH_COMMAND=$(ssh_command "$who") git -C "$CLONE" push "$url" "$@" >"$T/answer" 2>&1 || STATUS=$?
	else
		SLUIS_TEST_PUSHER=$who git -C "$CLONE" push "$url" "$@" >"$T/answer" 2>&1 || STATUS=$?
	fi
	AFTER=$(refs)
	answer_read
}
