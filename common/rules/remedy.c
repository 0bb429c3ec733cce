#include "rules/remedy.h"

#include "base/pattern.h"
#include "rules/rule.h"

/* May the path stand in a command as it is, between quotes too, and is it all of the path
 * (base/escape.h)? */
static bool is_plain(const char *path)
{
	return path[0] != '-' && strlen(path) < ESCAPE_MAX &&
	    strspn(path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-") ==
	    strlen(path);
}

/* The folder of the first record that is linked, when that can be an id. */
static const char *linked_folder(const struct ruling *r)
{
	const struct evidence *ev = &r->step->evidence;
	const char *place = ev->n > 0 ? ev->acceptance[0].rec.record.place :
	    ev->nplans > 0            ? ev->plans[0].rec.record.place :
	                                NULL;
	const char *slash = place != NULL ? strchr(place, '/') : NULL;
	const char *id =
	    slash != NULL ? arena_strndup(r->arena, place, (size_t)(slash - place)) : NULL;

	return id != NULL && promotion_id_valid(id) ? id : NULL;
}

const char *rule_id(const struct ruling *r)
{
	const struct step *s = r->step;

	if (s->dossier != NULL)
		return s->dossier->id;
	return s->promotion.name != NULL ? s->promotion.name : linked_folder(r);
}

/* What it is made with beside its id. NULL where that is not well formed. */
static const char *promote_options(struct ruling *r)
{
	const struct step *s = r->step;
	const struct policy *p = r->policy;
	const struct dossier_record *plan =
	    s->dossier != NULL ? dossier_find(s->dossier, DOSSIER_PLAN) : NULL;
	const char *text = "";
	size_t len;

	if ((plan == NULL || plan->malformed.kind != ERROR_NONE) &&
	    s->env != &p->environments[p->nenvironments - 1])
		text = arena_printf(r->arena, " --environment %s", s->env->id);
	if (s->promotion.exception == EXCEPTION_ROLLBACK)
		return arena_printf(
		    r->arena, "%s --rolls-back-to %s", text, s->promotion.rollback.value);
	if (s->promotion.exception == EXCEPTION_EMERGENCY) {
		if (s->promotion.emergency.times != 1 ||
		    !promotion_incident(s->promotion.emergency.value, &len))
			return NULL;
		text = arena_printf(r->arena, "%s --emergency %s", text,
		    shellword(r->arena, s->promotion.emergency.value));
	}
	for (size_t i = 0; text != NULL && i < trailer_count(&s->trailers, "Reviews-Emergency");
	     i++)
		text = arena_printf(r->arena, "%s --reviews-emergency %s", text,
		    shellword(r->arena, trailer_find(&s->trailers, "Reviews-Emergency", i)->value));
	return text;
}

/* Does it bring along what the sign-offs are by? Trailers that somebody wrote it does not. */
static bool promote_signs(const struct ruling *r)
{
	const struct step *s = r->step;

	return s->env->proof == PROOF_SIGNATURE || (s->env->nsignoffs == 0 && s->asked.n == 0);
}

const char *rule_promote(struct ruling *r)
{
	const struct step *s = r->step;
	const char *id = rule_id(r), *options;

	if (s->env == NULL || s->env->from == NULL || !pattern_exact(s->env->ref) ||
	    s->kind < STEP_PROMOTION || s->kind > STEP_FOXTROT || id == NULL || !promote_signs(r))
		return NULL;
	if (s->dossier == NULL && s->promotion.exception != EXCEPTION_ROLLBACK &&
	    !s->changes_nothing && (s->env->require & REQUIRE_RECORDS) != 0)
		return NULL;
	options = promote_options(r);
	return options != NULL ?
	    arena_printf(r->arena, "git sluis promote %s%s", shellword(r->arena, id), options) :
	    NULL;
}

static enum outcome mend(struct ruling *r, const char *command, const char *fmt, va_list ap)
{
	const char *promote = rule_promote(r);
	const char *text = promote == NULL ? arena_vprintf(r->arena, say(fmt), ap) : NULL;

	if (promote != NULL)
		return rule_mend(r, promote, "git sluis makes the merge, with every trailer:");
	return rule_mend(r, command, "%s", text != NULL ? text : "(out of memory)");
}

enum outcome rule_mend_merge(struct ruling *r, const char *command, const char *fmt, ...)
{
	enum outcome said;
	va_list ap;

	va_start(ap, fmt);
	said = mend(r, command, fmt, ap);
	va_end(ap);
	return said;
}

enum outcome rule_mend_message(struct ruling *r, const char *fmt, ...)
{
	enum outcome said;
	va_list ap;

	va_start(ap, fmt);
	said = mend(r, rule_amend(r, ""), fmt, ap);
	va_end(ap);
	return said;
}

bool rule_made_here(const struct ruling *r, const struct contribution *made)
{
	const struct step *s = r->step;

	return s->kind == STEP_PROMOTION && s->differences.any == FACT_YES &&
	    made->as == MADE_AS_MERGER && strcmp(made->commit, commit_title(r->arena, s->tip)) == 0;
}

/* No id is known: what is under way. */
static enum outcome mend_unknown(struct ruling *r)
{
	return rule_mend(r, "git sluis status",
	    "no dossier is about this candidate: git sluis start begins one; what is under way:");
}

enum outcome rule_mend_id(struct ruling *r)
{
	const char *id = rule_id(r);

	if (id == NULL)
		return mend_unknown(r);
	return rule_mend_merge(r,
	    rule_amend_trailer(r, arena_printf(r->arena, "Promotion: %s", id)),
	    "say the id of the dossier in one trailer Promotion, on the merge:");
}

/* What is staged stays staged, and another commit stays as it is. */
static const char *amend(struct ruling *r, const char *config, const char *how)
{
	return arena_printf(r->arena,
	    "git rev-parse HEAD^2 | grep -q ^%s && git%s commit --amend --only%s",
	    oid_short(r->arena, &r->step->candidate_id), config, how);
}

static enum outcome mend_no_record(struct ruling *r, enum dossier_kind kind, const char *id)
{
	const char *word = shellword(r->arena, id);

	if (kind == DOSSIER_PLAN)
		return rule_mend(r, arena_printf(r->arena, "git sluis start %s", word),
		    "the performer makes the plan:");
	if (kind == DOSSIER_ACCEPTANCE)
		return rule_mend(r, arena_printf(r->arena, "git sluis accept %s", word),
		    "the tester tests it, and records that:");
	return rule_mend(r, arena_printf(r->arena, "git sluis status %s", word),
	    "run this base and this candidate side by side, and push the record (git-sluis(1), "
	    "compare); what else is lacking:");
}

enum outcome rule_mend_link(struct ruling *r, enum dossier_kind kind, const char *path)
{
	static const char *const keys[] = { [DOSSIER_PLAN] = "Implementation-Plan",
		[DOSSIER_ACCEPTANCE] = "Acceptance-Result",
		[DOSSIER_PARALLEL_RUN] = "Parallel-Run" };
	const struct dossier *d = r->step->dossier;
	const struct dossier_record *rec = d != NULL ? dossier_find(d, kind) : NULL;
	const char *config = "";

	if (path == NULL && rule_id(r) == NULL)
		return mend_unknown(r);
	if (path == NULL && rec == NULL)
		return mend_no_record(r, kind, rule_id(r));
	if (path == NULL)
		path = rec->path;
	else
		config = " -c trailer.ifexists=replace";
	if (!is_plain(path))
		return rule_mend_message(
		    r, "link what is in the evidence, with its sha256sum; on the merge:");
	return rule_mend_merge(r,
	    arena_printf(r->arena, "git fetch origin %s && %s",
	        shellword(r->arena, r->policy->evidence_ref),
	        amend(r, config,
	            arena_printf(r->arena,
	                " --no-edit --trailer \"%s: git:%s sha256:$(git show FETCH_HEAD:%s | "
	                "sha256sum | cut -c-64)\"",
	                keys[kind], path, path))),
	    "link what is in the evidence; on the merge:");
}

const char *rule_on_tip(struct ruling *r, const char *command)
{
	return arena_printf(r->arena, "git rev-parse HEAD | grep -q ^%s && %s",
	    oid_short(r->arena, &r->step->change->new), command);
}

const char *rule_amend(struct ruling *r, const char *how)
{
	return amend(r, "", how);
}

const char *rule_amend_trailer(struct ruling *r, const char *trailer)
{
	return rule_amend(
	    r, arena_printf(r->arena, " --no-edit --trailer %s", shellword(r->arena, trailer)));
}

const char *rule_remake(struct ruling *r, const git_oid *with)
{
	const struct step *s = r->step;
	const char *id = oid_short(r->arena, with), *promote = rule_promote(r);

	if (promote != NULL)
		return promote;
	return arena_printf(r->arena,
	    "m=$(git log -1 --format=%%B %s | git commit-tree%s %s^{tree} -p %s -p %s) && git "
	    "switch -d $m && git push origin $m:%s",
	    oid_short(r->arena, &s->tip->id), s->env->signed_commits ? " -S" : "", id,
	    oid_short(r->arena, &s->base_id), id, shellword(r->arena, s->ref));
}

enum outcome rule_hand_over(struct ruling *r, const char *who)
{
	const char *promote = rule_promote(r);

	if (promote != NULL)
		return rule_mend(r, promote, "%s promotes it:", who);
	return rule_mend(r,
	    arena_printf(r->arena, "git push origin %s:%s",
	        oid_short(r->arena, &r->step->change->new), shellword(r->arena, r->step->ref)),
	    "%s fetches the promotion from you, reviews it and pushes it:", who);
}
