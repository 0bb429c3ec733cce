#!/bin/bash
# A repository that 0.1.0 guarded, armed again by today's install.sh: what it recorded stays what it was, and what it did not
# record is asked about.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
TOP=$(cd "$E2E/../.." && pwd)
ENTRIES=31	# of 0.1.0

central_arm() {
	:
}
world_make
READY=2024.07

central() {
	git -C "$CENTRAL" "$@"
}

# The world is that of the bundle; kim, els and jan have a new key each.
rm -rf "$CENTRAL" "$CLONE" "$DOSSIERS"
mkdir "$DOSSIERS"
git init -q --bare --template= "$CENTRAL"
central config core.fsync none
central fetch -q "$E2E/corpus/0.1.0.bundle" '+refs/*:refs/*'
mkdir "$CENTRAL/sluis"
for each in policy.ini allowed_signers; do
	central cat-file blob "refs/sluis/audit:$each" >"$CENTRAL/sluis/$each"
done
git init -q --template= -b work "$CLONE"
git -C "$CLONE" fetch -q "$CENTRAL" '+refs/heads/*:refs/heads/*'
central archive promotions | tar -x -C "$DOSSIERS"
people_commands
central rev-parse refs/sluis/audit >"$T/left"
PROMOTED=$(central rev-parse production)
world_keep

# armed: by install.sh; SAID is what it says.
armed() {
	rm -rf "$CENTRAL/hooks"
	RC=0
	SAID=$(PREFIX=$T/usr "$TOP/install.sh" "$CENTRAL" 2>&1) || RC=$?
	is "install.sh" "$RC" 0
	[ "$RC" = 0 ] || wrong "$SAID"
	for each in pre-receive reference-transaction post-receive; do
		cp "$SLUIS_BUILD/$each" "$CENTRAL/hooks/$each"	# what is tested may be another build than what was installed
	done
}

# here ARGUMENT...: git sluis in the central repository.
here() {
	RC=0
	OUT=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" "$@" 2>&1) || RC=$?
}

# whole: the audit accounts for everything.
whole() {
	here audit verify
	is "audit verify" "$RC" 0
	has "audit verify" "$OUT" ": 0 problems"
}

# report PERL: of the report as JSON, $r.
report() {
	here report --format json
	keep_json "$OUT"
	perl -MJSON::PP -0777 -e 'my $r = decode_json(<STDIN>); '"$1" <<<"$OUT"
}

# Of each promotion: what it was, what became of it, and its criteria.
promotions() {
	# shellcheck disable=SC2016
	report 'print map { my $p = $_; join(" ", @$p{qw(promotion outcome commit time)},
		map({ "$_->{criterion}:$_->{status}" } @{$p->{criteria}}), map({ "$_->{person}:$_->{proof}:$_->{time}" } @{$p->{signoffs}})), "\n" }
		@{$r->{promotions}}'
}

# Of the entries that 0.1.0 wrote.
logged() {
	here log
	sed -n -e '/^[0-9a-f]* [^ ]* policy  /d' -e "/^$(cut -c 1-7 "$T/left") /,\$ p" <<<"$OUT"
}

# rearmed: with new keys, which allowed_signers has had since, in a version of its own.
rearmed() {
	signers kim els jan
	sed -i 's/^version = .*/version = 2026-2/' "$CENTRAL/sluis/policy.ini"
	armed
}

it "it is armed once more: an entry of today's format, on top of what was"
armed
entry=$(central log -1 --format=%H --grep '^Entry: armed$' refs/sluis/audit)
is "its parent" "$(central rev-parse "$entry~")" "$(cat "$T/left")"
is "the entries before" "$(central rev-list --count "$entry~")" "$ENTRIES"
is "those that say their format" "$(central rev-list --count --grep '^Format: ' "$entry~")" 0
is "its format" "$(central log -1 --format=%B "$entry" | grep ^Format)" "Format: 2"
is "the refs that it found" "$(central log -1 --format=%B "$entry" | grep -c '^Ref: ')" 9
is "the notes" "$(grep NOTE <<<"$SAID")" "  NOTE: git sluis doctor found something:"
has_words "its finding" "$(tr -d '\n' <<<"$SAID")" "22 checks, 1 found something wrong, 0 could not be made" "push: Noor Kaya (noor)"
whole
armed
is "a second time: entries of arming" "$(central rev-list --count --grep '^Entry: armed$' refs/sluis/audit)" 1

it "what went over, and what was refused, is what it was"
before=$(logged) promotions=$(promotions)
has "the promotion" "$promotions" "2024.06 moved $PROMOTED 2024-06-03T"
has "its sign-offs" "$promotions" "els:signature:2024-06-03T"
has "criterion 5" "$promotions" " 5:met "
is "how many lines the log has" "$(wc -l <<<"$before")" 16
has "the refusal" "$(head -n 1 <<<"$before")" "reject    noor     production 2024.07: not met: signoff-proven"
has "a sign-off" "$before" " accept    kim      sign-off $READY/key-user/kim"
has "the baseline" "$(tail -n 1 <<<"$before")" "accept    noor     production baseline"
armed
is "the log" "$(logged)" "$before"
is "the promotions" "$(promotions)" "$promotions"
# shellcheck disable=SC2016
is "is it whole" "$(report 'print $r->{whole} ? "yes" : "no"')" yes

