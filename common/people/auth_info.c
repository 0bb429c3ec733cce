#include "people/auth_info.h"

#include <string.h>

static int add_line(struct arena *a, char *line, struct auth_info *out, struct error *e)
{
	char *save = NULL, *method = strtok_r(line, " ", &save);
	struct auth_key k;

	if (method == NULL || strcmp(method, "publickey") != 0)
		return 0;
	k.type = strtok_r(NULL, " ", &save);
	k.key = k.type != NULL ? strtok_r(NULL, " ", &save) : NULL;
	if (k.key == NULL)
		return error_set(e, ERROR_MALFORMED, "a publickey line in it names no key");
	out->list = arena_push(a, out->list, out->n, sizeof(*out->list));
	if (out->list == NULL)
		return error_memory(e);
	out->list[out->n++] = k;
	return 0;
}

int auth_info_read(
    struct arena *a, const char *bytes, size_t len, struct auth_info *out, struct error *e)
{
	char *p = arena_strndup(a, bytes, len), *end;

	memset(out, 0, sizeof(*out));
	if (p == NULL)
		return error_memory(e);
	if (memchr(bytes, '\0', len) != NULL)
		return error_set(e, ERROR_MALFORMED, "it holds a NUL byte");
	for (; *p != '\0'; p = end) {
		end = p + strcspn(p, "\n");
		if (*end != '\0')
			*end++ = '\0';
		if (add_line(a, p, out, e) < 0)
			return -1;
	}
	return 0;
}
