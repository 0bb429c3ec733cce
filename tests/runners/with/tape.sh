# shellcheck shell=bash
# tape.
forms='tap'
version() { npm_version tape; }
suite() {
	local more
	case $1 in
	pass) more= ;;
	fail) more='t.equal(1, 2, "fail");' ;;
	error) more='throw new Error("no database");' ;;
	skip) more='t.equal(1, 2, "skip", { skip: "no printer" });' ;;
	todo) more='t.end(); }); test("todo", { todo: true }, (t) => { t.fail("later");' ;;
	subtest) more='t.test("sub", (t) => { t.ok(1); t.end(); });' ;;
	missing) more='require("sluis-no-such-module");' ;;
	*) return 1 ;;
	esac
	printf '%s\n' 'const test = require("tape");' 'test("s", (t) => {' 't.equal(1, 1, "pass");' "$more" 't.end(); });' >suite.test.js
	npm_link
}
run() { npm_bin tape suite.test.js >out.tap; }
