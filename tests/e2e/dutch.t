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
  oplossing: maak de merge opnieuw zonder bewerkingen, met dezelfde
             boodschap; op uw lokale production:
             git reset --hard \$(git log -1 --format=%B $(short production) | git commit-tree $(short acceptance)^{tree} -p $(short "$(tip production)") -p $(short acceptance))

signoff-present  CH.06-5
  $(short production) "Merge release 2026.11" heeft geen accordering van operations
  (Released-by, rol operator)
  oplossing: Noor Kaya of Jan Bakker accordeert (een persoon vult een
             rol); daarna, op de merge, met de naam van wie dat deed:
             git commit --amend --no-edit --trailer 'Released-by: Jan Bakker <jan@example.org>'

author-not-promoter  CH.06-9
  Noor Kaya dient in op production en is maker van de merge van $(short production)
  "Merge release 2026.11"
  oplossing: Jan Bakker haalt de promotie bij u op, bekijkt die en dient
             die in:
             git push origin $(short production):refs/heads/production

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
  refs/heads/acceptance zou worden verwijderd, en bewaakte refs blijven
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
has "the mend" "${ANSWER_TEXT["0 evidence-intact"]:-}" "oplossing: de beheerder van de server geeft git fsck in de repository"
ANSWER_HEAD=()

it "refuse: a ref that would move without a verdict"
ln -s "$SLUIS_BUILD/reference-transaction" "$CENTRAL/hooks/reference-transaction"
rc=0
git -C "$CENTRAL" update-ref refs/heads/production development >"$T/out" 2>&1 || rc=$?
has_words "what it says" "$(tr -d '\n' <"$T/out")" "sluis: er is niets verplaatst: geen oordeel laat refs/heads/production gaan"
is "moved" "$((rc != 0))" 1

it "undecided: a policy with a problem says so in English, since its language is not known"
policy '/^title = /d'
push_as noor production
undecided_all "the policy has 1 problem" "[policy] has no 'title'"

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
is "an unknown language" "$rc $(cat "$T/out")" "129 usage: git sluis explain [--language en|nl] [RULE]"

finish
