# shellcheck shell=bash
# bats: a test whose teardown fails is "not ok" with its skip behind it, and no skip.
forms='tap xml'
version() { bats --version; }
suite() {
	cat >suite.bats <<<'@test "pass" { true; }'
	case $1 in
	pass) ;;
	fail) echo '@test "fail" { false; }' ;;
	error) printf '%s\n' 'teardown() { [ "$BATS_TEST_NUMBER" = 1 ]; }' '@test "torn" { skip "no printer"; }' ;;
	skip) echo '@test "skip" { skip "no printer"; }' ;;
	retry) printf '%s\n' 'BATS_TEST_RETRIES=1' '@test "flaky" { [ "$BATS_TEST_TRY_NUMBER" -gt 1 ]; }' ;;
	missing) echo '@test "missing" { sluis-no-such-program; }' ;;
	*) return 1 ;;
	esac >>suite.bats
}
run() {
	case $1 in
	tap) bats --tap suite.bats >out.tap ;;
	xml) bats --formatter junit suite.bats >out.xml ;;
	esac
}
