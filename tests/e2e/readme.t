#!/bin/bash
# README.md is true: its commands work, and its transcripts are what the demo prints.
# shellcheck disable=SC2016,SC2030,SC2031  # backticks of markdown; each person has a HOME and a PATH
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"

TOP=$(cd "$E2E/../.." && pwd)

# block KIND N: the N-th code block that is marked so.
block() {
	awk -v mark="\`\`\`$1" -v n="$2" '
	$0 == "```" { on = 0 }
	on { print }
	$0 == mark { on = ++seen == n }' "$TOP/README.md"
}

# Object ids depend on what git writes; which ones are the same is not the point of a transcript.
without_ids() {
	sed -E 's/\b[0-9a-f]{7,40}\b/ID/g'
}

# in_world: the commands on the input, with the server's folders, its systemd and its name in the world.
in_world() {
	printf 'systemctl() { [ "$*" = "reload ssh" ]; }\n'
	sed "s|git@server:/srv|central:$T/world|; s|/srv/git|$T/world/git|g; s|^make install\$|make -s install PREFIX=$T/world/usr|
		s|/etc/ssh|$SSHD|; s|~git/.ssh|$SSHD|"
}

# run_block N: the commands, in a folder that looks like the checkout.
run_block() {
	RC=0
	OUT=$(
		cd "$T/world/checkout"
		block "sh test" "$1" | in_world >"$T/commands"
		PATH=$T/world/usr/bin:$PATH PREFIX=$T/world/usr bash -e "$T/commands" 2>&1
	) || RC=$?
	is "the exit code of block $1" "$RC" 0
	[ "$RC" = 0 ] || wrong "$OUT"
}

# run_as PERSON: the commands of that one, at their own computer; they say yes to what they are asked.
run_as() {
	local home=$HOME/$1

	block "sh $1" 1 | in_world >"$home/commands"
	RC=0
	OUT=$(cd "$home" && HOME=$home PATH=$T/world/usr/bin:$PATH GIT_SSH_COMMAND="$(ssh_command "$1") -l $(id -un)" \
		bash -e commands <<<y 2>&1) || RC=$?
	is "the exit code of what $1 does" "$RC" 0
	[ "$RC" = 0 ] || wrong "$OUT"
}

# An sshd that knows nothing of Sluis yet.
sshd_before() {
	SSHD=$T/world/sshd
	mkdir -p "$SSHD/sshd_config.d"
	ssh-keygen -q -t ed25519 -N '' -f "$SSHD/host"
	echo "central $(cat "$SSHD/host.pub")" >"$SSHD/known_hosts"
	{ echo "Include $SSHD/sshd_config.d/*.conf"; sshd_config | sed '/^ExposeAuthInfo/d; s/forced-commands-only/prohibit-password/'; } >"$SSHD/config"
	sshd_command "$SSHD" >"$SSHD/sshd-i"
	chmod 755 "$SSHD/sshd-i"
}

