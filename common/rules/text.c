#include "rules/text.h"

#include <string.h>

#include "base/digest.h"
#include "base/escape.h"
#include "base/oid.h"
#include "base/say/say.h"
#include "git/trailer_block.h"

#define PROBLEMS_SHOWN 5
#define NAMES_MAX 4

const char *rule_tip(const struct ruling *r)
{
	return commit_title(r->arena, r->step->tip);
}

const char *rule_amend(struct ruling *r, const char *trailer)
{
	return arena_printf(
	    r->arena, "git commit --amend --no-edit --trailer %s", shellword(r->arena, trailer));
}

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

/* What the merge says, or the folder of what it links, or NULL. */
static const char *promotion_id(const struct ruling *r)
{
	return r->step->promotion.name != NULL ? r->step->promotion.name : linked_folder(r);
}

const char *rule_amend_id(struct ruling *r)
{
	const char *id = linked_folder(r);

	return rule_amend(r, arena_printf(r->arena, "Promotion: %s", id != NULL ? id : "ID"));
}

bool rule_id_unknown(const struct ruling *r)
{
	return promotion_id(r) == NULL || r->policy->evidence_ref == NULL;
}

const char *rule_amend_link(
    struct ruling *r, const char *key, const char *path, const char *file, bool replace)
{
	const char *id = promotion_id(r), *ref = r->policy->evidence_ref;

	if (path == NULL && id != NULL)
		path = arena_printf(r->arena, "%s/%s", id, file);
	if (path == NULL || ref == NULL || !is_plain(path))
		return rule_amend(r, arena_printf(r->arena, "%s: git:ID/%s sha256:HEX", key, file));
	return arena_printf(r->arena,
	    "git fetch origin %s && git%s commit --amend --no-edit --trailer \"%s: git:%s "
	    "sha256:$(git show FETCH_HEAD:%s | sha256sum | cut -c-64)\"",
	    shellword(r->arena, ref), replace ? " -c trailer.ifexists=replace" : "", key, path,
	    path);
}

const char *rule_remake(struct ruling *r, const git_oid *with)
{
	const struct step *s = r->step;
	const char *id = oid_short(r->arena, with);

	return arena_printf(r->arena,
	    "git reset --hard $(git log -1 --format=%%B %s | git commit-tree %s^{tree} -p %s "
	    "-p %s)",
	    oid_short(r->arena, &s->tip->id), id, oid_short(r->arena, &s->base_id), id);
}

const char *rule_push(struct ruling *r)
{
	return arena_printf(r->arena, "git push origin %s:%s",
	    oid_short(r->arena, &r->step->change->new), shellword(r->arena, r->step->ref));
}

const char *rule_problems(struct ruling *r, const struct ini_problems *ps)
{
	const char *text = "";

	for (size_t i = 0; i < ps->n && i < PROBLEMS_SHOWN && text != NULL; i++) {
		const struct ini_problem *one = &ps->list[i];

		text = one->line == 0 ?
		    arena_printf(r->arena, "%s%s%s", text, i > 0 ? "; " : "", one->text) :
		    arena_printf(r->arena, say("%s%sline %u: %s"), text, i > 0 ? "; " : "",
		        one->line, one->text);
	}
	if (text != NULL && ps->n > PROBLEMS_SHOWN)
		text =
		    arena_printf(r->arena, say("%s; and %zu more"), text, ps->n - PROBLEMS_SHOWN);
	return text != NULL ? text : "(out of memory)";
}

bool rule_clock_suspect(struct ruling *r, const char *what)
{
	struct error why = { 0 };

	switch (r->step->clock) {
	case CLOCK_BEFORE_POLICY:
		error_set(&why, ERROR_UNREADABLE,
		    "the server's clock is earlier than the date of its own policy file, so "
		    "nobody can say %s",
		    say(what));
		error_mend(&why,
		    "the administrator sets the clock of the server (or the date of the file, with "
		    "touch)");
		break;
	case CLOCK_BEFORE_AUDIT:
		error_set(&why, ERROR_UNREADABLE,
		    "the server's clock is earlier than the newest entry of its own audit, so "
		    "nobody can say %s",
		    say(what));
		error_mend(&why,
		    "the administrator sets the clock of the server; when it is right, and that "
		    "entry is from a time when it was not, the owner of the repository runs "
		    "there:\ngit sluis unlock --reason 'the clock was wrong' --minutes 1");
		break;
	default:
		return false;
	}
	rule_undecided(r, &why);
	return true;
}

