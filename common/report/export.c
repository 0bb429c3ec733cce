#include "report/export.h"

#include <dirent.h>

#include "report/export_internal.h"

#define NAME_ROOM 200 /* bytes of a name that is exported */
#define SIGNATURE "\n-----BEGIN SSH SIGNATURE-----\n"

static const unsigned char script[] = {
#include "verify_sh.h"
};

struct exporting {
	struct report *report;
	struct export_folder top;
	struct output list; /* promotions.txt */
	struct report_page page; /* of all promotions */
	size_t n;
};

bool export_plain(const char *name)
{
	size_t n = strlen(name);

	return n > 0 && n <= NAME_ROOM && name[0] != '.' && name[0] != '-' &&
	    strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+-") == n;
}

static int cannot(struct export_folder *f, const char *name, struct error *e)
{
	return error_set(e, ERROR_UNREADABLE, "%s/%s cannot be written: %s",
	    escape(f->arena, f->path), escape(f->arena, name), strerror(errno));
}

static int write_file(
    struct export_folder *f, const char *name, const void *bytes, size_t len, struct error *e)
{
	int fd = openat(f->fd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
	bool good = fd >= 0 && output_bytes(fd, bytes, len) == 0;

	if (fd >= 0 && close(fd) < 0)
		good = false;
	return good ? 0 : cannot(f, name, e);
}

/* NULL with the error. */
static const char *digest_of(
    struct export_folder *f, const void *bytes, size_t len, struct error *e)
{
	const char *hex = digest_text(f->arena, bytes, len);

	if (hex == NULL)
		error_set(e, ERROR_UNREADABLE, "a digest cannot be computed");
	return hex;
}

/* Writes a new file, and its digest to the list. */
static int put(
    struct export_folder *f, const char *name, const void *bytes, size_t len, struct error *e)
{
	const char *hex = digest_of(f, bytes, len, e);

	if (hex == NULL)
		return -1;
	fprintf(f->sums.file, "%s  %s\n", hex, name);
	return write_file(f, name, bytes, len, e);
}

/* The same of what was printed, unless that went wrong, and frees it. */
static int put_printed(
    struct export_folder *f, const char *name, struct output *printed, int rc, struct error *e)
{
	const char *text = output_text(printed);

	if (rc == 0)
		rc = text != NULL ? put(f, name, text, printed->len, e) : error_memory(e);
	output_drop(printed);
	return rc;
}

/* Makes and opens the folder `name` of `in`; `in` NULL: the one at that path, new or empty. */
static int open_folder(struct arena *a, const struct export_folder *in, const char *name,
    struct export_folder *f, struct error *e)
{
	int at = in != NULL ? in->fd : AT_FDCWD;

	*f = (struct export_folder){ .fd = -1, .arena = a, .path = name };
	if (output_start(&f->sums) < 0)
		return error_memory(e);
	if (mkdirat(at, name, 0755) < 0 && (errno != EEXIST || in != NULL))
		return cannot(f, ".", e);
	f->fd =
	    openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (in != NULL ? O_NOFOLLOW : 0));
	return f->fd >= 0 ? 0 : cannot(f, ".", e);
}

static int make_below(const struct export_folder *f, const char *name, struct error *e)
{
	return mkdirat(f->fd, name, 0755) == 0 ?
	    0 :
	    error_set(e, ERROR_UNREADABLE, "%s cannot be made: %s", name, strerror(errno));
}

/* The list of digests is the last file. Its own digest goes to `above`, under `name`. */
static int close_folder(
    struct export_folder *f, struct export_folder *above, const char *name, int rc, struct error *e)
{
	const char *sums = rc == 0 ? output_text(&f->sums) : NULL;

	if (rc == 0)
		rc = sums != NULL ? write_file(f, "SHA256SUMS", sums, f->sums.len, e) :
		                    error_memory(e);
	if (rc == 0 && (f->digest = digest_of(f, sums, f->sums.len, e)) == NULL)
		rc = -1;
	if (rc == 0 && above != NULL)
		fprintf(above->sums.file, "%s  %s/SHA256SUMS\n", f->digest, name);
	if (f->sums.file != NULL)
		output_drop(&f->sums);
	if (f->fd >= 0)
		close(f->fd);
	return rc;
}

/* An object as it is, under that name; nothing where the repository does not have it. */
static int put_object(struct export_folder *f, const struct report_detail *d, const git_oid *id,
    const char *name, struct error *e)
{
	git_odb_object *obj = NULL;
	int rc = 0;

	if (git_odb_read(&obj, d->item->repo->repo.odb, id) == 0)
		rc = put(f, name, git_odb_object_data(obj), git_odb_object_size(obj), e);
	git_odb_object_free(obj);
	return rc;
}

