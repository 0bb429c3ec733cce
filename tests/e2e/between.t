#!/bin/bash
# Between the verdict and the move: what came in meanwhile, or ended, stops the ref; what did not, does not.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
proof_by_signature
signers noor dora
held_world
signed_off kim key-user
signed_off els system-owner
signed_off jan operator
world_keep

# audit_rewritten SED-EXPRESSION: the newest entry is another commit.
audit_rewritten() {
	local id

	id=$(git -C "$CENTRAL" cat-file commit refs/sluis/audit | sed "$1" |
		git -C "$CENTRAL" hash-object -t commit -w --stdin)
	git -C "$CENTRAL" -c core.hooksPath="$T/none" update-ref refs/sluis/audit "$id"
}

# taken_back_while_judged PERSON: the gate waits once it has read revoked_keys, and then that file has the key of this person. False where
# nothing may be traced.
taken_back_while_judged() {
	local file=$CENTRAL/sluis/revoked_keys

	: >"$file"
	central_publish
	strace -qq -o "$T/world/traced" true 2>"$T/null" || { skip "nothing may be traced"; return 1; }
	mkdir -p "$T/gate"
	ln -sf "$SLUIS_BUILD/pre-receive" "$T/gate/pre-receive"
	previous "$CENTRAL/hooks/traced" ": >'$T/judges'" \
		"exec strace -qq -o '$T/null' -P '$file' -e trace=close -e inject=close:delay_exit=2000000:when=1 '$T/gate/pre-receive'"
	mv "$CENTRAL/hooks/traced" "$CENTRAL/hooks/pre-receive"
	rm -f "$T/judges"
	(
		until_there "$T/judges"
		sleep 1
		cut -d ' ' -f 1,2 "$T/keys/$1.pub" >"$file.new"
		mv "$file.new" "$file"
	) &
}

it "accept: nothing came in meanwhile, and the entry says what it rests on"
holding noor production
passed
entry=$(git -C "$CENTRAL" log -1 --format=%B --grep '^accept refs/heads/production' refs/sluis/audit)
has "the entry" "$entry" "Rests-On: refs/heads/promotions $(tip promotions)"
has "the entry" "$entry" "Rests-On: refs/signoffs/$READY/key-user/kim $(oid signoffs/kim)"
hasnt "the entry" "$entry" "Holds-Until: "
RC=0
OUT=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit verify 2>&1) || RC=$?
is "the exit code of audit verify" "$RC" 0

it "accept: what came in has nothing to do with it"
holding noor production
change dirk src/other.c
push_as dirk development
accepted
signoff noor operator id 2026.12 candidate acceptance~
push_as noor "signoffs/noor:refs/signoffs/2026.12/operator/noor"
accepted
passed

it "refuse: a veto came in"
holding noor production
signoff els system-owner decision reject
push_as els "signoffs/els:refs/signoffs/$READY/system-owner/els.2"
accepted
stopped "nothing was moved: refs/signoffs/$READY/system-owner/els.2 came in since the verdict on refs/heads/production" \
	"fix: push again: the gate then judges it by the present state"
push_as noor production
refused production signoff-veto

it "refuse: a veto came in while a hook after ours looked at the move"
rm -r "$CENTRAL/hooks/pre-receive.d"
previous "$CENTRAL/hooks/reference-transaction.d/50-slow" "[ \"\$1\" = prepared ] && grep -q refs/heads/production || exit 0" \
	": >'$T/held'" "for i in \$(seq 200); do [ -e '$T/go' ] && exit 0; sleep 0.1; done" "exit 1"
holding noor production
signoff els system-owner decision reject
push_as els "signoffs/els:refs/signoffs/$READY/system-owner/els.2"
accepted
stopped "refs/signoffs/$READY/system-owner/els.2 came in since the verdict on refs/heads/production"

it "accept: such a hook, and nothing came in"
previous "$CENTRAL/hooks/reference-transaction.d/50-kept" "exit 0"
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"

it "refuse: a word about the same under another id came in"
holding noor production
signoff els system-owner decision reject id 2026.12
push_as els "signoffs/els:refs/signoffs/2026.12/system-owner/els"
accepted
stopped "refs/signoffs/2026.12/system-owner/els came in since the verdict on refs/heads/production"

