#!/bin/bash
# A witness on a machine of somebody else signs what it saw of the audit; a supplier who is root rewrites nothing unseen.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
# shellcheck source=tests/e2e/witness.sh
. "$E2E/witness.sh"
houses_make
ago 40 works one
ago 40 witnesses 0
ago 30 push_as noor production
ago 30 witnesses 0
works two
answer_all_read
world_keep

# log_note [REV]: an entry of the witness's log.
log_note() {
	short "${1:-witness}" "$WITNESS"
}

it "accept: what is new, and nothing new, is witnessed with the clock of the witness"
witnesses 0
is "what it says" "$OUT" "$(short) of origin is witnessed by $(log_note), 2 new"
witnesses 0
is "what it says" "$OUT" "$(short) of origin is witnessed by $(log_note), 0 new"
is "its log" "$(git -C "$WITNESS" log --format='%s by %cn' witness)" "witnessed $(short), 0 new by Sluis witness
witnessed $(short), 2 new by Sluis witness
witnessed $(short "$AUDIT~2"), 2 new by Sluis witness
witnessed $(short "$AUDIT~4"), 2 new by Sluis witness"
is "the copy" "$(short "$AUDIT" "$WITNESS")" "$(short)"
is "git fsck" "$(git -C "$WITNESS" fsck --strict --no-dangling 2>&1 | sed '/unborn branch/d')" ""
asked 0
has "what the school reads" "$OUT" "0 problems"
has "up to what, by whom, when" "$OUT" "witnessed up to $(short) by school at $(TZ=UTC git -C "$WITNESS" log -1 --format=%cd \
	--date=format-local:%Y-%m-%dT%H:%M:%SZ witness) (key SHA256:"
has "what is not" "$OUT" "; entries after that: 0; notes since "
has "the longest time" "$OUT" "the longest time without one 720 hours from"

it "accept: the newest entries are not witnessed yet"
asked 0
has "up to what" "$OUT" "witnessed up to $(short "$AUDIT~2") by school at "
has "what is not" "$OUT" "; entries after that: 2;"

it "accept: no witness holds up a promotion"
mv "$WITNESS" "$WITNESS.gone"
works three
is "the newest entry" "$(central log -1 --format=%s "$AUDIT" | cut -d ' ' -f 1,2)" "moved refs/heads/development"

# another: the clone of another witness, which has seen nothing.
another() {
	WITNESS=$T/world/another
	git init -q "$@" "$WITNESS"
	git -C "$WITNESS" remote add origin "$CENTRAL"
	git -C "$WITNESS" config sluis.witnessKey "$T/world/school-key"
	git -C "$WITNESS" config sluis.witnessSigners "$SIGNERS"
}

it "accept: the first note says that it is; a clone with a work tree keeps it, and its HEAD"
house=$WITNESS
another
works three
echo kept >"$WITNESS/file"
git -C "$WITNESS" add file
before=$(git -C "$WITNESS" status --porcelain=v2 --branch)
witnesses 0
is "what it says" "$OUT" "$(short) of origin is witnessed by $(log_note), $(central rev-list --count "$AUDIT") new
nothing was seen before: all of it is taken as it is now"
witnesses 0
is "what it says then" "$OUT" "$(short) of origin is witnessed by $(log_note), 0 new"
is "the work tree" "$(git -C "$WITNESS" status --porcelain=v2 --branch)" "$before"
is "the refs" "$(git -C "$WITNESS" for-each-ref --format='%(refname)' | xargs)" "refs/heads/witness $AUDIT refs/witness/found"
WITNESS=$house

it "undecided: an audit that has no entry yet"
house=$WITNESS
another --bare
central update-ref -d "$AUDIT"
witnesses 2
has "what it says" "$OUT" "sluis: there is no $AUDIT in origin"
is "the log" "$(git -C "$WITNESS" for-each-ref)" ""
WITNESS=$house

it "accept: two at once"
for each in 1 2 3 4; do
	(cd "$WITNESS" && "$SLUIS_BUILD/git-sluis" audit witness >"$T/at-once.$each" 2>&1) &
done
wait
is "what they say" "$(cat "$T"/at-once.? | sed 's/by [0-9a-f]*,.*/by/' | sort -u)" "$(short) of origin is witnessed by"
is "the log" "$(git -C "$WITNESS" rev-list --count witness)" 6
asked 0

