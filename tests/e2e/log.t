#!/bin/bash
# git sluis log: one line a verdict, newest first, and what is asked for of them.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=tests/e2e/season.sh
. "$E2E/season.sh"
world_make
season
world_keep

TIME='[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z'

# logged [OPTION]...: the log in $shown, with T for each time and without the ids of the entries.
logged() {
	status=0
	sluis log "$@" >"$T/out" 2>"$T/err" || status=$?
	[[ " $* " != *" json "* ]] || keep_json "$(cat "$T/out")"
	shown=$(sed -E "s/^[0-9a-f]{7} //; s/$TIME/T/g" "$T/out")
}

lines_are() {
	is "the exit code" "$status" 0
	is "the log" "$shown" "$(printf '%s\n' "$@")"
}

rollback="T accept    noor     production R1 (rollback ${MERGED[2026.13]})"
mallory="T reject    mallory  production 2026.14: not met: pusher-known"
second="T accept    noor     production E2 (emergency INC-8 the door again)"
reviewing="T accept    jan      production 2026.13 (reviews E1)"
first="T accept    noor     production E1 (emergency INC-7 the door is <stuck>)"
released="T accept    noor     production 2026.12"
undecided="T undecided noor     production 2026.12: not checked: evidence-intact"
rejected="T reject    noor     production 2026.12: not met: signoff-present"
oldest="T accept    noor     production 2026.11 (its candidate is older than the audit)"

it "log: production, newest first"
logged --ref production
lines_are "$rollback" "$mallory" "$second" "$reviewing" "$first" "$released" "$undecided" "$rejected" "$oldest"

it "log: a ref by its full name, and of no environment"
logged --ref refs/heads/production -n 1
lines_are "$rollback"
logged --ref refs/heads/promotions -n 1
lines_are "T accept    tess     refs/heads/promotions record $(short promotions)"
logged --ref refs/heads/nothing
lines_are ""

it "log: every verdict is there once, and the unlock, and each policy"
logged
is "the exit code" "$status" 0
is "how many policies" "$(grep -c '^[0-9a-f]\{7\} [^ ]* policy ' "$T/out")" "$(git -C "$CENTRAL" rev-list --count refs/sluis/policy)"
is "how many other lines" "$(grep -vc '^[0-9a-f]\{7\} [^ ]* policy ' "$T/out")" \
	"$(git -C "$CENTRAL" log --format=%B refs/sluis/audit | grep -c '^Entry: \(verdict\|unlock\)$')"
is "the newest" "$(head -n 1 <<<"$shown")" "T unlock    -        until T by root: restore after a disk failure; $(
	)moved refs/heads/test $(short acceptance~1)..$(short acceptance); $(
	)moved refs/heads/test $(short acceptance)..$(short acceptance~1)"
is "its id" "$(head -c 7 "$T/out")" "$(git -C "$CENTRAL" log --format=%h --abbrev=7 --grep '^Entry: unlock$' refs/sluis/audit)"

it "log: by promotion; a review belongs to the emergency too"
logged --promotion 2026.12
lines_are "$released" "$undecided" "$rejected"
logged --promotion E1
lines_are "$reviewing" "$first"
logged --promotion 2026
lines_are ""

it "log: by person: who pushed, signed, tested, or wrote"
logged --person jan --decision accept --ref production -n 1
lines_are "$reviewing"
logged --person jan --decision undecided
lines_are "$undecided"
logged --person els --decision reject
lines_are "$mallory" "$rejected"
logged --person mallory
lines_are "$mallory"
logged --person root
has "the log" "$shown" "T unlock "
logged --person nobody
lines_are ""

it "log: by rule that was not met, not checked, or waived"
logged --rule signoff-present
lines_are "$rejected"
logged --rule evidence-intact --decision undecided
lines_are "$undecided"
logged --rule complete
lines_are "$rollback"

it "log: by decision"
logged --decision reject
lines_are "$mallory" "$rejected"
logged --decision undecided
lines_are "$undecided"
logged --decision accept --ref production --promotion 2026.12
lines_are "$released"

it "log: by time; a date as an end is the whole day"
logged --to 2020-01-01
lines_are ""
logged --from 2999-01-01T00:00:00+01:00
lines_are ""
today=$(git -C "$CENTRAL" log -1 --format=%cd --date=format:%Y-%m-%d refs/sluis/audit)
logged --from 2020-01-01 --to "$today" --ref production -n 2
lines_are "$rollback" "$mallory"

it "log: an accepted push of which nobody said whether it went in, and then that it did not"
printf '#!/bin/sh\nexit 1\n' >"$CENTRAL/hooks/update"
chmod 755 "$CENTRAL/hooks/update"
on development
change dirk src/topic.c
season_push dirk development
logged -n 1
lines_are "T accept    dirk     development work $(short development): not known whether it went in"
append_entry "not-moved refs/heads/development" "Entry: outcome" "Outcome: not-moved" "Source: reconciled" \
	"Verdict: $(git -C "$CENTRAL" rev-parse refs/sluis/audit)" "Ref: refs/heads/development" \
	"Old: $(tip development)" "New: $(oid development)"
