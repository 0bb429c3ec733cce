#!/bin/bash
# Whoever pushes has a role that may push there: real sshd, real keys.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

ssh_make dirk dora tess kim noor ci
world_keep

it "accept: a developer to development"
change dora src/pay.c
push_as dora development
accepted

it "accept: a service with the role for it"
change dirk src/pay.c
push_as ci development
accepted

it "accept: a tester to the evidence"
echo "a note" >"$DOSSIERS/$READY/note"
evidence tess
push_as tess promotions
accepted

it "accept: anybody who is known, to the evidence of a policy that names no role for it"
policy '/^push = tester$/{1,/^push = tester$/d}'
echo "a note" >"$DOSSIERS/$READY/note"
evidence kim
push_as kim promotions
accepted

it "accept: anybody who is known, with a sign-off"
signers kim
signoff kim key-user
push_as kim signoffs/kim:refs/signoffs/2026.11/key-user/kim
accepted

it "accept: an operator to production"
push_as noor production
accepted "$(promoted)"

it "refuse: a developer to production"
push_as dora production
refused production push-access
says push-access "Dora Mulder may not push to production; the role for it: operator (Noor Kaya or Jan Bakker)"
mends push-access "one of them fetches the promotion from you, reviews it and pushes it: git push origin $(short production):refs/heads/production"

it "refuse: a developer to production, with a hotfix that nobody may push"
on production production~
change dora src/pay.c "Hotfix"
push_as dora production
refused production merge-only push-access
mends push-access "once the rest is mended, one of them pushes it"
hasnt "the answer" "$(printf '%s\n' "${ANSWER_REMOTE[@]}")" "git push origin $(short production):"

it "refuse: a key user to the evidence"
echo "a note" >"$DOSSIERS/$READY/note"
evidence kim
push_as kim promotions
refused refs/heads/promotions push-access
says push-access "Kim Jansen may not push to refs/heads/promotions; the role for it: tester (Tess Bos)"

it "refuse: a service without the role"
change dora src/pay.c
given development
push_as ci development:test
refused test push-access
says push-access "Build machine may not push to test; the role for it: developer (Dirk Visser or Dora Mulder) or tester (Tess Bos)"

it "refuse: an operator to development"
change dirk src/pay.c
push_as noor development
refused development push-access

it "refuse: production is deleted by somebody without the role"
push_as dora :production
refused production push-access ref-protected

it "undecided: nobody can say whose key it is"
chmod 666 "$CENTRAL/sluis/allowed_signers"
change dirk src/pay.c
push_as dirk development
undecided development pusher-known push-access
says push-access "allowed_signers is writable by everyone (mode 0666)"

finish