it "undecided: a key with a passphrase, for which nobody is asked"
ssh-keygen -q -p -P '' -N secret -f "$T/world/school-key" >"$T/null"
SECONDS=0
witnesses 2
has "what it says" "$OUT" "the key $T/world/school-key cannot sign: "
has "what to do" "$OUT" "in this clone; it has no passphrase, and no agent is asked"
is "whether it took long" "$((SECONDS > 20))" 0

it "refuse: the supplier rewrites last month"
rewritten 's/^Pusher: noor$/Pusher: jan/'
school 0 --signers "$SIGNERS" --all
has "what the host's own signatures say" "$OUT" "6 of 6 signatures are good"
asked 1
has "what the school finds" "$OUT" "the newest of 1 entries that school saw, at "
has "where it begins" "$OUT" "and that the audit does not have: rewritten or rewound after $(short "$AUDIT~4"), or fetched before that"
has "what counts" "$OUT" "nothing is witnessed: school saw "
before=$(log_note)
witnesses 1
has "the alarm" "$OUT" "sluis: the audit was rewritten after $(short "$AUDIT~4"): $(short) is there, and $(short "$AUDIT" "$WITNESS") was seen before"
has "what to do" "$OUT" "fix: keep this clone; what is there now is refs/witness/found in it:"
is "what was found" "$(short refs/witness/found "$WITNESS")" "$(short)"
is "the log" "$(log_note)" "$before"
witnesses 1

it "refuse: all of it is rewritten"
rewritten 's/^Sluis: .*/Sluis: 9.9/'
asked 1
has "what the school finds" "$OUT" "that the audit does not have: rewritten or rewound from its beginning"
witnesses 1
has "the alarm" "$OUT" "another audit is there: $(short) has nothing in common with $(short "$AUDIT" "$WITNESS"), which was seen before"

it "refuse: it is rewound"
central update-ref "$AUDIT" "$AUDIT~3"
asked 1
has "what the school finds" "$OUT" "that the audit does not have: rewritten or rewound after $(short "$AUDIT~1")"
witnesses 1
has "the alarm" "$OUT" "the audit was rewound: it ends at $(short), and $(short "$AUDIT" "$WITNESS") was seen before"

it "refuse: it is gone"
central update-ref -d "$AUDIT"
witnesses 1
has "the alarm" "$OUT" "the audit is gone: origin has no $AUDIT, and $(short "$AUDIT" "$WITNESS") of it was seen before"

it "refuse: another repository stands in its place"
rm -rf "$CENTRAL"
git init -q --bare --template= "$CENTRAL"
witnesses 1
has "the alarm" "$OUT" "the audit is gone: origin has no $AUDIT"
git -C "$CENTRAL" fetch -q "$CLONE" "development:$AUDIT"
witnesses 1
has "the alarm" "$OUT" "audit entry $(short): "

it "refuse: an entry is dated back"
witnesses 0
tip=$(short)
ago 3 works three
witnesses 0
works four
git -C "$CENTRAL" config --unset core.fsync
# The gate dates nothing before the entry before it; whoever is root does.
date=$(($(date +%s) - 864000))
central update-ref "$AUDIT" "$(central cat-file commit "$AUDIT" | sed '/^gpgsig /,/^ -----END/d' |
	sed "s/^\(author\|committer\) .*/\1 Sluis <sluis@localhost> $date +0000/" | git -C "$CENTRAL" hash-object -t commit -w --stdin)"
witnesses 1
has "the alarm" "$OUT" "$(short) it says that it was written at $(date -u -d @$date +%Y-%m-%dT%H:%M:%SZ), and at "
has "the alarm" "$OUT" " it was not there yet"
has "it is witnessed, so that it stays" "$OUT" "$(short) of origin is witnessed by $(log_note)"
asked 1
has "what the school finds" "$OUT" "$(short) it says that it was written at $(date -u -d @$date +%Y-%m-%dT%H:%M:%SZ), and school saw at "
has "what the school finds" "$OUT" " that it was not there yet"
has "the one before it was there" "$(git -C "$SCHOOL" log --format=%h --abbrev=7 "$AUDIT")" "$tip"

