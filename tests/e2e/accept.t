#!/bin/bash
# git sluis accept: what a tester runs after the test.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
git -C "$CLONE" remote add origin "$CENTRAL"
rm "$DOSSIERS/$READY/acceptance.ini" "$DOSSIERS/$READY/ac-1.log"
evidence tess
given promotions
world_keep

# by PERSON COMMAND...: in the clone.
by() {
	RC=0
	OUT=$(cd "$CLONE" && GIT_AUTHOR_NAME=${NAME[$1]} GIT_AUTHOR_EMAIL=$1@example.org GIT_COMMITTER_NAME=${NAME[$1]} \
		GIT_COMMITTER_EMAIL=$1@example.org SLUIS_TEST_PUSHER=$1 "${@:2}" 2>&1 <"${INPUT:-/dev/null}") || RC=$?
}

accept() {
	by tess "$SLUIS_BUILD/git-sluis" accept --promotion "$READY" "$@"
}

# merged: the promotion with the trailer that the command gave; the dossier is that of the clone.
merged() {
	trailer=$(sed -n '/^Acceptance-Result: /p' <<<"$OUT")
	promotion drop Acceptance-Result add "$trailer"
}

# junit NAME ELEMENT...: a file of a runner.
junit() {
	{
		echo "<testsuite name=\"s\" timestamp=\"2026-01-20T09:00:00Z\" time=\"60\" commit=\"$(oid acceptance)\">"
		printf '%s\n' "${@:2}"
		echo '</testsuite>'
	} >"$T/$1"
}

junit good.xml '<testcase name="[AC-1] own"/>' '<testcase name="other"/>'
junit bad.xml '<testcase name="[AC-1] own"/>' '<testcase name="AC-2"><failure/></testcase>'

it "refuse: the test began before the candidate came to acceptance"
change dirk src/more.c
tess_accepts
at=$(moment "@$(git -C "$CENTRAL" log -1 --format=%ct refs/sluis/audit)")
junit early.xml '<testcase name="[AC-1] own"/>'
accept --junit "$T/early.xml" --push
is "the exit code" "$RC" 1
has "what tess reads" "$OUT" "it began at 2026-01-20T09:00:00Z, and $(short acceptance) came to refs/heads/acceptance at $at (the server's clock)"
is "nothing was sent" "$(tip promotions)" "$(oid promotions)"
accept --junit "$T/early.xml" --started "$at" --finished "$(moment "1 hour")" --push
is "the exit code" "$RC" 1
has "what tess reads" "$OUT" "and that is still to come"
accept --junit "$T/early.xml" --started "$at" --finished "$at" --push
is "the exit code" "$RC" 0
merged
push_as noor production
accepted "$(promoted)"

# other_criteria: the criteria change, in the clone.
other_criteria() {
	echo "# Better." >>"$DOSSIERS/$READY/criteria.ini"
	evidence_commit tess "Better criteria" '*criteria.ini'
}

it "refuse: the criteria came to the evidence after the test began; accept: a test by those"
other_criteria
push_as tess promotions
accepted
at=$(moment "@$(git -C "$CENTRAL" log -1 --format=%ct refs/sluis/audit)")
accept --junit "$T/good.xml" --push
is "the exit code" "$RC" 1
has "what tess reads" "$OUT" "it began at 2026-01-20T09:00:00Z, and $READY/criteria.ini came to refs/heads/promotions at $at (the server's clock)"
has "what tess reads" "$OUT" "do it over with what is there now: the gate refuses this record"
is "nothing was sent" "$(tip promotions)" "$(oid promotions)"
accept --junit "$T/good.xml" --started "$at" --finished "$at" --push
is "the exit code" "$RC" 0
hasnt "what tess reads" "$OUT" "note:"
merged
push_as noor production
accepted "$(promoted)"

