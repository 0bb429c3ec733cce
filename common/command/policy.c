#include "command/command.h"
#include "policy/file.h"
#include "report/report.h"
#include "sign/revoked.h"
#include "sign/signers.h"

/* A key that nobody has: a list that cannot tell about it cannot tell about any. */
static const struct revoked_question nobody = { .type = "ssh-ed25519",
	.key = "AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" };

static void warn_shared(struct arena *a, const char *path, const struct signers *s, int64_t now)
{
	for (size_t i = 0; i < s->n; i++)
		if (signers_shares(s, &s->list[i], now))
			fprintf(stderr,
			    say("%s:%u: warning: somebody else has this key too: what it signs "
			        "counts for neither\n"),
			    printable(a, path), s->list[i].line);
}

/* A file beside the policy, which may be absent. */
static int lint_beside(struct arena *a, const char *path, bool revokes, int64_t now)
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
		return command_problems(printable(a, path), &problems, &e);
	if (!revokes) {
		warn_shared(a, path, &known, now);
		return 0;
	}
	revoked_find(a, &gone, &nobody, &asked);
	return asked.is == FACT_UNKNOWN ? command_fail(&asked.why) : 0;
}

/* A list without problems says nothing of a repository. */
static void tell_where(struct arena *a, const char *path)
{
	char *real = path != NULL ? realpath(path, NULL) : NULL;

	printf(say("whether it fits a repository: %s\n"),
	    real == NULL ? "git sluis doctor" :
	                   arena_printf(a, "git -C REPO.git sluis policy --publish --dry-run %s",
	                       shellword(a, real)));
	free(real);
}

/* All three files are read, whatever is wrong with the first: a folder is mended once. */
static int lint(const struct options *o)
{
	struct arena *a = o->arena;
	struct policy_file f = { 0 };
	int rc = command_load_policy(a, o->rest[0], o->now, &f), signers, revoked;

	if (rc == 0)
		rc = policy_warn(a, &f.policy, &(struct policy_place){ f.path, f.common, f.lines },
		    o->now, stderr);
	signers = lint_beside(a, f.signers, false, o->now);
	revoked = lint_beside(a, f.revoked, true, o->now);
	if (rc == 0 && signers == 0 && revoked == 0 && isatty(STDOUT_FILENO))
		tell_where(a, o->rest[0]);
	return rc != 0 ? rc : signers != 0 ? signers : revoked;
}

static int act(const struct options *o, const struct policy_file *f)
{
	say_in(f->policy.language);
	command_language(o);
	if (options_have(o, OPT_MARKDOWN))
		policy_markdown(&f->policy, o->now, stdout);
	else
		policy_show(&f->policy, stdout);
	return 0;
}

/* One thing at a time, once; what it takes besides; how many words at least and at most. */
static const struct {
	enum option_id does, takes[4];
	size_t least, most;
} deeds[] = {
	{ OPT_LINT, { 0 }, 0, 1 },
	{ OPT_SHOW, { 0 }, 0, 1 },
	{ OPT_MARKDOWN, { OPT_LANGUAGE }, 0, 1 },
	{ OPT_DIFF, { OPT_LANGUAGE }, 2, 2 },
	{ OPT_PUBLISH, { OPT_REASON, OPT_APPROVED, OPT_DRY_RUN, OPT_BASELINE_LATER }, 0, 1 },
	{ OPT_FROM, { OPT_OUTPUT }, 0, 0 },
	{ OPT_TRY, { OPT_FORMAT }, 1, 1 },
};

/* OPT_NONE, which no option is, for what makes no sense. */
static enum option_id asked(const struct options *o)
{
	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
		size_t n = 1;

		for (size_t k = 0; k < 4; k++)
			n += deeds[i].takes[k] != OPT_NONE && options_have(o, deeds[i].takes[k]);
		if (options_have(o, deeds[i].does) && o->n == n && o->nrest >= deeds[i].least &&
		    o->nrest <= deeds[i].most)
			return deeds[i].does;
	}
	return OPT_NONE;
}

int command_policy(const struct options *o)
{
	struct policy_file file = { 0 };
	int rc;

	switch (asked(o)) {
	case OPT_NONE:
		return command_usage(o);
	case OPT_LINT:
		return lint(o);
	case OPT_DIFF:
		return policy_diff(o);
	case OPT_PUBLISH:
		return policy_publish(o);
	case OPT_FROM:
		return policy_take(o);
	case OPT_TRY:
		return policy_try(o);
	default:
		rc = command_load_policy(o->arena, o->rest[0], o->now, &file);
		return rc == 0 ? act(o, &file) : rc;
	}
}

typedef void roles_form(struct arena *a, const struct policy *p, int64_t now, FILE *out);

/* As they were then, by the policy that the audit judged by. */
static int roles_at(struct arena *a, int64_t at, int64_t now, roles_form *print)
{
	struct report_policy_at then;
	struct repo repo = { 0 };
	struct error e = { 0 };
	int rc;

	rc = repo_open_path(a, ".", &repo, &e);
	if (rc == 0) {
		command_speak(a, &repo, now);
		rc = report_policy_at(a, &repo, at, &then, &e);
	}
	if (rc == 0 && print == roles_print) {
		printf(say("%s, by policy %s"), when_text(a, at), escape(a, then.policy->version));
		printf(say(" of audit entry %s, %s\n\n"), oid_short(a, &then.entry),
		    when_text(a, then.judged));
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
		return roles_at(o->arena, at, o->now, print);
	rc = command_load_policy(o->arena, o->rest[0], o->now, &file);
	if (rc == 0)
		print(o->arena, &file.policy, o->now, stdout);
	return rc;
}
