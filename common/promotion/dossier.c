#include "promotion/dossier.h"

#include "base/digest.h"
#include "base/lookup.h"
#include "promotion/exhibit.h"
#include "promotion/promotion.h"
#include "record/link.h"
#include "record/results.h"
#include "promotion/signoff_tag.h"

static const struct {
	const char *start;
	enum dossier_kind kind;
	unsigned require;
} kinds[] = {
	{ "acceptance", DOSSIER_ACCEPTANCE, REQUIRE_ACCEPTANCE },
	{ "parallel-run", DOSSIER_PARALLEL_RUN, REQUIRE_PARALLEL_RUN },
	{ "plan", DOSSIER_PLAN, REQUIRE_PLAN },
};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

struct reading {
	struct arena *arena;
	const struct repo *repo;
	struct dossier *out;
	struct error *error;
};

/* Of which kind is a file of that name? 0 for none. Criteria are linked by the acceptance record,
 * logs too. */
static int kind_of(const char *name)
{
	size_t n = strlen(name);

	if (begins_with(name, "acceptance") && results_form_of(name) != RESULTS_NONE)
		return DOSSIER_ACCEPTANCE;
	if (n < 4 || strcmp(name + n - 4, ".ini") != 0)
		return 0;
	for (size_t i = 0; i < KINDS; i++)
		if (begins_with(name, kinds[i].start))
			return (int)kinds[i].kind;
	return 0;
}

/* Opens the evidence ref as it is now, if there is one. 0 or -1. */
static int open_store(struct arena *a, const struct repo *r, const struct policy *p,
    struct evidence_store *out, struct error *e)
{
	const struct changes none = { 0 };

	*out = (struct evidence_store){ .arena = a, .repo = r, .ref = p->evidence_ref };
	evidence_store_find(out, &none);
	return out->ref == NULL || out->exists == FACT_NO ? 0 : evidence_store_open(out, e);
}

static const char *hex_of(struct arena *a, const unsigned char sha256[DIGEST_SIZE])
{
	char hex[DIGEST_HEX];

	return arena_strdup(a, digest_hex(sha256, hex));
}

/* Results of a test run that stand in for a record. */
static void read_results(struct arena *a, enum results_form form, const char *bytes, size_t len,
    struct dossier_record *out)
{
	struct results r;
	struct link criteria;

	if (results_read(a, form, bytes, len, &r, &out->malformed) < 0)
		return;
	out->acceptance = (struct acceptance){
		.candidate = r.commit, .executed_by = r.executed_by, .passed = results_passed(&r)
	};
	if (r.criteria != NULL && link_read(a, r.criteria, &criteria, &out->malformed) == 0)
		out->criteria = hex_of(a, criteria.sha256);
}

static void read_record(struct arena *a, const char *bytes, size_t len, struct dossier_record *out)
{
	enum results_form form = results_form_of(out->path);
	struct ini_problems problems = { 0 };

	if (out->kind == DOSSIER_ACCEPTANCE && form != RESULTS_NONE) {
		read_results(a, form, bytes, len, out);
		return;
	}
	switch (out->kind) {
	case DOSSIER_PLAN:
		record_read_plan(a, bytes, len, &out->plan, &problems, &out->malformed);
		break;
	case DOSSIER_ACCEPTANCE:
		if (record_read_acceptance(
		        a, bytes, len, &out->acceptance, &problems, &out->malformed) == 0)
			out->criteria = hex_of(a, out->acceptance.criteria.sha256);
		break;
	default:
		record_read_parallel_run(a, bytes, len, &out->run, &problems, &out->malformed);
	}
	if (problems.n > 0)
		error_set(&out->malformed, ERROR_MALFORMED, "%s:%u: %s", escape(a, out->path),
		    problems.list[0].line, problems.list[0].text);
}

/* In hex; NULL with the error. */
static const char *digest_of(struct reading *r, const char *bytes, size_t len)
{
	const char *hex = digest_text(r->arena, bytes, len);

	if (hex == NULL && r->arena->exhausted)
		error_memory(r->error);
	else if (hex == NULL)
		error_set(r->error, ERROR_UNREADABLE, "a digest cannot be computed");
	return hex;
}

static int add_record(
    struct reading *r, const char *path, enum dossier_kind kind, const char *bytes, size_t len)
{
	struct dossier_record *rec = &r->out->records[r->out->n];

