/* Any bytes, made harmless: what comes out may be shown, says the same, and is cut nowhere inside a
 * character. */
#include "fuzz.h"
#include "base/escape.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *s, *shown, *name;
	struct arena a;
	size_t cut;

	arena_init(&a, (size_t)1 << 24);
	s = arena_strndup(&a, (const char *)data, size);
	if (s == NULL)
		return 0;
	size = strlen(s);
	shown = printable(&a, s);
	name = escape_whole(&a, s);
	assert(utf8_line(shown, strlen(shown)) && strcmp(escape_undo(&a, shown), s) == 0);
	for (const char *p = name; *p != '\0'; p++)
		assert(*p >= ' ' && *p <= '~');
	assert(strcmp(escape_undo(&a, name), s) == 0);
	assert(strcmp(printable_escaped(&a, name), shown) == 0);
	if (utf8_line(s, size) && strpbrk(s, "\\@") == NULL) /* an address is shown in ASCII */
		assert(strcmp(shown, s) == 0);
	assert(utf8_columns(s, size) <= 2 * size);
	for (size_t i = 0; i < size; i++) {
		cut = utf8_cut(s, i);
		assert(cut <= i && i - cut < 4);
		shown = escape_upto(&a, s, size, i);
		assert(utf8_line(shown, strlen(shown)));
	}
	arena_release(&a);
	return 0;
}