# The central repository is that of the README.
central_arm() {
	mkdir -p "$T/world/git" "$T/world/usr/bin" "$T/world/checkout"
	mv "$CENTRAL" "$T/world/git/project.git"
	CENTRAL=$T/world/git/project.git
	rmdir "$CENTRAL/hooks"
	rm -r "$CENTRAL/sluis"
	git -C "$CENTRAL" branch -q -M development main
	git -C "$CENTRAL" branch -q -D test acceptance production promotions
	ln -s "$TOP"/* "$TOP/.git" "$T/world/checkout/"	# with .git: the build is the same one
}

world_make

it "every block that is marked as tested is tested"
is "the blocks" "$(grep -o '^```[a-z].*' "$TOP/README.md" | sort | uniq -c | xargs)" \
	"1 \`\`\`sh one 5 \`\`\`sh test 1 \`\`\`sh two 3 \`\`\`text demo"

it "from people and keys to a promotion that is accepted, in so many commands, and the gate can be taken away"
is "what the administrator types, and each of the two" \
	"$({ block "sh test" 1; block "sh test" 2; block "sh test" 3; } | wc -l),$(block "sh one" 1 | wc -l),$(block "sh two" 1 | wc -l)" 10,7,4
sshd_before
for each in one two; do
	(
		export HOME=$HOME/$each
		mkdir "$HOME"
		ln -s "$HOME/.ssh/id_ed25519" "$SSHD/$each"
		"$SLUIS_BUILD/git-sluis" setup --name "Johanna $each" --email "$each@example.org" --no-passphrase
	) >"$T/world/checkout/$each.txt" 2>"$T/out" || wrong "$(cat "$T/out")"
done
run_block 1
is "who is in the policy" "$(sed -n 's/^name = //p' "$T/world/checkout/my-policy/policy.ini")" "Johanna one
Johanna two"
run_block 2
run_block 3
has "what would have been refused" "$OUT" "refs/heads/main, the environment main: of "
has "what install.sh said" "$OUT" "trial push refused, as it must be"
has "what install.sh said" "$OUT" "guards refs/heads/main, refs/heads/production; policy: $CENTRAL/sluis/policy.ini"
run_as one
has "what one sees" "$OUT" "main -> production"
run_as two
has "what two sees" "$OUT" "remote: sluis: production: promotion 1 accepted (policy 1, sign-offs by trailer alone)"
is "what production holds" "$(git -C "$CENTRAL" show production:greeting)" "Good morning"
run_block 4
has "what install.sh said" "$OUT" "the gate is gone"

it "the rules are explained; the table names them all, and names none that is not built"
cp "$SLUIS_BUILD/git-sluis" "$T/world/usr/bin/"
run_block 5
built=$(sed -n 's/^\([a-z-]*\)  *CH\.06-[0-9]  .*/\1/p' <<<"$OUT" | sort)
table=$(awk -F "|" '/^\| ?[0-9]? ?\|/ { print $4 }' "$TOP/README.md" | grep -oE '`[a-z-]+`' | tr -d '`' | sort)
is "the rules that are built" "$table" "$built"

# literal N: the N-th block of what sluis-admin(7) says of school-board.
literal() {
	sed -n '/^[.]Ss The sample school-board/,/^[.]Ss Upgrade/p' "$TOP/common/sluis-admin.7" |
		awk -v n="$1" '/^[.]Ed/ { on = 0 } on { sub(/^\\&/, ""); print } /^[.]Bd/ { on = ++seen == n }'
}

# at_desk PERSON COMMAND: in their clone, where dirk has made a change; with words and times in place of the capitals.
at_desk() {
	local home=$HOME/$1 command=$2

	command=${command/--window-end TIME/--window-end $(date -u -d +4hours +%Y-%m-%dT%H:%M:%SZ)}
	command=${command//TEXT/\"A word of $1\"} command=${command//TIME/$(date -u +%Y-%m-%dT%H:%M:%SZ)} command=${command/FILE/$T/junit.xml}
	RC=0
	OUT=$(
		export HOME=$home SLUIS_TEST_PUSHER=$1 PATH=$T/world/usr/bin:$PATH
		[ -d "$HOME/project" ] || git clone -q "$CENTRAL" "$HOME/project"
		cd "$HOME/project"
		git fetch -q
		[ "$1" != dirk ] || { echo new >>src/new.c && git add src && git commit -q -m "A change"; }
		bash -c "$command" <<<y 2>&1
	) || RC=$?
	is "the exit code of $1 with $command" "$RC" 0
	[ "$RC" = 0 ] || wrong "$OUT"
}

it "school-board, as sluis-admin(7) has it: from the sample to a promotion that is accepted, in so many commands"
is "what the administrator types, and all the others" "$(literal 1 | wc -l),$(literal 2 | wc -l)" 10,11
git -C "$CENTRAL" branch -q -m main development
git -C "$CENTRAL" update-ref -d refs/sluis/policy
cp "$SLUIS_BUILD/git-sluis" "$T/world/usr/bin/"
while IFS=: read -r who name email; do
	(
		export HOME=$HOME/$who
		mkdir "$HOME"
		"$SLUIS_BUILD/git-sluis" setup --id "$who" --name "$name" --email "$email" --no-passphrase
	) >"$T/world/checkout/$who.txt" 2>"$T/out" || wrong "$(cat "$T/out")"
done <<'END'
dirk:Dirk Postma:dirk@supplier.school.example
tess:Tess Willems:tess@school.example
kim:Kim Jansen:kim@school.example
els:Els de Vries:els@school.example
jan:Jan Bakker:jan@school.example
noor:Noor Kaya:noor@school.example
END
{ literal 1 | in_world; } >"$T/commands"
sed -i '/^cp /a sed -i "s/^source = .*/source = env:SLUIS_TEST_PUSHER/" my-policy/policy.ini' "$T/commands"
OUT=$(cd "$T/world/checkout" && PATH=$T/world/usr/bin:$PATH PREFIX=$T/world/usr bash -e "$T/commands" 2>&1) || wrong "$OUT"
has "what install.sh said" "$OUT" "armed: trial push refused, as it must be"
echo '<testsuite name="t" tests="1"><testcase name="AC-1"/></testsuite>' >"$T/junit.xml"
literal 2 >"$T/desks"
while IFS= read -r line <&3; do
	at_desk "${line%%\$*}" "${line#*\$ }"
done 3<"$T/desks"
has "what noor sees" "$OUT" "remote: sluis: production: promotion 1 accepted (policy 2026-1)"

it "the demo: the transcripts are what it prints, and it leaves nothing behind"
mkdir "$T/world/tmp"
RC=0
TMPDIR=$T/world/tmp "$TOP/install.sh" --demo >"$T/demo" 2>&1 || RC=$?
is "the exit code of the demo" "$RC" 0
for each in 1 2 3; do
	has "the demo" "$(without_ids <"$T/demo")" "$(block "text demo" "$each" | without_ids)"
done
is "what is left" "$(ls -A "$T/world/tmp")" ""

finish