it "refuse: the criteria are not pushed yet"
other_criteria
before=$(tip promotions)
accept --junit "$T/good.xml" --push
is "the exit code" "$RC" 1
has "what tess reads" "$OUT" "$READY/criteria.ini is not pushed to refs/heads/promotions yet"
has "what tess reads" "$OUT" "push that first, then test by it"
is "nothing was sent" "$(tip promotions)" "$before"
push_as tess promotions
accepted
at=$(moment "@$(git -C "$CENTRAL" log -1 --format=%ct refs/sluis/audit)")
accept --junit "$T/good.xml" --started "$at" --finished "$at" --push
is "the exit code" "$RC" 0

it "accept: the clone has no audit, and the command says that it cannot tell"
other_criteria
push_as tess promotions
accepted
git -C "$CENTRAL" config transfer.hideRefs refs/sluis/audit
accept --junit "$T/good.xml"
is "the exit code" "$RC" 0
has "what tess reads" "$OUT" "note: the audit does not tell when $READY/criteria.ini came to refs/heads/promotions, and the gate asks that"
git -C "$CENTRAL" config --unset transfer.hideRefs

it "refuse: acceptance moved past the gate, so that nobody can tell: accept goes on, and says so"
change dirk src/more.c
tess_accepts
change dirk src/again.c
branch acceptance development
given development test acceptance
junit now.xml '<testcase name="[AC-1] own"/>'
accept --junit "$T/now.xml" --push
is "the exit code" "$RC" 0
has "what tess reads" "$OUT" "note: the audit does not tell when $(short acceptance) came to refs/heads/acceptance, and the gate asks that"
merged
push_as noor production
undecided production acceptance-bound

it "accept: the record that it makes passes the gate"
accept --junit "$T/good.xml" --push
is "the exit code" "$RC" 0
has "what tess reads" "$OUT" "$READY of $(short acceptance) on acceptance, by tess: pass"
has "what tess reads" "$OUT" "good.xml: 2 tests, 2 passed, 0 failed, 0 not executed"
has "what tess reads" "$OUT" "  AC-1: pass"
has "what tess reads" "$OUT" "  AC-2: no test names it"
has "what tess reads" "$OUT" "made $(short promotions) on refs/heads/promotions"
is "the evidence on the server" "$(tip promotions)" "$(oid promotions)"
is "its committer" "$(git -C "$CLONE" log -1 --format='%cn <%ce> %s' promotions)" "Tess Bos <tess@example.org> Acceptance of $READY"
record=$(git -C "$CLONE" cat-file blob "promotions:$READY/acceptance.ini")
has "the record" "$record" "candidate = $(oid acceptance)"
has "the record" "$record" "tree = $(oid "acceptance^{tree}")"
has "the record" "$record" "started = 2026-01-20T09:00:00Z"
has "the record" "$record" "finished = 2026-01-20T09:01:00Z"
has "the record" "$record" "log = git:$READY/results/$(sha256sum <"$T/good.xml" | cut -c 1-16).xml sha256:$(sha256sum <"$T/good.xml" | cut -d ' ' -f 1)"
merged
push_as noor production
accepted "$(promoted)"
entry=$(git -C "$CENTRAL" log -1 --format=%B refs/sluis/audit)
has "the entry" "$entry" "Testers: tess"
is "the file in the audit" "$(git -C "$CENTRAL" cat-file blob "refs/sluis/audit:evidence/$(sha256sum <"$T/good.xml" | cut -d ' ' -f 1)")" "$(cat "$T/good.xml")"

it "accept: JUnit XML and TAP together, and the candidate by name"
printf '1..1\nok 1 - AC-2 prints\n' >"$T/prints.tap"
accept --junit "$T/good.xml" --tap "$T/prints.tap" --candidate acceptance --started 2026-01-20T10:00:00+01:00 --push
is "the exit code" "$RC" 0
has "what tess reads" "$OUT" "  AC-2: pass"
has "the record" "$(git -C "$CLONE" cat-file blob "promotions:$READY/acceptance.ini")" "started = 2026-01-20T09:00:00Z"
merged
push_as noor production
accepted "$(promoted)"

