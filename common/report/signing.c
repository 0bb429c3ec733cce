/* When each sign-off came in, by the audit. */
#include "report/report_internal.h"

#define SIGNOFFS "refs/signoffs/"

/* "PROMOTION/ROLE/PERSON" of a sign-off's ref; a number after the person counts that person's
 * sign-offs. */
static const char *signing_key(struct arena *a, const struct report_repo *repo, const char *name)
{
	const char *dot = strrchr(name, '.');
	bool numbered =
	    dot != NULL && dot[1] != '\0' && strspn(dot + 1, "0123456789") == strlen(dot + 1);

	return arena_printf(a, "%p/%.*s", (const void *)repo,
	    (int)(numbered ? dot - name : (ptrdiff_t)strlen(name)), name);
}

int report_signing_see(struct report *r, const struct report_repo *repo,
    const struct audit_seen *seen, const struct audit_ref *ref)
{
	const char *name = ref->name + sizeof(SIGNOFFS) - 1, *key, *id;
	struct report_signing *s, *newer;

	if (!begins_with(ref->name, SIGNOFFS))
		return 0;
	id = arena_strndup(r->arena, name, strcspn(name, "/"));
	if (id == NULL)
		return -1;
	if (lookup_text(&r->groups, id) == NULL)
		return 0;
	key = signing_key(r->arena, repo, name);
	s = arena_alloc(r->arena, sizeof(*s));
	if (key == NULL || s == NULL)
		return -1;
	*s = (struct report_signing){ seen->at, seen->id, ref->new, repo->entries, NULL };
	newer = lookup_text(&r->signings, key);
	if (newer == NULL)
		return lookup_set_text(r->arena, &r->signings, key, s);
	while (newer->older != NULL)
		newer = newer->older;
	newer->older = s;
	return 0;
}

const char *report_signoff(
    struct arena *a, const struct report_detail *d, const struct audit_signoff *so)
{
	return d->step->promotion != NULL && strcmp(so->proof, "signature") == 0 ?
	    report_printf(a, REPORT_SIGNOFFS "%s+%s+%s", d->step->promotion, so->role, so->person) :
	    NULL;
}

/* False where the entry keeps none. */
static bool find_tag(
    struct arena *a, const struct report_detail *d, const struct audit_signoff *so, git_oid *out)
{
	const char *path = report_signoff(a, d, so), *bytes = NULL;
	size_t len = 0;

	if (path != NULL)
		bytes = report_file_bytes(a, d->item->repo->repo.git, &d->seen.tree, path, &len);
	return bytes != NULL && git_odb_hash(out, bytes, len, GIT_OBJECT_TAG) == 0;
}

const struct report_signing *report_signing_of(
    const struct report_detail *d, const struct audit_signoff *so)
{
	struct arena a;
	const struct report_signing *s = NULL;
	const char *key;
	git_oid tag;
	bool kept;

	arena_init(&a, ARENA_RUN_CAP);
	key = arena_printf(&a, "%p/%s/%s/%s", (const void *)d->item->repo,
	    d->item->promotion != NULL ? d->item->promotion : "", so->role, so->person);
	if (key != NULL)
		s = lookup_text(&d->report->signings, key);
	kept = s != NULL && find_tag(&a, d, so, &tag);
	while (s != NULL && (kept ? !git_oid_equal(&s->tag, &tag) : s->place < d->item->place))
		s = s->older;
	arena_release(&a);
	return s;
}
