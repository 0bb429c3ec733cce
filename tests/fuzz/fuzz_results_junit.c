/* Test results: what is read adds up, and what passed has a test that did. */
#include "fuzz.h"
#include "results_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return check_results(RESULTS_JUNIT, data, size);
}
