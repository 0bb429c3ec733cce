#!/bin/bash
# JUnit XML in place of an acceptance record.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=tests/e2e/results.sh
. "${0%/*}/results.sh"
world_make
no_record
junit "$OWN"
linked "$READY/acceptance.xml"
world_keep
XML=$READY/acceptance.xml

evidence_seen() {
	echo "Evidence: sha256:$(digest "$XML")"
	echo "Evidence: sha256:$(digest "$READY/criteria.ini")"
}

# xml ELEMENT...: the file holds these, and is linked.
xml() {
	junit "$@"
	linked "$XML"
}

# edited SED-EXPRESSION: the file is another.
edited() {
	sed -i "$1" "$DOSSIERS/$XML"
	linked "$XML"
}

it "accept: the test of the required criterion passed"
push_as noor production
accepted "$(promoted)"
entry=$(git -C "$CENTRAL" log -1 --format=%B refs/sluis/audit)
has "the entry" "$entry" "Testers: tess"
has "the entry" "$entry" "Evidence: acceptance $(digest "$XML")"
has "the entry" "$entry" "Evidence: criteria $(digest "$READY/criteria.ini")"
is "the file in the audit" "$(git -C "$CENTRAL" cat-file blob "refs/sluis/audit:evidence/$(digest "$XML")")" "$(cat "$DOSSIERS/$XML")"
has "the report" "$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" report)" "$READY"

it "accept: the test says in a property which criterion it is"
xml '<testcase name="own"><properties><property name="criterion" value="AC-1"/></properties></testcase>'
push_as noor production
accepted "$(promoted)"

it "accept: it says all there is to say"
edited "s|<properties>|&<property name=\"promotion\" value=\"$READY\"/><property name=\"environment\" value=\"acceptance\"/>\
<property name=\"executed-by\" value=\"tess\"/><property name=\"criteria\" value=\"$(link "$READY/criteria.ini")\"/>\
<property name=\"started\" value=\"2026-01-20T10:00:00+01:00\"/><property name=\"finished\" value=\"2026-01-20T11:00:00+01:00\"/>|"
push_as noor production
accepted "$(promoted)"

it "accept: a machine ran it and brought it in"
policy '/^push = tester$/{s/$/\npush = robot/;:a;n;ba}'
sed -i 's/name="marks"/name="marks by ci"/' "$DOSSIERS/$XML"
TESTER=ci linked "$XML"
push_as noor production
accepted "$(promoted)"
has "the entry" "$(git -C "$CENTRAL" log -1 --format=%B refs/sluis/audit)" "Testers: ci"
has "the report" "$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" report --promotion "$READY")" "tester: Build machine (ci, owner Jan Bakker)"

it "accept: three people have signed it with git sluis sign"
proof_by_signature
git -C "$CLONE" remote add origin "$CENTRAL"
for each in kim:key-user els:system-owner jan:operator; do
	who=${each%:*}
	git -C "$CLONE" config user.email "$who@example.org"
	git -C "$CLONE" config user.signingkey "$T/keys/$who"
	seen=$(cd "$CLONE" && SLUIS_TEST_PUSHER=$who "$SLUIS_BUILD/git-sluis" sign "$READY" --role "${each#*:}" --yes 2>&1)
	has "what $who reads" "$seen" "  test: passed, by Tess Bos, 2026-01-20T09:00:00Z to"
	has "what $who reads" "$seen" "$XML sha256:$(digest "$XML" | cut -c 1-12)..."
done
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"

it "refuse: the sign-offs were of another file"
proof_by_signature
signed_off kim key-user
signed_off els system-owner
signed_off jan operator
edited 's/time="60"/time="61"/'
push_as noor production
refused production signoff-current
says signoff-current "does not name $XML as it stands under this promotion"

it "accept: the sign-offs name the file, and the criteria that are found beside it"
proof_by_signature
signed_off kim key-user
signed_off els system-owner
signed_off jan operator
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"

it "refuse: a sign-off names the file alone, and not the criteria beside it"
proof_by_signature
signed_off kim key-user drop Evidence add "Evidence: sha256:$(digest "$XML")"
signed_off els system-owner
signed_off jan operator
push_as noor production
refused production signoff-current
says signoff-current "refs/signoffs/$READY/key-user/kim does not name $READY/criteria.ini as it stands under this promotion"

it "accept: two files, and the criterion in one of them"
junit '<testcase name="other"/>'
cp "$DOSSIERS/$XML" "$DOSSIERS/$READY/acceptance-2.xml"
junit "$OWN"
linked "$READY/acceptance-2.xml" "$XML"
push_as noor production
accepted "$(promoted)"

