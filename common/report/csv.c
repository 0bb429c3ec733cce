/*
 * report/csv: a report to work in, one row for each event and each promotion.
 *
 * The columns are the same in every language, so that what people build on them goes on working.
 */
#include "base/printable.h"
#include "report/report_internal.h"

static const char header[] =
#define X(name, column) "," column
    REPORT_FIELDS(X)
#undef X
        CSV_END;

static int put_row(void *out, struct arena *a, const struct report_detail *d, struct error *e)
{
	(void)a;
	(void)e;
	for (size_t f = 0; f < REPORT_FIELD_COUNT; f++)
		csv_field(out, d->fields[f] != NULL ? d->fields[f] : "",
		    f + 1 < REPORT_FIELD_COUNT ? CSV_NEXT : CSV_END);
	return 0;
}

/* What the refs and the audit disagree on has no entry to be read again. */
static void put_finding(
    const struct report_repo *repo, const struct held_finding *f, struct arena *a, FILE *out)
{
	const char *fields[REPORT_FIELD_COUNT] = { [F_KIND] = "finding",
		[F_REPOSITORY] = printable(a, repo->name),
		[F_REF] = printable_escaped(a, f->ref),
		[F_TEXT] = printable_escaped(a, f->text) };
	char hex[GIT_OID_HEXSZ + 1];

	if (!git_oid_is_zero(&f->entry))
		fields[F_ENTRY] = git_oid_tostr(hex, sizeof(hex), &f->entry);
	for (size_t i = 0; i < REPORT_FIELD_COUNT; i++)
		csv_field(out, fields[i] != NULL ? fields[i] : "",
		    i + 1 < REPORT_FIELD_COUNT ? CSV_NEXT : CSV_END);
}

int report_csv(struct report *r, FILE *out, struct error *e)
{
	fputs(header + 1, out);
	for (size_t i = 0; i < r->nrepos; i++)
		for (size_t k = 0; k < r->repos[i].nfindings; k++)
			if (r->repos[i].findings[k].mend != HELD_SETTLED)
				put_finding(&r->repos[i], &r->repos[i].findings[k], r->arena, out);
	if (report_all_events(r, put_row, out, e) < 0)
		return -1;
	return report_each_promotion(r, put_row, out, e);
}
