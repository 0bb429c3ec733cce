#!/bin/bash
# The bytes of the audit's entries stand in one file beside it, and another one leads to those that mention a word. A push reads
# them there, and where a file is anything else than that, in the audit.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=tests/e2e/season.sh
. "${0%/*}/season.sh"
# shellcheck source=tests/e2e/sums.sh
. "${0%/*}/sums.sh"
world_make
policy '/^\[environment "production"\]/,/^proof/{/^signoff = /d}' 's/^proof = .*/proof = signature/'
KEPT=$CENTRAL/sluis-transcript
INDEX=$CENTRAL/sluis-index

# to ID CANDIDATE: the merge, pushed to production.
to() {
	branch production "$(as noor git -C "$CLONE" commit-tree "$2^{tree}" -p "$(git -C "$CENTRAL" rev-parse production)" -p "$2" \
		-m "Merge to production

Promotion: $1
Acceptance-Result: $(link "$1/acceptance.ini")")"
	push_as noor production
}

# let_in: something that is guarded, as each push that ends in post-receive.
let_in() {
	on development
	change dora src/more.c
	push_as dora development
	accepted
}

# refusals N: entries of pushes that nobody lets in, and that end before post-receive.
refusals() {
	local i

	for ((i = 0; i < $1; i++)); do
		(cd "$CENTRAL" && GIT_DIR=. GIT_PUSH_OPTION_COUNT=0 SLUIS_TEST_PUSHER=dirk hooks/pre-receive >"$T/null" 2>&1 \
			<<<"$(git rev-parse production) $first refs/heads/production") || :
	done
}

audited() {
	git -C "$CENTRAL" rev-list --count refs/sluis/audit
}

kept() {
	grep -acE '^[0-9a-f]{40} [0-9a-f]{8} [0-9a-f]{16}$' "$KEPT" || :
}

# verify: what it says of the file.
verify() {
	(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit verify 2>&1 | grep -E 'sluis-(transcript|index)') || :
}

# forge FROM TO: as the owner of the repository can, with sums that are right.
forge() {
	perl -e "$HASH"'my ($file, $from, $to) = @ARGV;
		open my $in, "<:raw", $file or die; local $/; my $rest = substr <$in>, 19; my $out = "";
		while (length $rest) {
			my ($id, $n) = substr($rest, -68) =~ /^\n(\w{40}) (\w{8}) \w{16}\n$/ or die; $n = hex $n;
			my $bytes = substr $rest, -68 - $n, $n; $rest = substr $rest, 0, -68 - $n;
			$bytes =~ s/$from/$to/g; my $len = length $bytes;
			$out = $bytes . sprintf("\n%s %08x %016x\n", $id, $len, hash($bytes, hash(pack("H40", $id), $len))) . $out;
		}
		open my $to_file, ">:raw", $file or die; print $to_file "sluis-transcript-2\n$out"' "$KEPT" "$@"
}

# hide WORD: the index leads to no entry that mentions the promotion, with sums that are right.
hide() {
	perl -e "$HASH"'sub seal { my ($n, $word, $at) = @_; return $n << 16 | hash(pack("q4", $n, $word, 0, $at), 0) & 0xffff }
		my ($file, $id) = @ARGV;
		my $h = 10;
		$h = hash(pack("l", ord), $h) for split //, lc $id;
		open my $f, "+<:raw", $file or die; read $f, my $head, 144; my $room = unpack "x32q", $head;
		for my $i (0 .. $room - 1) {
			read $f, my $slot, 16; my ($word, $newest) = unpack "qq", $slot;
			next if $word != $h;
			$newest == seal($newest >> 16, $word, $i) or die "another sum";
			seek $f, 144 + 16 * $i, 0; print $f pack "qq", $h ^ 1 << 40, seal($newest >> 16, $h ^ 1 << 40, $i); exit;
		}
		die "no such word"' "$INDEX" "$1"
}

