#!/bin/bash
# Every role that the environment needs has somebody who is there today.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

it "accept: every role has somebody"
push_as noor production
accepted "$(promoted)"

it "accept: one of three operators has left"
policy '/^\[person "jan"\]/a until = 2099-12-31'
push_as noor production
accepted "$(promoted)"

it "refuse: the system owner left, and nobody came after her"
policy '/^\[person "els"\]/a until = 2026-01-31'
push_as noor production
refused production signoff-present roles-assigned
says roles-assigned "today nobody holds the role system-owner, which production needs for a sign-off"
mends roles-assigned "the administrator adds a member to [role \"system-owner\"] in the policy"

it "refuse: the tester starts next century"
policy '/^\[person "tess"\]/a from = 2098-01-01'
change dirk src/pay.c
given development
push_as dora development:test
refused test roles-assigned
says roles-assigned "today nobody holds the role tester, which test needs for a push"

it "undecided: the server's clock is earlier than its own policy"
touch -d tomorrow "$CENTRAL/sluis/policy.ini"
push_as noor production
undecided production roles-assigned
says roles-assigned "the server's clock is earlier than the date of its own policy file, so nobody can say who holds which role today"
mends roles-assigned "the administrator sets the clock of the server (or the date of the file, with touch)"

finish
