#!/bin/bash
# A report that leaves the house: 25 promotions that anybody verifies with git, ssh-keygen and sha256sum alone.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=tests/e2e/season.sh
. "$E2E/season.sh"
world_make
season_arm
proof_by_signature
policy '/^push = /d'
policy_add '[target "web"]' 'environment = production' 'within-days = 365'
season_push tess promotions

# pushed PERSON REFSPEC...: in one push, which goes in; a signature that was not verified in time is asked again.
pushed() {
	local try

	for try in 1 2 3 4 5; do
		! SLUIS_TEST_PUSHER=$1 git -C "$CLONE" push -q "$CENTRAL" "${@:2}" >"$T/answer" 2>&1 || return 0
	done
	cat "$T/answer" >&2
	return "$try"
}

# goes_over ID: a release from its commit to production, in as few pushes as the gate takes.
goes_over() {
	READY=$1
	on development
	change dirk "src/$1.c" "Work for $1"
	branch test development
	branch acceptance development
	dossier "$1" acceptance
	[ "$1" != 2026.02 ] || cat "$T/hostile.log" >>"$DOSSIERS/$1/ac-1.log"
	evidence_commit tess "Criteria of $1" "$1/criteria.ini"
	pushed tess --atomic development test acceptance promotions
	sed -i "s/^\(started\|finished\) = .*/\1 = $(date -u +%Y-%m-%dT%H:%M:%SZ -d "1 second")/" "$DOSSIERS/$1/acceptance.ini"
	sed -i "s/sha256:[0-9a-f]*/sha256:$(digest "$1/ac-1.log")/;s/^criteria = \(.*\) sha256:.*/criteria = \1 sha256:$(digest "$1/criteria.ini")/" "$DOSSIERS/$1/acceptance.ini"
	evidence tess "Acceptance of $1"
	pushed tess promotions
	while [[ $(date -u +%Y-%m-%dT%H:%M:%SZ) < $(sed -n 's/^finished = //p' "$DOSSIERS/$1/acceptance.ini") ]]; do
		sleep 0.1
	done
	while read -r who role; do
		signoff "$who" "$role"
		pushed "$who" "signoffs/$who:refs/signoffs/$1/$role/$who"
	done <<<$'kim key-user\nels system-owner\njan operator'
	promotion id "$1"
	pushed noor production
}

# deployed ID: noor records that it runs.
deployed() {
	mkdir -p "$DOSSIERS/$1/deployment"
	printf '%s\n' "[deployment]" "promotion = $1" "commit = $(tip production)" "tree = $(oid "production^{tree}")" "target = web" \
		"started = $(moment now)" "finished = $(moment now)" "executed-by = noor" "outcome = done" "method = tree" "differing = 0" \
		>"$DOSSIERS/$1/deployment/web.ini"
	evidence_commit noor "Deployment of $1" "*web.ini"
	pushed noor promotions
}

# What people write is no markup, no escape and no path.
printf 'AC-1: passed <script>alert(1)</script> \033[31mred\n' >"$T/hostile.log"
for i in {01..26}; do
	goes_over "2026.$i"
	[ "$i" != 01 ] || deployed "2026.$i"
done
world_keep
AUDIT=refs/sluis/audit
OUT_DIR=$T/world/export
NOTHING_ELSE=$T/tools
mkdir "$NOTHING_ELSE"
for tool in git ssh-keygen sha256sum; do
	ln -s "$(command -v $tool)" "$NOTHING_ELSE/$tool"
done
NETLESS=
! unshare -rn true 2>"$T/null" || NETLESS=$(command -v unshare)

# exports EXIT-CODE [OPTION]...: by an auditor who fetched the audit alone, or in IN.
exports() {
	local want=$1

	shift
	if [ ! -e "$T/world/auditor" ]; then
		git init -q "$T/world/auditor"
		git -C "$T/world/auditor" fetch -q "$CENTRAL" $AUDIT:$AUDIT
	fi
	RC=0
	SAID=$(cd "${IN:-$T/world/auditor}" && "$SLUIS_BUILD/git-sluis" report --export "$OUT_DIR" --environment production "$@" 2>&1) || RC=$?
	is "the exit code of the export" "$RC" "$want"
	[ "$RC" = "$want" ] || wrong "$SAID"
}