it "refuse: an entry is of tomorrow"
ago -1 works three
witnesses 1
has "the alarm" "$OUT" "$(short) it says that it was written at "
has "the alarm" "$OUT" ", and it is "
asked 1
has "what the school finds" "$OUT" ", and school saw it at "

it "refuse: an entry that the host did not sign"
works three
central update-ref "$AUDIT" "$(central cat-file commit "$AUDIT" | sed '/^gpgsig /,/^ -----END/d' | git -C "$CENTRAL" hash-object -t commit -w --stdin)"
witnesses 1
has "the alarm" "$OUT" "$(short) it is not signed, and $(short "$AUDIT~") before it is"

it "refuse: the log of the witness is rewritten by who has no key"
central update-ref "$AUDIT" "$AUDIT~2"
git -C "$WITNESS" update-ref refs/heads/witness "$(printf 'witnessed\n\nWitness: 1\nEntry: %s\n' "$(central rev-parse "$AUDIT")" |
	as mallory git -C "$WITNESS" commit-tree -p witness 4b825dc642cb6eb9a060e54bf8d69288fbee4904)"
witnesses 1
has "the alarm" "$OUT" "the end of this log, $(log_note), was not written by this witness: "
asked 1
has "what the school finds" "$OUT" "$(log_note) a note that no witness has signed: "
has "what counts is the note before" "$OUT" "witnessed up to $(short) by school"

it "refuse: the log of the witness is rewound"
witnesses 0
asked 0
git -C "$WITNESS" update-ref refs/heads/witness witness~
asked 1
has "what the school finds" "$OUT" "a note that the witness's log had the last time is not in it: that log was rewritten or rewound"
asked 1
witnesses 1
has "the alarm" "$OUT" "this clone has copied the audit up to $(short), and the log of this witness says $(short "$AUDIT~2"): one of them was changed"

it "refuse: the log of the witness is gone"
asked 0
git -C "$WITNESS" update-ref -d refs/heads/witness
asked 2
has "what the school reads" "$OUT" "sluis: there is no refs/heads/witness in $WITNESS"

# forged SED: the newest note, changed under its signature.
forged() {
	git -C "$WITNESS" update-ref refs/heads/witness "$(git -C "$WITNESS" cat-file commit witness | sed "$1" |
		git -C "$WITNESS" hash-object -t commit -w --stdin)"
}

it "refuse: a note of other words than were signed"
forged "s/^Entry: .*/Entry: $(central rev-parse "$AUDIT")/"
asked 1
has "what the school finds" "$OUT" "$(log_note) a note that no witness has signed: "
has "what counts is the note before" "$OUT" "witnessed up to $(short "$AUDIT~4") by school"
witnesses 1

it "refuse: a note without words"
forged "s/^Entry: .*/Entry: none/"
asked 1
has "what the school finds" "$OUT" "note $(log_note) of the witness: it is not what a witness writes"
has "what counts" "$OUT" "nothing is witnessed: no note is signed by a witness"
witnesses 1

it "refuse: a key that is not in the file"
git -C "$WITNESS" config sluis.witnessKey "$T/world/mallory-key"
witnesses 2
has "what it says" "$OUT" "sluis: $T/world/mallory-key signs, and its signature is none of this witness: "
cp "$SIGNERS" "$T/world/signers/mallory"
echo "mallory namespaces=\"sluis-witness\" $(cut -d ' ' -f 1,2 "$T/world/mallory-key.pub")" >>"$T/world/signers/mallory"
git -C "$WITNESS" config sluis.witnessSigners "$T/world/signers/mallory"
witnesses 0
asked 1
has "what the school finds" "$OUT" "$(log_note) a note that no witness has signed: "
has "what the school calls witnessed" "$OUT" "witnessed up to $(short "$AUDIT~2") by school"

it "refuse: a key that the supplier has, for a witness"
ssh-keygen -q -y -f "$HOST_KEY" | sed 's/^/school namespaces="sluis-witness" /' >>"$SIGNERS"
asked 2
has "what it says" "$OUT" "gives a key to a witness that line 1 gives to another use: SHA256:"
witnesses 1

it "refuse: a key without a namespace is none of a witness"
sed -i 's/^school namespaces="sluis-witness"/school/' "$SIGNERS"
asked 0
hasnt "what it says" "$OUT" "witnessed"
witnesses 2

