#!/bin/bash
# What a push costs in system calls, which a busy machine does not change: at most a tenth more or less than here.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

why=
if ! command -v strace >/dev/null; then
	why="strace is not installed"
elif ! strace -o "$T/null" true 2>/dev/null; then
	why="this machine allows no strace"
elif nm -C "$SLUIS_BUILD/pre-receive" 2>/dev/null | grep -q __asan_init; then
	why="a sanitizer makes calls of its own"
fi

# Each hook under strace, which follows none of the programs that it starts. It has a folder of its own, where nothing is
# taken for hooks that run after it.
if [ -z "$why" ]; then
	mkdir "$T/bin"
	for each in pre-receive reference-transaction post-receive; do
		ln -s "$SLUIS_BUILD/$each" "$T/bin/$each"
		printf '#!/bin/sh\nexec strace -o "%s" "%s" "$@"\n' "$T/calls-$each\${1:+-\$1}" "$T/bin/$each" >"$CENTRAL/hooks/$each.new"
		chmod 755 "$CENTRAL/hooks/$each.new"
		mv -f "$CENTRAL/hooks/$each.new" "$CENTRAL/hooks/$each"
	done
fi
world_keep

# calls FILE: without those that depend on how long paths are and on how memory comes.
calls() {
	grep -E '^[a-z_0-9]+\(' "$1" | grep -cvE '^(readlink|brk|mmap|munmap|mprotect)\('
}

# What it takes to start the program at all depends on the C library.
start_calls() {
	strace -o "$T/calls-start" "$SLUIS_BUILD/$1" --version >"$T/null" 2>&1
	calls "$T/calls-start"
}

# costs HOOK CALLS
costs() {
	local n

	n=$(($(calls "$T/calls-$1") - $(start_calls "${1%-prepared}")))
	is "$1 takes about $2 calls, so that $n" "$((n * 10 >= $2 * 9 && n * 10 <= $2 * 11))" 1
}

# stamped: the policy has a stamp, which one that has just changed does not get.
stamped() {
	sleep 3
	push_as dirk development:first
	accepted
}

it "a push that governs nothing"
if [ -n "$why" ]; then
	skip "$why"
else
	stamped
	push_as dirk development:topic
	accepted
	costs pre-receive 40
	costs reference-transaction-prepared 34
	costs post-receive 42
	for each in pre-receive reference-transaction-prepared reference-transaction-committed post-receive; do
		hasnt "what $each opens" "$(grep open "$T/calls-$each")" "/objects"
		hasnt "what $each opens" "$(grep open "$T/calls-$each")" "refs/sluis"
		hasnt "what $each reads" "$(grep read "$T/calls-$each")" "[policy]"
	done
fi

it "a promotion"
if [ -n "$why" ]; then
	skip "$why"
elif ! grep -qs '^#define LIBGIT2_VERSION .*"1\.5\.' /usr/include/git2/version.h; then
	skip "counted with libgit2 1.5"
else
	stamped
	push_as noor production
	accepted "$(promoted)"
	costs pre-receive 459
	costs reference-transaction-prepared 160
	costs post-receive 204
fi

finish
