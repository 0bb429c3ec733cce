#!/bin/bash
# gitolite3 from Debian's packages, behind a real sshd, with rules of its own beside ours.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"

TOP=$(cd "$E2E/../.." && pwd)

# gitolite_make: the central repository becomes one of gitolite's, and who pushes what GL_USER says.
gitolite_make() {
	GITOLITE=$T/world/gitolite REMOTE_PATH=/central
	mkdir -p "$GITOLITE"/.gitolite/{conf,keydir,logs} "$GITOLITE"/local/hooks/{common,repo-specific} "$GITOLITE/repositories"
	rm -r "$CENTRAL/hooks"
	mkdir "$CENTRAL/hooks"
	mv "$CENTRAL" "$GITOLITE/repositories/central.git"
	CENTRAL=$GITOLITE/repositories/central.git
	cp "$HOME/.gitconfig" "$GITOLITE/.gitconfig"
	git config -f "$GITOLITE/.gitconfig" init.defaultBranch master
	in_gitolite print-default-rc >"$T/rc"
	# shellcheck disable=SC2016  # for gitolite
	sed -e 's,# LOCAL_CODE *=> *"$ENV{HOME}/local",LOCAL_CODE => "$ENV{HOME}/local",' \
		-e "s,# 'repo-specific-hooks','repo-specific-hooks'," "$T/rc" >"$GITOLITE/.gitolite.rc"
	ssh_make root_of_gitolite "$@"
	for each; do
		cp "$SSHD/$each.pub" "$GITOLITE/.gitolite/keydir/"
	done
	gitolite_conf
	policy 's/^source = .*/source = gitolite/'
	rm "$CENTRAL/sluis/allowed_signers"
	in_gitolite setup -pk "$SSHD/root_of_gitolite.pub"
	sed -i -e "s|^AuthorizedKeysFile .*|AuthorizedKeysFile $GITOLITE/.ssh/authorized_keys|" \
		-e "s|^SetEnv .*|SetEnv HOME=$GITOLITE GIT_CONFIG_NOSYSTEM=1|" "$SSHD/config"
}

in_gitolite() {
	HOME=$GITOLITE USER=$(id -un) gitolite "$@" 2>>"$T/gitolite.log"
}

# gitolite_conf [LINE]...: what the administrators of gitolite wrote, with these lines at the end.
gitolite_conf() {
	{
		cat <<-'END'
		repo gitolite-admin
		    RW+ = root_of_gitolite
		repo central
		    -   secret/     = @all
		    RW  production  = noor jan mallory
		    -   production  = @all
		    RW+             = @all
		END
		printf '    %s\n' "$@"
	} >"$GITOLITE/.gitolite/conf/gitolite.conf"
}

# compiled: gitolite takes a new gitolite.conf over, as after a push to gitolite-admin.
compiled() {
	in_gitolite compile && in_gitolite trigger POST_COMPILE
}

arm() {
	RC=0
	OUT=$(HOME=$GITOLITE PREFIX=$T/usr "$TOP/install.sh" --verbose --host gitolite "$CENTRAL" 2>&1) || RC=$?
}

world_make
gitolite_make dirk tess noor jan mallory
central_publish
arm
[ "$RC" = 0 ] || { echo "Bail out! install.sh --host gitolite: $OUT"; exit 1; }
ARMED=$OUT
world_keep

it "arm: says what it did, and gitolite's next setup leaves it alone"
has "install.sh" "$ARMED" "armed: hooks/pre-receive"
has "install.sh" "$ARMED" "trial push refused, as it must be"
in_gitolite setup
compiled
for each in pre-receive reference-transaction post-receive; do
	is "$each" "$(cmp "$CENTRAL/hooks/$each" "$T/usr/libexec/sluis/$each" && echo ours)" ours
done
promotion drop Released-by
push_as noor production
refused production signoff-present

it "accept: a promotion by who gitolite says it is"
push_as noor production
accepted "$(promoted)"
has "the log" "$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" log -n 1)" "accept    noor     production $READY"

it "accept: work, which both let in"
change dirk src/pay.c "Pay later"
push_as dirk development
accepted

it "refuse: a developer, whom the gate refuses before gitolite is asked"
promotion by dirk
push_as dirk production
refused production push-access author-not-promoter

it "refuse: somebody whom gitolite knows and the policy does not"
push_as mallory production
refused production pusher-known
says pusher-known "nobody in the policy has the login 'mallory'"
mends pusher-known 'the administrator adds'

it "refuse: a name that the client sends along"
sed -i '1i AcceptEnv GL_USER' "$SSHD/config"
promotion by dirk
SSH_MORE="-o SetEnv=GL_USER=noor" push_as dirk production
refused production push-access author-not-promoter

it "refuse: a push past gitolite, on the server itself"
PUSHED=(production)
HOME=$GITOLITE pushing gitolite push "$CENTRAL" production
refused production pusher-known
says pusher-known "the server did not say who pushes: GL_USER is not set"

it "gitolite refuses what is none of our business"
push_as dirk development:refs/heads/secret/plan
GIT_SAYS="hook declined" not_moved
has "what gitolite said" "$(cat "$T/answer")" "DENIED by refs/heads/secret/"

