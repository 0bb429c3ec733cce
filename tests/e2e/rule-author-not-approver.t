#!/bin/bash
# Nobody signs off a promotion that they helped to make.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

# made [PERSON] [MESSAGE]: a change on its way, tested as 2026.12, its merge made.
made() {
	change "$1" src/more.c "${2:-More}"
	carried
}

# What is on development, accepted and merged.
carried() {
	on_acceptance
	release 2026.12 acceptance
	promotion id 2026.12
}

# A merge of a side line into development, made by that person.
merged_by() {
	on side development~
	change dora src/side.c
	on development
	merge "$1" side
}

it "accept: the signers made nothing"
push_as noor production
accepted "$(promoted)"

it "accept: an author signs, where the policy allows it"
policy '/^\[separation\]/a authors-may-sign = yes'
made kim
push_as noor production
accepted "$(promoted 2026.12)"

it "accept: a signer made a merge, with nothing of his own in it"
merged_by jan
carried
push_as noor production
accepted "$(promoted 2026.12)"

# octopus BRANCH...: into development, by jan, as git does it.
octopus() {
	as jan git -C "$CLONE" merge -q --no-ff -m "Merge all" "$@" >"$T/null"
}

# sides: the branches side, more and third, each with a change of its own; development has one too.
sides() {
	local each

	for each in side more third; do
		on "$each" development
		change dora "src/$each.c"
	done
	on development
	change dirk src/own.c
}

it "accept: a signer made an octopus merge, as git does it"
sides
octopus side more third
is "its parents" "$(git -C "$CLONE" rev-list --parents -1 development | wc -w)" 5
carried
push_as noor production
accepted "$(promoted 2026.12)"

it "accept: an octopus merge in which two heads change one file"
seq 20 >"$CLONE/list"
git -C "$CLONE" add list
as dirk git -C "$CLONE" commit -q -m "A list"
sides
on side
sed -i 's/^2$/two/' "$CLONE/list"
as dora git -C "$CLONE" commit -qa -m "Two"
on more
sed -i 's/^18$/eighteen/' "$CLONE/list"
as dora git -C "$CLONE" commit -qa -m "Eighteen"
on development
octopus side more third
carried
push_as noor production
accepted "$(promoted 2026.12)"

it "accept: an octopus merge in which one head comes from the first parent, and one is in another"
sides
on more development
change dora src/more.c
on third more
change dora src/third.c
on development
merged=$(as jan git -C "$CLONE" merge-tree --write-tree third side)
branch development "$(as jan git -C "$CLONE" commit-tree "$merged" -p development -p third -p more -p side -m "Merge all")"
on development
git -C "$CLONE" reset -q --hard
carried
push_as noor production
accepted "$(promoted 2026.12)"

it "refuse: a signer hid an edit in an octopus merge"
sides
octopus side more third
echo "an edit" >>"$CLONE/src/pay.c"
as jan git -C "$CLONE" commit -q -a --amend --no-edit
carried
push_as noor production
refused production author-not-approver
says author-not-approver "Jan Bakker signs ('Released-by: Jan Bakker <jan@example.org>') and merged $(title acceptance)"

it "refuse: a signer left a head out of an octopus merge"
sides
branch development "$(as jan git -C "$CLONE" commit-tree "$(git -C "$CLONE" merge-tree --write-tree development side)" \
	-p development -p side -p more -m "Merge two")"
git -C "$CLONE" reset -q --hard
carried
push_as noor production
refused production author-not-approver
says author-not-approver "and merged $(title acceptance)"

it "refuse: a signer solved a conflict in an octopus merge"
sides
on side
change dora src/pay.c "Pay differently"
on more
change dora src/pay.c "Pay otherwise"
on development
branch development "$(as jan git -C "$CLONE" commit-tree "$(git -C "$CLONE" merge-tree --write-tree development side)" \
	-p development -p side -p more -m "Merge two")"
git -C "$CLONE" reset -q --hard
carried
push_as noor production
refused production author-not-approver
says author-not-approver "and merged $(title acceptance)"

it "refuse: a signer made an octopus merge of more heads than are merged again"
heads=()
for n in $(seq 64); do
	heads+=(-p "$(as dora git -C "$CLONE" commit-tree 'development^{tree}' -p development -m "$n")")
done
branch development "$(as jan git -C "$CLONE" commit-tree 'development^{tree}' -p development "${heads[@]}" -m "Merge all")"
carried
push_as noor production
refused production author-not-approver
says author-not-approver "and merged $(title acceptance)"

