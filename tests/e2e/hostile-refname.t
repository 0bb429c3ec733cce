#!/bin/bash
# Ref names that git's own client would never send.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

zero=0000000000000000000000000000000000000000
base=$(tip production)
candidate=$(tip acceptance)

it "accept: the same client with an honest name"
sent "$zero $candidate refs/heads/topic"
is "what the gate said" "${#ANSWER_REMOTE[@]}" 0
is "the new ref" "$(tip topic)" "$candidate"

it "undecided: a name with a line feed, which makes a line that is none"
sent "$zero $candidate refs/heads/a"$'\n'"refs/heads/b"
is "the head" "${ANSWER_HEAD[0]:-}" "could not decide: 'refs/heads/b' is not \"old new ref\""
is "the refs" "$AFTER" "$BEFORE"
has "the report" "$(cat "$T/report")" "pre-receive hook declined"

it "refuse: a name with a line feed that forges a move of production"
sent "$zero $candidate refs/heads/x"$'\n'"$base $candidate refs/heads/production"
has "the head" "${ANSWER_HEAD[0]:-}" "production stays at ${base:0:7}: 1 rule is not met"
is "the refs" "$AFTER" "$BEFORE"

it "refuse: an honest branch does not move along with it"
sent "$zero $candidate refs/heads/x"$'\n'"$base $candidate refs/heads/production" "$zero $candidate refs/heads/topic"
is "the refs" "$AFTER" "$BEFORE"

it "refuse: a forged move of acceptance does not carry a promotion"
change dirk src/pay.c "Pay later"
release 2026.12 development
promotion id 2026.12 candidate development
git -C "$CENTRAL" fetch -q "$CLONE" production
sent "$base $(oid production) refs/heads/production" \
	"$zero $candidate refs/heads/x"$'\n'"$candidate $(oid development) refs/heads/acceptance"
has "the heads" "${ANSWER_HEAD[*]}" "acceptance stays at ${candidate:0:7}: "
is "the refs" "$AFTER" "$BEFORE"

it "undecided: control characters in a name"
sent "$zero $candidate refs/heads/"$'\e[31mred\a\r'
is "the head" "${ANSWER_HEAD[0]:-}" "could not decide: 'refs/heads/\\x1b[31mred\\x07\\x0d' is not the name of a ref"
is "the refs" "$AFTER" "$BEFORE"

it "undecided: a name outside refs/"
sent "$zero $candidate HEAD"
is "the refs" "$AFTER" "$BEFORE"
has "the head" "${ANSWER_HEAD[0]:-}" "'HEAD' is not the name of a ref"

it "undecided: a name that climbs"
sent "$zero $candidate refs/heads/../sluis/policy"
is "the refs" "$AFTER" "$BEFORE"
has "the head" "${ANSWER_HEAD[0]:-}" "'refs/heads/../sluis/policy' is not the name of a ref"

it "undecided: what is not there is deleted, also by git; pushed again without it, the rest goes in"
sent "$zero $zero refs/heads/production"
is "the refs" "$AFTER" "$BEFORE"
has "the head" "${ANSWER_HEAD[0]:-}" "could not decide: refs/heads/production is to be deleted, and does not exist"
push_as dirk :refs/heads/gone development:refs/heads/work
undecided_all "refs/heads/gone is to be deleted, and does not exist" "fix: push again without it"
push_as dirk development:refs/heads/work
accepted

it "undecided: a move from a value to itself"
sent "$candidate $candidate refs/heads/production"
has "the head" "${ANSWER_HEAD[0]:-}" "could not decide about production, which stays at ${candidate:0:7}"
is "the refs" "$AFTER" "$BEFORE"

it "refuse: an old value that is not the ref's"
sent "$(oid acceptance~) $(oid promotions) refs/heads/production"
has "the head" "${ANSWER_HEAD[0]:-}" "production stays at "
is "the refs" "$AFTER" "$BEFORE"

it "refuse: production is created where it is already"
sent "$zero $candidate refs/heads/production"
is "the refs" "$AFTER" "$BEFORE"
has "the report" "$(cat "$T/report")" "ng refs/heads/production"

it "refuse: an old value that leaps over a step without sign-off"
promotion drop Accepted-by
change dirk src/pay.c
on_acceptance
release 2026.12 acceptance
promotion base production id 2026.12
git -C "$CENTRAL" fetch -q "$CLONE" production
sent "$(oid production~) $(oid production) refs/heads/production"
is "the refs" "$AFTER" "$BEFORE"
has "the report" "$(cat "$T/report")" "ng refs/heads/production"

it "refuse: the same ref twice"
sent "$base $candidate refs/heads/production" "$base $candidate refs/heads/production"
is "the refs" "$AFTER" "$BEFORE"
has "the heads" "${ANSWER_HEAD[*]}" "production stays at"

it "accept: a branch with a long name"
name=refs/heads/$(printf 'n%.0s' {1..200})/$(printf 'm%.0s' {1..200})
sent "$zero $candidate $name"
is "the new ref" "$(git -C "$CENTRAL" rev-parse "$name")" "$candidate"

it "refuse: a governed ref with a name that is not ASCII"
name=refs/signoffs/caf$'\xc3\xa9'/$(printf 'n%.0s' {1..200})
git -C "$CENTRAL" update-ref "$name" "$candidate"
sent "$candidate $zero $name"
has "the head" "${ANSWER_HEAD[0]:-}" "refs/signoffs/café/nnn"
is "the refs" "$AFTER" "$BEFORE"

finish
