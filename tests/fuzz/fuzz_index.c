/* The index: what was added is found, whatever came before; and with other bytes in it, a search
 * comes to an end. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "audit/index_internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The newest entry that mentions it, by the index; 0 for none, or where it is broken. */
static uint64_t newest(const struct index *x, uint64_t word)
{
	struct index_mention m;
	uint64_t end;

	if (index_newest(x, word, &m) < 0)
		return 0;
	end = m.end;
	while (m.nth != 0)
		if (index_before(x, word, &m) < 0)
			break;
	return end;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint64_t last[256] = { 0 };
	struct index_head h;
	struct index x;
	size_t i = 1, n = size > 0 ? data[0] : 0;

	if (size >= INDEX_HEAD)
		index_head_read(data, &h);
	if (index_start(&x, INDEX_ROOM_MIN) < 0)
		return 0;
	for (; i < size && i <= n; i++) {
		last[data[i]] = i;
		assert(index_add(&x, data[i], i) == 0);
	}
	for (uint64_t word = 0; word < 256; word++)
		assert(newest(&x, word) == last[word]);
	for (; i + 3 <= size; i += 3)
		x.bytes[((size_t)data[i] << 8 | data[i + 1]) % x.size] = data[i + 2];
	for (uint64_t word = 0; word < 256; word++)
		newest(&x, word);
	index_close(&x);
	return 0;
}
