#include "report_detail.h"

#include <git2.h>
#include <string.h>

#include "escape.h"
#include "printable.h"

#define POLICY_MAX ((size_t)1 << 20)

/* A stand-in for a policy that cannot be read: it is not tried again. */
static const struct policy unreadable;

static const struct policy *
read_policy(struct report *r, const struct repo *repo, const git_oid *blob_id, int64_t at)
{
	struct policy *p = arena_alloc(r->arena, sizeof(*p));
	struct ini_problems problems = { 0 };
	struct error why = { 0 };
	git_blob *blob = NULL;
	int rc = p != NULL ? git_blob_lookup(&blob, repo->git, blob_id) : -1;

	if (rc == 0 && (size_t)git_blob_rawsize(blob) <= POLICY_MAX)
		rc = policy_read(r->arena, git_blob_rawcontent(blob),
		    (size_t)git_blob_rawsize(blob), at, p, &problems, &why);
	else
		rc = -1;
	git_blob_free(blob);
	return rc == 0 ? p : &unreadable;
}

/* Policies change seldom, so each is read once. */
static const struct policy *
policy_of(struct report *r, const struct repo *repo, const git_oid *blob, int64_t at)
{
	const struct policy *p = lookup_get(&r->names, blob, sizeof(*blob));
	git_oid *key;

	if (p == NULL) {
		p = read_policy(r, repo, blob, at);
		key = arena_alloc(r->arena, sizeof(*key));
		if (key == NULL)
			return NULL;
		*key = *blob;
		lookup_set(r->arena, &r->names, key, sizeof(*key), (void *)(uintptr_t)p);
	}
	return p != &unreadable ? p : NULL;
}

/* What the entry says a piece of evidence is. */
static const char *
kind_of(const struct audit_step *s, const char *sha256)
{
	for (size_t i = 0; s != NULL && i < s->nexhibits; i++)
		if (strcmp(s->exhibits[i].sha256, sha256) == 0)
			return s->exhibits[i].kind;
	return "";
}

static int
add_file(struct arena *a, struct report_detail *d, const char *folder, const char *name)
{
	struct report_file *list = d->files;

	if ((d->nfiles & (d->nfiles - 1)) == 0) /* full at every power of two */
		list = arena_grow(
		    a, list, d->nfiles, d->nfiles != 0 ? 2 * d->nfiles : 1, sizeof(*list));
	if (list == NULL)
		return -1;
	d->files = list;
	list[d->nfiles++] = (struct report_file){ arena_printf(a, "%s%s", folder, escape(a, name)),
		kind_of(d->step, name) };
	return list[d->nfiles - 1].path != NULL ? 0 : -1;
}

/* One folder deep. What is missing is told by audit verify. */
static int
add_files(struct arena *a, const struct repo *repo, const git_oid *id, const char *folder,
    struct report_detail *d)
{
	git_tree *tree = NULL;
	int rc = 0;

	if (git_tree_lookup(&tree, repo->git, id) < 0)
		return 0;
	for (size_t i = 0; rc == 0 && i < git_tree_entrycount(tree); i++) {
		const git_tree_entry *entry = git_tree_entry_byindex(tree, i);
		const char *name = git_tree_entry_name(entry), *inside;

		if (git_tree_entry_type(entry) != GIT_OBJECT_TREE) {
			rc = add_file(a, d, folder, name);
		} else if (*folder == '\0') {
			inside = arena_printf(a, "%s/", escape(a, name));
			rc = inside != NULL ?
			    add_files(a, repo, git_tree_entry_id(entry), inside, d) :
			    -1;
		}
	}
	git_tree_free(tree);
	return rc;
}

static void
find_policy(struct report *r, const struct repo *repo, struct report_detail *d)
{
	git_tree *tree = NULL;
	const git_tree_entry *entry = NULL;

	if (git_tree_lookup(&tree, repo->git, &d->seen.tree) == 0)
		entry = git_tree_entry_byname(tree, "policy.ini");
	if (entry != NULL)
		d->policy = policy_of(r, repo, git_tree_entry_id(entry), d->seen.at);
	git_tree_free(tree);
}

int
report_detail_load(struct arena *a, struct report *r, const struct report_item *item,
    struct report_detail *out, struct error *e)
{
	const struct audit_entry *entry = &out->seen.entry;
	const struct repo *repo = &item->repo->repo;
	git_oid before;
	bool more;

	memset(out, 0, sizeof(*out));
	out->report = r;
	out->item = item;
	out->unknown_rules = "";
	if (audit_read(a, repo, &item->entry, &out->seen, &before, &more, e) < 0)
		return -1;
	if (item->ref < entry->nrefs)
		out->ref = &entry->refs[item->ref];
	if (out->ref != NULL && item->step < out->ref->nsteps) {
		out->step = &out->ref->steps[item->step];
		out->base = item->step == 0 ? out->ref->old : out->ref->steps[item->step - 1].tip;
		report_criteria(out->step, out->criteria);
		out->unknown_rules = report_unknown_rules(a, out->step);
	}
	find_policy(r, repo, out);
	if (out->unknown_rules == NULL || add_files(a, repo, &out->seen.tree, "", out) < 0 ||
	    r->arena->exhausted)
		return error_memory(e);
	return 0;
}

const char *
report_person(struct arena *a, const struct report_detail *d, const char *id)
{
	const struct person *who = d->policy != NULL ? policy_person_by_id(d->policy, id) : NULL;
	const char *text;

	if (who == NULL || strcmp(who->name, id) == 0)
		return printable_escaped(a, id);
	text = arena_printf(a, "%s (%s)", printable(a, who->name), printable_escaped(a, id));
	return text != NULL ? text : "(out of memory)";
}

const char *
report_persons(struct arena *a, const struct report_detail *d, const char *ids)
{
	const char *text = "";

	while (*ids != '\0' && text != NULL) {
		size_t n = strcspn(ids, " ");
		const char *id = arena_strndup(a, ids, n);

		if (id == NULL)
			break;
		text = arena_printf(
		    a, "%s%s%s", text, *text != '\0' ? ", " : "", report_person(a, d, id));
		ids += n + strspn(ids + n, " ");
	}
	return text != NULL && !a->exhausted ? text : "(out of memory)";
}

bool
report_has_file(const struct report_detail *d, const char *path)
{
	for (size_t i = 0; i < d->nfiles; i++)
		if (strcmp(d->files[i].path, path) == 0)
			return true;
	return false;
}
