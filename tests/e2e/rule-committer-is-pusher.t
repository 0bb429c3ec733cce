#!/bin/bash
# The committer of every new commit is who pushes it.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
policy '/^ref = refs.heads.development/a committer-is-pusher = yes'
world_keep

# more: one line more in the evidence.
more() {
	echo "more" >>"$DOSSIERS/README"
}

it "accept: one's own commit"
change dirk src/pay.c
push_as dirk development
accepted

it "accept: one's own commit of somebody else's change, under one's second address"
change dirk src/pay.c
GIT_COMMITTER_NAME="Dora Mulder" GIT_COMMITTER_EMAIL=Dora.Mulder@school.example GIT_COMMITTER_DATE="1700009999 +0100" \
	git -C "$CLONE" commit -q --amend --no-edit
push_as dora development
accepted

it "accept: one's own evidence, and that of a machine"
more
evidence tess
push_as tess promotions
accepted
policy '/^push = tester$/{s/$/\npush = robot/;:a;n;ba}'
more
evidence ci
push_as ci promotions
accepted

it "accept: an environment that does not ask"
policy '/^committer-is-pusher/d'
change dora src/pay.c
push_as dirk development
accepted

it "accept: a promotion brings commits of others, which were there, and a merge of one's own"
policy '/^ref = refs.heads.production/a committer-is-pusher = yes'
push_as noor production
accepted "$(promoted)"

it "refuse: a commit of somebody else"
change dora src/pay.c
push_as dirk development
refused development committer-is-pusher
says committer-is-pusher "$(title development) was committed by dora@example.org, and Dirk Visser pushes it"
mends committer-is-pusher "its committer pushes it; or, when it is your own, set user.email right and commit it again"

it "refuse: one of somebody else below one's own"
change dora src/pay.c
change dirk src/pay.c
push_as dirk development
refused development committer-is-pusher
says committer-is-pusher "$(title development~) was committed by dora@example.org"

it "refuse: seven of somebody else, of which four are named"
for i in 1 2 3 4 5 6 7; do
	change dora src/pay.c "Change $i"
done
push_as dirk development
refused development committer-is-pusher
says committer-is-pusher "$(title development~3) was committed by"
says committer-is-pusher "commits of others besides these: 3"

it "refuse: a merge that somebody else made goes to production"
policy '/^ref = refs.heads.production/a committer-is-pusher = yes'
promotion by jan
push_as noor production
refused production committer-is-pusher
says committer-is-pusher "$(title production) was committed by jan@example.org, and Noor Kaya pushes it"

it "refuse: evidence under the name of somebody else"
more
evidence kim
push_as tess promotions
refused refs/heads/promotions committer-is-pusher
says committer-is-pusher "$(title promotions) was committed by kim@example.org, and Tess Bos pushes it"

it "refuse: evidence by nobody of the policy"
more
evidence mallory
push_as tess promotions
refused refs/heads/promotions committer-is-pusher
says committer-is-pusher "was committed by mallory@example.org"

it "refuse: a committer without an address"
more
evidence tess
git -C "$CLONE" cat-file commit promotions | sed '/^committer/s/<.*>/<>/' | commit_raw promotions
push_as tess promotions
refused refs/heads/promotions committer-is-pusher

it "refuse: evidence of tess that dirk made, brought into development first"
policy '/^committer-is-pusher/d'
policy '/^push = tester$/{s/$/\npush = developer/;:a;n;ba}'
record 's/^verdict = .*/verdict = fail/'
evidence tess "What tess never said"
branch development "$(as dirk git -C "$CLONE" commit-tree "development^{tree}" -p development -p promotions -m "Merge")"
push_as dirk development
accepted
push_as dirk promotions
refused refs/heads/promotions committer-is-pusher
says committer-is-pusher "$(title promotions) was committed by tess@example.org, and Dirk Visser pushes it"

it "accept: a merge of a colleague's branch, which she pushed to another ref of the pattern"
policy 's|^ref = refs/heads/development|ref = refs/heads/work/*|'
branch work/base development
given work/base
on ticket development
change dora src/side.c
push_as dora ticket:work/ticket
accepted
on development
merge dirk ticket
push_as dirk development:work/base
accepted

it "refuse: a merge of a colleague's branch, of which she pushed a part"
policy 's|^ref = refs/heads/development|ref = refs/heads/work/*|'
branch work/base development
given work/base
on ticket development
change dora src/side.c
push_as dora ticket:work/ticket
accepted
change dora src/side.c
on development
merge dirk ticket
push_as dirk development:work/base
REF_OF=work/base refused development committer-is-pusher
says committer-is-pusher "$(title ticket) was committed by dora@example.org"

# sandbox: an environment where work starts as well, and nobody asks who committed it.
sandbox() {
	policy_add '[environment "sandbox"]' 'ref = refs/heads/sandbox/*' 'push = developer' \
		'[environment "trial"]' 'ref = refs/heads/trial' 'from = sandbox' 'push = developer' 'fast-forward = yes'
}

it "refuse: what somebody else committed, by way of an environment that does not ask"
sandbox
change dora src/pay.c
push_as dirk development:sandbox/dirk
accepted
push_as dirk development
refused development committer-is-pusher
branch trial development
given trial
push_as dirk development
refused development committer-is-pusher

it "accept: what stands where that is asked, and work of one's own by way of an environment that does not ask"
sandbox
change dirk src/pay.c
push_as dirk development:sandbox/dirk
accepted
push_as dirk development
accepted
policy '/^ref = refs.heads.sandbox/a committer-is-pusher = yes'
on ticket development
change dora src/side.c
push_as dora ticket:sandbox/dora
accepted
on development
merge dirk ticket
push_as dirk development
accepted

it "undecided: part of the history is missing"
policy '/^ref = refs.heads.production/a committer-is-pusher = yes'
change dirk src/more.c
change dirk src/other.c
on_acceptance
release "$READY" acceptance
promotion
lose "$(oid acceptance~)"
push_as noor production
undecided production committer-is-pusher nothing-lost evidence-by criteria-independent tester-not-author author-known author-not-approver author-not-promoter
says committer-is-pusher "object not found - no match for id ($(oid acceptance~))"

it "undecided: nobody can say who pushes"
change dirk src/pay.c
unlisted push_as dirk development
undecided development pusher-known push-access committer-is-pusher

finish
