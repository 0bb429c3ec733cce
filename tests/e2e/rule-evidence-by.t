#!/bin/bash
# Every record was brought in by whose word it is, and by nobody who made the change.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
world_keep

it "accept: plan by the performer, result by the tester"
push_as noor production
accepted "$(promoted)"

it "accept: a parallel run by an operator"
high_impact
in_record parallel-run.ini 's/^compared = .*/compared = 1001/' 's/^identical = .*/identical = 1000/'
planned jan
push_as noor production
accepted "$(promoted)"

it "refuse: the result was written by the developer"
record 's/^finished = .*/finished = 2026-01-20T12:00:00+01:00/'
evidence dirk
given promotions
promotion
push_as noor production
refused production evidence-by
says evidence-by "$READY/acceptance.ini was brought in by Dirk Visser, who is author of "
says evidence-by "$READY/acceptance.ini says that it was executed by 'tess', and Dirk Visser brought it in"

it "refuse: the result was written by somebody else"
record 's/^finished = .*/finished = 2026-01-20T12:00:00+01:00/'
evidence kim
given promotions
promotion
push_as noor production
refused production evidence-by
says evidence-by "says that it was executed by 'tess', and Kim Jansen brought it in"
mends evidence-by "'tess' changes the file, commits and pushes it, and the merge links that"

it "refuse: the plan was written by who may not push"
in_record plan.ini 's/^performer/performer/' 's/Stop the queue/Stop the world/'
evidence_commit els "Plan" "*plan.ini"
given promotions
promotion
push_as noor production
refused production evidence-by
says evidence-by "$READY/plan.ini was brought in by Els de Vries, who may not push to production"

it "refuse: the parallel run was written by neither tester nor operator"
high_impact
in_record parallel-run.ini 's/^compared = .*/compared = 1001/' 's/^identical = .*/identical = 1000/'
planned els
push_as noor production
refused production evidence-by
says evidence-by "$READY/parallel-run.ini was brought in by Els de Vries, who is neither tester nor operator"

it "refuse: brought in by nobody of the policy"
record 's/^finished = .*/finished = 2026-01-20T12:00:00+01:00/'
evidence mallory
given promotions
promotion
push_as noor production
refused production evidence-by
says evidence-by "whose committer 'mallory@example.org' is nobody of the policy"

it "undecided: part of the evidence's history is missing"
evidence_commit tess "More" "README"
echo more >>"$DOSSIERS/README"
evidence_commit tess "More" "README"
given promotions
lose "$(oid promotions~)"
push_as noor production
undecided production evidence-by criteria-first

finish
