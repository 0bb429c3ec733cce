/*
 * report_csv: a report to work in, one row for each promotion and each other event.
 *
 * The columns are the same in every language, so that what people build on them goes on working.
 */
#include <string.h>

#include "log_entry.h"
#include "printable.h"
#include "report_print.h"
#include "when.h"

struct row {
	FILE *out;
	struct arena *arena;
	const struct report_detail *detail;
};

static const char header[] =
    "kind,time,repository,ref,environment,promotion,outcome,pusher,contributors,testers,performers,"
    "signoffs,impact,exception,review-until,reviewed,reviewed-with,reviews,policy,criterion-1,"
    "criterion-2,criterion-3,criterion-4,criterion-5,criterion-6,criterion-7,criterion-8,criterion-"
    "9,not-met,not-checked,waived,text,entry,commit,base,candidate,evidence,number,drawn\r\n";

static void
put(struct row *r, const char *printed)
{
	csv_field(r->out, printed != NULL ? printed : "", CSV_NEXT);
}

static void
put_escaped(struct row *r, const char *escaped)
{
	put(r, printable_escaped(r->arena, escaped));
}

static void
put_time(struct row *r, int64_t at)
{
	char text[WHEN_MAX];

	put(r, at != 0 ? when_format(at, text) : "");
}

static void
put_oid(struct row *r, const git_oid *id)
{
	char hex[GIT_OID_HEXSZ + 1];

	put(r, id != NULL && !git_oid_is_zero(id) ? git_oid_tostr(hex, sizeof(hex), id) : "");
}

/* "users:kim:trailer system-owner:els:trailer" */
static void
put_signoffs(struct row *r)
{
	const struct audit_step *s = r->detail->step;
	const char *text = "";

	for (size_t i = 0; s != NULL && text != NULL && i < s->nsignoffs; i++)
		text = arena_printf(r->arena, "%s%s%s:%s:%s", text, i > 0 ? " " : "",
		    s->signoffs[i].signoff, s->signoffs[i].person, s->signoffs[i].proof);
	put_escaped(r, text);
}

static void
put_evidence(struct row *r)
{
	const struct audit_step *s = r->detail->step;
	const char *text = "";

	for (size_t i = 0; s != NULL && text != NULL && i < s->nexhibits; i++)
		text = arena_printf(r->arena, "%s%s%s:%s", text, i > 0 ? " " : "",
		    s->exhibits[i].kind, s->exhibits[i].sha256);
	put_escaped(r, text);
}

static void
put_where(struct row *r, bool promotion)
{
	const struct report_detail *d = r->detail;

	put(r, promotion ? "promotion" : report_event_id(d->item->event));
	put_time(r, d->item->at);
	put(r, printable(r->arena, d->item->repo->name));
	put_escaped(r, d->ref != NULL ? d->ref->name : NULL);
	put_escaped(r, d->item->environment);
	put_escaped(r, d->item->promotion);
	put(r, promotion ? log_fate(d->item->fate) : "");
}

static void
put_people(struct row *r)
{
	const struct audit_entry *e = &r->detail->seen.entry;
	const struct audit_step *s = r->detail->step;

	put_escaped(r, e->pusher != NULL ? e->pusher : e->login != NULL ? e->login : e->by);
	put_escaped(r, s != NULL ? s->contributors : NULL);
	put_escaped(r, s != NULL ? s->testers : NULL);
	put_escaped(r, s != NULL ? s->performers : NULL);
	put_signoffs(r);
}

static void
put_exception(struct row *r)
{
	const struct audit_step *s = r->detail->step;
	const struct report_emergency *m = r->detail->item->emergency;

	put_escaped(r, s != NULL ? s->impact : NULL);
	put_escaped(r, s != NULL ? s->exception : NULL);
	put_time(r, s != NULL ? s->review_until : 0);
	put_time(r, m != NULL && m->review != NULL ? m->review->at : 0);
	put_escaped(r, m != NULL && m->review != NULL ? m->review->promotion : NULL);
	put_escaped(r, s != NULL ? s->reviews : NULL);
}

static void
put_criteria(struct row *r)
{
	const struct report_detail *d = r->detail;

	put_escaped(r, d->seen.entry.policy);
	for (size_t i = 0; i < CRITERIA; i++)
		put(r, d->step != NULL ? report_status_id(d->criteria[i].status) : "");
	put_escaped(r, d->step != NULL ? d->step->rules[AUDIT_UNMET] : NULL);
	put_escaped(r, d->step != NULL ? d->step->rules[AUDIT_RULE_UNDECIDED] : NULL);
	put_escaped(r, d->step != NULL ? d->step->rules[AUDIT_WAIVED] : NULL);
}

static void
put_proof(struct row *r, bool promotion)
{
	const struct report_detail *d = r->detail;
	const char *rank = arena_printf(r->arena, "%zu", d->item->rank);
	bool drawn = promotion && d->report->query.seed != NULL;
	char number[DIGEST_HEX];

	put_oid(r, &d->item->entry);
	put_oid(r, &d->item->commit);
	put_oid(r, d->step != NULL ? &d->base : d->ref != NULL ? &d->ref->old : NULL);
	put_oid(r, d->step != NULL ? &d->step->candidate : NULL);
	put_evidence(r);
	put(r, drawn ? digest_hex(d->item->draw, number) : "");
	csv_field(r->out, d->item->rank > 0 && rank != NULL ? rank : "", CSV_END);
}

static void
put_row(struct row *r, bool promotion)
{
	put_where(r, promotion);
	put_people(r);
	put_exception(r);
	put_criteria(r);
	put(r, promotion ? "" : report_event_text(r->arena, r->detail));
	put_proof(r, promotion);
}

static int
promotion_row(void *ctx, struct arena *a, const struct report_detail *d, struct error *e)
{
	struct row r = { ctx, a, d };

	(void)e;
	put_row(&r, true);
	return 0;
}

static int
event_row(void *ctx, struct arena *a, const struct report_detail *d, struct error *e)
{
	struct row r = { ctx, a, d };

	(void)e;
	put_row(&r, false);
	return 0;
}

int
report_csv(struct report *r, FILE *out, struct error *e)
{
	fputs(header, out);
	for (unsigned kind = 0; kind < REPORT_EVENTS; kind++)
		if (report_each_event(
		        r, (enum report_event_kind)kind, SIZE_MAX, event_row, out, e) < 0)
			return -1;
	return report_each_promotion(r, promotion_row, out, e);
}
