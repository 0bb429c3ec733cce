#include "rules/text.h"

#include "base/digest.h"
#include "git/trailer_block.h"
#include "rules/remedy.h"

#define PROBLEMS_SHOWN 5
#define NAMES_MAX 4

const char *rule_tip(const struct ruling *r)
{
	return commit_title(r->arena, r->step->tip);
}

const char *rule_problems(struct ruling *r, const struct ini_problems *ps)
{
	const char *text = "";

	for (size_t i = 0; i < ps->n && i < PROBLEMS_SHOWN; i++) {
		const struct ini_problem *one = &ps->list[i];

		text = one->line == 0 ?
		    say_printf(r->arena, "%s%s%s", text, i > 0 ? "; " : "", one->text) :
		    say_printf(
		        r->arena, "%s%sline %u: %s", text, i > 0 ? "; " : "", one->line, one->text);
	}
	if (ps->n > PROBLEMS_SHOWN)
		text = say_printf(r->arena, "%s; and %zu more", text, ps->n - PROBLEMS_SHOWN);
	return text;
}

bool rule_clock_suspect(struct ruling *r, const char *what)
{
	struct error why = { 0 };

	switch (r->step->clock) {
	case CLOCK_BEFORE_POLICY:
		error_set(&why, ERROR_UNREADABLE,
		    "the server's clock is earlier than the date of its own policy file, so nobody "
		    "can say %s",
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
	rule_mend_message(r, "%s:",
	    why->mend[0] != '\0' ?
	        why->mend :
	        say("write the message so that every git reads the same trailers"));
	return true;
}

/* The text of a finding, with where the trailer is that it misses. */
static const char *with_place(
    struct ruling *r, const char *text, const char *key, const struct trailer_unread *at)
{
	switch (at->why) {
	case TRAILER_IN_TITLE:
		return say_printf(r->arena,
		    "%s; '%s' is on line %u, and to git the first paragraph is the title", text,
		    key, at->line);
	case TRAILER_FOLDED:
		return say_printf(r->arena,
		    "%s; '%s' is on line %u, which starts with a blank, so that to git the line "
		    "above goes on",
		    text, key, at->line);
	case TRAILER_BROKEN:
		return say_printf(r->arena,
		    "%s; '%s' is on line %u, and git reads no trailer of that paragraph, because "
		    "line %u is not one",
		    text, key, at->line, at->other);
	case TRAILER_PASSED_OVER:
		return say_printf(r->arena,
		    "%s; '%s' is on line %u, and git passes over comments and what is below a "
		    "scissors line",
		    text, key, at->line);
	default:
		return say_printf(r->arena,
		    "%s; '%s' is on line %u, and git reads trailers of the last paragraph alone, "
		    "which starts on line %u",
		    text, key, at->line, at->other);
	}
}

/* The nth line of the message, from 1. */
static const char *line_of(struct ruling *r, unsigned n)
{
	const struct commit *m = r->step->tip;
	const struct trailer_text text = { m->message, m->message_len, false };
	struct trailer_line line = { 0 };
	size_t at = 0;

	while (n-- > 0)
		if (!trailer_line_next(&text, &at, &line))
			return "";
	return escape(r->arena, arena_strndup(r->arena, line.bytes, line.len));
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
	f->text = say_printf(r->arena, "%s; line %u: \"%s\"",
	    with_place(r, f->text, escape(r->arena, key), &at), at.line, line_of(r, at.line));
	if (at.why == TRAILER_BROKEN || at.why == TRAILER_EARLIER)
		f->text = say_printf(
		    r->arena, "%s; line %u: \"%s\"", f->text, at.other, line_of(r, at.other));
	rule_mend_message(r,
	    "make all trailers the last paragraph of the message, a line each and nothing else:");
	return true;
}

bool rule_link_malformed(struct ruling *r, const struct recorded *rec, enum dossier_kind kind)
{
	const struct dossier *d = r->step->dossier;
	const struct dossier_record *right = d != NULL ? dossier_find(d, kind) : NULL;

	if (rec->link.kind == ERROR_NONE)
		return false;
	rule_unmet(r, "%s: %s", rule_tip(r), rec->link.text);
	rule_mend_link(r, kind, right != NULL ? right->path : NULL);
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
	/* What is right is recorded, and the merge says something else. */
	if (r->step->dossier != NULL && r->step->promotion.name != NULL &&
	    strcmp(r->step->dossier->id, r->step->promotion.name) != 0)
		rule_mend_merge(r, NULL, "%s", say(mend));
	else
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
	    "the tester adds the record to %s; or the administrator names a 'service' in [sftp "
	    "\"%s\"]",
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
	    "somebody known adds it: changes the file, commits and pushes it, and the merge links "
	    "that");
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

const char *rule_free_holders(const struct ruling *r, const struct role *const *roles, size_t n)
{
	struct people who;

	if (contributors_others(
	        r->arena, r->policy, roles, n, r->step->now, &r->step->contributors, &who) < 0 ||
	    who.n == 0)
		return NULL;
	return people_names(r->arena, &who, NAMES_MAX);
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
