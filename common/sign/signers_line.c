#include "base/base64.h"
#include "base/digest.h"
#include "sign/signers.h"

#define LINE_BYTES_MAX 8192 /* an RSA key of 16384 bits takes 2800 */

static const char *const key_types[] = {
	"ssh-ed25519",
	"ssh-rsa",
	"ecdsa-sha2-nistp256",
	"ecdsa-sha2-nistp384",
	"ecdsa-sha2-nistp521",
	"sk-ssh-ed25519@openssh.com",
	"sk-ecdsa-sha2-nistp256@openssh.com",
};

static const char *bytes_wrong(const char *p, size_t n)
{
	if (n > LINE_BYTES_MAX)
		return "the line is longer than 8192 bytes";
	if (n > 0 && p[n - 1] == '\r')
		return "the line ends in CR LF: save the file with LF line ends";
	for (size_t i = 0; i < n; i++)
		if (((unsigned char)p[i] < 0x20 && p[i] != '\t') || p[i] == 0x7f)
			return "the line holds a control character";
	return NULL;
}

bool signers_lines_next(struct signers_lines *l)
{
	while (l->at < l->end && !l->arena->exhausted) {
		const char *p = l->at, *lf = memchr(p, '\n', (size_t)(l->end - p));
		size_t n = (size_t)((lf != NULL ? lf : l->end) - p);

		l->at = lf != NULL ? lf + 1 : l->end;
		l->number++;
		l->wrong = l->number == 1 && n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0 ?
		    "the file starts with a byte order mark: save it as UTF-8 without one" :
		    bytes_wrong(p, n);
		l->text = l->wrong == NULL ? arena_strndup(l->arena, p, n) : NULL;
		if (l->wrong != NULL)
			return true;
		if (l->text == NULL)
			return false;
		l->text += strspn(l->text, " \t");
		if (*l->text != '\0' && *l->text != '#')
			return true;
	}
	return false;
}

static const char *bad_time(struct arena *a, const char *value)
{
	return say_printf(a,
	    "'%s' is no time: write YYYYMMDD, YYYYMMDDHHMM or YYYYMMDDHHMMSS, with Z for UTC",
	    escape(a, value));
}

static int digits(const char **s, int n)
{
	int v = 0;

	while (n-- > 0)
		v = v * 10 + (*(*s)++ - '0');
	return v;
}

/* mktime() makes 3 March of 31 February; a date that does not exist is a typing error. */
static bool date_exists(int year, int month, int day)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month >= 1 && month <= 12 && day >= 1 &&
	    day <= days[month - 1] + (leap && month == 2);
}

/* YYYYMMDD, YYYYMMDDHHMM or YYYYMMDDHHMMSS, with Z for UTC, else in the server's time zone. */
static const char *read_time(struct arena *a, const char *s, int64_t *out)
{
	size_t n = strspn(s, "0123456789");
	bool utc = strcasecmp(s + n, "Z") == 0 || strcasecmp(s + n, "UTC") == 0;
	struct tm tm = { 0 };
	const char *all = s;
	int year, month;
	time_t t;

	if ((n != 8 && n != 12 && n != 14) || (s[n] != '\0' && !utc))
		return bad_time(a, all);
	year = digits(&s, 4);
	month = digits(&s, 2);
	tm.tm_mday = digits(&s, 2);
	tm.tm_hour = n >= 12 ? digits(&s, 2) : 0;
	tm.tm_min = n >= 12 ? digits(&s, 2) : 0;
	tm.tm_sec = n == 14 ? digits(&s, 2) : 0;
	if (year < 1970 || !date_exists(year, month, tm.tm_mday) || tm.tm_hour > 23 ||
	    tm.tm_min > 59 || tm.tm_sec > 59)
		return bad_time(a, all);
	tm.tm_year = year - 1900;
	tm.tm_mon = month - 1;
	/* tm_isdst stays 0 as in ssh-keygen, so that both read a summer time as the same moment. */
	t = utc ? timegm(&tm) : mktime(&tm);
	if (t == (time_t)-1)
		return bad_time(a, all);
	*out = (int64_t)t;
	return NULL;
}

