#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "audit.h"
#include "audit_reconcile.h"
#include "audit_verify.h"
#include "child.h"
#include "command.h"
#include "escape.h"
#include "oid.h"
#include "policy_file.h"

#define SYNOPSIS "audit (verify [--against REPOSITORY] | reconcile)"

/* The tip of the audit in another repository, as git ls-remote says it. */
static int
remote_tip(struct arena *a, const char *url, git_oid *out, struct error *e)
{
	const char *const argv[] = { "git", "ls-remote", "--", url, AUDIT_REF, NULL };
	char *bytes;
	size_t len;

	if (child_output(a, argv, 4096, &bytes, &len, e) < 0)
		return -1;
	if (len > 40 && oid_parse(bytes, 40, out) == 0)
		return 0;
	return error_set(e, ERROR_ABSENT, "there is no " AUDIT_REF " in %s", escape(a, url));
}

/* A clone that fetched only the audit has no policy: then the refs are not looked at. */
static const struct policy *
policy_here(struct arena *a, const struct repo *r, struct policy_file *file, struct error *e)
{
	struct error why = { 0 };

	if (policy_file_load(a, r, (int64_t)time(NULL), file, &why) == 0)
		return &file->policy;
	if (why.kind != ERROR_ABSENT)
		*e = why;
	return NULL;
}

static int
verify(struct arena *a, const char *against)
{
	struct policy_file file = { 0 };
	struct audit_check found;
	struct repo r = { 0 };
	struct error e = { 0 };
	const struct policy *p = NULL;
	git_oid copy;
	int rc = repo_open_path(a, ".", &r, &e);

	if (rc == 0 && against != NULL)
		rc = remote_tip(a, against, &copy, &e);
	if (rc == 0) {
		p = policy_here(a, &r, &file, &e);
		rc = e.kind == ERROR_NONE ? audit_verify(a, &r, p, against != NULL ? &copy : NULL, stdout, &found, &e) : -1;
	}
	repo_close(&r);
	if (rc < 0) {
		command_fail(&e);
		return 2;
	}
	printf("%zu entries, %zu verdicts, %zu pieces of evidence: %zu problem%s\n", found.entries, found.verdicts,
	    found.evidence, found.problems, found.problems == 1 ? "" : "s");
	if (p == NULL)
		puts("there is no policy here, so the refs were not held to the audit");
	else
		printf("%zu governed refs were held to it\n", found.refs);
	return found.problems > 0 ? 1 : 0;
}

static int
reconcile(struct arena *a)
{
	struct repo store = { 0 };
	struct error e = { 0 };
	size_t n;
	int rc = repo_open_store(a, ".", &store, &e);

	if (rc == 0)
		rc = audit_reconcile(a, &store, 0, (int64_t)time(NULL), &n, &e);
	repo_close(&store);
	if (rc < 0)
		return command_fail(&e);
	printf("%zu outcome%s added\n", n, n == 1 ? "" : "s");
	return 0;
}

int
command_audit(int argc, char *argv[])
{
	static const struct option options[] = {
		{ "against", required_argument, NULL, 'a' },
		{ NULL, 0, NULL, 0 }
	};
	const char *against = NULL;
	struct arena a;
	int c, rc;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == '?')
			return command_usage(SYNOPSIS);
		against = optarg;
	}
	if (argc - optind != 1)
		return command_usage(SYNOPSIS);
	repo_read_once();
	arena_init(&a, (size_t)2 << 30);
	if (strcmp(argv[optind], "verify") == 0)
		rc = verify(&a, against);
	else if (strcmp(argv[optind], "reconcile") == 0 && against == NULL)
		rc = reconcile(&a);
	else
		rc = command_usage(SYNOPSIS);
	arena_release(&a);
	return fflush(stdout) == 0 ? rc : 2;
}
