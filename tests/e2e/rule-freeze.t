#!/bin/bash
# Nothing is promoted while a freeze lasts, but for emergencies and rollbacks.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
freeze() {
	policy_add '[freeze "exams"]' "from = $1" "to = $2" "${@:3}"
}

it "accept: before the freeze"
freeze "$(moment "1 hour")" "$(moment "2 days")"
push_as noor production
accepted "$(promoted)"

it "accept: after the freeze"
freeze "$(moment "2 days ago")" "$(moment "1 hour ago")"
push_as noor production
accepted "$(promoted)"

it "accept: a freeze of another environment"
freeze "$(moment "1 hour ago")" "$(moment "1 hour")" "environment = test"
push_as noor production
accepted "$(promoted)"

it "accept: an emergency passes"
whole_norm
freeze "$(moment "1 hour ago")" "$(moment "1 hour")"
now_promotion add "Emergency: INC-7 Nobody can log in"
push_as noor production
accepted "$(promoted)"

it "refuse: in the middle of it"
until=$(moment "1 hour")
freeze "$(moment "1 hour ago")" "$until"
push_as noor production
refused production freeze
says freeze "freeze 'exams' lasts until $until, and nothing is promoted to production before"
mends freeze "push again after that; what cannot wait is an emergency, with the trailer Emergency"

it "refuse: the last day counts"
freeze "$(date -u -d yesterday +%F)" "$(date -u +%F)"
push_as noor production
refused production freeze

it "refuse: test is frozen too, where the freeze names none"
freeze "$(moment "1 hour ago")" "$(moment "1 hour")"
change dirk src/pay.c
given development
push_as tess development:test
refused test freeze

it "undecided: the clock cannot be right"
freeze "$(moment "1 hour")" "$(moment "2 hours")"
touch -d tomorrow "$CENTRAL/sluis/policy.ini"
push_as noor production
undecided production freeze roles-assigned

finish
