/*
 * report/event: an event of a report in one sentence.
 */
#include "base/oid.h"
#include "base/printable.h"
#include "base/when.h"
#include "report/report_internal.h"

const char *report_event_id(enum report_event_kind kind)
{
	static const char *const ids[] = {
		[REPORT_REFUSED] = "refused",
		[REPORT_UNDECIDED] = "undecided",
		[REPORT_NOT_MOVED] = "not-moved",
		[REPORT_OWN_WORD] = "own-word",
		[REPORT_UNSEPARATED] = "unseparated",
		[REPORT_UNLOCK] = "unlock",
		[REPORT_MOVE] = "move",
		[REPORT_CORRECTION] = "correction",
		[REPORT_PROMOTION] = "promotion",
	};

	return ids[kind];
}

/* "; not met: complete, freeze" */
static const char *rules_text(
    struct arena *a, const struct report_detail *d, enum outcome outcome, enum report_word intro)
{
	const char *text = "";

	for (size_t i = 0; i < d->ref->nsteps; i++)
		if (*d->ref->steps[i].rules[outcome] != '\0')
			text = report_printf(a, "%s%s%s", text, *text != '\0' ? ",  " : "",
			    printable_escaped(a, d->ref->steps[i].rules[outcome]));
	return *text == '\0' ?
	    "" :
	    report_printf(a, "; %s: %s", report_word(d->report->query.language, intro), text);
}

/* "Noor Kaya (noor): production 2026.11; not met: complete" */
static const char *verdict_text(struct arena *a, const struct report_detail *d)
{
	const char *why = d->seen.entry.why, *promotion = d->item->promotion;

	if (d->ref == NULL)
		return report_printf(a, "%s: ", report_pusher(a, d));
	return report_printf(a, "%s: %s%s%s%s%s%s%s", report_pusher(a, d),
	    printable_escaped(a, d->ref->environment != NULL ? d->ref->environment : d->ref->name),
	    promotion != NULL ? " " : "", printable_escaped(a, promotion),
	    rules_text(a, d, OUTCOME_UNMET, W_NOT_MET_RULES),
	    rules_text(a, d, OUTCOME_UNDECIDED, W_NOT_CHECKED_RULES), why != NULL ? "; " : "",
	    printable_escaped(a, why));
}

static const char *unlock_text(struct arena *a, const struct report_detail *d)
{
	const struct audit_entry *e = &d->seen.entry;
	enum language l = d->report->query.language;
	char until[WHEN_MAX];

	return report_printf(a, "%s %s, %s %s, %zu %s; %s: %s", report_word(l, W_BY_USER),
	    printable_escaped(a, e->by), report_word(l, W_UNTIL), when_format(e->until, until),
	    d->item->moves, report_word(l, W_N_OF_MOVES), report_word(l, W_REASON),
	    printable_escaped(a, e->reason));
}

/* "by user jan; reason: ...; refs/heads/production 8c1f2aa..4be91c0" */
static const char *correction_text(struct arena *a, const struct report_detail *d)
{
	const struct audit_entry *e = &d->seen.entry;
	enum language l = d->report->query.language;
	const char *text = report_printf(a, "%s %s; %s: %s", report_word(l, W_BY_USER),
	    printable_escaped(a, e->by), report_word(l, W_REASON), printable_escaped(a, e->reason));

	for (size_t i = 0; i < e->nrefs; i++)
		text =
		    report_printf(a, "%s; %s %s..%s", text, printable_escaped(a, e->refs[i].name),
		        oid_short(a, &e->refs[i].old), oid_short(a, &e->refs[i].new));
	return text;
}

static const char *move_text(struct arena *a, const struct report_detail *d)
{
	const char *leave = report_leave_word(d->report->query.language, d->item->leave);

	if (d->ref == NULL)
		return leave;
	return report_printf(a, "%s %s..%s: %s", printable_escaped(a, d->ref->name),
	    oid_short(a, &d->ref->old), oid_short(a, &d->ref->new), leave);
}

/* "production 2026.11: AC-1 waived by Kim Jansen (kim): The printer comes in December" */
static const char *own_word_text(struct arena *a, const struct report_detail *d)
{
	struct report_own_words words;
	const char *text;

	if (d->ref == NULL || d->step == NULL ||
	    report_own_words(a, d->item->repo->repo.git, &d->seen.tree, d->step, &words) < 0)
		return "";
	text = report_printf(a, "%s %s: ", printable_escaped(a, d->ref->environment),
	    d->item->promotion != NULL ? printable_escaped(a, d->item->promotion) :
	                                 report_word(d->report->query.language, W_UNNAMED));
	for (size_t i = 0; i < words.n; i++)
		text = report_printf(a, "%s%s%s", text, i > 0 ? "; " : "",
		    report_own_word_text(a, d, &words.list[i]));
	return text;
}

/* "production 2026.11: authors-may-sign = yes; one-signer-one-role = no" */
static const char *unseparated_text(struct arena *a, const struct report_detail *d)
{
	const char *text, *line, *between = ": ";

	if (d->ref == NULL || d->policy == NULL)
		return "";
	text = report_printf(a, "%s %s", printable_escaped(a, d->ref->environment),
	    d->item->promotion != NULL ? printable_escaped(a, d->item->promotion) :
	                                 report_word(d->report->query.language, W_UNNAMED));
	for (size_t at = 0; (line = policy_unseparated(d->policy, &at)) != NULL; between = "; ")
		text = report_printf(a, "%s%s%s", text, between, line);
	return text;
}

const char *report_event_text(struct arena *a, const struct report_detail *d)
{
	const char *text = d->item->event == REPORT_UNLOCK ? unlock_text(a, d) :
	    d->item->event == REPORT_MOVE                  ? move_text(a, d) :
	    d->item->event == REPORT_OWN_WORD              ? own_word_text(a, d) :
	    d->item->event == REPORT_UNSEPARATED           ? unseparated_text(a, d) :
	    d->item->event == REPORT_CORRECTION            ? correction_text(a, d) :
	                                                     verdict_text(a, d);

	return report_many(d->report) ?
	    report_printf(a, "%s: %s", printable(a, d->item->repo->name), text) :
	    text;
}
