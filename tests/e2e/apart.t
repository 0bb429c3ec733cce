#!/bin/bash
# The audit in a repository of its own, which two nodes share: what each accepts is there before it counts, and what was done
# on one counts on the other.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=tests/e2e/apart.sh
. "${0%/*}/apart.sh"
# shellcheck source=tests/e2e/held.sh
. "${0%/*}/held.sh"
world_make
proof_by_signature
apart_make
signed_off kim key-user
signed_off els system-owner
signed_off jan operator
nodes_made
world_keep

# What the gate says of the release.
in_production() {
	accepted "sluis: production: promotion $READY accepted (policy 2026-1)"
}

it "arming writes what it found, and the policy, there; the copy here is the same"
is "what arming said" "$(cat "$T/armed")" "governed refs, in the audit as they are now: 4 (new, so baselines: 4)"
is "the refs there" "$(git -C "$APART" for-each-ref --format='%(refname)')" "refs/sluis/audit
refs/sluis/audit-start
refs/sluis/policy"
is "the copy" "$(git -C "$CENTRAL" rev-parse refs/sluis/audit refs/sluis/policy)" "$(git -C "$APART" rev-parse refs/sluis/audit refs/sluis/policy)"

it "accept: verdict and outcome are there; the other node takes nothing on top of what it was before"
keygens_counted
push_as noor production
in_production
verified 3	# whoever wrote that they were good may be another machine
is "what is there" "$(git -C "$APART" log --format=%s -n 2 refs/sluis/audit | sed 's/[0-9a-f]\{7\}\.\.[0-9a-f]\{7\}/X/')" \
	"moved refs/heads/production X
accept refs/heads/production by noor"
is "the copy" "$(git -C "$CENTRAL" rev-parse refs/sluis/audit)" "$(kept)"
one_chain "$NODE_1"
on_node "$NODE_2" push_as noor production
on_node "$NODE_2" refused production promotion-once unchecked ref-protected
says ref-protected "refs/heads/production is at $(short production^), and the audit left it at $(short production)"
handed_on
one_chain "$NODE_1" "$NODE_2"
served log -n 3
first=$OUT
on_node "$NODE_2" served log -n 3
is "the log on both" "$OUT" "$first"
on_node "$NODE_2" served report --export "$T/world/export"
did "the export of the second"
RC=0
OUT=$(sh "$T/world/export/verify.sh" --audit "$APART" 2>&1) || RC=$?
did "verify.sh, against the audit repository"
has "verify.sh" "$OUT" "1 promotions are as they should be, 0 are not"

it "accept: an unlock on one node is one on the other, and what moves there is recorded"
served unlock --reason "the disk of node 2" --minutes 5
did "unlock"
git -C "$NODE_2" fetch -q "$CLONE" production
on_node "$NODE_2" locally update-ref refs/heads/production "$(git -C "$CLONE" rev-parse production)"
did "update-ref"
is "what is there" "$(git -C "$APART" log --format=%s -n 2 refs/sluis/audit | sed 's/[0-9a-f]\{7\}\.\.[0-9a-f]\{7\}/X/')" \
	"moved refs/heads/production X
unlock by $(id -un)"

it "refuse: what one node promoted is spent on the other"
push_as noor production
in_production
handed_on
promotion
on_node "$NODE_2" push_as noor production
on_node "$NODE_2" refused production signoff-current promotion-once

it "refuse: between verdict and move, what came in at the other node"
held_hook
holding noor production
signoff els system-owner decision reject
on_node "$NODE_2" push_as els "signoffs/els:refs/signoffs/$READY/system-owner/els.2"
on_node "$NODE_2" accepted
stopped "nothing was moved: refs/signoffs/$READY/system-owner/els.2 came in since the verdict on refs/heads/production" \
	"fix: push again: the gate then judges it by the present state"
push_as noor production
refused production signoff-veto unchecked signoff-proven signoff-current
says signoff-veto "Els de Vries, as system-owner, rejects $READY"
world_reset
held_hook
sleep 3
push_as noor acceptance:topic
accepted
has "the stamp" "$(cat "$CENTRAL/sluis-stamp")" "policy 2026-1"
holding noor production
sed -i 's/^version = .*/version = 2026-2/; s/^title = .*/title = Stricter/' "$NODE_2/sluis/policy.ini"
on_node "$NODE_2" served policy --publish --reason "Stricter"
did "policy --publish"
stopped "nothing was moved: the policy has changed since the verdict on refs/heads/production"
push_as noor production
refused production policy-published