	if (r->out->n == DOSSIER_RECORDS_MAX)
		return error_set(r->error, ERROR_UNSUPPORTED,
		    "the dossier holds more than %d records", DOSSIER_RECORDS_MAX);
	rec->kind = kind;
	rec->path = path;
	rec->sha256 = digest_of(r, bytes, len);
	if (rec->sha256 == NULL)
		return -1;
	read_record(r->arena, bytes, len, rec);
	r->out->n++;
	return 0;
}

static int read_criteria(struct reading *r, const char *bytes, size_t len)
{
	struct ini_problems problems = { 0 };
	struct dossier *d = r->out;

	d->criteria_sha256 = digest_of(r, bytes, len);
	if (d->criteria_sha256 == NULL)
		return -1;
	d->has_criteria = true;
	record_read_criteria(r->arena, bytes, len, &d->criteria, &problems, &d->malformed);
	if (problems.n > 0)
		error_set(&d->malformed, ERROR_MALFORMED, "criteria.ini:%u: %s",
		    problems.list[0].line, problems.list[0].text);
	return 0;
}

static int read_intent(struct reading *r, const char *path, const char *bytes, size_t len)
{
	struct ini_problems problems = { 0 };
	struct dossier *d = r->out;

	record_read_intent(r->arena, bytes, len, &d->intent, &problems, &d->intent_malformed);
	if (problems.n > 0)
		error_set(&d->intent_malformed, ERROR_MALFORMED, "%s:%u: %s", path,
		    problems.list[0].line, problems.list[0].text);
	return d->intent_malformed.kind == ERROR_MEMORY ? error_memory(r->error) : 0;
}

static int read_entry(struct reading *r, const git_tree_entry *entry)
{
	const char *name = git_tree_entry_name(entry),
	           *path = arena_printf(r->arena, "%s/%s", r->out->id, name);
	int kind = kind_of(name), rc;
	bool criteria = strcmp(name, "criteria.ini") == 0;
	bool intent = strcmp(name, DOSSIER_INTENT) == 0;
	struct exhibit_bytes b = { 0 };

	if ((kind == 0 && !criteria && !intent) || git_tree_entry_type(entry) != GIT_OBJECT_BLOB)
		return 0;
	if (path == NULL)
		return error_memory(r->error);
	if (exhibit_bytes_read(r->arena, r->repo, git_tree_entry_id(entry), path, &b, r->error) < 0)
		return -1;
	rc = intent  ? read_intent(r, path, b.p, b.len) :
	    criteria ? read_criteria(r, b.p, b.len) :
	               add_record(r, path, (enum dossier_kind)kind, b.p, b.len);
	exhibit_bytes_free(&b);
	return rc;
}

static int read_folder(struct reading *r, const git_tree_entry *entry)
{
	git_tree *folder = NULL;
	int rc = git_tree_lookup(&folder, r->repo->git, git_tree_entry_id(entry));

	if (rc < 0)
		return repo_error(r->arena, GIT_ERROR, r->error, "the dossier cannot be read");
	r->out->exists = true;
	for (size_t i = 0; rc == 0 && i < git_tree_entrycount(folder); i++)
		rc = read_entry(r, git_tree_entry_byindex(folder, i));
	git_tree_free(folder);
	return rc;
}

int dossier_read(struct arena *a, const struct repo *r, const struct policy *p, const char *id,
    struct dossier *out, struct error *e)
{
	struct reading reading = { a, r, out, e };
	const git_tree_entry *entry;
	struct evidence_store store;
	int rc = 0;

	memset(out, 0, sizeof(*out));
	out->id = id;
	out->records = arena_array(a, DOSSIER_RECORDS_MAX, sizeof(*out->records));
	if (out->records == NULL)
		return error_memory(e);
	if (open_store(a, r, p, &store, e) < 0)
		return -1;
	if (store.root == NULL)
		return 0;
	out->evidence = true;
	out->tip = store.commit;
	entry = git_tree_entry_byname(store.root, id);
	if (entry != NULL && git_tree_entry_type(entry) == GIT_OBJECT_TREE)
		rc = read_folder(&reading, entry);
	evidence_store_close(&store);
	return a->exhausted ? error_memory(e) : rc;
}

