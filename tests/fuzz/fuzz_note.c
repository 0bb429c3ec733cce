/* A note of a witness: one entry is named, or nothing is read; what is written is read back. */
#include "fuzz.h"
#include "audit/note.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct note note, again;
	struct error e = { 0 };
	struct arena a;
	const char *text;

	arena_init(&a, (size_t)1 << 22);
	if (note_read(&a, (const char *)data, size, &note, &e) == 0) {
		assert(!git_oid_is_zero(&note.entry));
		text = note_text(&a, &note, size);
		assert(text != NULL && note_read(&a, text, strlen(text), &again, &e) == 0);
		assert(git_oid_equal(&note.entry, &again.entry));
	} else
		assert(e.kind == ERROR_MALFORMED || e.kind == ERROR_MEMORY);
	arena_release(&a);
	return 0;
}
