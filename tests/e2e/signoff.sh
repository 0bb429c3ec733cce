# shellcheck shell=bash
# Signed sign-offs: tags that people make with git and push below refs/signoffs/.

# signers PERSON...: each has a key of his own, which allowed_signers gives him.
signers() {
	local each

	mkdir -p "$T/keys"
	for each; do
		[ -e "$T/keys/$each" ] || ssh-keygen -q -t ed25519 -N '' -C "$each" -f "$T/keys/$each"
		echo "$each $(cut -d ' ' -f 1,2 "$T/keys/$each.pub")" >>"$CENTRAL/sluis/allowed_signers"
	done
}

# signed_pushes PERSON: from now on the central repository takes signed pushes only, and git in the clone has the key of that person.
signed_pushes() {
	git -C "$CENTRAL" config receive.certNonceSeed "a seed of the test"
	git -C "$CENTRAL" config gpg.ssh.allowedSignersFile "$CENTRAL/sluis/allowed_signers"
	signers "$1"
	policy '/^source = /a signed = yes'
	git -C "$CLONE" config user.signingkey "$T/keys/$1"
}

# The files that the ready release rests on, as a sign-off names them.
evidence_seen() {
	local sum

	while read -r sum _; do
		echo "Evidence: sha256:$sum"
	done < <(cd "$DOSSIERS/$READY" && exec sha256sum acceptance.ini criteria.ini)
}

# signoff PERSON ROLE [WORD VALUE]...: the tag signoffs/PERSON of the clone. Words:
#	id ID, environment ID, candidate REV, decision WORD, key PERSON, tagger PERSON, date TIME, drop KEY (a trailer),
#	add "Key: value", name TAG, says ROLE (in the tag)
signoff() {
	local who=$1 role=$2 id=$READY environment=production candidate=acceptance decision=approve key=$1 tagger=$1
	local date=now drop=() add=() name=signoffs/$1

	shift 2
	while [ $# -gt 0 ]; do
		case $1 in
		id) id=$2 ;;
		environment) environment=$2 ;;
		candidate) candidate=$2 ;;
		decision) decision=$2 ;;
		key) key=$2 ;;
		tagger) tagger=$2 ;;
		date) date=$2 ;;
		drop) drop+=(-e "/^$2: /d") ;;
		add) add+=("$2") ;;
		name) name=$2 ;;
		says) role=$2 ;;
		*) echo "signoff: $1?" >&2; return 1 ;;
		esac
		shift 2
	done
	{
		printf 'Sign-off of %s for %s\n\n' "$id" "$environment"
		printf '%s\n' "Promotion: $id" "Environment: $environment" "Role: $role" "Decision: $decision" "$(evidence_seen)" |
			sed -e '' "${drop[@]}"
		[ ${#add[@]} -eq 0 ] || printf '%s\n' "${add[@]}"
	} >"$T/signoff"
	# shellcheck disable=SC2153
	GIT_COMMITTER_NAME=${NAME[$tagger]} GIT_COMMITTER_EMAIL=$tagger@example.org GIT_COMMITTER_DATE=$(signed_at "$date") \
		git -C "$CLONE" -c gpg.format=ssh -c "user.signingkey=$T/keys/$key" tag -f -s -F "$T/signoff" "$name" "$candidate" \
		>"$T/null" 2>&1
	: "$who"
}

signed_at() {
	case $1${FAKETIME:+ by another clock} in
	now) printf '%(%s +0100)T' -1 ;;
	*) date -d "$1" +'%s +0100' ;;
	esac
}

# signed_off PERSON ROLE [WORD VALUE]...: the same, and it stands in the central repository, let in by the gate.
signed_off() {
	signoff "$@"
	push_as "$1" "signoffs/$1:refs/signoffs/$READY/$2/$1"
	accepted
}

# What the policy asks of a promotion, and who can give it.
proof_by_signature() {
	signers kim els jan
	policy 's/^proof = .*/proof = signature/'
}

# keygens_counted: in this case, the programs that the gate starts are written down, where they may be traced.
keygens_counted() {
	strace -qq -o "$T/world/traced" true 2>"$T/null" || return 0
	mkdir -p "$T/gate"
	ln -sf "$SLUIS_BUILD/pre-receive" "$T/gate/pre-receive"
	printf '#!/bin/sh\nexec strace -f -qq -o "%s" -e trace=execve "%s"\n' "$T/world/started" "$T/gate/pre-receive" >"$CENTRAL/hooks/traced"
	chmod 755 "$CENTRAL/hooks/traced"
	mv -f "$CENTRAL/hooks/traced" "$CENTRAL/hooks/pre-receive"
}

# verified N: ssh-keygen was asked about so many signatures in the last push.
verified() {
	[ ! -e "$T/world/started" ] || is "how often ssh-keygen was asked" "$(grep -c '"/usr/bin/ssh-keygen", .*"verify"' "$T/world/started" || true)" "$1"
}