/* Is that a file as the gate keeps it? What it does not write is shown, and not exported. */
static bool is_ours(const git_tree_entry *entry, const char *folder)
{
	const char *name = git_tree_entry_name(entry);
	unsigned char sum[DIGEST_SIZE];

	if (!export_plain(name))
		return false;
	if (git_tree_entry_filemode_raw(entry) == GIT_FILEMODE_TREE)
		return *folder == '\0';
	return git_tree_entry_filemode_raw(entry) == GIT_FILEMODE_BLOB &&
	    (strcmp(folder, "evidence/") != 0 || digest_parse(name, strlen(name), sum) == 0);
}

/* Each file of a folder of the entry, and the folder as git lists it. */
static int put_tree(struct export_folder *f, const struct report_detail *d, const git_oid *id,
    const char *folder, const char *list, struct error *e)
{
	git_tree *tree = NULL;
	struct output out;
	int rc = 0;

	if (output_start(&out) < 0)
		return error_memory(e);
	if (git_tree_lookup(&tree, d->item->repo->repo.git, id) < 0)
		f->strange = say("(its folder cannot be read)");
	for (size_t i = 0; tree != NULL && rc == 0 && i < git_tree_entrycount(tree); i++) {
		const git_tree_entry *entry = git_tree_entry_byindex(tree, i);
		bool is_tree = git_tree_entry_type(entry) == GIT_OBJECT_TREE;
		const char *name = git_tree_entry_name(entry);

		fprintf(out.file, "%06o %s %s\t%s\n", (unsigned)git_tree_entry_filemode_raw(entry),
		    is_tree ? "tree" : "blob", oid_hex(f->arena, git_tree_entry_id(entry)),
		    escape_whole(f->arena, name));
		if (!is_ours(entry, folder))
			f->strange = escape(f->arena, name);
		else if (!is_tree)
			rc = put_object(f, d, git_tree_entry_id(entry),
			    report_printf(f->arena, "%s%s", folder, name), e);
		else if (strcmp(name, "evidence") == 0 || strcmp(name, "signoffs") == 0) {
			rc = make_below(f, name, e);
			if (rc == 0)
				rc = put_tree(f, d, git_tree_entry_id(entry),
				    report_printf(f->arena, "%s/", name),
				    report_printf(f->arena, "trees/%s", name), e);
		}
	}
	git_tree_free(tree);
	return put_printed(f, list, &out, rc, e);
}

/* The entry that let the tag in, if it names this very tag: it says when the sign-off came. */
static int put_arrival(struct export_folder *f, const struct report_detail *d,
    const struct audit_signoff *so, const char *path, const char *tag, size_t len, struct error *e)
{
	const struct report_signing *came = report_signing_of(d, so);
	struct error why = { 0 };
	struct audit_seen seen;
	git_oid id;

	if (came == NULL || git_odb_hash(&id, tag, len, GIT_OBJECT_TAG) < 0 ||
	    audit_read(f->arena, &d->item->repo->repo, &came->entry, &seen, &why) < 0)
		return 0;
	for (size_t i = 0; i < seen.entry.nrefs; i++)
		if (git_oid_equal(&seen.entry.refs[i].new, &id))
			return put_object(
			    f, d, &came->entry, report_printf(f->arena, "%s.came", path), e);
	return 0;
}

/* The signature of each signed sign-off, as ssh-keygen wants it, and when it came in. */
static int put_signatures(struct export_folder *f, const struct report_detail *d, struct error *e)
{
	for (size_t i = 0; i < d->step->nsignoffs; i++) {
		const struct audit_signoff *so = &d->step->signoffs[i];
		const char *path = export_signoff(f->arena, d, so), *tag, *from;
		size_t len = 0;

		if (path == NULL)
			continue;
		tag =
		    report_file_bytes(f->arena, d->item->repo->repo.git, &d->seen.tree, path, &len);
		from = tag != NULL ? strstr(tag, SIGNATURE) : NULL;
		if (from == NULL)
			continue; /* it does not verify, and says so */
		if (put(f, report_printf(f->arena, "%s.sig", path), from + 1, strlen(from + 1), e) <
		        0 ||
		    put_arrival(f, d, so, path, tag, len, e) < 0)
			return -1;
	}
	return 0;
}

const char *export_signoff(
    struct arena *a, const struct report_detail *d, const struct audit_signoff *so)
{
	const char *path = report_signoff(a, d, so);

	return path != NULL && export_plain(path + strlen(REPORT_SIGNOFFS)) ? path : NULL;
}

static int put_commit(
    struct export_folder *f, const struct report_detail *d, const git_oid *id, struct error *e)
{
	return git_oid_is_zero(id) ?
	    0 :
	    put_object(f, d, id, report_printf(f->arena, "commits/%s", oid_hex(f->arena, id)), e);
}

