#!/bin/bash
# A cluster: two nodes, two users, storage of their own, and hooks that run in a snapshot that goes away. What the gate
# needs to remember is in an audit repository over ssh; without it, it is lost, and the gate says so.
# /etc of our own needs a name space in which nobody else sees it.
if [ "$(id -u)" != 0 ] || ! unshare -m true 2>/dev/null; then
	echo "1..0 # SKIP only root has two users for two nodes, and an /etc of its own"
	exit
fi
[ "${SLUIS_TEST_MOUNTS:-}" = yes ] || SLUIS_TEST_MOUNTS=yes exec unshare -m --propagation private "$0" "$@"
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=tests/e2e/apart.sh
. "${0%/*}/apart.sh"

# What Gitaly does for a custom hook: an environment of its own making. What it does for itself: it notes which refs moved.
hooks_make() {
	local each

	mkdir "$CLUSTER/hooks"
	for each in pre-receive post-receive; do
		install -D "$SLUIS_BUILD/$each" "$CLUSTER/custom_hooks/$each.d/sluis"
		cat >"$CLUSTER/hooks/$each" <<-END
		#!/bin/sh
		exec env -i HOME="$HOME" PATH="$PATH" GIT_DIR="\$PWD" GL_ID=user-7 GL_USERNAME="\$GL_USERNAME" GL_REPOSITORY=project-1 \\
		    GL_PROJECT_PATH=school/central GIT_CONFIG_NOSYSTEM=1 \\
		    \${GIT_OBJECT_DIRECTORY:+GIT_OBJECT_DIRECTORY="\$GIT_OBJECT_DIRECTORY"} \\
		    \${GIT_ALTERNATE_OBJECT_DIRECTORIES:+GIT_ALTERNATE_OBJECT_DIRECTORIES="\$GIT_ALTERNATE_OBJECT_DIRECTORIES"} \\
		    \${ASAN_OPTIONS:+ASAN_OPTIONS="\$ASAN_OPTIONS"} $CLUSTER/custom_hooks/$each.d/sluis
		END
	done
	cat >"$CLUSTER/hooks/reference-transaction" <<-'END'
	#!/bin/sh
	[ "$1" != committed ] || grep -v ' refs/sluis/' >>"$MOVED"
	exit 0
	END
	chmod 755 "$CLUSTER/hooks"/*
	install "$SLUIS_BUILD/git-sluis" "$CLUSTER/git-sluis"
}

# node_make N USER
node_make() {
	local node=$CLUSTER/node-$1

	mkdir -p "$node/snapshots" "$node/+gitaly/snapshots" "$node/running"
	cp -a "$CENTRAL" "$node/repository.git"
	rm -rf "$node/repository.git/hooks" "$node/repository.git/sluis"
	git -C "$node/repository.git" config sluis.policy /etc/sluis/projects/school/central/policy.ini
	chown -R "$2:$(id -u "$2")" "$node"
}

# cluster_make: people push to one of NODE_1 and NODE_2.
cluster_make() {
	export CLUSTER=$T/world/cluster
	mkdir "$CLUSTER"
	chmod 755 "$T"
	hooks_make
	node_make 1 daemon
	node_make 2 games
	NODE_1=$CLUSTER/node-1/repository.git NODE_2=$CLUSTER/node-2/repository.git
	mkdir -p /etc/sluis/projects/school/central
	cp "$CENTRAL"/sluis/{policy.ini,allowed_signers} /etc/sluis/projects/school/central/
	SERVE=$E2E/cluster/receive TRANSPORT=serve
}

# by N COMMAND...: git sluis on that node, as its user.
by() {
	local user

	user=$(stat -c %u "$CLUSTER/node-$1")
	RC=0
	OUT=$(cd "$CLUSTER/node-$1/repository.git" && setpriv --reuid="$user" --regid="$user" --clear-groups "$CLUSTER/git-sluis" "${@:2}" 2>&1 </dev/null) || RC=$?
}

# There is a ref for each push that goes on at the same time, and GitLab says who pushes.
cluster_policy() {
	git -C "$CENTRAL" update-ref -d refs/sluis/policy
	policy 's|^ref = refs/heads/development|ref = refs/heads/work/*|' 's/^source = .*/source = gitlab/'
}

