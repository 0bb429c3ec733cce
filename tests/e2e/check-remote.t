#!/bin/bash
# git sluis check REMOTE REFSPEC... in a clone says beforehand what the gate then says of the same push, by the policy that
# the remote publishes, and touches nothing.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
git -C "$CLONE" remote add origin "$CENTRAL"
world_keep

# refs of the clone and what else a question could leave behind.
of_clone() {
	git -C "$CLONE" for-each-ref
	cat "$CLONE/.git/HEAD"
	find "$CLONE/.git" -maxdepth 1 ! -name sluis | sort
	git -C "$CLONE" status --porcelain
}

# check PERSON ARGUMENT...: in the clone, as that person.
check() {
	local who=$1

	shift
	git -C "$CLONE" config user.email "$who@example.org"
	git -C "$CLONE" config user.name "${NAME[$who]:-$who}"
	CLONE_BEFORE=$(of_clone) CENTRAL_BEFORE=$(git -C "$CENTRAL" for-each-ref)
	RC=0
	(cd "${IN:-$CLONE}" && "$SLUIS_BUILD/git-sluis" check "$@") >"$T/out" 2>"$T/err" </dev/null || RC=$?
	[[ " $* " != *" json "* ]] || keep_json "$(cat "$T/out")"
	is "what stands in the clone" "$(of_clone)" "$CLONE_BEFORE"
	is "what stands in the central repository" "$(git -C "$CENTRAL" for-each-ref)" "$CENTRAL_BEFORE"
	[[ " $* " == *" json "* ]] || is "what it prints when piped" "$(cat "$T/out")" ""
}

# both_say EXIT-CODE PERSON REFSPEC...: the question, then the push.
both_say() {
	local want=$1 who=$2

	shift 2
	check "$who" origin "$@"
	is "the exit code of check" "$RC" "$want"
	push_as "$who" "$@"
	is "what both say" "$(cat "$T/err")" "$(printf '%s\n' "${ANSWER_REMOTE[@]}")"
}

it "accept: a promotion, its evidence being on the remote only"
git -C "$CLONE" update-ref -d refs/heads/promotions
both_say 0 noor production
accepted "$(promoted)"

it "accept: new work, without a word"
change dirk src/pay.c
both_say 0 dirk development
accepted

it "accept: by what git push is configured to push, from a folder below"
change dirk src/pay.c
git -C "$CLONE" config push.default current
IN=$CLONE/src check dirk
is "the exit code" "$RC" 0
is "what it says" "$(cat "$T/err")" ""
git -C "$CLONE" config branch.development.remote nowhere
check dirk
is "the exit code" "$RC" 2

it "accept: a branch of no environment"
both_say 0 dirk development:refs/heads/topic
accepted

it "refuse: a promotion with an edit and without a sign-off"
promotion tree "$(edited_tree acceptance)" by dora drop Accepted-by
both_say 1 noor production
refused production complete signoff-present

it "refuse: two refs at once, with the evidence in the same push"
dossier "$READY" acceptance tess
record 's/^verdict = .*/verdict = fail/'
evidence tess "It failed"
promotion
both_say 1 tess promotions production
refused production push-access acceptance-passed

it "refuse: as JSON, on the standard output"
promotion drop Accepted-by
check noor --format json origin production
is "the exit code" "$RC" 1
is "what it says on the other" "$(cat "$T/err")" ""
is "lines that are no object" "$(sed '/^{.*}$/d' "$T/out")" ""
is "the findings" "$(perl -MJSON::PP -ne '$_ = decode_json($_); print "$_->{rule} $_->{outcome}" if $_->{rule}' "$T/out")" \
	"signoff-present unmet"
check noor --format xml origin production
is "the exit code for another format" "$RC" 129

it "refuse: in Dutch, by the policy of the remote"
policy '/^version = /a language = nl'
promotion drop Accepted-by
check noor origin production
is "the exit code" "$RC" 1
has "what it says" "$(cat "$T/err")" "oplossing: "

it "refuse: a rewind, which git would refuse too"
check noor origin "+production~1:refs/heads/acceptance"
is "the exit code" "$RC" 1
has "what it says" "$(cat "$T/err")" "ref-protected  CH.06-9"
check noor origin "production~1:refs/heads/acceptance"
is "the exit code" "$RC" 1

it "refuse: a deletion"
both_say 1 noor :production
refused production ref-protected

