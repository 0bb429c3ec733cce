#!/bin/bash
# Commits and messages that no git would write.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

trailers=$(trailers_ready "$READY")

# message TEXT: the merge with this message, byte for byte.
message() {
	{
		git -C "$CLONE" cat-file commit production | sed '/^$/q'
		printf '%b' "$1"
	} | commit_raw production
}

it "accept: a message of nothing but a subject and the trailers"
message "Merge\n\n$trailers\n"
push_as noor production
accepted "$(promoted)"

it "refuse: a NUL in the message, behind which the trailers stand"
message "Merge\0\n\n$trailers\n"
push_as noor production
refused production acceptance-linked signoff-present
says acceptance-linked "the message holds a NUL byte, where git log stops reading"

it "refuse: a NUL in the message, behind which other trailers stand"
message "Merge\n\n$trailers\n\0Promotion: x\n"
push_as noor production
refused production acceptance-linked signoff-present

it "refuse: a message of more than a MiB"
{
	git -C "$CLONE" cat-file commit production
	echo
	yes "Note: a long message" | head -c 1100000
} | commit_raw production
push_as noor production
refused production acceptance-linked signoff-present
says signoff-present "the message is longer than 1048576 bytes"

it "refuse: trailers behind a line that ends a mail"
message "Merge\n\n---\n\n$trailers\n"
push_as noor production
refused production acceptance-linked signoff-present

it "refuse: trailers behind a blank line, and others in front"
message "Merge\n\n$trailers\n\n\nPromotion: other\n"
push_as noor production
refused production acceptance-linked signoff-present
says acceptance-linked "$(title production) links no acceptance result"

it "refuse: a message in an encoding that hides what it says"
{
	git -C "$CLONE" cat-file commit production | sed '/^$/,$d'
	printf 'encoding UTF-7\n\nMerge\n\n%s\n' "$trailers"
} | commit_raw production
push_as noor production
refused production acceptance-linked signoff-present
says acceptance-linked "its message is in the encoding 'UTF-7'"

it "refuse: more trailers than a message can have"
{
	git -C "$CLONE" cat-file commit production
	yes "Note: x" | head -n 1500
} | commit_raw production
push_as noor production
refused production acceptance-linked signoff-present
says acceptance-linked "the message has more than 1000 trailers"

it "undecided: two authors in one commit"
git -C "$CLONE" cat-file commit production | sed '/^author/{p;s/noor/jan/}' | commit_raw production
push_as noor production
undecided production ref-protected
says ref-protected "commit $(short production) is not well formed"
mends ref-protected "recreate it in valid form; then push again"

it "undecided: a second tree in one commit"
git -C "$CLONE" cat-file commit production | sed "/^committer/a tree $(oid "production~^{tree}")" | commit_raw production
push_as noor production
undecided production ref-protected

it "undecided: a commit of more than four MiB"
{
	git -C "$CLONE" cat-file commit production
	head -c 4200000 /dev/zero | tr '\0' x
} | commit_raw production
push_as noor production
undecided production ref-protected
says ref-protected "is larger than 4194304 bytes"

it "undecided: an author without an address"
change dirk src/pay.c
git -C "$CLONE" cat-file commit development | sed 's/^author .* <[^>]*>/author Dirk/' | commit_raw development
push_as dirk development
undecided development ref-protected

it "refuse: a replaced candidate on the server does not make it complete"
promotion tree "$(edited_tree acceptance)" by dora
git -C "$CENTRAL" fetch -q "$CLONE" production
git -C "$CENTRAL" update-ref "refs/replace/$(oid "acceptance^{tree}")" "$(oid "production^{tree}")"
push_as noor production
refused production complete

it "refuse: a replaced commit on the server does not make it contained"
change dirk src/more.c
branch candidate acceptance
on_acceptance
release 2026.12 acceptance
went_over id 2026.12
promotion candidate candidate
git -C "$CENTRAL" update-ref "refs/replace/$(oid candidate)" "$(oid acceptance)"
push_as noor production
refused production nothing-lost

it "undecided: a graft on the server, by which it would be contained"
change dirk src/more.c
branch candidate acceptance
on_acceptance
release 2026.12 acceptance
went_over id 2026.12
promotion candidate candidate
mkdir -p "$CENTRAL/info"
echo "$(oid candidate) $(oid acceptance)" >"$CENTRAL/info/grafts"
push_as noor production
undecided_all "the repository has grafts, so its history cannot be judged" \
	"fix: the administrator removes info/grafts, or runs in the repository:"
rm "$CENTRAL/info/grafts"
push_as noor production
refused production nothing-lost

finish
