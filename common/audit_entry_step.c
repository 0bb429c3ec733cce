#include <string.h>

#include "audit_reading.h"

#define STRANGERS_MAX 1000000

bool
audit_step_promotes(const struct audit_step *s)
{
	return s->promotion != NULL || (s->kind != NULL && strcmp(s->kind, "promotion") == 0);
}

bool
audit_list_has(const char *list, const char *id)
{
	size_t n = strlen(id);

	for (const char *p = list; n > 0 && *p != '\0'; p += strspn(p, " ")) {
		size_t len = strcspn(p, " ");

		if (len == n && memcmp(p, id, n) == 0)
			return true;
		p += len;
	}
	return false;
}

static struct audit_step *
last_step(struct audit_reading *r)
{
	struct audit_ref *ref = audit_last_ref(r);

	if (ref != NULL && ref->nsteps == 0)
		audit_wrong(r, "a line about a step stands before any step");
	return ref != NULL && ref->nsteps > 0 ? &ref->steps[ref->nsteps - 1] : NULL;
}

static void
read_step(struct audit_reading *r, char *value)
{
	struct audit_ref *ref = audit_last_ref(r);
	struct audit_step *list;

	if (ref == NULL)
		return;
	list = audit_one_more(r, ref->steps, ref->nsteps, sizeof(*list));
	if (list == NULL)
		return;
	ref->steps = list;
	list[ref->nsteps] = (struct audit_step){ .reviews = "",
		.contributors = "",
		.performers = "",
		.testers = "",
		.rules = { "", "", "", "" } };
	audit_set_oid(r, &list[ref->nsteps++].tip, value);
}

static void
read_candidate(struct audit_reading *r, char *value)
{
	struct audit_step *s = last_step(r);

	if (s != NULL)
		audit_set_oid(r, &s->candidate, value);
}

static void
read_review_until(struct audit_reading *r, char *value)
{
	struct audit_step *s = last_step(r);

	if (s != NULL)
		audit_set_number(r, &s->review_until, value);
}

static void
read_strangers(struct audit_reading *r, char *value)
{
	struct audit_step *s = last_step(r);
	int64_t n = 0;

	audit_set_number(r, &n, value);
	if (s != NULL)
		s->strangers = n < STRANGERS_MAX ? (unsigned)n : STRANGERS_MAX;
}

/* Cuts the first of the words off; the rest may be NULL. */
static char *
rest(char *words)
{
	char *blank = words != NULL ? strchr(words, ' ') : NULL;

	if (blank == NULL)
		return NULL;
	*blank = '\0';
	return blank + 1;
}

static void
read_signoff(struct audit_reading *r, char *value)
{
	struct audit_step *s = last_step(r);
	char *role = rest(value), *person = rest(role), *proof = rest(person);
	struct audit_signoff *list;

	if (proof == NULL || strchr(proof, ' ') != NULL)
		audit_wrong(r, "a sign-off is not four words");
	if (s == NULL || r->wrong != NULL)
		return;
	list = audit_one_more(r, s->signoffs, s->nsignoffs, sizeof(*list));
	if (list == NULL)
		return;
	s->signoffs = list;
	list[s->nsignoffs++] = (struct audit_signoff){ value, role, person, proof };
}

static void
read_evidence(struct audit_reading *r, char *value)
{
	struct audit_step *s = last_step(r);
	char *sha256 = rest(value);
	struct audit_exhibit *list;

	if (sha256 == NULL || strlen(sha256) != 64 || strspn(sha256, "0123456789abcdef") != 64)
		audit_wrong(r, "a piece of evidence is not a word and 64 hex digits");
	if (s == NULL || r->wrong != NULL)
		return;
	list = audit_one_more(r, s->exhibits, s->nexhibits, sizeof(*list));
	if (list == NULL)
		return;
	s->exhibits = list;
	list[s->nexhibits++] = (struct audit_exhibit){ value, sha256 };
}

/* The keys whose value is a text of the step. */
#define TEXT_KEY(name, field) \
	static void read_##name(struct audit_reading *r, char *value) \
	{ \
		struct audit_step *s = last_step(r); \
\
		if (s != NULL) \
			s->field = value; \
	}

TEXT_KEY(kind, kind)
TEXT_KEY(promotion, promotion)
TEXT_KEY(impact, impact)
TEXT_KEY(exception, exception)
TEXT_KEY(reviews, reviews)
TEXT_KEY(contributors, contributors)
TEXT_KEY(performers, performers)
TEXT_KEY(testers, testers)
TEXT_KEY(met, rules[AUDIT_MET])
TEXT_KEY(unmet, rules[AUDIT_UNMET])
TEXT_KEY(undecided, rules[AUDIT_RULE_UNDECIDED])
TEXT_KEY(waived, rules[AUDIT_WAIVED])

const struct audit_key audit_step_keys[] = { { "Step", read_step }, { "Kind", read_kind },
	{ "Promotion", read_promotion }, { "Candidate", read_candidate }, { "Impact", read_impact },
	{ "Exception", read_exception }, { "Review-Until", read_review_until },
	{ "Reviews", read_reviews }, { "Contributors", read_contributors },
	{ "Strangers", read_strangers }, { "Performers", read_performers },
	{ "Testers", read_testers }, { "Signoff", read_signoff }, { "Evidence", read_evidence },
	{ "Met", read_met }, { "Unmet", read_unmet }, { "Undecided", read_undecided },
	{ "Waived", read_waived }, { NULL, NULL } };