# on N COMMAND...: with that node as the central repository.
on() {
	local CENTRAL=$CLUSTER/node-$1/repository.git

	"${@:2}"
}

# both_have REF: it is where the clone has it.
both_have() {
	local n

	for n in 1 2; do
		is "$1 on node $n" "$(storage "$n" rev-parse -q --verify "refs/heads/$1")" "$(git -C "$CLONE" rev-parse "$1")"
	done
}

# storage N ARGUMENT...: git in the copy of that node.
storage() {
	git -C "$CLUSTER/node-$1/repository.git" "${@:2}"
}

AUDIT=refs/sluis/audit
export GL_USERNAME
world_make
cp -a /etc "$T/etc" 2>"$T/null" || :
rm -rf "$T/etc/sluis"
mount --bind "$T/etc" /etc
git config --global safe.directory '*'
proof_by_signature
cluster_policy
central_guard
arming
for each in "kim key-user" "els system-owner" "jan operator"; do
	GL_USERNAME=${each% *} signed_off "${each% *}" "${each#* }"
done
world_keep

it "without an audit apart, undecided: each node was armed, and the push meets a copy that goes away"
cluster_make
for n in 1 2; do
	by "$n" audit arm
	did "audit arm on node $n"
done
on 1 push_as noor production
find_block "could not decide: *"
has_words "what the gate says" "${ANSWER_HEAD[block]}" "could not decide: $NODE_1 was armed, and this is a copy of it: $CLUSTER/node-1/snapshots/"
says '' "fix: where the host runs hooks in a copy, the administrator gives the audit a place of its own: 'repository' under [audit] in the policy (man 7 sluis-admin, Choose). Where the repository was moved, they arm it again: ./install.sh $CLUSTER/node-1/snapshots/"
not_moved
ANSWERED=yes ANSWER_HEAD=()
branch feature development
on 1 push_as dirk feature
on 1 accepted
for n in 1 2; do storage "$n" config --unset sluis.armedAt; done
SNAPSHOTS=+gitaly/snapshots on 1 push_as noor production
on 1 undecided_all "this host runs hooks in a copy of the repository, and what they record goes away with it" \
	"fix: the administrator gives the audit a place of its own: 'repository' under [audit] in the policy (man 7 sluis-admin, Choose)"

it "where nothing tells that it is one, the verdict goes away with it: the audit tells, and nothing goes on top"
cluster_make
for n in 1 2; do storage "$n" config --unset sluis.armedAt; done
on 1 push_as noor production
on 1 accepted "sluis: production: promotion $READY accepted (policy 2026-1)"
decision=$ANSWER_DECISION
both_have production
for n in 1 2; do
	is "that node $n has the decision" "$(storage "$n" cat-file -e "$decision" 2>"$T/null" && echo yes)" ""
	by "$n" audit verify
	failed 1 "refs/heads/production is at $(short production), and the audit left it at $(short production^)"
done
on 2 promotion
on 2 push_as noor production
on 2 refused production signoff-current unchecked ref-protected
says ref-protected "refs/heads/production is at $(short production^), and the audit left it at $(short production^^)"

close_case
world_reset
apart_server
# ssh takes a key that others can read from nobody but its owner.
chown nobody "$RESULTS_SSHD/gate" && chmod 644 "$RESULTS_SSHD/gate"
rm "$CENTRAL"/hooks/{reference-transaction,post-receive}
apart_make "${APART_KEYS[@]}"
cluster_make
world_keep

# one_audit: it is one line, git finds nothing wrong with it, and it accounts for all that both nodes have.
one_audit() {
	is "the entries on one line" "$(git -C "$APART" rev-list --count --first-parent $AUDIT)" "$(git -C "$APART" rev-list --count $AUDIT)"
	is "git fsck" "$(git -C "$APART" fsck --strict --no-dangling 2>&1 | sed '/unborn branch/d')" ""
	by 1 audit verify
	did "audit verify on node 1"
	by 2 audit verify
	did "audit verify on node 2"
}

