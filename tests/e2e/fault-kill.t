#!/bin/bash
# kill -9 of every process of a push at every stage.
# shellcheck disable=SC2016  # for the shell of the hook
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=tests/e2e/fault.sh
. "${0%/*}/fault.sh"
fault_world

it "pre-receive, before each thing that it writes: nothing moves"
if can_inject; then
	sweep pre-receive signal=KILL stopped
fi

it "reference-transaction, before it has looked: nothing moves"
change dirk src/pay.c
at reference-transaction.prepared 'kill -9 $$'
MAY_DIE=yes push_as dirk development
ANSWERED=yes
newer="in 'prepared' phase, update aborted by the reference-transaction hook"	# git 2.55
has "what git says" "${ANSWER_CLIENT/"$newer"/ref updates aborted by hook}" "ref updates aborted by hook"
mended
stopped

it "reference-transaction, before each thing that it writes when the ref has moved, and git with it: the next push completes"
if can_inject; then
	sweep reference-transaction.committed signal=KILL moved 'kill -9 $PPID'
fi

it "reference-transaction when the ref has moved, and not git: post-receive completes"
change dirk src/pay.c
at reference-transaction.committed 'kill -9 $$'
MAY_DIE=yes push_as dirk development
mended
accepted
has "the newest entry" "$(git -C "$CENTRAL" log -1 --format=%b refs/sluis/audit)" "Source: reconciled"
whole

nobody_records() {
	at reference-transaction.committed 'exit 0'
}

it "post-receive, before each thing that it writes when nobody recorded the move: the next push completes"
if can_inject; then
	ALSO=nobody_records sweep post-receive signal=KILL moved
fi

it "git receive-pack, before the gate is asked: nothing moves"
change dirk src/pay.c
at pre-receive 'kill -9 $PPID'
push_as dirk development
ANSWERED=yes
mended
stopped

it "git receive-pack, when it has locked the ref: nothing moves, and the next push says which lock to remove"
change dirk src/pay.c
kept_hook reference-transaction '[ "$1" = committed ] || kill -9 $(ps -o ppid= -p $PPID)'
push_as dirk development
ANSWERED=yes ANSWER_HEAD=()
rm -r "$CENTRAL/hooks/gate/reference-transaction.d"
is "the locks" "$(find "$CENTRAL" -name '*.lock' | sort)" "$CENTRAL/HEAD.lock
$CENTRAL/refs/heads/development.lock"
stopped

it "git receive-pack, when the verdict is recorded: nothing moves, and the same push goes in"
change dirk src/pay.c
kept_hook pre-receive 'kill -9 $(ps -o ppid= -p $PPID)'
push_as dirk development
ANSWERED=yes
is "that the push failed" "$((STATUS != 0))" 1
is "the refs" "$AFTER" "$BEFORE"
is "the verdict" "$(git -C "$CENTRAL" log -1 --format=%s refs/sluis/audit)" "accept refs/heads/development by dirk"
whole
rm -r "$CENTRAL/hooks/gate/pre-receive.d"
push_as dirk development
accepted
whole

it "ssh-keygen, while it verifies a sign-off: it could not decide, nothing moves, and the same push goes in"
if can_inject; then
	git -C "$CENTRAL" -c core.hooksPath="$T/null" update-ref refs/heads/production "$(oid production~)"
	# Its id is spent; the same candidate goes over under another.
	READY=2026.12
	dossier "$READY" acceptance
	evidence tess
	git -C "$CENTRAL" -c core.hooksPath="$T/null" fetch -q --no-tags "$CLONE" promotions:promotions
	(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit reconcile --reason "the test takes it back") >"$T/null"
	promotion
	proof_by_signature
	signed_off kim key-user
	signed_off els system-owner
	signed_off jan operator
	echo "# other bytes, so that what was verified is verified again" >>"$CENTRAL/sluis/allowed_signers"
	# The gate itself opens no socket.
	at pre-receive "exec strace -f -qq -o '$T/trace' -e trace=socket -e inject=socket:signal=KILL \"\$gate\""
	push_as noor production
	undecided production signoff-proven
	says signoff-proven "ssh-keygen"
	is "that ssh-keygen was killed" "$(grep -c 'killed by SIGKILL' "$T/trace")" 3
	mended
	push_as noor production
	accepted "sluis: production: promotion $READY accepted (policy 2026-1)"
fi

finish
