/*
 * rule_acceptance: criteria beforehand, tests executed and logged, of exactly this version
 * (norm CH.06 criterion 6).
 */
#include <string.h>

#include "escape.h"
#include "oid.h"
#include "rule.h"

#define PROMOTION_ID_MAX 64

static bool
asks_acceptance(const struct step *s)
{
	return s->kind == STEP_PROMOTION && (s->env->require & REQUIRE_ACCEPTANCE) != 0;
}

/* Also the dossier's folder, so it must be a harmless name. */
static bool
promotion_id_valid(const char *id)
{
	static const char allowed[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
	size_t len = strlen(id);

	return len > 0 && len <= PROMOTION_ID_MAX && strspn(id, allowed) == len && id[0] != '.' && id[0] != '-' &&
	    strstr(id, "..") == NULL;
}

static const char *
amend_with(struct ruling *r, const char *trailer)
{
	return arena_printf(r->arena, "git commit --amend --no-edit --trailer '%s'", trailer);
}

static void
check_promotion_id(struct ruling *r)
{
	const struct step *s = r->step;
	size_t n = trailer_count(&s->trailers, "Promotion");

	if (n == 1 && promotion_id_valid(trailer_find(&s->trailers, "Promotion", 0)->value))
		return;
	if (n == 0)
		rule_unmet(r, "%s does not name its promotion", commit_title(r->arena, s->tip));
	else if (n > 1)
		rule_unmet(r, "%s names %zu promotions; a merge is one", commit_title(r->arena, s->tip), n);
	else
		rule_unmet(r, "%s names the promotion '%s'; letters, digits, '.', '_' and '-' make an id",
		    commit_title(r->arena, s->tip),
		    escape(r->arena, trailer_find(&s->trailers, "Promotion", 0)->value));
	rule_mend(r, n == 0 ? amend_with(r, "Promotion: ID") : "git commit --amend",
	    "say the id of the dossier in one trailer Promotion, on the merge:");
}

static void
check_links(struct ruling *r)
{
	const struct step *s = r->step;
	const struct evidence *ev = &s->evidence;

	if (ev->n == 0) {
		rule_unmet(r, "%s links no acceptance result", commit_title(r->arena, s->tip));
		rule_mend(r, amend_with(r, "Acceptance-Result: git:ID/acceptance.ini sha256:HEX"),
		    "link the tester's record; HEX is what sha256sum says of the file; on the merge:");
	}
	for (size_t i = 0; i < ev->n; i++)
		if (ev->acceptance[i].link.kind != ERROR_NONE) {
			rule_unmet(r, "%s: %s", commit_title(r->arena, s->tip), ev->acceptance[i].link.text);
			rule_mend(r, "git commit --amend",
			    "write the trailer as Acceptance-Result: git:PATH sha256:HEX, with");
		}
}

enum outcome
rule_acceptance_linked(struct ruling *r)
{
	const struct step *s = r->step;

	if (!asks_acceptance(s))
		return OUTCOME_NOT_APPLICABLE;
	if (s->unreadable.kind == ERROR_MALFORMED) {
		rule_unmet(r, "%s: its trailers cannot be read: %s", commit_title(r->arena, s->tip), s->unreadable.text);
		rule_mend(r, *s->unreadable.mend != '\0' ? NULL : "git commit --amend", "%s", *s->unreadable.mend != '\0' ?
		    s->unreadable.mend : "write the message so that every git reads the same trailers:");
		return OUTCOME_MET;
	}
	if (s->unreadable.kind != ERROR_NONE || s->evidence.why.kind == ERROR_MEMORY) {
		rule_undecided(r, s->unreadable.kind != ERROR_NONE ? &s->unreadable : &s->evidence.why);
		return OUTCOME_UNDECIDED;
	}
	if (s->evidence.why.kind != ERROR_NONE) {
		rule_unmet(r, "%s: %s", commit_title(r->arena, s->tip), s->evidence.why.text);
		return OUTCOME_MET;
	}
	check_promotion_id(r);
	check_links(r);
	return OUTCOME_MET;
}

/* Where a linked file is not what was linked; `x` may be one that was never reached. */
static void
check_exhibit(struct ruling *r, const struct exhibit *x)
{
	if (x->place == NULL || x->intact.is == FACT_YES)
		return;
	if (x->intact.is == FACT_UNKNOWN) {
		rule_undecided(r, &x->intact.why);
		return;
	}
	rule_unmet(r, "%s", x->intact.why.text);
	if (x->intact.why.kind == ERROR_ABSENT && r->policy->evidence_ref != NULL)
		rule_mend(r, NULL, "whoever made it pushes it to %s, together with the promotion or before",
		    escape(r->arena, r->policy->evidence_ref));
	else
		rule_mend(r, NULL, "put the linked bytes back, or accept the new ones: test, link their sha256sum, sign off again");
}

enum outcome
rule_evidence_intact(struct ruling *r)
{
	const struct evidence *ev = &r->step->evidence;

	if (!asks_acceptance(r->step) || ev->n == 0)
		return OUTCOME_NOT_APPLICABLE;
	for (size_t i = 0; i < ev->n; i++) {
		const struct acceptance_evidence *one = &ev->acceptance[i];

		if (one->link.kind != ERROR_NONE)
			continue;
		check_exhibit(r, &one->record);
		check_exhibit(r, &one->criteria);
		for (size_t k = 0; one->logs != NULL && k < one->acceptance.nresults; k++)
			check_exhibit(r, &one->logs[k]);
	}
	return OUTCOME_MET;
}

/* Was it this that was tested? Each word of the record against the promotion's own. */
static void
check_word(struct ruling *r, const struct acceptance_evidence *ev, const char *key, const char *says,
	const char *is)
{
	if (strcmp(says, is) == 0)
		return;
	rule_unmet(r, "%s is about %s %s, and this promotion is about %s", ev->record.place, key,
	    escape(r->arena, says), is);
	rule_mend(r, NULL, "test what is promoted and link that record");
}

static void
check_bound(struct ruling *r, const struct acceptance_evidence *ev)
{
	const struct step *s = r->step;
	const struct acceptance *acc = &ev->acceptance;
	const struct trailer *id = trailer_find(&s->trailers, "Promotion", 0);
	char candidate[GIT_OID_HEXSZ + 1], tree[GIT_OID_HEXSZ + 1];

	git_oid_tostr(candidate, sizeof(candidate), &s->candidate_id);
	git_oid_tostr(tree, sizeof(tree), &s->candidate->tree);
	if (id != NULL && promotion_id_valid(id->value)) {
		check_word(r, ev, "promotion", acc->promotion, id->value);
		check_word(r, ev, "the criteria of promotion", ev->wanted.promotion, id->value);
	}
	check_word(r, ev, "candidate", acc->candidate, candidate);
	check_word(r, ev, "tree", acc->tree, tree);
	check_word(r, ev, "environment", acc->environment, escape(r->arena, s->env->from->id));
}

static const char *
problem_list(struct ruling *r, const struct acceptance_evidence *ev)
{
	const struct ini_problems *ps = &ev->problems;
	const char *text = "";

	for (size_t i = 0; i < ps->n && i < 5 && text != NULL; i++)
		text = arena_printf(r->arena, "%s%sline %u: %s", text, i > 0 ? "; " : "", ps->list[i].line,
		    ps->list[i].text);
	return text != NULL ? text : "(out of memory)";
}

enum outcome
rule_acceptance_bound(struct ruling *r)
{
	const struct step *s = r->step;
	bool any = false;

	if (!asks_acceptance(s))
		return OUTCOME_NOT_APPLICABLE;
	for (size_t i = 0; i < s->evidence.n; i++) {
		const struct acceptance_evidence *ev = &s->evidence.acceptance[i];

		if (ev->malformed.kind == ERROR_MALFORMED) {
			rule_unmet(r, "%s is not well formed: %s",
			    ev->criteria.place != NULL ? ev->criteria.place : ev->record.place, problem_list(r, ev));
			rule_mend(r, NULL, "the tester mends the record, pushes it, and the merge links its new sha256sum");
		} else if (ev->malformed.kind != ERROR_NONE || (ev->readable && s->candidate == NULL))
			rule_undecided(r, ev->malformed.kind != ERROR_NONE ? &ev->malformed : &s->candidate_why);
		else if (ev->readable)
			check_bound(r, ev);
		any = any || ev->readable || ev->malformed.kind != ERROR_NONE;
	}
	return any ? OUTCOME_MET : OUTCOME_NOT_APPLICABLE;	/* not applicable: evidence-intact refuses */
}

static const struct result *
result_of(const struct acceptance *acc, const char *criterion)
{
	for (size_t i = 0; i < acc->nresults; i++)
		if (strcmp(acc->results[i].id, criterion) == 0)
			return &acc->results[i];
	return NULL;
}

static bool
has_criterion(const struct criteria *c, const char *id)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->list[i].id, id) == 0)
			return true;
	return false;
}

