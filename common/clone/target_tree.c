#include "clone/target_tree.h"

#include "base/output.h"
#include "base/pattern.h"
#include "policy/form.h"
#include "record/listing.h"
#include "run/child.h"

#define ANSWER_MAX ((size_t)64 << 20)

struct comparing {
	struct arena *arena;
	const struct manifest *manifest;
	const struct target_tree *at;
	struct listing found;
	bool *met; /* for each found: it is in the manifest */
	struct sum {
		const struct manifest_entry *file; /* whose bytes are still to be compared */
		bool told; /* it differs already */
	} * sums;
	size_t nsums;
	struct target_differences *out;
};

bool target_host_valid(const char *host)
{
	const char *at = strchr(host, '@');
	char user[64];

	if (at == NULL)
		return form_host(host) == NULL;
	if ((size_t)(at - host) >= sizeof(user))
		return false;
	memcpy(user, host, (size_t)(at - host));
	user[at - host] = '\0';
	return form_user(user) == NULL && form_host(at + 1) == NULL;
}

/* One word for any POSIX shell. */
static const char *quoted(struct arena *a, const char *s)
{
	const char *text = "'";

	for (const char *quote; text != NULL && (quote = strchr(s, '\'')) != NULL; s = quote + 1)
		text = arena_printf(a, "%s%.*s'\\''", text, (int)(quote - s), s);
	return text != NULL ? arena_printf(a, "%s%s'", text, s) : NULL;
}

/* Runs it in the folder. The exit code, or -1. */
static int run(const struct comparing *c, const char *command, const char *input, size_t n,
    char **bytes, size_t *len, struct error *e)
{
	const char *dir = quoted(c->arena, c->at->dir);
	/* So that it is no option, and no folder of CDPATH. */
	const char *line = dir != NULL && command != NULL ?
	    arena_printf(
	        c->arena, "cd %s%s && LC_ALL=C %s", *c->at->dir == '/' ? "" : "./", dir, command) :
	    NULL;
	const char *const here[] = { "sh", "-c", line, NULL };
	const char *const there[] = { "ssh", "-T", "-o", "ClearAllForwardings=yes", "--",
		c->at->host, line, NULL };

	if (line == NULL)
		return error_memory(e);
	return child_asked(
	    c->arena, c->at->host != NULL ? there : here, input, n, ANSWER_MAX, bytes, len, e);
}

static int no_answer(const struct comparing *c, const char *what, struct error *e)
{
	struct arena *a = c->arena;

	error_set(e, ERROR_UNREADABLE, "%s did not say what is in %s", what, escape(a, c->at->dir));
	if (c->at->host == NULL)
		return error_mend(e, "see whether GNU find and sha256sum may read it");
	return error_mend(e,
	    "see whether ssh %s works, and GNU find and sha256sum are there and may read it",
	    escape(a, c->at->host));
}

/* find, without what lies below a folder that belongs to the host: it may not be ours to read. */
static const char *find_command(const struct comparing *c)
{
	const struct target *t = c->at->target;
	const char *text = "find . -mindepth 1 -path ./.git -prune";

	for (size_t i = 0; i < t->nexcepts && text != NULL; i++) {
		const char *p = t->excepts[i], *rest = strstr(p, "/**");

		if (rest == NULL || rest[3] != '\0' || strcspn(p, "*?[\\") < (size_t)(rest - p))
			continue;
		p = arena_printf(c->arena, "./%.*s", (int)(rest - p), p);
		p = p != NULL ? quoted(c->arena, p) : NULL;
		text = p != NULL ? arena_printf(c->arena, "%s -o -path %s -prune", text, p) : NULL;
	}
	return text != NULL ? arena_printf(c->arena, "%s -o -printf '%s'", text, LISTING_FORMAT) :
	                      NULL;
}

static bool is_of_host(const struct comparing *c, const char *path)
{
	for (size_t i = 0; i < c->at->target->nexcepts; i++)
		if (pathpattern_match(c->at->target->excepts[i], path))
			return true;
	return false;
}

static int look(struct comparing *c, struct error *e)
{
	char *bytes;
	size_t len;
	int rc = run(c, find_command(c), "", 0, &bytes, &len, e);

	if (rc < 0)
		return -1;
	if (rc != 0)
		return no_answer(c, "find", e);
	if (listing_read(c->arena, bytes, len, &c->found, e) < 0)
		return -1;
	c->met = arena_array(c->arena, c->found.n + 1, sizeof(*c->met));
	c->sums = arena_array(c->arena, c->manifest->n + 1, sizeof(*c->sums));
	return c->met != NULL && c->sums != NULL ? 0 : error_memory(e);
}