it "refuse: a revoked key"
cp "$T/world/school-key.pub" "$T/world/signers/revoked_keys"
asked 1
has "what the school finds" "$OUT" "$(log_note) a note that no witness has signed: "
has "what counts" "$OUT" "nothing is witnessed: no note is signed by a witness"
witnesses 1

it "accept: a key that expired later; refuse: one that had expired"
signers "valid-before=\"$(date -u -d '-20 days' +%Y%m%d)\""
asked 0
has "what counts" "$OUT" "witnessed up to $(short "$AUDIT~2") by school"
witnesses 2
signers "valid-before=\"$(date -u -d '-35 days' +%Y%m%d)\""
asked 1
has "what the school finds" "$OUT" "$(log_note) a note that no witness has signed: "
has "what counts" "$OUT" "witnessed up to $(short "$AUDIT~4") by school"

it "undecided: the clock of the witness runs back"
witnesses 0
before=$(log_note)
ago 2 witnesses 2
has "what it says" "$OUT" "sluis: the clock says "
has "what it says" "$OUT" "one of them is wrong"
is "the log" "$(log_note)" "$before"

it "refuse: a note that is dated before the one behind it"
at=$(date +%s -d '-60 days')
bytes=$(printf 'tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nparent %s\nauthor W <w> %s +0000\ncommitter W <w> %s +0000\n\nwitnessed\n\nWitness: 1\nEntry: %s\n' \
	"$(git -C "$WITNESS" rev-parse witness)" "$at" "$at" "$(central rev-parse "$AUDIT")"; echo .)
printf %s "${bytes%.}" >"$T/note"
ssh-keygen -q -Y sign -n sluis-witness -f "$T/world/school-key" "$T/note"
git -C "$WITNESS" update-ref refs/heads/witness "$({ sed '/^$/,$d' "$T/note"; sed '1s/^/gpgsig /;2,$s/^/ /' "$T/note.sig"; sed -n '/^$/,$p' "$T/note"; } |
	git -C "$WITNESS" hash-object -t commit -w --stdin)"
rm "$T/note.sig"
asked 1
has "what the school finds" "$OUT" "the clock of the witness ran back: the note behind it is of an earlier time"

it "undecided: the supplier does not answer"
printf '%s\n' '#!/bin/sh' 'exec sleep 600' >"$T/world/hangs"
chmod 755 "$T/world/hangs"
git -C "$WITNESS" config core.sshCommand "$T/world/hangs"
git -C "$WITNESS" config sluis.fetchSeconds 1
git -C "$WITNESS" remote set-url origin ssh://nobody@supplier.example.org/central
SECONDS=0
witnesses 2
has "what it says" "$OUT" "sluis: origin gave no answer in time"
is "whether it took long" "$((SECONDS > 20))" 0
RC=0
OUT=$(cd "$SCHOOL" && git config core.sshCommand "$T/world/hangs" && git config sluis.fetchSeconds 1 &&
	"$SLUIS_BUILD/git-sluis" audit verify --against ssh://nobody@supplier.example.org/witness --signers "$SIGNERS" 2>&1) || RC=$?
is "the exit code for a witness that does not answer" "$RC" 2
has "what it says" "$OUT" "gave no answer in time"

it "undecided: the supplier sends more than there can be"
git -C "$WITNESS" config sluis.fetchBytes 200000
central update-ref "$AUDIT" "$(head -c 3000000 /dev/urandom | git -C "$CENTRAL" hash-object -w --stdin |
	sed 's/^/100644 blob /;s/$/\tverdict.txt/' | git -C "$CENTRAL" mktree |
	as mallory xargs -I{} git -C "$CENTRAL" commit-tree -p "$AUDIT" -m large {})"
before=$(log_note)
witnesses 2
has "what it says" "$OUT" "sluis: origin cannot be read: "
is "the log" "$(log_note)" "$before"
for each in "$WITNESS"/objects/pack/tmp_pack_*; do
	touch -d '-2 hours' "$each" 2>"$T/null" || :
done
witnesses 2
is "what is left on its disk" "$(find "$WITNESS/objects/pack" -name 'tmp_pack_*' | wc -l | grep -x '[01]')" \
	"$(find "$WITNESS/objects/pack" -name 'tmp_pack_*' | wc -l)"

