/*
 * report/csv: a report to work in, one row for each event and each promotion.
 *
 * The columns are the same in every language, so that what people build on them goes on working.
 */
#include "report/report_internal.h"
#include "report/deployed.h"

static const char header[] =
#define X(name, column) "," column
    REPORT_FIELDS(X)
#undef X
        CSV_END;

static void put_fields(const char *const *fields, FILE *out)
{
	for (size_t f = 0; f < REPORT_FIELD_COUNT; f++)
		csv_field(out, fields[f] != NULL ? fields[f] : "",
		    f + 1 < REPORT_FIELD_COUNT ? CSV_NEXT : CSV_END);
}

static int put_row(void *out, struct arena *a, const struct report_detail *d, struct error *e)
{
	(void)a;
	(void)e;
	put_fields(d->fields, out);
	return 0;
}

/* What the report is about, as the head of other forms says it. */
static void put_head(const struct report *r, struct arena *a, FILE *out)
{
	const char *fields[REPORT_FIELD_COUNT] = { [F_KIND] = "report" };
	const char *others = report_scope(a, r, false);

	fields[F_TIME] = when_text(a, r->query.now);
	fields[F_ENVIRONMENT] = report_scope(a, r, true);
	fields[F_PROMOTION] =
	    r->query.promotion != NULL ? printable_escaped(a, r->query.promotion) : NULL;
	fields[F_OUTCOME] = report_whole(r) ? "whole" : "not-whole";
	fields[F_TEXT] = report_printf(a, "%s%s%s%s%s", report_period(a, r),
	    *others != '\0' ? "; " : "", *others != '\0' ? report_word(W_NOT_COUNTED) : "",
	    *others != '\0' ? " " : "", others);
	put_fields(fields, out);
}

/* What runs where, a row for each ref of which that is asked. */
static void put_runs(struct report *r, struct arena *a, FILE *out)
{
	for (size_t i = 0; i < r->nrepos; i++)
		for (const struct report_ref *ref = r->repos[i].refs; ref != NULL;
		     ref = ref->next) {
			const char *fields[REPORT_FIELD_COUNT] = { [F_KIND] = "runs" };

			fields[F_TEXT] = report_runs_text(a, r, &r->repos[i], ref);
			fields[F_REPOSITORY] = printable(a, r->repos[i].name);
			fields[F_REF] = printable_escaped(a, ref->name);
			fields[F_ENVIRONMENT] = printable_escaped(a, ref->environment);
			if (*fields[F_TEXT] != '\0')
				put_fields(fields, out);
		}
}

int report_csv(struct report *r, FILE *out, struct error *e)
{
	struct arena a;

	fputs(header + 1, out);
	arena_init(&a, ARENA_RUN_CAP);
	put_head(r, &a, out);
	put_runs(r, &a, out);
	arena_release(&a);
	if (report_all_events(r, put_row, out, e) < 0)
		return -1;
	return report_each_promotion(r, put_row, out, e);
}
