#include "clone/manifest.h"

#include "base/digest.h"

static int add(const char *root, const git_tree_entry *entry, void *ctx)
{
	struct manifest *m = ctx;
	unsigned mode = (unsigned)git_tree_entry_filemode_raw(entry);

	if ((mode & 0170000) == 0040000)
		return 0;
	if (m->n == MANIFEST_MAX)
		return -1;
	/* Git takes what old versions of it wrote, 100664, for 100644. */
	if ((mode & 0170000) == 0100000)
		mode = (mode & 0100) != 0 ? 0100755 : 0100644;
	ARENA_ADD(m->arena, m->list, m->n,
	    (struct manifest_entry){ .mode = mode,
	        .path = arena_printf(m->arena, "%s%s", root, git_tree_entry_name(entry)),
	        .id = *git_tree_entry_id(entry) });
	return m->arena->exhausted ? -1 : 0;
}

int manifest_read(
    struct arena *a, const struct repo *r, const git_oid *id, struct manifest *out, struct error *e)
{
	git_tree *tree = NULL;
	int rc;

	*out = (struct manifest){ .arena = a, .repo = r };
	rc = git_tree_lookup(&tree, r->git, id);
	if (rc == 0)
		rc = git_tree_walk(tree, GIT_TREEWALK_PRE, add, out);
	git_tree_free(tree);
	if (rc == 0)
		return 0;
	if (a->exhausted)
		return error_memory(e);
	if (out->n == MANIFEST_MAX)
		return error_set(e, ERROR_UNSUPPORTED, "these are too many files");
	return repo_error(a, GIT_ERROR, e, "the promoted tree cannot be read");
}

bool manifest_is_file(const struct manifest_entry *x)
{
	return (x->mode & 0170000) == 0100000;
}

static int load(
    const struct manifest *m, const struct manifest_entry *x, git_blob **out, struct error *e)
{
	if (git_blob_lookup(out, m->repo->git, &x->id) == 0)
		return 0;
	return repo_error(m->arena, GIT_ERROR, e, "%s cannot be read", escape(m->arena, x->path));
}

/* As sha256sum(1) writes it: backslash, line feed and carriage return. */
static void print_name(const char *name, FILE *out)
{
	for (; *name != '\0'; name++)
		if (*name == '\\')
			fputs("\\\\", out);
		else if (*name == '\n')
			fputs("\\n", out);
		else if (*name == '\r')
			fputs("\\r", out);
		else
			fputc(*name, out);
}

int manifest_print_sum(const struct manifest *m, const struct manifest_entry *x, const char *folder,
    FILE *out, struct error *e)
{
	unsigned char sum[DIGEST_SIZE];
	git_blob *blob = NULL;
	char hex[DIGEST_HEX];
	int rc;

	if (load(m, x, &blob, e) < 0)
		return -1;
	rc = digest_sha256(git_blob_rawcontent(blob), (size_t)git_blob_rawsize(blob), sum);
	git_blob_free(blob);
	if (rc < 0)
		return error_set(e, ERROR_UNREADABLE, "the digest of %s cannot be computed",
		    escape(m->arena, x->path));
	/* A name "-" would be standard input. */
	fprintf(out, "%s%s  %s", strpbrk(x->path, "\\\n\r") != NULL ? "\\" : "",
	    digest_hex(sum, hex), *folder == '\0' && strcmp(x->path, "-") == 0 ? "./" : folder);
	print_name(x->path, out);
	fputc('\n', out);
	return 0;
}

int manifest_print(const struct manifest *m, FILE *out, struct error *e)
{
	for (const struct manifest_entry *x = m->list; x < m->list + m->n; x++) {
		if (x->mode != 0100644) {
			fprintf(out, "# %06o ", x->mode);
			print_name(x->path, out);
			fputc('\n', out);
		}
		if (manifest_is_file(x) && manifest_print_sum(m, x, "", out, e) < 0)
			return -1;
	}
	return 0;
}

int manifest_link_is(
    const struct manifest *m, const struct manifest_entry *x, const char *link, struct error *e)
{
	git_blob *blob = NULL;
	size_t n = strlen(link);
	int is;

	if (load(m, x, &blob, e) < 0)
		return -1;
	is = (size_t)git_blob_rawsize(blob) == n && memcmp(git_blob_rawcontent(blob), link, n) == 0;
	git_blob_free(blob);
	return is;
}
