#!/bin/bash
# Which git commands people's commands run, and how often they connect: what a person waits for, most of all far from the server.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
proof_by_signature
central_publish
people_commands
for each in kim:key-user els:system-owner jan:operator; do
	sluis "${each%:*}" sign "$READY" --role "${each#*:}" --yes
done
git -C "$CLONE" config user.email noor@example.org
git -C "$CLONE" config user.name "${NAME[noor]}"
world_keep

# traced COMMAND...: in the clone, as noor; git itself notes what it runs (trace2), also where nothing else may be traced.
traced() {
	rm -rf "$T/trace"
	mkdir "$T/trace"
	RC=0
	OUT=$(cd "${IN:-$CLONE}" && GIT_TRACE2_EVENT=$T/trace SLUIS_TEST_PUSHER=noor "$@" 2>&1 </dev/null) || RC=$?
}

# noted: the commands of all git processes, each below the one that started it.
noted() {
	cat "$T"/trace/* | sed -n 's/^{"event":"cmd_name".*"hierarchy":"\([^"]*\)".*/\1/p'
}

# ran WHAT COMMANDS CONNECTIONS: what was started by the traced program itself, some of it side by side, and what answered on
# the other side.
ran() {
	is "the git commands of $1" "$(noted | grep -v / | sort | paste -sd ' ')" "$(tr ' ' '\n' <<<"$2" | sort | paste -sd ' ')"
	is "the connections of $1" "$(noted | grep -cE '/(upload|receive)-pack$')" "$3"
}

it "status: two commands more than git fetch, and one connection"
traced "$SLUIS_BUILD/git-sluis" status
git -C "$CLONE" fetch -q origin
traced git fetch -q origin
least=$(noted | wc -l)
traced "$SLUIS_BUILD/git-sluis" status "$READY"
is "the exit code" "$RC" 0
ran status "rev-parse config fetch" 1
# Nothing came that would be to tidy up.
is "the processes of git in all, which are $(noted | wc -l) to $least" "$(($(noted | wc -l) <= least + 2))" 1
is "what asks the clone for its refs" "$(noted | sed -n '/for-each-ref/p')" ""
touch -d '+25 hours' "$CLONE/.git/FETCH_HEAD"
traced "$SLUIS_BUILD/git-sluis" status "$READY"
is "what asks it, since it fetched more than a day later" "$(noted | sed -n '/for-each-ref/p')" fetch/rev-list/for-each-ref
traced "$SLUIS_BUILD/git-sluis" status
ran "status of all" "rev-parse config fetch" 1

it "signatures: what the gate verified as they came in is not verified again, but by other keys"
if strace -qq -o "$T/world/traced" true 2>"$T/null"; then
	# While a sign-off comes in, it may be judged before the entry that tells of it is there.
	traced "$SLUIS_BUILD/git-sluis" status "$READY"
	traced strace -f -qq -o "$T/world/started" -e trace=execve "$SLUIS_BUILD/git-sluis" status "$READY"
	is "the exit code" "$RC" 0
	verified 0
	echo "# other bytes" >>"$CENTRAL/sluis/allowed_signers"
	central_publish
	traced "$SLUIS_BUILD/git-sluis" status
	traced strace -f -qq -o "$T/world/started" -e trace=execve "$SLUIS_BUILD/git-sluis" status "$READY"
	is "the exit code" "$RC" 0
	verified 3
fi

it "what came is tidied up as git fetch does it, and judged; what was judged meanwhile is not said"
traced "$SLUIS_BUILD/git-sluis" status "$READY"
ran "the first status" "rev-parse config fetch maintenance" 1
traced "$SLUIS_BUILD/git-sluis" status "$READY"
before=$OUT word=$(git -C "$CENTRAL" rev-parse "refs/signoffs/$READY/operator/jan")
ran status "rev-parse config fetch" 1
git -C "$CENTRAL" update-ref -d "refs/signoffs/$READY/operator/jan"
traced "$SLUIS_BUILD/git-sluis" status "$READY"
is "the exit code" "$RC" 1
is "what it says" "$(head -n 1 <<<"$OUT")" "$READY to production: not ready, 1 rule is not met"
ran "status of what came" "rev-parse config fetch maintenance" 1
is "what it said before" "$(head -n 1 <<<"$before")" "$READY to production: ready"
git -C "$CENTRAL" update-ref "refs/signoffs/$READY/operator/jan" "$word"
traced "$SLUIS_BUILD/git-sluis" promote --dry-run "$READY"
is "the exit code" "$RC" 0
git -C "$CENTRAL" update-ref -d "refs/signoffs/$READY/operator/jan"
traced "$SLUIS_BUILD/git-sluis" promote "$READY"
failed 1 "Nothing was sent."
is "the connections of it" "$(noted | grep -cE '/(upload|receive)-pack$')" 1

it "promote: the same, the merge and its push; and one that was judged before the remote was heard of is not pushed"
traced "$SLUIS_BUILD/git-sluis" status "$READY"
traced "$SLUIS_BUILD/git-sluis" promote --dry-run "$READY"
is "the exit code" "$RC" 0
ran "promote --dry-run" "rev-parse config fetch commit-tree" 1
mv "$CENTRAL" "$CENTRAL.away"
traced "$SLUIS_BUILD/git-sluis" promote "$READY"
failed 2 "$CENTRAL cannot be fetched from"
traced "$SLUIS_BUILD/git-sluis" status "$READY"
failed 2 "$CENTRAL cannot be fetched from"
mv "$CENTRAL.away" "$CENTRAL"
traced "$SLUIS_BUILD/git-sluis" promote "$READY"
is "the exit code" "$RC" 0
ran promote "rev-parse config fetch commit-tree push" 2
traced "$SLUIS_BUILD/git-sluis" status "$READY"
ran "status of what is there" "rev-parse config fetch maintenance" 1