it "accept: from the branch itself, with its files"
git -C "$CLONE" checkout -q promotions
accept --junit "$T/good.xml" --push
is "the exit code" "$RC" 0
has "the file in the work tree" "$(cat "$CLONE/$READY/acceptance.ini")" "verdict = pass"
is "what git status says" "$(git -C "$CLONE" status --porcelain)" ""
merged
push_as noor production
accepted "$(promoted)"

it "accept: nothing is pushed without a yes"
accept --junit "$T/good.xml"
is "the exit code" "$RC" 0
has "the question" "$OUT" "Push it to origin? [y/N]"
has "what it says then" "$OUT" "later: git push origin refs/heads/promotions"
is "the branch in the clone" "$(git -C "$CLONE" log -1 --format=%s promotions)" "Acceptance of $READY"
isnt=$(tip promotions)
has "the server has it not" "$(git -C "$CENTRAL" log -1 --format=%s "$isnt")" "Evidence"
accept --junit "$T/good.xml" --push
is "the server has it" "$(tip promotions)" "$(oid promotions)"

it "accept: a yes pushes it"
echo y >"$T/yes"
INPUT=$T/yes accept --junit "$T/good.xml"
is "the exit code" "$RC" 0
is "the server has it" "$(tip promotions)" "$(oid promotions)"

it "accept: a failure is recorded, and the gate refuses it"
accept --junit "$T/bad.xml" --push
is "the exit code" "$RC" 0
has "what tess reads" "$OUT" "by tess: FAIL"
has "what tess reads" "$OUT" "    failed: 's AC-2'"
has "what tess reads" "$OUT" "  AC-2: FAIL"
merged
push_as noor production
refused production acceptance-passed
says acceptance-passed "$READY/acceptance.ini: the tester's verdict is fail"

it "refuse: a required criterion without a test is a fail"
junit none.xml '<testcase name="AC-2"/>' '<testcase name="[AC-1]"><skipped/></testcase>'
accept --junit "$T/none.xml"
has "what tess reads" "$OUT" "by tess: FAIL"
has "what tess reads" "$OUT" "  AC-1: skipped, and it is required"

it "refuse: no test names a criterion"
junit none.xml '<testcase name="other"/>'
before=$(oid promotions)
accept --junit "$T/none.xml"
is "the exit code" "$RC" 1
has "what tess reads" "$OUT" "no test that ran names a criterion of $READY/criteria.ini"
is "the branch in the clone" "$(oid promotions)" "$before"

it "refuse: a test names what is no criterion"
junit none.xml '<testcase name="AC-1"><properties><property name="criterion" value="AC-9"/></properties></testcase>'
accept --junit "$T/none.xml"
is "the exit code" "$RC" 1
has "what tess reads" "$OUT" "a test names 'AC-9', which is no criterion of $READY/criteria.ini"

it "refuse: a doubtful file"
sed 's/<testsuite /&tests="9" /' "$T/good.xml" >"$T/doubt.xml"
accept --junit "$T/doubt.xml"
is "the exit code" "$RC" 1
has "what tess reads" "$OUT" "doubt.xml is doubtful: line 1: the suite 's' says that it holds 9 tests, and holds 2"

it "refuse: a suite without a test"
junit none.xml
accept --junit "$T/none.xml"
is "the exit code" "$RC" 1
has "what tess reads" "$OUT" "none.xml is doubtful: it holds no test"

it "refuse: a file that is none"
echo hello >"$T/none.xml"
accept --junit "$T/none.xml"
is "the exit code" "$RC" 1
has "what tess reads" "$OUT" "none.xml: line 1: it is no well-formed XML"

it "refuse: a file that is not there, and a pipe"
accept --junit "$T/nowhere.xml"
is "the exit code" "$RC" 2
has "what tess reads" "$OUT" "nowhere.xml does not exist"
mkfifo "$T/world/pipe"
accept --tap "$T/world/pipe"
is "the exit code" "$RC" 2
has "what tess reads" "$OUT" "pipe is not a regular file"

