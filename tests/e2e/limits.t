#!/bin/bash
# What a hook may use of the host, what it needs, and what those get that it starts.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

# A sanitizer needs more than any of these limits.
if grep -q __asan_init "$SLUIS_BUILD/pre-receive"; then
	echo "1..0 # SKIP the gate is built with a sanitizer"
	exit
fi

# started COMMAND...: the gate is started after these.
started() {
	rm "$CENTRAL/hooks/pre-receive"
	ln -s "$SLUIS_BUILD/pre-receive" "$CENTRAL/hooks/gate"
	previous "$CENTRAL/hooks/pre-receive" "$@" "exec hooks/gate"
}

# limit FILE NAME: what /proc says of it, soft and hard.
limit() {
	sed -n "s/^$2  *\([0-9a-z]*\)  *\([0-9a-z]*\) .*/\1 \2/p" "$1"
}

it "the gate bounds memory, files and core dumps; a hook of somebody else gets what it found"
# shellcheck disable=SC2016  # for the hook
previous "$CENTRAL/hooks/pre-receive.d/20-look" "sleep 0.3" "cat /proc/\$PPID/limits >$T/ours" "cat /proc/\$\$/limits >$T/theirs"
ulimit -Sn 512
ulimit -Sc unlimited 2>"$T/null" || true
cat /proc/$$/limits >"$T/found"
push_as noor production
accepted "$(promoted)"
is "core dumps" "$(limit "$T/ours" "Max core file size")" "0 $(limit "$T/found" "Max core file size" | cut -d ' ' -f 2)"
is "memory" "$(limit "$T/ours" "Max data size" | cut -d ' ' -f 1)" $((2 << 30))
is "files" "$(limit "$T/ours" "Max open files" | cut -d ' ' -f 1)" 4096
is "the limits of the other hook" "$(cat "$T/theirs")" "$(cat "$T/found")"

it "accept: few files, which the host lets it raise"
started "ulimit -Sn 16"
push_as noor production
accepted "$(promoted)"

it "accept: as many files as it needs, with three signatures"
proof_by_signature
signed_off kim key-user
signed_off els system-owner
signed_off jan operator
started "ulimit -n 64"
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"

it "undecided: fewer files than it needs"
for n in 5 16 63; do
	started "ulimit -n $n"
	push_as noor production
	undecided_all "the host lets the gate open $n files at once, and it needs up to 64" \
		"fix: the administrator of the server raises the hard limit: nofile in limits.conf, LimitNOFILE of a service, or ulimit -Hn"
	rm "$CENTRAL/hooks/gate"
done

it "undecided: a umask that shuts it out of what it writes; not its own of a group"
for mode in 0277 0400 0777; do
	started "umask $mode"
	push_as noor production
	undecided_all "the umask $mode shuts the gate out of what it writes itself" \
		"fix: the administrator of the server sets umask 0022 for the account, or where the hook is started"
	rm "$CENTRAL/hooks/gate"
done
started "umask 0077"
push_as noor production
accepted "$(promoted)"

it "undecided: the ref moves under such a umask"
ln -s "$SLUIS_BUILD/reference-transaction" "$CENTRAL/hooks/transaction"
previous "$CENTRAL/hooks/reference-transaction" "umask 0200" 'exec hooks/transaction "$@"'
old=$(tip production)
push_as noor production
has "what it says" "$(cat "$T/answer")" "the umask 0200 shuts the gate out"
is "production" "$(tip production)" "$old"
ANSWERED=yes ANSWER_HEAD=()

it "undecided: less memory than the push takes"
started "ulimit -d 300"
push_as noor production
undecided_all "out of memory: this push needs more than the gate may use"

it "undecided: an entry larger than anything is read again; the next push is judged"
policy 's|^ref = refs/heads/development|ref = refs/heads/work/*|'
perl -e 'printf "%040d %s refs/heads/work/%s%s\n", 0, $ARGV[0], $_, join "", ("/" . "n" x 240) x 12 for 1 .. 1500' "$(oid test)" >"$T/many"
(cd "$CENTRAL" && GIT_DIR=. GIT_PUSH_OPTION_COUNT=0 SLUIS_TEST_PUSHER=dirk hooks/pre-receive <"$T/many" >"$T/said" 2>&1) && wrong "it was let in"
has_words "what it says" "$(tr -d '\n' <"$T/said")" \
	"the verdict cannot be recorded in refs/sluis/audit: its entry would be larger than 4128768 bytes" \
	"fix: push them in parts: some of the refs, then the others"
push_as dirk development:refs/heads/work/a
accepted

it "the doctor says what is too little"
RC=0
OUT=$(umask 0277; ulimit -n 60; "$SLUIS_BUILD/git-sluis" doctor --check limits "$CENTRAL") || RC=$?
is "the exit code" "$RC" 1
has "what it says" "$OUT" "the umask 0277 shuts the gate out"
RC=0
OUT=$(ulimit -n 60; "$SLUIS_BUILD/git-sluis" doctor --check limits "$CENTRAL") || RC=$?
is "the exit code" "$RC" 1
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "the host lets the gate open 60 files at once, and it needs up to 64"
git -C "$CENTRAL" config sluis.cpuSeconds 77
OUT=$(ulimit -n 100; "$SLUIS_BUILD/git-sluis" doctor -v --check limits "$CENTRAL")
has "what it says" "$OUT" "limits: a hook may use 2048 MiB of memory, 100 open files, 77 s of processor time and 3600 s by the clock"
finish
