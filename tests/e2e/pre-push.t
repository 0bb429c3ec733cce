#!/bin/bash
# pre-push: the gate's verdict before anything is sent. It is advice: what it cannot find out stops no push.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
git -C "$CLONE" remote add origin "$CENTRAL"
world_keep

# hooks ARGUMENT...: git sluis hooks in the clone; OUT and RC.
hooks() {
	RC=0
	OUT=$(cd "$CLONE" && "$SLUIS_BUILD/git-sluis" hooks "$@" 2>&1) || RC=$?
}

installed() {
	hooks --local
	is "the exit code of git sluis hooks" "$RC" 0
	git -C "$CLONE" config user.email "$1@example.org"
	git -C "$CLONE" config user.name "${NAME[$1]:-$1}"
}

# stopped TEXT...: the hook stopped the push, and nothing reached the server.
stopped() {
	local each

	is "the exit code of the push" "$STATUS" 1
	is "the refs of the central repository" "$(refs)" "$BEFORE"
	is "the audit" "$(git -C "$CENTRAL" rev-parse -q --verify refs/sluis/audit || true)" "$AUDIT_BEFORE"
	is "what came from the server" "${ANSWER_REMOTE[*]}" ""
	for each in "$@" "Nothing was sent. To ask the gate itself: git push --no-verify"; do
		has "what was said" "$(cat "$T/answer")" "$each"
	done
	ANSWERED=yes
}

it "accept: a promotion, and the gate says so twice"
installed noor
push_as noor production
accepted "$(promoted)"
is "the lines that say so" "$(grep -c "$(promoted)" "$T/answer")" 2

it "accept: one line where nothing is governed"
installed dirk
push_as dirk development:refs/heads/topic
accepted
is "what was said" "$(grep '^sluis' "$T/answer")" "sluis: nothing of this push is governed"

it "refuse: a promotion without a sign-off"
installed noor
promotion drop Released-by
push_as noor production
stopped "sluis: production stays at $(short production~1): 1 rule is not met" "signoff-present  CH.06-5"
push_as noor --no-verify production
refused production signoff-present

it "refuse: somebody whom the policy does not know, before the server says so"
installed mallory
push_as mallory production
stopped "pusher-known  CH.06-9"

it "accept: a remote without a policy, and one line says that it was not looked at"
installed dirk
git init -q --bare --template= "$T/world/other"
git -C "$CLONE" push "$T/world/other" development >"$T/answer" 2>&1 || wrong "$(cat "$T/answer")"
is "what was said" "$(grep '^sluis' "$T/answer")" \
	"sluis: not looked at beforehand: $T/world/other publishes no policy: it has no refs/sluis/policy"
is "what the other has" "$(git -C "$T/world/other" rev-parse development)" "$(oid development)"

it "accept: a verdict that cannot be reached here is left to the gate"
installed noor
broken_policy=$(printf '[policy]\nversion = \n' | git -C "$CENTRAL" hash-object -w --stdin)
broken_tree=$(printf '100644 blob %s\tpolicy.ini\n' "$broken_policy" | git -C "$CENTRAL" mktree)
git -C "$CENTRAL" update-ref refs/sluis/policy "$(as noor git -C "$CENTRAL" commit-tree -m broken "$broken_tree")"
push_as noor production
refused production policy-published
has "what was said" "$(cat "$T/answer")" "sluis: not looked at beforehand: the policy that $CENTRAL publishes is malformed: policy.ini: the policy has no [pusher]"

it "refuse: the hook that was there runs after ours, and is kept"
mkdir -p "$CLONE/.git/hooks"
# shellcheck disable=SC2016  # for the hook
printf '#!/bin/sh\ncat >seen; echo "$1 $2" >>seen; exit 7\n' >"$CLONE/.git/hooks/pre-push"
chmod 755 "$CLONE/.git/hooks/pre-push"
kept=$(sha256sum <"$CLONE/.git/hooks/pre-push")
installed noor
has "what git sluis hooks said" "$OUT" "kept the hook that was there as $CLONE/.git/hooks/pre-push.d/10-previous"
push_as noor production
is "the exit code of the push" "$STATUS" 1
is "the refs of the central repository" "$(refs)" "$BEFORE"
is "what the hook was told" "$(cat "$CLONE/seen")" "refs/heads/production $(oid production) refs/heads/production $(tip production)
$CENTRAL $CENTRAL"
ANSWERED=yes ANSWER_HEAD=()
hooks --local
is "the second time" "$RC $OUT" "0 already there: $CLONE/.git/hooks/pre-push"
hooks --local --remove
is "the exit code" "$RC" 0
is "the hook that is there" "$(sha256sum <"$CLONE/.git/hooks/pre-push")" "$kept"
is "what is left" "$(ls "$CLONE/.git/hooks")" "pre-push"
hooks --local --remove
is "once more" "$RC $OUT" "0 there is no hook of ours here"
is "the hook that is there" "$(sha256sum <"$CLONE/.git/hooks/pre-push")" "$kept"

it "installed and taken away again, there is nothing"
installed noor
hooks --local --remove
is "what is left" "$(ls "$CLONE/.git/hooks")" ""
promotion drop Released-by
push_as noor production
refused production signoff-present

it "refuse: hooks of a shared folder are left alone"
mkdir "$T/world/shared"
git -C "$CLONE" config core.hooksPath "$T/world/shared"
hooks --local
is "the exit code" "$RC" 2
has "why" "$OUT" "git takes its hooks from elsewhere (core.hooksPath): $T/world/shared/pre-push"
# shellcheck disable=SC2016  # pasted as it is
fix='git config core.hooksPath "$(git rev-parse --path-format=absolute --git-common-dir)/hooks"'
has "the fix" "$OUT" "  fix: have that hook run git sluis check \"\$1\", or give this clone hooks of its own:
       $fix"
is "what is there" "$(ls "$T/world/shared")" ""
(cd "$CLONE" && eval "$fix")
hooks --local
is "the exit code after the fix" "$RC" 0
hooks
is "the exit code of half a command" "$RC" 129

finish
