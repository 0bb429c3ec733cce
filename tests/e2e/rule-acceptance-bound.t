#!/bin/bash
# The acceptance result is of this promotion, candidate, tree and environment, and of a test that began when the candidate was there.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

# goes REF...: what the clone has there goes through the gate; AT is the moment by the clock of the server.
goes() {
	given development test
	push_as tess "$@"
	accepted "${SAYS:-}"
	AT=$(git -C "$CENTRAL" log -1 --format=%ct refs/sluis/audit)
}

# newer [FILE]: a change on top, and its dossier 2026.12, of which the criteria stand.
newer() {
	change dirk "${1:-src/more.c}"
	branch test development
	branch acceptance development
	dossier 2026.12 acceptance
	evidence_commit tess "Criteria" "*criteria.ini"
	given promotions
}

# from_to STARTED FINISHED: the test of 2026.12, which is then promoted.
from_to() {
	sed -i -e "s/^started = .*/started = $(moment "$1")/" -e "s/^finished = .*/finished = $(moment "$2")/" \
		"$DOSSIERS/2026.12/acceptance.ini"
	evidence tess "Acceptance of 2026.12"
	given promotions
	promotion id 2026.12 candidate "${3:-acceptance}"
}

it "accept: the record is about what is promoted"
push_as noor production
accepted "$(promoted)"

it "accept: the record was written by a service"
record 's/^executed-by = .*/executed-by = ci/'
evidence ci
given promotions
promotion
push_as noor production
accepted "$(promoted)"

it "refuse: another candidate was tested"
record "s/^candidate = .*/candidate = $(oid production~)/"
tested
push_as noor production
refused production acceptance-bound
says acceptance-bound "$READY/acceptance.ini is about candidate $(oid production~), and this promotion is about $(oid acceptance)"
mends acceptance-bound "test what is promoted and link that record"

it "refuse: another tree was tested"
record "s/^tree = .*/tree = $(oid "production~^{tree}")/"
tested
push_as noor production
refused production acceptance-bound
says acceptance-bound "is about tree $(oid "production~^{tree}"), and this promotion is about $(oid "acceptance^{tree}")"

it "refuse: it was tested somewhere else"
record 's/^environment = .*/environment = test/'
tested
push_as noor production
refused production acceptance-bound
says acceptance-bound "$READY/acceptance.ini is about environment test, and this promotion is about acceptance"

it "refuse: the record of another promotion"
promotion drop Promotion add "Promotion: 2026.12"
push_as noor production
refused production acceptance-bound
says acceptance-bound "$READY/acceptance.ini is about promotion $READY, and this promotion is about 2026.12"
says acceptance-bound "$READY/acceptance.ini is about the criteria of promotion $READY, and this promotion is about 2026.12"

it "refuse: the criteria of another promotion"
criteria 's/^promotion = .*/promotion = 2026.10/'
tested
push_as noor production
refused production acceptance-bound
says acceptance-bound "is about the criteria of promotion 2026.10, and this promotion is about $READY"

it "refuse: a record with mistakes, all of them named"
record 's/^verdict = .*/verdict = good/' 's/^started = .*/started = yesterday/' '/^executed-by/d'
tested
push_as noor production
refused production acceptance-bound
says acceptance-bound "$READY/acceptance.ini is not well formed: line 1: [acceptance] has no 'executed-by'; line 7: "
says acceptance-bound "; line 9: "
mends acceptance-bound "its author corrects the record and pushes it; then Acceptance-Result links its new sha256sum"

it "refuse: criteria with a mistake"
criteria 's/^required = no/required = perhaps/'
tested
push_as noor production
refused production acceptance-bound
says acceptance-bound "$READY/criteria.ini is not well formed: line 9: "

it "accept: tested in the very second in which the candidate came"
newer
goes acceptance
from_to "@$AT" "@$AT"
push_as noor production
accepted "$(promoted 2026.12)"

it "accept: tested by a clock that is four minutes ahead"
newer
goes acceptance
from_to "4 minutes" "4 minutes"
push_as noor production
accepted "$(promoted 2026.12)"

it "accept: acceptance moved on, and the candidate that it had was tested"
newer
goes acceptance
first=$(oid acceptance) when=$AT
change dirk src/later.c
branch test development
branch acceptance development
goes acceptance
dossier 2026.12 "$first"
from_to "@$when" "@$when" "$first"
push_as noor production
accepted "$(promoted 2026.12)"

it "refuse: tested a second before the candidate came"
newer
goes acceptance
from_to "@$((AT - 1))" "@$AT"
push_as noor production
refused production acceptance-bound
says acceptance-bound "2026.12/acceptance.ini says that it began at $(moment "@$((AT - 1))"), and $(short acceptance) came to refs/heads/acceptance at $(moment "@$AT") (the server's clock: it is "
mends acceptance-bound "do it over with what is there now, and link the record of that"