it "accept: on one node; both have it, the audit too, and the other node refuses to do it again"
on 1 push_as noor production
on 1 accepted "sluis: production: promotion $READY accepted (policy 2026-1)"
both_have production
is "the snapshots" "$(find "$CLUSTER"/node-*/snapshots -mindepth 1)" ""
is "the end of the audit" "$(git -C "$APART" log -n 2 --format=%s $AUDIT | sed 's/ [0-9a-f]*\.\.[0-9a-f]*$//')" "moved refs/heads/production
accept refs/heads/production by noor"
one_audit
on 2 promotion
on 2 push_as noor production
on 2 refused production signoff-current promotion-once
one_audit

# work N NODE: dirk pushes a commit of his to a branch of its own, there.
work() {
	local commit

	commit=$(as dirk git -C "$CLONE" commit-tree "development^{tree}" -p development -m "Work $1")
	GL_USERNAME=dirk git -C "$CLONE" push -q --receive-pack="$SERVE dirk" "$CLUSTER/node-$2/repository.git" \
		"$commit:refs/heads/work/$1" >"$T/world/push.$1" 2>&1 && echo "$1 $commit" >>"$T/world/done" || echo "$1 $commit" >>"$T/world/failed"
}

# node_dies N: while it works; who pushed there is not told what became of it.
node_dies() {
	local pid

	touch "$CLUSTER/node-$1/down"
	for pid in "$CLUSTER/node-$1/running"/*; do
		[ ! -e "$pid" ] || kill -9 -- "-$(cat "$pid")" 2>"$T/null" || true
	done
}

# node_returns N: it gets what the other has, as a cluster repairs a node.
node_returns() {
	rm "$CLUSTER/node-$1/down"
	storage "$1" -c core.hooksPath="$T/none" fetch -q "$CLUSTER/node-$((3 - $1))/repository.git" '+refs/heads/*:refs/heads/*'
	chown -R --reference="$CLUSTER/node-$1" "$CLUSTER/node-$1/repository.git"
}

it "twenty push to both nodes, one of which dies halfway: one chain, and what was lost goes in at the other node"
:>"$T/world/done"
pushes=()
for i in {1..20}; do
	work "$i" $((i % 2 + 1)) &
	pushes+=($!)
done
n=0
until [ "$(wc -l <"$T/world/done")" -ge 5 ] || [ $((n += 1)) -gt 2000 ]; do sleep 0.05; done
node_dies 2
wait "${pushes[@]}"
is "that some were not told" "$([ -s "$T/world/failed" ] && echo yes)" yes
while read -r n commit; do
	GL_USERNAME=dirk git -C "$CLONE" push -q --receive-pack="$SERVE dirk" "$CLUSTER/node-1/repository.git" "$commit:refs/heads/work/$n" \
		>"$T/world/push.$n" 2>&1 || wrong "push $n:" "$(cat "$T/world/push.$n")"
done <"$T/world/failed"
node_returns 2
is "the branches of the first" "$(storage 1 for-each-ref --format='%(refname) %(objectname)' refs/heads/work | sort)" \
	"$(sed -n 's|^\([0-9]*\) \(.*\)|refs/heads/work/\1 \2|p' "$T/world/done" "$T/world/failed" | sort)"
is "the branches of the second" "$(storage 2 for-each-ref refs/heads/work)" "$(storage 1 for-each-ref refs/heads/work)"
is "what has a verdict" "$(git -C "$APART" log --format=%s $AUDIT | sed -n 's/^accept refs.heads.work.\([0-9]*\) by dirk$/\1/p' | sort -nu | wc -l)" 20
one_audit

it "undecided: the audit host is gone; work that nothing guards goes in; it comes back"
results_mode silent
sed -i 's/^timeout = .*/timeout = 3/' /etc/sluis/projects/school/central/policy.ini
on 1 push_as noor production
on 1 undecided_all "the audit repository $APART_URL gave no answer in 3 seconds"
branch feature development
on 1 push_as dirk feature
on 1 accepted
both_have feature
results_mode plain
sed -i 's/^timeout = .*/timeout = 240/' /etc/sluis/projects/school/central/policy.ini
on 2 push_as noor production
on 2 accepted "sluis: production: promotion $READY accepted (policy 2026-1)"
both_have production
one_audit

finish
