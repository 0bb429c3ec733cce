#!/bin/bash
# Every author, committer and co-author is a person or service of the policy.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

it "accept: an author whom the policy knows"
change dirk src/pay.c
push_as dirk development
accepted

it "accept: an address in other case, and one that is the person's second"
change dirk src/pay.c
GIT_COMMITTER_NAME=Dora GIT_COMMITTER_EMAIL=Dora.Mulder@School.Example git -C "$CLONE" commit -q --amend --no-edit \
	--author "Dirk <DIRK@example.org>"
push_as dora development
accepted

it "accept: a service"
change ci src/version.h
push_as ci development
accepted

it "accept: anybody, where the policy allows it"
policy '/^\[separation\]/a unknown-authors = allow'
change mallory src/pay.c
push_as dirk development
accepted

it "accept: an unknown author whom the server has since before the gate"
change mallory src/pay.c
given development
change dirk src/pay.c
push_as dirk development
accepted

it "refuse: an author whom nobody knows, as soon as the commit comes in"
change mallory src/pay.c
push_as dirk development
refused development author-known
says author-known "mallory@example.org wrote $(title development) and is not listed in the policy"
mends author-known "the administrator adds 'email = mallory@example.org' to somebody in the policy; or, when it is your own commit, put your address on it: git rev-parse HEAD | grep -q ^$(short development) && git config user.email dirk@example.org && git rebase -r --exec 'git log -1 --format=%ae | grep -qxFi mallory@example.org && git commit --amend --no-edit --reset-author; :' $(tip development | cut -c 1-7)"

it "refuse: a committer whom nobody knows"
change dirk src/pay.c
as mallory git -C "$CLONE" commit -q --amend --no-edit --author "$(signature dirk)"
push_as dirk development
refused development author-known
says author-known "mallory@example.org committed $(title development)"

it "refuse: a co-author whom nobody knows"
change dirk src/pay.c "Pay

Co-authored-by: Mallory <mallory@example.org>"
push_as dirk development
refused development author-known
says author-known "mallory@example.org co-wrote $(title development)"

it "refuse: an author with two addresses in one line"
change dirk src/pay.c
git -C "$CLONE" cat-file commit development | sed 's/^author .* </&mallory@example.org> </' | commit_raw development
push_as dirk development
refused development author-known
says author-known "(no readable address) wrote"

it "refuse: an old commit of somebody unknown goes to production"
change mallory src/pay.c
on_acceptance
release 2026.12 acceptance
promotion id 2026.12
push_as noor production
refused production author-known
says author-known "mallory@example.org wrote $(title acceptance) and is not listed in the policy"
mends author-known "the administrator adds 'email = mallory@example.org' to somebody in the policy"

it "refuse: a merge by somebody unknown"
on side development~
change dirk src/side.c
on development
merge mallory side
push_as dirk development
refused development author-known

it "refuse: a co-author without an address, with a mend that mends"
change dirk src/pay.c "Pay

Co-authored-by: Jan"
push_as dirk development
refused development author-known
says author-known "(no readable address) co-wrote $(title development) and is not listed in the policy"
mends author-known "reword that commit: write 'Co-authored-by: NAME <ADDRESS>', or take the line out: git rev-parse HEAD | grep -q ^$(short development) && git rebase -r -i $(short development~)"
# shellcheck disable=SC2016 # the editor's own variables
printf '#!/bin/sh\ncase $1 in *todo) sed -i s/^pick/reword/ "$1" ;; *) sed -i /^Co-/d "$1" ;; esac\n' >"$T/editor"
chmod +x "$T/editor"
as dirk env GIT_EDITOR="$T/editor" git -C "$CLONE" rebase -q -i development~ >/dev/null 2>&1
push_as dirk development
accepted

it "refuse: an author of a squash whom nobody knows"
on side development
change mallory src/side.c
on development
git -C "$CLONE" merge -q --squash side >/dev/null
as dirk git -C "$CLONE" commit -q --no-edit
push_as dirk development
refused development author-known
says author-known "mallory@example.org co-wrote $(title development) and is not listed in the policy"

it "refuse: a co-author without an address, on the way to production"
change dirk src/pay.c "Pay

Co-authored-by: Jan"
on_acceptance
release 2026.12 acceptance
promotion id 2026.12
push_as noor production
refused production author-known
mends author-known "the commit cannot change any more: the administrator sets 'unknown-authors = allow' in the policy until it has gone over"

it "refuse: a co-author line for everybody who could sign"
change dirk src/pay.c "Pay

Co-authored-by: Kim <kim@example.org>"
push_as dirk development
refused development author-known
says author-known "$(title development) leaves the sign-off users (role key-user) fewer people than it needs: 1, without those it names: Kim Jansen"
mends author-known "the administrator gives the role to somebody else too; or reword that commit so that it names only who made it: git rev-parse HEAD | grep -q ^$(short development) && git rebase -r -i $(short development~)"

it "refuse: the same, with a mend that mends"
change dirk src/pay.c "Pay

Co-authored-by: Kim <kim@example.org>"
push_as dirk development
refused development author-known
# shellcheck disable=SC2016 # the editor's own variables
printf '#!/bin/sh\ncase $1 in *todo) sed -i s/^pick/reword/ "$1" ;; *) sed -i /^Co-/d "$1" ;; esac\n' >"$T/editor"
chmod +x "$T/editor"
GIT_EDITOR="$T/editor" paste_mend dirk author-known
push_as dirk development
accepted

