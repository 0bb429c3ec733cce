#!/bin/bash
# git sluis compare: what old and new put out, and the record of it.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
high_impact
rm "$DOSSIERS/$READY/parallel-run.ini"
evidence tess
given promotions
git -C "$CLONE" remote add origin "$CENTRAL"
world_keep
SINCE=$(moment "9 days ago")
OLD=$T/world/old NEW=$T/world/new

# by PERSON COMMAND...: in the clone.
by() {
	RC=0
	OUT=$(cd "$CLONE" && GIT_AUTHOR_NAME=${NAME[$1]} GIT_AUTHOR_EMAIL=$1@example.org GIT_COMMITTER_NAME=${NAME[$1]} \
		GIT_COMMITTER_EMAIL=$1@example.org SLUIS_TEST_PUSHER=$1 "${@:2}" 2>&1 </dev/null) || RC=$?
}

# compared ARGUMENT...: tess compares the two folders.
compared() {
	by tess "$SLUIS_BUILD/git-sluis" compare "$OLD" "$NEW" --promotion "$READY" --started "$SINCE" "$@"
}

# explained [SED-EXPRESSION]: els accepts the differences of the draft, and tess brings it in.
explained() {
	sed -i -e 's/^accepted-by =$/accepted-by = els/; s/^reason =$/reason = The old one was wrong/' -e "${1:-}" "$CLONE/parallel-run.ini"
	by tess "$SLUIS_BUILD/git-sluis" compare --record parallel-run.ini --promotion "$READY" --push
}

# merged: the promotion with the trailer that the command gave.
merged() {
	promotion drop Parallel-Run add "$(sed -n '/^Parallel-Run: /p' <<<"$OUT")"
}

# outputs: three files on either side, the same.
outputs() {
	local each

	for each in "$OLD" "$NEW"; do
		mkdir -p "$each/class/3a"
		printf 'one\ntwo\nthree\n' >"$each/marks.txt"
		printf 'a\0b\0c' >"$each/class/photo.bin"
		echo "3a" >"$each/class/3a/list;x.txt"
	done
}

it "accept: all is identical, and the record passes the gate"
outputs
compared --push
is "the exit code" "$RC" 0
has "what tess reads" "$OUT" "old $(tip production | cut -c 1-7), new $(short acceptance)"
has "what tess reads" "$OUT" "3 compared: 3 identical, 0 different, 0 missing on one side"
is "the evidence on the server" "$(tip promotions)" "$(oid promotions)"
record=$(git -C "$CLONE" cat-file blob "promotions:$READY/parallel-run.ini")
has "the record" "$record" "old = $(tip production)"
has "the record" "$record" "new = $(oid acceptance)"
has "the record" "$record" "started = $SINCE"
has "the record" "$record" "compared = 3"
has "the record" "$record" "identical = 3"
merged
push_as noor production
accepted "$(promoted)"

it "refuse: it began before the candidate came to acceptance, which compare says as well"
change dirk db/more.sql
tess_accepts
at=$(moment "@$(git -C "$CENTRAL" log -1 --format=%ct refs/sluis/audit)")
outputs
compared --push
is "the exit code" "$RC" 1
has "what tess reads" "$OUT" "it began at $SINCE, and $(short acceptance) came to refs/heads/acceptance at $at (the server's clock)"
has "what tess reads" "$OUT" "do it over with what is there now: the gate refuses this record"
is "nothing was sent" "$(tip promotions)" "$(oid promotions)"
printf 'other\n' >"$NEW/marks.txt"
compared
is "the exit code" "$RC" 1
[ ! -e "$CLONE/parallel-run.ini" ] || wrong "a draft was made"

it "accept: differences are listed, explained and brought in"
outputs
printf 'one\n2\nthree\n' >"$NEW/marks.txt"
printf 'a\0b\0d' >"$NEW/class/photo.bin"
rm "$NEW/class/3a/list;x.txt"
echo "new" >"$NEW/class/extra.txt"
compared
is "the exit code" "$RC" 0
has "what tess reads" "$OUT" "D-1  class/3a/list;x.txt is not in new
D-2  class/extra.txt is not in old
D-3  class/photo.bin differs at byte 5
D-4  marks.txt differs in line 2
       old: two
       new: 2
