#!/bin/bash
# Without a policy that can be read and believed, nothing goes in.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

it "accept: the policy that the repository's config names"
mkdir "$T/world/etc"
mv "$CENTRAL/sluis/policy.ini" "$T/world/etc/school.ini"
git -C "$CENTRAL" config sluis.policy "$T/world/etc/school.ini"
push_as noor production
accepted "$(promoted)"

it "accept: one that is named from the repository on"
mkdir "$CENTRAL/etc"
mv "$CENTRAL/sluis/policy.ini" "$CENTRAL/etc/school.ini"
git -C "$CENTRAL" config sluis.policy etc/school.ini
push_as noor production
accepted "$(promoted)"

it "accept: a folder that everybody may write to and nobody may take from"
chmod 1777 "$CENTRAL/sluis"
push_as noor production
accepted "$(promoted)"

it "undecided: there is none"
rm "$CENTRAL/sluis/policy.ini"
if [ -e /etc/sluis/policy.ini ]; then
	skip "this machine has a policy for all repositories"
else
	push_as noor production
	undecided_all "there is no policy, neither $CENTRAL/sluis/policy.ini nor /etc/sluis/policy.ini" \
		"fix: the administrator of the server runs ./install.sh --policy DIR for this repository"
fi

it "undecided: the one that the config names is not there, and the next one does not count"
git -C "$CENTRAL" config sluis.policy etc/school.ini
push_as noor production
undecided_all "$CENTRAL/etc/school.ini does not exist"

it "undecided: a branch of no environment does not go in either"
rm "$CENTRAL/sluis/policy.ini"
ln -s nowhere "$CENTRAL/sluis/policy.ini"
push_as dirk development:refs/heads/topic
undecided_all "$CENTRAL/sluis/policy.ini is a symbolic link that leads nowhere"

it "undecided: everybody may write it"
chmod 666 "$CENTRAL/sluis/policy.ini"
push_as noor production
undecided_all "$CENTRAL/sluis/policy.ini is writable by everyone (mode 0666)" \
	"fix: its owner runs: chmod go-w $CENTRAL/sluis/policy.ini"

it "undecided: its group may write it"
chmod 664 "$CENTRAL/sluis/policy.ini"
push_as noor production
undecided_all "$CENTRAL/sluis/policy.ini is writable by its group (mode 0664)"

it "undecided: the group may write in its folder"
chmod 775 "$CENTRAL/sluis"
push_as noor production
undecided_all "$CENTRAL/sluis is writable by its group (mode 0775)" "fix: its owner runs: chmod go-w $CENTRAL/sluis"

it "undecided: everybody may write what a link leads to"
mkdir -m 777 "$T/world/open"
mv "$CENTRAL/sluis/policy.ini" "$T/world/open/policy.ini"
ln -s "$T/world/open/policy.ini" "$CENTRAL/sluis/policy.ini"
push_as noor production
undecided_all "$T/world/open is writable by everyone (mode 0777)"

it "undecided: it belongs to somebody else"
if [ "$(id -u)" -ne 0 ]; then
	skip "only root can give a file away"
else
	chown 12345 "$CENTRAL/sluis/policy.ini"
	push_as noor production
	undecided_all "$CENTRAL/sluis/policy.ini belongs to user id 12345, who is neither root nor the user this runs as (0)"
fi

it "undecided: nobody may read it"
if [ "$(id -u)" -eq 0 ]; then
	skip "root may read everything"
else
	chmod 0 "$CENTRAL/sluis/policy.ini"
	push_as noor production
	undecided_all "$CENTRAL/sluis/policy.ini cannot be opened: Permission denied"
fi

it "undecided: a pipe in its place"
rm "$CENTRAL/sluis/policy.ini"
mkfifo "$CENTRAL/sluis/policy.ini"
push_as noor production
undecided_all "$CENTRAL/sluis/policy.ini is not a regular file"

it "undecided: a folder in its place"
rm "$CENTRAL/sluis/policy.ini"
mkdir "$CENTRAL/sluis/policy.ini"
push_as noor production
undecided_all "$CENTRAL/sluis/policy.ini is not a regular file"

it "undecided: an empty one"
: >"$CENTRAL/sluis/policy.ini"
push_as noor production
undecided_all "the policy has 4 problems" "the policy has no [policy]" "the policy has no [pusher]"

it "undecided: one that is too large"
yes "; nothing" | head -c 2000000 >>"$CENTRAL/sluis/policy.ini"
push_as noor production
undecided_all "$CENTRAL/sluis/policy.ini is larger than 1048576 bytes"

it "undecided: one with mistakes, all of them named"
policy 's/^version = .*/verzion = 2026-1/' 's/^from = acceptance/from = aceptance/' \
	's/^owner = jan/owner = piet/' 's/^trailer = Accepted-by/trailer = Accepted by/'
policy_add "  indented = yes" "not a line at all"
push_as noor production
undecided_all "the policy has 7 problems" "policy.ini:1: [policy] has no 'version'" \
	"policy.ini:3: [policy] knows no 'verzion'" "'owner = piet': there is no [person \"piet\"]" \
	"'trailer = Accepted by' is no key of a trailer" "'from = aceptance': there is no [environment \"aceptance\"]" \
	"the line starts with a blank" "the line is no section, no key with a value and no comment" \
	"fix: the administrator of the server mends it; git sluis policy --lint FILE shows the same list"

it "undecided: a key that is there twice"
policy '/^proof = trailer/a proof = trailer'
push_as noor production
undecided_all "the policy has 1 problem" "proof"

it "undecided: a NUL in it"
printf 'x = \0\n' >>"$CENTRAL/sluis/policy.ini"
push_as noor production
undecided_all "the policy has 1 problem" "the line holds a NUL byte"

finish