it "accept: 10000 tests"
xml "$OWN" "$(seq -f '<testcase classname="c" name="t%.0f"/>' 9999)"
push_as noor production
accepted "$(promoted)"

it "accept: a result of pytest"
mkdir "$T/py"
cat >"$T/py/conftest.py" <<PY
import pytest
@pytest.fixture(scope="session", autouse=True)
def tested(record_testsuite_property):
    record_testsuite_property("commit", "$(oid acceptance)")
    record_testsuite_property("started", "2026-01-20T10:00:00+01:00")
PY
cat >"$T/py/test_marks.py" <<'PY'
import pytest
def test_own(record_property):
    record_property("criterion", "AC-1")
@pytest.mark.parametrize("n", [1, 2], ids=["AC-2", "b"])
def test_prints(n):
    pass
PY
(cd "$T/py" && /usr/bin/python3 -m pytest -q -p no:cacheprovider --junitxml="$DOSSIERS/$XML" >"$T/null")
linked "$XML"
push_as noor production
accepted "$(promoted)"

it "refuse: a test failed"
xml "$OWN" '<testcase classname="Marks" name="other"><failure/></testcase>' '<testcase name="third"><error/></testcase>'
push_as noor production
refused production acceptance-passed
says acceptance-passed "$XML: 2 of 3 tests failed: 'Marks other', 'marks third'"
mends acceptance-passed "mend what failed, test again and link that"

it "refuse: the test of the criterion failed"
xml '<testcase name="[AC-1]"><failure/></testcase>' "$OWN"
push_as noor production
refused production acceptance-passed
says acceptance-passed "$XML: 1 of 2 tests failed: 'marks [AC-1]'"
says acceptance-passed "$XML: the required criterion 'AC-1' failed"

it "refuse: the test of the criterion was skipped"
xml '<testcase name="[AC-1]"><skipped/></testcase>' '<testcase name="other"/>'
push_as noor production
refused production acceptance-passed
says acceptance-passed "$XML: every test that names the required criterion 'AC-1' was skipped"
mends acceptance-passed "name 'AC-1' in the test of it, as sluis-results(5) shows, and have it pass"

it "refuse: no test names the criterion"
xml '<testcase name="AC-10 and AC-1b"/>'
push_as noor production
refused production acceptance-passed
says acceptance-passed "$XML: no test names the required criterion 'AC-1'"

it "refuse: two files, and the criterion in none"
junit '<testcase name="other"/>'
cp "$DOSSIERS/$XML" "$DOSSIERS/$READY/acceptance-2.xml"
linked "$READY/acceptance-2.xml" "$XML"
push_as noor production
refused production acceptance-passed
says acceptance-passed "$READY/acceptance-2.xml: no test names the required criterion 'AC-1' fix: test 'AC-1' as well, and link that; none of the 2 files has it"
hasnt "what it says of the second" "$(cat "$T/answer")" "$XML: no test"

it "refuse: a property names what is no criterion"
xml "$OWN" '<testcase name="t"><properties><property name="criterion" value="AC-9"/></properties></testcase>'
push_as noor production
refused production acceptance-passed
says acceptance-passed "$XML: 'AC-9' is the result of no criterion in $READY/criteria.ini"

it "refuse: a suite that holds no test"
xml
push_as noor production
refused production acceptance-passed
says acceptance-passed "$XML is doubtful: it holds no test"
mends acceptance-passed "let the whole test run, and link what its runner writes then"

it "refuse: all were skipped"
xml '<testcase name="[AC-1]"><skipped/></testcase>'
push_as noor production
refused production acceptance-passed
says acceptance-passed "$XML: all of its 1 tests were skipped"

it "refuse: the suite counts more tests than there are"
edited 's/<testsuite /&tests="2" /'
push_as noor production
refused production acceptance-passed
says acceptance-passed "$XML is doubtful: line 2: the suite 'marks' says that it holds 2 tests, and holds 1"

it "refuse: the suite counts a failure that is not shown"
edited 's/<testsuite /&failures="1" /'
push_as noor production
refused production acceptance-passed
says acceptance-passed "the suite 'marks' says that 1 of its tests failed, and shows none"

it "refuse: another commit was tested"
edited "s/$(oid acceptance)/$(oid production~)/"
push_as noor production
refused production acceptance-bound
says acceptance-bound "$XML is about candidate $(oid production~), and this promotion is about $(oid acceptance)"
mends acceptance-bound "test what is promoted and link that record"

it "refuse: it does not say which commit was tested"
edited '/<properties>/d'
push_as noor production
refused production acceptance-bound
says acceptance-bound "$XML does not say which commit was tested"
mends acceptance-bound "the tester makes it say so, as sluis-results(5) shows, or makes a record of it: git sluis accept"