4 compared: 0 identical, 2 different, 2 missing on one side"
has "what tess reads" "$OUT" "wrote parallel-run.ini: somebody who signs off fills in 'accepted-by' and 'reason' of each"
is "the server has nothing new" "$(tip promotions)" "$(oid promotions)"
explained
is "the exit code" "$RC" 0
has "the record" "$(git -C "$CLONE" cat-file blob "promotions:$READY/parallel-run.ini")" "[difference \"D-1\"]
description = class/3a/list\\x3bx.txt is not in new
accepted-by = els
reason = The old one was wrong"
merged
push_as noor production
accepted "$(promoted)"

it "accept: signed pushes alone are taken, and this one is signed"
signed_pushes tess
outputs
compared --push
is "the exit code" "$RC" 0
is "the evidence on the server" "$(tip promotions)" "$(oid promotions)"
has "the record" "$(git -C "$CENTRAL" cat-file blob "promotions:$READY/parallel-run.ini")" "identical = 3"

it "refuse: what the gate would refuse is not sent"
outputs
before=$(tip promotions)
by dirk "$SLUIS_BUILD/git-sluis" compare "$OLD" "$NEW" --promotion "$READY" --started "$SINCE" --push
is "the exit code" "$RC" 1
has "what dirk reads" "$OUT" "push-access  CH.06-9"
has "what dirk reads" "$OUT" "Nothing was sent."
hasnt "what dirk reads" "$OUT" "remote:"
is "the evidence on the server" "$(tip promotions)" "$before"

it "refuse: the draft is not explained"
outputs
echo more >>"$NEW/marks.txt"
compared
has "what tess reads" "$OUT" "D-1  marks.txt differs in line 4
       old: (end of the file)
       new: more"
by tess "$SLUIS_BUILD/git-sluis" compare --record parallel-run.ini --promotion "$READY" --push
is "the exit code" "$RC" 1
has "what tess reads" "$OUT" "'accepted-by' is empty"
has "what tess reads" "$OUT" "'reason' is empty"
compared
is "the exit code" "$RC" 2
has "a draft is not written over" "$OUT" "parallel-run.ini cannot be written: File exists"

it "refuse: a developer explained it, and the gate knows"
outputs
echo more >>"$NEW/marks.txt"
compared
explained 's/= els/= dirk/'
is "the exit code" "$RC" 0
merged
push_as noor production
refused production parallel-run
says parallel-run "$READY/parallel-run.ini: difference 'D-1' was accepted by 'dirk', who helped to make the change"

it "refuse: a record of another promotion"
outputs
echo more >>"$NEW/marks.txt"
compared
explained 's/^promotion = .*/promotion = 2026.10/'
is "the exit code" "$RC" 1
has "what tess reads" "$OUT" "the record is of promotion 2026.10"

it "refuse: it ran too short, and the gate knows"
outputs
by tess "$SLUIS_BUILD/git-sluis" compare "$OLD" "$NEW" --promotion "$READY" --started "$(moment "2 days ago")" --push
is "the exit code" "$RC" 0
merged
push_as noor production
refused production parallel-run
says parallel-run "lasted 2 whole days, and impact high asks 7"

it "never equal: symbolic links, pipes, and one file on both sides"
outputs
for each in "$OLD" "$NEW"; do
	ln -s "$OLD/marks.txt" "$each/link"
	mkfifo "$each/pipe"
done
ln "$OLD/marks.txt" "$OLD/same"
ln "$OLD/marks.txt" "$NEW/same"
compared
is "the exit code" "$RC" 0
has "what tess reads" "$OUT" "D-1  link is a symbolic link, which is not followed
D-2  pipe is not a regular file
D-3  same is one and the same file in both
6 compared: 3 identical, 3 different, 0 missing on one side"

