/*
 * policy_check_sftp: each result server stands there once, and a machine answers for it (norm CH.06
 * criterion 6).
 */
#include <string.h>
#include <strings.h>

#include "escape.h"
#include "policy_check.h"
#include "policy_reading.h"

static void
check_host(const struct policy_checking *c, const struct sftp_host *h)
{
	const char *title = policy_title(c->arena, "sftp", h->host);

	if (h->service != NULL && h->service->id != NULL && !h->service->service)
		ini_problem(c->arena, c->problems, h->line,
		    "%s has %s as its 'service'; a person brings records in under the own name, in "
		    "the evidence",
		    title, policy_who(c->arena, h->service));
	for (const struct sftp_host *o = c->policy->sftp; o < h; o++)
		if (strcasecmp(o->host, h->host) == 0 && strcmp(o->host, h->host) != 0)
			ini_problem(c->arena, c->problems, h->line,
			    "%s is the host of %s on line %u: case does not matter", title,
			    policy_title(c->arena, "sftp", o->host), o->line);
}

void
policy_check_sftp(const struct policy_checking *c)
{
	for (size_t i = 0; i < c->policy->nsftp; i++)
		check_host(c, &c->policy->sftp[i]);
}