it "refuse: it came only inside a later one"
newer
inner=$(oid acceptance)
change dirk src/later.c
branch test development
branch acceptance development
goes acceptance
from_to "@$((AT - 60))" "@$AT" "$inner"
push_as noor production
refused production acceptance-bound
says acceptance-bound "and $(short "$inner") came to refs/heads/acceptance at $(moment "@$AT")"

it "refuse: it was rolled back and came again, and was tested before it came at all"
policy '/"acceptance"/,/^$/s/^fast-forward = yes$//'
policy '/"acceptance"/,/^$/s/^ref = refs.heads.acceptance$/&\nproof = trailer/'
policy_add '[emergency]' 'signoff = system-owner' 'review-within-days = 5'
newer
base=$(tip acceptance)
# takes ID STATE [TRAILER]: acceptance becomes a merge of that.
takes() {
	branch acceptance "$(as tess git -C "$CLONE" commit-tree "$2^{tree}" -p "$(tip acceptance)" -p "$2" -m "Merge

Promotion: $1
Approved-by: $(signature els)
${3:-}")"
	SAYS="sluis: acceptance: promotion $1 accepted (policy 2026-1)" goes acceptance
}
takes A1 development
when=$AT
takes A2 "$base" "Rolls-Back-To: $base"
takes A3 development
dossier 2026.12 development
from_to "@$((when - 1))" "@$when" development
push_as noor production
refused production acceptance-bound
says acceptance-bound "and $(short development) came to refs/heads/acceptance at $(moment "@$when")"
from_to "@$when" "@$when" development
push_as noor production
accepted "$(promoted 2026.12)"

it "refuse: the first of two refs of a pattern took it after the test"
policy 's|^ref = refs/heads/acceptance|ref = refs/heads/acc-*|'
git -C "$CENTRAL" update-ref refs/heads/acc-nl "$(tip acceptance)"
git -C "$CENTRAL" update-ref refs/heads/acc-be "$(tip acceptance)"
newer
goes acceptance:acc-nl
when=$AT
goes acceptance:acc-be
from_to "@$((when - 1))" "@$when"
push_as noor production
refused production acceptance-bound
says acceptance-bound "and $(short acceptance) came to refs/heads/acc-* at $(moment "@$when")"
from_to "@$when" "@$when"
push_as noor production
accepted "$(promoted 2026.12)"

it "refuse: tested before a work branch had it, which was deleted once another had it"
policy '/"acceptance"/,/^fast-forward/{s|^ref = .*|ref = refs/heads/acc-*|;/^from/d;/^fast-forward/d}'
git -C "$CENTRAL" update-ref refs/heads/acc-nl "$(tip acceptance)"
newer
goes acceptance:acc-be
when=$AT
from_to "@$((when - 1))" "@$when"
goes acceptance:acc-nl promotions
goes :acc-be
push_as noor production
refused production acceptance-bound
says acceptance-bound "and $(short acceptance) came to refs/heads/acc-* at $(moment "@$when")"
from_to "@$when" "@$when"
push_as noor production
accepted "$(promoted 2026.12)"

it "refuse: the same record under another name"
newer
goes acceptance
from_to "@$((AT - 1))" "@$AT"
cp "$DOSSIERS/2026.12/acceptance.ini" "$DOSSIERS/2026.12/again.ini"
evidence tess "Again"
push_as tess promotions
accepted
promotion id 2026.12 drop Acceptance-Result add "Acceptance-Result: $(link 2026.12/again.ini)"
push_as noor production
refused production acceptance-bound
says acceptance-bound "2026.12/again.ini says that it began at $(moment "@$((AT - 1))"), and "

it "refuse: the candidate comes with the promotion, and its test is dated ahead"
policy '/"acceptance"/,/^$/s/^push = tester/push = operator/'
newer
given development test
from_to "2 minutes" "3 minutes"
push_as noor acceptance production
refused production acceptance-bound
says acceptance-bound "2026.12/acceptance.ini did not come in after $(short acceptance) came to refs/heads/acceptance"
mends acceptance-bound "push the candidate to refs/heads/acceptance first; then do it over with what is there now"

it "refuse: candidate and test came in one push, dated ahead"
newer
sed -i -e "s/^started = .*/started = $(moment "2 minutes")/" -e "s/^finished = .*/finished = $(moment "3 minutes")/" \
	"$DOSSIERS/2026.12/acceptance.ini"
evidence tess "Acceptance of 2026.12"
goes acceptance promotions
promotion id 2026.12
push_as noor production
refused production acceptance-bound
says acceptance-bound "2026.12/acceptance.ini did not come in after $(short acceptance) came to refs/heads/acceptance"

