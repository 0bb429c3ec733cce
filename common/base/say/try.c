/*
 * base/say/try: what is said of a policy that is tried, in both languages side by side
 * (base/say/say.h).
 */
#include "base/base.h"

static const struct saying list[] = {
	{ "policy %s on %s: the newest %d steps of each ref that it guards; nothing is written "
	  "there\n",
	    "beleid %s op %s: de nieuwste %d stappen van elke ref die het bewaakt; er wordt daar "
	    "niets geschreven\n" },
	{ "\n%s, the environment %s: of %zu steps it would refuse %zu, and could not decide %zu\n",
	    "\n%s, de omgeving %s: van %zu stappen zou het er %zu weigeren, en over %zu niet "
	    "kunnen beslissen\n" },
	{ "\n%s, the environment %s: no step is tried, since nothing tells what one fast-forward "
	  "brought, and who pushed it\n",
	    "\n%s, de omgeving %s: geen stap geprobeerd, want nergens staat wat een fast-forward "
	    "bracht en wie hem pushte\n" },
	{ " (could not be decided)", " (niet te beslissen)" },
	{ "  could not be judged: ", "  niet te beoordelen: " },
	{ "  the newest of them, in full:\n       %s\n",
	    "  de nieuwste daarvan, met alles wat er ontbreekt:\n       %s\n" },
	{ "\nleft out, refs of a pattern beyond its first %d: %zu\n",
	    "\nweggelaten, refs van een patroon na de eerste %d: %zu\n" },
	{ "\nnot there, so that nothing can be tried on it: %s\n",
	    "\nniet aanwezig, zodat daar niets te proberen is: %s\n" },
	{ "\nnot listed in the policy, in commits and merges (give each to a person or service, "
	  "with email = ADDRESS):",
	    "\nniet in het beleid, in commits en merges (geef elk aan een persoon of dienst, met "
	    "email = ADRES):" },
	{ "\nwho made this, in commits and merges:", "\nwie dit maakten, in commits en merges:" },
	{ "  %4zu %4zu  %s, such as %s\n", "  %4zu %4zu  %s, zoals %s\n" },
	{ "  and %zu more (--format json has them)\n", "  en nog %zu (--format json toont ze)\n" },
	{ "\nleft out, commits by others than the first %d people: %zu\n",
	    "\nweggelaten, commits van anderen dan de eerste %d mensen: %zu\n" },
	{ "whether it fits a repository: %s\n", "of het bij een repository past: %s\n" },
	{ "what it would have said to what that repository has",
	    "wat het had gezegd van wat die repository heeft" },
};

const struct sayings say_try = { list, sizeof(list) / sizeof(list[0]) };
