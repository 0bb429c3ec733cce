#!/bin/bash
# Where the impact asks it, old and new ran side by side and every difference was accepted.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
world_keep

high_impact
world_keep

it "accept: eight days, and one difference that els accepted"
push_as noor production
accepted "$(promoted)"

it "accept: nothing was different"
in_record parallel-run.ini 's/^identical = .*/identical = 1000/' '/^\[difference/,/^reason/d'
planned
push_as noor production
accepted "$(promoted)"

it "refuse: there was none"
promotion drop Parallel-Run
push_as noor production
refused production parallel-run
says parallel-run "has impact high and links no parallel run of 7 days"

it "refuse: six days"
in_record parallel-run.ini "s/^started = .*/started = $(moment "169 hours ago")/"
planned
push_as noor production
refused production parallel-run
says parallel-run "$READY/parallel-run.ini lasted 6 whole days, and impact high asks 7"

it "refuse: it has not ended"
in_record parallel-run.ini "s/^finished = .*/finished = $(moment "1 day")/"
planned
push_as noor production
refused production parallel-run
says parallel-run "and that is still to come"

it "refuse: against another version"
in_record parallel-run.ini "s/^old = .*/old = $(oid acceptance)/"
planned
push_as noor production
refused production parallel-run
says parallel-run "is about old version $(oid acceptance), and this promotion is about $(tip production)"

it "refuse: of another candidate"
in_record parallel-run.ini "s/^new = .*/new = $(oid acceptance~)/"
planned
push_as noor production
refused production parallel-run

it "refuse: a difference that nobody speaks of"
in_record parallel-run.ini 's/^identical = .*/identical = 998/'
planned
push_as noor production
refused production parallel-run
says parallel-run "1000 compared less 998 identical leaves 2 differences, and 1 stand below"

it "refuse: a difference that a developer accepted"
in_record parallel-run.ini 's/^accepted-by = .*/accepted-by = dora/'
planned
push_as noor production
refused production parallel-run
says parallel-run "difference 'D-1' was accepted by 'dora', who holds no role that signs this promotion off"

it "refuse: a difference that nobody known accepted"
in_record parallel-run.ini 's/^accepted-by = .*/accepted-by = the vendor/'
planned
push_as noor production
refused production parallel-run

it "undecided: the record in the repository is broken"
file=$(loose "$(oid "promotions:$READY/parallel-run.ini")")
chmod u+w "$file"
: >"$file"
push_as noor production
undecided production evidence-intact

finish