it "refuse: nobody says what was tested"
sed -i 's/ commit="[^"]*"//' "$T/good.xml"
accept --junit "$T/good.xml"
is "the exit code" "$RC" 2
has "what tess reads" "$OUT" "no file says which commit was tested"
has "what tess reads" "$OUT" "say it with --candidate COMMIT"
accept --junit "$T/good.xml" --candidate acceptance
is "the exit code" "$RC" 0
junit good.xml '<testcase name="[AC-1] own"/>' '<testcase name="other"/>'

it "refuse: the files are about another commit"
accept --junit "$T/good.xml" --candidate production
is "the exit code" "$RC" 1
has "what tess reads" "$OUT" "good.xml says that its commit is '$(oid acceptance)', and not '$(oid production)'"

it "refuse: nobody says when it was"
sed 's/ timestamp="[^"]*"//' "$T/good.xml" >"$T/undated.xml"
accept --junit "$T/undated.xml"
is "the exit code" "$RC" 2
has "what tess reads" "$OUT" "undated.xml does not say when the test began"
has "what tess reads" "$OUT" "say it with --started TIME"

it "refuse: somebody else tested"
sed 's/<testsuite /&executed-by="kim" /' "$T/good.xml" >"$T/kim.xml"
accept --junit "$T/kim.xml"
is "the exit code" "$RC" 1
has "what tess reads" "$OUT" "kim.xml says that its executed-by is 'kim', and not 'tess'"

it "refuse: somebody whom the policy does not know"
by mallory "$SLUIS_BUILD/git-sluis" accept --promotion "$READY" --junit "$T/good.xml"
is "the exit code" "$RC" 2
has "what mallory reads" "$OUT" "'mallory@example.org' is not an address in the policy"

it "refuse: the gate does not let a developer bring it in"
by dirk "$SLUIS_BUILD/git-sluis" accept --promotion "$READY" --junit "$T/good.xml" --push
is "the exit code" "$RC" 1
has "what dirk reads" "$OUT" "push-access  CH.06-9"

it "accept: signed pushes alone are taken, and this one is signed"
signed_pushes tess
accept --junit "$T/good.xml"
has "what it says without a yes" "$OUT" "later: git push --signed origin refs/heads/promotions"
push_as tess promotions
refused refs/heads/promotions pusher-known
says pusher-known "the push is not signed, and the policy asks for that"
accept --junit "$T/good.xml" --push
is "the exit code" "$RC" 0
is "the evidence on the server" "$(tip promotions)" "$(oid promotions)"
has "the record" "$(git -C "$CENTRAL" cat-file blob "promotions:$READY/acceptance.ini")" "verdict = pass"

it "refuse: what the gate would refuse is not sent"
before=$(tip promotions)
entries=$(git -C "$CENTRAL" rev-parse -q --verify refs/sluis/audit || true)
by dirk "$SLUIS_BUILD/git-sluis" accept --promotion "$READY" --junit "$T/good.xml" --push
is "the exit code" "$RC" 1
has "what dirk reads" "$OUT" "push-access  CH.06-9"
has "what dirk reads" "$OUT" "Nothing was sent."
hasnt "what dirk reads" "$OUT" "remote:"
is "the evidence on the server" "$(tip promotions)" "$before"
is "the audit has no attempt" "$(git -C "$CENTRAL" rev-parse -q --verify refs/sluis/audit || true)" "$entries"

it "accept: from a folder of the work tree, and FETCH_HEAD stays as it is"
mkdir -p "$CLONE/src"
cp "$T/good.xml" "$CLONE/src/here.xml"
rm -f "$CLONE/.git/FETCH_HEAD"
by tess sh -c 'cd src && exec "$@"' sh "$SLUIS_BUILD/git-sluis" accept --promotion "$READY" --junit here.xml --push
is "the exit code" "$RC" 0
has "what tess reads" "$OUT" "  here.xml: 2 tests, 2 passed, 0 failed, 0 not executed"
is "the evidence on the server" "$(tip promotions)" "$(oid promotions)"
is "what the clone has fetched" "$(find "$CLONE/.git" -name FETCH_HEAD -size +0)" ""