it "gitolite refuses what we accept: nothing moves, and the audit knows"
gitolite_conf
sed -i 's/noor jan mallory/noor/' "$GITOLITE/.gitolite/conf/gitolite.conf"
compiled
promotion by jan
push_as jan production
GIT_SAYS="hook declined" not_moved
has "what gitolite said" "$(cat "$T/answer")" "DENIED by refs/heads/production"
has "what the gate said before" "${ANSWER_HEAD[0]}" "promotion $READY accepted"
ANSWER_HEAD=()
promotion
push_as noor production
accepted "$(promoted)"
has "the log" "$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" log)" "accept    jan      production $READY (its candidate is older than the audit): not"
has "the audit" "$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit verify)" ": 0 problems"

it "refuse: gitolite puts its driver in place of our hook, and the second gate stands"
previous "$GITOLITE/local/hooks/repo-specific/other" "exit 0"
gitolite_conf "option hook.pre-receive = other"
compiled
push_as noor production
ANSWERED=yes
is "the exit code of the push" "$STATUS" 128
is "the refs" "$AFTER" "$BEFORE"
has "the answer" "$(cat "$T/answer")" "sluis: nothing was moved: no verdict lets refs/heads/production go from"
OUT=$(HOME=$GITOLITE "$SLUIS_BUILD/git-sluis" doctor -v --no-push "$CENTRAL") || true
has_words "what the doctor says" "$(tr -d '\n' <<<"$OUT")" "hooks/pre-receive is not ours: every push goes through unjudged"
has_words "what the doctor says" "$(tr -d '\n' <<<"$OUT")" "gitolite replaces the common pre-receive hook in a repository with \`option hook.pre-receive\`"

it "policies by repository: gitolite writes the name into its config, and what a client says is not looked at"
sed -i "s,GIT_CONFIG_KEYS *=> *'',GIT_CONFIG_KEYS => 'sluis.policy'," "$GITOLITE/.gitolite.rc"
mkdir -p "$T/world/projects"
mv "$CENTRAL/sluis" "$T/world/projects/central"
gitolite_conf "config sluis.policy = $T/world/projects/%GL_REPO/policy.ini"
compiled
echo "AcceptEnv GL_*" >>"$SSHD/config"
cp -r "$T/world/projects/central" "$T/world/projects/other"
sed -i 's/^push = operator/push = developer/' "$T/world/projects/other/policy.ini"
SSH_MORE="-o SetEnv=GL_REPO=other -o SetEnv=GL_PROJECT_PATH=other" push_as dirk production
refused production push-access author-not-promoter
sed -i '/^AcceptEnv GL_/d' "$SSHD/config"
push_as noor production
accepted "$(promoted)"
arm
is "the exit code of install.sh" "$RC" 0
has "install.sh" "$OUT" "policy: $T/world/projects/central/policy.ini"
rm -r "$T/world/projects/central"
push_as noor production:development
undecided_all "$T/world/projects/central/policy.ini does not exist"

it "the doctor finds nothing wrong"
OUT=$(HOME=$GITOLITE "$SLUIS_BUILD/git-sluis" doctor "$CENTRAL") || true
is "what it says" "$OUT" "$CENTRAL: 22 checks, all is well"

it "what config/hosts shows, gitolite takes, and it means what it says"
cat "$TOP/config/hosts/gitolite.conf" >>"$GITOLITE/.gitolite/conf/gitolite.conf"
compiled
for each in noor:production:yes dirk:production:no dirk:development:yes; do
	IFS=: read -r who where may <<<"$each"
	is "$who to $where" "$(in_gitolite access -q project "$who" W "refs/heads/$where" && echo yes || echo no)" "$may"
done
is "a rewind of noor's" "$(in_gitolite access -q project noor + refs/heads/production && echo yes || echo no)" no

it "arm: not where gitolite would put its driver in place of ours"
previous "$GITOLITE/local/hooks/repo-specific/other" "exit 0"
gitolite_conf "option hook.pre-receive = other"
compiled
arm
is "the exit code" "$RC" 1
has "install.sh" "$OUT" "central has the option hook.pre-receive, with which gitolite puts its own driver in place of ours."
has "install.sh" "$OUT" "put what it names into $CENTRAL/hooks/pre-receive.d/"

it "arm: not where gitolite's common hooks would come in place of ours"
previous "$GITOLITE/local/hooks/common/reference-transaction" "exit 0"
arm
is "the exit code" "$RC" 1
has "install.sh" "$OUT" "gitolite would put $GITOLITE/local/hooks/common/reference-transaction in place of ours."
is "the hook" "$(cmp "$CENTRAL/hooks/reference-transaction" "$T/usr/libexec/sluis/reference-transaction" && echo ours)" ours

it "arm: no repository that is not gitolite's"
git init -q --bare "$T/world/other.git"
CENTRAL=$T/world/other.git arm
is "the exit code" "$RC" 1
has "install.sh" "$OUT" "$T/world/other.git is none of gitolite's repositories, which are in $GITOLITE/repositories"

finish