it "refuse: half a commit id"
edited "s/$(oid acceptance)/$(short acceptance)/"
push_as noor production
refused production acceptance-bound
says acceptance-bound "$XML does not say which commit was tested"

it "refuse: half a commit id, under the name that is ours alone"
edited "s/\"commit\"/\"sluis.commit\"/; s/$(oid acceptance)/$(short acceptance)/"
push_as noor production
refused production acceptance-bound acceptance-passed
says acceptance-passed "its sluis.commit '$(short acceptance)' is not the 40 hex digits"

it "accept: what anybody calls a commit and an environment, beside what is ours"
edited "s|<properties>|&<property name=\"sluis.commit\" value=\"$(oid acceptance)\"/><property name=\"commit\" value=\"$(oid production)\"/><property name=\"environment\" value=\"jsdom\"/>|"
push_as noor production
accepted "$(promoted)"

it "refuse: CTest could not start a test"
xml "$OWN" '<testcase name="prints" classname="prints" time="0" status="notrun"><skipped message="Unable to find executable"/></testcase>'
push_as noor production
refused production acceptance-passed
says acceptance-passed "$XML: 1 of 2 tests failed: 'prints prints'"

it "refuse: it is of another promotion and environment"
edited 's|<properties>|&<property name="promotion" value="2026.10"/><property name="environment" value="test"/>|'
push_as noor production
refused production acceptance-bound
says acceptance-bound "$XML is about promotion 2026.10, and this promotion is about $READY"
says acceptance-bound "$XML is about environment test, and this promotion is about acceptance"

it "refuse: the criteria are of another promotion"
sed -i 's/^promotion = .*/promotion = 2026.10/' "$DOSSIERS/$READY/criteria.ini"
evidence_commit tess "Criteria" "*criteria.ini"
edited 's/time="60"/time="61"/'
push_as noor production
refused production acceptance-bound
says acceptance-bound "$XML is about the criteria of promotion 2026.10, and this promotion is about $READY"

it "refuse: there are no criteria"
rm "$DOSSIERS/$READY/criteria.ini"
linked "$XML"
push_as noor production
refused production evidence-intact
says evidence-intact "$READY/criteria.ini is not in refs/heads/promotions"

it "refuse: it links criteria that have other bytes"
edited "s|<properties>|&<property name=\"criteria\" value=\"git:$READY/criteria.ini sha256:$(printf %064d 0)\"/>|"
push_as noor production
refused production evidence-intact
says evidence-intact "$READY/criteria.ini has other bytes than were linked"

it "refuse: it does not say when the test began"
edited 's/timestamp="[^"]*"//'
push_as noor production
refused production criteria-first
says criteria-first "$XML does not say when the test began"
mends criteria-first "the tester makes it say so, as sluis-results(5) shows"

it "refuse: a time without a zone may be earlier than the criteria"
criteria_of=$(git -C "$CLONE" log --diff-filter=A -1 --format=%ct promotions -- "$READY/criteria.ini")
edited "s/timestamp=\"[^\"]*\"/timestamp=\"$(date -u -d "@$((criteria_of + 3600))" +%Y-%m-%dT%H:%M:%S)\"/"
push_as noor production
refused production acceptance-bound criteria-first
mends acceptance-bound "the time in $XML has no zone, and is taken for the earliest that it may mean"
says criteria-first "and the test began at $(moment "@$((criteria_of + 3600 - 14 * 3600))")"
mends criteria-first "the time in $XML has no zone, and is taken for the earliest that it may mean"

# at_local SECONDS: the suite says that it began so long after the criteria came in, by the clocks of Amsterdam and without a zone.
at_local() {
	policy "s|^version = .*|&\nzone = Europe/Amsterdam|"
	criteria_of=$(git -C "$CLONE" log --diff-filter=A -1 --format=%ct promotions -- "$READY/criteria.ini")
	edited "s/timestamp=\"[^\"]*\"/timestamp=\"$(TZ=Europe/Amsterdam date -d "@$((criteria_of + $1))" +%Y-%m-%dT%H:%M:%S)\"/"
}

it "accept: a time without a zone, in the zone of the policy, behind the criteria"
at_local 60
push_as noor production
accepted "$(promoted)"

it "refuse: a time without a zone, in the zone of the policy, before the criteria"
at_local -60
push_as noor production
refused production acceptance-bound criteria-first
mends acceptance-bound "do it over with what is there now, and link the record of that"
says criteria-first "and the test began at $(moment "@$((criteria_of - 60))")"
mends criteria-first "the criteria stand now: test again by them, and link that record"

