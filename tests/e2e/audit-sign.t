#!/bin/bash
# Where the policy names a key, every entry of the audit is signed by it, and audit verify says which is not.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
AUDIT=refs/sluis/audit
KEY=$CENTRAL/sluis/host_key
ln -s "$SLUIS_BUILD/reference-transaction" "$CENTRAL/hooks/reference-transaction"
ln -s "$SLUIS_BUILD/post-receive" "$CENTRAL/hooks/post-receive"
ssh-keygen -q -t ed25519 -N '' -C host -f "$KEY"
ssh-keygen -q -t ed25519 -N '' -C mallory -f "$T/mallory"
ssh-keygen -q -t ed25519 -N 'a secret' -C host -f "$T/locked"
world_keep

signed_audit() {
	policy_add '[audit]' "sign = $KEY"
}

central() {
	git -C "$CENTRAL" "$@"
}

# host_signers [OPTION]: what an auditor has been given.
host_signers() {
	echo "gate.example.org ${1:+$1,}namespaces=\"git\" $(cut -d ' ' -f 1,2 "$KEY.pub")" >"$T/world/signers"
}

# verifies EXIT-CODE [OPTION]...: in the repository.
verifies() {
	local want=$1

	shift
	RC=0
	OUT=$(cd "${WHERE:-$CENTRAL}" && "$SLUIS_BUILD/git-sluis" audit verify "$@" 2>&1) || RC=$?
	is "the exit code of audit verify $*" "$RC" "$want"
}

# works NAME: new work of dirk's goes in.
works() {
	change dirk "src/$1.c"
	push_as dirk development
	accepted
}

short_entry() {
	central rev-parse --short=7 "${1:-$AUDIT}"
}

