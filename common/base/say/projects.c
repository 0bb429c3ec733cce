/* base/say/projects: policies by project, and many repositories, in both languages side by side. */
#include "base/base.h"

static const struct saying list[] = {
	{ "there is no policy for the project %s: %s is not there",
	    "er is geen beleid voor het project %s: %s is er niet" },
	{ "the administrator puts it there, with your folder in place of my-policy:\n"
	  "install -D -m 644 -t /etc/sluis/projects/%s my-policy/*",
	    "de beheerder zet het daar neer, met uw eigen map in plaats van my-policy:\n"
	    "install -D -m 644 -t /etc/sluis/projects/%s my-policy/*" },
	{ "GitLab does not say which project this is: %s is not set",
	    "GitLab zegt niet om welk project het gaat: %s is niet gezet" },
	{ "%s is no path of a project: '%s'", "%s is geen pad van een project: '%s'" },
	{ "push through GitLab; by hand, set it as GitLab does: group/project",
	    "push via GitLab; zet hem met de hand zoals GitLab dat doet: groep/project" },
	{ "'include' takes the path of a file, from / on, or the name of one beside the policy: "
	  "'%s'",
	    "bij 'include' hoort het pad van een bestand, vanaf /, of de naam van een bestand "
	    "naast het beleid: '%s'" },
	{ "policy.ini of %s includes %s, which is not in it",
	    "policy.ini van %s voegt %s in, en dat staat er niet in" },
	{ "the common part that 'include' names is read in a folder of the server alone",
	    "het gemeenschappelijke deel dat 'include' noemt, wordt alleen in een map op de server "
	    "gelezen" },
	{ "%s has a common part, %s, and people may be in either",
	    "%s heeft een gemeenschappelijk deel, %s, en mensen kunnen in beide staan" },
	{ "write [person], member and key into the right one, and then run:\n"
	  "git sluis policy --lint %s",
	    "zet [person], member en sleutel in het juiste bestand, en voer dan uit:\n"
	    "git sluis policy --lint %s" },
};

const struct sayings say_projects = { list, sizeof(list) / sizeof(list[0]) };
