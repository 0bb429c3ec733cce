#!/bin/bash
# Absence: deputies with an end, members for a time, and people who have left.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

YESTERDAY=$(date -u -d yesterday +%F) TODAY=$(date -u +%F) TOMORROW=$(date -u -d tomorrow +%F)

# deputy ROLE-MEMBER TEXT: in the role of that member.
deputy() {
	policy "/^\[role/,/^\[sep/s/^member = $1\$/&\ndeputy = $2/"
}

# left PERSON DAY: was there until that day.
left() {
	policy "/^\[person \"$1\"\]/a until = $2"
}

# signed_by PERSON: for the system owner.
signed_by() {
	promotion drop Approved-by add "Approved-by: $(signature "$1")"
}

it "accept: a deputy signs within his time"
deputy els "tess from $YESTERDAY until $TOMORROW"
signed_by tess
push_as noor production
accepted "$(promoted)"

it "accept: a deputy signs on his last day"
deputy els "tess until $TODAY"
signed_by tess
push_as noor production
accepted "$(promoted)"

it "accept: who has a deputy can sign too"
deputy els "tess until $TOMORROW"
push_as noor production
accepted "$(promoted)"

it "accept: a deputy pushes within his time"
deputy jan "tess until $(moment "1 hour")"
push_as tess production
accepted "$(promoted)"

it "accept: a member for a time, within it"
policy "s/^member = els/& from $YESTERDAY until $TOMORROW/"
push_as noor production
accepted "$(promoted)"

it "accept: who wrote and who tested the change have left since"
left dirk "$YESTERDAY"
left tess "$YESTERDAY"
push_as noor production
accepted "$(promoted)"

it "accept: a person's last day"
left noor "$TODAY"
push_as noor production
accepted "$(promoted)"

it "refuse: a deputy signs before his time"
deputy els "tess from $TOMORROW until 2099-12-31"
signed_by tess
push_as noor production
refused production signoff-present
says signoff-present "has no sign-off of system-owner (Approved-by, role system-owner); 'Approved-by: $(signature tess)' does not have the role"
mends signoff-present "Els de Vries signs off (one person fills one role); then, on the merge, with the name of who did: $(amend " --no-edit --trailer 'Approved-by: $(signature els)'")"

it "refuse: a deputy signs after his time"
deputy els "tess until $YESTERDAY"
signed_by tess
push_as noor production
refused production signoff-present
says signoff-present "'Approved-by: $(signature tess)' does not have the role"

it "refuse: a deputy signs for two"
deputy els "kim until $TOMORROW"
signed_by kim
push_as noor production
refused production signoff-present
says signoff-present "has no sign-off of "

it "refuse: a deputy who wrote the change"
deputy els "dirk until $TOMORROW"
signed_by dirk
push_as noor production
refused production author-not-approver

it "refuse: a deputy pushes before his time"
deputy jan "tess from $(moment "1 hour") until $TOMORROW"
push_as tess production
refused production push-access
says push-access "Tess Bos may not push to production; the role for it: operator (Noor Kaya or Jan Bakker)"

it "refuse: a deputy pushes after his time"
deputy jan "tess until $(moment "1 minute ago")"
push_as tess production
refused production push-access

it "refuse: a member whose time is over"
policy "s/^member = kim/& until $YESTERDAY\nmember = tess/"
push_as noor production
refused production signoff-present
says signoff-present "'Accepted-by: $(signature kim)' does not have the role"

it "refuse: who has left signs"
left els "$YESTERDAY"
deputy els "tess until $TOMORROW"
push_as noor production
refused production signoff-present
says signoff-present "'Approved-by: $(signature els)' is not there today"
mends signoff-present "Tess Bos signs off"

it "refuse: who has left is the only one"
left els "$YESTERDAY"
push_as noor production
refused production signoff-present roles-assigned
says roles-assigned "today nobody holds the role system-owner, which production needs for a sign-off"

it "refuse: who has left pushes"
left noor "$YESTERDAY"
push_as noor production
refused production pusher-known
says pusher-known "Noor Kaya left on $YESTERDAY"
mends pusher-known "if that is wrong, the administrator changes \`until\` of [person \"noor\"] in the policy"

it "refuse: who has left brings in evidence"
left tess "$YESTERDAY"
echo "more" >>"$DOSSIERS/README"
evidence tess
push_as tess promotions
refused refs/heads/promotions pusher-known
says pusher-known "Tess Bos left on $YESTERDAY"

it "refuse: who comes only tomorrow"
policy "/^\[person \"noor\"\]/a from = $TOMORROW"
push_as noor production
refused production pusher-known
says pusher-known "Noor Kaya starts on $TOMORROW"

it "undecided: a deputy without an end"
deputy els tess
push_as noor production
undecided_all "the policy has 1 problem" "'deputy = tess' is not PERSON, perhaps 'from DATE', and 'until DATE'"

it "undecided: a shared account"
policy '/^\[person "noor"\]/,/^login/s/^login = noor/&\nlogin = jan/'
push_as jan production
undecided_all "the policy has 1 problem" "[person \"jan\"] has the login 'jan', which is that of [person \"noor\"] on line "

finish
