/*
 * report/event: an event of a report in one sentence.
 */
#include "report/log_entry.h"
#include "report/report_internal.h"
#include "report/deployed.h"

/* "production 2026.11: " and the rest; without a rest only that. */
static const char *of_promotion(struct arena *a, const struct report_detail *d, const char *rest)
{
	return report_printf(a, "%s %s%s%s", printable_escaped(a, d->item->environment),
	    d->item->promotion != NULL ? printable_escaped(a, d->item->promotion) :
	                                 report_word(W_UNNAMED),
	    *rest != '\0' ? ": " : "", rest);
}

/* "; not met: complete, freeze" */
static const char *rules_text(
    struct arena *a, const struct report_detail *d, enum outcome outcome, enum report_word intro)
{
	struct report_list all = { "" };

	for (size_t i = 0; d->ref != NULL && i < d->ref->nsteps; i++)
		if (*d->ref->steps[i].rules[outcome] != '\0')
			report_list_add(
			    a, &all, ",  ", printable_escaped(a, d->ref->steps[i].rules[outcome]));
	return all.len == 0 ? "" : report_printf(a, "; %s: %s", report_word(intro), all.text);
}

/* "Noor Kaya (noor): production 2026.11; not met: complete" */
static const char *verdict_text(struct arena *a, const struct report_detail *d)
{
	const char *why = d->seen.entry.why, *promotion = d->item->promotion;

	return report_printf(a, "%s: %s%s%s%s%s%s%s", report_pusher(a, d),
	    printable_escaped(a, d->item->environment), promotion != NULL ? " " : "",
	    printable_escaped(a, promotion), rules_text(a, d, OUTCOME_UNMET, W_NOT_MET_RULES),
	    rules_text(a, d, OUTCOME_UNDECIDED, W_NOT_CHECKED_RULES),
	    why != NULL && d->ref != NULL ? "; " : "", printable_escaped(a, why));
}

static const char *unlock_text(struct arena *a, const struct report_detail *d)
{
	const struct audit_entry *e = &d->seen.entry;

	return report_printf(a, "%s %s, %s %s, %zu %s; %s: %s", report_word(W_BY_USER),
	    printable_escaped(a, e->by), report_word(W_UNTIL), when_text(a, e->until),
	    d->item->moves, report_word(W_N_OF_MOVES), report_word(W_REASON),
	    printable_escaped(a, e->reason));
}

/* "by user jan; reason: ...; refs/heads/production 8c1f2aa..4be91c0" */
static const char *correction_text(struct arena *a, const struct report_detail *d)
{
	const struct audit_entry *e = &d->seen.entry;
	const char *text = report_printf(a, "%s %s; %s: %s", report_word(W_BY_USER),
	    printable_escaped(a, e->by), report_word(W_REASON), printable_escaped(a, e->reason));

	for (size_t i = 0; i < e->nrefs; i++)
		text =
		    report_printf(a, "%s; %s %s..%s", text, printable_escaped(a, e->refs[i].name),
		        oid_short(a, &e->refs[i].old), oid_short(a, &e->refs[i].new));
	return text;
}

static const char *move_text(struct arena *a, const struct report_detail *d)
{
	const char *leave = report_leave_word(d->item->leave);

	if (d->ref == NULL)
		return leave;
	return report_printf(a, "%s %s..%s: %s", printable_escaped(a, d->ref->name),
	    oid_short(a, &d->ref->old), oid_short(a, &d->ref->new), leave);
}

/* "AC-1 waived by Kim Jansen (kim): The printer comes in December" */
static const char *own_word_text(struct arena *a, const struct report_detail *d)
{
	struct report_own_words words;
	struct report_list all = { "" };

	if (d->step == NULL ||
	    report_own_words(a, d->item->repo->repo.git, &d->seen.tree, d->step, &words) < 0)
		return "";
	for (size_t i = 0; i < words.n; i++)
		report_list_add(a, &all, "; ", report_own_word_text(a, d, &words.list[i]));
	return of_promotion(a, d, all.text);
}

