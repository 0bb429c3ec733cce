#!/bin/bash
# Which promotions a report counts: those into production, whatever else takes merges; deputies, and roles as they were.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

sluis() {
	status=0
	(cd "${IN:-$CENTRAL}" && "$SLUIS_BUILD/git-sluis" "$@") >"$T/out" 2>&1 || status=$?
	OUT=$(cat "$T/out")
	[ "$status" != 0 ] || [[ " $* " != *" json "* ]] || keep_json "$OUT"
}

# sends PERSON REF...: whatever comes of it.
sends() {
	(cd "$CLONE" && SLUIS_TEST_PUSHER=$1 git push -q "$CENTRAL" "${@:2}") >"$T/answer" 2>&1 || :
}

# head_of FORM: what it says that it counts, and the number of its promotions.
head_of() {
	sluis report --format "$1"
	case $1 in
	text) sed -nE 's/^(promotions into|not counted, those into): /\1 /p; s/^ +([0-9]+)  (promotions|promotions into .*)$/\1 \2/p' <<<"$OUT" ;;
	csv) sed -nE 's/^"report","[^"]*","","","([^"]*)",.*(not counted, those into [a-z, ]*).*/\1 \2/p' <<<"$OUT"
		grep -c '^"promotion",' <<<"$OUT" ;;
	json) perl -MJSON::PP -e 'local $/; my $r = decode_json(<STDIN>); print "@{$r->{environments}} not @{$r->{q(not-counted)}} ",
		scalar @{$r->{promotions}}, " $r->{counts}{promotions} $r->{counts}{q(promotions-elsewhere)}\n"' <<<"$OUT" ;;
	html) sed -nE 's/^<tr><th scope="row">(promotions into|not counted, those into)<\/th><td>([^<]*).*/\1 \2/p' <<<"$OUT" ;;
	esac
}

it "deputies: an exception in each form"
policy "s/^member = els$/&\ndeputy = tess until $(date -u -d tomorrow +%F)/"
central_publish
promotion drop Approved-by add "Approved-by: $(signature tess)"
push_as noor production
accepted "$(promoted)"
said="production $READY: Tess Bos (tess): system-owner, role system-owner, as deputy, by trailer alone"
sluis report
has "the count" "$OUT" "       1  promotions that a deputy signed"
has "text" "$(tr -s '\n ' ' ' <<<"$OUT")" "$said"
has "the sign-off" "$(tr -s '\n ' ' ' <<<"$OUT")" "Tess Bos (tess) signed off: system-owner, role system-owner, as deputy, by trailer alone"
sluis report --language nl
has "Dutch" "$(tr -s '\n ' ' ' <<<"$OUT")" "promoties die een plaatsvervanger accordeerde"
has "Dutch" "$(tr -s '\n ' ' ' <<<"$OUT")" "rol system-owner, als plaatsvervanger, alleen als trailer"
sluis report --format csv
has "CSV" "$(grep '^"deputy",' <<<"$OUT")" "$said"
sluis report --format json
is "JSON" "$(perl -MJSON::PP -e 'local $/; my $r = decode_json(<STDIN>); print $r->{exceptions}{deputy}, " ",
	map { $_->{person} } grep { $_->{deputy} } @{$r->{promotions}[-1]{signoffs}}' <<<"$OUT")" "1 tess"
sluis report --format html
has "HTML" "$OUT" "$said</a></li>"

it "a sign-off came in when its ref moved, not when a later one was let in and then refused by another hook"
proof_by_signature
central_publish
for each in "kim key-user" "els system-owner" "jan operator"; do
	# shellcheck disable=SC2086
	signed_off $each
done
came=$(git -C "$CENTRAL" log -1 --format=%H --grep '^Ref: refs/signoffs/.*/kim$' --grep '^Entry: verdict' --all-match refs/sluis/audit)
previous "$CENTRAL/hooks/pre-receive.d/no" 'exit 1'
signoff kim key-user
sends kim "signoffs/kim:refs/signoffs/$READY/key-user/kim.2"
rm "$CENTRAL/hooks/pre-receive.d/no"
is "the second one" "$(git -C "$CENTRAL" for-each-ref --format='%(refname)' "refs/signoffs/$READY/key-user")" \
	"refs/signoffs/$READY/key-user/kim"
