#include "clone/own_words.h"

#include "base/escape.h"
#include "base/say/say.h"
#include "base/wrap.h"

static void print_one(struct arena *a, const struct policy *p, const char *head, const char *id,
    const char *by, const char *reason, FILE *out)
{
	const struct person *who = policy_person_by_id(p, by);
	const char *text = arena_printf(a, say("%s, by %s: %s"), escape(a, id),
	    escape(a, who != NULL ? who->name : by), escape(a, reason));

	wrap_print(head, text != NULL ? text : "(out of memory)", out);
}

void own_words_print(
    struct arena *a, const struct policy *p, const struct dossier_record *r, FILE *out)
{
	if (r->malformed.kind != ERROR_NONE)
		return;
	for (size_t i = 0; i < r->acceptance.nresults; i++) {
		const struct result *one = &r->acceptance.results[i];

		if (one->outcome == RESULT_WAIVED)
			print_one(
			    a, p, say("    waived: "), one->id, one->waived_by, one->reason, out);
	}
	for (size_t i = 0; i < r->run.ndifferences; i++) {
		const struct run_difference *d = &r->run.differences[i];

		print_one(a, p, say("    different: "), d->id, d->accepted_by, d->reason, out);
	}
}

static void put_one(struct arena *a, struct jsonw *j, const char *did, const char *id,
    const char *by, const char *reason)
{
	jsonw_open_object(j, NULL);
	jsonw_text(j, "did", did);
	jsonw_text(j, "id", escape(a, id));
	jsonw_text(j, "by", escape(a, by));
	jsonw_text(j, "reason", escape(a, reason));
	jsonw_close(j);
}

void own_words_json(struct arena *a, const struct dossier_record *r, struct jsonw *j)
{
	jsonw_open_array(j, "own-words");
	for (size_t i = 0; r->malformed.kind == ERROR_NONE && i < r->acceptance.nresults; i++) {
		const struct result *one = &r->acceptance.results[i];

		if (one->outcome == RESULT_WAIVED)
			put_one(a, j, "waived", one->id, one->waived_by, one->reason);
	}
	for (size_t i = 0; r->malformed.kind == ERROR_NONE && i < r->run.ndifferences; i++) {
		const struct run_difference *d = &r->run.differences[i];

		put_one(a, j, "accepted", d->id, d->accepted_by, d->reason);
	}
	jsonw_close(j);
}
