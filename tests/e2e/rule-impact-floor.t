#!/bin/bash
# The stated impact is at least what the changed paths demand.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm

# does COMMAND...: development gets a commit of dirk's that does this.
does() {
	on development
	(cd "$CLONE" && "$@")
	git -C "$CLONE" add -A
	as dirk git -C "$CLONE" commit -q -m "Change"
}

touched() {
	does "$@"
	ready_again
}

# submodule OID: lib becomes that commit of another repository.
submodule() {
	git update-index --add --cacheinfo "160000,$1,lib" && mkdir -p lib
}

# demands PATH [LEVEL [PATTERN]]: the refusal says that it makes the impact that.
demands() {
	refused production impact-floor parallel-run
	says impact-floor "the impact is stated as low, and $1 changed, which makes it at least ${2:-high} (pattern ${3:-db/**})"
}

# Production has a database and a submodule before the release.
does sh -c 'mkdir -p db/old && echo x >db/schema.sql && echo y >db/old/first.sql'
does submodule 1111111111111111111111111111111111111111
on_acceptance
release 2026.1 acceptance
plan 2026.1 acceptance
evidence_commit noor "Plan" "*plan.ini"
went_over id 2026.1
touched sh -c 'mkdir -p db-tools && echo x >db-tools/dump.sh'
world_keep

it "accept: nothing of a higher level changed"
push_as noor production
accepted "$(promoted)"

it "accept: it was changed on the way, and back again"
does sh -c 'echo z >db/schema.sql'
touched sh -c 'echo x >db/schema.sql'
push_as noor production
accepted "$(promoted)"

it "accept: stated as it is, with what that level asks"
does sh -c 'echo z >db/schema.sql'
branch test development
high_impact
push_as noor production
accepted "$(promoted)"

it "refuse: a file changed"
touched sh -c 'echo z >db/schema.sql'
push_as noor production
demands db/schema.sql
mends impact-floor "write Impact: high, and have what that level asks; on the merge: $(amend)"

it "refuse: deep in the folder"
touched sh -c 'mkdir -p db/a/b/c && echo z >db/a/b/c/d.sql'
push_as noor production
demands db/a/b/c/d.sql

it "refuse: a file was deleted"
touched git rm -q db/old/first.sql
push_as noor production
demands db/old/first.sql

it "refuse: a file was moved out of it"
touched git mv db/schema.sql schema.sql
push_as noor production
demands db/schema.sql

it "refuse: a file was moved into it"
touched git mv db-tools/dump.sh db/dump.sh
push_as noor production
demands db/dump.sh

it "refuse: the folder has another name now"
touched git mv db DB
push_as noor production
demands db/old/first.sql

it "refuse: a file became a link"
touched ln -sf ../src/pay.c db/schema.sql
push_as noor production
demands db/schema.sql

it "refuse: a file became a program"
touched chmod 755 db/schema.sql
push_as noor production
demands db/schema.sql

it "refuse: the folder became a file"
touched sh -c 'rm -r db && echo x >db'
push_as noor production
refused production impact-floor parallel-run
says impact-floor "(pattern db/**)"

it "refuse: the submodule was moved"
policy 's/^path = db/path = lib/'
touched submodule 2222222222222222222222222222222222222222
push_as noor production
demands lib high 'lib/**'

it "refuse: the submodule was moved, and the server's git does not show that"
policy 's/^path = db/path = lib/'
git -C "$CENTRAL" config diff.ignoreSubmodules all
touched submodule 2222222222222222222222222222222222222222
push_as noor production
demands lib high 'lib/**'

it "refuse: changed by a merge of a branch of somebody else"
on side development
change dora db/schema.sql
on development
merge dirk side
ready_again
push_as noor production
demands db/schema.sql

it "refuse: changed in the merge to production, where nobody asks that it be complete"
policy 's/^require = .*/require = plan acceptance impact parallel-run/'
GIT_INDEX_FILE=$T/index git -C "$CLONE" read-tree acceptance
GIT_INDEX_FILE=$T/index git -C "$CLONE" rm -q --cached db/schema.sql
promotion by jan tree "$(GIT_INDEX_FILE=$T/index git -C "$CLONE" write-tree)" drop Released-by add "Released-by: $(signature noor)"
push_as noor production
demands db/schema.sql

it "refuse: the highest of three levels counts"
policy '/^\[impact "high"\]/i [impact "medium"]\npath = db-tools/*'
touched sh -c 'echo z >db/schema.sql; echo z >db-tools/dump.sh'
IMPACT=medium
promotion
push_as noor production
refused production impact-floor parallel-run
says impact-floor "the impact is stated as medium, and db/schema.sql changed, which makes it at least high"

it "refuse: the level between, by a star for one part of a path"
policy '/^\[impact "high"\]/i [impact "medium"]\npath = *-tools/*.s?'
push_as noor production
refused production impact-floor
says impact-floor "and db-tools/dump.sh changed, which makes it at least medium (pattern *-tools/*.s?)"

# privacy PATH: a lower level than high, which asks a sign-off of its own where that path changes.
privacy() {
	policy "/^\[impact \"high\"\]/i [impact \"privacy\"]\npath = $1\nsignoff = privacy"
	policy_add '[signoff "privacy"]' 'trailer = Privacy-by' 'role = tester'
}

it "accept: everything changed but what a catch-all leaves out"
policy '/^\[impact "high"\]/a path = **\nexcept = db-tools/*'
push_as noor production
accepted "$(promoted)"

it "refuse: more changed than what a catch-all leaves out"
policy 's/^path = db.*/path = **\nexcept = db-tools\/*/'
touched sh -c 'echo z >src/more.c'
push_as noor production
demands src/more.c high '**'

it "refuse: a higher level is stated, and the lower one that changed asks its sign-off"
privacy 'db-tools\/**'
policy '/^parallel-run-days/d'
IMPACT=high
promotion
push_as noor production
refused production signoff-present
says signoff-present "has no sign-off of privacy (Privacy-by, role tester)"
promotion add "Privacy-by: $(signature tess)"
push_as noor production
accepted "$(promoted)"

it "refuse: both levels changed, and the lower one asks its sign-off"
privacy 'db-tools\/**'
policy '/^parallel-run-days/d'
touched sh -c 'echo z >db/schema.sql; echo z >db-tools/dump.sh'
IMPACT=high
promotion
push_as noor production
refused production signoff-present
says signoff-present "has no sign-off of privacy (Privacy-by, role tester)"

it "refuse: a higher level without days is stated, and the lower one that changed asks a run"
privacy 'db-tools\/**'
policy '/^parallel-run-days/d' 's/^signoff = privacy/parallel-run-days = 3/'
IMPACT=high
promotion
push_as noor production
refused production parallel-run
says parallel-run "has impact privacy and links no parallel run of 3 days"

it "accept: a lower level that did not change asks nothing"
privacy 'pupils\/**'
policy '/^parallel-run-days/d'
IMPACT=high
promotion
push_as noor production
accepted "$(promoted)"

it "refuse: a name that is no text"
# shellcheck disable=SC2016
touched sh -c 'printf x >"db/$(printf "\033[31m\377")"'
push_as noor production
demands 'db/\x1b[31m\xff'

it "undecided: what production holds is missing"
lose "$(oid "production~^{tree}")"
push_as noor production
undecided production impact-floor parallel-run signoff-present
says impact-floor "tree $(short "production~^{tree}") cannot be read: object not found"
mends impact-floor "the administrator of the server runs git fsck in the repository"

finish
