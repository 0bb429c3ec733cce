#include "fingerprint.h"

#include <string.h>

#include "base64.h"
#include "digest.h"

const char *
fingerprint(struct arena *a, const char *key)
{
	unsigned char sum[DIGEST_SIZE];
	size_t n;
	const unsigned char *blob = base64_decode(a, key, strlen(key), &n);
	const char *text;

	if (blob == NULL || digest_sha256(blob, n, sum) < 0)
		return "(no readable key)";
	text = base64_encode_bare(a, sum, sizeof(sum));
	text = text != NULL ? arena_printf(a, "SHA256:%s", text) : NULL;
	return text != NULL ? text : "(out of memory)";
}
