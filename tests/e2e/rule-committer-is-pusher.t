#!/bin/bash
# The committer of every new commit is who pushes it.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
policy '/^ref = refs.heads.development/a committer-is-pusher = yes'
world_keep

it "accept: one's own commit"
change dirk src/pay.c
push_as dirk development
accepted

it "accept: one's own commit of somebody else's change"
change dirk src/pay.c
as_committer=dora
git -C "$CLONE" reset -q --hard development
GIT_COMMITTER_NAME="Dora Mulder" GIT_COMMITTER_EMAIL=dora@example.org GIT_COMMITTER_DATE="1700009999 +0100" \
	git -C "$CLONE" commit -q --amend --no-edit
push_as "$as_committer" development
accepted

it "accept: one's own evidence"
echo "more" >>"$DOSSIERS/README"
evidence tess
push_as tess promotions
accepted

it "refuse: a commit of somebody else"
change dora src/pay.c
push_as dirk development
refused development committer-is-pusher
says committer-is-pusher "$(title development) was committed by dora@example.org, and Dirk Visser pushes it"
mends committer-is-pusher "whoever committed it pushes it; or, when it is your own, set user.email right and commit it again"

it "refuse: one of somebody else below one's own"
change dora src/pay.c
change dirk src/pay.c
push_as dirk development
refused development committer-is-pusher

it "refuse: evidence under the name of somebody else"
echo "more" >>"$DOSSIERS/README"
evidence kim
push_as tess promotions
refused refs/heads/promotions committer-is-pusher

it "refuse: evidence by nobody of the policy"
echo "more" >>"$DOSSIERS/README"
evidence mallory
push_as tess promotions
refused refs/heads/promotions committer-is-pusher
says committer-is-pusher "was committed by mallory@example.org"

it "undecided: part of the history is missing"
policy '/^ref = refs.heads.production/a committer-is-pusher = yes'
change dirk src/more.c
change dirk src/other.c
branch test development
branch acceptance development
given development test acceptance
release "$READY" acceptance
promotion
lose "$(oid acceptance~)"
push_as noor production
undecided production committer-is-pusher nothing-lost evidence-by tester-not-author author-known author-not-approver author-not-promoter

finish
