#!/bin/bash
# The merge holds exactly what the accepted candidate holds.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

it "accept: the merge that git makes"
on production production~
as noor git -C "$CLONE" merge -q --no-ff --no-commit acceptance 2>/dev/null
{ printf 'Merge release %s\n\n' "$READY"; trailers_ready "$READY"; } >"$T/message"
as noor git -C "$CLONE" commit -q -F "$T/message"
push_as noor production
accepted "$(promoted)"

it "accept: an edit where the policy does not ask for completeness"
policy 's/^require = .*/require = acceptance/'
promotion tree "$(edited_tree acceptance)" by dora
push_as noor production
accepted "$(promoted)"

it "refuse: an edit in the merge"
promotion tree "$(edited_tree acceptance)" by dora
push_as noor production
refused production complete
says complete "merge $(short production) and accepted candidate $(short acceptance) differ in 1 file: src/pay.c"
mends complete "make the merge again without edits, with the same message; no branch of yours moves: m="

it "refuse: an edit in the merge, by whoever pushes it"
promotion tree "$(edited_tree acceptance)"
push_as noor production
refused production complete author-not-promoter
says author-not-promoter "Noor Kaya pushes to production and merged $(title production)"

it "refuse: a merge that leaves the change out"
promotion tree "production~^{tree}" by dora
push_as noor production
refused production complete
says complete "differ in 1 file: src/pay.c"

it "refuse: many files that were not accepted"
on other acceptance
for i in 1 2 3 4 5 6 7; do
	echo "$i" >"$CLONE/new$i"
done
git -C "$CLONE" add .
as dora git -C "$CLONE" commit -q -m "More"
promotion tree "other^{tree}" by dora
push_as noor production
refused production complete
says complete "differ in 7 files: new1, new2, new3, new4, new5 and 2 more"

it "refuse: a file that became executable"
on other acceptance
chmod +x "$CLONE/src/pay.c"
as dora git -C "$CLONE" commit -q -a -m "Mode"
promotion tree "other^{tree}" by dora
push_as noor production
refused production complete
says complete "differ in 1 file: src/pay.c"

it "refuse: the mend, pasted, makes it right"
promotion tree "$(edited_tree acceptance)" by dora
push_as noor production
refused production complete
on production
paste_mend noor complete
pasted_in "$(promoted)"

it "undecided: the tree of the candidate is missing"
promotion tree "$(edited_tree acceptance)" by dora
lose "$(oid "acceptance^{tree}")"
push_as noor production
undecided production complete
says complete "tree $(short "acceptance^{tree}") cannot be read"

finish
