#!/bin/bash
# git sluis doctor: what git would let through in silence is found, each with its mend.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"

# Armed as install.sh does it: with copies of all hooks.
central_arm() {
	cp "$SLUIS_BUILD"/{pre-receive,reference-transaction,post-receive} "$CENTRAL/hooks/"
	git -C "$CENTRAL" config core.logAllRefUpdates always
	git -C "$CENTRAL" config gc.reflogExpire never
	git -C "$CENTRAL" config gc.reflogExpireUnreachable never
	git -C "$CENTRAL" config receive.advertisePushOptions true
	git -C "$CENTRAL" config receive.hideRefs refs/sluis
}
world_make

# examined [OPTION]...: OUT is all that it printed, RC its exit code.
examined() {
	RC=0
	OUT=$(cd "$CENTRAL" && PATH=$SLUIS_BUILD:$PATH git sluis doctor "$@" 2>&1) || RC=$?
	[[ " $* " != *" json "* ]] || keep_json "$OUT"
}

# finds CHECK [TEXT]...: exactly this check found something wrong, and said so.
finds() {
	local check=$1 each

	shift
	examined --format json
	is "the exit code" "$RC" 1
	is "the checks that found something" "$(found wrong)" "$check"
	examined
	is "the exit code" "$RC" 1
	has "what it says" "$OUT" ", 1 found something wrong, 0 could not be made"
	for each; do
		has_words "what it says of $check" "$(tr -d '\n' <<<"$OUT")" "$each"
	done
}

# found WORD: the checks with that answer, each once.
found() {
	grep -o "\"check\":\"[a-z-]*\",\"found\":\"$1\"" <<<"$OUT" | cut -d '"' -f 4 | uniq | xargs
}

# mended: what it said to run was run, and nothing is wrong any more.
mended() {
	examined --no-push
	is "what is left" "$RC: $(head -n 1 <<<"$OUT")" "0: $CENTRAL: 22 checks, all is well"
}

# runs_mend: the command of the last answer.
runs_mend() {
	local command

	command=$(grep '^       [a-z.]' <<<"$OUT" | head -n 1)
	has "the command" "$command" " "
	(cd "$CENTRAL" && PATH=$SLUIS_BUILD:$PATH bash -ec "$command") >"$T/pasted" 2>&1 || wrong "$command:" "$(cat "$T/pasted")"
}

it "fine: one line, and the trial push stands in the audit"
examined
is "the exit code" "$RC" 0
is "what it says" "$OUT" "$CENTRAL: 22 checks, all is well"
is "the newest entry" "$(git -C "$CENTRAL" log -1 --format=%B refs/sluis/audit | grep -c '^Ref: refs/replace/sluis-trial')" 1
is "the trial ref" "$(git -C "$CENTRAL" for-each-ref refs/replace)" ""

it "fine: every check by name, and what is only worth knowing"
examined -v
is "the exit code" "$RC" 0
is "the checks" "$(sed -nE '/^  fix: /d; s/^  ([a-z-]+): .*|^([a-z-]+)  \(for your information\)$/\1\2/p' <<<"$OUT" | sort -u | wc -l)" 22
has "the limits" "$OUT" " open files, 300 s of processor time and 3600 s by the clock, and leaves no"
# Root, where sshd can run, is told by sshd itself.
/usr/sbin/sshd -T >"$T/null" 2>&1 || has "what it says" "$OUT" "pusher  (for your information)"

it "fine: a release still goes in afterwards"
examined
push_as noor production
accepted "$(promoted)"
mended

it "fine: without a trial push nothing is written"
before=$(git -C "$CENTRAL" for-each-ref)
mended
is "the refs" "$(git -C "$CENTRAL" for-each-ref)" "$before"

it "wrong: there is no pre-receive"
rm "$CENTRAL/hooks/pre-receive"
examined
is "the exit code" "$RC" 1
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "there is no $CENTRAL/hooks/pre-receive: every push goes through unjudged"
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "pre-receive did not judge the trial push; reference-transaction alone held it back"
is "the trial ref" "$(git -C "$CENTRAL" for-each-ref refs/replace)" ""

