#!/bin/bash
# Where the impact asks it, old and new ran side by side and every difference was accepted.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
high_impact
world_keep

# run_with SED-EXPRESSION...: the record, changed so, is the one that is linked.
run_with() {
	in_record parallel-run.ini "$@"
	planned
}

it "accept: eight days, and one difference that els accepted"
push_as noor production
accepted "$(promoted)"

it "accept: nothing was different"
run_with 's/^identical = .*/identical = 1000/' '/^\[difference/,/^reason/d'
push_as noor production
accepted "$(promoted)"

it "accept: seven days to the second, ended just now, in two zones"
run_with "s/^started = .*/started = $(moment "7 days ago" | sed 's/Z/-00:00/')/" "s/^finished = .*/finished = $(moment now)/"
push_as noor production
accepted "$(promoted)"

it "accept: a level that asks none"
policy 's/^parallel-run-days = .*/parallel-run-days = 0/'
promotion drop Parallel-Run
push_as noor production
accepted "$(promoted)"

it "refuse: there was none"
promotion drop Parallel-Run
push_as noor production
refused production parallel-run
says parallel-run "$(title production) has impact high and links no parallel run of 7 days"
mends parallel-run "link what is in the evidence; on the merge: git fetch origin refs/heads/promotions && $(amend) --no-edit --trailer \"Parallel-Run: git:$READY/parallel-run.ini sha256:\$(git show FETCH_HEAD:$READY/parallel-run.ini | sha256sum | cut -c-64)\""

it "refuse: none, where the level is only stated"
policy 's/^path = db.*/path = other\/**/'
promotion drop Parallel-Run
push_as noor production
refused production parallel-run

it "refuse: a second less than seven days"
run_with "s/^started = .*/started = $(moment "8 days ago 1 second")/"
push_as noor production
refused production parallel-run
says parallel-run "$READY/parallel-run.ini lasted 6 whole days, and impact high asks 7"
mends parallel-run "let old and new run longer, compare, and link the record of that"

it "refuse: seven days by the clock on the wall, in the week when it goes forward"
run_with "s/^started = .*/started = $(moment "9 days ago" | sed 's/Z/+01:00/')/" "s/^finished = .*/finished = $(moment "2 days ago" | sed 's/Z/+02:00/')/"
push_as noor production
refused production parallel-run
says parallel-run "lasted 6 whole days"

it "refuse: it has not ended"
end=$(moment "1 day")
run_with "s/^finished = .*/finished = $end/"
push_as noor production
refused production parallel-run
says parallel-run "$READY/parallel-run.ini says that it ends at $end, and that is still to come"
mends parallel-run "wait until it has ended, and link the record of that"

it "refuse: against another version"
run_with "s/^old = .*/old = $(oid acceptance)/"
push_as noor production
refused production parallel-run
says parallel-run "$READY/parallel-run.ini is about old version $(oid acceptance), and this promotion is about $(tip production)"
mends parallel-run "run this base and this candidate side by side, push the record, and link it in Parallel-Run"

it "refuse: of another candidate"
run_with "s/^new = .*/new = $(oid acceptance~)/"
push_as noor production
refused production parallel-run
says parallel-run "is about new version $(oid acceptance~), and this promotion is about $(oid acceptance)"

it "refuse: of another promotion"
run_with 's/^promotion = .*/promotion = 2026.10/'
push_as noor production
refused production parallel-run
says parallel-run "is about promotion 2026.10, and this promotion is about $READY"

it "refuse: production moved while it ran"
went_over drop Parallel-Run
next_change dora 2026.12
parallel_run 2026.12 acceptance
sed -i "s/^old = .*/old = $(oid production~)/" "$DOSSIERS/2026.12/parallel-run.ini"
evidence_commit tess "Parallel run" "*parallel-run.ini"
given promotions
promotion id 2026.12
push_as noor production
refused production parallel-run
says parallel-run "is about old version $(oid production~2), and this promotion is about $(tip production)"

it "refuse: it began before the candidate came to acceptance"
change dirk db/more.sql
tess_accepts
at=$(git -C "$CENTRAL" log -1 --format=%ct refs/sluis/audit)
dossier "$READY" acceptance
tested_now "$READY"
evidence tess
plan "$READY" acceptance
parallel_run "$READY" acceptance
planned
push_as noor production
refused production parallel-run
says parallel-run "$READY/parallel-run.ini says that it began at $(sed -n 's/^started = //p' "$DOSSIERS/$READY/parallel-run.ini"), and $(short acceptance) came to refs/heads/acceptance at $(moment "@$at") (the server's clock: it is "
mends parallel-run "do it over with what is there now, and link the record of that"

it "refuse: it began before production was what it is compared with"
run_with "s/^started = .*/started = $(moment "8 days ago")/" "s/^finished = .*/finished = $(moment now)/"
went_in_as_is
at=$(git -C "$CENTRAL" log -1 --format=%ct refs/sluis/audit)
change dora db/next.sql
on_acceptance
dossier 2026.12 acceptance
evidence tess
plan 2026.12 acceptance
evidence_commit noor "Plan of 2026.12" "*plan.ini"
parallel_run 2026.12 acceptance
evidence_commit tess "Parallel run" "*parallel-run.ini"
given promotions
promotion id 2026.12
push_as noor production
refused production parallel-run
says parallel-run "2026.12/parallel-run.ini says that it began at $(sed -n 's/^started = //p' "$DOSSIERS/2026.12/parallel-run.ini"), and $(short "$(tip production)") came to refs/heads/production at $(moment "@$at") (the server's clock: it is "