it "a sign-off under way that does not name the criteria is stale and listed; given again, it goes over"
rearmed
sluis noor status "$READY"
is "the exit code" "$RC" 1
has_words "what is said" "$(tr -d '\n' <<<"$OUT")" \
	"(stale: refs/signoffs/$READY/key-user/kim does not name $READY/criteria.ini as it stands under this promotion)"
has_words "who is asked again" "$(tr -d '\n' <<<"$OUT")" "Kim Jansen signs: git sluis sign $READY --role key-user"
for each in els:system-owner jan:operator; do
	sluis "${each%:*}" sign "$READY" --role "${each#*:}" --yes
	did "sign"
done
sluis noor promote "$READY"
failed 1 "left out: refs/signoffs/$READY/key-user/kim does not name $READY/criteria.ini as it stands under this promotion" \
	"has no sign-off of users"
sluis kim sign "$READY" --role key-user --yes
did "sign"
has "where it went" "$OUT" "refs/signoffs/$READY/key-user/kim.2"
sluis noor promote "$READY"
did "promote"
whole

it "its move to acceptance is when the candidate arrived, and not what arming found"
rearmed
for each in kim:key-user els:system-owner jan:operator; do
	sluis "${each%:*}" sign "$READY" --role "${each#*:}" --yes
	did "sign"
done
sluis noor promote "$READY"
did "promote"
entry=$(central log -1 --format=%H --grep "^Promotion: $READY\$" --grep '^Decision: accept$' --all-match --grep '^Kind: promotion$' refs/sluis/audit)
move=$(central log -1 --format=%H --grep "^Environment: acceptance\$" --grep "^New: $(central rev-parse acceptance)\$" --all-match \
	"$(cat "$T/left")")
is "its arrival" "$(central log -1 --format=%B "$entry" | grep '^Arrived: ')" "Arrived: $(central log -1 --format=%ct "$move")"
whole

it "refuse: an id that 0.1.0 saw go over is spent"
armed
promotion id 2024.06
push_as noor production
refused production acceptance-bound signoff-current promotion-once
says promotion-once "merge ${PROMOTED:0:7} has spent that id on refs/heads/production"
says acceptance-bound "came to refs/heads/acceptance at 2024-06-03T"

it "undecided: a ref that moved past 0.1.0 is no baseline; it is named, and what rests on it waits for the owner's word"
was=$(tip test)
central update-ref refs/heads/test "$(as dirk git -C "$CENTRAL" commit-tree -p test -m "past the gate" 'test^{tree}')"
armed
said=$(tr -d '\n' <<<"$SAID")
has_words "install.sh" "$said" "NOTE: the audit does not account for all that is here:"
has_words "install.sh" "$said" "refs/heads/test was found at $(tip test | cut -c 1-7), and before that it was left at ${was:0:7}"
has_words "install.sh" "$said" "git sluis audit reconcile --reason TEXT"
here report
is "the report" "$RC" 1
git -C "$CLONE" fetch -q "$CENTRAL" +test:test
push_as tess test:acceptance
undecided acceptance ref-protected
says ref-protected "refs/heads/test is at $(tip test | cut -c 1-7), and the audit left it at ${was:0:7}"
mends ref-protected "the owner of the repository finds out what happened, with git sluis audit verify, and then runs there: git sluis audit reconcile --reason TEXT"
here audit reconcile --reason "a hand of last year"
is "audit reconcile" "$RC" 0
push_as tess test:acceptance
accepted
whole

it "refuse: production that was deleted past 0.1.0 gets no new baseline; accept: it comes back as what it was"
central update-ref -d refs/heads/production
armed
has_words "install.sh" "$(tr -d '\n' <<<"$SAID")" "refs/heads/production is gone, and the audit left it at ${PROMOTED:0:7}"
push_as noor "acceptance:refs/heads/production"
refused production ref-protected
says ref-protected "${PROMOTED:0:7}"
push_as noor "$PROMOTED:refs/heads/production"
accepted

it "undecided: an entry of 0.1.0 that is damaged is named, and nothing is armed on top of it"
entry=$(central rev-parse "$(cat "$T/left")~7")
broken "$entry"
rm -rf "$CENTRAL/hooks"
RC=0
SAID=$(PREFIX=$T/usr "$TOP/install.sh" "$CENTRAL" 2>&1) || RC=$?
is "that install.sh fails" "$((RC != 0))" 1
has "what it says" "$SAID" "${entry:0:7}"
is "the audit" "$(cat "$CENTRAL/refs/sluis/audit" 2>/dev/null || central rev-parse refs/sluis/audit)" "$(cat "$T/left")"

finish
