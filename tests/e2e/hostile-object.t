#!/bin/bash
# Objects of another kind where a commit is meant.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

# tagged NAME REV: an annotated tag.
tagged() {
	as noor git -C "$CLONE" tag -f -a -m "Release" "$1" "$2" >"$T/null" 2>&1
}

# no_commit REV: production does not take it.
no_commit() {
	push_as noor -f "$1:refs/heads/production"
	undecided production ref-protected
	says ref-protected "object $(oid "$1" | cut -c 1-7) is no commit"
	mends ref-protected "recreate it in valid form; then push again"
}

it "accept: the commit itself, with a tag on it along"
tagged release production
push_as noor production refs/tags/release:refs/tags/release
accepted "$(promoted)"

it "undecided: a tag that points to a good merge"
tagged release production
no_commit release

it "undecided: a tag that points to a tag"
tagged release production
tagged again release
no_commit again

it "undecided: a tree"
no_commit "production^{tree}"

it "undecided: a file"
no_commit production:src/pay.c

it "refuse: a merge whose candidate is a tag on it"
tagged candidate acceptance
git -C "$CLONE" cat-file commit production |
	sed "s/^parent $(oid acceptance)/parent $(oid candidate)/" | commit_raw production
push_as noor production
if [ "$STATUS" = 128 ]; then
	skip "this git does not even send it"
else
	GIT_SAYS="unpacker error" not_moved
fi

it "refuse: the evidence becomes a tag"
tagged evidence promotions
push_as tess -f "evidence:refs/heads/promotions"
undecided refs/heads/promotions ref-protected
says ref-protected "object $(oid evidence | cut -c 1-7) is no commit"

it "refuse: a sign-off where no sign-off can stand"
push_as kim acceptance:refs/signoffs/mine
refused refs/signoffs/mine signoff-proven
says signoff-proven "refs/signoffs/mine is no place for a sign-off: its name has not the three parts"
mends signoff-proven "git sluis sign makes one as it should be, and pushes it to its place"

finish
