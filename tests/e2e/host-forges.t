#!/bin/bash
# Gitea (and Forgejo) and GitLab: their hook folders and the environment that they give to hooks, reproduced from their sources:
# Gitea modules/repository/env.go and hooks.go; Gitaly internal/gitaly/hook/custom.go and internal/command/command.go,
# GitLab doc/administration/server_hooks.md. Git, the hooks and the pushes are real.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"

TOP=$(cd "$E2E/../.." && pwd)

# arm HOST: by install.sh, where that host wants its hooks.
arm() {
	RC=0
	OUT=$(PREFIX=$T/usr "$TOP/install.sh" --verbose --host "$1" "$CENTRAL" 2>&1) || RC=$?
}

# The hook that Gitea writes for each name: what it reads goes to everything executable in NAME.d, and the first exit
# code that is not zero is its own.
gitea_hook() {
	cat <<-'END'
	#!/usr/bin/env bash
	data=$(cat)
	exitcodes=""
	hookname=$(basename $0)
	GIT_DIR=${GIT_DIR:-$(dirname $0)/..}
	for hook in ${GIT_DIR}/hooks/${hookname}.d/*; do
	    test -x "${hook}" && test -f "${hook}" || continue
	    echo "${data}" | "${hook}"
	    exitcodes="${exitcodes} $?"
	done
	for i in ${exitcodes}; do
	    [ ${i} -eq 0 ] || exit ${i}
	done
	END
}

gitea_make() {
	local each

	rm -f "$CENTRAL/hooks/pre-receive"
	for each in pre-receive post-receive; do
		mkdir "$CENTRAL/hooks/$each.d"
		gitea_hook >"$CENTRAL/hooks/$each"
		# Gitea's own part: who comes past it is refused.
		# shellcheck disable=SC2016  # for the hook
		printf '%s\n' '#!/bin/sh' '[ -n "$GITEA_PUSHER_NAME" ] || { echo "Gitea: Rejecting changes as Gitea environment not set." >&2; exit 1; }' \
			>"$CENTRAL/hooks/$each.d/gitea"
		chmod 755 "$CENTRAL/hooks/$each" "$CENTRAL/hooks/$each.d/gitea"
	done
	# What `gitea serv` and the web server set before they run git.
	cat >"$T/gitea" <<-END
	#!/bin/sh
	export SSH_ORIGINAL_COMMAND="git-receive-pack 'els/central.git'" GITEA_PUSHER_NAME="\$1" GITEA_PUSHER_EMAIL="\$1@example.org" \\
		GITEA_PUSHER_ID=7 GITEA_REPO_NAME=central GITEA_REPO_USER_NAME=els GITEA_REPO_ID=3 GITEA_REPO_IS_WIKI=false \\
		GITEA_KEY_ID="\${GITEA_KEY_ID:-5}" GITEA_DEPLOY_KEY_ID="\${GITEA_DEPLOY_KEY_ID:-0}" GITEA_PR_ID=0 GITEA_ROOT_URL=http://gitea/
	shift
	exec git receive-pack "\$@"
	END
	chmod 755 "$T/gitea"
	SERVE=$T/gitea TRANSPORT=serve
	policy 's/^source = .*/source = gitea/'
}

