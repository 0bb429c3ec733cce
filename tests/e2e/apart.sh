# shellcheck shell=bash
# A central repository whose audit is kept in another one, and a second node that has its own copy of the first.
#	APART	the audit repository
#	NODE_1, NODE_2	the two copies; CENTRAL is the one that people push to

# apart_make [LINE...]: [audit] of the policy names it, with these lines; the repository is armed.
# Work is on any branch refs/heads/work/, so that many can push at once.
apart_make() {
	APART=$T/world/audit.git
	git init -q --bare --template= "$APART"
	git -C "$APART" config core.fsync none
	git -C "$APART" config gc.auto 0
	mkdir "$APART/hooks"
	git -C "$CENTRAL" update-ref -d refs/sluis/policy
	sed -i 's|^ref = refs/heads/development|ref = refs/heads/work/*|' "$CENTRAL/sluis/policy.ini"
	policy_add '[audit]' "repository = ${APART_URL:-$APART}" 'timeout = 240' "$@"
	git -C "$CENTRAL" config core.logAllRefUpdates always
	central_guard
	arming
	echo "$OUT" >"$T/armed"
}

# arming: as install.sh does it.
arming() {
	served audit arm hooks/pre-receive hooks/reference-transaction hooks/post-receive
	did "audit arm"
}

# nodes_made: there are two copies from now on.
nodes_made() {
	NODE_1=$CENTRAL NODE_2=$T/world/node-2
	cp -a "$NODE_1" "$NODE_2"
}

# on_node NODE COMMAND...: the same with that copy as the central repository.
on_node() {
	local CENTRAL=$1

	shift
	"$@"
}

# served COMMAND...: git sluis where people push to, as its owner.
served() {
	RC=0
	OUT=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" "$@" 2>&1 </dev/null) || RC=$?
}

# kept: the newest entry of the audit repository.
kept() {
	git -C "$APART" rev-parse -q --verify refs/sluis/audit || echo none
}

# kept_short: as the gate shows it.
kept_short() {
	git -C "$APART" rev-parse --short=7 refs/sluis/audit
}

# handed_on: the second node gets the refs of the first, as a cluster does that without hooks.
handed_on() {
	git -C "$NODE_2" -c core.hooksPath="$T/none" fetch -q "$NODE_1" '+refs/heads/*:refs/heads/*'
}

# one_chain NODE...: the audit is one line, git finds nothing wrong with it, and it accounts for all that these nodes have.
one_chain() {
	local node

	is "the entries on one line" "$(git -C "$APART" rev-list --count --first-parent refs/sluis/audit)" \
		"$(git -C "$APART" rev-list --count refs/sluis/audit)"
	is "git fsck" "$(git -C "$APART" fsck --strict --no-dangling 2>&1 | sed '/unborn branch/d')" ""
	for node; do
		on_node "$node" served audit verify
		did "audit verify on ${node##*/}"
	done
}

# apart_server: an sshd listens, which lets the key of the gate at it: APART_URL, and APART_KEYS for the policy.
apart_server() {
	local each

	APART=$T/world/audit.git
	RESULTS_SSHD=$T/apart-sshd RESULTS_LOG=$T/apart-sshd/log KNOWN_HOSTS=$T/apart-sshd/known_hosts
	mkdir "$RESULTS_SSHD"
	for each in host other gate; do
		ssh-keygen -q -t ed25519 -N '' -C "$each" -f "$RESULTS_SSHD/$each"
	done
	echo "restrict,command=\"git-shell -c \\\"\$SSH_ORIGINAL_COMMAND\\\"\" $(cat "$RESULTS_SSHD/gate.pub")" >"$RESULTS_SSHD/authorized_keys"
	# Its shell reads nothing of whoever runs the tests, which takes a second of each connection here and there.
	{
		sftp_config | sed -e '/^Subsystem/d' -e '/^ForceCommand/d' -e 's/^PermitRootLogin .*/PermitRootLogin forced-commands-only/'
		echo "SetEnv HOME=$HOME GIT_CONFIG_NOSYSTEM=1"
	} >"$RESULTS_SSHD/config"
	sshd_command "$RESULTS_SSHD" >"$RESULTS_SSHD/sshd-i"
	chmod 755 "$RESULTS_SSHD/sshd-i"
	results_start
	pinned host
	APART_URL=ssh://$(id -un)@127.0.0.1:$RESULTS_PORT$APART
	APART_KEYS=("identity = $RESULTS_SSHD/gate" "known-hosts = $KNOWN_HOSTS")
}

# apart_ssh: from now on the nodes reach it over ssh.
apart_ssh() {
	apart_server
	apart_policy "s|^repository = .*|repository = $APART_URL\n${APART_KEYS[0]}\n${APART_KEYS[1]}|"
}

# apart_policy SED-EXPRESSION: changes the policy on both nodes, as if it were always so.
apart_policy() {
	local each

	for each in "$APART" "$NODE_1" "$NODE_2"; do
		git -C "$each" -c core.hooksPath="$T/none" update-ref -d refs/sluis/policy
	done
	sed -i "$1" "$NODE_1/sluis/policy.ini" "$NODE_2/sluis/policy.ini"
	served policy --publish
	did "policy --publish"
	git -C "$NODE_2" -c core.hooksPath="$T/none" fetch -q "$NODE_1" refs/sluis/policy:refs/sluis/policy
}
