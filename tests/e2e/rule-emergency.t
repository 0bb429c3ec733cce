#!/bin/bash
# An emergency names its incident and its reason, and is reviewed afterwards.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
world_keep

it "accept: one sign-off of the system owner"
now_promotion drop Accepted-by drop Released-by add "Emergency: INC-7 Nobody can log in"
push_as noor production
accepted "$(promoted)"

it "refuse: without its sign-off"
now_promotion drop Approved-by add "Emergency: INC-7 Nobody can log in"
push_as noor production
refused production signoff-present

it "refuse: without a reason"
now_promotion add "Emergency: INC-7"
push_as noor production
refused production emergency
says emergency "names no incident with a reason: 'INC-7'"
mends emergency "write the trailer as Emergency: INCIDENT REASON; on the merge: git commit --amend"

it "refuse: the policy has no emergencies"
policy '/^\[emergency\]/,/^review/d'
now_promotion add "Emergency: INC-7 Nobody can log in"
push_as noor production
refused production emergency
says emergency "the policy has no emergencies"

it "refuse: dated last week"
promotion add "Emergency: INC-7 Nobody can log in"
push_as noor production
refused production emergency
says emergency "its review is counted from that date"

it "refuse: dated next week"
clock=$(date -d "next week" +%s)
promotion add "Emergency: INC-7 Nobody can log in"
clock=1700001000
push_as noor production
refused production emergency

it "refuse: without its promotion"
now_promotion drop Promotion add "Emergency: INC-7 Nobody can log in"
push_as noor production
refused production emergency acceptance-linked

it "refuse: an emergency that reviews another"
now_promotion add "Emergency: INC-7 Nobody can log in" add "Reviews-Emergency: 2026.10"
push_as noor production
refused production emergency
says emergency "is an emergency itself and reviews one"

it "undecided: what production had is missing"
change dirk src/one.c
branch test development
branch acceptance development
given development test acceptance
went_over
lose "$(oid production~)"
release 2026.12 acceptance
plan 2026.12 acceptance
evidence_commit noor "Plan" "*plan.ini"
given promotions
now_promotion id 2026.12 add "Emergency: INC-7 Nobody can log in"
push_as noor production
undecided production nothing-lost emergency evidence-by tester-not-author author-known author-not-approver author-not-promoter

finish
