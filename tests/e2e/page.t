#!/bin/bash
# git sluis page: what is signed, in plain words, for people who do not know git: as a page, and as a text for a mail.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
proof_by_signature
people_commands
high_impact
world_keep

# page PERSON ARGUMENT...: the page in $T/page, without its style in OUT.
page() {
	sluis "$1" page "${@:2}"
	printf '%s\n' "$OUT" >"$T/page"
	OUT=$(sed '/^<style>$/,/^<\/style>$/d' "$T/page")
}

# from FILE KEY: a time of a record.
from() {
	sed -n "s/^$2 = //p" "$DOSSIERS/$READY/$1"
}

it "as a text: what changes, how it was tested, what somebody answers for, when, and who signs"
sluis els page "$READY" --format text
did "page"
is "the text" "$OUT" "Promotion $READY to production

What changes
  candidate: $(title acceptance)
  areas: db/ (1 file), src/ (1 file)
  impact: high, since db/schema.sql matches db/**

What production does not have yet
  - $(git -C "$CLONE" log -1 --format='%s (%h by Dirk Visser, %as)' acceptance)
  - $(git -C "$CLONE" log -1 --format='%s (%h by Dirk Visser, %as)' acceptance~)

What was tested
  test: passed, by Tess Bos, 2026-01-20T08:00:00Z to
        2026-01-20T10:30:00Z
  - AC-1: A pupil sees only his own marks: passed
      $READY/ac-1.log
  - AC-2: The report prints within 10 seconds: no result (not required)

Old and new side by side
  the same: 999 of 1000, $(from parallel-run.ini started) to $(from parallel-run.ini finished)
  - D-1: One mark is rounded up

What somebody answers for with their own name
  different: D-1, by Els de Vries: The old one was wrong

When and how
  window: $(from plan.ini window-start) to $(from plan.ini window-end)
  performed by: Noor Kaya
  way back: git revert, and the backup of last night
  who is told: Mail to all schools the day before
  - 1. Stop the queue (Noor Kaya)
  - 2. Push the merge (Jan Bakker)

Who signs
  users: still to sign: Kim Jansen
  system-owner: still to sign: Els de Vries
  operations: still to sign: Noor Kaya or Jan Bakker

What is not right yet
  - $READY/parallel-run.ini: difference 'D-1' was accepted by 'els',
    who gave no sign-off of this promotion that names the record

The files that a signature names
$(for each in acceptance.ini criteria.ini parallel-run.ini plan.ini; do
	printf '  - %s sha256:%.12s...\n' "$READY/$each" "$(digest "$READY/$each")"
done)

Who can act now, and how
  - Kim Jansen
       git sluis sign $CENTRAL $READY --role key-user
  - Els de Vries
       git sluis sign $CENTRAL $READY --role system-owner
  - Noor Kaya or Jan Bakker
       git sluis sign $CENTRAL $READY --role operator"
text=$OUT

it "what is signed reads the same, up to the question"
sluis els sign "$READY"
is "the exit code" "$RC" 1
is "what els reads" "$(sed '1d;/^Put your name/d' <<<"$OUT")" "$(sed '1d;/^Who can act/,$d' <<<"$text")"

it "each command of it signs, pasted by who is named"
while read -r _ _ verb url id role name; do
	case $name in
	key-user) who=kim ;;
	system-owner) who=els ;;
	*) who=jan ;;
	esac
	sluis "$who" "$verb" "$url" "$id" "$role" "$name" --yes
	did "sign by $who"
done < <(grep '^ *git sluis sign ' <<<"$text")
sluis noor page "$READY" --format text
did "page"
has "who signed" "$OUT" "
Who signs
  users: signed by Kim Jansen, "
hasnt "the text" "$OUT" "What is not right yet"
has "what is next" "$OUT" "
Who can act now, and how
  - Noor Kaya
       git sluis promote $CENTRAL $READY"
sluis noor promote "$READY"
did "promote"
sluis noor page "$READY" --format text
did "page"
has "what it is now" "$OUT" "! PROMOTED ALREADY, with the merge $(tip production | cut -c 1-7)"

it "as a page: one file without script, for a phone, dark too, with the log in it"
page els "$READY"
did "page"
is "the kind of file" "$(head -c 15 "$T/page")" "<!DOCTYPE html>"
is "what it loads or runs" "$(grep -ciE '<script|<link|<img|<iframe| src=| on[a-z]+=|@import|url\(' "$T/page" || true)" 0
has "what it may load" "$OUT" "default-src 'none'"
has "on a phone" "$OUT" '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
has "in the dark" "$(cat "$T/page")" "prefers-color-scheme:dark"
has "the title" "$OUT" "<h1>Promotion $READY to production</h1>"
has "a fact" "$OUT" '<tr><th scope="row">impact</th><td>high, since db/schema.sql matches db/**</td></tr>'
has "a criterion and its log" "$OUT" "<li>AC-1: A pupil sees only his own marks: passed</li>
</ul>
<details><summary><code>$READY/ac-1.log</code></summary>
<pre>$READY: 12 tests, all good
</pre>
</details>"
has "a command" "$OUT" "<li>Kim Jansen</li>
</ul>
<pre>git sluis sign $CENTRAL $READY --role key-user</pre>"
is "its markup" "$(sed 's/<!DOCTYPE html>//' "$T/page" | perl -0ne 'my @open;
	while (m{<(/?)(\w+)([^>]*?)(/?)>}g) { next if $4; $1 ? (pop(@open) eq $2 or print "not closed: $2\n") : push @open, $2 }
	print "open: @open\n" if @open')" ""

it "in Dutch, where that is asked, or the policy says so"
page els "$READY" --language nl
did "page"
has "the language" "$OUT" '<html lang="nl">'
has "the title" "$OUT" "<h1>Promotie $READY naar production</h1>"
has "a heading" "$OUT" "<h2>Wat er getest is</h2>"
has "a criterion" "$OUT" "<li>AC-2: The report prints within 10 seconds: geen uitslag (niet verplicht)</li>"
policy '/^version = /a language = nl'
sluis els page "$READY" --format text
has "the text" "$OUT" "
Wanneer en hoe
  tijdvenster: "
sluis els page "$READY" --format text --language en
has "the text" "$OUT" "
When and how
  window: "

it "hostile: what commits and records say is text, and names stay as they are written"
change dirk 'src/<b>.c' $'Pay <script>alert(1)</script> \e[2J & "more"'
on_acceptance
dossier "$READY" acceptance
criteria 's/^description = A pupil.*/description = Zoë sees <i>her<\/i> marks/'
printf '\033[31mred <b>\n' >"$DOSSIERS/$READY/ac-1.log"
record "s|^log = .*|log = $(link "$READY/ac-1.log")|"
evidence tess
plan "$READY" acceptance
planned
page els "$READY" --candidate "$(oid acceptance)"
did "page"
has "the commit" "$OUT" 'Pay &lt;script&gt;alert(1)&lt;/script&gt; \x1b[2J &amp; &quot;more&quot;'
has "the criterion" "$OUT" "AC-1: Zoë sees &lt;i&gt;her&lt;/i&gt; marks: passed"
has "the log" "$OUT" '<pre>\x1b[31mred &lt;b&gt;'
hasnt "the page" "$OUT" "<script"
hasnt "the page" "$(cat "$T/page")" $'\e'
sluis els page "$READY" --candidate "$(oid acceptance)" --format text
has "the criterion" "$OUT" "AC-1: Zoë sees <i>her</i> marks: passed"
hasnt "the text" "$OUT" $'\e'

