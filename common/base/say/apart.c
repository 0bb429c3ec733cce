/*
 * base/say/apart: what is said of an audit in a repository of its own, in both languages side by
 * side (base/say/say.h).
 */
#include "base/base.h"

static const struct saying list[] = {
	{ "the audit repository takes entries and keeps them",
	    "de auditrepository neemt vermeldingen aan en bewaart ze" },
	{ "the administrator lets the account of the hooks write there",
	    "de beheerder laat het account van de hooks daar schrijven" },
	{ "its owner gives it a hook:", "de eigenaar ervan geeft hem een hook:" },
	{ "the audit repository %s lets refs be rewound or deleted: a node could take back what it "
	  "recorded",
	    "de auditrepository %s laat refs terugzetten of verwijderen: een node zou kunnen "
	    "terugnemen wat hij vastlegde" },
	{ "the administrator of the server gives the policy its 'repository' back; or, where the "
	  "copy here is to go on, arms the repository again: ./install.sh %s",
	    "de beheerder van de server geeft het beleid zijn 'repository' terug; of, als de kopie "
	    "hier verder moet gaan, neemt de repository opnieuw in bewaking: ./install.sh %s" },
	{ "the administrator of the server looks at the audit repository, the way there and "
	  "[audit] of the policy: git sluis doctor; then push again",
	    "de beheerder van de server bekijkt de auditrepository, de weg erheen en [audit] in "
	    "het beleid: git sluis doctor; push daarna opnieuw" },
	{ "the audit repository %s gave no answer in %u seconds",
	    "de auditrepository %s gaf binnen %u seconden geen antwoord" },
	{ "the audit repository %s cannot be asked: %s",
	    "de auditrepository %s is niet te raadplegen: %s" },
	{ "the audit repository %s has no refs/sluis/audit, and the copy here has it up to %s",
	    "de auditrepository %s heeft geen refs/sluis/audit, en de kopie hier gaat tot %s" },
	{ "the audit repository %s has refs/sluis/audit at %s, which does not come after %s of the "
	  "copy here",
	    "in de auditrepository %s staat refs/sluis/audit op %s, en dat volgt niet op %s van de "
	    "kopie hier" },
	{ "the administrator finds out what became of it; where nothing is newer than the copy "
	  "here, this brings it back:\ngit sluis audit reconcile --reason TEXT",
	    "de beheerder zoekt uit wat ermee gebeurd is; is niets nieuwer dan de kopie hier, dan "
	    "brengt dit hem terug:\ngit sluis audit reconcile --reason TEXT" },
	{ "the administrator finds out which of the two was changed. The audit repository: bring "
	  "it back from another copy. The copy here:\ngit -c core.hooksPath=/dev/null update-ref "
	  "-d refs/sluis/audit",
	    "de beheerder zoekt uit welke van de twee veranderd is. De auditrepository: zet die "
	    "terug van een andere kopie. De kopie hier:\ngit -c core.hooksPath=/dev/null "
	    "update-ref -d refs/sluis/audit" },
	{ "the audit repository %s is empty", "de auditrepository %s is leeg" },
	{ "the administrator brings back what it had, from a copy; where it is new, the owner of "
	  "the repository runs there:\ngit sluis audit arm",
	    "de beheerder zet terug wat erin stond, van een kopie; is hij nieuw, dan voert de "
	    "eigenaar van de repository daar uit:\ngit sluis audit arm" },
	{ "the audit repository %s is of another repository: it left %s at %s, and here that is at "
	  "%s",
	    "de auditrepository %s is van een andere repository: daar is %s achtergelaten op %s, "
	    "en hier staat die op %s" },
	{ "each repository has an audit repository of its own: 'repository' under [audit]. A node "
	  "of that other one is armed once its refs are up to date",
	    "elke repository heeft een eigen auditrepository: 'repository' onder [audit]. Is dit "
	    "een node van die andere, breng dan eerst de refs bij" },
	{ "others wrote to the audit repository %s first, %u times in a row",
	    "anderen schreven eerder naar de auditrepository %s, %u keer achter elkaar" },
	{ "%s was let in at %s, which is not here, and no entry says whether it went in",
	    "%s is toegelaten op %s, dat hier niet is, en geen vermelding zegt of het is "
	    "doorgegaan" },
	{ "another node may be ahead of this one: push again. Where that does not help, the owner "
	  "of the repository finds out what happened, with git sluis audit verify, and then runs "
	  "there:\ngit sluis audit reconcile --reason TEXT",
	    "een andere node loopt misschien voor op deze: push opnieuw. Helpt dat niet, dan zoekt "
	    "de eigenaar van de repository uit wat er gebeurd is, met git sluis audit verify, en "
	    "voert dan daar uit:\ngit sluis audit reconcile --reason TEKST" },
	{ "this host runs hooks in a copy of the repository, and what they record goes away with "
	  "it",
	    "op deze host draaien hooks in een kopie van de repository, en wat ze vastleggen "
	    "verdwijnt daarmee" },
	{ "the administrator gives the audit a place of its own: 'repository' under [audit] in the "
	  "policy (man 7 sluis-admin, Choose)",
	    "de beheerder geeft de audittrail een eigen plek: 'repository' onder [audit] in het "
	    "beleid (man 7 sluis-admin, Choose)" },
	{ "%s was armed, and this is a copy of it: %s",
	    "%s is in bewaking genomen, en dit is er een kopie van: %s" },
	{ "where the host runs hooks in a copy, the administrator gives the audit a place of its "
	  "own: 'repository' under [audit] in the policy (man 7 sluis-admin, Choose). Where the "
	  "repository was moved, they arm it again:\n./install.sh %s",
	    "draaien hooks op deze host in een kopie, dan geeft de beheerder de audittrail een "
	    "eigen plek: 'repository' onder [audit] in het beleid (man 7 sluis-admin, Choose). Is "
	    "de repository verplaatst, dan neemt die hem opnieuw in bewaking:\n./install.sh %s" },
	{ "the repository's config cannot be written",
	    "de configuratie van de repository is niet te schrijven" },
	{ "%s:%u: no host and path of a repository: '%s'",
	    "%s:%u: geen host en pad van een repository: '%s'" },
	{ "arm that repository again, where it still is, and take the line out:\nsed -i %ud %s",
	    "neem die repository opnieuw in bewaking, als hij er nog is, en haal de regel "
	    "weg:\nsed -i %ud %s" },
	{ "the copy of the audit cannot be read", "de kopie van de audittrail is niet te lezen" },
	{ "the audit repository %s takes nothing: %s",
	    "de auditrepository %s neemt niets aan: %s" },
	{ "the audit repository was not asked", "de auditrepository is niet geraadpleegd" },
	{ "refs/sluis/policy of the audit repository was moved meanwhile",
	    "refs/sluis/policy van de auditrepository is intussen verplaatst" },
	{ "refs/sluis/audit is gone from the audit repository %s, and refs/sluis/audit-start there "
	  "says that it began with %s",
	    "refs/sluis/audit is weg uit de auditrepository %s, en volgens refs/sluis/audit-start "
	    "daar begon die met %s" },
	{ "the administrator brings it back there from a copy, such as the one here",
	    "de beheerder zet hem daar terug van een kopie, zoals die hier" },
	{ "the audit is kept in another repository, and no policy says in which",
	    "de audittrail wordt in een andere repository bewaard, en geen beleid zegt in welke" },
	{ "the verdict cannot be recorded in refs/sluis/audit: its entry would be larger than %zu "
	  "bytes",
	    "het oordeel is niet vast te leggen in refs/sluis/audit: de vermelding zou groter zijn "
	    "dan %zu bytes" },
	{ "the verdict cannot be recorded in refs/sluis/audit: for %u seconds others wrote to the "
	  "audit repository %s first",
	    "het oordeel kan niet worden vastgelegd in refs/sluis/audit: %u seconden lang waren "
	    "anderen eerder bij de auditrepository %s" },
	{ "push again", "push opnieuw" },
	{ "the audit that was here is in %s now\n", "de audittrail van hier staat nu in %s\n" },
	{ "[audit] has a 'repository' at ssh://, and no '%s' to sign in there",
	    "[audit] heeft een 'repository' op ssh://, en geen '%s' om daar in te loggen" },
	{ "is no absolute path and no ssh:// URL of a bare repository",
	    "is geen absoluut pad en geen ssh://-URL van een kale repository" },
	{ "names no user before '@'", "noemt geen gebruiker voor '@'" },
	{ "names no host: letters, digits, '.' and '-' make one, with a letter or a digit first",
	    "noemt geen host: die bestaat uit letters, cijfers, '.' en '-', met een letter of "
	    "cijfer vooraan" },
	{ "is no ssh://USER@HOST/PATH, with a path of letters, digits and /._~+@-",
	    "is geen ssh://USER@HOST/PATH, met een pad van letters, cijfers en /._~+@-" },
};

const struct sayings say_apart = { list, sizeof(list) / sizeof(list[0]) };
