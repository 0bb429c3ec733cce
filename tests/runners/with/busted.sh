# shellcheck shell=bash
# busted of Lua.
forms='xml tap'
version() { busted --version | sed "s/^/busted /"; }
suite() {
	local more
	case $1 in
	pass) more= ;;
	fail) more='it("fails", function() assert.are.equal(1, 2) end)' ;;
	error) more='it("errs", function() error("no database") end)' ;;
	todo) more='pending("later", function() end)' ;;
	missing) more='require "sluis_no_such_module"' ;;
	*) return 1 ;;
	esac
	mkdir -p spec
	printf '%s\n' 'describe("s", function()' 'it("passes", function() assert.are.equal(1, 1) end)' "$more" 'end)' >spec/suite_spec.lua
}
run() {
	case $1 in
	xml) busted -o junit -Xoutput out.xml ;;
	tap) busted -o TAP >out.tap ;;
	esac
}
