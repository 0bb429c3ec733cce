# shellcheck shell=bash
# Cucumber.js.
forms='xml'
version() { npm_bin cucumber-js --version | sed 's/^/cucumber-js /'; }
suite() {
	local more
	case $1 in
	pass) more='Given all is well' ;;
	fail) more='Given it fails' ;;
	skip) more='Given it is skipped' ;;
	todo) more='Given it is pending' ;;
	missing) more='Given nobody defined this' ;;
	retry) more='Given it is flaky' ;;
	*) return 1 ;;
	esac
	mkdir -p features
	printf '%s\n' 'Feature: s' '  Scenario: pass' '    Given all is well' '  Scenario: other' "    $more" >features/s.feature
	cat >steps.cjs <<-'J'
		const { Given } = require("@cucumber/cucumber");
		let n = 0;
		Given("all is well", () => {});
		Given("it fails", () => { throw new Error("no"); });
		Given("it is skipped", () => "skipped");
		Given("it is pending", () => "pending");
		Given("it is flaky", () => { if (n++ < 1) throw new Error("no"); });
	J
	npm_link
}
run() { npm_bin cucumber-js --require steps.cjs --retry 1 --format junit:out.xml; }
