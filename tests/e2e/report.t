#!/bin/bash
# git sluis report: the population with its proof, exceptions first, a sample that can be drawn again, in four forms.
# The expressions in single quotes are of perl.
# shellcheck disable=SC2016
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=tests/e2e/season.sh
. "$E2E/season.sh"
season_begins
world_make
season
while [ "$(date +%s)" -le "$(git -C "$CENTRAL" log -1 --grep '^Promotion: E2$' --format=%B refs/sluis/audit | sed -n 's/^Review-Until: //p')" ]; do
	sleep 0.2	# the review of E2 becomes overdue
done
world_keep

TIME='[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z'
declare -A ENTRY=()
while read -r id promotion; do
	ENTRY[$promotion]=$id
done < <(git -C "$CENTRAL" log --grep '^Decision: accept$' --format='%H %(trailers:key=Promotion,valueonly)' refs/sluis/audit |
	grep ' .')

# reported [OPTION]...: the report in $T/out; in $shown with T for each time.
reported() {
	status=0
	sluis report "$@" >"$T/out" 2>"$T/err" || status=$?
	[[ " $* " != *" json "* ]] || keep_json "$(cat "$T/out")"
	shown=$(sed -E "s/$TIME/T/g" "$T/out")
}

# part FROM TO: the lines of the report from one that starts with FROM up to one that starts with TO, without that.
part() {
	sed -n "/^$1/,\$p" <<<"$shown" | sed "/^$2/,\$d"
}

