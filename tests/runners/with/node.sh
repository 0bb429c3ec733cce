# shellcheck shell=bash
# node:test.
forms='tap xml'
version() { node --version | sed 's/^/node /'; }
suite() {
	local more
	case $1 in
	pass) more= ;;
	fail) more='test("fail", () => { throw new Error("no"); });' ;;
	error) more='test("error", async () => { setTimeout(() => { throw new Error("late"); }); await new Promise(() => {}); });' ;;
	skip) more='test("skip", { skip: "no printer" }, () => { throw 1; });' ;;
	todo) more='test("todo", { todo: true }, () => { throw new Error("later"); });' ;;
	subtest) more='test("sub", async (t) => { await t.test("a", () => {}); await t.test("b", { skip: true }, () => {}); });' ;;
	subfail) more='test("sub", async (t) => { await t.test("a", () => {}); await t.test("b", () => { throw 1; }); });' ;;
	missing) more='require("sluis-no-such-module");' ;;
	*) return 1 ;;
	esac
	printf '%s\n' 'const test = require("node:test");' 'test("pass", () => {});' "$more" >suite.test.js
}
run() {
	case $1 in
	tap) node --test --test-reporter=tap >out.tap ;;
	xml) node --test --test-reporter=junit >out.xml ;;
	esac
}