it "wrong: there is no hook at all"
rm "$CENTRAL"/hooks/*
examined
is "the exit code" "$RC" 1
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "NOT GUARDED: $CENTRAL let the trial push through"
is "the trial ref" "$(git -C "$CENTRAL" for-each-ref refs/replace)" ""

for hook in reference-transaction post-receive; do
	it "wrong: there is no $hook"
	rm "$CENTRAL/hooks/$hook"
	finds "$hook" "there is no $CENTRAL/hooks/$hook:" "./install.sh $CENTRAL"
done

it "wrong: a hook that is not executable"
chmod 644 "$CENTRAL/hooks/pre-receive"
examined
is "the exit code" "$RC" 1
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "$CENTRAL/hooks/pre-receive is not executable: git passes over it"
runs_mend
mended

it "wrong: a hook that is a link to nowhere"
ln -sf nowhere "$CENTRAL/hooks/post-receive"
finds post-receive "is a link that leads nowhere"

it "wrong: an empty hook"
: >"$CENTRAL/hooks/reference-transaction"
finds reference-transaction "is empty: refs that move without a push are not held to the audit"

it "wrong: a hook that was replaced"
printf '#!/bin/sh\nexit 0\n' >"$CENTRAL/hooks/post-receive"
finds post-receive "hooks/post-receive is not ours"

it "wrong: a folder in place of a hook"
rm "$CENTRAL/hooks/post-receive"
mkdir "$CENTRAL/hooks/post-receive"
finds post-receive "hooks/post-receive is not a file"

it "wrong: a hook of another version"
version=$("$SLUIS_BUILD/git-sluis" --version | cut -d ' ' -f 2) other=0.0.9${version:5}	# in as many bytes
sed -i "s/sluis $version/sluis $other/" "$CENTRAL/hooks/post-receive"
finds post-receive "is 'sluis $other', and this is sluis $version"

it "wrong: a hook that others may write"
chmod 775 "$CENTRAL/hooks/post-receive"
finds post-receive "is writable by its group (mode 0775)" "chmod go-w $CENTRAL/hooks/post-receive"

it "wrong: a file system on which nothing runs"
if [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null; then
	RC=0
	# shellcheck disable=SC2016  # for the inner shell
	OUT=$(unshare -m sh -c 'cp -a "$1/hooks" "$1/copy" && mount -t tmpfs -o noexec,mode=755 tmpfs "$1/hooks" &&
		cp -a "$1/copy/." "$1/hooks" && shift && "$@"' sh "$CENTRAL" "$SLUIS_BUILD/git-sluis" doctor --no-push "$CENTRAL" 2>&1) || RC=$?
	is "the exit code" "$RC" 1
	has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "pre-receive is on a file system mounted noexec: git runs no hook there"
else
	skip "needs root and mount namespaces"
fi

it "wrong: a folder of hooks that the owner cannot search"
if [ "$(id -u)" = 0 ]; then
	chmod 755 "$T"
	chown -R 65534:65534 "$CENTRAL"
	chmod 000 "$CENTRAL/hooks"
	examined --no-push
	chmod 755 "$CENTRAL/hooks"
	is "the exit code" "$RC" 1
	has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "$CENTRAL/hooks cannot be searched: git finds no hook in it"
else
	skip "only root can become somebody else"
fi

it "fine: root looks as the owner of the repository, and leaves nothing of root's"
if [ "$(id -u)" = 0 ]; then
	chmod 755 "$T"
	chown -R 65534:65534 "$CENTRAL"
	examined
	is "what it says" "$OUT" "$CENTRAL: 22 checks, all is well"
	is "files of root" "$(find "$CENTRAL" ! -user 65534)" ""
else
	skip "only root can become somebody else"
fi

it "wrong: core.hooksPath of the repository leads elsewhere"
mkdir "$T/world/shared"
git -C "$CENTRAL" config core.hooksPath "$T/world/shared"
examined --no-push
is "the exit code" "$RC" 1
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "core.hooksPath in the local config of git leads to $T/world/shared, where no gate stands"
runs_mend
mended

it "wrong: core.hooksPath of the account leads elsewhere"
git config --global core.hooksPath "$T/world"
examined --no-push
is "the exit code" "$RC" 1
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "core.hooksPath in the global config of git leads to $T/world, where no gate stands"
runs_mend
mended

it "wrong: the folder of hooks is a link to outside"
mv "$CENTRAL/hooks" "$T/world/shared"
ln -s "$T/world/shared" "$CENTRAL/hooks"
rm "$T/world/shared/pre-receive"
examined --no-push
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "its folder of hooks is a link to $T/world/shared, outside of the repository"

it "wrong: a hook that was kept and never runs"
mkdir "$CENTRAL/hooks/pre-receive.d"
printf '#!/bin/sh\nexit 0\n' >"$CENTRAL/hooks/pre-receive.d/10-previous"
finds kept-hooks "pre-receive.d/10-previous is not executable (or a link that leads nowhere), and never runs"
runs_mend
mended

it "wrong: a policy with errors, each with its line"
sed -i 's/^ref = refs.heads.production/ref = production/' "$CENTRAL/sluis/policy.ini"
examined
is "the exit code" "$RC" 1
line=$(grep -n '^ref = production' "$CENTRAL/sluis/policy.ini" | cut -d : -f 1)
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "$CENTRAL/sluis/policy.ini:$line: "
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "every push is refused until this is fixed: sluis: could not decide: the policy has 1 problem"
has "what depends on it" "$OUT" "keys  (could not be checked)"

it "wrong: a policy that others may write"
chmod 666 "$CENTRAL/sluis/policy.ini"
examined --no-push --check policy
is "the exit code" "$RC" 1
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "policy.ini is writable by everyone (mode 0666) fix: its owner runs: chmod go-w $CENTRAL/sluis/policy.ini"

it "wrong: no policy"
rm "$CENTRAL/sluis/policy.ini"
examined --no-push --check policy
is "the exit code" "$RC" 1
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "there is no policy, neither $CENTRAL/sluis/policy.ini nor"

it "wrong: a policy that is not published"
sed -i 's/^version = .*/version = 2026-2/' "$CENTRAL/sluis/policy.ini"
finds policy-published "the policy in force, version 2026-2, differs from the one published at refs/sluis/policy"
runs_mend
mended