# each_way WHAT COMMAND...: with the file as that leaves it, what the audit forbids is refused, and nothing else is.
each_way() {
	it "refuse: $1, an id that was spent"
	"${@:2}"
	to r-1 acceptance
	refused production promotion-once
	it "refuse: $1, a ref that was there"
	"${@:2}"
	git -C "$CENTRAL" -c core.hooksPath=/dev/null update-ref -d refs/heads/production
	branch production "$first"
	push_as noor production
	refused production ref-protected
	it "accept: $1, another id"
	"${@:2}"
	to r-2 acceptance
	accepted "sluis: production: promotion r-2 accepted (policy 2026-1)"
}

damaged() { LC_ALL=C sed -i 's/^Promotion: R-1$/Promotion: R-9/' "$KEPT"; }
cut_off() { truncate -s -5 "$KEPT"; }
empty() { : >"$KEPT"; }
other_format() { sed -i '1s/2$/1/' "$KEPT"; }
old() { cp "$T/old" "$KEPT"; }
future() { cp "$T/future" "$KEPT"; }
others_may_write() { forge R-1 R-9 && chmod g+w "$KEPT"; }
link_to_one() { forge R-1 R-9 && mv "$KEPT" "$T/one" && ln -s "$T/one" "$KEPT"; }

old_format_of_index() { LC_ALL=C sed -i '1s/^sluis-index-4$/sluis-index-3/' "$INDEX"; }
no_index() { rm -f "$INDEX"; }
zeros() { dd if=/dev/zero of="$INDEX" bs=1024 seek=1 count=8 conv=notrunc status=none; }
cut_index() { truncate -s -5 "$INDEX"; }
old_index() { cp "$T/old.index" "$INDEX"; }
# As where the machine stopped before the head was written: the table is newer.
old_head() { dd if="$T/old.index" of="$INDEX" bs=144 count=1 conv=notrunc status=none; }
others_may_hide() { hide r-1 && chmod g+w "$INDEX"; }

release R-1 acceptance
first=$(oid acceptance)
change dora src/next.c
on_acceptance
release r-1 acceptance
release r-2 acceptance
central_guard
git -C "$CENTRAL" config core.logAllRefUpdates always
world_keep

it "no file while the audit is short"
let_in
is "the file" "$([ ! -e "$KEPT" ] || echo there)" ""

to R-1 "$first"
accepted "sluis: production: promotion R-1 accepted (policy 2026-1)"
refusals 40
let_in
cp "$KEPT" "$T/old"
cp "$INDEX" "$T/old.index"
refusals 40
let_in
world_keep

it "each entry is in it once it lacks 32"
is "the entries" "$(kept)" "$(audited)"
is "verify" "$(verify)" ""
sleep 2 # until packed-refs is old enough to be looked at
let_in
refusals 20
let_in
is "the entries while it lacks fewer" "$(($(audited) - $(kept)))" 22
refusals 20
let_in
is "the entries" "$(kept)" "$(audited)"
cp "$KEPT" "$T/future"

it "its owner can make it tell something else, and verify names that"
forge R-1 R-9
to r-1 acceptance
accepted "sluis: production: promotion r-1 accepted (policy 2026-1)"
has "verify" "$(verify)" " its bytes in sluis-transcript are others; pushes make the file again after: rm $KEPT"
rm "$KEPT"
is "verify" "$(verify)" ""
let_in
is "the entries" "$(kept)" "$(audited)"

each_way "a damaged file" damaged
each_way "a file that was cut" cut_off
each_way "an empty file" empty
each_way "a file of an older format" other_format
each_way "an old file" old
each_way "a file with entries that the audit has not" future
each_way "a file that others may write" others_may_write
each_way "a link to a file" link_to_one

each_way "no index" no_index
each_way "an index of an older format" old_format_of_index
each_way "an index with zeros" zeros
each_way "an index that was cut" cut_index
each_way "an old index" old_index
each_way "an index whose head is older than its table" old_head
each_way "an index that others may write" others_may_hide

