#!/bin/bash
# What a push brings in with it: a ref rests on the others, each of which git moves by itself unless asked for all or
# nothing.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
policy 's/^push = tester$/&\npush = operator/' '/^conflict = /d'
zero=0000000000000000000000000000000000000000
first=$(tip promotions)

# More evidence, of which the ready release does not speak; it is judged by the branch as it is with the push.
echo "a note" >"$DOSSIERS/note"
evidence noor "A note"
held_world
world_keep

# raw COMMAND...: by noor, with a client that is not git; what git says of a funny name is as long as that.
raw() {
	SLUIS_TEST_PUSHER=noor "$E2E/raw-push" "$CENTRAL" "$@" >"$T/said" 2>"$T/report" || true
}

# moved, unmoved: production is what the clone has, or what it was.
moved() {
	is "production" "$(tip production)" "$(oid production)"
}

unmoved() {
	ANSWERED=yes ANSWER_SEEN=("${ANSWER_HEAD[@]}")
	is "that the push fails" "$((STATUS != 0))" 1
	is "production" "$(tip production)" "$(git -C "$CENTRAL" rev-parse "${1:-$base}")"
	has "the answer" "$(tr -s '\n ' ' ' <"$T/answer")" "nothing was moved: ${2:-refs/heads/production rests on refs/heads/promotions; what it rests on comes in now}"
}
base=$(tip production)

# Since 2.50 git moves all refs of a push in one transaction, with or without --atomic.
git init -q --bare --template= "$T/asked"
mkdir "$T/asked/hooks"
# shellcheck disable=SC2016  # for the hook
printf '#!/bin/sh\n[ "$1" = committed ] || exit 0\necho >>"%s"\n' "$T/transactions" >"$T/asked/hooks/reference-transaction"
chmod 755 "$T/asked/hooks/reference-transaction"
git -C "$CLONE" push -q "$T/asked" production promotions
BY_ITSELF=$(($(wc -l <"$T/transactions") > 1))

it "accept: evidence and promotion at once, all or nothing"
push_as noor --atomic production promotions
accepted "$(promoted)"

it "refuse: one by one, and the promotion comes first; the mend mends it"
push_as noor production promotions
if [ "$BY_ITSELF" = 1 ]; then
	unmoved
	has "the answer" "$(tr -s '\n ' ' ' <"$T/answer")" "fix: push again with --atomic, so that all comes in at once; or push refs/heads/promotions first"
	push_as noor promotions
	accepted
	push_as noor production
fi
accepted "$(promoted)"

it "accept: one by one, and the evidence comes first"
git -C "$CENTRAL" fetch -q --no-tags "$CLONE" production promotions
raw "$first $(oid promotions) refs/heads/promotions" "$base $(oid production) refs/heads/production"
moved

it "refuse: the evidence is a line of the name of another ref, and never comes in"
git -C "$CENTRAL" fetch -q --no-tags "$CLONE" production promotions
raw "$base $(oid production) refs/heads/production" "$zero $base refs/heads/x"$'\n'"$first $(oid promotions) refs/heads/promotions"
is "production" "$(tip production)" "$base"
is "the evidence" "$(tip promotions)" "$first"

it "refuse: the same before the promotion"
git -C "$CENTRAL" fetch -q --no-tags "$CLONE" production promotions
raw "$zero $base refs/heads/x"$'\n'"$first $(oid promotions) refs/heads/promotions" "$base $(oid production) refs/heads/production"
is "production" "$(tip production)" "$base"

it "refuse: acceptance is such a line, and the candidate is never on it"
policy 's/^require = .*/require = complete/'
git -C "$CENTRAL" -c core.hooksPath="$T/none" update-ref refs/heads/acceptance "$(oid acceptance~)"
git -C "$CENTRAL" fetch -q --no-tags "$CLONE" production
raw "$base $(oid production) refs/heads/production" \
	"$zero $base refs/heads/x"$'\n'"$(oid acceptance~) $(oid acceptance) refs/heads/acceptance"
is "production" "$(tip production)" "$base"
has "what was said" "$(cat "$T/said")" "production: promotion $READY accepted"

