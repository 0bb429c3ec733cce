#include "clone/able.h"

#include "base/escape.h"

#define NAMES_MAX 4

const struct contribution *able_made(
    struct session *se, struct contributors *makers, const struct person *who)
{
	struct gate *g = &se->gate;

	contributors_settle(&g->arena, &g->repo, &g->file.policy, who, makers);
	return contributors_find(makers, who);
}

struct people able_others(
    struct session *se, const struct role *const *roles, size_t n, struct contributors *makers)
{
	struct gate *g = &se->gate;
	struct people out = { 0 };

	if (makers != NULL)
		contributors_settle_all(&g->arena, &g->repo, &g->file.policy, makers);
	contributors_others(&g->arena, &g->file.policy, roles, n, g->now, makers, &out);
	return out;
}

int able_mend(struct session *se, const struct people *who, const char *command, struct error *e)
{
	if (who->n == 0)
		return error_mend(e,
		    "nobody who may do it is left: the administrator gives somebody else the role");
	return error_mend(e, "%s can:\n%s", people_names(&se->gate.arena, who, NAMES_MAX), command);
}

int able_to_bring(
    struct session *se, struct contributors *makers, const char *command, struct error *e)
{
	const struct policy *p = &se->gate.file.policy;
	struct people others;

	if (p->nevidence_push == 0 ||
	    roles_have(p->evidence_push, p->nevidence_push, se->me, se->gate.now))
		return 0;
	error_set(e, ERROR_MALFORMED, "%s may not push to %s",
	    person_shown(&se->gate.arena, se->me), escape(&se->gate.arena, p->evidence_ref));
	others = able_others(se, p->evidence_push, p->nevidence_push, makers);
	return able_mend(se, &others, command, e);
}