# verifies EXIT-CODE [OPTION]...: on a machine with these three programs and a shell, and no network; it writes no file.
verifies() {
	local want=$1

	shift
	RC=0
	# shellcheck disable=SC2016
	SAID=$(env -i PATH="$NOTHING_ELSE" "${NETLESS:-/usr/bin/env}" ${NETLESS:+-rn} "${SHELL_OF:-/bin/sh}" -c 'ulimit -f 0; . "$0"' \
		"${SCRIPT:-$OUT_DIR/verify.sh}" "$@" 2>&1) || RC=$?
	is "the exit code of verify.sh $*" "$RC" "$want"
	[ "$RC" = "$want" ] || wrong "$SAID"
}

# summed FOLDER: whoever changed the export makes its lists of digests anew.
summed() {
	(cd "$OUT_DIR/$1" && find . -type f ! -name SHA256SUMS -printf '%P\n' | sort | xargs sha256sum >"$T/sums" && mv "$T/sums" SHA256SUMS)
	(cd "$OUT_DIR" && find . -maxdepth 1 -type f ! -name SHA256SUMS -printf '%P\n' | sort | xargs sha256sum >"$T/sums" &&
		sha256sum ./*/SHA256SUMS | sed 's|  \./|  |' >>"$T/sums" && mv "$T/sums" SHA256SUMS)
}

# seconds_used: of a processor, by all that the test ran so far, as times(1) said last.
seconds_used() {
	awk -F '[ms ]' 'NR == 2 { print int($1 * 60 + $2 + $4 * 60 + $5) }' "$T/times"
}

# refitted: the lists of the folder, its entry and the list of promotions are made to fit its files, as a forger does.
refitted() {
	local tmp=$T/forge each blob

	[ -e "$tmp" ] || git init -q --bare "$tmp"
	for each in "$OUT_DIR/$folder"/signoffs/* "$OUT_DIR/$folder"/{allowed_signers,policy.ini}; do
		case $each in *.sig | *.came) continue ;; esac
		blob=$(git hash-object --no-filters "$each")
		sed -i "s/[0-9a-f]\{40\}\t${each##*/}$/$blob\t${each##*/}/" "$OUT_DIR/$folder"/trees/{signoffs,top}
	done
	blob=$(git -C "$tmp" mktree --missing <"$OUT_DIR/$folder/trees/signoffs")
	sed -i "s/[0-9a-f]\{40\}\tsignoffs$/$blob\tsignoffs/" "$OUT_DIR/$folder/trees/top"
	sed -i "1s/.*/tree $(git -C "$tmp" mktree --missing <"$OUT_DIR/$folder/trees/top")/" "$OUT_DIR/$folder/entry"
	sed -i "s/^\($folder\) [0-9a-f]*/\1 $(git hash-object -t commit --stdin <"$OUT_DIR/$folder/entry")/" "$OUT_DIR/promotions.txt"
	summed "$folder"
}

# whole: as it was made.
whole() {
	rm -rf "$OUT_DIR"
	cp -a "$T/export" "$OUT_DIR"
}

it "accept: a sample of 25, from the fetch to the last signature"
SECONDS=0
times >"$T/times"
before=$(seconds_used)
exports 0 --sample 25 --seed 4711
has "what it says" "$SAID" "25 promotions in $OUT_DIR, with the digest $(sha256sum <"$OUT_DIR/SHA256SUMS" | cut -d ' ' -f 1)
verify: sh $OUT_DIR/verify.sh"
verifies 0
is "each of them" "$(grep -c '^OK   00[0-9][0-9]-2026\.[0-9][0-9]-production: [0-9a-f]\{40\}, 3 signed sign-offs verified$' <<<"$SAID")" 25
has "all of them" "$SAID" "25 promotions are as they should be, 0 are not; the digest of the export is "
verifies 0 --audit "$T/world/auditor" --digest "$(sha256sum <"$OUT_DIR/SHA256SUMS" | cut -d ' ' -f 1)"
times >"$T/times"
used=$(($(seconds_used) - before))
echo "# fetched, exported and verified twice in $SECONDS seconds, $used of them of a processor"
is "whether that is a minute of an idle machine" "$((used >= 60))" 0
is "what verify.sh leaves behind" "$(cd "$OUT_DIR" && find . -newer SHA256SUMS -type f ! -name SHA256SUMS)" ""
rm -r "$OUT_DIR"
exports 0 --from "$(git -C "$CENTRAL" log -1 --grep '^Promotion: 2026.25$' --grep '^Decision: accept' --all-match --format=%cd --date=format:%FT%TZ $AUDIT)"
cp -a "$OUT_DIR" "$T/export"

it "accept: people read it"
exports 0 --promotion 2026.02
folder=$(sed -n '1s/ .*//p' "$OUT_DIR/promotions.txt")
page=$(cat "$OUT_DIR/$folder/index.html")
has "criteria" "$page" "<td data-label=\"criterion\">AC-1</td><td data-label=\"description\">"
has "results" "$page" "<td data-label=\"result\">passed</td>"
has "the tester" "$page" "<td>Tess Bos (tess)</td>"
has "what a log says is text" "$page" 'AC-1: passed &lt;script&gt;alert(1)&lt;/script&gt; \x1b[31mred'
has "a sign-off" "$page" "<h4>users: Kim Jansen (kim)</h4>"
has "as it was signed" "$page" "Decision: approve
Evidence: sha256:"
has "how it is proved" "$page" "ssh-keygen -Y verify -f allowed_signers -I kim -n git -s signoffs/"
has "the roles" "$page" "<b>key-user</b>: Kim Jansen (kim)"
has "what ran before" "$(sed -n '/<section id="c8">/,/<section id="c9">/p' <<<"$page")" "promotion = 2026.01
commit = "
hasnt "what is no test" "$(sed -n '/<section id="c6">/,/<section id="c7">/p' <<<"$page")" "[deployment]"
verifies 0
for n in {1..9}; do
	has "answer $n" "$page" "<section id=\"c$n\">"
done
has "no script" "$page" "default-src 'none'"
index=$(cat "$OUT_DIR/index.html")
has "the index" "$index" "<a href=\"$folder/index.html\">"
has "what personal data it holds" "$index" "<section id=\"personal-data\">"
for file in index.html "$folder/index.html"; do
	while read -r each; do
		[ -e "$OUT_DIR/$(dirname "$file")/$each" ] || wrong "$file: a link to $each leads nowhere"
	done < <(grep -oh 'href="[^"#]*' "$OUT_DIR/$file" | cut -c 7-)
done
# The commands do what they say.
proof=$(grep -o 'sed &#39;[^<]*' "$OUT_DIR/$folder/index.html" | head -1 | sed "s/&#39;/'/g;s/&lt;/</g")
has "the command of a sign-off" "$(cd "$OUT_DIR/$folder" && sh -c "$proof" 2>&1)" 'Good "git" signature for '
is "the trees" "$(cd "$OUT_DIR/$folder" && grep -e '^Tree: ' -e '^Candidate-Tree: ' entry | cut -d ' ' -f 2 | sort -u | wc -l)" 1

it "accept: in Dutch, and where the commits are"
IN=$CENTRAL exports 0 --promotion 2026.03 --language nl
has "the page" "$(cat "$OUT_DIR"/0001-*/index.html)" "Waar de antwoorden op rusten"
is "the commits" "$(cd "$OUT_DIR"/0001-*/commits && find . -type f | wc -l)" 2
verifies 0

# tampered WHAT FILE COMMAND...: it is changed by the command, with and without new digests; each time verify.sh says FAIL.
tampered() {
	local what=$1 file

	shift
	whole
	file=$folder/$1
	shift
	(cd "$OUT_DIR" && "$@" "$file")
	verifies 1
	has "$what" "$SAID" "FAIL $folder: "
	summed "$folder"
	# When a sign-off came in, another entry says; that is held against the audit.
	verifies 1 ${audit:+--audit "$audit"}
	has "$what, with new digests" "$SAID" "FAIL $folder: "
}

# appended FILE
appended() {
	echo x >>"$1"
}


it "refuse: a file of each kind was changed"
whole
folder=$(sed -n '1s/ .*//p' "$OUT_DIR/promotions.txt")
cd_files=$(cd "$OUT_DIR/$folder" && find . -type f ! -name SHA256SUMS ! -name index.html -printf '%P\n' | sort)
has "the kinds" "$cd_files" "allowed_signers"
has "the kinds" "$cd_files" ".came"
exports_anew() {
	git init -q "$T/auditor"
	git -C "$T/auditor" fetch -q "$CENTRAL" $AUDIT:$AUDIT
}
exports_anew
for each in $cd_files; do
	audit=
	case $each in *.came) audit=$T/auditor ;; esac
	tampered "$each" "$each" appended
