#!/bin/bash
# A guarded ref under another spelling: on a file system that does not tell case, it is the same file.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

# respelled REF NAME: refused, as another spelling of NAME.
respelled() {
	refused "$1" reserved-ref
	says reserved-ref "$1 is another spelling of $2, which the gate guards: where case does not count, they are one"
	mends reserved-ref "push to the name that the policy has, or to one that differs in more than its case"
}

it "accept: the ref itself, and names that differ in more"
push_as noor production
accepted "$(promoted)"
push_as dirk development:Production2 development:product
accepted

it "accept: names that differ in case from each other alone, where nothing is guarded"
push_as dirk development:topic development:Topic
accepted

it "refuse: production with a capital"
push_as noor acceptance:Production
respelled refs/heads/Production refs/heads/production

it "refuse: a whole promotion under another spelling"
push_as noor production:PRODUCTION
respelled refs/heads/PRODUCTION refs/heads/production

it "refuse: the evidence under another spelling"
push_as tess development:Promotions
respelled refs/heads/Promotions refs/heads/promotions

it "refuse: the audit under another spelling"
push_as dirk development:refs/Sluis/audit
respelled refs/Sluis/audit refs/sluis/...

it "refuse: a sign-off under another spelling"
push_as kim "acceptance:refs/Signoffs/$READY/key-user/kim"
respelled "refs/Signoffs/$READY/key-user/kim" refs/signoffs/...

it "refuse: a replacement under another spelling"
ref=refs/Replace/$(oid acceptance)
push_as noor "production:$ref"
respelled "$ref" refs/replace/...

it "refuse: a pattern of an environment, which another spelling would escape"
policy 's|^ref = refs/heads/development|ref = refs/heads/work/*|'
push_as dirk development:Work/pay
respelled refs/heads/Work/pay 'refs/heads/work/*'

it "refuse: production, where a pattern takes the other spelling for work"
policy 's|^ref = refs/heads/development|ref = refs/heads/P*|'
push_as dirk development:Production
respelled refs/heads/Production refs/heads/production

it "refuse: another spelling is deleted, which was there before the gate"
git -C "$CENTRAL" update-ref refs/heads/Production refs/heads/development
push_as noor :Production
respelled refs/heads/Production refs/heads/production

it "refuse: a symbolic ref to another spelling"
git -C "$CENTRAL" update-ref refs/heads/Production refs/heads/development
git -C "$CENTRAL" symbolic-ref refs/heads/live refs/heads/Production
change dirk src/pay.c
push_as dirk development:live
respelled refs/heads/Production refs/heads/production

it "refuse: characters that a Mac leaves out of a name"
push_as noor $'acceptance:refs/heads/pro\xe2\x80\x8cduction'
not_moved
is "the head" "${ANSWER_HEAD[0]:-none}" 'refs/heads/pro\xe2\x80\x8cduction is not created: 1 rule is not met'
has_words "the reason" "${ANSWER_TEXT["0 reserved-ref"]:-}" "is another spelling of refs/heads/production, which the gate guards"
ANSWER_SEEN[0]=yes

it "refuse: past every push, where refs are held to the audit"
ln -s "$SLUIS_BUILD/reference-transaction" "$CENTRAL/hooks/reference-transaction"
rc=0
out=$(git -C "$CENTRAL" update-ref refs/heads/Production refs/heads/development 2>&1) || rc=$?
is "that it fails" "$((rc != 0))" 1
has "what it says" "$out" "no verdict lets"
is "the ref" "$(tip Production)" none

finish
