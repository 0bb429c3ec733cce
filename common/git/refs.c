#include "git/refs.h"

#include <dirent.h>
#include <limits.h>

#include "base/lookup.h"
#include "base/pattern.h"
#include "git/errors.h"
#include "git/packed_refs.h"

#define STALE_S 60 /* of a lock */
#define SYMREF_DEPTH 5 /* git/refs.c of git: SYMREF_MAXDEPTH */
#define TAG_DEPTH 5 /* tags of tags; a release has one */

int refs_kept(const struct repo *r, const char *name, git_oid *out)
{
	const struct apart *apart = r->apart;

	if (apart == NULL || apart->url == NULL)
		return git_reference_name_to_id(out, r->git, name);
	for (size_t i = 0; apart->asked && i < sizeof(apart->refs) / sizeof(apart->refs[0]); i++)
		if (strcmp(apart->refs[i].name, name) == 0) {
			*out = apart->refs[i].id;
			return git_oid_is_zero(out) ? GIT_ENOTFOUND : 0;
		}
	git_error_set_str(GIT_ERROR_REFERENCE, "the audit repository was not asked");
	return GIT_EUSER;
}

/* What git makes with core.preferSymlinkRefs, and libgit2 takes for absent. */
static const char *link_of(struct arena *a, const struct repo *r, const char *name)
{
	const char *path = arena_printf(a, "%s%s", r->dir, name);
	char target[PATH_MAX];
	ssize_t n = path != NULL ? readlink(path, target, sizeof(target) - 1) : -1;

	if (n < 0)
		return NULL;
	target[n] = '\0';
	return begins_with(target, "refs/") ? arena_strdup(a, target) : NULL;
}

int refs_step(
    struct arena *a, const struct repo *r, const char *name, const char **next, struct error *e)
{
	git_reference *ref = NULL;
	int rc, ret = -1;

	*next = link_of(a, r, name);
	if (*next != NULL)
		return 0;
	if (a->exhausted)
		return error_memory(e);
	rc = git_reference_lookup(&ref, r->git, name);
	if (rc == GIT_ENOTFOUND) {
		ret = 0;
		goto out;
	}
	if (rc < 0) {
		repo_error(a, rc, e, "the ref '%s' cannot be read", escape(a, name));
		goto out;
	}
	if (git_reference_type(ref) == GIT_REFERENCE_SYMBOLIC) {
		*next = arena_strdup(a, git_reference_symbolic_target(ref));
		if (*next == NULL) {
			error_memory(e);
			goto out;
		}
	}
	ret = 0;
out:
	git_reference_free(ref);
	return ret;
}

static int resolve(struct arena *a, const struct repo *r, struct change *c, struct error *e)
{
	const char *name = c->ref, *next;

	for (int depth = 0; depth <= SYMREF_DEPTH; depth++) {
		if (refs_step(a, r, name, &next, e) < 0)
			return -1;
		if (next == NULL) {
			c->target = name;
			return 0;
		}
		name = next;
	}
	error_set(
	    e, ERROR_MALFORMED, "'%s' is a symbolic ref that leads nowhere", escape(a, c->ref));
	return error_mend(e, "the administrator of the server runs: git symbolic-ref --delete '%s'",
	    escape(a, c->ref));
}

void refs_resolve(struct arena *a, const struct repo *r, struct changes *cs)
{
	for (size_t i = 0; i < cs->n; i++) {
		struct error why = { 0 };

		if (resolve(a, r, &cs->list[i], &why) < 0)
			change_unresolved(a, &cs->list[i], &why);
	}
}

int refs_symbolic(
    struct arena *a, const struct repo *r, const char *name, const char **target, struct error *e)
{
	struct change c = { .ref = name };

	struct error why = { 0 };

	*target = NULL;
	if (resolve(a, r, &c, &why) < 0 && why.kind != ERROR_MALFORMED)
		return error_copy(e, &why);
	if (c.target != NULL && strcmp(c.target, name) != 0)
		*target = c.target;
	return 0;
}

static int append(
    struct arena *a, struct ref_values *out, const char *name, const git_oid *id, struct error *e)
{
	const char *copy = arena_strdup(a, name);

	return copy != NULL &&
	        ARENA_ADD(a, out->list, out->n, (struct ref_value){ copy, *id }) != NULL ?
	    0 :
	    error_memory(e);
}

static int append_exact(struct arena *a, const struct repo *r, const char *name,
    struct ref_values *out, struct error *e)
{
	git_oid id;
	int rc = git_reference_name_to_id(&id, r->git, name);

