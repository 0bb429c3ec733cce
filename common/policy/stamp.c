#include "policy/stamp.h"

#include "base/digest.h"
#include "base/lookup.h"
#include "base/output.h"
#include "base/safefile.h"
#include "base/trouble.h"

#define HEAD STAMP_NAME "-2 "
#define SUM "%016" PRIx64 "\n" /* of what stands after it */
#define HEAD_BYTES (sizeof(HEAD) - 1 + 16 + 1)
#define SETTLED 2 /* seconds: no file system tells times less finely */
#define SOURCES 2

/* What is kept of a policy, besides its environments. */
enum type { TEXT, NUMBER, SWITCH };

static const struct {
	const char *key;
	enum type type;
	size_t at;
	unsigned max; /* of a number */
} kept[] = {
	{ "version", TEXT, offsetof(struct policy_stamp, version) },
	{ "policy", TEXT, offsetof(struct policy_stamp, policy.version) },
	{ "digest", TEXT, offsetof(struct policy_stamp, digest) },
	{ "zone", TEXT, offsetof(struct policy_stamp, policy.zone) },
	{ "language", NUMBER, offsetof(struct policy_stamp, policy.language), LANGUAGE_NL },
	{ "pusher", NUMBER, offsetof(struct policy_stamp, policy.pusher_source), PUSHER_GITLAB },
	{ "evidence", TEXT, offsetof(struct policy_stamp, policy.evidence_ref) },
	{ "repository", TEXT, offsetof(struct policy_stamp, policy.audit.repository) },
	{ "identity", TEXT, offsetof(struct policy_stamp, policy.audit.identity) },
	{ "known-hosts", TEXT, offsetof(struct policy_stamp, policy.audit.known_hosts) },
	{ "timeout", NUMBER, offsetof(struct policy_stamp, policy.audit.timeout), 300 },
	{ "mirror", TEXT, offsetof(struct policy_stamp, policy.audit.mirror) },
	{ "sign", TEXT, offsetof(struct policy_stamp, policy.audit.sign) },
	{ "syslog", SWITCH, offsetof(struct policy_stamp, policy.audit.syslog), 1 },
};

#define KEPT (sizeof(kept) / sizeof(kept[0]))

/* Digits only. */
static int read_number(const char *s, int64_t *out)
{
	size_t n = strspn(s, "0123456789");

	*out = strtoll(s, NULL, 10);
	return n > 0 && n <= 18 && s[n] == '\0' ? 0 : -1;
}

static int read_kept(const char *key, const char *value, struct policy_stamp *out)
{
	size_t i = 0;
	int64_t number;
	char *at;

	while (i < KEPT && strcmp(kept[i].key, key) != 0)
		i++;
	if (i == KEPT)
		return -1;
	at = (char *)out + kept[i].at;
	if (kept[i].type == TEXT) {
		memcpy(at, &value, sizeof(value));
		return 0;
	}
	if (read_number(value, &number) < 0 || number > kept[i].max)
		return -1;
	if (kept[i].type == SWITCH)
		*(bool *)at = number == 1;
	else
		memcpy(at, &(unsigned){ (unsigned)number }, sizeof(unsigned));
	return 0;
}

static int read_environment(
    struct arena *a, const char *ref, const struct environment *from, struct policy *p)
{
	struct environment *list =
	    arena_push(a, (struct environment *)p->environments, p->nenvironments, sizeof(*list));

	if (list == NULL)
		return -1;
	list[p->nenvironments++] = (struct environment){ .id = "", .ref = ref, .from = from };
	p->environments = list;
	return 0;
}

static int read_source(const char *path, const char *seen, struct policy_source from[SOURCES])
{
	size_t i = 0;

	while (i < SOURCES && from[i].seen != NULL)
		i++;
	if (i == SOURCES || (path == NULL) != (from[i].path != NULL))
		return -1;
	if (path != NULL)
		from[i].path = path;
	else
		from[i].seen = seen;
	return 0;
}

static int read_line(struct arena *a, const char *key, const char *value, struct policy_stamp *out)
{
	static const struct environment elsewhere;

	if (strcmp(key, "start") == 0)
		return read_environment(a, value, NULL, &out->policy);
	if (strcmp(key, "environment") == 0)
		return read_environment(a, value, &elsewhere, &out->policy);
	if (strcmp(key, "file") == 0)
		return read_source(value, NULL, out->from);
	if (strcmp(key, "seen") == 0)
		return read_source(NULL, value, out->from);
	if (strcmp(key, "now") == 0)
		return read_number(value, &out->now);
	if (strcmp(key, "blob") == 0)
		return oid_parse(value, strlen(value), &out->blob);
	return read_kept(key, value, out);
}

