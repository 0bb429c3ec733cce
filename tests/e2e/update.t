#!/bin/bash
# The update hook, where a host leaves no pre-receive: one ref at a time.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

rm "$CENTRAL/hooks/pre-receive"
ln -s "$SLUIS_BUILD/update" "$CENTRAL/hooks/update"
world_keep
GIT_SAYS="hook declined"

it "accept: a promotion"
push_as noor production
accepted "$(promoted)"

it "accept: new work, without a word"
change dirk src/pay.c
push_as dirk development
accepted

it "accept: evidence first, then what it is for"
policy '/^push = tester$/{s/tester/operator/;:a;n;ba}'
change dirk src/pay.c
on_acceptance
dossier 2026.12 acceptance noor
criteria_stand noor
evidence noor
promotion id 2026.12
push_as noor promotions
accepted
push_as noor production
accepted "$(promoted 2026.12)"

it "refuse: a promotion with an edit and without a sign-off"
promotion tree "$(edited_tree acceptance)" by dora drop Accepted-by
push_as noor production
refused production complete signoff-present

it "refuse: production is deleted"
push_as noor :production
refused production ref-protected

it "refuse: one ref is refused, and another goes in"
policy '/^push = /d'
change dirk src/pay.c
promotion candidate acceptance drop Accepted-by
push_as noor development production
is "the exit code of the push" "$STATUS" 1
is "development" "$(tip development)" "$(oid development)"
is "production" "$(tip production)" "$(sed -n 's|^refs/heads/production ||p' <<<"$BEFORE")"
has "the head" "${ANSWER_HEAD[0]:-}" "production stays at"
ANSWERED=yes ANSWER_SEEN=(yes)

it "refuse: all or nothing, where the client asks for it"
policy '/^push = /d'
change dirk src/pay.c
promotion candidate acceptance drop Accepted-by
push_as noor --atomic development production
refused production signoff-present

it "undecided: a policy that everybody may write"
chmod 666 "$CENTRAL/sluis/policy.ini"
push_as noor production
undecided_all "$CENTRAL/sluis/policy.ini is writable by everyone (mode 0666)"

it "undecided: run by hand"
status=0
said=$(cd "$CENTRAL" && SLUIS_TEST_PUSHER=noor hooks/update refs/heads/production "$(tip production)" "$(tip acceptance)" 2>&1) ||
	status=$?
is "the exit code" "$status" 2
has "what it says" "$said" "could not decide: update is run by git, and GIT_DIR is not set"

it "undecided: without arguments"
status=0
said=$(GIT_DIR=$CENTRAL SLUIS_TEST_PUSHER=noor "$CENTRAL/hooks/update" 2>&1) || status=$?
is "the exit code" "$status" 2
has "what it says" "$said" "update takes three arguments: ref old new"

finish
