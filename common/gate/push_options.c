#include "gate/push_options.h"

#include <ctype.h>

#define OURS "sluis"
#define KNOWN \
	"sluis.dry-run, sluis.explain, sluis.format=json, sluis.format=text, sluis.lang=en, " \
	"sluis.lang=nl"

/* "sluis" with no letter or digit behind it, in any case: nobody else's options are called that. */
static bool is_ours(const char *text)
{
	return strncasecmp(text, OURS, strlen(OURS)) == 0 &&
	    !isalnum((unsigned char)text[strlen(OURS)]);
}

int push_option_take(struct arena *a, const char *text, struct push_options *out, struct error *e)
{
	bool english = strcmp(text, "sluis.lang=en") == 0;

	if (!is_ours(text))
		return 0;
	if (strcmp(text, "sluis.dry-run") == 0) {
		out->dry_run = true;
	} else if (strcmp(text, "sluis.explain") == 0) {
		out->explain = true;
	} else if (strcmp(text, "sluis.format=json") == 0) {
		out->json = true;
	} else if (strcmp(text, "sluis.format=text") == 0) {
		out->json = false;
	} else if (english || strcmp(text, "sluis.lang=nl") == 0) {
		out->has_language = true;
		out->language = english ? LANGUAGE_EN : LANGUAGE_NL;
	} else {
		error_set(
		    e, ERROR_MALFORMED, "the push option '%s' is not known here", escape(a, text));
		return error_mend(e, "leave it out, or push with one of these: %s", KNOWN);
	}
	return 0;
}

/* GIT_PUSH_OPTION_COUNT; 0 where there is none, as with hosts that take no push options. -1 when it
 * is no number. */
static int count(const char *text, size_t *n)
{
	char *end;

	*n = 0;
	if (text == NULL)
		return 0;
	if (!isdigit((unsigned char)*text) || strlen(text) > 9)
		return -1;
	*n = strtoul(text, &end, 10);
	return *end == '\0' ? 0 : -1;
}

int push_options_read(struct arena *a, const char *(*env)(const char *name),
    struct push_options *out, struct error *e)
{
	char name[sizeof("GIT_PUSH_OPTION_") + 20];
	size_t n;

	memset(out, 0, sizeof(*out));
	if (count(env("GIT_PUSH_OPTION_COUNT"), &n) < 0)
		return error_set(
		    e, ERROR_MALFORMED, "git does not say how many push options there are");
	if (n > PUSH_OPTIONS_MAX) {
		error_set(e, ERROR_MALFORMED, "the push has %zu options, and %d are the most", n,
		    PUSH_OPTIONS_MAX);
		return error_mend(e, "push with fewer options (-o)");
	}
	for (size_t i = 0; i < n; i++) {
		const char *text;

		snprintf(name, sizeof(name), "GIT_PUSH_OPTION_%zu", i);
		text = env(name);
		if (text == NULL)
			return error_set(
			    e, ERROR_MALFORMED, "git does not hand over all push options");
		if (push_option_take(a, text, out, e) < 0)
			return -1;
	}
	return 0;
}