struct ids {
	const char **list;
	size_t n;
};

static void add_folders(struct arena *a, const git_tree *root, struct ids *ids)
{
	for (size_t i = 0; i < git_tree_entrycount(root); i++) {
		const git_tree_entry *entry = git_tree_entry_byindex(root, i);

		if (git_tree_entry_type(entry) == GIT_OBJECT_TREE &&
		    promotion_id_valid(git_tree_entry_name(entry)))
			ids->list[ids->n++] = arena_strdup(a, git_tree_entry_name(entry));
	}
}

static void add_signed(struct arena *a, const struct ref_values *refs, struct ids *ids)
{
	for (size_t i = 0; i < refs->n; i++) {
		struct signoff_ref ref;
		struct error other = { 0 };

		if (signoff_ref_read(a, refs->list[i].name, &ref, &other) == 0 &&
		    promotion_id_valid(ref.promotion) &&
		    !lookup_among(ids->list, ids->n, ref.promotion))
			ids->list[ids->n++] = ref.promotion;
	}
}

int dossier_list(struct arena *a, const struct repo *r, const struct policy *p,
    const char *const **list, size_t *n, struct error *e)
{
	struct ids ids = { NULL, 0 };
	struct evidence_store store;
	struct ref_values refs;

	*list = NULL;
	*n = 0;
	if (refs_now(a, r, SIGNOFF_REFS "*", &refs, e) < 0 || open_store(a, r, p, &store, e) < 0)
		return -1;
	ids.list =
	    arena_array(a, (store.root != NULL ? git_tree_entrycount(store.root) : 0) + refs.n + 1,
	        sizeof(*ids.list));
	if (ids.list != NULL && store.root != NULL)
		add_folders(a, store.root, &ids);
	if (ids.list != NULL && !a->exhausted)
		add_signed(a, &refs, &ids);
	evidence_store_close(&store);
	*list = ids.list;
	*n = ids.n;
	return a->exhausted || ids.list == NULL ? error_memory(e) : 0;
}

const struct dossier_record *dossier_find(const struct dossier *d, enum dossier_kind kind)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->records[i].kind == kind)
			return &d->records[i];
	return NULL;
}

const char *dossier_candidate(const struct dossier_record *r)
{
	if (r->malformed.kind != ERROR_NONE)
		return NULL;
	return r->kind == DOSSIER_PLAN    ? r->plan.candidate :
	    r->kind == DOSSIER_ACCEPTANCE ? r->acceptance.candidate :
	                                    r->run.new;
}

static bool is_about(const struct dossier_record *r, const git_oid *candidate)
{
	const char *hex = dossier_candidate(r);
	git_oid id;

	return hex != NULL && oid_parse(hex, strlen(hex), &id) == 0 &&
	    git_oid_equal(&id, candidate);
}

static unsigned requirement(enum dossier_kind kind)
{
	for (size_t i = 0; i < KINDS; i++)
		if (kinds[i].kind == kind)
			return kinds[i].require;
	return 0;
}

bool dossier_links(const struct dossier *d, const struct environment *env, const git_oid *candidate,
    const struct dossier_record *r)
{
	if ((env->require & requirement(r->kind)) == 0)
		return false;
	if (is_about(r, candidate))
		return true;
	for (size_t i = 0; i < d->n; i++)
		if (d->records[i].kind == r->kind && is_about(&d->records[i], candidate))
			return false;
	return true;
}

static size_t add_once(const char **list, size_t n, const char *sha256)
{
	if (lookup_among(list, n, sha256))
		return n;
	list[n] = sha256;
	return n + 1;
}

const char **dossier_rests_on(struct arena *a, const struct dossier *d,
    const struct environment *env, const git_oid *candidate)
{
	const char **list = arena_array(a, 2 * d->n + 1, sizeof(*list));
	size_t n = 0;

	for (size_t i = 0; list != NULL && i < d->n; i++) {
		const struct dossier_record *rec = &d->records[i];
		const char *criteria = rec->criteria != NULL ? rec->criteria : d->criteria_sha256;

		if (!dossier_links(d, env, candidate, rec))
			continue;
		n = add_once(list, n, rec->sha256);
		if (rec->kind == DOSSIER_ACCEPTANCE && criteria != NULL)
			n = add_once(list, n, criteria);
	}
	return list;
}
