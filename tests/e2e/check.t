#!/bin/bash
# git sluis check says beforehand what the gate says of the push, and the hook's exit code tells which it was.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

# A hook of its own around the gate, to see its exit code.
rm "$CENTRAL/hooks/pre-receive"
ln -s "$SLUIS_BUILD/pre-receive" "$CENTRAL/hooks/gate"
cat >"$CENTRAL/hooks/pre-receive" <<'SH'
#!/bin/sh
hooks/gate
status=$?
echo $status >status
exit $status
SH
chmod 755 "$CENTRAL/hooks/pre-receive"
world_keep

# both_say EXIT-CODE PERSON REFSPEC...: the push, then the question about the same, where its objects are.
both_say() {
	local want=$1 who=$2 each status=0

	shift 2
	git -C "$CENTRAL" fetch -q --no-tags "$CLONE" "+refs/heads/*:refs/asked/*"
	for each; do
		echo "$(git -C "$CENTRAL" rev-parse -q --verify "$(full_ref "${each#*:}")" || echo $zero)" \
			"$(oid "${each%:*}")" "$(full_ref "${each#*:}")"
	done >"$T/lines"
	"$SLUIS_BUILD/git-sluis" check --repo "$CENTRAL" --pusher "$who" --stdin <"$T/lines" >"$T/check" 2>&1 || status=$?
	is "the exit code of check" "$status" "$want"
	push_as "$who" "$@"
	is "the exit code of the hook" "$(cat "$CENTRAL/status")" "$want"
	is "what both say" "$(cat "$T/check")" "$(printf '%s\n' "${ANSWER_REMOTE[@]}")"
}
zero=0000000000000000000000000000000000000000

it "accept: a promotion"
both_say 0 noor production
accepted "$(promoted)"

it "accept: new work, without a word"
change dirk src/pay.c
both_say 0 dirk development
accepted

it "accept: a branch of no environment"
both_say 0 dirk development:refs/heads/topic
accepted

it "refuse: a promotion with an edit and without a sign-off"
promotion tree "$(edited_tree acceptance)" by dora drop Accepted-by
both_say 1 noor production
refused production complete signoff-present

it "refuse: somebody unknown"
both_say 1 mallory production
refused production pusher-known

it "refuse: two refs at once"
change mallory src/pay.c
promotion drop Accepted-by
both_say 1 noor development production
refused development push-access author-known
refused production signoff-present

it "undecided: evidence that is missing"
lose "$(oid "promotions:$READY/acceptance.ini")"
git -C "$CLONE" update-ref -d refs/heads/promotions
both_say 2 noor production
undecided production evidence-intact

it "undecided: a policy that everybody may write"
chmod 666 "$CENTRAL/sluis/policy.ini"
both_say 2 noor production
undecided_all "$CENTRAL/sluis/policy.ini is writable by everyone (mode 0666)"

it "undecided: a policy with a mistake"
policy 's/^proof = .*/proof = belief/'
both_say 2 noor production
undecided_all "the policy has 1 problem"

it "accept: asked by words, with a policy of one's own, in the clone"
git -C "$CLONE" fetch -q "$CENTRAL" refs/sluis/policy
git -C "$CLONE" update-ref refs/sluis/policy FETCH_HEAD
cp "$CENTRAL/sluis/policy.ini" "$T/new.ini"
chmod 666 "$T/new.ini"
sed -i 's/^title = .*/title = Promotion to production/' "$T/new.ini"
status=0
said=$(cd "$CLONE" && "$SLUIS_BUILD/git-sluis" check --policy "$T/new.ini" --pusher noor --ref refs/heads/production \
	--old "$(tip production)" --new "$(oid production)" 2>&1) || status=$?
is "the exit code" "$status" 0
is "what it says" "$said" "sluis: production: promotion $READY accepted (policy 2026-1, sign-offs by trailer alone)"
said=$(cd "$CLONE" && SLUIS_TRACE=1 "$SLUIS_BUILD/git-sluis" check --policy "$T/new.ini" --pusher noor --ref refs/heads/production \
	--old "$(tip production)" --new "$(oid production)" 2>&1)
has "the trace of a developer" "$said" "sluis: trace: production $(git -C "$CLONE" rev-parse --short=7 production) complete met"

it "accept: a pusher who asks for a trace, and configures it for themselves, gets none"
git config --global sluis.trace true
export SLUIS_TRACE=1 GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=sluis.trace GIT_CONFIG_VALUE_0=true
push_as noor production
unset SLUIS_TRACE GIT_CONFIG_COUNT
git config --global --unset sluis.trace
accepted "$(promoted)"

it "accept: a trace, where the repository's own config allows it"
git -C "$CENTRAL" config sluis.trace true
(cd "$CLONE" && SLUIS_TRACE=1 SLUIS_TEST_PUSHER=noor git push "$CENTRAL" production) >"$T/said" 2>&1
git -C "$CENTRAL" config --unset sluis.trace
is "its lines for the rules" "$(grep -c ' sluis: trace: production [0-9a-f]* [a-z-]* \(met\|waived\|not-applicable\) *$' "$T/said")" "${#RULES[@]}"
has "a fact" "$(cat "$T/said")" " fact comes-from yes"

it "refuse: a question that is none"
status=0
"$SLUIS_BUILD/git-sluis" check --pusher noor --ref refs/heads/production >"$T/check" 2>&1 || status=$?
is "the exit code" "$status" 129

finish
