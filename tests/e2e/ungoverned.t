#!/bin/bash
# What no environment governs passes without a word, whoever pushes it.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

it "accept: a branch, by a person of the policy"
push_as dirk development:refs/heads/topic/pay
accepted

it "accept: a branch, by somebody the policy does not know"
change mallory src/pay.c
push_as mallory development:topic
accepted

it "accept: a branch that is rewound"
git -C "$CENTRAL" update-ref refs/heads/topic refs/heads/development
push_as mallory -f development~:topic
accepted

it "accept: a branch that goes"
git -C "$CENTRAL" update-ref refs/heads/topic refs/heads/development
push_as mallory :topic
accepted

it "accept: tags, also with the name of an environment inside"
git -C "$CLONE" tag production-1 production
as dirk git -C "$CLONE" tag -a -m "One" v1 acceptance
push_as dirk refs/tags/production-1:refs/tags/production-1 refs/tags/v1:refs/tags/v1
accepted

it "accept: a branch below the name of an environment's folder"
policy 's|refs/heads/production|refs/heads/live/production|'
push_as dirk development:refs/heads/live/test
accepted

finish
