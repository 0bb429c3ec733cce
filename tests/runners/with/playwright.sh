# shellcheck shell=bash
# Playwright's runner, without a browser.
forms='xml json'
version() { npm_bin playwright --version | sed "s/^Version/@playwright\/test/"; npm_version playwright-ctrf-json-reporter; }
suite() {
	local more
	case $1 in
	pass) more= ;;
	fail) more='test("fail", () => { expect(1).toBe(2); });' ;;
	error) more='test.beforeAll(() => { throw new Error("no database"); });' ;;
	skip) more='test.skip("skip", () => { throw 1; });' ;;
	todo) more='test.fixme("todo", () => { throw 1; });' ;;
	failing) more='test("failing", () => { test.fail(); throw 1; });' ;;
	retry) more='test("flaky", ({}, info) => { expect(info.retry).toBe(1); });' ;;
	missing) more='require("sluis-no-such-module");' ;;
	*) return 1 ;;
	esac
	printf '%s\n' 'const { expect, test } = require("@playwright/test");' 'test("pass", () => {});' "$more" >suite.spec.js
	npm_link
}
run() {
	local rc=0
	case $1 in
	xml) PLAYWRIGHT_JUNIT_OUTPUT_NAME=out.xml npm_bin playwright test --retries=1 --reporter=junit ;;
	json)
		npm_bin playwright test --retries=1 --reporter=playwright-ctrf-json-reporter || rc=$?
		mv ctrf/*.json out.json
		return "$rc"
		;;
	esac
}
