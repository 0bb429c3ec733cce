# shellcheck shell=bash
# meson test.
forms='xml'
version() { command -v ninja >/dev/null && meson --version | sed "s/^/meson /"; }
suite() {
	local more
	case $1 in
	pass) more= ;;
	fail) more="test('fail', find_program('false'))" ;;
	error) more="test('error', find_program('sh'), args: ['-c', 'exit 99'])" ;;
	crash) more="test('crash', find_program('sh'), args: ['-c', 'kill -SEGV \$\$'])" ;;
	skip) more="test('skip', find_program('sh'), args: ['-c', 'exit 77'])" ;;
	todo) more="test('todo', find_program('false'), should_fail: true)" ;;
	unexpected) more="test('todo', find_program('true'), should_fail: true)" ;;
	timeout) more="test('slow', find_program('sleep'), args: ['3'], timeout: 1)" ;;
	*) return 1 ;;
	esac
	printf '%s\n' "project('suite')" "test('pass', find_program('true'))" "$more" >meson.build
}
run() {
	local rc=0
	meson setup build >meson.log && meson test -C build || rc=$?
	mv build/meson-logs/testlog.junit.xml out.xml
	return "$rc"
}
