#include "clone/able.h"
#include "clone/promoted.h"

#define ROLES_MAX 16
#define NAMES_MAX 4

/* The roles that sign this promotion; where that is not known, or for a veto, all that may stop it.
 */
static bool signs_here(const struct may_sign *m, const struct role *role)
{
	const struct proposal *pr = &m->status->pr;
	enum exception kind = pr->wish->emergency != NULL ? EXCEPTION_EMERGENCY :
	    pr->wish->rolls_back_to != NULL               ? EXCEPTION_ROLLBACK :
	                                                    EXCEPTION_NONE;

	for (size_t i = 0; i < pr->asked.n; i++)
		if (pr->asked.list[i]->role == role)
			return true;
	return (m->reject || m->status->findings == NULL) &&
	    signoff_may_veto(&m->session->gate.file.policy, pr->env, kind, role);
}

/* Those that the person holds: how many, and all of them as text. */
static size_t find_mine(const struct may_sign *m, const struct role **first, const char **text)
{
	const struct gate *g = &m->session->gate;
	const struct policy *p = &g->file.policy;
	struct arena *a = &m->session->gate.arena;
	size_t n = 0;

	*text = NULL;
	for (size_t i = 0; i < p->nroles; i++) {
		const char *id = escape(a, p->roles[i].id);

		if (!role_has(&p->roles[i], m->session->me, g->now) || !signs_here(m, &p->roles[i]))
			continue;
		*first = n++ == 0 ? &p->roles[i] : *first;
		*text = *text == NULL ? id : say_printf(a, "%s or %s", *text, id);
	}
	return n;
}

/* With the command for somebody else of the role, or of the first one that signs. */
static int mend_other(const struct may_sign *m, const struct role *role, struct error *e)
{
	struct arena *a = &m->session->gate.arena;
	const struct policy *p = &m->session->gate.file.policy;
	const struct asked *asked = &m->status->pr.asked;
	struct people who;

	if (role == NULL && asked->n == 0)
		return -1;
	role = role != NULL ? role : asked->list[0]->role;
	who = able_others(m->session, &role, 1, p->authors_may_sign ? NULL : m->status->makers);
	return able_mend(m->session, &who,
	    arena_printf(a, "%s --role %s", m->command, shellword(a, role->id)), e);
}

static int find_role(const struct may_sign *m, const char **role, struct error *e)
{
	struct arena *a = &m->session->gate.arena;
	const char *me = escape(a, m->session->me->name), *text,
	           *env = escape(a, m->status->pr.env->id);
	const struct role *mine = NULL, *named;
	size_t n = find_mine(m, &mine, &text);

	if (*role != NULL) {
		named = policy_role_by_id(&m->session->gate.file.policy, *role);
		if (named != NULL && role_has(named, m->session->me, m->session->gate.now))
			return 0;
		error_set(e, ERROR_MALFORMED, "%s does not have the role %s", me, escape(a, *role));
		return n == 0 ?
		    mend_other(m, named, e) :
		    error_mend(e, "%s can sign as %s:\n%s --role %s%s", me, text, m->command,
		        shellword(a, mine->id), m->reject ? " --reject" : "");
	}
	if (n == 1) {
		*role = mine->id;
		return 0;
	}
	if (n == 0) {
		error_set(e, ERROR_MALFORMED, "%s has no role that signs this for %s", me, env);
		return mend_other(m, NULL, e);
	}
	error_set(e, ERROR_MALFORMED, "%s can sign this for %s as %s", me, env, text);
	return error_mend(e, "say as which:\n%s --role %s%s", m->command, shellword(a, mine->id),
	    m->reject ? " --reject" : "");
}

/* The file will be another one, and no signature of now is under that. */
static int refuse_file(
    const struct may_sign *m, const char *path, const struct error *why, struct error *e)
{
	struct arena *a = &m->session->gate.arena;
	const struct proposal *pr = &m->status->pr;
	const struct role *const *roles = pr->env->push;

	error_set(e, ERROR_MALFORMED, "%s is not well formed: %s", escape(a, path), why->text);
	if (pr->env->npush == 0 || strstr(path, "/plan") == NULL)
		return error_mend(e, "git sluis status %s", pr->wish->id);
	return error_mend(e, "%s completes it, and then you sign:\ngit sluis start %s",
	    role_names(a, roles[0], m->session->gate.now, NAMES_MAX), pr->wish->id);
}

static int check_files(const struct may_sign *m, struct error *e)
{
	const struct proposal *pr = &m->status->pr;
	const struct dossier *d = &pr->dossier;

	if (pr->wish->rolls_back_to != NULL || pr->changes_nothing)
		return 0;
	if (d->has_criteria && d->malformed.kind != ERROR_NONE &&
	    (pr->env->require & REQUIRE_ACCEPTANCE) != 0)
		return refuse_file(m, "criteria.ini", &d->malformed, e);
	for (size_t i = 0; i < d->n; i++)
		if (d->records[i].malformed.kind != ERROR_NONE &&
		    dossier_links(d, pr->env, &pr->candidate, &d->records[i]))
			return refuse_file(m, d->records[i].path, &d->records[i].malformed, e);
	return 0;
}

/* What no signature mends: the candidate must be another one first. */
static int check_candidate(const struct may_sign *m, struct error *e)
{
	const struct findings *fs = m->status->findings;

	for (size_t i = 0; fs != NULL && i < fs->n; i++) {
		const struct finding *f = &fs->list[i];

		if ((f->rule != RULE_comes_from && f->rule != RULE_nothing_lost) ||
		    f->outcome != OUTCOME_UNMET)
			continue;
		error_set(e, ERROR_MALFORMED, "%s", f->text);
		return error_mend(e, "%s%s%s", f->mend, f->command != NULL ? "\n" : "",
		    f->command != NULL ? f->command : "");
	}
	return 0;
}

/* Contributors may only reject (rule author-not-approver). */
static int check_part(const struct may_sign *m, const char *role, struct error *e)
{
	struct gate *g = &m->session->gate;
	const struct contribution *made;

	if (m->status->findings == NULL || g->file.policy.authors_may_sign)
		return 0;
	made =
	    able_made(m->session, &g->verdict.refs[0].steps.list[0].contributors, m->session->me);
	if (made == NULL)
		return 0;
	error_set(e, ERROR_MALFORMED,
	    "%s %s %s, and who helped to make it does not sign it off; with --reject they can stop "
	    "it",
	    escape(&g->arena, m->session->me->name), made_as_word(made->as), made->commit);
	return mend_other(m, policy_role_by_id(&g->file.policy, role), e);
}

/* Their last word was a no, or cannot be read: then another one lifts it, whatever else it counts.
 */
static bool lifts(const struct may_sign *m, const char *role)
{
	const struct signed_signoffs *all = &m->status->pr.givens;

	for (size_t i = 0; i < all->n; i++) {
		const struct signed_signoff *gv = &all->list[i];

		if (gv->latest && gv->person == m->session->me && strcmp(gv->ref.role, role) == 0 &&
		    (gv->unreadable.kind != ERROR_NONE || gv->tag.decision == DECISION_REJECT))
			return true;
	}
	return false;
}

int may_sign_check(const struct may_sign *m, const char **role, struct error *e)
{
	if (promoted_check_id(m->session, &m->status->pr, m->elsewhere, e) < 0 ||
	    find_role(m, role, e) < 0)
		return -1;
	if (m->reject || lifts(m, *role))
		return 0;
	if (check_files(m, e) < 0 || check_candidate(m, e) < 0)
		return -1;
	return check_part(m, *role, e);
}