it "wrong: nobody who signs has a key"
policy 's/^proof = .*/proof = signature/'
finds keys "sluis/allowed_signers does not exist fix: the administrator writes allowed_signers beside the policy"
signers els jan noor
central_publish
finds keys "allowed_signers gives no key at this moment to who has to sign or push: Kim Jansen (kim)"
signers kim
central_publish
mended

it "wrong: the key of who signs is not valid any more"
policy 's/^proof = .*/proof = signature/'
signers els jan noor kim
sed -i 's/^els /els valid-before="20200101Z" /' "$CENTRAL/sluis/allowed_signers"
central_publish
finds keys "Els de Vries (els)"

it "wrong: two people have one key"
policy 's/^proof = .*/proof = signature/'
signers els jan noor kim
echo "els $(cut -d ' ' -f 1,2 "$T/keys/kim.pub")" >>"$CENTRAL/sluis/allowed_signers"
central_publish
finds keys "line 4 of allowed_signers gives kim a key that somebody else has too: what it signs counts for neither fix: the administrator gives each of them a key of their own"
lint=$("$SLUIS_BUILD/git-sluis" policy --lint "$CENTRAL/sluis/policy.ini" 2>&1)
has "what lint says" "$lint" "$CENTRAL/sluis/allowed_signers:4: warning: somebody else has this key too: what it signs counts for neither"
has "what lint says" "$lint" "$CENTRAL/sluis/allowed_signers:5: warning: "
sed -i '4s/^kim /kim valid-before="20200101Z" /' "$CENTRAL/sluis/allowed_signers"
central_publish
lint=$("$SLUIS_BUILD/git-sluis" policy --lint "$CENTRAL/sluis/policy.ini" 2>&1)
hasnt "what lint says of a key that was the other's once" "$lint" "somebody else"

it "wrong: allowed_signers has a broken line"
echo "dirk ssh-ed25519 AAAAnothing" >"$CENTRAL/sluis/allowed_signers"
central_publish
finds keys "allowed_signers has 1 problem, the first on line 1: the key is"

it "wrong: revoked_keys has a line that is no key"
signers dirk
echo "ssh-ed25519 AAAAnothing" >"$CENTRAL/sluis/revoked_keys"
central_publish
finds keys "revoked_keys, line 1: the key is not base64"

it "wrong: refs/sluis/ cannot be fetched"
git -C "$CENTRAL" config transfer.hideRefs refs/sluis
finds refs-sluis "transfer.hideRefs hides refs/sluis/: nobody can fetch the policy and the audit"
runs_mend
mended

