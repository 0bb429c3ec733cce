# shellcheck shell=bash
# QUnit.
forms='tap'
version() { npm_version qunit; }
suite() {
	local more
	case $1 in
	pass) more= ;;
	fail) more='QUnit.test("fail", a => { a.equal(1, 2); });' ;;
	error) more='QUnit.module("m", { before() { throw new Error("no database"); } }); QUnit.test("error", a => { a.ok(true); });' ;;
	skip) more='QUnit.test.skip("skip", a => { a.ok(false); });' ;;
	todo) more='QUnit.test.todo("todo", a => { a.ok(false); });' ;;
	missing) more='require("sluis-no-such-module");' ;;
	*) return 1 ;;
	esac
	printf '%s\n' 'QUnit.test("pass", a => { a.ok(true); });' "$more" >suite.test.js
	npm_link
}
run() { npm_bin qunit suite.test.js >out.tap; }