it "accept: acceptance and production in one push, source first"
policy 's/^require = .*/require = complete/'
git -C "$CENTRAL" -c core.hooksPath="$T/none" update-ref refs/heads/acceptance "$(oid acceptance~)"
push_as noor acceptance production
accepted "$(promoted)"

it "refuse: two environments one by one, and the source comes last; all at once they pass"
git -C "$CENTRAL" -c core.hooksPath="$T/none" update-ref refs/heads/acceptance "$(oid acceptance~)"
git -C "$CENTRAL" -c core.hooksPath="$T/none" update-ref refs/heads/test "$(oid acceptance~)"
push_as noor acceptance test
if [ "$BY_ITSELF" = 1 ]; then
	unmoved "$base" "refs/heads/acceptance rests on refs/heads/test; what it rests on comes in now"
	push_as noor --atomic acceptance test
fi
accepted

it "refuse: the source comes in by a name below which, or above which, there is a ref already"
git -C "$CENTRAL" config core.hooksPath "$T/none"
policy 's/^require = .*/require = complete/' 's|^ref = refs/heads/acceptance|ref = refs/heads/acc/x|'
git -C "$CENTRAL" config --unset core.hooksPath
for there in refs/heads/acc refs/heads/acc/x/y; do
	git -C "$CENTRAL" -c core.hooksPath="$T/none" update-ref $there "$base"
	push_as noor acceptance:refs/heads/acc/x production
	unmoved "$base" "refs/heads/production rests on refs/heads/acc/x; what it rests on comes in now"
	git -C "$CENTRAL" -c core.hooksPath="$T/none" update-ref -d $there
done

it "refuse: evidence of the same push is overtaken by another one"
holding noor promotions production
echo "another" >"$DOSSIERS/note"
evidence noor "Another note"
push_as noor promotions
accepted
goes_on
is "production" "$(tip production)" "$base"

it "refuse: another ref of the environment went back meanwhile"
git -C "$CENTRAL" config core.hooksPath "$T/none"
policy 's|^ref = refs/heads/production|ref = refs/heads/live/*|'
git -C "$CENTRAL" update-ref refs/heads/live/a "$base"
git -C "$CENTRAL" update-ref refs/heads/live/b "$base"
git -C "$CENTRAL" config --unset core.hooksPath
push_as noor production:refs/heads/live/a
is "live/a" "$(tip live/a)" "$(oid production)"
ANSWERED=yes ANSWER_HEAD=()
holding noor production:refs/heads/live/b
promotion id back-1 base production candidate "$base" tree "$base^{tree}" add "Rolls-Back-To: $base"
branch production "$(as noor git -C "$CLONE" commit-tree "$base^{tree}" -p "$(tip live/a)" -p "$base" -F "$T/message")"
push_as noor production:refs/heads/live/a
is "live/a" "$(tip live/a)" "$(oid production)"
ANSWERED=yes ANSWER_HEAD=()
goes_on
is "live/b" "$(tip live/b)" "$base"
has "the answer" "$HELD_ANSWER" "nothing was moved: refs/heads/live/a came in since the verdict on refs/heads/live/b"

it "refuse: two refs at once would each be the first of a pattern; pushed again, one is the later"
policy 's|^ref = refs/heads/production|ref = refs/heads/live/*|'
git -C "$CENTRAL" -c core.hooksPath="$T/none" update-ref -d refs/heads/production
holding noor acceptance:refs/heads/live/a
push_as noor acceptance~:refs/heads/live/b
accepted
goes_on
is "live/a" "$(git -C "$CENTRAL" for-each-ref refs/heads/live/a)" ""
has "the answer" "$HELD_ANSWER" "nothing was moved: refs/heads/live/b came in since the verdict on refs/heads/live/a"
push_as noor acceptance:refs/heads/live/a
refused production comes-from
says comes-from "$(title acceptance) was never on another ref of production, and a new one starts at a state that another has or had"
push_as noor acceptance~:refs/heads/live/c
accepted

