# shellcheck shell=bash
# A result server: OpenSSH's own internal-sftp behind a real sshd, on a loopback port.
#	RESULTS		the folder with its files, in the world of each case
#	RESULTS_PORT, RESULTS_LOG (of sshd)
#	IDENTITY, KNOWN_HOSTS	what the policy says to sign in with

RESULTS_PID=

# results_make: the policy knows a result server at 127.0.0.1, which runs, and the log of the ready release lies there.
results_make() {
	RESULTS_SSHD=$T/results-sshd RESULTS=$T/world/results RESULTS_LOG=$T/results-sshd/log
	mkdir "$RESULTS_SSHD" "$RESULTS"
	for each in host other gate; do
		ssh-keygen -q -t ed25519 -N '' -C "$each" -f "$RESULTS_SSHD/$each"
	done
	cp "$RESULTS_SSHD/gate.pub" "$RESULTS_SSHD/authorized_keys"
	sftp_config >"$RESULTS_SSHD/config"
	sshd_command "$RESULTS_SSHD" >"$RESULTS_SSHD/sshd-i"
	chmod 755 "$RESULTS_SSHD/sshd-i"
	mkdir -m 700 "$CENTRAL/sluis/keys"
	cp "$RESULTS_SSHD/gate" "$CENTRAL/sluis/keys/gate"
	IDENTITY=$CENTRAL/sluis/keys/gate KNOWN_HOSTS=$CENTRAL/sluis/known_hosts
	git -C "$CENTRAL" config sluis.libexec "$SLUIS_BUILD"
	results_start
	pinned host
	policy_add '[sftp "127.0.0.1"]' "user = $(id -un)" "identity = $IDENTITY" "known-hosts = $KNOWN_HOSTS" \
		"port = $RESULTS_PORT" "timeout = 60"
	log_there
}

sftp_config() {
	cat <<-CONFIG
		HostKey $RESULTS_SSHD/host
		PidFile none
		AuthorizedKeysFile $RESULTS_SSHD/authorized_keys
		AuthenticationMethods publickey
		PermitRootLogin prohibit-password
		StrictModes no
		UsePAM $(sshd_pam)
		LogLevel VERBOSE
		Subsystem sftp internal-sftp
		ForceCommand internal-sftp
	CONFIG
}

results_start() {
	RESULTS_MODE=$RESULTS_SSHD/mode
	results_mode plain
	"$E2E/result-server" "$RESULTS_MODE" "$RESULTS_SSHD/sshd-i" >"$RESULTS_SSHD/port" 2>"$RESULTS_SSHD/errors" </dev/null &
	RESULTS_PID=$!
	until [ -s "$RESULTS_SSHD/port" ]; do
		kill -0 "$RESULTS_PID"
		sleep 0.02
	done
	RESULTS_PORT=$(cat "$RESULTS_SSHD/port")
}

results_stop() {
	[ -n "$RESULTS_PID" ] || return 0
	kill -- "-$RESULTS_PID" 2>/dev/null || true
	wait "$RESULTS_PID" 2>/dev/null || true
	RESULTS_PID=
}

# results_mode MODE [N]: how it is from now on, until the case is over; see result-server.
results_mode() {
	echo "$@" >"$RESULTS_MODE"
	: >"$RESULTS_MODE.seen"
	: >"$RESULTS_LOG"
}

# pinned KEY: known_hosts has that one for the server, and nothing else.
pinned() {
	echo "[127.0.0.1]:$RESULTS_PORT $(cut -d ' ' -f 1,2 "$RESULTS_SSHD/$1.pub")" >"$KNOWN_HOSTS"
}

# sftp_link FILE [DIGEST-OF]: the link to a file of the server.
sftp_link() {
	echo "sftp://127.0.0.1$RESULTS/$1 sha256:$(sha256sum <"${2:-$RESULTS/$1}" | cut -d ' ' -f 1)"
}

# log_linked LINK: the acceptance record links its log there, and stands in the evidence.
log_linked() {
	record "s|^log = .*|log = $1|"
	evidence tess "Log on the result server"
	given promotions
	promotion
}

log_there() {
	cp "$DOSSIERS/$READY/ac-1.log" "$RESULTS/ac-1.log"
	log_linked "$(sftp_link ac-1.log)"
}

# sessions: how often somebody has signed in during this case.
sessions() {
	grep -c "^Accepted publickey for " "$RESULTS_LOG" || true
}

# connections: how often somebody came, signed in or not.
connections() {
	wc -l <"$RESULTS_MODE.seen"
}