it "wrong: refs move without a reflog"
git -C "$CENTRAL" config core.logAllRefUpdates true
finds reflog "core.logAllRefUpdates is not \`always\`"
runs_mend
mended

it "worth knowing: reflogs are shortened after a while"
git -C "$CENTRAL" config gc.reflogExpire 90.days
examined -v --check reflog
is "the exit code" "$RC" 0
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "gc.reflogExpire is not \`never\`"
runs_mend
examined -v
hasnt "what it says" "$OUT" gc.reflogExpire

# waits ADDRESS: a commit of theirs lies on development, and not on what comes after it.
waits() {
	local was

	was=$(git -C "$CENTRAL" rev-parse development)
	was=$(as dirk env GIT_AUTHOR_EMAIL="$1" git -C "$CENTRAL" commit-tree -p "$was" -m "before the gate" "$was^{tree}")
	git -C "$CENTRAL" -c core.hooksPath=/dev/null update-ref refs/heads/development "$was"
}

it "worth knowing: somebody whom the policy does not know made what waits"
examined -v
has "before" "$OUT" "strangers: whoever made what waits for an environment is known"
waits gone@left.example
waits dirk@example.org
examined -v
is "the exit code" "$RC" 0
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "gone@left.example wrote " \
	"'email = gone@left.example' to somebody in $CENTRAL/sluis/policy.ini"
is "how often" "$(grep -c "gone@left.example wrote" <<<"$OUT")" 1
sed -i -e 's/^email = dirk@example.org/&\nemail = gone@left.example/' -e 's/^version = .*/version = 2026-2/' "$CENTRAL/sluis/policy.ini"
has "the command" "$(tail -n 1 <<<"$OUT")" "git -C $CENTRAL sluis policy --publish"
OUT=$(tail -n 1 <<<"$OUT")
runs_mend
examined -v
has "afterwards" "$OUT" "strangers: whoever made what waits for an environment is known"

it "fine: the policy lets unknown authors pass"
waits gone@left.example
sed -i '/^unknown-authors/d; s/^\[separation\]/&\nunknown-authors = allow/' "$CENTRAL/sluis/policy.ini"
examined -v --check strangers
hasnt "what it says" "$OUT" gone@left.example

it "could not be made: what waits cannot be read"
waits gone@left.example
broken=$(git -C "$CENTRAL" rev-parse development)
rm -f "$CENTRAL/objects/${broken:0:2}/${broken:2}"
examined --check strangers
is "the exit code" "$RC" 2
has_words "what it says" "$OUT" "strangers  (could not be checked)"

it "wrong: a lock that was left behind"
mkdir -p "$CENTRAL/refs/heads"
touch -d '1 hour ago' "$CENTRAL/refs/heads/production.lock"
touch "$CENTRAL/refs/heads/development.lock"
finds locks "$CENTRAL/refs/heads/production.lock is there since" "every push to that ref fails"
runs_mend
mended
is "the lock of a push that works" "$(ls "$CENTRAL/refs/heads")" development.lock

it "wrong: the audit is gone"
rm -f "$CENTRAL/packed-refs.lock"
examined
git -C "$CENTRAL" -c core.hooksPath=/dev/null update-ref -d refs/sluis/audit
examined --check audit
is "the exit code" "$RC" 1
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "refs/sluis/audit is gone, and refs/sluis/audit-start says that it began with"

it "wrong: the audit is gone, and whatever says that there was one"
examined
for each in audit audit-start; do
	git -C "$CENTRAL" -c core.hooksPath=/dev/null update-ref -d "refs/sluis/$each"
done
examined --no-push --check audit
is "the exit code" "$RC" 0
examined --check audit
is "the exit code" "$RC" 1
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "there is no refs/sluis/audit: no verdict was ever recorded, or all of refs/sluis/ is gone"

it "wrong: the newest verdict of the audit lost its policy"
push_as noor production
accepted "$(promoted)"
lose "$(git -C "$CENTRAL" rev-parse refs/sluis/audit~:policy.ini)"
examined --no-push --check audit
is "the exit code" "$RC" 1
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "of the audit is not whole: its policy.ini is missing or broken"

it "wrong: a kind of repository that cannot be judged"
git -C "$CENTRAL" config core.repositoryFormatVersion 1
git -C "$CENTRAL" config extensions.partialClone origin
examined --no-push --check repository
is "the exit code" "$RC" 1
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "the repository uses something Sluis cannot judge"

