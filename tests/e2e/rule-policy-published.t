#!/bin/bash
# The policy in force is at refs/sluis/policy, where everyone can fetch it.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

it "accept: it is published"
push_as noor production
accepted "$(promoted)"
git -C "$CLONE" fetch -q "$CENTRAL" refs/sluis/policy
is "what everyone can fetch" "$(git -C "$CLONE" show FETCH_HEAD:policy.ini)" "$(cat "$CENTRAL/sluis/policy.ini")"

it "accept: published again after a change"
policy 's/^version = .*/version = 2026-2/'
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-2, sign-offs by trailer alone)"
is "how often it was published" "$(git -C "$CENTRAL" rev-list --count refs/sluis/policy)" 2

it "accept: work and evidence go in without it, and are not promoted by it"
git -C "$CENTRAL" update-ref -d refs/sluis/policy
change dirk src/pay.c
push_as dirk development
accepted
evidence tess
push_as tess promotions
accepted

it "refuse: it was never published"
git -C "$CENTRAL" update-ref -d refs/sluis/policy
push_as noor production
refused production policy-published
says policy-published "the policy is not published: there is no refs/sluis/policy"
mends policy-published "the administrator of the server runs in the repository: git sluis policy --publish"

it "refuse: it was changed since"
sed -i 's/^title = .*/title = Something else/' "$CENTRAL/sluis/policy.ini"
push_as noor production
refused production policy-published
says policy-published "the policy in force, version 2026-1, differs from the one published at refs/sluis/policy"

it "refuse: one blank is another policy"
echo >>"$CENTRAL/sluis/policy.ini"
push_as noor production
refused production policy-published

it "refuse: an older one that was published too is in force again"
cp "$CENTRAL/sluis/policy.ini" "$T/older.ini"
policy 's/^version = .*/version = 2026-2/'
cp "$T/older.ini" "$CENTRAL/sluis/policy.ini"
push_as noor production
refused production policy-published

it "refuse: the repository is pointed at another policy for tonight"
sed '/^signoff = /d' "$CENTRAL/sluis/policy.ini" >"$CENTRAL/tonight.ini"
git -C "$CENTRAL" config sluis.policy tonight.ini
push_as noor production
refused production policy-published

it "refuse: test is an environment too"
git -C "$CENTRAL" update-ref -d refs/sluis/policy
change dirk src/pay.c
given development
push_as tess development:test
refused test policy-published

it "undecided: what is published cannot be read"
lose "$(git -C "$CENTRAL" rev-parse 'refs/sluis/policy^{tree}')"
push_as noor production
undecided production policy-published
says policy-published "refs/sluis/policy cannot be read: object not found"
mends policy-published "the administrator of the server runs git fsck in the repository"

it "undecided: the ref itself is broken"
echo "no object id" >"$CENTRAL/refs/sluis/policy"
push_as noor production
GIT_SAYS="missing necessary objects" undecided production policy-published

finish
