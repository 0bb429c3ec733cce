#include "promotion/arrival.h"

#include <string.h>

#include "audit/audit.h"
#include "audit/walk.h"
#include "base/escape.h"

/* The host's clock may have been set back for a while: the walk goes on for this many entries
 * behind the first one that is older than what is looked for. */
#define LOOK_BEHIND 20

struct search {
	int64_t first; /* the earliest moment that is asked for */
	unsigned older; /* how many entries in a row were older than that */
	size_t n;
	struct entrance *entrances;
	const char **refs; /* for each, escaped as entries have it */
};

/* Going back in time, so that what the first entry says is what stays. */
static void look_at_ref(
    struct search *s, const struct audit_seen *seen, const struct audit_ref *ref)
{
	for (size_t k = 0; k < s->n; k++) {
		struct entrance *asked = &s->entrances[k];

		if (strcmp(ref->name, s->refs[k]) == 0 && seen->at >= asked->since &&
		    git_oid_equal(&asked->value, &ref->new)) {
			asked->known = FACT_YES;
			asked->at = seen->at;
		}
	}
}

/* The gate has held the old value of an accepted push against the ref, so such an entry tells what
 * a ref was before it. */
static int look_at(void *ctx, const struct audit_seen *seen, struct error *e)
{
	const struct audit_entry *entry = &seen->entry;
	struct search *s = ctx;

	(void)e;
	s->older = seen->at < s->first ? s->older + 1 : 0;
	if (s->older > LOOK_BEHIND)
		return 1;
	if ((entry->kind == AUDIT_VERDICT && entry->decision == VERDICT_ACCEPT) ||
	    (entry->kind == AUDIT_OUTCOME && entry->moved == AUDIT_MOVED))
		for (size_t i = 0; i < entry->nrefs; i++)
			look_at_ref(s, seen, &entry->refs[i]);
	return 0;
}

/* `*there`: is there an audit? */
static int search_audit(
    struct arena *a, const struct repo *r, struct search *s, int *there, struct error *e)
{
	git_oid tip;

	for (size_t i = 0; i < s->n; i++)
		if (s->refs[i] == NULL)
			return error_memory(e);
	if (audit_tip(a, r, &tip, there, e) < 0)
		return -1;
	return *there ? audit_walk(r, &tip, 0, look_at, s, e) : 0;
}

bool arrival_entrances(struct arena *a, const struct repo *r, struct entrance *list, size_t n)
{
	struct search s = { .first = INT64_MAX,
		.n = n,
		.entrances = list,
		.refs = arena_array(a, n + 1, sizeof(*s.refs)) };
	struct error why = { 0 };
	int there = 0, rc;

	if (n == 0)
		return true;
	for (size_t i = 0; i < n && s.refs != NULL; i++) {
		list[i].known = FACT_NO;
		s.refs[i] = escape_whole(a, list[i].ref);
		if (list[i].since < s.first)
			s.first = list[i].since;
	}
	rc = s.refs != NULL ? search_audit(a, r, &s, &there, &why) : error_memory(&why);
	for (size_t i = 0; rc < 0 && i < n; i++) {
		list[i].known = FACT_UNKNOWN;
		list[i].why = why;
	}
	return rc < 0 || there != 0;
}