done
audit=

it "refuse: a file of each kind is not there"
for each in $cd_files; do
	case $each in *.came) continue ;; esac # then the date of the tag counts, which is signed
	tampered "$each" "$each" rm
done

it "refuse: a file was added"
for each in new.txt policy.ini.sig evidence/new signoffs/new commits/new .hidden; do
	tampered "$each" "$each" appended
done
tampered "a folder" more mkdir
tampered "a link" link ln -s /etc/hostname

it "refuse: a sign-off of another promotion, with its signature"
whole
other=$(sed -n '2s/ .*//p' "$OUT_DIR/promotions.txt")
mine=$(basename "$OUT_DIR/$folder"/signoffs/*+kim)
theirs=$(basename "$OUT_DIR/$other"/signoffs/*+kim)
for end in '' .sig .came; do
	cp "$OUT_DIR/$other/signoffs/$theirs$end" "$OUT_DIR/$folder/signoffs/$mine$end"
done
verifies 1
summed "$folder"
verifies 1
has "what it says" "$SAID" "FAIL $folder: "
# With the folder of the audit made to fit, too: then the entry has another.
blob=$(git hash-object --no-filters "$OUT_DIR/$folder/signoffs/$mine")
sed -i "s/[0-9a-f]\{40\}\t$mine$/$blob\t$mine/" "$OUT_DIR/$folder/trees/signoffs"
summed "$folder"
verifies 1
has "what it says" "$SAID" "FAIL $folder: the sign-offs is not what the entry of the audit holds"

it "refuse: an entry of its own making, where the auditor has the audit"
whole
sed -i 's/^Pusher: noor$/Pusher: jan/' "$OUT_DIR/$folder/entry"
new=$(git hash-object -t commit --stdin <"$OUT_DIR/$folder/entry")
sed -i "s/^\($folder\) [0-9a-f]*/\1 $new/" "$OUT_DIR/promotions.txt"
summed "$folder"
verifies 0
verifies 1 --audit "$T/auditor"
has "what it says" "$SAID" "FAIL $folder: the entry $new is not in the audit of $T/auditor"
verifies 2 --audit "$T/none"
has "what it says" "$SAID" "verify.sh: the audit of $T/none cannot be read"
exports 2
has "a folder that is not empty" "$SAID" "sluis: $OUT_DIR is not empty"

it "refuse: a sign-off by a key that the policy of that day does not have"
whole
[ -e "$T/keys/mallory" ] || ssh-keygen -q -t ed25519 -N '' -C mallory -f "$T/keys/mallory"
tag=$OUT_DIR/$folder/signoffs/$mine
sed -i '/^-----BEGIN/,$d' "$tag"
rm "$tag.sig" "$tag.came"
ssh-keygen -q -Y sign -n git -f "$T/keys/mallory" "$tag"
cat "$tag.sig" >>"$tag"
refitted
verifies 1
has "what it says" "$SAID" "FAIL $folder: the signature of signoffs/$mine is not good"
echo "kim $(cut -d ' ' -f 1,2 "$T/keys/mallory.pub")" >>"$OUT_DIR/$folder/allowed_signers"
refitted
verifies 0
verifies 1 --audit "$T/auditor"
has "with the keys of a forger" "$SAID" "is not in the audit of $T/auditor"

it "accept: a key that expired later; refuse: one that had"
whole
came=$(sed -n 's/^committer .*> \([0-9]*\) .*/\1/p' "$OUT_DIR/$folder/signoffs/$mine.came")
for each in 86400 -86400; do
	whole
	sed -i "s/^kim /kim valid-before=\"$(date -u -d "@$((came + each))" +%Y%m%d%H%M%SZ)\" /" "$OUT_DIR/$folder/allowed_signers"
	refitted
	verifies "$((each < 0))"
done
has "what it says" "$SAID" "FAIL $folder: the signature of signoffs/$mine is not good"

it "refuse: a verdict that refused, and another kind of promotion"
whole
sed -i 's/^Decision: accept/Decision: reject/' "$OUT_DIR/$folder/entry"
refitted
verifies 1
has "what it says" "$SAID" "FAIL $folder: the entry of the audit does not accept it"
whole
sed -i 's/^Candidate: /Exception: emergency INC-7 the door\n&/' "$OUT_DIR/$folder/entry"
refitted
verifies 1
has "what it says" "$SAID" "is about something else"

it "refuse: one promotion as two, and under the name of another"
whole
cp -a "$OUT_DIR/$folder" "$OUT_DIR/0099${folder#0001}"
sed -i "/^$folder /{p;s/^$folder/0099${folder#0001}/}" "$OUT_DIR/promotions.txt"
summed .
verifies 1
has "what it says" "$SAID" "FAIL 0099${folder#0001}: another folder has this promotion"
whole
sed -i "/^$folder /p" "$OUT_DIR/promotions.txt"
summed .
verifies 1
has "what it says" "$SAID" "FAIL $folder: it is listed twice"
whole
mv "$OUT_DIR/$folder" "$OUT_DIR/0001-2026.01-production"
sed -i "s/^$folder/0001-2026.01-production/" "$OUT_DIR/promotions.txt"
summed .
verifies 1
has "what it says" "$SAID" "FAIL 0001-2026.01-production: the entry of the audit is of ${folder#0001-}"

it "refuse: no promotion at all"
whole
rm -r "$OUT_DIR"/0*
: >"$OUT_DIR/promotions.txt"
summed . 2>"$T/null"
verifies 1
has "what it says" "$SAID" "FAIL the export: there is no promotion in it"
rm "$OUT_DIR/promotions.txt"
verifies 2
has "what it says" "$SAID" "holds no export"

it "refuse: names that a terminal would obey, and names of several lines"
for name in $'\033]0;owned\007' $'entry\nindex.html'; do
	whole
	echo x >"$OUT_DIR/$folder/$name"
	verifies 1
	has "what it says" "$SAID" " was added"
	hasnt "an escape" "$SAID" $'\033'
	(cd "$OUT_DIR/$folder" && sha256sum "$name" >>SHA256SUMS)
	verifies 1
	hasnt "an escape" "$SAID" $'\033'
	printf '%s x x\n' "$name" >>"$OUT_DIR/promotions.txt"
	verifies 1
	hasnt "an escape" "$SAID" $'\033'
done

it "refuse: what is no file, or leads to a command"
whole
rm "$OUT_DIR/$folder/policy.ini"
mkfifo "$OUT_DIR/$folder/policy.ini"
verifies 1
has "what it says" "$SAID" "FAIL $folder: policy.ini was changed, or is not there"
whole
sed -i "s|[0-9a-f]\{40\}\tpolicy.ini|a[\$(echo>$T/ran)]\tpolicy.ini|" "$OUT_DIR/$folder/trees/top"
summed "$folder"
for SHELL_OF in /bin/sh "$(command -v bash)"; do
	verifies 1
	has "what it says" "$SAID" "FAIL $folder: the folder of the entry is not what the entry of the audit holds"
	is "what ran" "$(find "$T" -maxdepth 1 -name ran)" ""
done
SHELL_OF=
whole
git init -q --object-format=sha256 "$OUT_DIR"
verifies 1
has "what it says" "$SAID" "FAIL the export: .git was added"
has "the promotions" "$SAID" " promotions are as they should be, 0 are not"

it "accept: other shells, a folder with blanks, a script that is trusted"
whole
[ -z "${BUSYBOX:-}" ] || ln -sf "$BUSYBOX" "$T/ash"
for SHELL_OF in $(command -v bash dash mksh "$T/ash"); do
	verifies 0 --audit "$T/auditor"
	has "what $SHELL_OF says" "$SAID" " promotions are as they should be, 0 are not"
done
SHELL_OF=
OUT_DIR="$T/world/an export; of 2026" exports 0 --promotion 2026.05
has "the command" "$(sh -c "$(sed -n 's/^verify: //p' <<<"$SAID")")" "1 promotions are as they should be, 0 are not"
echo 'exit 0' >"$OUT_DIR/verify.sh"
echo x >>"$OUT_DIR/$folder/policy.ini"
summed "$folder"
verifies 0
SCRIPT=$T/export/verify.sh verifies 1 "$OUT_DIR"
has "what it says" "$SAID" "FAIL $folder: "
(cd "$T/world" && SCRIPT=$T/export/verify.sh verifies 1 export)

it "refuse: a promotion is not there, or more are"
whole
rm -r "${OUT_DIR:?}/$folder"
verifies 1
has "what it says" "$SAID" "FAIL $folder: it is not there"
whole
cp -a "$OUT_DIR/$folder" "$OUT_DIR/0099-more"
verifies 1
has "what it says" "$SAID" "FAIL the export: 0099-more was added"
whole
sed -i 1d "$OUT_DIR/promotions.txt"
verifies 1
has "what it says" "$SAID" "FAIL the export: promotions.txt was changed, or is not there"

it "refuse: a page, or verify.sh, was changed"
digest=$(sha256sum <"$T/export/SHA256SUMS" | cut -d ' ' -f 1)
for each in index.html report.html "$folder/index.html" verify.sh; do
	whole
	echo '# changed' >>"$OUT_DIR/$each"
	verifies 1
	summed "$folder"
	verifies 0
	verifies 1 --digest "$digest"
	has "what it says" "$SAID" "FAIL the export: this is not the export with the digest $digest"
done

it "undecided: a tool is missing"
whole
rm "$NOTHING_ELSE/ssh-keygen"
verifies 2
has "what it says" "$SAID" "verify.sh: ssh-keygen is not here"
ln -s "$(command -v ssh-keygen)" "$NOTHING_ELSE/ssh-keygen"

# The newest entry, with a folder that mktree makes of the lines given; its name for the file is that of a path elsewhere.
it "refuse: names that lead out of the export"
git -C "$CENTRAL" config core.hooksPath "$T/none"
entry=$(git -C "$CENTRAL" log -1 --grep '^Promotion: 2026.26$' --grep '^Decision: accept' --all-match --format=%H $AUDIT)
evil=$(git -C "$CENTRAL" rev-parse "$entry:policy.ini" | sed 's/../\\x&/g')
{ git -C "$CENTRAL" cat-file tree "$entry^{tree}"; printf '100644 ../../../escaped\0%b' "$evil"; } >"$T/tree"
tree=$(git -C "$CENTRAL" hash-object -t tree --literally -w "$T/tree")
git -C "$CENTRAL" cat-file commit "$entry" | sed "1s/.*/tree $tree/" >"$T/entry"
git -C "$CENTRAL" update-ref $AUDIT "$(git -C "$CENTRAL" hash-object -t commit -w "$T/entry")"
IN=$CENTRAL exports 1 --promotion 2026.26
is "what it wrote elsewhere" "$(find "$T" -name escaped)" ""
has "what the page says" "$(cat "$OUT_DIR"/0001-*/index.html)" "its entry keeps what no gate writes, and that is left out: ../../../escaped"
verifies 1
has "what it says" "$SAID" "FAIL 0001-2026.26-production: ../../../escaped is not there"

it "undecided: a folder that cannot be made, and a link in its place"
OUT_DIR=$T/world/none/export exports 2
has "what it says" "$SAID" "cannot be written: No such file or directory"
: >"$T/world/file"
OUT_DIR=$T/world/file exports 2

it "refuse: with a form"
exports 129 --format csv

finish
