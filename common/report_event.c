#include <stdlib.h>

#include "escape.h"
#include "oid.h"
#include "printable.h"
#include "report_print.h"
#include "when.h"

const char *
report_event_id(enum report_event_kind kind)
{
	static const char *const ids[REPORT_EVENTS] = {
		[REPORT_REFUSED] = "refused",
		[REPORT_UNDECIDED] = "undecided",
		[REPORT_NOT_MOVED] = "not-moved",
		[REPORT_UNLOCK] = "unlock",
		[REPORT_MOVE] = "move",
	};

	return ids[kind];
}

/* A sentence being written. */
struct sentence {
	FILE *out;
	struct arena *arena;
	const struct report_detail *detail;
	enum language language;
};

static void
put(struct sentence *s, const char *escaped)
{
	fputs(printable_escaped(s->arena, escaped), s->out);
}

static void
put_rules(struct sentence *s, enum outcome outcome, enum report_word intro)
{
	const struct audit_ref *ref = s->detail->ref;
	bool any = false;

	for (size_t i = 0; i < ref->nsteps; i++) {
		const char *ids = ref->steps[i].rules[outcome];

		if (*ids == '\0')
			continue;
		fprintf(s->out, "%s%s%s ", any ? ", " : "; ",
		    any ? "" : report_word(s->language, intro), any ? "" : ":");
		put(s, ids);
		any = true;
	}
}

/* "noor (Noor Kaya): production 2026.11; not met: complete" */
static void
put_verdict(struct sentence *s)
{
	const struct report_detail *d = s->detail;

	fprintf(s->out, "%s: ", report_pusher(s->arena, d));
	if (d->ref == NULL)
		return;
	put(s, d->ref->environment != NULL ? d->ref->environment : d->ref->name);
	if (d->item->promotion != NULL) {
		fputc(' ', s->out);
		put(s, d->item->promotion);
	}
	put_rules(s, OUTCOME_UNMET, W_NOT_MET_RULES);
	put_rules(s, OUTCOME_UNDECIDED, W_NOT_CHECKED_RULES);
	if (d->seen.entry.why != NULL) {
		fputs("; ", s->out);
		put(s, d->seen.entry.why);
	}
}

static void
put_unlock(struct sentence *s)
{
	const struct audit_entry *e = &s->detail->seen.entry;
	char until[WHEN_MAX];

	fprintf(s->out, "%s ", report_word(s->language, W_BY_USER));
	put(s, e->by);
	fprintf(s->out, ", %s %s, %zu %s; %s: ", report_word(s->language, W_UNTIL),
	    when_format(e->until, until), s->detail->item->moves,
	    report_word(s->language, W_N_OF_MOVES), report_word(s->language, W_REASON));
	put(s, e->reason);
}

static void
put_move(struct sentence *s)
{
	const struct audit_ref *ref = s->detail->ref;

	if (ref != NULL) {
		put(s, ref->name);
		fprintf(s->out, " %s..%s: ", oid_short(s->arena, &ref->old),
		    oid_short(s->arena, &ref->new));
	}
	fputs(report_leave_word(s->language, s->detail->item->leave), s->out);
}

const char *
report_event_text(struct arena *a, const struct report_detail *d)
{
	struct sentence s = { NULL, a, d, d->report->query.language };
	char *bytes = NULL;
	const char *text = NULL;
	size_t len;

	s.out = open_memstream(&bytes, &len);
	if (s.out == NULL)
		return "(out of memory)";
	if (report_many(d->report))
		fprintf(s.out, "%s: ", printable(a, d->item->repo->name));
	if (d->item->event == REPORT_UNLOCK)
		put_unlock(&s);
	else if (d->item->event == REPORT_MOVE)
		put_move(&s);
	else
		put_verdict(&s);
	if (fclose(s.out) == 0)
		text = arena_strdup(a, bytes);
	free(bytes);
	return text != NULL ? text : "(out of memory)";
}
