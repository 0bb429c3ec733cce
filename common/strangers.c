#include "strangers.h"

#include <string.h>

#include "commit.h"
#include "escape.h"
#include "history.h"
#include "say.h"

struct search {
	struct arena *arena;
	const struct policy *policy;
	const struct person *pusher;
	struct strangers *out;
};

static int
look_at(void *ctx, const struct commit *c, struct error *e)
{
	struct search *s = ctx;
	const struct person *who;

	(void)e;
	who = c->committer != NULL ?
	    policy_person_by_email(s->policy, c->committer, strlen(c->committer)) :
	    NULL;
	if (who != NULL && who == s->pusher)
		return 0;
	if (s->out->n < STRANGERS_MAX)
		s->out->list[s->out->n] = (struct stranger){ commit_title(s->arena, c),
			c->committer != NULL ? escape(s->arena, c->committer) :
			                       say("(no readable address)") };
	s->out->n++;
	return 0;
}

void
strangers_gather(struct arena *a, const struct repo *r, const struct policy *p,
    const struct person *pusher, const git_oid *tip, const git_oid *hidden, size_t nhidden,
    struct strangers *out)
{
	struct search s = { a, p, pusher, out };

	memset(out, 0, sizeof(*out));
	out->asked = true;
	out->complete = history_range(a, r, tip, hidden, nhidden, look_at, &s, &out->why) == 0;
}
