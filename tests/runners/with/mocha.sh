# shellcheck shell=bash
# Mocha: its own xunit and TAP, and CTRF.
forms='xml tap json'
version() { npm_version mocha mocha-ctrf-json-reporter; }
suite() {
	local more
	case $1 in
	pass) more= ;;
	fail) more='it("fail", () => { throw new Error("no"); });' ;;
	error) more='before(() => { throw new Error("no database"); });' ;;
	skip) more='it.skip("skip", () => { throw 1; });' ;;
	todo) more='it("todo");' ;;
	retry) more='let n = 0; it("flaky", function () { this.retries(1); if (n++ < 1) throw 1; });' ;;
	missing) more='require("sluis-no-such-module");' ;;
	*) return 1 ;;
	esac
	printf '%s\n' 'describe("s", () => {' 'it("pass", () => {});' "$more" '});' >suite.test.js
	npm_link
}
run() {
	local rc=0
	case $1 in
	xml) npm_bin mocha --reporter xunit --reporter-option output=out.xml suite.test.js ;;
	tap) npm_bin mocha --reporter tap suite.test.js >out.tap ;;
	json)
		npm_bin mocha --reporter mocha-ctrf-json-reporter suite.test.js || rc=$?
		mv ctrf/*.json out.json
		return "$rc"
		;;
	esac
}