it "undecided: a node that is behind the other"
echo more >"$DOSSIERS/more"
evidence tess "More"
on_node "$NODE_2" push_as tess promotions
on_node "$NODE_2" accepted
push_as noor production
undecided production ref-protected
says ref-protected "another node may be ahead of this one: push again. Where that does not help, the owner of the repository finds out what happened"
git -C "$NODE_1" -c core.hooksPath="$T/none" fetch -q "$NODE_2" promotions:promotions
# shellcheck disable=SC2016  # for the shell of the hook
previous "$NODE_2/hooks/pre-receive.d/50-dies" 'kill -9 "$PPID"'
MAY_DIE=yes on_node "$NODE_2" push_as noor production
is "that the node died" "$STATUS" 1
was=$(short production)
ANSWERED=yes
promotion title "Once more"
push_as noor production
undecided production promotion-once
says promotion-once "refs/heads/production was let in at $was, which is not here, and no entry says whether it went in"
mends promotion-once "wait ten minutes; then the owner of the repository runs there, which records it: git sluis audit reconcile"

it "undecided: the other node comes first, over and over"
push_as dirk production
refused production push-access author-not-promoter
# shellcheck disable=SC2016  # for the shell of the hook
previous "$APART/hooks/pre-receive" 'unset GIT_QUARANTINE_PATH' \
	'git update-ref refs/sluis/audit "$(git cat-file commit refs/sluis/audit | sed "1,/^$/d" | git -c user.name=x -c user.email=x commit-tree "refs/sluis/audit^{tree}" -p refs/sluis/audit)"'
push_as noor production
undecided_all "others wrote to the audit repository $APART first, 101 times in a row" "fix: push again"
ANSWER_HEAD=() # that it takes long
rm "$APART/hooks/pre-receive"
push_as noor production
in_production

it "undecided: another repository names the same audit"
cp -a "$NODE_1" "$T/world/other"
git -C "$T/world/other" for-each-ref --format='delete %(refname)' refs/sluis | git -C "$T/world/other" -c core.hooksPath="$T/none" update-ref --stdin
git -C "$T/world/other" -c core.hooksPath="$T/none" update-ref refs/heads/production acceptance
before=$(kept)
on_node "$T/world/other" served audit arm hooks/pre-receive
is "what it says" "$RC: $OUT" "1: sluis: the audit repository $APART is of another repository: it left refs/heads/production at $(short production^), and here that is at $(short acceptance)
  fix: each repository has an audit repository of its own: 'repository' under [audit]. A node of that other one is armed once its refs are up to date"
is "the audit" "$(kept)" "$before"

it "refs that somebody pushed to the audit repository by hand hide nothing, and a fetch has a size"
git -C "$APART" update-ref -d refs/sluis/policy
git -C "$NODE_1" -c core.hooksPath="$T/none" update-ref -d refs/sluis/policy
for i in {1..1500}; do echo "create refs/sluis/aaaa$i $(kept)"; done | git -C "$APART" update-ref --stdin
served policy --publish
did "policy --publish"
push_as noor production
in_production
handed_on
git -C "$NODE_2" config sluis.fetchBytes 200000
git -C "$APART" update-ref refs/sluis/audit "$(git -C "$APART" -c user.name=x -c user.email=x commit-tree -m x -p refs/sluis/audit \
	"$(printf '100644 blob %s\tx\n' "$(head -c 300000 /dev/urandom | git -C "$APART" hash-object -w --stdin)" | git -C "$APART" mktree)")"
promotion id back
on_node "$NODE_2" push_as noor production
on_node "$NODE_2" undecided_all "the audit repository $APART cannot be asked: fatal: unpack-objects failed"

it "undecided: the audit repository is gone; work that nothing guards goes in; what was pushed goes in once it is back"
mv "$APART" "$T/world/away"
branch feature development
push_as dirk feature
accepted
push_as noor production
undecided_all "the audit repository $APART cannot be asked: fatal: '$APART' does not appear to be a git repository" \
	"the administrator of the server looks at the audit repository, the way there and [audit] of the policy: git sluis doctor; then push again"
mv "$T/world/away" "$APART"
push_as noor production
in_production
one_chain "$NODE_1"

it "undecided: another repository stands in its place; a copy that is not older brings the audit back"
before=$(kept)
rm -rf "$APART"
git init -q --bare --template= "$APART"
push_as noor production
undecided_all "the audit repository $APART has no refs/sluis/audit, and the copy here has it up to ${before:0:7}"
git -C "$NODE_2" for-each-ref --format='delete %(refname)' refs/sluis | git -C "$NODE_2" -c core.hooksPath="$T/none" update-ref --stdin
on_node "$NODE_2" push_as noor production
on_node "$NODE_2" undecided_all "the audit repository $APART is empty" \
	"fix: the administrator brings back what it had, from a copy; where it is new, the owner of the repository runs there: git sluis audit arm"