# By the audit itself, and the push is not held up.
for each in openat newfstatat pread64; do
	it "accept: the disk gives an error for the two files ($each)"
	mkdir "$CENTRAL/hooks/gate"
	mv "$CENTRAL/hooks/pre-receive" "$CENTRAL/hooks/gate/"
	printf '%s\n' '#!/bin/sh' "exec strace -qq -o '$T/trace' -P '$KEPT' -P '$INDEX' -e inject=$each:error=EIO hooks/gate/pre-receive" \
		>"$CENTRAL/hooks/pre-receive"
	chmod 755 "$CENTRAL/hooks/pre-receive"
	if strace -qq -o "$T/trace" true 2>"$T/null"; then
		to r-2 acceptance
		accepted "sluis: production: promotion r-2 accepted (policy 2026-1)"
		is "that errors came" "$(grep -c INJECTED "$T/trace")" 2
	else
		skip "no process can be traced here"
		is "the skipped" 1 1
	fi
done

it "an index is made again where there is none, and extended where there is"
no_index
let_in
is "verify" "$([ -e "$INDEX" ] || echo none; verify)" ""
old_head
refusals 40
let_in
is "verify" "$(verify)" ""

it "an entry of two megabytes is read there as any other, as is what came before it"
append_entry "$(printf 'accept %s' refs/heads/development)" "Entry: verdict" "Decision: accept" \
	"$(perl -e 'printf "Ref: refs/heads/development\nOld: %040d\nNew: %040d\n", 0, 0 for 1 .. 18000')"
refusals 40
let_in
is "verify" "$(verify)" ""
is "the entries" "$(kept)" "$(audited)"
to r-1 acceptance
refused production promotion-once
refusals 40
let_in
is "verify" "$([ -e "$INDEX" ] || echo none; verify)" ""

it "its owner can make the index lead nowhere, and verify names that"
hide r-1
to r-1 acceptance
accepted "sluis: production: promotion r-1 accepted (policy 2026-1)"
has "verify" "$(verify)" "sluis-index leads to other entries than the audit has; pushes make the file again after: rm $INDEX"
no_index
is "verify" "$(verify)" ""

it "verify names an entry that is damaged in the file, or in the file alone"
damaged
has "verify" "$(verify)" " its bytes in sluis-transcript are others"
future
has "verify" "$(verify)" " sluis-transcript has it, and the audit does not; pushes make the file again after: rm $KEPT"

it "files of a later day than the repository, which came back from a backup: nothing hangs on them, and the commands of verify mend it"
let_in
cp -a "$CENTRAL" "$T/world/backup"
refusals 40
let_in
let_in
mv "$KEPT" "$INDEX" "$T/world/"
rm -rf "$CENTRAL"
mv "$T/world/backup" "$CENTRAL"
mv "$T/world/sluis-transcript" "$T/world/sluis-index" "$CENTRAL/"
says=$(verify)
has "verify" "$says" "sluis-transcript has it, and the audit does not; pushes make the file again after: rm $KEPT"
has "verify" "$says" "sluis-index leads to other entries than the audit has; pushes make the file again after: rm $INDEX"
is "that it comes to its end" "$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit verify 2>&1 | grep -c ' entries, ')" 1
rm "$KEPT" "$INDEX"
is "what verify says of them" "$(verify)" ""

it "doctor names a file that is of no use, with the command that mends it"
cut_off
OUT=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" doctor --verbose 2>&1 | tr -s "\n " " ") || :
has_words "doctor" "$OUT" "sluis-transcript is broken, is of another audit, or is not for its owner alone to write, so that each push reads the whole audit"
rm -f "$KEPT"
OUT=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" doctor --verbose 2>&1 | tr -s "\n " " ") || :
hasnt "doctor" "$OUT" sluis-transcript

finish
