#include "policy/form.h"

#include "base/pattern.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

/* Are letters, digits and `more` its only characters, and does it start with one of `first`? */
static bool made_of(const char *s, const char *first, const char *more)
{
	if (*s == '\0' || strchr(first, *s) == NULL)
		return false;
	for (; *s != '\0'; s++)
		if (((*s | 0x20) < 'a' || (*s | 0x20) > 'z') && (*s < '0' || *s > '9') &&
		    strchr(more, *s) == NULL)
			return false;
	return true;
}

static bool starts(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

static bool ends(const char *s, size_t n, const char *with)
{
	return n >= strlen(with) && memcmp(s + n - strlen(with), with, strlen(with)) == 0;
}

const char *form_id(const char *s)
{
	size_t n = strlen(s);

	if (!made_of(s, LETTERS DIGITS "_", "_.@-"))
		return "is no id: letters, digits, '.', '_', '-' and '@' make one, with a letter, "
		       "a digit or '_' first";
	if (strstr(s, "..") != NULL || s[n - 1] == '.' || ends(s, n, ".lock"))
		return "is no id: git takes no ref name with '..', or with '.' or '.lock' at the "
		       "end";
	return NULL;
}

const char *form_person_id(const char *s)
{
	const char *dot = strrchr(s, '.'), *wrong = form_id(s);

	if (wrong == NULL && dot != NULL && strspn(dot + 1, DIGITS) == strlen(dot + 1))
		return "is no id of a person: '.' and a number at the end count that person's "
		       "sign-offs";
	return wrong;
}

const char *form_name(const char *s)
{
	return strpbrk(s, "<>") != NULL ? "holds '<' or '>', which stand around an address" : NULL;
}

const char *form_email(const char *s)
{
	const char *at = strchr(s, '@');

	if (at == NULL || at == s || at[1] == '\0' || strchr(at + 1, '@') != NULL ||
	    strpbrk(s, " \t<>,;\"") != NULL)
		return "is no address such as els@example.org";
	return NULL;
}

/* One part of a ref name, between slashes (git-check-ref-format(1), rules 1, 3, 6 and 7). */
static bool part_sound(const char *p, size_t n)
{
	return n > 0 && p[0] != '.' && p[n - 1] != '.' && !ends(p, n, ".lock");
}

static bool ref_sound(const char *s)
{
	size_t n;

	if (!starts(s, "refs/") || strpbrk(s, " \t~^:?[\\") != NULL || strstr(s, "..") != NULL ||
	    strstr(s, "@{") != NULL)
		return false;
	for (;; s += n + 1) {
		n = strcspn(s, "/");
		if (!part_sound(s, n))
			return false;
		if (s[n] == '\0')
			return true;
	}
}

static const char *reserved(const char *pattern)
{
	if (pattern_overlap(pattern, "refs/sluis/*"))
		return "reaches into refs/sluis/, which belongs to the gate";
	if (pattern_overlap(pattern, "refs/replace/*"))
		return "reaches into refs/replace/, where nobody may push";
	if (pattern_overlap(pattern, "refs/signoffs/*"))
		return "reaches into refs/signoffs/, where the sign-offs are";
	return NULL;
}

const char *form_ref(const char *s)
{
	if (!ref_sound(s) || !pattern_exact(s))
		return "is not the full name of one ref, such as refs/heads/promotions";
	return reserved(s);
}

const char *form_pattern(const char *s)
{
	const char *star = strchr(s, '*');

	if (!ref_sound(s))
		return "is not the full name of a ref, such as refs/heads/production";
	if (star != NULL && strchr(star + 1, '*') != NULL)
		return "has more than one '*'";
	if (reserved(s) != NULL)
		return reserved(s);
	if (star != NULL && pattern_overlap(s, "refs/tags/*") && !starts(s, "refs/tags/"))
		return "reaches into refs/tags/ and beyond: tags are an environment of their own";
	return NULL;
}

const char *form_trailer(const char *s)
{
	static const char *const taken[] = { "Promotion", "Implementation-Plan", "Impact",
		"Acceptance-Result", "Parallel-Run", "Emergency", "Reviews-Emergency",
		"Rolls-Back-To", "Co-authored-by", "Signed-off-by" };

	if (!made_of(s, LETTERS, "-"))
		return "is no key of a trailer: letters, digits and '-' make one, with a letter "
		       "first";
	for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
		if (strcasecmp(s, taken[i]) == 0)
			return "has a meaning of its own: take another word";
	return NULL;
}

/* git-receive-pack(1) and CGI hand on what the client sent, in variables of these names. */
const char *form_variable(const char *s)
{
	if (!made_of(s, LETTERS "_", "_"))
		return "is not env: and the name of a variable, such as env:REMOTE_USER";
	if (starts(s, "HTTP_") || starts(s, "GIT_PUSH_OPTION_") || strcmp(s, "GIT_PROTOCOL") == 0 ||
	    strcmp(s, "SSH_ORIGINAL_COMMAND") == 0)
		return "is what the client says, not the server";
	return NULL;
}

const char *form_host(const char *s)
{
	if (!made_of(s, LETTERS DIGITS, ".-"))
		return "is no host: letters, digits, '.' and '-' make one, with a letter or a "
		       "digit first";
	return NULL;
}

const char *form_user(const char *s)
{
	if (!made_of(s, LETTERS DIGITS "_", "_.-"))
		return "is no user: letters, digits, '_', '.' and '-' make one, with a letter, a "
		       "digit or '_' first";
	return NULL;
}

const char *form_file(const char *s)
{
	return *s != '/' ? "is no absolute path of a file" : NULL;
}

const char *form_zone(const char *s)
{
	return zone_known(s) ? NULL :
	                       "is no time zone that this machine knows (package tzdata), such as "
	                       "Europe/Amsterdam";
}

const char *form_mirror(const char *s)
{
	static const char *const schemes[] = { "ssh://", "https://", "file:///", "/" };

	if (s[strcspn(s, " \t")] != '\0')
		return "has a blank";
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		size_t n = strlen(schemes[i]);

		if (starts(s, schemes[i]) && s[n] != '-' && s[n] != '\0')
			return NULL;
	}
	return "is no ssh://, https:// or file:/// URL and no absolute path";
}

const char *form_repository(const char *s)
{
	static const char path[] = LETTERS DIGITS "/._~+@-";
	const char *host = starts(s, "ssh://") ? s + strlen("ssh://") : NULL, *at;

	if (host == NULL)
		return *s == '/' && s[1] != '\0' ?
		    NULL :
		    "is no absolute path and no ssh:// URL of a bare repository";
	at = strchr(host, '@');
	if (at != NULL && at < host + strcspn(host, "/")) {
		if (at == host || strchr(LETTERS DIGITS "_", *host) == NULL ||
		    strspn(host, LETTERS DIGITS "_.-") != (size_t)(at - host))
			return "names no user before '@'";
		host = at + 1;
	}
	at = host + strspn(host, LETTERS DIGITS ".-");
	if (at == host || strchr(LETTERS DIGITS, *host) == NULL)
		return "names no host: letters, digits, '.' and '-' make one, with a letter or a "
		       "digit first";
	if (*at == ':' && strspn(at + 1, DIGITS) > 0 && strspn(at + 1, DIGITS) < 6)
		at += 1 + strspn(at + 1, DIGITS);
	if (*at != '/' || at[1] == '\0' || at[strspn(at, path)] != '\0')
		return "is no ssh://USER@HOST/PATH, with a path of letters, digits and /._~+@-";
	return NULL;
}