bool rule_message_unreadable(struct ruling *r)
{
	const struct step *s = r->step;
	const struct error *why =
	    s->unreadable.kind != ERROR_NONE ? &s->unreadable : &s->evidence.why;

	if (why->kind == ERROR_NONE)
		return false;
	if (why->kind != ERROR_MALFORMED) {
		rule_undecided(r, why);
		return true;
	}
	rule_unmet(r, "%s: its trailers cannot be read: %s", rule_tip(r), why->text);
	if (why->mend[0] != '\0')
		rule_mend(r, NULL, "%s", why->mend);
	else
		rule_mend(r, "git commit --amend",
		    "write the message so that every git reads the same trailers:");
	return true;
}

/* The text of a finding, with where the trailer is that it misses. */
static const char *with_place(
    struct ruling *r, const char *text, const char *key, const struct trailer_unread *at)
{
	switch (at->why) {
	case TRAILER_IN_TITLE:
		return arena_printf(r->arena,
		    say("%s; '%s' is on line %u, and to git the first paragraph is the title"),
		    text, key, at->line);
	case TRAILER_FOLDED:
		return arena_printf(r->arena,
		    say("%s; '%s' is on line %u, which starts with a blank, so that to git the "
		        "line "
		        "above goes on"),
		    text, key, at->line);
	case TRAILER_BROKEN:
		return arena_printf(r->arena,
		    say("%s; '%s' is on line %u, and git reads no trailer of that paragraph, "
		        "because "
		        "line %u is not one"),
		    text, key, at->line, at->other);
	default:
		return arena_printf(r->arena,
		    say("%s; '%s' is on line %u, and git reads trailers of the last paragraph "
		        "alone, "
		        "which starts on line %u"),
		    text, key, at->line, at->other);
	}
}

bool rule_unread(struct ruling *r, const char *key)
{
	const struct commit *m = r->step->tip;
	struct finding *f = rule_finding(r);
	struct trailer_unread at;

	if (f == NULL || r->step->kind != STEP_PROMOTION ||
	    !trailer_block_unread(
	        &(struct trailer_text){ m->message, m->message_len, false }, key, &at))
		return false;
	f->text = with_place(r, f->text, escape(r->arena, key), &at);
	if (f->text == NULL)
		f->text = "(out of memory)";
	rule_mend(r, "git commit --amend",
	    "make all trailers the last paragraph of the message, a line each and nothing else:");
	return true;
}

bool rule_link_malformed(struct ruling *r, const struct recorded *rec, const char *mend)
{
	if (rec->link.kind == ERROR_NONE)
		return false;
	rule_unmet(r, "%s: %s", rule_tip(r), rec->link.text);
	rule_mend(r, "git commit --amend", "%s", say(mend));
	return true;
}

bool rule_record_malformed(
    struct ruling *r, const struct recorded *rec, const char *place, const char *trailer)
{
	if (rec->malformed.kind == ERROR_NONE)
		return false;
	if (rec->malformed.kind != ERROR_MALFORMED) {
		rule_undecided(r, &rec->malformed);
		return true;
	}
	rule_unmet(r, "%s is not well formed: %s", place,
	    rec->problems.n > 0 ? rule_problems(r, &rec->problems) : rec->malformed.text);
	rule_mend(r, NULL,
	    "its author corrects the record and pushes it; then %s links its new sha256sum",
	    trailer);
	return true;
}

void rule_word(struct ruling *r, const struct recorded *rec, const char *key, const char *says,
    const char *is, const char *mend)
{
	if (strcmp(says, is) == 0)
		return;
	rule_unmet(r, "%s is about %s %s, and this promotion is about %s", rec->record.place,
	    say(key), escape(r->arena, says), is);
	rule_mend(r, NULL, "%s", say(mend));
}

/* A record on a result server is the word of the service that the policy names for it. */
static const struct person *machine(struct ruling *r, const struct exhibit *x)
{
	if (x->host->service != NULL)
		return x->host->service;
	rule_unmet(
	    r, "%s lies on a result server for which no service of the policy answers", x->place);
	rule_mend(r, NULL,
	    "the tester adds the record to %s; or the administrator names a 'service' in "
	    "[sftp \"%s\"]",
	    escape(r->arena, r->policy->evidence_ref), x->host->host);
	return NULL;
}

const struct person *rule_bringer(
    struct ruling *r, const struct exhibit *x, const struct provenance *v)
{
	const struct person *who = provenance_person(r->policy, v);

	if (x->host != NULL)
		return machine(r, x);
	if (v->known != FACT_YES) {
		rule_undecided(r, &v->why);
		return NULL;
	}
	if (who != NULL)
		return who;
	if (v->audited)
		rule_unmet(r, "%s was added by '%s', who is not listed in the policy", x->place,
		    escape(r->arena, v->pusher));
	else
		rule_unmet(r,
		    "%s was added by %s, whose committer '%s' is not listed in the policy",
		    x->place, commit_title(r->arena, &v->commit),
		    escape(r->arena, v->commit.committer));
	rule_mend(r, NULL,
	    "somebody known adds it: changes the file, commits and pushes it, and the "
	    "merge links that");
	return NULL;
}

