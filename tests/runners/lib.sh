# shellcheck shell=bash
# Each file of with/ knows one runner: `forms` (what it writes), `slow` (only where all are asked for), `version` (fails where it
# is not installed), `suite SCENARIO` (writes the tests of that scenario into this folder; fails where it has none such) and
# `run FORM SCENARIO`, which leaves out.FORM and ends as the runner did.

RUNNERS=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
RUNNERS_NPM=${SLUIS_RUNNERS_NPM:-/nonexistent}
# shellcheck disable=SC2034
VERDICT=${SLUIS_BUILD:-build}/tests/runners-verdict

npm_bin() {
	local name=$1
	shift
	"$RUNNERS_NPM/.bin/$name" "$@"
}

npm_version() {
	local each
	for each; do
		[ -e "$RUNNERS_NPM/$each/package.json" ] || return 1
		sed -n "s/^[[:space:]]*\"version\": *\"\([^\"]*\)\".*/$each \1/p;T;q" "$RUNNERS_NPM/$each/package.json"
	done
}

npm_link() {
	ln -s "$RUNNERS_NPM" node_modules
}

# runner NAME: makes the functions above be those of that runner.
runner() {
	# shellcheck disable=SC2034
	forms='' slow=''
	# shellcheck source=/dev/null
	. "$RUNNERS/with/$1.sh"
}

# runner_scenarios NAME: all that it has.
runner_scenarios() {
	local from=$RUNNERS/with/$1.sh
	[ "$1" != mocha-junit ] || from=$RUNNERS/with/mocha.sh
	sed -n '/^suite/,/^}/s/^	\([a-z]*\)) .*/\1/p' "$from"
}

# runner_runs NAME FORM SCENARIO: in a fresh folder. Sets runs_exit; fails where there is no such scenario.
runner_runs() {
	local at=$T/$1/$2/$3
	mkdir -p "$at" "$T/shared/$1"
	cd "$at" || return 1
	export SHARED=$T/shared/$1 RUNNERS RUNNERS_NPM
	(suite "$3") >"$T/$1/suite.log" 2>&1 || return 1
	runs_exit=0
	# shellcheck disable=SC2016,SC2034
	timeout 120 bash -c '. "$RUNNERS/lib.sh"; runner "$1"; run "$2" "$3"' - "$@" >"$T/$1/run.log" 2>&1 </dev/null || runs_exit=$?
}

# differs NAME FORM SCENARIO: "hides", "refuses", or nothing where verdict and exit status must be one.
differs() {
	awk -v n="$1" -v f="$2" -v s="$3" '$1 == n && $2 == f && $3 == s { print $4 }' "$RUNNERS/differs"
}

# agree VERDICT EXIT HOW: does the verdict ("pass ...", or anything else) go with the exit status?
agree() {
	local passed=no
	[[ $1 != "pass "* ]] || passed=yes
	case $3 in
	hides) [ "$passed" = yes ] && [ "$2" != 0 ] ;;
	refuses) [ "$passed" = no ] && [ "$2" = 0 ] ;;
	*) [ "$passed$2" = yes0 ] || [[ $passed$2 =~ ^no0*[1-9] ]] ;;
	esac
}
