# shellcheck shell=bash
# CTest: a test that could not be started stands as "notrun", as does one that asked to be skipped.
forms='xml'
version() { ctest --version | head -n 1; }
suite() {
	local more
	case $1 in
	pass) more= ;;
	fail) more='add_test(NAME fail COMMAND false)' ;;
	error) more='add_test(NAME crash COMMAND sh -c "kill -SEGV $$")' ;;
	skip) more='add_test(NAME skip COMMAND sh -c "exit 77")
set_tests_properties(skip PROPERTIES SKIP_RETURN_CODE 77)
add_test(NAME told COMMAND echo nothing to do)
set_tests_properties(told PROPERTIES SKIP_REGULAR_EXPRESSION "nothing")' ;;
	todo) more='add_test(NAME disabled COMMAND false)
set_tests_properties(disabled PROPERTIES DISABLED TRUE)' ;;
	retry) more='add_test(NAME flaky COMMAND sh -c "test -e tried || { touch tried; exit 1; }")' ;;
	missing) more='add_test(NAME missing COMMAND sluis-no-such-program)' ;;
	file) more='add_test(NAME wants COMMAND true)
set_tests_properties(wants PROPERTIES REQUIRED_FILES sluis-no-such-file)' ;;
	fixture) more='add_test(NAME setup COMMAND false)
set_tests_properties(setup PROPERTIES FIXTURES_SETUP db)
add_test(NAME wants COMMAND true)
set_tests_properties(wants PROPERTIES FIXTURES_REQUIRED db)' ;;
	*) return 1 ;;
	esac
	printf '%s\n' 'cmake_minimum_required(VERSION 3.20)' 'project(suite NONE)' 'enable_testing()' \
		'add_test(NAME pass COMMAND true)' "$more" >CMakeLists.txt
}
run() {
	cmake . >"cmake.log" && ctest --output-junit out.xml --repeat until-pass:2
}
