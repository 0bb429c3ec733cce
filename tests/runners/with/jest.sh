# shellcheck shell=bash
# Jest with jest-junit and jest-ctrf-json-reporter: jest-junit shows a todo as it shows a test that passed, and does not count it.
forms='xml json'
version() { npm_bin jest --version | sed 's/^/jest /'; npm_version jest-junit jest-ctrf-json-reporter; }
suite() {
	local more
	case $1 in
	pass) more= ;;
	fail) more='test("fail", () => { expect(1).toBe(2); });' ;;
	error) more='beforeAll(() => { throw new Error("no database"); });' ;;
	skip) more='test.skip("skip", () => { throw 1; });' ;;
	todo) more='test.todo("todo");' ;;
	failing) more='test.failing("failing", () => { throw 1; });' ;;
	retry) more='let n = 0; jest.retryTimes(1); test("flaky", () => { expect(n++).toBe(1); });' ;;
	missing) more='require("sluis-no-such-module");' ;;
	*) return 1 ;;
	esac
	printf '%s\n' 'test("pass", () => {});' "$more" >suite.test.js
	npm_link
	echo '{}' >package.json
}
run() {
	local rc=0
	case $1 in
	xml) JEST_JUNIT_OUTPUT_FILE=out.xml JEST_JUNIT_REPORT_TEST_SUITE_ERRORS=true npm_bin jest --rootDir . --ci --reporters=jest-junit ;;
	json)
		npm_bin jest --rootDir . --ci --reporters=jest-ctrf-json-reporter || rc=$?
		mv ctrf/*.json out.json
		return "$rc"
		;;
	esac
}
