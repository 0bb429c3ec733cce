#!/bin/bash
# What moves past the gate shows: in git sluis audit verify, in each form of the report, and at the gate, until the owner of the
# repository says why it is so.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"

# Armed as install.sh does it.
central_arm() {
	cp "$SLUIS_BUILD"/{pre-receive,reference-transaction,post-receive} "$CENTRAL/hooks/"
	git -C "$CENTRAL" config core.logAllRefUpdates always
	(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" policy --publish && "$SLUIS_BUILD/git-sluis" audit arm hooks/*) >"$T/null"
}
world_make

central() {
	git -C "$CENTRAL" "$@"
}

# Past every hook.
force() {
	central -c core.hooksPath="$T/null" "$@"
}

# sluis ARGUMENT...: OUT is all that it printed, RC its exit code.
sluis() {
	RC=0
	OUT=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" "$@" 2>&1) || RC=$?
	[[ " $* " != *" json "* ]] || keep_json "$OUT"
}

# stranger ONTO: a commit that nobody judged, with the tree of that.
stranger() {
	as dirk git -C "$CENTRAL" commit-tree -p "$1" -m "past the gate" "$1^{tree}"
}

whole() {
	sluis audit verify
	is "audit verify" "$RC $(sed '$!d' <<<"$OUT")" "0 $(sed '$!d' <<<"$OUT")"
	has "what it says" "$OUT" ": 0 problems"
	sluis report --format json
	is "the report" "$RC" 0
	has "the report" "$OUT" '"whole": true'
}

# shows TEXT: verify, and the report in each form, name that and are not content.
shows() {
	local form

	sluis audit verify
	is "the exit code of audit verify" "$RC" 1
	has "audit verify" "$OUT" "$1"
	has "audit verify" "$OUT" "git sluis audit reconcile --reason TEXT"
	for form in text csv json html; do
		sluis report --format "$form"
		is "the exit code of the report as $form" "$RC" 1
		[ "$form" = html ] || [ "$form" = text ] || has "the report as $form" "$OUT" "$1"
		[ "$form" = json ] || [ "$form" = csv ] || has_words "the report as $form" "$(tr -d '\n' <<<"$OUT")" "$1"
	done
	sluis report --format json
	has "the report" "$OUT" '"whole": false'
}

# settles: the owner says why, and all is well; what was said stays in sight.
settles() {
	sluis audit reconcile --reason "restored, see INC-7"
	is "audit reconcile --reason" "$RC" 0
	has "what it says" "$OUT" "where every report shows it"
	whole
	sluis report
	has_words "the report" "$(tr -d '\n' <<<"$OUT")" "reason: restored, see INC-7"
}

goes_in() {
	push_as noor production
	accepted "$(promoted)"
}

# at_gate TEXT: nobody can decide about the promotion, and the command that settles it is named.
at_gate() {
	push_as noor production
	undecided production ref-protected
	says ref-protected "$1"
	says ref-protected "git sluis audit reconcile --reason TEXT"
}

# later COMMAND...: a quarter of an hour from now, when a push is no longer under way.
later() {
	RC=0
	OUT=$(cd "$CENTRAL" && ASAN_OPTIONS=$ASAN_OPTIONS:verify_asan_link_order=0 faketime "+15 minutes" "$SLUIS_BUILD/git-sluis" "$@" 2>&1) || RC=$?
}

it "nothing happened: all is whole, before and after a promotion"
whole
goes_in
whole

it "git worktree, git reset and git update-ref move a ref to what it is: nothing moved"
count=$(central rev-list --count refs/sluis/audit)
central worktree add -q "$T/world/tree" test
git -C "$T/world/tree" reset -q --hard
value=$(central rev-parse acceptance)
sed -i '/ refs.heads.acceptance$/d' "$CENTRAL/packed-refs"
mkdir -p "$CENTRAL/refs/heads"
echo "$value" >"$CENTRAL/refs/heads/acceptance"
central update-ref refs/heads/acceptance "$value"
is "the entries" "$(central rev-list --count refs/sluis/audit)" "$count"
whole
goes_in
whole

it "production moved before its first verdict"
was=$(central rev-parse production)
force update-ref refs/heads/production "$(stranger production)"
shows "refs/heads/production is at $(central rev-parse --short=7 production), and the audit left it at ${was:0:7}"
force update-ref refs/heads/production "$was"
shows "refs/heads/production went from ${was:0:7} to"
goes_in
shows "refs/heads/production went from ${was:0:7} to"
settles
sluis report
hasnt "production in the report" "$OUT" "not complete"

it "production moved before its first verdict, and a promotion was laid on top of it"
was=$(central rev-parse acceptance) odd=$(stranger acceptance)
force update-ref refs/heads/acceptance "$odd"
at_gate "refs/heads/acceptance is at ${odd:0:7}, and the audit left it at ${was:0:7}"
settles
goes_in
whole

it "a promotion, and production moved behind the hooks and back"
goes_in
was=$(central rev-parse production) odd=$(stranger production)
force update-ref refs/heads/production "$odd"
force update-ref refs/heads/production "$was"
shows "refs/heads/production went from ${was:0:7} to ${odd:0:7}, by its reflog, and no entry records that"
settles

it "a ref that moved before its first verdict does not become right by that verdict"
odd=$(stranger development)
was=$(central rev-parse development)
force update-ref refs/heads/development "$odd"
git -C "$CLONE" fetch -q "$CENTRAL" development
on development FETCH_HEAD
change dirk src/more.c
push_as dirk development
accepted
shows "refs/heads/development moved from ${odd:0:7}, and arming found it at ${was:0:7}"
settles

it "the evidence is gone"
was=$(central rev-parse promotions)
force update-ref -d refs/heads/promotions
shows "refs/heads/promotions is gone, and the audit left it at ${was:0:7}"
push_as noor production
refused production evidence-intact unchecked ref-protected
says ref-protected "refs/heads/promotions is gone, and the audit left it at ${was:0:7}"
force update-ref refs/heads/promotions "$was"
settles
goes_in

it "production is gone"
was=$(central rev-parse production)
force update-ref -d refs/heads/production
shows "refs/heads/production is gone, and the audit left it at ${was:0:7}"

it "a sign-off that nobody brought in, and one that is gone"
force update-ref refs/signoffs/2026.11/owner/sam production
shows "refs/signoffs/2026.11/owner/sam is at $(central rev-parse --short=7 production), and no entry records how it got there"
settles
force update-ref -d refs/signoffs/2026.11/owner/sam
shows "refs/signoffs/2026.11/owner/sam is gone"
settles
goes_in

it "production became a symbolic ref, with the same value"
force update-ref refs/heads/elsewhere production
force symbolic-ref refs/heads/production refs/heads/elsewhere
shows "refs/heads/production became a symbolic ref, and leads to refs/heads/elsewhere"
push_as noor production
undecided refs/heads/production reserved-ref
says reserved-ref "refs/heads/production is a symbolic ref and leads to refs/heads/elsewhere"
is "where it leads to" "$(central rev-parse elsewhere)" "$(central rev-parse production)"

it "the same by a symbolic link, which git follows; the mend mends it"
force update-ref refs/heads/elsewhere production
force pack-refs --all
ln -s refs/heads/elsewhere "$CENTRAL/refs/heads/production"
shows "refs/heads/production became a symbolic ref, and leads to refs/heads/elsewhere"
push_as dirk -f development:refs/heads/elsewhere
undecided refs/heads/elsewhere reserved-ref
mends reserved-ref "the administrator of the server makes it a ref of its own: git -C $CENTRAL/ update-ref --no-deref refs/heads/production $(central rev-parse elsewhere)"
locally update-ref --no-deref refs/heads/production "$(central rev-parse elsewhere)"
is "the exit code of the mend" "$RC" 0
push_as dirk -f development:refs/heads/elsewhere
accepted
whole

it "the audit is rewound to before the first move of production"
armed=$(central rev-parse refs/sluis/audit)
goes_in
force update-ref refs/sluis/audit "$armed"
shows "refs/heads/production is at"
sluis audit verify
has "audit verify" "$OUT" "entries have vanished"

it "the reflog lost lines"
goes_in
: >"$CENTRAL/logs/refs/heads/production"
shows "refs/heads/production moved to $(central rev-parse --short=7 production), and its reflog does not tell of that"
settles

it "what is not what the audit left concerns nothing else"
force update-ref refs/heads/production "$(stranger production)"
change dirk src/pay.c
push_as dirk development
accepted

it "only a part of an accepted push went in"
change dirk src/pay.c
push_as dirk development
accepted
on promotions
change tess notes.txt
# shellcheck disable=SC2016  # for the hook
printf '#!/bin/sh\n[ "$1" != refs/heads/test ]\n' >"$CENTRAL/hooks/update"
chmod 755 "$CENTRAL/hooks/update"
push_as tess development:test promotions
ANSWERED=yes ANSWER_HEAD=()
entry=$(central log -1 --format=%h --abbrev=7 --grep '^Entry: verdict' refs/sluis/audit)
whole
later audit reconcile
is "audit reconcile" "$RC $OUT" "0 1 outcome added"
shows "only a part of this push went in: refs/heads/promotions did, and refs/heads/test did not"
sluis audit verify
has "the entry" "$OUT" "$entry only a part of this push went in"
settles

# The verdict that let production move is there once more, as a second push of the same gets it while the first one moves the ref.
judged_twice() {
	local again=$1

	again=$(central cat-file commit "$again" | sed '1,/^$/d' | as noor git -C "$CENTRAL" commit-tree -p refs/sluis/audit "$again^{tree}")
	force update-ref refs/sluis/audit "$again"
}

it "two pushes of one promotion: the second did not move it"
goes_in
judged_twice "$(central log -1 --format=%H --grep '^Entry: verdict' refs/sluis/audit)"
later audit reconcile
is "audit reconcile" "$RC $OUT" "0 1 outcome added"
has "what became of it" "$(central log -1 --format=%B refs/sluis/audit)" "Outcome: not-moved"
whole

it "a false move of before: named, corrected, and nothing else changes"
goes_in
verdict=$(central log -1 --format=%H --grep '^Entry: verdict' refs/sluis/audit)
judged_twice "$verdict"
verdict=$(central rev-parse refs/sluis/audit)
false=$({ printf 'moved refs/heads/production\n\n'; printf '%s\n' "Entry: outcome" "Outcome: moved" "Source: reconciled" \
	"Verdict: $verdict" "Ref: refs/heads/production" "Old: $(central rev-parse production~)" "New: $(central rev-parse production)"; } |
	as noor git -C "$CENTRAL" commit-tree "$(git -C "$CENTRAL" mktree </dev/null)" -p "$verdict")
force update-ref refs/sluis/audit "$false"
shows "refs/heads/production moved from $(central rev-parse --short=7 production~), and before that it was left at"
settles
has "the correction" "$(central log -1 --format=%B refs/sluis/audit)" "Corrects: $false"
sluis log
has "the log" "$OUT" "corrected"

it "a hook after the gate refuses: it did not go in"
mkdir -p "$CENTRAL/hooks/pre-receive.d"
printf '#!/bin/sh\necho no >&2\nexit 1\n' >"$CENTRAL/hooks/pre-receive.d/10-previous"
chmod 755 "$CENTRAL/hooks/pre-receive.d/10-previous"
push_as noor production
ANSWERED=yes ANSWER_HEAD=()
has "what became of it" "$(central log -1 --format=%B refs/sluis/audit)" "Outcome: not-moved"
has "who says so" "$(central log -1 --format=%B refs/sluis/audit)" "Source: later-hook"
sluis log
has "the log" "$OUT" "production 2026.11 (its candidate is older than the audit): did not go in"
rm -r "$CENTRAL/hooks/pre-receive.d"
goes_in
whole

it "a correction needs a reason, and the repository's owner"
sluis audit reconcile --reason ""
is "without one" "$RC" 129
sluis audit verify --reason x
is "with verify" "$RC" 129
sluis audit reconcile --reason "nothing to say"
is "with nothing to settle" "$RC" 0
has "what it says" "$OUT" "nothing was left for a correction to settle"
is "the entries" "$(central rev-list --count --grep '^Entry: correction' refs/sluis/audit)" 0

finish
