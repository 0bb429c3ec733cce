# shellcheck shell=bash
# EUnit of Erlang, with its surefire report.
forms='xml'
version() { command -v erlc >/dev/null && ls -d /usr/lib/erlang/lib/eunit-* | sed 's/.*-/EUnit /'; }
suite() {
	local more
	case $1 in
	pass) more= ;;
	fail) more='fail_test() -> ?assertEqual(1, 2).' ;;
	error) more='error_test() -> error(no_database).' ;;
	missing) more='cancelled_test_() -> {setup, fun() -> error(no_database) end, [?_assert(true)]}.' ;;
	*) return 1 ;;
	esac
	printf '%s\n' '-module(suite_tests).' '-include_lib("eunit/include/eunit.hrl").' 'pass_test() -> ?assertEqual(1, 1).' "$more" >suite_tests.erl
	erlc suite_tests.erl
}
run() {
	local rc=0
	erl -noshell -eval 'R = eunit:test(suite_tests, [{report, {eunit_surefire, [{dir, "."}]}}]), halt(case R of ok -> 0; _ -> 1 end).' || rc=$?
	mv TEST-*.xml out.xml
	return "$rc"
}
