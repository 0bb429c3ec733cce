# shellcheck shell=bash
# Criterion: statuses in capitals.
forms='xml tap'
version() { [ -e /usr/include/criterion/criterion.h ] && command -v cc >/dev/null && dpkg-query -W -f '${Package} ${Version}\n' libcriterion-dev; }
suite() {
	local more
	case $1 in
	pass) more= ;;
	fail) more='Test(s, fail) { cr_expect(1 == 2); cr_expect(1 == 3); }' ;;
	error) more='#include <stdlib.h>
Test(s, error) { abort(); }' ;;
	skip) more='Test(s, skip) { cr_skip_test("no printer"); }' ;;
	todo) more='Test(s, off, .disabled = true) { cr_assert(0); }' ;;
	*) return 1 ;;
	esac
	printf '%s\n' '#include <criterion/criterion.h>' 'Test(s, pass) { cr_assert(1 == 1); }' "$more" >suite.c
	cc -o suite suite.c -lcriterion
}
run() {
	case $1 in
	tap) ./suite --tap=out.tap ;;
	xml) ./suite --xml=out.xml ;;
	esac
}
