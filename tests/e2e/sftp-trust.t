#!/bin/bash
# Whom the gate believes when it fetches results, and with what it signs in.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
results_make
world_keep

HOST=127.0.0.1

# known LINE: known_hosts is this one line.
known() {
	printf '%s\n' "$@" >"$KNOWN_HOSTS"
}

key() {
	cut -d ' ' -f 1,2 "$RESULTS_SSHD/$1.pub"
}

shown() {
	ssh-keygen -l -f "$RESULTS_SSHD/host.pub" | cut -d ' ' -f 2
}

it "accept: a hashed name in known_hosts"
ssh-keygen -q -H -f "$KNOWN_HOSTS" >"$T/null" 2>&1
rm "$KNOWN_HOSTS.old"
has "known_hosts" "$(cat "$KNOWN_HOSTS")" "|1|"
push_as noor production
accepted "$(promoted)"

it "accept: among other keys and hosts, with comments"
known "# result servers" "" "other.example.org $(key gate)" "[$HOST]:$RESULTS_PORT $(key other)" \
	"other,[$HOST]:$RESULTS_PORT $(key host) results of 2026" "@revoked * $(key gate)" "@cert-authority *.org $(key other)"
push_as noor production
accepted "$(promoted)"

it "accept: a server with several keys, one of another kind pinned"
ssh-keygen -q -t ecdsa -N '' -f "$RESULTS_SSHD/ecdsa"
echo "HostKey $RESULTS_SSHD/ecdsa" >>"$RESULTS_SSHD/config"
pinned ecdsa
push_as noor production
accepted "$(promoted)"
sftp_config >"$RESULTS_SSHD/config"

it "accept: an ECDSA key to sign in with"
ssh-keygen -q -t ecdsa -N '' -f "$RESULTS_SSHD/sign"
cp "$RESULTS_SSHD/sign" "$IDENTITY"
cp "$RESULTS_SSHD/sign.pub" "$RESULTS_SSHD/authorized_keys"
push_as noor production
accepted "$(promoted)"
cp "$RESULTS_SSHD/gate.pub" "$RESULTS_SSHD/authorized_keys"

it "undecided: the host key was changed"
pinned other
push_as noor production
undecided production evidence-intact
says evidence-intact "$HOST shows the host key $(shown), and $KNOWN_HOSTS pins another: its key was changed, or this is not $HOST"
mends evidence-intact "the administrator of the server asks the one of $HOST, and corrects $KNOWN_HOSTS if the key was changed"
is "sessions" "$(sessions)" 0

# hardened LINES WHAT MEND KEY: a server with these lines in its sshd_config has no WHAT in common with libssh2; with MEND in
# their place, it has.
hardened() {
	sftp_config >"$RESULTS_SSHD/config"
	echo "$1" >>"$RESULTS_SSHD/config"
	push_as noor production
	undecided production evidence-intact
	says evidence-intact "$HOST offers no $2 that libssh2 1."
	mends evidence-intact "the administrator of $HOST $4"
	{ sftp_config && echo "$3"; } >"$RESULTS_SSHD/config"
	push_as noor production
	accepted "$(promoted)"
	sftp_config >"$RESULTS_SSHD/config"
}

# What no libssh2 knows, 1.11 with its hmac-*-etm and GCM neither; GCM would need no MAC.
it "undecided: a server that has MACs of another kind alone"
hardened $'Ciphers aes256-ctr\nMACs umac-128-etm@openssh.com,umac-64@openssh.com' MAC \
	$'Ciphers aes256-ctr\nMACs umac-128-etm@openssh.com,hmac-sha2-256' "adds hmac-sha2-256 to MACs in its sshd_config"

it "undecided: a server that has ciphers of another kind alone; libssh2 1.11 knows all that sshd has"
if grep -qa chacha20-poly1305 "$(ldd "$SLUIS_BUILD/sluis-fetch" | sed -n 's/.*=> \(.*libssh2[^ ]*\) .*/\1/p')"; then
	{ sftp_config && echo "Ciphers chacha20-poly1305@openssh.com"; } >"$RESULTS_SSHD/config"
	push_as noor production
	accepted "$(promoted)"
	sftp_config >"$RESULTS_SSHD/config"