it "hostile: an author with a tab in the name puts no title in the place of another"
NAME[dirk]=$'Dirk\tHarmless'
change dirk src/tab.c "Steal"
NAME[dirk]="Dirk Visser"
on_acceptance
sluis els page "$READY" --candidate "$(oid acceptance)" --format text
has "the commit" "$OUT" "  - Steal ($(short acceptance) by Dirk\\x09Harmless, "

it "no password of the address goes into a page"
cat >"$T/ssh" <<-'END'
	#!/bin/bash
	eval "${!#}"
END
chmod 755 "$T/ssh"
git -C "$CLONE" remote set-url origin "ssh://noor:S3cret@git.example.org$CENTRAL"
git -C "$CLONE" config core.sshCommand "$T/ssh"
git -C "$CLONE" config user.email els@example.org
git -C "$CLONE" config user.name "Els de Vries"
RC=0
OUT=$(cd "$CLONE" && "$SLUIS_BUILD/git-sluis" page "$READY" --format text 2>&1) || RC=$?
did "page"
has "the command" "$OUT" "git sluis sign ssh://noor@git.example.org$CENTRAL $READY --role "
hasnt "the page" "$OUT" "S3cret"

it "a log that is other than what was linked is said to be, and not shown"
echo "one more line" >>"$DOSSIERS/$READY/ac-1.log"
evidence tess "Another log"
given promotions
page els "$READY"
did "page"
has "the log" "$OUT" "<p class=\"small\"><code>$READY/ac-1.log: "
hasnt "the log" "$OUT" "one more line"

it "what cannot be asked"
sluis els page
is "the exit code" "$RC" 129
sluis els page a b c
is "the exit code" "$RC" 129
sluis els page ../etc
failed 1 "'../etc' is no id of a promotion"
sluis els page "$READY" --format pdf
is "the exit code" "$RC" 129

finish
