#!/bin/bash
# git sluis status: what a promotion has, what it lacks, and who can act next with which command.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
proof_by_signature
central_publish
people_commands
world_keep

# The candidate, and what production is, as every screen shows them.
places() {
	printf '  %-13s %s\n' candidate "$(title acceptance)" production "$(git -C "$CENTRAL" log -1 --format='%h "%s"' production)"
}

UNSIGNED="not met:
  signoff-present: every sign-off that the promotion needs is there, by
                   enough people of its role"

record_shown() {
	printf '  %-13s %s\n' test "$READY/acceptance.ini: pass, by Tess Bos"
}

# signed_by PERSON ROLE SIGN-OFF: the line of a sign-off that is there.
signed_line() {
	printf '  %-13s %s, %s\n' "$3" "${NAME[$1]}" "$(TZ=UTC git -C "$CENTRAL" for-each-ref \
		--format='%(taggerdate:format-local:%Y-%m-%dT%H:%M:%SZ)' "refs/signoffs/$READY/$2/$1")"
}

it "three sign-offs are lacking, and it says who gives them how"
sluis noor status "$READY"
is "the exit code" "$RC" 1
is "the screen" "$OUT" "$READY to production: not ready, 1 rule is not met
$(places)
$(printf '  %-13s %s' criteria "$READY/criteria.ini: 2, of which required 1")
$(record_shown)
$(printf '  %-13s %s\n' users "nobody yet" system-owner "nobody yet" operations "nobody yet")
$UNSIGNED
next:
  Kim Jansen signs:
       git sluis sign $READY --role key-user
  Els de Vries signs:
       git sluis sign $READY --role system-owner
  Noor Kaya or Jan Bakker signs:
       git sluis sign $READY --role operator"

it "a waiver stands below the test, with whose word it is and why"
record '/^\[result/,$ d'
printf '[result "AC-1"]\noutcome = waived\nreason = The printer comes in December\nwaived-by = kim\n' >>"$DOSSIERS/$READY/acceptance.ini"
evidence tess
given promotions
sluis noor status "$READY"
has "the screen" "$OUT" "$(record_shown)
    waived: AC-1, by Kim Jansen: The printer comes in December
"
has "the screen" "$OUT" "acceptance-passed: $READY/acceptance.ini: 'AC-1' was waived by"
sluis noor status "$READY" --format json
is "the same for machines" "$(perl -MJSON::PP -e 'local $/; print map { map { "$_->{did} $_->{id} $_->{by} $_->{reason}" } @{$_->{"own-words"}} } @{decode_json(<STDIN>)->{records}}' <<<"$OUT")" \
	"waived AC-1 kim The printer comes in December"

it "a machine tested: it is shown with who answers for it"
record 's/^executed-by = .*/executed-by = ci/'
evidence ci
given promotions
sluis noor status "$READY"
has "the screen" "$OUT" "$READY/acceptance.ini: pass, by Build machine (owner Jan Bakker)"

it "a stale sign-off is shown stale, and who signs anew; promote leaves it out"
sluis kim sign "$READY" --role key-user --yes
did "sign"
echo "; looked at again" >>"$DOSSIERS/$READY/acceptance.ini"
evidence_commit tess "Again" .
given promotions
sluis noor status "$READY"
is "the exit code" "$RC" 1
has "the screen" "$OUT" "$(signed_line kim key-user users) (stale:
                refs/signoffs/$READY/key-user/kim does not name
                $READY/acceptance.ini as it stands under this
                promotion)
"
has "the screen" "$OUT" "$READY to production: not ready, 1 rule is not met"
has "the screen" "$OUT" "$UNSIGNED
next:
  Kim Jansen signs:
       git sluis sign $READY --role key-user"
sluis noor status "$READY" --format json
is "the same for machines" "$(perl -MJSON::PP -0777 -ne 'my $g = decode_json($_)->{signoffs}[0]{given}[0]; print join " ", $g->{person}, map { $_ ? "yes" : "no" } @$g{qw(counts stale)}' <<<"$OUT")" \
	"kim no yes"
