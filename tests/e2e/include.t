#!/bin/bash
# Policies that share a common part: judged, compared, published and kept as one text.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"

TOP=$(cd "$E2E/../.." && pwd)

# sluis_policy ARGUMENT...
sluis_policy() {
	RC=0
	OUT=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" policy "$@" 2>&1) || RC=$?
}

# The policy of every test, of which people, roles and impact levels are in a common part.
eval "whole_$(declare -f policy_text)"
policy_text() {
	whole_policy_text | awk -v common="$T/world/common.ini" '/^\[/ { shared = /^\[(person|service|role|impact)/ }
		shared { print >common; next } { print } /^version = / { print "include = " common }'
}

world_make
COMMON=$T/world/common.ini
LINES=$(wc -l <"$CENTRAL/sluis/policy.ini")
AT=$(sed -n '/^include = /=' "$CENTRAL/sluis/policy.ini")

it "accept: a promotion; what is published and kept stands alone"
push_as noor production
accepted "$(promoted)"
for each in refs/sluis/policy refs/sluis/audit; do
	git -C "$CENTRAL" show "$each:policy.ini" >"$T/shown.ini"
	is "$each" "$(cat "$T/shown.ini")" "$(sed 's/^include = /; &/' "$CENTRAL/sluis/policy.ini"; cat "$COMMON")"
	sluis_policy --lint "$T/shown.ini"
	is "lint of $each" "$RC" 0
done
has "the audit" "$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit verify)" ": 0 problems"

it "what the common part changes is a change of the policy: not published, and shown with what it loosens"
cp -r "$CENTRAL/sluis" "$T/world/before"
cp "$COMMON" "$T/world/before.ini"
sed -i "s|^include = .*|include = $T/world/before.ini|" "$T/world/before/policy.ini"
sed -i '/^\[role "operator"\]/a member = tess' "$COMMON"
push_as noor production
refused production policy-published
says policy-published "the policy in force, version 2026-1, differs from the one published"
sluis_policy --diff "$T/world/before" sluis
is "the difference" "$RC: $OUT" "0: ! role operator has a new member: tess
! tess may now push to production
! tess may now give sign-off operations
(! asks less or allows more, or may; = only shuts somebody out)"

it "undecided: a section that is in both, with file and line of both"
printf '[role "tester"]\nmember = tess\n' >>"$CENTRAL/sluis/policy.ini"
push_as noor production
undecided_all "the policy has 1 problem" \
	"policy.ini:$AT: $COMMON:$(sed -n '/^\[role "tester"/=' "$COMMON"): [role \"tester\"] has the name of [role \"tester\"] on line $((LINES + 1))"

it "undecided: a common part that has [policy], and so an include of its own"
printf '[policy]\ninclude = /etc/passwd\n' >>"$COMMON"
push_as noor production
undecided_all "the policy has 1 problem" "policy.ini:$AT: $COMMON:$(($(wc -l <"$COMMON") - 1)): [policy] appears twice"

it "undecided: a common part that is not there, and no other policy comes in its place"
rm "$COMMON"
push_as noor production
undecided_all "$CENTRAL/sluis/policy.ini:$AT: $COMMON does not exist"
sluis_policy --lint sluis/policy.ini
is "lint" "$RC: $OUT" "2: sluis: sluis/policy.ini:$AT: $COMMON does not exist
  fix: the administrator of the server mends that line"

it "undecided: a common part that others may write, or whose folder"
chmod 664 "$COMMON"
push_as noor production
undecided_all "$CENTRAL/sluis/policy.ini:$AT: $COMMON is writable by its group (mode 0664)" "fix: its owner runs: chmod go-w $COMMON"
chmod 644 "$COMMON"
chmod 777 "$T/world"
push_as noor production
undecided_all "$CENTRAL/sluis/policy.ini:$AT: $T/world is writable by everyone (mode 0777)"
chmod 755 "$T/world"

