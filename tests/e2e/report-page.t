#!/bin/bash
# The report as a page: a table of contents, what is asked for when it is asked for, and a page that 200 promotions do not burst.
# The page itself was looked at in a browser; here is what a browser is not needed for.
# shellcheck disable=SC2016
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=tests/e2e/season.sh
. "$E2E/season.sh"
world_make
season_arm
season_push tess promotions
promotion by noor
season_push noor production
world_keep

# years N: a copy of the audit alone, with so many promotions more, like the one that went in, each with its outcome; the last one
# has not met complete.
years() {
	local verdict moved tree old new i entry at

	git init -q "$T/auditor"
	git -C "$T/auditor" fetch -q "$CENTRAL" refs/sluis/audit:refs/sluis/audit
	moved=$(git -C "$T/auditor" log -1 --format=%B refs/sluis/audit)
	verdict=$(git -C "$T/auditor" log -1 --format=%B refs/sluis/audit~1)
	tree=$(git -C "$T/auditor" rev-parse "refs/sluis/audit~1^{tree}")
	entry=$(git -C "$T/auditor" rev-parse refs/sluis/audit)
	old=$(oid production)
	at=$(date +%s)
	for ((i = 1; i <= $1; i++)); do
		new=$(printf '%040x' "$i")
		at=$((at + 86400))
		[ "$i" != "$1" ] || verdict=$(sed -E 's/ complete / /; s/^Met: /Unmet: complete\n&/' <<<"$verdict")
		entry=$(sed -E "s/^(Old: |Old:).*/\1$old/; s/^(New: |Step: ).*/\1$new/; s/^Promotion: .*/Promotion: r$i/" <<<"$verdict" |
			GIT_COMMITTER_DATE="$at +0000" as_sluis "$tree" "$entry")
		entry=$(sed -E "s/^Old: .*/Old: $old/; s/^New: .*/New: $new/; s/^Verdict: .*/Verdict: $entry/" <<<"$moved" |
			GIT_COMMITTER_DATE="$at +0000" as_sluis 4b825dc642cb6eb9a060e54bf8d69288fbee4904 "$entry")
		old=$new
	done
	git -C "$T/auditor" update-ref refs/sluis/audit "$entry"
}

# as_sluis TREE PARENT < MESSAGE
as_sluis() {
	GIT_AUTHOR_NAME=Sluis GIT_AUTHOR_EMAIL=sluis@localhost GIT_COMMITTER_NAME=Sluis GIT_COMMITTER_EMAIL=sluis@localhost \
		GIT_AUTHOR_DATE=$GIT_COMMITTER_DATE git -C "$T/auditor" commit-tree "$1" -p "$2"
}

# page [OPTION]...: in $T/out.
page() {
	status=0
	(cd "$T/auditor" && "$SLUIS_BUILD/git-sluis" report --format html "$@") >"$T/out" 2>"$T/err" || status=$?
}

# dangling: links to what is not on the page, and names that two things have.
dangling() {
	perl -0ne 'my %n; $n{$1}++ while / id="([^"]*)"/g; my %bad;
		while (/ href="([^"]*)"/g) { my $to = $1; $bad{$to} = 1 unless $to =~ s/^#// && $n{$to} }
		print "nowhere: $_\n" for sort keys %bad; print "twice: $_\n" for grep { $n{$_} > 1 } sort keys %n' "$T/out"
}

count() {
	grep -oF -- "$1" "$T/out" | wc -l
}

it "200 promotions: one page, of which each part is found"
years 199
page
is "the exit code" "$status" 0
is "what it complains of" "$(cat "$T/err")" ""
is "the promotions" "$(count '<section class="promotion" id="p')" 200
is "links to each" "$(grep -oE '<li><a href="#p[0-9]+">[^<]*</a></li>' "$T/out" | grep -cE '>(2026.11|r[0-9]+)<')" 200
is "links that lead nowhere" "$(dangling)" ""
is "the sections" "$(grep -oE '^<li class="cap"><a href="#[a-z]+">' "$T/out" | grep -oE '#[a-z]+' | tr '\n' ' ')" \
	"#exceptions #timeline #population #policies #promotions #rules "