it "refuse: the criteria came with it"
echo "# later" >>"$DOSSIERS/$READY/criteria.ini"
sed -i 's/time="60"/time="61"/; s/^# later$/; later/' "$DOSSIERS/$XML" "$DOSSIERS/$READY/criteria.ini"
evidence_commit tess "All at once" .
linked "$XML"
push_as noor production
refused production criteria-first
says criteria-first "$READY/criteria.ini came into the evidence with $(title promotions), not before $XML"

it "refuse: the test is still to come"
edited "s/timestamp=\"[^\"]*\"/timestamp=\"$(moment "2 hours")\"/"
push_as noor production
refused production acceptance-bound
says acceptance-bound "$XML says that it ends at"

it "refuse: who made the change brought it in"
policy '/^push = tester$/{s/$/\npush = developer/;:a;n;ba}'
sed -i 's/time="60"/time="61"/' "$DOSSIERS/$XML"
TESTER=dirk linked "$XML"
push_as noor production
refused production evidence-by tester-not-author
says evidence-by "$XML was added by Dirk Visser, who wrote $(title acceptance)"
says tester-not-author "$XML was executed by Dirk Visser, who wrote $(title acceptance)"

it "refuse: it names a tester who did not bring it in"
edited 's|<properties>|&<property name="executed-by" value="kim"/>|'
push_as noor production
refused production evidence-by
says evidence-by "$XML says that it was executed by 'kim', and Tess Bos brought it in"

it "refuse: nobody known brought it in"
sed -i 's/time="60"/time="61"/' "$DOSSIERS/$XML"
TESTER=mallory linked "$XML"
push_as noor production
refused production evidence-by tester-not-author
says evidence-by "whose committer 'mallory@example.org' is not listed in the policy"
says tester-not-author "$XML does not say who executed it, and nobody in the policy added it"

it "refuse: no XML"
echo "all tests passed" | results acceptance.xml
linked "$XML"
push_as noor production
refused production acceptance-bound
says acceptance-bound "$XML is not well formed: line 1: it is no well-formed XML: syntax error"
mends acceptance-bound "its author corrects the record and pushes it; then Acceptance-Result links its new sha256sum"

it "refuse: it was cut"
sed -i '$d' "$DOSSIERS/$XML"
linked "$XML"
push_as noor production
refused production acceptance-bound
says acceptance-bound "it is no well-formed XML: no element found"

it "refuse: a billion laughs"
{
	echo '<!DOCTYPE t [<!ENTITY a0 "ha">'
	for i in {1..30}; do
		echo "<!ENTITY a$i \"&a$((i - 1));&a$((i - 1));&a$((i - 1));&a$((i - 1));&a$((i - 1));\">"
	done
	echo ']><testsuite name="&a30;"/>'
} | results acceptance.xml
linked "$XML"
push_as noor production
refused production acceptance-bound
says acceptance-bound "$XML is not well formed: line 1: it declares a document type, and with it entities; that is not read"

it "refuse: one entity many times"
{
	echo "<!DOCTYPE t [<!ENTITY a \"$(printf %010000d 0)\">]><testsuite name=\"t\">"
	printf '%s' '<testcase name="'
	printf '&a;%.0s' {1..10000}
	echo '"/></testsuite>'
} | results acceptance.xml
linked "$XML"
push_as noor production
refused production acceptance-bound
says acceptance-bound "it declares a document type"

it "refuse: a file of the server as an entity"
echo "<!DOCTYPE t [<!ENTITY a SYSTEM \"file://$CENTRAL/sluis/policy.ini\">]><testsuite name=\"t\"><testcase name=\"&a;\"/></testsuite>" |
	results acceptance.xml
linked "$XML"
push_as noor production
refused production acceptance-bound
says acceptance-bound "it declares a document type"

it "refuse: escape sequences in a name are shown as text"
xml "$OWN" "$(printf '<testcase name="\302\233 red \342\200\256"><failure/></testcase>')"
push_as noor production
refused production acceptance-passed
says acceptance-passed "'marks \\xc2\\x9b red \\xe2\\x80\\xae'"

it "refuse: larger than evidence may be"
{
	echo '<testsuite name="t"><system-out>'
	head -c 17000000 /dev/zero | tr '\0' x
	echo '</system-out></testsuite>'
} | results acceptance.xml
linked "$XML"
push_as noor production
refused production evidence-intact
says evidence-intact "$XML is larger than 16 MiB"

it "undecided: part of the evidence's history is missing"
history_lost
push_as noor production
undecided production evidence-by criteria-first criteria-independent tester-not-author
says tester-not-author "who added $XML cannot be found out"

finish
