# shellcheck shell=bash
# cmocka: what was skipped is "not ok N # SKIP NAME".
forms='tap xml'
version() { [ -e /usr/include/cmocka.h ] && command -v cc >/dev/null && dpkg-query -W -f '${Package} ${Version}\n' libcmocka-dev; }
suite() {
	local more
	case $1 in
	pass) more='assert_true(1);' ;;
	fail) more='assert_true(0);' ;;
	error) more='*(volatile int *)0 = 1;' ;;
	skip) more='skip();' ;;
	*) return 1 ;;
	esac
	cat >suite.c <<-C
		#include <stdarg.h>
		#include <stddef.h>
		#include <setjmp.h>
		#include <cmocka.h>
		static void pass(void **s) { (void)s; }
		static void other(void **s) { (void)s; $more }
		int main(void)
		{
			const struct CMUnitTest tests[] = { cmocka_unit_test(pass), cmocka_unit_test(other) };
			return cmocka_run_group_tests_name("suite", tests, NULL, NULL);
		}
	C
	cc -o suite suite.c -lcmocka
}
run() {
	case $1 in
	tap) CMOCKA_MESSAGE_OUTPUT=TAP ./suite >out.tap ;;
	xml) CMOCKA_MESSAGE_OUTPUT=XML CMOCKA_XML_FILE=out.xml ./suite ;;
	esac
}
