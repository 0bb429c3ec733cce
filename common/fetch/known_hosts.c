#include "fetch/known_hosts.h"

#include "base/base64.h"

/* The next word of a line, between blanks; `*p` moves behind it. Empty at the end. */
static size_t word(const char **p, const char *end, const char **start)
{
	while (*p < end && (**p == ' ' || **p == '\t'))
		(*p)++;
	*start = *p;
	while (*p < end && **p != ' ' && **p != '\t' && **p != '\r')
		(*p)++;
	return (size_t)(*p - *start);
}

static bool is(const char *text, size_t len, const char *want)
{
	return len == strlen(want) && memcmp(text, want, len) == 0;
}

/* What stands behind @revoked: hosts, kind of key, key. */
static int add_revoked(struct arena *a, const char *p, const char *end, struct known_hosts *out)
{
	struct known_hosts_key key;
	const char *text;
	size_t n;

	if (word(&p, end, &text) == 0 || word(&p, end, &text) == 0)
		return -1;
	n = word(&p, end, &text);
	if (n == 0)
		return -1;
	key.blob = base64_decode(a, text, n, &key.len);
	return key.blob != NULL && key.len > 0 &&
	        ARENA_ADD(a, out->revoked, out->nrevoked, key) != NULL ?
	    0 :
	    -1;
}

/* NULL, or what is wrong with the line. */
static const char *add_line(
    struct arena *a, const char *line, const char *end, struct known_hosts *out)
{
	const char *p = line, *first;
	size_t n = word(&p, end, &first);

	if (n == 0 || *first == '#')
		return NULL;
	if (memchr(line, '\0', (size_t)(end - line)) != NULL)
		return "holds a NUL byte";
	if (*first != '@') {
		while (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r')
			end--;
		ARENA_ADD(a, out->lines, out->nlines,
		    (const char *){ arena_strndup(a, first, (size_t)(end - first)) });
		return NULL;
	}
	if (is(first, n, "@revoked"))
		return add_revoked(a, p, end, out) == 0 ? NULL : "revokes no key that can be read";
	if (!is(first, n, "@cert-authority"))
		return "starts with a marker that is neither @revoked nor @cert-authority";
	out->authorities++;
	return NULL;
}

int known_hosts_read(
    struct arena *a, const char *bytes, size_t len, struct known_hosts *out, struct error *e)
{
	const char *end = bytes + len, *next;
	size_t at = 1;

	memset(out, 0, sizeof(*out));
	for (const char *p = bytes; p < end; p = next + 1, at++) {
		const char *wrong;

		next = memchr(p, '\n', (size_t)(end - p));
		if (next == NULL)
			next = end;
		wrong = add_line(a, p, next, out);
		if (a->exhausted)
			return error_memory(e);
		if (wrong != NULL)
			return error_set(e, ERROR_MALFORMED, "line %zu %s", at, say(wrong));
	}
	return 0;
}

bool known_hosts_revokes(const struct known_hosts *k, const void *blob, size_t len)
{
	for (size_t i = 0; i < k->nrevoked; i++)
		if (k->revoked[i].len == len && memcmp(k->revoked[i].blob, blob, len) == 0)
			return true;
	return false;
}
