# shellcheck shell=bash
# Vitest: its TAP holds subtests in braces.
forms='xml tap'
version() { npm_bin vitest --version; }
suite() {
	local more
	case $1 in
	pass) more= ;;
	fail) more='test("fail", () => { expect(1).toBe(2); });' ;;
	error) more='beforeAll(() => { throw new Error("no database"); });' ;;
	skip) more='test.skip("skip", () => { throw 1; });' ;;
	todo) more='test.todo("todo");' ;;
	failing) more='test.fails("failing", () => { throw 1; });' ;;
	retry) more='let n = 0; test("flaky", { retry: 1 }, () => { expect(n++).toBe(1); });' ;;
	subtest) more='describe("more", () => { test("a", () => {}); describe("deep", () => { test.skip("b", () => {}); }); });' ;;
	missing) more='await import("sluis-no-such-module");' ;;
	*) return 1 ;;
	esac
	printf '%s\n' 'import { beforeAll, describe, expect, test } from "vitest";' 'test("pass", () => {});' "$more" >suite.test.mjs
	npm_link
}
run() {
	case $1 in
	xml) npm_bin vitest run --root . --reporter=junit --outputFile=out.xml ;;
	tap) npm_bin vitest run --root . --reporter=tap >out.tap ;;
	esac
}
