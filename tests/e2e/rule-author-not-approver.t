#!/bin/bash
# Nobody signs off a promotion that he helped to make.
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
	branch test development
	branch acceptance development
	given development test acceptance
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

it "refuse: an author signs"
made kim
push_as noor production
refused production author-not-approver
says author-not-approver "Kim Jansen signs ('Accepted-by: Kim Jansen <kim@example.org>') and is author of $(title acceptance)"
mends author-not-approver "somebody else of role key-user (Kim Jansen) signs off; take this trailer out of the merge with git commit --amend"

it "refuse: a co-author signs"
made dirk "More

Co-Authored-By: Els <ELS@example.org>"
push_as noor production
refused production author-not-approver
says author-not-approver "Els de Vries signs ('Approved-by: Els de Vries <els@example.org>') and is co-author of $(title acceptance)"

it "refuse: a committer signs"
change dirk src/more.c
as jan git -C "$CLONE" commit -q --amend --no-edit --author "$(signature dirk)"
carried
push_as noor production
refused production author-not-approver
says author-not-approver "Jan Bakker signs ('Released-by: Jan Bakker <jan@example.org>') and is committer of $(title acceptance)"

it "refuse: a signer made a merge with an edit in it"
merged_by jan
echo "an edit" >>"$CLONE/src/pay.c"
as jan git -C "$CLONE" commit -q -a --amend --no-edit
carried
push_as noor production
refused production author-not-approver
says author-not-approver "Jan Bakker signs ('Released-by: Jan Bakker <jan@example.org>') and is merger of $(title acceptance)"

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
says author-not-approver "and is merger of $(title acceptance)"

it "refuse: a machine wrote it, and its owner signs"
made ci
push_as noor production
refused production author-not-approver
says author-not-approver "Jan Bakker signs ('Released-by: Jan Bakker <jan@example.org>') and is author of $(title acceptance)"

it "refuse: a signer edited the promotion's own merge"
promotion tree "$(edited_tree acceptance)" by jan
push_as noor production
refused production complete author-not-approver
says author-not-approver "and is merger of $(title production)"

it "undecided: a commit of the change is missing"
change kim src/more.c
made dirk
lose "$(oid acceptance~)"
push_as noor production
undecided production nothing-lost evidence-by tester-not-author author-known author-not-approver author-not-promoter
says author-not-approver "the history cannot be read: object not found - no match for id ($(oid acceptance~))"
mends author-not-approver "the administrator of the server runs git fsck in the repository"

finish