sends noor production
sluis report --format json
is "when kim signed" "$(perl -MJSON::PP -e 'local $/; my $r = decode_json(<STDIN>);
	print map { $_->{entry} } grep { $_->{person} eq "kim" } @{$r->{promotions}[-1]{signoffs}}' <<<"$OUT")" "$came"

it "roles --at: as the policy had them that the audit judged by"
sends noor production
sleep 1.1
then=$(date -u +%Y-%m-%dT%H:%M:%SZ)
sleep 1.1
policy 's/^version = .*/version = 2026-2/' '/^\[role "operator"\]/,/^\[/s/^member = noor$/member = dora/' '/^conflict/d'
central_publish
sends dora +production~1:production
entry=$(git -C "$CENTRAL" log -1 --format=%h --abbrev=7 --until="$then" --grep '^Decision:' refs/sluis/audit)
sluis roles --at "$then"
is "the exit code" "$status" 0
has "whose policy" "$(head -n 1 <<<"$OUT")" "$then, by policy 2026-1 of audit entry $entry, "
has "then" "$(sed -n '/^Noor Kaya/,/^[A-Z]/p' <<<"$OUT")" "  operator; pushes to production; signs operations"
hasnt "then" "$(sed -n '/^Dora/,/^[A-Z]/p' <<<"$OUT")" "operator"
sluis roles --at "$(date -u +%F)" --format csv
has "today" "$OUT" '"dora","Dora Mulder","person","","","operator",'
hasnt "today" "$OUT" '"noor","Noor Kaya","person","","","operator",'
sluis roles --at "$then" --format json
is "JSON" "$(perl -MJSON::PP -e 'local $/; print map { $_->{person} . " " } grep { $_->{role} eq "operator" && $_->{today} } @{decode_json(<STDIN>)->{roles}}' <<<"$OUT")" "noor jan "

it "roles --at: a role that had ended by then, and one that had not begun"
policy 's/^member = noor$/& until 2026-06-30/'
central_publish
sends jan production
sluis roles --at "$(date -u +%F)"
has "the role" "$OUT" "operator until 2026-06-30 (not today)"

it "roles --at: in a copy of the audit alone"
git init -q "$T/auditor"
IN=$T/auditor sluis roles --at 2026-01-01
is "without the audit" "$status" 2
has "what it says" "$OUT" "sluis: the audit tells of no policy at 2026-01-01T23:59:59Z or before
  fix: in a clone: git fetch origin refs/sluis/audit:refs/sluis/audit"
sends noor production
git -C "$T/auditor" fetch -q "$CENTRAL" refs/sluis/audit:refs/sluis/audit
IN=$T/auditor sluis roles --at "$(date -u +%F)"
has "the roles" "$OUT" "Kim Jansen (kim)
  key-user; signs users"
IN=$T/auditor sluis roles --at 2020-01-01
is "before the audit" "$status" 2
is "what it says" "$OUT" "sluis: the audit tells of no policy at 2020-01-01T23:59:59Z or before"

it "roles --at: the policy of that day cannot be read: not the one before it"
sends noor production
lose "$(git -C "$CENTRAL" hash-object "$CENTRAL/sluis/policy.ini")"
sluis roles --at "$(date -u +%F)"
is "the exit code" "$status" 2
has "what it says" "$OUT" "cannot be read from the audit"

it "roles --at: arming tells which policy is in force and keeps no file of it: a verdict by the same one does"
sends noor production
(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit arm) >"$T/out" 2>&1 || wrong "$(cat "$T/out")"
sluis roles --at "$(date -u +%F)"
is "the exit code" "$status" 0
has "the roles" "$OUT" "Kim Jansen (kim)
  key-user; signs users"
policy 's/^version = .*/version = 2026-2/'
(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit arm) >"$T/out" 2>&1 || wrong "$(cat "$T/out")"
sluis roles --at "$(date -u +%F)"
is "the exit code, of another one" "$status" 2
has "what it says" "$OUT" "cannot be read from the audit"

it "roles --at: what it does not take"
for each in "--at yesterday" "--at 2026-01-01 $CENTRAL/sluis/policy.ini"; do
	# shellcheck disable=SC2086
	sluis roles $each
	is "the exit code of $each" "$status" 129
done

