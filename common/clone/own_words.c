#include "clone/own_words.h"

#include "base/wrap.h"

int own_words(struct arena *a, const struct dossier_record *r, struct own_word **list, size_t *n)
{
	const struct acceptance *acc = &r->acceptance;
	const struct parallel_run *run = &r->run;

	*n = 0;
	*list = arena_array(a, acc->nresults + run->ndifferences + 1, sizeof(**list));
	if (*list == NULL)
		return -1;
	if (r->malformed.kind != ERROR_NONE)
		return 0;
	for (size_t i = 0; i < acc->nresults; i++) {
		const struct result *one = &acc->results[i];

		if (one->outcome == RESULT_WAIVED)
			(*list)[(*n)++] =
			    (struct own_word){ true, one->id, one->waived_by, one->reason };
	}
	for (size_t i = 0; i < run->ndifferences; i++) {
		const struct run_difference *d = &run->differences[i];

		(*list)[(*n)++] = (struct own_word){ false, d->id, d->accepted_by, d->reason };
	}
	return 0;
}

const char *own_word_shown(struct arena *a, const struct policy *p, const struct own_word *w)
{
	const struct person *who = policy_person_by_id(p, w->by);

	return say_printf(a, "%s, by %s: %s", escape(a, w->id),
	    escape(a, who != NULL ? who->name : w->by), escape(a, w->reason));
}

void own_words_print(
    struct arena *a, const struct policy *p, const struct dossier_record *r, FILE *out)
{
	struct own_word *list;
	size_t n;

	if (own_words(a, r, &list, &n) < 0)
		return; /* the exhausted arena says so */
	for (size_t i = 0; i < n; i++)
		wrap_print(say(list[i].waived ? "    waived: " : "    different: "),
		    own_word_shown(a, p, &list[i]), out);
}

void own_words_json(struct arena *a, const struct dossier_record *r, struct jsonw *j)
{
	struct own_word *list;
	size_t n;

	jsonw_open_array(j, "own-words");
	if (own_words(a, r, &list, &n) < 0)
		n = 0;
	for (size_t i = 0; i < n; i++) {
		jsonw_open_object(j, NULL);
		jsonw_text(j, "did", list[i].waived ? "waived" : "accepted");
		jsonw_text(j, "id", escape(a, list[i].id));
		jsonw_text(j, "by", escape(a, list[i].by));
		jsonw_text(j, "reason", escape(a, list[i].reason));
		jsonw_close(j);
	}
	jsonw_close(j);
}
