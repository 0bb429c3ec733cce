#!/bin/bash
# Governed refs take only what a verdict lets them take, whoever moves them; what became of a verdict is recorded.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
central_guard
world_keep

# refused_locally COMMAND...: it fails, says why, and nothing moves.
refused_locally() {
	local before

	before=$(refs)
	locally "$@"
	is "that git $1 fails" "$((RC != 0))" 1
	has "what it says" "$(tr -s '\n ' ' ' <<<"$OUT")" "sluis: nothing was moved: no verdict lets"
	is "the refs" "$(refs)" "$before"
}

passes_locally() {
	locally "$@"
	is "the exit code of git $*" "$RC" 0
	[ "$RC" = 0 ] || wrong "$OUT"
}

newest() {
	git -C "$CENTRAL" log -1 --format=%B refs/sluis/audit
}

verified() {
	RC=0
	OUT=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit verify 2>&1) || RC=$?
	is "what audit verify says" "$OUT" "${1:-$OUT}"
	is "the exit code of audit verify" "$RC" "${2:-0}"
}

unlock() {
	RC=0
	OUT=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" unlock "$@" 2>&1) || RC=$?
}

it "a promotion goes in, and that it did is recorded"
push_as noor production
accepted "$(promoted)"
has "the newest entry" "$(newest)" "Outcome: moved"
has "the newest entry" "$(newest)" "Source: reference-transaction"
has "the newest entry" "$(newest)" "New: $(oid production)"
verified

# given STATE LINE: what the hook makes of a line of a git that is newer than this one; STATUS and SAID.
given() {
	STATUS=0
	SAID=$(cd "$CENTRAL" && GIT_DIR=. hooks/reference-transaction "$1" <<<"$2" 2>&1) || STATUS=$?
}

it "later versions of git: the state preparing passes, and no governed ref becomes symbolic"
zero=0000000000000000000000000000000000000000
given preparing "$(tip production) $(oid production) refs/heads/production"
is "what it says of preparing" "$STATUS,$SAID" 0,
given prepared "$zero ref:refs/heads/development refs/heads/production"
is "the exit code of prepared" "$STATUS" 1
has "what it says" "$(tr -s '\n ' ' ' <<<"$SAID")" "sluis: nothing was moved: no verdict lets refs/heads/production go"
given prepared "ref:refs/heads/development ref:refs/heads/topic HEAD"
is "what it says of HEAD" "$STATUS,$SAID" 0,

it "a hook that was there is told of each state, as git tells it"
previous "$CENTRAL/hooks/reference-transaction.d/50-log" "grep -q refs/heads/topic && echo \"\$1\" >>'$T/states'" "[ \"\$1\" != prepared ]"
push_as dirk development:refs/heads/topic
ANSWERED=yes
is "that the push fails" "$((STATUS != 0))" 1
is "the states" "$(grep -v preparing "$T/states" | tr '\n' ' ')" "prepared aborted "

it "new work goes in, and a branch of no environment leaves no trace"
change dirk src/pay.c
push_as dirk development
accepted
tip=$(git -C "$CENTRAL" rev-parse refs/sluis/audit)
push_as dirk development:refs/heads/topic
accepted
is "the audit" "$(git -C "$CENTRAL" rev-parse refs/sluis/audit)" "$tip"
verified

it "refuse: git update-ref"
given_objects production
refused_locally update-ref refs/heads/production "$(oid production)"

it "refuse: git branch -f"
refused_locally branch -f production acceptance

it "refuse: git update-ref makes what can be taken for a ref of a pattern, and none of it where there is none"
policy 's|^ref = refs/heads/production|ref = refs/heads/prod-*|'
push_as noor acceptance:refs/heads/prod-nl
accepted
refused_locally update-ref refs/tags/prod-nl refs/heads/development
refused_locally update-ref refs/heads/refs/heads/prod-nl refs/heads/development
passes_locally update-ref refs/tags/prod-be refs/heads/development

it "refuse: git update-ref -d"
refused_locally update-ref -d refs/heads/production

it "refuse: git branch -D"
refused_locally branch -D promotions

it "refuse: a deletion with the right old value, of a ref that is packed"
git -C "$CENTRAL" pack-refs --all
refused_locally update-ref -d refs/heads/production "$(tip production)"

it "refuse: a fetch into the repository"
refused_locally fetch -q "$CLONE" +production:production

it "refuse: through a symbolic ref"
git -C "$CENTRAL" symbolic-ref refs/heads/live refs/heads/production
given_objects production
refused_locally update-ref refs/heads/live "$(oid production)"

# Since 2.46 git asks its hook about these too.
it "refuse: production becomes symbolic, or a symbolic ref gets a name that is taken for it"
git init -q --bare --template= "$T/asked"
mkdir "$T/asked/hooks"
printf '#!/bin/sh\nexit 1\n' >"$T/asked/hooks/reference-transaction"
chmod 755 "$T/asked/hooks/reference-transaction"
if git -C "$T/asked" symbolic-ref refs/heads/one refs/heads/other 2>"$T/null"; then
	skip "this git asks no hook about symbolic refs"
else
	refused_locally symbolic-ref refs/heads/production refs/heads/acceptance
	refused_locally symbolic-ref refs/tags/production refs/heads/acceptance
