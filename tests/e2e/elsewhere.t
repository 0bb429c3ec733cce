#!/bin/bash
# People who are no git people, off the good path: no clone, no identity, no such promotion, no right to push the evidence, a key
# that is revoked, a policy that cannot be read. What they type, and each command that they are told, pasted where they stand.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
proof_by_signature
central_publish
people_commands
mkdir -p "$T/elsewhere"
world_keep

# afar PERSON COMMAND...: outside every repository, with the answers SAYS.
afar() {
	local who=$1

	shift
	printf '[user]\n\temail = %s@example.org\n\tname = %s\n\tsigningkey = %s\n' "$who" "${NAME[$who]}" "$T/keys/$who" >"$T/gitconfig"
	RC=0
	OUT=$(cd "$T/elsewhere" && PATH=$SLUIS_BUILD:$PATH GIT_CONFIG_GLOBAL=$T/gitconfig SLUIS_TEST_PUSHER=$who "$@" 2>&1 \
		< <(printf '%b' "${SAYS-}")) || RC=$?
}

# told TEXT: the command below it.
told() {
	grep -A 1 -F -- "$1" <<<"$OUT" | sed -n '2s/^ *//p'
}

# paste PERSON COMMAND: it works.
paste() {
	afar "$1" bash -c "$2"
	did "$2"
}

it "without a clone: each command that status names is the next step, up to production"
afar tess git sluis start "$CENTRAL" 2026.12
did "start"
has "what is still to be said" "$OUT" "  git sluis start $CENTRAL 2026.12 --criterion TEXT"
afar tess git sluis accept "$CENTRAL" 2026.12
failed 1 "the criteria record has 1 problem" "fix: complete them, before the test:"
paste tess "$(told "fix: complete them" | sed 's/TEXT/"A pupil pays by card"/')"
afar kim git sluis status "$CENTRAL"
has "what is under way" "$OUT" "2026.12 to production: not ready"
next=$(told "Tess Bos tests it:" | tail -n 1)
is "the next step" "$next" "git sluis accept $CENTRAL 2026.12"
SAYS='' afar tess bash -c "$next"
failed 1 "your answers are kept; to go on: $next"
SAYS='pass\nIt pays\n\nn\n' afar tess bash -c "$next"
failed 1 "Nothing was sent." "your answers are kept; to go on: $next"
SAYS='y\n' paste tess "$next"
has "what tess reads" "$OUT" "your earlier answers are kept"
afar mallory git sluis status "$CENTRAL" 2026.12
has "what has been tested" "$OUT" "2026.12/acceptance.ini: pass, by Tess Bos"
commands=$(sed -n 's/^ *git sluis sign /git sluis sign /p' <<<"$OUT")
is "who signs" "$(cut -d ' ' -f 4,5,7 <<<"$commands" | tr '\n' ' ')" \
	"$CENTRAL 2026.12 key-user $CENTRAL 2026.12 system-owner $CENTRAL 2026.12 operator "
paste kim "$(grep key-user <<<"$commands") --yes"
paste els "$(grep system-owner <<<"$commands") --yes"
afar noor git sluis promote "$CENTRAL" 2026.12
failed 1 "has no sign-off of operations" "$(grep operator <<<"$commands")" "Nothing was sent."
paste jan "$(grep operator <<<"$commands") --yes"
afar kim git sluis status "$CENTRAL" 2026.12
did "status"
paste noor "$(told "promotes it:")"
is "what production is" "${OUT##*$'\n'}" "refs/heads/production is $(tip production) now"
is "what is left in the folder" "$(ls -A "$T/elsewhere")" ""
afar noor git sluis close "$CENTRAL" "$READY"
failed 1 "Noor Kaya may not push to refs/heads/promotions" "fix: Tess Bos can:" "git sluis close $CENTRAL $READY"
paste tess "$(told "fix: Tess Bos can:")"
paste tess "${OUT##*to reopen it: }"
has "what tess reads" "$OUT" "$READY is open again: git sluis status $CENTRAL $READY"
afar noor git sluis promote "$CENTRAL" "$READY" --remote origin
is "the exit code" "$RC" 129

it "who may not push the evidence is told who can, before anything is written"
sluis noor start 2026.12
failed 1 "Noor Kaya may not push to refs/heads/promotions" "fix: Tess Bos can:" "git sluis start 2026.12"
IN=$CLONE sluis tess start 2026.12
did "start, as told"
sluis kim close 2026.12
failed 1 "Kim Jansen may not push to refs/heads/promotions" "fix: Tess Bos can:" "git sluis close 2026.12"
sluis mallory close 2026.12
failed 2 "'mallory@example.org' is not an address in the policy"
sluis tess close 2026.12
did "close, as told"
sluis kim close 2026.12 --reopen
failed 1 "git sluis close 2026.12 --reopen"

it "an id that is not there: promote and page say so, and what is under way"
for each in "promote 2026.99" "page 2026.99" "promote 2026.99 --dry-run"; do
	# shellcheck disable=SC2086
	sluis noor $each
	failed 2 "there is no promotion 2026.99" "fix: see which are under way:" "git sluis status"
	hasnt "what noor reads" "$OUT" "signoff-present"
