#include "command.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "escape.h"
#include "promotion.h"
#include "repo.h"

static bool help_asked;

void
command_help(void)
{
	help_asked = true;
}

int
command_usage(const char *synopsis)
{
	fprintf(help_asked ? stdout : stderr, "usage: git sluis %s\n", synopsis);
	return help_asked ? 0 : COMMAND_USAGE;
}

int
command_fail(const struct error *e)
{
	const char *lf = strchr(e->mend, '\n');

	fprintf(stderr, "sluis: %s\n", e->text);
	if (e->mend[0] != '\0')
		fprintf(stderr, "  mend: %.*s\n", (int)strcspn(e->mend, "\n"), e->mend);
	if (lf != NULL)
		fprintf(stderr, "        %s\n", lf + 1);
	return e->kind == ERROR_MALFORMED ? 1 : 2;
}

int
command_bad_id(const char *id)
{
	struct error e = { 0 };
	struct arena a;
	int rc;

	arena_init(&a, ARENA_RUN_CAP);
	error_set(&e, ERROR_MALFORMED, "'%s' is no id of a promotion", escape(&a, id));
	error_mend(&e,
	    "up to %d letters, digits, '.', '_' and '-', beginning with a letter, a digit or '_'",
	    PROMOTION_ID_MAX);
	rc = command_fail(&e);
	arena_release(&a);
	return rc;
}

int
command_load_policy(struct arena *a, const char *path, struct policy_file *out)
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
		fprintf(stderr, "%s:%u: %s\n", out->path, out->problems.list[i].line,
		    out->problems.list[i].text);
	if (out->problems.n > 0)
		return 1;
	return command_fail(&e);
}
