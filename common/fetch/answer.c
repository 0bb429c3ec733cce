#include "fetch/answer.h"

#include "base/utf8.h"

static const struct {
	const char *word;
	enum fetch_answer_kind kind;
	enum error_kind error; /* of NO and LOST */
} words[] = {
	{ "ready", ANSWER_READY, ERROR_NONE },
	{ "size", ANSWER_SIZE, ERROR_NONE },
	{ "data", ANSWER_DATA, ERROR_NONE },
	{ "end", ANSWER_END, ERROR_NONE },
	{ "absent", ANSWER_NO, ERROR_ABSENT },
	{ "refused", ANSWER_NO, ERROR_MALFORMED },
	{ "unread", ANSWER_NO, ERROR_UNREADABLE },
	{ "lost", ANSWER_LOST, ERROR_UNREADABLE },
};

#define NWORDS (sizeof(words) / sizeof(words[0]))
#define DIGITS_MAX 10

/* Plain decimal, no zeros in front. */
static int read_number(const char *p, size_t len, size_t *out)
{
	*out = 0;
	if (len == 0 || len > DIGITS_MAX || (*p == '0' && len > 1))
		return -1;
	for (size_t i = 0; i < len; i++) {
		if (p[i] < '0' || p[i] > '9')
			return -1;
		*out = *out * 10 + (size_t)(p[i] - '0');
	}
	return 0;
}

static int read_texts(const char *p, size_t len, enum error_kind kind, struct error *out)
{
	const char *tab = memchr(p, '\t', len);
	size_t n = tab != NULL ? (size_t)(tab - p) : len;
	const char *mend = tab != NULL ? tab + 1 : p + len;

	if (n == 0 || !utf8_line(p, n) || !utf8_line(mend, (size_t)(p + len - mend)))
		return -1;
	error_set(out, kind, "%.*s", (int)n, p);
	error_mend(out, "%.*s", (int)(p + len - mend), mend);
	return 0;
}

int fetch_answer_read(const char *line, size_t len, struct fetch_answer *out)
{
	const char *blank = memchr(line, ' ', len);
	size_t n = blank != NULL ? (size_t)(blank - line) : len;
	const char *rest = blank != NULL ? blank + 1 : NULL;
	size_t left = blank != NULL ? len - n - 1 : 0, i = 0;
	int rc = -1;

	memset(out, 0, sizeof(*out));
	while (i < NWORDS && (strlen(words[i].word) != n || memcmp(words[i].word, line, n) != 0))
		i++;
	if (i == NWORDS || len > FETCH_ANSWER_MAX)
		return -1;
	if (words[i].error != ERROR_NONE)
		rc = rest != NULL ? read_texts(rest, left, words[i].error, &out->why) : -1;
	else if (words[i].kind == ANSWER_SIZE || words[i].kind == ANSWER_DATA)
		rc = rest != NULL ? read_number(rest, left, &out->n) : -1;
	else
		rc = rest == NULL ? 0 : -1;
	if (rc == 0)
		out->kind = words[i].kind;
	else
		memset(out, 0, sizeof(*out));
	return rc;
}

size_t fetch_answer_write(const struct error *e, int lost, char *line)
{
	const char *word = lost ? "lost" : "unread";
	int n;

	for (size_t i = 0; !lost && i < NWORDS; i++)
		if (words[i].error == e->kind && words[i].kind == ANSWER_NO)
			word = words[i].word;
	n = snprintf(line, FETCH_ANSWER_MAX + 1, "%s %s\t%s\n", word,
	    *e->text != '\0' ? e->text : say("no reason"), e->mend);
	return n < 0 ? 0 : (size_t)n;
}
