#!/bin/bash
# A policy in a repository of its own, which it guards itself: changed there by a promotion, and taken from there by
# install.sh only where that is so.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"

TOP=$(cd "$E2E/../.." && pwd)
SAMPLE=$TOP/config/policy-repository

# From nothing: POLICY, a repository with the sample on its three branches, armed with that; REPO, where the software is.
world_from_nothing() {
	local each

	POLICY=$T/world/policy.git REPO=$T/world/repo.git USR=$T/world/usr FOLDER=$T/world/folder
	rm -rf "$CENTRAL" "$CLONE" "$DOSSIERS"
	mkdir -p "$FOLDER" "$T/keys"
	cp "$SAMPLE"/* "$FOLDER/"
	# The pushers of this test are told by name.
	sed -i -e 's/^source = .*/source = env:SLUIS_TEST_PUSHER/' -e 's/^email = \(.*\)@.*/&\nlogin = \1/' "$FOLDER/policy.ini"
	for each in tess els kim noor; do
		[ -e "$T/keys/$each" ] || ssh-keygen -q -t ed25519 -N '' -C "$each" -f "$T/keys/$each"
		echo "$each namespaces=\"git\" $(cut -d ' ' -f 1,2 "$T/keys/$each.pub")" >>"$FOLDER/allowed_signers"
	done
	git init -q --bare --template= "$POLICY"
	git init -q --bare --template= "$REPO"
	git init -q --template= "$CLONE"
	cp "$FOLDER"/* "$CLONE/"
	git -C "$CLONE" add .
	as dirk git -C "$CLONE" commit -q -m "The first policy"
	for each in acceptance production; do git -C "$CLONE" branch -q "$each"; done
	as noor git -C "$CLONE" checkout -q --orphan promotions
	git -C "$CLONE" rm -q -rf .
	as noor git -C "$CLONE" commit -q --allow-empty -m "Start the evidence"
	git -C "$CLONE" push -q "$POLICY" --all
	git -C "$CLONE" push -q "$REPO" --all
	git -C "$CLONE" checkout -q development
	git -C "$CLONE" remote add origin "$POLICY"
	CENTRAL=$POLICY
}

# installer ARGUMENT...: install.sh as it was installed by the first of these; OUT is all that it printed, RC its exit code.
installer() {
	RC=0
	OUT=$("$USR/sbin/sluis-arm" "$@" 2>&1 </dev/null) || RC=$?
}

# changed SED-EXPRESSION: dirk's change of the policy, which tess takes to acceptance.
changed() {
	git -C "$CLONE" checkout -q development
	sed -i "$1" "$CLONE/policy.ini"
	as dirk git -C "$CLONE" commit -q -a -m "Change the policy"
	push_as dirk development
	accepted
	push_as tess development:acceptance
	accepted
	git -C "$CLONE" fetch -q origin
}

# promoted_policy ID: criteria, test, sign-off and promotion, with the commands of people.
promoted_policy() {
	sluis noor start "$1" --criterion "It can be read, and changes what was meant"
	did start
	sleep 1
	{
		echo "TAP version 13"
		echo "1..1"
		{ (cd "$CLONE" && "$SLUIS_BUILD/git-sluis" policy --lint policy.ini 2>&1) || :; } | sed 's/^/# /'
		{ (cd "$CLONE" && "$SLUIS_BUILD/git-sluis" policy --diff origin/production origin/acceptance 2>&1) || :; } | sed 's/^/# /'
		echo "ok 1 - AC-1 it can be read, and changes what was meant"
	} >"$T/tap"
	sluis tess accept --promotion "$1" --tap "$T/tap" --candidate origin/acceptance --push \
		--started "$(date -u +%Y-%m-%dT%H:%M:%SZ)" --finished "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
	did accept
	sluis els sign "$1" --role system-owner --yes
	did sign
	sluis noor promote "$1"
	did promote
}

# taken VERSION: what is in force in the repository of the software.
taken() {
	is "the policy in force" "$(sed -n 's/^version = //p' "$REPO/sluis/policy.ini")" "$1"
}

# refuses TEXT...: nothing is taken from the policy's repository, and the one in force stays.
refuses() {
	local each before

	before=$(git -C "$REPO" rev-parse refs/sluis/policy; cat "$REPO"/sluis/*)
	installer --policy "$POLICY" "$REPO"
	is "the exit code of install.sh" "$RC" 1
	for each in "nothing is armed" "$@"; do
		has_words "what install.sh said" "$(tr -d '\n' <<<"$OUT")" "$each"
	done
	is "the policy in force" "$(git -C "$REPO" rev-parse refs/sluis/policy; cat "$REPO"/sluis/*)" "$before"
}

world_make
world_from_nothing
OUT=$(PREFIX=$USR "$TOP/install.sh" --policy "$FOLDER" --reason "the first policy" "$POLICY" "$REPO" 2>&1 </dev/null) ||
	echo "Bail out! $OUT"
CHANGE='s/^version = .*/version = 2/; s/^\[signoff "system-owner"\]/[signoff "operations"]\ntrailer = Released-by\nrole = operator\n&/; /^signoff = system-owner/a signoff = operations'
world_keep_all() {
	rm -rf "$T/kept"
	cp -a "$T/world" "$T/kept"
}
changed "$CHANGE"
promoted_policy policy-2
world_keep_all

it "accept: changed by a branch, a test, a sign-off and a promotion, and in force where the software is"
installer --verbose --policy "$POLICY" "$REPO"
is "the exit code of install.sh" "$RC" 0
[ "$RC" = 0 ] || wrong "$OUT"
taken 2
has "what install.sh says" "$OUT" "copied $POLICY/policy.ini to sluis/"
has "what install.sh says" "$OUT" "$REPO: policy 2 is now at refs/sluis/policy
  = version 2 takes the place of 1
    [signoff operations] is new: trailer Released-by, role operator, count 1
    sign-off operations now asked for production"
hasnt "what install.sh says" "$OUT" "no promotion approved it"
is "what approved it" "$(git -C "$REPO" log -1 --format=%B refs/sluis/policy | sed -n 's/^Approved-Commit: //p')" \
	"$(git -C "$POLICY" rev-parse production)"
is "what can be fetched with it" "$(git -C "$REPO" rev-parse refs/sluis/policy^2 refs/sluis/policy^3)" \
	"$(git -C "$POLICY" rev-parse refs/sluis/audit production)"
installer --policy "$POLICY" "$REPO" "$POLICY"
is "the exit code, again and for itself" "$RC" 0
has "what install.sh says" "$OUT" "policy 2 was already at refs/sluis/policy"
CENTRAL=$REPO
git -C "$CLONE" remote set-url origin "$REPO"
git -C "$CLONE" checkout -q -B development origin/production
echo "int pay;" >"$CLONE/pay.c"
git -C "$CLONE" add pay.c
as dirk git -C "$CLONE" commit -q -m "Pay by card"
push_as dirk development
accepted
push_as tess development:acceptance
accepted
sluis els status r1
has "what the new policy asks" "$OUT" "operations"
CENTRAL=$POLICY

# told ARGUMENT...: git sluis in the repository of the software.
told() {
	RC=0
	OUT=$(cd "$REPO" && "$SLUIS_BUILD/git-sluis" "$@" 2>&1) || RC=$?
}

it "who wrote, approved, promoted and installed it, and what it changes: in log, report and audit verify"
told report
has "the report" "$OUT" "       1  policies that no promotion approved, since the last approved one"
has_words "the report, of the first policy" "$(tr '\n' ' ' <<<"$OUT")" "1: the first policy; no promotion approved it; installed by $(id -un): the first policy"
has_words "it stands above the exceptions" "$(tr '\n' ' ' <<<"${OUT%%Exceptions*}")" "no promotion approved it"
SUDO_USER=jan installer --policy "$POLICY" --reason "as decided in November" "$REPO"
is "the exit code of install.sh" "$RC" 0
said="2: version 2 takes the place of 1; [signoff operations] is new: trailer Released-by, role operator, count 1; sign-off \
operations now asked for production; written by dirk; approved by els (system-owner); promoted by noor (policy-2); installed by \
jan as $(id -un): as decided in November"
told log
has "the log" "$OUT" " policy    -        $said"
told log --format json
has "the log, as JSON" "$OUT" '"changes"'
keep_json "$OUT"
has "the log, as JSON" "$OUT" "as decided in November"
told audit verify
is "the exit code of audit verify" "$RC" 0
has "audit verify" "$OUT" "2 policies at refs/sluis/policy, 1 of them approved by a promotion"
told report
hasnt "the report, when one is approved" "$OUT" "no promotion approved it"
told report --language nl
has_words "the report, in Dutch" "$(tr '\n' ' ' <<<"$OUT")" "accordering operations nu gevraagd voor production; geschreven door dirk; goedgekeurd door els (system-owner); gepromoveerd door noor (policy-2); geinstalleerd door jan as"
for each in csv json html; do
	told report --format "$each"
	has "the report, as $each" "$OUT" "approved by els (system-owner); promoted by noor (policy-2)"
done

it "a policy from a folder stays on top of every report until one is approved, whatever comes between"
installer --policy "$POLICY" "$REPO"
cp "$REPO/sluis/"* "$FOLDER/"
sed -i -e 's/^version = .*/version = 2a/' -e '/^signoff = operations/d' "$FOLDER/policy.ini"
installer --policy "$FOLDER" "$REPO"
is "the exit code of install.sh" "$RC" 0
has "what install.sh says" "$OUT" "no promotion approved it, and every report says so; no reason was given (--reason TEXT)"
cut -d ' ' -f 1,2 "$T/keys/kim.pub" >"$FOLDER/revoked_keys"
installer --policy "$FOLDER" "$REPO"
is "the exit code of install.sh, of a key that is revoked" "$RC" 0
hasnt "what install.sh says" "$OUT" "no promotion approved it"
for each in text csv json html; do
	told report --format "$each"
	has_words "the report, as $each" "$(tr '\n' ' ' <<<"$OUT")" "2a: version 2a takes the place of 2; sign-off operations no longer asked for production; no promotion approved it; installed by $(id -un), no reason given"
done
told report --format json
has "how many" "$OUT" '"policy-unapproved": 1'

it "audit verify: a policy that says it was approved, and was not"
installer --policy "$POLICY" "$REPO"
(
	cd "$REPO" || exit
	blob=$(git show refs/sluis/policy:policy.ini | sed '/^signoff = /d' | git hash-object -w --stdin)
	tree=$(git ls-tree refs/sluis/policy | sed "s/[0-9a-f]\\{40\\}\tpolicy.ini/$blob\tpolicy.ini/" | git mktree)
	git log -1 --format=%B refs/sluis/policy >"$T/message"
	as noor git -c core.hooksPath="$T/none" update-ref refs/sluis/policy "$(as noor git commit-tree -F "$T/message" \
		-p refs/sluis/policy -p refs/sluis/policy^2 -p refs/sluis/policy^3 "$tree")"
)
told audit verify
is "the exit code" "$RC" 1
has "what it says" "$OUT" "the policy 2 of refs/sluis/policy: policy.ini is another than that of"
told report
is "the exit code of the report" "$RC" 1
has_words "the report" "$(tr '\n' ' ' <<<"$OUT")" "refs/sluis/policy 2: policy.ini is another than that of"
as noor git -C "$REPO" -c core.hooksPath="$T/none" update-ref refs/sluis/policy \
	"$(git -C "$REPO" log -1 --format=%B refs/sluis/policy~1 | as noor git -C "$REPO" commit-tree -p refs/sluis/policy~1 \
		-p production "refs/sluis/policy~1^{tree}")"
told audit verify
is "the exit code, with other parents" "$RC" 1
has "what it says" "$OUT" "of refs/sluis/policy cannot be read: its parents differ from what it says"

it "audit verify: a verdict by a policy that is not there"
before=$(git -C "$REPO" rev-parse refs/sluis/policy)
installer --policy "$POLICY" "$REPO"
CENTRAL=$REPO
push_as dirk development
accepted
push_as tess development:acceptance
accepted
CENTRAL=$POLICY
told audit verify
is "the exit code, before" "$RC" 0
git -C "$REPO" -c core.hooksPath="$T/none" update-ref refs/sluis/policy "$before"
told audit verify
is "the exit code" "$RC" 1
has "what it says" "$OUT" "judged by the policy 2 sha256:"
has "what it says" "$OUT" "which is not at refs/sluis/policy"
git -C "$REPO" -c core.hooksPath="$T/none" update-ref -d refs/sluis/policy
told audit verify
is "the exit code, without any" "$RC" 1
git clone -q --bare "$REPO" "$T/world/copy.git"
git -C "$T/world/copy.git" fetch -q "$REPO" refs/sluis/audit:refs/sluis/audit
REPO=$T/world/copy.git told audit verify
is "the exit code, in a copy of the audit alone" "$RC" 0

it "audit verify: refs/sluis/policy is written anew, with another reason"
installer --policy "$POLICY" "$REPO"
git -C "$REPO" log -1 --format=%B refs/sluis/policy | sed 's/^Norm: /Reason: the board asked\n&/' >"$T/message"
as noor git -C "$REPO" -c core.hooksPath="$T/none" update-ref refs/sluis/policy "$(as noor git -C "$REPO" commit-tree \
	-F "$T/message" -p refs/sluis/policy~1 -p refs/sluis/policy^2 -p refs/sluis/policy^3 "refs/sluis/policy^{tree}")"
told audit verify
is "the exit code" "$RC" 1
has "what it says" "$OUT" "its reflog tells that refs/sluis/policy was at this policy, which it no longer has: it was rewritten"

it "accept: environments in another order, and release tags after them"
cat >>"$POLICY/sluis/policy.ini" <<'END'
[environment "release"]
ref = refs/tags/v*
from = production
push = operator
END
installer --policy "$POLICY" "$REPO"
is "the exit code of install.sh" "$RC" 0
taken 2

it "accept: two at once; one waits for the other"
PREFIX=$USR "$TOP/install.sh" --policy "$POLICY" "$REPO" >"$T/out" 2>&1 </dev/null &
installer --policy "$POLICY" "$REPO"
is "the exit code of install.sh" "$RC" 0
wait "$!" || wrong "$(cat "$T/out")"
taken 2
is "how often it was installed" "$(git -C "$REPO" rev-list --first-parent --count refs/sluis/policy)" 2

it "accept: a policy with a common part beside it, of the same commit and as one text"
git -C "$CLONE" checkout -q development
awk -v people="$CLONE/people.ini" '/^\[/ { out = /^\[(person|role)/ } out { print >people; next }
	{ print } /^version = / { print "include = people.ini" }' "$CLONE/policy.ini" >"$T/own.ini"
cp "$T/own.ini" "$CLONE/policy.ini"
git -C "$CLONE" add people.ini
changed 's/^version = .*/version = 3/'
promoted_policy policy-3
echo '[role "operator"]' >>"$CLONE/people.ini"
installer --policy "$POLICY" "$REPO" "$POLICY"
is "the exit code of install.sh" "$RC" 0
[ "$RC" = 0 ] || wrong "$OUT"
taken 3
is "what is in force" "$(cat "$REPO/sluis/policy.ini")" "$(git -C "$POLICY" show production:policy.ini | sed 's/^include/; &/'; git -C "$POLICY" show production:people.ini)"
is "the files" "$(ls "$REPO/sluis")" "allowed_signers
policy.ini"
is "what is published" "$(git -C "$REPO" show refs/sluis/policy:policy.ini)" "$(cat "$REPO/sluis/policy.ini")"
told audit verify
has "audit verify" "$OUT" "2 policies at refs/sluis/policy, 1 of them approved by a promotion"
for each in people-2.ini /etc/passwd; do
	sed "s|^include = .*|include = $each|" "$T/own.ini" >"$CLONE/policy.ini"
	as dirk git -C "$CLONE" commit -q -m "Elsewhere" policy.ini
	sluis dirk policy --diff origin/production HEAD
	is "with $each" "$RC" 1
	has "policy --diff" "$OUT" "policy.ini of HEAD includes $each, which is not in it"
done

it "accept: a relative path, with a slash after it"
RC=0
OUT=$(cd "${POLICY%/*}" && PREFIX=$USR "$TOP/install.sh" --policy "${POLICY##*/}/" "${REPO##*/}/" 2>&1 </dev/null) || RC=$?
is "the exit code of install.sh" "$RC" 0
taken 2

it "accept: the two repositories are of two users"
if [ "$(id -u)" = 0 ]; then
	chmod 755 "$T" "$T/world"
	chown -R nobody "$POLICY"
	chown -R daemon "$REPO"
	SUDO_USER=jan installer --policy "$POLICY" "$REPO"
	is "the exit code of install.sh" "$RC" 0
	[ "$RC" = 0 ] || wrong "$OUT"
	taken 2
	is "who" "$(git -c safe.directory='*' -C "$REPO" log -1 --format=%B refs/sluis/policy | sed -n 's/^Installed-by: //p')" "jan as daemon"
	find "$REPO" ! -user daemon | head -3 >"$T/out"
	is "what is not the owner's" "$(cat "$T/out")" ""
fi

it "accept: a hostile name of who installs, and a reason without end"
SUDO_USER=$'jan\nApproved-Commit: x\e[2J' installer --policy "$POLICY" --reason "$(printf 'why\n\e]0;%05000d' 0)" "$REPO"
is "the exit code of install.sh" "$RC" 0
is "who" "$(git -C "$REPO" log -1 --format=%B refs/sluis/policy | sed -n 's/^Installed-by: //p')" \
	"jan\\x0aApproved-Commit: x\\x1b[2J as $(id -un)"
why=$(git -C "$REPO" log -1 --format=%B refs/sluis/policy | sed -n 's/^Reason: //p')
has "why" "$why" "why\\x0a\\x1b]0;0000"
[ "${#why}" -lt 300 ] || wrong "the reason has ${#why} bytes"
told report
is "the exit code of the report" "$RC" 0
has "the report" "$OUT" "jan\\x0aApproved-Commit: x\\x1b[2J"

# moved COMMIT: production of the policy's repository, behind its gate.
moved() {
	git -C "$POLICY" -c core.hooksPath="$T/none" update-ref refs/heads/production "$1"
}

# weaker: a commit on what is production, with a policy that asks no sign-off.
weaker() {
	local blob tree

	blob=$(git -C "$POLICY" show production:policy.ini | sed -e 's/^version = .*/version = 3/' -e '/^signoff = /d' |
		git -C "$POLICY" hash-object -w --stdin)
	tree=$(git -C "$POLICY" ls-tree production | sed "s/[0-9a-f]\\{40\\}\tpolicy.ini/$blob\tpolicy.ini/" |
		git -C "$POLICY" mktree)
	as dirk git -C "$POLICY" commit-tree -m "Weaker" -p production "$@" "$tree"
}

audited() {
	(cd "$POLICY" && "$SLUIS_BUILD/git-sluis" audit "$@") >"$T/out" 2>&1
}

# entry PARENT KEY-LINES: an entry of the audit past the gate.
entry() {
	printf '%s\n\n%s\n' "forged" "$1" | as dirk git -C "$POLICY" commit-tree -p refs/sluis/audit \
		4b825dc642cb6eb9a060e54bf8d69288fbee4904
}

append() {
	git -C "$POLICY" -c core.hooksPath="$T/none" update-ref refs/sluis/audit "$(entry "$1")"
}

it "refuse: production was moved behind the gate"
moved "$(weaker)"
refuses "approves no policy: its audit has" "refs/heads/production is at $(git -C "$POLICY" rev-parse --short=7 production)" \
	"git sluis audit verify"

it "refuse: and the owner's correction settles it, which is no approval"
moved "$(weaker)"
audited reconcile --reason "it was urgent"
refuses "was not promoted to refs/heads/production: only a correction of the owner tells of it"

it "refuse: moved while the gate was unlocked"
(cd "$POLICY" && "$SLUIS_BUILD/git-sluis" unlock --reason "no time" --minutes 5) >"$T/out" 2>&1
git -C "$POLICY" update-ref refs/heads/production "$(weaker)"
refuses "was not promoted to refs/heads/production: the gate was unlocked"

it "refuse: the audit was rewound"
git -C "$POLICY" -c core.hooksPath="$T/none" update-ref refs/sluis/audit refs/sluis/audit~6
refuses "approves no policy: its audit has"

it "refuse: audit, production and their reflogs were rewound to what arming found"
git -C "$POLICY" -c core.hooksPath="$T/none" update-ref refs/sluis/audit refs/sluis/audit-start
moved "production^1"
for each in acceptance development; do
	git -C "$POLICY" -c core.hooksPath="$T/none" update-ref "refs/heads/$each" production
done
for each in $(git -C "$POLICY" for-each-ref --format='%(refname)' refs/signoffs); do
	git -C "$POLICY" -c core.hooksPath="$T/none" update-ref -d "$each"
done
git -C "$POLICY" -c core.hooksPath="$T/none" update-ref refs/heads/promotions "$(git -C "$POLICY" rev-list --max-parents=0 promotions)"
rm -rf "$POLICY/logs"
refuses "arming found it there"

it "refuse: the policy that was approved goes back to the one before it"
installer --policy "$POLICY" "$REPO"
taken 2
rm -rf "$T/before"
cp -a "$POLICY" "$T/before"
changed 's/^version = .*/version = 3/; s/^title = .*/title = The third/'
promoted_policy policy-3
installer --policy "$POLICY" "$REPO"
taken 3
rm -rf "$POLICY"
cp -a "$T/before" "$POLICY"
refuses "version 2 of the policy was another text"

it "refuse: and a policy from a folder in between is no way round that"
installer --policy "$POLICY" "$REPO"
cp -a "$POLICY" "$T/world/before.git"
cp -a "$CLONE" "$T/world/before"
changed 's/^version = .*/version = 3/; s/^title = .*/title = The third/'
promoted_policy policy-3
installer --policy "$POLICY" "$REPO"
taken 3
sed 's/^version = .*/version = 3a/' "$REPO/sluis/policy.ini" >"$FOLDER/policy.ini"
installer --policy "$FOLDER" --reason "no time" "$REPO"
taken 3a
rm -rf "$POLICY" "$CLONE"
mv "$T/world/before.git" "$POLICY"
mv "$T/world/before" "$CLONE"
changed 's/^version = .*/version = 4/; s/^title = .*/title = The fourth/'
promoted_policy policy-4
refuses "of the policy repository at" "does not go on from" "which approved a policy before"

it "refuse: what is in acceptance, with its own sign-off"
changed 's/^version = .*/version = 3/; /^signoff = /d'
at=$(git -C "$POLICY" rev-parse acceptance)
append "Entry: verdict
Decision: accept
Pusher: tess
Policy: 1 sha256:$(printf '%064d' 0)
Ref: refs/heads/acceptance
Old: $at
New: $at
Environment: acceptance
From: development
Step: $at
Kind: promotion
Promotion: policy-3
Signoff: system-owner system-owner els signature"
append "Entry: outcome
Verdict: $(git -C "$POLICY" rev-parse refs/sluis/audit)
Outcome: moved
Source: reference-transaction
Ref: refs/heads/acceptance
Old: $at
New: $at"
git -C "$POLICY" -c core.hooksPath="$T/none" update-ref refs/heads/audit-copy refs/sluis/audit
git -C "$REPO" fetch -q "$POLICY" audit-copy acceptance
git -C "$POLICY" show acceptance:policy.ini >"$REPO/sluis/policy.ini"
(cd "$REPO" && "$SLUIS_BUILD/git-sluis" policy --publish --approved \
	"$(git -C "$POLICY" rev-parse refs/sluis/audit):$at") >"$T/out" 2>&1 && wrong "it was published"
has "what is said" "$(cat "$T/out")" "is in 'acceptance', from where changes go on to 'production'"

it "refuse: a repository that says it is the policy's, and does not go on from it"
installer --policy "$POLICY" "$REPO"
cp -a "$T/kept/policy.git/." "$T/world/other.git"
git -C "$T/world/other.git" -c core.hooksPath="$T/none" update-ref refs/sluis/audit refs/sluis/audit~1
(cd "$REPO" && "$SLUIS_BUILD/git-sluis" policy --from "$T/world/other.git" --output "$T") >"$T/out" 2>&1 && wrong "it was taken"
has "what is said" "$(cat "$T/out")" "approves no policy"
(cd "$REPO" && "$SLUIS_BUILD/git-sluis" policy --publish --approved \
	"$(git rev-parse refs/sluis/policy^2~1):$(git rev-parse refs/sluis/policy^3)") >"$T/out" 2>&1 && wrong "it was published"
has "what is said" "$(cat "$T/out")" "is not what the policy repository's audit left a ref at"

it "refuse: a verdict that refused, with an outcome that says it went in"
evil=$(weaker)
git -C "$CLONE" fetch -q "$POLICY" "$evil" 2>"$T/null" || git -C "$CLONE" -c protocol.file.allow=always fetch -q "$POLICY" "+$evil:refs/heads/evil" 2>"$T/null" || :
append "Entry: verdict
Decision: reject
Pusher: dirk
Policy: 1 sha256:$(printf '%064d' 0)
Ref: refs/heads/production
Old: $(git -C "$POLICY" rev-parse production)
New: $evil
Environment: production
From: acceptance
Step: $evil
Kind: promotion
Promotion: policy-3
Signoff: system-owner system-owner els signature"
append "Entry: outcome
Verdict: $(git -C "$POLICY" rev-parse refs/sluis/audit)
Outcome: moved
Source: reference-transaction
Ref: refs/heads/production
Old: $(git -C "$POLICY" rev-parse production)
New: $evil"
moved "$evil"
refuses "which $(git -C "$POLICY" rev-parse --short=7 refs/sluis/audit~1) does not let it"

it "refuse: more parents than a promotion has, with the approved tree"
evil=$(as dirk git -C "$POLICY" commit-tree -m "Merge policy-2" -p production -p acceptance -p "$(weaker)" "production^{tree}")
moved "$evil"
refuses "approves no policy: its audit has"

it "refuse: production became a symbolic ref"
git -C "$POLICY" -c core.hooksPath=/dev/null symbolic-ref refs/heads/production refs/heads/acceptance
refuses "refs/heads/production is a symbolic ref"

it "refuse: the repository is not armed"
git clone -q --bare "$POLICY" "$T/world/bare.git"
POLICY=$T/world/bare.git refuses "it is not armed: it has no refs/sluis/audit"

it "refuse: no repository, no folder"
mkdir "$T/world/empty"
installer --policy "$T/world/empty" "$REPO"
is "the exit code of install.sh" "$RC" 1
has "what install.sh said" "$OUT" "there is no $T/world/empty/policy.ini, and $T/world/empty is no bare repository"

it "refuse: a policy with an error was promoted"
changed 's/^version = .*/version = 3/; s/^title = .*/titel = x/'
promoted_policy policy-3
refuses "policy.ini:6: [policy] knows no 'titel'" "this policy cannot be used"

it "refuse: an older text was promoted again"
installer --policy "$POLICY" "$REPO"
changed 's/^version = .*/version = 1/; /operations/d; /^trailer = Released-by/,+1d'
promoted_policy policy-3
refuses "version 1 of the policy was another text" "give the policy a version of its own"

it "refuse: policy.ini is a link"
git -C "$CLONE" checkout -q development
git -C "$CLONE" mv policy.ini elsewhere.ini
ln -s elsewhere.ini "$CLONE/policy.ini"
git -C "$CLONE" add policy.ini
as dirk git -C "$CLONE" commit -q -m "Link"
push_as dirk development
accepted
push_as tess development:acceptance
accepted
git -C "$CLONE" fetch -q origin
promoted_policy policy-3
refuses "policy.ini of $(git -C "$POLICY" rev-parse --short=7 production) is no plain file: its mode is 120000"

it "refuse: its own policy asks no sign-off"
changed 's/^version = .*/version = 2b/; s/^title = .*/title = Second/; /signoff = /d; s/^require = .*/require = complete/'
cp "$CLONE/policy.ini" "$FOLDER/policy.ini"
installer --policy "$FOLDER" --reason "no sign-offs" "$POLICY"
is "the exit code of install.sh" "$RC" 0
sluis noor promote policy-3
did promote
refuses "is not approved: nobody signed it off: its environment 'production' asks no sign-off"

it "refuse: other files than were promoted"
installer --policy "$POLICY" "$REPO"
sed -i -e 's/^version = .*/version = 3/' -e '/^signoff = /d' "$REPO/sluis/policy.ini"
(cd "$REPO" && "$SLUIS_BUILD/git-sluis" policy --publish --approved \
	"$(git rev-parse refs/sluis/policy^2):$(git rev-parse refs/sluis/policy^3)") >"$T/out" 2>&1 && wrong "it was published"
has "what is said" "$(cat "$T/out")" "policy.ini is another than that of"

finish
