#include "oid.h"
#include "printable.h"
#include "report_writing_text.h"
#include "when.h"
#include "wrap.h"

static void
print_acts(struct text *t, struct arena *a, const struct report_detail *d)
{
	struct report_acts acts;
	char at[WHEN_MAX], first[WHEN_MAX + 8];

	if (report_acts(a, d, &acts) < 0)
		return; /* the exhausted arena says so */
	fputc('\n', t->out);
	for (size_t i = 0; i < acts.n; i++) {
		const struct report_act *act = &acts.list[i];
		const char *line = arena_printf(a, "%s %s%s%s", act->who, text_say(t, act->did),
		    *act->note != '\0' ? ": " : "", act->note);

		snprintf(
		    first, sizeof(first), "  %-20s ", act->at != 0 ? when_format(act->at, at) : "");
		wrap_print(first, line != NULL ? line : "(out of memory)", t->out);
	}
}

/* By what was said of them, the worst first: "not applicable: freeze, emergency". */
static void
print_rules(struct text *t, struct arena *a, const struct report_answer *answer)
{
	for (unsigned s = REPORT_STATUSES; s-- > 0;) {
		const char *line = NULL;

		for (size_t i = 0; i < answer->n; i++)
			if (answer->of[i] == s)
				line = arena_printf(a, "%s%s%s",
				    line != NULL ? line : report_status_word(t->language, s),
				    line != NULL ? ", " : ": ", answer->rules[i]->id);
		if (line != NULL)
			wrap_print("    ", line, t->out);
	}
}

static void
print_criterion(struct text *t, struct arena *a, const struct report_detail *d, unsigned n)
{
	const struct report_answer *answer = &d->criteria[n - 1];
	struct report_proofs proofs;

	fprintf(t->out, "\n%s %u  %s: %s%s%s\n", report_status_sign(answer->status), n,
	    report_criterion_title(t->language, n), report_status_word(t->language, answer->status),
	    answer->status == REPORT_WAIVED ? ", " : "",
	    answer->status == REPORT_WAIVED ? report_exception(a, d) : "");
	print_rules(t, a, answer);
	if (report_proofs(a, d, n, &proofs) < 0)
		return;
	for (size_t i = 0; i < proofs.n; i++)
		if (proofs.list[i].file)
			fprintf(t->out, "    %s:\n      %s\n", text_say(t, proofs.list[i].label),
			    proofs.list[i].text);
		else
			text_field(t, "    ", proofs.list[i].label, proofs.list[i].text);
}

static enum report_word
fate_word(enum audit_fate fate)
{
	return fate == AUDIT_FATE_MOVED  ? W_WENT_IN :
	    fate == AUDIT_FATE_NOT_MOVED ? W_DID_NOT_GO_IN :
	                                   W_FATE_UNKNOWN;
}

/* Where and when, above the criteria. */
static void
print_place(struct text *t, struct arena *a, const struct report_detail *d)
{
	char at[WHEN_MAX], hex[GIT_OID_HEXSZ + 1], number[DIGEST_HEX];

	if (report_many(t->report))
		text_field(t, "  ", W_REPOSITORY, printable(a, d->item->repo->name));
	text_field(t, "  ", W_ENVIRONMENT, printable_escaped(a, d->ref->environment));
	text_field(t, "  ", W_REF, printable_escaped(a, d->ref->name));
	text_field(t, "  ", W_TIME, when_format(d->seen.at, at));
	text_field(t, "  ", W_OUTCOME, text_say(t, fate_word(d->item->fate)));
	text_field(t, "  ", W_MERGE, git_oid_tostr(hex, sizeof(hex), &d->step->tip));
	text_field(t, "  ", W_ENTRY, git_oid_tostr(hex, sizeof(hex), &d->seen.id));
	if (d->step->exception != NULL)
		text_field(t, "  ", W_EXCEPTION, report_exception(a, d));
	if (d->item->emergency != NULL)
		text_field(
		    t, "  ", W_STATE, report_emergency_state(a, t->report, d->item->emergency));
	if (*d->step->reviews != '\0')
		text_field(t, "  ", W_REVIEWS, printable_escaped(a, d->step->reviews));
	if (t->report->query.seed != NULL)
		fprintf(
		    t->out, "  %s: %s\n", text_say(t, W_NUMBER), digest_hex(d->item->draw, number));
	if (d->item->rank > 0)
		text_field(t, "  ", W_DRAWN, arena_printf(a, "%zu", d->item->rank));
}

int
text_promotion(void *ctx, struct arena *a, const struct report_detail *d, struct error *e)
{
	struct text *t = ctx;
	const struct report_group *group = d->item->group;
	const char *id = d->step->promotion != NULL ? printable_escaped(a, d->step->promotion) :
	                                              text_say(t, W_UNNAMED);

	(void)e;
	if (group == NULL || group != t->group)
		text_heading(t, arena_printf(a, "%s %s", text_say(t, W_PROMOTION), id));
	if (group != NULL && group != t->group && group->n > 1)
		fprintf(t->out, "%zu %s%s%s\n", group->n, text_say(t, W_PARTS),
		    group->several ? " " : "",
		    group->several ? text_say(t, W_IN_REPOSITORIES) : "");
	t->group = group;
	fputc('\n', t->out);
	print_place(t, a, d);
	print_acts(t, a, d);
	for (unsigned n = 1; n <= CRITERIA; n++)
		print_criterion(t, a, d, n);
	if (*d->unknown_rules != '\0')
		text_field(t, "  ", W_UNKNOWN_RULES, printable_escaped(a, d->unknown_rules));
	fprintf(t->out, "\n  %s: git show %s:FILE\n", text_say(t, W_PROOF_OPENED),
	    oid_short(a, &d->seen.id));
	return 0;
}
