#!/bin/bash
# refs/sluis/ and refs/replace/ are written by nobody's push.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

it "accept: a ref whose name only looks like a reserved one"
push_as dirk development:refs/sluisgate/audit
accepted

it "refuse: a push to the gate's own refs"
push_as els development:refs/sluis/audit
refused refs/sluis/audit reserved-ref
says reserved-ref "refs/sluis/audit belongs to the gate, and nobody pushes there fix: push to a ref of your own; only the administrator of the server changes this one"

it "refuse: a replacement of a commit"
ref=refs/replace/$(oid acceptance)
push_as noor "production:$ref"
refused "$ref" reserved-ref
says reserved-ref "$ref would change what others see of a commit, and nobody pushes there"

it "refuse: the gate's own ref is deleted"
git -C "$CENTRAL" update-ref refs/sluis/policy refs/heads/development
push_as noor :refs/sluis/policy
refused refs/sluis/policy reserved-ref

it "refuse: the gate's own ref under another name"
git -C "$CENTRAL" symbolic-ref refs/heads/mine refs/sluis/policy
change dirk src/pay.c
push_as dirk -f development:mine
refused refs/sluis/policy reserved-ref
says reserved-ref "refs/sluis/policy belongs to the gate"

it "refuse: names that git or people take for production"
for ref in refs/tags/production refs/tags/Production refs/production refs/heads/refs/heads/production refs/tags/refs/heads/production; do
	push_as dirk "development:$ref"
	refused "$ref" reserved-ref
	says reserved-ref "$ref can be taken for refs/heads/production, which the gate guards: git and people who ask for one may get the other"
	mends reserved-ref "give it another name"
done
push_as tess development:refs/tags/promotions
refused refs/tags/promotions reserved-ref

it "refuse: a tag that can be taken for a ref of a pattern"
policy 's|^ref = refs/heads/production|ref = refs/heads/prod-*|'
push_as dirk development:refs/tags/prod-nl
accepted
push_as noor acceptance:refs/heads/prod-nl
refused refs/heads/prod-nl reserved-ref
says reserved-ref "refs/tags/prod-nl is there, which can be taken for refs/heads/prod-nl"
mends reserved-ref "its owner deletes it first: git push origin :refs/tags/prod-nl"
push_as dirk :refs/tags/prod-nl
accepted
push_as noor acceptance:refs/heads/prod-nl
accepted
push_as dirk development:refs/tags/prod-nl
refused refs/tags/prod-nl reserved-ref

it "refuse: the whole name of a guarded ref, there or not, in each folder where git push looks for it"
policy_add '[environment "release"]' 'ref = refs/tags/v*' 'from = production' 'push = operator'
for folder in heads/ tags/ remotes/ ""; do
	for whole in refs/signoffs/2026.1/operator/jan refs/tags/v1 refs/sluis/audit refs/heads/production; do
		push_as dirk "development:refs/$folder$whole"
		refused "refs/$folder$whole" reserved-ref
		says reserved-ref "refs/$folder$whole can be taken for $whole, which the gate guards"
		mends reserved-ref "give it another name"
	done
done
push_as dirk development:refs/heads/REFS/tags/V1
refused refs/heads/REFS/tags/V1 reserved-ref

it "accept: the whole name of what nothing guards, and that of production where git does not look"
push_as dirk development:refs/heads/refs/heads/topic development:refs/original/refs/heads/production
accepted

it "refuse: a sign-off that git takes for a ref that was there before the gate; accept: once that is deleted"
proof_by_signature
stray=refs/remotes/refs/signoffs/$READY/operator/jan
git -C "$CENTRAL" update-ref "$stray" refs/heads/acceptance~
signoff jan operator
push_as jan "signoffs/jan:refs/signoffs/$READY/operator/jan"
refused "$stray" reserved-ref
mends reserved-ref "delete it, then push again what you meant: git push origin :$stray"
push_as jan ":$stray"
accepted
signed_off jan operator

it "refuse: what was there before the gate is moved, or made anew, or made together with what it can be taken for"
git -C "$CENTRAL" update-ref refs/tags/production refs/heads/test
push_as dirk -f acceptance~:refs/tags/production
refused refs/tags/production reserved-ref
push_as dirk :refs/tags/production
accepted
push_as dirk development:refs/tags/production
refused refs/tags/production reserved-ref
policy 's|^ref = refs/heads/production|ref = refs/heads/prod-*|'
push_as noor acceptance:refs/heads/prod-nl acceptance:refs/heads/refs/heads/prod-nl
refused refs/heads/refs/heads/prod-nl reserved-ref
REF_OF=refs/heads/prod-nl refused refs/heads/prod-nl reserved-ref

it "refuse: production is made while a tag of its name is there; accept: in the push that deletes the tag"
git -C "$CENTRAL" update-ref -d refs/heads/production
git -C "$CENTRAL" update-ref refs/tags/production refs/heads/test
push_as noor acceptance:refs/heads/production
refused refs/heads/production reserved-ref
says reserved-ref "refs/tags/production is there, which can be taken for refs/heads/production"
push_as noor acceptance:refs/heads/production :refs/tags/production
accepted

it "accept: what was there before the gate is deleted, and a forge writes its own"
git -C "$CENTRAL" update-ref refs/tags/production refs/heads/development
push_as dirk :refs/tags/production
accepted
push_as dirk development:refs/tags/v1 development:refs/heads/heads/production
accepted
push_as dirk development:refs/{pull,merge-requests,keep-around,environments}/production
accepted

it "undecided: a symbolic ref that leads back to itself"
git -C "$CENTRAL" symbolic-ref refs/heads/round refs/heads/round
push_as dirk development:round
undecided refs/heads/round reserved-ref
says reserved-ref "'refs/heads/round' is a symbolic ref that leads nowhere"
mends reserved-ref "the administrator of the server runs: git symbolic-ref --delete 'refs/heads/round'"

it "undecided: the file of production's own ref is broken, so that it looks like a new one"
git -C "$CENTRAL" update-ref -d refs/heads/production
echo "no object id" >"$CENTRAL/refs/heads/production"
push_as noor acceptance:refs/heads/production
GIT_SAYS="missing necessary objects" undecided refs/heads/production reserved-ref

it "undecided: a ref whose file is broken"
echo "no object id" >"$CENTRAL/refs/heads/broken"
push_as dirk development:broken
GIT_SAYS="missing necessary objects" undecided refs/heads/broken reserved-ref
says reserved-ref "the ref 'refs/heads/broken' cannot be read"

finish
