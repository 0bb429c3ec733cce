#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "command.h"
#include "policy_file.h"
#include "published.h"
#include "repo.h"

#define SYNOPSIS \
	"policy (--lint | --show | --markdown [--language en|nl]) [FILE] | policy --publish"

/* Puts the policy in force where everyone can fetch it. */
static int
publish(struct arena *a, const struct policy_file *f)
{
	struct error e = { 0 };
	struct repo repo = { 0 };
	int rc = repo_open_store(a, ".", &repo, &e);

	if (rc == 0)
		rc = published_write(a, &repo, f, (int64_t)time(NULL), &e);
	repo_close(&repo);
	if (rc < 0)
		return command_fail(&e);
	printf("policy %s %s at " PUBLISHED_REF "\n", f->policy.version,
	    rc == 1 ? "is now" : "was already");
	return 0;
}

static int
act(struct arena *a, int what, const char *language, const struct policy_file *f)
{
	enum language wanted = language == NULL ? f->policy.language :
	    *language == 'n'                    ? LANGUAGE_NL :
	                                          LANGUAGE_EN;

	switch (what) {
	case 'm':
		policy_markdown(&f->policy, wanted, (int64_t)time(NULL), stdout);
		return 0;
	case 's':
		policy_show(&f->policy, stdout);
		return 0;
	case 'p':
		return publish(a, f);
	default:
		return policy_warn(a, &f->policy, f->path, (int64_t)time(NULL), stderr);
	}
}

int
command_policy(int argc, char *argv[])
{
	static const struct option options[] = { { "lint", no_argument, NULL, 'l' },
		{ "show", no_argument, NULL, 's' }, { "publish", no_argument, NULL, 'p' },
		{ "markdown", no_argument, NULL, 'm' },
		{ "language", required_argument, NULL, 'g' }, { NULL, 0, NULL, 0 } };
	struct policy_file file = { 0 };
	const char *language = NULL;
	struct arena a;
	int c, what = 0, rc;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == 'g' && language == NULL)
			language = optarg;
		else if (c == '?' || c == 'g' || what != 0)
			return command_usage(SYNOPSIS);
		else
			what = c;
	}
	if (language != NULL &&
	    (what != 'm' || (strcmp(language, "en") != 0 && strcmp(language, "nl") != 0)))
		return command_usage(SYNOPSIS);
	if (what == 0 || argc - optind > (what == 'p' ? 0 : 1))
		return command_usage(SYNOPSIS);
	arena_init(&a, ARENA_RUN_CAP);
	rc = command_load_policy(&a, argv[optind], &file);
	if (rc == 0)
		rc = act(&a, what, language, &file);
	arena_release(&a);
	return fflush(stdout) == 0 ? rc : 2;
}
