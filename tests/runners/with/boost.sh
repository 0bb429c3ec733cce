# shellcheck shell=bash
# Boost.Test: tests that were switched off are shown and not counted.
forms='xml'
slow=yes
version() { [ -e /usr/include/boost/test/included/unit_test.hpp ] && command -v g++ >/dev/null && dpkg-query -W -f '${Package} ${Version}\n' libboost-test-dev; }
suite() {
	[ -e "$SHARED/boost.o" ] || {
		printf '%s\n' '#define BOOST_TEST_MODULE suite' '#include <boost/test/included/unit_test.hpp>' >main.cc
		g++ -c -o "$SHARED/boost.o" main.cc
	}
	local more
	case $1 in
	pass) more= ;;
	fail) more='BOOST_AUTO_TEST_CASE(fail) { BOOST_TEST(1 == 2); }' ;;
	error) more='BOOST_AUTO_TEST_CASE(error) { throw 1; }' ;;
	skip) more='BOOST_AUTO_TEST_CASE(off, *boost::unit_test::disabled()) { BOOST_TEST(1 == 2); }' ;;
	depends) more='BOOST_AUTO_TEST_CASE(fail) { BOOST_TEST(1 == 2); }
BOOST_AUTO_TEST_CASE(after, *boost::unit_test::depends_on("fail")) { BOOST_TEST(1 == 1); }' ;;
	todo) more='BOOST_AUTO_TEST_CASE(todo, *boost::unit_test::expected_failures(1)) { BOOST_TEST(1 == 2); }' ;;
	*) return 1 ;;
	esac
	printf '%s\n' '#include <boost/test/unit_test.hpp>' 'BOOST_AUTO_TEST_CASE(pass) { BOOST_TEST(1 == 1); }' "$more" >suite.cc
	g++ -o suite suite.cc "$SHARED/boost.o"
}
run() { ./suite --logger=JUNIT,all,out.xml; }