it "wrong: a push could make the repository shallow"
git -C "$CENTRAL" config receive.shallowUpdate true
examined --no-push --check repository
is "the exit code" "$RC" 1
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "receive.shallowUpdate lets anybody's push make the repository shallow"

it "wrong: what is stopped as its ref moves would stand in the work tree"
git -C "$CENTRAL" config receive.denyCurrentBranch updateinstead
examined --no-push --check repository
is "the exit code, without a work tree" "$RC" 0
git -C "$CENTRAL" worktree add -q "$T/world/deployed" production >"$T/null" 2>&1
examined --no-push --check repository
is "the exit code, with a linked one" "$RC" 1
git -C "$CENTRAL" worktree remove "$T/world/deployed"
git -C "$CENTRAL" config core.bare false
examined --no-push --check repository
is "the exit code" "$RC" 1
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "receive.denyCurrentBranch is \`updateInstead\`: a promotion that is stopped as its ref moves stands in the work tree already"
has_words "the mend" "$(tr -d '\n' <<<"$OUT")" "config --unset-all receive.denyCurrentBranch"
git -C "$CENTRAL" config --unset-all receive.denyCurrentBranch
examined --no-push --check repository
is "the exit code, once it is mended" "$RC" 0

it "unknown: no repository"
examined "$T/home"
is "the exit code" "$RC" 2
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "repository  (could not be checked)  git finds no repository that it may use"
examined "$T/nothing"
is "the exit code" "$RC" 2

it "somebody else's repository: who is to run it, and then it runs"
if [ "$(id -u)" != 0 ] || ! chmod 755 "$T" || ! runuser -u nobody -- test -x "$SLUIS_BUILD/git-sluis"; then
	skip "needs root, and a build that others may run"
else
	RC=0
	OUT=$(runuser -u nobody -- env HOME=/nonexistent "$SLUIS_BUILD/git-sluis" doctor "$CENTRAL" 2>&1) || RC=$?
	is "what it says to nobody" "$RC: $(tr -s ' \n' ' ' <<<"$OUT")" "2: $CENTRAL: 1 checks, 0 found something wrong, 1 could not be made \
repository (could not be checked) $CENTRAL belongs to root, and git trusts no repository of others \
fix: its owner runs it: put this before the command sudo -u root "
	examined
	chown -R nobody: "$CENTRAL"
	RC=0
	OUT=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit verify 2>&1) || RC=$?
	is "what verify says to root" "$RC: $OUT" "2: sluis: $CENTRAL belongs to nobody, and git trusts no repository of others
  fix: its owner runs it: put this before the command
       runuser -u nobody --"
	RC=0
	OUT=$(cd "$CENTRAL" && eval "$(tail -n 1 <<<"$OUT")" env HOME=/nonexistent "$SLUIS_BUILD/git-sluis" audit verify 2>&1) || RC=$?
	has "what it says then" "$RC: $OUT" "0: "
	hasnt "what it says then" "$OUT" "belongs to"
fi

it "a linked work tree is looked at as the repository that it belongs to"
git -C "$CENTRAL" worktree add -q -f --detach "$T/world/linked" development
RC=0
OUT=$("$SLUIS_BUILD/git-sluis" doctor "$T/world/linked" 2>&1) || RC=$?
is "what it says" "$RC: $OUT" "0: $CENTRAL: 22 checks, all is well"
RC=0
OUT=$(as dirk git -C "$CENTRAL" branch -q -f production development 2>&1) || RC=$?
has "a guarded ref is held where git works" "$OUT" "no verdict lets"

it "unknown: the trial push fails before the gate"
git -C "$CENTRAL" config receive.maxInputSize 1
examined --check trial-push
is "the exit code" "$RC" 2
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "refused before the gate was asked, so nobody knows whether it works"
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "pack exceeds maximum allowed size"

# sshd_examined OPTION...: as root, sshd wants an empty /run/sshd before it says anything.
sshd_examined() {
	local here=()

	if [ "$(id -u)" -eq 0 ] && [ ! -d /run/sshd ]; then
		# shellcheck disable=SC2016  # for the inner shell
		here=(unshare -m sh -c 'mount -t tmpfs -o mode=755 tmpfs /run && mkdir -m 755 /run/sshd && exec "$@"' sh)
	fi
	RC=0
	OUT=$("${here[@]}" "$SLUIS_BUILD/git-sluis" doctor --sshd-config "$SSHD/config" --no-push --check pusher -v "$CENTRAL" 2>&1) || RC=$?
}

