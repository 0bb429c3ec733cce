#!/bin/bash
# What another policy changes, in words, and how it comes into force: a version of its own, a reason, whoever installed it.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
NEXT=$T/world/next

# another SED-EXPRESSION...: the policy in force, changed, in the folder NEXT.
another() {
	local args=()

	for each; do
		args+=(-e "$each")
	done
	rm -rf "$NEXT"
	cp -r "$CENTRAL/sluis" "$NEXT"
	[ $# -eq 0 ] || sed -i "${args[@]}" "$NEXT/policy.ini"
}

# policy_says ARGUMENT...: git sluis policy in the central repository; OUT and RC.
policy_says() {
	RC=0
	OUT=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" policy "$@" 2>&1) || RC=$?
}

# published FORMAT: of the newest.
published() {
	git -C "$CENTRAL" log -1 --format="$1" refs/sluis/policy
}

it "diff: a sign-off less, a person more, separation off"
another 's/^version = .*/version = 2026-2/' '/^signoff = operations/d' 's/^member = noor/&\nmember = kim/' \
	's/^\[separation\]/&\nauthors-may-sign = yes/'
policy_says --diff sluis "$NEXT"
is "the exit code" "$RC" 0
is "what changes" "$OUT" "= version 2026-2 takes the place of 2026-1
! role operator has a new member: kim
! separation: authors may sign
! sign-off operations no longer asked for production
! kim may now push to production
! kim may now give sign-off operations
(! asks less or allows more, or may; = only shuts somebody out)"
policy_says --diff --language nl sluis "$NEXT"
has "in Dutch" "$OUT" "! accordering operations niet meer gevraagd voor production"
has "in Dutch" "$OUT" "! functiescheiding: auteurs mogen accorderen"
policy_says --diff "$NEXT" sluis
has "the other way round" "$OUT" "
  sign-off operations now asked for production"
has "the other way round" "$OUT" "= kim may no longer push to production"

it "diff: keys"
ssh-keygen -q -t ed25519 -N '' -f "$T/world/a"
ssh-keygen -q -t ed25519 -N '' -f "$T/world/b"
print=$(ssh-keygen -l -f "$T/world/a.pub" | cut -d ' ' -f 2)
other=$(ssh-keygen -l -f "$T/world/b.pub" | cut -d ' ' -f 2)
echo "kim $(cut -d ' ' -f 1,2 "$T/world/a.pub")" >"$CENTRAL/sluis/allowed_signers"
another
echo "els valid-before=\"20270101Z\" $(cut -d ' ' -f 1,2 "$T/world/b.pub")" >>"$NEXT/allowed_signers"
policy_says --diff sluis "$NEXT"
has "a key more" "$OUT" "! the key $other signs for els"
policy_says --diff "$NEXT" sluis
has "a key less" "$OUT" "  the key $other no longer signs for els"
sed 's/20270101Z/20261231Z/' "$NEXT/allowed_signers" >"$CENTRAL/sluis/allowed_signers"
policy_says --diff "$NEXT" sluis
is "an earlier end" "${OUT%%$'\n'*}" "= the key $other signs for els  - 2026-12-31T00:00:00Z (was  - 2027-01-01T00:00:00Z)"
policy_says --diff sluis "$NEXT"
has "a later end" "$OUT" "! the key $other signs for els"
another
echo "kim namespaces=\"file\" $(cut -d ' ' -f 1,2 "$T/world/a.pub")" >"$CENTRAL/sluis/allowed_signers"
echo "kim namespaces=\"git\",valid-before=\"20990101Z\" $(cut -d ' ' -f 1,2 "$T/world/a.pub")" >"$NEXT/allowed_signers"
policy_says --diff sluis "$NEXT"
is "another namespace shuts nobody out, though it ends" "$(head -2 <<<"$OUT")" "! the key $print signs for kim (git)
  the key $print no longer signs for kim (file)"
echo "kim $(cut -d ' ' -f 1,2 "$T/world/a.pub")" >"$CENTRAL/sluis/allowed_signers"
another
cut -d ' ' -f 1,2 "$T/world/a.pub" >"$NEXT/revoked_keys"
policy_says --diff sluis "$NEXT"
is "a key that is revoked" "${OUT%%$'\n'*}" "= the key $print is revoked"
policy_says --diff "$NEXT" sluis
is "and no longer" "${OUT%%$'\n'*}" "! the key $print is no longer revoked"

it "diff: versions and commits, and what is none"
policy 's/^version = .*/version = 2026-2/' '/^signoff = operations/d'
policy_says --diff 2026-1 2026-2
has "what changes" "$OUT" "! sign-off operations no longer asked for production"
policy_says --diff refs/sluis/policy refs/sluis/policy
is "what changes" "$OUT" "nothing changes"
policy_says --diff 2026-1 2026-9
is "the exit code" "$RC" 2
has "what it says" "$OUT" "'2026-9' is no folder with a policy.ini, no version at refs/sluis/policy and no commit"
policy_says --diff 2026-1 refs/heads/production
is "the exit code" "$RC" 2
has "what it says" "$OUT" "refs/heads/production has no policy.ini"
another '/^version/d' 's/^title = .*/titel = x/'
policy_says --diff sluis "$NEXT"
is "the exit code" "$RC" 1
has "what it says" "$OUT" "$NEXT/policy.ini:2: [policy] knows no 'titel'"
policy_says --diff sluis
is "the exit code" "$RC" 129

it "publish: who, why, and what changed"
sed -i -e 's/^version = .*/version = 2026-2/' -e '/^signoff = operations/d' "$CENTRAL/sluis/policy.ini"
RC=0
OUT=$(cd "$CENTRAL" && SUDO_USER=jan "$SLUIS_BUILD/git-sluis" policy --publish --reason $'operations is\ton leave' 2>&1) || RC=$?
is "the exit code" "$RC" 0
is "what it says" "$OUT" "policy 2026-2 is now at refs/sluis/policy
= version 2026-2 takes the place of 2026-1
! sign-off operations no longer asked for production
no promotion approved it, and every report says so"
is "what is kept" "$(published %B | head -5)" "Policy 2026-2

Installed-by: jan as $(id -un)
Reason: operations is\\x09on leave
Norm: CH.06"
is "the files" "$(git -C "$CENTRAL" ls-tree --name-only refs/sluis/policy | xargs)" "policy.ini"
policy_says --publish
is "what it says" "$OUT" "policy 2026-2 was already at refs/sluis/policy"
is "how many" "$(git -C "$CENTRAL" rev-list --count refs/sluis/policy)" 2

it "publish: without a reason, it says so"
sed -i 's/^version = .*/version = 2026-2/' "$CENTRAL/sluis/policy.ini"
echo "[audit]" >>"$CENTRAL/sluis/policy.ini"
policy_says --publish
has "what it says" "$OUT" "is now at refs/sluis/policy"
sed -i -e 's/^version = .*/version = 2026-3/' -e '/^signoff = operations/d' "$CENTRAL/sluis/policy.ini"
policy_says --publish
has "what it says" "$OUT" "no reason was given (--reason TEXT)"

it "refuse: another text under the same version, and an older one that comes back"
cp "$CENTRAL/sluis/policy.ini" "$T/world/first.ini"
before=$(published %H)
sed -i '/^signoff = operations/d' "$CENTRAL/sluis/policy.ini"
policy_says --publish
is "the exit code" "$RC" 1
is "what it says" "$OUT" "sluis: version 2026-1 of the policy was another text
  fix: give the policy a version of its own"
is "the newest" "$(published %H)" "$before"
sed -i 's/^version = .*/version = 2026-2/' "$CENTRAL/sluis/policy.ini"
policy_says --publish
is "the exit code, with a version of its own" "$RC" 0
cp "$T/world/first.ini" "$CENTRAL/sluis/policy.ini"
policy_says --publish
is "the exit code" "$RC" 1
has "what it says" "$OUT" "version 2026-1 of the policy was another text"
sed -i 's/^version = .*/version = 2026-3/' "$CENTRAL/sluis/policy.ini"
policy_says --publish
is "the exit code, of the older text as a new version" "$RC" 0

it "refuse: other keys under the same version, but for those that are shut out"
ssh-keygen -q -t ed25519 -N '' -f "$T/world/a"
cut -d ' ' -f 1,2 "$T/world/a.pub" >"$CENTRAL/sluis/revoked_keys"
policy_says --publish
is "the exit code, of a key that is revoked" "$RC" 0
hasnt "what it says" "$OUT" "no promotion approved it"
is "the reason" "$(published %B | grep ^Reason)" "Reason: it asks no less"
rm "$CENTRAL/sluis/revoked_keys"
policy_says --publish
is "the exit code, of one that counts again" "$RC" 1
has "what it says" "$OUT" "version 2026-1 of the policy had other keys beside it"
echo "mallory $(cut -d ' ' -f 1,2 "$T/world/a.pub")" >"$CENTRAL/sluis/allowed_signers"
policy_says --publish
is "the exit code, of a key more" "$RC" 1

it "undecided: what was published cannot be read"
git -C "$CENTRAL" update-ref refs/sluis/policy refs/heads/production
sed -i 's/^version = .*/version = 2026-2/' "$CENTRAL/sluis/policy.ini"
policy_says --publish
is "the exit code" "$RC" 1
has "what it says" "$OUT" "of refs/sluis/policy cannot be read: it is no policy that was published"

finish
