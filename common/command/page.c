/*
 * git sluis page ID: what is signed, in plain words, as a page or as a text for a mail.
 */
#include "clone/promoted.h"
#include "clone/sheet.h"
#include "command/command.h"

struct request {
	struct proposal_wish wish;
	const char *reviews[COMMAND_REVIEWS_MAX];
	const char *language;
	bool text;
};

static void add_acts(struct session *se, const struct status *s, struct sheet *t)
{
	/* The reader has no clone. */
	const char *url = clone_public_url(t->arena, se->mirror.url);
	bool any = false;

	for (size_t i = 0; i < s->nnext; i++) {
		if (s->next[i].command == NULL)
			continue;
		if (!any)
			sheet_add(t, SHEET_HEADING, NULL, "%s", say("Who can act now, and how"));
		any = true;
		sheet_add(t, SHEET_ITEM, NULL, "%s", s->next[i].who);
		sheet_add(
		    t, SHEET_COMMAND, NULL, "%s", clone_command(t->arena, url, s->next[i].command));
	}
}

static int print(struct session *se, void *request, struct error *e)
{
	struct request *q = request;
	enum language l;
	struct status s;
	struct sheet t;

	if (q->language != NULL && say_read(q->language, &l) == 0)
		say_in(l);
	q->wish.candidate = session_resolve(se, q->wish.candidate);
	q->wish.rolls_back_to = session_resolve(se, q->wish.rolls_back_to);
	if (status_find_whole(se, &q->wish, &s, e) < 0 ||
	    promoted_check_id(se, &s.pr, false, e) < 0)
		return -1;
	sheet_make(se, &s, &t);
	add_acts(se, &s, &t);
	if (q->text)
		sheet_print(&t, NULL, stdout);
	else
		sheet_print_html(&t, &se->gate.repo, stdout);
	return t.arena->exhausted ? error_memory(e) : 0;
}

int command_page(const struct options *o)
{
	struct request q = { .language = o->value[OPT_LANGUAGE],
		.text = options_have(o, OPT_FORMAT) && *o->value[OPT_FORMAT] == 't' };

	if (command_wish(o, q.reviews, &q.wish) < 0 || !command_names_one(o))
		return command_usage(o);
	return command_about(o, q.wish.id, print, &q);
}