is "what was written there" "$(git -C "$APART" for-each-ref)" ""
served audit reconcile --reason "the disk of the audit host was lost"
did "audit reconcile"
has "what it said" "$OUT" "the audit that was here is in $APART now"
is "the audit" "$(kept)" "$before"
push_as noor production
in_production

it "undecided: the audit repository was rewound"
push_as dirk development:refs/heads/work/1
accepted
was=$(git -C "$CENTRAL" rev-parse --short=7 refs/sluis/audit)
git -C "$APART" update-ref refs/sluis/audit refs/sluis/audit-start
push_as noor production
undecided_all "the audit repository $APART has refs/sluis/audit at $(kept_short), which does not come after $was of the copy here"

it "refuse: an entry that was written into the copy moves no ref"
forged=$(git -C "$CENTRAL" -c user.name=x -c user.email=x commit-tree "$(git -C "$CENTRAL" rev-parse 'refs/sluis/audit^{tree}')" \
	-p refs/sluis/audit <<ENTRY
accept refs/heads/production by noor

Entry: verdict
Sluis: 0.1.0
Decision: accept
Pusher: noor
Ref: refs/heads/production
Old: $(tip production)
New: $(git -C "$CLONE" rev-parse production)
ENTRY
)
git -C "$CENTRAL" fetch -q "$CLONE" production
was=$(git -C "$CENTRAL" rev-parse refs/sluis/audit)
git -C "$CENTRAL" -c core.hooksPath="$T/none" update-ref refs/sluis/audit "$forged"
locally update-ref refs/heads/production "$(git -C "$CLONE" rev-parse production)"
is "that git fails" "$((RC != 0))" 1
has "what the gate said" "$(tr -s ' \n' ' ' <<<"$OUT")" "could not decide: the audit repository $APART has refs/sluis/audit at $(kept_short), which does not come after ${forged:0:7} of the copy here"
(cd "$CENTRAL" && bash -ec "$(sed -n 's/^ *\(git -c core.hooksPath=.*\)/\1/p' <<<"$OUT")")
locally update-ref refs/heads/production "$(git -C "$CLONE" rev-parse production)"
has "what the gate said" "$(tr -s ' \n' ' ' <<<"$OUT")" "no verdict lets refs/heads/production go"
is "production" "$(tip production)" "$(git -C "$CENTRAL" rev-parse refs/heads/production)"

it "undecided: the audit repository takes nothing"
mkdir -p "$APART/hooks"
printf '#!/bin/sh\nexit 1\n' >"$APART/hooks/pre-receive"
chmod 755 "$APART/hooks/pre-receive"
push_as noor production
undecided_all "the verdict cannot be recorded in refs/sluis/audit: the audit repository $APART takes nothing: ! [remote rejected] $(tr -d '\n' <"$T/answer" | grep -o '[0-9a-f]\{40\}') -> refs/sluis/audit (pre-receive hook declined)"

rm "$APART/hooks/pre-receive"
mkdir -p "$APART/refs/sluis"
: >"$APART/refs/sluis/audit.lock"
push_as noor production
undecided_all "the verdict cannot be recorded in refs/sluis/audit: the audit repository $APART takes nothing: remote: error: cannot lock ref 'refs/sluis/audit': Unable to create '$APART/./refs/sluis/audit.lock': File exists."

it "undecided: a policy that nobody can read leaves the copy as it is"
was=$(git -C "$CENTRAL" rev-parse refs/sluis/audit)
mv "$CENTRAL/sluis/policy.ini" "$T/world/policy.ini"
push_as noor production
undecided_all "there is no policy, neither $CENTRAL/sluis/policy.ini nor /etc/sluis/policy.ini"
is "the copy" "$(git -C "$CENTRAL" rev-parse refs/sluis/audit)" "$was"
mv "$T/world/policy.ini" "$CENTRAL/sluis/policy.ini"
sed -i 's/^title = .*/titel = x/' "$CENTRAL/sluis/policy.ini"
push_as noor production
undecided_all "the policy has 2 problems"
is "where it is recorded" "$(git -C "$APART" log -1 --format=%s refs/sluis/audit)" "undecided by (unknown)"

it "twenty push at once to two nodes: all go in, in one chain"
for i in {1..20}; do
	node=$NODE_1
	((i % 2)) || node=$NODE_2
	commit=$(as dirk git -C "$CLONE" commit-tree "development^{tree}" -p development -m "Work $i")
	SLUIS_TEST_PUSHER=dirk git -C "$CLONE" push -q "$node" "$commit:refs/heads/work/$i" >"$T/world/push.$i" 2>&1 &
