#!/bin/bash
# The mirror of the audit is away, hangs, or has another history: no push waits for it, and what could not go goes with the next.
# shellcheck disable=SC2016  # for the shell of the hook
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=tests/e2e/fault.sh
. "${0%/*}/fault.sh"
fault_world
AUDIT=refs/sluis/audit
MIRROR=$T/world/mirror
git init -q --bare --template= "$MIRROR"
policy_add '[audit]' "mirror = $MIRROR"
change dirk src/pay.c
world_keep

audit_of() {
	git -C "$1" rev-parse -q --verify $AUDIT || echo none
}

# arrives WHAT COMMAND...: the background push comes to its end some time. COMMAND says what it waits for.
arrives() {
	local n=0

	until "${@:2}" || [ $((n += 1)) -gt 400 ]; do
		sleep 0.05
	done
	is "$1" "$("${@:2}" && echo yes || echo no)" yes
}

mirrored() {
	[ "$(audit_of "$MIRROR")" = "$(audit_of "$CENTRAL")" ]
}

log_says() {
	grep -qF "$1" "$CENTRAL/sluis/ship.log" 2>"$T/null"
}

it "it is there: it gets the audit, where it began, and the policy"
push_as dirk development
accepted
arrives "the audit in the mirror" mirrored
is "the refs of the mirror" "$(git -C "$MIRROR" for-each-ref --format='%(refname) %(objectname)')" \
	"$(git -C "$CENTRAL" for-each-ref --format='%(refname) %(objectname)' refs/sluis)"
verify --against "$MIRROR"
is "audit verify --against" "$RC" 0

it "it is away: the push goes in, why is told in ship.log, and all of it goes with the next push"
mv "$MIRROR" "$T/world/away"
push_as dirk development
accepted
arrives "what ship.log says" log_says "does not appear to be a git repository"
whole
verify --against "$MIRROR"
is "audit verify --against one that is away" "$RC" 2
mv "$T/world/away" "$MIRROR"
change dirk src/pay.c
push_as dirk development
accepted
arrives "the audit in the mirror" mirrored
verify --against "$MIRROR"
is "audit verify --against" "$RC" 0

it "the audit cannot be completed: what there is goes to the mirror"
at reference-transaction.committed 'exit 0'
entry=$(printf 'by hand\n\nEntry: nothing\n' | as noor git -C "$CENTRAL" commit-tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904 -p $AUDIT)
git -C "$CENTRAL" -c core.hooksPath="$T/null" update-ref $AUDIT "$entry"
push_as dirk development
accepted "sluis: the push is in, but the audit could not be completed; the next" \
	"       push does it: audit entry ${entry:0:7}: a word is not one that the" "       gate writes" \
	"  fix: the administrator of the server finds out who changed the audit," "       and brings it back from a copy:" \
	"       git -c core.hooksPath=/dev/null fetch COPY +$AUDIT:$AUDIT"
arrives "the audit in the mirror" mirrored

it "it hangs: no push waits for it"
policy "s|^mirror = .*|mirror = ssh://mirror.example.org/audit|"
mkfifo "$T/world/hangs"
cat >"$T/world/ssh" <<-SH
	#!/bin/sh
	echo \$\$ >>'$T/world/pids'
	exec cat '$T/world/hangs'
SH
chmod 755 "$T/world/ssh"
export GIT_SSH_COMMAND=$T/world/ssh GIT_SSH_VARIANT=simple
push_as dirk development
accepted
change dirk src/pay.c
push_as dirk development
accepted
unset GIT_SSH_COMMAND GIT_SSH_VARIANT
two_hang() {
	[ "$(wc -l <"$T/world/pids" 2>"$T/null" || echo 0)" = 2 ]
}
arrives "those that hang" two_hang
# shellcheck disable=SC2046
is "that they still hang after the pushes" "$(kill -0 $(cat "$T/world/pids") && echo yes)" yes
whole
: >"$T/world/hangs"
nobody_hangs() {
	# shellcheck disable=SC2046
	! kill -0 $(cat "$T/world/pids") 2>"$T/null"
}
arrives "that they end" nobody_hangs
policy "s|^mirror = .*|mirror = $MIRROR|"
change dirk src/pay.c
push_as dirk development
accepted
arrives "the audit in the mirror" mirrored

it "it has another history: nothing there is overwritten, ship.log tells, and so does audit verify"
other=$(printf 'another\n' | as noor git -C "$MIRROR" commit-tree "$(git -C "$MIRROR" mktree </dev/null)")
git -C "$MIRROR" update-ref $AUDIT "$other"
push_as dirk development
accepted
arrives "what ship.log says" log_says "! [rejected]"
is "the mirror" "$(audit_of "$MIRROR")" "$other"
whole
verify --against "$MIRROR"
named "${other:0:7} the newest entry of the copy is not in this audit: entries have vanished"

finish
