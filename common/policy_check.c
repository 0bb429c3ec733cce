#include "policy_check.h"

#include <string.h>

#include "policy_reading.h"

const char *
policy_who(struct arena *a, const struct person *who)
{
	return policy_title(
	    a, policy_sections[who->service ? KIND_SERVICE : KIND_PERSON].kind, who->id);
}

const struct environment *
policy_root(const struct policy *p, const struct environment *env)
{
	for (size_t i = 0; i < p->nenvironments; i++) {
		if (env->from == NULL)
			return env;
		env = env->from;
	}
	return NULL;
}

void
policy_unmark(const struct policy_checking *c)
{
	memset(c->marks, 0, c->policy->npersons * sizeof(*c->marks));
}

bool
policy_mark(const struct policy_checking *c, const struct person *who)
{
	bool *mark = &c->marks[who - c->policy->persons], fresh = !*mark;

	*mark = true;
	return fresh;
}

static int64_t
latest(int64_t a, int64_t b, int64_t c)
{
	return a > b ? (a > c ? a : c) : (b > c ? b : c);
}

bool
policy_lasts(const struct policy_checking *c, const struct member *a, const struct member *b)
{
	const struct period *there = &b->person->there;
	int64_t start = latest(a->period.from, b->period.from, latest(there->from, c->now, c->now));

	return start <= a->period.until && start <= b->period.until && start <= there->until;
}

int
policy_check(struct arena *a, const struct policy *p, int64_t now, struct ini_problems *problems)
{
	struct policy_checking c = { a, p, now, problems,
		arena_array(a, p->npersons, sizeof(bool)) };

	if (c.marks == NULL)
		return -1;
	policy_check_people(&c);
	policy_check_environments(&c);
	policy_check_signoffs(&c);
	policy_check_sftp(&c);
	return a->exhausted ? -1 : 0;
}
