#!/bin/bash
# Push options: what a client sends there changes no verdict, and reaches nobody's terminal.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

git -C "$CENTRAL" config receive.advertisePushOptions true
world_keep
zero=0000000000000000000000000000000000000000
base=$(tip production)
candidate=$(tip acceptance)

# heard OPTION: the hooks of this server do get it.
heard() {
	mkdir "$CENTRAL/hooks/pre-receive.d"
	# shellcheck disable=SC2016  # it writes a script
	printf '#!/bin/sh\nprintf %%s "$GIT_PUSH_OPTION_0" >%s\n' "$T/option" >"$CENTRAL/hooks/pre-receive.d/10-look"
	chmod 755 "$CENTRAL/hooks/pre-receive.d/10-look"
}

audit() {
	git -C "$CENTRAL" log -1 --format=%B refs/sluis/audit
}

it "accept: a promotion with an option that is not meant for the gate"
push_as noor --push-option=ci.skip production
accepted "$(promoted)"

it "accept: a branch of no environment, with control characters"
heard
sent -o $'\e[31mred\a\r\nsluis: accepted' "$zero $candidate refs/heads/topic"
is "what the gate said" "${#ANSWER_REMOTE[@]}" 0
is "the new ref" "$(tip topic)" "$candidate"
is "what the server got" "$(cat "$T/option")" $'\e[31mred\a\r\nsluis: accepted'

it "refuse: options that ask for another verdict"
promotion drop Accepted-by
push_as noor --push-option={accept=yes,proof=trailer,pusher=els} --push-option="emergency=INC-1 fire" production
refused production signoff-present

it "undecided: an option of the gate's own that there is not"
push_as noor --push-option=sluis.accept=yes production
undecided_all "the push option 'sluis.accept=yes' is not known here" "leave it out, or push with one of these: sluis.dry-run,"

it "refuse: options that look like lines of a push"
sent -o "$base $candidate refs/heads/production" -o $'x\n'"$zero $candidate refs/heads/topic" "$base $candidate refs/heads/production"
has "the head" "${ANSWER_HEAD[0]:-}" "production stays at ${base:0:7}: "
is "the refs" "$AFTER" "$BEFORE"
has "the report" "$(cat "$T/report")" "ng refs/heads/production pre-receive hook declined"

it "refuse: control characters and broken UTF-8, which nobody is shown"
sent -o $'\e]0;title\a' -o $'\xff\xfe' -o $'\x9b31m' "$base $candidate refs/heads/production"
has "the head" "${ANSWER_HEAD[0]:-}" "production stays at ${base:0:7}: "
hasnt "the audit" "$(audit)" $'\e'
hasnt "the audit" "$(audit)" title
is "the refs" "$AFTER" "$BEFORE"

it "undecided: twenty thousand options"
mapfile -t many < <(seq -f 'option%g' 20000)
printf '%s\n' "${many[@]}" >"$T/options"
sent -o @"$T/options" "$base $candidate refs/heads/production"
is "the head" "${ANSWER_HEAD[0]:-}" "could not decide: the push has 20000 options, and 1000 are the most"
is "the refs" "$AFTER" "$BEFORE"

it "refuse: more options than a program can be given, so that no hook can run"
head -c 65000 /dev/zero | tr '\0' x >"$T/long"
for _ in {1..60}; do cat "$T/long"; echo; done >"$T/options"
sent -o @"$T/options" "$zero $candidate refs/heads/topic" "$base $candidate refs/heads/production"
is "what the gate said" "${#ANSWER_REMOTE[@]}" 0
is "the refs" "$AFTER" "$BEFORE"
has "the report" "$(cat "$T/report")" "ng refs/heads/topic pre-receive hook declined"
has "the report" "$(cat "$T/report")" "ng refs/heads/production pre-receive hook declined"

it "refuse: an option with a NUL, behind which another stands"
sent -o harmless -o @<(printf 'a\0sluis.accept=yes\n') "$base $candidate refs/heads/production"
has "the head" "${ANSWER_HEAD[0]:-}" "production stays at ${base:0:7}: "
is "the refs" "$AFTER" "$BEFORE"

finish
