# shellcheck shell=bash
# googletest.
forms='xml'
version() { [ -e /usr/include/gtest/gtest.h ] && command -v g++ >/dev/null && dpkg-query -W -f '${Package} ${Version}\n' libgtest-dev; }
suite() {
	local more
	case $1 in
	pass) more= ;;
	fail) more='TEST(S, fail) { EXPECT_EQ(1, 2); }' ;;
	error) more='TEST(S, error) { throw 1; }' ;;
	skip) more='TEST(S, skip) { GTEST_SKIP() << "no printer"; }' ;;
	todo) more='TEST(S, DISABLED_todo) { EXPECT_EQ(1, 2); }' ;;
	*) return 1 ;;
	esac
	printf '%s\n' '#include <gtest/gtest.h>' 'TEST(S, pass) {}' "$more" >suite.cc
	g++ -o suite suite.cc -lgtest -lgtest_main
}
run() { ./suite --gtest_output=xml:out.xml; }
