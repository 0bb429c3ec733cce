#!/bin/bash
# README.md is true: its commands work, and its transcripts are what the demo prints.
# shellcheck disable=SC2016  # backticks of markdown
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

# run_block N: the commands, in a folder that looks like the checkout, with /srv/git and /usr/local in the world.
run_block() {
	RC=0
	OUT=$(
		cd "$T/world/checkout"
		block "sh test" "$1" | sed "s|/srv/git|$T/world/git|g; s|^make install\$|make -s install PREFIX=$T/world/usr|" >"$T/commands"
		[ -s "$T/commands" ] || exit 3
		PATH=$T/world/usr/bin:$PATH PREFIX=$T/world/usr bash -e "$T/commands" 2>&1
	) || RC=$?
	is "the exit code of block $1" "$RC" 0
	[ "$RC" = 0 ] || wrong "$OUT"
}

# The central repository is that of the README.
central_arm() {
	mkdir -p "$T/world/git" "$T/world/usr/bin" "$T/world/checkout"
	mv "$CENTRAL" "$T/world/git/project.git"
	CENTRAL=$T/world/git/project.git
	rmdir "$CENTRAL/hooks"
	rm -r "$CENTRAL/sluis"
	git -C "$CENTRAL" branch -q -M development main
	ln -s "$TOP"/* "$TOP/.git" "$T/world/checkout/"	# with .git: the build is the same one
}

world_make

it "every block that is marked as tested is tested"
is "the blocks" "$(grep -c '^```sh test$' "$TOP/README.md"),$(grep -c '^```text demo$' "$TOP/README.md")" 3,3

it "the repository is armed, and the gate can be taken away"
for each in one two; do
	(
		export HOME=$T/world/$each GIT_CONFIG_GLOBAL=$T/world/$each/.gitconfig
		mkdir "$HOME"
		"$SLUIS_BUILD/git-sluis" setup --name "Johanna $each" --email "$each@example.org" --no-passphrase
	) >"$T/world/checkout/$each.txt" 2>"$T/out" || wrong "$(cat "$T/out")"
done
run_block 1
is "who is in the policy" "$(sed -n 's/^name = //p' "$T/world/checkout/my-policy/policy.ini")" "Johanna one
Johanna two"
has "what install.sh said" "$OUT" "trial push refused, as it must be"
has "what install.sh said" "$OUT" "guards refs/heads/main, refs/heads/production; policy: $CENTRAL/sluis/policy.ini"
run_block 2
has "what install.sh said" "$OUT" "the gate is gone"

it "the rules are explained; the table names them all, and names none that is not built"
cp "$SLUIS_BUILD/git-sluis" "$T/world/usr/bin/"
run_block 3
built=$(sed -n 's/^\([a-z-]*\)  *CH\.06-[0-9]  .*/\1/p' <<<"$OUT" | sort)
table=$(awk -F "|" '/^\| ?[0-9]? ?\|/ { print $4 }' "$TOP/README.md" | grep -oE '`[a-z-]+`' | tr -d '`' | sort)
is "the rules that are built" "$table" "$built"

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