it "undecided: keys of no section, which would fall to the last one of the policy"
sed -i '1i require = plan' "$COMMON"
push_as noor production
undecided_all "$CENTRAL/sluis/policy.ini:$AT: $COMMON:1: the key comes before the first [section]"

it "a name is one in the policy's own folder, and install.sh takes it along"
mkdir "$T/world/my-policy"
cp "$CENTRAL"/sluis/* "$T/world/my-policy/"
cp "$COMMON" "$T/world/my-policy/people.ini"
sed -i 's|^include = .*|include = people.ini|; s/^version = .*/version = 2026-2/' "$T/world/my-policy/policy.ini"
sluis_policy --lint "$T/world/my-policy/policy.ini"
is "lint" "$RC" 0
RC=0
OUT=$(PREFIX=$T/usr "$TOP/install.sh" --policy "$T/world/my-policy" --reason "In one folder" "$CENTRAL" 2>&1) || RC=$?
is "install.sh" "$RC" 0
[ "$RC" = 0 ] || wrong "$OUT"
push_as noor production
accepted "$(promoted | sed s/2026-1/2026-2/)"
chmod 666 "$CENTRAL/sluis/people.ini"
push_as dirk development:feature
undecided_all "$CENTRAL/sluis/policy.ini:$AT: $CENTRAL/sluis/people.ini is writable by everyone (mode 0666)"

it "undecided: what is no plain file, itself, a path from nowhere, and two of them"
mkfifo "$T/world/fifo"
for each in "$T/world/fifo" /dev/zero "$T/world"; do
	sed -i "s|^include = .*|include = $each|" "$CENTRAL/sluis/policy.ini"
	push_as noor production
	undecided_all "$CENTRAL/sluis/policy.ini:$AT: $each is not a regular file"
done
sed -i 's|^include = .*|include = policy.ini|' "$CENTRAL/sluis/policy.ini"
push_as noor production
find_block "could not decide: the policy has * problems"
says '' "sluis/policy.ini:$(($(sed -n '/^\[policy\]/=' "$CENTRAL/sluis/policy.ini"))): [policy] appears twice"
not_moved
ANSWER_HEAD=()
sed -i 's|^include = .*|include = ../common.ini|' "$CENTRAL/sluis/policy.ini"
push_as noor production
undecided_all "$CENTRAL/sluis/policy.ini:$AT: 'include' takes the path of a file, from / on, or the name of one beside the policy: '../common.ini'"
sed -i "s|^include = .*|include = $COMMON\ninclude = $COMMON|" "$CENTRAL/sluis/policy.ini"
push_as noor production
undecided_all "$CENTRAL/sluis/policy.ini:$((AT + 1)): 'include' appears twice"

it "show prints both parts"
sluis_policy --show sluis/policy.ini
has "show" "$OUT" '[person "noor"]'
hasnt "show" "$OUT" "include"

it "people add: not into a folder that shares its people"
RC=0
OUT=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" people add sluis x 2>&1) || RC=$?
is "what it says" "$RC: $OUT" "2: sluis: sluis/policy.ini has a common part, $COMMON, and people may be in either
  fix: write [person], member and key into the right one, and then run:
       git sluis policy --lint sluis/policy.ini"

it "install.sh takes a folder with a common part; keys are shared by a link"
cp -r "$CENTRAL/sluis" "$T/world/my-policy"
mkdir -p "$T/world/common"
: >"$T/world/common/allowed_signers"
ln -sf "$T/world/common/allowed_signers" "$T/world/my-policy/allowed_signers"
sed -i 's/^version = .*/version = 2026-2/' "$T/world/my-policy/policy.ini"
RC=0
OUT=$(PREFIX=$T/usr "$TOP/install.sh" --policy "$T/world/my-policy" --reason "Keys in one place" "$CENTRAL" 2>&1) || RC=$?
is "the exit code" "$RC" 0
has "install.sh" "$OUT" "policy 2026-2 is now at refs/sluis/policy"
is "the policy in force" "$(grep '^include' "$CENTRAL/sluis/policy.ini")" "include = $COMMON"

finish
