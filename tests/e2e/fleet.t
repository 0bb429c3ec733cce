#!/bin/bash
# Many repositories on several servers: armed, looked at and shown together, with a policy that shares a part.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"

TOP=$(cd "$E2E/../.." && pwd)
world_make
USR=$T/usr COMMON=$T/world/common.ini
rm -r "$CENTRAL/hooks"
awk -v common="$COMMON" '/^\[/ { shared = /^\[(person|service|role|impact)/ }
	/^version = / { print "version = 2026-2"; print "include = " common; next }
	shared { print >common; next } { print }' "$CENTRAL/sluis/policy.ini" >"$T/own.ini"
cp "$T/own.ini" "$CENTRAL/sluis/policy.ini"
REPOS=("$T/world/a.git" "$T/world/b.git" "$T/world/c.git")
for each in "${REPOS[@]}"; do
	cp -a "$CENTRAL" "$each"
done
RC=0
OUT=$(PREFIX=$USR "$TOP/install.sh" "${REPOS[@]}" 2>&1) || RC=$?
[ "$RC" = 0 ] || { echo "Bail out! install.sh: $OUT"; exit 1; }
# The only server that answers is this machine.
mkdir "$T/bin"
cat >"$T/bin/ssh" <<-END
#!/bin/sh
while [ "\$1" != -- ]; do shift; done
case \$2 in *down) echo "ssh: connect to host down port 22: Connection refused" >&2; exit 255 ;; esac
shift 2
PATH=$USR/bin:\$PATH
exec "\$@"
END
chmod 755 "$T/bin/ssh"

# page SERVER...
page() {
	RC=0
	OUT=$(PATH=$T/bin:$PATH "$TOP/config/fleet/page" "$@" 2>&1) || RC=$?
}

# version: which policy each has, as the manual shows it.
versions() {
	OUT=$("$USR/bin/git-sluis" doctor --all --no-push --format json) || :
	keep_json "$OUT"
	jq -r '[.policy // "none", .digest[:12] // "", .verdict, .repository] | @tsv' <<<"$OUT"
}

world_keep
digest=$(git -C "${REPOS[0]}" show refs/sluis/policy:policy.ini | sha256sum)
digest=${digest:0:12}

it "which policy each has, as JSON of all"
is "what the manual shows" "$(versions)" "$(for each in "${REPOS[@]}"; do printf '2026-2\t%s\tfine\t%s\n' "$digest" "$each"; done)"
RC=0
"$USR/bin/git-sluis" doctor --all --no-push --format json >"$T/null" || RC=$?
is "the exit code" "$RC" 0

it "one page: a server that does not answer, a finding, and a name that is no HTML"
rm "${REPOS[1]}/hooks/pre-receive"
mv "${REPOS[2]}" "$T/world/gone"
page root@one root@down
is "the exit code" "$RC" 1
has "the page" "$OUT" "<tr><td>2026-2 ($digest)<td>2"
has "the page" "$OUT" "<tr class=wrong><td>root@one<td>${REPOS[1]}<td>2026-2 ($digest)"
has "the page" "$OUT" "<br>pre-receive: "
has "the page" "$OUT" "<tr class=unknown><td>root@down<td><td>none"
has "the page" "$OUT" "<br>ssh: git sluis doctor --all: 255: ssh: connect to host down port 22: Connection refused"
has "the page" "$OUT" "<td>root@one<td>${REPOS[2]}<td>none"
page root@down
is "a server alone that does not answer" "$RC" 2
OUT=$("$TOP/config/fleet/page" <<<'{"format":"doctor-1","repository":"/<b>","version":"1","verdict":"fine","policy":"<i>","digest":"0123456789abcdef","checks":[]}')
has "the page" "$OUT" "<tr class=fine><td><td>/&lt;b&gt;<td>&lt;i&gt; (0123456789ab)<td>1<td>all well"
RC=0
OUT=$("$TOP/config/fleet/page" <<<'"x" {"repository":["<i>"],"verdict":"fine onmouseover=alert(1)","policy":7,"digest":{},"checks":["y",{"found":"wrong","check":"<b>","text":"<u>","command":"<s>"}]}') || RC=$?
is "a server that lies: the exit code" "$RC" 2
has "the page" "$OUT" '<tr class=unknown><td><td>[&quot;&lt;i&gt;&quot;]<td>7 ({})<td><td>not known<br>&lt;b&gt;: &lt;u&gt;<br><code>&lt;s&gt;</code>'
has "in Dutch" "$(LC_ALL="nl" "$TOP/config/fleet/page" 2>"$T/null" <<<'{"verdict":"wrong","checks":[]}' || :)" "<p>1 repository's, 1 mis"

it "a line of the list that is none is told, and the others are looked at"
list=$USR/bin/../var/lib/sluis/repositories
sed -i '1s/$/\n\nplain/' "$list"
RC=0
OUT=$("$USR/bin/git-sluis" doctor --all --no-push --format json 2>"$T/errors") || RC=$?
is "the exit code" "$RC" 1
keep_json "$OUT"
is "which it looked at" "$(jq -r 'select(.format == "doctor-1").repository' <<<"$OUT")" "$(printf '%s\n' "${REPOS[@]}")"
page root@one
is "the page: the exit code" "$RC" 2
has "the page" "$OUT" "<tr class=unknown><td>root@one<td><td>none<td><td>not known<br>list: $list:2: no host and path of a repository: "
is "what it says" "$(cat "$T/errors")" "sluis: $list:2: no host and path of a repository: ''
  fix: arm that repository again, where it still is, and take the line out:
       sed -i 2d $list
sluis: $list:3: no host and path of a repository: 'plain'
  fix: arm that repository again, where it still is, and take the line out:
       sed -i 3d $list"
sed -i 2d "$list"
sed -i 2d "$list"
"$USR/bin/git-sluis" doctor --all --no-push >"$T/null"

it "another common part: each has the new policy once it is published there"
sed -i '/^\[role "operator"\]/a member = els' "$COMMON"
sed -i 's/^version = .*/version = 2026-3/' "${REPOS[@]/%//sluis/policy.ini}"
has "before" "$(versions)" "wrong	${REPOS[0]}"
RC=0
OUT=$("$USR/sbin/sluis-arm" --all 2>&1) || RC=$?
is "the exit code" "$RC: $OUT" "0: $(for each in "${REPOS[@]}"; do echo "$each: armed"; done)"
is "after" "$(versions | cut -f 1,3)" "2026-3	fine
2026-3	fine
2026-3	fine"

finish
