#include "clone/push_plan.h"

/* Room for one ref for each line, and a copy of the bytes to cut up. NULL with `e`. */
static char *begin(
    struct arena *a, const char *bytes, size_t len, struct push_plan *out, struct error *e)
{
	size_t lines = 1;
	char *copy;

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < len; i++) {
		if (bytes[i] == '\0') {
			error_set(e, ERROR_MALFORMED, "what git says of the push holds a NUL");
			return NULL;
		}
		lines += bytes[i] == '\n';
	}
	out->list = arena_array(a, lines, sizeof(*out->list));
	copy = arena_strndup(a, bytes, len);
	if (out->list == NULL || copy == NULL) {
		error_memory(e);
		return NULL;
	}
	return copy;
}

/* Cuts the text at the first `c`. The rest, or NULL when there is none. */
static char *cut(char *text, char c)
{
	char *at = strchr(text, c);

	if (at == NULL)
		return NULL;
	*at = '\0';
	return at + 1;
}

static bool is_oid(const char *text)
{
	return strlen(text) == OID_HEX && strspn(text, "0123456789abcdef") == OID_HEX;
}

static int hook_line(char *line, struct push_plan *out)
{
	/* A local ref may be any expression, with blanks; the other three words have none. */
	char *words[3];

	for (size_t i = 3; i-- > 0;) {
		char *blank = strrchr(line, ' ');

		if (blank == NULL)
			return -1;
		*blank = '\0';
		words[i] = blank + 1;
	}
	if (*line == '\0' || !is_oid(words[0]) || *words[1] == '\0' || !is_oid(words[2]))
		return -1;
	out->list[out->n++] =
	    (struct push_plan_ref){ strspn(words[0], "0") == OID_HEX ? NULL : words[0], words[1] };
	return 0;
}

int push_plan_read_hook(
    struct arena *a, const char *bytes, size_t len, struct push_plan *out, struct error *e)
{
	char *line = begin(a, bytes, len, out, e);

	if (line == NULL)
		return -1;
	while (*line != '\0') {
		char *next = cut(line, '\n');

		if (next == NULL || hook_line(line, out) < 0)
			return error_set(e, ERROR_MALFORMED,
			    "git says of the push what no pre-push hook is told");
		line = next;
	}
	return 0;
}

/* False for a line of another kind: "To URL", "Done". */
static bool porcelain_line(char *line, struct push_plan *out)
{
	char *from, *to;

	if (*line == '\0' || strchr(" +-*!=", *line) == NULL || line[1] != '\t')
		return false;
	from = line + 2;
	if (cut(from, '\t') == NULL)
		return false;
	to = strrchr(from, ':');
	if (to == NULL || to[1] == '\0')
		return false;
	*to++ = '\0';
	if (*line != '=')
		out->list[out->n++] = (struct push_plan_ref){ *from != '\0' ? from : NULL, to };
	return true;
}

int push_plan_read_porcelain(
    struct arena *a, const char *bytes, size_t len, struct push_plan *out, struct error *e)
{
	char *line = begin(a, bytes, len, out, e);

	while (line != NULL && *line != '\0') {
		char *next = cut(line, '\n');

		porcelain_line(line, out);
		if (next == NULL)
			break;
		line = next;
	}
	return line != NULL ? 0 : -1;
}