it "refuse: counts that do not add up"
run_with 's/^identical = .*/identical = 998/'
push_as noor production
refused production parallel-run
says parallel-run "1000 compared less 998 identical leaves 2 differences, and 1 stand below"
mends parallel-run "its author corrects the record and pushes it; then Parallel-Run links its new sha256sum"

it "refuse: nothing was compared"
run_with 's/^compared = .*/compared = 0/' 's/^identical = .*/identical = 0/' '/^\[difference/,/^reason/d'
push_as noor production
refused production parallel-run
says parallel-run "nothing was compared"

it "refuse: a time without a zone"
run_with 's/^started = .*/started = 2026-01-01T08:00:00/'
push_as noor production
refused production parallel-run
says parallel-run "'started' is no time with a zone"

it "refuse: a difference that nobody accepted"
run_with '/^accepted-by/d'
push_as noor production
refused production parallel-run
says parallel-run "[difference \"D-1\"] has no 'accepted-by'"

it "refuse: a difference without a reason"
run_with '/^reason/d'
push_as noor production
refused production parallel-run
says parallel-run "[difference \"D-1\"] has no 'reason'"

it "refuse: a difference that somebody unknown accepted"
run_with 's/^accepted-by = .*/accepted-by = the vendor/'
push_as noor production
refused production parallel-run
says parallel-run "$READY/parallel-run.ini: difference 'D-1' was accepted by 'the vendor', who is not a person in the policy"
mends parallel-run "somebody who signs off, and neither made nor tested the change, decides about 'D-1': the record names them, and then they sign off"

it "refuse: a difference that a machine accepted"
run_with 's/^accepted-by = .*/accepted-by = ci/'
push_as noor production
refused production parallel-run
says parallel-run "was accepted by 'ci', who is not a person in the policy"

it "refuse: a difference that the tester accepted"
run_with 's/^accepted-by = .*/accepted-by = tess/'
push_as noor production
refused production parallel-run
says parallel-run "difference 'D-1' was accepted by 'tess', who tested it"

it "refuse: a difference that somebody accepted who has left"
run_with 's/^accepted-by = .*/accepted-by = luuk/'
push_as noor production
refused production parallel-run
says parallel-run "difference 'D-1' was accepted by 'luuk', who gave no sign-off of this promotion that names the record"

it "refuse: a difference that a system owner accepted, where another signs"
policy 's/^member = els/&\nmember = dora/' 's/^conflict = .*//'
run_with 's/^accepted-by = .*/accepted-by = dora/'
push_as noor production
refused production parallel-run
says parallel-run "difference 'D-1' was accepted by 'dora', who gave no sign-off of this promotion that names the record"

it "refuse: a difference accepted by the operator who brought the record in"
in_record parallel-run.ini 's/^accepted-by = .*/accepted-by = jan/'
planned jan
push_as noor production
refused production parallel-run
says parallel-run "difference 'D-1' was accepted by 'jan', who tested it"

it "refuse: a difference that its author accepted"
policy 's/^member = els/&\nmember = dirk/' 's/^conflict = .*//'
run_with 's/^accepted-by = .*/accepted-by = dirk/'
push_as noor production
refused production parallel-run
says parallel-run "difference 'D-1' was accepted by 'dirk', who helped to make the change"

it "refuse: one of two records is bad"
sed "s/^started = .*/started = $(moment "3 days ago")/" "$DOSSIERS/$READY/parallel-run.ini" >"$DOSSIERS/$READY/second.parallel-run.ini"
planned
promotion add "Parallel-Run: $(link "$READY/second.parallel-run.ini")"
push_as noor production
refused production parallel-run
says parallel-run "$READY/second.parallel-run.ini lasted 1 whole days, and impact high asks 7"

it "refuse: a sentence in place of a link"
promotion drop Parallel-Run add "Parallel-Run: ran for eight days"
push_as noor production
refused production parallel-run
says parallel-run "$(title production): the link 'ran for eight days'"
mends parallel-run "link what is in the evidence; on the merge: git fetch origin refs/heads/promotions && $(amend | sed 's/git commit/git -c trailer.ifexists=replace commit/') --no-edit --trailer \"Parallel-Run: git:$READY/parallel-run.ini sha256:\$(git show FETCH_HEAD:$READY/parallel-run.ini | sha256sum | cut -c-64)\""

it "refuse: the sign-off of security that the level asks besides"
policy 's/^parallel-run-days = .*/&\nsignoff = security/'
policy_add '[signoff "security"]' 'trailer = Secured-by' 'role = tester'
push_as noor production
refused production signoff-present
says signoff-present "has no sign-off of security (Secured-by, role tester)"
promotion add "Secured-by: $(signature tess)"
push_as noor production
accepted "$(promoted)"

it "undecided: what production holds is missing, so nobody can tell whether one is asked"
lose "$(oid "production~^{tree}")"
push_as noor production
undecided production impact-floor parallel-run signoff-present
says parallel-run "tree $(short "production~^{tree}") cannot be read"

finish
