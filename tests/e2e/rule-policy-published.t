#!/bin/bash
# The policy in force is at refs/sluis/policy, where everyone can fetch it.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
it "accept: it is published"
push_as noor production
accepted "$(promoted)"
is "what everyone can fetch" "$(git -C "$CENTRAL" show refs/sluis/policy:policy.ini)" "$(cat "$CENTRAL/sluis/policy.ini")"

it "accept: published again after a change"
policy 's/^version = .*/version = 2026-2/'
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-2, sign-offs by trailer alone)"
is "how often it was published" "$(git -C "$CENTRAL" rev-list --count refs/sluis/policy)" 2

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
says policy-published "the policy in force, version 2026-1, is another than the one published at refs/sluis/policy"

it "refuse: one blank is another policy"
echo >>"$CENTRAL/sluis/policy.ini"
push_as noor production
refused production policy-published

it "undecided: what is published cannot be read"
lose "$(git -C "$CENTRAL" rev-parse 'refs/sluis/policy^{tree}')"
push_as noor production
undecided production policy-published

finish
