/* Whose work waits between an environment and what comes before it? A commit of somebody whom the
 * policy does not know is refused with the promotion that brings it (rule author-known). */
#include "doctor/doctor_internal.h"
#include "git/refs.h"
#include "people/contributors.h"

/* What each environment was told of already is not said again. */
static bool is_told(const struct contributors *told, const struct unknown_author *u)
{
	for (size_t i = 0; i < told->nunknown && i < UNKNOWN_AUTHORS_MAX; i++)
		if (strcmp(told->unknown[i].address, u->address) == 0)
			return true;
	return false;
}

static void say_stranger(
    struct doctor *d, const struct environment *env, const struct unknown_author *u)
{
	doctor_say(d, DOCTOR_NOTE,
	    u->readable ? say_printf(d->arena,
	                      "the administrator adds 'email = %s' to somebody in %s, with a new "
	                      "version, and then publishes it:",
	                      u->address, d->file.path) :
	                  say_printf(d->arena,
	                      "the administrator sets 'unknown-authors = allow' in %s until it has "
	                      "gone over, with a new version, and publishes it:",
	                      d->file.path),
	    doctor_git(d, "sluis policy --publish"),
	    "%s %s %s, which waits for %s, and is not listed in the policy: its promotion will be "
	    "refused (author-known)",
	    u->address, made_as_word(u->as), u->commit, escape(d->arena, env->id));
}

static int commit_at(
    const struct doctor *d, const struct ref_value *v, git_oid *out, struct error *e)
{
	return refs_commit(d->arena, &d->repo, v->name, &v->id, out, e);
}

/* All that comes before the environment and is not in it. 0 or -1. */
static int look(struct doctor *d, const struct environment *env, const struct ref_values *has,
    struct contributors *out, struct error *e)
{
	git_oid *hidden = arena_array(d->arena, has->n + 1, sizeof(*hidden)), tip;

	if (hidden == NULL)
		return error_memory(e);
	for (size_t i = 0; i < has->n; i++)
		if (commit_at(d, &has->list[i], &hidden[i], e) < 0)
			return -1;
	for (const struct environment *from = env->from; from != NULL; from = from->from) {
		struct ref_values tips;

		if (refs_now(d->arena, &d->repo, from->ref, &tips, e) < 0)
			return -1;
		for (size_t i = 0; i < tips.n; i++) {
			if (commit_at(d, &tips.list[i], &tip, e) < 0)
				return -1;
			contributors_gather_more(
			    d->arena, &d->repo, &d->file.policy, &tip, hidden, has->n, NULL, out);
		}
	}
	*e = out->why;
	return out->complete ? 0 : -1;
}

/* An environment that has nothing yet begins with a baseline, whoever made that. */
enum doctor_found doctor_strangers(struct doctor *d)
{
	const struct policy *p = &d->file.policy;
	struct contributors told = { 0 };

	for (size_t i = 0; i < p->nenvironments && !p->unknown_authors_allowed; i++) {
		const struct environment *env = &p->environments[i];
		struct contributors waiting = { .complete = true };
		struct error e = { 0 };
		struct ref_values has;

		if (env->from == NULL)
			continue;
		if (refs_now(d->arena, &d->repo, env->ref, &has, &e) < 0 ||
		    (has.n > 0 && look(d, env, &has, &waiting, &e) < 0)) {
			doctor_say_error(d, DOCTOR_UNKNOWN, &e);
			continue;
		}
		for (size_t k = 0; k < waiting.nunknown && k < UNKNOWN_AUTHORS_MAX; k++)
			if (!is_told(&told, &waiting.unknown[k]))
				say_stranger(d, env, &waiting.unknown[k]);
		if (waiting.nunknown > told.nunknown)
			told = waiting;
	}
	return DOCTOR_FINE;
}