it "refuse: somebody whom the policy does not know"
check mallory origin production
is "the exit code" "$RC" 1
has "what it says" "$(cat "$T/err")" "pusher-known  CH.06-9"
has "what it says" "$(cat "$T/err")" "nobody in the policy has the address"
has "what it says" "$(cat "$T/err")" "fix: git config user.email ADDRESS"

it "refuse: as somebody else, by a login of the policy"
check noor --pusher dirk origin production
is "the exit code" "$RC" 1
has "what it says" "$(cat "$T/err")" "push-access  CH.06-9"

it "accept: what changed on the remote since the last question counts"
check noor origin production
is "the exit code" "$RC" 0
policy 's/^push = operator/push = tester/'
check noor origin production
is "the exit code" "$RC" 1
has "what it says" "$(cat "$T/err")" "push-access"

it "accept: objects that git gc took from the clone are fetched again"
git -C "$CLONE" checkout -q production
git -C "$CLONE" branch -D -q promotions
check noor origin production
is "the exit code" "$RC" 0
git -C "$CLONE" reflog expire --expire=now --all
git -C "$CLONE" gc -q --prune=now
is "the evidence in the clone" "$(git -C "$CLONE" cat-file -t "$(tip promotions)" 2>/dev/null || true)" ""
check noor origin production
is "the exit code" "$RC" 0
is "what it says" "$(cat "$T/err")" "$(promoted)"

it "undecided: a remote that cannot be reached"
check noor "$T/nowhere" production
is "the exit code" "$RC" 2
git -C "$CLONE" config remote.origin.pushurl "$T/nowhere"
check noor origin production
is "the exit code" "$RC" 2

it "undecided: a remote that publishes no policy"
git -C "$CENTRAL" update-ref -d refs/sluis/policy
check noor origin production
is "the exit code" "$RC" 2
has_words "what it says" "$(tr -d "\n" <"$T/err")" "$CENTRAL publishes no policy: it has no refs/sluis/policy"
is "what the view has fetched" "$(find "$CLONE/.git/sluis/views" -name '*.pack' -o -path '*/refs/heads/*' -type f)" ""

it "undecided: a shallow clone"
git clone -q --depth 1 --no-local -b production "file://$CENTRAL" "$T/world/shallow"
git -C "$T/world/shallow" config user.email noor@example.org
RC=0
(cd "$T/world/shallow" && "$SLUIS_BUILD/git-sluis" check origin production) >"$T/out" 2>&1 || RC=$?
is "the exit code" "$RC" 2
is "what it says" "$(cat "$T/out")" "sluis: this clone is shallow, so part of the history cannot be judged
  fix: git fetch --unshallow"

it "accept: from a partial clone, which lacks the files of other commits"
git -C "$CENTRAL" config uploadpack.allowFilter true
git clone -q --filter=blob:none --no-checkout --no-local "file://$CENTRAL" "$T/world/partial"
git -C "$T/world/partial" config user.email noor@example.org
git -C "$T/world/partial" fetch -q "$CLONE" production
RC=0
(cd "$T/world/partial" && "$SLUIS_BUILD/git-sluis" check origin FETCH_HEAD:refs/heads/production) >"$T/out" 2>&1 || RC=$?
is "the exit code" "$RC" 0
is "what it says" "$(cat "$T/out")" "sluis: production: promotion $READY accepted (policy 2026-1, sign-offs by trailer alone)"

it "undecided: outside of any clone"
RC=0
(cd "$T" && "$SLUIS_BUILD/git-sluis" check origin production) >"$T/out" 2>&1 || RC=$?
is "the exit code" "$RC" 2
has "what it says" "$(cat "$T/out")" "sluis: there is no git repository here"

it "hostile: names with blanks and escapes are shown harmless"
check noor $'or\e[31mig in' production
is "the exit code" "$RC" 2
hasnt "what it says of itself" "$(grep '^sluis' "$T/err")" $'\e'
check noor origin $'production:refs/heads/a\e[31m b'
is "the exit code" "$RC" 2

it "a linked work tree of the clone"
git -C "$CLONE" worktree add -q "$T/world/tree" production
RC=0
git -C "$CLONE" config user.email noor@example.org
(cd "$T/world/tree" && "$SLUIS_BUILD/git-sluis" check origin production) >"$T/out" 2>&1 || RC=$?
is "the exit code" "$RC" 0
is "what it says" "$(cat "$T/out")" "$(promoted)"

finish
