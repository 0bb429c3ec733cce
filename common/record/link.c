#include "record/link.h"

#include "base/digest.h"

#define LINK_PATH_MAX 1024
#define LINK_HOST_MAX 253 /* RFC 1035 2.3.4, without the final dot */

#define GIT_SCHEME "git:"
#define SFTP_SCHEME "sftp://"
#define DIGEST_SCHEME "sha256:"

static int refuse(struct arena *a, const char *text, const char *why, struct error *e)
{
	const char *shown = escape(a, text);

	if (a->exhausted)
		return error_memory(e);
	error_set(e, ERROR_MALFORMED, "the link '%s' %s", shown, say(why));
	return error_mend(
	    e, "write it as git:PATH sha256:HEX, where HEX is what sha256sum prints for the file");
}

/* One part of a path, between slashes: NULL when it is fine, else what is wrong with it. */
static const char *part_wrong(const char *p, size_t n)
{
	if (n == 0)
		return "has an empty part in its path";
	if ((n == 1 && p[0] == '.') || (n == 2 && p[0] == '.' && p[1] == '.'))
		return "has a '.' or '..' part in its path";
	/* git refuses such a path on checkout: nobody could read the evidence in a clone. */
	if (n == 4 && strncasecmp(p, ".git", n) == 0)
		return "has a .git part in its path";
	return NULL;
}

/* A path without its leading slash. */
static const char *path_wrong(const char *p, size_t n)
{
	const char *end = p + n, *slash, *wrong;

	if (n == 0)
		return "has no path";
	if (n > LINK_PATH_MAX)
		return "has a path of more than 1024 bytes";
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)p[i] < 0x20 || p[i] == 0x7f || p[i] == '\\')
			return "has a control character or a backslash in its path";
	for (;;) {
		slash = memchr(p, '/', (size_t)(end - p));
		wrong = part_wrong(p, (size_t)((slash != NULL ? slash : end) - p));
		if (wrong != NULL || slash == NULL)
			return wrong;
		p = slash + 1;
	}
}

/* Only plain names: '-' at the start, '@' and ':' would mean something else to ssh. */
static const char *host_wrong(const char *p, size_t n)
{
	if (n == 0)
		return "names no host";
	if (n > LINK_HOST_MAX)
		return "has a host name of more than 253 bytes";
	if (p[0] == '-' || p[0] == '.')
		return "has a host name that starts with '-' or '.'";
	for (size_t i = 0; i < n; i++)
		if (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-",
		        p[i]) == NULL)
			return "has a character in its host name that is no letter, digit, '.' or "
			       "'-'";
	return NULL;
}

static const char *read_git(struct arena *a, const char *p, size_t n, struct link *out)
{
	out->kind = LINK_GIT;
	out->path = arena_strndup(a, p, n);
	return n > 0 && p[0] == '/' ? "has a path that starts with a slash" : path_wrong(p, n);
}

static const char *read_sftp(struct arena *a, const char *p, size_t n, struct link *out)
{
	const char *slash = memchr(p, '/', n), *wrong;
	size_t host = slash != NULL ? (size_t)(slash - p) : n;

	wrong = host_wrong(p, host);
	if (wrong != NULL || slash == NULL)
		return wrong != NULL ? wrong : "has no path";
	out->kind = LINK_SFTP;
	out->host = arena_strndup(a, p, host);
	out->path = arena_strndup(a, slash, n - host);
	return path_wrong(slash + 1, n - host - 1);
}

static const char *read_location(struct arena *a, const char *p, size_t n, struct link *out)
{
	size_t git = strlen(GIT_SCHEME), sftp = strlen(SFTP_SCHEME);

	if (n >= git && memcmp(p, GIT_SCHEME, git) == 0)
		return read_git(a, p + git, n - git, out);
	if (n >= sftp && memcmp(p, SFTP_SCHEME, sftp) == 0)
		return read_sftp(a, p + sftp, n - sftp, out);
	return "starts with neither git: nor sftp://";
}

static const char *read_digest(const char *p, struct link *out)
{
	size_t scheme = strlen(DIGEST_SCHEME);

	if (strncmp(p, DIGEST_SCHEME, scheme) != 0)
		return "has something else than sha256:HEX after the place";
	if (digest_parse(p + scheme, strlen(p + scheme), out->sha256) < 0)
		return "has a sha256 that is not exactly 64 hex digits";
	return NULL;
}

int link_read(struct arena *a, const char *text, struct link *out, struct error *e)
{
	size_t place = strcspn(text, " \t"), gap = strspn(text + place, " \t");
	const char *digest = text + place + gap, *wrong = NULL;

	memset(out, 0, sizeof(*out));
	if (*text == '\0')
		wrong = "is empty";
	else if (place == 0)
		wrong = "starts with a blank";
	else if (*digest == '\0')
		wrong = "has no sha256 (a place and its digest, one blank between them)";
	if (wrong == NULL)
		wrong = read_location(a, text, place, out);
	if (wrong == NULL)
		wrong = strpbrk(digest, " \t") != NULL ?
		    "has more than a place and a digest (a path with a blank cannot be linked)" :
		    read_digest(digest, out);
	if (wrong == NULL && !a->exhausted)
		return 0;
	memset(out, 0, sizeof(*out));
	return wrong != NULL ? refuse(a, text, wrong, e) : error_memory(e);
}