else
	hardened "Ciphers chacha20-poly1305@openssh.com" cipher \
		"Ciphers chacha20-poly1305@openssh.com,aes256-ctr" "adds aes256-ctr to Ciphers in its sshd_config"
fi

it "undecided: a server that has key exchanges of another kind alone"
hardened "KexAlgorithms sntrup761x25519-sha512@openssh.com" "kind of host key or key exchange" \
	"KexAlgorithms curve25519-sha256" "gives it an Ed25519 host key (ssh-keygen -A), and adds curve25519-sha256 to KexAlgorithms"

it "undecided: a server that has an RSA key alone, which libssh2 does not take as it is signed today"
ssh-keygen -q -t rsa -N '' -f "$RESULTS_SSHD/rsa"
sftp_config | sed "s|/host\$|/rsa|" >"$RESULTS_SSHD/config"
pinned rsa
push_as noor production
undecided production evidence-intact
says evidence-intact "$HOST has an RSA host key alone in $KNOWN_HOSTS, and libssh2 1."
says evidence-intact "by which it is read, does not verify its signatures"
mends evidence-intact "the administrator of $HOST gives it an Ed25519 host key (ssh-keygen -A); that of the server adds it there"
sftp_config >"$RESULTS_SSHD/config"

it "undecided: another kind of key is pinned than the server has"
pinned rsa
push_as noor production
undecided production evidence-intact
says evidence-intact "$HOST shows an ssh-ed25519 host key, $(shown); the only kind that is pinned in $KNOWN_HOSTS is ssh-rsa"
mends evidence-intact "the administrator of the server asks the one of $HOST whether that key is theirs, and adds it to" \
	"(ssh-keyscan -p $RESULTS_PORT $HOST shows it)"
is "sessions" "$(sessions)" 0
echo "[$HOST]:$RESULTS_PORT $(key host)" >>"$KNOWN_HOSTS"
push_as noor production
accepted "$(promoted)"

it "undecided: the host key is revoked, for whatever hosts"
known "[$HOST]:$RESULTS_PORT $(key host)" "@revoked *.example.org $(key host)"
push_as noor production
undecided production evidence-intact
says evidence-intact "$HOST shows the host key $(shown), which $KNOWN_HOSTS revokes"
mends evidence-intact "nobody trusts that host until its administrator has given it a new key"
is "sessions" "$(sessions)" 0

it "undecided: a revoked key that cannot be read"
known "[$HOST]:$RESULTS_PORT $(key host)" "@revoked * ssh-ed25519 AAAA?"
push_as noor production
undecided production evidence-intact
says evidence-intact "$KNOWN_HOSTS: line 2 revokes no key that can be read"
mends evidence-intact "the administrator of the server mends that line"
is "connections" "$(connections)" 0

it "undecided: the host is pinned by a certificate authority alone"
known "@cert-authority * $(key host)"
push_as noor production
undecided production evidence-intact
says evidence-intact "$KNOWN_HOSTS has no key of $HOST itself, and @cert-authority lines are not supported"
mends evidence-intact "the administrator of the server asks for the host's key, and adds it there (ssh-keyscan -p $RESULTS_PORT $HOST shows it)"
is "connections" "$(connections)" 0

it "undecided: the key of another port"
known "[$HOST]:22 $(key host)"
push_as noor production
undecided production evidence-intact
says evidence-intact "$KNOWN_HOSTS has no key of $HOST"

it "undecided: there is no known_hosts"
rm "$KNOWN_HOSTS"
push_as noor production
undecided production evidence-intact
says evidence-intact "$KNOWN_HOSTS does not exist"
is "connections" "$(connections)" 0

it "undecided: everyone may write in known_hosts"
chmod 666 "$KNOWN_HOSTS"
push_as noor production
undecided production evidence-intact
says evidence-intact "$KNOWN_HOSTS is writable by everyone (mode 0666)"
mends evidence-intact "its owner runs: chmod go-w"
is "connections" "$(connections)" 0

it "undecided: the server does not know our key"
cp "$RESULTS_SSHD/other" "$IDENTITY"
push_as noor production
undecided production evidence-intact
says evidence-intact "$HOST does not let $(id -un) in with the key $IDENTITY"
mends evidence-intact "the administrator of $HOST gives $(id -un) that key"
is "sessions" "$(sessions)" 0

