#include "signers_line.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base64.h"
#include "escape.h"

static const char *const key_types[] = {
	"ssh-ed25519",
	"ssh-rsa",
	"ecdsa-sha2-nistp256",
	"ecdsa-sha2-nistp384",
	"ecdsa-sha2-nistp521",
	"sk-ssh-ed25519@openssh.com",
	"sk-ecdsa-sha2-nistp256@openssh.com",
};

struct option {
	const char *name;
	bool valued;
	const char *(*set)(struct arena *a, const char *value, struct signer *out);
};

static const char *
set_authority(struct arena *a, const char *value, struct signer *out)
{
	(void)a;
	(void)value;
	out->cert_authority = true;
	return NULL;
}

/* Limits what the key may sign; who holds it is the same person whatever it signs. */
static const char *
set_namespaces(struct arena *a, const char *value, struct signer *out)
{
	(void)a;
	(void)out;
	return *value == '\0' ? "namespaces is empty" : NULL;
}

static const char *
bad_time(struct arena *a, const char *value)
{
	return arena_printf(a,
	    "'%s' is no time: write YYYYMMDD, YYYYMMDDHHMM or YYYYMMDDHHMMSS, with Z for UTC",
	    escape(a, value));
}

static const char *
set_after(struct arena *a, const char *value, struct signer *out)
{
	return signers_time(value, &out->valid_after) < 0 ? bad_time(a, value) : NULL;
}

static const char *
set_before(struct arena *a, const char *value, struct signer *out)
{
	return signers_time(value, &out->valid_before) < 0 ? bad_time(a, value) : NULL;
}

static const struct option options[] = {
	{ "cert-authority", false, set_authority },
	{ "namespaces", true, set_namespaces },
	{ "valid-after", true, set_after },
	{ "valid-before", true, set_before },
};

#define OPTIONS (sizeof(options) / sizeof(options[0]))

/* The text of a "..." at *s, in which \" stands for a quote; *s moves past it. NULL when it does
 * not end. */
static const char *
unquote(struct arena *a, const char **s)
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

static const char *
read_option(struct arena *a, const char **s, unsigned *seen, struct signer *out)
{
	size_t n = strcspn(*s, "=, \t"), i = 0;
	const char *name = *s, *value = "";

	while (i < OPTIONS &&
	    (strlen(options[i].name) != n || strncasecmp(options[i].name, name, n) != 0))
		i++;
	if (i == OPTIONS)
		return arena_printf(a,
		    "'%s' is neither an option nor a key type that is known here",
		    escape_bytes(a, name, n));
	if ((*seen & 1u << i) != 0)
		return arena_printf(a, "the option %s stands there twice", options[i].name);
	*seen |= 1u << i;
	*s += n;
	if ((**s == '=') != options[i].valued)
		return arena_printf(a, "the option %s %s", options[i].name,
		    options[i].valued ? "needs a value: =\"...\"" : "takes no value");
	if (options[i].valued) {
		(*s)++;
		value = **s == '"' ? unquote(a, s) : NULL;
		if (value == NULL)
			return arena_printf(
			    a, "the value of %s is not between two quotes", options[i].name);
	}
	return options[i].set(a, value, out);
}

static const char *
read_options(struct arena *a, const char **s, struct signer *out)
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

static const char *
add_principal(struct arena *a, const char *p, size_t n, struct signer *out)
{
	if (n == 0)
		return "a principal is empty";
	for (size_t i = 0; i < n; i++)
		if (strchr("*?!", p[i]) != NULL)
			return arena_printf(a,
			    "the principal '%s' is a pattern, and a pattern names nobody: write "
			    "the person's id",
			    escape_bytes(a, p, n));
	/* ssh-keygen ends the principals at any quote, also one after a backslash. */
	if (memchr(p, '"', n) != NULL)
		return arena_printf(a, "the principal '%s' holds a quote", escape_bytes(a, p, n));
	out->principals[out->nprincipals] = arena_strndup(a, p, n);
	return out->principals[out->nprincipals++] != NULL ? NULL : "out of memory";
}

static const char *
add_principals(struct arena *a, const char *list, struct signer *out)
{
	size_t room = 1, n;
	const char *wrong;

	for (const char *p = list; *p != '\0'; p++)
		room += *p == ',';
	out->principals = arena_array(a, room, sizeof(*out->principals));
	if (out->principals == NULL)
		return "out of memory";
	for (;;) {
		n = strcspn(list, ",");
		wrong = add_principal(a, list, n, out);
		if (wrong != NULL || list[n] == '\0')
			return wrong;
		list += n + 1;
	}
}

static const char *
read_principals(struct arena *a, const char **s, struct signer *out)
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

static const char *
known_type(const char *s)
{
	size_t n = strcspn(s, " \t");

	for (size_t i = 0; i < sizeof(key_types) / sizeof(key_types[0]); i++)
		if (strlen(key_types[i]) == n && memcmp(key_types[i], s, n) == 0)
			return key_types[i];
	return NULL;
}

/* RFC 4253 6.6: a key starts with its own type, a length of four bytes before it. */
static const char *
check_blob(struct arena *a, const char *type, const char *text, size_t len)
{
	size_t n, tlen = strlen(type);
	const unsigned char *blob = base64_decode(a, text, len, &n);

	if (blob == NULL)
		return "the key is not base64";
	if (n <= 4 + tlen || blob[0] != 0 || blob[1] != 0 || blob[2] != 0 || blob[3] != tlen ||
	    memcmp(blob + 4, type, tlen) != 0)
		return arena_printf(a, "the key is no %s key", type);
	return NULL;
}

const char *
signers_key_read(struct arena *a, const char *s, const char **type, const char **key)
{
	size_t n;

	*type = known_type(s);
	if (*type == NULL)
		return arena_printf(a, "'%s' is no key type that is known here",
		    escape_bytes(a, s, strcspn(s, " \t")));
	s += strlen(*type);
	s += strspn(s, " \t");
	n = strcspn(s, " \t");
	if (n == 0)
		return "no key stands after its type";
	*key = arena_strndup(a, s, n);
	return check_blob(a, *type, s, n);
}

const char *
signers_line_read(struct arena *a, const char *line, struct signer *out)
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
