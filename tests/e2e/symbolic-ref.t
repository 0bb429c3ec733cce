#!/bin/bash
# A symbolic ref is judged as the ref that it moves.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

git -C "$CENTRAL" symbolic-ref refs/heads/live refs/heads/production
world_keep

it "accept: a promotion, pushed under the other name"
push_as noor production:live
accepted "$(promoted)"
is "production" "$(tip production)" "$(oid production)"

it "refuse: a promotion without sign-off, under the other name"
promotion drop Accepted-by
push_as noor production:live
refused production signoff-present

it "refuse: a direct commit, under a name of a name"
git -C "$CENTRAL" symbolic-ref refs/heads/prod refs/heads/live
push_as noor acceptance:prod
refused production merge-only

it "refuse: production is rewound under the other name"
given production
push_as noor -f acceptance~:live
refused production ref-protected

it "refuse: production is created under the other name"
git -C "$CENTRAL" update-ref -d refs/heads/production
change dirk src/pay.c
push_as noor development:live
refused production comes-from

it "refuse: production is deleted under the other name"
push_as noor :live
refused production ref-protected

it "undecided: a chain that is longer than git follows"
for i in 1 2 3 4 5 6; do
	git -C "$CENTRAL" symbolic-ref "refs/heads/chain$((i - 1))" "refs/heads/chain$i"
done
git -C "$CENTRAL" symbolic-ref refs/heads/chain6 refs/heads/production
push_as noor production:chain0
undecided refs/heads/chain0 reserved-ref

# elsewhere: production is a name for a branch that nothing governs.
elsewhere() {
	git -C "$CENTRAL" update-ref refs/heads/elsewhere refs/heads/production
	git -C "$CENTRAL" symbolic-ref refs/heads/production refs/heads/elsewhere
}

# stands_elsewhere REF: no push moves production by that name.
stands_elsewhere() {
	undecided "$1" reserved-ref
	says reserved-ref "refs/heads/production is a symbolic ref and leads to refs/heads/elsewhere; what the gate guards stands by itself"
	mends reserved-ref "the administrator of the server makes it a ref of its own: git -C $CENTRAL/ update-ref --no-deref refs/heads/production $(tip elsewhere)"
}

it "undecided: production itself is symbolic, and is pushed, or what it leads to, or under a third name"
elsewhere
change dirk src/pay.c
push_as dirk development:elsewhere
stands_elsewhere refs/heads/elsewhere
push_as noor production
stands_elsewhere refs/heads/production
push_as dirk development:live
stands_elsewhere refs/heads/live
push_as dirk :elsewhere
stands_elsewhere refs/heads/elsewhere

it "accept: what does not move it, and everything once it stands by itself"
elsewhere
change dirk src/pay.c
push_as dirk development development:refs/heads/topic
accepted
git -C "$CENTRAL" update-ref --no-deref refs/heads/production refs/heads/elsewhere
push_as noor production
accepted "$(promoted)"

it "undecided: the evidence, or the first ref of a pattern, is symbolic and leads nowhere yet"
git -C "$CENTRAL" symbolic-ref refs/heads/promotions refs/heads/nowhere
push_as tess promotions:refs/heads/nowhere
undecided refs/heads/nowhere reserved-ref
says reserved-ref "refs/heads/promotions is a symbolic ref and leads to refs/heads/nowhere"
mends reserved-ref "the administrator of the server deletes it: git -C $CENTRAL/ symbolic-ref --delete refs/heads/promotions"

it "undecided: a work branch is symbolic, and is pushed under its own name"
policy 's|^ref = refs/heads/development|ref = refs/heads/dev*|'
git -C "$CENTRAL" update-ref refs/heads/topic refs/heads/development
git -C "$CENTRAL" symbolic-ref refs/heads/dev-2 refs/heads/topic
change dirk src/pay.c
push_as dirk development:refs/heads/dev-2
undecided refs/heads/dev-2 reserved-ref

it "undecided: a ref of a promoted pattern is symbolic"
policy 's|^ref = refs/heads/production|ref = refs/heads/prod*|'
git -C "$CENTRAL" update-ref refs/heads/topic refs/heads/development
git -C "$CENTRAL" symbolic-ref refs/heads/prod-nl refs/heads/topic
change dirk src/pay.c
push_as dirk development:topic
undecided refs/heads/topic reserved-ref

finish
