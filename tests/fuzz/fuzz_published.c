/* Messages of published policies: what is read is printable, and stands there. */
#include "fuzz.h"
#include "base/utf8.h"
#include "policy/published.h"

static void check(const char *text, const uint8_t *data, size_t size)
{
	if (text == NULL)
		return;
	assert(*text == '\0' || memmem(data, size, text, strlen(text)) != NULL);
	assert(utf8_line(text, strlen(text)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct published p;
	struct error e = { 0 };

	arena_init(&a, (size_t)1 << 24);
	if (published_message_read(&a, (const char *)data, size, &p, &e) == 0) {
		assert(p.version != NULL);
		check(p.version, data, size);
		check(p.by, data, size);
		check(p.reason, data, size);
		assert(git_oid_is_zero(&p.approval.audit) == git_oid_is_zero(&p.approval.commit));
	} else {
		assert(e.kind == ERROR_MALFORMED || e.kind == ERROR_MEMORY);
	}
	arena_release(&a);
	return 0;
}