/* Prints a page to `p->out`. 0 or -1. */
typedef int export_print(struct report_page *p, const struct export_folder *f,
    const struct report_detail *d, struct error *e);

static int put_page(struct export_folder *f, const char *name, const struct report_page *like,
    export_print *print, const struct report_detail *d, struct error *e)
{
	struct report_page p = *like;
	struct output out;

	if (output_start(&out) < 0)
		return error_memory(e);
	p.group = NULL;
	p.out = out.file;
	return put_printed(f, name, &out, print(&p, f, d, e), e);
}

static int fill(
    struct exporting *x, struct export_folder *f, const struct report_detail *d, struct error *e)
{
	if (make_below(f, "trees", e) < 0 || make_below(f, "commits", e) < 0 ||
	    put_object(f, d, &d->seen.id, "entry", e) < 0 ||
	    put_tree(f, d, &d->seen.tree, "", "trees/top", e) < 0 || put_signatures(f, d, e) < 0 ||
	    put_commit(f, d, &d->item->commit, e) < 0)
		return -1;
	/* A fast path: the candidate may be the merge itself. */
	if (!git_oid_equal(&d->item->commit, &d->step->candidate) &&
	    put_commit(f, d, &d->step->candidate, e) < 0)
		return -1;
	return put_page(f, "index.html", &x->page, export_promotion_page, d, e);
}

/* "0001-2026.11-production"; what is no plain name leaves its part out. */
static const char *folder_name(struct arena *a, const struct report_detail *d, size_t n)
{
	const char *id = d->step->promotion, *env = d->item->environment;

	return report_printf(a, "%04zu%s%s%s%s", n, id != NULL && export_plain(id) ? "-" : "",
	    id != NULL && export_plain(id) ? id : "", env != NULL && export_plain(env) ? "-" : "",
	    env != NULL && export_plain(env) ? env : "");
}

static int each_promotion(
    void *ctx, struct arena *a, const struct report_detail *d, struct error *e)
{
	struct exporting *x = ctx;
	const char *name = folder_name(a, d, ++x->n);
	struct export_folder f;
	int rc = open_folder(a, &x->top, name, &f, e);

	if (rc == 0)
		rc = fill(x, &f, d, e);
	rc = close_folder(&f, &x->top, name, rc, e);
	if (rc < 0)
		return -1;
	fprintf(x->list.file, "%s %s %s\n", name, oid_hex(a, &d->seen.id),
	    oid_hex(a, &d->item->commit));
	export_index_row(&x->page, a, d, name);
	return 0;
}

static int is_empty(const struct export_folder *f)
{
	int fd = openat(f->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), n = 0;
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	const struct dirent *d;

	while (dir != NULL && (d = readdir(dir)) != NULL)
		n += strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0;
	if (dir != NULL)
		closedir(dir);
	return dir != NULL && n == 0;
}

static int print_report(struct report_page *p, const struct export_folder *f,
    const struct report_detail *d, struct error *e)
{
	(void)f, (void)d;
	return report_html(p->report, p->out, e);
}

static int put_all(struct exporting *x, struct error *e)
{
	struct output index;
	int rc;

	if (output_start(&x->list) < 0)
		return error_memory(e);
	if (output_start(&index) < 0) {
		output_drop(&x->list);
		return error_memory(e);
	}
	x->page.out = index.file;
	export_index_start(&x->page);
	rc = report_each_promotion(x->report, each_promotion, x, e);
	fputs("</tbody></table>\n</main>\n</body>\n</html>\n", x->page.out);
	rc = put_printed(&x->top, "promotions.txt", &x->list, rc, e);
	rc = put_printed(&x->top, "index.html", &index, rc, e);
	if (rc == 0)
		rc = put_page(&x->top, "report.html", &x->page, print_report, NULL, e);
	if (rc == 0)
		rc = put(&x->top, "verify.sh", script, sizeof(script), e);
	return rc;
}

int report_export(struct report *r, const char *dir, FILE *out, struct error *e)
{
	struct exporting x = { .report = r, .page = { r, NULL, NULL, 0 } };
	int rc = open_folder(r->arena, NULL, dir, &x.top, e);

	if (rc == 0 && !is_empty(&x.top)) {
		rc = error_set(e, ERROR_UNREADABLE, "%s is not empty", escape(r->arena, dir));
		error_mend(e, "name a folder that is empty, or not there yet");
	}
	if (rc == 0)
		rc = put_all(&x, e);
	rc = close_folder(&x.top, NULL, dir, rc, e);
	if (rc == 0)
		fprintf(out,
		    say("%zu promotions in %s, with the digest %s\nverify: sh %s/verify.sh\n"), x.n,
		    escape(r->arena, dir), x.top.digest, shellword(r->arena, dir));
	return rc;
}
