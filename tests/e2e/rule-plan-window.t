#!/bin/bash
# The push falls inside the window of the plan.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
world_keep

it "accept: it does"
push_as noor production
accepted "$(promoted)"

it "accept: in summer time"
in_record plan.ini "s/^window-start = .*/window-start = $(TZ=UTC-2 date -d '10 minutes ago' +%Y-%m-%dT%H:%M:%S)+02:00/" \
	"s/^window-end = .*/window-end = $(TZ=UTC-1 date -d '10 minutes' +%Y-%m-%dT%H:%M:%S)+01:00/"
planned
push_as noor production
accepted "$(promoted)"

it "refuse: it has just closed"
end=$(moment "1 minute ago")
in_record plan.ini "s/^window-end = .*/window-end = $end/"
planned
push_as noor production
refused production plan-window
says plan-window " to $end"
mends plan-window "agree on a new window, push the plan with it, link it again, and have it signed off again"

it "refuse: it is not open yet"
in_record plan.ini "s/^window-start = .*/window-start = $(moment "10 minutes")/"
planned
push_as noor production
refused production plan-window
mends plan-window "push again when the window has opened"

it "refuse: the same hour in another zone"
in_record plan.ini "s/^window-start = .*/window-start = $(date -u -d '10 minutes ago' +%Y-%m-%dT%H:%M:%S)-05:00/" \
	"s/^window-end = .*/window-end = $(date -u -d '10 minutes' +%Y-%m-%dT%H:%M:%S)-05:00/"
planned
push_as noor production
refused production plan-window

it "undecided: the clock cannot be right"
touch -d tomorrow "$CENTRAL/sluis/policy.ini"
push_as noor production
undecided production plan-window roles-assigned

finish