it "refuse: no criteria, no id"
by tess "$SLUIS_BUILD/git-sluis" accept --promotion 2026.99 --junit "$T/good.xml"
is "the exit code" "$RC" 2
has "what tess reads" "$OUT" "2026.99/criteria.ini is not in refs/heads/promotions"
by tess "$SLUIS_BUILD/git-sluis" accept --promotion ../x --junit "$T/good.xml"
is "the exit code" "$RC" 1
has "what tess reads" "$OUT" "'../x' is no id of a promotion"
by tess "$SLUIS_BUILD/git-sluis" accept --promotion "$READY" "$READY"
is "the exit code" "$RC" 129
has "what tess reads" "$OUT" "usage: git sluis accept ([URL] ID | --promotion ID)"

it "refuse: the branch went another way"
base=$(oid promotions~)
other=$(as tess git -C "$CLONE" commit-tree "promotions~^{tree}" -p "$base" -m "Another way")
branch promotions "$other"
accept --junit "$T/good.xml"
is "the exit code" "$RC" 1
has "what tess reads" "$OUT" "refs/heads/promotions in this clone and on origin went different ways"
is "the branch in the clone" "$(oid promotions)" "$other"

it "refuse: work on the branch that is not committed stays"
git -C "$CLONE" checkout -q promotions
mkdir -p "$CLONE/$READY"
echo mine >"$CLONE/$READY/acceptance.ini"
accept --junit "$T/good.xml"
is "the exit code" "$RC" 2
has "what tess reads" "$OUT" "refs/heads/promotions cannot be moved to"
is "the work" "$(cat "$CLONE/$READY/acceptance.ini")" mine

it "refuse: the branch is checked out elsewhere"
git -C "$CLONE" worktree add -q "$T/world/tree" promotions
accept --junit "$T/good.xml"
is "the exit code" "$RC" 2
has "what tess reads" "$OUT" "refs/heads/promotions is checked out in $T/world/tree"

# by_hand LINE...: tess answers that, and then the input ends.
by_hand() {
	printf '%s\n' "$@" >"$T/answers"
	INPUT=$T/answers by tess "$SLUIS_BUILD/git-sluis" accept "$READY" "${MORE[@]}"
}
MORE=()
kept=$CLONE/.git/sluis/accept/$READY

it "by hand: asked, broken off, gone on, and the gate takes it"
echo "printed at 10:03" >"$CLONE/printer.log"
by_hand pass
is "the exit code" "$RC" 1
has "what tess reads" "$OUT" "test of $READY: candidate $(short acceptance) on acceptance, by Tess Bos
AC-1  A pupil sees only his own marks
  outcome (pass, fail or waived):   what was seen:"
