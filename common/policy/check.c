/*
 * policy/check: does a policy make sense, and what in it will hurt one day?
 *
 * A policy that cannot be met, or that promises what would never be asked, is wrong before the
 * first push. A sound one stays sound as time goes by: that somebody left is for the rules to
 * judge, push by push. The policy may have other problems already: what could not be resolved is
 * skipped.
 */
#include "policy/policy_internal.h"

int policy_check(
    struct arena *a, const struct policy *p, int64_t now, struct ini_problems *problems)
{
	struct policy_checking c = { a, p, now, problems,
		arena_array(a, p->npersons, sizeof(bool)) };

	if (c.marks == NULL)
		return -1;
	policy_check_people(&c);
	policy_check_environments(&c);
	policy_check_signoffs(&c);
	return a->exhausted ? -1 : 0;
}

/* Persons who could give this sign-off today, each once. */
static unsigned signers(const struct signoff *so, int64_t now)
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

int policy_warn(
    struct arena *a, const struct policy *p, const struct policy_place *at, int64_t now, FILE *out)
{
	struct policy_unseparated u;

	for (size_t i = 0; policy_unseparated(p, now, &i, &u);)
		fprintf(out, say("%s: warning: separation of duties is switched off: %s\n"),
		    at->file, policy_unseparated_line(a, &u));
	for (size_t i = 0; i < p->nsignoffs; i++) {
		const struct signoff *so = &p->signoffs[i];
		bool common = at->common != NULL && so->line > at->lines;
		const char *file = common ? at->common : at->file;
		unsigned line = common ? so->line - at->lines : so->line;

		if (signers(so, now) > so->count)
			continue;
		if (so->count == 1)
			fprintf(out,
			    say("%s:%u: warning: sign-off '%s' hangs on %s alone: name a deputy\n"),
			    file, line, escape(a, so->id), role_names(a, so->role, now, 1));
		else
			fprintf(out,
			    say("%s:%u: warning: sign-off '%s' needs everyone of role '%s': name a "
			        "deputy\n"),
			    file, line, escape(a, so->id), escape(a, so->role->id));
	}
	return 0;
}