it "undecided: the supplier cannot be reached"
mv "$CENTRAL" "$CENTRAL.gone"
witnesses 2
has "what it says" "$OUT" "sluis: origin cannot be read: "

it "refuse: objects that replace others, and grafts, in the clones"
old=$(central rev-parse "$AUDIT")
rewritten 's/^Pusher: noor$/Pusher: jan/'
new=$(central rev-parse "$AUDIT")
git -C "$CENTRAL" update-ref refs/old "$old"
for each in "$WITNESS" "$SCHOOL"; do
	git -C "$each" fetch -q "$CENTRAL" "$AUDIT:refs/replace/$old" "refs/old:refs/replace/$new"
	mkdir -p "$each/info"
	echo "$new $old" >"$each/info/grafts"
done
asked 2
has "what the school is told" "$OUT" "sluis: the repository has grafts, so its history cannot be judged"
witnesses 2
rm "$WITNESS/info/grafts" "$SCHOOL/info/grafts"
asked 1
has "what the school finds" "$OUT" "that the audit does not have: rewritten or rewound after"
witnesses 1
has "the alarm" "$OUT" "the audit was rewritten after"

it "undecided: no key, or no file of keys"
git -C "$WITNESS" config --unset sluis.witnessKey
witnesses 2
has "what it says" "$OUT" "sluis: this clone names no key of a witness"
git -C "$WITNESS" config sluis.witnessKey "$T/world/school-key"
git -C "$WITNESS" config --unset sluis.witnessSigners
witnesses 2
has "what it says" "$OUT" "sluis: this clone names no signers of a witness"
git -C "$WITNESS" config sluis.witnessSigners "$SIGNERS"
chmod 644 "$T/world/school-key"
witnesses 2
has "what it says" "$OUT" "sluis: $T/world/school-key is open to others (mode 0644)"
has "what to do" "$OUT" "fix: look at the key that sluis.witnessKey names in this clone"

it "undecided: a file of keys that others can write"
chmod 666 "$SIGNERS"
asked 2
has "what it says" "$OUT" "is writable by everyone"

it "accept: in the clone of the witness itself"
RC=0
OUT=$(cd "$WITNESS" && "$SLUIS_BUILD/git-sluis" audit verify 2>&1) || RC=$?
is "the exit code of audit verify" "$RC" 0
has "what it says" "$OUT" "witnessed up to $(short "$AUDIT~2") by school"

it "accept: the config names the witness"
git -C "$SCHOOL" remote add witness "$WITNESS"
git -C "$SCHOOL" config sluis.witnessSigners "$SIGNERS"
school 0
has "what it says" "$OUT" "witnessed up to $(short "$AUDIT~2") by school"
# reports EXIT-CODE [OPTION]...: the school's report.
reports() {
	RC=0
	OUT=$(cd "$SCHOOL" && "$SLUIS_BUILD/git-sluis" report "${@:2}" 2>&1) || RC=$?
	is "the exit code of report" "$RC" "$1"
	[ "$RC" = "$1" ] || wrong "$OUT"
}
reports 0
has_words "what the report says" "$(tr -d '\n' <<<"$OUT")" "witnessed up to $(short "$AUDIT~2") by school at "
reports 0 --format json
keep_json "$OUT"
has "in JSON" "$OUT" '"witnessed"'
rewritten 's/^Pusher: noor$/Pusher: jan/'
school 1
has "what it says" "$OUT" "that the audit does not have: rewritten or rewound after"
reports 1 --language nl
has_words "what the report says" "$(tr -d '\n' <<<"$OUT")" "en die de audittrail niet heeft: herschreven of teruggezet na $(short "$AUDIT~4")"
has_words "what the report says" "$(tr -d '\n' <<<"$OUT")" "er is van niets getuigd: school zag"
git -C "$SCHOOL" config --unset sluis.witnessSigners
reports 0
hasnt "what the report says" "$OUT" "witnessed up to"
reports 1 --against "$WITNESS" --signers "$SIGNERS"
reports 1 --against "$WITNESS" --signers "$SIGNERS" --format csv
has "in CSV" "$OUT" '"finding"'
mv "$WITNESS" "$WITNESS.gone"
reports 2 --against "$WITNESS" --signers "$SIGNERS"
has "a witness that is not there" "$OUT" "cannot be read: "

finish
