# shellcheck shell=bash
# Test::More under prove, which keeps what each test said; or with TAP::Formatter::JUnit.
forms='tap xml'
version() { perl -MTest::More -e 'print "Test::More $Test::More::VERSION\n"'; }
suite() {
	local body
	case $1 in
	pass) body= ;;
	fail) body='ok 0, "fail";' ;;
	error) body='die "no database";' ;;
	skip) body='SKIP: { skip "no printer", 1; ok 0; }' ;;
	todo) body='{ local $TO''DO = "later"; ok 0, "todo"; }' ;;
	subtest) body='subtest "prints" => sub { plan tests => 2; ok 1, "a4"; subtest "a3" => sub { plan skip_all => "no paper" } };' ;;
	missing) body='use Sluis::No::Such::Module;' ;;
	*) return 1 ;;
	esac
	printf '%s\n' 'use Test::More;' 'ok 1, "pass";' "$body" 'done_testing;' >suite.t
}
run() {
	local rc=0
	case $1 in
	tap)
		PERL_TEST_HARNESS_DUMP_TAP=$PWD/kept prove -Q suite.t || rc=$?
		mv kept/suite.t out.tap
		return "$rc"
		;;
	xml) prove --formatter TAP::Formatter::JUnit suite.t >out.xml ;;
	esac
}
