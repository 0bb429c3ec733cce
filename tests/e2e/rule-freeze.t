#!/bin/bash
# Nothing is promoted while a freeze lasts, but for emergencies and rollbacks.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

freeze() {
	policy_add '[freeze "exams"]' "from = $1" "to = $2" "${@:3}"
}

# frozen [LINE...]: it lasts now.
frozen() {
	until=$(moment "1 hour")
	freeze "$(moment "1 hour ago")" "$until" "$@"
}

it "accept: before the freeze"
freeze "$(moment "1 hour")" "$(moment "2 days")"
push_as noor production
accepted "$(promoted)"

it "accept: after the freeze"
freeze "$(moment "2 days ago")" "$(moment "1 minute ago")"
push_as noor production
accepted "$(promoted)"

it "accept: a freeze of another environment"
frozen "environment = test"
push_as noor production
accepted "$(promoted)"

it "accept: work and evidence go on"
frozen
change dirk src/pay.c
push_as dirk development
accepted
echo "more" >>"$DOSSIERS/README"
evidence tess
push_as tess promotions
accepted

# zoned ZONE [TIME]: the policy is of that zone; prints the day there, or the time without a zone.
zoned() {
	TZ=$1 date -d "${2:-now}" "+${3:-%Y-%m-%d}"
}

it "refuse: the day of a zone that is ahead"
policy "s|^version = .*|&\nzone = Pacific/Kiritimati|"
freeze "$(zoned Pacific/Kiritimati)" "$(zoned Pacific/Kiritimati)"
push_as noor production
refused production freeze

it "accept: the day after it, in a zone that is ahead"
policy "s|^version = .*|&\nzone = Pacific/Kiritimati|"
freeze "$(zoned Pacific/Kiritimati yesterday)" "$(zoned Pacific/Kiritimati yesterday)"
push_as noor production
accepted "$(promoted)"

it "refuse: the day of a zone that is behind"
policy "s|^version = .*|&\nzone = Pacific/Pago_Pago|"
freeze "$(zoned Pacific/Pago_Pago)" "$(zoned Pacific/Pago_Pago)"
push_as noor production
refused production freeze

it "refuse: a time without a zone"
policy "s|^version = .*|&\nzone = Asia/Kolkata|"
freeze "$(zoned Asia/Kolkata "1 hour ago" %Y-%m-%dT%H:%M:%S)" "$(zoned Asia/Kolkata "1 hour" %Y-%m-%dT%H:%M:%S)"
push_as noor production
refused production freeze

it "accept: a time with a zone is of that"
policy "s|^version = .*|&\nzone = Asia/Kolkata|"
freeze "$(moment "1 hour")" "$(moment "2 days")"
push_as noor production
accepted "$(promoted)"

it "undecided: a zone that nobody knows"
policy "s|^version = .*|&\nzone = Europe/Amsterdm|"
push_as noor production
undecided_all "the policy has 1 problem" "'zone = Europe/Amsterdm' is no time zone that this machine knows (package tzdata), such as Europe/Amsterdam"

it "accept: an emergency"
policy_add '[emergency]' 'signoff = system-owner' 'review-within-days = 5'
frozen
now_promotion drop Accepted-by drop Released-by add "Emergency: INC-7 Nobody can log in"
push_as noor production
accepted "$(promoted)" "$(reviewed_by)"

it "accept: a rollback"
went_in
frozen
promotion id back-1 candidate production~ tree "production~^{tree}" add "Rolls-Back-To: $(oid production~)"
push_as noor production
accepted "$(promoted back-1)"

# weekly ZONE FROM UNTIL: that part of each week, by the clocks there.
weekly() {
	zoned "$1" "$2" '%a %H:%M..' | tr '[:upper:]' '[:lower:]' | tr -d '\n'
	zoned "$1" "$3" '%a %H:%M' | tr '[:upper:]' '[:lower:]'
}

