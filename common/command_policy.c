#include <git2/global.h>
#include <getopt.h>
#include <stdio.h>
#include <time.h>

#include "command.h"
#include "policy_file.h"
#include "repo.h"

#define SYNOPSIS "policy (--lint | --show) [FILE]"

/* The policy of the file, or the one in force where we stand. 0, 1 for one with problems, 2 for none. */
static int
load(struct arena *a, const char *path, struct policy_file *out)
{
	int64_t now = (int64_t)time(NULL);
	struct error e = { 0 };
	struct repo repo = { 0 };
	int rc;

	if (path != NULL)
		rc = policy_file_read(a, path, true, now, out, &e);
	else if ((rc = repo_open_path(a, ".", &repo, &e)) == 0)
		rc = policy_file_load(a, &repo, now, out, &e);
	repo_close(&repo);
	if (rc == 0)
		return 0;
	for (size_t i = 0; i < out->problems.n; i++)
		fprintf(stderr, "%s:%u: %s\n", out->path, out->problems.list[i].line, out->problems.list[i].text);
	if (out->problems.n > 0)
		return 1;
	fprintf(stderr, "sluis: %s\n%s%s%s", e.text, e.mend[0] != '\0' ? "  mend: " : "", e.mend,
	    e.mend[0] != '\0' ? "\n" : "");
	return e.kind == ERROR_MALFORMED ? 1 : 2;
}

int
command_policy(int argc, char *argv[])
{
	static const struct option options[] = {
		{ "lint", no_argument, NULL, 'l' },
		{ "show", no_argument, NULL, 's' },
		{ NULL, 0, NULL, 0 }
	};
	struct policy_file file = { 0 };
	struct arena a;
	int c, what = 0, rc;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == '?' || what != 0)
			return command_usage(SYNOPSIS);
		what = c;
	}
	if (what == 0 || argc - optind > 1)
		return command_usage(SYNOPSIS);
	git_libgit2_init();
	arena_init(&a, ARENA_RUN_CAP);
	rc = load(&a, argv[optind], &file);
	if (rc == 0 && what == 's')
		policy_show(&file.policy, stdout);
	arena_release(&a);
	git_libgit2_shutdown();
	return fflush(stdout) == 0 ? rc : 2;
}
