#!/bin/bash
# Somebody with access to the files of the server tampers with the audit: what audit verify says, alone and against a copy, and
# what the next push does.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=tests/e2e/fault.sh
. "${0%/*}/fault.sh"
fault_world
AUDIT=refs/sluis/audit

central() {
	git -C "$CENTRAL" "$@"
}

# Past every hook.
force() {
	central -c core.hooksPath="$T/null" "$@"
}

# entry_of REF: the newest verdict that let something in there.
entry_of() {
	central log -1 --format=%H --grep '^Decision: accept$' --grep "^Ref: $1\$" --all-match $AUDIT
}

says_of() {
	central log -1 --format=%b "$1" | sed -n "s/^$2: //p"
}

# rewritten FROM FILTER [TREE [PARENT]]: the audit from that entry on is made again: the entry with its message through
# the filter, with another tree if there is one, on another parent; and those after it as they were.
rewritten() {
	local each onto=${4:-$1~}

	for each in $1 $(central rev-list --reverse "$1..$AUDIT"); do
		onto=$(central cat-file commit "$each" | sed '1,/^$/d' | if [ "$each" = "$1" ]; then eval "$2"; else cat; fi |
			GIT_COMMITTER_NAME=Sluis GIT_COMMITTER_EMAIL=sluis@localhost GIT_COMMITTER_DATE=$(central log -1 --format=%ct "$each") \
				as noor git -C "$CENTRAL" commit-tree -p "$onto" \
				"$([ "$each" = "$1" ] && [ -n "${3:-}" ] && echo "$3" || echo "$each^{tree}")")
	done
	force update-ref $AUDIT "$onto"
}

# A line for each outcome whose verdict is not in the audit.
lost() {
	local each verdict

	for each in $(central rev-list --grep '^Entry: outcome$' $AUDIT); do
		verdict=$(says_of "$each" Verdict)
		central merge-base --is-ancestor "$verdict" $AUDIT ||
			echo "${each:0:7} $(says_of "$each" Ref) moved to $(says_of "$each" New | cut -c 1-7) by the verdict ${verdict:0:7}, which is not there"
	done
}

# What the reflog of the audit tells of and the audit does not have, as a line; nothing where that is all there.
vanished() {
	local gone

	gone=$(cut -d ' ' -f 1 "$CENTRAL/logs/$AUDIT" | tac | grep -v '^0*$' | grep -vxFf <(central rev-list $AUDIT) || true)
	[ -z "$gone" ] || echo "${gone:0:7} the newest of $(sort -u <<<"$gone" | wc -l) entries of which its reflog tells, and that the audit does not have: entries have vanished"
}