# A merge of test into acceptance, which asks no fast-forward any more, and then the promotion.
policy '/^\[environment "acceptance"\]/,/^$/{/^fast-forward/d}'
central_publish
on development
change dirk src/more.c
branch test development
sends dirk development
sends tess test
on acceptance
merge tess test "Merge to acceptance"
sends tess acceptance
ACCEPTANCE=$(cat "$T/answer")
MERGE=$(oid acceptance)
on development
sends noor production
PRODUCTION=$(cat "$T/answer")
world_keep

it "merges into acceptance are not mixed in without a word"
hasnt "acceptance" "$ACCEPTANCE" "sluis: acceptance stays"
is "acceptance" "$(tip acceptance)" "$MERGE"
hasnt "production" "$PRODUCTION" "sluis: production stays"
is "text" "$(head_of text)" "promotions into production
not counted, those into acceptance, test
1 promotions
1 promotions into environments that are not counted"
is "CSV" "$(head_of csv)" "production not counted, those into acceptance, test
1"
is "JSON" "$(head_of json)" "production not acceptance test 1 1 1"
is "HTML" "$(head_of html)" "promotions into production
not counted, those into acceptance, test"
sluis report --language nl
has "Dutch" "$OUT" "promoties naar: production
niet meegeteld, die naar: acceptance, test"
sluis report --environment acceptance
has "acceptance alone" "$OUT" "promotions into: acceptance
not counted, those into: production, test"
has "its count" "$OUT" "       1  promotions
"
sluis report --all-environments --format json
is "all of them" "$(perl -MJSON::PP -e 'local $/; print join " ", map { $_->{environment} } @{decode_json(<STDIN>)->{promotions}}' <<<"$OUT")" \
	"acceptance production"
sluis report --all-environments --environment acceptance
is "both at once" "$status" 129
sluis report --from 2026-12-01 --to 2026-01-01
is "a period that ends before it begins" "$status" 129
for each in text csv json html; do
	sluis report --environment productoin --format "$each"
	is "an environment that is none" "$status" 2
	is "what it says" "$(grep -v '^{"format":"error-1"' <<<"$OUT")" "sluis: 'productoin' is no environment that takes promotions; those are: acceptance, production, test"
done

it "a push that nobody could judge, since the policy could not be read: it is listed, whatever it was to go to"
world_reset
chmod g+w "$CENTRAL/sluis/policy.ini"
sends noor +production~1:production
chmod g-w "$CENTRAL/sluis/policy.ini"
sluis report
has "the count" "$OUT" "       1  attempts that could not be decided
"
has "which" "$(tr -s '\n ' ' ' <<<"$OUT")" "(nobody of the policy): $CENTRAL/sluis/policy.ini is writable by its group"
sluis report --format json
is "JSON" "$(perl -MJSON::PP -e 'local $/; my $r = decode_json(<STDIN>); print "$r->{exceptions}{undecided} $r->{counts}{q(verdicts-undecided)}"' <<<"$OUT")" "1 1"
sluis report --format csv
is "CSV" "$(grep -c '^"undecided",' <<<"$OUT")" 1

it "a copy of production and its tags do not end its being production"
policy_add '[environment "release"]' 'ref = refs/tags/v*' 'from = production' 'push = operator' \
	'[environment "copy"]' 'ref = refs/heads/copy' 'from = production' 'push = operator' 'fast-forward = yes'
central_publish
sends noor production:copy
sluis report
has "what is counted" "$OUT" "promotions into: copy, production, release
not counted, those into: acceptance, test"
has "the count" "$OUT" "       1  promotions
"

it "an environment behind production that asks something: that is where changes end, and what is not counted is said"
policy_add '[environment "live"]' 'ref = refs/heads/live' 'from = production' 'push = operator' 'signoff = operations' 'proof = trailer'
central_publish
sends noor production
sluis report
has "what is counted" "$OUT" "promotions into: "
has "the count" "$OUT" "       1  promotions
"
sends noor production:live
sluis report
has "what is counted" "$OUT" "promotions into: live, production
not counted, those into: acceptance, test"

it "a policy that cannot be read any more: its promotions are counted"
entry=$(git -C "$CENTRAL" log -1 --grep '^Environment: production$' --format=%H refs/sluis/audit)
blob=$(git -C "$CENTRAL" rev-parse "$entry:policy.ini")
lose "$blob"
sluis report --format json
is "the promotions" "$(perl -MJSON::PP -e 'local $/; print join " ", sort map { $_->{environment} } @{decode_json(<STDIN>)->{promotions}}' <<<"$OUT")" \
	"acceptance production"

finish
