#!/bin/bash
# What no environment governs passes without a word, whoever pushes it.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

it "accept: a branch, by a person of the policy"
push_as dirk development:refs/heads/topic/pay
accepted

it "accept: a branch, by somebody the policy does not know"
change mallory src/pay.c
push_as mallory development:topic
accepted

it "accept: a branch that is rewound"
git -C "$CENTRAL" update-ref refs/heads/topic refs/heads/development
push_as mallory -f development~:topic
accepted

it "accept: a branch that goes"
git -C "$CENTRAL" update-ref refs/heads/topic refs/heads/development
push_as mallory :topic
accepted

it "accept: tags, also with the name of an environment inside"
git -C "$CLONE" tag production-1 production
as dirk git -C "$CLONE" tag -a -m "One" v1 acceptance
push_as dirk refs/tags/production-1:refs/tags/production-1 refs/tags/v1:refs/tags/v1
accepted

it "accept: a branch below the name of an environment's folder"
policy 's|refs/heads/production|refs/heads/live/production|'
push_as dirk development:refs/heads/live/test
accepted

# What is told without opening the repository must be what an open one tells: another policy is in force than the one at
# its own place, by which topic is governed.
governs_topic() {
	mkdir "$T/world/other"
	sed 's|^ref = refs/heads/production$|ref = refs/heads/topic|' "$CENTRAL/sluis/policy.ini" >"$T/world/other/policy.ini"
	chmod 755 "$T/world/other"
}

it "refuse: the config names another policy"
governs_topic
git -C "$CENTRAL" config SLUIS.Policy "$T/world/other/policy.ini"
push_as mallory acceptance:topic
REF_OF=topic refused production policy-published pusher-known

it "refuse: a file that the config includes names another policy"
governs_topic
git config --file "$T/world/more" sluis.policy "$T/world/other/policy.ini"
git -C "$CENTRAL" config include.path "$T/world/more"
push_as mallory acceptance:topic
REF_OF=topic refused production policy-published pusher-known

it "undecided: the policy has a mistake, and nothing of the push is governed"
sed -i 's/^norm = /nrom = /' "$CENTRAL/sluis/policy.ini"
push_as dirk development:topic
undecided_all "the policy has 1 problem"

# moves NAME: what the hook of a transaction says to a ref that is made, without a verdict.
moves() {
	is "whether $1 is made" "$(git -C "$CENTRAL" update-ref "$1" development 2>/dev/null && echo yes)" "$2"
}

it "of what the gate guards, in any spelling, nothing moves"
central_guard
for each in refs/heads/topic refs/tags/v1 refs/sluisgate/x refs/heads/production2; do
	moves "$each" yes
done
for each in refs/sluis/x refs/SLUIS/x refs/replace/x refs/signoffs/1/x/y refs/heads/Production refs/tags/production \
	refs/heads/refs/heads/production refs/heads/PROMOTIONS; do
	moves "$each" ""
done

it "the environment of a transaction hides nothing"
central_guard
git config --file "$T/world/more" sluis.policy "$T/world/none"
for each in GIT_CONFIG_COUNT=0 "GIT_CONFIG_PARAMETERS='sluis.policy'='$T/world/none'" GIT_CONFIG_GLOBAL="$T/world/more"; do
	is "whether production moves with $each" "$(export "${each?}"
		git -C "$CENTRAL" update-ref refs/heads/production acceptance 2>/dev/null && echo yes)" ""
	is "whether topic is made with $each" "$(export "${each?}"
		git -C "$CENTRAL" update-ref refs/heads/topic acceptance 2>/dev/null && echo yes)" yes
	git -C "$CENTRAL" update-ref -d refs/heads/topic
done

finish