# tampered LINE...: the problems, alone and against the copy. The copy sees whatever was done.
tampered() {
	local gone

	mapfile -t gone < <(vanished)
	set -- "$@" "${gone[@]}"
	if [ $# -gt 0 ]; then
		problems "$@"
	else
		whole
	fi
	verify --against "$T/copy"
	named "$@" "$(git -C "$T/copy" rev-parse $AUDIT | cut -c 1-7) the newest entry of the copy is not in this audit: entries have vanished"
}

next_goes_in() {
	push_as dirk development
	accepted
}

change dirk src/pay.c
it_is_given dirk development
git init -q --bare --template= "$T/copy"
central push -q "$T/copy" 'refs/sluis/*:refs/sluis/*'
change dirk src/pay.c
world_keep
ENTRY=$(entry_of refs/heads/production)
EVIDENCE=$(says_of "$ENTRY" Evidence | sed -n 's/^acceptance sha256://p;s/^acceptance //p')
EVIDENCE=${EVIDENCE#sha256:}

it "untouched, it is whole, also against the copy; and so it is after a push that the copy does not have"
verify --against "$T/copy"
is "audit verify --against" "$RC" 0
next_goes_in
whole
verify --against "$T/copy"
is "audit verify --against" "$RC" 0

it "a verdict is dropped"
newer=$(central rev-list --reverse "$ENTRY..$AUDIT" | sed -n 1p)
rewritten "$newer" cat "" "$ENTRY~"
mapfile -t lines < <(lost)
is "the outcomes that have lost their verdict" "${#lines[@]}" 3
tampered "${lines[@]}"
next_goes_in
verify
is "the exit code of audit verify after that" "$RC" 1
has "what it says" "$OUT" "${lines[0]}"

it "what a verdict says is rewritten"
rewritten "$ENTRY" "sed 's/^Pusher: noor/Pusher: jan/'"
mapfile -t lines < <(lost)
tampered "${lines[@]}"
next_goes_in

it "an outcome is rewritten"
outcome=$(central log -1 --format=%H --grep '^Outcome: moved$' --grep "^Verdict: $ENTRY\$" --all-match $AUDIT)
rewritten "$outcome" "sed 's/^New: .*/New: $(oid acceptance)/'"
mapfile -t lines < <(lost)
rewrote=$(central rev-list --grep '^Ref: refs/heads/production$' -1 $AUDIT | cut -c 1-7)
tampered "${lines[@]}" "$rewrote refs/heads/production moved to $(short acceptance), which ${ENTRY:0:7} does not let it" \
	"$rewrote refs/heads/production moved to $(short acceptance), and its reflog does not tell of that" \
	"------- refs/heads/production is at $(short production), and the audit left it at $(short acceptance)"

it "a message that the gate would not write: each push says so"
rewritten "$ENTRY" "sed 's/^Decision: accept/Decision: perhaps/'"
verify
broken=$(central rev-list --grep '^Decision: perhaps$' $AUDIT)
fetch="git -c core.hooksPath=/dev/null fetch COPY +$AUDIT:$AUDIT"
is "audit verify" "$RC $OUT" "2 sluis: audit entry ${broken:0:7}: a word is not one that the gate writes
  fix: the administrator of the server finds out who changed the audit, and brings it back from a copy:
       $fetch"
push_as dirk development
accepted "sluis: the push is in, but the audit could not be completed; the next" \
	"       push does it: audit entry ${broken:0:7}: a word is not one that the" \
	"       gate writes" \
	"  fix: the administrator of the server finds out who changed the audit," \
	"       and brings it back from a copy:" "       $fetch"
promotion id 2027.1
push_as noor production
undecided production ref-protected signoff-veto
says ref-protected "audit entry ${broken:0:7}: a word is not one that the gate writes"
mends ref-protected "the administrator of the server finds out who changed the audit, and brings it back from a copy: $fetch"
force fetch -q "$T/copy" "+$AUDIT:$AUDIT"
push_as noor production
accepted "$(promoted 2027.1)"

it "the tree of a verdict holds another piece of evidence under the same digest"
mkdir "$T/world/index"
export GIT_INDEX_FILE=$T/world/index/index
central read-tree "$ENTRY"
central update-index --add --cacheinfo "100644,$(echo "all good" | central hash-object -w --stdin),evidence/$EVIDENCE"
tree=$(central write-tree)
unset GIT_INDEX_FILE
rewritten "$ENTRY" cat "$tree"
mapfile -t lines < <(lost)
edited=$(entry_of refs/heads/production)
tampered "${lines[@]}" "${edited:0:7} evidence ${EVIDENCE:0:12} has other bytes"

it "the bytes of a piece of evidence are replaced in the object store"
broken "$(central rev-parse "$ENTRY:evidence/$EVIDENCE")"
problems "${ENTRY:0:7} evidence ${EVIDENCE:0:12} is missing or broken"
next_goes_in

it "the policy that a verdict kept is taken out of the object store"
blob=$(central rev-parse "$ENTRY:policy.ini")
lose "$blob"
verify
is "the exit code of audit verify" "$RC" 1
has "what it says" "$OUT" "${ENTRY:0:7} its policy.ini is missing or broken"

it "the ref is rewound by a move"
force update-ref $AUDIT $AUDIT~2
unseen="------- refs/heads/development went from $(short development~2) to $(short development~), by its reflog, and no entry records that"
tampered "------- refs/heads/development is at $(short development~), and the audit left it at $(short development~2)" "$unseen"
next_goes_in
problems "$(vanished)" "$unseen" "$(short_central $AUDIT) refs/heads/development moved from $(short development~), and before that it was left at $(short development~2) by $(short_central $AUDIT~2)"

it "the ref is rewound by an outcome: it is found out anew, and the copy still tells"
force update-ref $AUDIT $AUDIT~
tampered "$(short_central $AUDIT) refs/heads/development went to $(short development~), as this verdict lets it, and that was not recorded: git sluis audit reconcile"
is "audit reconcile" "$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit reconcile)" "1 outcome added"
tampered

it "an entry is added by hand: a verdict that nobody reached"
given_objects development
central -c core.hooksPath="$T/null" update-ref refs/heads/development "$(oid development)"
entry=$({ printf 'moved refs/heads/development\n\n'; printf '%s\n' "Entry: outcome" "Outcome: moved" "Source: reference-transaction" \
	"Verdict: $ENTRY" "Ref: refs/heads/development" "Old: $(oid development~)" "New: $(oid development)"; } |
	as noor git -C "$CENTRAL" commit-tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904 -p $AUDIT)
force update-ref $AUDIT "$entry"
problems "${entry:0:7} refs/heads/development moved to $(short development), which ${ENTRY:0:7} does not let it"

it "the audit is another one"
entry=$(printf 'reject\n\nEntry: verdict\nDecision: reject\n' |
	as noor git -C "$CENTRAL" commit-tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904)
start=$(short_central refs/sluis/audit-start)
force update-ref $AUDIT "$entry"
tampered "$start the audit has it from its beginning, as refs/sluis/audit-start says, and it is not in this one"

it "the ref is deleted: nothing goes in until it is back"
start=$(short_central refs/sluis/audit-start)
force update-ref -d $AUDIT
verify
is "audit verify" "$RC $(head -1 <<<"$OUT")" "2 sluis: $AUDIT is gone, and refs/sluis/audit-start says that it began with $start"
push_as dirk development
undecided_all "$AUDIT is gone, and refs/sluis/audit-start says that it began with $start" \
	"fix: the administrator of the server brings it back from a copy:"
command=${ANSWER_REMOTE[*]: -1}
is "the command" "$command" "       git -c core.hooksPath=/dev/null fetch COPY $AUDIT:$AUDIT"
is "that the audit begins anew" "$(central rev-parse -q --verify $AUDIT || echo no)" no
(cd "$CENTRAL" && bash -c "${command/COPY/$T/copy}") >"$T/null" 2>&1
whole
next_goes_in
whole

finish