it "promote that comes out undecided, since the clone lost what the view borrowed: judged once more, in a fresh view"
before=$(oid development)
change dirk src/more.c
change dirk src/other.c
on_acceptance
traced "$SLUIS_BUILD/git-sluis" status "$READY"
lost=$(oid development~)
git -C "$CLONE" reset -q --hard "$before"
git -C "$CLONE" update-ref refs/heads/acceptance "$before"
git -C "$CLONE" update-ref refs/heads/test "$before"
rm -f "$CLONE/.git/objects/${lost:0:2}/${lost:2}"
traced "$SLUIS_BUILD/git-sluis" promote --dry-run "$READY"
is "the exit code" "$RC" 0
ran promote "rev-parse config fetch commit-tree init fetch fetch maintenance commit-tree" 3

it "the first time: what the remote publishes is read before the rest is fetched"
rm -r "$CLONE/.git/sluis"
traced "$SLUIS_BUILD/git-sluis" status "$READY"
is "the exit code" "$RC" 0
ran status "rev-parse config init fetch fetch maintenance" 2

it "without a clone"
mkdir -p "$T/elsewhere"
export GIT_CONFIG_GLOBAL=$CLONE/.git/config
IN=$T/elsewhere traced "$SLUIS_BUILD/git-sluis" status "$CENTRAL" "$READY"
IN=$T/elsewhere traced "$SLUIS_BUILD/git-sluis" status "$CENTRAL" "$READY"
is "the exit code" "$RC" 0
ran status "config fetch" 1
unset GIT_CONFIG_GLOBAL

it "governed refs that are no branches come in the same connection, from the second time on; so does one that is not there yet"
policy_add '[environment "release"]' 'ref = refs/tags/v*' 'from = production' 'push = operator' \
	'[environment "live"]' 'ref = refs/live/now' 'from = production' 'push = operator'
central_publish
traced "$SLUIS_BUILD/git-sluis" status "$READY" --environment production
is "the exit code" "$RC" 0
ran status "rev-parse config fetch maintenance fetch" 2
git -C "$CENTRAL" update-ref refs/live/now production
git -C "$CENTRAL" update-ref refs/tags/v1 production
traced "$SLUIS_BUILD/git-sluis" status "$READY" --environment production
is "the exit code" "$RC" 0
ran status "rev-parse config fetch maintenance" 1
is "what the view has" "$(git --git-dir "$(echo "$CLONE"/.git/sluis/views/*/)" for-each-ref --format='%(refname)' refs/tags refs/live | paste -sd ' ')" \
	"refs/live/now refs/tags/v1"

policy '/^\[environment "release"\]/,$ d'
central_publish
traced "$SLUIS_BUILD/git-sluis" status "$READY"
ran "status without them" "rev-parse config fetch maintenance" 1

it "a view of many refs: packed once by who comes back, and its audit has an index, whatever becomes of that"
traced "$SLUIS_BUILD/git-sluis" status "$READY"
said=$OUT
view=$(echo "$CLONE"/.git/sluis/views/*/)
is "the index of the view" "$([ -s "$view/sluis-index" ] && [ -s "$view/sluis-transcript" ] && echo there)" there
printf "create refs/heads/work/%d $(oid development)\n" {1..1000} | git -C "$CENTRAL" -c core.hooksPath=/dev/null update-ref --stdin
traced "$SLUIS_BUILD/git-sluis" status "$READY"
ran "status that came back" "rev-parse config fetch maintenance pack-refs" 1
is "refs with files of their own" "$(find "$view/refs" -type f | wc -l)" 0
git -C "$CENTRAL" branch work/more development
: >"$view/sluis-index"
echo broken >"$view/sluis-transcript"
traced "$SLUIS_BUILD/git-sluis" status "$READY"
ran "status once more" "rev-parse config fetch maintenance" 1
is "what it says" "$OUT" "$said"

it "who asks, and where it goes: as git is configured, by whatever it says so"
git config --file "$T/included" user.email noor@example.org
git -C "$CLONE" config --unset user.email
git -C "$CLONE" config include.path "$T/included"
git -C "$CLONE" config remote.origin.url far:central
git -C "$CLONE" config "url.$T/nowhere.insteadOf" far:
git -C "$CLONE" config "url.$CENTRAL.pushInsteadOf" far:central
traced "$SLUIS_BUILD/git-sluis" status "$READY"
traced "$SLUIS_BUILD/git-sluis" promote --dry-run "$READY"
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "Promote $READY to production"
ran promote "rev-parse config remote fetch commit-tree" 1
traced env GIT_COMMITTER_EMAIL=nobody@example.org "$SLUIS_BUILD/git-sluis" promote "$READY"
failed 2 "'nobody@example.org' is not an address in the policy"
traced git -c user.email=other@example.org -c "alias.p=!\"$SLUIS_BUILD/git-sluis\" promote $READY" p
failed 2 "'other@example.org' is not an address in the policy"
# What git makes of a name or an address is git's own word.
traced git -c "user.email=<other@example.org>" -c "alias.p=!\"$SLUIS_BUILD/git-sluis\" promote $READY" p
failed 2 "'other@example.org' is not an address in the policy"

finish
