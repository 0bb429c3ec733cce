#include "sign/committers.h"

#include "git/commit.h"
#include "git/history.h"

struct search {
	struct arena *arena;
	const struct repo *repo;
	const struct policy *policy;
	const struct person *pusher;
	int64_t at;
	struct found_commits *out;
	struct sshsig *jobs; /* the signatures that are to be verified */
	const char **titles; /* of the jobs */
	size_t n;
};

static const struct person *committer(const struct search *s, const struct commit *c)
{
	return c->committer != NULL ?
	    policy_person_by_email(s->policy, c->committer, strlen(c->committer)) :
	    NULL;
}

static void add(struct search *s, const struct found_commit *found)
{
	if (s->out->n < COMMITS_SHOWN)
		s->out->list[s->out->n] = *found;
	s->out->n++;
}

static int look_for_others(void *ctx, const struct commit *c, struct error *e)
{
	struct search *s = ctx;
	const struct person *who = committer(s, c);

	(void)e;
	if (who == NULL || who != s->pusher)
		add(s,
		    &(struct found_commit){ commit_title(s->arena, c),
		        c->committer != NULL ? escape(s->arena, c->committer) :
		                               say("(no readable address)") });
	return 0;
}

void other_committers_gather(struct arena *a, const struct repo *r, const struct policy *p,
    const struct person *pusher, const git_oid *tip, const git_oid *hidden, size_t nhidden,
    struct found_commits *out)
{
	struct search s = { .arena = a, .policy = p, .pusher = pusher, .out = out };

	*out = (struct found_commits){ .asked = true };
	out->complete =
	    history_range(r, tip, hidden, nhidden, NULL, look_for_others, &s, &out->why) == 0;
}

static void add_unsigned(struct search *s, const char *title, const struct error *why, bool open)
{
	add(s, &(struct found_commit){ .commit = title, .why = *why, .open = open });
}

static int add_job(struct search *s, const char *title, const struct sshsig *job, struct error *e)
{
	size_t n = s->n;

	return ARENA_ADD(s->arena, s->titles, n, title) != NULL &&
	        ARENA_ADD(s->arena, s->jobs, s->n, *job) != NULL ?
	    0 :
	    error_memory(e);
}

/* The bytes that were signed, and the signature. */
static int split(
    struct search *s, const struct commit *c, struct sshsig_parts *out, struct error *why)
{
	git_odb_object *obj = NULL;
	int rc = git_odb_read(&obj, s->repo->odb, &c->id);

	rc = rc < 0 ? repo_error(s->arena, GIT_ERROR, why, "the commit cannot be read") :
	              sshsig_split_commit(
	                  s->arena, git_odb_object_data(obj), git_odb_object_size(obj), out, why);
	git_odb_object_free(obj);
	return rc;
}

static int look_for_unsigned(void *ctx, const struct commit *c, struct error *e)
{
	struct search *s = ctx;
	const struct person *who = committer(s, c);
	const char *title = commit_title(s->arena, c);
	struct sshsig job = { .space = SSHSIG_GIT, .at = s->at };
	struct error why = { 0 };

	if (s->n >= COMMIT_SIGNATURES_MAX) {
		error_set(e, ERROR_UNSUPPORTED, "more than %d new commits are too many to verify",
		    COMMIT_SIGNATURES_MAX);
		return error_mend(e, "push a part of the history first");
	}
	if (who != NULL && split(s, c, &job.parts, &why) == 0) {
		job.principal = who->id;
		return add_job(s, title, &job, e);
	}
	if (who == NULL)
		error_set(&why, ERROR_MALFORMED, "its committer '%s' is not listed in the policy",
		    escape(s->arena, c->committer));
	add_unsigned(s, title, &why, why.kind == ERROR_UNREADABLE || why.kind == ERROR_MEMORY);
	return 0;
}

void commit_signatures_gather(struct arena *a, const struct repo *r, const struct policy *p,
    const git_oid *tip, const git_oid *hidden, size_t nhidden, int64_t at,
    const struct sshsig_tool *tool, struct found_commits *out)
{
	struct search s = { .arena = a, .repo = r, .policy = p, .at = at, .out = out };

	*out = (struct found_commits){ .asked = true };
	if (history_range(r, tip, hidden, nhidden, NULL, look_for_unsigned, &s, &out->why) < 0)
		return;
	sshsig_verify_all(a, tool, s.jobs, s.n);
	for (size_t i = 0; i < s.n; i++)
		if (s.jobs[i].valid.is != FACT_YES)
			add_unsigned(&s, s.titles[i], &s.jobs[i].valid.why,
			    s.jobs[i].valid.is == FACT_UNKNOWN);
	out->complete = true;
}
