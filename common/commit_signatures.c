#include "commit_signatures.h"

#include <git2.h>
#include <string.h>

#include "commit.h"
#include "escape.h"
#include "history.h"

/* The commits whose signature is to be verified. */
struct search {
	struct arena *arena;
	const struct repo *repo;
	const struct policy *policy;
	int64_t at;
	struct commit_signatures *out;
	struct sshsig *jobs;
	const char **titles; /* of the jobs */
	size_t n, room;
};

static void
add_unsigned(struct search *s, const char *title, const struct error *why, bool open)
{
	if (s->out->n < UNSIGNED_SHOWN)
		s->out->list[s->out->n] = (struct unsigned_commit){ title, *why, open };
	s->out->n++;
}

static int
add_job(struct search *s, const char *title, const struct sshsig *job)
{
	if (s->n == s->room) {
		size_t want = s->room != 0 ? 2 * s->room : 16;
		struct sshsig *jobs = arena_grow(s->arena, s->jobs, s->n, want, sizeof(*jobs));
		const char **titles = arena_grow(s->arena, s->titles, s->n, want, sizeof(*titles));

		if (jobs == NULL || titles == NULL)
			return -1;
		s->jobs = jobs;
		s->titles = titles;
		s->room = want;
	}
	s->titles[s->n] = title;
	s->jobs[s->n++] = *job;
	return 0;
}

/* The bytes that were signed, and the signature. */
static int
split(struct search *s, const struct commit *c, struct sshsig_parts *out, struct error *why)
{
	git_odb_object *obj = NULL;
	int rc = git_odb_read(&obj, s->repo->odb, &c->id);

	rc = rc < 0 ? repo_error(s->arena, GIT_ERROR, why, "the commit cannot be read") :
	              sshsig_split_commit(
	                  s->arena, git_odb_object_data(obj), git_odb_object_size(obj), out, why);
	git_odb_object_free(obj);
	return rc;
}

static int
look_at(void *ctx, const struct commit *c, struct error *e)
{
	struct search *s = ctx;
	const char *title = commit_title(s->arena, c);
	struct sshsig job = { .space = SSHSIG_GIT, .at = s->at };
	const struct person *who = NULL;
	struct error why = { 0 };

	if (s->n >= COMMIT_SIGNATURES_MAX) {
		error_set(e, ERROR_UNSUPPORTED, "more than %d new commits are too many to verify",
		    COMMIT_SIGNATURES_MAX);
		return error_mend(e, "push a part of the history first");
	}
	if (c->committer != NULL)
		who = policy_person_by_email(s->policy, c->committer, strlen(c->committer));
	if (who == NULL) {
		error_set(&why, ERROR_MALFORMED, "its committer '%s' is nobody of the policy",
		    escape(s->arena, c->committer));
		add_unsigned(s, title, &why, false);
		return 0;
	}
	if (split(s, c, &job.parts, &why) < 0) {
		add_unsigned(
		    s, title, &why, why.kind == ERROR_UNREADABLE || why.kind == ERROR_MEMORY);
		return 0;
	}
	job.principal = who->id;
	return add_job(s, title, &job) == 0 ? 0 : error_memory(e);
}

void
commit_signatures_gather(struct arena *a, const struct repo *r, const struct policy *p,
    const git_oid *tip, const git_oid *hidden, size_t nhidden, int64_t at,
    const struct sshsig_tool *tool, struct commit_signatures *out)
{
	struct search s = { .arena = a, .repo = r, .policy = p, .at = at, .out = out };

	memset(out, 0, sizeof(*out));
	out->asked = true;
	if (history_range(a, r, tip, hidden, nhidden, look_at, &s, &out->why) < 0)
		return;
	sshsig_verify_all(a, tool, s.jobs, s.n);
	for (size_t i = 0; i < s.n; i++)
		if (s.jobs[i].valid.is != FACT_YES)
			add_unsigned(&s, s.titles[i], &s.jobs[i].valid.why,
			    s.jobs[i].valid.is == FACT_UNKNOWN);
	out->complete = true;
}
