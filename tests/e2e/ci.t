#!/bin/bash
# The samples of config/ci: what each has its runner run, for real, in a clone of the central repository, as the service.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
CI=$(cd "$E2E/../../config/ci" && pwd)
world_make
policy '/^\[role "tester"\]/a member = ci'
rm "$DOSSIERS/$READY/acceptance.ini" "$DOSSIERS/$READY/ac-1.log"
evidence tess
given promotions
world_keep

# lines_of SAMPLE: LINES that the runner gives to a shell, or nothing, with WHY.
lines_of() {
	WHY='' LINES_OF=''
	case $1 in
	*.yml)
		/usr/bin/python3 -c 'import yaml' 2>"$T/null" || { WHY="python3-yaml is not installed"; return; }
		LINES_OF=$(/usr/bin/python3 - "$CI/$1" <<-'PY'
			import sys, yaml
			jobs = yaml.safe_load(open(sys.argv[1]))
			for job in jobs.get("jobs", {k: v for k, v in jobs.items() if k != "jobs"}).values():
			    for line in job.get("script", []) + [s["run"] for s in job.get("steps", []) if "run" in s]:
			        print(line)
		PY
		)
		;;
	*) LINES_OF=$(sed -n "s/^ *sh '\(.*\)'$/\1/p" "$CI/$1") ;;
	esac
	has "what the runner runs" "$LINES_OF" "ci/sluis-ci results.xml make test"
}

# job [VARIABLE=VALUE]...: the lines, in a checkout of acceptance as a runner makes it, with tests that end as FAILS says.
job() {
	rm -rf "$T/world/job"
	git clone -q "$CENTRAL" "$T/world/job" 2>"$T/null"
	git -C "$T/world/job" checkout -q --detach "$(oid acceptance)"
	mkdir "$T/world/job/ci"
	cp "$CI/sluis-ci" "$T/world/job/ci/"
	printf 'test:\n\t@echo "<testsuite name=\\"s\\"><testcase name=\\"[AC-1] own\\">%s</testcase></testsuite>" >results.xml\n%s' \
		"${FAILS:+<failure/>}" "${FAILS:+	@false$'\n'}" >"$T/world/job/Makefile"
	RC=0
	OUT=$(cd "$T/world/job" && env SLUIS_TEST_PUSHER=ci PATH="$SLUIS_BUILD:$PATH" SLUIS_EMAIL=ci@example.org "$@" \
		sh -e -c "$LINES_OF" 2>&1 </dev/null) || RC=$?
}

for sample in gitlab-ci.yml actions.yml Jenkinsfile; do
	it "$sample: brings a result in as the service, and the gate takes the promotion"
	lines_of "$sample"
	if [ -n "$WHY" ]; then
		skip "$WHY"
		continue
	fi
	job SLUIS_PROMOTION="$READY" SLUIS_URL="$CENTRAL"
	is "the exit code" "$RC" 0
	has "what it says" "$OUT" "$READY of $(short acceptance) on acceptance, by ci: pass"
	is "who committed it" "$(git -C "$CENTRAL" log -1 --format=%ce promotions)" ci@example.org
	promotion drop Acceptance-Result add "$(sed -n '/^Acceptance-Result: /p' <<<"$OUT")"
	git -C "$CLONE" fetch -q "$CENTRAL" promotions
	push_as noor production
	accepted "$(promoted)"
done

it "a test that fails is brought in too, and fails the job"
lines_of Jenkinsfile
FAILS=yes job SLUIS_PROMOTION="$READY"
is "the exit code of make" "$RC" 2
has "what it says" "$OUT" "by ci: FAIL"
has "the record" "$(git -C "$CENTRAL" cat-file blob "promotions:$READY/acceptance.ini")" "verdict = fail"

it "without a promotion nothing is brought in; the gate's answer about the target is the job's"
lines_of Jenkinsfile
before=$(tip promotions)
job SLUIS_TARGET=production
is "the exit code" "$RC" 1
has "what it says" "$OUT" "merge-only  CH.06-3"
job SLUIS_TARGET=acceptance
is "the exit code" "$RC" 0
is "the evidence" "$(tip promotions)" "$before"

finish