/* A waiver is the word of somebody known, who is there, and who did not make the change. */
static void
check_waiver(struct ruling *r, const struct acceptance_evidence *ev, const struct result *res)
{
	const struct step *s = r->step;
	const struct person *who = policy_person_by_id(r->policy, res->waived_by);
	const char *id = escape(r->arena, res->id), *name = escape(r->arena, res->waived_by);

	if (who == NULL || who->service)
		rule_unmet(r, "%s: '%s' was waived by '%s', who is no person of the policy", ev->record.place, id, name);
	else if (!person_active(who, ev->acceptance.finished))
		rule_unmet(r, "%s: '%s' was waived by '%s', who was not there then", ev->record.place, id, name);
	else if (s->contributors.complete && contributors_find(&s->contributors, who) != NULL)
		rule_unmet(r, "%s: '%s' was waived by '%s', who helped to make the change", ev->record.place, id, name);
	else {
		if (!s->contributors.complete)
			rule_undecided(r, &s->contributors.why);
		return;
	}
	rule_mend(r, NULL, "somebody known who did not make the change decides about '%s'", id);
}

static void
check_criterion(struct ruling *r, const struct acceptance_evidence *ev, const struct criterion *c)
{
	const struct result *res = result_of(&ev->acceptance, c->id);
	const char *id = escape(r->arena, c->id);

	if (res != NULL && res->outcome == RESULT_WAIVED) {
		check_waiver(r, ev, res);
		return;
	}
	if (!c->required || (res != NULL && res->outcome == RESULT_PASS))
		return;
	if (res == NULL)
		rule_unmet(r, "%s: the required criterion '%s' has no result", ev->record.place, id);
	else
		rule_unmet(r, "%s: the required criterion '%s' failed", ev->record.place, id);
	rule_mend(r, NULL, "mend and test '%s' again, or have it waived by name with a reason", id);
}

