#include <stddef.h>
#include <string.h>

#include "report_gathering.h"

#define SIGNOFFS "refs/signoffs/"

/* "PROMOTION/ROLE/PERSON" of a sign-off's ref; a number after the person counts that person's
 * sign-offs. */
static const char *
signing_key(struct arena *a, const struct report_repo *repo, const char *name)
{
	const char *dot = strrchr(name, '.');
	bool numbered =
	    dot != NULL && dot[1] != '\0' && strspn(dot + 1, "0123456789") == strlen(dot + 1);

	return arena_printf(a, "%p/%.*s", (const void *)repo,
	    (int)(numbered ? dot - name : (ptrdiff_t)strlen(name)), name);
}

/* Kept are only the newest of promotions of the report, which are newer than their sign-offs and so
 * were met before. */
int
gathering_see_signing(
    struct gathering *g, const struct audit_seen *seen, const struct audit_ref *ref)
{
	struct report *r = g->report;
	const char *name = ref->name + sizeof(SIGNOFFS) - 1, *key, *id;
	struct report_signing *s;

	if (strncmp(ref->name, SIGNOFFS, sizeof(SIGNOFFS) - 1) != 0)
		return 0;
	id = arena_strndup(r->arena, name, strcspn(name, "/"));
	if (id == NULL)
		return -1;
	if (lookup_text(&r->groups, id) == NULL)
		return 0;
	key = signing_key(r->arena, g->repo, name);
	if (key == NULL || lookup_text(&r->signings, key) != NULL)
		return key != NULL ? 0 : -1;
	s = arena_alloc(r->arena, sizeof(*s));
	if (s == NULL)
		return -1;
	*s = (struct report_signing){ seen->at, seen->id };
	return lookup_set_text(r->arena, &r->signings, key, s);
}

const struct report_signing *
report_signing_of(
    const struct report *r, const struct report_item *item, const char *role, const char *person)
{
	struct arena a;
	const struct report_signing *s = NULL;
	const char *key;

	arena_init(&a, ARENA_RUN_CAP);
	key = arena_printf(&a, "%p/%s/%s/%s", (const void *)item->repo,
	    item->promotion != NULL ? item->promotion : "", role, person);
	if (key != NULL)
		s = lookup_text(&r->signings, key);
	arena_release(&a);
	return s;
}
