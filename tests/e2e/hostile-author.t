#!/bin/bash
# Whoever made a change tries to look like somebody else, or like nobody who counts.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

# by ADDRESS [NAME]: the newest commit is authored and committed under that address.
by() {
	GIT_COMMITTER_DATE="$clock +0100" GIT_COMMITTER_NAME=${2:-Noor Kaya} GIT_COMMITTER_EMAIL=$1 git -C "$CLONE" commit -q --amend --no-edit \
		--author "${2:-Noor Kaya} <$1>"
}

# went_through: development goes to acceptance, as if long ago, and has a dossier.
went_through() {
	on_acceptance
	release 2026.12 acceptance
}

# unknown_author ADDRESS: as the gate shows it.
unknown_author() {
	push_as dirk development
	refused development author-known
	says author-known "$1 wrote $(title development) and is not listed in the policy"
}

it "accept: the same way, with a change of dirk's"
change dirk src/pay.c
went_through
promotion id 2026.12
push_as noor production
accepted "$(promoted 2026.12)"

it "refuse: a made-up author, so that everybody who made it could sign"
change dirk src/pay.c
by ghost@example.org "Nobody Special"
unknown_author ghost@example.org

it "refuse: an author line of somebody else, where commits must be the pusher's own"
policy '/^ref = refs.heads.development/a committer-is-pusher = yes'
change noor src/pay.c
by dora@example.org "Dora Mulder"
push_as dirk development
refused development committer-is-pusher

it "refuse: an author line of somebody else hides no committer"
change noor src/pay.c
as noor git -C "$CLONE" commit -q --amend --no-edit --author "$(signature dirk)"
went_through
promotion id 2026.12 by jan
push_as noor production
refused production author-not-promoter
says author-not-promoter "Noor Kaya pushes to production and committed $(title acceptance)"

it "refuse: a second address of one person is that person"
policy 's/^email = kim@example.org/&\nemail = k.jansen@home.example/'
change dirk src/pay.c
by k.jansen@home.example "K."
went_through
promotion id 2026.12
push_as noor production
refused production author-not-approver
says author-not-approver "Kim Jansen"

it "refuse: a second account of one person is that person"
policy 's/^login = noor/&\nlogin = noor-admin/'
change noor src/pay.c
went_through
promotion id 2026.12 by jan
push_as noor-admin production
refused production author-not-promoter
says author-not-promoter "Noor Kaya pushes to production"

it "refuse: a second account that is nobody's"
push_as noor-admin production
refused production pusher-known
says pusher-known "nobody in the policy has the login 'noor-admin'"

it "refuse: a login in other case is another one"
push_as Noor production
refused production pusher-known
says pusher-known "nobody in the policy has the login 'Noor'"

it "refuse: an address with a letter of another alphabet"
change noor src/pay.c
by $'n\xd0\xbeor@example.org'
unknown_author 'n\xd0\xbeor@example.org'

it "refuse: an address with a plus"
change noor src/pay.c
by noor+work@example.org
unknown_author noor+work@example.org

it "refuse: an address whose host ends in a dot"
change noor src/pay.c
by noor@example.org.
git -C "$CLONE" cat-file commit development | sed 's/<noor@example.org>/<noor@example.org.>/' | commit_raw development
unknown_author noor@example.org.

it "refuse: an address with a character that is not seen"
change noor src/pay.c
by $'noor\xe2\x80\x8b@example.org'
unknown_author 'noor\xe2\x80\x8b@example.org'

it "refuse: an address in full-width letters"
change noor src/pay.c
by $'noor\xef\xbc\xa0example.org'
unknown_author 'noor\xef\xbc\xa0example.org'

it "refuse: a sign-off under an address that only looks like hers"
promotion drop Accepted-by add $'Accepted-by: Kim Jansen <k\xd1\x96m@example.org>'
push_as noor production
refused production signoff-present
says signoff-present "'Accepted-by: Kim Jansen <k\\xd1\\x96m@example.org>' is not listed in the policy"

it "refuse: somebody else's name before one's own address is one's own word"
promotion drop Accepted-by add "Accepted-by: Kim Jansen <noor@example.org>"
push_as noor production
refused production signoff-present
says signoff-present "'Accepted-by: Kim Jansen <noor@example.org>' does not have the role"

it "refuse: a mailmap in the tree says that somebody else made it"
echo "Dora Mulder <dora@example.org> <kim@example.org>" >"$CLONE/.mailmap"
git -C "$CLONE" add .mailmap
change kim src/pay.c
went_through
git -C "$CENTRAL" config mailmap.blob refs/heads/development:.mailmap
git -C "$CENTRAL" config log.mailmap true
is "what git shows" "$(git -C "$CENTRAL" log -1 --format=%aN development)" "Dora Mulder"
promotion id 2026.12
push_as noor production
refused production author-not-approver
says author-not-approver "Kim Jansen"

it "refuse: a mailmap in the tree gives somebody unknown a name"
echo "Dirk Visser <dirk@example.org> <ghost@example.org>" >"$CLONE/.mailmap"
git -C "$CLONE" add .mailmap
change dirk src/pay.c
by ghost@example.org Ghost
git -C "$CENTRAL" config mailmap.file "$CLONE/.mailmap"
unknown_author ghost@example.org

finish
