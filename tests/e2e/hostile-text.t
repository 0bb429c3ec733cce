#!/bin/bash
# What people write reaches the terminal of others as what may be shown. Every push of these tests is looked at
# for that (answer.sh); here are those who try.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

evil=$'\e[2J\e]0;owned\a\r\xff\xc2\x9b31m\x7f\b'
shown='\x1b[2J\x1b]0;owned\x07\x0d\xff\xc2\x9b31m\x7f\x08'

# raw REF OLD NEW: the commit once more, with other bytes in it.
raw() {
	git -C "$CLONE" cat-file commit "$1" | OLD=$2 NEW=$3 perl -0777 -pe 's/\Q$ENV{OLD}\E/$ENV{NEW}/' | commit_raw "$1"
}

it "refuse: escape sequences in the subject of a promotion"
promotion drop Accepted-by
raw production "Merge release" "Merge ${evil}release"
push_as noor production
refused production signoff-present
says signoff-present "\"Merge ${shown}release"

it "refuse: a subject that looks like a verdict of the gate"
promotion drop Accepted-by
raw production "Merge release" "sluis: production: promotion 2026.11 accepted"
push_as noor production
refused production signoff-present

it "refuse: escape sequences in a sign-off"
promotion drop Accepted-by add "Accepted-by: KimEVIL <kim@example.com>"
raw production EVIL "$evil"
push_as noor production
refused production signoff-present
says signoff-present "'Accepted-by: Kim${shown} <kim@example.com>' is not listed in the policy"

it "refuse: escape sequences in a promotion's id"
promotion drop Promotion
raw production "Acceptance-Result: " "Promotion: a${evil}b"$'\n'"Acceptance-Result: "
push_as noor production
refused production acceptance-linked
says acceptance-linked "names the promotion 'a${shown}b'"

it "refuse: escape sequences in a link"
promotion drop Acceptance-Result add "Acceptance-Result: git:aEVILb sha256:x"
raw production EVIL "$evil"
push_as noor production
refused production acceptance-linked
says acceptance-linked "the link 'git:a${shown}b sha256:x' has"

it "refuse: escape sequences in the name of a file that was not accepted"
on other acceptance
mkdir "$CLONE/new"
echo x >"$CLONE/new/a"$'\e[31m\n'"b"
git -C "$CLONE" add .
as dora git -C "$CLONE" commit -q -m "More"
promotion tree "other^{tree}" by dora
push_as noor production
refused production complete
says complete "differ in 1 file: new/a\\x1b[31m\\x0ab"

it "refuse: escape sequences in the values of a record"
record "s/^candidate = .*/candidate = x$(printf '\033')[31m/"
tested
push_as noor production
refused production acceptance-bound

it "refuse: a record whose values are words of other languages"
record 's/^environment = .*/environment = acceptatié/'
tested
push_as noor production
refused production acceptance-bound
says acceptance-bound "is about environment acceptatié, and this promotion is about acceptance"

it "refuse: escape sequences in the address of an author"
change dirk src/pay.c
raw development "<dirk@example.org>" "<${evil/$'\r'/}@example.org>"
push_as dirk development
refused development author-known
says author-known "$(tr -d '\n' <<<"${shown/\\x0d/}")@example.org wrote"
mends author-known "the administrator adds"

it "refuse: escape sequences in a co-author, in a message without trailers"
change dirk src/pay.c
raw development "Change src/pay.c" "Change"$'\n\n'"co-authored-by: x <a${evil}b@example.org>"
push_as dirk development
refused development author-known
says author-known "a${shown}b@example.org co-wrote"

it "refuse: a login with escape sequences"
push_as "noor$evil" production
refused production pusher-known

it "refuse: quotes and blanks in what is to be pasted"
policy "s|^ref = refs/heads/production|ref = refs/heads/it's-\$(touch-x)|"
git -C "$CENTRAL" update-ref "refs/heads/it's-\$(touch-x)" production
push_as dora "production:refs/heads/it's-\$(touch-x)"
REF_OF="it's-\$(touch-x)" refused production push-access
mends push-access "one of them fetches the promotion from you, reviews it and pushes it: git push origin $(short production):'refs/heads/it'\\''s-\$(touch-x)'"

finish
