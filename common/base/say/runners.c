/*
 * base/say/runners: files of test runners, in both languages side by side (base/say/say.h).
 */
#include "base/say/say.h"

static const struct saying list[] = {
	{ "    failed: %s\n", "    mislukt: %s\n" },
	{ "it is %s, whose signature is not verified here; link the statement in it: jq -r %s "
	  "FILE | base64 -d",
	    "het is %s, waarvan de handtekening hier niet wordt getoetst; verwijs naar de "
	    "verklaring erin: jq -r %s FILE | base64 -d" },
	{ "an envelope", "een envelop" },
	{ "a sigstore bundle", "een sigstore-bundel" },
	{ "a list of GitHub attestations", "een lijst van GitHub-attestaties" },
};

const struct sayings say_runners = { list, sizeof(list) / sizeof(list[0]) };
