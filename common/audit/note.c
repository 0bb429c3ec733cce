#include "audit/note.h"

#define FORMAT "Witness: 1\n"
#define ENTRY "Entry: "

const char *note_text(struct arena *a, const struct note *note, size_t n)
{
	return arena_printf(a, "witnessed %s, %zu new\n\n" FORMAT ENTRY "%s\n",
	    oid_short(a, &note->entry), n, oid_hex(a, &note->entry));
}

/* The text behind its one `key` at the start of a line; NULL for none or several. */
static const char *find(const char *lines, const char *key)
{
	const char *found = NULL;

	for (const char *at = lines; at != NULL && *at != '\0';) {
		const char *lf = strchr(at, '\n');

		if (begins_with(at, key)) {
			if (found != NULL)
				return NULL;
			found = at + strlen(key);
		}
		at = lf != NULL ? lf + 1 : NULL;
	}
	return found;
}

int note_read(struct arena *a, const char *message, size_t len, struct note *out, struct error *e)
{
	const char *text = arena_strndup(a, message, len), *body, *entry;

	memset(out, 0, sizeof(*out));
	if (text == NULL)
		return error_memory(e);
	body = strlen(text) == len ? strstr(text, "\n\n" FORMAT) : NULL;
	entry = body != NULL ? find(body, ENTRY) : NULL;
	if (entry == NULL || oid_parse(entry, strcspn(entry, "\n"), &out->entry) < 0 ||
	    git_oid_is_zero(&out->entry))
		return error_set(e, ERROR_MALFORMED, "it is not what a witness writes");
	return 0;
}