sluis noor promote "$READY"
failed 1 "left out: refs/signoffs/$READY/key-user/kim does not name $READY/acceptance.ini as it stands under this promotion" \
	"has no sign-off of users" "Nothing was sent."

it "whoever made the change is asked for nothing, and their sign-off stands in nobody's way"
policy '/^\[role "key-user"\]/a member = dirk' '/^\[role "tester"\]/a member = dirk'
signers dirk
central_publish
signed_off dirk key-user
sluis noor status "$READY"
has "the screen" "$OUT" "$(signed_line dirk key-user users) (does not count: Dirk
                Visser signs ('Accepted-by: Dirk Visser
                <dirk@example.org>') and wrote $(title development)"
has "the screen" "$OUT" "next:
  Kim Jansen signs:
       git sluis sign $READY --role key-user
  Els de Vries signs:
       git sluis sign $READY --role system-owner
  Noor Kaya or Jan Bakker signs:
       git sluis sign $READY --role operator"
for each in kim:key-user els:system-owner jan:operator; do
	sluis "${each%:*}" sign "$READY" --role "${each#*:}" --yes
	did "sign"
done
sluis dirk status "$READY"
did "status"
has "the screen" "$OUT" "next:
  Noor Kaya or Jan Bakker promotes it:"
sluis noor promote "$READY"
did "promote"
has "what noor reads" "$OUT" "left out: Dirk Visser signs ('Accepted-by: Dirk Visser"
hasnt "the trailers" "$(trailers production)" "dirk@"
sluis noor status "$READY" --format json
sluis dirk status
is "what is under way" "$OUT" "nothing is under way"

it "nobody signs what a new test or a new plan voids: whoever tested it made it, the candidate moved on"
policy '/^\[role "tester"\]/a member = dirk'
record 's/^executed-by = .*/executed-by = dirk/'
evidence dirk
given promotions
sluis noor status "$READY"
has "the screen" "$OUT" "  tester-not-author: $READY/acceptance.ini was executed by Dirk Visser,"
has "the screen" "$OUT" "next:
  Tess Bos tests it:
       git sluis accept $READY"
hasnt "the screen" "$OUT" "git sluis sign"
dossier "$READY" acceptance
evidence tess
given promotions
change dirk src/more.c "One more thing"
on_acceptance
sluis noor status "$READY"
has "the screen" "$OUT" "  newer         $(title acceptance) is on acceptance, and"
has "the screen" "$OUT" "git sluis sign $READY --role key-user"
git -C "$CLONE" branch -q -f acceptance development~2
sluis noor status "$READY" --candidate acceptance
has "what acceptance is there now, whatever the clone has" "$OUT" "candidate     $(title development)"
has "the screen" "$OUT" "  acceptance-bound: $READY/acceptance.ini is about candidate"
hasnt "the screen" "$OUT" "git sluis sign"

it "each command that it names is the next step, until it is promoted"
for each in kim els jan; do
	sluis noor status "$READY"
	is "the exit code" "$RC" 1
	# shellcheck disable=SC2046  # words of a command
	sluis "$each" $(grep -A 1 "${NAME[$each]} signs:" <<<"$OUT" | sed -n 's/^ *git sluis //p') --yes
	did "sign"
done
sluis dirk status "$READY"
did "status"
is "the screen" "$OUT" "$READY to production: ready
$(places)
$(printf '  %-13s %s' criteria "$READY/criteria.ini: 2, of which required 1")
$(record_shown)
$(signed_line kim key-user users)
$(signed_line els system-owner system-owner)
$(signed_line jan operator operations)
next:
  Noor Kaya or Jan Bakker promotes it:
       git sluis promote $READY"
sluis noor promote "$READY"
did "promote"
sluis dirk status "$READY"
did "status"
is "the screen" "$OUT" "$READY to production: promoted, with the merge $(tip production | cut -c 1-7)"

it "all promotions under way: one that is begun, one that is ready"
for each in kim:key-user els:system-owner jan:operator; do
	sluis "${each%:*}" sign "$READY" --role "${each#*:}" --yes
	did "sign"
done
sluis tess start 2026.12 --criterion "It prints" --candidate acceptance
did "start"
sluis dirk status
did "status"
is "the screen" "$OUT" "$READY to production: ready
  Noor Kaya or Jan Bakker promotes it:
       git sluis promote $READY
2026.12 to production: not ready, 2 rules are not met
  not met: acceptance-linked, signoff-present
  Tess Bos tests it:
       git sluis accept 2026.12"
sluis noor promote "$READY"
did "promote"
sluis dirk status
is "which are under way now" "$(grep -c ' to production: ' <<<"$OUT")" 1

it "nothing is begun: who begins it"
sluis tess status 2026.99
is "the exit code" "$RC" 1
has "the screen" "$OUT" "  dossier       none"
has "the screen" "$OUT" "not met:
  acceptance-linked: the merge names its promotion and links at least
                     one acceptance result
  signoff-present: every sign-off that the promotion needs is there, by
                   enough people of its role
next:
  Tess Bos writes down the criteria:
       git sluis start 2026.99"

it "a veto is seen, and who settles it"
sluis els sign "$READY" --role system-owner --reject --yes
did "sign"
sluis noor status "$READY"
is "the exit code" "$RC" 1
has "the screen" "$OUT" "REJECTED by Els de Vries, "
has "the screen" "$OUT" "$UNSIGNED
  signoff-veto: Els de Vries, as system-owner, rejects $READY:"

it "a key that is not published does not count here, and it says so"
sluis kim sign "$READY" --role key-user --yes
did "sign"
sed -i '/^kim /d' "$CENTRAL/sluis/allowed_signers"
central_publish
sluis noor status "$READY"
is "the exit code" "$RC" 1
has "the screen" "$OUT" " (does not count:
                allowed_signers does not give the key"

it "as JSON"
sluis kim sign "$READY" --role key-user --yes
did "sign"
sluis noor status "$READY" --format json
is "the exit code" "$RC" 1
is "what it says" "$(perl -MJSON::PP -0777 -ne '
	my $s = decode_json($_);
	print join "\n", $s->{promotion}, $s->{environment}, $s->{verdict}, $s->{candidate}, $s->{promoted} ? "in" : "not in",
	    (map { join " ", "$_->{signoff} $_->{needed}:", map { "$_->{person} $_->{decision} " . ($_->{counts} ? "yes" : "no") }
	    @{$_->{given}} } @{$s->{signoffs}}), (map { "$_->{rule} $_->{outcome}" } @{$s->{findings}}),
	    (map { $_->{path} . ($_->{linked} ? " linked" : "") } @{$s->{records}}), (map { my $n = $_; ("$n->{who}: $n->{command}", map { "$n->{role} $_->{id} $_->{name} @{$_->{emails}}" } @{$n->{people}}) } @{$s->{next}})' \
	<<<"$OUT")" "$READY
production
reject
$(oid acceptance)
not in
users 1: kim approve yes
system-owner 1:
operations 1:
signoff-present unmet
signoff-present unmet
$READY/acceptance.ini linked
Els de Vries: git sluis sign $READY --role system-owner
system-owner els Els de Vries els@example.org
Noor Kaya or Jan Bakker: git sluis sign $READY --role operator
operator noor Noor Kaya noor@example.org
operator jan Jan Bakker jan@example.org"
sluis noor status --format json
is "how many are under way" "$(perl -MJSON::PP -0777 -ne 'print scalar @{decode_json($_)->{promotions}}' <<<"$OUT")" 1

it "in Dutch, where the policy of the remote says so"
policy '/^version = /a language = nl'
sluis noor status "$READY"
is "the exit code" "$RC" 1
has "the screen" "$OUT" "$READY naar production: niet gereed, aan 1 regel is niet voldaan"
has "the screen" "$OUT" "  users         nog niemand"
has "the screen" "$OUT" "hierna:
  Kim Jansen accordeert:
       git sluis sign $READY --role key-user"
has "the screen" "$OUT" "  Noor Kaya of Jan Bakker accordeert:"
sluis noor promote "$READY"
failed 1 "signoff-present  CH.06-5" "Er is niets verzonden."

it "colours at a terminal only, where nobody asks for none"
git -C "$CLONE" config user.email noor@example.org
command="cd '$CLONE' && SLUIS_TEST_PUSHER=noor '$SLUIS_BUILD/git-sluis' status $READY"
has "at a terminal" "$(TERM=xterm script -qc "$command" "$T/null" </dev/null)" $'\e[31mnot ready\e[m'
hasnt "with NO_COLOR" "$(NO_COLOR=1 TERM=xterm script -qc "$command" "$T/null" </dev/null)" $'\e'
hasnt "at a dumb terminal" "$(TERM=dumb script -qc "$command" "$T/null" </dev/null)" $'\e'
hasnt "in a pipe" "$(TERM=xterm bash -c "$command" || true)" $'\e'

it "the environment is the last that takes promotions, whatever follows it in the policy"
policy_add '[environment "work"]' 'ref = refs/heads/work/*'
policy_add '[environment "release"]' 'ref = refs/tags/v*' 'from = production' 'push = operator' \
	'[environment "live"]' 'ref = refs/heads/live' 'from = production' 'push = operator' 'fast-forward = yes'
sluis noor status "$READY"
has "what noor reads" "$OUT" "$READY to production"
sluis noor page "$READY" --format text
has "the page" "$OUT" "$READY to production"

it "the only remote of the clone, whatever its name; where there are several, which one"
git -C "$CLONE" remote rename origin upstream
sluis noor status "$READY"
has "what noor reads" "$OUT" "$READY to production"
git -C "$CLONE" remote add fork "$T/nowhere"
sluis noor status "$READY"
failed 2 "this clone has no remote 'origin'" "name one of them with --remote: git remote"
sluis noor status "$READY" --remote upstream
has "what noor reads" "$OUT" "$READY to production"
git -C "$CLONE" remote remove fork
git -C "$CLONE" remote remove upstream
sluis noor status "$READY"
failed 2 "this clone has no remote 'origin'" "git remote add origin URL"
people_commands

it "hostile: ids, folders and names are shown harmless"
for each in .. "a b" $'a\e[31m' a/b; do
	sluis noor status -- "$each"
	failed 1 "is no id of a promotion"
	hasnt "what noor reads" "$OUT" $'\e'
done
mkdir -p "$DOSSIERS"/$'2026\e[31m' "$DOSSIERS/with blank" "$DOSSIERS/2026.13"
echo "promotion = x" >"$DOSSIERS"/$'2026\e[31m/plan.ini'
echo "promotion = x" >"$DOSSIERS/with blank/plan.ini"
printf '[acceptance]\n\033[31m = x\n' >"$DOSSIERS/2026.13/acceptance.ini"
evidence_commit tess "Odd names" .
given promotions
sluis noor status
did "status"
hasnt "what noor reads" "$OUT" $'\e'
is "which are under way" "$(grep -o '^[^ ]* to production' <<<"$OUT")" "$READY to production
2026.13 to production"
sluis noor status 2026.13
is "the exit code" "$RC" 1
has "the screen" "$OUT" "  test          2026.13/acceptance.ini: incomplete: "
hasnt "what noor reads" "$OUT" $'\e'

it "undecided: what cannot be judged is said, and the exit code tells"
git -C "$CENTRAL" update-ref -d refs/heads/production
sluis noor status "$READY"
failed 2 "there is no refs/heads/production on the remote yet"
sluis noor status
is "the exit code" "$RC" 2
sluis noor status --format xml
is "the exit code" "$RC" 129

# all_signed: the three of them, and STANDS is what production is.
all_signed() {
	local each

	for each in kim:key-user els:system-owner jan:operator; do
		sluis "${each%:*}" sign "$READY" --role "${each#*:}" --yes
		did "sign"
	done
	STANDS=$(tip production)
}

# unchecked WHY FIX: the sign-offs are there and could not be checked; nobody is asked to sign again, and nothing is sent.
unchecked() {
	local said="could not be checked: $1"

	sluis noor status "$READY"
	failed 2 "$READY to production: could not be judged" "signoff-proven: $said fix: $2"
	has_words "the screen" "$(tr -d '\n' <<<"$OUT")" "$(signed_line kim key-user users) ($said)"
	hasnt "the screen" "$OUT" "git sluis sign"
	sluis noor promote "$READY"
	failed 2 "signoff-proven  CH.06-5  $said fix: $2" "Nothing was sent."
	hasnt "what noor reads" "$OUT" "git sluis sign"
	is "production" "$(tip production)" "$STANDS"
}

# without_keygen COMMAND...: on a computer where ssh-keygen is no program that knows signatures.
without_keygen() {
	local real=$SLUIS_BUILD SLUIS_BUILD=$T/world/without

	mkdir -p "$SLUIS_BUILD"
	printf '%s\n' '#!/bin/sh' "exec unshare -m sh -c 'mount --bind /bin/false /usr/bin/ssh-keygen && exec \"\$@\"' sh '$real/git-sluis' \"\$@\"" \
		>"$SLUIS_BUILD/git-sluis"
	chmod 755 "$SLUIS_BUILD/git-sluis"
	"$@"
}

it "undecided: the keys that are published cannot be read; no sign-off is taken for one that is not there"
all_signed
echo "kim ssh-ed25519 nokey" >>"$CENTRAL/sluis/allowed_signers"
central_publish_anyway
unchecked "allowed_signers has 1 problem, the first on line 4: the key is not base64" \
	"the administrator of the server mends it, and runs in the repository: git sluis policy --publish"
sluis noor status "$READY" --format json
is "the same for machines" "$(perl -MJSON::PP -0777 -ne 'my $s = decode_json($_); my $g = $s->{signoffs}[0]{given}[0]; print join " ", $s->{verdict}, $g->{person}, $g->{counts} ? "yes" : "no"' <<<"$OUT")" \
	"undecided kim no"
sluis noor page "$READY"
has_words "the page" "$(tr -d '\n' <<<"$OUT")" "which could not be checked"
hasnt "the page" "$OUT" "still to sign"

if [ "$(id -u)" = 0 ] && unshare -m true 2>"$T/null"; then
	NOTHING="/usr/bin/ssh-keygen could not tell whether the signature is good; it ended with 1 and said: (nothing)"

	it "undecided: a computer without ssh-keygen"
	all_signed
	signers dora
	central_publish_anyway
	without_keygen unchecked "$NOTHING" \
		"that is checked on your computer: see that OpenSSH's client is there and up to date, and try again"
	policy '/^version = /a language = nl'
	without_keygen sluis noor status "$READY"
	failed 2 "(kon niet worden getoetst: /usr/bin/ssh-keygen kon niet zeggen of de handtekening goed is;" \
		"dat wordt op uw computer getoetst: zorg dat daar de client van OpenSSH staat, en een recente, en probeer het opnieuw"
	without_keygen sluis noor promote "$READY"
	failed 2 "kon niet worden getoetst: /usr/bin/ssh-keygen" "dat wordt op uw computer getoetst" "Er is niets verzonden."
	sluis noor promote "$READY"
	did "promote"

	it "accept: there, a sign-off that could not be checked stands in nobody's way where the others are enough"
	policy '/^\[role "key-user"\]/a member = tess'
	signers tess
	central_publish_anyway
	all_signed
	signoff tess key-user
	git -C "$CENTRAL" fetch -q --no-tags "$CLONE" "+refs/tags/signoffs/tess:refs/signoffs/$READY/key-user/tess"
	without_keygen sluis noor status "$READY"
	did "status"
	has_words "the screen" "$(tr -d '\n' <<<"$OUT")" "Tess Bos, $(moment "@$(git -C "$CENTRAL" for-each-ref --format='%(taggerdate:unix)' "refs/signoffs/$READY/key-user/tess")") (could not be checked: $NOTHING)"
	without_keygen sluis noor promote "$READY"
	did "promote"
	is "who is named" "$(trailers production | sed -n 's/^Accepted-by: //p')" "$(signature kim)"
fi

finish
