#!/bin/bash
# Every verdict is one entry of refs/sluis/audit, with all that it rests on; without an entry nothing goes in.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
echo "dirk ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPlaceholderOfAKeyThatNobodyHasAtAllXXXXX" >"$CENTRAL/sluis/allowed_signers"
world_keep

AUDIT=refs/sluis/audit

central() {
	git -C "$CENTRAL" "$@"
}

entries() {
	if central show-ref -q "$AUDIT"; then
		central rev-list --count "$AUDIT"
	else
		echo 0
	fi
}

# entry KEY [REV]: what the newest entry says of it, a line for each time.
entry() {
	central log -1 --format=%b "${2:-$AUDIT}" | sed -n "s/^$1: //p"
}

# in_tree PATH: that file of the newest entry.
in_tree() {
	central cat-file blob "$AUDIT:$1"
}

# evidence_is FILE...: the newest entry holds exactly these files of the evidence, each under its digest.
evidence_is() {
	local each want

	want=$(for each; do
		digest "$each"
	done | sort)
	is "the evidence in the tree" "$(central ls-tree --name-only "$AUDIT:evidence" 2>"$T/null" || true)" "$want"
	for each; do
		is "$each" "$(in_tree "evidence/$(digest "$each")" | sha256sum)" "$(sha256sum <"$DOSSIERS/$each")"
	done
}