it "sshd: it does not say whose key it is"
ssh_make dirk dora tess noor jan ci
central_publish
sshd_examined
is "what it says" "$RC: $OUT" "0: $CENTRAL: 1 checks, all is well
  pusher: the server says who pushes"
sed -i '/^ExposeAuthInfo/d' "$SSHD/config"
sshd_examined
is "the exit code" "$RC" 1
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "sshd does not say whose key it is (ExposeAuthInfo is not \`yes\`)"

it "sshd: it lets a client choose who he is, or which hooks run"
rm -rf "$T/sshd"
ssh_make dirk dora tess noor jan ci
central_publish
printf 'AcceptEnv LANG SSH_USER_*\nAcceptEnv GIT_*\n' >>"$SSHD/config"
sshd_examined
is "the exit code" "$RC" 1
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "AcceptEnv SSH_USER_* of sshd lets a client set SSH_USER_AUTH, and with it pass the gate"
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "AcceptEnv GIT_* of sshd lets a client set GIT_CONFIG_COUNT"
hasnt "what it says" "$OUT" "AcceptEnv LANG"

it "os-user: a repository that only its owner can push to"
policy 's/^source = .*/source = os-user/'
finds pusher "source = os-user names the account that a push comes in as, and only the owner can push here"
git -C "$CENTRAL" config core.sharedRepository group
mended

it "gitolite: a repository that gitolite does not know"
policy 's/^source = .*/source = gitolite/'
finds pusher "source = gitolite, and this repository is not one of gitolite's"
touch "$CENTRAL/gl-conf"
mended

it "gitolite: its driver took the place of the common hook"
policy 's/^source = .*/source = gitolite/'
touch "$CENTRAL/gl-conf"
mkdir "$T/world/common"
mv "$CENTRAL/hooks/pre-receive" "$T/world/common/pre-receive"
ln -s "$T/world/common/pre-receive" "$CENTRAL/hooks/pre-receive"
mended
printf '#!/bin/sh\nexit 0\n' >"$T/world/driver"
chmod 755 "$T/world/driver"
ln -sf "$T/world/driver" "$CENTRAL/hooks/pre-receive"
examined -v --no-push
is "the exit code" "$RC" 1
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "hooks/pre-receive is not ours"
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "gitolite replaces the common pre-receive hook in a repository with \`option hook.pre-receive\`"
ln -s "$T/world/common/pre-receive" "$CENTRAL/hooks/pre-receive.h00-sluis"
mended

it "gitea: the gate stands beside its own hook"
policy 's/^source = .*/source = gitea/'
for hook in pre-receive post-receive; do
	mkdir "$CENTRAL/hooks/$hook.d"
	mv "$CENTRAL/hooks/$hook" "$CENTRAL/hooks/$hook.d/sluis"
	printf '#!/bin/sh\nexit 0\n' >"$CENTRAL/hooks/$hook"
	cp "$CENTRAL/hooks/$hook" "$CENTRAL/hooks/$hook.d/gitea"
	chmod 755 "$CENTRAL/hooks/$hook" "$CENTRAL/hooks/$hook.d/gitea"
done
mended
rm "$CENTRAL/hooks/pre-receive.d/gitea"
examined --no-push
is "the exit code" "$RC" 1
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "source = gitea, and there is no pre-receive.d/gitea among the hooks"
rm "$CENTRAL/hooks/pre-receive.d/sluis"
examined --no-push --check pre-receive
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "$CENTRAL/hooks/pre-receive is not ours"

it "gitlab: the gate stands in custom_hooks, and the trial takes the way of Gitaly"
policy 's/^source = .*/source = gitlab/'
mkdir -p "$CENTRAL/custom_hooks/pre-receive.d"
mv "$CENTRAL/hooks/pre-receive" "$CENTRAL/custom_hooks/pre-receive.d/sluis"
mv "$CENTRAL/hooks/post-receive" "$CENTRAL/custom_hooks/post-receive"
examined
is "what it says" "$RC: $OUT" "0: $CENTRAL: 22 checks, all is well"
is "the newest entry" "$(git -C "$CENTRAL" log -1 --format=%B refs/sluis/audit | grep -c '^Ref: refs/replace/sluis-trial')" 1
rm "$CENTRAL/custom_hooks/pre-receive.d/sluis"
rm "$CENTRAL/hooks/reference-transaction"
examined
is "the exit code" "$RC" 1
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "there is no $CENTRAL/custom_hooks/pre-receive: every push goes through unjudged"
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "NOT GUARDED: $CENTRAL let the trial push through"
is "the trial ref" "$(git -C "$CENTRAL" for-each-ref refs/replace)" ""
has "the mend" "$OUT" "./install.sh --host gitlab $CENTRAL"

