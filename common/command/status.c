/*
 * git sluis status [ID]: how far a promotion is, or all that are under way.
 */
#include "command/command.h"
#include "clone/status.h"

struct request {
	struct proposal_wish wish;
	const char *reviews[COMMAND_REVIEWS_MAX];
	bool json;
	bool any; /* one is under way */
};

static int exit_code(const struct status *s)
{
	return s->done != NULL || s->closed != NULL ? 0 : verdict_exit_code(s->verdict);
}

static int print_one(struct session *se, const struct request *q, struct error *e)
{
	struct jsonw j = { .out = stdout, .format = "status-1", .lines = true };
	struct status s;
	int rc;

	if (status_find(se, &q->wish, &s, e) < 0 && s.closed == NULL)
		return -1;
	if ((rc = session_settle(se, e)) < 0)
		return rc;
	if (q->json)
		status_print_json(se, &s, &j);
	else
		status_print(se, &s, stdout);
	return exit_code(&s);
}

/* One that cannot be judged is named, and the others are still shown. */
static int print_each(struct session *se, struct request *q, const char *id, struct jsonw *j)
{
	struct proposal_wish wish = q->wish;
	struct error why = { 0 };
	struct status s;

	wish.id = id;
	if (status_find(se, &wish, &s, &why) < 0 && s.closed == NULL) {
		fprintf(stderr, "sluis: %s: %s\n", escape(&se->gate.arena, id), why.text);
		return 2;
	}
	if (s.closed != NULL || (s.done != NULL && s.nnext == 0))
		return 0;
	q->any = true;
	if (q->json)
		status_print_json(se, &s, j);
	else
		status_print_short(se, &s, stdout);
	return 0;
}

/* Every dossier whose promotion is not there yet, or of which the deployment is to be recorded. */
static int print_all(struct session *se, struct request *q, struct error *e)
{
	struct gate *g = &se->gate;
	struct jsonw j = { .out = stdout, .format = "status-1", .lines = true };
	const char *const *ids;
	size_t n;
	int rc = session_settle(se, e);

	if (rc < 0)
		return rc;
	if (dossier_list(&g->arena, &g->repo, &g->file.policy, &ids, &n, e) < 0)
		return -1;
	if (q->json) {
		jsonw_open_object(&j, NULL);
		jsonw_open_array(&j, "promotions");
	}
	for (size_t i = 0; i < n; i++)
		if (print_each(se, q, ids[i], &j) != 0)
			rc = 2;
	if (q->json) {
		jsonw_close(&j);
		jsonw_close(&j);
	} else if (!q->any && rc == 0) {
		fputs(say("nothing is under way\n"), stdout);
	}
	return rc;
}

static int print(struct session *se, void *request, struct error *e)
{
	struct request q = *(const struct request *)request;

	q.wish.candidate = session_resolve(se, q.wish.candidate);
	q.wish.rolls_back_to = session_resolve(se, q.wish.rolls_back_to);
	return q.wish.id != NULL ? print_one(se, &q, e) : print_all(se, &q, e);
}

/* A URL or a path, which no id can be. */
static bool is_url(const char *word)
{
	return strchr(word, ':') != NULL || *word == '/' || begins_with(word, "./") ||
	    begins_with(word, "../");
}

int command_status(const struct options *o)
{
	bool elsewhere = o->nrest == 2 || (o->nrest == 1 && is_url(o->rest[0]));
	struct request q = { .json = options_json(o) };

	if (command_wish(o, q.reviews, &q.wish) < 0 || o->nrest > 2 ||
	    (elsewhere && options_have(o, OPT_REMOTE)))
		return command_usage(o);
	if (elsewhere && o->nrest == 1)
		q.wish.id = NULL;
	if (q.wish.id == NULL && proposal_wish_exceptional(&q.wish))
		return command_usage(o);
	return command_ahead(o, q.wish.id, print, &q);
}
