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

int report_csv(struct report *r, FILE *out, struct error *e)
{
	fputs(header + 1, out);
	if (report_all_events(r, put_row, out, e) < 0)
		return -1;
	return report_each_promotion(r, put_row, out, e);
}
