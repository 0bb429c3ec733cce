#!/bin/bash
# Every sign-off is a tag below refs/signoffs/, signed by the person that it names.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
proof_by_signature
world_keep
kims=refs/signoffs/$READY/key-user/kim

# kim_pushes: her tag, to where it belongs.
kim_pushes() {
	push_as kim "signoffs/kim:$kims"
}

# key_print PERSON: as the gate shows the key.
key_print() {
	ssh-keygen -l -f "$T/keys/$1.pub" | cut -d ' ' -f 2
}

# certified KEY AUTHORITY: from now on the person signs with a certificate of that authority.
certified() {
	[ -e "$T/keys/$2" ] || ssh-keygen -q -t ed25519 -N '' -C "$2" -f "$T/keys/$2"
	ssh-keygen -q -s "$T/keys/$2" -I "$1's certificate" -n "$1" -V -1h:+1h "$T/keys/$1.pub"
}

all_signed() {
	signed_off kim key-user
	signed_off els system-owner
	signed_off jan operator
}

# rewritten SED: the newest entry, by somebody who may write in the repository.
rewritten() {
	git -C "$CENTRAL" cat-file commit refs/sluis/audit | sed "$1" >"$T/entry"
	git -C "$CENTRAL" update-ref refs/sluis/audit "$(git -C "$CENTRAL" hash-object -t commit -w "$T/entry")"
}

# behind PERSON ROLE: the tag of the clone is what stands there in the central repository, and no hook has seen it.
behind() {
	git -C "$CENTRAL" fetch -q --no-tags "$CLONE" "+refs/tags/signoffs/$1:refs/signoffs/$READY/$2/$1"
}

# would_go_in N: the promotion, with so many questions to ssh-keygen.
would_go_in() {
	git -C "$CENTRAL" config receive.advertisePushOptions true
	push_as noor -o sluis.dry-run production
	is "what the gate said" "${ANSWER_REMOTE[*]}" "sluis: dry run: nothing was moved; this push would be accepted"
	ANSWERED=yes ANSWER_HEAD=()
	verified "$1"
}

it "accept: three people sign, and it goes over; what was verified as it came in is not verified again"
keygens_counted
all_signed
verified 1
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"
verified 0
is "the proof in the audit" "$(git -C "$CENTRAL" log -1 --format=%B refs/sluis/audit | sed -n 's/^Signoff: //p')" \
	"users key-user kim signature
system-owner system-owner els signature
operations operator jan signature"
is "the tags beside it" "$(git -C "$CENTRAL" ls-tree --name-only refs/sluis/audit:signoffs | xargs)" \
	"$READY+key-user+kim $READY+operator+jan $READY+system-owner+els"

it "accept: with other keys than when it came in, or by an entry that does not say it of just this, it is verified again"
keygens_counted
all_signed
cp -p "$CENTRAL/sluis/allowed_signers" "$T/world/signers"
echo "# as it was" >>"$CENTRAL/sluis/allowed_signers"
would_go_in 3
cp -p "$T/world/signers" "$CENTRAL/sluis/allowed_signers"
: >"$CENTRAL/sluis/revoked_keys"
would_go_in 3
rm "$CENTRAL/sluis/revoked_keys"
would_go_in 0
at=$(git -C "$CENTRAL" log -1 --format=%ct refs/sluis/audit)
rewritten "/^committer /s/ $at / $((at + 1)) /"
would_go_in 1
rewritten "/^committer /s/ $((at + 1)) / $at /"
would_go_in 0
rewritten '/^Verified: /d'
would_go_in 1

it "refuse: an entry that says of another signature that it was good, and a tag that came past the gate"
keygens_counted
all_signed
jans=refs/signoffs/$READY/operator/jan
was=$(git -C "$CENTRAL" rev-parse "$jans")
signoff jan operator key els
behind jan operator
rewritten "s/$was/$(git -C "$CENTRAL" rev-parse "$jans")/"
push_as noor production
refused production signoff-proven
says signoff-proven "$jans: the key $(key_print els) that signed it belongs to 'els', not to 'jan'"
verified 1
signoff kim key-user key els
behind kim key-user
push_as noor production
refused production signoff-proven signoff-current
says signoff-proven "$kims: the key $(key_print els) that signed it belongs to 'els', not to 'kim'"
verified 2