# column NAME... < CSV: those columns of each row, with | between; the whole file is held to RFC 4180.
column() {
	perl -e '
		local $/; my $text = <STDIN>; my (@rows, @row);
		while ($text =~ /\G(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gc) {
			push @row, defined $1 ? $1 =~ s/""/"/gr : $2;
			if ($3 eq "\r\n") { push @rows, [@row]; @row = () }
		}
		die "not RFC 4180 at byte " . (pos($text) // 0) . "\n" if (pos($text) // 0) != length $text || @row;
		my %at; @at{@{$rows[0]}} = 0 .. $#{$rows[0]};
		for my $r (@rows[1 .. $#rows]) {
			die "a row has " . @$r . " fields\n" if @$r != @{$rows[0]};
			print join("|", map { $r->[$at{$_} // die "no column $_\n"] } @ARGV), "\n";
		}' "$@"
}

# json EXPRESSION: of the report as $r, in perl.
json() {
	perl -MJSON::PP -e 'local $/; my $r = decode_json(<STDIN>); my @a = eval $ARGV[0]; die $@ if $@; print "@a\n"' "$1" <"$T/out"
}

# balanced FILE: is it well formed? Where nothing better is there, every tag is closed in its turn and no & stands alone.
balanced() {
	if command -v xmllint >/dev/null; then
		sed 1d "$1" | xmllint --noout - 2>&1
	else
		perl -0ne '
			s/<!DOCTYPE html>//; s{<style>.*?</style>}{}s; my @open;
			while (/<(\/?)([a-z0-9]+)((?:\s[a-z:-]+="[^"<]*")*)\s*(\/?)>|(<)|&(?!#?[a-z0-9]+;)(.)/g) {
				if (defined $5 || defined $6) { print "stray at ", pos, "\n"; exit }
				next if $4;
				if (!$1) { push @open, $2; next }
				my $was = pop(@open) // ""; if ($was ne $2) { print "$2 closes $was\n"; exit }
			}
			print "open: @open\n" if @open' "$1"
	fi
}

it "text: what the report is about, and exceptions first"
reported
is "the exit code" "$status" 0
waits="  T ${ENTRY[E2]:0:7} production E2: INC-8 the door again:
  OVERDUE, was to be reviewed until T, 1 day late"
is "the beginning" "$(part Promotions 'unlocks by')" "Promotions
period: from the first entry until now
promotions into: production
not counted, those into: acceptance, test
made: T, sluis $(sluis --version | cut -d ' ' -f 2)
All times are UTC, by the clock of the server that judged.
Norm CH.06. Compare COBIT 2019 BAI07, ISO/IEC 27001:2022 A.8.29, A.8.31,
A.8.32 and A.5.3, NIST SP 800-53 CM-3, CM-4 and CM-5, SOC 2 CC8.1.

!! policies that no promotion approved, since the last approved one
  2026-1: the first policy; no promotion approved it; installed by $(id -un):
  the first policy
  2026-1: [emergency] is new: signoff system-owner, review-within-days
  1; no promotion approved it; installed by tests, no reason given

Exceptions
==========
       0  audits that could not be read to their end
       0  places where the audit is not whole, or the refs disagree with it
       0  refs of which not all steps are in the audit as they should be
       0  what witnesses saw of the audit
       2  policies that no promotion approved, since the last approved one
       2  emergency changes
       1  emergencies not reviewed yet
       1  overdue reviews
       0  reviews that were late
       0  emergencies while a review was overdue
       1  rollbacks
       1  unlocks by an administrator
       2  moves without a verdict
       0  corrections of the audit by the owner of the repository
       6  promotions with sign-offs by trailer alone: nothing is one-use
       0  promotions with waivers or accepted differences
       6  promotions under a policy that does not keep duties apart
       0  promotions that a deputy signed
       0  promotions against which a veto stood that lapsed
       1  promotions of a candidate that is older than the audit
       0  promotions whose deployment was recorded late
       0  promotions whose deployment is not recorded, past its days
       0  promotions whose deployment failed, differs or is not shown
       0  promotions whose deployment cannot be told from this copy
       0  promotions whose deployment nobody compared
       0  promotions of which a step of the plan is not recorded as done
       2  refused attempts
       1  attempts that could not be decided
       0  accepted, and did not go in
       0  changes of policy

emergency changes
  T ${ENTRY[E1]:0:7} production E1: INC-7 the door is <stuck>:
  reviewed T with promotion 2026.13
$waits

emergencies not reviewed yet
$waits

overdue reviews
$waits

rollbacks
  T ${ENTRY[R1]:0:7} production R1: rollback to
  ${MERGED[2026.13]}"
has "the refused" "$shown" "refused attempts
  T $(sluis log --decision reject --promotion 2026.12 | cut -c 1-7) Noor Kaya (noor): production 2026.12; not
  met: signoff-present
  T $(sluis log --person mallory | cut -c 1-7) mallory (nobody of the policy):
  production 2026.14; not met: pusher-known
"
has "the undecided" "$shown" "attempts that could not be decided
  T $(sluis log --decision undecided | cut -c 1-7) Noor Kaya (noor): production 2026.12; not
  checked: evidence-intact
"
has "the moves" "$shown" "refs/heads/test $(short acceptance)..$(short acceptance~1): while
  unlocked"

it "text: the population is shown to be complete"
is "the population" "$(part Population 'Policy in')" "Population
==========
       6  promotions
       0  promotions of which the outcome is not recorded
       0  promotions into environments that are not counted
       0  fast-forwards, without a merge
       0  baselines
      31  verdicts: accepted
       2  verdicts: refused
       1  verdicts: could not decide
      $(git -C "$CENTRAL" rev-list --count refs/sluis/audit)  entries in the audit

Each step of the period on the first-parent line of a ref, counted in
the repository, against the steps that have a verdict in the audit.
  refs/heads/production: 6 steps, 6 with a verdict, 0 gaps: complete"
has "the policy" "$shown" "  T to T, 34 verdicts
    2026-1
    sha256:$(sha256sum <"$CENTRAL/sluis/policy.ini" | cut -d ' ' -f 1)"

it "text: one promotion, with its nine criteria and what opens their proof"
reported --promotion 2026.13
entry=${ENTRY[2026.13]}
is "the promotion" "$(part 'promotion 2026.13' nothing)" "promotion 2026.13
=================

  environment: production
  ref: refs/heads/production
  time: T
  outcome: went in
  merge: ${MERGED[2026.13]}
  audit entry: $entry
  candidate arrived: T
  reviews emergency: E1

                       Dirk Visser (dirk) made the change
                       Dora Mulder (dora) made the change
                       Tess Bos (tess) tested: T -
                       T, as the record says
                       Kim Jansen (kim) signed off: users, role
                       key-user, by trailer alone
                       Els de Vries (els) signed off: system-owner, role
                       system-owner, by trailer alone
                       Jan Bakker (jan) signed off: operations, role
                       operator, by trailer alone
  T Jan Bakker (jan) pushed

+ 1  Policy documented and communicated: met
    met: policy-published
    policy: 2026-1 sha256:$(sha256sum <"$CENTRAL/sluis/policy.ini" | cut -c 1-12)...
    policy:
      policy.ini

. 2  Plan, pushed in its window by its performer: not applicable
    not applicable: plan-linked, plan-complete, plan-window,
    plan-performer, deployment-recorded

+ 3  Environments passed in order, with approval: met
    met: merge-only, comes-from, emergency-review
    not applicable: freeze, emergency
    comes from: acceptance
    merge: ${MERGED[2026.13]}

. 4  Parallel run where the impact asks it: not applicable
    not applicable: impact-stated, impact-floor, parallel-run

- 5  Sign-off of the stakeholders recorded: not asked by the policy
    not asked by the policy: signoff-proven
    met: signoff-present, signoff-veto
    not applicable: signoff-current, promotion-once
    sign-off: users: Kim Jansen (kim), role key-user, by trailer alone
    sign-off: system-owner: Els de Vries (els), role system-owner, by
    trailer alone
    sign-off: operations: Jan Bakker (jan), role operator, by trailer
    alone

+ 6  Acceptance criteria first, tests recorded: met
    met: acceptance-linked, evidence-intact, evidence-by,
    acceptance-bound, criteria-first, criteria-independent,
    acceptance-passed
    acceptance criteria:
      evidence/$(digest 2026.13/criteria.ini)
    acceptance result:
      evidence/$(digest 2026.13/acceptance.ini)
    other evidence:
      evidence/$(digest 2026.13/ac-1.log)
    tester: Tess Bos (tess)

+ 7  Roles assigned: met
    met: roles-assigned
    roles:
      policy.ini

+ 8  What was accepted went over, completely: met
    met: complete, nothing-lost
    not applicable: rollback
    base: ${MERGED[E1]}
    candidate: $(oid "${MERGED[2026.13]}^2")
    proof: git diff $(oid "${MERGED[2026.13]}^2" | cut -c 1-12) $(cut -c 1-12 <<<"${MERGED[2026.13]}") (prints nothing)

- 9  Access and separation of duties: not asked by the policy
    not asked by the policy: committer-is-pusher
    met: reserved-ref, pusher-known, push-access, ref-protected,
    tester-not-author, author-known, author-not-approver,
    author-not-promoter
    not applicable: commits-signed
    pusher: Jan Bakker (jan)
    made by: Dirk Visser (dirk), Dora Mulder (dora)
    what people were told:
      verdict.txt

  Files are opened with: git show ${entry:0:7}:FILE"
is "the evidence, opened" \
	"$(git -C "$CENTRAL" show "${entry:0:7}:evidence/$(digest 2026.13/ac-1.log)")" "2026.13: 12 tests, all good"
is "the policy, opened" "$(git -C "$CENTRAL" show "${entry:0:7}:policy.ini")" "$(cat "$CENTRAL/sluis/policy.ini")"
is "what git diff prints" "$(git -C "$CENTRAL" diff "${MERGED[2026.13]}^2" "${MERGED[2026.13]}")" ""
is "the longest line" "$(awk '{ n = length > n ? length : n } END { print n <= 80 }' "$T/out")" 1

it "text: a rollback, and what it waives"
reported --promotion R1
has "the criteria" "$shown" "~ 6  Acceptance criteria first, tests recorded: waived, rollback to ${MERGED[2026.13]}"
has "its exception" "$shown" "  exception: rollback to ${MERGED[2026.13]}"
hasnt "its proof" "$shown" "proof: git diff"
has "the count" "$shown" "       1  rollbacks"
has "the count" "$shown" "       0  refused attempts"

it "text: a period; an emergency that waits is of every period from then on"
reported --to 2020-12-31
has "the period" "$shown" "period: from the first entry to T"
has "the count" "$shown" "       0  emergency changes"
has "the count" "$shown" "       0  promotions"
reported --from 2099-01-01
has "the period" "$shown" "period: T until now"
has "the counts" "$shown" "       0  emergency changes
       1  emergencies not reviewed yet"
has "the emergency" "$shown" "production E2: INC-8 the door again"
hasnt "the emergency that was reviewed" "$shown" "production E1"

it "text: one environment, or all of them"
reported --environment production
has "what it is about" "$shown" "promotions into: production
not counted, those into: acceptance, test
"
has "the count" "$shown" "       6  promotions"
hasnt "the others" "$shown" "refs/heads/test: "
reported --environment acceptance
is "the exit code" "$status" 0
has "the count" "$shown" "       0  promotions"
has "those elsewhere" "$shown" "       6  promotions into environments that are not counted"
has "the fast-forwards" "$shown" "       5  fast-forwards, without a merge"
reported --all-environments
has "what it is about" "$shown" "promotions into: acceptance, production, test
made: "
has "the counts" "$shown" "       6  promotions
       0  promotions of which the outcome is not recorded
       0  promotions into environments that are not counted
      10  fast-forwards, without a merge"
has "the refs" "$shown" "
  refs/heads/test: 7 steps, 5 with a verdict, 0 gaps: NOT COMPLETE
  refs/heads/acceptance: 5 steps, 5 with a verdict, 0 gaps: complete
  refs/heads/production: 6 steps, 6 with a verdict, 0 gaps: complete
"

it "a ref that is not complete: the report is not whole, in every form"
is "the exit code" "$status" 1
has "the top of text" "$(part '!! This' Exceptions)" "!! This report is not complete.

!! refs of which not all steps are in the audit as they should be
  refs/heads/test: 7 steps, 5 with a verdict, 0 gaps"
reported --all-environments --language nl
has "the top, in Dutch" "$shown" "!! Dit rapport is niet volledig.

!! refs waarvan niet alle stappen in de audittrail staan zoals het hoort
  refs/heads/test: 7 stappen, 5 met een oordeel, 0 gaten"
reported --all-environments --format csv
is "the exit code of CSV" "$status" 1
is "the rows of CSV" "$(column kind ref environment outcome text <"$T/out" | sed -n '1,2p')" \
"report||acceptance, production, test|not-whole|from the first entry until now
incomplete|refs/heads/test|test||refs/heads/test: 7 steps, 5 with a verdict, 0 gaps"
reported --all-environments --format json
is "the exit code of JSON" "$status" 1
is "what JSON says" "$(json '($r->{whole} ? "whole" : "not-whole", $r->{exceptions}{incomplete}, map { $_->{text} } grep { $_->{kind} eq "incomplete" } @{$r->{events}})')" \
	"not-whole 1 refs/heads/test: 7 steps, 5 with a verdict, 0 gaps"
reported --all-environments --format html
is "the exit code of HTML" "$status" 1
has "the top of HTML" "$(sed '/<main>/,$d' "$T/out")" "! This report is not complete."
has "the top of HTML" "$(sed '/<main>/,$d' "$T/out")" "<li>refs/heads/test: 7 steps, 5 with a verdict, 0 gaps</li>"
reported --from 2099-01-01 --all-environments
is "the exit code of a period in which nothing moved" "$status" 0

it "text: in Dutch"
reported --language nl --promotion 2026.13
is "the exit code" "$status" 0
is "the beginning" "$(head -n 3 <<<"$shown")" "Promoties
periode: vanaf de eerste vermelding tot nu
alleen promotie: 2026.13"
has "a criterion" "$shown" "- 5  Accordering van belanghebbenden vastgelegd: niet gevraagd door het beleid"
has "a sign-off" "$shown" "    accordering: users: Kim Jansen (kim), rol key-user, alleen als"
overdue=$(sluis report --language nl | tr -s ' \n' ' ')
has "an overdue review" "$overdue" "OVER TIJD"
has "an overdue review" "$overdue" "1 dag te laat"
has "the page" "$(sluis report --format html)" ", 1 day late</a></li>"

it "sample: drawn again with sha256sum"
reported --sample 2 --seed 4711
is "the exit code" "$status" 0
has "the head" "$shown" "2 of 6, seed 4711"
numbers=$(for each in 2026.11 2026.12 E1 2026.13 E2 R1; do
	echo "$(printf %s "4711:${ENTRY[$each]}:${MERGED[$each]}" | sha256sum | cut -d ' ' -f 1) $each"
done | sort | head -n 2)
drawn=$(sort <<<"$numbers" | cut -d ' ' -f 2)
is "what is drawn" "$(sed -n 's/^promotion //p' <<<"$shown" | sort)" "$(sort <<<"$drawn")"
has "the first number" "$shown" "  number: $(head -n 1 <<<"$numbers" | cut -d ' ' -f 1)
  drawn: 1"
cp "$T/out" "$T/first"
reported --sample 2 --seed 4711
is "the second time" "$(sed '/^made: /d' "$T/out")" "$(sed '/^made: /d' "$T/first")"
is "the count" "$(grep -c '^promotion ' <<<"$shown")" 2

it "sample: without a seed, one is drawn and told"
reported --sample 2 --format json
seed=$(json '$r->{sample}{seed}')
is "its form" "$(grep -cE '^[0-9a-f]{16}$' <<<"$seed")" 1
promotions=$(json 'map { "$_->{promotion}:$_->{drawn}" } @{$r->{promotions}}')
reported --sample 2 --format json --seed "$seed"
is "what that draws" "$(json 'map { "$_->{promotion}:$_->{drawn}" } @{$r->{promotions}}')" "$promotions"
reported --sample 2 --format json
isnt=$(json '$r->{sample}{seed}')
is "another time" "$([ "$isnt" != "$seed" ] && echo another)" another

it "sample: more than there are"
reported --sample 100 --seed x
has "the head" "$shown" "6 of 6, seed x"
is "how many are shown" "$(grep -c '^promotion ' <<<"$shown")" 6

it "CSV: a row for each promotion and each other event"
reported --format csv
is "the exit code" "$status" 0
is "the header" "$(head -n 1 "$T/out")" "kind,time,repository,ref,environment,promotion,outcome,pusher,contributors,testers,$(
	)performers,signoffs,impact,exception,review-until,while-overdue,reviewed,reviewed-with,days-late,reviews,policy,criterion-1,criterion-2,$(
	)criterion-3,criterion-4,criterion-5,criterion-6,criterion-7,criterion-8,criterion-9,not-met,not-checked,waived,$(
	)text,entry,commit,base,candidate,arrived,found,evidence,number,drawn"$'\r'
is "the rows" "$(column kind environment promotion outcome pusher contributors not-met not-checked exception <"$T/out")" \
"report|production||whole|||||
policy-unapproved||||||||
policy-unapproved||||||||
emergency|production|E1||noor|dora|||emergency INC-7 the door is <stuck>
emergency|production|E2||noor|dora|||emergency INC-8 the door again
emergency-open|production|E2||noor|dora|||emergency INC-8 the door again
review-overdue|production|E2||noor|dora|||emergency INC-8 the door again
rollback|production|R1||noor|dirk|||rollback ${MERGED[2026.13]}
unlock||||root||||
move|test|||||||
move|test|||||||
trailer-only|production|2026.11||noor|dirk|||
trailer-only|production|2026.12||noor|dirk|||
trailer-only|production|E1||noor|dora|||emergency INC-7 the door is <stuck>
trailer-only|production|2026.13||jan|dirk dora|||
trailer-only|production|E2||noor|dora|||emergency INC-8 the door again
trailer-only|production|R1||noor|dirk|||rollback ${MERGED[2026.13]}
unseparated|production|2026.11||noor|dirk|||
unseparated|production|2026.12||noor|dirk|||
unseparated|production|E1||noor|dora|||emergency INC-7 the door is <stuck>
unseparated|production|2026.13||jan|dirk dora|||
unseparated|production|E2||noor|dora|||emergency INC-8 the door again
unseparated|production|R1||noor|dirk|||rollback ${MERGED[2026.13]}
candidate-found|production|2026.11||noor|dirk|||
refused|production|2026.12||noor|dirk|signoff-present||
refused|production|2026.14||mallory|dirk|pusher-known||
undecided|production|2026.12||noor|dirk||evidence-intact|
promotion|production|2026.11|moved|noor|dirk|||
promotion|production|2026.12|moved|noor|dirk|||
promotion|production|E1|moved|noor|dora|||emergency INC-7 the door is <stuck>
promotion|production|2026.13|moved|jan|dirk dora|||
promotion|production|E2|moved|noor|dora|||emergency INC-8 the door again
promotion|production|R1|moved|noor|dirk|||rollback ${MERGED[2026.13]}"
is "the criteria" "$(column kind promotion criterion-{1,2,3,4,5,6,7,8,9} <"$T/out" | sed -nE '/^(refused\|2026.12|promotion\|(2026.13|R1))\|/{s/^[a-z]*\|//;p}')" \
"2026.12|met|not-applicable|met|not-applicable|not-met|met|met|met|not-asked
2026.13|met|not-applicable|met|not-applicable|not-asked|met|met|met|not-asked
R1|met|not-applicable|waived|not-applicable|not-asked|waived|met|waived|waived"
is "the proof of 2026.13" "$(column kind promotion entry commit base candidate evidence signoffs <"$T/out" | grep '^promotion|2026.13|')" \
	"promotion|2026.13|${ENTRY[2026.13]}|${MERGED[2026.13]}|${MERGED[E1]}|$(oid "${MERGED[2026.13]}^2")|criteria:$(
	)$(digest 2026.13/criteria.ini) acceptance:$(digest 2026.13/acceptance.ini)|users:kim:trailer $(
	)system-owner:els:trailer operations:jan:trailer"
is "the reviews" "$(column kind promotion reviewed reviewed-with days-late reviews <"$T/out" | sed -nE "s/$TIME/T/; s/^promotion\|//p")" \
"2026.11||||
2026.12||||
E1|T|2026.13||
2026.13||||E1
E2|||1|
R1||||"

it "CSV: what a spreadsheet would take for a formula"
season_push '=cmd|x!A1' +production~1:production
reported --format csv
has "the field" "$(cat "$T/out")" ",\"'=cmd|x!A1\","
is "the pusher" "$(column kind pusher <"$T/out" | grep '^refused|' | tail -n 1)" "refused|'=cmd|x!A1"

it "JSON: read by another program"
reported --format json
is "the exit code" "$status" 0
is "the counts" "$(json 'map { "$_:$r->{counts}{$_}" } grep { $r->{counts}{$_} } sort keys %{$r->{counts}}')" \
	"entries:$(git -C "$CENTRAL" rev-list --count refs/sluis/audit) promotions:6 verdicts-accepted:31 $(
	)verdicts-refused:2 verdicts-undecided:1"
is "the exceptions" "$(json 'map { "$_:$r->{exceptions}{$_}" } grep { $r->{exceptions}{$_} } sort keys %{$r->{exceptions}}')" \
	"candidate-found:1 emergency:2 emergency-open:1 move:2 policy-unapproved:2 refused:2 review-overdue:1 rollback:1 trailer-only:6 undecided:1 unlock:1 unseparated:6"
is "a list for each" "$(json 'my %n; $n{$_->{kind}}++ for @{$r->{events}}; map { "$_:$n{$_}" } sort keys %n')" \
	"candidate-found:1 emergency:2 emergency-open:1 move:2 policy-unapproved:2 refused:2 review-overdue:1 rollback:1 trailer-only:6 undecided:1 unlock:1 unseparated:6"
is "the promotions" "$(json 'map { $_->{promotion} } @{$r->{promotions}}')" "2026.11 2026.12 E1 2026.13 E2 R1"
is "criterion 6 of the rollback" "$(json 'my $c = $r->{promotions}[5]{criteria}[5];
	($c->{criterion}, $c->{status}, map { "$_=$c->{rules}{$_}" } sort keys %{$c->{rules}})')" \
	"6 waived acceptance-bound=waived acceptance-linked=waived acceptance-passed=waived criteria-first=waived criteria-independent=waived $(
	)evidence-by=waived evidence-intact=waived"
is "its sign-offs" "$(json 'map { join(":", @{$_}{qw(signoff role person name proof)}) } @{$r->{promotions}[5]{signoffs}}')" \
	"system-owner:system-owner:els:Els de Vries (els):trailer"
is "the emergencies" "$(json 'map { ("$_->{promotion}", $_->{overdue} ? "overdue" : "no", $_->{"reviewed-with"} // "-", $_->{"days-late"}) }
	@{$r->{emergencies}}')" "E1 no 2026.13 0 E2 overdue - 1"
is "the refs" "$(json 'map { "$_->{environment}:$_->{steps}:$_->{judged}:" . ($_->{complete} ? 1 : 0) }
	@{$r->{repositories}[0]{refs}}')" "production:6:6:1"
is "what is counted" "$(json '(@{$r->{environments}}, "not", @{$r->{"not-counted"}})')" "production not acceptance test"

it "HTML: one well-formed file that asks for nothing else"
reported --format html --sample 3 --seed 1
is "the exit code" "$status" 0
is "what is not well formed" "$(balanced "$T/out")" ""
has "its policy" "$(cat "$T/out")" "content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\""
is "what it would fetch or run" "$(grep -oiE '<(script|link|img|iframe|object|embed|form)|[" ](src|on[a-z]+)=|href="[^#]|url\(|@import|https?:' \
	"$T/out" || true)" ""
has "an incident with markup in it" "$(cat "$T/out")" "INC-7 the door is &lt;stuck&gt;"
hasnt "the page" "$(cat "$T/out")" "<stuck>"
has "words where colours are" "$(cat "$T/out")" '<span class="sign s1">+</span>met'
has "the way to paper" "$(cat "$T/out")" "@media print{"
is "how many are shown" "$(grep -c '<section class="promotion" id="p' "$T/out")" 3
reported --format html --language nl
is "what is not well formed" "$(balanced "$T/out")" ""
has "its language" "$(cat "$T/out")" '<html lang="nl">'
has "a rule" "$(cat "$T/out")" "niemand promoveert een wijziging waaraan die zelf meewerkte"

it "HTML: the name of a repository is text"
mv "$CENTRAL" "$T/world/<b>x&y"
status=0
"$SLUIS_BUILD/git-sluis" report --format html --repos "$T/world/<b>x&y" "$T/world/<i>" >"$T/out" 2>"$T/err" || status=$?
is "the exit code" "$status" 2
is "what is not well formed" "$(balanced "$T/out")" ""
has "the name" "$(cat "$T/out")" "&lt;b&gt;x&amp;y"
hasnt "the page" "$(cat "$T/out")" "<i>"

it "the audit alone: a clone that has nothing else"
git init -q "$T/auditor"
git -C "$T/auditor" fetch -q "$CENTRAL" refs/sluis/audit:refs/sluis/audit
reported --format csv
(cd "$T/auditor" && "$SLUIS_BUILD/git-sluis" report --format csv) >"$T/there"
made='s/^"report","[^"]*"/"report","T"/'	# not in the same second
is "the rows there, but for the policies" "$(sed -e "$made" -e 's/,"auditor",/,"central",/' -e '/^"policy-unapproved"/d' "$T/there")" \
	"$(sed -e "$made" -e '/^"policy-unapproved"/d' "$T/out")"
is "the policies there" "$(sed -n 's/^"policy-unapproved",.*"\(refs.*\)","","",.*/\1/p' "$T/there" | cut -d '"' -f 1)" \
	"refs/sluis/policy is not here: what approved the policies is not known"
git -C "$T/auditor" fetch -q "$CENTRAL" refs/sluis/policy:refs/sluis/policy
(cd "$T/auditor" && "$SLUIS_BUILD/git-sluis" report --format csv) >"$T/there"
is "the rows there, with the policies" "$(sed "$made"';s/,"auditor",/,"central",/' "$T/there")" "$(sed "$made" "$T/out")"
has "the population there" "$(cd "$T/auditor" && "$SLUIS_BUILD/git-sluis" report | tr '\n' ' ' | tr -s ' ')" \
	"refs/heads/production: 6 steps, 6 with a verdict, 0 gaps: no gap; the ref itself is not here"
rm -rf "$T/auditor"

it "repositories: one report, a promotion of several brought together"
cp -a "$CENTRAL" "$T/world/second"
status=0
"$SLUIS_BUILD/git-sluis" report --repos "$CENTRAL" "$T/world/second" >"$T/out" 2>"$T/err" || status=$?
is "the exit code" "$status" 0
is "what it complains of" "$(cat "$T/err")" ""
has "the count" "$(cat "$T/out")" "      12  promotions"
is "how many promotions" "$(grep -c '^promotion ' "$T/out")" 6
is "the parts of one" "$(sed -n '/^promotion 2026.12/,/^promotion E1/p' "$T/out" | grep -E 'parts|repository: ')" \
"2 parts in several repositories
  repository: $CENTRAL
  repository: $T/world/second"

it "repositories: one that cannot be read is told, and is no success"
status=0
"$SLUIS_BUILD/git-sluis" report --repos "$CENTRAL" "$T/nowhere" "$CLONE" >"$T/out" 2>"$T/err" || status=$?
is "the exit code" "$status" 2
has "the report" "$(cat "$T/out")" "!! This report is not complete.

!! audits that could not be read to their end
"
has "the report" "$(tr '\n' ' ' <"$T/out" | tr -s ' ')" "$CLONE: there is no refs/sluis/audit here"
has "what it complains of" "$(cat "$T/err")" "$T/nowhere"
has "the rest" "$(cat "$T/out")" "       6  promotions"

it "an audit with an entry that is gone: reported as far as it goes"
lose "${ENTRY[E1]}"
reported
is "the exit code" "$status" 2
has "the report" "$shown" "!! This report is not complete"
has "the count" "$shown" "       3  promotions"
has "what it complains of" "$(cat "$T/err")" "${ENTRY[E1]:0:7}"
reported --format json
is "is it whole" "$(json '$r->{whole} ? "yes" : "no"')" no

it "a step without a verdict: the population is not complete"
rm "$CENTRAL/hooks/reference-transaction"
git -C "$CENTRAL" fetch -q "$CLONE" "${MERGED[mallory]}"
git -C "$CENTRAL" update-ref refs/heads/production "${MERGED[mallory]}"
reported
has "the ref" "$shown" "  refs/heads/production: 6 steps, 6 with a verdict, 0 gaps: NOT COMPLETE"
append_entry "moved" "Entry: outcome" "Outcome: moved" "Source: reconciled" "Ref: refs/heads/production" \
	"Old: ${MERGED[R1]}" "New: ${MERGED[mallory]}"
reported
has "the ref" "$shown" "  refs/heads/production: 7 steps, 6 with a verdict, 0 gaps: NOT COMPLETE"
has "the move" "$shown" "$(short "${MERGED[R1]}")..$(short "${MERGED[mallory]}"):
  no verdict at all"

it "a step that the audit has forgotten: a gap"
branch production "${MERGED[2026.12]}"
dossier 2026.77 acceptance
promotion id 2026.77 base "${MERGED[2026.12]}"
git -C "$CENTRAL" fetch -q "$CLONE" production
append_entry "moved" "Entry: outcome" "Outcome: moved" "Source: reconciled" "Ref: refs/heads/production" \
	"Old: ${MERGED[2026.12]}" "New: $(oid production)"
reported
has "the ref" "$shown" "  refs/heads/production: 7 steps, 6 with a verdict, 1 gaps: NOT COMPLETE"

it "a review that was late, a change of policy, sign-offs that are signed"
policy 's/^version = .*/version = 2026-2/'
proof_by_signature
next_release 2026.20 dirk src/pay.c
on development
merge dirk "${MERGED[R1]}"
branch test development
branch acceptance development
season_push dirk development
season_push tess test
season_push tess acceptance
tested 2026.20
sleep 1.1	# the test has ended when they sign
READY=2026.20
for each in "kim key-user" "els system-owner" "jan operator"; do
	# shellcheck disable=SC2086
	signoff $each add "Reviews-Emergency: E2"
	season_push "${each% *}" "signoffs/${each% *}:refs/signoffs/2026.20/${each#* }/${each% *}"
done
READY=2026.11
promotion id 2026.20 by jan add "Reviews-Emergency: E2"
season_push jan production
reported
has "the sign-off" "$shown" "
  T Kim Jansen (kim) signed off: users, role
                       key-user, by signature
"
has "its proof" "$shown" "    sign-off:
      signoffs/2026.20+key-user+kim
"
entry=$(git -C "$CENTRAL" log -1 --grep '^Promotion: 2026.20$' --format=%H refs/sluis/audit)
is "its proof, opened" "$(git -C "$CENTRAL" show "$entry:signoffs/2026.20+key-user+kim")" \
	"$(git -C "$CENTRAL" cat-file tag refs/signoffs/2026.20/key-user/kim)"
has "the count" "$shown" "       6  promotions with sign-offs by trailer alone"
has "the emergency" "$(tr '\n' ' ' <<<"$shown" | tr -s ' ')" "INC-8 the door again: reviewed LATE T with promotion 2026.20, 1 day late"
has "the counts" "$shown" "       0  overdue reviews
       1  reviews that were late"
has "the count" "$shown" "       1  changes of policy"
has "the newer policy" "$shown" "    2026-2
    sha256:$(sha256sum <"$CENTRAL/sluis/policy.ini" | cut -d ' ' -f 1)"

it "emergencies while a review is overdue: counted, and each named"
next_release E3 dora src/door.c
emergency E3 "INC-9 the door, the third time"
is "production" "$(tip production)" "${MERGED[E3]}"
reported
has "the count" "$shown" "       1  emergencies while a review was overdue"
has "the emergency" "$(tr '\n' ' ' <<<"$shown" | tr -s ' ')" \
	"INC-9 the door, the third time: open, to be reviewed until T; made while reviews were overdue: E2"
reported --language nl
has "the emergency, in Dutch" "$(tr '\n' ' ' <<<"$shown" | tr -s ' ')" "gemaakt terwijl controles achteraf over tijd waren: E2"
reported --format csv --promotion E3
is "the row" "$(column kind promotion while-overdue found <"$T/out" | grep '^promotion|E3')" "promotion|E3|E2|"
is "that of the exception" "$(column kind promotion while-overdue <"$T/out" | grep '^emergency-while')" "emergency-while-overdue|E3|E2"
reported --format json
is "the emergencies" "$(json 'map { "$_->{promotion}:@{$_->{q(while-overdue)}}" } @{$r->{emergencies}}')" "E1: E2: E3:E2"
is "the promotion" "$(json 'map { "@{$_->{q(while-overdue)}}" } grep { $_->{promotion} eq "E3" } @{$r->{promotions}}')" E2
is "the count" "$(json '$r->{exceptions}{q(emergency-while-overdue)}')" 1
reported --format html
has "the emergency" "$(cat "$T/out")" "made while reviews were overdue: E2"
has "the log" "$(sluis log --promotion E3)" "production E3 (emergency INC-9 the door, the third time) (while the review of E2 was overdue)"

it "a candidate that is older than the audit: its floor is the date of its commit"
reported --promotion 2026.11
has "text" "$(tr '\n' ' ' <<<"$shown" | tr -s ' ')" "candidate arrived: before the audit began; its commit is dated T"
is "that date" "$(grep -A1 'candidate arrived' "$T/out" | tr -d '\n' | grep -oE "$TIME")" \
	"$(TZ=UTC git -C "$CENTRAL" log -1 --date=format-local:%Y-%m-%dT%H:%M:%SZ --format=%cd "${MERGED[2026.11]}^2")"
reported --language nl --promotion 2026.11
has "in Dutch" "$(tr '\n' ' ' <<<"$shown" | tr -s ' ')" "voor het begin van de audittrail; de commit is gedateerd op T"
reported --format csv
is "CSV" "$(column kind promotion found <"$T/out" | grep '^[pc].*|yes')" "candidate-found|2026.11|yes
promotion|2026.11|yes"
reported --format json
is "JSON" "$(json 'map { $_->{promotion} } grep { $_->{found} } @{$r->{promotions}}')" 2026.11
reported --format html
has "HTML" "$(cat "$T/out")" "before the audit began; its commit is dated"

it "text: when it was tested and was to go over, as the records say"
policy 's/^require = .*/require = plan acceptance complete/'
policy '/^push = tester$/{s/$/\npush = operator/;:a;n;ba}'
next_release 2026.21 dirk src/pay.c
on development
merge dirk "${MERGED[R1]}"
branch test development
branch acceptance development
season_push dirk development
season_push tess test
season_push tess acceptance
tested 2026.21
plan 2026.21 acceptance
evidence_commit noor "Plan of 2026.21" "*plan.ini"
season_push noor promotions
promotion id 2026.21 add "Reviews-Emergency: E2"
season_push noor production
sluis report --promotion 2026.21 >"$T/out"
acts=$(tr -s '\n ' ' ' <"$T/out")
moment_of() {
	moment "$(sed -n "s/^$2 = //p" "$DOSSIERS/2026.21/$1")"
}
has "the test" "$acts" "Tess Bos (tess) tested: $(moment_of acceptance.ini started) - $(moment_of acceptance.ini finished), as the record says"
has "the plan" "$acts" "Noor Kaya (noor) performer of the plan: $(moment_of plan.ini window-start) - $(moment_of plan.ini window-end), as the record says"
sluis report --promotion 2026.21 --language nl --format html >"$T/out"
has "in Dutch" "$(cat "$T/out")" "uitvoerder van het plan: $(moment_of plan.ini window-start) - $(moment_of plan.ini window-end), volgens het bewijsstuk"

it "a name in UTF-8 stays one, and what turns text around does not"
policy 's/^name = Noor Kaya/name = Noör Kaya/' $'s/^name = Dirk Visser/name = Dirk \xe2\x80\xaeressiV/'
season_push noor +production~1:production
season_push dirk +production~1:production
for each in text csv json html; do
	reported --format "$each"
	has "the name" "$shown" "Noör Kaya (noor)"
	is "the other name" "$(grep -cF 'Dirk \xe2\x80\xaeressiV (dirk)' <<<"${shown//\\\\/\\}")" 1
done

it "what it does not take"
for each in "--sample 0" "--sample many" "--seed a/b" "--format pdf" "--language de" "--from tomorrow" "--to 2026-13-01" \
	"--repos" "$CENTRAL" "--nonsense"; do
	# shellcheck disable=SC2086
	reported $each
	is "the exit code of $each" "$status" 129
	has "what it says" "$(cat "$T/err")" "usage: git sluis report"
	is "what it prints" "$shown" ""
done
(cd "$CLONE" && "$SLUIS_BUILD/git-sluis" report) >"$T/out" 2>"$T/err" && status=0 || status=$?
is "the exit code without an audit" "$status" 2
is "what it says" "$(head -n 1 "$T/err")" "sluis: there is no refs/sluis/audit here"

finish
