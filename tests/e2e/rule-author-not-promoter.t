#!/bin/bash
# Nobody promotes a change that they helped to make.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

# made PERSON [MESSAGE]: a change on its way, tested as 2026.12, its merge made.
made() {
	change "$1" src/more.c "${2:-More}"
	on_acceptance
	release 2026.12 acceptance
	promotion id 2026.12
}

it "accept: an operator who did not make the change"
push_as noor production
accepted "$(promoted)"

it "accept: another developer takes it to test"
change dirk src/pay.c
given development
push_as dora development:test
accepted

it "accept: the author promotes, where the policy allows it"
policy '/^\[separation\]/a authors-may-promote = yes'
made noor
push_as noor production
accepted "$(promoted 2026.12)"

it "accept: the author pushes his work to where work starts"
change dirk src/pay.c
push_as dirk development
accepted

it "refuse: the author promotes"
made noor
push_as noor production
refused production author-not-promoter
says author-not-promoter "Noor Kaya pushes to production and wrote $(title acceptance)"
mends author-not-promoter "Jan Bakker fetches the promotion from you, reviews it and pushes it"

it "refuse: a co-author promotes"
made dirk "More

Co-authored-by: $(signature noor)"
push_as noor production
refused production author-not-promoter
says author-not-promoter "Noor Kaya pushes to production and co-wrote $(title acceptance)"

it "refuse: the author takes his own change to test"
change dirk src/pay.c
given development
push_as dirk development:test
refused test author-not-promoter
says author-not-promoter "Dirk Visser pushes to test and wrote $(title development)"
mends author-not-promoter "Dora Mulder or Tess Bos fetches the promotion from you"

it "refuse: a machine promotes what its owner made"
policy '/^ref = refs\/heads\/test$/a push = robot'
change jan src/pay.c
given development
push_as ci development:test
refused test author-not-promoter
says author-not-promoter "Build machine pushes to test and wrote $(title development)"

it "refuse: a machine's owner promotes what the machine made"
promotion drop Released-by add "Released-by: $(signature noor)"
made ci
promotion id 2026.12 drop Released-by add "Released-by: $(signature noor)"
push_as jan production
refused production author-not-promoter
says author-not-promoter "Jan Bakker pushes to production and wrote $(title acceptance)"

it "undecided: a merge by the pusher cannot be made again"
seq 20 >"$CLONE/list"
git -C "$CLONE" add list
change dirk src/more.c
on side development
sed -i 's/^2$/two/' "$CLONE/list"
git -C "$CLONE" add list
change dora src/side.c
on development
sed -i 's/^19$/nineteen/' "$CLONE/list"
git -C "$CLONE" add list
change dirk src/more.c
merge noor side
on_acceptance
release 2026.12 acceptance
promotion id 2026.12
lose "$(oid side:list)"
push_as noor production
undecided production evidence-by criteria-independent tester-not-author author-known author-not-approver author-not-promoter
says author-not-promoter "the merge $(short acceptance) cannot be made again"

finish
