#include "policy_warn.h"

#include <stdbool.h>

#include "escape.h"

/* Persons who could give this sign-off today, each once. */
static unsigned
signers(const struct signoff *so, int64_t now)
{
	unsigned n = 0;

	for (size_t i = 0; i < so->role->nmembers; i++) {
		const struct person *who = so->role->members[i].person;
		bool before = false;

		for (size_t k = 0; k < i; k++)
			before = before || so->role->members[k].person == who;
		if (!before && !who->service && role_has(so->role, who, now))
			n++;
	}
	return n;
}

int
policy_warn(struct arena *a, const struct policy *p, const char *file, int64_t now, FILE *out)
{
	for (size_t i = 0; i < p->nsignoffs; i++) {
		const struct signoff *so = &p->signoffs[i];

		if (signers(so, now) > so->count)
			continue;
		if (so->count == 1)
			fprintf(out,
			    "%s:%u: warning: sign-off '%s' hangs on %s alone: name a deputy\n",
			    file, so->line, escape(a, so->id), role_names(a, so->role, now, 1));
		else
			fprintf(out,
			    "%s:%u: warning: sign-off '%s' needs everyone of role '%s': name a "
			    "deputy\n",
			    file, so->line, escape(a, so->id), escape(a, so->role->id));
	}
	return 0;
}