done
wait
is "what was said" "$(sed '/sluis: waiting: /d' "$T"/world/push.*)" ""
is "the branches" "$({ git -C "$NODE_1" for-each-ref --format='%(refname)' refs/heads/work; git -C "$NODE_2" for-each-ref --format='%(refname)' refs/heads/work; } | sort -u | wc -l)" 20
is "the verdicts" "$(git -C "$APART" log --format=%s refs/sluis/audit | grep -c '^accept refs/heads/work/.* by dirk$')" 20
is "the outcomes" "$(git -C "$APART" log --format=%s refs/sluis/audit | grep -c '^moved refs/heads/work/')" 20
git -C "$NODE_1" -c core.hooksPath="$T/none" fetch -q "$NODE_2" 'refs/heads/work/*:refs/heads/work/*'
handed_on
one_chain "$NODE_1" "$NODE_2"

it "doctor: it can be written, and keeps what it has; where it does not, the command of the doctor sees to it"
before=$(kept)
served doctor --check audit-repository .
failed 1 "the audit repository $APART lets refs be rewound or deleted: a node could take back what it recorded"
bash -ec "$(sed -n 's/^ *\(printf .*\)/\1/p' <<<"$OUT")"
served doctor --check audit-repository .
did "doctor"
is "the newest entry" "$(kept)" "$before"
push_as noor production
in_production

it "the key goes and comes back: nothing is written on top of a copy, and the audit goes along"
policy=$CENTRAL/sluis/policy.ini
cp "$policy" "$T/world/policy.ini"
sed -i '/^\[audit\]/,$d' "$policy"
push_as dirk development:refs/heads/work/1
undecided_all "the verdict cannot be recorded in refs/sluis/audit: the audit is kept in another repository, and no policy says in which" \
	"arms the repository again: ./install.sh $CENTRAL/"
locally -c core.hooksPath="$T/none" update-ref -d refs/sluis/policy
served policy --publish
arming
push_as dirk development:refs/heads/work/1
accepted
is "how far the other one is" "$(git -C "$CENTRAL" rev-list --count refs/sluis/audit "^$(kept)")" 3
git init -q --bare --template= "$T/world/next.git"
sed "s|^repository = .*|repository = $T/world/next.git|" "$T/world/policy.ini" >"$policy"
arming
has "what it said" "$OUT" "the audit that was here is in $T/world/next.git now"
is "what is there" "$(git -C "$T/world/next.git" rev-parse refs/sluis/audit)" "$(git -C "$CENTRAL" rev-parse refs/sluis/audit)"

it "lint: what names no audit repository, and ssh without a key or a host"
for each in audit.git https://audit.example.org/a.git file:///srv/a.git ssh://-oProxyCommand=id/a ssh://audit.example.org/a.git; do
	sed "s|^repository = .*|repository = $each|" "$CENTRAL/sluis/policy.ini" >"$T/world/policy.ini"
	served policy --lint "$T/world/policy.ini"
	is "lint of $each" "$RC" 1
done
has "the last" "$OUT" "[audit] has a 'repository' at ssh://, and no 'identity' to sign in there"

close_case
world_reset
apart_ssh
world_keep

it "accept: over ssh; the other node knows"
push_as noor production
in_production
is "how often it connects: before and after the verdict, before and after the move" "$(connections)" 4
one_chain "$NODE_1"
handed_on
promotion
on_node "$NODE_2" push_as noor production
on_node "$NODE_2" refused production signoff-current promotion-once
served doctor --check audit-repository .
failed 1 "lets refs be rewound or deleted"
(cd "$APART" && bash -ec "$(sed -n 's/^ *\(printf .*\)/\1/p' <<<"$OUT")")
served doctor --check audit-repository .
did "doctor"

it "undecided: another host key"
pinned other
push_as noor production
undecided_all "the audit repository $APART_URL cannot be asked: Host key verification failed."
pinned host
push_as noor production
in_production

it "undecided: it does not let us in"
mv "$RESULTS_SSHD/authorized_keys" "$T/world/authorized_keys"
push_as noor production
undecided_all "the audit repository $APART_URL cannot be asked: $(id -un)@127.0.0.1: Permission denied (publickey)."
mv "$T/world/authorized_keys" "$RESULTS_SSHD/authorized_keys"

it "undecided: nobody answers; work goes in; the server comes back"
sed -i 's/^timeout = .*/timeout = 3/' "$CENTRAL/sluis/policy.ini"
results_mode silent
push_as noor production
undecided_all "the audit repository $APART_URL gave no answer in 3 seconds"
branch feature development
push_as dirk feature
accepted
is "how often somebody asked" "$(connections)" 1
results_mode plain
sed -i 's/^timeout = .*/timeout = 240/' "$CENTRAL/sluis/policy.ini"
push_as noor production
in_production

finish
