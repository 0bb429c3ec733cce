#!/bin/bash
# What the gate says in Dutch: a refusal, an accepted promotion, what could not be decided; and only where the policy asks it.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
policy '/^version = /a language = nl'
world_keep

# said < TEXT: all that the gate said, and nothing moved.
said() {
	not_moved
	is "what the gate said" "$(printf '%s\n' "${ANSWER_REMOTE[@]}")" "$(cat)"
	ANSWER_HEAD=()
}

it "accept: a promotion"
push_as noor production
accepted "sluis: production: promotie $READY geaccepteerd (beleid 2026-1, accordering alleen als trailer)"

it "refuse: an edit in the merge, a sign-off that is missing, and the author as pusher"
on other acceptance
echo "int pay(void) { return 1; }" >"$CLONE/src/pay.c"
as noor git -C "$CLONE" commit -qam "Edit"
promotion tree "other^{tree}" drop Released-by
push_as noor production
said <<END
sluis: production blijft op $(short "$(tip production)"): aan 3 regels is niet voldaan

complete  CH.06-8
  merge $(short production) en geaccepteerde kandidaat $(short acceptance) verschillen in 1
  bestand: src/pay.c
  oplossing: maak de merge opnieuw, zonder bewerkingen, met dezelfde
             boodschap; uw branches blijven staan:
             m=\$(git log -1 --format=%B $(short production) | git commit-tree $(short acceptance)^{tree} -p $(short "$(tip production)") -p $(short acceptance)) && git switch -d \$m && git push origin \$m:refs/heads/production

signoff-present  CH.06-5
  $(short production) "Merge release 2026.11" heeft geen accordering van operations
  (Released-by, rol operator)
  oplossing: Jan Bakker accordeert (een persoon vervult een rol);
             daarna, op de merge, met de naam van wie dat deed:
             $(amend " --no-edit --trailer 'Released-by: Jan Bakker <jan@example.org>'")

author-not-promoter  CH.06-9
  Noor Kaya dient in op production en is maker van $(short production) "Merge
  release 2026.11"
  oplossing: zie boven

beleid 2026-1  https://intranet.example.org/promotion
END

it "refuse: two refs of one push, one of them deleted"
push_as noor production :acceptance
said <<END
sluis: acceptance blijft op $(short "$(tip acceptance)"): aan 2 regels is niet voldaan

push-access  CH.06-9
  Noor Kaya mag niet indienen op acceptance; de rol daarvoor: tester
  (Tess Bos)
  oplossing: laat dit weg uit de push

ref-protected  CH.06-9
  refs/heads/acceptance zou worden verwijderd, en een bewaakte ref
  blijft staan
  oplossing: laat dit weg uit de push

sluis: production blijft op $(short "$(tip production)"): aan 1 regel is niet voldaan

comes-from  CH.06-3
  $(short acceptance) "Pay by card" heeft niet op acceptance gestaan
  (refs/heads/acceptance), en alleen wat daar stond mag naar production
  oplossing: promoveer die eerst naar acceptance, met wat daar gevraagd
             wordt:
             git push origin $(short acceptance):refs/heads/acceptance

Een push gaat in zijn geheel door: geen ref ervan is verplaatst.

beleid 2026-1  https://intranet.example.org/promotion
END

it "undecided: evidence that cannot be read"
broken "$(oid "promotions:$READY/acceptance.ini")"
push_as noor production
not_moved
block=0
is "the head" "${ANSWER_HEAD[0]}" \
	"kon niet beslissen over production; die blijft op $(short "$(tip production)"): 1 regel is niet getoetst"
has "the text" "${ANSWER_TEXT["0 evidence-intact"]:-}" "kon niet worden getoetst: $READY/acceptance.ini is niet te lezen"
has "the mend" "${ANSWER_TEXT["0 evidence-intact"]:-}" "oplossing: de beheerder van de server voert git fsck uit in de"
ANSWER_HEAD=()

it "refuse: a ref that would move without a verdict"
ln -s "$SLUIS_BUILD/reference-transaction" "$CENTRAL/hooks/reference-transaction"
rc=0
git -C "$CENTRAL" update-ref refs/heads/production development >"$T/out" 2>&1 || rc=$?
has_words "what it says" "$(tr -d '\n' <"$T/out")" "sluis: er is niets verplaatst: geen oordeel laat refs/heads/production gaan"
is "moved" "$((rc != 0))" 1