enum outcome rule_each_acceptance(
    struct ruling *r, void (*check)(struct ruling *r, const struct acceptance_evidence *ev))
{
	const struct evidence *ev = &r->step->evidence;
	bool any = false;

	for (size_t i = 0; i < ev->n; i++)
		if (ev->acceptance[i].rec.readable) {
			check(r, &ev->acceptance[i]);
			any = true;
		}
	return any ? rule_said(r) : OUTCOME_NOT_APPLICABLE;
}

const struct contribution *rule_made(struct ruling *r, const struct person *who)
{
	const struct contributors *cs = &r->step->contributors;

	if (cs->complete)
		return contributors_find(cs, who);
	rule_undecided(r, &cs->why);
	return NULL;
}

/* Is this person named by an earlier role already? */
static bool named_before(
    const struct role *const *roles, size_t i, const struct person *who, int64_t at)
{
	for (size_t k = 0; k < i; k++)
		if (role_has(roles[k], who, at))
			return true;
	return false;
}

const char *rule_free_holders(const struct ruling *r, const struct role *const *roles, size_t n)
{
	const char *text = NULL;
	size_t named = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < roles[i]->nmembers && named < NAMES_MAX; k++) {
			const struct person *who = roles[i]->members[k].person;

			if (!role_has(roles[i], who, r->step->now) ||
			    named_before(roles, i, who, r->step->now) ||
			    contributors_find(&r->step->contributors, who) != NULL)
				continue;
			text = arena_printf(r->arena, "%s%s%s", text != NULL ? text : "",
			    named++ > 0 ? say(" or ") : "", escape(r->arena, who->name));
		}
	return text;
}

bool rule_asks_proof(const struct ruling *r)
{
	const struct step *s = r->step;

	return s->kind == STEP_PROMOTION && s->env->proof == PROOF_SIGNATURE && s->asked.n > 0 &&
	    s->promotion.name != NULL;
}

/* ` --evidence sha256:HEX` for what lies on a result server, where git sluis sign does not look. */
static const char *elsewhere(
    struct ruling *r, const char *text, const struct exhibit *of, const struct exhibit *x)
{
	char hex[DIGEST_HEX];

	return text == NULL || of->host == NULL || x->place == NULL ?
	    text :
	    arena_printf(r->arena, "%s --evidence sha256:%s", text, digest_hex(x->sha256, hex));
}

/* What a sign-off of this very promotion is made with, beside its id and role. */
static const char *sign_options(struct ruling *r)
{
	const struct step *s = r->step;
	const struct said *emergency = &s->promotion.emergency;
	const struct evidence *ev = &s->evidence;
	const char *text = "", *to = oid_short(r->arena, &s->candidate_id);
	size_t len;

	if (s->promotion.exception == EXCEPTION_ROLLBACK)
		return arena_printf(r->arena, " --rolls-back-to %s", to);
	if (s->promotion.exception == EXCEPTION_EMERGENCY &&
	    promotion_incident(emergency->value, &len))
		text = arena_printf(r->arena, " --emergency %s",
		    shellword(r->arena, arena_strndup(r->arena, emergency->value, len)));
	for (size_t i = 0; text != NULL && i < trailer_count(&s->trailers, "Reviews-Emergency");
	     i++)
		text = arena_printf(r->arena, "%s --reviews-emergency %s", text,
		    shellword(r->arena, trailer_find(&s->trailers, "Reviews-Emergency", i)->value));
	for (size_t i = 0; i < ev->nplans; i++)
		text = elsewhere(r, text, &ev->plans[i].rec.record, &ev->plans[i].rec.record);
	for (size_t i = 0; i < ev->n; i++) {
		const struct exhibit *x = &ev->acceptance[i].rec.record;

		text = elsewhere(r, elsewhere(r, text, x, x), x, &ev->acceptance[i].criteria);
	}
	for (size_t i = 0; i < ev->nparallel; i++)
		text = elsewhere(r, text, &ev->parallel[i].rec.record, &ev->parallel[i].rec.record);
	return text != NULL ? text : "";
}

/* Needed where it is not the last environment that anybody signs for. */
static const char *environment_option(struct ruling *r)
{
	const struct environment *env = r->step->env, *list = r->policy->environments;

	for (size_t i = r->policy->nenvironments; env != NULL && i-- > 0 && env < &list[i];)
		if (list[i].nsignoffs > 0)
			return arena_printf(r->arena, " --environment %s", env->id);
	return "";
}

const char *rule_sign_command(struct ruling *r, const char *promotion, const char *role)
{
	return arena_printf(r->arena, "git sluis sign %s --role %s%s%s",
	    shellword(r->arena, promotion), shellword(r->arena, role), environment_option(r),
	    sign_options(r));
}
