#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "child.h"
#include "command.h"
#include "dossier.h"
#include "escape.h"
#include "promotion.h"

#define SYNOPSIS "sign ID --role ROLE [--reject] [--environment ENV] [--candidate COMMIT] [--remote NAME] [--yes]"
#define LOCAL_TAG "sluis-sign-off"

struct request {
	const char *id, *role, *environment, *candidate, *remote;
	bool reject, yes;
};

/* What will be signed. */
struct signing {
	struct dossier dossier;
	const struct person *person;
	const struct environment *env;
	const char *candidate;	/* 40 hex digits */
	const char *ref, *message;
};

static int
read_options(int argc, char *argv[], struct request *q)
{
	static const struct option options[] = {
		{ "role", required_argument, NULL, 'r' },
		{ "environment", required_argument, NULL, 'e' },
		{ "candidate", required_argument, NULL, 'c' },
		{ "remote", required_argument, NULL, 'm' },
		{ "reject", no_argument, NULL, 'j' },
		{ "yes", no_argument, NULL, 'y' },
		{ NULL, 0, NULL, 0 }
	};
	const char **values[256] = {
		['r'] = &q->role, ['e'] = &q->environment, ['c'] = &q->candidate, ['m'] = &q->remote
	};
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == '?')
			return -1;
		if (c == 'j')
			q->reject = true;
		else if (c == 'y')
			q->yes = true;
		else
			*values[c] = optarg;
	}
	if (argc - optind != 1 || q->role == NULL)
		return -1;
	q->id = argv[optind];
	return 0;
}

/* One line that git says. */
static const char *
ask_git(struct arena *a, const char *const argv[], struct error *e)
{
	char *bytes;
	size_t len;

	if (child_output(a, argv, 4096, &bytes, &len, e) < 0)
		return NULL;
	bytes[strcspn(bytes, "\n")] = '\0';
	return bytes;
}

static const struct person *
find_person(struct arena *a, const struct policy *p, struct error *e)
{
	const char *email = ask_git(a, (const char *const[]){ "git", "config", "user.email", NULL }, e);
	const struct person *who = email != NULL ? policy_person_by_email(p, email, strlen(email)) : NULL;

	if (who == NULL) {
		error_set(e, ERROR_ABSENT, "'%s' is no address of the policy", escape(a, email));
		error_mend(e, "git config user.email ADDRESS, with the address that the policy has of you");
	}
	return who;
}

/* Does the environment ask for a sign-off of this role, always or at some level of impact or in an emergency? */
static bool
asks(const struct policy *p, const struct environment *env, const char *role)
{
	for (size_t i = 0; i < env->nsignoffs; i++)
		if (strcmp(env->signoffs[i]->role->id, role) == 0)
			return true;
	for (size_t i = 0; (env->require & REQUIRE_IMPACT) != 0 && i < p->nimpacts; i++)
		for (size_t k = 0; k < p->impacts[i].nsignoffs; k++)
			if (strcmp(p->impacts[i].signoffs[k]->role->id, role) == 0)
				return true;
	return false;
}

/* The one that is named, or the last of those that ask this role; environments stand in the order of promotion. */
static const struct environment *
find_environment(struct arena *a, const struct policy *p, const struct request *q, struct error *e)
{
	if (q->environment != NULL) {
		const struct environment *named = policy_environment_by_id(p, q->environment);

		if (named == NULL)
			error_set(e, ERROR_ABSENT, "the policy has no environment '%s'", escape(a, q->environment));
		return named;
	}
	for (size_t i = p->nenvironments; i-- > 0;)
		if (asks(p, &p->environments[i], q->role))
			return &p->environments[i];
	error_set(e, ERROR_ABSENT, "no environment asks for a sign-off of the role '%s'", escape(a, q->role));
	error_mend(e, "git sluis policy --markdown says who signs what");
	return NULL;
}

/* What the test was of; without a record, what stands on the environment before. */
static const char *
find_candidate(struct arena *a, const struct signing *s, const struct request *q, struct error *e)
{
	const char *rev = q->candidate;

	if (rev == NULL && s->dossier.tested)
		rev = s->dossier.acceptance.candidate;
	if (rev == NULL && s->env->from != NULL) {
		const char *const argv[] = { "git", "fetch", "--quiet", "--no-tags", "--", q->remote, s->env->from->ref, NULL };

		if (ask_git(a, argv, e) == NULL)
			return NULL;
		rev = "FETCH_HEAD";
	}
	if (rev == NULL || (rev = arena_printf(a, "%s^{commit}", rev)) == NULL) {
		error_set(e, ERROR_ABSENT, "there is no candidate to sign");
		return NULL;
	}
	return ask_git(a, (const char *const[]){ "git", "rev-parse", "--verify", "--quiet", "--end-of-options", rev, NULL }, e);
}

