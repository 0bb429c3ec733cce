#!/bin/bash
# Reads what git reads: Sluis beside git's own readers, message by message.
#
# SLUIS_HISTORY=REPO reads every commit of that repository; without it, of this project's own.
# SLUIS_TRAILERS_LINES=N every message of up to N lines of the generator's alphabet (4)
# SLUIS_TRAILERS_RANDOM=N that many random ones (6000), SLUIS_TRAILERS_SEED=N others of them (1)
# SLUIS_TRAILERS_CHANGELOGS=N up to N messages of the histories that came with this machine's packages (5000)
set -u

compare=${SLUIS_BUILD:-build}/tests/trailers-compare
here=$(dirname "$0")
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
export HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1 LC_ALL=C TZ=UTC
for name in $(git rev-parse --local-env-vars) XDG_CONFIG_HOME GIT_CONFIG_GLOBAL; do unset "$name"; done
n=0

ok() {
	n=$((n + 1))
	if "${@:2}"; then echo "ok $n - $1"; else echo "not ok $n - $1"; fi
}

skip() {
	n=$((n + 1))
	echo "ok $n - $1 # SKIP $2"
}

# imported SET: the commits of a stream for git fast-import, in their order.
imported() {
	git init -q --bare "$tmp/$1.git" &&
		git -C "$tmp/$1.git" fast-import --quiet &&
		git -C "$tmp/$1.git" rev-list --reverse --topo-order refs/heads/messages >"$tmp/$1.oids"
}

# borrowed SET REPO: the commits of a repository, through one that borrows its objects and none of its settings.
borrowed() {
	local objects

	objects=$(git -C "$2" rev-parse --path-format=absolute --git-path objects) &&
		git init -q --bare "$tmp/$1.git" &&
		echo "$objects" >"$tmp/$1.git/objects/info/alternates" &&
		git -C "$2" rev-list --all >"$tmp/$1.oids"
}

# git interpret-trailers reads many files in one run; a message of our own stands between each two of them.
interpret() {
	(cd "$tmp/$1.messages" && printf 'title\n\nSluis-Boundary: end\n' >../boundary &&
		find . -type f | sort | sed 'a ../boundary' | timeout 300 xargs git interpret-trailers "${@:2}")
}

# judged SET: asks git and Sluis about all its commits, and leaves the counts.
judged() {
	local git="git -C $tmp/$1.git" rc

	$git cat-file --batch <"$tmp/$1.oids" >"$tmp/$1.batch" &&
		awk '{ printf "%s refs/messages/%07d\n", $1, NR }' "$tmp/$1.oids" >"$tmp/$1.git/packed-refs" &&
		$git log -z --no-walk=unsorted --stdin --encoding=none --format='%H%n%(trailers:only,unfold)' \
			<"$tmp/$1.oids" >"$tmp/$1.log" &&
		$git for-each-ref --format='%(objectname)%0a%(trailers:only,unfold)%00' refs/messages/ >"$tmp/$1.ref" &&
		mkdir "$tmp/$1.messages" && "$compare" split "$tmp/$1.messages" <"$tmp/$1.batch" &&
		interpret "$1" --parse >"$tmp/$1.parse" &&
		interpret "$1" --parse --no-divider >"$tmp/$1.whole" || return 1
	"$compare" judge "$tmp/$1".{batch,log,ref,parse,whole} >"$tmp/$1.counts"
	rc=$?
	rm -rf "$tmp/$1.messages"
	sed '/^#/!s/^/# /; / 0$/d' "$tmp/$1.counts"
	return $rc
}

generated() {
	perl "$here/generate.pl" "${@:2}" | imported "$1" && judged "$1"
}

# counted SET NAME -ge|-eq N: a comparison that compared nothing is no proof.
counted() {
	test "$(awk -v name="$2" '$1 == name { print $2 }' "$tmp/$1.counts")" "$3" "$4"
}

folded() {
	[ "$(grep -a -c '^Key: v fold$' "$tmp/lines.log")" -ge 10 ]
}

ok "every message of a few lines is read as git reads it, or refused" generated lines all "${SLUIS_TRAILERS_LINES:-4}"
ok "... there were many" counted lines messages -ge 20000
ok "... with trailers" counted lines with-trailers -ge 1000
ok "... with folded trailers" folded
for fault in divider blank-line line-feed signature endless; do
	ok "... refused for $fault" counted lines refused-$fault -ge 100
done

ok "random messages are read as git reads them, or refused" generated random random \
	"${SLUIS_TRAILERS_SEED:-1}" "${SLUIS_TRAILERS_RANDOM:-6000}"
ok "... with trailers" counted random with-trailers -ge 2000
for fault in divider blank-line line-feed signature endless nul; do
	ok "... refused for $fault" counted random refused-$fault -ge 3
done

ok "the limits hold" generated limits limits
ok "... one message is too long" counted limits refused-long -eq 1
ok "... one has too many trailers" counted limits refused-many -eq 1
ok "... those at the limit are read" counted limits with-trailers -eq 6

ok "messages in the styles of real projects" generated corpus file "$here/corpus"
ok "... there are many" counted corpus messages -ge 130
ok "... with trailers" counted corpus with-trailers -ge 70

if perl "$here/generate.pl" changelogs "${SLUIS_TRAILERS_CHANGELOGS:-5000}" /usr/share/doc/*/changelog.gz >"$tmp/changelogs" &&
	[ -s "$tmp/changelogs" ]; then
	imported changelogs <"$tmp/changelogs"
	ok "the histories that came with packages" judged changelogs
else
	skip "the histories that came with packages" "none did"
fi

history=${SLUIS_HISTORY:-.}
if git -C "$history" rev-parse -q --git-dir >"$tmp/said" 2>&1; then
	borrowed history "$history"
	ok "the commits of a repository" judged history
	ok "... there are some" counted history messages -ge 1
elif [ -n "${SLUIS_HISTORY:-}" ]; then
	sed 's/^/# /' "$tmp/said"
	ok "SLUIS_HISTORY is a repository" false
else
	skip "the commits of a repository" "this is none, and SLUIS_HISTORY is not set"
fi

# What the refusal of such a message says of git: before 2.45 it does not come back.
endless() {
	printf 'title\n\nKey: v\n---\n# ------------------------ >8 ------------------------\n' |
		timeout 2 git interpret-trailers --parse >"$tmp/endless"
	[ $? -eq 124 ] || [ "$(cat "$tmp/endless")" = "Key: v" ]
}
ok "git comes to no end at scissors behind a divider, or is new enough" endless

echo "1..$n"