for mode in 640 604; do
	it "undecided: the key to sign in with is open to others, $mode"
	chmod $mode "$IDENTITY"
	push_as noor production
	undecided production evidence-intact
	says evidence-intact "$IDENTITY is open to others (mode 0$mode), and no secret any more"
	mends evidence-intact "its owner makes a new key; one that nobody has read is mended by: chmod 600"
	is "connections" "$(connections)" 0
done

it "undecided: the key to sign in with is somebody else's"
if [ "$(id -u)" -ne 0 ]; then
	skip "only root can give a file away"
	tap_asserted=1
else
	chown 65534 "$IDENTITY"
	push_as noor production
	undecided production evidence-intact
	says evidence-intact "$IDENTITY belongs to user id 65534, not to the user this runs as (0)"
	mends evidence-intact "root runs: chown 0"
fi

it "undecided: others may put another key in its place"
chmod 777 "$CENTRAL/sluis/keys"
push_as noor production
undecided production evidence-intact
says evidence-intact "sluis/keys is writable by everyone (mode 0777)"

it "undecided: the key to sign in with has a passphrase"
ssh-keygen -q -p -N secret -f "$IDENTITY" >"$T/null"
push_as noor production
undecided production evidence-intact
says evidence-intact "$IDENTITY holds no key that can be used"
mends evidence-intact "the administrator of the server makes one without a passphrase: ssh-keygen -t ed25519"
is "sessions" "$(sessions)" 0

it "an RSA key to sign in with: read, or undecided with what to do, where libssh2 signs with SHA-1 alone"
ssh-keygen -q -t rsa -N '' -f "$T/world/rsa"
cat "$T/world/rsa.pub" >>"$RESULTS_SSHD/authorized_keys"
cp "$T/world/rsa" "$IDENTITY"
push_as noor production
if pkg-config --atleast-version=1.11 libssh2; then
	accepted "$(promoted)"
else
	undecided production evidence-intact
	says evidence-intact "$HOST does not let $(id -un) in with the key $IDENTITY"
	mends evidence-intact "libssh2 $(pkg-config --modversion libssh2) signs with an RSA key as servers no longer take it: the administrator of $HOST gives $(id -un) an Ed25519 key in its place"
fi

it "undecided: what should be the key is none"
echo "no key" >"$IDENTITY"
push_as noor production
undecided production evidence-intact
is "sessions" "$(sessions)" 0

it "undecided: a server that wants a password"
sed -i 's/^AuthenticationMethods .*/AuthenticationMethods password/' "$RESULTS_SSHD/config"
push_as noor production
undecided production evidence-intact
says evidence-intact "$HOST does not let $(id -un) in with the key $IDENTITY"
sftp_config >"$RESULTS_SSHD/config"

it "undecided: a server that offers a shell, and no SFTP"
sed -i -e '/^Subsystem/d' -e '/^ForceCommand/d' "$RESULTS_SSHD/config"
push_as noor production
undecided production evidence-intact
says evidence-intact "$HOST: it offers no SFTP"
mends evidence-intact "the administrator of the server looks at $HOST"
sftp_config >"$RESULTS_SSHD/config"

it "once it is connected it can open no file and start no program"
if grep -q __asan_init "$SLUIS_BUILD/sluis-fetch" || ! "$SLUIS_BUILD/sluis-fetch" --confined >"$T/null"; then
	skip "a sanitizer, or this kernel, leaves it more"
	is "the skipped" 1 1
else
	mkfifo "$T/asks"
	"$SLUIS_BUILD/sluis-fetch" --port "$RESULTS_PORT" --user "$(id -un)" --identity "$IDENTITY" \
		--known-hosts "$KNOWN_HOSTS" "$HOST" <"$T/asks" >"$T/answers" &
	fetcher=$!
	exec 8>"$T/asks"
	for ((i = 0; i < 100; i++)); do
		! grep -q . "$T/answers" || break
		sleep 0.1
	done
	is "what it says" "$(cat "$T/answers")" "ready"
	is "what the kernel says of it" "$(sed -n -E 's/^(NoNewPrivs|Seccomp):\t/\1 /p' "/proc/$fetcher/status" | xargs)" \
		"NoNewPrivs 1 Seccomp 2"
	exec 8>&-
	wait "$fetcher"
fi

finish