enum option { CERT_AUTHORITY, NAMESPACES, VALID_AFTER, VALID_BEFORE, OPTIONS };

static const char *const options[OPTIONS] = { "cert-authority", "namespaces", "valid-after",
	"valid-before" };

static const char *set_option(
    struct arena *a, enum option which, const char *value, struct signer *out)
{
	switch (which) {
	case CERT_AUTHORITY:
		out->cert_authority = true;
		return NULL;
	case VALID_AFTER:
		return read_time(a, value, &out->valid_after);
	case VALID_BEFORE:
		return read_time(a, value, &out->valid_before);
	default: /* namespaces limit what the key may sign, not whose it is */
		out->namespaces = value;
		return *value == '\0' ? "namespaces is empty" : NULL;
	}
}

/* The text of a "..." at *s, in which \" stands for a quote; *s moves past it. NULL when it does
 * not end. */
static const char *unquote(struct arena *a, const char **s)
{
	char *out = arena_alloc(a, strlen(*s) + 1), *to = out;
	const char *p = *s + 1;

	if (out == NULL)
		return NULL;
	while (*p != '\0' && *p != '"') {
		if (p[0] == '\\' && p[1] == '"')
			p++;
		*to++ = *p++;
	}
	*s = p + 1;
	return *p == '"' ? out : NULL;
}

static const char *read_option(struct arena *a, const char **s, unsigned *seen, struct signer *out)
{
	size_t n = strcspn(*s, "=, \t");
	const char *name = *s, *value = "";
	enum option i = 0;

	while (i < OPTIONS && (strlen(options[i]) != n || strncasecmp(options[i], name, n) != 0))
		i++;
	if (i == OPTIONS)
		return say_printf(a, "'%s' is neither an option nor a key type that is known here",
		    escape_bytes(a, name, n));
	if ((*seen & 1u << i) != 0)
		return say_printf(a, "the option %s appears twice", options[i]);
	*seen |= 1u << i;
	*s += n;
	if ((**s == '=') != (i != CERT_AUTHORITY))
		return say_printf(a, "the option %s %s", options[i],
		    say(i != CERT_AUTHORITY ? "needs a value: =\"...\"" : "takes no value"));
	if (i != CERT_AUTHORITY) {
		(*s)++;
		value = **s == '"' ? unquote(a, s) : NULL;
		if (value == NULL)
			return say_printf(
			    a, "the value of %s is not between two quotes", options[i]);
	}
	return set_option(a, i, value, out);
}

static const char *read_options(struct arena *a, const char **s, struct signer *out)
{
	unsigned seen = 0;
	const char *wrong;

	for (;;) {
		wrong = read_option(a, s, &seen, out);
		if (wrong != NULL)
			return wrong;
		if (**s != ',')
			break;
		(*s)++;
	}
	if (**s != ' ' && **s != '\t')
		return "no blank stands between the options and the key";
	*s += strspn(*s, " \t");
	return out->valid_after > out->valid_before ? "valid-before is earlier than valid-after" :
	                                              NULL;
}

static const char *add_principal(struct arena *a, const char *p, size_t n, struct signer *out)
{
	if (n == 0)
		return "a principal is empty";
	for (size_t i = 0; i < n; i++)
		if (strchr("*?!", p[i]) != NULL)
			return say_printf(a,
			    "the principal '%s' is a pattern, and a pattern names nobody: write "
			    "the person's id",
			    escape_bytes(a, p, n));
	/* ssh-keygen ends the principals at any quote, also one after a backslash. */
	if (memchr(p, '"', n) != NULL)
		return say_printf(a, "the principal '%s' holds a quote", escape_bytes(a, p, n));
	return ARENA_ADD(a, out->principals, out->nprincipals,
	           (const char *){ arena_strndup(a, p, n) }) != NULL ?
	    NULL :
	    "out of memory";
}

