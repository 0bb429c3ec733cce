#!/bin/bash
# CTRF and in-toto test results in place of an acceptance record.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=tests/e2e/results.sh
. "${0%/*}/results.sh"
world_make
no_record
JSON=$READY/acceptance.json

# ctrf [SED-EXPRESSION]: a report of three tests, changed by that, is linked.
ctrf() {
	sed -e "s/4be91c0d2f6a8e1b3c5d7f90a1b2c3d4e5f60718/@COMMIT@/; s/1795255200000/1768900000000/; s/1795258800123/1768903600000/" \
		-e "${1:-}" "$E2E/../unit/results/ctrf.json" | results acceptance.json
	linked "$JSON"
}

# intoto [SED-EXPRESSION]: the same of a statement.
intoto() {
	sed -e "s/4be91c0d2f6a8e1b3c5d7f90a1b2c3d4e5f60718/@COMMIT@/; s/2026-11-21/2026-01-20/" \
		-e "${1:-}" "$E2E/../unit/results/in-toto.json" | results acceptance.json
	linked "$JSON"
}

it "accept: CTRF"
ctrf
push_as noor production
accepted "$(promoted)"

it "accept: an in-toto statement"
intoto
push_as noor production
accepted "$(promoted)"

it "refuse: CTRF whose summary counts more"
ctrf 's/"passed": 2/"passed": 3/'
push_as noor production
refused production acceptance-passed
says acceptance-passed "$JSON is doubtful: its summary says that 3 tests are 'passed', and it holds 2"

it "refuse: CTRF with a failed test"
ctrf 's/"passed": 2, "failed": 0/"passed": 1, "failed": 1/; s/"status": "passed", "duration": 12/"status": "failed", "duration": 12/'
push_as noor production
refused production acceptance-passed
says acceptance-passed "$JSON: 1 of 3 tests failed: 'marks own marks'"
says acceptance-passed "$JSON: the required criterion 'AC-1' failed"

it "refuse: CTRF of another commit and environment"
ctrf "s/@COMMIT@/$(oid production~)/; s/\"acceptance\"/\"test\"/"
push_as noor production
refused production acceptance-bound
says acceptance-bound "$JSON is about candidate $(oid production~), and this promotion is about $(oid acceptance)"
says acceptance-bound "$JSON is about environment test, and this promotion is about acceptance"

it "refuse: CTRF that names a tester who did not bring it in"
ctrf 's/"tess"/"kim"/'
push_as noor production
refused production evidence-by
says evidence-by "$JSON says that it was executed by 'kim', and Tess Bos brought it in"

it "refuse: a statement with a warning"
intoto 's/PASSED/WARNED/; s/"warnedTests": \[/&"slow"/'
push_as noor production
refused production acceptance-passed
says acceptance-passed "$JSON is doubtful: its result is 'WARNED', which is not PASSED"
says acceptance-passed "$JSON: 1 of 3 tests failed: 'slow'"

it "refuse: a statement that says when in no word"
intoto '/annotations/d; s/\(gitCommit.*\),$/\1/'
push_as noor production
refused production criteria-first
says criteria-first "$JSON does not say when the test began"

it "refuse: a statement of something else"
intoto 's|test-result/v0.1|link/v0.3|'
push_as noor production
refused production acceptance-bound
says acceptance-bound "$JSON is not well formed: it is an in-toto statement, and its predicate is not https://in-toto.io/attestation/test-result/v0.1"

it "refuse: a signed envelope is not opened"
echo '{"payloadType": "application/vnd.in-toto+json", "payload": "e30=", "signatures": []}' | results acceptance.json
linked "$JSON"
push_as noor production
refused production acceptance-bound
says acceptance-bound "it is an envelope, whose signature is not verified here; link the statement in it: jq -r .payload FILE | base64 -d"

it "refuse: JSON that takes a hundred times its size"
{
	printf '['
	yes '[],' | head -n 5000000 | tr -d '\n'
	printf '[]]'
} | results acceptance.json
linked "$JSON"
push_as noor production
refused production acceptance-bound
says acceptance-bound "$JSON is not well formed: it holds more values than fit in 160 MiB"

finish
