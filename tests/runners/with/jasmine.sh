# shellcheck shell=bash
# Jasmine with jasmine-reporters.
forms='xml'
version() { npm_version jasmine-core jasmine-reporters; }
suite() {
	local more
	case $1 in
	pass) more= ;;
	fail) more='it("fail", () => { expect(1).toBe(2); });' ;;
	error) more='beforeAll(() => { throw new Error("no database"); });' ;;
	skip) more='xit("skip", () => { throw 1; });' ;;
	todo) more='it("todo", () => { pending("later"); });' ;;
	missing) more='require("sluis-no-such-module");' ;;
	*) return 1 ;;
	esac
	printf '%s\n' 'const r = require("jasmine-reporters");' \
		'jasmine.getEnv().addReporter(new r.JUnitXmlReporter({ filePrefix: "out" }));' \
		'describe("s", () => {' 'it("pass", () => { expect(1).toBe(1); });' "$more" '});' >suite.spec.js
	npm_link
}
run() { npm_bin jasmine suite.spec.js; }
