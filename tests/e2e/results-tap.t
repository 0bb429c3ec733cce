#!/bin/bash
# TAP in place of an acceptance record.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=tests/e2e/results.sh
. "${0%/*}/results.sh"
world_make
no_record
TAP=$READY/acceptance.tap
HEAD='# commit @COMMIT@
# started 2026-01-20T10:00:00+01:00
# finished 2026-01-20T11:00:00+01:00'

# tap LINE...: the file holds these below what it says of itself, and is linked.
tap() {
	printf '%s\n' "$HEAD" "$@" | results acceptance.tap
	linked "$TAP"
}

# ran COMMAND...: the file is what this writes.
ran() {
	{
		echo "$HEAD"
		"$@" || :
	} | results acceptance.tap
	linked "$TAP"
}

tap "1..1" "ok 1 - AC-1 own marks"
world_keep

it "accept: the test of the required criterion passed"
push_as noor production
accepted "$(promoted)"
has "the entry" "$(git -C "$CENTRAL" log -1 --format=%B refs/sluis/audit)" "Evidence: acceptance $(digest "$TAP")"

it "accept: subtests, a skipped one and one for later"
tap "TAP version 14" "# Subtest: marks" "    1..2" "    ok 1 - [AC-1] own" "    ok 2 - print # SKIP no printer" "ok 1 - marks" \
	"not ok 2 - color # todo" "  ---" "  not ok: yaml" "  ..." "1..2"
push_as noor production
accepted "$(promoted)"

it "accept: a result of bats"
cat >"$T/marks.bats" <<'BATS'
@test "AC-1 own marks" { true; }
@test "AC-2 prints" { skip "no printer"; }
BATS
ran bats --tap "$T/marks.bats"
push_as noor production
accepted "$(promoted)"

it "accept: a result that prove has kept"
mkdir "$T/t"
cat >"$T/t/marks.t" <<'PERL'
use Test::More;
ok 1, '[AC-1] own marks';
subtest 'prints' => sub { plan tests => 1; ok 1, 'x' };
done_testing;
PERL
(cd "$T" && PERL_TEST_HARNESS_DUMP_TAP=$T/kept-tap prove -Q t >"$T/null")
ran cat "$T/kept-tap/t/marks.t"
push_as noor production
accepted "$(promoted)"

it "accept: a result of node's test runner"
ran cat "$E2E/../unit/results/node.tap"
push_as noor production
accepted "$(promoted)"

it "refuse: a test of bats failed"
printf '@test "AC-1 own marks" { true; }\n@test "other" { false; }\n' >"$T/marks.bats"
ran bats --tap "$T/marks.bats"
push_as noor production
refused production acceptance-passed
says acceptance-passed "$TAP: 1 of 2 tests failed: 'other'"

it "refuse: what prove shows is not what the test said"
printf 'use Test::More tests => 1;\nok 1, "AC-1";\n' >"$T/shown.t"
ran prove -v "$T/shown.t"
push_as noor production
refused production acceptance-passed
says acceptance-passed "$TAP is doubtful: the plan says 1, and 2 tests stand there"

it "refuse: the plan promised more"
tap "1..3" "ok 1 - AC-1"
push_as noor production
refused production acceptance-passed
says acceptance-passed "$TAP is doubtful: the plan says 3, and 1 tests stand there"
mends acceptance-passed "let the whole test run, and link what its runner writes then"

it "refuse: no plan"
tap "ok 1 - AC-1"
push_as noor production
refused production acceptance-passed
says acceptance-passed "$TAP is doubtful: there is no plan, so nobody can say whether all tests ran"

it "refuse: it bailed out"
tap "1..1" "ok 1 - AC-1" "Bail out! the database is gone"
push_as noor production
refused production acceptance-passed
says acceptance-passed "$TAP is doubtful: line 6: it bailed out: the database is gone"

it "refuse: a subtest failed below a test that passed"
tap "1..1" "    1..1" "    not ok 1 - deep" "ok 1 - AC-1"
push_as noor production
refused production acceptance-passed
says acceptance-passed "line 7: it passed, and one of its subtests failed"
says acceptance-passed "$TAP: 1 of 2 tests failed: 'deep'"

it "refuse: the criterion is for later"
tap "1..2" "not ok 1 - AC-1 # todo" "ok 2 - other"
push_as noor production
refused production acceptance-passed
says acceptance-passed "$TAP: every test that names the required criterion 'AC-1' was skipped"

it "refuse: everything was skipped"
tap "1..0 # SKIP no database"
push_as noor production
refused production acceptance-passed
says acceptance-passed "$TAP is doubtful: it holds no test"
says acceptance-passed "$TAP: no test names the required criterion 'AC-1'"

it "refuse: it does not say what was tested, nor when"
printf '%s\n' "# commit $(short acceptance)" "1..1" "ok 1 - AC-1" | results acceptance.tap
linked "$TAP"
push_as noor production
refused production acceptance-bound criteria-first
says acceptance-bound "$TAP does not say which commit was tested"
says criteria-first "$TAP does not say when the test began"

it "refuse: no TAP"
echo "12 passed" | results acceptance.tap
linked "$TAP"
push_as noor production
refused production acceptance-bound
says acceptance-bound "$TAP is not well formed: no line of it is TAP"

finish
