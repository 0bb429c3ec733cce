#include "sign/sshsig_split.h"

#define BEGIN "-----BEGIN SSH SIGNATURE-----"
#define END "-----END SSH SIGNATURE-----"
#define BASE64 "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\n"
#define HEADER "gpgsig" /* of a commit, and all names that start like it (gpgsig-sha256) */

struct line {
	const char *p;
	size_t len; /* with its line feed */
};

/* The line at *at, which moves behind it; false at the end. */
static bool next_line(const char **at, const char *end, struct line *out)
{
	const char *lf;

	if (*at == end)
		return false;
	lf = memchr(*at, '\n', (size_t)(end - *at));
	out->p = *at;
	*at = lf != NULL ? lf + 1 : end;
	out->len = (size_t)(*at - out->p);
	return true;
}

static bool starts(const char *p, size_t len, const char *with)
{
	size_t n = strlen(with);

	return len >= n && memcmp(p, with, n) == 0;
}

/* Does git take a line that starts like this for the start of a signature? */
static bool begins(const char *p, size_t len)
{
	return starts(p, len, BEGIN) || starts(p, len, "-----BEGIN PGP SIGNATURE-----") ||
	    starts(p, len, "-----BEGIN PGP MESSAGE-----") ||
	    starts(p, len, "-----BEGIN SIGNED MESSAGE-----");
}

/* One BEGIN line, base64, one END line, and nothing after it. */
static bool armor_sound(const char *p, size_t len)
{
	size_t head = strlen(BEGIN "\n"), foot = strlen("\n" END);

	if (len > 0 && p[len - 1] == '\n')
		len--;
	if (len <= head + foot || !starts(p, len, BEGIN "\n") ||
	    memcmp(p + len - foot, "\n" END, foot) != 0)
		return false;
	for (size_t i = head; i < len - foot; i++)
		if (p[i] == '\0' || strchr(BASE64, p[i]) == NULL)
			return false;
	return true;
}

static int check_signature(const struct sshsig_parts *parts, struct error *e)
{
	if (!starts(parts->signature, parts->signature_len, BEGIN) &&
	    begins(parts->signature, parts->signature_len)) {
		error_set(e, ERROR_UNSUPPORTED,
		    "it has an OpenPGP or X.509 signature, and only SSH signatures count");
		return error_mend(
		    e, "set gpg.format to ssh (git config gpg.format ssh) and sign again");
	}
	if (parts->signature_len > SSHSIG_SIGNATURE_MAX)
		return error_set(e, ERROR_MALFORMED, "its signature is longer than %zu bytes",
		    SSHSIG_SIGNATURE_MAX);
	if (!armor_sound(parts->signature, parts->signature_len))
		return error_set(e, ERROR_MALFORMED,
		    "its signature is cut off, is not base64, or has text after it");
	return 0;
}

static int absent(struct error *e)
{
	return error_set(e, ERROR_ABSENT, "it is not signed");
}

int sshsig_split_tag(const char *bytes, size_t len, struct sshsig_parts *out, struct error *e)
{
	const char *at = bytes, *end = bytes + len, *found = NULL;
	bool header = true;
	struct line l;

	memset(out, 0, sizeof(*out));
	while (next_line(&at, end, &l)) {
		header = header && *l.p != '\n';
		if (header && starts(l.p, l.len, HEADER))
			return error_set(e, ERROR_MALFORMED,
			    "it has a %s header, which git leaves out of what is signed", HEADER);
		if (!begins(l.p, l.len))
			continue;
		if (found != NULL)
			return error_set(e, ERROR_MALFORMED, "it has more than one signature");
		found = l.p;
	}
	if (found == NULL)
		return absent(e);
	*out =
	    (struct sshsig_parts){ bytes, (size_t)(found - bytes), found, (size_t)(end - found) };
	if (check_signature(out, e) == 0)
		return 0;
	memset(out, 0, sizeof(*out));
	return -1;
}

/* Where the bytes of a commit go. */
struct sorted {
	char *payload, *signature;
	size_t payload_len, signature_len;
	unsigned headers; /* lines that start with gpgsig */
	bool others; /* one of them is of another kind */
};

static void put(char *to, size_t *len, const char *p, size_t n)
{
	memcpy(to + *len, p, n);
	*len += n;
}

/* The lines of the gpgsig header make the signature, without its name and without the blank of a
 * folded line. */
static void sort_commit(const char *bytes, size_t len, struct sorted *s)
{
	const char *at = bytes, *end = bytes + len;
	bool inside = false;
	struct line l;

	while (next_line(&at, end, &l)) {
		bool names = starts(l.p, l.len, HEADER), ours = starts(l.p, l.len, HEADER " ");
		size_t skip = ours ? strlen(HEADER " ") : 1;

		if (*l.p == '\n') {
			put(s->payload, &s->payload_len, l.p, (size_t)(end - l.p));
			return;
		}
		s->headers += names;
		s->others = s->others || (names && !ours);
		inside = ours || (inside && *l.p == ' ');
		if (inside)
			put(s->signature, &s->signature_len, l.p + skip, l.len - skip);
		else
			put(s->payload, &s->payload_len, l.p, l.len);
	}
}

int sshsig_split_commit(
    struct arena *a, const char *bytes, size_t len, struct sshsig_parts *out, struct error *e)
{
	struct sorted s = { .payload = arena_alloc(a, len + 1),
		.signature = arena_alloc(a, len + 1) };

	memset(out, 0, sizeof(*out));
	if (s.payload == NULL || s.signature == NULL)
		return error_memory(e);
	sort_commit(bytes, len, &s);
	if (s.headers == 0)
		return absent(e);
	if (s.headers > 1)
		return error_set(e, ERROR_MALFORMED, "it has more than one signature");
	if (s.others)
		return error_set(
		    e, ERROR_MALFORMED, "its signature is under another name than %s", HEADER);
	*out = (struct sshsig_parts){ s.payload, s.payload_len, s.signature, s.signature_len };
	if (check_signature(out, e) == 0)
		return 0;
	memset(out, 0, sizeof(*out));
	return -1;
}
