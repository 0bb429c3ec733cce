#!/bin/bash
# Each step of an environment is a merge of what it was and one candidate.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

it "accept: a merge of production and its candidate"
push_as noor production
accepted "$(promoted)"

it "accept: a fast-forward where the policy allows it"
change dirk src/pay.c
given development
push_as tess development:test
accepted

it "accept: a merge where fast-forwards are allowed too"
change dirk src/pay.c
given development
on test
merge tess development
push_as tess test
accepted "sluis: test: merge $(short test) accepted (policy 2026-1)"

it "refuse: a hotfix straight on production"
on production production~
change jan src/pay.c "Hotfix"
push_as noor production
refused production merge-only
says merge-only "$(title production) is a direct commit, not a merge of a candidate; a fast-forward brings such commits too"
mends merge-only "bring the change in through the environment before, as a merge; no branch of yours moves: git fetch origin refs/heads/acceptance && git switch -d $(short production~) && git merge --no-ff --no-edit FETCH_HEAD && git push origin HEAD:refs/heads/production"

it "refuse: two hotfixes; one mend for both, from what production is"
on production production~
change jan src/pay.c "Hotfix"
change jan src/pay.c "Hotfix again"
push_as noor production
refused production merge-only
says merge-only "$(title production~) is a direct commit"
says merge-only "$(title production) is a direct commit"
is "the mends" "$(printf '%s\n' "${ANSWER_REMOTE[@]}" | grep -o 'git switch -d [0-9a-f]*')" "git switch -d $(short production~2)"

it "refuse: production is fast-forwarded to acceptance"
push_as noor acceptance:production
refused production merge-only
says merge-only "$(title acceptance) is a direct commit"

it "refuse: a direct commit below a good merge"
on production production~
change jan src/pay.c "Hotfix"
promotion base production
push_as noor production
refused production merge-only nothing-lost

it "refuse: two candidates at once"
on other production~
change dirk src/other.c
promotion parent other
push_as noor production
refused production merge-only
says merge-only "$(title production) merges 2 commits at once; a promotion has one candidate"
mends merge-only "merge one candidate at a time"

it "refuse: a merge the wrong way round"
given production
change dirk src/pay.c "Pay later"
given development
branch test development
branch acceptance development
given test acceptance
promotion parents "acceptance production" candidate acceptance
push_as noor production
refused production merge-only
says merge-only "$(title production) is a foxtrot merge, with its parents the wrong way round: $(tip production | cut -c 1-7), where production is, must be the first"
mends merge-only "make the merge again the other way round, with the same message; no branch of yours moves: m=\$(git log -1 --format=%B $(short production) | git commit-tree $(short acceptance)^{tree} -p $(tip production | cut -c 1-7) -p $(short acceptance)) && git switch -d \$m && git push origin \$m:refs/heads/production"

it "refuse: the same, where production is still on the line of acceptance; the mend makes the right merge"
promotion parents "acceptance $(tip production)" candidate acceptance
push_as noor production
refused production merge-only
says merge-only "$(title production) is a foxtrot merge, with its parents the wrong way round: $(tip production | cut -c 1-7), where production is, must be the first"
git -C "$CLONE" checkout -q production
paste_mend noor merge-only
pasted_in "$(promoted)"

it "refuse: production is merged into something else"
given production
change dirk src/pay.c "Pay later"
given development
branch test development
branch acceptance development
given test acceptance
on topic production
change dirk src/more.c
on development
merge dirk topic
promotion parents "development topic" candidate development
push_as noor production
refused production merge-only
says merge-only "$(title production) is a foxtrot merge: it does not have $(tip production | cut -c 1-7) as its first parent, and production was merged into something else"
mends merge-only "merge the other way round"

it "undecided: more steps in one push than are judged at once"
{
	for i in {1..1001}; do
		echo "commit refs/heads/production"
		echo "committer Noor Kaya <noor@example.org> $((clock + i)) +0100"
		printf 'data 4\nstep\n'
		[ "$i" -gt 1 ] || echo "from refs/heads/production~"
	done
} | git -C "$CLONE" fast-import --quiet --force
push_as noor production
undecided production merge-only
says merge-only "more than 1000 steps in one push are too many to judge"
mends merge-only "push a part of the history first"

finish
