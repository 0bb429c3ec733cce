/*
 * base/say/doctor: what the doctor finds, in both languages side by side (base/say/say.h).
 */
#include "base/say/say.h"

static const struct saying list[] = {
	{ "the repository is of a kind that can be judged",
	    "de repository is van een soort die te beoordelen is" },
	{ "git takes its hooks from this repository", "git haalt de hooks uit deze repository" },
	{ "every push is judged", "elke push wordt beoordeeld" },
	{ "refs that move without a push are held to the audit",
	    "refs die zonder push bewegen worden met de audittrail vergeleken" },
	{ "what became of a push is recorded", "wat er van een push werd, wordt vastgelegd" },
	{ "the hooks that were there before can run", "de hooks die er al waren, kunnen draaien" },
	{ "the policy can be read, holds, and is closed to others",
	    "het beleid is te lezen, klopt, en is voor anderen niet te beschrijven" },
	{ "the policy in force is where everyone can fetch it",
	    "het geldende beleid staat waar iedereen het kan ophalen" },
	{ "the server says who pushes", "de server zegt wie pusht" },
	{ "everyone who has to sign has a key",
	    "iedereen die moet ondertekenen heeft een sleutel" },
	{ "whoever made what waits for an environment is known",
	    "de makers van wat op een omgeving wacht zijn bekend" },
	{ "what reads result servers can do nothing else",
	    "wat resultatenservers leest kan verder niets" },
	{ "no hook can use up the host", "geen hook kan de host uitputten" },
	{ "refs/sluis/ can be fetched", "refs/sluis/ is op te halen" },
	{ "no ref can be taken for one that the gate guards",
	    "geen ref is aan te zien voor een die de poort bewaakt" },
	{ "every move of a ref leaves a line in its reflog",
	    "elke verplaatsing van een ref laat een regel na in de reflog" },
	{ "no lock was left behind", "er is geen lock achtergebleven" },
	{ "a push that must be refused is refused",
	    "een push die geweigerd moet worden, wordt geweigerd" },
	{ "the audit is there, and its newest verdict is whole",
	    "de audittrail is er, en het nieuwste oordeel is heel" },
	{ "name the folder of a repository", "noem de map van een repository" },
	{ "%s cannot be looked at: %s", "%s is niet te bekijken: %s" },
	{ "%s belongs to user id %lu, who is nobody here",
	    "%s is van gebruikers-id %lu, en die bestaat hier niet" },
	{ "give the repository to the user whom pushes come in as",
	    "geef de repository aan de gebruiker waaronder pushes binnenkomen" },
	{ "root cannot become %s: %s", "root kan geen %s worden: %s" },
	{ "git finds no repository that it may use in %s: %s",
	    "git vindt geen repository die het mag gebruiken in %s: %s" },
	{ "name the folder of a bare repository, and run this as its owner or as root",
	    "noem de map van een kale repository, en doe dit als eigenaar of als root" },
	{ "not looked at: the repository cannot be opened",
	    "niet bekeken: de repository is niet te openen" },
	{ "not looked at: there is no policy that holds",
	    "niet bekeken: er is geen beleid dat klopt" },
	{ "the check did not come to its end", "de controle kwam niet tot een eind" },
	{ "  (could not be checked)", "  (kon niet worden gecontroleerd)" },
	{ "  (for your information)", "  (ter informatie)" },
	{ "run:", "voer uit:" },
	{ "%s: %zu checks, all is well\n", "%s: %zu controles, alles in orde\n" },
	{ "%s: %zu checks, %zu found something wrong, %zu could not be made\n",
	    "%s: %zu controles, %zu vonden iets mis, %zu konden niet worden gedaan\n" },
	{ "git cannot read its config: %s", "git kan zijn config niet lezen: %s" },
	{ "arm the repository again:", "zet de bewaking er opnieuw op:" },
	{ "no repository was armed here: %s is not there",
	    "vanaf hier wordt geen repository bewaakt: %s ontbreekt" },
	{ "arm one with sluis-arm, or ./install.sh in the sources of Sluis",
	    "zet de bewaking op een repository met sluis-arm, of met ./install.sh in de broncode "
	    "van "
	    "Sluis" },
	{ "arm the repository again, in the folder of Sluis' sources:",
	    "zet de bewaking er opnieuw op, in de map met de broncode van Sluis:" },
	{ "%s is '%s', and this is sluis %s", "%s is '%s', en dit is sluis %s" },
	{ "mount it without noexec", "koppel het aan zonder noexec" },
	{ "%s is on a file system mounted noexec: git runs no hook there",
	    "%s staat op een bestandssysteem met noexec: git draait daar geen hook" },
	{ "%s is not executable: git passes over it",
	    "%s is niet uitvoerbaar: git slaat hem over" },
	{ "there is no %s", "%s is er niet" },
	{ "%s is a link that leads nowhere", "%s is een link die nergens heen leidt" },
	{ "%s is not a file", "%s is geen bestand" },
	{ "%s is empty", "%s is leeg" },
	{ "%s is not ours", "%s is niet van ons" },
	{ "update alone judges here, ref by ref: a promotion and its evidence need a push each",
	    "hier beoordeelt alleen update, ref voor ref: een promotie en haar bewijs vragen elk "
	    "een eigen push" },
	{ "every push goes through unjudged", "elke push gaat ongezien door" },
	{ "refs that move without a push are not held to the audit",
	    "refs die zonder push bewegen worden niet met de audittrail vergeleken" },
	{ "GitLab has no place for this hook: what moves without a push is seen by git sluis audit "
	  "verify",
	    "GitLab heeft geen plek voor deze hook: wat zonder push beweegt, ziet git sluis audit "
	    "verify" },
	{ "no copy of the audit is sent, and outcomes are recorded late",
	    "er gaat geen kopie van de audittrail weg, en uitkomsten komen er laat in" },
	{ "take it away, or let it run:", "haal hem weg, of maak hem uitvoerbaar:" },
	{ "%s is not executable (or a link that leads nowhere), and never runs",
	    "%s is niet uitvoerbaar (of een link die nergens heen leidt), en draait nooit" },
	{ "git takes its hooks from %s, outside of the repository; the gate stands there",
	    "git haalt de hooks uit %s, buiten de repository; daar staat de poort" },
	{ "take the link away, and arm the repository again",
	    "haal de link weg, en zet de bewaking er opnieuw op" },
	{ "its folder of hooks is a link to %s, outside of the repository",
	    "de map met hooks is een link naar %s, buiten de repository" },
	{ "core.hooksPath in the %s config of git leads to %s, where no gate stands",
	    "core.hooksPath in de config van git (%s) leidt naar %s, en daar staat geen poort" },
	{ "%s cannot be searched: git finds no hook in it",
	    "%s is niet te doorzoeken: git vindt er geen hook in" },
	{ "the administrator adds a line with the id and the public key for each of them",
	    "de beheerder zet er voor elk van hen een regel bij met de id en de openbare sleutel" },
	{ "allowed_signers gives no key at this moment to who has to sign or push: %s",
	    "allowed_signers heeft nu geen sleutel voor wie moet ondertekenen of pushen: %s" },
	{ "root installs it:", "root installeert het:" },
	{ "%s, which verifies signatures, cannot be run",
	    "%s, dat handtekeningen controleert, is niet uit te voeren" },
	{ "a hook may use %u MiB of memory, %u open files, %d s of processor time and %d s by the "
	  "clock, and leaves no core dump",
	    "een hook mag %u MiB geheugen, %u open bestanden, %d s rekentijd en %d s op de klok "
	    "gebruiken, en laat geen core dump na" },
	{ "root takes that out of sshd_config and reloads sshd",
	    "root haalt dat uit sshd_config en herlaadt sshd" },
	{ "AcceptEnv %s of sshd lets a client set %s, and with it pass the gate",
	    "AcceptEnv %s van sshd laat een client %s zetten, en zo de poort passeren" },
	{ "run this as root, or look:", "doe dit als root, of kijk:" },
	{ "what sshd is set to cannot be seen from here",
	    "hoe sshd is ingesteld is hier niet te zien" },
	{ "root writes `ExposeAuthInfo yes` into sshd_config and reloads sshd",
	    "root zet `ExposeAuthInfo yes` in sshd_config en herlaadt sshd" },
	{ "sshd does not say whose key it is (ExposeAuthInfo is not `yes`): nobody can push to a "
	  "governed ref",
	    "sshd zegt niet van wie de sleutel is (ExposeAuthInfo is niet `yes`): niemand kan naar "
	    "een bewaakte ref pushen" },
	{ "share the repository, or name another source in [pusher]; with one account for all that "
	  "is ssh-key",
	    "deel de repository, of noem een andere source in [pusher]; met een account voor "
	    "iedereen is dat ssh-key" },
	{ "source = os-user names the account that a push comes in as, and only the owner can push "
	  "here (core.sharedRepository is not set)",
	    "source = os-user noemt het account waaronder een push binnenkomt, en alleen de "
	    "eigenaar kan hier pushen (core.sharedRepository staat niet aan)" },
	{ "let gitolite make it, or name another source in [pusher]",
	    "laat gitolite haar maken, of noem een andere source in [pusher]" },
	{ "source = gitolite, and this repository is not one of gitolite's (it has no gl-conf)",
	    "source = gitolite, en deze repository is niet van gitolite (er is geen gl-conf)" },
	{ "take the option out of gitolite.conf; what it names goes into hooks/pre-receive.d/, "
	  "where it runs after ours",
	    "haal de optie uit gitolite.conf; wat zij noemt komt in hooks/pre-receive.d/, en "
	    "draait daar na de onze" },
	{ "gitolite replaces the common pre-receive hook in a repository with `option "
	  "hook.pre-receive`",
	    "gitolite vervangt de gemeenschappelijke hook pre-receive in een repository met "
	    "`option hook.pre-receive`" },
	{ "let it write its hooks again (gitea admin regenerate hooks), or name another source in "
	  "[pusher]",
	    "laat Gitea zijn hooks opnieuw schrijven (gitea admin regenerate hooks), of noem een "
	    "andere source in [pusher]" },
	{ "source = gitea, and there is no pre-receive.d/gitea among the hooks: no Gitea or "
	  "Forgejo pushes through here",
	    "source = gitea, en bij de hooks is geen pre-receive.d/gitea: hier pusht geen Gitea of "
	    "Forgejo door" },
	{ "where the web server asks everyone for a name, it is not needed:",
	    "waar de webserver iedereen om een naam vraagt, is het niet nodig:" },
	{ "http.receivepack lets people push who did not say who they are; the gate refuses them "
	  "on governed refs alone",
	    "http.receivepack laat ook pushen wie niet zegt wie dat is; de poort weigert dat "
	    "alleen op bewaakte refs" },
	{ "who decides on the policy says whether that is meant",
	    "wie over het beleid gaat, zegt of dat de bedoeling is" },
	{ "separation of duties is switched off: %s", "functiescheiding staat uit: %s" },
	{ "the administrator fixes that line", "de beheerder verbetert die regel" },
	{ "its owner publishes it:", "de eigenaar publiceert het:" },
	{ "hide it from pushes alone, with receive.hideRefs; or show it:",
	    "verberg het alleen voor pushes, met receive.hideRefs; of toon het:" },
	{ "%s hides refs/sluis/: nobody can fetch the policy and the audit",
	    "%s verbergt refs/sluis/: niemand kan het beleid en de audittrail ophalen" },
	{ "to have git refuse it too:", "om git dat ook te laten weigeren:" },
	{ "refs/sluis/ is shown to who pushes; the gate refuses a push there (reserved-ref)",
	    "wie pusht krijgt refs/sluis/ te zien; de poort weigert een push daarheen "
	    "(reserved-ref)" },
	{ "for machines that want them:", "voor machines die ze willen:" },
	{ "nobody can send push options here", "niemand kan hier push-opties meegeven" },
	{ "core.logAllRefUpdates is not `always`: what became of an interrupted push cannot always "
	  "be told",
	    "core.logAllRefUpdates is niet `always`: wat er van een onderbroken push werd, is niet "
	    "altijd te zeggen" },
	{ "%s is not `never`: a ref that was moved behind the hooks and back is forgotten after a "
	  "while",
	    "%s is niet `never`: een ref die buiten de hooks om heen en terug ging, wordt na een "
	    "tijd vergeten" },
	{ "push it under another name first, or delete it:",
	    "push het eerst onder een andere naam, of verwijder het:" },
	{ "%s can be taken for %s, which the gate guards: who asks git for one may get the other",
	    "%s is aan te zien voor %s, die de poort bewaakt: wie git om de een vraagt kan de "
	    "ander krijgen" },
	{ "when no git works in the repository any more:",
	    "als er geen git meer in de repository bezig is:" },
	{ "%s is there since %s: until it is gone, every push to that ref fails",
	    "%s is er sinds %s: tot dat weg is, mislukt elke push naar die ref" },
	{ "the refs cannot be looked at: %s", "de refs zijn niet te bekijken: %s" },
	{ "fetch it from a copy; see what else is missing:",
	    "haal hem uit een kopie; kijk wat er nog meer ontbreekt:" },
	{ "the entry %s of the audit is not whole: %s",
	    "vermelding %s van de audittrail is niet heel: %s" },
	{ "if there was one, fetch it from a copy", "was die er wel, haal hem dan uit een kopie" },
	{ "there is no refs/sluis/audit: no verdict was ever recorded, or all of refs/sluis/ is "
	  "gone",
	    "er is geen refs/sluis/audit: er is nooit een oordeel vastgelegd, of heel refs/sluis/ "
	    "is weg" },
	{ "the administrator adds 'email = %s' to somebody in %s, with a new version, and then "
	  "publishes it:",
	    "de beheerder zet 'email = %s' bij iemand in %s, met een nieuwe versie, en publiceert "
	    "het dan:" },
	{ "the administrator sets 'unknown-authors = allow' in %s until it has gone over, with a "
	  "new version, and publishes it:",
	    "de beheerder zet 'unknown-authors = allow' in %s tot het over is, met een nieuwe "
	    "versie, en publiceert het:" },
	{ "%s %s %s, which waits for %s, and is not listed in the policy: its promotion will be "
	  "refused (author-known)",
	    "%s %s %s, die op %s wacht, en staat niet in het beleid: de promotie ervan wordt "
	    "geweigerd (author-known)" },
	{ "a folder of hooks for the trial push cannot be made: %s",
	    "een map met hooks voor de proefpush is niet te maken: %s" },
	{ "git does not run the hooks: look at the other findings, for another git in the PATH, "
	  "its config, and who may search the folder",
	    "git draait de hooks niet: kijk naar de andere bevindingen, of er een andere git in "
	    "PATH staat, naar de config, en wie de map mag doorzoeken" },
	{ "NOT GUARDED: %s let the trial push through", "NIET BEWAAKT: %s liet de proefpush door" },
	{ "look for a hook that hangs, and at the load of the server",
	    "zoek een hook die hangt, en kijk hoe druk de server is" },
	{ "the trial push got no answer in 120 seconds",
	    "de proefpush kreeg in 120 seconden geen antwoord" },
	{ "no verdict lets", "geen oordeel laat" },
	{ "git does not run pre-receive: look at the other findings",
	    "git draait pre-receive niet: kijk naar de andere bevindingen" },
	{ "pre-receive did not judge the trial push; reference-transaction alone held it back",
	    "pre-receive heeft de proefpush niet beoordeeld; alleen reference-transaction hield "
	    "hem tegen" },
	{ "sluis: could not decide", "sluis: kon niet beslissen" },
	{ "every push is refused until this is fixed: %s",
	    "elke push wordt geweigerd tot dit is opgelost: %s" },
	{ "the trial push was refused before the gate was asked, so nobody knows whether it works: "
	  "%s",
	    "de proefpush is geweigerd voordat de poort iets gevraagd werd, dus niemand weet of "
	    "die werkt: %s" },
	{ "no trial push was made", "er is geen proefpush gedaan" },
	{ "the administrator installs Sluis again, and looks at git config sluis.libexec",
	    "de beheerder installeert Sluis opnieuw, en kijkt naar git config sluis.libexec" },
	{ "%s cannot be run: no file of a result server can be read",
	    "%s is niet uit te voeren: geen bestand van een resultatenserver is te lezen" },
	{ "nothing must be done; a kernel with landlock and seccomp closes them",
	    "niets hoeft; een kernel met landlock en seccomp neemt het weg" },
	{ "this kernel leaves sluis-fetch more than it needs: %s --confined",
	    "deze kernel laat sluis-fetch meer dan nodig is: %s --confined" },
};

const struct sayings say_doctor = { list, sizeof(list) / sizeof(list[0]) };
