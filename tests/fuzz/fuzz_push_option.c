/* A push option: known, somebody else's, or refused in printable ASCII with the list of those that
 * are known. */
#include "fuzz.h"
#include "base/utf8.h"
#include "gate/push_options.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct push_options o = { 0 };
	struct error e = { 0 };
	struct arena a;
	const char *text;

	arena_init(&a, (size_t)1 << 22);
	text = arena_strndup(&a, (const char *)data, size);
	if (text != NULL && push_option_take(&a, text, &o, &e) < 0) {
		static const struct push_options nothing;

		assert(strncasecmp(text, "sluis", 5) == 0 && memcmp(&o, &nothing, sizeof(o)) == 0);
		assert(e.kind == ERROR_MALFORMED && strstr(e.mend, "sluis.format=json") != NULL);
		assert(utf8_line(e.text, strlen(e.text)));
	}
	if (o.dry_run)
		assert(strcmp(text, "sluis.dry-run") == 0);
	arena_release(&a);
	return 0;
}