it "undecided: a policy with a problem, in its own language"
policy '/^title = /d'
push_as noor production
not_moved
is "the head" "${ANSWER_HEAD[0]}" "kon niet beslissen: het beleid heeft 1 fout"
has "the text" "${ANSWER_TEXT["0 "]}" "policy.ini:1: [policy] heeft geen 'title'"
has_words "the fix" "${ANSWER_TEXT["0 "]}" "oplossing: de beheerder van de server herstelt het"
ANSWER_HEAD=()

it "check: the language of the policy"
promotion drop Released-by
given_objects production
rc=0
"$SLUIS_BUILD/git-sluis" check --repo "$CENTRAL" --pusher noor --old "$(tip production)" --new "$(oid production)" \
	--ref refs/heads/production >"$T/out" 2>&1 || rc=$?
is "the exit code" "$rc" 1
has "what it says" "$(cat "$T/out")" "aan 1 regel is niet voldaan"

it "explain: a rule, and all of them"
is "one" "$("$SLUIS_BUILD/git-sluis" explain --language nl complete)" "complete  CH.06-8
  vraagt: de merge bevat precies wat de geaccepteerde kandidaat bevat
  oplossing: maak de merge opnieuw, zonder bewerkingen"
is "abbreviated" "$("$SLUIS_BUILD/git-sluis" explain --lang nl complete)" \
	"$("$SLUIS_BUILD/git-sluis" explain --language nl complete)"
has "all" "$("$SLUIS_BUILD/git-sluis" explain --language nl)" "de kandidaat stond op de omgeving hiervoor"
rc=0
"$SLUIS_BUILD/git-sluis" explain --language de complete >"$T/out" 2>&1 || rc=$?
is "an unknown language" "$rc $(cat "$T/out")" "129 sluis: 'de' is not one of en|nl
usage: git sluis explain [--language en|nl] [RULE]"

# said_in NAME EXIT-CODE COMMAND...: what it says, in $OUT; no word of ours in it is English.
said_in() {
	local name=$1 wanted=$2 rc=0

	shift 2
	OUT=$("$@" 2>&1) || rc=$?
	is "the exit code of $name" "$rc" "$wanted"
	is "the English in $name" "$(sed -E "/<style>/,/<\\/style>/d; /<pre>/,/<\\/pre>/d; s/'[^']*'|: the first policy//g" <<<"$OUT" |
		grep -nE '(^|[ >(])(the|and|not|with|which|cannot|there|has|have|are|nobody|by|its|who|since|asked)([ <),.:;]|$)' || :)" ""
}

# here COMMAND...: in the central repository, without a language of the locale.
here() {
	cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" "$@"
}

it "policy --lint: every problem of the policy and of the lists beside it, and what may hurt one day"
said_in "a sound one" 0 here policy --lint
has "what it warns of" "$OUT" \
	"waarschuwing: accordering 'users' hangt alleen van Kim Jansen af: wijs een plaatsvervanger aan"
cp -r "$CENTRAL/sluis" "$T/bad"
sed -i 's/^title = /titel = /; s/^email = els/email = /; /^trailer/d; s/^from = .*/from = nergens/
	s/^require = /require = plan soep /; /^\[role "developer"\]/a member = zus' "$T/bad/policy.ini"
printf '%s\n' '* ssh-ed25519 AAAA' 'els namespaces="" ssh-ed25519 AAAA' 'els valid-after="x" ssh-rsa AAAA' 'els ssh-foo' \
	>"$T/bad/allowed_signers"