# recorded DECISION: the push has left one entry, on top of the one before, with what was told and what was in force.
recorded() {
	is "the entries" "$(entries)" "$((before + 1))"
	is "its parents" "$(central log -1 --format=%P "$AUDIT")" "$last"
	is "the decision" "$(entry Decision)" "$1"
	is "the entry is" "$(entry Entry)" verdict
	is "the policy" "$(in_tree policy.ini | sha256sum)" "$(sha256sum <"$CENTRAL/sluis/policy.ini")"
	is "the keys" "$(in_tree allowed_signers)" "$(cat "$CENTRAL/sluis/allowed_signers")"
	if [ ${#ANSWER_REMOTE[@]} -gt 0 ]; then
		is "what was told" "$(in_tree verdict.txt)" "$(printf '%s\n' "${ANSWER_REMOTE[@]}")"
		is "the entry that was named" "$ANSWER_DECISION" "$(central rev-parse "$AUDIT" | cut -c 1-7)"
	else
		is "what was told" "$(central ls-tree --name-only "$AUDIT" verdict.txt)" ""
	fi
	is "git fsck" "$(central fsck --strict --no-dangling 2>&1)" ""
}

# pushes PERSON REFSPEC...: as push_as, and the audit is looked at before it.
pushes() {
	before=$(entries) last=$(central rev-parse -q --verify "$AUDIT" || true)
	push_as "$@"
}

unrecorded() {
	is "the entries" "$(entries)" "$before"
	is "the decision that was named" "$ANSWER_DECISION" ""
}

it "accept: a promotion, with all that it rests on"
pushes noor production
accepted "$(promoted)"
recorded accept
evidence_is "$READY/acceptance.ini" "$READY/criteria.ini" "$READY/ac-1.log"
is "its subject" "$(central log -1 --format=%s "$AUDIT")" "accept refs/heads/production by noor"
is "the pusher" "$(entry Pusher)" noor
is "the policy" "$(entry Policy)" "2026-1 sha256:$(sha256sum <"$CENTRAL/sluis/policy.ini" | cut -d ' ' -f 1)"
is "the ref" "$(entry Ref)" refs/heads/production
is "the old value" "$(entry Old)" "$(sed -n 's|^refs/heads/production ||p' <<<"$BEFORE")"
is "the new value" "$(entry New)" "$(oid production)"
is "the environment" "$(entry Environment)" production
is "the step" "$(entry Step)" "$(oid production)"
is "its tree" "$(entry Tree)" "$(oid "production^{tree}")"
is "that of its candidate" "$(entry Candidate-Tree)" "$(oid "production^2^{tree}")"
is "the promotion" "$(entry Promotion)" "$READY"
has "the rules that are met" "$(entry Met)" "reserved-ref policy-published pusher-known push-access ref-protected merge-only comes-from complete nothing-lost "
is "the others" "$(entry Unmet)$(entry Undecided)$(entry Waived)$(entry Exception)" ""

it "accept: plan and parallel run too"
whole_norm
high_impact
pushes noor production
accepted "$(promoted)"
recorded accept
evidence_is "$READY/acceptance.ini" "$READY/criteria.ini" "$READY/ac-1.log" "$READY/plan.ini" "$READY/parallel-run.ini"

it "accept: without a word, and with an entry all the same"
change dirk src/pay.c
pushes dirk development
accepted
recorded accept
is "the pusher" "$(entry Pusher)" dirk
is "the ref" "$(entry Ref)" refs/heads/development

it "accept: two refs are one verdict"
policy '/^push = /d'
change dirk src/pay.c
pushes noor development production
accepted "$(promoted)"
recorded accept
is "the refs" "$(entry Ref)" "refs/heads/development"$'\n'"refs/heads/production"

it "accept: two promotions are two steps, each with its evidence"
change dirk src/next.c
on_acceptance
release 2026.12 acceptance
promotion candidate acceptance~
promotion id 2026.12 base production
pushes noor production
accepted "$(promoted)" "$(promoted 2026.12)"
recorded accept
is "the steps" "$(entry Step)" "$(oid production~)"$'\n'"$(oid production)"
is "the promotions" "$(entry Promotion)" "$READY"$'\n'"2026.12"
evidence_is "$READY/acceptance.ini" "$READY/criteria.ini" "$READY/ac-1.log" 2026.12/acceptance.ini 2026.12/criteria.ini \
	2026.12/ac-1.log

it "accept: an emergency says what it was, and what it did without"
whole_norm
policy_add '[freeze "exams"]' "from = 2020-01-01" "to = 2099-12-31"
now_promotion drop Accepted-by add "Emergency: INC-7 Nobody can log in"
pushes noor production
accepted "$(promoted)" "$(reviewed_by)"
recorded accept
is "the exception" "$(entry Exception)" "emergency INC-7 Nobody can log in"
is "what was waived" "$(entry Waived)" "freeze parallel-run"

it "accept: a rollback says where to"
went_in
promotion id back-1 candidate production~ tree "production~^{tree}" add "Rolls-Back-To: $(oid production~)"
pushes noor production
accepted "$(promoted back-1)"
recorded accept
is "the exception" "$(entry Exception)" "rollback $(oid production~^)"

it "accept: a branch that nobody governs leaves none"
pushes dirk development:refs/heads/topic
accepted
unrecorded

it "accept: a signed push leaves its certificate"
ssh-keygen -q -t ed25519 -N '' -f "$T/world/key"
central config receive.certNonceSeed seed
git -C "$CLONE" config gpg.format ssh
git -C "$CLONE" config user.signingkey "$T/world/key"
git -C "$CLONE" config user.name "Noor Kaya"
git -C "$CLONE" config user.email noor@example.org
pushes noor --signed production
accepted "$(promoted)"
recorded accept
has "the certificate" "$(in_tree push-certificate)" "$(tip production) refs/heads/production"
has "the certificate" "$(in_tree push-certificate)" "-----BEGIN SSH SIGNATURE-----"

it "refuse: with what was told, and which rules"
promotion tree "$(edited_tree acceptance)" drop Accepted-by by jan drop Released-by add "Released-by: $(signature noor)"
pushes noor production
refused production complete signoff-present
recorded reject
is "what is not met" "$(entry Unmet)" "complete signoff-present"
is "the new value" "$(entry New)" "$(oid production)"
evidence_is "$READY/acceptance.ini" "$READY/criteria.ini" "$READY/ac-1.log"

it "refuse: evidence that came with the refused push stays as proof"
policy '/^push = tester$/{s/$/\npush = operator/;:a;n;ba}'
dossier 2026.12 acceptance noor
evidence noor
promotion id 2026.12 drop Accepted-by
pushes noor promotions production
refused production criteria-first signoff-present
recorded reject
evidence_is 2026.12/acceptance.ini 2026.12/criteria.ini 2026.12/ac-1.log
is "the evidence ref in the repository" "$(tip promotions)" "$(oid promotions~2)"
is "the commit that was refused" "$(central cat-file -t "$(oid promotions)" 2>&1 | head -c 5)" fatal

it "refuse: a record that is not what was linked is no evidence"
promotion
record 's/^verdict = .*/verdict = fail/'
evidence tess
given promotions
pushes noor production
refused production evidence-intact
recorded reject
evidence_is

it "refuse: somebody unknown, by the name that the server gave"
pushes mallory production
refused production pusher-known
recorded reject
is "the pusher" "$(entry Pusher)" ""
is "the login" "$(entry Login)" mallory

it "refuse: a name that would write lines of its own"
pushes "mallory
Decision: accept
Ref: refs/heads/production" production
refused production pusher-known
recorded reject
is "the login" "$(entry Login)" 'mallory\x0aDecision: accept\x0aRef: refs/heads/production'

it "refuse: a promotion whose message would write lines of its own"
{
	printf 'Merge\n\nPromotion: %s\r\n' "$READY"
	printf 'Emergency: INC-7\r Entry: unlock \033[31m\n'
} >"$T/text"
promotion message "$T/text"
pushes noor production
is "the exit code of the push" "$STATUS" 1
is "the entry is" "$(entry Entry)" verdict
is "printable lines" "$(central log -1 --format=%B "$AUDIT" | LC_ALL=C grep -c '[^ -~]' || true)" 0
ANSWERED=yes ANSWER_HEAD=()

it "refuse: nobody pushes to the audit"
pushes dirk development
accepted
for refspec in development:$AUDIT +development:$AUDIT :$AUDIT production:refs/sluis/audit2 :refs/sluis/policy \
	+production:refs/sluis/policy; do
	pushes noor "$refspec"
	REF_OF=${refspec#*:} refused "${refspec#*:}" reserved-ref
	recorded reject
done

it "refuse: the update hook records each ref for itself"
rm "$CENTRAL/hooks/pre-receive"
ln -s "$SLUIS_BUILD/update" "$CENTRAL/hooks/update"
policy '/^push = /d'
change dirk src/pay.c
promotion candidate acceptance drop Accepted-by
pushes noor development production
is "the entries" "$(entries)" "$((before + 2))"
is "the first" "$(central log -1 --format=%s "$AUDIT~")" "accept refs/heads/development by noor"
is "the second" "$(central log -1 --format=%s "$AUDIT")" "reject refs/heads/production by noor"
ANSWERED=yes ANSWER_HEAD=()

it "undecided: a rule that could not be checked"
lose "$(oid "promotions:$READY/criteria.ini")"
pushes noor production
undecided production evidence-intact
central gc -q 2>"$T/null" || :
is "the decision" "$(entry Decision)" undecided
is "what is undecided" "$(entry Undecided)" evidence-intact
is "what was told" "$(in_tree verdict.txt)" "$(printf '%s\n' "${ANSWER_REMOTE[@]}")"

it "undecided: a policy with a mistake, which is kept"
policy 's/^proof = .*/proof = belief/'
pushes noor production
undecided_all "the policy has 1 problem"
recorded undecided
is "why" "$(entry Why)" "the policy has 1 problem"
is "the refs" "$(entry Ref)" ""

it "undecided: a policy that others may write"
chmod 666 "$CENTRAL/sluis/policy.ini"
pushes noor production
undecided_all "$CENTRAL/sluis/policy.ini is writable by everyone (mode 0666)"
is "the entries" "$(entries)" "$((before + 1))"
is "why" "$(entry Why)" "$CENTRAL/sluis/policy.ini is writable by everyone (mode 0666)"

it "undecided: a line that is none, with who sent it"
before=$(entries) last=$(central rev-parse -q --verify "$AUDIT" || true)
SLUIS_TEST_PUSHER=noor perl "$E2E/raw-push" "$CENTRAL" "$(printf '0%.0s' {1..40}) $(tip acceptance) refs/heads/a
refs/heads/b" >"$T/said" 2>"$T/report" || true
is "the entries" "$(entries)" "$((before + 1))"
is "the decision" "$(entry Decision)" undecided
is "the pusher" "$(entry Pusher)" noor
is "why" "$(entry Why)" "'refs/heads/b' is not \"old new ref\""
is "the policy" "$(in_tree policy.ini)" "$(cat "$CENTRAL/sluis/policy.ini")"

it "undecided: more memory than a run may use"
yes '[a]' | head -c 1000000 >"$DOSSIERS/$READY/hostile.ini"
evidence tess
given promotions
links=()
for i in {1..20}; do
	links+=(add "Acceptance-Result: $(link "$READY/hostile.ini")")
done
promotion "${links[@]}"
pushes noor production
undecided_all "out of memory: this push needs more than the gate may use"
recorded undecided
is "the ref" "$(entry Ref)" refs/heads/production

it "undecided: a lock that was left behind"
mkdir -p "$CENTRAL/refs/sluis"
touch -d "2 minutes ago" "$CENTRAL/$AUDIT.lock"
pushes noor production
undecided_all "the verdict cannot be recorded in $AUDIT, which is locked" \
	"fix: when no push is under way, the administrator of the server removes what a killed process left behind:"
is "the command, on a line of its own" "${ANSWER_REMOTE[*]: -1}" "       rm $CENTRAL/$AUDIT.lock"
unrecorded
bash -c "${ANSWER_REMOTE[*]: -1}"
pushes noor production
accepted "$(promoted)"

# until_told: whoever pushes now reads that somebody else is waited for.
until_told() {
	local i

	for i in {1..300}; do
		! grep -qs waiting "$T/answer" || return 0
		sleep 0.1
	done
}

it "a lock that somebody holds just now is waited for, and whoever pushes is told"
mkdir -p "$CENTRAL/refs/sluis"
touch "$CENTRAL/$AUDIT.lock"
rm -f "$T/answer"
(until_told; rm "$CENTRAL/$AUDIT.lock") &
pushes noor production
accepted "sluis: waiting: somebody else holds the lock of $AUDIT ..." "$(promoted)"
wait $!

it "undecided: a lock that somebody holds for long is waited for in vain"
mkdir -p "$CENTRAL/refs/sluis"
touch "$CENTRAL/$AUDIT.lock"
begun=$SECONDS
pushes noor production
is "that it took no longer than 20 seconds" "$((SECONDS - begun < 20))" 1
has "what it says" "$(cat "$T/answer")" "sluis: waiting: somebody else holds the lock of $AUDIT"
has "what it says" "$(tr -d '\n' <"$T/answer")" "sluis: could not decide: the verdict cannot be recorded in"
ANSWERED=yes ANSWER_HEAD=()
rm "$CENTRAL/$AUDIT.lock"

it "a turn that somebody else takes is waited for, and whoever pushes is told"
rm -f "$T/answer"
(flock 9; : >"$T/world/turn"; until_told) 9<"$CENTRAL" &
until_there "$T/world/turn"
pushes noor production
accepted "sluis: waiting: somebody else holds the lock of $AUDIT ..." "$(promoted)"
wait $!

it "undecided: a ref of the audit that is broken"
mkdir -p "$CENTRAL/refs/sluis"
echo "no object id" >"$CENTRAL/$AUDIT"
push_as noor production
GIT_SAYS="missing necessary objects" undecided_all \
	"$AUDIT cannot be read: corrupted loose reference file: $AUDIT" "fix: the administrator of the server runs git fsck"

it "undecided: the newest entry is missing, and a refusal cannot be recorded either"
change dirk src/pay.c
pushes dirk development
accepted
lost=$(central rev-parse $AUDIT)
lose "$lost"
promotion drop Accepted-by
push_as noor production
GIT_SAYS="missing necessary objects" undecided_all \
	"the newest entry of $AUDIT, ${lost:0:7}, cannot be read: object not found - no match for id ($lost)" \
	"fix: the administrator of the server brings it back from a copy: rm -f"

# The push is received by somebody who is not root, in a repository that is his.
as_owner() {
	chmod 755 "$T"
	git config --global safe.directory '*'
	chown -R 65534:65534 "$CENTRAL"
	pushes "$1" --receive-pack="setpriv --reuid 65534 --regid 65534 --clear-groups env HOME=/nonexistent git-receive-pack" "$2"
}

it "undecided: the objects of the repository cannot be written"
if [ "$(id -u)" = 0 ] && ! setpriv --reuid 65534 --regid 65534 --clear-groups test -x "$SLUIS_BUILD/pre-receive"; then
	skip "others may not run $SLUIS_BUILD/pre-receive"
	is "the skipped" 1 1
else
	# Git itself makes its folders for what is pushed, and finds none that is missing.
	mkdir -p "$CENTRAL/objects/"{0,1,2,3,4,5,6,7,8,9,a,b,c,d,e,f}{0,1,2,3,4,5,6,7,8,9,a,b,c,d,e,f}
	chmod 555 "$CENTRAL/objects/"??
	if [ "$(id -u)" = 0 ]; then
		as_owner noor production
	else
		pushes noor production
	fi
	chmod 755 "$CENTRAL/objects/"??
	denied=$CENTRAL/objects/$(git hash-object "$CENTRAL/sluis/allowed_signers" | sed 's/^../&\//')
	undecided_all "the evidence of the verdict cannot be written to the repository: failed to rename lockfile to '$denied': Permission denied" \
		"fix: the administrator of the server looks at disk, rights and locks of the repository; then push again"
	unrecorded
fi

it "accept: twenty pushes at once leave twenty entries in one chain"
policy 's|^ref = refs/heads/development|ref = refs/heads/work/*|'
pushed=()
for i in {1..20}; do
	pushed+=("$(as dirk git -C "$CLONE" commit-tree "development^{tree}" -p development -m "Work $i")")
done
before=$(entries)
for i in "${!pushed[@]}"; do
	SLUIS_TEST_PUSHER=dirk git -C "$CLONE" push -q "$CENTRAL" "${pushed[i]}:refs/heads/work/$i" >"$T/world/push.$i" 2>&1 &
done
failed=0
for pid in $(jobs -p); do
	wait "$pid" || failed=$((failed + 1))
done
is "pushes that failed" "$failed" 0
is "what they said" "$(cat "$T"/world/push.*)" ""
is "the entries" "$(entries)" "$((before + 20))"
is "the entries on one line" "$(central rev-list --count --first-parent "$AUDIT")" "$((before + 20))"
is "what they let in" "$(central log --format=%b "$AUDIT" | sed -n 's/^New: //p' | sort)" "$(printf '%s\n' "${pushed[@]}" | sort)"
is "the branches" "$(central for-each-ref --format='%(objectname)' refs/heads/work | sort)" "$(printf '%s\n' "${pushed[@]}" | sort)"
is "git fsck" "$(central fsck --strict --no-dangling 2>&1)" ""
is "the audit" "$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit verify | head -1)" \
	"$((before + 20)) entries, $((before + 20)) verdicts, 0 pieces of evidence: 0 problems"

finish
