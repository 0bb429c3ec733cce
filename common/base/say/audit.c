/*
 * base/say/audit: what approves a policy, what a witness, the log and an export say, in both
 * languages side by side (base/say/say.h).
 */
#include "base/base.h"

static const struct saying list[] = {
	{ "the administrator of the server finds out who changed the audit, and "
	  "brings it back from a copy:\ngit -c core.hooksPath=/dev/null fetch COPY "
	  "+refs/sluis/audit:refs/sluis/audit",
	    "de beheerder van de server zoekt uit wie de audittrail heeft "
	    "veranderd, en haalt die terug uit een kopie:\ngit -c core.hooksPath=/dev/null fetch "
	    "COPY +refs/sluis/audit:refs/sluis/audit" },
	{ "its bytes in sluis-transcript are others; pushes make the file again after: rm %s",
	    "in sluis-transcript staan er andere bytes voor; pushes maken dat bestand opnieuw na: "
	    "rm %s" },
	{ "sluis-transcript has it, and the audit does not; pushes make the file again after: rm "
	  "%s",
	    "sluis-transcript heeft het, en de audittrail niet; pushes maken dat bestand opnieuw "
	    "na: rm %s" },
	{ "the audit cannot be read as one entry after the other",
	    "de audittrail is niet te lezen als de ene vermelding na de andere" },
	{ "what leads to the entries of the audit is broken",
	    "wat naar de vermeldingen in de audittrail wijst, is kapot" },
	{ "sluis-index leads to other entries than the audit has; pushes make the file again "
	  "after: rm %s",
	    "sluis-index wijst naar andere vermeldingen dan de audittrail heeft; pushes maken dat "
	    "bestand opnieuw na: rm %s" },
	{ "pushes make it again after:", "pushes maken het opnieuw na:" },
	{ "%s is broken, is of another audit, or is not for its owner alone to write, so that each "
	  "push reads the whole audit",
	    "%s is kapot, hoort bij een andere audittrail, of is niet alleen door de eigenaar te "
	    "schrijven, zodat elke push de hele audittrail leest" },
	{ "the gate was unlocked", "de poort was vrijgegeven" },
	{ "only a correction of the owner tells of it",
	    "alleen een correctie van de eigenaar vertelt ervan" },
	{ "arming found it there", "toen de bewaking begon stond het er al" },
	{ "the verdict that it names does not let it happen",
	    "het genoemde oordeel staat dat niet toe" },
	{ "it was no promotion", "het was geen promotie" },
	{ "no verdict let it happen", "geen oordeel liet dat toe" },
	{ "its verdict did not accept it", "het oordeel keurde het niet goed" },
	{ "nobody signed it off: its environment '%s' asks no sign-off",
	    "niemand accordeerde het: de omgeving '%s' vraagt geen accordering" },
	{ "%s is not what the policy repository's audit left a ref at",
	    "%s is niet waar de audittrail van de beleidsrepository een ref op achterliet" },
	{ "%s was not promoted to %s: %s", "%s is niet naar %s gepromoveerd: %s" },
	{ "%s is in '%s', from where changes go on to '%s'",
	    "%s staat in '%s', en vandaar gaan wijzigingen door naar '%s'" },
	{ "%s is not approved: %s", "%s is niet goedgekeurd: %s" },
	{ "changes end in %zu of its environments that ask anything; it takes one, with one ref",
	    "er zijn %zu omgevingen waar wijzigingen eindigen en iets gevraagd wordt; het moet er "
	    "een zijn, met een ref" },
	{ "%s is a symbolic ref", "%s is een symbolische ref" },
	{ "its audit has %zu problems", "de audittrail ervan telt %zu fouten" },
	{ "its owner looks into it there:\ngit sluis audit verify",
	    "de eigenaar zoekt dat daar uit:\ngit sluis audit verify" },
	{ "it is not armed: it has no refs/sluis/audit",
	    "die wordt niet bewaakt: er is geen refs/sluis/audit" },
	{ "arm it first: ./install.sh --policy DIR %s",
	    "zet eerst de bewaking erop: ./install.sh --policy MAP %s" },
	{ "%s is another than that of %s, which was promoted",
	    "%s is een ander dan dat van %s, dat gepromoveerd is" },
	{ "version %s of the policy had other keys beside it",
	    "bij versie %s van het beleid hoorden andere sleutels" },
	{ "version %s of the policy was another text",
	    "versie %s van het beleid had een andere tekst" },
	{ "give the policy a version of its own", "geef het beleid een eigen versie" },
	{ "the audit", "de audittrail" },
	{ "the production", "de productie" },
	{ "%s of the policy repository at %s does not go on from %s, which approved a policy "
	  "before",
	    "%s van de beleidsrepository, op %s, gaat niet verder vanaf %s, dat eerder een beleid "
	    "goedkeurde" },

	{ "the digest of a name cannot be computed",
	    "de digest van een naam is niet te berekenen" },
	{ "the log of a witness cannot be read", "het logboek van een getuige is niet te lezen" },
	{ "%s names no witness: no line of it has namespaces=\"sluis-witness\"",
	    "%s noemt geen getuige: geen regel erin heeft namespaces=\"sluis-witness\"" },
	{ "the log of a witness cannot be kept", "het logboek van een getuige is niet te bewaren" },
	{ "the log of this witness cannot be read",
	    "het logboek van deze getuige is niet te lezen" },
	{ "this clone has copied the audit up to %s, and the log of this witness says %s: one of "
	  "them was changed",
	    "deze kloon heeft de audittrail gekopieerd tot en met %s, en het logboek van deze "
	    "getuige zegt %s: een van beide is veranderd" },
	{ "the end of this log, %s, was not written by this witness: %s",
	    "het eind van dit logboek, %s, is niet door deze getuige geschreven: %s" },
	{ "the clock says %s, and the log of this witness ends at %s: one of them is wrong",
	    "de klok zegt %s, en het logboek van deze getuige eindigt op %s: een van beide klopt "
	    "niet" },
	{ "it says that it was written at %s, and at %s it was not there yet",
	    "er staat dat het geschreven is op %s, en op %s was het er nog niet" },
	{ "it says that it was written at %s, and it is %s",
	    "er staat dat het geschreven is op %s, en het is nu %s" },
	{ "another audit is there: %s has nothing in common with %s, which was seen before",
	    "er staat een andere audittrail: %s heeft niets gemeen met %s, dat eerder gezien is" },
	{ "the audit was rewound: it ends at %s, and %s was seen before",
	    "de audittrail is teruggezet: die eindigt op %s, en %s is eerder gezien" },
	{ "the audit was rewritten after %s: %s is there, and %s was seen before",
	    "de audittrail is na %s herschreven: nu staat er %s, en eerder is %s gezien" },
	{ "keep this clone; what is there now is %s in it:\ngit log %s..%s",
	    "bewaar deze kloon; wat er nu staat heet daarin %s:\ngit log %s..%s" },
	{ "the log of this witness cannot be written",
	    "het logboek van deze getuige is niet te schrijven" },
	{ "look at the key that sluis.witnessKey names in this clone; it has no passphrase, and no "
	  "agent is asked",
	    "kijk naar de sleutel die sluis.witnessKey in deze kloon noemt; die heeft geen "
	    "wachtwoordzin, en een agent wordt niet gevraagd" },
	{ "%s signs, and its signature is none of this witness: %s",
	    "%s ondertekent, maar niet als deze getuige: %s" },
	{ "add its public half to the file that sluis.witnessSigners names, as\nNAME "
	  "namespaces=\"sluis-witness\" PUBLIC-KEY",
	    "zet de publieke helft in het bestand dat sluis.witnessSigners noemt, als\nNAAM "
	    "namespaces=\"sluis-witness\" PUBLIEKE-SLEUTEL" },
	{ "the audit is gone: %s has no refs/sluis/audit, and %s of it was seen before",
	    "de audittrail is weg: %s heeft geen refs/sluis/audit, en %s ervan is eerder gezien" },
	{ "it is not what a witness writes", "het is niet wat een getuige schrijft" },

	{ "%s gave no answer in time", "%s gaf niet op tijd antwoord" },
	{ "there is no %s in %s", "er is geen %s in %s" },
	{ "the limits of this process are not known",
	    "de grenzen van dit proces zijn niet bekend" },
	{ "the size of what is fetched cannot be bounded",
	    "hoeveel er wordt opgehaald is niet te begrenzen" },
	{ "what was fetched cannot be read", "wat is opgehaald is niet te lezen" },
	{ "%s gives nobody a key", "%s geeft niemand een sleutel" },
	{ "%s gives no key to '%s'", "%s geeft '%s' geen sleutel" },
	{ "whoever has the key runs: ssh-keygen -y -f %s >%s",
	    "wie de sleutel heeft voert uit: ssh-keygen -y -f %s >%s" },
	{ "%s is no public key", "%s is geen publieke sleutel" },
	{ "its signature is not one of the host: %s", "de handtekening is niet van de host: %s" },
	{ "an entry cannot be read", "een vermelding in de audittrail is niet te lezen" },
	{ "it is not signed, and %s before it is", "het is niet ondertekend, en %s ervoor wel" },
	{ "no entry is signed, and there is a key that would",
	    "geen vermelding is ondertekend, terwijl er een sleutel voor is" },

	{ "%s has no readable reflog", "de reflog van %s is niet te lezen" },
	{ "the policy %s of refs/sluis/policy: %s", "beleid %s op refs/sluis/policy: %s" },
	{ "its reflog tells that refs/sluis/policy was at this policy, which it no longer has: it "
	  "was rewritten",
	    "volgens de reflog stond refs/sluis/policy op dit beleid, en dat zit er niet meer in: "
	    "het is herschreven" },
	{ "judged by the policy %s, which is not at refs/sluis/policy",
	    "beoordeeld naar beleid %s, en dat staat niet op refs/sluis/policy" },
	{ "the newest of %zu entries of which its reflog tells, and that the audit does not have: "
	  "entries have vanished",
	    "de nieuwste van %zu vermeldingen die de reflog noemt en de audittrail niet heeft: er "
	    "zijn vermeldingen verdwenen" },
	{ "there is no refs/sluis/audit here", "hier is geen refs/sluis/audit" },
	{ "the newest entry of the copy is not in this audit: entries have vanished",
	    "de nieuwste vermelding van de kopie zit niet in deze audittrail: er zijn vermeldingen "
	    "verdwenen" },
	{ "the audit has it from its beginning, as refs/sluis/audit-start says, and it is not in "
	  "this one",
	    "hiermee begint de audittrail volgens refs/sluis/audit-start, en het zit er niet in" },

	{ "%s/%s cannot be written: %s", "%s/%s is niet te schrijven: %s" },
	{ "a digest cannot be computed", "een digest is niet te berekenen" },
	{ "(its folder cannot be read)", "(de map ervan is niet te lezen)" },
	{ "%s is not empty", "%s is niet leeg" },
	{ "name a folder that is empty, or not there yet",
	    "noem een map die leeg is, of die er nog niet is" },
	{ "%zu promotions in %s, with the digest %s\nverify: sh %s/verify.sh\n",
	    "%zu promoties in %s, met de digest %s\ntoetsen: sh %s/verify.sh\n" },
	{ "in a clone: git fetch origin refs/sluis/audit:refs/sluis/audit",
	    "in een kloon: git fetch origin refs/sluis/audit:refs/sluis/audit" },
	{ "'%s' is no environment that takes promotions; those are: %s",
	    "'%s' is geen omgeving waarheen gepromoveerd wordt; dat zijn: %s" },
	{ "the policy of %s cannot be read from the audit",
	    "het beleid van %s is niet uit de audittrail te lezen" },
	{ "the audit tells of no policy at %s or before",
	    "de audittrail kent geen beleid van %s of eerder" },

	{ "accept", "akkoord" },
	{ "reject", "geweigerd" },
	{ "undecided", "onbeslist" },
	{ "armed", "bewaakt" },
	{ "corrected", "hersteld" },
	{ "unlock", "vrijgave" },
	{ "moved", "verplaatst" },
	{ " (while the review of %s was overdue)",
	    " (terwijl de controle achteraf van %s over tijd was)" },
	{ " (reviews %s)", " (controleert %s)" },
	{ " (its candidate is older than the audit)",
	    " (de kandidaat is ouder dan de audittrail)" },
	{ "sign-off %s", "accordering %s" },
	{ ": %s for %s", ": %s voor %s" },
	{ ": not met:", ": niet voldaan:" },
	{ ": not checked:", ": niet getoetst:" },
	{ ": did not go in", ": niet doorgegaan" },
	{ ": not known whether it went in", ": niet bekend of het is doorgegaan" },
	{ "; moved %s %s..%s", "; verplaatst %s %s..%s" },
	{ " and %zu more", " en nog %zu" },
	{ "by %s: ", "door %s: " },
	{ "%zu governed refs, %zu hooks, policy %s", "%zu bewaakte refs, %zu hooks, beleid %s" },
	{ "until %s by %s: %s", "tot %s door %s: %s" },
	{ "%s %s..%s without a verdict", "%s %s..%s zonder oordeel" },

	{ "line %u gives a key to a witness that line %u gives to another use: %s",
	    "regel %u geeft een getuige een sleutel die regel %u voor iets anders geeft: %s" },
	{ "a note of a witness cannot be read",
	    "een aantekening van een getuige kan niet worden gelezen" },
	{ "its key is none of a witness", "haar sleutel is niet van een getuige" },
	{ "note %s of the witness has two parents",
	    "aantekening %s van de getuige heeft twee ouders" },
	{ "note %s of the witness: %s", "aantekening %s van de getuige: %s" },
	{ "the clock of the witness ran back: the note behind it is of an earlier time",
	    "de klok van de getuige liep terug: de aantekening erna is van een eerdere tijd" },
	{ "a note that no witness has signed: %s", "een aantekening die geen getuige tekende: %s" },
	{ "a note that the witness's log had the last time is not in it: that log was rewritten or "
	  "rewound",
	    "een aantekening die de vorige keer in het logboek van de getuige stond, staat er niet "
	    "meer in: dat logboek is herschreven of teruggezet" },
	{ "it says that it was written at %s, and %s saw it at %s",
	    "er staat dat het geschreven is op %s, en %s zag het op %s" },
	{ "it says that it was written at %s, and %s saw at %s that it was not there yet",
	    "er staat dat het geschreven is op %s, en %s zag op %s dat het er nog niet was" },
	{ "the newest of %zu entries that %s saw, at %s, and that the audit does not have: "
	  "rewritten or rewound %s%s, or fetched before that",
	    "de nieuwste van %zu vermeldingen die %s zag, op %s, en die de audittrail niet heeft: "
	    "herschreven of teruggezet %s%s, of daarvoor opgehaald" },
	{ "after ", "na " },
	{ "from its beginning", "vanaf het begin" },
	{ "nothing is witnessed: no note is signed by a witness",
	    "er is van niets getuigd: geen aantekening is door een getuige getekend" },
	{ "nothing is witnessed: %s saw %s at %s, and that is not in the audit",
	    "er is van niets getuigd: %s zag %s op %s, en dat staat niet in de audittrail" },
	{ "witnessed up to %s by %s at %s (key %s); entries after that: %zu; notes since %s: %zu, "
	  "the longest time without one %lld hours from %s",
	    "getuigd tot en met %s door %s op %s (sleutel %s); vermeldingen daarna: %zu; "
	    "aantekeningen sinds %s: %zu, de langste tijd zonder %lld uur vanaf %s" },
	{ "the server's clock is earlier than the verdict on %s, so nobody can say whether that "
	  "still holds",
	    "de klok van de server loopt achter op het oordeel over %s, dus niemand kan zeggen of "
	    "dat nog geldt" },
	{ "the administrator sets the clock of the server; then push again",
	    "de beheerder zet de klok van de server goed; push daarna opnieuw" },
};

const struct sayings say_audit = { list, sizeof(list) / sizeof(list[0]) };
