#!/bin/bash
# The stated impact is at least what the changed paths demand.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
world_keep

# touched COMMAND...: development, test and acceptance get a commit of dirk's that does this; the release is made of it.
touched() {
	on development
	(cd "$CLONE" && "$@")
	git -C "$CLONE" add -A
	as dirk git -C "$CLONE" commit -q -m "Change"
	branch test development
	branch acceptance development
	given development test acceptance
	dossier "$READY" acceptance
	evidence tess
	plan "$READY" acceptance
	planned
}

it "accept: nothing of a higher level changed"
push_as noor production
accepted "$(promoted)"

it "accept: it was changed on the way, and back again"
change dirk db/schema.sql
on development
git -C "$CLONE" rm -q -r db
as dirk git -C "$CLONE" commit -q -m "Take it back"
touched touch other
push_as noor production
accepted "$(promoted)"

it "refuse: a file of the database changed"
touched sh -c 'mkdir -p db && echo x >db/schema.sql'
push_as noor production
refused production impact-floor parallel-run
says impact-floor "the impact is stated as low, and db/schema.sql changed, which makes it at least high (pattern db/**)"

it "refuse: a file was moved out of it"
policy 's/^path = db.*/path = READM?/'
touched git mv README pay.txt
push_as noor production
refused production impact-floor parallel-run

it "refuse: a file of it was deleted"
policy 's/^path = db.*/path = READM?/'
touched git rm -q README
push_as noor production
refused production impact-floor parallel-run

it "refuse: a submodule was moved"
policy 's/^path = db/path = lib/'
touched sh -c 'git update-index --add --cacheinfo 160000,1111111111111111111111111111111111111111,lib && mkdir -p lib'
push_as noor production
refused production impact-floor parallel-run

it "undecided: what production holds is missing"
lose "$(oid "production~^{tree}")"
push_as noor production
undecided production impact-floor parallel-run signoff-present

finish