is "scripts and what is fetched" "$(grep -oiE '<(script|link|img|iframe|object|embed|form)|[" ](src|on[a-z]+)=|url\(|@import|https?:' "$T/out" || true)" ""
is "is it less than 8 MB" "$(($(wc -c <"$T/out") < 8000000))" 1

it "200 promotions: their proof is shut, with the evidence in it, and shut things are not printed"
is "open proof" "$(count '<details open="open"><summary>facts, people')" 0
is "shut proof" "$(count '<details><summary>facts, people')" 200
is "the log of each" "$(count '<pre>2026.11: 12 tests, all good')" 200
has "the way to paper" "$(cat "$T/out")" "section>details:not([open]),div>details:not([open]){display:none}"
has "the dark" "$(cat "$T/out")" "@media screen and (prefers-color-scheme:dark){"

it "200 promotions: what is not met is said without opening anything, and leads to what is asked"
is "the last" "$(sed -n '/id="p200"/,/<details/p' "$T/out" | grep -c 'class="sign s5" title="What was accepted went over, completely: NOT MET">8 ! NOT MET<')" 1
has "the way from a criterion" "$(sed -n '/id="p200"/,$p' "$T/out")" '<a href="#c8">8</a>'
has "from an exception to its promotion" "$(sed -n '/id="trailer-only"/,/<\/details>/p' "$T/out")" '<a href="#p200">production r199</a>'

it "200 promotions, in Dutch"
page --language nl
is "links that lead nowhere" "$(dangling)" ""
has "the contents" "$(cat "$T/out")" '<nav aria-label="inhoud">'
has "the proof" "$(cat "$T/out")" "<summary>feiten, mensen en het bewijs van elk criterium</summary>"

it "a sample: its proof is open, and nothing leads to what is not shown"
page --sample 25 --seed 4711
is "the promotions" "$(count '<section class="promotion" id="p')" 25
is "links to each" "$(grep -cE '^<li><a href="#p[0-9]+">' "$T/out")" 25
is "links that lead nowhere" "$(dangling)" ""
is "open proof" "$(count '<details open="open"><summary>facts, people')" 25
has "the contents" "$(cat "$T/out")" '<a href="#sample">'

it "an audit without a promotion"
page --to 2020-01-01
is "links that lead nowhere" "$(dangling)" ""
hasnt "the contents" "$(cat "$T/out")" "#timeline"

it "evidence: what is markup or turns text around is neither"
git -C "$T/auditor" ls-tree -r refs/sluis/audit~1 >"$T/tree"
evil=$(printf '<script>alert(1)</script>\n</pre><b>\x1b[31m\xe2\x80\xae\xff&amp;\n' | git -C "$T/auditor" hash-object -w --stdin)
sed -E "s/blob [0-9a-f]*(.*$(digest 2026.11/ac-1.log))/blob $evil\1/" "$T/tree" >"$T/tree2"
tree=$(GIT_INDEX_FILE=$T/index git -C "$T/auditor" update-index --index-info <"$T/tree2" && GIT_INDEX_FILE=$T/index git -C "$T/auditor" write-tree)
verdict=$(git -C "$T/auditor" log -1 --format=%B refs/sluis/audit~1)
entry=$(echo "${verdict/Promotion: r199/Promotion: evil}" |
	GIT_COMMITTER_DATE="$(date +%s) +0000" as_sluis "$tree" refs/sluis/audit~1)
git -C "$T/auditor" update-ref refs/sluis/audit "$entry"
page --promotion evil
has "the log" "$(cat "$T/out")" '<pre>&lt;script&gt;alert(1)&lt;/script&gt;
&lt;/pre&gt;&lt;b&gt;\x1b[31m\xe2\x80\xae\xff&amp;amp;'

finish
