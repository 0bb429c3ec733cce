/*
 * base/say/runners: files of test runners and where they lie, in both languages side by side
 * (base/say/say.h).
 */
#include "base/say/say.h"

static const struct saying list[] = {
	{ "    failed: %s\n", "    mislukt: %s\n" },
	{ "it is %s, whose signature is not verified here; link the statement in it: jq -r %s "
	  "FILE | base64 -d",
	    "het is %s, waarvan de handtekening hier niet wordt getoetst; verwijs naar de "
	    "verklaring erin: jq -r %s FILE | base64 -d" },
	{ "the administrator of the server looks at %s",
	    "de beheerder van de server kijkt naar %s" },
	{ "%s has an RSA host key alone in %s, and libssh2 %s, by which it is read, does not "
	  "verify its signatures",
	    "%s heeft in %s alleen een RSA-hostsleutel, en libssh2 %s, waarmee gelezen wordt, kan "
	    "de handtekeningen daarvan niet toetsen" },
	{ "the administrator of %s gives it an Ed25519 host key (ssh-keygen -A); that of the "
	  "server adds it there (ssh-keyscan -p %u %s shows it)",
	    "de beheerder van %s geeft die een Ed25519-hostsleutel (ssh-keygen -A); die van de "
	    "server zet hem erbij (ssh-keyscan -p %u %s toont hem)" },
	{ "an envelope", "een envelop" },
	{ "a sigstore bundle", "een sigstore-bundel" },
	{ "a list of GitHub attestations", "een lijst van GitHub-attestaties" },
};

const struct sayings say_runners = { list, sizeof(list) / sizeof(list[0]) };