it "refuse: a tag that can be taken for a new ref of a pattern came in; accept: once it is deleted, also by the same push"
policy 's|^ref = refs/heads/production|ref = refs/heads/live/*|'
git -C "$CENTRAL" -c core.hooksPath="$T/none" update-ref -d refs/heads/production
holding noor acceptance:refs/heads/live/a
push_as dirk development:refs/tags/live/a
accepted
goes_on
is "live/a" "$(git -C "$CENTRAL" for-each-ref refs/heads/live/a)" ""
has "the answer" "$HELD_ANSWER" "nothing was moved: refs/tags/live/a is there, which can be taken for refs/heads/live/a"
has "the answer" "$HELD_ANSWER" "fix: its owner deletes it first: git push origin :refs/tags/live/a"
push_as noor acceptance:refs/heads/live/a
REF_OF=refs/heads/live/a refused refs/heads/live/a reserved-ref
push_as noor --atomic :refs/tags/live/a acceptance:refs/heads/live/a
accepted

it "refuse: the same push says that it deletes the tag, and git does not"
policy 's|^ref = refs/heads/production|ref = refs/heads/live/*|'
git -C "$CENTRAL" -c core.hooksPath="$T/none" update-ref -d refs/heads/production
git -C "$CENTRAL" update-ref refs/tags/live/a "$(oid acceptance)"
raw "$base $zero refs/tags/live/a" "$zero $(oid acceptance) refs/heads/live/a"
is "live/a" "$(git -C "$CENTRAL" for-each-ref refs/heads/live/a)" ""
raw "$(oid acceptance) $zero refs/tags/live/a" "$zero $(oid acceptance) refs/heads/live/a"
is "live/a" "$(tip live/a)" "$(oid acceptance)"

it "accept: two release tags at once, each of which starts by itself"
policy_add '[environment "release"]' 'ref = refs/tags/v*' 'from = production' 'push = operator'
holding noor "$base:refs/tags/v1"
push_as noor "$base:refs/tags/v2"
accepted
goes_on
is "v1" "$(git -C "$CENTRAL" rev-parse refs/tags/v1)" "$base"

# back_to_base: the merge that takes the promotion back, where production has it; `bad` is what it was.
back_to_base() {
	bad=$(oid production)
	promotion id back-1 base "$bad" candidate "$base" tree "$base^{tree}" add "Rolls-Back-To: $base"
}

# not_there NAME: that tag was stopped, since production went back.
not_there() {
	is "$1" "$(git -C "$CENTRAL" for-each-ref "refs/tags/$1")" ""
	has "the answer" "$HELD_ANSWER" "nothing was moved: refs/heads/production came in since the verdict on refs/tags/$1"
}

it "refuse: the source of a release went back meanwhile; pushed again, it is refused for that"
policy_add '[environment "release"]' 'ref = refs/tags/v*' 'from = production' 'push = operator'
push_as noor --atomic production promotions
accepted "$(promoted)"
back_to_base
holding noor "$bad:refs/tags/v1"
push_as noor production
accepted "$(promoted back-1)"
goes_on
not_there v1
push_as noor "$bad:refs/tags/v1"
REF_OF=refs/tags/v1 refused release comes-from

it "refuse: it was let go back before, and does so meanwhile"
policy_add '[environment "release"]' 'ref = refs/tags/v*' 'from = production' 'push = operator'
push_as noor --atomic production promotions
accepted "$(promoted)"
back_to_base
rm -f "$T/judged" "$T/back"
previous "$CENTRAL/hooks/pre-receive.d/60-slow" "grep -q refs/heads/production || exit 0" ": >'$T/judged'" \
	"for i in \$(seq 200); do [ -e '$T/back' ] && exit 0; sleep 0.1; done" "exit 1"
(cd "$CLONE" && SLUIS_TEST_PUSHER=noor exec git push -q "$CENTRAL" production >"$T/null" 2>&1) &
back=$!
until_there "$T/judged"
holding noor "$bad:refs/tags/v1"
: >"$T/back"
wait "$back"
is "production" "$(tip production)" "$(oid production)"
goes_on
not_there v1

finish
