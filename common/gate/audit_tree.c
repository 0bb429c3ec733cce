#include "gate/audit_tree.h"

#include "audit/audit.h"
#include "base/digest.h"
#include "promotion/evidence_sftp.h"
#include "base/safefile.h"

/* A tree being written. */
struct writing {
	struct arena *arena;
	const struct repo *store, *pushed;
	git_treebuilder *top, *evidence, *signoffs;
	git_oid fetched; /* the folder of what came from result servers; zero while it is empty
	                    (promotion/evidence_sftp.h) */
	int rc; /* the first libgit2 error */
};

static void add_blob(struct writing *w, git_treebuilder *tb, const char *name, const git_oid *id)
{
	if (w->rc == 0)
		w->rc = git_treebuilder_insert(NULL, tb, name, id, GIT_FILEMODE_BLOB);
}

static void add_bytes(
    struct writing *w, git_treebuilder *tb, const char *name, const char *bytes, size_t len)
{
	git_oid id;

	if (w->rc == 0)
		w->rc = git_blob_create_from_buffer(&id, w->store->git, bytes, len);
	add_blob(w, tb, name, &id);
}

/* A blob that the push brought or that was there: copied only when the store does not have it. */
static void add_pushed(struct writing *w, git_treebuilder *tb, const char *name, const git_oid *id)
{
	git_odb_object *obj = NULL;

	if (w->rc != 0)
		return;
	if (git_odb_exists(w->store->odb, id)) {
		add_blob(w, tb, name, id);
		return;
	}
	w->rc = git_odb_read(&obj, w->pushed->odb, id);
	if (w->rc == 0)
		add_bytes(w, tb, name, git_odb_object_data(obj), git_odb_object_size(obj));
	git_odb_object_free(obj);
}

static void add_exhibit(struct writing *w, const struct exhibit *x)
{
	char hex[DIGEST_HEX];

	if (x->intact.is != FACT_YES)
		return;
	add_pushed(w, w->evidence, digest_hex(x->sha256, hex), &x->blob);
	if (x->cache_name != NULL && w->rc == 0)
		w->rc = result_cache_add(w->store, &w->fetched, x->cache_name, &x->blob);
}

static void add_evidence(struct writing *w, const struct evidence *ev)
{
	for (size_t i = 0; i < ev->nplans; i++)
		add_exhibit(w, &ev->plans[i].rec.record);
	for (size_t i = 0; i < ev->nparallel; i++)
		add_exhibit(w, &ev->parallel[i].rec.record);
	for (size_t i = 0; i < ev->n; i++) {
		const struct acceptance_evidence *one = &ev->acceptance[i];

		add_exhibit(w, &one->rec.record);
		add_exhibit(w, &one->criteria);
		for (size_t k = 0; one->logs != NULL && k < one->acceptance.nresults; k++)
			add_exhibit(w, &one->logs[k]);
	}
}

/* Those of the promotion that the environment shows. */
static void add_deployments(struct writing *w, const struct deployments *d)
{
	for (size_t i = 0; d->known == FACT_YES && i < d->n; i++)
		add_exhibit(w, &d->list[i].rec.record);
}

static void add_signoff(struct writing *w, const struct signed_signoff *g)
{
	const char *name;

	if (w->rc != 0 || !g->latest || g->valid.is != FACT_YES || g->bytes == NULL ||
	    g->person == NULL || g->role == NULL)
		return;
	name = arena_printf(w->arena, "%s+%s+%s", g->ref.promotion, g->role->id, g->person->id);
	if (name != NULL) /* else the exhausted arena says so */
		add_bytes(w, w->signoffs, name, g->bytes, g->len);
}

static bool is_asked(const struct step *s, const struct signed_signoff *g)
{
	for (size_t i = 0; i < s->claims.n; i++)
		if (s->claims.list[i].given == g)
			return true;
	return false;
}

/* Those that could be verified, with which the rules were asked; approvals and rejections. Of two
 * words of one person in one role, for two kinds of promotion, the one that was asked about: it
 * comes last, under the same name. */
static void add_signoffs(struct writing *w, const struct step *s)
{
	for (int asked = 0; asked <= 1; asked++)
		for (size_t i = 0; i < s->givens.n; i++)
			if (is_asked(s, &s->givens.list[i]) == asked)
				add_signoff(w, &s->givens.list[i]);
}