static int differ(struct comparing *c, const char *path, const char *what, struct error *e)
{
	struct target_differences *d = c->out;

	return ARENA_ADD(c->arena, d->list, d->n,
	           (struct target_difference){ printable(c->arena, path), what }) != NULL ?
	    0 :
	    error_memory(e);
}

/* What is there in place of an entry; NULL where that is right, or its bytes have to be seen. */
static const char *wrong(
    struct comparing *c, const struct manifest_entry *x, const struct listed *f, struct error *e)
{
	bool same;
	int is;

	if (f == NULL)
		return x->mode == 0160000 ? NULL : say("is missing");
	if (manifest_is_file(x)) {
		if (f->kind != LISTED_FILE)
			return say("is not a file");
		same = f->executable == (x->mode == 0100755);
		c->sums[c->nsums++] = (struct sum){ x, !same };
		return same ? NULL : say(f->executable ? "may be executed" : "may not be executed");
	}
	if (x->mode == 0160000)
		return f->kind == LISTED_FOLDER ? NULL : say("is not the folder of a submodule");
	if (f->kind != LISTED_LINK)
		return say("is not a symbolic link");
	is = manifest_link_is(c->manifest, x, f->link, e);
	return is == 0 ? say("leads elsewhere") : NULL;
}

static int compare_entries(struct comparing *c, struct error *e)
{
	for (size_t i = 0; i < c->manifest->n; i++) {
		const struct manifest_entry *x = &c->manifest->list[i];
		const struct listed *f = listing_find(&c->found, x->path);
		const char *what;

		if (f != NULL)
			c->met[f - c->found.list] = true;
		if (is_of_host(c, x->path))
			continue;
		c->out->compared++;
		what = wrong(c, x, f, e);
		if (e->kind != ERROR_NONE || (what != NULL && differ(c, x->path, what, e) < 0))
			return -1;
	}
	return 0;
}

/* What nobody promoted. */
static int compare_rest(struct comparing *c, struct error *e)
{
	for (size_t i = 0; i < c->found.n; i++) {
		const struct listed *f = &c->found.list[i];

		if (c->met[i] || f->kind == LISTED_FOLDER || is_of_host(c, f->path))
			continue;
		c->out->compared++;
		if (differ(c, f->path, say("was not promoted"), e) < 0)
			return -1;
	}
	return 0;
}

static int take_sums(struct comparing *c, const char *bytes, size_t len, struct error *e)
{
	bool *same = arena_array(c->arena, c->nsums + 1, sizeof(*same));

	if (same == NULL)
		return error_memory(e);
	if (listing_sums(bytes, len, same, c->nsums, e) < 0)
		return -1;
	for (size_t i = 0; i < c->nsums; i++)
		if (!same[i] && !c->sums[i].told &&
		    differ(c, c->sums[i].file->path, say("holds other bytes"), e) < 0)
			return -1;
	return 0;
}

static int compare_bytes(struct comparing *c, struct error *e)
{
	const char *lines;
	struct output out;
	char *bytes;
	size_t len;
	int rc = output_start(&out) == 0 ? 0 : error_memory(e);

	for (size_t i = 0; rc == 0 && i < c->nsums; i++)
		rc = manifest_print_sum(c->manifest, c->sums[i].file, "./", out.file, e);
	lines = output_keep(&out, c->arena);
	if (rc == 0 && lines == NULL)
		rc = error_memory(e);
	if (rc == 0 && c->nsums > 0) {
		rc = run(c, "sha256sum -c -", lines, strlen(lines), &bytes, &len, e);
		if (rc > 1)
			rc = no_answer(c, "sha256sum", e);
		else if (rc >= 0)
			rc = take_sums(c, bytes, len, e);
	}
	return rc;
}

int target_tree_compare(const struct manifest *m, const struct target_tree *t,
    struct target_differences *out, struct error *e)
{
	struct comparing c = { .arena = m->arena, .manifest = m, .at = t, .out = out };

	*out = (struct target_differences){ 0 };
	if (look(&c, e) < 0 || compare_entries(&c, e) < 0 || compare_bytes(&c, e) < 0 ||
	    compare_rest(&c, e) < 0)
		return -1;
	return out->compared > 0 ? 0 : error_set(e, ERROR_ABSENT, "there is nothing to compare");
}