it "refuse: a word about the merge, which differs from its candidate, came in under another id"
policy 's/^require = .*complete/require = acceptance/'
tree=$(edited_tree acceptance)
promotion tree "$tree" by dora
holding noor production
signoff els system-owner decision reject id 2026.12 candidate "$(as dirk git -C "$CLONE" commit-tree -p acceptance -m "The same" "$tree")"
push_as els "signoffs/els:refs/signoffs/2026.12/system-owner/els"
accepted
stopped "refs/signoffs/2026.12/system-owner/els came in since the verdict on refs/heads/production"
push_as noor production
refused production signoff-veto

it "refuse: evidence came in by another push; pushed again, it goes in"
holding noor production
echo "a note" >"$DOSSIERS/note"
evidence tess "A note"
push_as tess promotions
accepted
stopped "refs/heads/production rests on refs/heads/promotions, which has changed since the verdict"
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"

it "refuse: another policy came in"
holding noor production
policy 's/^version = .*/version = 2026-2/'
stopped "the policy has changed since the verdict on refs/heads/production"

it "refuse: a key was taken back"
holding noor production
cut -d ' ' -f 1,2 "$T/keys/els.pub" >"$CENTRAL/sluis/revoked_keys"
stopped "revoked_keys has changed since the verdict on refs/heads/production"

for each in els noor; do
	it "refuse: the key of $each was taken back while the gate judged"
	if taken_back_while_judged $each; then
		policy 's/^source = .*/source = ssh-key/'
		printf 'publickey %s\n' "$(cut -d ' ' -f 1,2 "$T/keys/noor.pub")" >"$T/auth"
		SSH_USER_AUTH=$T/auth push_as noor production
		ANSWERED=yes ANSWER_HEAD=()
		is "what moved" "$AFTER" "$BEFORE"
		has "the answer" "$(tr -s '\n ' ' ' <"$T/answer")" "revoked_keys has changed since the verdict on refs/heads/production"
	fi
done

it "refuse: the keys changed"
holding noor production
sed -i '/^els /d' "$CENTRAL/sluis/allowed_signers"
stopped "allowed_signers has changed since the verdict on refs/heads/production"

it "refuse: a freeze began"
policy_add '[freeze "exams"]' "from = $(soon)" "to = 2099-12-31"
holding noor production
sleep 6
stopped "the verdict on refs/heads/production held until" "(freeze), and it is"
push_as noor production
refused production freeze

it "refuse: a role ended"
policy "s/^member = els\$/member = els until $(soon)/"
holding noor production
sleep 6
stopped "the verdict on refs/heads/production held until" "(roles-assigned), and it is"

it "accept: a freeze and a role that are still to come"
policy_add '[freeze "exams"]' "from = $(date -u -d '10 minutes' +%Y-%m-%dT%H:%M:%SZ)" "to = 2099-12-31"
holding noor production
passed
has "the entry" "$(git -C "$CENTRAL" log -1 --format=%B --grep '^accept refs/heads/production' refs/sluis/audit)" "Holds-Until: "

it "accept: an entry of 0.1.0, which does not say what it rests on"
holding noor production
audit_rewritten '/^Audit: /d; /^Rests-On: /d; /^Holds-Until: /d'
echo "a note" >"$DOSSIERS/note"
evidence tess "A note"
push_as tess promotions
accepted
passed

it "undecided: a word came in that cannot be read any more"
holding noor production
signoff els system-owner decision reject id 2026.12
push_as els "signoffs/els:refs/signoffs/2026.12/system-owner/els"
accepted
lose "$(oid signoffs/els)"
stopped "could not decide: a sign-off that came in cannot be read"

it "undecided: the ref of the evidence cannot be read"
holding noor production
mkdir -p "$CENTRAL/refs/heads"
echo "no id" >"$CENTRAL/refs/heads/promotions"
stopped "could not decide: the ref refs/heads/promotions cannot be read"

it "undecided: the audit ends before what the verdict had read"
holding noor production
audit_rewritten '/^parent /d'
stopped "the audit does not tell in its newest 20000 entries what came in since the verdict on refs/heads/production"

finish