# question PERSON: what the newest entry would say that ssh-keygen was asked about the tag of the clone.
question() {
	local tag=signoffs/$1

	printf %s "$1 git $(git -C "$CENTRAL" log -1 --format=%ct refs/sluis/audit) $(git -C "$CLONE" cat-file tag "$tag" | sed '/^-----BEGIN/,$d' |
		sha256sum | cut -d ' ' -f 1) $(git -C "$CLONE" cat-file tag "$tag" | sed -n '/^-----BEGIN/,$p' | sha256sum | cut -d ' ' -f 1) $(
		sha256sum <"$CENTRAL/sluis/allowed_signers" | cut -d ' ' -f 1) -" | sha256sum | cut -d ' ' -f 1
}

it "not promised: who may write in the repository forges an entry in full, and it is believed; the export shows it"
all_signed
jans=refs/signoffs/$READY/operator/jan
was=$(git -C "$CENTRAL" rev-parse "$jans")
has "the entry that the gate wrote" "$(git -C "$CENTRAL" log -1 --format=%B refs/sluis/audit)" "Verified: $(question jan) $(key_print jan)"
signoff jan operator key els
behind jan operator
rewritten "s/$was/$(git -C "$CENTRAL" rev-parse "$jans")/; s/^Verified: .*/Verified: $(question jan) $(key_print jan | sed 's,/,\\/,g')/"
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"
(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" report --export "$T/world/export") >"$T/null" 2>&1 || true
RC=0
OUT=$(sh "$T/world/export/verify.sh" 2>&1) || RC=$?
is "the exit code of verify.sh" "$RC" 1
has "what verify.sh says" "$OUT" "FAIL 0001-$READY-production: the signature of signoffs/$READY+operator+jan is not good"

it "accept: the sign-offs come with the same push as one more"
signed_off kim key-user
signed_off els system-owner
signoff jan operator
push_as jan "signoffs/jan:refs/signoffs/$READY/operator/jan"
accepted
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"

it "accept: a second word after the first"
signed_off kim key-user decision reject
signoff kim key-user
push_as kim "signoffs/kim:$kims.2"
accepted

it "accept: made in a namespace that allowed_signers allows"
rm "$CENTRAL/sluis/allowed_signers"
mkdir -p "$T/keys"
echo "kim namespaces=\"git\" $(cut -d ' ' -f 1,2 "$T/keys/kim.pub")" >"$CENTRAL/sluis/allowed_signers"
signoff kim key-user
kim_pushes
accepted

it "accept: signed with a certificate, by an authority that may speak for her"
sed -i '/^kim /d' "$CENTRAL/sluis/allowed_signers"
certified kim authority
echo "kim cert-authority $(cut -d ' ' -f 1,2 "$T/keys/authority.pub")" >>"$CENTRAL/sluis/allowed_signers"
signoff kim key-user key kim-cert.pub
kim_pushes
accepted

it "refuse: signed with a certificate, by an authority that nobody named"
sed -i '/^kim /d' "$CENTRAL/sluis/allowed_signers"
certified kim other
[ -e "$T/keys/authority" ] || ssh-keygen -q -t ed25519 -N '' -f "$T/keys/authority"
echo "kim cert-authority $(cut -d ' ' -f 1,2 "$T/keys/authority.pub")" >>"$CENTRAL/sluis/allowed_signers"
signoff kim key-user key kim-cert.pub
kim_pushes
refused "$kims" signoff-proven
says signoff-proven "$kims: allowed_signers does not give the key $(key_print kim) that signed it to 'kim'"

it "refuse: signed with a certificate, by an authority that speaks for somebody else"
sed -i '/^kim /d' "$CENTRAL/sluis/allowed_signers"
certified kim authority
echo "els cert-authority $(cut -d ' ' -f 1,2 "$T/keys/authority.pub")" >>"$CENTRAL/sluis/allowed_signers"
signoff kim key-user key kim-cert.pub
kim_pushes
refused "$kims" signoff-proven
says signoff-proven "$kims: allowed_signers does not give the key $(key_print kim) that signed it to 'kim'"

it "refuse: signed with a certificate, by an authority that was revoked"
sed -i '/^kim /d' "$CENTRAL/sluis/allowed_signers"
certified kim authority
echo "kim cert-authority $(cut -d ' ' -f 1,2 "$T/keys/authority.pub")" >>"$CENTRAL/sluis/allowed_signers"
cut -d ' ' -f 1,2 "$T/keys/authority.pub" >"$CENTRAL/sluis/revoked_keys"
signoff kim key-user key kim-cert.pub
kim_pushes
refused "$kims" signoff-proven
says signoff-proven "$kims: revoked_keys revokes the key $(key_print kim) that signed it, or its authority"

it "accept: a key that is new since the date of the tag, and was hers when it came in"
sed -i "s/^kim /kim valid-after=\"$(date -u -d '1 hour ago' +%Y%m%d%H%MZ)\" /" "$CENTRAL/sluis/allowed_signers"
signed_off kim key-user date "2 hours ago"
signed_off els system-owner
signed_off jan operator
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"

it "accept: a key that has run out since it came in"
all_signed
sed -i "s/^kim /kim valid-before=\"$(date -u -d '+2 seconds' +%Y%m%d%H%M%SZ)\" /" "$CENTRAL/sluis/allowed_signers"
sleep 2
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"

it "refuse: a key that ran out, and a date of when it had not"
sed -i "s/^kim /kim valid-before=\"$(date -u -d '1 hour ago' +%Y%m%d%H%MZ)\" /" "$CENTRAL/sluis/allowed_signers"
signoff kim key-user date "2 hours ago"
kim_pushes
refused "$kims" signoff-proven

it "refuse: a trailer that anyone could have typed"
signed_off kim key-user
signed_off els system-owner
push_as noor production
refused production signoff-proven
says signoff-proven "'Released-by: Jan Bakker <jan@example.org>' is on the merge, and there is no signed sign-off of Jan Bakker as operator"
mends signoff-proven "Jan Bakker runs git sluis sign $READY --role operator"

it "refuse: signed with the key of somebody else"
signoff kim key-user key els
kim_pushes
refused "$kims" signoff-proven
says signoff-proven "$kims: "
mends signoff-proven "Kim Jansen signs with a key that allowed_signers gives to 'kim'"

it "refuse: signed with a key that nobody knows"
mkdir -p "$T/keys"
[ -e "$T/keys/mallory" ] || ssh-keygen -q -t ed25519 -N '' -f "$T/keys/mallory"
signoff kim key-user key mallory
kim_pushes
refused "$kims" signoff-proven
says signoff-proven "$kims: allowed_signers does not give the key $(key_print mallory) that signed it to 'kim'"

it "refuse: pushed by the release manager in her name"
signoff kim key-user
push_as noor "signoffs/kim:$kims"
refused "$kims" signoff-proven
says signoff-proven "$kims is the word of Kim Jansen, and Noor Kaya pushes it"

it "refuse: a tag by another name"
signoff kim key-user tagger els
kim_pushes
refused "$kims" signoff-proven
says signoff-proven "$kims: the tag is by 'els@example.org', which is no address of Kim Jansen"

it "refuse: a role that she does not have"
signoff kim system-owner
push_as kim "signoffs/kim:refs/signoffs/$READY/system-owner/kim"
refused "refs/signoffs/$READY/system-owner/kim" signoff-proven
says signoff-proven "Kim Jansen does not hold the role system-owner today"

it "refuse: the tag says another role than its name"
signoff kim key-user says operator
kim_pushes
refused "$kims" signoff-proven
says signoff-proven "$kims: the tag is of role operator"

it "refuse: the tag says another promotion than its name"
signoff kim key-user id 2026.10
kim_pushes
refused "$kims" signoff-proven
says signoff-proven "$kims: the tag is of promotion 2026.10"

it "refuse: an environment that there is not"
signoff kim key-user environment prod
kim_pushes
refused "$kims" signoff-proven
says signoff-proven "$kims: 'prod' is not an environment in the policy"

it "refuse: not signed at all"
GIT_COMMITTER_DATE="$(date +%s) +0100" as kim git -C "$CLONE" tag -f -a -m "Sign-off" signoffs/kim acceptance >"$T/null" 2>&1
kim_pushes
refused "$kims" signoff-proven
says signoff-proven "$kims is no sign-off: it is not signed"

it "refuse: a commit in place of a tag"
push_as kim "acceptance:$kims"
refused "$kims" signoff-proven
says signoff-proven "is no annotated tag"

it "refuse: a tag that points to a tag"
signoff kim key-user
signoff kim key-user name nested candidate signoffs/kim
push_as kim "nested:$kims"
refused "$kims" signoff-proven
says signoff-proven "$kims is no sign-off: it points at a tag, not at a commit"

it "refuse: a signature over another tag's payload"
signoff kim key-user id 2026.10
git -C "$CLONE" cat-file tag signoffs/kim | sed "s/2026\\.10/$READY/" >"$T/forged"
git -C "$CLONE" update-ref refs/tags/signoffs/kim "$(git -C "$CLONE" hash-object -t tag -w "$T/forged")"
kim_pushes
refused "$kims" signoff-proven
says signoff-proven "$kims: its signature does not fit it: it was changed after signing, or the signature was made for something else"

it "refuse: a key whose time is over"
sed -i 's/^kim /kim valid-before="20260101Z" /' "$CENTRAL/sluis/allowed_signers"
signoff kim key-user
kim_pushes
refused "$kims" signoff-proven
says signoff-proven "$kims: by allowed_signers the key $(key_print kim) was no longer valid when it was signed, at 20"

it "refuse: a key whose time is over, with a date of when it was not"
sed -i 's/^kim /kim valid-before="20260101Z" /' "$CENTRAL/sluis/allowed_signers"
signoff kim key-user date 2025-12-31
kim_pushes
refused "$kims" signoff-proven
says signoff-proven "$kims is dated 2025-12-3"

it "refuse: a key that was revoked"
cut -d ' ' -f 1,2 "$T/keys/kim.pub" >"$CENTRAL/sluis/revoked_keys"
signoff kim key-user
kim_pushes
refused "$kims" signoff-proven
says signoff-proven "$kims: revoked_keys revokes the key $(key_print kim) that signed it, or its authority"

it "refuse: a key that was revoked since"
keygens_counted
all_signed
cut -d ' ' -f 1,2 "$T/keys/kim.pub" >"$CENTRAL/sluis/revoked_keys"
push_as noor production
refused production signoff-proven
verified 3
says signoff-proven "$kims: revoked_keys revokes the key $(key_print kim) that signed it, or its authority"

it "refuse: one key for two people; accept: once each signs with a key of their own"
keygens_counted
echo "els $(cut -d ' ' -f 1,2 "$T/keys/kim.pub")" >>"$CENTRAL/sluis/allowed_signers"
central_publish
signed_off kim key-user
signed_off jan operator
signed_off els system-owner key kim
push_as noor production
refused production signoff-proven
verified 0
elss=refs/signoffs/$READY/system-owner/els
says signoff-proven "$kims: its key $(key_print kim) signs as 'els' too, and one key is one person"
says signoff-proven "$elss: its key $(key_print kim) signs as 'kim' too, and one key is one person"
signoff els system-owner
push_as els "signoffs/els:$elss.2"
accepted
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"

it "refuse: two keys of three that were revoked since: each with its place, in the same order each time"
all_signed
jans=refs/signoffs/$READY/operator/jan
cut -d ' ' -f 1,2 "$T/keys/kim.pub" "$T/keys/jan.pub" >"$CENTRAL/sluis/revoked_keys"
for _ in 1 2 3; do
	push_as noor production
	refused production signoff-proven
	says signoff-proven "$kims: revoked_keys revokes the key $(key_print kim) that signed it, or its authority"
	says signoff-proven "$jans: revoked_keys revokes the key $(key_print jan) that signed it, or its authority"
	is "the order" "$(printf '%s\n' "${ANSWER_REMOTE[@]}" | grep -o 'refs/signoffs/[^:]*: revoked' | xargs)" \
		"$kims: revoked $jans: revoked"
done

it "refuse: a key for files only"
sed -i 's/^kim /kim namespaces="file" /' "$CENTRAL/sluis/allowed_signers"
signoff kim key-user
kim_pushes
refused "$kims" signoff-proven
says signoff-proven "$kims: allowed_signers does not let the key $(key_print kim) sign in the namespace 'git'"

it "refuse: a second word without a first"
signoff kim key-user
push_as kim "signoffs/kim:$kims.2"
refused "$kims.2" signoff-proven
says signoff-proven "$kims.2 does not follow the sign-off before it, which is not there"

it "refuse: an old word pushed again over a later one"
signed_off kim key-user
git -C "$CLONE" update-ref refs/tags/old signoffs/kim
signoff kim key-user decision reject
push_as kim "signoffs/kim:$kims.2"
accepted
push_as kim "old:$kims.3"
refused "$kims.3" signoff-proven
says signoff-proven "$kims.3: the same tag is already at $kims"

it "refuse: a merge that does not name its promotion"
all_signed
promotion drop Promotion
push_as noor production
refused production acceptance-linked signoff-proven
says signoff-proven "does not name its promotion, so nobody can say which sign-offs are meant"

it "refuse: a dated tag from next week"
signoff kim key-user date "next week"
kim_pushes
refused "$kims" signoff-proven
says signoff-proven "$kims is dated "

it "refuse: a date that is later than its arrival"
signoff kim key-user date "+6 minutes"
kim_pushes
refused "$kims" signoff-proven
says signoff-proven "$kims is dated "
mends signoff-proven "a sign-off is pushed on the day that it is made; see to the clock of your computer, and sign again"

it "undecided: allowed_signers with a mistake"
signoff kim key-user
echo "kim ssh-ed25519 nokey" >>"$CENTRAL/sluis/allowed_signers"
kim_pushes
undecided "$kims" signoff-proven

it "undecided: allowed_signers that others may write to"
all_signed
chmod 666 "$CENTRAL/sluis/allowed_signers"
push_as noor production
undecided production signoff-proven

finish
