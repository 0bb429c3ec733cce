#!/bin/bash
# What ends between the verdict and the move; and a client that does not read, which cannot hold a push open.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
held_world
world_keep
base=$(tip production)

it "refuse: the window of the plan closed"
in_record plan.ini "s/^window-end = .*/window-end = $(soon)/"
git -C "$CENTRAL" config core.hooksPath "$T/none"
planned
git -C "$CENTRAL" config --unset core.hooksPath
holding noor production
sleep 6
stopped "the verdict on refs/heads/production held until" "(plan-window), and it is"
push_as noor production
refused production plan-window

it "refuse: a review came overdue"
git -C "$CENTRAL" config core.hooksPath "$T/none"
kept=$clock
clock=$(($(date +%s) - 5 * 24 * 60 * 60 + 5))
went_over add "Emergency: INC-7 Nobody can log in"
clock=$kept
next_change dora 2026.12
promotion id 2026.12
git -C "$CENTRAL" config --unset core.hooksPath
holding noor production
# Each commit that was made dated the emergency a second later.
until_due=$(($(git -C "$CENTRAL" log -1 --format=%ct production) + 5 * 24 * 60 * 60 + 2 - $(date +%s)))
sleep $((until_due > 1 ? until_due : 1))
stopped "the verdict on refs/heads/production held until" "(emergency-review), and it is"
push_as noor production
refused production emergency-review

it "refuse: the days of a deployment that nobody recorded are over"
git -C "$CENTRAL" config core.hooksPath "$T/none"
policy_add '[target "web"]' 'environment = production' 'within-days = 1'
kept=$clock
clock=$(($(date +%s) - 24 * 60 * 60 + 5))
went_over
clock=$kept
next_change dora 2026.12
promotion id 2026.12
git -C "$CENTRAL" config --unset core.hooksPath
holding noor production
until_due=$(($(git -C "$CENTRAL" log -1 --format=%ct production) + 24 * 60 * 60 + 2 - $(date +%s)))
sleep $((until_due > 1 ? until_due : 1))
stopped "the verdict on refs/heads/production held until" "(deployment-recorded), and it is"
push_as noor production
refused production deployment-recorded

it "refuse: a freeze that comes every week began; an emergency goes on"
policy_add '[freeze "each-week"]' "from = $(soon)" \
	"recurs = $(date -u -d '1 day ago' '+%a %H:%M' | tr '[:upper:]' '[:lower:]')..$(date -u -d '1 day' '+%a %H:%M' | tr '[:upper:]' '[:lower:]')"
holding noor production
sleep 6
stopped "the verdict on refs/heads/production held until" "(freeze), and it is"
push_as noor production
refused production freeze
says freeze "freeze 'each-week' lasts until"
now_promotion drop Accepted-by drop Released-by add "Emergency: INC-7 Nobody can log in"
holding noor production
passed

it "accept: the window and the review end later"
holding noor production
passed

# deaf HOOK: what it says goes to a pipe that is full, and that nobody reads.
deaf() {
	rm -f "$T/deaf" "$CENTRAL/hooks/$1"
	mkfifo "$T/deaf"
	exec 9<>"$T/deaf"
	dd if=/dev/zero of="$T/deaf" bs=4096 count=1000 oflag=nonblock 2>"$T/null" || :
	previous "$CENTRAL/hooks/$1" "exec '$SLUIS_BUILD/$1' \"\$@\" 2>'$T/deaf'"
}

# quick: the push took no more than twice the patience of the gate.
quick() {
	is "that it ends by itself" "$((SECONDS - began <= 10))" 1
	exec 9>&-
}

it "undecided: accepted, and the client does not read that"
deaf pre-receive
began=$SECONDS
push_as noor production
ANSWERED=yes
is "that the push fails" "$((STATUS != 0))" 1
is "production" "$(tip production)" "$base"
has "the entry" "$(git -C "$CENTRAL" log -1 --format=%s refs/sluis/audit~)" "accept refs/heads/production"
has "what became of it" "$(git -C "$CENTRAL" log -1 --format=%s refs/sluis/audit)" "not-moved refs/heads/production"
is "that it was waited for" "$((SECONDS - began >= 4))" 1
quick

it "refuse: refused, and the client does not read that"
promotion drop Accepted-by
deaf pre-receive
began=$SECONDS
push_as noor production
ANSWERED=yes
is "that the push fails" "$((STATUS != 0))" 1
is "production" "$(tip production)" "$base"
quick

it "refuse: no verdict lets it, and who moves it does not read that"
given_objects production
deaf reference-transaction
began=$SECONDS
git -C "$CENTRAL" update-ref refs/heads/production "$(oid production)" >"$T/null" 2>&1 || :
is "production" "$(tip production)" "$base"
quick

it "accept: the push is in, and who reads nothing afterwards does not hold it up"
deaf post-receive
began=$SECONDS
push_as noor production
accepted "$(promoted)"
quick

finish
