/*
 * record/results_file: a file of test results, of whatever form its name promises.
 */
#include "record/record_internal.h"

int results_read(struct arena *a, enum results_form form, const char *bytes, size_t len,
    struct results *out, struct error *e)
{
	int rc = -1;

	*out = (struct results){ .arena = a };
	switch (form) {
	case RESULTS_JUNIT:
		rc = results_read_junit(bytes, len, out, e);
		break;
	case RESULTS_TAP:
		rc = results_read_tap(bytes, len, out, e);
		break;
	case RESULTS_JSON:
		rc = results_read_json(bytes, len, out, e);
		break;
	default:
		error_set(
		    e, ERROR_UNSUPPORTED, "it is of no form of test results that can be read");
	}
	if (rc == 0)
		results_end(out);
	if (a->exhausted)
		rc = error_memory(e);
	if (rc < 0)
		memset(out, 0, sizeof(*out));
	return rc;
}
