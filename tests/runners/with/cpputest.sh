# shellcheck shell=bash
# CppUTest.
forms='xml'
version() { [ -e /usr/include/CppUTest/TestHarness.h ] && command -v g++ >/dev/null && dpkg-query -W -f '${Package} ${Version}\n' cpputest; }
suite() {
	local more
	case $1 in
	pass) more= ;;
	fail) more='TEST(S, fail) { CHECK(false); }' ;;
	skip) more='IGNORE_TEST(S, skip) { CHECK(false); }' ;;
	*) return 1 ;;
	esac
	printf '%s\n' '#include <CppUTest/TestHarness.h>' '#include <CppUTest/CommandLineTestRunner.h>' 'TEST_GROUP(S) {};' \
		'TEST(S, pass) { CHECK(true); }' "$more" 'int main(int n, char **v) { return CommandLineTestRunner::RunAllTests(n, v); }' >suite.cc
	g++ -o suite suite.cc -lCppUTest -lCppUTestExt
}
run() {
	local rc=0
	./suite -ojunit || rc=$?
	mv cpputest_*.xml out.xml
	return "$rc"
}
