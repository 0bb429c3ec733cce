# shellcheck shell=bash
# node-tap: buffered subtests in braces.
forms='tap'
version() { npm_bin tap --version | sed 's/^/tap /;q'; }
suite() {
	local more
	case $1 in
	pass) more= ;;
	fail) more='t.equal(1, 2, "fail");' ;;
	error) more='throw new Error("no database");' ;;
	skip) more='t.test("skip", { skip: "no printer" }, t => { t.fail(); t.end(); });' ;;
	todo) more='t.test("todo", { todo: "later" }, t => { t.fail(); t.end(); });' ;;
	point) more='t.equal(1, 2, "point", { todo: true }); t.equal(1, 2, "other", { skip: true });' ;;
	subtest) more='t.test("sub", { buffered: true }, t => { t.pass("a"); t.test("deep", { buffered: true }, t => { t.pass("b"); t.end(); }); t.end(); });' ;;
	subfail) more='t.test("sub", { buffered: true }, t => { t.pass("a"); t.fail("b"); t.end(); });' ;;
	missing) more='require("sluis-no-such-module");' ;;
	*) return 1 ;;
	esac
	printf '%s\n' 'const t = require("tap");' 't.pass("pass");' "$more" 't.end();' >suite.test.js
	npm_link
	echo '{}' >package.json
}
run() { npm_bin tap run --disable-coverage --allow-incomplete-coverage --reporter=tap suite.test.js >out.tap; }
