/*
 * git sluis close ID: puts a promotion away that will not go over. It is a word in its dossier for
 * those who look (git sluis status); no rule reads it.
 */
#include "clone/able.h"
#include "clone/draft.h"
#include "clone/promoted.h"
#include "command/command.h"

struct request {
	const char *id, *reason; /* NULL: it is reopened */
};

/* Has anybody begun it, or signed it? */
static int check_there(struct session *se, const char *id, struct error *e)
{
	struct gate *g = &se->gate;
	const char *const *ids;
	size_t n;

	if (dossier_list(&g->arena, &g->repo, &g->file.policy, &ids, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (strcmp(ids[i], id) == 0)
			return 0;
	error_set(e, ERROR_ABSENT, "nothing is under way as %s", escape(&g->arena, id));
	return error_mend(e, "git sluis status");
}

static int check_open(struct session *se, const char *id, const struct dossier *d, struct error *e)
{
	const struct proposal_wish wish = { .id = id };
	const struct environment *env = proposal_environment(&se->gate, &wish, d, e);
	struct error why = { 0 };
	struct commit merge;

	if (env == NULL)
		return -1;
	if (promoted_find(&se->gate, id, env->id, &merge, &why) == 0)
		return error_set(e, ERROR_ABSENT, "%s went over with %s: it is not closed any more",
		    escape(&se->gate.arena, id), commit_title(&se->gate.arena, &merge));
	return why.kind == ERROR_ABSENT ? 0 : error_copy(e, &why);
}

static int write_intent(struct session *se, const char *id, const struct intent *said,
    const char *title, struct error *e)
{
	struct arena *a = &se->arena;
	const char *text = draft_intent(a, said);
	struct evidence_branch b;
	int rc = evidence_branch_open(&b, se, e);

	if (rc == 0 && text == NULL)
		rc = error_memory(e);
	if (rc == 0)
		rc = evidence_branch_add(
		    &b, arena_printf(a, "%s/" DOSSIER_INTENT, id), text, strlen(text), e);
	if (rc == 0)
		rc = evidence_branch_commit(&b, arena_printf(a, "%s %s", title, id), e);
	if (rc == 0)
		rc = evidence_branch_send(&b);
	evidence_branch_close(&b);
	return rc;
}

static int close_it(struct session *se, void *request, struct error *e)
{
	const struct request *q = request;
	struct gate *g = &se->gate;
	struct dossier d;
	bool reopen = q->reason == NULL;
	int rc;

	if (session_person(se, e) == NULL ||
	    dossier_read(&g->arena, &g->repo, &g->file.policy, q->id, &d, e) < 0 ||
	    check_there(se, q->id, e) < 0 || check_open(se, q->id, &d, e) < 0 ||
	    able_to_bring(se, NULL,
	        arena_printf(&g->arena, "git sluis close %s%s", shellword(&g->arena, q->id),
	            reopen ? " --reopen" : ""),
	        e) < 0)
		return -1;
	if (reopen && d.intent.closed == NULL && d.intent_malformed.kind == ERROR_NONE) {
		printf(say("%s is open\n"), q->id);
		return 0;
	}
	d.intent.closed = q->reason; /* of one that is malformed nothing else is known */
	rc = write_intent(se, q->id, &d.intent, reopen ? "Reopen" : "Close", e);
	if (rc != 0)
		return rc;
	if (reopen)
		printf(
		    say("%s is open again: git sluis status %s\n"), q->id, session_id(se, q->id));
	else
		printf(say("%s is closed; to reopen it: git sluis close %s --reopen\n"), q->id,
		    session_id(se, q->id));
	return 0;
}

int command_close(const struct options *o)
{
	struct request q = { .id = o->nrest == 2 ? o->rest[1] : o->rest[0],
		.reason = o->value[OPT_REASON] };

	if (!command_names_one(o) || (q.reason != NULL && options_have(o, OPT_REOPEN)) ||
	    (q.reason != NULL && !draft_value_fits(q.reason)))
		return command_usage(o);
	if (q.reason == NULL && !options_have(o, OPT_REOPEN))
		q.reason = say("no reason was given");
	return command_about(o, q.id, close_it, &q);
}