it "refuse: a part of each week, by the clocks of the policy's zone, in the middle of it; a rollback passes"
went_in
promotion id back-1 candidate production~ tree "production~^{tree}" add "Rolls-Back-To: $(oid production~)"
policy "s|^version = .*|&\nzone = Asia/Kolkata|"
policy_add '[freeze "weekend"]' "recurs = $(weekly Asia/Kolkata "2 hours ago" "2 hours")"
ends=$(moment "$(date -u -d "2 hours" "+%Y-%m-%d %H:%M:00") 1 second ago")
push_as noor production
accepted "$(promoted back-1)"
next_change dora 2026.12
promotion id 2026.12
push_as noor production
refused production freeze
says freeze "freeze 'weekend' lasts until $ends"

it "accept: before a part of each week, after it, and in a freeze that has none of it any more"
policy_add '[freeze "weekend"]' "recurs = $(weekly UTC "1 hour" "30 hours")" \
	'[freeze "nights"]' "recurs = $(weekly UTC "30 hours ago" "1 minute ago")" \
	'[freeze "then"]' "to = $(date -u -d yesterday +%F)" "recurs = $(weekly UTC "90 hours ago" "50 hours")"
push_as noor production
accepted "$(promoted)"
is "until when the verdict holds" "$(git -C "$CENTRAL" log -1 --format=%B refs/sluis/audit | sed -n 's/^Holds-Until: //p')" \
	"$(date -u -d "$(moment "1 hour" | sed 's/:..Z/:00Z/') 1 second ago" +%s) freeze"

it "undecided: what is no part of a week"
policy_add '[freeze "weekend"]' "recurs = fri 16:00 .. mon 07:00"
push_as noor production
undecided_all "the policy has 1 problem" "'recurs = fri 16:00 .. mon 07:00' is no part of each week, such as fri 16:00..mon 07:00"

it "refuse: in the middle of it"
frozen
push_as noor production
refused production freeze
says freeze "freeze 'exams' lasts until $until, and nothing is promoted to production before"
mends freeze "push again after that; what cannot wait is an emergency, with the trailer Emergency"

it "refuse: the last day counts, to its end"
freeze "$(date -u -d yesterday +%F)" "$(date -u +%F)"
push_as noor production
refused production freeze
says freeze "lasts until $(date -u +%F)T23:59:59Z"

it "refuse: the first day counts, from its beginning"
freeze "$(date -u +%F)" "$(date -u -d tomorrow +%F)" "environment = acceptance" "environment = production"
push_as noor production
refused production freeze

it "refuse: two freezes at once"
frozen
policy_add '[freeze "move"]' "from = 2020-01-01" "to = 2099-12-31" "environment = production"
push_as noor production
refused production freeze
says freeze "freeze 'exams' lasts until $until"
says freeze "freeze 'move' lasts until 2099-12-31T23:59:59Z"

it "refuse: a merge that is dated before it"
frozen
clock=1600000000
promotion
clock=1700001000
push_as noor production
refused production freeze

it "refuse: test is frozen too, where the freeze names none"
frozen
change dirk src/pay.c
given development
push_as tess development:test
refused test freeze

it "refuse: an emergency where the policy knows none"
frozen
promotion add "Emergency: INC-7 Nobody can log in"
push_as noor production
refused production emergency
says emergency "the policy has no emergencies"

it "refuse: a rollback that is none"
frozen
promotion add "Rolls-Back-To: $(oid acceptance)"
push_as noor production
refused production rollback
says rollback "$(short acceptance) was never a state of production"

it "undecided: the clock cannot be right"
freeze "$(moment "1 hour")" "$(moment "2 hours")"
touch -d tomorrow "$CENTRAL/sluis/policy.ini"
push_as noor production
undecided production freeze roles-assigned
says freeze "the server's clock is earlier than the date of its own policy file, so nobody can say whether a freeze lasts"
mends freeze "the administrator sets the clock of the server (or the date of the file, with touch)"

finish