done
sluis noor status
has "what the fix shows" "$OUT" "$READY to production: "
afar noor git sluis promote "$CENTRAL" 2026.99
failed 2 "there is no promotion 2026.99"
afar noor bash -c "$(told "fix: see which")"
has "what the fix shows" "$OUT" "$READY to production: "

it "status and page ask no identity of git; what is signed does"
printf '[user]\n\tuseConfigOnly = true\n' >"$T/nobody"
# nobody COMMAND...: whom git does not know.
nobody() {
	RC=0
	OUT=$(cd "$T/elsewhere" && GIT_CONFIG_GLOBAL=$T/nobody "$SLUIS_BUILD/git-sluis" "$@" 2>&1 </dev/null) || RC=$?
}
nobody status "$CENTRAL" "$READY"
is "the exit code" "$RC" 1
is "the screen begins" "${OUT%%:*}" "$READY to production"
nobody page "$CENTRAL" "$READY" --format text
did "page"
is "the page begins" "${OUT%%$'\n'*}" "Promotion $READY to production"
for each in sign promote start close; do
	nobody "$each" "$CENTRAL" "$READY"
	is "the exit code of $each" "$RC" 2
	is "what it says" "$OUT" "sluis: git does not know your address
  fix: git sluis setup"
done

it "a key that is revoked is told before the question, with how to get another"
cp "$T/keys/kim.pub" "$CENTRAL/sluis/revoked_keys"
central_publish
sluis kim sign "$READY"
is "what kim reads" "$OUT" "sluis: your key $(ssh-keygen -lf "$T/keys/kim.pub" | cut -d ' ' -f 2) is revoked
  fix: the administrator adds the line that this command prints, with a new key:
       git sluis setup --key ~/.ssh/id_sluis_$(date -u +%F)"
is "the exit code" "$RC" 1
ssh-keygen -q -k -f "$CENTRAL/sluis/revoked_keys" "$T/keys/kim.pub"
central_publish
sluis kim sign "$READY" --reject
failed 1 "is revoked"
mkdir -p "$T/home"
HOME=$T/home afar kim bash -c "$(told "fix:" | sed 's/$/ --no-passphrase --yes/')"
did "setup, as told"
line=$(grep '^sluis-person ' <<<"$OUT")
afar kim git sluis people add "$CENTRAL/sluis" --known "$line"
did "people add"
central_publish
KEY=$T/home/.ssh/id_sluis_$(date -u +%F).pub sluis kim sign "$READY" --yes
did "sign, with the new key"

# shows NAME MODE BYTES: the remote publishes its policy with that file in place of its own.
shows() {
	local tree='refs/sluis/policy^{tree}' id

	id=$(printf '%s' "$3" | git -C "$CENTRAL" hash-object -w --stdin)
	[ "$2" != 040000 ] || id=$(git -C "$CENTRAL" mktree </dev/null)
	tree=$({
		git -C "$CENTRAL" ls-tree "$tree" | grep -v "	$1$"
		[ -z "$2" ] || printf '%s %s %s\t%s\n' "$2" "$(git -C "$CENTRAL" cat-file -t "$id")" "$id" "$1"
	} | git -C "$CENTRAL" mktree)
	git -C "$CENTRAL" update-ref refs/sluis/policy "$(as noor git -C "$CENTRAL" commit-tree -m "Policy 9" "$tree")"
}

it "a policy that cannot be read as it is published: in our own words, with who mends it"
before=$(git -C "$CENTRAL" rev-parse refs/sluis/policy)
while IFS=: read -r name mode bytes says; do
	shows "$name" "$mode" "$bytes"
	for each in "status" "sign $READY"; do
		# shellcheck disable=SC2086
		sluis kim $each
		is "what is said of '$name' '$mode'" "$OUT" "sluis: $says
  fix: the administrator of the server mends it, and runs in the repository:
       git sluis policy --publish"
	done
	git -C "$CENTRAL" update-ref refs/sluis/policy "$before"
done <<END
policy.ini:100644:[policy]:the policy that $CENTRAL publishes is malformed: policy.ini: the policy has no [pusher]
policy.ini:::$CENTRAL publishes no policy: refs/sluis/policy has no policy.ini
policy.ini:040000::$CENTRAL publishes no policy: policy.ini of refs/sluis/policy is no plain file: its mode is 040000
allowed_signers:120000:/etc/passwd:$CENTRAL publishes no policy: allowed_signers of refs/sluis/policy is no plain file: its mode is 120000
END
git -C "$CENTRAL" update-ref refs/sluis/policy "$(git -C "$CENTRAL" hash-object -w --stdin <<<x)"
sluis kim status
failed 2 "$CENTRAL publishes no policy: it has no refs/sluis/policy" "git sluis policy --publish"
git -C "$CENTRAL" update-ref -d refs/sluis/policy
RC=0
OUT=$(cd "$CENTRAL" && bash -c "PATH=$SLUIS_BUILD:\$PATH; $(told "fix:")" 2>&1) || RC=$?
did "publish, as told"
sluis kim status
has "what is under way" "$OUT" "$READY to production: "

finish