it "refuse: an author signs"
made kim
push_as noor production
refused production author-not-approver
says author-not-approver "Kim Jansen signs ('Accepted-by: Kim Jansen <kim@example.org>') and wrote $(title acceptance)"
mends author-not-approver "everybody of role key-user helped to make it: the administrator gives the role to somebody else too, who then signs off"

it "refuse: an author signs, and another of the role is free"
policy 's/^conflict = .*//' 's/^member = kim/&\nmember = jan/'
made kim
push_as noor production
refused production author-not-approver
mends author-not-approver "somebody else of role key-user (Jan Bakker) signs off; take this trailer out of the merge with $(amend)"

it "refuse: a co-author signs"
made dirk "More

Co-Authored-By: Els <ELS@example.org>"
push_as noor production
refused production author-not-approver
says author-not-approver "Els de Vries signs ('Approved-by: Els de Vries <els@example.org>') and co-wrote $(title acceptance)"

it "refuse: a committer signs"
change dirk src/more.c
as jan git -C "$CLONE" commit -q --amend --no-edit --author "$(signature dirk)"
carried
push_as noor production
refused production author-not-approver
says author-not-approver "Jan Bakker signs ('Released-by: Jan Bakker <jan@example.org>') and committed $(title acceptance)"

it "refuse: a signer made a merge with an edit in it"
merged_by jan
echo "an edit" >>"$CLONE/src/pay.c"
as jan git -C "$CLONE" commit -q -a --amend --no-edit
carried
push_as noor production
refused production author-not-approver
says author-not-approver "Jan Bakker signs ('Released-by: Jan Bakker <jan@example.org>') and merged $(title acceptance)"

it "refuse: a signer solved a conflict"
on side development~
change dora src/pay.c "Pay differently"
on development
as jan git -C "$CLONE" merge -q --no-ff side >/dev/null 2>&1 || true
echo "both" >"$CLONE/src/pay.c"
as jan git -C "$CLONE" commit -q -a -m "Merge side"
carried
push_as noor production
refused production author-not-approver
says author-not-approver "and merged $(title acceptance)"

it "refuse: a machine wrote it, and its owner signs"
made ci
push_as noor production
refused production author-not-approver
says author-not-approver "Jan Bakker signs ('Released-by: Jan Bakker <jan@example.org>') and wrote $(title acceptance)"

it "refuse: a signer edited the promotion's own merge"
promotion tree "$(edited_tree acceptance)" by jan
push_as noor production
refused production complete author-not-approver
says author-not-approver "and merged $(title production)"

it "refuse: a signer's commits were squashed by somebody else, with git's own message"
on side development
change kim src/side.c
change kim src/side.c
on development
git -C "$CLONE" merge -q --squash side >/dev/null
as dirk git -C "$CLONE" commit -q --no-edit
carried
push_as noor production
refused production author-not-approver
says author-not-approver "Kim Jansen signs ('Accepted-by: Kim Jansen <kim@example.org>') and co-wrote $(title acceptance)"

it "refuse: a squash of that squash"
on side development
change kim src/side.c
on again development
git -C "$CLONE" merge -q --squash side >/dev/null
as dirk git -C "$CLONE" commit -q --no-edit
on development
git -C "$CLONE" merge -q --squash again >/dev/null
as dora git -C "$CLONE" commit -q --no-edit
carried
push_as noor production
refused production author-not-approver
says author-not-approver "Kim Jansen signs ('Accepted-by: Kim Jansen <kim@example.org>') and co-wrote $(title acceptance)"

it "refuse: a co-author in a list, indented"
made dirk "More

  * Side
    - Co-authored-by: Kim <kim@example.org>
  * Other"
push_as noor production
refused production author-not-approver
says author-not-approver "Kim Jansen signs ('Accepted-by: Kim Jansen <kim@example.org>') and co-wrote"

# seen KIND MESSAGE: kim is found as co-author in a message of dirk's.
seen() {
	it "refuse: a co-author $1"
	made dirk "$2"
	push_as noor production
	refused production author-not-approver
	says author-not-approver "Kim Jansen signs ('Accepted-by: Kim Jansen <kim@example.org>') and co-wrote"
}

tab=$'\t' nbsp=$'\xc2\xa0' wide=$'\xe3\x80\x80' bullet=$'\xe2\x80\xa2'
seen "between tabs" "More

${tab}${tab}Co-authored-by${tab}:${tab}Kim${tab}<kim@example.org>${tab}"
seen "behind Unicode spaces" "More