# The next entry is written past the gate, with git and the key of that path; without one it is not signed.
forged() {
	local sign=()

	[ $# -eq 0 ] || sign=(-c gpg.format=ssh -c "user.signingkey=$1" commit-tree -S)
	central config --local core.hooksPath "$T/none"
	central update-ref $AUDIT "$(GIT_AUTHOR_NAME=Sluis GIT_AUTHOR_EMAIL=sluis@localhost GIT_COMMITTER_NAME=Sluis \
		GIT_COMMITTER_EMAIL=sluis@localhost git -C "$CENTRAL" "${sign[@]:-commit-tree}" -p $AUDIT \
		-m "unlock by root" -m "Entry: unlock
By: root
Reason: none
Until: 2000000000" 4b825dc642cb6eb9a060e54bf8d69288fbee4904)"
	central config --local --unset core.hooksPath
}

it "accept: verdict and outcome are signed, and git says so itself"
signed_audit
push_as noor production
accepted "$(promoted)"
host_signers
is "the entries" "$(central log --format=%s $AUDIT | cut -d ' ' -f 1)" "moved"$'\n'"accept"
for each in $AUDIT $AUDIT~; do
	has "git verify-commit $each" "$(central -c gpg.ssh.allowedSignersFile="$T/world/signers" verify-commit "$each" 2>&1)" \
		'Good "git" signature for gate.example.org with ED25519 key'
done
is "git log --show-signature" "$(central -c gpg.ssh.allowedSignersFile="$T/world/signers" log --format=%G? $AUDIT)" "G"$'\n'"G"
is "git fsck" "$(central fsck --strict --no-dangling 2>&1)" ""
verifies 0
is "what it says" "$OUT" "2 entries, 1 verdicts, 3 pieces of evidence: 0 problems
$(short_entry) is signed by the host, and so is what was there before it (--all verifies 2 signatures)
5 governed refs were held to it"
verifies 0 --all
has "what it says" "$OUT" "2 of 2 signatures are good"

it "accept: an unlock, and an outcome that was completed later"
signed_audit
rm "$CENTRAL/hooks/reference-transaction" "$CENTRAL/hooks/post-receive"
push_as noor production
accepted "$(promoted)"
(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit reconcile >"$T/null" && "$SLUIS_BUILD/git-sluis" unlock --reason "a test" --minutes 1 >"$T/null")
is "the entries" "$(central log --format=%s $AUDIT | cut -d ' ' -f 1)" "unlock"$'\n'"moved"$'\n'"accept"
verifies 0 --all
has "what it says" "$OUT" "3 of 3 signatures are good"

it "accept: a refusal is signed too, and so is one whose policy has a mistake"
signed_audit
promotion drop Accepted-by
push_as noor production
refused production signoff-present
policy 's/^proof = .*/proof = belief/'
push_as noor production
undecided_all "the policy has 1 problem"
policy 's/^proof = .*/proof = trailer/'
is "the entries" "$(central log --format=%s $AUDIT | cut -d ' ' -f 1)" "undecided"$'\n'"reject"
verifies 0 --all
has "what it says" "$OUT" "2 of 2 signatures are good"

it "accept: in a clone that has the audit alone, by a file of keys"
signed_audit
push_as noor production
accepted "$(promoted)"
host_signers
git init -q "$T/world/auditor"
git -C "$T/world/auditor" fetch -q "$CENTRAL" $AUDIT:$AUDIT
WHERE=$T/world/auditor verifies 0
has "without a key" "$OUT" "2 entries are signed, and no key was given to verify them by (--signers FILE)"
WHERE=$T/world/auditor verifies 0 --signers "$T/world/signers"
has "with it" "$OUT" "$(short_entry) is signed by the host"
WHERE=$T/world/auditor verifies 0 --signers "$T/world/signers" --principal gate.example.org --all
has "all of them" "$OUT" "2 of 2 signatures are good"
WHERE=$T/world/auditor verifies 2 --signers "$T/world/signers" --principal noor
has "somebody else" "$OUT" "signers gives no key to 'noor'"

it "accept: signing begins later, and the key changes"
works one
signed_audit
works two
ssh-keygen -q -t ed25519 -N '' -C host -f "$KEY.next"
host_signers "valid-before=\"$(date -u -d '+1 hour' +%Y%m%d%H%M%SZ)\""
policy "s|^sign = .*|sign = $KEY.next|"
works three
echo "gate-2.example.org $(cat "$KEY.next.pub")" >>"$T/world/signers"
verifies 0 --signers "$T/world/signers" --all
has "what it says" "$OUT" "4 of 4 signatures are good"
verifies 0 --signers "$T/world/signers" --principal gate-2.example.org
verifies 1 --signers "$T/world/signers" --principal gate-2.example.org --all
has "what it says" "$OUT" "$(short_entry $AUDIT~2) its signature is not one of the host: "

it "accept: twenty pushes at once, each signed"
signed_audit
policy 's|^ref = refs/heads/development|ref = refs/heads/work/*|'
for i in {1..20}; do
	commit=$(as dirk git -C "$CLONE" commit-tree "development^{tree}" -p development -m "Work $i")
	SLUIS_TEST_PUSHER=dirk git -C "$CLONE" push -q "$CENTRAL" "$commit:refs/heads/work/$i" >"$T/world/push.$i" 2>&1 &
done
failed=0
for pid in $(jobs -p); do
	wait "$pid" || failed=$((failed + 1))
done
is "pushes that failed" "$failed" 0
# On a slow machine some are told that they wait.
is "what they said" "$(sed '/sluis: waiting: /d' "$T"/world/push.*)" ""
verifies 0 --all
is "whether all signatures are good" "$(sed -n 's/ of / /;s/ signatures are good//p' <<<"$OUT")" "40 40"

it "refuse: an entry without a signature behind one that has it"
signed_audit
works one
forged
bare=$(short_entry)
verifies 1
has "while it is the last" "$OUT" "$bare it is not signed, and $(short_entry $AUDIT~) before it is"
works two
verifies 1
has "once others are signed after it" "$OUT" "$bare it is not signed, and $(short_entry $AUDIT~3) before it is"
has "how many" "$OUT" ": 1 problem"$'\n'

it "refuse: the newest entry is signed by another key"
signed_audit
works one
forged "$T/mallory"
verifies 1
has "what it says" "$OUT" "$(short_entry) its signature is not one of the host: "
hasnt "what it says" "$OUT" "is signed by the host"

it "refuse: an entry of another key that the host has signed over, when all are verified"
signed_audit
works one
forged "$T/mallory"
works two
verifies 0
verifies 1 --all
has "what it says" "$OUT" "$(short_entry $AUDIT~2) its signature is not one of the host: "
has "how many" "$OUT" "4 of 5 signatures are good"

it "refuse: a signed entry whose words were changed"
signed_audit
works one
central cat-file commit $AUDIT | sed 's/^Outcome: moved/Outcome: not-moved/' >"$T/entry"
rm "$CENTRAL/hooks/reference-transaction"
central update-ref $AUDIT "$(central hash-object -t commit -w "$T/entry")"
verifies 1
has "what it says" "$OUT" "$(short_entry) its signature is not one of the host: "

it "refuse: all of it written anew without signatures"
signed_audit
works one
rm "$CENTRAL/hooks/reference-transaction"
central update-ref $AUDIT "$(as noor git -C "$CENTRAL" commit-tree -m "$(central log -1 --format=%B $AUDIT~)" "$AUDIT~^{tree}")"
verifies 1
has "what it says" "$OUT" "------- no entry is signed, and there is a key that would"

# cannot_sign TEXT: nothing goes in, and nothing is recorded.
cannot_sign() {
	local before

	before=$(central rev-parse -q --verify $AUDIT || true)
	push_as noor production
	undecided_all "the verdict cannot be recorded in $AUDIT: $1" "${2:-fix: the administrator of the server looks at the key that 'sign' names}"
	is "the audit" "$(central rev-parse -q --verify $AUDIT || true)" "$before"
}

it "undecided: there is no such key"
signed_audit
rm "$KEY"
cannot_sign "the key $KEY cannot sign: $KEY does not exist"

it "undecided: a key that its group may read"
signed_audit
chmod 640 "$KEY"
cannot_sign "$KEY is open to others (mode 0640), and no secret any more" "fix: its owner makes a new key; one that nobody has read is mended by: chmod 600 $KEY"

it "undecided: a key of somebody else"
signed_audit
if [ "$(id -u)" = 0 ]; then
	chown 65534 "$KEY"
	cannot_sign "$KEY belongs to user id 65534, not to the user this runs as (0)" "fix: root runs: chown 0 $KEY"
else
	skip "only root can give a key away"
	is "the skipped" 1 1
fi

it "undecided: a key with a passphrase, and nobody is asked for it"
signed_audit
cat "$T/locked" >"$KEY"
cannot_sign "the key $KEY cannot sign: ssh-keygen says: Load key \"$KEY\": incorrect passphrase supplied to decrypt private key"

it "undecided: what lies there is no key"
signed_audit
echo "no key" >"$KEY"
cannot_sign "the key $KEY cannot sign: ssh-keygen says: No private key found for \"$KEY\""

it "undecided: the policy cannot be believed, and the entry before is signed"
signed_audit
push_as noor production
accepted "$(promoted)"
tip=$(central rev-parse $AUDIT)
chmod 666 "$CENTRAL/sluis/policy.ini"
change dirk src/pay.c
push_as dirk development
undecided_all "$CENTRAL/sluis/policy.ini is writable by everyone (mode 0666)"
is "the audit" "$(central rev-parse $AUDIT)" "$tip"

it "undecided: the public half is not there to verify by"
signed_audit
push_as noor production
accepted "$(promoted)"
rm "$KEY.pub"
verifies 2
has "what it says" "$OUT" "fix: whoever has the key runs: ssh-keygen -y -f $KEY >$KEY.pub"

finish
