#!/bin/bash
# Where the policy asks, the system's log is told of every entry, in a line that cannot be forged; and it holds nobody up.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
central_guard
policy_add '[audit]' 'syslog = yes'
world_keep

# heard_push [--full] PERSON REFSPEC...: received where the test listens at /dev/log; HEARD is what was heard.
heard_push() {
	local full=''

	[ "$1" != --full ] || { full=--full; shift; }
	: >"$T/heard"
	push_as "$1" --receive-pack="timeout 60 unshare -m '$E2E/dev-log' $full '$T/heard' git-receive-pack" "${@:2}"
	HEARD=$(sed -E 's/^<37>[A-Z][a-z]{2} [ 0-9]{2} [0-9:]{8} sluis\[[0-9]+\]: /<37>TIME sluis[PID]: /' "$T/heard")
}

entry() {
	git -C "$CENTRAL" rev-parse "refs/sluis/audit${1:-}"
}

# The rest of the case needs a /dev of its own.
if unshare -m "$E2E/dev-log" "$T/heard" true 2>"$T/null"; then
	alone=yes
else
	alone=no
fi

# alone: false, and the case is skipped, where there is none.
alone() {
	[ "$alone" = no ] || return 0
	skip "only root has a /dev of his own"
	is "the skipped" 1 1
	return 1
}

it "accept: the verdict and what became of it, with their entries"
if alone; then
	heard_push noor production
	accepted "$(promoted)"
	is "what was heard" "$HEARD" "<37>TIME sluis[PID]: [sluis@32473 entry=\"$(entry '~')\" kind=\"verdict\" decision=\"accept\" pusher=\"noor\" ref=\"refs/heads/production\"] accept refs/heads/production by noor
<37>TIME sluis[PID]: [sluis@32473 entry=\"$(entry)\" kind=\"outcome\" outcome=\"moved\" ref=\"refs/heads/production\"] moved refs/heads/production $(cut -c 1-7 <<<"$(git -C "$CENTRAL" rev-parse production~)")..$(short production)"
fi

it "accept: a veto is heard as one, with its promotion and role"
if alone; then
	proof_by_signature
	signoff kim key-user decision reject
	heard_push kim "signoffs/kim:refs/signoffs/$READY/key-user/kim"
	accepted
	has "what was heard" "$HEARD" "pusher=\"kim\" ref=\"refs/signoffs/$READY/key-user/kim\" promotion=\"$READY\" role=\"key-user\" word=\"reject\"] accept "
	has "the entry" "$(git -C "$CENTRAL" log --format=%B refs/sluis/audit)" "
For: production
Role: key-user
Word: reject
"
fi

it "accept: of many refs the first three are named"
if alone; then
	policy 's|^ref = refs/heads/development|ref = refs/heads/work/*|'
	heard_push dirk development:refs/heads/work/{1,2,3,4}
	accepted
	has "what was heard" "$HEARD" 'ref="refs/heads/work/1" ref="refs/heads/work/2" ref="refs/heads/work/3"] accept '
	hasnt "the first line" "$(head -1 "$T/heard")" 'work/4'
fi

it "accept: nothing is said where the policy does not ask"
if alone; then
	policy 's/^syslog = yes/syslog = no/'
	heard_push noor production
	accepted "$(promoted)"
	is "what was heard" "$HEARD" ""
fi

it "accept: a log that nobody reads holds nothing up"
if alone; then
	heard_push --full noor production
	accepted "$(promoted)"
	is "the entries" "$(git -C "$CENTRAL" rev-list --count refs/sluis/audit)" 2
fi

it "accept: there is no log"
if [ -e /dev/log ]; then
	skip "there is one here"
	is "the skipped" 1 1
else
	push_as noor production
	accepted "$(promoted)"
fi

it "refuse: a ref that would end the structured data"
if alone; then
	policy 's|^ref = refs/heads/development|ref = refs/heads/work/*|'
	heard_push noor 'development:refs/heads/work/a"]b'
	REF_OF='refs/heads/work/a"]b' refused development push-access
	is "what was heard" "${HEARD#*kind=}" "\"verdict\" decision=\"reject\" pusher=\"noor\" ref=\"refs/heads/work/a\\\"\\]b\"] reject refs/heads/work/a\"]b by noor"
fi

it "refuse: a login that would write fields and lines of its own"
if alone; then
	heard_push 'mal"] [x y="\
<34>Nov 26 09:00:00 sluis[1]: [sluis@32473 decision="accept"]' production
	refused production pusher-known
	is "how many lines" "$(wc -l <"$T/heard")" 1
	is "what was heard" "${HEARD#*kind=}" "\"verdict\" decision=\"reject\" login=\"mal\\\"\\] [x y=\\\"\\\\\\\\\\\\x0a<34>Nov 26 09:00:00 sluis[1\\]: [sluis@32473 decision=\\\"accept\\\"\\]\" ref=\"refs/heads/production\"] reject refs/heads/production by mal\"] [x y=\"\\\\\\x0a<34>Nov 26 09:00:00 sluis[1]: [sluis@32473 decision=\"accept\"]"
fi

it "undecided: a rule that could not be checked"
if alone; then
	lose "$(oid "promotions:$READY/criteria.ini")"
	heard_push noor production
	undecided production evidence-intact
	has "what was heard" "$HEARD" 'kind="verdict" decision="undecided" pusher="noor" ref="refs/heads/production"] undecided refs/heads/production by noor'
fi

finish
