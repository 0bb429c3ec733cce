#!/bin/bash
# What is made once and goes behind the hooks comes back as what the audit last saw, and as nothing else.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
central_guard
world_keep

# gone REF...: nobody sees them go.
gone() {
	local each

	for each; do
		git -C "$CENTRAL" -c core.hooksPath=/dev/null update-ref -d "$each"
	done
}

# seen: the gate records what it can find out about the refs.
seen() {
	(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit reconcile) >"$T/null"
}

kind_of_newest() {
	git -C "$CENTRAL" log -1 --format=%B --grep '^Decision: accept' refs/sluis/audit | sed -n 's/^Kind: //p'
}

# made_once NAME BEFORE: the refusal of what is no longer there, in words and with a command.
made_once() {
	says ref-protected "$1 was at ${2:0:7} before, and is made once"
	mends ref-protected "somebody who has it pushes the ref back as it was: git push origin ${2:0:7}:$1"
}

it "accept: production comes back as what it was, by the command of the refusal"
push_as noor production
accepted "$(promoted)"
was=$(tip production)
gone refs/heads/production
push_as noor acceptance:refs/heads/production
refused production ref-protected
made_once refs/heads/production "$was"
push_as noor "${was:0:7}:refs/heads/production"
accepted
is "production" "$(tip production)" "$was"
is "the entry" "$(kind_of_newest)" returned
RC=0
OUT=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" report 2>&1) || RC=$?
has "the report" "$OUT" "0  baselines"

it "refuse: production comes back as what it was earlier, as its baseline, and as what was never there"
was=$(tip production)
push_as noor production
accepted "$(promoted)"
new=$(tip production)
gone refs/heads/production
push_as noor "$was:refs/heads/production"
refused production ref-protected
push_as noor acceptance:refs/heads/production
refused production ref-protected
change dirk src/new.c
push_as noor development:refs/heads/production
refused production ref-protected
made_once refs/heads/production "$new"

it "refuse: its source, which is gone too, is made anew, and then production from that"
push_as noor production
accepted "$(promoted)"
gone refs/heads/acceptance
push_as tess acceptance
accepted
was=$(tip acceptance)
gone refs/heads/production refs/heads/acceptance
push_as tess acceptance~:refs/heads/acceptance
refused acceptance ref-protected
made_once refs/heads/acceptance "$was"
push_as tess "$was:refs/heads/acceptance"
accepted
push_as noor acceptance:refs/heads/production
refused production ref-protected

