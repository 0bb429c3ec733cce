#!/bin/bash
# The clock of the server is set back, or was ahead: entries stay in order, and what hangs on the time is not guessed.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=tests/e2e/fault.sh
. "${0%/*}/fault.sh"
fault_world
branch test development
branch acceptance development
it_is_given tess test
it_is_given tess acceptance
change dirk src/pay.c
branch test development
world_keep
CLOCK="the server's clock is earlier than the newest entry of its own audit, so nobody can say"

# The hooks see this time, as faketime(1) has it; people see their own.
hooks_at() {
	local each

	for each in pre-receive reference-transaction.prepared reference-transaction.committed post-receive; do
		at "$each" "exec env LD_PRELOAD=$FAKETIME FAKETIME='$1' ASAN_OPTIONS=\$ASAN_OPTIONS:verify_asan_link_order=0 \"\$gate\" \"\$@\""
	done
}

can_fake_time() {
	local each

	for each in /usr/lib/*/faketime/libfaketime.so.1; do
		FAKETIME=$each
	done
	[ ! -e "$FAKETIME" ] || return 0
	skip "libfaketime is not installed"
	is "the skipped" 1 1
	return 1
}

times() {
	git -C "$CENTRAL" log --format=%ct refs/sluis/audit
}

in_order() {
	is "the times of the entries, newest first" "$(times)" "$(times | sort -rn)"
}

it "set back by a minute: nobody notices, and the entries stay in order"
if can_fake_time; then
	hooks_at -60s
	push_as dirk development
	accepted
	push_as tess test
	accepted
	in_order
	is "the time of the newest entry" "$(git -C "$CENTRAL" log -1 --format=%ct refs/sluis/audit)" \
		"$(git -C "$CENTRAL" log -1 --format=%ct refs/sluis/audit~4)"
	mended
	whole
fi

it "set back by two hours: work goes in, in order; a step of an environment is not decided"
if can_fake_time; then
	hooks_at -2h
	push_as dirk development
	accepted
	in_order
	push_as tess test
	undecided test roles-assigned
	says roles-assigned "$CLOCK who holds which role today"
	mends roles-assigned "the administrator sets the clock of the server;"
	in_order
	mended
	whole
	push_as tess test
	accepted
	whole
fi

it "set back by two hours: criteria that come in now were not there before a test that is said to be of this morning"
if can_fake_time; then
	hooks_at -2h
	dossier 2026.12 acceptance
	sed -i -e "s/^started = .*/started = $(moment "90 minutes ago")/" -e "s/^finished = .*/finished = $(moment "80 minutes ago")/" \
		"$DOSSIERS/2026.12/acceptance.ini"
	evidence tess
	push_as tess promotions
	accepted
	mended
	promotion id 2026.12
	push_as noor production
	refused production acceptance-bound criteria-first
fi

it "it was ahead, and is right now: the owner says so, on record"
if can_fake_time; then
	hooks_at +30d
	push_as dirk development
	accepted
	mended
	push_as tess test
	undecided test roles-assigned
	mends roles-assigned "the administrator sets the clock of the server; when it is right, and that entry is from a time when it was not, the owner of the repository runs there: git sluis unlock --reason 'the clock was wrong' --minutes 1"
	is "the command, on a line of its own" "$(printf '%s\n' "${ANSWER_REMOTE[@]}" | grep -c "^       git sluis unlock --reason 'the clock was wrong' --minutes 1\$")" 1
	(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" unlock --reason "the clock was wrong" --minutes 1) >"$T/null"
	push_as tess test
	accepted
	whole
fi

it "what came in while it was ahead came in no later than the owner said that it is right"
if can_fake_time; then
	hooks_at +30d
	comes_to_acceptance 2026.12
	mended
	(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" unlock --reason "the clock was wrong" --minutes 1) >"$T/null"
	sed -i -e "s/^started = .*/started = $(moment "90 minutes ago")/" -e "s/^finished = .*/finished = $(moment "80 minutes ago")/" \
		"$DOSSIERS/2026.12/acceptance.ini"
	evidence tess
	push_as tess promotions
	accepted
	promotion id 2026.12
	push_as noor production
	refused production acceptance-bound criteria-first
	tested_now 2026.12
	evidence tess
	push_as tess promotions
	accepted
	promotion id 2026.12
	push_as noor production
	accepted "$(promoted 2026.12)"
	whole
fi

it "set back by an hour between the verdict and the move: what holds until a time is not decided"
if can_fake_time; then
	policy_add '[freeze "exams"]' "from = $(date -u -d '10 minutes' +%Y-%m-%dT%H:%M:%SZ)" "to = 2099-12-31"
	push_as dirk development
	accepted
	at reference-transaction.prepared "exec env LD_PRELOAD=$FAKETIME FAKETIME=-1h ASAN_OPTIONS=\$ASAN_OPTIONS:verify_asan_link_order=0 \"\$gate\" \"\$@\""
	push_as tess test
	ANSWERED=yes ANSWER_HEAD=()
	is "what moved" "$AFTER" "$BEFORE"
	has "the answer" "$(tr -s '\n ' ' ' <"$T/answer")" "could not decide: the server's clock is earlier than the verdict on refs/heads/test, so nobody can say whether that still holds fix: the administrator sets the clock of the server; then push again"
	mended
	push_as tess test
	accepted
	whole
fi

it "a verdict that never went in is told so after ten minutes, and not before"
if can_fake_time; then
	at reference-transaction.prepared 'exit 1'
	push_as dirk development
	ANSWERED=yes
	is "that the push failed" "$((STATUS != 0))" 1
	mended
	(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit reconcile) >"$T/said"
	is "at once" "$(cat "$T/said")" "0 outcomes added"
	(cd "$CENTRAL" && env "LD_PRELOAD=$FAKETIME" FAKETIME=+11m "ASAN_OPTIONS=$ASAN_OPTIONS:verify_asan_link_order=0" \
		"$SLUIS_BUILD/git-sluis" audit reconcile) >"$T/said"
	is "after eleven minutes" "$(cat "$T/said")" "1 outcome added"
	has "the newest entry" "$(git -C "$CENTRAL" log -1 --format=%b refs/sluis/audit)" "Outcome: not-moved"
	whole
	push_as dirk development
	accepted
	whole
fi

# behind N: so many entries of refusals, and a push that writes the index.
behind() {
	local i

	for ((i = 0; i < $1; i++)); do
		(cd "$CENTRAL" && GIT_DIR=. GIT_PUSH_OPTION_COUNT=0 SLUIS_TEST_PUSHER=dirk hooks/gate/pre-receive >"$T/null" 2>&1 \
			<<<"$(git rev-parse production development) refs/heads/production") || :
	done
	change dirk src/pay.c
	push_as dirk development
	accepted
}

# The newest entry stands in the head of the index: as that, and where no verdict waits, as what all is settled up to.
in_head() {
	head -c 200 "$CENTRAL/sluis-index" | od -An -v -tx1 | tr -d ' \n' | grep -o "$(git -C "$CENTRAL" rev-parse refs/sluis/audit)" | wc -l
}

it "a verdict that waits is found again, however many entries came behind it and into the index"
if can_fake_time; then
	at reference-transaction.prepared 'exit 1'
	push_as dirk development
	ANSWERED=yes
	waits=$(git -C "$CENTRAL" rev-parse refs/sluis/audit)
	mended
	behind 40
	is "that the index is written, and says that something waits" "$(in_head)" 1
	hooks_at +11m
	behind 0
	has "the newest outcome" "$(git -C "$CENTRAL" log -1 --grep 'Source: reconciled' --format=%B refs/sluis/audit)" "Verdict: $waits"
	has "the newest outcome" "$(git -C "$CENTRAL" log -1 --grep 'Source: reconciled' --format=%B refs/sluis/audit)" "Outcome: not-moved"
	behind 40
	is "that the index says that nothing waits" "$(in_head)" 2
	whole
fi

finish
