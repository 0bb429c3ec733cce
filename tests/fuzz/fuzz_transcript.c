/* The label after each entry of the transcript: what is read is what would be written. */
#include "fuzz.h"
#include "audit/transcript.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char again[TRANSCRIPT_LABEL + 1], hex[OID_HEX + 1];
	struct transcript_label l;

	if (size < TRANSCRIPT_LABEL || transcript_label_read((const char *)data, &l) < 0)
		return 0;
	snprintf(again, sizeof(again), "\n%s %08zx %016" PRIx64 "\n",
	    git_oid_tostr(hex, sizeof(hex), &l.id), l.len, l.sum);
	assert(strncasecmp(again, (const char *)data, TRANSCRIPT_LABEL) == 0);
	return 0;
}
