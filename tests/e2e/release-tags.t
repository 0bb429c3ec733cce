#!/bin/bash
# Tags as an environment: each is made once, at what its source has, and an annotated one is judged by its commit.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
policy_add '[environment "release"]' 'ref = refs/tags/v*' 'from = production' 'push = operator'
armed() {
	central_guard
	world_keep
}
armed

# tagged NAME [OPTION]... [REV]: an annotated tag in the clone.
tagged() {
	as noor git -C "$CLONE" tag -f -a -m "Release" "$@" >"$T/null" 2>&1
}

# stays_local COMMAND...: the guard of the refs refuses it.
stays_local() {
	local before

	before=$(refs)
	locally "$@"
	is "that git $1 fails" "$((RC != 0))" 1
	has "what it says" "$(tr -s '\n ' ' ' <<<"$OUT")" "sluis: nothing was moved: no verdict lets refs/tags/v1"
	is "the refs" "$(refs)" "$before"
}

it "accept: a promotion and the tags of it and of what was there before, in one push"
tagged v2 production
push_as noor production production~:refs/tags/v1 refs/tags/v2:refs/tags/v2
accepted "$(promoted)"

# undone: a promotion went in, and was rolled back.
undone() {
	push_as noor production
	accepted "$(promoted)"
	bad=$(oid production)
	promotion base "$bad" id back-1 candidate "$bad~" add "Rolls-Back-To: $(oid "$bad~")"
	push_as noor production
	accepted "$(promoted back-1)"
}

it "refuse: a tag of what was rolled back, and of its candidate; accept: of what stands, and of what was there before"
undone
push_as noor "$bad:refs/tags/v1"
REF_OF=refs/tags/v1 refused release comes-from
says comes-from "$(title "$bad") was rolled back on refs/heads/production, and only its present state may go to release"
mends comes-from "promote it there again first, or take its present state: git fetch origin refs/heads/production && git push origin FETCH_HEAD:refs/tags/v1"
push_as noor "$bad^2:refs/tags/v1"
REF_OF=refs/tags/v1 refused release comes-from
git -C "$CLONE" fetch -q "$CENTRAL" refs/heads/production
push_as noor FETCH_HEAD:refs/tags/v1 "$bad~:refs/tags/v0"
accepted

it "accept: a tag of what was rolled back and came again"
undone
dossier 2027.1 acceptance
evidence_commit tess "Criteria" '*criteria.ini'
push_as tess promotions
accepted
tested_now 2027.1
evidence tess "Tested again"
push_as tess promotions
accepted
promotion id 2027.1
push_as noor production
accepted "$(promoted 2027.1)"
push_as noor production:refs/tags/v1 acceptance:refs/tags/v2
accepted
push_as noor "$bad:refs/tags/v3"
REF_OF=refs/tags/v3 refused release comes-from

it "accept: a tag of what was there before it was rolled back stays"
push_as noor production
accepted "$(promoted)"
push_as noor production:refs/tags/v1
accepted
bad=$(oid production)
promotion base "$bad" id back-1 candidate "$bad~" add "Rolls-Back-To: $(oid "$bad~")"
push_as noor production
accepted "$(promoted back-1)"
is "the tag" "$(git -C "$CENTRAL" rev-parse refs/tags/v1)" "$bad"

world_reset
rm "$CENTRAL"/hooks/{reference-transaction,post-receive}
given production
armed

it "accept: a lightweight tag, an annotated one, and a tag of a tag"
push_as noor production:refs/tags/v1
accepted
tagged v2 production
tagged v3 v2
push_as noor refs/tags/v2:refs/tags/v2 refs/tags/v3:refs/tags/v3
accepted
is "what v3 leads to" "$(git -C "$CENTRAL" rev-parse "refs/tags/v3^{commit}")" "$(oid production)"
has "the newest entry" "$(git -C "$CENTRAL" log -1 --format=%B refs/sluis/audit)" "New: $(oid refs/tags/v3)"
RC=0
OUT=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit verify 2>&1) || RC=$?
is "the exit code of audit verify" "$RC" 0
[ "$RC" = 0 ] || wrong "$OUT"
OUT=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" report 2>&1)
has "the report" "$OUT" "0  baselines"

it "refuse: an annotated tag of what production never was"
change dirk src/new.c
tagged v1 development
push_as noor refs/tags/v1:refs/tags/v1
REF_OF=refs/tags/v1 refused release comes-from
says comes-from "$(title development) was not on production"

it "refuse: a tag of a tag of what production never was, beside one that is lawful"
change dirk src/new.c
tagged inner development
tagged v2 inner
push_as noor production:refs/tags/v1 refs/tags/v2:refs/tags/v2
REF_OF=refs/tags/v2 refused release comes-from

