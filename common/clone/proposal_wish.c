/* What somebody wishes of a promotion, and what the dossier and its sign-offs say where they do
 * not. */
#include "clone/proposal.h"

bool proposal_wish_exceptional(const struct proposal_wish *w)
{
	return w->emergency != NULL || w->rolls_back_to != NULL || w->nreviews > 0;
}

const char *proposal_wish_options(struct arena *a, const struct proposal_wish *w)
{
	const char *const each[][2] = { { "environment", w->environment },
		{ "candidate", w->candidate }, { "emergency", w->emergency },
		{ "rolls-back-to", w->rolls_back_to } };
	const char *text = "";

	for (size_t i = 0; i < sizeof(each) / sizeof(each[0]); i++)
		if (each[i][1] != NULL)
			text = arena_printf(
			    a, "%s --%s %s", text, each[i][0], shellword(a, each[i][1]));
	for (size_t i = 0; i < w->nreviews; i++)
		text =
		    arena_printf(a, "%s --reviews-emergency %s", text, shellword(a, w->reviews[i]));
	return text != NULL ? text : "";
}

static void wish_as_signed(
    struct gate *g, const struct signed_signoffs *givens, struct proposal_wish *wish)
{
	const struct signed_signoff *newest = NULL;
	char hex[OID_HEX + 1];

	for (size_t i = 0; i < givens->n; i++) {
		const struct signed_signoff *gv = &givens->list[i];

		if (gv->latest && gv->unreadable.kind == ERROR_NONE && gv->valid.is != FACT_NO &&
		    gv->tag.decision == DECISION_APPROVE &&
		    (newest == NULL || gv->tag.at > newest->tag.at))
			newest = gv;
	}
	if (newest == NULL)
		return;
	wish->reviews = newest->tag.reviews;
	wish->nreviews = newest->tag.nreviews;
	if (newest->tag.kind == NULL)
		return;
	if (strncmp(newest->tag.kind, EMERGENCY_WORD, strlen(EMERGENCY_WORD)) == 0)
		wish->emergency = newest->tag.kind + strlen(EMERGENCY_WORD);
	else
		wish->rolls_back_to = arena_strdup(
		    &g->arena, git_oid_tostr(hex, sizeof(hex), &newest->tag.candidate));
}

int proposal_wish_complete(struct gate *g, const struct dossier *d,
    const struct signed_signoffs *givens, struct proposal_wish *wish, struct error *e)
{
	const struct intent *said = &d->intent;

	if (d->intent_malformed.kind != ERROR_NONE) {
		*e = d->intent_malformed;
		return -1;
	}
	if (said->closed != NULL) {
		error_set(
		    e, ERROR_ABSENT, "%s is closed: %s", wish->id, escape(&g->arena, said->closed));
		return error_mend(e, "git sluis close %s --reopen", shellword(&g->arena, wish->id));
	}
	if (proposal_wish_exceptional(wish))
		return 0;
	wish->emergency = said->emergency;
	wish->rolls_back_to = said->rolls_back_to;
	if (givens != NULL && !proposal_wish_exceptional(wish))
		wish_as_signed(g, givens, wish);
	return 0;
}
