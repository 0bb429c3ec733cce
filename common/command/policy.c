#include <stdio.h>

#include "command/command.h"
#include "policy/file.h"
#include "policy/published.h"
#include "git/repo.h"
#include "base/escape.h"
#include "base/oid.h"
#include "base/when.h"
#include "report/report.h"
#include "base/say/say.h"
#include "sign/revoked.h"
#include "sign/signers.h"

/* Puts the policy in force where everyone can fetch it. */
static int publish(struct arena *a, const struct policy_file *f, int64_t now)
{
	struct error e = { 0 };
	struct repo repo = { 0 };
	int rc = repo_open_store(a, ".", &repo, &e);

	if (rc == 0)
		rc = published_write(a, &repo, f, now, &e);
	repo_close(&repo);
	if (rc < 0)
		return command_fail(&e);
	printf("policy %s %s at " PUBLISHED_REF "\n", f->policy.version,
	    rc == 1 ? "is now" : "was already");
	return 0;
}

/* A key that nobody has: a list that cannot tell about it cannot tell about any. */
static const struct revoked_question nobody = { .type = "ssh-ed25519",
	.key = "AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" };

static int list_problems(
    struct arena *a, const char *path, const struct ini_problems *list, const struct error *e)
{
	for (size_t i = 0; i < list->n; i++)
		fprintf(stderr, "%s:%u: %s\n", escape_whole(a, path), list->list[i].line,
		    list->list[i].text);
	return list->n > 0 ? 1 : command_fail(e);
}

/* A file beside the policy, which may be absent. */
static int lint_beside(struct arena *a, const char *path, bool revokes)
{
	struct ini_problems problems = { 0 };
	struct error e = { 0 };
	struct signers known;
	struct revoked gone;
	struct safefile f;
	struct fact asked;

	if (path == NULL)
		return 0;
	if (safefile_read_any(a, path, SIGNERS_BYTES_MAX, &f, &e) < 0)
		return e.kind == ERROR_ABSENT ? 0 : command_fail(&e);
	if (revokes ? revoked_read(a, f.bytes, f.len, &gone, &problems, &e) :
	              signers_read(a, f.bytes, f.len, &known, &problems, &e))
		return list_problems(a, path, &problems, &e);
	if (!revokes)
		return 0;
	revoked_find(a, &gone, &nobody, &asked);
	return asked.is == FACT_UNKNOWN ? command_fail(&asked.why) : 0;
}

/* All three files are read, whatever is wrong with the first: a folder is mended once. */
static int lint(const struct options *o)
{
	struct arena *a = o->arena;
	struct policy_file f = { 0 };
	int rc = command_load_policy(a, o->rest[0], o->now, &f), signers, revoked;

	if (rc == 0)
		rc = policy_warn(a, &f.policy, f.path, o->now, stderr);
	signers = lint_beside(a, f.signers, false);
	revoked = lint_beside(a, f.revoked, true);
	return rc != 0 ? rc : signers != 0 ? signers : revoked;
}

static int act(const struct options *o, const struct policy_file *f)
{
	enum language language = f->policy.language;

	if (options_have(o, OPT_PUBLISH))
		return publish(o->arena, f, o->now);
	if (options_have(o, OPT_LANGUAGE))
		say_read(o->value[OPT_LANGUAGE], &language);
	if (options_have(o, OPT_MARKDOWN))
		policy_markdown(&f->policy, language, o->now, stdout);
	else
		policy_show(&f->policy, stdout);
	return 0;
}

int command_policy(const struct options *o)
{
	bool translated = options_have(o, OPT_LANGUAGE);
	struct policy_file file = { 0 };
	int rc;

	/* One thing at a time, once. */
	if (o->n != (translated ? 2 : 1) || (translated && !options_have(o, OPT_MARKDOWN)) ||
	    o->nrest > (options_have(o, OPT_PUBLISH) ? 0 : 1))
		return command_usage(o);
	if (options_have(o, OPT_LINT))
		return lint(o);
	rc = command_load_policy(o->arena, o->rest[0], o->now, &file);
	return rc == 0 ? act(o, &file) : rc;
}

typedef void roles_form(struct arena *a, const struct policy *p, int64_t now, FILE *out);

/* As they were then, by the policy that the audit judged by. */
static int roles_at(struct arena *a, int64_t at, roles_form *print)
{
	struct report_policy_at then;
	struct repo repo = { 0 };
	struct error e = { 0 };
	char text[WHEN_MAX];
	int rc;

	rc = repo_open_path(a, ".", &repo, &e);
	if (rc == 0)
		rc = report_policy_at(a, &repo, at, &then, &e);
	if (rc == 0 && print == roles_print) {
		printf("%s, by policy %s", when_format(at, text), escape(a, then.policy->version));
		printf(" of audit entry %s, %s\n\n", oid_short(a, &then.entry),
		    when_format(then.judged, text));
	}
	if (rc == 0)
		print(a, then.policy, at, stdout);
	repo_close(&repo);
	return rc == 0 ? 0 : command_fail(&e);
}

int command_roles(const struct options *o)
{
	const char *format = options_have(o, OPT_FORMAT) ? o->value[OPT_FORMAT] : "text";
	roles_form *print = *format == 't' ? roles_print :
	    *format == 'c'                 ? roles_print_csv :
	                                     roles_print_json;
	struct policy_file file = { 0 };
	int64_t at = 0;
	int rc;

	if (o->nrest > (options_have(o, OPT_AT) ? 0 : 1) ||
	    (options_have(o, OPT_AT) && when_parse_bound(o->value[OPT_AT], true, &at) < 0 &&
	        command_no_value(o, o->value[OPT_AT]) < 0))
		return command_usage(o);
	if (options_have(o, OPT_AT))
		return roles_at(o->arena, at, print);
	rc = command_load_policy(o->arena, o->rest[0], o->now, &file);
	if (rc == 0)
		print(o->arena, &file.policy, o->now, stdout);
	return rc;
}