${nbsp}${wide}Co-authored-by${nbsp}:${nbsp}Kim${wide}<kim@example.org>${nbsp}"
seen "behind a Unicode bullet" "More

$bullet Co-authored-by: Kim <kim@example.org>"
seen "in bold" "More

**Co-authored-by:** Kim <kim@example.org>"
seen "as a quote in bold" "More

> 1. **\`Co-authored-by: Kim <kim@example.org>\`**"
seen "with the address on the next line" "More

Co-authored-by: Kim Jansen
 <kim@example.org>"
seen "with nothing on the first line" "More

Co-authored-by:
${tab}Kim Jansen
${tab}<kim@example.org>
Signed-off-by: Dirk <dirk@example.org>"

it "refuse: a co-author in git's own list of several squashed commits"
on side development
change dora src/side.c
change dora src/side.c "Side

Co-Authored-By: Kim <kim@example.org>"
change dora src/side.c
on development
git -C "$CLONE" merge -q --squash side >"$T/null"
as dirk git -C "$CLONE" commit -q --no-edit
carried
push_as noor production
refused production author-not-approver
says author-not-approver "Kim Jansen signs ('Accepted-by: Kim Jansen <kim@example.org>') and co-wrote $(title acceptance)"

it "refuse: a squash by hand, with the log as git log --decorate shows it"
made dirk "More

Squashed commit of the following:

commit $(oid development) (origin/side, side)
Author: Kim <kim@example.org>"
push_as noor production
refused production author-not-approver

it "refuse: a co-developer"
made dirk "More

Co-developed-by: Els <els@example.org>
Signed-off-by: Dirk <dirk@example.org>"
push_as noor production
refused production author-not-approver
says author-not-approver "Els de Vries signs ('Approved-by: Els de Vries <els@example.org>') and co-wrote"

it "accept: a sentence about co-authors names none"
made dirk "More

No Co-authored-by: Kim <kim@example.org>
Co-authored-by goes as follows: Els <els@example.org>"
push_as noor production
accepted "$(promoted 2026.12)"

it "accept: a name in a message that is no squash of git"
made dirk "More

commit $(oid development)
Author: Kim <kim@example.org>

Squashed commit of the following:

Author: Els <els@example.org>"
push_as noor production
accepted "$(promoted 2026.12)"

# rolled_back: a change of kim's went over, and production went back to what it was.
rolled_back() {
	local before

	before=$(tip production)
	made kim
	given production
	promotion id back-1 candidate "$before" tree "$before^{tree}" add "Rolls-Back-To: $before"
	given production
}

it "refuse: after a rollback the author signs what comes back"
rolled_back
promotion id 2026.12 candidate acceptance
push_as noor production
refused production author-not-approver
says author-not-approver "Kim Jansen signs ('Accepted-by: Kim Jansen <kim@example.org>') and wrote $(title acceptance)"

it "refuse: after a rollback, and a release without it"
rolled_back
bad=$(oid development)
on side "$bad~"
change dirk src/other.c
on development
git -C "$CLONE" reset -q --hard "$bad"
merge dirk side
git -C "$CLONE" branch -f acceptance development
given development test acceptance
release 2026.13 side
promotion id 2026.13 candidate side
given production
release 2026.14 acceptance
promotion id 2026.14 candidate acceptance
push_as noor production
refused production author-not-approver
says author-not-approver "Kim Jansen signs ('Accepted-by: Kim Jansen <kim@example.org>') and wrote $(title "$bad")"

it "refuse: after a rollback to the rollback"
before=$(tip production)
rolled_back
back=$(tip production)
on development
change dirk src/other.c
carried
given production
promotion id back-2 candidate "$back" tree "$back^{tree}" add "Rolls-Back-To: $back"
given production
promotion id 2026.12 candidate acceptance
push_as noor production
refused production author-not-approver
says author-not-approver "Kim Jansen signs ('Accepted-by: Kim Jansen <kim@example.org>') and wrote"

it "accept: production was merged into development, and who made its merges promotes again"
went_over
on development
merge dirk production
change dirk src/other.c
carried
push_as noor production
accepted "$(promoted 2026.12)"

it "undecided: a commit of the change is missing"
change kim src/more.c
made dirk
lose "$(oid acceptance~)"
push_as noor production
undecided production nothing-lost evidence-by criteria-independent tester-not-author author-known author-not-approver author-not-promoter
says author-not-approver "object $(short acceptance~) cannot be read: object not found - no match for id ($(oid acceptance~))"
mends author-not-approver "the administrator of the server runs git fsck in the repository"

finish