int policy_stamp_read(struct arena *a, const char *bytes, size_t len, struct policy_stamp *out)
{
	char *p = arena_strndup(a, bytes, len), *end = p + len, *line, *value;

	memset(out, 0, sizeof(*out));
	if (p == NULL || len > STAMP_MAX || memchr(p, '\0', len) != NULL)
		return -1;
	for (; p < end; p = line + 1) {
		line = memchr(p, '\n', (size_t)(end - p));
		value = line != NULL ? memchr(p, ' ', (size_t)(line - p)) : NULL;
		if (value == NULL)
			return -1;
		*value = *line = '\0';
		if (read_line(a, p, value + 1, out) < 0)
			return -1;
	}
	return out->version != NULL && out->digest != NULL && out->from[0].seen != NULL &&
	        (out->from[1].path == NULL) == (out->from[1].seen == NULL) &&
	        out->policy.version != NULL && out->policy.nenvironments > 0 ?
	    0 :
	    -1;
}

static void print_kept(const struct policy_stamp *s, size_t i, FILE *out)
{
	const char *at = (const char *)s + kept[i].at, *text;
	unsigned number = 0;

	if (kept[i].type == TEXT) {
		memcpy(&text, at, sizeof(text));
		if (text != NULL)
			fprintf(out, "%s %s\n", kept[i].key, text);
		return;
	}
	if (kept[i].type == SWITCH)
		number = *(const bool *)at;
	else
		memcpy(&number, at, sizeof(number));
	fprintf(out, "%s %u\n", kept[i].key, number);
}

const char *policy_stamp_text(struct arena *a, const struct policy_stamp *s, size_t *len)
{
	const struct policy *p = &s->policy;
	char hex[OID_HEX + 1];
	const char *text;
	struct output o;

	if (output_start(&o) < 0)
		return NULL;
	for (size_t i = 0; i < KEPT; i++)
		print_kept(s, i, o.file);
	fprintf(o.file, "now %" PRId64 "\nblob %s\n", s->now,
	    git_oid_tostr(hex, sizeof(hex), &s->blob));
	for (size_t i = 0; i < SOURCES && s->from[i].path != NULL; i++)
		fprintf(o.file, "file %s\nseen %s\n", s->from[i].path, s->from[i].seen);
	for (size_t i = 0; i < p->nenvironments; i++)
		fprintf(o.file, "%s %s\n",
		    p->environments[i].from == NULL ? "start" : "environment",
		    p->environments[i].ref);
	text = output_keep(&o, a);
	if (text != NULL)
		text = arena_printf(a, HEAD SUM "%s", lookup_hash(text, strlen(text), 0), text);
	*len = text != NULL ? strlen(text) : 0;
	return text;
}

/* Are these the files that were read, and safe? */
static bool sources_stand(struct arena *a, const struct policy_source *from)
{
	for (size_t i = 0; i < SOURCES && from[i].path != NULL; i++) {
		struct policy_source found = { 0 };
		struct error why = { 0 };
		struct stat st;

		if (safefile_look(a, from[i].path, &st, &why) < 0)
			return false;
		policy_source_see(a, from[i].path, &st, &found);
		if (!policy_source_same(&found, &from[i]))
			return false;
	}
	return true;
}

static bool read_file(struct arena *a, const char *path, struct policy_stamp *out)
{
	char head[HEAD_BYTES + 1];
	struct error why = { 0 };
	struct safefile f;
	int rc;

	trouble_heed(false);
	rc = safefile_read(a, path, STAMP_MAX, &f, &why);
	trouble_heed(true);
	if (rc < 0 || f.len < HEAD_BYTES)
		return false;
	snprintf(
	    head, sizeof(head), HEAD SUM, lookup_hash(f.bytes + HEAD_BYTES, f.len - HEAD_BYTES, 0));
	return memcmp(head, f.bytes, HEAD_BYTES) == 0 &&
	    policy_stamp_read(a, f.bytes + HEAD_BYTES, f.len - HEAD_BYTES, out) == 0;
}

bool policy_stamp_take(
    struct arena *a, const char *dir, const char *path, int64_t now, struct policy_stamp *out)
{
	const char *name = arena_printf(a, "%s" STAMP_NAME, dir);

	return name != NULL && read_file(a, name, out) &&
	    strcmp(out->version, SLUIS_VERSION) == 0 && strcmp(out->from[0].path, path) == 0 &&
	    out->now <= now && (out->policy.zone == NULL || zone_known(out->policy.zone)) &&
	    sources_stand(a, out->from) && !a->exhausted;
}

void policy_stamp_leave(
    struct arena *a, const char *dir, const char *bytes, size_t len, struct policy_stamp *s)
{
	const char *name = arena_printf(a, "%s" STAMP_NAME, dir), *text;
	struct error why = { 0 };
	size_t n;

	for (size_t i = 0; i < SOURCES && s->from[i].path != NULL; i++)
		if (s->from[i].changed > s->now - SETTLED || strchr(s->from[i].path, '\n') != NULL)
			return;
	s->version = SLUIS_VERSION;
	s->digest = digest_text(a, bytes, len);
	if (s->digest == NULL || git_odb_hash(&s->blob, bytes, len, GIT_OBJECT_BLOB) < 0)
		return;
	text = policy_stamp_text(a, s, &n);
	/* A reader finds the old one, none, or by its sum that this one is not whole yet. */
	if (name != NULL && text != NULL && n <= STAMP_MAX &&
	    (unlink(name) == 0 || errno == ENOENT) &&
	    output_file(a, name, O_EXCL | O_NOFOLLOW, text, n, &why) < 0)
		unlink(name);
}