it "refuse: a tag by somebody without the role"
push_as dirk production:refs/tags/v1
REF_OF=refs/tags/v1 refused release push-access

it "refuse: a tag that moves forward, back, or to another object with the same commit"
push_as noor production~:refs/tags/v1
accepted
push_as noor -f production:refs/tags/v1
REF_OF=refs/tags/v1 refused release ref-protected
says ref-protected "refs/tags/v1 already exists, and a tag is made once"
mends ref-protected "give the new one another name"
push_as noor -f acceptance:refs/tags/v1
REF_OF=refs/tags/v1 refused release ref-protected
tagged v1 production~
push_as noor -f refs/tags/v1:refs/tags/v1
REF_OF=refs/tags/v1 refused release ref-protected

it "refuse: a tag is deleted"
push_as noor production:refs/tags/v1
accepted
push_as noor :refs/tags/v1
REF_OF=refs/tags/v1 refused release ref-protected
says ref-protected "refs/tags/v1 would be deleted, and governed refs stay"

it "undecided: a tag of a folder, of a file, and of nothing but tags"
tagged v1 "production^{tree}"
push_as noor refs/tags/v1:refs/tags/v1
REF_OF=refs/tags/v1 undecided release ref-protected
says ref-protected "refs/tags/v1 leads to no commit, but to a file or a folder"
mends ref-protected "tag the commit itself, under the same name; then push again"
tagged v1 production:src/pay.c
push_as noor refs/tags/v1:refs/tags/v1
REF_OF=refs/tags/v1 undecided release ref-protected
tagged t1 production
for each in 1 2 3 4 5; do
	tagged "t$((each + 1))" "t$each"
done
push_as noor refs/tags/t6:refs/tags/v1
REF_OF=refs/tags/v1 undecided release ref-protected
says ref-protected "refs/tags/v1 leads from tag to tag, and to no commit after 5 of them"
push_as noor refs/tags/t5:refs/tags/v1
accepted

it "refuse: git in the central repository makes, moves and deletes no tag of the environment"
tagged v1 production
git -C "$CLONE" push -q "$CENTRAL" refs/tags/v1:refs/tags/other
stays_local update-ref refs/tags/v1 "$(oid refs/tags/v1)"
stays_local tag v1 refs/heads/production
push_as noor refs/tags/v1:refs/tags/v1
accepted
stays_local update-ref refs/tags/v1 "$(oid production)"
stays_local tag -d v1

it "refuse: a tag that is gone is made anew of something else; accept: as it was"
tagged v1 production
push_as noor refs/tags/v1:refs/tags/v1
accepted
git -C "$CENTRAL" -c core.hooksPath=/dev/null update-ref -d refs/tags/v1
push_as noor production:refs/tags/v1
REF_OF=refs/tags/v1 refused release ref-protected
says ref-protected "refs/tags/v1 was at $(oid refs/tags/v1 | cut -c 1-7) before, and is made once"
mends ref-protected "somebody who has it pushes the ref back as it was: git push origin $(oid refs/tags/v1 | cut -c 1-7):refs/tags/v1"
push_as noor production~:refs/tags/v1
REF_OF=refs/tags/v1 refused release ref-protected
push_as noor refs/tags/v1:refs/tags/v1
accepted

it "accept: another name, and a name that was refused before"
change dirk src/new.c
push_as noor development:refs/tags/v1
REF_OF=refs/tags/v1 refused release comes-from
push_as noor production:refs/tags/v1
accepted

# Schools take releases, and nothing between them.
schools() {
	policy_add '[environment "school"]' 'ref = refs/heads/school' 'from = release' 'push = operator' "$@"
}

it "accept: where releases are the source, what an annotated tag leads to"
schools 'fast-forward = yes'
tagged v1 production
push_as noor refs/tags/v1:refs/tags/v1
accepted
push_as noor production:refs/heads/school
accepted

it "refuse: where releases are the source, what no tag leads to"
schools 'fast-forward = yes'
tagged v1 production
push_as noor refs/tags/v1:refs/tags/v1
accepted
push_as noor production~:refs/heads/school
REF_OF=refs/heads/school refused school comes-from
push_as noor acceptance:refs/heads/school
REF_OF=refs/heads/school refused school comes-from

it "accept: a tag of a file that was there before stops nothing else"
git -C "$CENTRAL" config core.hooksPath "$T/null-hooks"
git -C "$CENTRAL" update-ref refs/tags/v0 "$(git -C "$CENTRAL" rev-parse refs/heads/production:src/pay.c)"
git -C "$CENTRAL" config --unset core.hooksPath
schools
change dirk src/new.c
push_as dirk development
accepted
push_as noor production:refs/tags/v1
accepted
push_as noor production:refs/heads/school
accepted

finish