# Gitaly gives git a folder of hooks of its own; each runs the repository's custom hooks in order until one fails, in an
# environment that is made anew.
gitlab_make() {
	mkdir "$T/gitaly"
	cat >"$T/gitaly/pre-receive" <<-'END'
	#!/bin/bash
	input=$(cat; echo .) input=${input%.}
	name=${0##*/}
	for hook in "$GIT_DIR/custom_hooks/$name" "$GIT_DIR/custom_hooks/$name.d"/*; do
	    [ -f "$hook" ] && [ -x "$hook" ] && [[ $hook != *~ ]] || continue
	    printf %s "$input" | (cd "$GIT_DIR" && env -i HOME="$HOME" PATH="$PATH" GIT_DIR="$PWD" GL_ID="$GL_ID" GL_USERNAME="$GL_USERNAME" \
	        GL_PROTOCOL="$GL_PROTOCOL" GL_REPOSITORY=project-1 GL_PROJECT_PATH=els/central GIT_CONFIG_NOSYSTEM=1 \
	        ${GIT_OBJECT_DIRECTORY:+GIT_OBJECT_DIRECTORY="$GIT_OBJECT_DIRECTORY"} \
	        ${GIT_ALTERNATE_OBJECT_DIRECTORIES:+GIT_ALTERNATE_OBJECT_DIRECTORIES="$GIT_ALTERNATE_OBJECT_DIRECTORIES"} \
	        ${ASAN_OPTIONS:+ASAN_OPTIONS="$ASAN_OPTIONS"} "$hook") || exit $?
	done
	END
	cp "$T/gitaly/pre-receive" "$T/gitaly/post-receive"
	chmod 755 "$T/gitaly"/*
	cat >"$T/gitlab" <<-END
	#!/bin/sh
	export GL_USERNAME="\$1" GL_ID="\${GL_ID:-user-7}" GL_PROTOCOL="\${GL_PROTOCOL:-ssh}"
	shift
	exec git -c core.hooksPath=$T/gitaly receive-pack "\$@"
	END
	chmod 755 "$T/gitlab"
	rm -f "$CENTRAL/hooks/pre-receive"
	SERVE=$T/gitlab TRANSPORT=serve
	policy 's/^source = .*/source = gitlab/'
}

# Every case on each of the two.
cases() {
	it "$1: accept: a promotion"
	push_as noor production
	accepted "$(promoted)"
	is "the verdict and what became of it" "$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" log -n 1 | cut -c 30-)" \
		"accept    noor     production $READY (its candidate is older than the audit)"

	it "$1: accept: work"
	change dirk src/pay.c "Pay later"
	push_as dirk development
	accepted

	it "$1: refuse: a developer"
	push_as dirk production
	refused production push-access author-not-promoter

	it "$1: refuse: an edit in the merge"
	promotion tree "$(edited_tree acceptance)" by dora
	push_as noor production
	refused production complete

	it "$1: refuse: a user whom the policy does not know"
	push_as mallory production
	refused production pusher-known
	says pusher-known "nobody in the policy has the login 'mallory'"

	it "$1: undecided: evidence that is missing"
	lose "$(oid "promotions:$READY/acceptance.ini")"
	push_as noor production
	undecided production evidence-intact

	it "$1: the audit is whole, and armed again nothing changes"
	push_as noor production
	accepted "$(promoted)"
	has "audit verify" "$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit verify)" ": 0 problems"
	arm "$1"
	is "the exit code of install.sh" "$RC" 0
	has "install.sh" "$OUT" "already armed: "
	hasnt "install.sh" "$OUT" "  armed: "

	it "$1: the doctor finds nothing wrong, and misses a hook"
	RC=0
	OUT=$("$SLUIS_BUILD/git-sluis" doctor "$CENTRAL") || RC=$?
	is "what it says" "$RC: $OUT" "0: $CENTRAL: 22 checks, all is well"
	rm "$CENTRAL"/*/pre-receive.d/sluis
	OUT=$("$SLUIS_BUILD/git-sluis" doctor --no-push "$CENTRAL") || RC=$?
	is "the exit code" "$RC" 1
	has_words "what it says" "$(tr -d '\n' <<<"$OUT")" "every push goes through unjudged"
	has "the mend" "$OUT" "./install.sh --host $1 $CENTRAL"

	it "$1: taken away again"
	RC=0
	OUT=$("$TOP/install.sh" --remove "$CENTRAL" 2>&1) || RC=$?
	is "the exit code of install.sh" "$RC" 0
	has "install.sh" "$OUT" "the gate is gone"
	promotion drop Released-by
	push_as noor production
	accepted
}

world_make
cp -a "$T/kept" "$T/plain"

gitea_make
arm gitea
[ "$RC" = 0 ] || { echo "Bail out! install.sh --host gitea: $OUT"; exit 1; }
ARMED=$OUT
world_keep
cases gitea

it "gitea: where the hooks are"
has "install.sh" "$ARMED" "armed: hooks/pre-receive.d/sluis"
has "install.sh" "$ARMED" "armed: hooks/post-receive.d/sluis"
has "install.sh" "$ARMED" "armed: hooks/reference-transaction"
has "install.sh" "$ARMED" "trial push refused, as it must be"
is "Gitea's own hook" "$(cmp "$CENTRAL/hooks/pre-receive" <(gitea_hook) && echo same)" same

it "gitea: a policy that asks somebody else who pushes is pointed out"
policy 's/^source = .*/source = ssh-key/'
arm gitea
has "install.sh" "$OUT" "NOTE: the policy says source = ssh-key; until it says gitea, nobody can push to what is guarded"

it "gitea: refuse: a deploy key, whoever it is named after"
GITEA_DEPLOY_KEY_ID=4 push_as noor production
refused production pusher-known
says pusher-known "the push comes with a deploy key, which is nobody's"

it "gitea: refuse: past Gitea, on the server itself"
PUSHED=(production)
pushing git push "$CENTRAL" production
has "Gitea" "$(cat "$T/answer")" "Gitea environment not set"
ANSWER_CLIENT+="(pre-receive hook declined)"
refused production pusher-known
says pusher-known "the server did not say who pushes: GITEA_PUSHER_NAME is not set"

it "gitea: the second gate stands when somebody takes our hook out of the folder"
rm "$CENTRAL/hooks/pre-receive.d/sluis"
push_as noor production
ANSWERED=yes
is "the exit code of the push" "$STATUS" 128
is "the refs" "$AFTER" "$BEFORE"
has "the answer" "$(cat "$T/answer")" "sluis: nothing was moved: no verdict lets refs/heads/production go from"

it "gitea: a hook folder elsewhere, as some releases of Forgejo have it, is not armed"
git -C "$CENTRAL" config core.hooksPath "$T/central-hooks"
arm gitea
is "the exit code of install.sh" "$RC" 1
has "install.sh" "$OUT" "git takes its hooks from $T/central-hooks, outside of the repository"
close_case

rm -rf "$T/world" "$T/kept"
cp -a "$T/plain" "$T/kept"
cp -a "$T/plain" "$T/world"
gitlab_make
arm gitlab
[ "$RC" = 0 ] || { echo "Bail out! install.sh --host gitlab: $OUT"; exit 1; }
ARMED=$OUT
world_keep
cases gitlab

it "gitlab: where the hooks are"
has "install.sh" "$ARMED" "armed: custom_hooks/pre-receive.d/sluis"
has "install.sh" "$ARMED" "armed: custom_hooks/post-receive.d/sluis"
hasnt "install.sh" "$ARMED" "reference-transaction"
has "install.sh" "$ARMED" "trial push refused, as it must be"

it "gitlab: refuse: a deploy key, whoever it is named after"
GL_ID=key-4 push_as noor production
refused production pusher-known
says pusher-known "the push comes with a deploy key, which is nobody's"

it "gitlab: on the web pages stands what is marked for them, line by line"
promotion drop Released-by
GL_PROTOCOL=web push_as noor production
refused production signoff-present
has "the answer" "$(cat "$T/answer")" "remote: GL-HOOK-ERR: sluis: production stays at "
is "lines of ours without the mark" "$(grep '^remote: ' "$T/answer" | grep -vc '^remote: GL-HOOK-ERR: ' || true)" 0

finish
