/*
 * The times that a record says, held against what the server saw (norm CH.06 criteria 4 and 6).
 *
 * Nothing starts before what it is about has arrived, not by a second; nothing ends later than its
 * record came in, but for clocks that differ.
 */
#include "rules/text.h"

#define MEND_OVER "do it over with what is there now, and link the record of that"

/* False where it is not known, which this reports. */
static bool is_known(
    struct ruling *r, const struct arrival *when, const git_oid *id, const char *ref)
{
	struct error why = { 0 };

	if (when->known == FACT_YES)
		return true;
	if (when->known == FACT_UNKNOWN) {
		rule_undecided(r, &when->why);
		return false;
	}
	error_set(&why, ERROR_ABSENT, "the audit does not tell when %s came to %s",
	    oid_short(r->arena, id), ref);
	error_mend(&why,
	    "it moved past the gate: the administrator finds out with git sluis audit verify");
	rule_undecided(r, &why);
	return false;
}

/* Reports what started before that. */
static void check_start(struct ruling *r, const struct recorded *rec, int64_t started,
    const struct arrival *when, const git_oid *id, const char *ref)
{
	const char *what = oid_short(r->arena, id), *start = when_text(r->arena, started),
	           *came = when_text(r->arena, when->at);

	if (when->found)
		rule_unmet(r, "%s says that it began at %s, and %s was committed at %s",
		    rec->record.place, start, what, came);
	else
		rule_unmet(r,
		    "%s says that it began at %s, and %s came to %s at %s (the server's clock: it "
		    "is %s now)",
		    rec->record.place, start, what, ref, came, when_text(r->arena, r->step->now));
}

/* Did the record come in after it? That of a result server has no place among the entries. */
static bool came_after(const struct provenance *brought, const struct arrival *when)
{
	if (when->found)
		return true;
	if (when->entry == 0)
		return false;
	return brought->known != FACT_YES || !brought->audited || brought->entry < when->entry;
}

void rule_starts_after(struct ruling *r, const struct recorded *rec, int64_t started, bool zoneless)
{
	const struct step *s = r->step;
	const struct arrival *when = &s->arrived;

	/* Where it is not there, or nobody can tell, comes-from refuses. */
	if (s->comes_from.is != FACT_YES || !is_known(r, when, &s->candidate_id, s->source_ref))
		return;
	if (started < when->at) {
		check_start(r, rec, started, when, &s->candidate_id, s->source_ref);
	} else if (!came_after(&rec->brought, when)) {
		rule_unmet(r, "%s did not come in after %s came to %s", rec->record.place,
		    oid_short(r->arena, &s->candidate_id), s->source_ref);
		zoneless = false;
	} else {
		return;
	}
	if (zoneless)
		rule_mend(r, NULL,
		    "the time in %s has no zone, and is taken for the earliest that it may mean: "
		    "have it say the zone, or test again, and link that",
		    rec->record.place);
	else if (when->entry == 0 && !when->found)
		rule_mend(
		    r, NULL, "push the candidate to %s first; then " MEND_OVER, s->source_ref);
	else
		rule_mend(r, NULL, MEND_OVER);
}

void rule_starts_beside(struct ruling *r, const struct recorded *rec, int64_t started)
{
	const struct step *s = r->step;
	const char *ref = escape(r->arena, s->ref);

	if (!is_known(r, &s->stands, &s->base_id, ref) || s->stands.found ||
	    started >= s->stands.at)
		return;
	check_start(r, rec, started, &s->stands, &s->base_id, ref);
	rule_mend(r, NULL, MEND_OVER);
}

void rule_ends_before(struct ruling *r, const struct recorded *rec, int64_t finished)
{
	const struct provenance *brought = &rec->brought;

	if (finished > r->step->now + ARRIVAL_CLOCK_APART)
		rule_unmet(r, "%s says that it ends at %s, and that is still to come",
		    rec->record.place, when_text(r->arena, finished));
	else if (brought->known == FACT_YES && brought->audited &&
	    finished > brought->at + ARRIVAL_CLOCK_APART)
		rule_unmet(r, "%s says that it ends at %s, and it came in at %s already",
		    rec->record.place, when_text(r->arena, finished),
		    when_text(r->arena, brought->at));
	else
		return;
	rule_mend(r, NULL, "wait until it has ended, and link the record of that");
}
