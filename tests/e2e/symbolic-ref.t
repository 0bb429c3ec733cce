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

finish
