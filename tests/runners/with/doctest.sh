# shellcheck shell=bash
# doctest.
forms='xml'
slow=yes
version() { [ -e /usr/include/doctest/doctest.h ] && command -v g++ >/dev/null && dpkg-query -W -f '${Package} ${Version}\n' doctest-dev; }
suite() {
	[ -e "$SHARED/doctest.o" ] || {
		printf '%s\n' '#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN' '#include <doctest/doctest.h>' >main.cc
		g++ -c -o "$SHARED/doctest.o" main.cc
	}
	local more
	case $1 in
	pass) more= ;;
	fail) more='TEST_CASE("fail") { CHECK(1 == 2); CHECK(1 == 3); }' ;;
	error) more='TEST_CASE("error") { throw 1; }' ;;
	skip) more='TEST_CASE("skip" * doctest::skip()) { CHECK(1 == 2); }' ;;
	todo) more='TEST_CASE("todo" * doctest::should_fail()) { CHECK(1 == 2); }' ;;
	may) more='TEST_CASE("may" * doctest::may_fail()) { CHECK(1 == 2); }' ;;
	*) return 1 ;;
	esac
	printf '%s\n' '#include <doctest/doctest.h>' 'TEST_CASE("pass") { CHECK(1 == 1); SUBCASE("a") { CHECK(1 == 1); } SUBCASE("b") { CHECK(1 == 1); } }' "$more" >suite.cc
	g++ -o suite suite.cc "$SHARED/doctest.o"
}
run() { ./suite -r=junit -o=out.xml; }
