#include <stdio.h>

#include "command/command.h"
#include "policy/file.h"
#include "policy/published.h"
#include "git/repo.h"
#include "base/say/say.h"

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

static int act(struct arena *a, const struct options *o, const struct policy_file *f)
{
	enum language language = f->policy.language;

	if (options_have(o, OPT_PUBLISH))
		return publish(a, f, o->now);
	if (options_have(o, OPT_LINT))
		return policy_warn(a, &f->policy, f->path, o->now, stderr);
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
	struct arena a;
	int rc;

	/* One thing at a time, once. */
	if (o->n != (translated ? 2 : 1) || (translated && !options_have(o, OPT_MARKDOWN)) ||
	    o->nrest > (options_have(o, OPT_PUBLISH) ? 0 : 1))
		return command_usage(o);
	arena_init(&a, ARENA_RUN_CAP);
	rc = command_load_policy(&a, o->rest[0], o->now, &file);
	if (rc == 0)
		rc = act(&a, o, &file);
	arena_release(&a);
	return rc;
}

int command_roles(const struct options *o)
{
	const char *format = options_have(o, OPT_FORMAT) ? o->value[OPT_FORMAT] : "text";
	struct policy_file file = { 0 };
	struct arena a;
	int rc;

	if (o->nrest > 1)
		return command_usage(o);
	arena_init(&a, ARENA_RUN_CAP);
	rc = command_load_policy(&a, o->rest[0], o->now, &file);
	if (rc == 0)
		(*format == 't'        ? roles_print :
		        *format == 'c' ? roles_print_csv :
		                         roles_print_json)(&a, &file.policy, o->now, stdout);
	arena_release(&a);
	return rc;
}