has "what tess reads" "$OUT" "
your answers are kept; to go on: git sluis accept $READY"
by_hand maybe pass "" "All marks of 1c are shown" nowhere.log printer.log
is "the exit code" "$RC" 1
has "what tess reads" "$OUT" "  pass, fail or waived"
has "what tess reads" "$OUT" "nowhere.log does not exist"
has "what tess reads" "$OUT" "your answers are kept; to go on: git sluis accept $READY"
by_hand fail "The printer jams" "" y
is "the exit code" "$RC" 0
has "what tess reads" "$OUT" "your earlier answers are kept; to start over: rm $kept/record.ini"
has "what tess reads" "$OUT" "  pass: All marks of 1c are shown"
has "what tess reads" "$OUT" "verdict: pass"
is "the evidence on the server" "$(tip promotions)" "$(oid promotions)"
record=$(git -C "$CLONE" cat-file blob "promotions:$READY/acceptance.ini")
has "the record" "$record" "reason = All marks of 1c are shown"
log=$(sha256sum <"$CLONE/printer.log")
has "the record" "$record" "log = git:$READY/results/${log:0:16}.log sha256:${log%% *}"
is "the log" "$(git -C "$CLONE" cat-file blob "promotions:$READY/results/${log:0:16}.log")" "printed at 10:03"
path=$(sed -n '/"AC-2"/,$s/^log = git:\([^ ]*\) .*/\1/p' <<<"$record")
is "the log without a file" "$(git -C "$CLONE" cat-file blob "promotions:$path")" "AC-2 The report prints within 10 seconds
fail: The printer jams"
is "what is kept" "$(find "${kept%/*}" -mindepth 1)" ""
merged
push_as noor production
accepted "$(promoted)"

it "by hand: a waiver by name, and not by the tester or a machine"
by_hand waived "The printer comes in December" tess ci nobody kim pass Fine "" n
is "the exit code" "$RC" 0
has "what tess reads" "$OUT" "  someone other than the tester, and not a machine"
has "what tess reads" "$OUT" "  the policy has no person of that id; git sluis roles shows them"
has "what tess reads" "$OUT" "later: git push origin refs/heads/promotions"
record=$(git -C "$CLONE" cat-file blob "promotions:$READY/acceptance.ini")
has "the record" "$record" "outcome = waived
reason = The printer comes in December
waived-by = kim"
has "the record" "$record" "verdict = pass"

it "by hand: a required criterion that failed"
by_hand fail "Nothing is shown" "" pass Fine "" y
is "the exit code" "$RC" 0
has "what tess reads" "$OUT" "verdict: FAIL"
merged
push_as noor production
refused production acceptance-passed
says acceptance-passed "the tester's verdict is fail"

it "by hand: answers by other criteria do not count"
by_hand pass "All is shown" ""
other_criteria
push_as tess promotions
accepted
by_hand ""
has "what tess reads" "$OUT" "note: the answers kept from before are about another candidate"
hasnt "what tess reads" "$OUT" "All is shown"

it "by hand: a log that changed since, and a kept file that is none"
by_hand pass "All is shown" ""
echo more >>"$(ls "$kept"/*.txt)"
by_hand pass Fine "" y
is "the exit code" "$RC" 1
has "what tess reads" "$OUT" "is not as it was when 'AC-1' was answered"
echo hello >"$kept/record.ini"
by_hand pass
is "the exit code" "$RC" 1
fix=$(sed -n 's/^       rm /rm /p' <<<"$OUT")
bash -c "$fix"
by_hand pass
has "what tess reads" "$OUT" "to go on: git sluis accept $READY"

it "by hand: a contributor and one who may not push there are told before the first question, with who can"
by dirk "$SLUIS_BUILD/git-sluis" accept "$READY"
is "the exit code" "$RC" 1
is "what dirk reads" "$OUT" "sluis: Dirk Visser wrote $(title acceptance), and nobody tests what they made
  fix: Tess Bos can:
       git sluis accept $READY"
by kim "$SLUIS_BUILD/git-sluis" accept "$READY"
is "the exit code" "$RC" 1
has "what kim reads" "$OUT" "sluis: Kim Jansen may not push to refs/heads/promotions"
has "what kim reads" "$OUT" "fix: Tess Bos can:
       git sluis accept $READY"

it "by hand: the candidate moved on"
before=$(oid acceptance)
printf '%s\n' "[plan]" "promotion = $READY" "environment = production" "candidate = $before" "window-start = 2026-12-01T18:00:00Z" \
	"window-end = 2026-12-01T20:00:00Z" "performer = noor" "rollback = back" "communication = mail" '[step "1"]' "action = go" "owner = noor" >"$DOSSIERS/$READY/plan.ini"
evidence_commit tess "Plan" '*plan.ini'
push_as tess promotions
accepted
change dirk src/more.c
tess_accepts
by_hand pass
is "the exit code" "$RC" 1
has "what tess reads" "$OUT" "the plan of $READY is about ${before:0:7}, and acceptance shows $(short acceptance) now"
fix=$(sed -n 's/^       git sluis //p' <<<"$OUT")
is "the command" "$fix" "accept $READY --candidate ${before:0:7}"
read -ra MORE <<<"${fix#accept "$READY" }"
by_hand pass
has "what tess reads" "$OUT" "candidate ${before:0:7} on acceptance, by Tess Bos"
MORE=()

finish