it "refuse: tested before the candidate was committed, where nothing tells when it came"
record 's/^started = .*/started = 2020-01-20T09:00:00+01:00/'
tested
push_as noor production
refused production acceptance-bound criteria-first
says acceptance-bound "$READY/acceptance.ini says that it began at 2020-01-20T08:00:00Z, and $(short acceptance) was committed at $(moment "$(git -C "$CLONE" log -1 --format=@%ct acceptance)")"

it "refuse: the test is still to come"
end=$(moment "1 hour")
record "s/^finished = .*/finished = $end/"
tested
push_as noor production
refused production acceptance-bound
says acceptance-bound "$READY/acceptance.ini says that it ends at $end, and that is still to come"
mends acceptance-bound "wait until it has ended, and link the record of that"

it "refuse: the record came in before the test ended"
then=$(git -C "$CLONE" log -1 --format=%ct promotions)
git -C "$CENTRAL" update-ref refs/sluis/audit "$(as tess git -C "$CENTRAL" commit-tree -m "accept by tess

Entry: verdict
Decision: accept
Pusher: tess
Ref: refs/heads/promotions
Old: $(oid promotions~)
New: $(oid promotions)" 4b825dc642cb6eb9a060e54bf8d69288fbee4904)"
then=$(git -C "$CENTRAL" log -1 --format=%ct refs/sluis/audit)
push_as noor production
refused production acceptance-bound
says acceptance-bound "$READY/acceptance.ini says that it ends at 2026-01-20T10:30:00Z, and it came in at $(moment "@$then") already"

# armed REF...: an entry of arming that found these, on top of the audit that there is.
armed() {
	local each parent=()

	git -C "$CENTRAL" rev-parse -q --verify refs/sluis/audit >"$T/null" && parent=(-p refs/sluis/audit)
	git -C "$CENTRAL" update-ref refs/sluis/audit "$({
		printf 'armed by noor\n\nEntry: armed\nFormat: 2\nBy: noor\n'
		for each; do
			printf 'Ref: refs/heads/%s\nNew: %s\nLogged: 0\n' "$each" "$(tip "$each")"
		done
	} | as noor git -C "$CENTRAL" commit-tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904 "${parent[@]}")"
}

it "accept: arming found the candidate there, and the test is of later than its commit"
armed acceptance production promotions
push_as noor production
accepted "$(promoted)"

it "accept: arming found it with a date in milliseconds, and the test is of later than arming; refuse: of earlier"
git -C "$CLONE" cat-file commit acceptance | sed '/^committer/s/> [0-9]* /> 1700000000000 /' | commit_raw acceptance
given acceptance
dossier 2026.12 acceptance
evidence_commit tess "Criteria" "*criteria.ini"
given promotions
armed acceptance production
AT=$(git -C "$CENTRAL" log -1 --format=%ct refs/sluis/audit)
from_to "@$((AT - 1))" "@$AT"
push_as noor production
refused production acceptance-bound criteria-first
says acceptance-bound "and $(short acceptance) was committed at $(moment "@$AT")"
from_to "@$AT" "@$AT"
push_as noor production
accepted "$(promoted 2026.12)"
(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit verify) >"$T/said" 2>&1 || :
hasnt "audit verify" "$(cat "$T/said")" "is not 1 to 12 digits"

it "undecided: it came past the gate after that"
armed acceptance production
newer
given acceptance
from_to now now
push_as noor production
undecided production ref-protected acceptance-bound
says acceptance-bound "the audit does not tell when $(short acceptance) came to refs/heads/acceptance"

it "refuse: a later arming found it, and it was tested before that"
armed production
newer
given acceptance
clock=$(date +%s)
armed acceptance
AT=$(git -C "$CENTRAL" log -1 --format=%ct refs/sluis/audit)
clock=1700001000
from_to "@$((AT - 1))" "@$AT"
push_as noor production
refused production acceptance-bound
says acceptance-bound "and $(short acceptance) came to refs/heads/acceptance at $(moment "@$AT")"

it "undecided: acceptance moved past the gate"
newer
goes acceptance
change dirk src/later.c
branch acceptance development
given acceptance
dossier 2026.12 acceptance
from_to now now
push_as noor production
undecided production acceptance-bound
says acceptance-bound "the audit does not tell when $(short acceptance) came to refs/heads/acceptance"

it "undecided: the candidate is an old commit that no two readers read alike"
git -C "$CLONE" cat-file commit acceptance | sed '/^author/{p;s/dirk/dora/}' | commit_raw acceptance
given acceptance
dossier "$READY" acceptance
tested
push_as noor production
undecided production complete evidence-by criteria-independent acceptance-bound tester-not-author author-known author-not-approver author-not-promoter
says acceptance-bound "commit $(short acceptance) is not well formed: its committer line is missing or out of place"

finish