logged --ref development -n 1
lines_are "T accept    dirk     development work $(short development): did not go in"

it "log: a move without a verdict"
append_entry "moved refs/heads/test" "Entry: outcome" "Outcome: moved" "Source: reference-transaction" \
	"Ref: refs/heads/test" "Old: $(tip test)" "New: $(tip development)"
logged --ref test -n 1
lines_are "T moved     -        refs/heads/test $(short acceptance)..$(short development) without a verdict"
logged --decision accept -n 1
has "the log" "$shown" "R1"

it "log: quiet when its reader has read enough"
# shellcheck disable=SC2016
(cd "$CENTRAL" && bash -c '"$0" log | head -n 1' "$SLUIS_BUILD/git-sluis") >"$T/out" 2>"$T/err"
is "how many lines" "$(wc -l <"$T/out")" 1
is "what it complains of" "$(cat "$T/err")" ""
(cd "$CENTRAL" && trap '' PIPE && "$SLUIS_BUILD/git-sluis" log 2>"$T/err" | head -n 1 >"$T/out") || :
is "what it complains of" "$(cat "$T/err")" ""

it "log: JSON, an object a line"
logged --format json --ref production
is "the exit code" "$status" 0
is "how many lines" "$(wc -l <"$T/out")" 9
is "what it says" "$(perl -MJSON::PP -ne '
	my $e = decode_json($_);
	my $r = $e->{refs}[0];
	my $s = $r->{steps}[0];
	print join(" ", $e->{decision}, $e->{pusher} // $e->{login}, $r->{outcome} // "-", $s->{promotion}, $s->{commit},
		map({ "$_->{signoff}:$_->{person}:$_->{proof}" } @{$s->{signoffs}}), @{$s->{unmet}}, @{$s->{testers}},
		@{$s->{contributors}}, map({ $_->{kind} } @{$s->{evidence}})), "\n" if $. == 2 || $. == 8 || $. == 9' "$T/out")" \
"reject mallory - 2026.14 ${MERGED[mallory]} users:kim:trailer system-owner:els:trailer operations:jan:trailer pusher-known tess dirk criteria acceptance
reject noor - 2026.12 ${MERGED[refused]} system-owner:els:trailer signoff-present tess dirk criteria acceptance
accept noor moved 2026.11 ${MERGED[2026.11]} users:kim:trailer system-owner:els:trailer operations:jan:trailer tess dirk criteria acceptance"

it "log: in a clone that fetched the audit alone"
git init -q "$T/auditor"
git -C "$T/auditor" fetch -q "$CENTRAL" refs/sluis/audit:refs/sluis/audit
(cd "$T/auditor" && "$SLUIS_BUILD/git-sluis" log) >"$T/there"
logged
is "the log there" "$(cat "$T/there")" "$(grep -v '^[0-9a-f]\{7\} [^ ]* policy ' "$T/out")"
git -C "$T/auditor" fetch -q "$CENTRAL" refs/sluis/policy:refs/sluis/policy
is "the log there, with the policies" "$(cd "$T/auditor" && "$SLUIS_BUILD/git-sluis" log)" "$(cat "$T/out")"

it "log: without an audit"
git init -q "$T/none"
status=0
(cd "$T/none" && "$SLUIS_BUILD/git-sluis" log) >"$T/out" 2>"$T/err" || status=$?
is "the exit code" "$status" 2
is "what it says" "$(cat "$T/out" "$T/err")" "sluis: there is no refs/sluis/audit here
  fix: in a clone: git fetch origin refs/sluis/audit:refs/sluis/audit"

it "log: what it does not take"
for each in "--rule nothing" "--decision perhaps" "--from yesterday" "--to 2026-11" "-n many" "--format xml" "more" "--nonsense"; do
	# shellcheck disable=SC2086
	logged $each
	is "the exit code of $each" "$status" 129
	has "what it says" "$(cat "$T/err")" "usage: git sluis log"
	is "what it prints" "$shown" ""
done

it "log: an entry that nobody but the gate would write"
append_entry forged "Entry: verdict" "Why: "$'\033[2Jgone'
forged=$(git -C "$CENTRAL" rev-parse --short=7 refs/sluis/audit)
logged
is "the exit code" "$status" 1
is "what it says" "$(cat "$T/out" "$T/err")" "sluis: audit entry $forged: it is no entry that the gate wrote
  fix: the administrator of the server finds out who changed the audit, and brings it back from a copy:
       git -c core.hooksPath=/dev/null fetch COPY +refs/sluis/audit:refs/sluis/audit"

finish
