#!/bin/bash
# A gate without memory lets nothing in, and says so.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

# A sanitizer reserves more address space than any of these limits.
if grep -q __asan_init "$SLUIS_BUILD/pre-receive"; then
	echo "1..0 # SKIP the gate is built with a sanitizer"
	exit
fi

# The gate may use no more than N KiB.
rm "$CENTRAL/hooks/pre-receive"
ln -s "$SLUIS_BUILD/pre-receive" "$CENTRAL/hooks/gate"
within() {
	printf '#!/bin/sh\nulimit -v %s\nexec hooks/gate\n' "$1" >"$CENTRAL/hooks/pre-receive"
	chmod 755 "$CENTRAL/hooks/pre-receive"
}

# A dossier with thousands of criteria, all tested.
for i in {3..3000}; do
	printf '\n[criterion "AC-%s"]\ndescription = The answer to question %s is right\n' "$i" "$i"
done >>"$DOSSIERS/$READY/criteria.ini"
log=$(link "$READY/ac-1.log")
for i in {3..3000}; do
	printf '\n[result "AC-%s"]\noutcome = pass\nlog = %s\n' "$i" "$log"
done >>"$DOSSIERS/$READY/acceptance.ini"
criteria ''
tested
world_keep

it "accept: enough memory"
within 100000
push_as noor production
accepted "$(promoted)"

it "undecided: a run may use 1 MiB, and the command that is told mends it"
within 100000
git -C "$CENTRAL" config sluis.memoryMegabytes 1
push_as noor production
undecided_all "out of memory: this push needs more than the gate may use"
command=$(tr -s ' \n' ' ' <"$T/answer" | grep -o 'git config sluis\.memoryMegabytes [0-9]*')
(cd "$CENTRAL" && $command)
push_as noor production
accepted "$(promoted)"

it "undecided: 0 MiB are no limit"
within 100000
git -C "$CENTRAL" config sluis.memoryMegabytes 0
push_as noor production
undecided_all "no limits can be set: sluis.memoryMegabytes is not between 1 and 65536" \
	"the administrator of the server looks at sluis.cpuSeconds, sluis.wallSeconds and sluis.memoryMegabytes"

for size in 5000 6000 7000 8000; do
	it "undecided: $size KiB"
	within "$size"
	push_as noor production
	if grep -qE "error while loading shared libraries|cannot allocate TLS data" "$T/answer"; then
		skip "not even the program can be loaded"
		ANSWERED=yes
	else
		undecided_all "out of memory: this push needs more than the gate may use" \
			"push it in smaller parts, or the administrator of the server lets a run use more MiB (256 where nothing is set), and the host lets it have them: git config sluis.memoryMegabytes 1024"
	fi
done

it "accept: a first promotion of twenty thousand commits, in 30 MB"
within 30000
base=$(oid production)
for i in {1..20000}; do
	printf 'commit refs/heads/long\nmark :%s\nauthor D <dirk@example.org> %s +0000\ncommitter D <dirk@example.org> %s +0000\n' \
		"$i" $((1600000000 + i)) $((1600000000 + i))
	printf 'data 600\n%0600d\n' "$i"
	[ "$i" != 1 ] || printf 'from %s\n' "$base^0"
done | git -C "$CLONE" fast-import --quiet --date-format=raw
on acceptance
merge dirk long "Take the long work over"
branch development acceptance
branch test acceptance
given development test acceptance
release "$READY" acceptance
promotion
push_as noor production
accepted "$(promoted)"

it "accept: ten thousand refs that nobody governs, in 30 MB"
within 30000
git -C "$CLONE" fetch -q "$CENTRAL"
for i in {1..10000}; do
	echo "create refs/tags/t$i refs/heads/development"
done | git -C "$CLONE" update-ref --stdin
push_as dirk --atomic 'refs/tags/t*'
ANSWERED=yes
is "the exit code of the push" "$STATUS" 0
is "the tags that are there" "$(git -C "$CENTRAL" for-each-ref refs/tags | wc -l)" 10000

finish