static const char *add_principals(struct arena *a, const char *list, struct signer *out)
{
	for (;;) {
		size_t n = strcspn(list, ",");
		const char *wrong = add_principal(a, list, n, out);

		if (wrong != NULL || list[n] == '\0')
			return wrong;
		list += n + 1;
	}
}

static const char *read_principals(struct arena *a, const char **s, struct signer *out)
{
	const char *list, *wrong;
	size_t n = strcspn(*s, " \t");

	if (**s == '"') {
		list = unquote(a, s);
	} else {
		list = arena_strndup(a, *s, n);
		*s += n;
	}
	if (list == NULL)
		return "the principals start with a quote that does not end";
	wrong = add_principals(a, list, out);
	n = strspn(*s, " \t");
	*s += n;
	if (wrong == NULL && **s == '\0')
		return "nothing stands after the principals";
	return wrong == NULL && n == 0 ? "no blank stands after the principals" : wrong;
}

static const char *known_type(const char *s)
{
	size_t n = strcspn(s, " \t");

	for (size_t i = 0; i < sizeof(key_types) / sizeof(key_types[0]); i++)
		if (strlen(key_types[i]) == n && memcmp(key_types[i], s, n) == 0)
			return key_types[i];
	return NULL;
}

/* RFC 4251 5: strings, a length of four bytes before each. One that was cut off does not end. */
static bool is_whole(const unsigned char *blob, size_t n)
{
	while (n >= 4) {
		size_t len = (size_t)blob[0] << 24 | blob[1] << 16 | blob[2] << 8 | blob[3];

		if (len > n - 4)
			return false;
		blob += 4 + len;
		n -= 4 + len;
	}
	return n == 0;
}

/* RFC 4253 6.6: a key starts with its own type, a length of four bytes before it. */
static const char *check_blob(struct arena *a, const char *type, const char *text, size_t len)
{
	size_t n, tlen = strlen(type);
	const unsigned char *blob = base64_decode(a, text, len, &n);

	if (blob == NULL)
		return "the key is not base64";
	if (n <= 4 + tlen || blob[0] != 0 || blob[1] != 0 || blob[2] != 0 || blob[3] != tlen ||
	    memcmp(blob + 4, type, tlen) != 0)
		return say_printf(a, "the key is no %s key", type);
	return is_whole(blob, n) ? NULL : "the key is cut off";
}

const char *signers_key_read(struct arena *a, const char *s, const char **type, const char **key)
{
	size_t n;

	*type = known_type(s);
	if (*type == NULL)
		return say_printf(a, "'%s' is no key type that is known here",
		    escape_bytes(a, s, strcspn(s, " \t")));
	s += strlen(*type);
	s += strspn(s, " \t");
	n = strcspn(s, " \t");
	if (n == 0)
		return "no key stands after its type";
	*key = arena_strndup(a, s, n);
	return check_blob(a, *type, s, n);
}

const char *signers_line_read(struct arena *a, const char *line, struct signer *out)
{
	const char *s = line, *wrong;

	out->valid_after = INT64_MIN;
	out->valid_before = INT64_MAX;
	wrong = read_principals(a, &s, out);
	if (wrong == NULL && known_type(s) == NULL)
		wrong = read_options(a, &s, out);
	if (wrong != NULL)
		return wrong;
	return signers_key_read(a, s, &out->key_type, &out->key);
}

const char *signers_fingerprint(struct arena *a, const char *key)
{
	unsigned char sum[DIGEST_SIZE];
	size_t n;
	const unsigned char *blob = base64_decode(a, key, strlen(key), &n);
	const char *text;

	if (blob == NULL || digest_sha256(blob, n, sum) < 0)
		return "(no readable key)";
	text = base64_encode_bare(a, sum, sizeof(sum));
	text = text != NULL ? arena_printf(a, "SHA256:%s", text) : NULL;
	return text != NULL ? text : "(out of memory)";
}
