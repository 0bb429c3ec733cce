#include "rollback.h"

#include <string.h>

#include "history.h"
#include "oid.h"

void
rollback_gather(struct arena *a, const struct repo *r, const char *word, const git_oid *base,
    struct rollback *out)
{
	memset(out, 0, sizeof(*out));
	if (oid_parse(word, strlen(word), &out->to) < 0)
		return;
	out->named = true;
	history_was_state(a, r, base, &out->to, &out->was_state);
	if (out->was_state.is == FACT_YES &&
	    commit_load(a, r, &out->to, &out->target, &out->was_state.why) < 0)
		out->was_state.is = FACT_UNKNOWN;
}

bool
rollback_brings(const struct rollback *rb, const git_oid *candidate)
{
	return git_oid_equal(candidate, &rb->to) ||
	    (rb->target.nparents == 2 && git_oid_equal(candidate, &rb->target.parents[1]));
}
