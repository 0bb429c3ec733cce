#!/bin/bash
# git sluis start: the dossier is begun with what git knows, and nothing that is there is written over.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
policy '/^ref = refs.heads.promotions/a push = operator'
high_impact
people_commands
world_keep
NEXT=2026.12

# in_evidence FILE: as the central repository has it.
in_evidence() {
	git -C "$CENTRAL" show "promotions:$1" 2>/dev/null || echo none
}

# plan_options: what git cannot know.
plan_options() {
	printf '%s\n' --window-start 2026-11-25T18:00:00+01:00 --window-end 2026-11-25T20:00:00+01:00 \
		--rollback "the backup of 17:00" --communication "Mail to all schools"
}

it "accept: an operator, and all that git knows is filled in"
mapfile -t options < <(plan_options)
sluis noor start "$NEXT" --criterion "A pupil sees only his own marks" --criterion "It prints" "${options[@]}"
did "start"
is "what noor reads" "$(grep -v '^remote: decision' <<<"$OUT")" "$NEXT/criteria.ini is in refs/heads/promotions
$NEXT/plan.ini is in refs/heads/promotions"
is "the criteria" "$(in_evidence "$NEXT/criteria.ini")" "; What has to be true before $NEXT goes over. Push it before the test begins.
[criteria]
promotion = $NEXT

[criterion \"AC-1\"]
description = A pupil sees only his own marks

[criterion \"AC-2\"]
description = It prints"
is "the plan" "$(in_evidence "$NEXT/plan.ini")" "; The plan of $NEXT, as git knew it when it was begun. Times have a zone: 2026-11-25T18:00:00+01:00
; impact: high, since db/schema.sql matches db/**
; touches: db/schema.sql
; touches: src/pay.c
; made by: Dirk Visser
; signed off by: Kim Jansen (users)
; signed off by: Els de Vries (system-owner)
; signed off by: Noor Kaya or Jan Bakker (operations)
[plan]
promotion = $NEXT
environment = production
candidate = $(oid acceptance)
window-start = 2026-11-25T18:00:00+01:00
window-end = 2026-11-25T20:00:00+01:00
performer = noor
rollback = the backup of 17:00
communication = Mail to all schools

[step \"1\"]
action = git sluis promote $NEXT
owner = noor"
is "who brought it in" "$(git -C "$CENTRAL" log -1 --format='%cn %ce: %s' promotions)" "Noor Kaya noor@example.org: Start $NEXT"
is "what else is in the evidence" "$(git -C "$CENTRAL" diff --name-only promotions~1 promotions)" "$NEXT/criteria.ini
$NEXT/plan.ini"

it "accept: what nobody knows stays empty, and that is no plan"
sluis jan start "$NEXT"
did "start"
has "what jan reads" "$OUT" "What is empty in it is filled in by hand"
has "the plan" "$(in_evidence "$NEXT/plan.ini")" $'window-start =\nwindow-end =\nperformer = jan\nrollback =\n'
sluis jan status "$NEXT"
failed 1 "plan $NEXT/plan.ini: incomplete" "criteria incomplete"

it "accept: a tester begins the criteria, and the plan is left to who carries it out"
sluis tess start "$NEXT" --criterion "It prints"
did "start"
has "what tess reads" "$OUT" "The plan is begun by somebody who may push to production: git sluis start $NEXT"
is "the dossier" "$(git -C "$CENTRAL" ls-tree --name-only promotions "$NEXT/")" "$NEXT/criteria.ini"
mapfile -t options < <(plan_options)
sluis noor start "$NEXT" --criterion "Something else" "${options[@]}"
did "start"
is "the dossier" "$(git -C "$CENTRAL" ls-tree --name-only promotions "$NEXT/")" "$NEXT/criteria.ini
$NEXT/plan.ini"
has "the criteria that stood there" "$(in_evidence "$NEXT/criteria.ini")" "description = It prints"

it "accept: nothing is written over"
before=$(git -C "$CENTRAL" rev-parse promotions)
sluis noor start "$READY" --criterion "Something else" --performer jan
did "start"
is "what noor reads" "$OUT" "$READY: everything that is begun this way is there already"
is "the evidence" "$(git -C "$CENTRAL" rev-parse promotions)" "$before"

it "accept: the first dossier of a repository"
git -C "$CENTRAL" update-ref -d refs/heads/promotions
sluis noor start "$NEXT" --criterion "It prints"
did "start"
is "the evidence" "$(git -C "$CENTRAL" ls-tree -r --name-only promotions)" "$NEXT/criteria.ini
$NEXT/plan.ini"
is "its history" "$(git -C "$CENTRAL" rev-list --count promotions)" 1

it "refuse: somebody who may not push evidence"
before=$(git -C "$CENTRAL" rev-parse promotions)
sluis kim start "$NEXT" --criterion "It prints"
failed 1 "push-access  CH.06-9" "Nothing was sent."
sluis mallory start "$NEXT"
failed 2 "'mallory@example.org' is not an address in the policy"
is "the evidence" "$(git -C "$CENTRAL" rev-parse promotions)" "$before"

it "refuse: values that would be read as something else"
for each in "a ; b" "; a" $'a\nb' $'a\e[31m' "" " a" "$(printf '%0200d' 7)"; do
	sluis noor start "$NEXT" --rollback "$each"
	is "the exit code for $(printf %q "$each")" "$RC" 129
done
for each in .. "a b" $'a\e[31m' a/b -x ""; do
	sluis noor start -- "$each"
	failed 1 "is no id of a promotion"
	hasnt "what noor reads" "$OUT" $'\e'
done
sluis noor start "$NEXT" --performer nobody
failed 2 "the policy has no person 'nobody'"

it "hostile: a file name of the change is shown harmless in the plan"
change dirk $'src/a\e[2J\n[plan] b.c'
on_acceptance
mapfile -t options < <(plan_options)
sluis noor start "$NEXT" --criterion "It prints" "${options[@]}"
did "start"
has "the plan" "$(in_evidence "$NEXT/plan.ini")" '; touches: src/a\x1b[2J\x0a[plan] b.c'
is "how often a plan begins" "$(in_evidence "$NEXT/plan.ini" | grep -c '^\[plan\]')" 1
sluis noor status "$NEXT"
has "what noor reads" "$OUT" "plan          $NEXT/plan.ini: 2026-11-25T17:00:00Z to 2026-11-25T19:00:00Z, by Noor Kaya"

it "refuse: a policy without evidence"
policy '/^\[evidence\]/,/^push = tester/d' 's/^require = .*/require = complete/'
sluis noor start "$NEXT"
failed 2 "the policy names no evidence ref" "fix: git sluis promote $NEXT"

finish