static const char *
compose(struct arena *a, const struct signing *s, const struct request *q)
{
	const char *text = arena_printf(a, "Sign-off of %s for %s\n\nPromotion: %s\nEnvironment: %s\nRole: %s\nDecision: %s\n",
	    q->id, s->env->id, q->id, s->env->id, q->role, q->reject ? "reject" : "approve");

	for (size_t i = 0; i < s->dossier.n && text != NULL; i++)
		text = arena_printf(a, "%sEvidence: sha256:%s\n", text, s->dossier.records[i].sha256);
	return text;
}

static int
prepare(struct arena *a, const struct request *q, struct signing *s, struct error *e)
{
	if (!promotion_id_valid(q->id))
		return error_set(e, ERROR_MALFORMED, "'%s' is no id of a promotion", escape(a, q->id));
	if (dossier_read(a, q->remote, q->id, (int64_t)time(NULL), &s->dossier, e) < 0)
		return -1;
	s->person = find_person(a, &s->dossier.policy, e);
	s->env = s->person != NULL ? find_environment(a, &s->dossier.policy, q, e) : NULL;
	s->candidate = s->env != NULL ? find_candidate(a, s, q, e) : NULL;
	s->ref = s->candidate != NULL ? dossier_next_signoff(a, &s->dossier, q->role, s->person->id, e) : NULL;
	s->message = s->ref != NULL ? compose(a, s, q) : NULL;
	if (s->message != NULL)
		return 0;
	return e->kind != ERROR_NONE ? -1 : error_memory(e);
}

static void
show(struct arena *a, const struct request *q, const struct signing *s)
{
	const char *const log[] = { "git", "--no-pager", "log", "-1", "--format=  %h %s%n  by %an, %ad", s->candidate, NULL };

	printf("%s %s %s for %s, as %s:\n", escape(a, s->person->name), q->reject ? "rejects" : "signs off", escape(a, q->id),
	    escape(a, s->env->id), escape(a, q->role));
	fflush(stdout);
	child_run(log);
	if (s->dossier.tested)
		printf("  test by %s: %s\n", s->dossier.acceptance.executed_by != NULL ?
		    escape(a, s->dossier.acceptance.executed_by) : "whoever brought it in",
		    s->dossier.acceptance.passed ? "pass" : "FAIL");
	else
		puts("  no acceptance record stands in the dossier");
	for (size_t i = 0; i < s->dossier.n; i++)
		printf("  %s sha256:%.12s...\n", escape(a, s->dossier.records[i].path), s->dossier.records[i].sha256);
}

static bool
confirmed(const struct request *q)
{
	char answer[16] = "";

	if (q->yes)
		return true;
	printf("Put your name under exactly this? [y/N] ");
	fflush(stdout);
	return fgets(answer, sizeof(answer), stdin) != NULL && (answer[0] == 'y' || answer[0] == 'Y' || answer[0] == 'j');
}

/* The tag is made by git, with the key that git is configured for, and lives in the clone only until it is pushed. */
static int
sign_and_push(struct arena *a, const struct request *q, const struct signing *s)
{
	const char *spec = arena_printf(a, "refs/tags/" LOCAL_TAG ":%s", s->ref);
	const char *const tag[] = { "git", "-c", "gpg.format=ssh", "tag", "-f", "-s", "-m", s->message, LOCAL_TAG, s->candidate,
	    NULL };
	const char *const push[] = { "git", "push", "--quiet", "--", q->remote, spec, NULL };
	const char *const drop[] = { "git", "update-ref", "-d", "refs/tags/" LOCAL_TAG, NULL };
	int rc;

	if (spec == NULL)
		return 2;
	rc = child_run(tag);
	if (rc == 0)
		rc = child_run(push);
	child_run(drop);
	if (rc == 0)
		printf("%s\n", s->ref);
	return rc == 0 ? 0 : 1;
}

int
command_sign(int argc, char *argv[])
{
	struct request q = { .remote = "origin" };
	struct signing s = { .person = NULL };
	struct error e = { 0 };
	struct arena a;
	int rc;

	if (read_options(argc, argv, &q) < 0)
		return command_usage(SYNOPSIS);
	arena_init(&a, ARENA_RUN_CAP);
	if (prepare(&a, &q, &s, &e) < 0) {
		rc = command_fail(&e);
	} else {
		show(&a, &q, &s);
		rc = confirmed(&q) ? sign_and_push(&a, &q, &s) : 1;
	}
	arena_release(&a);
	return rc;
}
