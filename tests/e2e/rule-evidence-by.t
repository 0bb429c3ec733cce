#!/bin/bash
# Every record was added by whose word it is, and by nobody who made the change.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
world_keep

# later: the record says something else than the one that stands there.
later() {
	record 's/^finished = .*/finished = 2026-01-20T12:00:00+01:00/'
}

# brought PERSON: that person commits what is new of the record, and the merge links it.
brought() {
	evidence "$1"
	given promotions
	promotion
}

it "accept: plan by the performer, result by the tester"
push_as noor production
accepted "$(promoted)"

it "accept: a parallel run by an operator"
high_impact
in_record parallel-run.ini 's/^compared = .*/compared = 1001/' 's/^identical = .*/identical = 1000/'
planned jan
push_as noor production
accepted "$(promoted)"

it "accept: the result of a machine, brought in by it"
record 's/^executed-by = .*/executed-by = ci/'
brought ci
push_as noor production
accepted "$(promoted)"

# The evidence as kim and dirk may push it too; $good is a state with a record, $bad the one in which tess withdrew it.
withdrawn() {
	policy '/^push = tester$/{s/$/\npush = key-user\npush = developer/;:a;n;ba}'
	before=$(oid promotions)
	later
	evidence tess
	push_as tess promotions
	accepted
	good=$(oid promotions)
	cp "$DOSSIERS/$READY/acceptance.ini" "$T/good"
	record 's/^verdict = .*/verdict = fail/'
	evidence tess
	push_as tess promotions
	accepted
	bad=$(oid promotions)
	cp "$T/good" "$DOSSIERS/$READY/acceptance.ini"
}

