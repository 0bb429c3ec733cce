/*
 * base/say/accept: what a manual tester is asked and told, in both languages side by side
 * (base/say/say.h).
 */
#include "base/say/say.h"

static const struct saying list[] = {
	{ "%s %s %s, and nobody tests what they made",
	    "%s is %s van %s, en niemand test eigen werk" },
	{ "%s may not push to %s", "%s mag niet naar %s pushen" },
	{ "complete them, before the test:\ngit sluis start %s --criterion TEXT",
	    "vul ze aan, voor de test:\ngit sluis start %s --criterion TEKST" },
	{ "the plan of %s is about %.7s, and %s shows %s now",
	    "het plan van %s gaat over %.7s, en op %s staat nu %s" },
	{ "plan it for what is there now, or test the older one where it runs:\ngit sluis accept "
	  "%s --candidate %.7s",
	    "plan opnieuw voor wat er nu staat, of test de oudere waar die draait:\ngit sluis "
	    "accept %s --candidate %.7s" },
	{ "  one line, of at most 150 bytes, without ' ;'",
	    "  een regel, van hoogstens 150 bytes, zonder ' ;'" },
	{ "outcome (pass, fail or waived)", "uitkomst (goed, fout of vrijgesteld)" },
	{ "  pass, fail or waived", "  goed, fout of vrijgesteld" },
	{ "waived by (their id)", "vrijgesteld door (hun id)" },
	{ "the policy has no person of that id; git sluis roles shows them",
	    "het beleid kent niemand met dat id; git sluis roles toont ze" },
	{ "someone other than the tester, and not a machine",
	    "iemand anders dan de tester, en geen machine" },
	{ "log file (empty: what was seen is the log)",
	    "logbestand (leeg: wat is gezien is het logboek)" },
	{ "what was seen", "wat is gezien" },
	{ "reason", "reden" },
	{ "fail", "fout" },
	{ "waived", "vrijgesteld" },
	{ "  (not required)", "  (niet verplicht)" },
	{ ", by ", ", door " },
	{ "start over:\nrm %s", "begin opnieuw:\nrm %s" },
	{ "note: the answers kept from before are about another candidate (%.7s), other criteria "
	  "or another tester, and do not count\n",
	    "let op: de eerder bewaarde antwoorden gaan over een andere kandidaat (%.7s), andere "
	    "criteria of een andere tester, en tellen niet\n" },
	{ "your earlier answers are kept; to start over: rm %s\n",
	    "uw eerdere antwoorden zijn bewaard; opnieuw beginnen: rm %s\n" },
	{ "%s is not as it was when '%s' was answered",
	    "%s is niet meer zoals het was toen '%s' werd beantwoord" },
	{ "test of %s: candidate %.7s on %s, by %s\n",
	    "test van %s: kandidaat %.7s op %s, door %s\n" },
	{ "your answers are kept; to go on: git sluis accept %s\n",
	    "uw antwoorden zijn bewaard; verdergaan: git sluis accept %s\n" },
	{ "\nverdict: %s\n", "\noordeel: %s\n" },
	{ "[(--junit FILE |", "[(--junit BESTAND |" },
};

const struct sayings say_accept = { list, sizeof(list) / sizeof(list[0]) };