fi

it "refuse: the audit itself"
push_as noor production
accepted "$(promoted)"
refused_locally update-ref refs/sluis/audit "$(git -C "$CENTRAL" rev-parse refs/sluis/audit~)"

it "back and forth under an unlock"
push_as noor production
accepted "$(promoted)"
unlock --reason "the test goes back" --minutes 5
passes_locally update-ref refs/heads/production "$(oid production~)"
sleep 1
passes_locally update-ref refs/heads/production "$(oid production)"

it "what changes nothing passes: pack-refs, gc, and what is not governed"
push_as noor production
accepted "$(promoted)"
count=$(git -C "$CENTRAL" rev-list --count refs/sluis/audit)
passes_locally pack-refs --all
passes_locally gc -q
passes_locally update-ref refs/heads/other refs/heads/production
passes_locally update-ref -d refs/heads/other
passes_locally tag v1 production
is "the entries" "$(git -C "$CENTRAL" rev-list --count refs/sluis/audit)" "$count"
verified

it "an unlock lets it, on record, for its time"
given_objects production
unlock --reason "restore after the fire" --minutes 10
is "the exit code of unlock" "$RC" 0
has "what it says" "$OUT" "unlocked until "
passes_locally update-ref refs/heads/production "$(oid production)"
has "the entry before" "$(git -C "$CENTRAL" log -1 --format=%B refs/sluis/audit~)" "Reason: restore after the fire"
has "the newest entry" "$(newest)" "Outcome: moved"

it "an unlock asks a reason and a time that ends"
unlock --minutes 10
is "without a reason" "$RC" 129
unlock --reason x --minutes 100000
is "for months" "$RC" 129
unlock --reason x --minutes 0
is "for no time" "$RC" 129

it "undecided: no policy, and nothing governed moves"
rm "$CENTRAL/sluis/policy.ini"
locally update-ref refs/heads/production "$(tip acceptance)"
is "that it fails" "$((RC != 0))" 1
has "what it says" "$OUT" "there is no policy"

it "a ref that moved past the gate is found"
push_as noor production
accepted "$(promoted)"
rm "$CENTRAL/hooks/reference-transaction"
git -C "$CENTRAL" update-ref refs/heads/production "$(oid production~)"
RC=0
OUT=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit verify 2>&1) || RC=$?
is "the exit code of audit verify" "$RC" 1
has "what it says" "$OUT" "refs/heads/production is at $(short production~), and the audit left it at $(short production)"

it "an outcome that nobody recorded is completed by the next push"
rm "$CENTRAL/hooks/reference-transaction" "$CENTRAL/hooks/post-receive"
push_as noor production
accepted "$(promoted)"
ln -s "$SLUIS_BUILD/reference-transaction" "$CENTRAL/hooks/reference-transaction"
ln -s "$SLUIS_BUILD/post-receive" "$CENTRAL/hooks/post-receive"
change dirk src/pay.c
push_as dirk development
accepted
has "the newest entry" "$(newest)" "Source: reconciled"
has "the newest entry" "$(newest)" "Ref: refs/heads/production"
verified

it "the audit goes to the mirror, and a mirror that is away holds nobody up"
git init -q --bare --template= "$T/world/mirror"
policy_add '[audit]' "mirror = $T/world/mirror"
push_as noor production
accepted "$(promoted)"
for _ in $(seq 50); do
	[ "$(git -C "$T/world/mirror" rev-parse -q --verify refs/sluis/audit)" != "$(git -C "$CENTRAL" rev-parse refs/sluis/audit)" ] || break
	sleep 0.1
done
is "the mirror's audit" "$(git -C "$T/world/mirror" rev-parse refs/sluis/audit)" "$(git -C "$CENTRAL" rev-parse refs/sluis/audit)"
mv "$T/world/mirror" "$T/world/away"
change dirk src/pay.c
push_as dirk development
accepted
mv "$T/world/away" "$T/world/mirror"
change dirk src/pay.c
push_as dirk development
accepted
for _ in $(seq 50); do
	[ "$(git -C "$T/world/mirror" rev-parse -q --verify refs/sluis/audit)" != "$(git -C "$CENTRAL" rev-parse refs/sluis/audit)" ] || break
	sleep 0.1
done
is "what could not go goes with the next" "$(git -C "$T/world/mirror" rev-parse refs/sluis/audit)" "$(git -C "$CENTRAL" rev-parse refs/sluis/audit)"

it "a verdict that vanished is seen against the mirror"
git init -q --bare --template= "$T/world/mirror"
push_as noor production
accepted "$(promoted)"
git -C "$CENTRAL" push -q "$T/world/mirror" 'refs/sluis/*:refs/sluis/*'
rm "$CENTRAL/hooks/reference-transaction"
git -C "$CENTRAL" update-ref refs/sluis/audit "$(git -C "$CENTRAL" rev-parse refs/sluis/audit~)"
RC=0
OUT=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit verify --against "$T/world/mirror" 2>&1) || RC=$?
is "the exit code" "$RC" 1
has "what it says" "$OUT" "the newest entry of the copy is not in this audit: entries have vanished"

finish
