/*
 * base/say/witness: what is said of a witness of the audit, in both languages side by side
 * (base/say/say.h).
 */
#include "base/say/say.h"

static const struct saying list[] = {
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
	{ "a note that the witness's log had the last time is not in it: that log was "
	  "rewritten or rewound",
	    "een aantekening die de vorige keer in het logboek van de getuige stond, staat er"
	    " niet meer in: dat logboek is herschreven of teruggezet" },
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
	{ "witnessed up to %s by %s at %s (key %s); entries after that: %zu; notes since "
	  "%s: %zu, the longest time without one %lld hours from %s",
	    "getuigd tot en met %s door %s op %s (sleutel %s); vermeldingen daarna: %zu; "
	    "aantekeningen sinds %s: %zu, de langste tijd zonder %lld uur vanaf %s" },
};

const struct sayings say_witness = { list, sizeof(list) / sizeof(list[0]) };
