#!/bin/bash
# Policies by project: GitLab says which project a push is for, and a copy of the repository takes it. Gitaly's part is
# reproduced from its sources and GitLab's manual (doc/administration/server_hooks.md): where hooks lie, in which
# environment they run, and that a request may work on a snapshot. Git, the hooks and the pushes are real.
# /etc of our own needs a name space in which nobody else sees it.
if [ "${SLUIS_TEST_MOUNTS:-}" = "" ]; then
	root=()
	[ "$(id -u)" = 0 ] || root=(-r)
	! unshare -m "${root[@]}" true 2>/dev/null || SLUIS_TEST_MOUNTS=yes exec unshare -m "${root[@]}" --propagation private "$0" "$@"
fi
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"

if [ "${SLUIS_TEST_MOUNTS:-}" = "" ]; then
	echo "1..0 # SKIP no name space of our own to have an /etc in"
	exit
fi
TOP=$(cd "$E2E/../.." && pwd)
PROJECTS=/etc/sluis/projects

# What gitaly's hooks do: the project's custom hooks, then those of all, in order until one fails, in an environment that
# is made anew; and what the client put into the environment never gets there.
gitaly_make() {
	mkdir "$T/gitaly" "$T/all"
	cat >"$T/gitaly/pre-receive" <<-'END'
	#!/bin/bash
	input=$(cat; echo .) input=${input%.}
	name=${0##*/}
	cd "$GIT_DIR" || exit
	for hook in "$PWD/custom_hooks/$name.d"/* ALL/custom_hooks/"$name.d"/*; do
	    [ -f "$hook" ] && [ -x "$hook" ] && [[ $hook != *~ ]] || continue
	    printf %s "$input" | env -i HOME="$HOME" PATH="$PATH" GIT_DIR="$PWD" GL_ID="$GL_ID" GL_USERNAME="$GL_USERNAME" \
	        GL_PROTOCOL=ssh GL_REPOSITORY=project-1 ${PROJECT+GL_PROJECT_PATH="$PROJECT"} GIT_CONFIG_NOSYSTEM=1 \
	        ${GIT_OBJECT_DIRECTORY:+GIT_OBJECT_DIRECTORY="$GIT_OBJECT_DIRECTORY"} \
	        ${GIT_ALTERNATE_OBJECT_DIRECTORIES:+GIT_ALTERNATE_OBJECT_DIRECTORIES="$GIT_ALTERNATE_OBJECT_DIRECTORIES"} \
	        ${ASAN_OPTIONS:+ASAN_OPTIONS="$ASAN_OPTIONS"} "$hook" || exit $?
	done
	END
	sed -i "s|ALL/|$T/all/|" "$T/gitaly/pre-receive"
	cp "$T/gitaly/pre-receive" "$T/gitaly/post-receive"
	# With SNAPSHOT: a copy with what Gitaly knows of, under another path, and gone afterwards.
	cat >"$T/gitlab" <<-END
	#!/bin/sh
	export GL_USERNAME="\$1" GL_ID=user-7
	repo=\$2
	if [ -n "\$SNAPSHOT" ]; then
		mkdir "\$SNAPSHOT" && cp -a "\$2" "\$SNAPSHOT/copy" && rm -rf "\$SNAPSHOT/copy/sluis" || exit
		repo=\$SNAPSHOT/copy
	fi
	git -c core.hooksPath=$T/gitaly receive-pack "\$repo"
	rc=\$?
	[ -z "\$SNAPSHOT" ] || rm -rf "\$SNAPSHOT"
	exit \$rc
	END
	chmod 755 "$T/gitlab" "$T/gitaly"/*
	SERVE=$T/gitlab TRANSPORT=serve
}

# archive [PROJECT]...
archive() {
	RC=0
	OUT=$(PREFIX=$T/usr "$TOP/install.sh" --host gitlab --archive "$T/hooks.tar" "$@" 2>&1) || RC=$?
}

# of_project FOLDER: the policy there is the project's.
of_project() {
	rm -rf "$PROJECTS"
	install -D -m 644 -t "$PROJECTS/school/central" "$1"/*
}

world_make
cp -a /etc "$T/etc" 2>"$T/null" || :
rm -rf "$T/etc/sluis"
mkdir "$T/etc/sluis"
mount --bind "$T/etc" /etc
gitaly_make
policy 's/^source = .*/source = gitlab/'
rm "$CENTRAL/hooks/pre-receive"
mv "$CENTRAL/sluis" "$T/policy"
export PROJECT=school/central
archive school/central
[ "$RC" = 0 ] || { echo "Bail out! install.sh --archive: $OUT"; exit 1; }
MADE=$OUT
world_keep

# gitaly_sets: what `gitaly hooks set` makes of the archive.
gitaly_sets() {
	tar -C "$CENTRAL" -xpf "$T/hooks.tar"
}

it "the archive: what is in it, where it goes, and what nobody checked"
is "the files" "$(tar -tvf "$T/hooks.tar" | awk '{ print $1, $2, $6 }')" "drwxr-xr-x 0/0 custom_hooks/
drwxr-xr-x 0/0 custom_hooks/post-receive.d/
-rwxr-xr-x 0/0 custom_hooks/post-receive.d/sluis
drwxr-xr-x 0/0 custom_hooks/pre-receive.d/
-rwxr-xr-x 0/0 custom_hooks/pre-receive.d/sluis"
is "what install.sh says" "$(tail -n +1 <<<"$MADE")" "made $T/hooks.tar, sha256 $(sha256sum <"$T/hooks.tar" | cut -d ' ' -f 1):
  custom_hooks/post-receive.d/sluis
  custom_hooks/pre-receive.d/sluis

On each Gitaly node, this version of Sluis, and the hooks (Admin, Projects has the path):
  sudo -u git /opt/gitlab/embedded/bin/gitaly hooks set --storage default --config /var/opt/gitlab/gitaly/config.toml --repository PATH-OF-school/central <$T/hooks.tar

On each Gitaly node, the same policy, with your folder in place of my-policy:
  install -D -m 644 -t /etc/sluis/projects/school/central my-policy/*

There is no repository here, so this is not checked:
- that the hooks run on each node: push to a governed ref without a promotion, which must be refused
- that each node has the same policy: sha256sum /etc/sluis/projects/*/*/*
- that the policy is published, and fits the refs: git sluis policy --publish, git sluis doctor --host gitlab
- where the refs stood before, which this records: git sluis audit arm"
cp "$T/hooks.tar" "$T/first.tar"
archive
is "the exit code for all" "$RC" 0
is "it is the same for every project" "$(cmp "$T/hooks.tar" "$T/first.tar" && echo same)" same
has "install.sh" "$OUT" "custom_hooks_dir is /var/opt/gitlab/gitaly/custom_hooks.
Wikis and designs are repositories too, and one without a policy takes no push:
  sudo -u git tar -C /var/opt/gitlab/gitaly -xpf $T/hooks.tar
"

it "the archive: Dutch, wrong words, and a policy that would refuse everybody"
OUT=$(LC_ALL=nl_NL.UTF-8 PREFIX=$T/usr "$TOP/install.sh" --host gitlab --archive "$T/hooks.tar" school/central 2>"$T/null")
has "install.sh" "$OUT" "Op elke Gitaly-node hetzelfde beleid, met uw eigen map in plaats van my-policy:"
for each in ../central school/central.git school//central /school 'school/a b'; do
	archive "$each"
	is "$each" "$RC: $OUT" "1: install.sh: $each is no path of a project in GitLab, such as group/project"
done
OUT=$("$TOP/install.sh" --archive "$T/x.tar" 2>&1) || RC=$?
is "another host" "$RC: $OUT" "1: install.sh: --archive is for GitLab; with another host, name the repositories"
of_project "$T/policy"
sed -i 's/^source = .*/source = ssh-key/' "$PROJECTS/school/central/policy.ini"
archive school/central
is "the exit code for another source" "$RC" 1
has "install.sh" "$OUT" \
	"install.sh: school/central: the policy says source = ssh-key; GitLab needs source = gitlab; no archive is made"
archive other/project
is "the exit code for another project" "$RC" 0

it "accept: a promotion, judged by the project's policy"
gitaly_sets
of_project "$T/policy"
push_as noor production
accepted "$(promoted)"
has "the audit" "$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" log -n 1)" "accept    noor     production $READY"

it "refuse: an edit in the merge, in a snapshot too"
gitaly_sets
of_project "$T/policy"
promotion tree "$(edited_tree acceptance)" by dora
push_as noor production
refused production complete
SNAPSHOT=$T/snapshot push_as noor production
is "the exit code of the push" "$STATUS" 1
is "the refs" "$AFTER" "$BEFORE"
has "the answer" "$(cat "$T/answer")" "remote: sluis: production stays at $(git -C "$CENTRAL" rev-parse --short=7 production): 1 rule is not met"
ANSWER_HEAD=() ANSWERED=yes

it "accept: the hooks of all projects"
mkdir -p "$T/all"
tar -C "$T/all" -xpf "$T/hooks.tar"
of_project "$T/policy"
push_as noor production
accepted "$(promoted)"
rm -r "$T/all/custom_hooks"

it "undecided: the project has no policy; the fix that is shown puts it there"
gitaly_sets
rm -rf "$PROJECTS"
mkdir "$PROJECTS"
push_as noor production
undecided_all "there is no policy for the project school/central: /etc/sluis/projects/school is not there" \
	"fix: the administrator puts it there, with your folder in place of my-policy: install -D -m 644 -t /etc/sluis/projects/school/central my-policy/*"
cp -r "$T/policy" "$T/world/my-policy"
(cd "$T/world" && bash -c "$(sed -n 's/^remote: *\(install -D .*[^ ]\) *$/\1/p' "$T/answer")")
push_as noor production
accepted "$(promoted)"

it "undecided: neither the repository's own policy nor the one of its config counts there"
gitaly_sets
rm -rf "$PROJECTS"
mkdir -p "$PROJECTS/school"
cp -r "$T/policy" "$CENTRAL/sluis"
git -C "$CENTRAL" config sluis.policy sluis/policy.ini
cp "$T/policy/policy.ini" /etc/sluis/policy.ini
push_as noor production
undecided_all "there is no policy for the project school/central: /etc/sluis/projects/school/central is not there"
rm /etc/sluis/policy.ini

it "undecided: a name that leads out of the folder, or none"
gitaly_sets
of_project "$T/policy"
for PROJECT in school/../school/central /school/central school/central/ school//central "" 'school/central;id' $'a\e[1mb'; do
	push_as noor production
	undecided_all "GL_PROJECT_PATH is no path of a project: '${PROJECT//$'\e'/\\x1b}'" \
		"fix: push through GitLab; by hand, set it as GitLab does: group/project"
done
unset PROJECT
push_as noor production
undecided_all "GitLab does not say which project this is: GL_PROJECT_PATH is not set"
export PROJECT=school/central

it "undecided: somebody else may write in one of the folders, or it is a link"
gitaly_sets
of_project "$T/policy"
chmod 775 "$PROJECTS/school"
push_as noor production
undecided_all "/etc/sluis/projects/school is writable by its group (mode 0775)" \
	"fix: its owner runs: chmod go-w /etc/sluis/projects/school"
chmod 755 "$PROJECTS/school"
chmod 666 "$PROJECTS/school/central/policy.ini"
push_as noor production
undecided_all "/etc/sluis/projects/school/central/policy.ini is writable by everyone (mode 0666)"
chmod 644 "$PROJECTS/school/central/policy.ini"
mv "$PROJECTS/school" "$T/world/school"
ln -s "$T/world/school" "$PROJECTS/school"
push_as noor production
undecided_all "/etc/sluis/projects/school is no folder"

it "refuse: on a plain server GL_PROJECT_PATH and GL_REPO are the client's word, and choose nothing"
of_project "$T/policy"
sed -i 's/^source = .*/source = env:SLUIS_TEST_PUSHER/; s/^push = operator/push = developer/; s/^require.*//' \
	"$PROJECTS/school/central/policy.ini"
cp -r "$T/policy" "$CENTRAL/sluis"
policy 's/^source = .*/source = env:SLUIS_TEST_PUSHER/'
central_arm
TRANSPORT=local
GL_REPO=school/central GL_PROJECT_PATH=school/central GL_USERNAME=noor GL_USER=noor GL_REPOSITORY=project-1 push_as dirk production
refused production push-access author-not-promoter
GL_REPO=../../x GL_PROJECT_PATH=nowhere push_as noor production
accepted "$(promoted)"
TRANSPORT=serve

it "install.sh: no repository is armed with a policy that no hook would read"
of_project "$T/policy"
RC=0
OUT=$(PREFIX=$T/usr "$TOP/install.sh" --host gitlab --policy "$T/policy" "$CENTRAL" 2>&1) || RC=$?
is "what it says" "$RC: $OUT" "1: install.sh: $CENTRAL: where /etc/sluis/projects exists, the hooks of GitLab take the policy from there, by project, and from no repository.
Make an archive: $TOP/install.sh --host gitlab --archive custom_hooks.tar GROUP/PROJECT"

finish
