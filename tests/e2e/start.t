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
OPENS=$(TZ=Europe/Amsterdam date -d tomorrow +%FT18:00:00%:z)
CLOSES=$(TZ=Europe/Amsterdam date -d tomorrow +%FT20:00:00%:z)

# in_evidence FILE: as the central repository has it.
in_evidence() {
	git -C "$CENTRAL" show "promotions:$1" 2>/dev/null || echo none
}

# plan_options: what git cannot know.
plan_options() {
	printf '%s\n' --window-start "$OPENS" --window-end "$CLOSES" \
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
window-start = $OPENS
window-end = $CLOSES
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
has "what jan reads" "$OUT" "What is still empty is filled in with:
  git sluis start $NEXT --criterion TEXT --window-start TIME --window-end TIME --rollback TEXT --communication TEXT"
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
sluis noor start "$READY" --criterion "Something else"
did "start"
is "what noor reads" "$OUT" "$READY: everything that is begun this way is there already"
is "the evidence" "$(git -C "$CENTRAL" rev-parse promotions)" "$before"

it "accept: again, with what is to be another in the plan: the rest of it stays, and so do the criteria"
before=$(in_evidence "$READY/plan.ini" | sed -n '/^\[plan\]/,$p')
sluis jan start "$READY" --performer jan --communication "A letter to all schools"
did "start"
is "what jan reads" "$(grep -v '^remote: ' <<<"$OUT")" "$READY/plan.ini is in refs/heads/promotions"
is "the plan" "$(in_evidence "$READY/plan.ini" | sed -n '/^\[plan\]/,$p')" \
	"$(sed -e 's/^performer = .*/performer = jan/' -e 's/^communication = .*/communication = A letter to all schools/' <<<"$before")"

it "accept: what is empty is filled in by the command that it names"
sluis jan start "$NEXT"
did "start"
mapfile -t options < <(plan_options)
sluis jan start "$NEXT" --criterion "It prints" "${options[@]}"
did "start"
hasnt "what jan reads" "$OUT" "still empty"
sluis jan status "$NEXT"
has "what jan reads" "$OUT" "criteria      $NEXT/criteria.ini: 1, of which required 1"
has "what jan reads" "$OUT" "plan          $NEXT/plan.ini: $(moment "$OPENS") to $(moment "$CLOSES"), by Jan Bakker"

# untouched: nothing was written.
untouched() {
	is "the evidence" "$(git -C "$CENTRAL" rev-parse promotions)" "$before"
}

# pasted PERSON: that person pastes the last command that was named.
pasted() {
	local words

	words=$(grep -o 'git sluis .*' <<<"$OUT" | tail -n 1)
	eval "sluis $1 ${words#git sluis }"
}

it "refuse: a window that is over, that ends before it begins, that no clock reads; each with one to paste"
before=$(git -C "$CENTRAL" rev-parse promotions)
sluis noor start "$NEXT" --criterion "It prints" --window-start 2020-01-01T18:00:00+01:00 --window-end 2020-01-01T20:00:00+01:00
failed 1 "the window ended at 2020-01-01T19:00:00Z, and it is $(date -u +%F)" "fix: give one that is still to come, such as"
untouched
sluis noor start "$NEXT" --window-start "$CLOSES" --window-end "$OPENS"
failed 1 "the window ends at $(moment "$OPENS"), before it begins at $(moment "$CLOSES")"
untouched
sluis noor start "$NEXT" --window-start tomorrow
failed 1 "--window-start 'tomorrow' is no time with a zone, such as 2026-11-24T14:00:00+01:00"
untouched
policy 's|^ref = refs/heads/production|&\nwindow-max-hours = 1|'
mapfile -t options < <(plan_options)
sluis noor start "$NEXT" "${options[@]}"
failed 1 "is longer than the 1 hours that production allows"
policy '/^window-max-hours/d'
pasted noor
did "what was named"

it "refuse: what production shows already, and what is not on acceptance; the fix takes what is there"
before=$(git -C "$CENTRAL" rev-parse promotions)
sluis noor start "$NEXT" --candidate "$(tip production)"
failed 1 "production shows $(tip production | cut -c 1-7) already: there is nothing to promote" "fix: take what is on acceptance now:"
untouched
change dirk src/later.c
given development
sluis noor start "$NEXT" --candidate development
failed 1 "$(short development)" "fix: take what is on acceptance now:" "git sluis start $NEXT --candidate $(short acceptance)"
untouched
pasted noor
did "what was named"
has "the plan" "$(in_evidence "$NEXT/plan.ini")" "candidate = $(oid acceptance)"

it "refuse: who made the change, before anything is written, with who can"
policy 's/^conflict = .*//' 's/^member = noor/&\nmember = dirk/'
before=$(git -C "$CENTRAL" rev-parse promotions)
sluis dirk start "$NEXT" --criterion "It prints"
failed 1 "Dirk Visser wrote " ", and criteria by somebody who made the change do not count" \
	"fix: Noor Kaya, Jan Bakker or Tess Bos can:" "git sluis start $NEXT"
untouched
sluis tess start "$NEXT" --criterion "It prints"
did "start"
before=$(git -C "$CENTRAL" rev-parse promotions)
sluis dirk start "$NEXT"
failed 1 ", and a plan by somebody who made the change does not count" "Noor Kaya or Jan Bakker can:" "git sluis start $NEXT"
untouched
sluis noor start "$NEXT" --performer dirk
failed 1 "and who made the change does not promote it" "git sluis start $NEXT --performer noor"
sluis noor start "$NEXT" --performer kim
failed 1 "Kim Jansen may not push to production, and who performs the plan pushes the merge"
untouched
pasted noor
did "what was named"

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
failed 1 "Kim Jansen may not push to refs/heads/promotions" "fix: Noor Kaya, Jan Bakker or Tess Bos can:" "git sluis start $NEXT"
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
has "what noor reads" "$OUT" "plan          $NEXT/plan.ini: $(moment "$OPENS") to $(moment "$CLOSES"), by Noor Kaya"

it "refuse: a policy without evidence"
policy '/^\[evidence\]/,/^push = tester/d' 's/^require = .*/require = complete/'
sluis noor start "$NEXT"
failed 2 "the policy names no evidence ref" "fix: git sluis promote $NEXT"

finish
