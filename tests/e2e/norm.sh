# shellcheck shell=bash
# The whole norm: plan, impact, parallel run and exceptions. The worlds of other tests ask only acceptance.

IMPACT=			# what a promotion states; nothing is stated when it is empty

# plan ID CANDIDATE: a plan for now, by noor.
plan() {
	local from until

	read_clock
	printf -v from '%(%Y-%m-%dT%H:%M:%SZ)T' $((NOW - 3600))
	printf -v until '%(%Y-%m-%dT%H:%M:%SZ)T' $((NOW + 3 * 3600))
	read_oid "$2"
	mkdir -p "$DOSSIERS/$1"
	cat >"$DOSSIERS/$1/plan.ini" <<-INI
		[plan]
		promotion = $1
		environment = production
		candidate = $VALUE
		window-start = $from
		window-end = $until
		performer = noor
		rollback = git revert, and the backup of last night
		communication = Mail to all schools the day before

		[step "1"]
		action = Stop the queue
		owner = noor

		[step "2"]
		action = Push the merge
		owner = jan
	INI
}

# parallel_run ID CANDIDATE: eight days side by side, one difference that els accepted.
parallel_run() {
	cat >"$DOSSIERS/$1/parallel-run.ini" <<-INI
		[parallel-run]
		promotion = $1
		old = $(tip production)
		new = $(oid "$2")
		started = $(moment "9 days ago")
		finished = $(moment "1 day ago")
		compared = 1000
		identical = 999

		[difference "D-1"]
		description = One mark is rounded up
		accepted-by = els
		reason = The old one was wrong
	INI
}

# records FILE SED-EXPRESSION...: changes a record of the ready release.
in_record() {
	local file=$DOSSIERS/$READY/$1 args=()

	shift
	for each; do
		args+=(-e "$each")
	done
	sed -i "${args[@]}" "$file"
}

# planned: plan (and parallel run) as they are now stand in the evidence, brought in by noor, and the merge links them.
planned() {
	evidence_commit noor "Plan of $READY" "*plan.ini"
	evidence_commit "${1:-tess}" "Parallel run of $READY" "*parallel-run.ini"
	given promotions
	promotion
}

# ready_again: what development holds is tested by tess and planned as the ready release.
ready_again() {
	on_acceptance
	dossier "$READY" acceptance
	evidence tess
	plan "$READY" acceptance
	planned
}

# whole_norm: production asks everything; the ready release has it all.
whole_norm() {
	policy 's/^require = .*/require = plan acceptance impact parallel-run complete/'
	policy_add '[impact "low"]' '[impact "high"]' 'path = db/**' 'parallel-run-days = 7' \
		'[emergency]' 'signoff = system-owner' 'review-within-days = 5'
	IMPACT=low
	plan "$READY" acceptance
	planned
}

# high_impact: the ready release touches the database, and ran side by side.
high_impact() {
	change dirk db/schema.sql
	on_acceptance
	dossier "$READY" acceptance
	evidence tess
	plan "$READY" acceptance
	IMPACT=high
	parallel_run "$READY" acceptance
	planned
}

# next_change PERSON ID: another change, tested and planned, is ready as that promotion.
next_change() {
	change "$1" src/next.c "Change for $2"
	on_acceptance
	dossier "$2" acceptance
	evidence tess
	plan "$2" acceptance
	evidence_commit noor "Plan of $2" "*plan.ini"
	given promotions
}

# now_promotion [WORD VALUE]...: a promotion that is made now, by the clock.
now_promotion() {
	local kept=$clock

	read_clock
	clock=$NOW
	promotion "$@"
	clock=$kept
}

# went_over_as_is: the merge that stands in the clone has gone over.
went_over_as_is() {
	given production
}
