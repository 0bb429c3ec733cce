/*
 * base/say/setup: what git sluis setup and git sluis people say, in both languages side by side
 * (base/say/say.h).
 */
#include "base/base.h"

static const struct saying list[] = {
	{ "Your name:", "Uw naam:" },
	{ "Your address, as the policy will have it:",
	    "Uw e-mailadres, zoals het in het beleid komt:" },
	{ "git does not know your name and address yet",
	    "git kent uw naam en e-mailadres nog niet" },
	{ "say who you are:\n%s", "zeg wie u bent:\n%s" },
	{ "choose one:\n%s", "kies er zelf een:\n%s" },
	{ "%s is no key to sign with: %s", "met %s kan niet ondertekend worden: %s" },
	{ "make it from the private key:\nssh-keygen -y -f %s > %s",
	    "maak dat bestand uit de geheime sleutel:\nssh-keygen -y -f %s > %s" },
	{ "a new key needs a passphrase, and there is no terminal to ask for one",
	    "een nieuwe sleutel heeft een wachtwoordzin nodig, en er is geen terminal om die te "
	    "vragen" },
	{ "run it at a terminal, or have a key without one:\n%s",
	    "geef de opdracht in een terminal, of neem een sleutel zonder:\n%s" },
	{ "A new key, %s. Choose a passphrase:\n",
	    "Een nieuwe sleutel, %s. Kies een wachtwoordzin:\n" },
	{ "Touch your security key when it blinks.\n",
	    "Raak uw beveiligingssleutel aan zodra die knippert.\n" },
	{ "ssh-keygen made no key", "ssh-keygen heeft geen sleutel gemaakt" },
	{ "put the security key in, and run it again:",
	    "steek de beveiligingssleutel in de computer, en probeer het opnieuw:" },
	{ "run it again for a key in another file:",
	    "probeer het opnieuw, met een sleutel in een ander bestand:" },
	{ "in the agent", "in de agent" },
	{ "the agent holds several keys", "de agent heeft meer dan een sleutel" },
	{ "the agent does not hold that key", "de agent heeft die sleutel niet" },
	{ "there is no agent that holds a key to sign with",
	    "er is geen agent met een sleutel om mee te ondertekenen" },
	{ "put your key into the agent:\nssh-add", "geef uw sleutel aan de agent:\nssh-add" },
	{ "name one of those above, such as:\n%s",
	    "noem een van de sleutels hierboven, zoals:\n%s" },
	{ "Keys to sign with:\n", "Sleutels om mee te ondertekenen:\n" },
	{ "Which one? [1]", "Welke? [1]" },
	{ "there is no such key", "die sleutel staat er niet bij" },
	{ "git signs with %s (%s) now. Sign with %s from now on?",
	    "git ondertekent nu met %s (%s). Voortaan ondertekenen met %s?" },
	{ "git signs with %s now, and that stays", "git ondertekent nu met %s, en dat blijft zo" },
	{ "to replace it:\n%s", "om die te vervangen:\n%s" },
	{ "git could not sign with that key", "git kon met die sleutel niet ondertekenen" },
	{ "what git signed does not verify", "wat git ondertekende, klopt bij controle niet" },
	{ "no temporary folder can be made", "er kan geen tijdelijke map gemaakt worden" },
	{ "git 2.34 or later and OpenSSH 8.2 or later are needed; see:\ngit --version; ssh -V",
	    "git 2.34 of later en OpenSSH 8.2 of later zijn nodig; zie:\ngit --version; ssh -V" },
	{ "git could not set %s", "git kon %s niet instellen" },
	{ "%s signs with %s; a test signature was made and verified.\nFingerprint: %s\n",
	    "%s ondertekent met %s; een proefhandtekening is gezet en gecontroleerd.\n"
	    "Vingerafdruk: %s\n" },
	{ "Send this one line to the administrator of the server, who will ask you for the "
	  "fingerprint:\n\n",
	    "Stuur deze ene regel naar de beheerder van de server, die u naar de vingerafdruk zal "
	    "vragen:\n\n" },
	{ "\nThe administrator takes it in with: git sluis people add. Then, with the URL and the "
	  "id that you are sent:\n  git sluis sign URL ID\n",
	    "\nDe beheerder neemt u op met: git sluis people add. Daarna, met de URL en het id die "
	    "u toegestuurd krijgt:\n  git sluis sign URL ID\n" },

	{ "id", "id" },
	{ "email", "e-mailadres" },
	{ "name", "naam" },
	{ "the %s is no value of a policy: %s", "het %s kan zo niet in een beleid: %s" },
	{ "a ';' after a blank starts a comment in a policy",
	    "een ';' na een spatie begint in een beleid een opmerking" },
	{ "no name stands at its end", "aan het eind staat geen naam" },
	{ "it is longer than 8192 bytes", "hij is langer dan 8192 bytes" },
	{ "it does not begin with sluis-person", "hij begint niet met sluis-person" },

	{ "%s (%s, line %u of policy.ini)", "%s (%s, regel %u van policy.ini)" },
	{ "the address %s is that of %s", "het adres %s is dat van %s" },
	{ "if that is who sent the line, they send another one:\ngit sluis setup --id %s",
	    "is dat wie de regel stuurde, dan stuurt diegene een andere:\ngit sluis setup --id "
	    "%s" },
	{ "the login %s is that of %s", "de login %s is die van %s" },
	{ "the id %s is that of %s, who has another address",
	    "het id %s is dat van %s, met een ander adres" },
	{ "the person sends a line with another id:\ngit sluis setup --id ID",
	    "de persoon stuurt een regel met een ander id:\ngit sluis setup --id ID" },
	{ "the policy has %s already", "het beleid heeft %s al" },
	{ "if that is who sent the line, this adds their key:\n%s",
	    "is dat wie de regel stuurde, dan voegt dit de sleutel toe:\n%s" },
	{ "the policy has no person '%s' yet", "het beleid heeft nog geen persoon '%s'" },
	{ "without --known, the person is added too", "zonder --known komt de persoon er ook bij" },
	{ "the key %s is that of %s (line %u of allowed_signers)",
	    "de sleutel %s is die van %s (regel %u van allowed_signers)" },
	{ "the person makes a key of their own:\ngit sluis setup --key FILE",
	    "de persoon maakt een eigen sleutel:\ngit sluis setup --key FILE" },
	{ "the key %s is in revoked_keys", "de sleutel %s staat in revoked_keys" },
	{ "the policy has no role '%s'", "het beleid heeft geen rol '%s'" },
	{ "choose one of:\ngrep '^.role' %s/policy.ini",
	    "kies er een uit:\ngrep '^.role' %s/policy.ini" },
	{ "the policy has no version", "het beleid heeft geen versie" },
	{ "the policy would not read as it was meant",
	    "het beleid zou niet zeggen wat de bedoeling is" },

	{ "The line that the person sent, and then Ctrl-D:\n",
	    "De regel die de persoon stuurde, en daarna Ctrl-D:\n" },
	{ "this is no line of git sluis setup: %s", "dit is geen regel van git sluis setup: %s" },
	{ "the person runs it again, and sends the line that begins with sluis-person:\ngit sluis "
	  "setup",
	    "de persoon geeft die opdracht opnieuw, en stuurt de regel die met sluis-person "
	    "begint:\ngit sluis setup" },
	{ "this policy knows who pushes by a login, and a line does not bring one",
	    "dit beleid herkent wie pusht aan een login, en die staat niet in de regel" },
	{ "add --login LOGIN: the name that the person has there",
	    "geef --login LOGIN erbij: de naam die de persoon daar heeft" },
	{ "\nAsk %s for the fingerprint of their key, in person or by telephone:\n  %s\n",
	    "\nVraag %s naar de vingerafdruk van de sleutel, in persoon of per telefoon:\n  %s\n" },
	{ "They have no role yet. To give them one:\n  git sluis people add %s --known --role ROLE "
	  "%s\n",
	    "Er is nog geen rol bij. Zo komt die erbij:\n  git sluis people add %s --known --role "
	    "ROL %s\n" },
	{ "The version is still %s. If that one was installed, give this one another in "
	  "%s/policy.ini first.\n",
	    "De versie is nog %s. Is die al geinstalleerd, geef deze dan eerst een andere in "
	    "%s/policy.ini.\n" },
	{ "To put it in force, with your repositories in place of REPO.git:\n"
	  "  ./install.sh --policy %s --reason %s REPO.git\n",
	    "Om het van kracht te maken, met uw repositories in plaats van REPO.git:\n"
	    "  ./install.sh --policy %s --reason %s REPO.git\n" },
	{ "%s joins, as %s", "%s komt erbij, als %s" },
	{ "%s joins", "%s komt erbij" },
	{ "So the policy would be, with this person in it: nothing was written.\n",
	    "Zo zou het beleid zijn met deze persoon erin: er is niets geschreven.\n" },
	{ "nothing was written", "er is niets geschreven" },
};

const struct sayings say_setup = { list, sizeof(list) / sizeof(list[0]) };
