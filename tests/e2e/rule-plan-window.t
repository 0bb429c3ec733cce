#!/bin/bash
# The push falls inside the window of the plan.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
world_keep

# window START END: the plan has it.
window() {
	in_record plan.ini "s/^window-start = .*/window-start = $1/" "s/^window-end = .*/window-end = $2/"
	planned
}

# local_time HOURS WHEN: as a clock shows it that is so many hours east of Greenwich, with its zone.
local_time() {
	TZ=UTC-$1 date -d "$2" +"%Y-%m-%dT%H:%M:%S$(printf %+03d "$1"):00"
}

it "accept: it does"
push_as noor production
accepted "$(promoted)"

it "accept: in winter time"
window "$(local_time 1 "10 minutes ago")" "$(local_time 1 "10 minutes")"
push_as noor production
accepted "$(promoted)"

it "accept: in summer time"
window "$(local_time 2 "10 minutes ago")" "$(local_time 2 "10 minutes")"
push_as noor production
accepted "$(promoted)"

it "accept: in the night when the clock goes back, and the end seems to be before the start"
window "$(local_time 2 "10 minutes ago")" "$(local_time 1 "10 minutes")"
push_as noor production
accepted "$(promoted)"

it "accept: in its last minute"
window "$(moment "1 hour ago")" "$(moment "1 minute")"
push_as noor production
accepted "$(promoted)"

it "refuse: it has just closed"
start=$(moment "1 hour ago") end=$(moment "1 second ago")
window "$start" "$end"
push_as noor production
refused production plan-window
says plan-window ", and the window of $READY/plan.ini is from $start to $end"
mends plan-window "agree on a new window, push the plan with it, link it again, and have it signed off again"

it "refuse: it is not open yet"
window "$(moment "10 minutes")" "$(moment "20 minutes")"
push_as noor production
refused production plan-window
mends plan-window "push again when the window has opened"

it "refuse: in winter time it closed an hour ago, by the clock on the wall"
window "$(local_time 2 "70 minutes ago" | sed 's/+02/+01/')" "$(local_time 1 "1 minute ago")"
push_as noor production
refused production plan-window

it "refuse: in summer time it closed, and in winter time it would still be open"
window "$(local_time 1 "2 hours ago")" "$(local_time 1 "30 minutes" | sed 's/+01/+02/')"
push_as noor production
refused production plan-window

it "refuse: the same hour far away"
window "$(moment "10 minutes ago" | sed 's/Z/-05:00/')" "$(moment "10 minutes" | sed 's/Z/-05:00/')"
push_as noor production
refused production plan-window

it "refuse: a merge that is dated inside the window"
window "$(moment "2 days ago")" "$(moment "1 day ago")"
clock=$(date -d "36 hours ago" +%s)
promotion
clock=1700001000
push_as noor production
refused production plan-window

it "refuse: an emergency keeps to its window too"
window "$(moment "2 hours ago")" "$(moment "1 hour ago")"
now_promotion add "Emergency: INC-7 Nobody can log in"
push_as noor production
refused production plan-window

it "undecided: the clock cannot be right"
touch -d tomorrow "$CENTRAL/sluis/policy.ini"
push_as noor production
undecided production plan-window roles-assigned
says plan-window "the server's clock is earlier than the date of its own policy file, so nobody can say whether the window is open"

finish
