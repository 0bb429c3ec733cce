#!/bin/bash
# The client goes away while the gate judges, over a real sshd: the ref moves, and post-receive never runs.
# shellcheck disable=SC2016  # for the shell of the hook
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=tests/e2e/fault.sh
. "${0%/*}/fault.sh"
fault_world
ssh_make dirk noor
push_as noor "$(oid production):refs/heads/production"
ANSWERED=yes ANSWER_HEAD=()
change dirk src/pay.c
world_keep

# The kept hook says that it runs, and goes on when nobody is left who could hear the answer: sshd is gone, and all that it had open
# with it. Its ancestors are git-receive-pack, git-shell, perhaps a shell, and sshd (sshd-session since 9.8).
waits_for_nobody() {
	mkfifo "$T/world/runs"
	kept_hook pre-receive 'pid=$PPID' \
		'while ! grep -qxE "sshd(-session)?" /proc/$pid/comm; do pid=$(ps -o ppid= -p $pid | tr -d " "); done' \
		"echo \$pid >'$T/world/runs'" \
		'n=0; while [ -e /proc/$pid ] && [ $((n += 1)) -lt 600 ]; do sleep 0.05; done' "$@"
}

# The client and the ssh that it started are killed while the gate judges; then all that is left of the push comes to its end.
client_gone() {
	local client server

	BEFORE=$(refs)
	GIT_SSH_COMMAND=$(ssh_command dirk) setsid git -C "$CLONE" push "ssh://$(id -un)@central$CENTRAL" "$@" >"$T/answer" 2>&1 &
	client=$!
	read -r server <"$T/world/runs"
	kill -9 -- "-$client"
	wait "$client" 2>"$T/null" || :
	while [ -e "/proc/$server" ] || pgrep -f "git-receive-pack '?$CENTRAL" >"$T/null" || pgrep -f "receive-pack $CENTRAL" >"$T/null"; do
		sleep 0.05
	done
	AFTER=$(refs)
	rm -rf "$CENTRAL/hooks/gate/pre-receive.d"
}

newest() {
	git -C "$CENTRAL" log -1 --format=%b refs/sluis/audit
}

it "the push goes in, post-receive does not run, and that it went in is recorded all the same"
at post-receive "touch '$T/world/ran'"
waits_for_nobody
client_gone development
is "the branch" "$(tip development)" "$(oid development)"
is "that post-receive ran" "$(ls "$T/world/ran" 2>"$T/null" || echo no)" no
has "the newest entry" "$(newest)" "Source: reference-transaction"
has "the newest entry" "$(newest)" "New: $(oid development)"
mended
whole
goes_on

it "and that was not recorded either: audit verify says so, and the next push completes it"
at reference-transaction.committed 'exit 0'
waits_for_nobody
client_gone development
mended
is "the branch" "$(tip development)" "$(oid development)"
moved

it "and that was not recorded either: the administrator completes it"
at reference-transaction.committed 'exit 0'
waits_for_nobody
client_gone development
mended
problems "$(short_central refs/sluis/audit) refs/heads/development went to $(short development), as this verdict lets it, and that was not recorded: git sluis audit reconcile"
is "audit reconcile" "$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit reconcile)" "1 outcome added"
whole
goes_on

it "a push that is refused stays refused, and its verdict is there"
change mallory src/pay.c
waits_for_nobody
# The kept hook does not run when the gate refuses: it runs before, in this case.
mv "$CENTRAL/hooks/gate/pre-receive.d/50-test" "$T/world/wait"
at pre-receive "sh '$T/world/wait' </dev/null"
client_gone development
mended
is "the refs" "$AFTER" "$BEFORE"
has "the newest entry" "$(newest)" "Decision: reject"
has "the newest entry" "$(newest)" "Unmet: author-known"
whole

finish