it "accept: what the owner of the repository deleted, with the gate unlocked, is made anew"
push_as noor production
accepted "$(promoted)"
(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" unlock --reason "production starts over" --minutes 1) >"$T/null"
git -C "$CENTRAL" update-ref -d refs/heads/production
push_as noor acceptance:refs/heads/production
accepted

it "undecided: nobody recorded whether the first value went in; accept: that value"
rm "$CENTRAL"/hooks/{reference-transaction,post-receive}
gone refs/heads/production
push_as noor acceptance~:refs/heads/production
accepted
gone refs/heads/production
push_as noor acceptance:refs/heads/production
undecided production ref-protected
says ref-protected "refs/heads/production was let in at $(oid acceptance~ | cut -c 1-7), is not there, and no entry says whether it went in"
mends ref-protected "wait ten minutes; then the owner of the repository runs there, which records it: git sluis audit reconcile"
push_as noor acceptance~:refs/heads/production
accepted

it "accept: another first value, where the first push was lost"
faketime=$(compgen -G '/usr/lib/*/faketime/libfaketime.so.1') || skip "libfaketime is not installed"
gone refs/heads/production
previous "$CENTRAL/hooks/pre-receive.d/later" 'exit 1'
push_as noor acceptance~:refs/heads/production
is "the exit code of the push that a later hook refuses" "$STATUS" 1
ANSWERED=yes
rm -r "$CENTRAL/hooks/pre-receive.d"
ASAN_OPTIONS=${ASAN_OPTIONS:-}:verify_asan_link_order=0 LD_PRELOAD=$faketime FAKETIME=+11m seen
ASAN_OPTIONS=${ASAN_OPTIONS:-}:verify_asan_link_order=0 LD_PRELOAD=$faketime FAKETIME=+12m push_as noor acceptance:refs/heads/production
accepted

it "refuse: the evidence comes back as less; accept: as it was, and as more"
echo "More" >>"$DOSSIERS/README"
evidence tess "More"
push_as tess promotions
accepted
was=$(tip promotions)
gone refs/heads/promotions
push_as tess promotions~:refs/heads/promotions
refused refs/heads/promotions ref-protected
made_once refs/heads/promotions "$was"
on other promotions~
change tess README
push_as tess other:refs/heads/promotions
refused refs/heads/promotions ref-protected
push_as tess promotions
accepted
gone refs/heads/promotions
echo "Still more" >>"$DOSSIERS/README"
evidence tess "Still more"
push_as tess promotions
accepted

it "refuse: a veto that is gone comes back as a consent; accept: as it was"
signers kim
signoff kim key-user decision reject
push_as kim signoffs/kim:refs/signoffs/2026.11/key-user/kim
accepted
was=$(git -C "$CENTRAL" rev-parse refs/signoffs/2026.11/key-user/kim)
gone refs/signoffs/2026.11/key-user/kim
signoff kim key-user
push_as kim signoffs/kim:refs/signoffs/2026.11/key-user/kim
refused refs/signoffs/2026.11/key-user/kim ref-protected
made_once refs/signoffs/2026.11/key-user/kim "$was"
push_as kim "$was:refs/signoffs/2026.11/key-user/kim"
accepted

# Production is a pattern, a ref for each school.
schools() {
	policy 's|^ref = refs/heads/production|ref = refs/heads/school/*|'
}

it "refuse: a ref of a pattern comes back at what another one is; accept: as what it was"
schools
push_as noor acceptance~:refs/heads/school/nl
accepted
push_as noor acceptance~:refs/heads/school/be
accepted
on production acceptance~
promotion
push_as noor production:refs/heads/school/nl
accepted "$(promoted)"
was=$(tip school/nl)
gone refs/heads/school/nl
push_as noor acceptance~:refs/heads/school/nl
REF_OF=refs/heads/school/nl refused production ref-protected
made_once refs/heads/school/nl "$was"
push_as noor "$was:refs/heads/school/nl"
accepted

it "accept: where work starts, what was deleted is made anew"
push_as dirk development
accepted
gone refs/heads/development
push_as dirk development~:refs/heads/development
accepted
policy 's|^ref = refs/heads/development|ref = refs/heads/work/*|'
push_as dirk development:refs/heads/work/a
accepted
push_as dirk :refs/heads/work/a
accepted
push_as dirk development~:refs/heads/work/a
accepted

it "a branch above and one below another do not come to be, and the outcomes of other pushes are recorded all the same"
policy 's|^ref = refs/heads/development|ref = refs/heads/work/*|'
push_as dirk development:refs/heads/work/a
accepted
for each in a/b a/b/c; do
	push_as dirk "development:refs/heads/work/$each"
	is "the exit code of git" "$STATUS" 1
	ANSWERED=yes
done
push_as dirk development:refs/heads/work/x/y
accepted
push_as dirk development:refs/heads/work/x
is "the exit code of git" "$STATUS" 1
ANSWERED=yes
push_as dirk development:refs/heads/work/b
accepted
(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit reconcile) >"$T/said" 2>&1
is "audit reconcile" "$(cat "$T/said")" "0 outcomes added"
ASAN_OPTIONS=${ASAN_OPTIONS:-}:verify_asan_link_order=0 LD_PRELOAD=$faketime FAKETIME=+11m seen
is "those that did not come to be" "$(git -C "$CENTRAL" log --format=%B --grep "^Outcome: not-moved" refs/sluis/audit | sed -n 's/^Ref: //p')" \
	$'refs/heads/work/x\nrefs/heads/work/a/b/c\nrefs/heads/work/a/b'

it "the evidence stays the word of who brought it in, also where it was gone"
echo "More" >>"$DOSSIERS/README"
evidence tess "More"
push_as tess promotions
accepted
gone refs/heads/promotions
push_as tess promotions
accepted
push_as noor production
accepted "$(promoted)"

finish