# merged PERSON TREE PARENT...: pushed by that person, and the release is promoted.
merged() {
	local who=$1 tree=$2

	shift 2
	branch promotions "$(as "$who" git -C "$CLONE" commit-tree "$tree^{tree}" "${@/#/-p}" -m "Merge")"
	push_as "$who" promotions
	accepted
	promotion
	push_as noor production
}

it "accept: somebody else's push came between, and the tester merged"
policy '/^push = tester$/{s/$/\npush = key-user/;:a;n;ba}'
before=$(oid promotions)
branch promotions "$(as kim git -C "$CLONE" commit-tree "$before^{tree}" -p "$before" -m "Nothing new")"
push_as kim promotions
accepted
theirs=$(oid promotions)
branch promotions "$before"
later
evidence tess
merged tess promotions promotions "$theirs"
accepted "$(promoted)"

it "accept: she who withdrew a record brings it back"
withdrawn
merged tess "$good" "$bad" "$good"
accepted "$(promoted)"

it "refuse: the author brings back a record that the tester withdrew, by a merge"
withdrawn
merged dirk "$good" "$bad" "$good"
refused production evidence-by
says evidence-by "$READY/acceptance.ini was added by Dirk Visser, who wrote $(title acceptance)"
mends evidence-by "somebody who did not make the change adds the record"

it "refuse: the same with the parents the other way round"
withdrawn
merged dirk "$good" "$good" "$bad"
refused production evidence-by
says evidence-by "$READY/acceptance.ini was added by Dirk Visser"

it "refuse: the same in two pushes, the first of which takes the record away"
withdrawn
branch promotions "$(as dirk git -C "$CLONE" commit-tree "$before^{tree}" -p "$bad" -m "Away")"
push_as dirk promotions
accepted
merged dirk "$good" promotions "$good"
refused production evidence-by
says evidence-by "$READY/acceptance.ini was added by Dirk Visser"

it "refuse: the same together with the promotion"
withdrawn
policy '/^push = tester$/{s/$/\npush = operator/;:a;n;ba}'
branch promotions "$(as noor git -C "$CLONE" commit-tree "$good^{tree}" -p "$bad" -p "$good" -m "Merge")"
promotion
push_as noor promotions production
refused production evidence-by
says evidence-by "$READY/acceptance.ini says that it was executed by 'tess', and Noor Kaya brought it in"

it "accept: after another's merge the tester brings it in anew"
withdrawn
branch promotions "$(as dirk git -C "$CLONE" commit-tree "$good^{tree}" -p "$bad" -p "$good" -m "Merge")"
push_as dirk promotions
accepted
record 's/^finished = .*/finished = 2026-01-20T12:30:00+01:00/'
evidence tess
push_as tess promotions
accepted
promotion
push_as noor production
accepted "$(promoted)"

it "refuse: before the audit, somebody else merged what the tester had committed"
later
before=$(oid promotions)
evidence tess
tested=$(oid promotions)
branch promotions "$(as kim git -C "$CLONE" commit-tree "$before^{tree}" -p "$before" -m "Nothing new")"
branch promotions "$(as kim git -C "$CLONE" commit-tree "$tested^{tree}" -p promotions -p "$tested" -m "Merge")"
given promotions
promotion
push_as noor production
refused production evidence-by
says evidence-by "$READY/acceptance.ini says that it was executed by 'tess', and Kim Jansen brought it in"

it "refuse: the result was written by the developer"
later
brought dirk
push_as noor production
refused production evidence-by
says evidence-by "$READY/acceptance.ini was added by Dirk Visser, who wrote $(title acceptance)"
says evidence-by "$READY/acceptance.ini says that it was executed by 'tess', and Dirk Visser brought it in"
mends evidence-by "somebody who did not make the change adds the record"

it "refuse: the result was written by the developer, as his own"
record 's/^executed-by = .*/executed-by = dirk/'
brought dirk
push_as noor production
refused production evidence-by tester-not-author
says evidence-by "was added by Dirk Visser, who wrote $(title acceptance)"

it "refuse: the result was written by somebody else"
later
brought kim
push_as noor production
refused production evidence-by
says evidence-by "$READY/acceptance.ini says that it was executed by 'tess', and Kim Jansen brought it in"
mends evidence-by "'tess' changes the file, commits and pushes it, and the merge links that"

it "refuse: a machine brought in what tess is to have tested"
later
brought ci
push_as noor production
refused production evidence-by
says evidence-by "says that it was executed by 'tess', and Build machine (owner Jan Bakker) brought it in"

it "refuse: the author is tess, and the committer somebody else"
later
evidence tess
git -C "$CLONE" cat-file commit promotions | sed '/^committer/s/Tess.*>/Kim Jansen <kim@example.org>/' | commit_raw promotions
given promotions
promotion
push_as noor production
refused production evidence-by

it "refuse: the result was given another name by somebody else"
git -C "$CLONE" cat-file blob "promotions:$READY/acceptance.ini" >"$DOSSIERS/$READY/result.ini"
evidence kim
given promotions
promotion drop Acceptance-Result add "Acceptance-Result: $(link "$READY/result.ini")"
push_as noor production
refused production evidence-by
says evidence-by "$READY/result.ini says that it was executed by 'tess', and Kim Jansen brought it in"

it "refuse: taken away, and put back by somebody else"
mv "$DOSSIERS/$READY/acceptance.ini" "$T/record"
evidence tess
mv "$T/record" "$DOSSIERS/$READY/acceptance.ini"
brought kim
push_as noor production
refused production evidence-by
says evidence-by "says that it was executed by 'tess', and Kim Jansen brought it in"

it "refuse: the plan was written by who may not push"
in_record plan.ini 's/Stop the queue/Stop the world/'
evidence_commit els "Plan" "*plan.ini"
given promotions
promotion
push_as noor production
refused production evidence-by
says evidence-by "$READY/plan.ini was added by Els de Vries, who may not push to production"
mends evidence-by "its performer changes the plan, commits and pushes it, and the merge links that"

it "refuse: the plan was added by a machine, which may push"
policy '/^\[environment "production"\]/,/^proof/s/^push = operator/&\npush = robot/'
in_record plan.ini 's/Stop the queue/Stop the world/'
evidence_commit ci "Plan" "*plan.ini"
given promotions
promotion
push_as noor production
refused production evidence-by
says evidence-by "$READY/plan.ini was added by Build machine (owner Jan Bakker), and a plan is the word of a person"
mends evidence-by "its performer changes the plan, commits and pushes it, and the merge links that"

it "refuse: the plan was written by who made the change"
policy 's/^member = noor/&\nmember = dirk/' 's/^conflict = .*//'
in_record plan.ini 's/Stop the queue/Stop the world/'
evidence_commit dirk "Plan" "*plan.ini"
given promotions
promotion
push_as noor production
refused production evidence-by
says evidence-by "$READY/plan.ini was added by Dirk Visser, who wrote $(title acceptance)"

it "refuse: the parallel run was written by neither tester nor operator"
high_impact
in_record parallel-run.ini 's/^compared = .*/compared = 1001/' 's/^identical = .*/identical = 1000/'
planned els
push_as noor production
refused production parallel-run evidence-by
says evidence-by "$READY/parallel-run.ini was added by Els de Vries, who is neither tester nor operator"
mends evidence-by "a tester or an operator changes the record, commits and pushes it, and the merge links that"

it "refuse: brought in by nobody of the policy"
later
brought mallory
push_as noor production
refused production evidence-by
says evidence-by "$READY/acceptance.ini was added by $(title promotions), whose committer 'mallory@example.org' is not listed in the policy"
mends evidence-by "somebody known adds it: changes the file, commits and pushes it, and the merge links that"

it "undecided: part of the evidence's history is missing"
history_lost
push_as noor production
undecided production evidence-by criteria-first criteria-independent
says evidence-by "who added $READY/acceptance.ini cannot be found out: the evidence ref cannot be read: object not found - no match for id ($(oid promotions~))"
mends evidence-by "the administrator of the server runs git fsck in the repository"

finish
