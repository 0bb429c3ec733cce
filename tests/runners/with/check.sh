# shellcheck shell=bash
# Check.
forms='tap'
version() { [ -e /usr/include/check.h ] && command -v cc >/dev/null && dpkg-query -W -f '${Package} ${Version}\n' check; }
suite() {
	local more
	case $1 in
	pass) more= ;;
	fail) more='ck_assert(1 == 2);' ;;
	error) more='abort();' ;;
	*) return 1 ;;
	esac
	cat >suite.c <<-C
		#include <check.h>
		#include <stdlib.h>
		START_TEST(pass) { ck_assert(1 == 1); } END_TEST
		START_TEST(other) { $more } END_TEST
		int main(void)
		{
			Suite *s = suite_create("s");
			TCase *t = tcase_create("c");
			tcase_add_test(t, pass);
			tcase_add_test(t, other);
			suite_add_tcase(s, t);
			SRunner *r = srunner_create(s);
			srunner_run_all(r, CK_NORMAL);
			return srunner_ntests_failed(r) != 0;
		}
	C
	cc -o suite suite.c -lcheck -lsubunit -lrt -lm -lpthread
}
run() { CK_TAP_LOG_FILE_NAME=out.tap ./suite; }
