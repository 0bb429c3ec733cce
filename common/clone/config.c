#include "clone/config.h"

#define CONFIG_MAX ((size_t)1 << 20)

/* The text at `*at`, which then stands behind its NUL; NULL where it has none. */
static const char *next_text(const char **at, const char *end)
{
	const char *text = *at, *nul = memchr(text, '\0', (size_t)(end - text));

	*at = nul != NULL ? nul + 1 : end;
	return nul != NULL ? text : NULL;
}

int config_read(struct arena *a, const char *bytes, size_t len, struct config *out, struct error *e)
{
	const char *at = bytes, *end = bytes + len;

	*out = (struct config){ NULL, 0 };
	while (at < end) {
		const char *scope = next_text(&at, end), *key = next_text(&at, end), *lf;

		if (key == NULL)
			return error_set(e, ERROR_MALFORMED, "git lists half a setting");
		lf = strchr(key, '\n');
		ARENA_ADD(a, out->list, out->n,
		    (struct config_entry){
		        .key = lf == NULL ? key : arena_strndup(a, key, (size_t)(lf - key)),
		        .value = lf != NULL ? lf + 1 : "true",
		        .own = strcmp(scope, "local") == 0 || strcmp(scope, "worktree") == 0 });
	}
	return a->exhausted ? error_memory(e) : 0;
}

int config_begin(struct arena *a, struct child *out, struct error *e)
{
	static const char *const list[] = { "git", "config", "--list", "--null", "--show-scope",
		NULL };

	unsetenv("GIT_CONFIG"); /* git config alone goes by it */
	return child_begin(a, list, "", 0, out, e);
}

int config_end(struct arena *a, const struct child *c, struct config *out, struct error *e)
{
	char *bytes;
	size_t len;

	if (child_end(a, c, CONFIG_MAX, &bytes, &len, e) == 0)
		return config_read(a, bytes, len, out, e);
	error_set(e, ERROR_UNREADABLE, "git's configuration cannot be read");
	return error_mend(e, "see what git config --list says");
}

const char *config_get(const struct config *c, const char *key)
{
	for (size_t i = c->n; i-- > 0;)
		if (strcmp(c->list[i].key, key) == 0)
			return c->list[i].value;
	return NULL;
}

bool config_lacks_objects(const struct config *c)
{
	for (size_t i = 0; i < c->n; i++) {
		const char *key = c->list[i].key, *dot = strrchr(key, '.');

		if (begins_with(key, "remote.") && strcmp(dot, ".promisor") == 0)
			return true;
	}
	return config_get(c, "extensions.partialclone") != NULL;
}

/* Nothing else of its config is for the mirror, or for whoever has no clone. */
static bool is_lent(const char *key)
{
	static const char *const starts[] = { "http.", "credential.", "ssh.", "protocol.",
		"core.sshcommand", "core.gitproxy", "core.askpass", "user.", "author.",
		"committer.", "gpg.", "commit.gpgsign", "push.gpgsign", "push.pushoption" };

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (begins_with(key, starts[i]))
			return true;
	return false;
}

static void set_numbered(const char *what, unsigned long n, const char *value)
{
	char name[64];

	snprintf(name, sizeof(name), "GIT_CONFIG_%s_%lu", what, n);
	setenv(name, value, 1);
}

/* By git's own variables for a config of one run (git-config(1), ENVIRONMENT). */
void config_lend(const struct config *c)
{
	static bool lent;
	const char *before = getenv("GIT_CONFIG_COUNT");
	unsigned long n = before != NULL ? strtoul(before, NULL, 10) : 0;
	char count[32];

	for (size_t i = 0; !lent && i < c->n; i++) {
		if (!c->list[i].own || !is_lent(c->list[i].key))
			continue;
		set_numbered("KEY", n, c->list[i].key);
		set_numbered("VALUE", n++, c->list[i].value);
	}
	lent = true;
	snprintf(count, sizeof(count), "%lu", n);
	setenv("GIT_CONFIG_COUNT", count, 1);
}
