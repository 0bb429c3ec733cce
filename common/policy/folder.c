#include "policy/folder.h"

#include "base/ini.h"
#include "base/output.h"
#include "base/safefile.h"
#include "policy/common_part.h"

#define KEYS_MAX ((size_t)4 << 20) /* as the readers of both lists have it */

const char *const folder_names[FOLDER_FILES] = { "policy.ini", "allowed_signers", "revoked_keys" };

static size_t room(size_t n)
{
	return n == FOLDER_POLICY ? INI_BYTES_MAX : KEYS_MAX;
}

/* A list of keys may be absent. */
static int read_file(struct arena *a, const char *path, bool trust, size_t n,
    struct policy_folder *out, struct error *e)
{
	struct policy_text t;
	struct safefile f;

	if (n == FOLDER_POLICY && policy_text_read(a, path, trust, NULL, &t, e) == 0) {
		out->files[n].bytes = t.bytes;
		out->files[n].len = t.len;
		return 0;
	}
	if (n == FOLDER_POLICY)
		return -1;
	if ((trust ? safefile_read_any : safefile_read)(a, path, room(n), &f, e) < 0) {
		if (e->kind != ERROR_ABSENT)
			return -1;
		memset(e, 0, sizeof(*e));
		return 0;
	}
	out->files[n].bytes = f.bytes;
	out->files[n].len = f.len;
	return 0;
}

int folder_read(
    struct arena *a, const char *path, bool trust, struct policy_folder *out, struct error *e)
{
	*out = (struct policy_folder){ .name = escape(a, path) };
	for (size_t n = 0; n < FOLDER_FILES; n++) {
		const char *file = arena_printf(a, "%s/%s", path, folder_names[n]);

		if (file == NULL)
			return error_memory(e);
		if (read_file(a, file, trust, n, out, e) < 0)
			return -1;
	}
	return 0;
}

int folder_in_force(
    struct arena *a, const struct policy_file *f, struct policy_folder *out, struct error *e)
{
	*out = (struct policy_folder){ .name = escape(a, f->policy.version) };
	out->files[FOLDER_POLICY].bytes = f->bytes;
	out->files[FOLDER_POLICY].len = f->len;
	return read_file(a, f->signers, false, FOLDER_SIGNERS, out, e) == 0 &&
	        read_file(a, f->revoked, false, FOLDER_REVOKED, out, e) == 0 ?
	    0 :
	    -1;
}

/* `of` is the folder's name. */
static int read_blob(struct arena *a, const struct repo *r, const git_tree_entry *entry,
    const char *of, size_t max, struct folder_file *out, struct error *e)
{
	git_filemode_t mode = git_tree_entry_filemode_raw(entry);
	const char *name = escape(a, git_tree_entry_name(entry));
	git_blob *blob = NULL;
	int ret = 0;

	if (mode != GIT_FILEMODE_BLOB)
		return error_set(e, ERROR_MALFORMED, "%s of %s is no plain file: its mode is %06o",
		    name, of, (unsigned)mode);
	if (git_blob_lookup(&blob, r->git, git_tree_entry_id(entry)) < 0)
		return repo_error(a, GIT_ERROR, e, "%s of %s cannot be read", name, of);
	out->len = (size_t)git_blob_rawsize(blob);
	if (out->len > max) {
		ret = error_set(
		    e, ERROR_MALFORMED, "%s of %s is longer than %zu bytes", name, of, max);
	} else {
		out->bytes = arena_strndup(a, git_blob_rawcontent(blob), out->len);
		ret = out->bytes != NULL ? 0 : error_memory(e);
	}
	git_blob_free(blob);
	return ret;
}

/* What is approved is what lies in that folder, and nothing else. */
static int join_common(struct arena *a, const struct repo *r, const git_tree *t,
    struct policy_folder *out, struct error *e)
{
	struct folder_file *own = &out->files[FOLDER_POLICY], common;
	struct policy_text text = { .bytes = own->bytes, .len = own->len };
	const git_tree_entry *entry;
	const char *name;

