# shellcheck shell=bash
# A real sshd for each push, without a port and without a daemon: ssh starts `sshd -i` as its ProxyCommand.
# One account, a key for each person, and sshd says to the hook which key it was.

# ssh_make PERSON...: from now on the world has an sshd that lets these people in, and the policy asks their key.
ssh_make() {
	local each

	SSHD=$T/sshd
	mkdir "$SSHD"
	for each in host "$@"; do
		ssh-keygen -q -t ed25519 -N '' -C "$each" -f "$SSHD/$each"
	done
	for each; do
		echo "restrict,command=\"git-shell -c \\\"\$SSH_ORIGINAL_COMMAND\\\"\" $(cat "$SSHD/$each.pub")"
	done >"$SSHD/authorized_keys"
	echo "central $(cat "$SSHD/host.pub")" >"$SSHD/known_hosts"
	sshd_config >"$SSHD/config"
	sshd_command "$SSHD" >"$SSHD/sshd-i"
	chmod 755 "$SSHD/sshd-i"
	policy 's/^source = .*/source = ssh-key/'
	for each; do
		signer "$each"
	done
	TRANSPORT=ssh
}

# With what config/hosts shows.
sshd_config() {
	cat <<-CONFIG
		HostKey $SSHD/host
		PidFile none
		AuthorizedKeysFile $SSHD/authorized_keys
		PermitRootLogin forced-commands-only
		StrictModes no
		UsePAM $(sshd_pam)
		SetEnv HOME=$HOME GIT_CONFIG_NOSYSTEM=1
	CONFIG
	sed "s/^Match User git/Match User $(id -un)/" "$E2E/../../config/hosts/sshd_config"
}

# Without PAM sshd refuses an account whose password is locked, as root's is on many machines.
sshd_pam() {
	if [ "$(id -u)" -eq 0 ] && grep -q '^root:!' /etc/shadow; then
		echo yes
	else
		echo no
	fi
}

# Not exec: at its end ssh hangs up on its ProxyCommand, and sshd has to live on to remove its file of the key.
# As root, sshd wants an empty /run/sshd. It gets one that only it can see: one that is there may be gone with the next case.
# sshd_command FOLDER: a program that is an sshd for one connection, by config and log of that folder.
sshd_command() {
	local run="/usr/sbin/sshd -i -E $1/log -f $1/config"

	echo '#!/bin/sh'
	if [ "$(id -u)" -ne 0 ]; then
		echo "$run"
	elif unshare -m true 2>/dev/null; then
		echo "unshare -m sh -c 'mount -t tmpfs -o mode=755 tmpfs /run && mkdir -m 755 /run/sshd && $run'"
	else
		echo "mkdir -p -m 755 /run/sshd && $run"
	fi
	# shellcheck disable=SC2016
	echo 'exit $?'
}

# signer PERSON [OPTIONS]: the person's key in allowed_signers.
signer() {
	echo "$1 ${2:+$2 }$(cut -d ' ' -f 1,2 "$SSHD/$1.pub")" >>"$CENTRAL/sluis/allowed_signers"
}

# fingerprint PERSON
fingerprint() {
	ssh-keygen -l -f "$SSHD/$1.pub" | cut -d ' ' -f 2
}

# ssh_command PERSON: what git runs in place of ssh, with the options in SSH_MORE.
ssh_command() {
	echo "ssh -F /dev/null -o BatchMode=yes -o IdentitiesOnly=yes -o IdentityAgent=none -o LogLevel=ERROR" \
		"-o KexAlgorithms=curve25519-sha256 -o UserKnownHostsFile=$SSHD/known_hosts" \
		"-o HostKeyAlias=central -o ProxyCommand=$SSHD/sshd-i -i $SSHD/$1 ${SSH_MORE:-}"
}
