#!/bin/bash
# A governed ref is not deleted, rewound or moved twice in one push.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

it "accept: a new commit on top of what is there"
change dora src/pay.c
push_as dora development
accepted

it "accept: work branches come, are rewound and go"
policy 's|^ref = refs/heads/development|ref = refs/heads/work/*|'
push_as dora development:work/pay
accepted
push_as dora -f development~:work/pay
accepted
push_as dora :work/pay
accepted

it "accept: a sign-off that is written once"
signers kim
signoff kim key-user
push_as kim signoffs/kim:refs/signoffs/2026.11/key-user/kim
accepted

it "refuse: production is deleted"
push_as noor :production
refused production ref-protected
says ref-protected "refs/heads/production would be deleted, and governed refs stay fix: leave it out of the push"

it "refuse: the evidence is deleted"
push_as tess :promotions
refused refs/heads/promotions ref-protected
says ref-protected "refs/heads/promotions would be deleted"

it "refuse: production is rewound"
given production
push_as noor -f production~:production
refused production ref-protected
says ref-protected "refs/heads/production would lose $(short production), which it has: $(short production~) does not contain it"
mends ref-protected "push without force, on top of what is there: git rev-parse HEAD | grep -q ^$(short production~) && git fetch origin refs/heads/production && git merge --no-edit FETCH_HEAD"

it "refuse: history of development is written anew"
on development development~
change dora src/pay.c
push_as dora -f development
refused development ref-protected

it "refuse: evidence is written anew"
on other promotions~
change tess README
push_as tess -f other:promotions
refused refs/heads/promotions ref-protected

it "refuse: a sign-off is written again"
signers kim
signoff kim key-user
push_as kim signoffs/kim:refs/signoffs/2026.11/key-user/kim
accepted
push_as kim -f development~:refs/signoffs/2026.11/key-user/kim
refused refs/signoffs/2026.11/key-user/kim ref-protected

it "refuse: a sign-off is written again, on top of the first"
signers kim
signoff kim key-user
push_as kim signoffs/kim:refs/signoffs/2026.11/key-user/kim
accepted
signoff kim key-user decision reject
push_as kim -f signoffs/kim:refs/signoffs/2026.11/key-user/kim
refused refs/signoffs/2026.11/key-user/kim ref-protected
says ref-protected "refs/signoffs/2026.11/key-user/kim already exists, and a sign-off is written once"
mends ref-protected "push it under a name of its own, such as refs/signoffs/2026.11/key-user/kim.2"

it "refuse: a sign-off is deleted"
signers kim
signoff kim key-user
push_as kim signoffs/kim:refs/signoffs/2026.11/key-user/kim
accepted
push_as kim :refs/signoffs/2026.11/key-user/kim
refused refs/signoffs/2026.11/key-user/kim ref-protected

it "refuse: production is moved under two names at once"
git -C "$CENTRAL" symbolic-ref refs/heads/live refs/heads/production
push_as noor production production:live
refused production ref-protected
says ref-protected "refs/heads/production is moved twice in one push"
mends ref-protected "push it under one name"

it "undecided: a part of the history is missing, so nobody knows what would be lost"
change dora src/pay.c
change dora src/pay.c
given development
lose "$(oid development~)"
git -C "$CLONE" checkout -q --orphan new
change dora src/pay.c
push_as dora -f new:development
undecided development ref-protected
says ref-protected "the history of $(short new) cannot be read"
mends ref-protected "the administrator of the server runs git fsck in the repository"

finish
