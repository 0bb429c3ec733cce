#!/bin/bash
# Whoever pushes is the performer that the plan names.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
world_keep

# performer ID: the plan names that one.
performer() {
	in_record plan.ini "s/^performer = .*/performer = $1/"
	planned
}

it "accept: noor, who is"
push_as noor production
accepted "$(promoted)"

it "accept: jan, in a plan that noor wrote"
performer jan
push_as jan production
accepted "$(promoted)"

it "accept: a machine that may push"
policy '/^ref = refs.heads.production/a push = robot'
performer ci
push_as ci production
accepted "$(promoted)"

it "refuse: jan, who may push too"
push_as jan production
refused production plan-performer
says plan-performer "Jan Bakker pushes, and the performer of $READY/plan.ini is Noor Kaya"
mends plan-performer "Noor Kaya fetches the promotion from you, reviews it and pushes it"

it "refuse: noor, who made the merge for jan"
performer jan
push_as noor production
refused production plan-performer
says plan-performer "Noor Kaya pushes, and the performer of $READY/plan.ini is Jan Bakker"

it "refuse: a performer whom nobody knows"
performer "the vendor"
push_as noor production
refused production plan-performer
says plan-performer "Noor Kaya pushes, and the performer of $READY/plan.ini is the vendor"
mends plan-performer "name the performer by the id in the policy, push the plan, and link it again"

it "refuse: a performer by his name"
performer "Noor Kaya"
push_as noor production
refused production plan-performer

it "refuse: being the performer gives no right to push"
performer dirk
push_as dirk production
refused production push-access author-not-promoter

it "undecided: nobody can say who pushes"
unlisted push_as noor production
undecided production pusher-known push-access plan-performer author-not-promoter
says plan-performer "the pusher's key cannot be looked up: $CENTRAL/sluis/allowed_signers does not exist"

finish
