# shellcheck shell=bash
# Catch2: its suite counts assertions where others count tests.
forms='xml'
slow=yes
version() { [ -e /usr/include/catch2/catch.hpp ] && command -v g++ >/dev/null && dpkg-query -W -f '${Package} ${Version}\n' catch2; }
suite() {
	[ -e "$SHARED/catch2.o" ] || {
		printf '%s\n' '#define CATCH_CONFIG_MAIN' '#include <catch2/catch.hpp>' >main.cc
		g++ -c -o "$SHARED/catch2.o" main.cc
	}
	local more
	case $1 in
	pass) more= ;;
	fail) more='TEST_CASE("fail") { CHECK(1 == 1); CHECK(1 == 2); CHECK(1 == 3); }' ;;
	error) more='TEST_CASE("error") { throw 1; }' ;;
	skip) more='TEST_CASE("hidden", "[.]") { CHECK(1 == 2); }' ;;
	todo) more='TEST_CASE("todo", "[!shouldfail]") { CHECK(1 == 2); }' ;;
	unexpected) more='TEST_CASE("todo", "[!shouldfail]") { CHECK(1 == 1); }' ;;
	may) more='TEST_CASE("may", "[!mayfail]") { CHECK(1 == 2); }' ;;
	*) return 1 ;;
	esac
	printf '%s\n' '#include <catch2/catch.hpp>' \
		'TEST_CASE("pass") { CHECK(1 == 1); CHECK(2 == 2); SECTION("a") { CHECK(1 == 1); } SECTION("b") { CHECK(1 == 1); } }' "$more" >suite.cc
	g++ -o suite suite.cc "$SHARED/catch2.o"
}
run() { ./suite -r junit -o out.xml; }
