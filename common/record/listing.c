#include "record/listing.h"

#define FIELDS 3
#define OWNER_MAY_RUN 0100

int listing_order(const char *x, const char *y)
{
	for (; *x != '\0' && *x == *y; x++)
		y++;
	if (*x != '\0' && *y != '\0' && (*x == '/' || *y == '/'))
		return *x == '/' ? -1 : 1;
	return (unsigned char)*x - (unsigned char)*y;
}

static int by_path(const void *x, const void *y)
{
	return listing_order(((const struct listed *)x)->path, ((const struct listed *)y)->path);
}

/* "f755". 0 or -1. */
static int read_mode(const char *text, struct listed *out)
{
	static const char kinds[] = "fdl";
	static const enum listed_kind means[] = { LISTED_FILE, LISTED_FOLDER, LISTED_LINK };
	const char *kind = *text != '\0' ? strchr(kinds, *text) : NULL;
	size_t n = *text != '\0' ? strspn(text + 1, "01234567") : 0;

	if (n == 0 || n > 6 || text[1 + n] != '\0')
		return -1;
	out->kind = kind != NULL ? means[kind - kinds] : LISTED_OTHER;
	out->executable = (strtoul(text + 1, NULL, 8) & OWNER_MAY_RUN) != 0;
	return 0;
}

/* A name that leads from the folder to something in it. */
static bool is_below(const char *path)
{
	for (const char *at = path;; at++) {
		size_t n = strcspn(at, "/");

		if (n == 0 || (n == 1 && at[0] == '.') || (n == 2 && at[0] == '.' && at[1] == '.'))
			return false;
		at += n;
		if (*at == '\0')
			return true;
	}
}

/* Three fields of NUL-ended text. */
static int read_entry(const char **at, const char *end, struct listed *out)
{
	const char *field[FIELDS];

	for (size_t i = 0; i < FIELDS; i++) {
		const char *nul = memchr(*at, '\0', (size_t)(end - *at));

		if (nul == NULL)
			return -1;
		field[i] = *at;
		*at = nul + 1;
	}
	if (read_mode(field[0], out) < 0 || !is_below(field[1]) ||
	    (out->kind == LISTED_LINK) != (*field[2] != '\0'))
		return -1;
	out->path = field[1];
	out->link = field[2];
	return 0;
}

int listing_read(
    struct arena *a, const char *bytes, size_t len, struct listing *out, struct error *e)
{
	const char *at = bytes, *end = bytes + len;
	size_t n = 0;

	*out = (struct listing){ 0 };
	for (size_t i = 0; i < len; i++)
		n += bytes[i] == '\0';
	if (n % FIELDS != 0 || n / FIELDS > LISTING_MAX)
		return error_set(e, ERROR_MALFORMED,
		    n % FIELDS != 0 ? "it is no answer of GNU find" : "these are too many files");
	out->list = arena_array(a, n / FIELDS + 1, sizeof(*out->list));
	if (out->list == NULL)
		return error_memory(e);
	while (at < end)
		if (read_entry(&at, end, &out->list[out->n++]) < 0)
			goto malformed;
	if (out->n > 1)
		qsort(out->list, out->n, sizeof(*out->list), by_path);
	for (size_t i = 1; i < out->n; i++)
		if (by_path(&out->list[i - 1], &out->list[i]) == 0)
			goto malformed;
	return 0;
malformed:
	*out = (struct listing){ 0 };
	return error_set(e, ERROR_MALFORMED, "it is no answer of GNU find");
}

struct listed *listing_find(const struct listing *l, const char *path)
{
	const struct listed key = { .path = path };

	return l->n > 0 ? bsearch(&key, l->list, l->n, sizeof(*l->list), by_path) : NULL;
}

static bool ends(const char *line, size_t n, const char *with)
{
	size_t k = strlen(with);

	return n > k && memcmp(line + n - k, with, k) == 0;
}

int listing_sums(const char *bytes, size_t len, bool *same, size_t n, struct error *e)
{
	size_t at = 0, i = 0;

	for (; at < len && i < n; i++) {
		const char *line = bytes + at, *lf = memchr(line, '\n', len - at);
		size_t k = lf != NULL ? (size_t)(lf - line) : 0;

		same[i] = ends(line, k, ": OK");
		if (!same[i] && !ends(line, k, ": FAILED") &&
		    !ends(line, k, ": FAILED open or read"))
			break;
		at += k + 1;
	}
	if (at == len && i == n)
		return 0;
	memset(same, 0, n * sizeof(*same));
	return error_set(e, ERROR_MALFORMED, "it is no answer of sha256sum -c to %zu lines", n);
}
