# shellcheck shell=bash
# Kyua.
forms='xml'
version() { command -v kyua >/dev/null && kyua about | head -n 1; }
suite() {
	local more
	case $1 in
	pass) more='exit 0' ;;
	fail) more='exit 1' ;;
	error) more='kill -SEGV $$' ;;
	*) return 1 ;;
	esac
	printf '%s\n' 'syntax(2)' 'test_suite("suite")' 'plain_test_program{name="pass"}' 'plain_test_program{name="other"}' >Kyuafile
	printf '%s\n' '#!/bin/sh' 'exit 0' >pass
	printf '%s\n' '#!/bin/sh' "$more" >other
	chmod +x pass other
}
run() {
	local rc=0
	HOME=$PWD kyua test -r run.db || rc=$?
	HOME=$PWD kyua report-junit -r run.db >out.xml
	return "$rc"
}
