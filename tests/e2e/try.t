#!/bin/bash
# git sluis policy --try: what a policy would have said to what a repository has, before anything is armed.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"

# No gate, no policy and no audit: a repository as it is before. Production has a merge by hand of what somebody
# brought whom the policy does not know, a commit without a merge, and a promotion as it should be.
central_arm() {
	rmdir "$CENTRAL/hooks"
	rm -r "$CENTRAL/sluis"
	git -C "$CENTRAL" update-ref -d refs/sluis/policy
	mkdir "$T/world/policy"
	policy_text >"$T/world/policy/policy.ini"
	NAME[gone]="Gone Away" NAME[web]=Forge
	on development
	change gone src/gone.c "By somebody who left"
	on_acceptance
	went_over message <(echo "Merge by hand") by web
	on production
	change noor hotfix "Straight to production"
	given production
	on development
	merge dirk production "Take the hotfix back"
	on_acceptance
	dossier "$READY" acceptance
	evidence tess
	given promotions
	clock=$(date +%s)
	went_over
}

# files DIR: all that a command could change.
files() {
	find "$1" -printf '%p %l %T@ %m %U\n' -type f -exec sha256sum {} + | sort
}

# try ARGUMENT...: of the policy; RC, OUT.
try() {
	RC=0
	OUT=$("$SLUIS_BUILD/git-sluis" policy --try "$@" 2>"$T/err") || RC=$?
}

world_make

it "what would have been refused, who made it and whom the policy does not know; nothing is written"
before=$(files "$CENTRAL")
try "$CENTRAL" "$T/world/policy"
is "the exit code" "$RC: $(cat "$T/err")" "0: "
direct=$(oid production~)
check="git sluis check --repo $CENTRAL --policy $T/world/policy/policy.ini --pusher noor --old $(oid production~2) \
--new $direct --ref refs/heads/production"
is "what it says" "$OUT" "policy 2026-1 on $CENTRAL: the newest 50 steps of each ref that it guards; nothing is written there

refs/heads/development, the environment development: of 3 steps it would refuse 2, and could not decide 0
     1  pusher-known: whoever pushes to a governed ref is a person or
        service of the policy
     2  author-known: every author, committer and co-author is a person
        or service of the policy

refs/heads/test, the environment test: no step is tried, since nothing tells what one fast-forward brought, and who pushed it

refs/heads/acceptance, the environment acceptance: no step is tried, since nothing tells what one fast-forward brought, and who pushed it

refs/heads/production, the environment production: of 3 steps it would refuse 2, and could not decide 0
     1  pusher-known: whoever pushes to a governed ref is a person or
        service of the policy
     1  merge-only: each step of an environment is a merge of what it
        was and one candidate
     1  acceptance-linked: the merge names its promotion and links at
        least one acceptance result
     1  signoff-present: every sign-off that the promotion needs is
        there, by enough people of its role
     1  author-known: every author, committer and co-author is a person
        or service of the policy
  the newest of them, in full:
       $check

not listed in the policy, in commits and merges (give each to a person or service, with email = ADDRESS):
     1    0  gone@example.org, such as $(title development~)
     0    1  web@example.org, such as $(title production~2)

who made this, in commits and merges:
     1    1  Dirk Visser (dirk), such as $(title development)
     1    1  Noor Kaya (noor), such as $(title production~)"
is "the files" "$(files "$CENTRAL")" "$before"
OUT=$(PATH=$SLUIS_BUILD:$PATH bash -c "$check" 2>&1) || RC=$?
is "the exit code of the command" "$RC" 1
has "what it says" "$OUT" "merge-only  CH.06-3"

it "the same of a clone with a work tree, as JSON, and in Dutch"
git clone -q -n "$CENTRAL" "$T/world/other"
git -C "$T/world/other" fetch -q --update-head-ok origin '+refs/heads/*:refs/heads/*'
before=$(files "$T/world/other")
try "$T/world/other" --format json "$T/world/policy/policy.ini"
keep_json "$OUT"
is "the files" "$(files "$T/world/other")" "$before"
is "production" "$(jq -c '.refs[] | select(.environment == "production") | [.steps, .refused, .undecided]' <<<"$OUT")" "[3,2,0]"
is "the unknown" "$(jq -c '.people[] | select(.person == null) | [.address, .commits, .merges]' <<<"$OUT")" '["gone@example.org",1,0]
["web@example.org",0,1]'
sed -i '/^\[policy\]/a language = nl' "$T/world/policy/policy.ini"
sed -i 's|^ref = refs/heads/test|ref = refs/heads/not-there|' "$T/world/policy/policy.ini"
try "$CENTRAL" "$T/world/policy"
is "what it says" "$(sed '/^ /d' <<<"$OUT")" "beleid 2026-1 op $CENTRAL: de nieuwste 50 stappen van elke ref die het bewaakt; er wordt daar niets geschreven

refs/heads/development, de omgeving development: van 3 stappen zou het er 2 weigeren, en over 0 niet kunnen beslissen

refs/heads/acceptance, de omgeving acceptance: geen stap geprobeerd, want nergens staat wat een fast-forward bracht en wie hem pushte

refs/heads/production, de omgeving production: van 3 stappen zou het er 2 weigeren, en over 0 niet kunnen beslissen

niet aanwezig, zodat daar niets te proberen is: refs/heads/not-there

niet in het beleid, in commits en merges (geef elk aan een persoon of dienst, met email = ADRES):

wie dit maakten, in commits en merges:"

it "what is armed, by another policy; an audit says nothing of what went before"
central_publish() { :; }
mkdir "$CENTRAL/sluis" && cp "$T/world/policy/policy.ini" "$CENTRAL/sluis/"
git -C "$CENTRAL" config core.hooksPath "$T/none"
(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" policy --publish && "$SLUIS_BUILD/git-sluis" audit arm) >"$T/out"
try "$CENTRAL" "$T/world/policy"
has "production" "$OUT" "the environment production: of 3 steps it would refuse 2, and could not decide 0"

it "what cannot be tried, and why"
try "$T/world/nothing" "$T/world/policy"
is "the exit code" "$RC" 2
is "why" "$(head -n 1 "$T/err")" "sluis: $T/world/nothing: failed to resolve path '$T/world/nothing': No such file or directory"
try "$CENTRAL" "$T/world"
is "the exit code" "$RC" 2
is "why" "$(head -n 1 "$T/err")" "sluis: $T/world/policy.ini does not exist"
try "$CENTRAL"
is "the exit code without a policy" "$RC" 129
lose "$(git -C "$CENTRAL" rev-parse "production~2^{tree}")"
try "$CENTRAL" "$T/world/policy"
is "the exit code" "$RC" 0
has "what is undecided" "$OUT" "could not be decided"

finish
