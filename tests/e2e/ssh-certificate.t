#!/bin/bash
# Who pushes, by an ssh certificate: real sshd with TrustedUserCAKeys, real ssh-keygen -s.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

# sshd trusts two authorities; which of them speaks for whom is for allowed_signers.
authorities_make() {
	local each

	for each in authority other; do
		ssh-keygen -q -t ed25519 -N '' -C "$each" -f "$SSHD/$each"
	done
	cat "$SSHD/authority.pub" "$SSHD/other.pub" >"$SSHD/authorities"
	for each in dirk dora tess ci stranger; do
		echo "restrict,command=\"git-shell -c \\\"\$SSH_ORIGINAL_COMMAND\\\"\" $each"
	done >"$SSHD/principals"
	printf '%s\n' "TrustedUserCAKeys $SSHD/authorities" "AuthorizedPrincipalsFile $SSHD/principals" >>"$SSHD/config"
}

# certificate KEY PRINCIPALS [AUTHORITY] [OPTION]...: a key that nobody lists anywhere, with a certificate.
certificate() {
	local key=$1 principals=$2 authority=${3:-authority}

	shift $(($# < 3 ? $# : 3))
	rm -f "$SSHD/$key" "$SSHD/$key".pub "$SSHD/$key-cert.pub"
	ssh-keygen -q -t ed25519 -N '' -C "$key" -f "$SSHD/$key"
	ssh-keygen -q -s "$SSHD/$authority" -I "$key of $principals" -n "$principals" "$@" "$SSHD/$key.pub"
}

# speaks_for PERSON [OPTIONS]: the authority, as allowed_signers has it.
speaks_for() {
	echo "$1 cert-authority${2:+,$2} $(cut -d ' ' -f 1,2 "$SSHD/authority.pub")" >>"$CENTRAL/sluis/allowed_signers"
}

# revoke FILE: a public key.
revoke() {
	cut -d ' ' -f 1,2 "$1" >>"$CENTRAL/sluis/revoked_keys"
}

ssh_make dirk tess
authorities_make
speaks_for dirk,dora,ci
world_keep

it "accept: a person, by a certificate"
certificate laptop dora
change dora src/pay.c
push_as laptop development
accepted

it "accept: a service, by a certificate"
certificate runner ci
change dora src/pay.c
push_as runner development
accepted

it "accept: a person among other principals, which are nobody's"
certificate laptop stranger,dora
change dora src/pay.c
push_as laptop development
accepted

it "accept: a person's own key, listed plainly, still works"
change dirk src/pay.c
push_as dirk development
accepted

it "refuse: two people's keys on one account are told apart"
change dirk src/pay.c
push_as tess development
refused development push-access
says push-access "Tess Bos"
push_as dirk development
accepted

it "refuse: two people's certificates on one account are told apart"
certificate laptop dora
certificate runner ci
change dora src/pay.c
branch test development
push_as laptop test
refused test comes-from author-not-promoter
says author-not-promoter "Dora Mulder pushes to test"
push_as runner test
refused test push-access comes-from
says push-access "Build machine may not push to test"

it "refuse: an authority that sshd trusts and allowed_signers does not"
certificate laptop dora other
change dora src/pay.c
push_as laptop development
refused development pusher-known
says pusher-known "allowed_signers does not let the authority $(fingerprint other), which signed the pusher's ssh certificate, speak for 'dora' at this moment"
mends pusher-known "the administrator adds a line to allowed_signers: dora cert-authority, and the authority's public key"

it "refuse: an authority that speaks for others"
sed -i 's/^dirk,dora,ci /dirk,ci /' "$CENTRAL/sluis/allowed_signers"
certificate laptop dora
change dora src/pay.c
push_as laptop development
refused development pusher-known
says pusher-known "allowed_signers does not let the authority $(fingerprint authority)"

it "refuse: an authority that spoke for her until last year"
sed -i '/cert-authority/d' "$CENTRAL/sluis/allowed_signers"
speaks_for dora 'valid-before="20200101Z"'
certificate laptop dora
change dora src/pay.c
push_as laptop development
refused development pusher-known
says pusher-known "speak for 'dora' at this moment"

it "refuse: the authority's key is listed as somebody's own"
sed -i 's/^dirk,dora,ci cert-authority/dora/' "$CENTRAL/sluis/allowed_signers"
certificate laptop dora
change dora src/pay.c
push_as laptop development
refused development pusher-known
says pusher-known "allowed_signers does not let the authority $(fingerprint authority)"

it "refuse: a principal that is not listed in the policy"
certificate laptop stranger
change dora src/pay.c
push_as laptop development
refused development pusher-known
says pusher-known "no principal of the pusher's ssh certificate 'laptop of stranger' is the id of a person in the policy"
mends pusher-known "the signer of certificates puts the person's id into it: ssh-keygen -s ... -n ID"

it "refuse: the principals are two persons, whoever the authority speaks for"
certificate laptop dora,tess
change dora src/pay.c
push_as laptop development
refused development pusher-known
says pusher-known "the pusher's ssh certificate names two persons, 'dora' and 'tess'"
mends pusher-known "the pusher logs in with a certificate that names one person"

it "refuse: a certificate over another person's key, and the authority does not speak for whom it names"
certificate laptop tess
change dirk src/pay.c
push_as laptop development
refused development pusher-known
says pusher-known "speak for 'tess' at this moment"

it "refuse: escape sequences in the key id"
certificate laptop stranger authority -I $'\e[31mred'
change dora src/pay.c
push_as laptop development
refused development pusher-known
says pusher-known "certificate '\\x1b[31mred' is the id"

it "refuse: the key of the certificate is revoked"
certificate laptop dora
revoke "$SSHD/laptop.pub"
change dora src/pay.c
push_as laptop development
refused development pusher-known
says pusher-known "the pusher's key $(fingerprint laptop), or who certified it, is in revoked_keys"
mends pusher-known "the pusher logs in with another key; the administrator takes the old one out of authorized_keys"

it "refuse: the authority is revoked"
certificate laptop dora
revoke "$SSHD/authority.pub"
change dora src/pay.c
push_as laptop development
refused development pusher-known
says pusher-known "or who certified it, is in revoked_keys"

it "refuse: the serial number is revoked, and the next one is not"
certificate laptop dora authority -z 7
echo "serial: 7" >"$T/serials"
ssh-keygen -q -k -f "$CENTRAL/sluis/revoked_keys" -s "$SSHD/authority" "$T/serials" >"$T/null"
change dora src/pay.c
push_as laptop development
refused development pusher-known
says pusher-known "or who certified it, is in revoked_keys"
certificate laptop dora authority -z 8
push_as laptop development
accepted

it "refuse: a plain key that is revoked, which sshd still lets in"
revoke "$SSHD/dirk.pub"
change dirk src/pay.c
push_as dirk development
refused development pusher-known
says pusher-known "the pusher's key $(fingerprint dirk), or who certified it, is in revoked_keys"

it "undecided: revoked_keys has a line that is no key"
echo "ssh-ed25519 AAAAnothing" >"$CENTRAL/sluis/revoked_keys"
certificate laptop dora
change dora src/pay.c
push_as laptop development
undecided development pusher-known push-access
says pusher-known "whether the pusher's key is revoked cannot be looked up: revoked_keys, line 1: the key is not base64"
mends pusher-known "the administrator mends $CENTRAL/sluis/revoked_keys"

it "undecided: revoked_keys is a revocation list that was cut off"
printf 'SSHKRL\n\0\0\0\0\1' >"$CENTRAL/sluis/revoked_keys"
change dirk src/pay.c
push_as dirk development
undecided development pusher-known push-access
says pusher-known "could not tell whether the key is revoked"
mends pusher-known "the administrator of the server makes revoked_keys again: ssh-keygen -k"

finish