static void
check_passed(struct ruling *r, const struct acceptance_evidence *ev)
{
	const struct acceptance *acc = &ev->acceptance;

	if (!acc->passed)
		rule_unmet(r, "%s: the tester's verdict is fail", ev->record.place);
	for (size_t i = 0; i < ev->wanted.n; i++)
		check_criterion(r, ev, &ev->wanted.list[i]);
	for (size_t i = 0; i < acc->nresults; i++)
		if (!has_criterion(&ev->wanted, acc->results[i].id)) {
			rule_unmet(r, "%s: '%s' is the result of no criterion in %s", ev->record.place,
			    escape(r->arena, acc->results[i].id), ev->criteria.place);
			rule_mend(r, NULL, "name results as their criteria; criteria are set before the test");
		}
}

enum outcome
rule_acceptance_passed(struct ruling *r)
{
	const struct step *s = r->step;
	bool any = false;

	if (!asks_acceptance(s))
		return OUTCOME_NOT_APPLICABLE;
	for (size_t i = 0; i < s->evidence.n; i++)
		if (s->evidence.acceptance[i].readable) {
			check_passed(r, &s->evidence.acceptance[i]);
			any = true;
		}
	return any ? OUTCOME_MET : OUTCOME_NOT_APPLICABLE;	/* not applicable: another acceptance rule refuses */
}
