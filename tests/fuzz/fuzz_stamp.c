/* The stamp of a policy: what is read of one is written, and reads to the same. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "policy/stamp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct policy_stamp one, two;
	const char *text, *again;
	struct arena a;
	size_t len;

	arena_init(&a, (size_t)1 << 24);
	if (policy_stamp_read(&a, (const char *)data, size, &one) == 0) {
		text = policy_stamp_text(&a, &one, &len);
		assert(text != NULL && strlen(text) == len);
		again = strchr(text, '\n') + 1;
		assert(policy_stamp_read(&a, again, strlen(again), &two) == 0);
		assert(strcmp(policy_stamp_text(&a, &two, &len), text) == 0);
		assert(two.policy.nenvironments == one.policy.nenvironments);
		for (size_t i = 0; i < one.policy.nenvironments; i++)
			assert((one.policy.environments[i].from == NULL) ==
			    (two.policy.environments[i].from == NULL));
		assert(one.policy.language <= LANGUAGE_NL &&
		    one.policy.pusher_source <= PUSHER_GITLAB);
	}
	arena_release(&a);
	return 0;
}
