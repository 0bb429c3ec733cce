# shellcheck shell=bash
# RSpec with rspec_junit_formatter.
forms='xml'
version() { ruby -e 'require "rspec_junit_formatter"; require "rspec/core"; puts "rspec-core #{RSpec::Core::Version::STRING}"'; }
suite() {
	local more
	case $1 in
	pass) more= ;;
	fail) more='it("fails") { expect(1).to eq 2 }' ;;
	error) more='before(:all) { raise "no database" }' ;;
	skip) more='it("skips", skip: "no printer") { }' ;;
	todo) more='it("is for later")' ;;
	missing) more='require "sluis_no_such_module"' ;;
	*) return 1 ;;
	esac
	printf '%s\n' 'RSpec.describe "s" do' 'it("passes") { expect(1).to eq 1 }' "$more" 'end' >suite_spec.rb
}
run() { rspec --format RspecJunitFormatter --out out.xml suite_spec.rb; }