	if (policy_text_find(a, own->bytes, own->len, &name, &text.line, e) < 0)
		return -1;
	if (name == NULL)
		return 0;
	entry = git_tree_entry_byname(t, name); /* no path is one */
	if (entry == NULL)
		return error_set(e, ERROR_MALFORMED,
		    "policy.ini of %s includes %s, which is not in it", out->name, escape(a, name));
	if (read_blob(a, r, entry, out->name, INI_BYTES_MAX, &common, e) < 0 ||
	    policy_text_form(a, name, common.bytes, common.len, e) < 0 ||
	    policy_text_join(a, common.bytes, common.len, &text, e) < 0)
		return -1;
	*own = (struct folder_file){ text.bytes, text.len };
	return 0;
}

int folder_of_tree(struct arena *a, const struct repo *r, const git_oid *tree, const char *name,
    struct policy_folder *out, struct error *e)
{
	git_tree *t = NULL;
	int ret = 0;

	*out = (struct policy_folder){ .name = name };
	if (git_tree_lookup(&t, r->git, tree) < 0)
		return repo_error(a, GIT_ERROR, e, "the policy %s cannot be read", name);
	for (size_t n = 0; n < FOLDER_FILES && ret == 0; n++) {
		const git_tree_entry *entry = git_tree_entry_byname(t, folder_names[n]);

		if (entry != NULL)
			ret = read_blob(a, r, entry, name, room(n), &out->files[n], e);
		else if (n == FOLDER_POLICY)
			ret = error_set(e, ERROR_ABSENT, "%s has no %s", name, folder_names[n]);
	}
	if (ret == 0)
		ret = join_common(a, r, t, out, e);
	git_tree_free(t);
	return ret;
}

bool folder_same(const struct policy_folder *a, const struct policy_folder *b, size_t n)
{
	if (a->files[n].bytes == NULL || b->files[n].bytes == NULL)
		return a->files[n].bytes == b->files[n].bytes;
	return a->files[n].len == b->files[n].len &&
	    memcmp(a->files[n].bytes, b->files[n].bytes, a->files[n].len) == 0;
}

static int unwritten(struct arena *a, const char *path, struct error *e)
{
	return error_set(
	    e, ERROR_UNREADABLE, say("%s cannot be written: %s"), escape(a, path), strerror(errno));
}

/* A link would be replaced, and what it leads to left as it was. */
static int write_beside(struct arena *a, const char *path, const char *new,
    const struct policy_folder *f, size_t n, struct error *e)
{
	struct stat st = { .st_mode = 0644, .st_uid = geteuid(), .st_gid = getegid() };
	bool good;
	int fd;

	if (lstat(path, &st) == 0 ? !S_ISREG(st.st_mode) : errno != ENOENT)
		return error_set(
		    e, ERROR_UNREADABLE, say("%s is not a regular file"), escape(a, path));
	fd = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	good = fd >= 0 && fchown(fd, st.st_uid, st.st_gid) == 0 &&
	    fchmod(fd, st.st_mode & 07777) == 0 &&
	    output_bytes(fd, f->files[n].bytes, f->files[n].len) == 0 && fsync(fd) == 0;
	if (fd >= 0 && close(fd) != 0)
		good = false;
	return good ? 0 : unwritten(a, new, e);
}

int folder_replace(struct arena *a, const char *path, const struct policy_folder *before,
    const struct policy_folder *f, struct error *e)
{
	const char *file[FOLDER_FILES], *new[FOLDER_FILES];

	for (size_t n = 0; n < FOLDER_FILES; n++) {
		file[n] = arena_printf(a, "%s/%s", path, folder_names[n]);
		new[n] = arena_printf(a, "%s/.%s.new", path, folder_names[n]);
		if (file[n] == NULL || new[n] == NULL)
			return error_memory(e);
		if (!folder_same(before, f, n) && write_beside(a, file[n], new[n], f, n, e) < 0)
			return -1;
	}
	/* Keys of somebody whom the policy does not have yet are nobody's. */
	for (size_t n = FOLDER_FILES; n-- > 0;)
		if (!folder_same(before, f, n) && rename(new[n], file[n]) != 0)
			return unwritten(a, file[n], e);
	return 0;
}
