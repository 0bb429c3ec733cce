#!/bin/bash
# The mistakes of somebody new, and the way out: the command of the mend is taken from the refusal as it is printed, pasted into a
# shell in the clone by who is to run it, and the push is made again.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
git -C "$CLONE" remote add origin "$CENTRAL"
mkdir "$T/bin"
ln -s "$SLUIS_BUILD/git-sluis" "$T/bin/git-sluis"
git -C "$CLONE" config gpg.format ssh
world_keep

# sits PERSON: it is that person's clone from now on.
sits() {
	git -C "$CLONE" config user.name "${NAME[$1]}"
	git -C "$CLONE" config user.email "$1@example.org"
	git -C "$CLONE" config user.signingkey "$T/keys/$1"
}

# command RULE [N]: what stands alone under the (Nth) mend of the rule, as printed.
command_of() {
	sed -e 's/^remote: \{0,1\}//' -e 's/ *$//' "$T/answer" | RULE=$1 N=${2:-1} perl -ne '
		$rule = $1, next if /^([a-z-]+)  CH\.06-\d+$/;
		$rule = "" if /^(?:sluis: |policy |$)/;
		next unless ($rule // "") eq $ENV{RULE};
		print and exit if /^ {7}(?=git |m=)/ && s/^ {7}// && !--$ENV{N};'
}

# paste PERSON RULE [N]: that person runs it, on the branch that is checked out. An editor changes nothing.
paste() {
	local line

	line=$(command_of "$2" "${3:-1}")
	tap_asserted=$((tap_asserted + 1))
	[ -n "$line" ] || wrong "there is no command under $2 in:" "$(cat "$T/answer")"
	sits "$1"
	(cd "$CLONE" && PATH=$T/bin:$PATH GIT_EDITOR=true SLUIS_TEST_PUSHER=$1 sh -c "$line" <<<yes >"$T/pasted" 2>&1) ||
		[ -n "${REFUSED:-}" ] || wrong "what was pasted failed:" "$line" "$(cat "$T/pasted")"
}

it "an edit in the merge"
promotion tree "$(edited_tree acceptance)"
push_as noor production
refused production complete author-not-promoter
on production
paste noor complete
pasted_in "$(promoted)"

it "a promotion on an older base, by force"
policy 's/^require = .*/require = complete/'
old=$(oid production~)
push_as noor production
accepted "$(promoted)"
change dirk src/next.c
on_acceptance
promotion id 2027.1 base "$old"
push_as noor -f production
refused production ref-protected
paste noor ref-protected
pasted_in "$(promoted 2027.1)"

it "a sign-off is not on the merge"
promotion drop Accepted-by
push_as noor production
refused production signoff-present
on production
paste noor signoff-present
push_as noor production
accepted "$(promoted)"

it "no trailer at all: each is added by the line that asks for it"
promotion drop Accepted-by drop Approved-by drop Released-by
push_as noor production
refused production signoff-present
on production
paste noor signoff-present 1
paste noor signoff-present 2
paste jan signoff-present 3
push_as noor production
accepted "$(promoted)"

it "the tester's record is not linked"
promotion drop Acceptance-Result
push_as noor production
refused production acceptance-linked
on production
paste noor acceptance-linked
push_as noor production
accepted "$(promoted)"

it "the promotion has no id: that of the dossier is proposed"
promotion drop Promotion
push_as noor production
refused production acceptance-linked
on production
paste noor acceptance-linked
push_as noor production
accepted "$(promoted)"

it "the evidence is not pushed"
dossier 2026.12 acceptance
criteria_stand tess
evidence tess
promotion id 2026.12
push_as noor production
refused production evidence-intact
paste tess evidence-intact
push_as noor production
accepted "$(promoted 2026.12)"

it "the digest of a link is another"
promotion
git -C "$CLONE" log -1 --format=%B production | sed '/^Acceptance-Result/s/[0-9a-f]\{8\}$/00000000/' >"$T/wrong"
promotion message "$T/wrong"
push_as noor production
refused production evidence-intact
on production
paste noor evidence-intact
push_as noor production
accepted "$(promoted)"

it "who made the change pushes its promotion"
policy '/^\[role "operator"\]/a member = dora' 's/^conflict = .*//'
change dora src/more.c
on_acceptance
dossier "$READY" acceptance
tested
push_as dora production
refused production author-not-promoter
has "who is asked" "${ANSWER_TEXT["$block author-not-promoter"]}" "Noor Kaya or Jan Bakker fetches the promotion from you"
paste jan author-not-promoter
is "production" "$(tip production)" "$(oid production)"

it "who may not push to production does"
push_as dirk production
refused production push-access author-not-promoter
paste jan push-access
is "production" "$(tip production)" "$(oid production)"

it "a fast-forward of production: it becomes a merge, and then lacks what a merge says"
push_as noor acceptance:production
refused production merge-only
on production
REFUSED=yes paste noor merge-only
is "the parents" "$(git -C "$CLONE" rev-parse 'HEAD^1' 'HEAD^2')" "$(tip production)"$'\n'"$(tip acceptance)"
has "what the gate says then" "$(cat "$T/pasted")" "acceptance-linked  CH.06-6"
branch production HEAD
push_as noor production
refused production acceptance-linked signoff-present

it "two candidates in one merge"
change dora src/other.c
promotion parent development
push_as noor production
refused production merge-only
on production
paste noor merge-only
pasted_in "$(promoted)"

it "a candidate that was never accepted"
change dirk src/late.c
branch test development
given development test
dossier "$READY" development
tested candidate development
push_as noor production
refused production comes-from
paste tess comes-from
push_as noor production
refused production acceptance-bound
says acceptance-bound "fix: do it over with what is there now, and link the record of that"
tested_now "$READY"
tested candidate development
push_as noor production
accepted "$(promoted)"

it "an address that nobody knows, in one's own commit"
change dora src/one.c
change dirk src/two.c
git -C "$CLONE" -c user.name=Dirk -c user.email=dirk@home.example commit -q --amend --no-edit --reset-author
push_as dirk development
refused development author-known
paste dirk author-known
is "the authors" "$(git -C "$CLONE" log -2 --format=%ae development | xargs)" "dirk@example.org dora@example.org"
push_as dirk development
accepted

it "a branch that was moved on by somebody else, pushed with force"
on mine development
change dora src/hers.c
given mine
git -C "$CENTRAL" update-ref refs/heads/development refs/heads/mine
on development
change dirk src/his.c
push_as dirk --force development
refused development ref-protected
paste dirk ref-protected
push_as dirk development
accepted

it "a sign-off about an earlier candidate"
proof_by_signature
signed_off kim key-user
signed_off els system-owner
signed_off jan operator
change dirk src/fix.c
on_acceptance
dossier "$READY" acceptance
tested
push_as noor production
refused production signoff-current
paste kim signoff-current 1
paste els signoff-current 2
paste jan signoff-current 3
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"

it "a sign-off that nobody signed"
proof_by_signature
push_as noor production
refused production signoff-proven
paste kim signoff-proven 1
paste els signoff-proven 2
paste jan signoff-proven 3
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"

it "the plan and the impact are not on the merge"
whole_norm
promotion drop Implementation-Plan drop Impact
push_as noor production
refused production plan-linked impact-stated
on production
paste noor plan-linked
paste noor impact-stated
push_as noor production
accepted "$(promoted)"

it "the impact is not on the merge, and the change says what it is at least"
whole_norm
high_impact
promotion drop Impact
push_as noor production
refused production impact-stated
on production
paste noor impact-stated
push_as noor production
accepted "$(promoted)"

it "commits that are not signed"
policy '/^ref = refs\/heads\/development/a signed-commits = yes'
signers dirk
change dirk src/one.c
change dirk src/two.c
push_as dirk development
refused development commits-signed
paste dirk commits-signed
push_as dirk development
accepted

it "production deleted, beside something good: the mend is to leave it out"
push_as dora :production development
refused production push-access ref-protected
has "the mend" "${ANSWER_TEXT["$block ref-protected"]}" "fix: leave it out of the push"
change dora src/more.c
push_as dora development
accepted

finish