it "never equal: a file and a folder, and a folder that is empty on one side"
outputs
rm "$NEW/marks.txt"
mkdir "$NEW/marks.txt" "$OLD/empty" "$OLD/both" "$NEW/both"
compared
has "what tess reads" "$OUT" "D-1  empty is not in new
D-2  marks.txt is a file in old, and a folder in new
4 compared: 2 identical, 1 different, 1 missing on one side"

it "never equal: a link in place of the folder"
outputs
mv "$NEW/class" "$NEW/real"
ln -s "$OLD/class" "$NEW/class"
compared
has "what tess reads" "$OUT" "class is a symbolic link, which is not followed"

it "never equal: huge files that differ in their last byte, and in length"
outputs
for each in "$OLD" "$NEW"; do
	truncate -s 2147483650 "$each/huge"
	truncate -s 1M "$each/longer"
done
printf x | dd of="$NEW/huge" bs=1 seek=2147483649 conv=notrunc 2>"$T/null"
truncate -s 1048577 "$NEW/longer"
compared
has "what tess reads" "$OUT" "D-1  huge differs at byte 2147483650
D-2  longer differs at byte 1048577"

it "undecided: a file that cannot be read, not by root either"
if [ -e /proc/sys/vm/compact_memory ]; then
	mkdir "$NEW"
	touch "$NEW/compact_memory"
	OLD=/proc/sys/vm compared
	is "the exit code" "$RC" 2
	has "what tess reads" "$OUT" "compact_memory cannot be opened: Permission denied"
	is "the record" "$(find "$CLONE" -name parallel-run.ini)" ""
else
	skip "there is no such file"
	is "the file" "$(find /proc/sys/vm -name compact_memory)" ""
fi

it "undecided: nothing to compare, one folder twice, a folder that is none"
mkdir "$OLD" "$NEW"
compared
is "the exit code" "$RC" 2
has "what tess reads" "$OUT" "nothing is in $OLD and $NEW"
outputs
ln -s "$OLD" "$T/world/again"
by tess "$SLUIS_BUILD/git-sluis" compare "$OLD" "$T/world/again" --promotion "$READY" --started "$SINCE"
is "the exit code" "$RC" 1
has "what tess reads" "$OUT" "are one and the same folder"
by tess "$SLUIS_BUILD/git-sluis" compare "$OLD" "$OLD/marks.txt" --promotion "$READY" --started "$SINCE"
is "the exit code" "$RC" 2
has "what tess reads" "$OUT" "marks.txt cannot be opened as a folder: Not a directory"

it "refuse: more differences than anybody explains"
outputs
for i in {1..501}; do
	echo "$i" >"$NEW/$i"
done
compared
is "the exit code" "$RC" 2
has "what tess reads" "$OUT" "more than 500 files differ"

it "names and lines from outside are shown as text"
outputs
name=$(printf 'red\033[31m\nline')
printf 'x\033[2Jy\n' >"$OLD/$name"
printf 'x\302\233y\n' >"$NEW/$name"
compared
has "what tess reads" "$OUT" 'D-1  red\x1b[31m\x0aline differs in line 1
       old: x\x1b[2Jy
       new: x\xc2\x9by'
has "the draft" "$(cat "$CLONE/parallel-run.ini")" 'description = red\x1b[31m\x0aline differs in line 1'

it "a run without a beginning, or a time without a zone"
outputs
by tess "$SLUIS_BUILD/git-sluis" compare "$OLD" "$NEW" --promotion "$READY"
is "the exit code" "$RC" 129
has "what tess reads" "$OUT" "usage: git sluis compare OLD_DIR NEW_DIR --promotion ID --started TIME"
by tess "$SLUIS_BUILD/git-sluis" compare "$OLD" "$NEW" --promotion "$READY" --started 2026-11-01T10:00:00
is "the exit code" "$RC" 1
has "what tess reads" "$OUT" "--started '2026-11-01T10:00:00' is no time with a zone"

finish
