#include "signers.h"

#include <string.h>

#include "signers_line.h"

#define SIGNERS_LINE_MAX 8192 /* an RSA key of 16384 bits takes 2800 */

struct file {
	struct arena *arena;
	struct signers *out;
	struct ini_problems *problems;
	size_t room;
};

const char *
signers_bytes_wrong(const char *p, size_t n)
{
	if (n > SIGNERS_LINE_MAX)
		return "the line is longer than 8192 bytes";
	if (n > 0 && p[n - 1] == '\r')
		return "the line ends in CR LF: save the file with LF line ends";
	for (size_t i = 0; i < n; i++)
		if (((unsigned char)p[i] < 0x20 && p[i] != '\t') || p[i] == 0x7f)
			return "the line holds a control character";
	return NULL;
}

static int
append(struct file *f, const struct signer *s)
{
	struct signers *out = f->out;

	if (out->n == f->room) {
		size_t want = f->room != 0 ? 2 * f->room : 8;
		struct signer *list = arena_grow(f->arena, out->list, out->n, want, sizeof(*list));

		if (list == NULL)
			return -1;
		out->list = list;
		f->room = want;
	}
	out->list[out->n++] = *s;
	return 0;
}

static int
read_line(struct file *f, const char *p, size_t n, unsigned number)
{
	struct signer s = { .line = number };
	const char *wrong = signers_bytes_wrong(p, n);

	if (wrong == NULL) {
		char *line = arena_strndup(f->arena, p, n);

		if (line == NULL)
			return -1;
		line += strspn(line, " \t");
		if (*line == '\0' || *line == '#')
			return 0;
		wrong = signers_line_read(f->arena, line, &s);
	}
	if (f->arena->exhausted)
		return -1;
	if (wrong != NULL)
		return ini_problem(f->arena, f->problems, number, "%s", wrong);
	return append(f, &s);
}

int
signers_read(struct arena *a, const char *bytes, size_t len, struct signers *out,
    struct ini_problems *problems, struct error *e)
{
	const char *p = bytes, *end = bytes + len;
	struct file f = { a, out, problems, 0 };

	memset(out, 0, sizeof(*out));
	memset(problems, 0, sizeof(*problems));
	for (unsigned number = 1; p < end; number++) {
		const char *lf = memchr(p, '\n', (size_t)(end - p));

		if (read_line(&f, p, (size_t)((lf != NULL ? lf : end) - p), number) < 0)
			return error_memory(e);
		p = lf != NULL ? lf + 1 : end;
	}
	if (problems->n == 0)
		return 0;
	memset(out, 0, sizeof(*out));
	return error_set(e, ERROR_MALFORMED,
	    problems->n == 1 ? "allowed_signers has %zu problem, the first on line %u: %s" :
	                       "allowed_signers has %zu problems, the first on line %u: %s",
	    problems->n, problems->list[0].line, problems->list[0].text);
}

static bool
is_key(const struct signer *s, const char *key_type, const char *key, int64_t now)
{
	return strcmp(s->key_type, key_type) == 0 && strcmp(s->key, key) == 0 &&
	    now >= s->valid_after && now <= s->valid_before;
}

const char *
signers_principal(
    const struct signers *s, const char *key_type, const char *key, int64_t now, bool *ambiguous)
{
	const char *found = NULL;

	*ambiguous = false;
	for (size_t i = 0; i < s->n; i++) {
		if (s->list[i].cert_authority || !is_key(&s->list[i], key_type, key, now))
			continue;
		for (size_t j = 0; j < s->list[i].nprincipals; j++) {
			if (found != NULL && strcmp(found, s->list[i].principals[j]) != 0) {
				*ambiguous = true;
				return NULL;
			}
			found = s->list[i].principals[j];
		}
	}
	return found;
}

bool
signers_certifies(const struct signers *s, const char *ca_type, const char *ca_key,
    const char *principal, int64_t now)
{
	for (size_t i = 0; i < s->n; i++) {
		if (!s->list[i].cert_authority || !is_key(&s->list[i], ca_type, ca_key, now))
			continue;
		for (size_t j = 0; j < s->list[i].nprincipals; j++)
			if (strcmp(s->list[i].principals[j], principal) == 0)
				return true;
	}
	return false;
}
