#!/bin/bash
# Hooks that were there before: they run after the gate accepts, each with the same input.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

# follower NAME SCRIPT
follower() {
	mkdir -p "$CENTRAL/hooks/pre-receive.d"
	printf '#!/bin/sh\n%s\n' "$2" >"$CENTRAL/hooks/pre-receive.d/$1"
	chmod 755 "$CENTRAL/hooks/pre-receive.d/$1"
}

ran() {
	cat "$CENTRAL/ran" 2>/dev/null || echo nothing
}

# It writes that it ran, and what it read.
# shellcheck disable=SC2016
note='echo "$(basename "$0"): $(cat)" >>ran'

it "accept: two of them, in the order of their names, each with the whole input"
follower 20-second "$note"
follower 10-first "$note"
line="$(tip production) $(oid production) refs/heads/production"
push_as noor production
accepted "$(promoted)"
is "what ran" "$(ran)" "10-first: $line"$'\n'"20-second: $line"

it "accept: one that does not read, one that is not executable, one that is no file"
follower 10-deaf "echo deaf >>ran"
follower 20-asleep "$note"
chmod 644 "$CENTRAL/hooks/pre-receive.d/20-asleep"
mkdir "$CENTRAL/hooks/pre-receive.d/30-folder"
push_as noor production
accepted "$(promoted)"
is "what ran" "$(ran)" deaf

it "accept: one sees the pushed objects"
# shellcheck disable=SC2016
follower 10-look 'while read -r old new ref; do git cat-file -t "$new" >>ran; done'
push_as noor production
accepted "$(promoted)"
is "what ran" "$(ran)" commit

it "accept: one speaks to the pusher"
follower 10-speak 'echo "the build starts in a minute"; cat >/dev/null'
push_as noor production
accepted "the build starts in a minute" "$(promoted)"

it "accept: they run for a branch of no environment too, and hold nothing that somebody waits for"
follower 10-first "$note"
# shellcheck disable=SC2016
follower 20-held '! [ -e /proc/$$/fd/7 ] || echo held >>ran'
exec 7>"$T/held"
push_as dirk development:refs/heads/topic
exec 7>&-
accepted
is "what ran" "$(ran | cut -d : -f 1)" "10-first"

it "accept: an empty folder"
mkdir "$CENTRAL/hooks/pre-receive.d"
push_as noor production
accepted "$(promoted)"

it "refuse: the gate refuses, and none runs"
follower 10-first "$note"
promotion drop Accepted-by
push_as noor production
refused production signoff-present
is "what ran" "$(ran)" nothing

it "refuse: the first says no, and the second does not run"
follower 10-no 'cat >/dev/null; echo "not today"; exit 3'
follower 20-second "$note"
push_as noor production
not_moved
has "what came back" "${ANSWER_REMOTE[*]}" "not today"
ANSWER_SEEN=(yes)
is "what ran" "$(ran)" nothing

it "undecided: the gate cannot decide, and none runs"
follower 10-first "$note"
chmod 666 "$CENTRAL/sluis/policy.ini"
push_as noor production
undecided_all "$CENTRAL/sluis/policy.ini is writable by everyone (mode 0666)"
is "what ran" "$(ran)" nothing

it "undecided: one dies"
follower 10-dies 'kill -9 $$'
push_as noor production
ANSWER_SEEN=(yes)
undecided_all "the hook hooks/pre-receive.d/10-dies died of a signal" \
	"fix: the administrator of the server looks at that hook"

it "undecided: one whose interpreter is missing"
follower 10-lost "$note"
sed -i '1s/.*/#!\/nowhere\/sh/' "$CENTRAL/hooks/pre-receive.d/10-lost"
push_as noor production
ANSWER_SEEN=(yes)
undecided_all "the hook hooks/pre-receive.d/10-lost cannot be run, or did not find a program that it needs"

it "undecided: a file in place of the folder"
echo x >"$CENTRAL/hooks/pre-receive.d"
push_as noor production
ANSWER_SEEN=(yes)
undecided_all "the hook hooks/pre-receive.d folder cannot be read"

finish