/* What the newest verdict has. */
static void take_over_fetched(struct writing *w)
{
	git_tree *before = w->rc == 0 ? result_cache_open(w->store) : NULL;

	if (before != NULL)
		git_oid_cpy(&w->fetched, git_tree_id(before));
	git_tree_free(before);
}

/* A folder, unless nothing is in it. */
static void add_folder(struct writing *w, const char *name, git_treebuilder *tb)
{
	git_oid id;

	if (w->rc != 0 || git_treebuilder_entrycount(tb) == 0)
		return;
	w->rc = git_treebuilder_write(&id, tb);
	if (w->rc == 0)
		w->rc = git_treebuilder_insert(NULL, w->top, name, &id, GIT_FILEMODE_TREE);
}

/* A file that stands beside the policy. */
static int add_beside(struct writing *w, const char *path, const char *name, struct error *e)
{
	struct safefile file;
	struct error why = { 0 };

	if (path == NULL)
		return 0;
	if (safefile_read(w->arena, path, AUDIT_TREE_KEYS_MAX, &file, &why) == 0)
		add_bytes(w, w->top, name, file.bytes, file.len);
	else if (why.kind == ERROR_MEMORY)
		return error_memory(e);
	return 0; /* one that is not there or may not be believed was not used either */
}

/* By now the files may be others than the verdict was reached by. */
static int add_keys(struct writing *w, const struct audit_files *files, struct error *e)
{
	const struct sshsig_tool *used = files->keys;

	if (!used->loaded)
		return add_beside(w, files->policy->signers, "allowed_signers", e) < 0 ?
		    -1 :
		    add_beside(w, files->policy->revoked, "revoked_keys", e);
	add_bytes(w, w->top, "allowed_signers", used->signers.bytes, used->signers.len);
	if (used->revoked.bytes != NULL)
		add_bytes(w, w->top, "revoked_keys", used->revoked.bytes, used->revoked.len);
	return 0;
}

static int add_all(struct writing *w, const struct push_verdict *v, const struct audit_files *files,
    struct error *e)
{
	const struct policy_file *policy = files->policy;
	git_oid id;

	if (!git_oid_is_zero(&policy->blob) && git_odb_exists(w->store->odb, &policy->blob))
		add_blob(w, w->top, "policy.ini", &policy->blob);
	else if (policy->bytes != NULL)
		add_bytes(w, w->top, "policy.ini", policy->bytes, policy->len);
	if (add_keys(w, files, e) < 0)
		return -1;
	if (files->text_len > 0)
		add_bytes(w, w->top, "verdict.txt", files->text, files->text_len);
	if (files->certificate != NULL &&
	    oid_parse(files->certificate, strlen(files->certificate), &id) == 0)
		add_pushed(w, w->top, "push-certificate", &id);
	take_over_fetched(w);
	for (size_t i = 0; i < v->n; i++)
		for (size_t k = 0; k < v->refs[i].steps.n; k++) {
			add_evidence(w, &v->refs[i].steps.list[k].evidence);
			add_deployments(w, &v->refs[i].steps.list[k].deployments);
			add_signoffs(w, &v->refs[i].steps.list[k]);
		}
	add_folder(w, "evidence", w->evidence);
	add_folder(w, "signoffs", w->signoffs);
	if (w->rc == 0 && !git_oid_is_zero(&w->fetched))
		w->rc = git_treebuilder_insert(
		    NULL, w->top, RESULT_CACHE_FOLDER, &w->fetched, GIT_FILEMODE_TREE);
	return w->arena->exhausted ? error_memory(e) : 0;
}

int audit_tree_write(struct arena *a, const struct repo *store, const struct repo *pushed,
    const struct push_verdict *v, const struct audit_files *files, git_oid *out, struct error *e)
{
	struct writing w = { .arena = a, .store = store, .pushed = pushed };
	git_treebuilder **const folders[] = { &w.top, &w.evidence, &w.signoffs };
	int ret = 0;

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]) && w.rc == 0; i++)
		w.rc = git_treebuilder_new(folders[i], store->git, NULL);
	if (w.rc == 0)
		ret = add_all(&w, v, files, e);
	if (ret == 0 && w.rc == 0)
		w.rc = git_treebuilder_write(out, w.top);
	git_treebuilder_free(w.signoffs);
	git_treebuilder_free(w.evidence);
	git_treebuilder_free(w.top);
	if (ret < 0 || w.rc >= 0)
		return ret;
	repo_error(
	    a, GIT_ERROR, e, "the evidence of the verdict cannot be written to the repository");
	return audit_mend(e);
}