/* "authors-may-sign = yes; one-signer-one-role = no" */
static const char *unseparated_text(struct arena *a, const struct report_detail *d)
{
	struct policy_unseparated u;
	struct report_list all = { "" };

	for (size_t at = 0;
	     d->policy != NULL && report_unseparated(d->policy, d->seen.at, d->item, &at, &u);)
		report_list_add(a, &all, "; ", policy_unseparated_line(a, &u));
	return of_promotion(a, d, all.text);
}

/* "INC-7 the door: reviewed 2026-12-01T10:00:00Z with promotion 2026.13" */
static const char *emergency_text(struct arena *a, const struct report_detail *d)
{
	const struct report_emergency *m = d->item->emergency;

	return of_promotion(a, d,
	    report_printf(a, "%s: %s", printable_escaped(a, m->text),
	        report_emergency_state(a, d->report, m)));
}

static const char *rollback_text(struct arena *a, const struct report_detail *d)
{
	return of_promotion(a, d, report_exception(a, d));
}

/* "Kim Jansen (kim): users, role key-user, as deputy" */
static const char *deputy_text(struct arena *a, const struct report_detail *d)
{
	struct report_list all = { "" };

	for (size_t i = 0; d->step != NULL && i < d->step->nsignoffs; i++) {
		const struct audit_signoff *so = &d->step->signoffs[i];

		if (report_by_deputy(d->policy, so, d->seen.at))
			report_list_add(a, &all, "; ",
			    report_printf(a, "%s: %s, %s", report_person(a, d, so->person),
			        so->signoff, report_role_text(a, d, so)));
	}
	return of_promotion(a, d, all.text);
}

static const char *deployed_text(struct arena *a, const struct report_detail *d)
{
	return of_promotion(a, d, report_deployed_text(a, d));
}

static const char *steps_text(struct arena *a, const struct report_detail *d)
{
	const char **list;
	size_t n = d->step != NULL ? report_plan_steps(a, d, &list) : 0;
	struct report_list all = { "" };

	for (size_t i = 0; i < n; i++)
		report_list_add(a, &all, "; ", list[i]);
	return of_promotion(a, d, all.text);
}

static const char *lapsed_text(struct arena *a, const struct report_detail *d)
{
	return of_promotion(a, d, d->step != NULL ? printable_escaped(a, d->step->lapsed) : "");
}

static const char *policy_text(struct arena *a, const struct report_detail *d)
{
	const char *line = d->seen.entry.policy;
	const struct installed *p =
	    line != NULL ? policies_of(&d->item->repo->installed, line) : NULL;

	return printable_escaped(a, p != NULL ? report_policy_text(a, p) : line);
}

static const struct {
	const char *id;
	enum report_weight weight;
	const char *(*sentence)(struct arena *a, const struct report_detail *d);
	const char *title[2];
} kinds[REPORT_EVENTS] = {
#define X(name, id, weight, sentence, en, nl) { id, weight, sentence, { en, nl } },
	REPORT_KINDS(X)
#undef X
};

const char *report_event_id(enum report_event_kind kind)
{
	return kind == REPORT_PROMOTION ? "promotion" : kinds[kind].id;
}

enum report_weight report_weight(enum report_event_kind kind)
{
	return kinds[kind].weight;
}

const char *report_event_title(enum report_event_kind kind)
{
	return kinds[kind].title[say_language() == LANGUAGE_NL];
}

const char *report_event_text(struct arena *a, const struct report_detail *d)
{
	const struct report_item *item = d->item;
	const char *text = item->text != NULL   ? printable_escaped(a, item->text) :
	    kinds[item->event].sentence != NULL ? kinds[item->event].sentence(a, d) :
	                                          of_promotion(a, d, "");

	return report_many(d->report) ?
	    report_printf(a, "%s: %s", printable(a, item->repo->name), text) :
	    text;
}
