# shellcheck shell=bash
# AVA.
forms='tap'
version() { npm_version ava; }
suite() {
	local more
	case $1 in
	pass) more= ;;
	fail) more='test("fail", t => { t.is(1, 2); });' ;;
	error) more='test.before(() => { throw new Error("no database"); });' ;;
	skip) more='test.skip("skip", t => { t.fail(); });' ;;
	todo) more='test.todo("todo");' ;;
	failing) more='test.failing("failing", t => { t.fail(); });' ;;
	missing) more='await import("sluis-no-such-module");' ;;
	*) return 1 ;;
	esac
	printf '%s\n' 'import test from "ava";' 'test("pass", t => { t.pass(); });' "$more" >suite.test.mjs
	npm_link
	echo '{}' >package.json
}
run() { npm_bin ava --tap >out.tap; }