# named PERSON [FILE]: dirk changes something, and names that person as co-author.
named() {
	change dirk "${2:-src/pay.c}" "Pay

Co-authored-by: $(signature "$1")"
	push_as dirk development
}

it "accept: another who holds the role is left"
policy '/^\[role "key-user"\]/a member = tess'
named kim
accepted

it "refuse: the other does not hold the role yet"
policy '/^\[role "key-user"\]/a member = tess from 2099-01-01'
named kim
refused development author-known
says author-known "leaves the sign-off users (role key-user) fewer people than it needs: 1, without those it names: Kim Jansen"

it "refuse: the other is gone, and the second deputy no more one"
policy '/^\[role "key-user"\]/a deputy = tess from 2020-01-01 until 2020-02-01'
named kim
refused development author-known
says author-known "leaves the sign-off users"

it "refuse: a merge names everybody who could sign"
on side development
change dora src/side.c
on development
change dirk src/pay.c
merge dirk side "Merge side

Co-authored-by: $(signature els)"
push_as dirk development
refused development author-known
says author-known "$(title development) leaves the sign-off system-owner (role system-owner) fewer people than it needs: 1, without those it names: Els de Vries"

# els_merges [FILE]: the owner merges dora's work into dirk's, with that file changed in the merge.
els_merges() {
	on side development
	change dora src/side.c
	on development
	change dirk src/pay.c
	merge els side
	if [ -n "${1-}" ]; then
		echo more >>"$CLONE/$1"
		as els git -C "$CLONE" commit -qa --amend --no-edit
	fi
	push_as dirk development
}

it "accept: whoever could sign alone makes a merge that adds nothing"
els_merges
accepted

it "refuse: whoever could sign alone edits something in a merge"
els_merges src/side.c
refused development author-known
says author-known "$(title development) leaves the sign-off system-owner (role system-owner) fewer people than it needs: 1, without those it names: Els de Vries"

# impact_asks: what touches db/ needs a sign-off of tess too.
impact_asks() {
	policy 's/^require = .*/require = acceptance impact complete/'
	policy_add '[role "security"]' 'member = tess' '[signoff "security"]' 'trailer = Secured-by' 'role = security' \
		'[impact "low"]' '[impact "high"]' 'path = db/**' 'signoff = security'
}

it "accept: one whom a level of impact asks, in a commit that does not touch it"
impact_asks
named tess
accepted

it "refuse: the only one whom a level of impact asks, in a commit that touches it"
impact_asks
named tess db/schema
refused development author-known
says author-known "$(title development) leaves the sign-off security (role security) fewer people than it needs: 1, without those it names: Tess Bos"

it "refuse: the same in a commit without a parent"
impact_asks
git -C "$CLONE" checkout -q --orphan other
change tess db/schema
on development
as dirk git -C "$CLONE" merge -q --no-ff --allow-unrelated-histories -X ours -m "Merge other" other >"$T/null"
push_as dirk development
refused development author-known
says author-known "$(title other) leaves the sign-off security"

it "accept: the same, where no environment asks about impact"
impact_asks
policy 's/^require = .*/require = acceptance complete/'
named tess db/schema
accepted

# duty: tess alone signs emergencies, which dora cannot.
duty() {
	policy_add '[role "duty"]' 'member = tess' '[signoff "duty"]' 'trailer = Duty-by' 'role = duty' \
		'[emergency]' 'signoff = duty' 'review-within-days = 5'
}

it "refuse: the only one who signs emergencies and rollbacks"
duty
named tess
refused development author-known
says author-known "$(title development) leaves the sign-off duty (role duty) fewer people than it needs: 1, without those it names: Tess Bos"

it "refuse: two roles are left to one person, who fills one"
policy '/^\[role "key-user"\]/a member = els'
named kim
refused development author-known
says author-known "fewer people than it needs: 1, without those it names: Kim Jansen"
has "the roles" "${ANSWER_TEXT["$block author-known"]}" "(role "

it "accept: two roles are left to one person, who may fill both"
policy '/^\[role "key-user"\]/a member = els' '/^\[separation\]/a one-signer-one-role = no'
named kim
accepted

it "undecided: which levels a commit touches cannot be read"
impact_asks
named tess
accepted
change dirk src/pay.c "Pay

Co-authored-by: $(signature tess)"
lose "$(git -C "$CENTRAL" rev-parse "development^{tree}")"
push_as dirk development
undecided development author-known
says author-known "tree"

it "refuse: the same below another commit, where unknown authors may come in"
policy '/^\[separation\]/a unknown-authors = allow'
change kim src/pay.c
change mallory src/pay.c
push_as dirk development
refused development author-known
says author-known "$(title development~) leaves the sign-off users"

it "accept: a commit of the only signer, where authors may sign"
policy '/^\[separation\]/a authors-may-sign = yes'
change kim src/pay.c
push_as dirk development
accepted

it "undecided: a commit that cannot be read the same way by everybody"
change dirk src/pay.c
git -C "$CLONE" cat-file commit development | sed '/^author/{p;s/dirk/dora/}' | commit_raw development
git -C "$CLONE" reset -q --hard development
change dirk src/pay.c
push_as dirk development
undecided development author-known
says author-known "commit $(short development~) is not well formed: its committer line is missing or out of place"
mends author-known "recreate it in valid form; then push again"

finish