	if (rc == GIT_ENOTFOUND)
		return 0;
	if (rc < 0)
		return repo_error(a, rc, e, "the ref '%s' cannot be read", escape(a, name));
	return append(a, out, name, &id, e);
}

struct listing { /* of names below the fixed part of a pattern */
	struct arena *arena;
	const struct repo *repo;
	const char *pattern, *prefix;
	struct lookup known;
	struct ref_values found;
};

static int list_one(struct listing *l, const char *name, struct error *e)
{
	static const git_oid none;

	if (!pattern_match(l->pattern, name) || lookup_text(&l->known, name) != NULL)
		return 0;
	return append(l->arena, &l->found, name, &none, e) < 0 ||
	        lookup_set_text(l->arena, &l->known, l->found.list[l->found.n - 1].name, l) < 0 ?
	    error_memory(e) :
	    0;
}

static bool is_folder(const struct dirent *entry, const char *path)
{
	struct stat st;

	if (entry->d_type != DT_UNKNOWN && entry->d_type != DT_LNK)
		return entry->d_type == DT_DIR;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* As git does: files whose names begin with a dot or end as a lock's do are none. */
static int list_folder(struct listing *l, const char *folder, struct error *e)
{
	const char *top = arena_printf(l->arena, "%s%s", l->repo->dir, folder);
	DIR *dir = top != NULL ? opendir(top) : NULL;
	size_t want = strlen(l->prefix);
	struct dirent *entry;
	int ret = 0;

	while (dir != NULL && ret == 0 && (entry = readdir(dir)) != NULL) {
		const char *path = arena_printf(l->arena, "%s%s", top, entry->d_name), *name;
		size_t len = path != NULL ? strlen(path) - strlen(l->repo->dir) : 0;

		name = path != NULL ? path + strlen(l->repo->dir) : "";
		if (*entry->d_name == '.' || memcmp(name, l->prefix, len < want ? len : want) != 0)
			continue;
		if (is_folder(entry, path))
			ret = list_folder(l, arena_printf(l->arena, "%s/", name), e);
		else if (len >= want && strcmp(name + len - 5, ".lock") != 0)
			ret = list_one(l, name, e);
	}
	if (dir != NULL)
		closedir(dir);
	return l->arena->exhausted ? error_memory(e) : ret;
}

static int list_packed(void *ctx, const struct packed_ref *ref, struct error *e)
{
	struct listing *l = ctx;
	const char *name = arena_strndup(l->arena, ref->name, ref->len);

	return name != NULL ? list_one(l, name, e) : error_memory(e);
}

/* Loose ones first, as git does: it packs one before it removes the file. */
static int find_names(struct arena *a, const struct repo *r, const char *pattern, bool packed,
    struct ref_values *out, struct error *e)
{
	size_t fixed = strcspn(pattern, "*");
	struct listing l = { a, r, pattern, arena_strndup(a, pattern, fixed), { 0 }, { 0 } };
	const char *slash = memrchr(pattern, '/', fixed);

	memset(out, 0, sizeof(*out));
	if (l.prefix == NULL || slash == NULL)
		return error_memory(e);
	if (list_folder(&l, arena_strndup(a, pattern, (size_t)(slash - pattern) + 1), e) < 0 ||
	    (packed && packed_refs_read(a, r, l.prefix, list_packed, &l, e) < 0))
		return -1;
	*out = l.found;
	return 0;
}

int refs_names(struct arena *a, const struct repo *r, const char *pattern, struct ref_values *out,
    struct error *e)
{
	return find_names(a, r, pattern, true, out, e);
}

int refs_loose_names(struct arena *a, const struct repo *r, const char *pattern,
    struct ref_values *out, struct error *e)
{
	return find_names(a, r, pattern, false, out, e);
}

struct looking {
	size_t len;
	bool found;
};

static int is_that(void *ctx, const struct packed_ref *ref, struct error *e)
{
	struct looking *l = ctx;

	(void)e;
	return l->found = ref->len == l->len;
}

int refs_packed(struct arena *a, const struct repo *r, const char *name, bool *has, struct error *e)
{
	struct looking l = { .len = strlen(name) };
	int rc = packed_refs_read(a, r, name, is_that, &l, e);

	*has = l.found;
	return rc < 0 ? -1 : 0;
}

int refs_now(struct arena *a, const struct repo *r, const char *pattern, struct ref_values *out,
    struct error *e)
{
	struct ref_values names;

	memset(out, 0, sizeof(*out));
	if (pattern_exact(pattern))
		return append_exact(a, r, pattern, out, e);
	if (refs_names(a, r, pattern, &names, e) < 0)
		return -1;
	for (size_t i = 0; i < names.n; i++)
		if (append_exact(a, r, names.list[i].name, out, e) < 0)
			return -1;
	return 0;
}

static const struct change *change_of(const struct changes *cs, const char *name)
{
	for (size_t i = 0; i < cs->n; i++)
		if (cs->list[i].target != NULL && strcmp(cs->list[i].target, name) == 0)
			return &cs->list[i];
	return NULL;
}

int refs_after(struct arena *a, const struct repo *r, const struct changes *cs, const char *pattern,
    struct ref_values *out, struct error *e)
{
	struct ref_values now;

	memset(out, 0, sizeof(*out));
	if (refs_now(a, r, pattern, &now, e) < 0)
		return -1;
	for (size_t i = 0; i < now.n; i++)
		if (change_of(cs, now.list[i].name) == NULL &&
		    append(a, out, now.list[i].name, &now.list[i].id, e) < 0)
			return -1;
	for (size_t i = 0; i < cs->n; i++)
		if (cs->list[i].target != NULL && !change_deletes(&cs->list[i]) &&
		    pattern_match(pattern, cs->list[i].target) &&
		    append(a, out, cs->list[i].target, &cs->list[i].new, e) < 0)
			return -1;
	return 0;
}

bool refs_is_tag(const char *name)
{
	return begins_with(name, "refs/tags/");
}

/* One step: a tag's target goes to `*at`. */
static int tag_follow(
    struct arena *a, const struct repo *r, git_oid *at, git_object_t *type, struct error *e)
{
	git_tag *tag = NULL;
	size_t size;
	int rc = git_odb_read_header(&size, type, r->odb, at);

	if (rc == 0 && *type == GIT_OBJECT_TAG)
		rc = git_tag_lookup(&tag, r->git, at);
	if (rc < 0)
		repo_error(a, GIT_ERROR, e, "object %s cannot be read", oid_short(a, at));
	else if (tag != NULL)
		*at = *git_tag_target_id(tag);
	git_tag_free(tag);
	return rc < 0 ? -1 : 0;
}

int refs_commit(struct arena *a, const struct repo *r, const char *name, const git_oid *value,
    git_oid *out, struct error *e)
{
	git_object_t type = GIT_OBJECT_TAG;

	*out = *value;
	if (!refs_is_tag(name))
		return 0;
	for (int depth = 0; depth <= TAG_DEPTH && type == GIT_OBJECT_TAG; depth++)
		if (tag_follow(a, r, out, &type, e) < 0)
			return -1;
	if (type == GIT_OBJECT_COMMIT)
		return 0;
	error_set(e, ERROR_MALFORMED,
	    type == GIT_OBJECT_TAG ? "%s leads from tag to tag, and to no commit after %d of them" :
	                             "%s leads to no commit, but to a file or a folder",
	    escape(a, name), TAG_DEPTH);
	return error_mend(e, "tag the commit itself, under the same name; then push again");
}

bool lock_left_behind(const char *path, int64_t now)
{
	struct stat st;

	return stat(path, &st) == 0 && st.st_mtime < now - STALE_S;
}

int lock_mend(struct error *e, const char *path)
{
	return error_mend(e,
	    "when no push is under way, the administrator of the server removes what a killed "
	    "process left behind:\nrm %s",
	    path);
}

/* Git moves HEAD with the branch that it names. */
static bool is_head(const struct repo *r, const char *ref)
{
	git_reference *head = NULL;
	bool is = git_reference_lookup(&head, r->git, "HEAD") == 0 &&
	    git_reference_type(head) == GIT_REFERENCE_SYMBOLIC &&
	    strcmp(git_reference_symbolic_target(head), ref) == 0;

	git_reference_free(head);
	return is;
}

int lock_check(struct arena *a, const struct repo *r, const char *ref, int64_t now, struct error *e)
{
	const char *own = arena_printf(a, "%s%s.lock", r->dir, ref),
	           *head = arena_printf(a, "%sHEAD.lock", r->dir);
	bool own_left, head_left;
	const char *paths;

	if (own == NULL || head == NULL)
		return error_memory(e);
	own_left = lock_left_behind(own, now);
	head_left = lock_left_behind(head, now) && is_head(r, ref);
	if (!own_left && !head_left)
		return 0;
	paths = own_left && head_left ?
	    arena_printf(a, "%s %s", shellword(a, own), shellword(a, head)) :
	    shellword(a, own_left ? own : head);
	if (paths == NULL)
		return error_memory(e);
	error_set(e, ERROR_UNREADABLE, "%s is locked, and git cannot move it", escape(a, ref));
	return lock_mend(e, paths);
}