it "host: named, where the policy names another source"
mkdir -p "$CENTRAL/custom_hooks/pre-receive.d"
mv "$CENTRAL/hooks/pre-receive" "$CENTRAL/custom_hooks/pre-receive.d/sluis"
examined --host gitlab --check trial-push
is "the exit code" "$RC" 0
examined --host plain --check pre-receive
is "the exit code" "$RC" 1
examined --host bitbucket
is "the exit code" "$RC" 129

it "usage: what is not understood"
examined --check nothing
is "the exit code" "$RC" 129
examined --format xml
is "the exit code" "$RC" 129

it "found: names that can be taken for production, and each is deleted by its mend"
git -C "$CENTRAL" -c core.hooksPath=/dev/null update-ref refs/tags/production refs/heads/development
finds names "refs/tags/production can be taken for refs/heads/production, which the gate guards: who asks git for one may get the other"
runs_mend
mended
for each in refs/production refs/heads/refs/heads/production refs/tags/refs/heads/promotions; do
	git -C "$CENTRAL" -c core.hooksPath=/dev/null update-ref "$each" refs/heads/development
	finds names "$each can be taken for "
	runs_mend
	mended
done
for each in refs/pull/production refs/environments/production refs/heads/heads/production refs/remotes/production; do
	git -C "$CENTRAL" -c core.hooksPath=/dev/null update-ref "$each" refs/heads/development
done
mended

it "found: a tag that is another name of production itself, and its mend deletes the tag alone"
git -C "$CENTRAL" -c core.hooksPath=/dev/null symbolic-ref refs/tags/production refs/heads/production
finds names "refs/tags/production can be taken for refs/heads/production"
runs_mend
mended
is "production" "$(tip production)" "$(git -C "$CLONE" rev-parse production~)"

it "found: a name that can be taken for a ref of a pattern, once that is there"
git -C "$CENTRAL" -c core.hooksPath=/dev/null update-ref refs/tags/prod-nl refs/heads/development
policy 's|^ref = refs/heads/production|ref = refs/heads/prod-*|'
mended
git -C "$CENTRAL" -c core.hooksPath=/dev/null update-ref refs/heads/prod-nl refs/heads/acceptance
finds names "refs/tags/prod-nl can be taken for refs/heads/prod-nl"
runs_mend
mended

it "found: production is a symbolic ref, and its mend makes it stand by itself"
git -C "$CENTRAL" -c core.hooksPath=/dev/null update-ref refs/heads/elsewhere refs/heads/production
git -C "$CENTRAL" -c core.hooksPath=/dev/null symbolic-ref refs/heads/production refs/heads/elsewhere
finds names "refs/heads/production is a symbolic ref and leads to refs/heads/elsewhere; what the gate guards stands by itself"
runs_mend
mended
is "production" "$(tip production)" "$(tip elsewhere)"
git -C "$CENTRAL" -c core.hooksPath=/dev/null symbolic-ref refs/heads/test refs/heads/nowhere
finds names "refs/heads/test is a symbolic ref and leads to refs/heads/nowhere"
runs_mend
mended

it "in Dutch where the policy is: also what the hooks say to the trial push is understood"
policy '/^version = /a language = nl'
examined --no-push
is "what is found" "$RC: $OUT" "0: $CENTRAL: 22 controles, alles in orde"
rm "$CENTRAL/hooks/pre-receive"
examined
is "the exit code" "$RC" 1
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "$CENTRAL/hooks/pre-receive is er niet: elke push gaat ongezien door oplossing: zet de bewaking er opnieuw op"
is "how many" "$(head -n 1 <<<"$OUT" | sed 's/^.*: //; s/[0-9][0-9]* met/N met/')" "22 controles, N met een bevinding, 0 niet uitgevoerd"
has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "pre-receive heeft de proefpush niet beoordeeld; alleen reference-transaction hield hem tegen"

finish