said_in "one with problems" 1 here policy --lint "$T/bad/policy.ini"
is "what it says" "$(sed -E 's/^[^:]*(policy.ini|allowed_signers):[0-9]+: //' <<<"$OUT")" "[policy] heeft geen 'title'
[policy] kent geen 'titel'
'email = @example.org' is geen adres zoals els@example.org
'member = zus': er is geen [person \"zus\"]
[signoff \"users\"] heeft geen 'trailer'
[signoff \"system-owner\"] heeft geen 'trailer'
[signoff \"system-owner\"] kan niemand geven: niemand met rol 'system-owner' heeft een 'email'
[signoff \"operations\"] heeft geen 'trailer'
'from = nergens': er is geen [environment \"nergens\"]
'from = nergens': er is geen [environment \"nergens\"]
'from = nergens': er is geen [environment \"nergens\"]
'require' is plan, acceptance, impact, parallel-run of complete, niet 'soep'
de principal '*' is een patroon, en dat noemt niemand: schrijf het id van de persoon
namespaces is leeg
'x' is geen tijd: schrijf JJJJMMDD, JJJJMMDDUUMM of JJJJMMDDUUMMSS, met Z voor UTC
'ssh-foo' is geen optie en geen soort sleutel die hier bekend is"

it "policy: one that is not there, in the language of the locale"
said_in "none" 2 env LC_ALL=nl_NL.UTF-8 "$SLUIS_BUILD/git-sluis" policy --lint "$T/none/policy.ini"
has "what it says" "$OUT" "sluis: $T/none/policy.ini "

it "roles and policy --markdown: the page has the language of the policy"
said_in "roles" 0 here roles
has "a role" "$OUT" "  operator; pusht naar production; accordeert operations"
has "who left" "$OUT" "Luuk Smit (luuk) tot en met 2020-06-30 (is er vandaag niet)"
has "a conflict" "$OUT" "conflict: niemand heeft zowel developer als operator"
said_in "the page" 0 here policy --markdown
has "its roles" "$OUT" "## Rollen"

it "policy --diff: what one changes in another"
cp -r "$CENTRAL/sluis" "$T/new"
sed -i 's/^version = .*/version = 2/; 0,/^member = /s//deputy = kim until 2030-01-01\nmember = /' "$T/new/policy.ini"
said_in "the change" 0 here policy --diff --language nl "$CENTRAL/sluis" "$T/new"
is "what it says" "$OUT" "= versie 2 komt in de plaats van 2026-1
! rol developer heeft een nieuwe plaatsvervanger: kim until 2030-01-01
! kim mag nu naar development pushen
! kim mag nu naar test pushen
(! vraagt minder of staat meer toe, of kan dat; = sluit alleen iemand buiten)"

it "report and log: in each form, by the policy; in English where that is asked"
push_as noor production
accepted "sluis: production: promotie $READY geaccepteerd (beleid 2026-1, accordering alleen als trailer)"
for form in csv html text; do
	said_in "the report as $form" 0 here report --format $form
done
for each in Promoties Uitzonderingen "       1  promoties met accordering alleen als trailer" \
	"+ 8  Wat geaccepteerd is ging over, volledig: voldaan"; do
	has "the report" "$OUT" "$each"
done
said_in "the log" 0 here log
has "a verdict" "$OUT" "Z akkoord   noor     production 2026.11 (de kandidaat is ouder dan de audittrail)"
has "in English" "$(here report --language en)" "All times are UTC"

it "audit: what it verifies, a move past the gate and its correction, a witness"
# shellcheck source=tests/e2e/witness.sh
. "$E2E/witness.sh"
houses_make
works one
push_as noor production
accepted "sluis: production: promotie $READY geaccepteerd (beleid 2026-1, accordering alleen als trailer)"
said_in "a sound one" 0 here audit verify --all
has "what it says" "$OUT" "4 vermeldingen, 2 oordelen, "
cd "$WITNESS"
said_in "the witness" 0 env LC_ALL=nl_NL.UTF-8 "$SLUIS_BUILD/git-sluis" audit witness
said_in "what it saw" 0 here audit verify --against "$WITNESS" --signers "$SIGNERS"
has "what it says" "$OUT" "getuigd tot en met $(short) door school op "
central update-ref refs/heads/production development
said_in "a move past the gate" 1 here audit verify
has "what it says" "$OUT" "refs/heads/production staat op $(short development), en de audittrail liet het achter op "
said_in "the correction" 0 here audit reconcile --reason test
said_in "the log" 0 here log
has "the correction in it" "$OUT" "hersteld  -        door "
said_in "unlock" 0 here unlock --reason test --minutes 3
said_in "roles of then" 2 here roles --at 2020-01-01
has "what it says" "$OUT" "sluis: de audittrail kent geen beleid van 2020-01-01T23:59:59Z of eerder"
central update-ref "$AUDIT" "$(central rev-list --max-parents=0 "$AUDIT")"
cd "$WITNESS"
said_in "a rewound audit" 1 env LC_ALL=nl_NL.UTF-8 "$SLUIS_BUILD/git-sluis" audit witness
has "what it says" "$OUT" "sluis: de audittrail is teruggezet: die eindigt op "

it "status: in another language as soon as the policy says so"
policy 's/^language = nl/language = en/'
central_publish
people_commands
sluis noor status
has "status" "$OUT" "not met: "
policy 's/^language = en/language = nl/'
central_publish
sluis noor status
has "status, when it finds the policy changed" "$OUT" "niet voldaan aan: "

it "sluis-fetch: in the language that the gate hands down"
said_in "sluis-fetch" 1 env -i LC_MESSAGES=nl "$SLUIS_BUILD/sluis-fetch" --user gate --identity "$T/none" --known-hosts "$T/none" \
	results.example.org
has "what it says" "$OUT" "lost $T/none bestaat niet"

finish
