#include "arrival.h"

#include <string.h>

#include "audit.h"
#include "audit_walk.h"
#include "escape.h"
#include "history.h"
#include "refs.h"

/* The host's clock may have been set back for a while: the walk goes on for this many entries
 * behind the first one that is older than what is looked for. */
#define LOOK_BEHIND 20

struct search {
	const char *ref; /* escaped, as entries have it */
	const struct arrival *list;
	git_oid *value; /* for each question: what the ref was at that moment, as far as is known */
	size_t n;
	int64_t first; /* the earliest moment that is asked for */
	unsigned older; /* how many entries in a row were older than that */
};

/* Has the walk gone far enough? */
static bool
is_behind(int64_t at, int64_t first, unsigned *older)
{
	*older = at < first ? *older + 1 : 0;
	return *older > LOOK_BEHIND;
}

/* Does the entry tell what a ref was before it? The gate has held the old value of an accepted push
 * against the ref. */
static bool
tells(const struct audit_entry *entry)
{
	return (entry->kind == AUDIT_VERDICT && entry->decision == VERDICT_ACCEPT) ||
	    (entry->kind == AUDIT_OUTCOME && entry->moved == AUDIT_MOVED);
}

static int
look_at(void *ctx, const struct audit_seen *seen, struct error *e)
{
	struct search *s = ctx;

	(void)e;
	if (is_behind(seen->at, s->first, &s->older))
		return 1;
	for (size_t i = 0; tells(&seen->entry) && i < seen->entry.nrefs; i++) {
		const struct audit_ref *ref = &seen->entry.refs[i];

		for (size_t k = 0; strcmp(ref->name, s->ref) == 0 && k < s->n; k++)
			if (seen->at > s->list[k].at)
				s->value[k] = ref->old;
	}
	return 0;
}

static int
search_audit(struct arena *a, const struct repo *r, struct search *s, struct error *e)
{
	git_oid tip;
	int there;

	s->first = s->list[0].at;
	for (size_t i = 1; i < s->n; i++)
		if (s->list[i].at < s->first)
			s->first = s->list[i].at;
	if (audit_tip(a, r, &tip, &there, e) < 0)
		return -1;
	return there ? audit_walk(r, &tip, 0, look_at, s, e) : 0;
}

static int
find_values(
    struct arena *a, const struct repo *r, const char *ref, struct search *s, struct error *e)
{
	struct ref_values now;

	if (s->ref == NULL || s->value == NULL)
		return error_memory(e);
	if (refs_now(a, r, ref, &now, e) < 0)
		return -1;
	for (size_t i = 0; i < s->n && now.n > 0; i++)
		s->value[i] = now.list[0].id;
	return search_audit(a, r, s, e);
}

void
arrival_find(struct arena *a, const struct repo *r, const char *ref, struct arrival *list, size_t n)
{
	struct search s = { escape_whole(a, ref), list, arena_array(a, n, sizeof(*s.value)), n, 0,
		0 };
	struct error why = { 0 };
	int rc = find_values(a, r, ref, &s, &why);

	for (size_t i = 0; i < n; i++) {
		memset(&list[i].in_time, 0, sizeof(list[i].in_time));
		if (rc < 0)
			list[i].in_time.why = why;
		else if (git_oid_is_zero(&s.value[i]))
			list[i].in_time.is = FACT_NO;
		else
			history_reaches(a, r, &s.value[i], &list[i].commit, &list[i].in_time);
	}
}

struct entrances {
	const char **refs; /* of each question, escaped as entries have it */
	struct entrance *list;
	size_t n;
	int64_t first;
	unsigned older;
};

/* Going back in time, so that the first entry is what stays. */
static int
look_for(void *ctx, const struct audit_seen *seen, struct error *e)
{
	struct entrances *s = ctx;

	(void)e;
	if (is_behind(seen->at, s->first, &s->older))
		return 1;
	for (size_t i = 0; tells(&seen->entry) && i < seen->entry.nrefs; i++) {
		const struct audit_ref *ref = &seen->entry.refs[i];

		for (size_t k = 0; k < s->n; k++) {
			struct entrance *asked = &s->list[k];

			if (seen->at < asked->since || !git_oid_equal(&asked->value, &ref->new) ||
			    strcmp(s->refs[k], ref->name) != 0)
				continue;
			asked->known = FACT_YES;
			asked->at = seen->at;
		}
	}
	return 0;
}

static int
prepare(struct arena *a, struct entrances *s, struct error *e)
{
	s->refs = arena_array(a, s->n + 1, sizeof(*s->refs));
	if (s->refs == NULL)
		return error_memory(e);
	s->first = INT64_MAX;
	for (size_t i = 0; i < s->n; i++) {
		s->list[i].known = FACT_NO;
		s->refs[i] = escape_whole(a, s->list[i].ref);
		if (s->refs[i] == NULL)
			return error_memory(e);
		if (s->list[i].since < s->first)
			s->first = s->list[i].since;
	}
	return 0;
}

bool
arrival_entrances(struct arena *a, const struct repo *r, struct entrance *list, size_t n)
{
	struct entrances s = { .list = list, .n = n };
	struct error why = { 0 };
	int there = 0, rc = 0;
	git_oid tip;

	if (n == 0)
		return true;
	if (prepare(a, &s, &why) < 0 || audit_tip(a, r, &tip, &there, &why) < 0)
		rc = -1;
	else if (there)
		rc = audit_walk(r, &tip, 0, look_for, &s, &why);
	for (size_t i = 0; rc < 0 && i < n; i++) {
		list[i].known = FACT_UNKNOWN;
		list[i].why = why;
	}
	return rc < 0 || there != 0;
}
